//! What a detector finds and what it misses, by what the answer key says of the rows: attacks, campaigns, patterns, and
//! normal rows that look like an attack. The answer key counts here, not the label: they differ where labels are wrong.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::engine::dataset::{ColumnId, MISSING, Table};
use crate::engine::issues::campaigns::PATTERNS;

/// Seconds of an hour.
const HOUR: f64 = 3_600.0;

/// Names, and the code of each row; none where a row has no such name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// The names, by code.
    pub names: Vec<String>,
    /// The code of each row.
    pub codes: Vec<Option<u32>>,
}

impl Named {
    /// The name of a row; empty where it has none.
    pub fn name(&self, row: usize) -> &str {
        let code = self.codes.get(row).copied().flatten();
        code.and_then(|code| self.names.get(code as usize)).map_or("", String::as_str)
    }

    /// Those of the rows at some places.
    fn at(&self, places: &[u32]) -> Self {
        let name = |code: u32| self.names.get(code as usize).cloned().unwrap_or_default();
        packed(at(&self.codes, places).into_iter(), name)
    }
}

/// The items at some places.
fn at<T: Copy>(items: &[T], places: &[u32]) -> Vec<T> {
    places.iter().filter_map(|&place| items.get(place as usize).copied()).collect()
}

/// What the answer key says of rows: by their places among them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// Their numbers in the table.
    pub rows: Vec<u32>,
    /// Their labels.
    pub labels: Vec<bool>,
    /// Kinds of attack, where the table has them.
    pub attacks: Option<Named>,
    /// Campaigns, where the table has them.
    pub campaigns: Option<Named>,
    /// How the rows of attacks depart from the user's baseline, where it is known.
    pub patterns: Option<Named>,
    /// Times in seconds; none where the table has none. A row without one is not a number.
    pub times: Option<Vec<f64>>,
    /// Normal rows that look like an attack, where the table marks them.
    pub benign_outliers: Option<Vec<bool>>,
}

impl Answers {
    /// What a table says of some of its rows. `patterns`: of each row of the table, its place in [`PATTERNS`].
    pub fn of(table: &Table, rows: &[u32], patterns: Option<&[u8]>) -> Self {
        let named = |id| {
            let column = table.column(id)?;
            let names = &column.categories()?.names;
            let code = |&row: &u32| Some(column.code(row as usize)).filter(|&code| code != MISSING);
            Some(packed(rows.iter().map(code), |code| names.name(code).into_owned()))
        };
        let attack = table.column(ColumnId::AttackType);
        let label = |row: u32| table.labels().get(row as usize).copied().unwrap_or(false);
        // A table of a configuration without attacks has none of their patterns either, whatever stands at its rows.
        let is_attack = |row: u32| attack.map_or(label(row), |column| !column.is_missing(row as usize));
        let pattern = |patterns: &[u8]| {
            let code =
                |&row: &u32| patterns.get(row as usize).filter(|_| is_attack(row)).map(|&code| code.into());
            let name = |code: u32| PATTERNS.get(code as usize).map_or("", |pattern| pattern.name).to_owned();
            packed(rows.iter().map(code), name)
        };
        let number = |id| {
            let column = table.column(id)?;
            Some(rows.iter().map(|&row| column.number(row as usize)).collect::<Vec<f64>>())
        };
        let is_benign = |(&row, flag): (&u32, f64)| flag == 1.0 && !label(row);
        Answers {
            rows: rows.to_vec(),
            labels: rows.iter().map(|&row| label(row)).collect(),
            attacks: named(ColumnId::AttackType),
            campaigns: named(ColumnId::CampaignId),
            patterns: patterns.map(pattern),
            times: number(ColumnId::Timestamps),
            benign_outliers: number(ColumnId::IsBenignOutlier)
                .map(|flags| rows.iter().zip(flags).map(is_benign).collect()),
        }
    }

    /// What is said of the rows at some places.
    pub fn at(&self, places: &[u32]) -> Self {
        let named = |named: &Option<Named>| named.as_ref().map(|named| named.at(places));
        Answers {
            rows: at(&self.rows, places),
            labels: at(&self.labels, places),
            attacks: named(&self.attacks),
            campaigns: named(&self.campaigns),
            patterns: named(&self.patterns),
            times: self.times.as_ref().map(|times| at(times, places)),
            benign_outliers: self.benign_outliers.as_ref().map(|flags| at(flags, places)),
        }
    }

    /// Whether the answer key says anything of a row that a breakdown counts.
    pub fn names(&self, place: usize) -> bool {
        let has = |named: &Option<Named>| named.as_ref().is_some_and(|named| !named.name(place).is_empty());
        self.labels.get(place).copied().unwrap_or(false)
            || has(&self.attacks)
            || has(&self.campaigns)
            || self.benign_outliers.as_ref().is_some_and(|flags| flags.get(place) == Some(&true))
    }
}

/// Codes without those that do not occur, in rising order.
fn packed(codes: impl Iterator<Item = Option<u32>> + Clone, name: impl Fn(u32) -> String) -> Named {
    let occurring: BTreeSet<u32> = codes.clone().flatten().collect();
    let occurring: Vec<u32> = occurring.into_iter().collect();
    let place = |code: u32| occurring.binary_search(&code).ok().map(|place| place as u32);
    Named {
        codes: codes.map(|code| code.and_then(place)).collect(),
        names: occurring.iter().map(|&code| name(code)).collect(),
    }
}

/// What a detector finds, part by part, each list with the largest missed share first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Breakdown {
    /// By kind of attack.
    pub attacks: Vec<Found>,
    /// By campaign.
    pub campaigns: Vec<FoundCampaign>,
    /// By how the rows of an attack depart from the user's baseline; empty where it is not known.
    pub patterns: Vec<Found>,
    /// Normal rows that look like an attack; none where the table does not mark them.
    pub benign_outliers: Option<BenignOutliers>,
}

/// How many rows of a part are found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The part.
    pub name: String,
    /// Its rows, at least one.
    pub rows: u64,
    /// Those that are called anomalous.
    pub found: u64,
}

impl Found {
    /// The share of rows that are not called anomalous, from 0 to 1.
    pub fn missed_share(&self) -> f64 {
        if self.rows == 0 { 0.0 } else { (self.rows - self.found.min(self.rows)) as f64 / self.rows as f64 }
    }
}

/// How much of a campaign is found, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundCampaign {
    /// Its rows.
    pub found: Found,
    /// Its kind of attack; empty where it is not known.
    pub attack: String,
    /// Hours from its first row with a score to its first row that is called anomalous, by the column "Timestamps";
    /// none where no row is called so, or times are not known.
    pub delay_hours: Option<f64>,
}

/// Normal rows that look like an attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BenignOutliers {
    /// How many there are.
    pub rows: u64,
    /// How many of them are called anomalous.
    pub alarms: u64,
    /// All normal rows, by their label, that are called anomalous.
    pub false_alarms: u64,
}

impl BenignOutliers {
    /// The share of false alarms that they are, from 0 to 1; none where there is no false alarm.
    pub fn share_of_false_alarms(&self) -> Option<f64> {
        (self.false_alarms > 0).then(|| self.alarms as f64 / self.false_alarms as f64)
    }
}

impl Breakdown {
    /// The breakdown of rows, by what the answer key says of them, their scores, and the lowest score that is called
    /// anomalous. `false_alarms`: how many normal rows are called so, among these and all others.
    pub fn of(answers: &Answers, scores: &[f64], threshold: f64, false_alarms: u64) -> Self {
        let called: Vec<bool> = scores.iter().map(|&score| score >= threshold).collect();
        let parts =
            |named: &Option<Named>| named.as_ref().map(|named| by_name(named, &called)).unwrap_or_default();
        let benign = answers.benign_outliers.as_ref().map(|flags| BenignOutliers {
            rows: flags.iter().filter(|flag| **flag).count() as u64,
            alarms: flags.iter().zip(&called).filter(|(flag, called)| **flag && **called).count() as u64,
            false_alarms,
        });
        Breakdown {
            attacks: parts(&answers.attacks),
            campaigns: by_campaign(answers, &called),
            patterns: parts(&answers.patterns),
            benign_outliers: benign,
        }
    }
}

fn by_name(named: &Named, called: &[bool]) -> Vec<Found> {
    let mut counts = vec![[0; 2]; named.names.len()];
    for (code, &called) in named.codes.iter().zip(called) {
        if let Some([rows, found]) = code.and_then(|code| counts.get_mut(code as usize)) {
            *rows += 1;
            *found += u64::from(called);
        }
    }
    worst_first(counts, |code| named.names.get(code).cloned().unwrap_or_default())
}

/// The parts that have rows.
fn worst_first(counts: Vec<[u64; 2]>, name: impl Fn(usize) -> String) -> Vec<Found> {
    let parts = counts.into_iter().enumerate().filter(|(_, [rows, _])| *rows > 0);
    let mut parts: Vec<Found> =
        parts.map(|(code, [rows, found])| Found { name: name(code), rows, found }).collect();
    parts.sort_by(order);
    parts
}

/// The largest missed share first; of equal ones, the one with more rows, and otherwise as they stand.
fn order(one: &Found, other: &Found) -> std::cmp::Ordering {
    other.missed_share().total_cmp(&one.missed_share()).then(other.rows.cmp(&one.rows))
}

/// A campaign while its rows are read.
#[derive(Clone, Debug, Default)]
struct Reading {
    rows: [u64; 2],
    attack: String,
    first: Option<f64>,
    first_found: Option<f64>,
}

fn by_campaign(answers: &Answers, called: &[bool]) -> Vec<FoundCampaign> {
    let Some(campaigns) = &answers.campaigns else { return Vec::new() };
    let mut readings = vec![Reading::default(); campaigns.names.len()];
    for (place, (code, &called)) in campaigns.codes.iter().zip(called).enumerate() {
        let Some(reading) = code.and_then(|code| readings.get_mut(code as usize)) else { continue };
        reading.rows = [reading.rows[0] + 1, reading.rows[1] + u64::from(called)];
        if let Some(attacks) = answers.attacks.as_ref().filter(|_| reading.attack.is_empty()) {
            attacks.name(place).clone_into(&mut reading.attack);
        }
        let time = answers.times.as_ref().and_then(|times| times.get(place)).filter(|time| !time.is_nan());
        let earlier = |known: Option<f64>| known.into_iter().chain(time.copied()).reduce(f64::min);
        reading.first = earlier(reading.first);
        if called {
            reading.first_found = earlier(reading.first_found);
        }
    }
    let found = |(name, reading): (&String, Reading)| {
        let [rows, found] = reading.rows;
        (rows > 0).then(|| FoundCampaign {
            found: Found { name: name.clone(), rows, found },
            attack: reading.attack,
            delay_hours: reading.first.zip(reading.first_found).map(|(first, found)| (found - first) / HOUR),
        })
    };
    let mut campaigns: Vec<FoundCampaign> = campaigns.names.iter().zip(readings).filter_map(found).collect();
    campaigns.sort_by(|one, other| order(&one.found, &other.found));
    campaigns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::{Field, Role};
    use crate::engine::models::fixture::{self, Cells, categories, numbers, timestamps};
    use crate::engine::{Configuration, Generator, configuration::Preset};

    /// A column of the answer key, with the role and the type that it has.
    fn known((field, cells): Cells) -> Cells {
        let id = ColumnId::find(&field.name).unwrap();
        (Field { domain: field.domain, ..Field::known(id) }, cells)
    }

    fn table() -> Table {
        let flags = |values: [f64; 7]| values.map(Some);
        fixture::table(
            vec![
                timestamps(
                    "Timestamps",
                    &[
                        "2024-01-01 03:00:00",
                        "2024-01-01 00:00:00",
                        "2024-01-01 01:30:00",
                        "2024-01-02 00:00:00",
                        "2024-01-02 00:00:00",
                        "",
                        "2024-01-03 00:00:00",
                    ],
                ),
                known(categories("Attack Type", &["A", "B", "C"], &["A", "A", "A", "B", "", "", ""])),
                known(categories("Campaign ID", &["c1", "c2", "c3"], &["c1", "c1", "c1", "c2", "", "", ""])),
                known(numbers("Is Benign Outlier", Role::Truth, &flags([0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0]))),
            ],
            &[true, true, true, true, false, false, false],
        )
    }

    #[test]
    fn parts_are_counted_with_the_worst_first() {
        let table = table();
        let scores = [5.0, 1.0, 5.0, 1.0, 7.0, 1.0, 5.0];
        let rows = [0, 1, 2, 3, 4, 5, 6];
        let patterns = Some(&[0, 0, 4, 4, 0, 0, 0][..]);
        let breakdown = Breakdown::of(&Answers::of(&table, &rows, patterns), &scores, 5.0, 2);
        let found = |name: &str, rows, found| Found { name: name.to_owned(), rows, found };
        assert_eq!(breakdown.attacks, [found("B", 1, 0), found("A", 3, 2)]);
        let campaigns = [
            FoundCampaign { found: found("c2", 1, 0), attack: "B".to_owned(), delay_hours: None },
            FoundCampaign { found: found("c1", 3, 2), attack: "A".to_owned(), delay_hours: Some(1.5) },
        ];
        assert_eq!(breakdown.campaigns, campaigns);
        assert_eq!(
            breakdown.patterns,
            [found("Contextual anomalies", 2, 1), found("Clustered anomalies", 2, 1)]
        );
        let benign = breakdown.benign_outliers.unwrap();
        assert_eq!(benign, BenignOutliers { rows: 2, alarms: 1, false_alarms: 2 });
        assert_eq!(benign.share_of_false_alarms(), Some(0.5));
    }

    #[test]
    fn only_rows_with_scores_count() {
        let table = table();
        let breakdown = Breakdown::of(&Answers::of(&table, &[0, 6], None), &[5.0, 1.0], 5.0, 0);
        assert_eq!(breakdown.campaigns.len(), 1);
        assert_eq!(breakdown.campaigns[0].delay_hours, Some(0.0));
        assert_eq!(breakdown.patterns, []);
        assert_eq!(breakdown.benign_outliers.unwrap().share_of_false_alarms(), None);
    }

    #[test]
    fn a_table_without_an_answer_key_has_no_parts() {
        let table = fixture::table(vec![numbers("x", Role::Feature, &[Some(1.0), None])], &[true, false]);
        let answers = Answers::of(&table, &[0, 1, 9], None);
        assert_eq!(Breakdown::of(&answers, &[1.0; 3], 0.0, 2), Breakdown::default());
    }

    #[test]
    fn generated_rows_have_all_parts() {
        let configuration = Configuration { rows: 3_000, ..Preset::Realistic.configuration() };
        let mut generator = Generator::new(&configuration).unwrap();
        let table = generator.rows(0..3_000).unwrap();
        let patterns: Vec<u8> = (0..3_000).map(|row| generator.record(row).issue.mark.pattern).collect();
        let rows: Vec<u32> = (0..3_000).collect();
        let scores: Vec<f64> = rows.iter().map(|row| f64::from(row % 2)).collect();
        let answers = Answers::of(&table, &rows, Some(&patterns));
        let breakdown = Breakdown::of(&answers, &scores, 1.0, 1_500);
        let attack = table.column(ColumnId::AttackType).unwrap();
        let attacked = (0..3_000).filter(|&row| !attack.is_missing(row)).count() as u64;
        let total = |parts: &[Found]| parts.iter().map(|part| part.rows).sum::<u64>();
        assert_eq!((total(&breakdown.attacks), total(&breakdown.patterns)), (attacked, attacked));
        assert_eq!(breakdown.campaigns.iter().map(|part| part.found.rows).sum::<u64>(), attacked);
        assert!(breakdown.attacks.is_sorted_by(|one, other| one.missed_share() >= other.missed_share()));
        assert!(
            breakdown.campaigns.iter().all(|campaign| campaign.delay_hours.is_none_or(|hours| hours >= 0.0))
        );
        assert!(breakdown.benign_outliers.unwrap().rows > 0);
    }
}
