//! The split into a training and a test part, before anything is resampled. What is resampled before it is split has
//! copies and neighbors of its test rows among its training rows, and a score that is too good.

use super::choices::choices;
use crate::engine::dataset::{ColumnId, Table, Values};
use crate::engine::random::{Purpose, Stream, Streams};

choices! {
    /// How the rows are split.
    Split {
        Stratified: "stratified", words!("Stratified"), words!("At random; both parts have the same share of each class.");
        Time: "time", words!("By time"), words!("Earlier rows train, later rows test, as a detector would meet them.");
        Whole: "none", words!("No split"),
            words!("The whole table is balanced. A score on its rows is too good: a model has learned from their neighbors and copies.");
    }
}

/// The rows of each part, in rising order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// To learn from.
    pub train: Vec<u32>,
    /// To be judged on.
    pub test: Vec<u32>,
}

/// At random, so that `share` of each class, to the nearest row, is for training; of a class of two rows or more, at
/// smallest one row is in each part.
pub fn stratified(classes: &[u32], count: usize, share: f64, seed: u64) -> Parts {
    let mut stream = Streams::new(seed).stream(Purpose::Split);
    let mut is_train = vec![false; classes.len()];
    for class in 0..count as u32 {
        let mut rows: Vec<u32> =
            (0..classes.len() as u32).filter(|&row| classes.get(row as usize) == Some(&class)).collect();
        stream.seek(u64::from(class));
        shuffle(&mut rows, &mut stream);
        let mut train = (rows.len() as f64 * share).round() as usize;
        if rows.len() >= 2 {
            train = train.clamp(1, rows.len() - 1);
        }
        for &row in rows.iter().take(train) {
            if let Some(is_train) = is_train.get_mut(row as usize) {
                *is_train = true;
            }
        }
    }
    parts(|row| is_train.get(row as usize).copied().unwrap_or(false), classes.len())
}

/// The earliest `share` of the rows, by the last of the timestamps that a row has; none where the table has no
/// timestamps. Rows without one come last.
pub fn by_time(table: &Table, share: f64) -> Option<Parts> {
    let timestamps = [ColumnId::Timestamps, ColumnId::DateReported]
        .into_iter()
        .filter_map(|id| table.column(id))
        .chain(table.columns())
        .find_map(|column| match &column.values {
            Values::Timestamps(timestamps) => Some(timestamps),
            _ => None,
        })?;
    let mut order: Vec<u32> = (0..table.rows() as u32).collect();
    order.sort_by_key(|&row| (timestamps.seconds(row as usize).unwrap_or(i64::MAX), row));
    let train = ((order.len() as f64 * share).round() as usize).clamp(1, order.len().max(2) - 1);
    let mut parts = Parts { test: order.split_off(train.min(order.len())), train: order };
    parts.train.sort_unstable();
    parts.test.sort_unstable();
    Some(parts)
}

/// All rows are for training.
pub fn whole(rows: usize) -> Parts {
    parts(|_| true, rows)
}

fn parts(is_train: impl Fn(u32) -> bool, rows: usize) -> Parts {
    let (train, test) = (0..rows as u32).partition(|&row| is_train(row));
    Parts { train, test }
}

/// Fisher and Yates.
pub fn shuffle(rows: &mut [u32], stream: &mut Stream) {
    for last in (1..rows.len()).rev() {
        let other = stream.below(last as u32 + 1) as usize;
        rows.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Configuration, Generator, configuration::Preset};

    #[test]
    fn a_stratified_split_keeps_the_share_of_each_class_and_loses_no_row() {
        let classes: Vec<u32> =
            (0..1_003).map(|row| u32::from(row % 17 == 0) + u32::from(row == 5) * 2).collect();
        let Parts { train, test } = stratified(&classes, 4, 0.8, 7);
        let of = |rows: &[u32], class| rows.iter().filter(|&&row| classes[row as usize] == class).count();
        assert_eq!([of(&train, 0), of(&train, 1), of(&train, 2)], [754, 47, 1]);
        assert_eq!([of(&test, 0), of(&test, 1), of(&test, 2)], [189, 12, 0]);
        let mut all = [train.clone(), test.clone()].concat();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..1_003) && train.is_sorted() && test.is_sorted());
        assert_eq!(stratified(&classes, 4, 0.8, 7).train, train);
        assert_ne!(stratified(&classes, 4, 0.8, 8).train, train);
        // Each class keeps a row on both sides.
        assert_eq!(stratified(&[0, 0, 0, 1, 1], 2, 0.95, 1).test.len(), 2);
    }

    #[test]
    fn a_split_by_time_tests_on_what_comes_later() {
        let configuration = Configuration { rows: 500, ..Preset::Realistic.configuration() };
        let table = Generator::new(&configuration).unwrap().rows(0..500).unwrap();
        let Parts { train, test } = by_time(&table, 0.7).unwrap();
        assert_eq!((train.len(), test.len()), (350, 150));
        let Values::Timestamps(times) = &table.column(ColumnId::Timestamps).unwrap().values else { panic!() };
        let time = |row: &u32| times.seconds(*row as usize).unwrap();
        assert!(train.iter().map(time).max() <= test.iter().map(time).min());
        assert_eq!(by_time(&Table::default(), 0.7), None);
        assert_eq!(whole(3), Parts { train: vec![0, 1, 2], test: Vec::new() });
    }
}
