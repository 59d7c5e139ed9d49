//! The split into a training and a test part of rows that detectors are compared on. Its random order is one that three
//! lines of any language make again: rows, or groups of rows, in rising order of
//!
//! ```text
//! mix(seed + (number + 1) · 0x9e3779b97f4a7c15)   modulo 2⁶⁴
//! ```
//!
//! where `number` is that of the row in the table from 0, or that of the group in order of first appearance, and
//! [`mix`] finishes SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014. So the
//! key of number *n* is output *n* of that generator, and no two are equal. Of `count` rows, `floor(share · count + ½)`
//! are for training.

use std::collections::BTreeMap;

use super::entity;
use crate::engine::dataset::{Column, ColumnId, Table, Values};
use crate::engine::problem::Problem;
use crate::engine::random::mix;
use crate::engine::settings::choices;
use crate::engine::text::{Text, number};

choices! {
    /// How the rows are split.
    Split {
        Stratified: "stratified", words!("At random"), words!("Rows at random; both parts have the same share of anomalous rows.");
        Time: "time", words!("By time"), words!("Earlier rows train, later rows test, as a detector would meet them.");
        User: "user", words!("By user"),
            words!("All rows of a user are in one part: detectors meet users whom they have not seen.");
        Campaign: "campaign", words!("By campaign"),
            words!("All rows of a campaign are in one part: detectors meet attacks that they have not seen. Other rows are split at random.");
    }
}

/// How a table is split.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitOptions {
    /// What stays together.
    pub split: Split,
    /// The share of rows for training, between 0 and 1.
    pub share: f64,
    /// What the random order follows from.
    pub seed: u64,
    /// The column that says whose a row is, of a split by user; "User ID" where there is none.
    pub entity: Option<String>,
}

impl Default for SplitOptions {
    fn default() -> Self {
        SplitOptions { split: Split::Stratified, share: 0.7, seed: 0, entity: None }
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

impl Parts {
    /// Splits the rows of a table.
    ///
    /// # Errors
    /// The share is none, the table has no column to split by, or a part has no row of a class.
    pub fn of(table: &Table, options: &SplitOptions) -> Result<Self, Problem> {
        let SplitOptions { share, seed, .. } = *options;
        if !(share > 0.0 && share < 1.0) {
            let reason = text!("{share} is no share of rows for training", share = number(share.to_string()));
            return Err(Problem::new("share", reason, text!("choose one between 0 and 1, such as 0.7")));
        }
        let is_train = match options.split {
            Split::Stratified => grouped(table, |_| None, share, seed).0,
            Split::Time => by_time(table, share)?,
            Split::User => {
                let place = entity::place(table, options.entity.as_deref())?;
                let refused = |groups: usize| {
                    let reason =
                        text!("the rows have {groups} users, and a split by them needs at least 2", groups);
                    Problem::new("split", reason, text!("split at random"))
                };
                by_column(table, table.columns().get(place), share, seed, refused)?
            }
            Split::Campaign => {
                let column = table.column(ColumnId::CampaignId);
                let refused = |groups: usize| {
                    let reason = text!(
                        "the rows have {groups} campaigns, and a split by them needs at least 2",
                        groups
                    );
                    Problem::new("split", reason, text!("split at random or by time"))
                };
                by_column(table, column, share, seed, refused)?
            }
        };
        let is_train = |&row: &u32| is_train.get(row as usize).copied().unwrap_or(false);
        let (train, test) = (0..table.rows() as u32).partition(is_train);
        let parts = Parts { train, test };
        check(table, &parts.train, options.split, |label| match label {
            false => text!("the training part has no normal row"),
            true => text!("the training part has no anomalous row"),
        })?;
        check(table, &parts.test, options.split, |label| match label {
            false => text!("the test part has no normal row"),
            true => text!("the test part has no anomalous row"),
        })?;
        Ok(parts)
    }
}

/// Whether a part has rows of both classes; what is said where it has none of a label.
fn check(table: &Table, rows: &[u32], split: Split, reason: fn(bool) -> Text) -> Result<(), Problem> {
    for label in [false, true] {
        if rows.iter().any(|&row| table.labels().get(row as usize) == Some(&label)) {
            continue;
        }
        let rows = table.counts()[usize::from(label)];
        let hint = match (rows, split) {
            (0 | 1, _) if label => text!("use data with at least two anomalous rows; this has {rows}", rows),
            (0 | 1, _) => text!("use data with at least two normal rows; this has {rows}", rows),
            (_, Split::Time) => text!("choose another share, or split at random"),
            _ => text!("choose another share or seed, or split at random"),
        };
        return Err(Problem::new("split", reason(label), hint));
    }
    Ok(())
}

/// What puts things in a random order: output number `number` of SplitMix64.
pub fn order_key(seed: u64, number: u64) -> u64 {
    mix(seed.wrapping_add((number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// How many of `count` rows are for training: at least one and not all, where there are two.
fn count_of(share: f64, count: usize) -> usize {
    let nearest = (share * count as f64 + 0.5).floor() as usize;
    if count >= 2 { nearest.clamp(1, count - 1) } else { nearest }
}

/// Whole groups of the rows whose cell in a column is not empty, and the others at random. `refused` says that there are
/// too few groups.
fn by_column(
    table: &Table,
    column: Option<&Column>,
    share: f64,
    seed: u64,
    refused: impl FnOnce(usize) -> Problem,
) -> Result<Vec<bool>, Problem> {
    let key = |row| column.and_then(|column| entity::key(column, row));
    let (is_train, groups) = grouped(table, key, share, seed);
    if groups < 2 {
        return Err(refused(groups));
    }
    Ok(is_train)
}

/// Whether each row is for training, and the number of groups. Rows with a key are split by whole groups: laid end to end
/// in random order, a group is for training where its middle lies within the share of these rows. Rows without a key are
/// split on their own, by class.
fn grouped(table: &Table, key: impl Fn(usize) -> Option<u64>, share: f64, seed: u64) -> (Vec<bool>, usize) {
    let mut is_train = vec![false; table.rows()];
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut others = [Vec::new(), Vec::new()];
    for (row, &label) in table.labels().iter().enumerate() {
        let Some(key) = key(row) else {
            others[usize::from(label)].push(row);
            continue;
        };
        let place = *places.entry(key).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.get_mut(place) {
            group.push(row);
        }
    }
    let mut train = |rows: &[usize]| {
        for &row in rows {
            if let Some(is_train) = is_train.get_mut(row) {
                *is_train = true;
            }
        }
    };
    for rows in &mut others {
        rows.sort_by_key(|&row| order_key(seed, row as u64));
        train(rows.get(..count_of(share, rows.len())).unwrap_or_default());
    }
    let count = groups.len();
    let target = share * groups.iter().map(Vec::len).sum::<usize>() as f64;
    let mut taken = 0;
    let mut numbered: Vec<(u64, Vec<usize>)> =
        groups.into_iter().zip(0..).map(|(rows, number)| (order_key(seed, number), rows)).collect();
    numbered.sort_by_key(|group| group.0);
    for (_, rows) in numbered {
        if taken as f64 + rows.len() as f64 / 2.0 <= target {
            train(&rows);
        }
        taken += rows.len();
    }
    (is_train, count)
}

/// The column that a split by time goes by, with the seconds of each row: the first that has a timestamp in every row.
pub fn times(table: &Table) -> Option<(&Column, Vec<i64>)> {
    let known = [ColumnId::Timestamps, ColumnId::DateReported].into_iter().filter_map(|id| table.column(id));
    known.chain(table.columns()).find_map(|column| {
        let Values::Timestamps(timestamps) = &column.values else { return None };
        let seconds: Option<Vec<i64>> = (0..table.rows()).map(|row| timestamps.seconds(row)).collect();
        Some((column, seconds?))
    })
}

/// Whether each row is among the earliest; rows of the same time in the order of the table.
fn by_time(table: &Table, share: f64) -> Result<Vec<bool>, Problem> {
    let (_, times) = times(table).ok_or_else(|| {
        let reason = text!("no column has a timestamp in every row");
        Problem::new("split", reason, text!("split at random"))
    })?;
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by_key(|&row| times.get(row));
    let mut is_train = vec![false; times.len()];
    for row in order.into_iter().take(count_of(share, times.len())) {
        if let Some(is_train) = is_train.get_mut(row) {
            *is_train = true;
        }
    }
    Ok(is_train)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::Role;
    use crate::engine::models::fixture::{self, categories, numbers, timestamps};
    use crate::engine::{Configuration, Generator, configuration::Preset};

    fn realistic() -> Table {
        let configuration = Configuration { rows: 2_000, ..Preset::Realistic.configuration() };
        Generator::new(&configuration).unwrap().rows(0..2_000).unwrap()
    }

    fn options(split: Split) -> SplitOptions {
        SplitOptions { split, seed: 7, ..SplitOptions::default() }
    }

    fn anomalous(table: &Table, rows: &[u32]) -> usize {
        rows.iter().filter(|&&row| table.labels()[row as usize]).count()
    }

    #[test]
    fn every_row_is_in_one_part_and_the_share_is_kept() {
        let table = realistic();
        for &split in Split::ALL {
            let parts = Parts::of(&table, &options(split)).unwrap();
            let mut all = [parts.train.clone(), parts.test.clone()].concat();
            all.sort_unstable();
            assert!(all.into_iter().eq(0..2_000) && parts.train.is_sorted() && parts.test.is_sorted());
            assert!((1_380..=1_480).contains(&parts.train.len()), "{split:?} {}", parts.train.len());
            assert_eq!(Parts::of(&table, &options(split)).unwrap(), parts);
            let other = Parts::of(&table, &SplitOptions { seed: 8, ..options(split) }).unwrap();
            assert_eq!(other == parts, split == Split::Time);
        }
        let parts = Parts::of(&table, &options(Split::Stratified)).unwrap();
        assert_eq!((anomalous(&table, &parts.train), anomalous(&table, &parts.test)), (70, 30));
    }

    #[test]
    fn users_and_campaigns_stay_whole_and_time_goes_on() {
        let table = realistic();
        for (split, id) in [(Split::User, ColumnId::UserId), (Split::Campaign, ColumnId::CampaignId)] {
            let parts = Parts::of(&table, &options(split)).unwrap();
            let column = table.column(id).unwrap();
            let keys = |rows: &[u32]| -> std::collections::BTreeSet<u64> {
                rows.iter().filter_map(|&row| entity::key(column, row as usize)).collect()
            };
            let (train, test) = (keys(&parts.train), keys(&parts.test));
            assert!(train.is_disjoint(&test) && !train.is_empty() && !test.is_empty());
        }
        let parts = Parts::of(&table, &options(Split::Time)).unwrap();
        let time = |row: &u32| table.column(ColumnId::Timestamps).unwrap().number(*row as usize) as i64;
        assert!(parts.train.iter().map(time).max() <= parts.test.iter().map(time).min());
    }

    #[test]
    fn the_order_is_that_of_splitmix64() {
        // The first outputs of the generator with seed 1234567, as its reference implementation prints them.
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([0, 1, 2].map(|number| order_key(1_234_567, number)), expected);
    }

    #[test]
    fn what_cannot_be_split_is_a_problem_with_a_hint() {
        let problem = |table: &Table, split| Parts::of(table, &options(split)).unwrap_err();
        let x = |count: usize| numbers("x", Role::Feature, &vec![Some(1.0); count]);
        let bare = fixture::table(vec![x(4)], &[false, false, true, true]);
        assert_eq!(problem(&bare, Split::Time).reason, "no column has a timestamp in every row");
        assert_eq!(
            problem(&bare, Split::Campaign).reason,
            "the rows have 0 campaigns, and a split by them needs at least 2"
        );
        assert_eq!(problem(&bare, Split::User).reason, "there is no column \"User ID\"");
        assert!(Parts::of(&bare, &options(Split::Stratified)).is_ok());
        let one = fixture::table(vec![x(3)], &[false, false, true]);
        let found = problem(&one, Split::Stratified);
        assert_eq!(found.reason, "the test part has no anomalous row");
        assert_eq!(found.hint, "use data with at least two anomalous rows; this has 1");
        let empty = Table::default();
        assert_eq!(problem(&empty, Split::Stratified).reason, "the training part has no normal row");
        for share in [0.0, 1.0, -1.0, f64::NAN] {
            let options = SplitOptions { share, ..options(Split::Stratified) };
            assert!(Parts::of(&bare, &options).unwrap_err().reason.contains("no share"));
        }
        let late = fixture::table(
            vec![timestamps("when", &["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"])],
            &[false, false, false, true],
        );
        assert_eq!(problem(&late, Split::Time).reason, "the training part has no anomalous row");
    }

    #[test]
    fn a_file_of_ones_own_is_split_by_any_column_of_names() {
        let table = fixture::table(
            vec![categories("who", &["a", "b", "c"], &["a", "b", "c", "a", "b", "c", "", ""])],
            &[true, true, true, false, false, false, true, true],
        );
        let options = SplitOptions { entity: Some("who".to_owned()), ..options(Split::User) };
        let parts = Parts::of(&table, &options).unwrap();
        let is_train = |row: u32| parts.train.contains(&row);
        assert!((0..3).all(|row| is_train(row) == is_train(row + 3)));
        assert_eq!((0..6).filter(|&row| is_train(row)).count(), 4);
        assert!(is_train(6) || is_train(7));
    }
}
