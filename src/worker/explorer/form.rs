//! The form of a chart: its kind, columns and options, as the kinds declare them; and what was chosen in it.

use crate::engine::Problem;
use crate::engine::dataset::Table;
use crate::engine::explore::kinds::{Choice, ChoiceForm, Declared, Need};
use crate::engine::explore::{Kind, Request};
use crate::worker::html::{escaped, line, select, tick};

/// The form of a request.
pub fn form(table: &Table, request: &Request) -> String {
    let declared = request.kind.declared();
    let kinds = Kind::ALL.iter().map(|kind| (kind.declared().key, kind.declared().name));
    let kind = select("chart-kind", "kind", "Chart", kinds, declared.key);
    // Where the columns do not fit the table, the usual ones are shown beside the reason.
    let checked = request.checked(table).unwrap_or_else(|_| Request::new(request.kind));
    let needs: String = declared.needs.iter().map(|need| need_field(table, &checked, need)).collect();
    let options: String = declared.options.iter().map(|option| option_field(&checked, option)).collect();
    format!(
        r#"<form class="chart-form" data-do="chart" data-live aria-label="Chart"><input type="hidden" name="was" value="{}">{kind}{needs}{options}</form><p class="help">{}</p>"#,
        declared.key,
        escaped(declared.description)
    )
}

fn need_field(table: &Table, request: &Request, need: &Need) -> String {
    let accepted = || table.columns().iter().filter(|column| need.accepts.takes(column));
    let chosen: Vec<&str> = request
        .columns
        .iter()
        .filter(|column| column.0 == need.key)
        .map(|column| column.1.as_str())
        .collect();
    let id = format!("chart-{}", need.key);
    if need.most == 1 {
        let none = (need.least == 0).then_some(("", "–"));
        let names = accepted().map(|column| (column.field.name.as_str(), column.field.name.as_str()));
        let chosen = chosen.first().copied().unwrap_or_default();
        return select(&id, need.key, need.name, none.into_iter().chain(names), chosen);
    }
    let ticks: String = accepted()
        .enumerate()
        .map(|(index, column)| {
            let name = column.field.name.as_str();
            tick(&format!("{id}-{index}"), need.key, name, name, chosen.contains(&name))
        })
        .collect();
    let face = match chosen.as_slice() {
        [only] => escaped(only),
        chosen => format!("{} columns", chosen.len()),
    };
    format!(
        r#"<div class="field"><span class="label">{}</span><details class="picker" id="{id}-list"><summary>{face}</summary><fieldset class="ticks"><legend class="visually-hidden">{}</legend>{ticks}</fieldset></details></div>"#,
        escaped(need.name),
        escaped(need.name)
    )
}

fn option_field(request: &Request, option: &Choice) -> String {
    let given = request.options.iter().find(|given| given.0 == option.key);
    let value = given.map_or_else(|| option.usual(), |given| given.1.clone());
    let id = format!("chart-{}", option.key);
    match &option.form {
        ChoiceForm::OneOf(choices) => {
            select(&id, option.key, option.name, choices.iter().map(|choice| (choice.0, choice.1)), &value)
        }
        ChoiceForm::Switch(_) => tick(&id, option.key, "yes", option.name, value == "yes"),
        ChoiceForm::Whole { zero, .. } => {
            let value = if zero.is_some() && value == "0" { "" } else { &value };
            let hint = if zero.is_some() { "automatic".to_owned() } else { option.range() };
            line(&id, option.key, option.name, "text", value, &hint)
        }
    }
}

/// The request that was chosen in the form; what is usual is left out of it, so that links stay short.
///
/// # Errors
/// A number out of its range.
pub fn chosen(table: &Table, fields: &[(String, String)]) -> Result<Request, Problem> {
    let first = |key: &str| fields.iter().find(|field| field.0 == key).map(|field| field.1.trim());
    let kind = first("kind").and_then(Kind::from_key).unwrap_or(Kind::Histogram);
    let declared = kind.declared();
    let usual = Request::new(kind).checked(table).unwrap_or_else(|_| Request::new(kind));
    let mut request = Request::new(kind);
    // Where the kind was changed, the fields are still those of the one before and say nothing about this one.
    if first("was") != Some(declared.key) {
        return Ok(request);
    }
    for need in declared.needs {
        let names = |columns: &[(String, String)]| -> Vec<String> {
            columns.iter().filter(|column| column.0 == need.key).map(|column| column.1.clone()).collect()
        };
        let picked: Vec<String> = names(fields).into_iter().filter(|name| !name.is_empty()).collect();
        if picked != names(&usual.columns) {
            let none = (picked.is_empty() && need.least == 0).then(String::new);
            let picked = picked.into_iter().chain(none).map(|name| (need.key.to_owned(), name));
            request.columns.extend(picked);
        }
    }
    for option in declared.options {
        let value = option_value(declared, option, first(option.key))?;
        if value != option.usual() {
            request = request.option(option.key, &value);
        }
    }
    Ok(request)
}

fn option_value(declared: &Declared, option: &Choice, typed: Option<&str>) -> Result<String, Problem> {
    let value = match (&option.form, typed) {
        (ChoiceForm::Switch(_), typed) => if typed.is_some() { "yes" } else { "no" }.to_owned(),
        (ChoiceForm::Whole { .. }, None | Some("")) | (ChoiceForm::OneOf(_), None) => option.usual(),
        (_, Some(typed)) => typed.to_owned(),
    };
    if option.takes(&value) {
        return Ok(value);
    }
    let reason = format!("'{value}' is no value of '{}' of {}", option.name, declared.name);
    Err(Problem::new(option.key, reason, format!("it takes {}", option.range())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;
    use crate::engine::{Configuration, Generator};

    fn table() -> Table {
        let configuration = Configuration { rows: 50, ..Preset::Classic.configuration() };
        Generator::new(&configuration).unwrap().rows(0..50).unwrap()
    }

    fn fields(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn every_need_and_option_of_every_kind_has_a_field() {
        let table = table();
        for kind in Kind::ALL {
            let html = form(&table, &Request::new(kind));
            for key in kind
                .declared()
                .needs
                .iter()
                .map(|need| need.key)
                .chain(kind.declared().options.iter().map(|option| option.key))
            {
                assert!(html.contains(&format!("name=\"{key}\"")), "{kind:?}: {key}");
            }
        }
    }

    #[test]
    fn what_is_usual_stays_out_of_the_request() {
        let table = table();
        let usual = [
            ("kind", "histogram"),
            ("columns", "Threat Score"),
            ("by", ""),
            ("density", "yes"),
            ("bins", ""),
        ];
        assert_eq!(chosen(&table, &fields(&usual)).unwrap(), Request::new(Kind::Histogram));
        let other = [
            ("kind", "histogram"),
            ("was", "histogram"),
            ("columns", "Cost"),
            ("by", "Severity"),
            ("bins", "40"),
        ];
        let request = chosen(&table, &fields(&other)).unwrap();
        assert_eq!(request.write(), "histogram?columns=Cost&by=Severity&bins=40&density=no");
        let bad = [("kind", "histogram"), ("was", "histogram"), ("columns", "Cost"), ("bins", "a lot")];
        assert!(chosen(&table, &fields(&bad)).unwrap_err().hint.contains("2 to 200"));
        // The kind was changed: the fields are still those of the one before.
        let changed = [("kind", "bars"), ("was", "histogram"), ("columns", "Cost")];
        assert_eq!(chosen(&table, &fields(&changed)).unwrap(), Request::new(Kind::Bars));
    }
}
