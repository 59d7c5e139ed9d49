//! `head`, `info` and `describe` as pandas gives them, of the given rows of a table.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::cells::{codes, present};
use super::chart::Numbers;
use super::scope::Scope;
use super::text;
use crate::engine::Text;
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{Column, MISSING, Table, Values};
use crate::engine::decimal::grouped;
use crate::engine::statistics::sorting::sorted;
use crate::engine::statistics::{Five, Moments};

/// What is to be said of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// The number of rows that were looked at.
    pub rows: u64,
    /// The columns, in their order.
    pub columns: Vec<Described>,
}

/// What is to be said of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Described {
    /// The name.
    pub name: String,
    /// The type of its cells, as the data dictionary writes it.
    pub r#type: Text,
    /// What it is to a model.
    pub role: Text,
    /// The unit; empty where it has none.
    pub unit: String,
    /// Cells with a value.
    pub count: u64,
    /// Cells without one.
    pub missing: u64,
    /// The figures.
    pub figures: Figures,
}

/// The figures of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figures {
    /// Of numbers. None where pandas has no number: a standard deviation of one row, say.
    Numbers {
        /// The mean.
        mean: Option<f64>,
        /// The standard deviation, with n - 1 below the stroke.
        std: Option<f64>,
        /// The smallest value.
        min: Option<f64>,
        /// The 25 % quantile.
        #[serde(rename = "25%")]
        lower: Option<f64>,
        /// The median.
        #[serde(rename = "50%")]
        median: Option<f64>,
        /// The 75 % quantile.
        #[serde(rename = "75%")]
        upper: Option<f64>,
        /// The largest value.
        max: Option<f64>,
        /// The skewness, as pandas' `skew`.
        skewness: Option<f64>,
        /// The excess kurtosis, as pandas' `kurt`.
        kurtosis: Option<f64>,
    },
    /// Of names.
    Names {
        /// How many there are.
        distinct: u64,
        /// The most frequent one; none of columns that number their rows.
        top: Option<String>,
        /// How often it occurs.
        frequency: u64,
    },
    /// Of timestamps, `YYYY-MM-DD HH:MM:SS`.
    Moments {
        /// The first.
        min: Option<String>,
        /// The 25 % quantile.
        #[serde(rename = "25%")]
        lower: Option<String>,
        /// The median.
        #[serde(rename = "50%")]
        median: Option<String>,
        /// The 75 % quantile.
        #[serde(rename = "75%")]
        upper: Option<String>,
        /// The last.
        max: Option<String>,
    },
}

/// Describes all columns at some rows.
pub fn describe(table: &Table, rows: &[u32], scope: Scope) -> Description {
    Description {
        rows: rows.len() as u64,
        columns: scope.columns(table).map(|column| described(column, rows)).collect(),
    }
}

/// Describes a column at some rows.
pub fn described(column: &Column, rows: &[u32]) -> Described {
    let (count, figures) = match &column.values {
        Values::Categories(_) => names(column, rows),
        Values::Timestamps(_) => {
            let values = sorted(&present(column, rows));
            let five = Five::of(&values);
            // A quantile between two seconds is the earlier one.
            let at = |part: fn(&Five) -> f64| five.as_ref().map(|five| text::timestamp(part(five).floor()));
            let figures = Figures::Moments {
                min: at(|five| five.min),
                lower: at(|five| five.lower),
                median: at(|five| five.median),
                upper: at(|five| five.upper),
                max: at(|five| five.max),
            };
            (values.len() as u64, figures)
        }
        Values::Numbers(_) if column.field.kind == Type::Text => ids(&sorted(&present(column, rows))),
        Values::Numbers(_) => {
            let values = present(column, rows);
            let moments = Moments::of(&values);
            let five = Five::of(&sorted(&values));
            let at = |part: fn(&Five) -> f64| five.as_ref().map(part);
            let figures = Figures::Numbers {
                mean: moments.mean,
                std: moments.std,
                min: at(|five| five.min),
                lower: at(|five| five.lower),
                median: at(|five| five.median),
                upper: at(|five| five.upper),
                max: at(|five| five.max),
                skewness: moments.skewness,
                kurtosis: moments.kurtosis,
            };
            (moments.count, figures)
        }
    };
    Described {
        name: column.field.name.clone(),
        r#type: Text::declared(column.field.kind.name()),
        role: Text::declared(column.field.role.name()),
        unit: column.field.unit.clone(),
        count,
        missing: rows.len() as u64 - count,
        figures,
    }
}

fn names(column: &Column, rows: &[u32]) -> (u64, Figures) {
    let (codes, names) = codes(column, rows).unwrap_or_default();
    let mut counts = vec![0_u64; names.len()];
    for &code in codes.iter().filter(|&&code| code != MISSING) {
        counts[code as usize] += 1;
    }
    let frequency = counts.iter().copied().max().unwrap_or(0);
    // Of several that are as frequent, the one that comes first in the rows.
    let top = codes.iter().find(|&&code| counts.get(code as usize) == Some(&frequency));
    let figures = Figures::Names {
        distinct: counts.iter().filter(|count| **count > 0).count() as u64,
        top: top.map(|&code| names.name(code).into_owned()),
        frequency,
    };
    (counts.iter().sum(), figures)
}

fn ids(sorted: &[f64]) -> (u64, Figures) {
    let groups = || sorted.chunk_by(|a, b| a == b);
    let frequency = groups().map(|group| group.len() as u64).max().unwrap_or(0);
    (sorted.len() as u64, Figures::Names { distinct: groups().count() as u64, top: None, frequency })
}

impl Description {
    /// `info`: columns with their types and how many cells have a value.
    pub fn info(&self) -> Numbers {
        let head = [
            text!("Column"),
            text!("Type"),
            text!("Role"),
            text!("Unit"),
            text!("With a value"),
            text!("Missing"),
        ];
        let mut table = Numbers::new(text!("Columns"), &head);
        for column in &self.columns {
            table.push([
                Text::from(&column.name),
                column.r#type.clone(),
                column.role.clone(),
                text::unit(&column.unit),
                text::figure(grouped(column.count)),
                text::figure(grouped(column.missing)),
            ]);
        }
        table
    }

    /// `describe`: a table for numbers, one for names and one for timestamps; those without columns are left out.
    pub fn tables(&self) -> Vec<Numbers> {
        let head = || [text!("Column"), text!("Count"), text!("Missing")].into_iter();
        let table = |title: Text, further: &[Text]| {
            let head: Vec<Text> = head().chain(further.iter().cloned()).collect();
            Numbers::new(title, &head)
        };
        let five = [text!("Min"), "25 %".into(), "50 %".into(), "75 %".into(), text!("Max")];
        let moments = [text!("Mean"), text!("Std")].into_iter().chain(five.clone());
        let moments: Vec<Text> = moments.chain([text!("Skewness"), text!("Kurtosis")]).collect();
        let mut numbers = table(text!("columns" => "Numbers"), &moments);
        let mut names = table(text!("Names"), &[text!("Distinct"), text!("Top"), text!("Frequency")]);
        let mut dates = table(text!("Dates"), &five);
        let none = || Text::from("–");
        let text = |value: &Option<f64>| value.map_or_else(none, |value| text::figure(text::number(value)));
        let count = |count: u64| text::figure(grouped(count));
        for column in &self.columns {
            let head = [Text::from(&column.name), count(column.count), count(column.missing)].into_iter();
            match &column.figures {
                Figures::Numbers { mean, std, min, lower, median, upper, max, skewness, kurtosis } => {
                    let cells = [mean, std, min, lower, median, upper, max, skewness, kurtosis];
                    numbers.push(head.chain(cells.map(text)));
                }
                Figures::Names { distinct, top, frequency } => {
                    let top = top.as_ref().map_or_else(none, Text::from);
                    names.push(head.chain([count(*distinct), top, count(*frequency)]));
                }
                Figures::Moments { min, lower, median, upper, max } => {
                    let cells = [min, lower, median, upper, max];
                    let text = |cell: &Option<String>| cell.clone().map_or_else(none, text::moment);
                    dates.push(head.chain(cells.map(text)));
                }
            }
        }
        [numbers, names, dates].into_iter().filter(|table| !table.rows.is_empty()).collect()
    }
}

/// The first cells of a table, as text.
pub fn head(table: &Table, rows: &[u32], count: usize, scope: Scope) -> Numbers {
    let names: Vec<&str> = scope.columns(table).map(|column| column.field.name.as_str()).collect();
    let mut numbers = Numbers::new(text!("First rows"), &names);
    for &row in rows.iter().take(count) {
        numbers.push(scope.columns(table).map(|column| cell(column, row)));
    }
    numbers
}

/// A cell as text; empty where it is missing.
pub fn cell(column: &Column, row: u32) -> String {
    match &column.values {
        Values::Numbers(values) => text::number(values.get(row as usize)),
        Values::Timestamps(values) => text::timestamp(values.get(row as usize)),
        Values::Categories(categories) => categories.name(categories.code(row as usize)).into_owned(),
    }
}

/// A table as text for a terminal: columns aligned, numbers to the right.
impl fmt::Display for Numbers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let english = |cells: &Vec<Text>| cells.iter().map(Text::english).collect::<Vec<String>>();
        let lines: Vec<Vec<String>> = std::iter::once(&self.head).chain(&self.rows).map(english).collect();
        let width = |column: usize| {
            let cells = lines.iter().filter_map(|cells| cells.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        for cells in &lines {
            let mut line = String::new();
            for (index, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                let room = " ".repeat(width - cell.chars().count().min(*width));
                if index == 0 {
                    line.push_str(cell);
                    line.push_str(&room);
                } else {
                    line.push_str("  ");
                    line.push_str(&room);
                    line.push_str(cell);
                }
            }
            writeln!(formatter, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// The description as text for a terminal.
impl fmt::Display for Description {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "{}, {}",
            text::count(self.rows, "row"),
            text::count(self.columns.len() as u64, "column")
        )?;
        for table in self.tables() {
            write!(formatter, "\n{}\n{table}", table.title)?;
        }
        Ok(())
    }
}
