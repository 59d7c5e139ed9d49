//! What an option of balancing is: key, name, type, range and help, and the way between its value and its text form.

use super::{OPTIONS, Options};
use crate::engine::balance::Strategy;
use crate::engine::problem::Problem;
use crate::engine::settings::{Kind, Value};
use crate::engine::text::Text;

/// What stands before the key of an option in links.
pub const PREFIX: &str = "balance.";

/// The type of an option.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// That of a setting.
    Value(Kind),
    /// A strategy: a word, a ratio, or counts by class.
    Strategy,
    /// The name of a column.
    Column,
    /// Names of columns with commas between them; one that holds a comma stands in double quotes.
    Columns,
}

/// An option.
#[derive(Debug)]
pub struct BalanceOption {
    /// How links, behind [`PREFIX`], and the command line name it: `train-share`.
    pub key: &'static str,
    /// How a form names it.
    pub name: &'static str,
    /// The unit of its number; empty where it has none.
    pub unit: &'static str,
    /// One sentence on what it does.
    pub help: &'static str,
    /// Type and range.
    pub form: Form,
    /// Whether it changes anything beside the other options.
    pub matters: fn(&Options) -> bool,
    pub(super) get: fn(&Options) -> String,
    pub(super) put: fn(&mut Options, Entry) -> Option<()>,
}

/// A value that was read, and the text that it was read from.
pub(super) struct Entry<'a> {
    pub(super) text: &'a str,
    value: Option<Value>,
}

impl Entry<'_> {
    pub(super) fn whole(&self) -> Option<u64> {
        match self.value {
            Some(Value::Integer(value)) => Some(value),
            _ => None,
        }
    }

    pub(super) fn decimal(&self) -> Option<f64> {
        match self.value {
            Some(Value::Decimal(value)) => Some(value),
            _ => None,
        }
    }

    pub(super) fn choice(&self) -> Option<&'static str> {
        match self.value {
            Some(Value::Choice(key)) => Some(key),
            _ => None,
        }
    }
}

impl BalanceOption {
    /// The option of a key, with or without [`PREFIX`].
    pub fn find(key: &str) -> Option<&'static BalanceOption> {
        let key = key.strip_prefix(PREFIX).unwrap_or(key);
        OPTIONS.iter().find(|option| option.key == key)
    }

    /// How the command line names it: `--seed` is the seed of the data.
    pub fn flag(&self) -> &'static str {
        if self.key == "seed" { "balance-seed" } else { self.key }
    }

    /// How links name it.
    pub fn path(&self) -> String {
        format!("{PREFIX}{}", self.key)
    }

    /// The text form of its value.
    pub fn value(&self, options: &Options) -> String {
        (self.get)(options)
    }

    /// The range in words.
    pub fn range(&self) -> Text {
        match self.form {
            Form::Value(kind) => kind.range(),
            Form::Strategy => text!(
                "auto, minority, not minority, not majority, all, a ratio up to 1, or rows by class (Anomalous=500)"
            ),
            Form::Column => text!("the name of a column"),
            Form::Columns => text!("names of columns with commas between them"),
        }
    }

    /// Takes the text form of a value.
    ///
    /// # Errors
    /// It is none, or out of range; nothing changed.
    pub fn set(&self, options: &mut Options, text: &str) -> Result<(), Problem> {
        let text = text.trim();
        let value = match self.form {
            Form::Value(kind) => {
                let value = kind.parse(self.key, text)?;
                kind.check(self.key, &value)?;
                Some(value)
            }
            Form::Strategy => {
                text.parse::<Strategy>()?;
                None
            }
            Form::Column if text.is_empty() => {
                let hint = text!("use {range}", range = self.range());
                return Err(Problem::new(self.key, text!("no column is named"), hint));
            }
            Form::Column | Form::Columns => None,
        };
        (self.put)(options, Entry { text, value }).ok_or_else(|| {
            let hint = text!("use {range}", range = self.range());
            Problem::new(self.key, text!("'{text}' is no such value", text), hint)
        })
    }
}
