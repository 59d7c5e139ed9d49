//! The report on balanced rows: counts, quality with the distance to single real rows, and a picture.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::quality::Quality;
use crate::engine::decimal::grouped;
use crate::engine::text::Text;

/// The counts of one class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassCounts {
    /// The class.
    pub name: String,
    /// Real rows of the training part.
    pub before: u64,
    /// The target count.
    pub asked: u64,
    /// Synthetic rows that were made.
    pub made: u64,
    /// Rows, real or synthetic, that the cleaning removed.
    pub removed: u64,
    /// The actual count.
    pub reached: u64,
    /// Synthetic rows among them.
    pub synthetic: u64,
    /// Rows of the test part.
    pub test: u64,
}

/// A row in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Along the first component.
    pub x: f64,
    /// Along the second.
    pub y: f64,
    /// The place of its class among the classes.
    pub class: u32,
    /// Whether it is synthetic.
    pub is_synthetic: bool,
}

/// The report on balanced rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The column whose classes were balanced.
    pub target: String,
    /// The key of the method that was used.
    pub method: String,
    /// Rows in all.
    pub rows: u64,
    /// Rows of the training part as it is now.
    pub train_rows: u64,
    /// Rows of the test part.
    pub test_rows: u64,
    /// Rows that were left out of the training part, since values were missing.
    pub left_out: u64,
    /// Missing cells that were filled.
    pub filled: u64,
    /// The numeric features.
    pub numeric: Vec<String>,
    /// The categorical features.
    pub categorical: Vec<String>,
    /// By class.
    pub classes: Vec<ClassCounts>,
    /// How similar to the real rows the synthetic ones are, and how close; none where there are none.
    pub quality: Option<Quality>,
    /// The shares of the variance that the two components of the picture explain.
    pub explained: [f64; 2],
    /// The picture: real and synthetic rows by the first two principal components of the real ones' numbers. Empty where fewer
    /// than two columns of numbers vary.
    pub points: Vec<Point>,
    /// What a reader should know before using the rows.
    pub notes: Vec<Text>,
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let out = formatter;
        writeln!(
            out,
            "{} by {}: {} training rows, {} test rows",
            self.target,
            self.method,
            grouped(self.train_rows),
            grouped(self.test_rows)
        )?;
        writeln!(out)?;
        let width = self.classes.iter().map(|class| class.name.chars().count()).max().unwrap_or(0).max(5);
        writeln!(
            out,
            "{:width$}  {:>10} {:>10} {:>10} {:>10} {:>10} {:>10}",
            "class", "before", "target", "synthetic", "removed", "actual", "test"
        )?;
        for class in &self.classes {
            let numbers = [class.before, class.asked, class.made, class.removed, class.reached, class.test]
                .map(grouped);
            write!(out, "{:width$} ", class.name)?;
            for number in numbers {
                write!(out, " {number:>10}")?;
            }
            writeln!(out)?;
        }
        writeln!(
            out,
            "\nDistances use {} numeric and {} categorical columns.",
            self.numeric.len(),
            self.categorical.len()
        )?;
        if let Some(quality) = &self.quality {
            let closest = &quality.closest;
            writeln!(
                out,
                "\ndistance to the closest real row: median {:.3}, of random rows {:.3}; protection {:.2}; copies {:.1} %",
                closest.median,
                closest.random_median,
                closest.protection,
                closest.copies * 100.0
            )?;
            if let Some(similarity) = quality.column_similarity {
                writeln!(out, "column shapes, mean similarity: {similarity:.3}")?;
            }
            if let Some(similarity) = quality.correlation_similarity {
                writeln!(out, "correlation similarity: {similarity:.3}")?;
            }
            writeln!(
                out,
                "synthetic rows with a pair of categories that no real row has: {:.1} %",
                quality.combinations.rows * 100.0
            )?;
            for (first, second, share) in &quality.combinations.pairs {
                writeln!(out, "  {first} with {second}: {:.1} %", share * 100.0)?;
            }
            writeln!(
                out,
                "\ndistance of each column's values from the real ones of the same class (0 the same, 1 nothing in common):"
            )?;
            for column in &quality.columns {
                writeln!(out, "  {:.3}  {} ({})", column.distance, column.name, column.measure)?;
            }
        }
        for note in &self.notes {
            writeln!(out, "\nnote: {note}")?;
        }
        Ok(())
    }
}
