//! From rows and options to a training part that is balanced, a test part that is not touched, and a report.

use std::ops::ControlFlow;

use super::components::Components;
use super::features::{Choice, Classes, Features, Missing, features};
use super::follow::Followers;
use super::input::Input;
use super::options::Options;
use super::quality::{Quality, Sheet};
use super::report::{ClassCounts, Point, Report};
use super::split::{Parts, Split, by_time, stratified, whole};
use super::work::Work;
use super::{Labels, Method, Pace, Space, clean};
use crate::engine::decimal::grouped;
use crate::engine::problem::Problem;

/// Points of a picture, of real and of made rows each.
const MOST_POINTS: usize = 800;

/// Progress is told in parts of this many.
const WHOLE: u64 = 1_000;

/// A row that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The text of its cells, by the columns of the table.
    pub cells: Vec<String>,
    /// The class that it is of.
    pub class: u32,
    /// The row that it was made from.
    pub base: u32,
    /// The row that it was moved towards; none where it was not moved.
    pub neighbor: Option<u32>,
    /// What names these two.
    pub parents: [String; 2],
}

/// Balanced rows.
#[derive(Debug)]
pub struct Balanced {
    pub(super) input: Input,
    /// Real rows of the training part, in rising order.
    pub train: Vec<u32>,
    /// Rows that were made, class by class.
    pub made: Vec<Made>,
    /// Rows of the test part, in rising order.
    pub test: Vec<u32>,
    /// Whether the table was split.
    pub is_split: bool,
    /// What is to be said of it.
    pub report: Report,
}

impl Balanced {
    /// Balances rows. `pace` hears how far it is, every few milliseconds, and stops it.
    ///
    /// # Errors
    /// What was asked for cannot be done, with the class, the number and the remedy; or `pace` stopped it.
    pub fn of(input: Input, options: &Options, pace: Pace) -> Result<Self, Problem> {
        let table = input.table();
        let classes = Classes::of(table, &options.target)?;
        let Parts { train, test } = split(&input, &classes, options)?;
        let shown = input.shown();
        let choice = Choice {
            among: &shown,
            target: classes.column,
            categorical: &options.categorical,
            ignored: &options.ignored,
            missing: options.missing,
        };
        let features = features(table, &train, &choice)?;
        tell(pace, 50, WHOLE)?;
        let followers = Followers::of(&input, &features.rows);
        tell(pace, 100, WHOLE)?;
        let real = Sheet {
            numbers: features.numbers.clone(),
            codes: features.codes.clone(),
            classes: features
                .rows
                .iter()
                .filter_map(|&row| classes.codes.get(row as usize).copied())
                .collect(),
        };
        let before = counts(&real.classes, classes.names.len());
        let labels = Labels::new(&real.classes, &classes.names)?;
        let mut work = Work::new(&input, &classes, &features, options, &followers);
        let mut wanted = vec![0; before.len()];
        if let Some(sampling) = options.sampling() {
            wanted = options.strategy.wanted(labels)?;
            let space = Space::new(&real.numbers, &real.codes, options.scaling)?;
            work.make(&space, labels, &sampling, &wanted, pace)?;
        }
        let made_counts = counts(&work.values.classes, classes.names.len());
        let kept = cleaned(&real, &mut work, &classes, options, &mut part(pace, 700, 800))?;
        let train: Vec<u32> = kept.iter().filter_map(|&place| features.rows.get(place).copied()).collect();

        let columns = features.numeric.iter().chain(&features.categorical);
        let names: Vec<String> = columns
            .filter_map(|&place| table.columns().get(place))
            .map(|column| column.field.name.clone())
            .collect();
        let quality = match work.values.rows() {
            0 => None,
            _ => Some(Quality::of(&real, &work.values, &names, &mut part(pace, 800, 1_000))?),
        };
        let reached =
            counts(&[classes_of(&classes, &train), work.values.classes.clone()].concat(), before.len());
        let tested = counts(&classes_of(&classes, &test), before.len());
        let count = |counts: &[usize], class: usize| counts.get(class).copied().unwrap_or_default() as u64;
        let classes = classes.names.iter().enumerate().map(|(class, name)| {
            let (before, made) = (count(&before, class), count(&made_counts, class));
            ClassCounts {
                name: name.clone(),
                before,
                asked: before + count(&wanted, class),
                made,
                removed: before + made - count(&reached, class),
                reached: count(&reached, class),
                test: count(&tested, class),
            }
        });
        let (numeric, categorical) = names.split_at(features.numeric.len());
        let report = Report {
            target: options.target.clone(),
            method: options.method.map_or("none", Method::key).to_owned(),
            rows: table.rows() as u64,
            train_rows: (train.len() + work.made.len()) as u64,
            test_rows: test.len() as u64,
            left_out: features.left_out,
            filled: features.filled,
            numeric: numeric.to_vec(),
            categorical: categorical.to_vec(),
            classes: classes.collect(),
            quality,
            explained: [0.0; 2],
            points: Vec::new(),
            notes: notes(options, &features, &followers),
        };
        let (made, values) = (work.made, work.values);
        let mut balanced =
            Balanced { train, made, test, is_split: options.split != Split::Whole, report, input };
        balanced.picture(&real, &values);
        Ok(balanced)
    }

    /// Points of real and made rows by the first two principal components of the real ones.
    fn picture(&mut self, real: &Sheet, made: &Sheet) {
        let Some(components) = Components::of(&real.numbers) else { return };
        self.report.explained = components.explained;
        for (sheet, is_synthetic) in [(real, false), (made, true)] {
            for row in (0..sheet.rows()).step_by(sheet.rows().div_ceil(MOST_POINTS).max(1)) {
                let values: Vec<f64> =
                    sheet.numbers.iter().filter_map(|column| column.get(row).copied()).collect();
                let [x, y] = components.project(&values);
                let class = sheet.classes.get(row).copied().unwrap_or_default();
                self.report.points.push(Point { x, y, class, is_synthetic });
            }
        }
    }
}

fn split(input: &Input, classes: &Classes, options: &Options) -> Result<Parts, Problem> {
    let share = options.train_share / 100.0;
    Ok(match options.split {
        Split::Stratified => stratified(&classes.codes, classes.names.len(), share, options.seed),
        Split::Whole => whole(classes.codes.len()),
        Split::Time => by_time(input.table(), share).ok_or_else(|| {
            let hint = "split at random, or use data with a column of dates and times";
            Problem::new("split", "the data has no moments to split by", hint)
        })?,
    })
}

/// Takes away what the cleaning removes, from the made rows and, by the places that are returned, from the real ones.
fn cleaned(
    real: &Sheet,
    work: &mut Work,
    classes: &Classes,
    options: &Options,
    pace: Pace,
) -> Result<Vec<usize>, Problem> {
    let all = 0..real.rows();
    let Some(cleanup) = options.cleanup() else { return Ok(all.collect()) };
    let both = real.and(&work.values);
    let space = Space::new(&both.numbers, &both.codes, options.scaling)?;
    let labels = Labels::new(&both.classes, &classes.names)?;
    let removed = clean(&space, labels, &cleanup, &mut options.draws(u64::MAX), pace)?;
    let mut stays = vec![true; both.classes.len()];
    for row in removed {
        if let Some(stays) = stays.get_mut(row as usize) {
            *stays = false;
        }
    }
    let kept = |places: std::ops::Range<usize>, offset: usize| {
        places.filter(|place| stays.get(place + offset).copied().unwrap_or(true)).collect::<Vec<usize>>()
    };
    work.keep(&kept(0..work.made.len(), real.rows()));
    Ok(kept(all, 0))
}

fn classes_of(classes: &Classes, rows: &[u32]) -> Vec<u32> {
    rows.iter().filter_map(|&row| classes.codes.get(row as usize).copied()).collect()
}

/// Rows by class.
fn counts(classes: &[u32], count: usize) -> Vec<usize> {
    let mut counts = vec![0; count];
    for &class in classes {
        if let Some(count) = counts.get_mut(class as usize) {
            *count += 1;
        }
    }
    counts
}

/// What a reader should know before using the rows.
fn notes(options: &Options, features: &Features, followers: &Followers) -> Vec<String> {
    let mut notes = Vec::new();
    if options.split == Split::Whole {
        notes.push(
            "The whole table was balanced. A score on rows of it is too good: made rows are neighbors and copies of the rows that a model is then judged on. Split first, and judge on the test part."
                .to_owned(),
        );
    }
    let from_base = |what: &str| {
        format!("The {what} of made rows are those of their base rows: the method looks at none.")
    };
    let Some(method) = options.method else { return notes };
    if method.is_numeric() && !features.categorical.is_empty() {
        notes.push(from_base("names"));
    }
    if method == Method::SmoteN && !features.numeric.is_empty() {
        notes.push(from_base("numbers"));
    }
    if features.left_out > 0 {
        let rows = grouped(features.left_out);
        notes.push(format!("{rows} rows with missing values were left out of the training part."));
    }
    if features.filled > 0 && options.missing == Missing::Fill {
        let cells = grouped(features.filled);
        notes.push(format!("The median or the most frequent name stood in for {cells} missing cells."));
    }
    if !followers.unknown.is_empty() {
        notes.push(format!(
            "Made rows have {} from their base rows: no rule that is known here gives what the real rows hold.",
            followers.unknown.join(", ")
        ));
    }
    notes
}

/// Tells how far the work is.
///
/// # Errors
/// It is to be stopped.
pub fn tell(pace: Pace, done: u64, total: u64) -> Result<(), Problem> {
    if pace(done, total).is_break() {
        return Err(Problem::new("", "the balancing was stopped", "balance again"));
    }
    Ok(())
}

/// The pace of a part of the work, from so many to so many parts of a thousand.
pub fn part<'a>(pace: Pace<'a>, from: u64, to: u64) -> impl FnMut(u64, u64) -> ControlFlow<()> + 'a {
    move |done, total| pace(from + (to - from) * done.min(total) / total.max(1), WHOLE)
}
