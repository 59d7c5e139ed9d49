//! What the timestamps of the rows say about the label.

use super::report::{Check, Measure, Verdict};
use super::rules::Rule;
use crate::engine::dataset::{Values, table};
use crate::engine::decimal::{self, grouped};
use crate::engine::explore::text::percent;
use crate::engine::issues::{Seconds, date_time};
use crate::engine::models::rank::{self, Group};
use crate::engine::statistics::order::largest_first;
use crate::engine::text::{Text, number};

/// Chance has one case in 1,000.
const BY_CHANCE: f64 = 0.001;

/// How far a quarter's share of anomalies may be from that of all rows, as a part of it.
pub const DEVIATION: f64 = 0.25;

/// With this many times the overall share, a quarter fails.
pub const TIMES: f64 = 3.0;

/// What the timestamps of one column say: one sort answers both checks.
#[derive(Clone, Debug)]
pub struct Column {
    window: Option<Window>,
    quarters: Vec<Quarter>,
}

/// The anomalies of a column that lie outside of the time of its normal rows.
#[derive(Clone, Debug)]
struct Window {
    share: f64,
    name: String,
    reason: Text,
    /// Whether chance explains it.
    likely: bool,
}

impl Column {
    /// Looks at a column; none where it is no feature or has no timestamps.
    pub fn new(column: &table::Column, labels: &[bool]) -> Option<Self> {
        let is_timestamps = column.is_feature() && matches!(column.values, Values::Timestamps(_));
        let groups = is_timestamps.then(|| rank::groups(&column.numbers(), labels))?;
        let name = column.field.name.as_str();
        Some(Column { window: window_of(name, &groups), quarters: quarters_of(name, &groups) })
    }

    /// All columns of a table.
    #[cfg(test)]
    pub fn all(table: &crate::engine::dataset::Table) -> Vec<Self> {
        table.columns().iter().filter_map(|column| Column::new(column, table.labels())).collect()
    }
}

/// A timestamp as text.
pub fn timestamp_text(seconds: f64) -> String {
    date_time(seconds as Seconds).to_string()
}

fn window_of(name: &str, groups: &[Group]) -> Option<Window> {
    let [normal, anomalous] = rank::totals(groups);
    let mut times = groups.iter().filter(|group| group.counts[0] > 0).map(|group| group.value);
    let first = times.next().filter(|_| anomalous > 0)?;
    let last = times.next_back().unwrap_or(first);
    let outside = groups.iter().filter(|group| group.value < first || group.value > last);
    let outside: u64 = outside.map(|group| group.counts[1]).sum();
    let reason = text!(
        "{outside} of the {anomalous} anomalous rows lie outside of the time of the normal rows, {first} to {last} by {name}.",
        outside = number(grouped(outside)),
        anomalous = number(grouped(anomalous)),
        first = timestamp_text(first),
        last = timestamp_text(last),
        name
    );
    // That the outermost rows are all anomalous happens by chance where they are few.
    let likely = 2.0 * libm::pow(anomalous as f64 / (normal + anomalous) as f64, outside as f64) > BY_CHANCE;
    Some(Window { share: outside as f64 / anomalous as f64, name: name.to_owned(), reason, likely })
}

/// The anomalies before the first or after the last normal row.
pub fn window(columns: &[Column]) -> Check {
    let found = columns.iter().filter_map(|column| column.window.as_ref()).collect();
    let found = largest_first(found, |found: &&Window| found.share);
    let Some(worst) = found.first() else { return without_timestamps(Rule::TimeWindow) };
    let check = Check::judged(Rule::TimeWindow, worst.share, worst.reason.clone());
    let measures = found.iter().map(|found| Measure { name: found.name.clone(), value: found.share });
    let verdict = if worst.likely { Verdict::Pass } else { check.verdict };
    Check { verdict, measures: measures.collect(), ..check }.of(&worst.name)
}

/// One quarter of the time of a column.
#[derive(Clone, Debug)]
struct Quarter {
    name: &'static str,
    column: String,
    rows: u64,
    share: f64,
    /// The share over that of all rows.
    ratio: f64,
    verdict: Verdict,
}

/// The share of anomalies in each quarter of the time, against that of all rows.
pub fn quarters(columns: &[Column]) -> Check {
    let all: Vec<&Quarter> = columns.iter().flat_map(|column| &column.quarters).collect();
    // The verdict comes first, then the distance from the overall share.
    let all = largest_first(all, |quarter| {
        f64::from(quarter.verdict as u8) * 1e9 + (quarter.ratio - 1.0).abs().min(1e8)
    });
    let Some(worst) = all.first() else { return without_timestamps(Rule::TimeQuarters) };
    let reason = text!(
        "In the {quarter} of {column} {share} of the {rows} rows are anomalous, {ratio} times the overall share.",
        quarter = Text::declared(worst.name),
        column = &worst.column,
        share = number(percent(worst.share)),
        rows = number(grouped(worst.rows)),
        ratio = number(decimal::fixed(worst.ratio, 2))
    );
    let measure = |quarter: &&Quarter| Measure {
        name: format!("{}, {}", quarter.column, quarter.name),
        value: quarter.ratio,
    };
    let measures = all.iter().map(measure).collect();
    let check = Check::new(Rule::TimeQuarters, worst.verdict, reason);
    Check { value: Some(worst.ratio), measures, ..check }.of(&worst.column)
}

fn quarters_of(column: &str, groups: &[Group]) -> Vec<Quarter> {
    let [normal, anomalous] = rank::totals(groups);
    let overall = anomalous as f64 / (normal + anomalous) as f64;
    let (Some(first), Some(last)) = (groups.first(), groups.last()) else { return Vec::new() };
    let span = last.value - first.value;
    if span <= 0.0 || anomalous == 0 {
        return Vec::new();
    }
    let mut counts = [[0_u64; 2]; 4];
    for group in groups {
        let quarter = ((group.value - first.value) / span * 4.0).floor().min(3.0) as usize;
        counts[quarter][0] += group.counts[0];
        counts[quarter][1] += group.counts[1];
    }
    let names =
        [words!("first quarter"), words!("second quarter"), words!("third quarter"), words!("last quarter")];
    let quarter = |(name, [normal, anomalous]): (&'static str, [u64; 2])| {
        let rows = normal + anomalous;
        let expected = rows as f64 * overall;
        let share = anomalous as f64 / rows as f64;
        let ratio = share / overall;
        // What 999 of 1,000 draws stay within.
        let by_chance = 3.29 * ((1.0 - overall) / expected).sqrt();
        let verdict = if (ratio - 1.0).abs() <= DEVIATION.max(by_chance) {
            Verdict::Pass
        } else if anomalous == 0 || ratio > TIMES {
            Verdict::Fail
        } else {
            Verdict::Warn
        };
        Quarter { name, column: column.to_owned(), rows, share, ratio, verdict }
    };
    names
        .into_iter()
        .zip(counts)
        .filter(|(_, [normal, anomalous])| normal + anomalous > 0)
        .map(quarter)
        .collect()
}

fn without_timestamps(rule: Rule) -> Check {
    Check::new(rule, Verdict::NotApplicable, text!("No feature column holds timestamps of both classes."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::Table;
    use crate::engine::models::fixture;

    /// A row a day; `label` says which are anomalous.
    fn days(count: usize, label: impl Fn(usize) -> bool) -> Table {
        let timestamps: Vec<String> = (0..count).map(|day| timestamp_text(day as f64 * 86_400.0)).collect();
        let timestamps: Vec<&str> = timestamps.iter().map(String::as_str).collect();
        let labels: Vec<bool> = (0..count).map(label).collect();
        fixture::table(vec![fixture::timestamps("when", &timestamps)], &labels)
    }

    #[test]
    fn anomalies_that_postdate_every_normal_row_fail_both() {
        let table = days(1_000, |day| day >= 900);
        assert_eq!(
            (window(&Column::all(&table)).value, window(&Column::all(&table)).verdict),
            (Some(1.0), Verdict::Fail)
        );
        let check = quarters(&Column::all(&table));
        assert_eq!((check.verdict, check.column.as_deref()), (Verdict::Fail, Some("when")));
        assert!(check.reason.contains("last quarter") || check.value == Some(0.0), "{}", check.reason);
    }

    #[test]
    fn anomalies_among_the_normal_rows_pass_both() {
        let table = days(1_000, |day| day % 20 == 7);
        assert_eq!(
            (window(&Column::all(&table)).value, window(&Column::all(&table)).verdict),
            (Some(0.0), Verdict::Pass)
        );
        assert_eq!(quarters(&Column::all(&table)).verdict, Verdict::Pass);
    }

    #[test]
    fn one_anomaly_at_the_end_is_chance() {
        let table = days(200, |day| day % 10 == 9);
        let check = window(&Column::all(&table));
        assert_eq!((check.value, check.verdict), (Some(0.05), Verdict::Pass));
    }

    #[test]
    fn one_timestamp_alone_has_no_quarters() {
        let table =
            fixture::table(vec![fixture::timestamps("when", &["2024-01-01 00:00:00"; 2])], &[true, false]);
        assert_eq!(quarters(&Column::all(&table)).verdict, Verdict::NotApplicable);
        assert_eq!(window(&Column::all(&table)).verdict, Verdict::Pass);
    }
}
