//! What the form of a chart shows and what is chosen in it, without the browser. A request names only what differs from
//! the default, so that links stay short; the form shows the rest by the columns of the table.

use crate::engine::dataset::Role;
use crate::engine::dataset::schema::{self, Type};
use crate::engine::explore::kinds::{Choice, ChoiceForm, Need};
use crate::engine::explore::{Kind, Request, Scope};
use crate::engine::{Configuration, Problem, Text};
use crate::page::language;
use crate::protocol::dataset::ColumnInfo;

/// What the form needs to know of a column of the data that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name.
    pub name: String,
    /// The type.
    pub kind: Type,
    /// What it is to a model.
    pub role: Role,
    /// Whether files have it. Those that no file has are offered only when asked for.
    pub is_exported: bool,
}

impl From<ColumnInfo> for Column {
    fn from(ColumnInfo { name, kind, role }: ColumnInfo) -> Self {
        Column { name, kind, role, is_exported: true }
    }
}

/// The columns that the table of a generated dataset has.
pub fn generated(configuration: &Configuration) -> impl Iterator<Item = Column> {
    let column = |(column, is_exported): (&schema::Column, bool)| Column {
        name: column.name.to_owned(),
        kind: column.kind,
        role: column.role,
        is_exported,
    };
    configuration.dataset.held_columns().map(column)
}

/// The columns that are looked at where none is named.
fn parts(columns: &[Column], scope: Scope) -> impl Iterator<Item = (&str, Type, Role)> + Clone {
    let columns = columns.iter().filter(move |column| scope.takes(column.is_exported));
    columns.map(|column| (column.name.as_str(), column.kind, column.role))
}

/// Names of the columns that a need accepts, in the order of the table.
fn accepted<'a>(columns: &'a [Column], need: &Need) -> impl Iterator<Item = &'a Column> {
    columns.iter().filter(|column| need.accepts.takes(column.kind, column.role))
}

/// Names of the columns that are offered for a need: those that it accepts and that are exported, and those that the
/// request asks for.
pub fn offered<'a>(request: &Request, columns: &'a [Column], need: &Need) -> Vec<&'a str> {
    let is_named = |name: &str| request.columns.iter().any(|named| named.0 == need.key && named.1 == name);
    let is_offered = |column: &&Column| request.scope().takes(column.is_exported) || is_named(&column.name);
    accepted(columns, need).filter(is_offered).map(|column| column.name.as_str()).collect()
}

/// Whether the data has columns that are not exported.
pub fn has_unexported(columns: &[Column]) -> bool {
    columns.iter().any(|column| !column.is_exported)
}

/// The columns that a request takes where it names none.
fn default_columns(request: &Request, columns: &[Column], need: &Need) -> Vec<String> {
    need.default_columns(parts(columns, request.scope()), request.scope())
}

/// The columns that a request takes for a need: those that it names as far as the table has them, else the default.
pub fn picked(request: &Request, columns: &[Column], need: &Need) -> Vec<String> {
    let mut named =
        request.columns.iter().filter(|column| column.0 == need.key).map(|column| &column.1).peekable();
    let is_none = named.peek().is_some_and(|name| name.is_empty());
    let offered = offered(request, columns, need);
    let picked: Vec<String> = named.filter(|name| offered.contains(&name.as_str())).cloned().collect();
    if picked.is_empty() && !is_none { default_columns(request, columns, need) } else { picked }
}

/// The columns of a need after one of them was ticked or not, in the order of the table.
pub fn toggled(picked: &[String], columns: &[Column], need: &Need, name: &str, is_on: bool) -> Vec<String> {
    let is_picked = |one: &&str| if *one == name { is_on } else { picked.iter().any(|picked| picked == one) };
    let names = accepted(columns, need).map(|column| column.name.as_str());
    names.filter(is_picked).map(str::to_owned).collect()
}

/// What stands on the closed list of a need's columns.
pub fn face(picked: &[String]) -> String {
    match picked {
        [only] => only.clone(),
        picked => t!("{count} columns", count = picked.len()),
    }
}

/// The request with other columns for a need.
///
/// # Errors
/// Too few or too many of them.
pub fn with_columns(
    request: &Request,
    columns: &[Column],
    need: &Need,
    picked: Vec<String>,
) -> Result<Request, Problem> {
    if !(need.min..=need.most).contains(&picked.len()) {
        let reason = match picked.len() {
            0 => text!("'{name}' needs a column", name = Text::declared(need.name)),
            count => {
                text!("{count} columns are chosen for '{name}'", count, name = Text::declared(need.name))
            }
        };
        let range = if need.min == need.most {
            text!("choose {count}", count = need.min)
        } else {
            text!("choose {min} to {max}", min = need.min, max = need.most)
        };
        return Err(Problem::new(need.key, reason, range));
    }
    let mut changed = request.clone();
    changed.columns.retain(|column| column.0 != need.key);
    // An empty name is a choice as well: none.
    let none = picked.is_empty().then(String::new);
    changed.columns.extend(picked.into_iter().chain(none).map(|name| (need.key.to_owned(), name)));
    Ok(shortened(&changed, columns))
}

/// The value of an option.
pub fn value(request: &Request, option: &Choice) -> String {
    let given = request.options.iter().find(|given| given.0 == option.key);
    given.map_or_else(|| option.default_text(), |given| given.1.clone())
}

/// What stands in the field of a whole number: nothing where 0 stands for a rule.
pub fn field_text(request: &Request, option: &Choice) -> String {
    let value = value(request, option);
    let is_rule = matches!(&option.form, ChoiceForm::Whole { zero: Some(_), .. }) && value == "0";
    if is_rule { String::new() } else { value }
}

/// What stands in the field of a whole number while it is empty.
pub fn placeholder(option: &Choice) -> String {
    match &option.form {
        ChoiceForm::Whole { zero: Some(_), .. } => t!("Auto").to_owned(),
        _ => language::told(&option.range()),
    }
}

/// The request with another value of an option; an empty text stands for the default.
///
/// # Errors
/// A value that the option does not take.
pub fn with_option(
    request: &Request,
    columns: &[Column],
    option: &Choice,
    typed: &str,
) -> Result<Request, Problem> {
    let typed = typed.trim();
    let value = if typed.is_empty() { option.default_text() } else { typed.to_owned() };
    if !option.takes(&value) {
        let reason = text!("'{value}' is not a value of '{name}'", value, name = Text::declared(option.name));
        return Err(Problem::new(option.key, reason, text!("it takes {range}", range = option.range())));
    }
    Ok(shortened(&request.clone().option(option.key, &value), columns))
}

/// The same request without what is the default for the columns of the table, and without columns that it has not.
pub fn shortened(request: &Request, columns: &[Column]) -> Request {
    let declared = request.kind.declared();
    let mut short = Request::new(request.kind);
    for need in declared.needs {
        let picked = picked(request, columns, need);
        if picked != default_columns(request, columns, need) {
            let none = picked.is_empty().then(String::new);
            short.columns.extend(picked.into_iter().chain(none).map(|name| (need.key.to_owned(), name)));
        }
    }
    for option in declared.options {
        let value = value(request, option);
        if value != option.default_text() {
            short = short.option(option.key, &value);
        }
    }
    short
}

/// Whether a table with these columns can show what a request asks for.
pub fn fits(request: &Request, columns: &[Column]) -> bool {
    let declared = request.kind.declared();
    let is_known = |(key, name): &(String, String)| {
        declared.needs.iter().find(|need| need.key == key).is_some_and(|need| {
            name.is_empty() && need.min == 0 || offered(request, columns, need).contains(&name.as_str())
        })
    };
    request.columns.iter().all(is_known)
        && declared
            .needs
            .iter()
            .all(|need| (need.min..=need.most).contains(&picked(request, columns, need).len()))
}

/// The first chart of other data: the one that was shown if the columns fit it, else a histogram, else bars.
pub fn first_request(shown: Option<&Request>, columns: &[Column]) -> Request {
    let kinds = [Kind::Histogram, Kind::Bars].map(Request::new);
    let candidates = shown.cloned().into_iter().chain(kinds);
    let fit = candidates.into_iter().find(|request| fits(request, columns));
    fit.unwrap_or_else(|| Request::new(Kind::Histogram))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;

    /// The columns of the classic dataset.
    fn columns() -> Vec<Column> {
        generated(&Preset::Classic.configuration()).collect()
    }

    fn need(kind: Kind, key: &str) -> &'static Need {
        kind.declared().needs.iter().find(|need| need.key == key).unwrap()
    }

    fn option(kind: Kind, key: &str) -> &'static Choice {
        kind.declared().options.iter().find(|option| option.key == key).unwrap()
    }

    #[test]
    fn every_need_of_every_kind_has_columns_and_a_default() {
        let columns = columns();
        for kind in Kind::ALL {
            let request = Request::new(kind);
            assert!(fits(&request, &columns), "{kind:?}");
            for need in kind.declared().needs {
                assert!(!offered(&request, &columns, need).is_empty(), "{kind:?}: {}", need.key);
                assert!(picked(&request, &columns, need).len() >= need.min, "{kind:?}: {}", need.key);
            }
            for option in kind.declared().options {
                assert!(option.takes(&value(&request, option)), "{kind:?}: {}", option.key);
            }
        }
    }

    /// Columns that were switched off, and stand in no file, were offered once.
    #[test]
    fn columns_that_the_files_have_not_are_not_offered_unless_asked_for() {
        let columns = columns();
        let off: Vec<&str> =
            columns.iter().filter(|column| !column.is_exported).map(|column| column.name.as_str()).collect();
        assert!(off.contains(&"Attack Type") && !off.contains(&"Noise 1"), "{off:?}");
        assert!(has_unexported(&columns));
        let is_off = |name: &&str| off.contains(name);
        for kind in Kind::ALL {
            let plain = Request::new(kind);
            let all = plain.clone().within(Scope::All);
            for need in kind.declared().needs {
                assert_eq!(offered(&plain, &columns, need).into_iter().filter(is_off).count(), 0, "{kind:?}");
                assert!(!picked(&plain, &columns, need).iter().any(|name| off.contains(&name.as_str())));
                let are_more = offered(&all, &columns, need).len() > offered(&plain, &columns, need).len();
                let is_any = accepted(&columns, need).any(|column| !column.is_exported);
                assert_eq!(are_more, is_any, "{kind:?}: {}", need.key);
            }
        }
    }

    /// A link may name one.
    #[test]
    fn a_column_that_is_not_exported_is_offered_where_the_request_names_it() {
        let columns = columns();
        let request = Request::new(Kind::Bars).column("columns", "Attack Type");
        let need = need(Kind::Bars, "columns");
        assert_eq!(picked(&request, &columns, need), ["Attack Type"]);
        assert!(fits(&request, &columns));
        assert_eq!(shortened(&request, &columns), request);
        let more = with_option(&request, &columns, option(Kind::Bars, "most"), "30").unwrap();
        assert_eq!(more.write(), "bars?columns=Attack%20Type&most=30");
    }

    #[test]
    fn asking_for_all_columns_is_an_option_of_every_kind() {
        let columns = columns();
        for kind in Kind::ALL {
            let plain = Request::new(kind);
            let all = with_option(&plain, &columns, option(kind, "unexported"), "yes").unwrap();
            assert_eq!(all.scope(), Scope::All);
            assert_eq!(Request::read(&all.write()).unwrap(), all);
            assert_eq!(with_option(&all, &columns, option(kind, "unexported"), "no").unwrap(), plain);
        }
    }

    #[test]
    fn the_default_stays_out_of_the_request() {
        let columns = columns();
        let kind = Kind::Histogram;
        let plain = Request::new(kind);
        let changed = with_columns(&plain, &columns, need(kind, "columns"), vec!["Cost".into()]).unwrap();
        let changed = with_columns(&changed, &columns, need(kind, "by"), vec!["Severity".into()]).unwrap();
        let changed = with_option(&changed, &columns, option(kind, "bins"), " 40 ").unwrap();
        let changed = with_option(&changed, &columns, option(kind, "density"), "no").unwrap();
        assert_eq!(changed.write(), "histogram?columns=Cost&by=Severity&bins=40&density=no");
        // All of it set back again.
        let back =
            with_columns(&changed, &columns, need(kind, "columns"), vec!["Threat Score".into()]).unwrap();
        let back = with_columns(&back, &columns, need(kind, "by"), vec!["Is Anomaly".into()]).unwrap();
        let back = with_option(&back, &columns, option(kind, "bins"), "").unwrap();
        let back = with_option(&back, &columns, option(kind, "density"), "yes").unwrap();
        assert_eq!(back, plain);
    }

    #[test]
    fn what_is_chosen_wrongly_is_explained() {
        let columns = columns();
        let plain = Request::new(Kind::Histogram);
        let problem = with_option(&plain, &columns, option(Kind::Histogram, "bins"), "a lot").unwrap_err();
        assert!(problem.reason.contains("'a lot'") && problem.hint.contains("2 to 200"), "{problem}");
        let problem =
            with_columns(&plain, &columns, need(Kind::Histogram, "columns"), Vec::new()).unwrap_err();
        assert!(problem.reason.contains("needs a column") && problem.hint.contains("1 to"), "{problem}");
    }

    #[test]
    fn none_is_a_choice_where_the_default_is_a_column() {
        let columns = columns();
        let kinds =
            Kind::ALL.into_iter().flat_map(|kind| kind.declared().needs.iter().map(move |need| (kind, need)));
        let mut tried = 0;
        for (kind, need) in kinds.filter(|(_, need)| need.min == 0) {
            let plain = Request::new(kind);
            if picked(&plain, &columns, need).is_empty() {
                continue;
            }
            tried += 1;
            let none = with_columns(&plain, &columns, need, Vec::new()).unwrap();
            assert_eq!(picked(&none, &columns, need), [""; 0], "{kind:?}: {}", need.key);
            assert_eq!(Request::read(&none.write()).unwrap(), none);
        }
        assert!(tried > 0);
    }

    #[test]
    fn ticks_keep_the_order_of_the_table() {
        let columns = columns();
        let need = need(Kind::Histogram, "columns");
        let both = toggled(&["Threat Score".to_owned()], &columns, need, "Cost", true);
        assert_eq!(both, ["Cost", "Threat Score"]);
        assert_eq!(face(&both), "2 columns");
        let one = toggled(&both, &columns, need, "Cost", false);
        assert_eq!((face(&one), one), ("Threat Score".to_owned(), vec!["Threat Score".to_owned()]));
    }

    #[test]
    fn other_data_is_shown_in_a_chart_that_fits_it() {
        let column =
            |name: &str, kind| Column::from(ColumnInfo { name: name.to_owned(), kind, role: Role::Feature });
        let own = [column("size", Type::Decimal), column("kind", Type::Category)];
        let scatter = Request::new(Kind::Scatter).column("x", "Cost");
        assert_eq!(first_request(Some(&scatter), &own), Request::new(Kind::Histogram));
        let bars = Request::new(Kind::Bars);
        assert_eq!(first_request(Some(&bars), &own), bars);
        let names = [column("kind", Type::Category)];
        assert_eq!(first_request(None, &names), bars);
        let needs = Kind::Histogram.declared().needs;
        assert_eq!(picked(&Request::new(Kind::Histogram), &own, &needs[0]), ["size"]);
    }

    #[test]
    fn a_column_that_the_table_has_not_gives_way_to_the_default() {
        let columns = columns();
        let request = Request::new(Kind::Histogram).column("columns", "Gone");
        assert!(!fits(&request, &columns));
        assert_eq!(picked(&request, &columns, need(Kind::Histogram, "columns")), ["Threat Score"]);
        assert_eq!(shortened(&request, &columns), Request::new(Kind::Histogram));
    }
}
