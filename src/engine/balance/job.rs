//! From rows and options to a training part that is balanced, a test part that is not touched, and a report.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::components::Components;
use super::features::{Choice, Classes, Features, Missing, features};
use super::follow::Followers;
use super::input::Input;
use super::memory::{Size, scaled};
use super::options::{Making, Options};
use super::quality::{Quality, Sheet};
use super::report::{ClassCounts, Point, Report};
use super::rows::Ids;
use super::split::{Parts, Split, by_time, stratified, whole};
use super::step::{Step, WHOLE};
use super::work::{Parents, Work};
use super::{Cleaning, Labels, Method, Pace, Sampling, Space, Strategy, clean};
use crate::engine::dataset::Table;
use crate::engine::decimal::grouped;
use crate::engine::problem::Problem;
use crate::engine::text::{Text, number};
use crate::engine::{Configuration, Generator};

/// Points of a picture, of real and of synthetic rows each.
const MAX_POINTS: usize = 800;

/// Rows by which the memory for all of them is estimated.
const FORESEEN_ROWS: u64 = 10_000;

/// Balanced rows.
#[derive(Debug)]
pub struct Balanced {
    pub(super) input: Input,
    /// Real rows of the training part, in rising order.
    pub train: Vec<u32>,
    /// Synthetic rows, class by class, with the columns of the input's table.
    pub synthetic: Table,
    /// Where the synthetic rows come from.
    pub parents: Parents,
    pub(super) ids: Ids,
    /// The places of the columns in which synthetic rows may differ from their base rows; of these, the numeric features.
    pub(super) changed: BTreeSet<usize>,
    pub(super) numeric: Vec<usize>,
    /// Rows of the test part, in rising order.
    pub test: Vec<u32>,
    /// Whether the table was split.
    pub is_split: bool,
    /// The report.
    pub report: Report,
}

impl Balanced {
    /// Whether balancing all rows of a configuration fits into a number of bytes, estimated from some of them before the
    /// others are generated.
    ///
    /// # Errors
    /// It does not, or the configuration cannot be used. What else is wrong, balancing itself says.
    pub fn foresee(
        configuration: &Configuration,
        options: &Options,
        memory: u64,
    ) -> Result<(), Vec<Problem>> {
        // In no order the first rows are a sample.
        let configuration = configuration.unordered();
        let mut generator = Generator::new(&configuration)?;
        let (total, count) = (configuration.rows, configuration.rows.min(FORESEEN_ROWS));
        let Ok(table) = generator.rows(0..count) else { return Ok(()) };
        let input = Input::of(&configuration, table);
        let mut options = options.clone();
        if let Strategy::Counts(counts) = &mut options.strategy {
            counts.iter_mut().for_each(|(_, rows)| *rows = scaled(*rows, count, total));
        }
        let rows = Size { input: input.bytes() as u64, real: count, ..Size::default() };
        let size = Balanced::size(&input, &options).unwrap_or(rows);
        Ok(size.scaled(total, count).check(Some(memory))?)
    }

    /// Balances rows. `pace` is the progress callback.
    ///
    /// # Errors
    /// What was asked for cannot be done, with the class, the number and the remedy; or `pace` stopped it.
    pub fn of(input: Input, options: &Options, pace: Pace) -> Result<Self, Problem> {
        Balanced::within(input, options, None, pace)
    }

    /// The same within a number of bytes of memory, if one is given.
    ///
    /// # Errors
    /// As [`Self::of`]; or more memory is needed, which is known before any row is made.
    pub fn within(input: Input, options: &Options, memory: Option<u64>, pace: Pace) -> Result<Self, Problem> {
        let table = input.table();
        let Begun { classes, features, real, test, wanted, sampling } = Begun::of(&input, options, pace)?;
        let before = counts(&real.classes, classes.names.len());
        let labels = Labels::new(&real.classes, &classes.names)?;
        size(&input, &features, &before, &wanted, sampling, options).check(memory)?;
        let followers = Followers::of(&input, &features.rows);
        tell(pace, Step::Make.begins(), WHOLE)?;
        let mut work = Work::new(&input, &classes, &features, &real, options, &followers);
        if let Some(sampling) = sampling {
            let space = Space::new(&real.numbers, &real.codes, options.scaling)?;
            work.make(&space, labels, &sampling, &wanted, pace)?;
        }
        let made = counts(&work.values.classes, classes.names.len());
        let kept = cleaned(
            &real,
            &mut work,
            &classes,
            options,
            &mut part(pace, Step::Remove.begins(), Step::Compare.begins()),
        )?;
        let train: Vec<u32> = kept.iter().filter_map(|&place| features.rows.get(place).copied()).collect();

        let columns = features.numeric.iter().chain(&features.categorical);
        let names: Vec<String> = columns
            .filter_map(|&place| table.columns().get(place))
            .map(|column| column.field.name.clone())
            .collect();
        let quality = match work.values.rows() {
            0 => None,
            _ => Some(Quality::of(
                &real,
                &work.values,
                &names,
                &mut part(pace, Step::Compare.begins(), WHOLE),
            )?),
        };
        let mut reached = counts(&classes_of(&classes, &train), before.len());
        let synthetic = counts(&work.values.classes, before.len());
        reached.iter_mut().zip(&synthetic).for_each(|(reached, synthetic)| *reached += synthetic);
        let tested = counts(&classes_of(&classes, &test), before.len());
        let count = |counts: &[usize], class: usize| counts.get(class).copied().unwrap_or_default() as u64;
        let class_counts = classes.names.iter().enumerate().map(|(class, name)| {
            let (before, made) = (count(&before, class), count(&made, class));
            ClassCounts {
                name: name.clone(),
                before,
                asked: before + count(&wanted, class),
                made,
                removed: before + made - count(&reached, class),
                reached: count(&reached, class),
                synthetic: count(&synthetic, class),
                test: count(&tested, class),
            }
        });
        let (numeric, categorical) = names.split_at(features.numeric.len());
        let (explained, points) = picture(&real, &work.values);
        let report = Report {
            target: options.target.clone(),
            method: sampling.map_or("none", |sampling| sampling.method.key()).to_owned(),
            rows: table.rows() as u64,
            train_rows: (train.len() + work.parents.rows()) as u64,
            test_rows: test.len() as u64,
            left_out: features.left_out,
            filled: features.filled,
            numeric: numeric.to_vec(),
            categorical: categorical.to_vec(),
            classes: class_counts.collect(),
            quality,
            explained,
            points,
            notes: notes(options, sampling.map(|sampling| sampling.method), &features, &followers),
        };
        drop(real);
        let ids = Ids::of(&input);
        let (synthetic, parents) = work.finish(&ids);
        let changed =
            features.numeric.iter().chain(&features.categorical).copied().chain(followers.changed());
        let changed = changed.chain([classes.column]).collect();
        let is_split = options.split != Split::Whole;
        let numeric = features.numeric;
        Ok(Balanced { train, synthetic, parents, ids, changed, numeric, test, is_split, report, input })
    }

    /// What the memory depends on that balancing takes.
    ///
    /// # Errors
    /// As [`Self::of`], before any row is made.
    pub fn size(input: &Input, options: &Options) -> Result<Size, Problem> {
        let begun = Begun::of(input, options, &mut |_, _| ControlFlow::Continue(()))?;
        let before = counts(&begun.real.classes, begun.classes.names.len());
        Ok(size(input, &begun.features, &before, &begun.wanted, begun.sampling, options))
    }
}

/// What is known before any row is made.
struct Begun {
    classes: Classes,
    /// The features of the training part, without their values.
    features: Features,
    /// The values of the features.
    real: Sheet,
    test: Vec<u32>,
    /// By class, the rows to add.
    wanted: Vec<usize>,
    sampling: Option<Sampling>,
}

impl Begun {
    fn of(input: &Input, options: &Options, pace: Pace) -> Result<Self, Problem> {
        let table = input.table();
        let classes = Classes::of(table, &options.target)?;
        let Parts { train, test } = split(input, &classes, options)?;
        let shown = input.shown();
        let mut features = features(table, &train, &choice(&shown, &classes, options))?;
        tell(pace, 50, WHOLE)?;
        let real = Sheet {
            numbers: std::mem::take(&mut features.numbers),
            codes: std::mem::take(&mut features.codes),
            classes: classes_of(&classes, &features.rows),
        };
        let labels = Labels::new(&real.classes, &classes.names)?;
        let sampling = options.sampling(features.numeric.len(), features.categorical.len());
        let wanted = match sampling {
            Some(_) => options.strategy.wanted(labels)?,
            None => vec![0; classes.names.len()],
        };
        Ok(Begun { classes, features, real, test, wanted, sampling })
    }
}

/// Which columns may be features.
fn choice<'a>(shown: &'a [usize], classes: &Classes, options: &'a Options) -> Choice<'a> {
    Choice {
        among: shown,
        target: classes.column,
        categorical: &options.categorical,
        ignored: &options.ignored,
        missing: options.missing,
    }
}

/// What the memory that is needed depends on.
fn size(
    input: &Input,
    features: &Features,
    before: &[usize],
    wanted: &[usize],
    sampling: Option<Sampling>,
    options: &Options,
) -> Size {
    let real = features.rows.len();
    let largest = before.iter().zip(wanted).filter(|(_, wanted)| **wanted > 0).map(|(count, _)| *count).max();
    let searched = match sampling.map(|sampling| sampling.method) {
        None | Some(Method::RandomOver) => 0,
        Some(Method::Smote | Method::SmoteNc | Method::SmoteN) => largest.unwrap_or_default(),
        Some(Method::Borderline1 | Method::Borderline2 | Method::Adasyn) => real,
    };
    Size {
        input: input.bytes() as u64,
        real: real as u64,
        synthetic: wanted.iter().map(|&count| count as u64).sum(),
        searched: searched as u64,
        numeric: features.numeric.len() as u64,
        categorical: features.categorical.len() as u64,
        columns: input.table().columns().len() as u64,
        k: u64::from(options.k),
        is_cleaned: matches!(options.cleaning, Some(Cleaning::Tomek | Cleaning::EditedNearest)),
    }
}

/// Points of real and synthetic rows by the first two principal components of the real ones, and the shares of the
/// variance that these explain.
fn picture(real: &Sheet, synthetic: &Sheet) -> ([f64; 2], Vec<Point>) {
    let Some(components) = Components::of(&real.numbers) else { return ([0.0; 2], Vec::new()) };
    let mut points = Vec::new();
    for (sheet, is_synthetic) in [(real, false), (synthetic, true)] {
        for row in (0..sheet.rows()).step_by(sheet.rows().div_ceil(MAX_POINTS).max(1)) {
            let values: Vec<f64> =
                sheet.numbers.iter().filter_map(|column| column.get(row).copied()).collect();
            let [x, y] = components.project(&values);
            let class = sheet.classes.get(row).copied().unwrap_or_default();
            points.push(Point { x, y, class, is_synthetic });
        }
    }
    (components.explained, points)
}

fn split(input: &Input, classes: &Classes, options: &Options) -> Result<Parts, Problem> {
    let share = options.train_share / 100.0;
    Ok(match options.split {
        Split::Stratified => stratified(&classes.codes, classes.names.len(), share, options.seed),
        Split::Whole => whole(classes.codes.len()),
        Split::Time => by_time(input.table(), share).ok_or_else(|| {
            let hint = text!("split at random, or use data with a column of dates and times");
            Problem::new("split", text!("the data has no timestamps to split by"), hint)
        })?,
    })
}

/// Removes the rows that the cleaning names, from the synthetic rows and, by the places that are returned, from the real
/// ones.
fn cleaned(
    real: &Sheet,
    work: &mut Work,
    classes: &Classes,
    options: &Options,
    pace: Pace,
) -> Result<Vec<usize>, Problem> {
    let all = 0..real.rows();
    let Some(cleanup) = options.cleanup() else { return Ok(all.collect()) };
    let Sheet { numbers, codes, classes: of_rows } = real.and(&work.values);
    let space = Space::of_distances(&numbers, &codes, options.scaling)?;
    drop((numbers, codes));
    let labels = Labels::new(&of_rows, &classes.names)?;
    let removed = clean(&space, labels, &cleanup, &mut options.draws(u64::MAX), pace).map_err(of_cleaning)?;
    let mut stays = vec![true; of_rows.len()];
    for row in removed {
        if let Some(stays) = stays.get_mut(row as usize) {
            *stays = false;
        }
    }
    let kept = |places: std::ops::Range<usize>, offset: usize| {
        places.filter(|place| stays.get(place + offset).copied().unwrap_or(true)).collect::<Vec<usize>>()
    };
    work.keep(&kept(0..work.parents.rows(), real.rows()));
    Ok(kept(all, 0))
}

/// A problem of the cleaning, under the key of the option that it is about.
fn of_cleaning(problem: Problem) -> Problem {
    let path = match problem.path.as_str() {
        "k" => "clean-k",
        "ratio" => "under-ratio",
        _ => return problem,
    };
    Problem { path: path.to_owned(), ..problem }
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
fn notes(options: &Options, method: Option<Method>, features: &Features, followers: &Followers) -> Vec<Text> {
    let mut notes = Vec::new();
    if options.split == Split::Whole {
        notes.push(text!(
            "The whole table was balanced. Scores of a model that is trained and evaluated on it are too good: synthetic rows are neighbors and copies of the rows that it is evaluated on. Split first, and evaluate on the test part."
        ));
    }
    let Some(method) = method else { return notes };
    if options.method == Making::Auto {
        let name = method.name();
        notes.push(match method {
            Method::Smote => text!("{name} was chosen automatically: all features are numeric.", name),
            Method::SmoteN => text!("{name} was chosen automatically: all features are categorical.", name),
            _ => text!("{name} was chosen automatically: the features are numeric and categorical.", name),
        });
    }
    if method.is_numeric() && !features.categorical.is_empty() {
        notes.push(text!(
            "Synthetic rows copy the categories of their base rows: the method does not use them."
        ));
    }
    if method == Method::SmoteN && !features.numeric.is_empty() {
        notes
            .push(text!("Synthetic rows copy the numbers of their base rows: the method does not use them."));
    }
    if features.left_out > 0 {
        notes.push(text!(
            "{rows} rows with missing values were left out of the training part.",
            rows = number(grouped(features.left_out))
        ));
    }
    if features.filled > 0 && options.missing == Missing::Fill {
        notes.push(text!(
            "{cells} missing cells were filled with the median or the most frequent category.",
            cells = number(grouped(features.filled))
        ));
    }
    if !followers.unknown.is_empty() {
        notes.push(text!(
            "Synthetic rows copy {columns} from their base rows: no known rule gives the values of the real rows.",
            columns = followers.unknown.join(", ")
        ));
    }
    notes
}

/// Reports the progress.
///
/// # Errors
/// It is to be stopped.
pub fn tell(pace: Pace, done: u64, total: u64) -> Result<(), Problem> {
    if pace(done, total).is_break() {
        return Err(Problem::new("", text!("the balancing was stopped"), text!("balance again")));
    }
    Ok(())
}

/// The pace of a part of the work, from so many to so many parts of a thousand.
pub fn part<'a>(pace: Pace<'a>, from: u64, to: u64) -> impl FnMut(u64, u64) -> ControlFlow<()> + 'a {
    move |done, total| pace(from + (to - from) * done.min(total) / total.max(1), WHOLE)
}
