//! What is asked for: a kind of chart, its columns and its options, as a value and as text.
//!
//! The text stands in links and commands: `histogram?columns=Cost&by=Severity&bins=40`. What is left out has its default; `by=`
//! without a name means none.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use super::kinds::{Accepts, ChoiceForm, Kind, Need, UNEXPORTED};
use super::scope::Scope;
use crate::engine::dataset::Role;
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{Column, Table};
use crate::engine::{Problem, Text};

/// Characters that stand for themselves in the text of a request.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'/');

/// A kind of chart with columns and options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The kind.
    pub kind: Kind,
    /// Keys of needs with names of columns, one each; the needs that have none get their defaults.
    pub columns: Vec<(String, String)>,
    /// Keys of options with their values as text.
    pub options: Vec<(String, String)>,
}

impl Request {
    /// The default columns and options of a kind.
    pub fn new(kind: Kind) -> Self {
        Request { kind, columns: Vec::new(), options: Vec::new() }
    }

    /// The same request with one more column.
    pub fn column(mut self, need: &str, name: &str) -> Self {
        self.columns.push((need.to_owned(), name.to_owned()));
        self
    }

    /// The same request with an option set.
    pub fn option(mut self, key: &str, value: &str) -> Self {
        self.options.retain(|option| option.0 != key);
        self.options.push((key.to_owned(), value.to_owned()));
        self
    }

    /// Which columns it looks at where it names none.
    pub fn scope(&self) -> Scope {
        let is_asked = |(key, value): &(String, String)| key == UNEXPORTED.key && value == "yes";
        if self.options.iter().any(is_asked) { Scope::All } else { Scope::Exported }
    }

    /// The same request, which looks at these columns where it names none.
    pub fn within(mut self, scope: Scope) -> Self {
        self.options.retain(|option| option.0 != UNEXPORTED.key);
        match scope {
            Scope::Exported => self,
            Scope::All => self.option(UNEXPORTED.key, "yes"),
        }
    }

    /// The request that a text stands for. Whether a table has the columns is not looked at.
    ///
    /// # Errors
    /// An unknown kind, column need or option, or a value out of its range.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let (kind, rest) = text.split_once('?').unwrap_or((text, ""));
        let kind = Kind::from_key(kind).ok_or_else(|| {
            let keys: Vec<&str> = Kind::ALL.iter().map(|kind| kind.declared().key).collect();
            problem(
                kind,
                text!("there is no chart '{key}'", key = kind),
                text!("the charts are {keys}", keys = keys.join(", ")),
            )
        })?;
        let mut request = Request::new(kind);
        for part in rest.split('&').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
            if request.need(key).is_some() {
                request.columns.push((key.to_owned(), value));
            } else {
                request = request.option(key, &value);
            }
        }
        request.check_options()?;
        Ok(request)
    }

    /// The request as text, which [`Request::read`] reads.
    pub fn write(&self) -> String {
        let mut text = self.kind.declared().key.to_owned();
        let mut mark = '?';
        for (key, value) in self.columns.iter().chain(&self.options) {
            text.push(mark);
            text.push_str(key);
            text.push('=');
            text.extend(utf8_percent_encode(value, PLAIN));
            mark = '&';
        }
        text
    }

    /// The same request with all columns named and all options set.
    ///
    /// # Errors
    /// A column that the table has not, of another type, or too many or too few of them; an option that is unknown or out
    /// of its range.
    pub fn checked(&self, table: &Table) -> Result<Request, Problem> {
        self.check_options()?;
        let declared = self.kind.declared();
        let mut request = Request::new(self.kind);
        for (key, name) in &self.columns {
            let Some(need) = self.need(key) else {
                let keys: Vec<&str> = declared.needs.iter().map(|need| need.key).collect();
                let hint = text!("its columns are {keys}", keys = keys.join(", "));
                let reason = text!("{chart} has no '{key}'", chart = Text::declared(declared.name), key);
                return Err(problem(key, reason, hint));
            };
            if name.is_empty() && need.min == 0 {
                continue;
            }
            let column = table.find(name).and_then(|index| table.columns().get(index));
            let Some(column) = column else {
                return Err(problem(
                    key,
                    text!("there is no column '{column}'", column = name),
                    text!("name a column of the table"),
                ));
            };
            if !need.accepts.takes(column.field.kind, column.field.role) {
                let kind = Text::declared(need.accepts.name());
                let reason = text!("'{name}' holds no {kind}", name, kind);
                return Err(problem(key, reason, fitting(table, need.accepts, self.scope())));
            }
            request.columns.push((key.clone(), name.clone()));
        }
        for need in declared.needs {
            let named = request.columns.iter().filter(|column| column.0 == need.key).count();
            if named > need.most {
                let reason = text!(
                    "{count} columns are named, and {chart} takes {most}",
                    count = named,
                    chart = Text::declared(declared.name),
                    most = need.most
                );
                return Err(problem(need.key, reason, text!("leave some out")));
            }
            // An empty name is a choice as well: none.
            if self.columns.iter().all(|column| column.0 != need.key) {
                for name in need.default_columns(kinds(table, self.scope()), self.scope()) {
                    request.columns.push((need.key.to_owned(), name));
                }
            }
            let count = request.columns.iter().filter(|column| column.0 == need.key).count();
            if count < need.min {
                let kind = Text::declared(need.accepts.name());
                let needed = match need.min {
                    1 => text!("a column of {kind}", kind),
                    min => text!("{min} columns of {kind}", min, kind),
                };
                let reason = text!(
                    "{chart} needs {needed}, and {count} is there"
                        | "{chart} needs {needed}, and {count} are there" % count,
                    chart = Text::declared(declared.name),
                    needed,
                    count
                );
                let hint = text!("choose another chart, or a table with such columns");
                return Err(problem(need.key, reason, hint));
            }
        }
        for choice in declared.options {
            let given = self.options.iter().find(|option| option.0 == choice.key);
            let value = given.map_or_else(|| choice.default_text(), |option| option.1.clone());
            request.options.push((choice.key.to_owned(), value));
        }
        Ok(request)
    }

    fn need(&self, key: &str) -> Option<&'static Need> {
        self.kind.declared().needs.iter().find(|need| need.key == key)
    }

    fn check_options(&self) -> Result<(), Problem> {
        let declared = self.kind.declared();
        for (key, value) in &self.options {
            let Some(choice) = declared.options.iter().find(|choice| choice.key == key) else {
                let keys: Vec<&str> = declared
                    .needs
                    .iter()
                    .map(|need| need.key)
                    .chain(declared.options.iter().map(|choice| choice.key))
                    .collect();
                let hint = text!("it takes {range}", range = keys.join(", "));
                let reason = text!("{chart} takes no '{key}'", chart = Text::declared(declared.name), key);
                return Err(problem(key, reason, hint));
            };
            if !choice.takes(value) {
                let reason = text!("'{value}' is no value of '{key}'", value, key);
                return Err(problem(key, reason, text!("it takes {range}", range = choice.range())));
            }
        }
        Ok(())
    }
}

/// Name, type and role of each column.
fn kinds(table: &Table, scope: Scope) -> impl Iterator<Item = (&str, Type, Role)> + Clone {
    scope.columns(table).map(|column| (column.field.name.as_str(), column.field.kind, column.field.role))
}

fn fitting(table: &Table, accepts: Accepts, scope: Scope) -> Text {
    let fits = kinds(table, scope).filter(|(_, kind, role)| accepts.takes(*kind, *role));
    let names: Vec<&str> = fits.map(|column| column.0).collect();
    let kind = Text::declared(accepts.name());
    match names.as_slice() {
        [] => text!("the table has no column with {kind}", kind),
        names => text!("columns with {kind} are {names}", kind, names = names.join(", ")),
    }
}

fn problem(path: &str, reason: impl Into<Text>, hint: impl Into<Text>) -> Problem {
    Problem::new(path, reason, hint)
}

/// A checked request with what it looks at.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The table.
    pub table: &'a Table,
    /// The rows to look at.
    pub rows: &'a [u32],
    /// The request, with all columns named and all options set.
    pub request: &'a Request,
}

impl<'a> Input<'a> {
    /// The columns of a need.
    pub fn columns(&self, need: &str) -> Vec<&'a Column> {
        let names = self.request.columns.iter().filter(|column| column.0 == need);
        names
            .filter_map(|(_, name)| self.table.find(name).and_then(|index| self.table.columns().get(index)))
            .collect()
    }

    /// The first column of a need.
    pub fn column(&self, need: &str) -> Option<&'a Column> {
        self.columns(need).first().copied()
    }

    /// The value of an option; empty where the kind has no such option.
    pub fn option(&self, key: &str) -> &'a str {
        self.request.options.iter().find(|option| option.0 == key).map_or("", |option| &option.1)
    }

    /// Whether an option is switched on.
    pub fn is_on(&self, key: &str) -> bool {
        self.option(key) == "yes"
    }

    /// The number that an option is set to.
    pub fn number(&self, key: &str) -> usize {
        self.option(key).parse().unwrap_or(0)
    }

    /// The name of an option's value, as a reader sees it.
    pub fn name(&self, key: &str) -> &'static str {
        let choice = self.request.kind.declared().options.iter().find(|choice| choice.key == key);
        match choice.map(|choice| &choice.form) {
            Some(ChoiceForm::OneOf(keys)) => {
                keys.iter().find(|value| value.0 == self.option(key)).map_or("", |value| value.1)
            }
            _ => "",
        }
    }
}
