//! Writes rows as CSV whose cells are made with the crate `fake`: `cyberdatagen-fake ROWS < columns`.
//!
//! A line of the input describes a column, with tabs between its parts: its name, its kind, and what the kind takes. `number PREFIX` is
//! the prefix and the number of the row, `choice NAME...` one of the names, `whole MIN MAX` a whole number, `decimal MIN MAX DIGITS` a
//! number with so many digits, `time MIN MAX` a time between two, in seconds since 1970, and `flag PERCENT` is 1 so often.

use std::error::Error;
use std::io;

use chrono::{DateTime, Utc};
use csv::Writer;
use fake::Fake;
use fake::faker::boolean::en::Boolean;
use fake::faker::chrono::en::DateTimeBetween;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

const SEED: u64 = 7;

/// How the cells of a column are made.
enum Column {
    Number(String),
    Choice(Vec<String>),
    Whole(i64, i64),
    Decimal(f64, f64, usize),
    Time(DateTime<Utc>, DateTime<Utc>),
    Flag(u8),
}

impl Column {
    /// The column that a line describes, behind its name.
    fn new(kind: &str, given: &[&str]) -> Result<Self, Box<dyn Error>> {
        let time = |text: &str| -> Result<DateTime<Utc>, Box<dyn Error>> {
            Ok(DateTime::from_timestamp(text.parse()?, 0).ok_or("a time is out of range")?)
        };
        Ok(match (kind, given) {
            ("number", [prefix]) => Column::Number((*prefix).to_owned()),
            ("choice", [_, ..]) => Column::Choice(given.iter().map(|&name| name.to_owned()).collect()),
            ("whole", [min, max]) => Column::Whole(min.parse()?, max.parse()?),
            ("decimal", [min, max, digits]) => Column::Decimal(min.parse()?, max.parse()?, digits.parse()?),
            ("time", [min, max]) => Column::Time(time(min)?, time(max)?),
            ("flag", [percent]) => Column::Flag(percent.parse()?),
            _ => return Err(format!("there is no column {kind} of {given:?}").into()),
        })
    }

    /// Writes the cell of a row.
    fn write(&self, row: usize, rng: &mut StdRng, writer: &mut Writer<impl io::Write>) -> csv::Result<()> {
        match self {
            Column::Number(prefix) => writer.write_field(format!("{prefix}{row:05}")),
            Column::Choice(names) => writer.write_field(names.choose(rng).map_or("", String::as_str)),
            Column::Whole(min, max) => {
                writer.write_field((*min..=*max).fake_with_rng::<i64, _>(rng).to_string())
            }
            Column::Decimal(min, max, digits) => {
                let value: f64 = (*min..=*max).fake_with_rng(rng);
                writer.write_field(format!("{value:.digits$}"))
            }
            Column::Time(min, max) => {
                let time: DateTime<Utc> = DateTimeBetween(*min, *max).fake_with_rng(rng);
                writer.write_field(time.format("%Y-%m-%d %H:%M:%S").to_string())
            }
            Column::Flag(percent) => {
                let is_set: bool = Boolean(*percent).fake_with_rng(rng);
                writer.write_field(if is_set { "1" } else { "0" })
            }
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let rows: usize = std::env::args().nth(1).ok_or("how many rows?")?.parse()?;
    let mut columns = Vec::new();
    let mut writer = Writer::from_writer(io::stdout().lock());
    for line in io::read_to_string(io::stdin())?.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let [name, kind, given @ ..] = parts.as_slice() else {
            return Err(format!("a column needs a name and a kind: {line}").into());
        };
        columns.push(Column::new(kind, given)?);
        writer.write_field(name)?;
    }
    writer.write_record(None::<&[u8]>)?;
    let mut rng = StdRng::seed_from_u64(SEED);
    for row in 1..=rows {
        for column in &columns {
            column.write(row, &mut rng, &mut writer)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.flush()?)
}
