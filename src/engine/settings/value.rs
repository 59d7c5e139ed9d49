//! The values that a setting can take, their text form and their ranges.

use std::fmt::{self, Write};

use chrono::NaiveDate;

use crate::engine::decimal::{self, grouped};
use crate::engine::problem::Problem;
use crate::engine::text::{Text, number};

/// A value of a setting. Its text form ([`fmt::Display`]) is what [`Kind::parse`] reads.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Integer(u64),
    /// A number with at most six decimals.
    Decimal(f64),
    /// A day.
    Date(NaiveDate),
    /// On or off.
    Toggle(bool),
    /// The key of one of several choices.
    Choice(&'static str),
    /// A line of text.
    Text(String),
    /// An ordered list of names, each perhaps with a tag.
    List(Vec<Entry>),
    /// Lines of a language of their own.
    Lines(String),
}

/// An entry of a list: `name`, `name:tag`, or with a weight `name*2.5`, `name:tag*2.5`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name, as the data shows it.
    pub name: String,
    /// One of the tags that the list knows; empty where it knows none.
    pub tag: String,
    /// How often it is drawn, beside the weights of the other entries; 1 by default.
    pub weight: f64,
}

/// One of the values of a [`Kind::Choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// How settings and the command line write it.
    pub key: &'static str,
    /// How a form shows it.
    pub name: &'static str,
    /// One sentence on what it means.
    pub help: &'static str,
}

/// The type and range of a setting.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A whole number in a range, both ends included.
    Integer {
        /// The minimum.
        min: u64,
        /// The maximum.
        max: u64,
    },
    /// A number in a range, both ends included.
    Decimal {
        /// The minimum.
        min: f64,
        /// The maximum.
        max: f64,
    },
    /// A day in a range, both ends included; each as year, month, day.
    Date {
        /// The first day.
        first: (i32, u32, u32),
        /// The last day.
        last: (i32, u32, u32),
    },
    /// On or off.
    Toggle,
    /// One of several choices.
    Choice(&'static [Choice]),
    /// A line of text of at most 80 characters.
    Text,
    /// A list of distinct names.
    List {
        /// The minimum number of entries.
        min: usize,
        /// The maximum number of entries.
        max: usize,
        /// The tags an entry can carry; none for a plain list.
        tags: &'static [&'static str],
        /// The tag of an entry that names none.
        default_tag: fn(&str) -> &'static str,
    },
    /// Lines of a language of their own.
    Lines {
        /// Reads the lines and writes them again, in the one form that a setting shows; or says what is wrong, and what to do.
        read: fn(&str) -> Result<String, [Text; 2]>,
        /// What to write, in words.
        form: &'static str,
    },
}

/// The maximum length of a line of text, or of a name in a list, in characters.
const MAX_NAME_LENGTH: usize = 80;

/// The maximum weight of an entry.
pub const MAX_WEIGHT: f64 = 1_000.0;

impl Kind {
    /// What the type is called.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Integer { .. } => "integer",
            Kind::Decimal { .. } => "decimal",
            Kind::Date { .. } => "date",
            Kind::Toggle => "switch",
            Kind::Choice(_) => "choice",
            Kind::Text => "text",
            Kind::List { .. } => "list",
            Kind::Lines { .. } => "lines",
        }
    }

    /// Reads a value's text form. The range is [`Kind::check`]'s to judge.
    pub fn parse(&self, path: &str, text: &str) -> Result<Value, Problem> {
        let text = text.trim();
        let refuse = |reason: Text| Problem::new(path, reason, self.hint());
        match self {
            Kind::Integer { .. } => {
                let digits = ungrouped(text)
                    .ok_or_else(|| refuse(text!("'{text}' is not a whole number of at least 0", text)))?;
                let number = digits.parse().map(Value::Integer);
                number.map_err(|_| refuse(text!("{text} is too large", text)))
            }
            Kind::Decimal { .. } => {
                let number = decimal_of(text.strip_suffix('%').unwrap_or(text).trim_end());
                number.map(Value::Decimal).ok_or_else(|| refuse(text!("'{text}' is not a number", text)))
            }
            Kind::Date { .. } => {
                let date = parse_date(text).map(Value::Date);
                date.ok_or_else(|| refuse(text!("'{text}' is not a date written YYYY-MM-DD", text)))
            }
            Kind::Toggle => match text.to_ascii_lowercase().as_str() {
                "on" | "true" | "yes" | "1" => Ok(Value::Toggle(true)),
                "off" | "false" | "no" | "0" => Ok(Value::Toggle(false)),
                _ => Err(refuse(text!("'{text}' is not on or off", text))),
            },
            Kind::Choice(choices) => {
                let found = choices.iter().find(|choice| choice.key.eq_ignore_ascii_case(text));
                let found = found.map(|choice| Value::Choice(choice.key));
                found.ok_or_else(|| refuse(text!("'{text}' is not one of the choices", text)))
            }
            Kind::Text => Ok(Value::Text(text.to_owned())),
            Kind::List { tags, default_tag, .. } => {
                parse_list(path, text, tags, *default_tag).map(Value::List)
            }
            Kind::Lines { read, .. } => {
                read(text).map(Value::Lines).map_err(|[reason, hint]| Problem::new(path, reason, hint))
            }
        }
    }

    /// Whether the value is in range.
    pub fn check(&self, path: &str, value: &Value) -> Result<(), Problem> {
        let in_range = match (self, value) {
            (Kind::Integer { min, max }, Value::Integer(value)) => (min..=max).contains(&value),
            (Kind::Decimal { min, max }, Value::Decimal(value)) => {
                (min..=max).contains(&value)
                    && decimal::text(*value) == decimal::text_rounded(*value, decimals(*max))
            }
            (Kind::Date { first, last }, Value::Date(value)) => {
                Some(*value) >= date(*first) && Some(*value) <= date(*last)
            }
            (Kind::Toggle, Value::Toggle(_)) => true,
            (Kind::Choice(choices), Value::Choice(key)) => choices.iter().any(|choice| choice.key == *key),
            (Kind::Text, Value::Text(text)) => return check_text(path, text),
            (Kind::List { min, max, .. }, Value::List(entries)) => {
                check_entries(path, entries)?;
                (*min..=*max).contains(&entries.len())
            }
            (Kind::Lines { read, .. }, Value::Lines(lines)) => {
                return read(lines).map(drop).map_err(|[reason, hint]| Problem::new(path, reason, hint));
            }
            _ => false,
        };
        if in_range {
            return Ok(());
        }
        let shown = match value {
            Value::List(entries) if entries.is_empty() => text!("the list is empty"),
            Value::List(entries) => {
                let count = entries.len();
                text!("the list has {count} entry" | "the list has {count} entries" % count, count)
            }
            Value::Decimal(number) if matches!(self, Kind::Decimal { min, max } if (min..=max).contains(&number)) =>
            {
                text!("{value} has too many decimals", value = value.to_string())
            }
            other => text!("{value} is out of range", value = other.to_string()),
        };
        Err(Problem::new(path, shown, self.hint()))
    }

    /// What to do where a value is not in the range.
    fn hint(&self) -> Text {
        text!("use {range}", range = self.range())
    }

    /// The range in words: `1 to 10,000,000`. Decimals stand as they are typed.
    pub fn range(&self) -> Text {
        match self {
            Kind::Integer { min, max } => {
                let (min, max) = (number(grouped(*min)), number(grouped(*max)));
                text!("a whole number from {min} to {max}", min, max)
            }
            Kind::Decimal { min, max } => {
                text!(
                    "a number from {min} to {max} with at most {decimals} decimals",
                    min = decimal::text(*min),
                    max = decimal::text(*max),
                    decimals = decimals(*max)
                )
            }
            Kind::Date { first, last } => {
                let text = |(year, month, day): (i32, u32, u32)| format!("{year:04}-{month:02}-{day:02}");
                text!("a date (YYYY-MM-DD) from {first} to {last}", first = text(*first), last = text(*last))
            }
            Kind::Toggle => text!("on or off"),
            Kind::Choice(choices) => {
                let keys: Vec<&str> = choices.iter().map(|choice| choice.key).collect();
                text!("one of {choices}", choices = keys.join(", "))
            }
            Kind::List { min, max, tags, .. } => {
                let (min, max) = (*min, *max);
                match tags {
                    [] => text!(
                        "{min} to {max} names with commas between, each perhaps with a weight (name*2)",
                        min,
                        max
                    ),
                    tags => text!(
                        "{min} to {max} names with commas between, tagged {tags}, each perhaps with a weight (name*2)",
                        min,
                        max,
                        tags = joined(tags, |tags, tag| text!("{tags} or {tag}", tags, tag))
                    ),
                }
            }
            Kind::Text => text!("1 to {max} characters", max = MAX_NAME_LENGTH),
            Kind::Lines { form, .. } => Text::declared(form),
        }
    }
}

/// How many decimals a number may have, by the maximum: six significant digits or so, which is more than anyone
/// can tell apart, and keeps links short.
pub fn decimals(max: f64) -> usize {
    match max {
        ..=1.0 => 6,
        ..=100.0 => 4,
        ..=1_000.0 => 3,
        _ => 2,
    }
}

/// Tags as one text, by what puts another one behind those before it.
fn joined(tags: &[&str], and: fn(Text, &str) -> Text) -> Text {
    let joined = tags
        .iter()
        .fold(None, |before, tag| Some(before.map_or_else(|| Text::from(*tag), |it| and(it, tag))));
    joined.unwrap_or_default()
}

fn date((year, month, day): (i32, u32, u32)) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// A number, which may have the comma that most languages write before decimals: `7,5`. What may be thousands as well, as in `1,000`,
/// is no number.
fn decimal_of(text: &str) -> Option<f64> {
    match text.split_once(',') {
        Some((whole, decimals)) if decimals.len() != 3 => decimal::parse(&format!("{whole}.{decimals}")),
        _ => decimal::parse(text),
    }
}

/// The digits of a whole number, whose thousands may be separated by commas, spaces or underscores.
fn ungrouped(text: &str) -> Option<String> {
    let mut groups = text.split([',', ' ', '\u{a0}', '\u{202f}', '_']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let is_digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
    let sound = grouped && is_digits(first) && rest.iter().all(|group| is_digits(group));
    sound.then(|| format!("{first}{}", rest.concat()))
}

/// Reads `YYYY-MM-DD`, digit by digit.
fn parse_date(text: &str) -> Option<NaiveDate> {
    let well_formed = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |place: std::ops::Range<usize>| text.get(place).filter(|_| well_formed)?.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(number(0..4)? as i32, number(5..7)?, number(8..10)?)
}

/// Reads `a, b:tag*2, c\, d`: commas separate entries, the first colon separates a tag, the first star a weight, a
/// backslash takes the next character as it is.
fn parse_list(
    path: &str,
    text: &str,
    tags: &[&str],
    default_tag: fn(&str) -> &'static str,
) -> Result<Vec<Entry>, Problem> {
    let mut entries = Vec::new();
    let mut name = String::new();
    let mut tag: Option<String> = None;
    let mut weight: Option<String> = None;
    let mut finish =
        |name: &mut String, tag: &mut Option<String>, weight: &mut Option<String>| -> Result<(), Problem> {
            let entry_name = std::mem::take(name).trim().to_owned();
            let entry_weight = match weight.take() {
                None => 1.0,
                Some(text) => decimal::parse(text.trim()).ok_or_else(|| {
                    let (weight, name) = (text.trim(), &entry_name);
                    let reason = text!("the weight '{weight}' of '{name}' is not a number", weight, name);
                    let hint = text!("write for instance name*2; write \\* for a star in a name");
                    Problem::new(path, reason, hint)
                })?,
            };
            let entry_tag = match tag.take().map(|tag| tag.trim().to_owned()) {
                None => default_tag(&entry_name).to_owned(),
                Some(tag) => match tags.iter().find(|known| known.eq_ignore_ascii_case(&tag)) {
                    Some(known) => (*known).to_owned(),
                    None => {
                        let reason = text!("'{name}' has the unknown tag '{tag}'", name = entry_name, tag);
                        let hint = text!(
                            "tags are {tags}; write \\: for a colon in a name",
                            tags = joined(tags, |tags, tag| text!("{tags} and {tag}", tags, tag))
                        );
                        return Err(Problem::new(path, reason, hint));
                    }
                },
            };
            if !(entry_name.is_empty() && entries.is_empty() && text.is_empty()) {
                entries.push(Entry { name: entry_name, tag: entry_tag, weight: entry_weight });
            }
            Ok(())
        };
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                if let Some(next) = characters.next() {
                    weight.as_mut().or(tag.as_mut()).unwrap_or(&mut name).push(next);
                }
            }
            ',' => finish(&mut name, &mut tag, &mut weight)?,
            ':' if !tags.is_empty() && tag.is_none() && weight.is_none() => tag = Some(String::new()),
            '*' if weight.is_none() => weight = Some(String::new()),
            other => weight.as_mut().or(tag.as_mut()).unwrap_or(&mut name).push(other),
        }
    }
    finish(&mut name, &mut tag, &mut weight)?;
    Ok(entries)
}

fn check_text(path: &str, text: &str) -> Result<(), Problem> {
    if text.is_empty() {
        return Err(Problem::new(path, text!("there is no text"), text!("write what the data is to say")));
    }
    if text.chars().count() > MAX_NAME_LENGTH {
        let reason =
            text!("the text '{start}…' is too long", start = text.chars().take(20).collect::<String>());
        return Err(Problem::new(path, reason, text!("use at most {max} characters", max = MAX_NAME_LENGTH)));
    }
    if text.chars().any(char::is_control) {
        let reason = text!("the text holds a control character");
        return Err(Problem::new(path, reason, text!("use letters, digits, spaces and punctuation")));
    }
    Ok(())
}

fn check_entries(path: &str, entries: &[Entry]) -> Result<(), Problem> {
    for (index, entry) in entries.iter().enumerate() {
        let name = &entry.name;
        if name.is_empty() {
            let reason = text!("entry {place} has no name", place = index + 1);
            return Err(Problem::new(path, reason, text!("remove the surplus comma, or write a name")));
        }
        if name.chars().count() > MAX_NAME_LENGTH {
            let reason =
                text!("the name '{start}…' is too long", start = name.chars().take(20).collect::<String>());
            let hint = text!("use at most {max} characters", max = MAX_NAME_LENGTH);
            return Err(Problem::new(path, reason, hint));
        }
        if name.chars().any(char::is_control) {
            let reason = text!("entry {place} holds a control character", place = index + 1);
            return Err(Problem::new(path, reason, text!("use letters, digits, spaces and punctuation")));
        }
        if entries.iter().take(index).any(|earlier| earlier.name == *name) {
            let reason = text!("'{name}' stands there twice", name);
            return Err(Problem::new(path, reason, text!("write each name once")));
        }
        if !(0.0..=MAX_WEIGHT).contains(&entry.weight) {
            let weight = decimal::text(entry.weight);
            let reason = text!("the weight {weight} of '{name}' is out of range", weight, name);
            let hint = text!("use {min} to {max}", min = 0, max = decimal::text(MAX_WEIGHT));
            return Err(Problem::new(path, reason, hint));
        }
    }
    Ok(())
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Integer(number) => write!(formatter, "{number}"),
            Value::Decimal(number) => formatter.write_str(&decimal::text(*number)),
            Value::Date(date) => write!(formatter, "{}", date),
            Value::Toggle(on) => formatter.write_str(if *on { "on" } else { "off" }),
            Value::Choice(key) => formatter.write_str(key),
            Value::Text(text) | Value::Lines(text) => formatter.write_str(text),
            Value::List(entries) => {
                for (index, entry) in entries.iter().enumerate() {
                    formatter.write_str(if index == 0 { "" } else { ", " })?;
                    write!(formatter, "{entry}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.name.chars() {
            if matches!(character, ',' | ':' | '*' | '\\') {
                formatter.write_str("\\")?;
            }
            formatter.write_char(character)?;
        }
        if !self.tag.is_empty() {
            write!(formatter, ":{}", self.tag)?;
        }
        if self.weight != 1.0 {
            write!(formatter, "*{}", decimal::text(self.weight))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let decimal = Kind::Decimal { min: 0.0, max: 10_000.0 };
        for (text, expected) in [
            ("7.5", Some(7.5)),
            ("7,5", Some(7.5)),
            ("0,25 %", Some(0.25)),
            ("1,000", None),
            ("1.000,5", None),
        ] {
            let read = decimal.parse("path", text).ok();
            assert_eq!(read, expected.map(Value::Decimal), "{text}");
        }
        let whole = Kind::Integer { min: 0, max: 10_000 };
        for text in ["1000", "1,000", "1 000", "1\u{202f}000", "1_000"] {
            assert_eq!(whole.parse("path", text).ok(), Some(Value::Integer(1_000)), "{text}");
        }
        assert!(whole.parse("path", "1,5").is_err());
    }
}
