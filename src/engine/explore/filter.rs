//! A filter: which rows of a table are looked at. Conditions on columns, all of which have to hold; each has a text
//! that stands in links: `Severity:Critical,High;Cost@100..200;Issue Name~phish`.

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::chart::Selection;
use crate::engine::Problem;
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{Column, MISSING, Table, Values, timestamp};
use crate::engine::decimal;
use crate::engine::decimal::grouped;
use crate::engine::issues::{DAY, date_time};
use crate::engine::text::{Text, date, number};

/// What a set calls an empty cell.
pub const EMPTY: &str = "";

/// The most conditions of a filter.
const MAX_CONDITIONS: usize = 100;

/// Conditions on columns, at most one a column; a row passes where all hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    conditions: Vec<Condition>,
}

/// A condition on a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The column's name.
    pub column: String,
    /// What its cells are to be.
    pub test: Test,
}

/// What cells are to be. An empty cell passes none of them but a set with [`EMPTY`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// They contain this text, in capital or small letters.
    Text(String),
    /// They are one of these.
    Names(Vec<String>),
    /// They are numbers between two ends; the first is included, and the second where `closed`.
    Numbers {
        /// The smallest number.
        min: Option<f64>,
        /// The largest number.
        max: Option<f64>,
        /// Whether the largest is included.
        closed: bool,
    },
    /// They are timestamps from the first on and before the second, in seconds since 1970-01-01 00:00:00.
    Timestamps {
        /// The first timestamp.
        from: Option<f64>,
        /// The timestamp after the last.
        until: Option<f64>,
    },
}

impl Filter {
    /// The conditions, in the order in which they came.
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// Whether every row passes.
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// The condition on a column.
    pub fn on(&self, column: &str) -> Option<&Test> {
        self.conditions.iter().find(|condition| condition.column == column).map(|condition| &condition.test)
    }

    /// Sets the condition on a column, in place of the one there was.
    pub fn set(&mut self, column: &str, test: Test) {
        let is_full = self.conditions.len() >= MAX_CONDITIONS;
        match self.conditions.iter_mut().find(|condition| condition.column == column) {
            Some(condition) => condition.test = test,
            None if is_full => {}
            None => self.conditions.push(Condition { column: column.to_owned(), test }),
        }
    }

    /// Takes the condition on a column away.
    pub fn remove(&mut self, column: &str) {
        self.conditions.retain(|condition| condition.column != column);
    }

    /// Filters by what is chosen in a chart; what is set just so already is taken away.
    pub fn toggle(&mut self, selections: &[Selection]) {
        let tests: Vec<(&str, Test)> = selections.iter().map(Test::of).collect();
        let is_set = tests.iter().all(|(column, test)| self.on(column) == Some(test));
        for (column, test) in tests {
            if is_set { self.remove(column) } else { self.set(column, test) }
        }
    }

    /// The rows of a table that pass, in their order; `class` leaves those with this label alone.
    ///
    /// # Errors
    /// A condition on a column that the table has not, or that cannot be asked of its cells.
    pub fn rows(&self, table: &Table, class: Option<bool>) -> Result<Vec<u32>, Problem> {
        let labels = table.labels().iter().enumerate();
        let mut rows: Vec<u32> = labels
            .filter(|(_, label)| class.is_none_or(|class| class == **label))
            .map(|(row, _)| row as u32)
            .collect();
        for condition in &self.conditions {
            condition.retain(table, &mut rows)?;
        }
        Ok(rows)
    }

    /// The text of the filter; empty where it has no condition.
    pub fn text(&self) -> String {
        self.conditions.iter().map(Condition::text).collect::<Vec<String>>().join(";")
    }

    /// The filter that a text stands for. Whether a table has the columns is not looked at.
    ///
    /// # Errors
    /// A part that is no condition.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let mut filter = Filter::default();
        for part in split(text, ';').into_iter().filter(|part| !part.is_empty()) {
            let condition = Condition::read(part).ok_or_else(|| {
                let reason = text!("'{part}' is no condition of a filter", part);
                Problem::new("filter", reason, text!("choose it again in the menu of the column"))
            })?;
            filter.set(&condition.column, condition.test);
        }
        Ok(filter)
    }
}

impl Condition {
    fn retain(&self, table: &Table, rows: &mut Vec<u32>) -> Result<(), Problem> {
        let column = table.find(&self.column).and_then(|index| table.columns().get(index));
        let Some(column) = column else {
            let reason = text!("there is no column '{column}' to filter by", column = &self.column);
            let hint = text!("take the condition away, or choose other data");
            return Err(Problem::new("filter", reason, hint));
        };
        let keep = |rows: &mut Vec<u32>, test: &dyn Fn(f64) -> bool| {
            rows.retain(|&row| (row as usize) < table.rows() && test(column.number(row as usize)));
        };
        match (&column.values, &self.test) {
            (Values::Categories(categories), test @ (Test::Text(_) | Test::Names(_))) => {
                // Each name is looked at once, however many rows have it.
                let passes: Vec<bool> = categories.names.iter().map(|name| test.takes(&name)).collect();
                let empty = test.takes(EMPTY);
                rows.retain(|&row| match categories.code(row as usize) {
                    MISSING => empty,
                    code => passes.get(code as usize).copied().unwrap_or(false),
                });
            }
            (Values::Numbers(_), Test::Numbers { min, max, closed }) => {
                let (min, max) = (min.unwrap_or(f64::NEG_INFINITY), max.unwrap_or(f64::INFINITY));
                keep(rows, &|value| value >= min && (value < max || *closed && value == max));
            }
            (Values::Timestamps(_), Test::Timestamps { from, until }) => {
                let (from, until) = (from.unwrap_or(f64::NEG_INFINITY), until.unwrap_or(f64::INFINITY));
                keep(rows, &|value| value >= from && value < until);
            }
            (Values::Numbers(_) | Values::Timestamps(_), test @ (Test::Text(_) | Test::Names(_))) => {
                keep(rows, &|value| test.takes(&cell_text(column, value)));
            }
            _ => {
                let reason = text!(
                    "'{column}' holds {kind}, no range of that kind",
                    column = &self.column,
                    kind = Text::declared(column.field.kind.name())
                );
                let hint = text!("take the condition away and choose it again");
                return Err(Problem::new("filter", reason, hint));
            }
        }
        Ok(())
    }

    /// The condition in words: `Severity is Critical or High`.
    pub fn words(&self) -> Text {
        let column = &self.column;
        match &self.test {
            Test::Text(text) => text!("{column} contains '{text}'", column, text),
            Test::Names(names) => self.words_of_names(names),
            Test::Numbers { min, max, closed } => self.words_of_numbers(*min, *max, *closed),
            Test::Timestamps { from, until } => match Span::of(*from, *until) {
                Span::Between(first, last) => {
                    text!("{column} {first} to {last}", column, first = date(first), last = date(last))
                }
                Span::Month(month) => text!("{column} in {month}", column, month = date(month)),
                Span::At(at) => text!("{column} on {date}", column, date = date(at)),
                Span::From(first) => text!("{column} from {date}", column, date = date(first)),
                Span::UpTo(last) => text!("{column} up to {date}", column, date = date(last)),
                Span::Always => text!("{column} is there", column),
            },
        }
    }

    fn words_of_names(&self, names: &[String]) -> Text {
        const MOST: usize = 3;
        let column = &self.column;
        let shown = |name: &String| if name == EMPTY { text!("empty") } else { Text::from(name) };
        let more = names.len().saturating_sub(MOST);
        let mut shown = names.iter().take(MOST).map(shown);
        match [shown.next(), shown.next(), shown.next()] {
            [Some(one), Some(two), Some(three)] if more > 0 => {
                text!("{column} is {one} or {two} or {three} or {more} more", column, one, two, three, more)
            }
            [Some(one), Some(two), Some(three)] => {
                text!("{column} is {one} or {two} or {three}", column, one, two, three)
            }
            [Some(one), Some(two), None] => text!("{column} is {one} or {two}", column, one, two),
            [one, ..] => text!("{column} is {value}", column, value = one.unwrap_or_default()),
        }
    }

    fn words_of_numbers(&self, min: Option<f64>, max: Option<f64>, closed: bool) -> Text {
        let column = &self.column;
        let said = |value: f64| number(number_text(value));
        match (min, max) {
            (Some(min), Some(max)) if closed && number_text(min) == number_text(max) => {
                text!("{column} is {value}", column, value = said(min))
            }
            (Some(min), Some(max)) if closed => {
                text!("{column} {min} to {max}", column, min = said(min), max = said(max))
            }
            (Some(min), Some(max)) => {
                text!("{column} {min} to below {max}", column, min = said(min), max = said(max))
            }
            (Some(min), None) => text!("{column} from {min}", column, min = said(min)),
            (None, Some(max)) if closed => text!("{column} up to {max}", column, max = said(max)),
            (None, Some(max)) => text!("{column} up to below {max}", column, max = said(max)),
            (None, None) => text!("{column} is there", column),
        }
    }

    fn text(&self) -> String {
        let column = escaped(&self.column);
        let plain = |value: &Option<f64>| value.map(plain_number).unwrap_or_default();
        let time = |value: &Option<f64>| value.map(timestamp_text).unwrap_or_default().replace(' ', "_");
        match &self.test {
            Test::Text(text) => format!("{column}~{}", escaped(text)),
            Test::Names(names) => {
                let names: Vec<String> = names.iter().map(|name| escaped(name)).collect();
                format!("{column}:{}", names.join(","))
            }
            Test::Numbers { min, max, closed } => {
                let open = if *closed { "" } else { "<" };
                format!("{column}@{}..{open}{}", plain(min), plain(max))
            }
            Test::Timestamps { from, until } => format!("{column}@t{}..{}", time(from), time(until)),
        }
    }

    fn read(text: &str) -> Option<Condition> {
        let (place, sign) = unescaped_positions(text).find(|(_, sign)| matches!(sign, ':' | '~' | '@'))?;
        let (column, rest) = (unescaped(text.get(..place)?), text.get(place + sign.len_utf8()..)?);
        let test = match sign {
            ':' => Test::Names(split(rest, ',').into_iter().map(unescaped).collect()),
            '~' => Test::Text(unescaped(rest)),
            _ => range(rest)?,
        };
        (!column.is_empty()).then_some(Condition { column, test })
    }
}

impl Test {
    /// The column of a selection, and what its cells are to be.
    fn of(selection: &Selection) -> (&str, Test) {
        match selection {
            Selection::Names { column, names } => (column, Test::Names(names.clone())),
            Selection::Numbers { column, min, max, closed } => {
                (column, Test::Numbers { min: Some(*min), max: Some(*max), closed: *closed })
            }
            Selection::Timestamps { column, from, until } => {
                (column, Test::Timestamps { from: Some(*from), until: Some(*until) })
            }
        }
    }

    /// Whether a cell with this text passes; of texts and sets only.
    fn takes(&self, cell: &str) -> bool {
        match self {
            Test::Text(text) => contains(cell, text),
            Test::Names(names) => names.iter().any(|name| name == cell),
            Test::Numbers { .. } | Test::Timestamps { .. } => false,
        }
    }
}

/// The text of a number or a timestamp of a column, as filters and sets name it.
pub fn cell_text(column: &Column, value: f64) -> String {
    if value.is_nan() {
        return String::new();
    }
    match column.field.kind {
        Type::DateTime => timestamp_text(value),
        _ => plain_number(value),
    }
}

fn contains(cell: &str, text: &str) -> bool {
    if cell.is_ascii() && text.is_ascii() {
        let (cell, text) = (cell.as_bytes(), text.as_bytes());
        return !cell.is_empty()
            && (text.is_empty() || cell.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text)));
    }
    !cell.is_empty() && cell.to_lowercase().contains(&text.to_lowercase())
}

fn range(text: &str) -> Option<Test> {
    if let Some(text) = text.strip_prefix('t') {
        let (from, until) = text.split_once("..")?;
        let end = |text: &str| match text {
            "" => Some(None),
            text => parse_timestamp(&text.replace('_', " ")).map(Some),
        };
        return Some(Test::Timestamps { from: end(from)?, until: end(until)? });
    }
    let (min, max) = text.split_once("..")?;
    let (closed, max) = max.strip_prefix('<').map_or((true, max), |rest| (false, rest));
    let end = |text: &str| match text {
        "" => Some(None),
        text => text.parse().ok().filter(|value: &f64| value.is_finite()).map(Some),
    };
    Some(Test::Numbers { min: end(min)?, max: end(max)?, closed })
}

/// Reads `YYYY-MM-DD`, perhaps with ` HH:MM` or ` HH:MM:SS` after it, as seconds since 1970-01-01 00:00:00.
pub fn parse_timestamp(text: &str) -> Option<f64> {
    let text = text.trim().replace('T', " ");
    let whole = match text.len() {
        10 => format!("{text} 00:00:00"),
        16 => format!("{text}:00"),
        _ => text,
    };
    timestamp(whole.as_bytes())
}

/// A timestamp as `YYYY-MM-DD`, with its time of day where it is not midnight.
pub fn timestamp_text(value: f64) -> String {
    let text = date_time(value as i64).to_string();
    text.strip_suffix(" 00:00:00").map(str::to_owned).unwrap_or(text)
}

/// The timestamps from the first on and before the second, as short as whole months and days allow.
enum Span {
    /// From one to another: `2024-12`, `2025-05`.
    Between(String, String),
    /// A whole month, `2024-12`.
    Month(String),
    /// A day, or a single second.
    At(String),
    /// From one on.
    From(String),
    /// Up to one, which is included where it is a day.
    UpTo(String),
    /// All.
    Always,
}

impl Span {
    fn of(from: Option<f64>, until: Option<f64>) -> Self {
        let is_midnight = |at: f64| at % DAY as f64 == 0.0;
        // A whole last day is named by itself.
        let last = |until: f64| timestamp_text(if is_midnight(until) { until - 1.0 } else { until });
        let last = |until: f64| last(until).replace(" 23:59:59", "");
        match (from, until) {
            (Some(from), Some(until)) => {
                let ends = [timestamp_text(from), last(until)];
                let [first, last] = match [from, until].map(starts_month) {
                    // The day is left out.
                    [true, true] => ends.map(|end| end.get(..7).map(str::to_owned).unwrap_or(end)),
                    _ => ends,
                };
                match first == last {
                    true if is_month(from, until) => Span::Month(first),
                    true => Span::At(first),
                    false => Span::Between(first, last),
                }
            }
            (Some(from), None) => Span::From(timestamp_text(from)),
            (None, Some(until)) => Span::UpTo(last(until)),
            (None, None) => Span::Always,
        }
    }
}

/// The timestamps from the first on and before the second in words: `2024-12 to 2025-05`, `2024-12`, `2024-12-02 to
/// 2024-12-08`, `from 2024-12-02`.
pub fn span_text(from: Option<f64>, until: Option<f64>) -> Text {
    match Span::of(from, until) {
        Span::Between(first, last) => text!("{first} to {last}", first = date(first), last = date(last)),
        Span::Month(at) | Span::At(at) => text!("{date}", date = date(at)),
        Span::From(first) => text!("from {date}", date = date(first)),
        Span::UpTo(last) => text!("up to {date}", date = date(last)),
        Span::Always => Text::default(),
    }
}

/// Whether a timestamp is the midnight that a month begins with, of a year of four digits.
fn starts_month(at: f64) -> bool {
    let time = date_time(at as i64);
    at % DAY as f64 == 0.0 && time.day() == 1 && (0..10_000).contains(&time.year())
}

/// Whether it is a whole month, from its first midnight to the next one's.
fn is_month(from: f64, until: f64) -> bool {
    starts_month(from) && starts_month(until) && until - from < 32.0 * DAY as f64
}

/// A number as it is read again, without groups.
pub fn plain_number(value: f64) -> String {
    let short = decimal::text(value);
    if value.abs() < 1e15 && decimal::parse(&short) == Some(value) { short } else { value.to_string() }
}

/// A number as a reader sees it, thousands in groups.
fn number_text(value: f64) -> String {
    let text = plain_number(value);
    match text.parse::<u64>() {
        Ok(whole) => grouped(whole),
        Err(_) => text,
    }
}

/// Puts a backslash before every sign that has a meaning.
fn escaped(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | ';' | ':' | '~' | '@' | ',') {
            output.push('\\');
        }
        output.push(character);
    }
    output
}

fn unescaped(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        output.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    output
}

/// The characters that no backslash stands before, with their places.
fn unescaped_positions(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut is_escaped = false;
    text.char_indices().filter(move |(_, character)| {
        let plain = !is_escaped && *character != '\\';
        is_escaped = !is_escaped && *character == '\\';
        plain
    })
}

fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (place, _) in unescaped_positions(text).filter(|(_, character)| *character == separator) {
        parts.extend(text.get(start..place));
        start = place + separator.len_utf8();
    }
    parts.extend(text.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::Role;
    use crate::engine::dataset::{Builder, Field};
    use proptest::prelude::*;

    fn table() -> Table {
        let mut table = Builder::new(vec![
            Field::new("n", Type::Decimal, Role::Feature),
            Field::new("t", Type::DateTime, Role::Feature),
            Field::new("c", Type::Category, Role::Feature),
            Field::new("y", Type::Flag, Role::Target),
        ]);
        for row in [
            ["1.5", "2024-02-29 12:00:00", "Apple", "0"],
            ["", "", "", "1"],
            ["2", "2024-03-01 00:00:00", "pear", "1"],
            ["2.5", "2024-03-02 00:00:01", "PineApple", "0"],
        ] {
            table.push(|index, cell| cell.extend(row[index].bytes()));
        }
        table.build()
    }

    fn rows(text: &str) -> Vec<u32> {
        Filter::read(text).unwrap().rows(&table(), None).unwrap()
    }

    #[test]
    fn each_test_leaves_the_rows_that_pass() {
        for (text, expected) in [
            ("", vec![0, 1, 2, 3]),
            ("c~apple", vec![0, 3]),
            ("c:pear,Apple", vec![0, 2]),
            ("c:", vec![1]),
            ("n@1.5..2", vec![0, 2]),
            ("n@1.5..<2", vec![0]),
            ("n@..", vec![0, 2, 3]),
            ("n:2", vec![2]),
            ("n~.5", vec![0, 3]),
            ("t@t2024-03-01..", vec![2, 3]),
            ("t@t..2024-03-01", vec![0]),
            ("t@t2024-02-29_12:00:00..2024-03-02", vec![0, 2]),
            ("t~2024-03", vec![2, 3]),
            ("c~apple;n@2..", vec![3]),
        ] {
            assert_eq!(rows(text), expected, "{text}");
        }
        let anomalous = Filter::default().rows(&table(), Some(true)).unwrap();
        assert_eq!(anomalous, [1, 2]);
    }

    #[test]
    fn what_cannot_be_asked_is_told() {
        let problem = |text: &str| Filter::read(text).unwrap().rows(&table(), None).unwrap_err();
        assert!(problem("x:1").reason.contains("no column 'x'"));
        assert!(problem("c@1..2").reason.contains("'c' holds category"));
        for text in ["c", ":x", "n@1", "n@a..b", "t@t2024-13-01.."] {
            assert!(Filter::read(text).unwrap_err().reason.contains("no condition"), "{text}");
        }
    }

    #[test]
    fn conditions_read_as_sentences() {
        let words = |text: &str| Filter::read(text).unwrap().conditions()[0].words();
        assert_eq!(words("Severity:Critical,High"), "Severity is Critical or High");
        assert_eq!(words("c:a,b,c,d,e"), "c is a or b or c or 2 more");
        assert_eq!(words("Cost@1000..<2500.5"), "Cost 1,000 to below 2500.5");
        assert_eq!(words("t@t2024-02-01..2024-02-29"), "t 2024-02-01 to 2024-02-28");
        assert_eq!(words("t@t2024-12-01..2025-06-01"), "t 2024-12 to 2025-05");
        assert_eq!(words("t@t2024-02-01..2024-03-01"), "t in 2024-02");
        assert_eq!(words("t@t2024-02-01..2024-02-02"), "t on 2024-02-01");
        assert_eq!(words("t@t2024-02-01..2024-02-02_12:00"), "t 2024-02-01 to 2024-02-02 12:00:00");
        assert_eq!(words("t@t2024-03-01.."), "t from 2024-03-01");
        assert_eq!(words("t@t..2024-03-01"), "t up to 2024-02-29");
        assert_eq!(words("t@t.."), "t is there");
        assert_eq!(words("Cost@5..5"), "Cost is 5");
    }

    #[test]
    fn what_is_chosen_twice_is_no_filter() {
        let names = Selection::Names { column: "c".into(), names: vec!["pear".into()] };
        let numbers = Selection::Numbers { column: "n".into(), min: 1.0, max: 2.0, closed: false };
        let mut filter = Filter::read("t@t2024-03-01..").unwrap();
        filter.toggle(&[names.clone(), numbers.clone()]);
        assert_eq!(filter.text(), "t@t2024-03-01..;c:pear;n@1..<2");
        // One of both alone is set already, and goes.
        filter.toggle(std::slice::from_ref(&names));
        assert_eq!(filter.text(), "t@t2024-03-01..;n@1..<2");
        // Only one of both is set: now both are.
        filter.toggle(&[names.clone(), numbers.clone()]);
        assert!(filter.on("c").is_some() && filter.on("n").is_some());
        filter.toggle(&[names, numbers]);
        assert_eq!(filter.text(), "t@t2024-03-01..");
        // A mark that stands for no rows changes nothing.
        filter.toggle(&[]);
        assert_eq!(filter.text(), "t@t2024-03-01..");
    }

    proptest! {
        #[test]
        fn a_filter_is_read_as_it_is_written(column in "[ -~äß]{1,8}", names in prop::collection::vec("[ -~安]{0,6}", 1..4), min in -1e6..1e6_f64, span in 0.0..1e9_f64, closed: bool) {
            let mut filter = Filter::default();
            filter.set(&column, Test::Names(names));
            filter.set(&format!("{column}2"), Test::Numbers { min: Some(min), max: Some(min + span), closed });
            filter.set(&format!("{column}3"), Test::Timestamps { from: Some(span.floor()), until: None });
            filter.set(&format!("{column}4"), Test::Text(column.clone()));
            prop_assert_eq!(Filter::read(&filter.text()).unwrap(), filter);
        }
    }
}
