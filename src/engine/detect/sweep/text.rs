//! The curves as text for a terminal.

use std::fmt;

use super::{Line, Sweep};
use crate::engine::decimal::fixed;

impl Sweep {
    /// The place of the detector with the largest AUC at the end of the axis; the first one where nothing was measured.
    pub fn best(&self) -> usize {
        let end = |line: &Line| line.auc.iter().flatten().last().map_or(f64::NEG_INFINITY, |auc| auc.value);
        let ends = self.lines.iter().map(end).enumerate();
        ends.reduce(|best, other| if other.1 > best.1 { other } else { best }).map_or(0, |(place, _)| place)
    }

    /// What the curves show, in a sentence without a full stop.
    pub fn finding(&self) -> String {
        let best = |place: usize| -> Option<(&Line, f64)> {
            let lines =
                self.lines.iter().filter_map(|line| Some((line, line.auc.get(place)?.as_ref()?.value)));
            lines.reduce(|best, other| if other.1 > best.1 { other } else { best })
        };
        let mut found =
            self.points.iter().enumerate().filter_map(|(place, point)| Some((point, best(place)?)));
        let Some((first, (line, auc))) = found.next() else { return "No detector could be tried".to_owned() };
        let start =
            format!("The best AUC is {} ({}) {}", fixed(auc, 2), line.name, self.axis.in_words(first.value));
        match found.last() {
            Some((last, (line, auc))) => {
                format!("{start}, and {} ({}) {}", fixed(auc, 2), line.name, self.axis.in_words(last.value))
            }
            None => start,
        }
    }
}

impl fmt::Display for Sweep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}.", self.finding())?;
        for note in &self.notes {
            writeln!(formatter, "{note}")?;
        }
        let values: Vec<String> = self.points.iter().map(|point| self.axis.text(point.value)).collect();
        let names = self.lines.iter().map(|line| line.name.chars().count());
        let width = names.max().unwrap_or(0).max(self.axis.title().chars().count());
        for (title, of) in TABLES {
            writeln!(formatter, "\n{title}")?;
            write!(formatter, "{:width$}", self.axis.title())?;
            values.iter().try_for_each(|value| write!(formatter, "  {value:>7}"))?;
            writeln!(formatter)?;
            for line in &self.lines {
                write!(formatter, "{:width$}", line.name)?;
                for figure in of(line) {
                    let figure = figure.map_or_else(|| "-".to_owned(), |figure| fixed(figure.value, 3));
                    write!(formatter, "  {figure:>7}")?;
                }
                writeln!(formatter)?;
            }
        }
        Ok(())
    }
}

/// The figures of a line.
type Figures = fn(&Line) -> &[Option<crate::engine::models::bootstrap::Estimate>];

/// The tables, with their titles.
const TABLES: [(&str, Figures); 2] =
    [("ROC AUC", |line| &line.auc), ("Average precision", |line| &line.average_precision)];
