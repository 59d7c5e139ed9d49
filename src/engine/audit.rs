//! The audit: whether labeled data is worth training a detector on, or gives its labels away.
//!
//! A benchmark whose anomalies one threshold finds, whose names or dates belong to one class, or whose anomalies stand
//! at the end, measures nothing (Wu and Keogh, "Current time series anomaly detection benchmarks are flawed", 2021;
//! Arp et al., "Dos and don'ts of machine learning in computer security", 2022). Each check of [`Rule`] asks for one
//! such fault and answers with a verdict, the column, a reason and what fixes it.
//!
//! [`Audit`] is a job in steps, so that a page shows progress and hears a cancel. It looks at a [`Table`], wherever
//! that came from, and holds it against what its maker declares: [`Declarations`]. Derived columns, identifiers and
//! the label are never features. The same table always gets the same report: folds and samples are drawn with a seed
//! of the audit's own.

mod baseline;
mod categories;
pub mod declarations;
pub mod fixes;
mod integrity;
pub mod json;
mod learner;
pub mod pictures;
mod preparation;
mod probe;
pub mod report;
pub mod rules;
mod separation;
mod time;
pub mod trial;

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use super::configuration::Configuration;
use super::dataset::{Table, Values};
use super::generator::Generator;
use super::issues::Model;
use super::issues::realistic::defects::mislabeled_rows;
use super::models::bins::Binned;
use super::models::features::{Feature, Source};
use super::models::folds::FOLDS;
use super::models::{features, folds};
use super::text::Text;
use baseline::{Baseline, Compared};
use integrity::{Measured, Outside};
use learner::{Apart, Learner};
use pictures::Scale;
use probe::PROBE;
use separation::Single;

pub use declarations::{Declarations, Defect, Dependency};
pub use fixes::Fix;
pub use pictures::{Distribution, Picture};
pub use preparation::Preparation;
pub use report::{Check, Measure, Report, Verdict};
pub use rules::Rule;

/// The most rows that an audit looks at; of more, a sample.
pub const MAX_ROWS: u64 = 100_000;

/// The most rows that a model learns from and is judged on; of more, a sample.
const MAX_LEARNED: u64 = 20_000;

/// A check that asks for the label needs as many rows of each class.
const MIN_ROWS: u64 = 20;

/// How many of the strongest columns the second probe goes without.
const STRONGEST: usize = 3;

/// The checks whose picture is drawn from the table at the end; the others have theirs, or none, when they are decided.
const PICTURED: [Rule; 9] = [
    Rule::SingleFeature,
    Rule::Stump,
    Rule::TwoLevels,
    Rule::ThreeLevels,
    Rule::ExclusiveValues,
    Rule::RangeOverlap,
    Rule::TimeWindow,
    Rule::TimeQuarters,
    Rule::RowOrder,
];

/// The costs of one step at 10,000 rows: some five milliseconds natively, ten in a browser.
const STEP_COST: u64 = 10;

/// An audit under way.
#[derive(Debug)]
pub struct Audit {
    table: Rc<Table>,
    declarations: Declarations,
    features: Vec<Feature>,
    folds: Vec<u8>,
    stages: VecDeque<Stage>,
    done: u64,
    total: u64,
    singles: Vec<Single>,
    dependencies: Vec<Measured>,
    outside: Vec<Outside>,
    times: Vec<time::Column>,
    learner: Learner,
    checks: BTreeMap<Rule, Check>,
    /// The feature that decided a check, where one did.
    decided: BTreeMap<Rule, usize>,
    pictures: BTreeMap<Rule, Picture>,
}

/// A piece of an audit's work.
#[derive(Clone, Copy, Debug)]
enum Stage {
    /// A check that is quick.
    Quick(Rule),
    /// The cells of a column that are not as declared.
    Cells(usize),
    /// What the timestamps of a column say.
    Times(usize),
    /// The correlation of two columns that are declared to depend on each other.
    Dependency(usize),
    /// The figures of one feature.
    Single(usize),
    /// The checks that these figures decide.
    SingleChecks,
    /// One feature, cut into bins.
    Bin(usize),
    /// A tree on one fold.
    Tree(u32, u8),
    /// The check that these trees decide.
    TreeCheck(Rule),
    /// The rows as numbers, for a detector without labels.
    Encode(Compared),
    /// The scores that it gives them.
    Isolate,
    /// The check that these scores decide.
    BaselineCheck,
    /// A tree of the probe on one fold.
    Boost(Apart, u8),
    /// The end of the probe on a fold.
    FoldDone(Apart, u8),
    /// The probe's check.
    ProbeCheck,
    /// The check of the probe on unseen campaigns.
    UnseenCheck,
    /// The strongest columns are left out from here on.
    DropStrongest,
    /// The check of the probe without them.
    WithoutCheck,
    /// The picture of a check, if it found a fault.
    Picture(Rule),
}

impl Stage {
    /// How long it takes, in parts of a step at 10,000 rows.
    fn cost(self) -> u64 {
        match self {
            Stage::Quick(_) | Stage::Times(_) | Stage::Dependency(_) | Stage::Single(_) => 2,
            Stage::Encode(_) | Stage::Isolate | Stage::BaselineCheck => STEP_COST,
            _ => 1,
        }
    }
}

impl Audit {
    /// Prepares to audit a table.
    pub fn new(table: impl Into<Rc<Table>>, declarations: Declarations) -> Self {
        let table = table.into();
        let features = features::features(&table);
        let folds = folds::folds(table.labels());
        let mut audit = Audit {
            folds,
            stages: VecDeque::new(),
            done: 0,
            total: 0,
            singles: Vec::new(),
            dependencies: Vec::new(),
            outside: Vec::new(),
            times: Vec::new(),
            learner: Learner::new(features.len()),
            checks: BTreeMap::new(),
            decided: BTreeMap::new(),
            pictures: BTreeMap::new(),
            features,
            table,
            declarations,
        };
        audit.plan();
        audit.total = audit.stages.iter().map(|stage| stage.cost()).sum();
        audit
    }

    /// Prepares to audit the data of a generator, whose rows it makes: all of them, or a sample of
    /// [`MAX_ROWS`].
    pub fn of(generator: &mut Generator) -> Self {
        let rows = Audit::rows(generator.configuration().rows);
        let table = generator.sample(&rows);
        let is_mislabeled = |(place, row): &(usize, u64)| table.class(*place) != generator.place(*row).0;
        let mislabeled = rows.into_iter().enumerate().filter(is_mislabeled).count() as u64;
        let declarations = declarations(generator.configuration(), mislabeled);
        Audit::new(table, declarations)
    }

    /// Which of `total` rows an audit looks at, in rising order.
    pub fn rows(total: u64) -> Vec<u64> {
        folds::sample(total, MAX_ROWS)
    }

    /// Work done so far, and work in all.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.total)
    }

    /// Does some ten milliseconds of work. The report, once everything is done.
    pub fn step(&mut self) -> Option<Report> {
        let mut budget = (STEP_COST * 10_000 / (self.table.rows() as u64).max(1)).clamp(1, STEP_COST);
        while budget > 0 {
            let Some(stage) = self.stages.pop_front() else { return Some(self.report()) };
            self.run(stage);
            self.done += stage.cost();
            budget = budget.saturating_sub(stage.cost());
        }
        None
    }

    /// Does all the work at once.
    pub fn run_to_end(mut self) -> Report {
        loop {
            if let Some(report) = self.step() {
                return report;
            }
        }
    }

    /// Lines up the work; checks that have nothing to look at get their verdict here.
    fn plan(&mut self) {
        use Rule::{
            Baseline, Contamination, Correlation, DerivedColumns, Domain, ExclusiveValues, LabelErrors,
            Probe, RangeOverlap, RowOrder, SingleFeature, Stump, ThreeLevels, TimeQuarters, TimeWindow,
            TwoLevels, UnseenCampaigns, WithoutStrongest,
        };
        let columns = 0..self.table.columns().len();
        self.stages.extend([Contamination, DerivedColumns, LabelErrors].map(Stage::Quick));
        self.stages.extend(columns.clone().map(Stage::Cells));
        self.stages.push_back(Stage::Quick(Domain));
        self.stages.extend((0..self.declarations.dependencies.len()).map(Stage::Dependency));
        self.stages.push_back(Stage::Quick(Correlation));
        let labels = [ExclusiveValues, TimeWindow, TimeQuarters, RowOrder];
        let single = [SingleFeature, Stump, RangeOverlap];
        let models = [TwoLevels, ThreeLevels, Probe, WithoutStrongest, Baseline, UnseenCampaigns];
        if let Some(reason) = too_few(self.table.counts()) {
            for rule in labels.into_iter().chain(single).chain(models) {
                self.not_applicable(rule, reason.clone());
            }
            return;
        }
        let is_time = |&index: &usize| {
            self.table
                .columns()
                .get(index)
                .is_some_and(|column| matches!(column.values, Values::Timestamps(_)))
        };
        self.stages.extend(columns.filter(is_time).map(Stage::Times));
        self.stages.extend(labels.map(Stage::Quick));
        self.stages.extend((0..self.features.len()).map(Stage::Single));
        self.stages.push_back(Stage::SingleChecks);
        self.plan_models(models);
        self.stages.extend(PICTURED.map(Stage::Picture));
    }

    /// Lines up the work of the models.
    fn plan_models(&mut self, models: [Rule; 6]) {
        use Rule::{ThreeLevels, TwoLevels};
        let rows = folds::sample(self.table.rows() as u64, MAX_LEARNED);
        let learner = &mut self.learner;
        learner.rows = rows.into_iter().map(|row| row as u32).collect();
        let label = |&row: &u32| self.table.labels().get(row as usize).copied().unwrap_or(false);
        learner.labels = learner.rows.iter().map(label).collect();
        learner.folds = folds::folds(&learner.labels);
        let anomalous = learner.labels.iter().filter(|label| **label).count() as u64;
        if let Some(reason) = too_few([learner.labels.len() as u64 - anomalous, anomalous]) {
            for rule in models {
                self.not_applicable(rule, reason.clone());
            }
            return;
        }
        self.stages.extend((0..self.features.len()).map(Stage::Bin));
        for (rule, depth) in [(TwoLevels, 2), (ThreeLevels, 3)] {
            self.stages.extend((0..FOLDS).map(|fold| Stage::Tree(depth, fold)));
            self.stages.push_back(Stage::TreeCheck(rule));
        }
        self.plan_baseline();
        self.plan_probe(Apart::Rows, Stage::ProbeCheck);
        match self.learner.keep_campaigns_whole(&self.table) {
            Ok(()) => {
                self.plan_probe(Apart::Campaigns, Stage::UnseenCheck);
            }
            Err(reason) => self.not_applicable(Rule::UnseenCampaigns, reason),
        }
        self.stages.push_back(Stage::DropStrongest);
        self.plan_probe(Apart::Rows, Stage::WithoutCheck);
    }

    /// Lines up what says how much a user's own baseline helps.
    fn plan_baseline(&mut self) {
        let Learner { rows, labels, folds, .. } = &self.learner;
        match Baseline::new(&self.table, &self.declarations, rows, labels, folds) {
            Ok(baseline) => {
                self.learner.baseline = baseline;
                for compared in [Compared::WithAll, Compared::WithUser] {
                    self.stages.extend([Stage::Encode(compared), Stage::Isolate]);
                }
                self.stages.push_back(Stage::BaselineCheck);
            }
            Err(reason) => self.not_applicable(Rule::Baseline, reason),
        }
    }

    /// Lines up a probe on every fold, and what comes then.
    fn plan_probe(&mut self, apart: Apart, end: Stage) {
        for fold in 0..FOLDS {
            self.stages.extend((0..PROBE.trees).map(|_| Stage::Boost(apart, fold)));
            self.stages.push_back(Stage::FoldDone(apart, fold));
        }
        self.stages.push_back(end);
    }

    fn not_applicable(&mut self, rule: Rule, reason: Text) {
        self.checks.insert(rule, Check::new(rule, Verdict::NotApplicable, reason));
    }

    fn run(&mut self, stage: Stage) {
        let (table, features, learner) = (&self.table, &self.features, &mut self.learner);
        let checks: Vec<(Rule, Check)> = match stage {
            Stage::Quick(rule) => self.quick(rule).map(|check| (rule, check)).into_iter().collect(),
            Stage::Cells(index) => {
                self.outside.extend(table.columns().get(index).and_then(Outside::new));
                Vec::new()
            }
            Stage::Times(index) => {
                let column = table.columns().get(index);
                self.times.extend(column.and_then(|column| time::Column::new(column, table.labels())));
                Vec::new()
            }
            Stage::Dependency(index) => {
                let declared = self.declarations.dependencies.get(index);
                self.dependencies.extend(declared.and_then(|declared| Measured::new(table, declared)));
                Vec::new()
            }
            Stage::Single(index) => {
                if let Some(feature) = features.get(index) {
                    self.singles.push(Single::new(table, feature, &self.folds));
                }
                Vec::new()
            }
            Stage::SingleChecks => {
                let rules = [Rule::SingleFeature, Rule::Stump, Rule::RangeOverlap];
                let checks = separation::single_checks(&self.singles, table.counts()[1]);
                for (rule, check) in rules.iter().zip(&checks) {
                    let first = check.measures.first();
                    let is_first = |feature: &Feature| first.is_some_and(|first| feature.name == first.name);
                    self.decided.extend(features.iter().position(is_first).map(|index| (*rule, index)));
                }
                rules.into_iter().zip(checks).collect()
            }
            Stage::Bin(index) => {
                // A timestamp as it is would be learned by heart.
                let feature = features.get(index).filter(|feature| feature.source != Source::Timestamp);
                let binned =
                    feature.and_then(|feature| Binned::new(index, &feature.data(table), &learner.rows));
                learner.binned.extend(binned);
                Vec::new()
            }
            Stage::Tree(depth, fold) => {
                learner.trees.push(probe::tree(
                    &learner.binned,
                    &learner.labels,
                    &learner.folds,
                    fold,
                    depth,
                ));
                Vec::new()
            }
            Stage::TreeCheck(rule) => {
                let trees = std::mem::take(&mut learner.trees);
                let first = trees.iter().find_map(|fold| fold.first);
                self.decided.extend(first.map(|index| (rule, index)));
                vec![(rule, separation::tree(rule, table, features, &trees))]
            }
            Stage::Encode(compared) => {
                learner.baseline.encode(table, compared);
                Vec::new()
            }
            Stage::Isolate => {
                learner.baseline.isolate();
                Vec::new()
            }
            Stage::BaselineCheck => {
                let (check, picture) = std::mem::take(&mut learner.baseline).check();
                self.pictures.extend(picture.map(|picture| (Rule::Baseline, picture)));
                vec![(Rule::Baseline, check)]
            }
            Stage::Boost(apart, fold) => {
                learner.boost(apart, fold);
                Vec::new()
            }
            Stage::FoldDone(apart, fold) => {
                learner.fold_done(apart, fold);
                Vec::new()
            }
            Stage::ProbeCheck => {
                let columns = separation::importance(table, features, &learner.gains);
                let check = separation::probe(table, &std::mem::take(&mut learner.aucs), &columns);
                let picture = learner.picture(&check);
                self.pictures.extend(picture.map(|picture| (Rule::Probe, picture)));
                learner.dropped = columns;
                vec![(Rule::Probe, check)]
            }
            Stage::UnseenCheck => {
                let probe = self.checks.get(&Rule::Probe).and_then(|check| check.value);
                let aucs = std::mem::take(&mut learner.aucs);
                let check = separation::unseen_campaigns(probe, &aucs, learner.campaigns());
                let curves = std::mem::take(&mut learner.curves);
                let unseen = check.measures.get(1).filter(|_| check.needs_fixing());
                let picture = unseen.and_then(|unseen| pictures::roc(&curves, unseen.value));
                self.pictures.extend(picture.map(|picture| (Rule::UnseenCampaigns, picture)));
                vec![(Rule::UnseenCampaigns, check)]
            }
            Stage::DropStrongest => {
                learner.drop_strongest(features);
                Vec::new()
            }
            Stage::WithoutCheck => {
                let check = separation::without_strongest(table, &learner.aucs, &learner.dropped);
                let picture = learner.picture(&check);
                self.pictures.extend(picture.map(|picture| (Rule::WithoutStrongest, picture)));
                vec![(Rule::WithoutStrongest, check)]
            }
            Stage::Picture(rule) => {
                let picture = self.picture(rule);
                self.pictures.extend(picture.map(|picture| (rule, picture)));
                Vec::new()
            }
        };
        self.checks.extend(checks);
    }

    /// The picture of a check that found a fault.
    fn picture(&self, rule: Rule) -> Option<Picture> {
        let (table, labels) = (&self.table, self.table.labels());
        let check = self.checks.get(&rule).filter(|check| check.needs_fixing())?;
        let feature = self.decided.get(&rule).and_then(|index| self.features.get(*index));
        match rule {
            Rule::SingleFeature => separation::roc(&feature?.data(table), labels, &self.folds),
            Rule::RowOrder if check.column.as_deref() == Some(integrity::ROW_NUMBER) => {
                let places: Vec<f64> = (0..table.rows() as u32).map(f64::from).collect();
                pictures::numbers(Text::declared(integrity::ROW_NUMBER), &places, labels, Scale::Numbers)
            }
            _ => match feature {
                Some(feature) => {
                    let is_date = feature.source == Source::Timestamp;
                    let scale = if is_date { Scale::Dates } else { Scale::Numbers };
                    pictures::distribution(feature.name.clone(), &feature.data(table), labels, scale)
                }
                None => {
                    let index = table.find(check.column.as_deref()?)?;
                    pictures::column(table.columns().get(index)?, labels)
                }
            },
        }
    }

    fn quick(&self, rule: Rule) -> Option<Check> {
        let table = &self.table;
        Some(match rule {
            Rule::Contamination => integrity::contamination(table),
            Rule::DerivedColumns => integrity::derived_columns(table),
            Rule::Domain => integrity::domain(table, &self.outside),
            Rule::Correlation => integrity::correlation(&self.dependencies),
            Rule::LabelErrors => integrity::label_errors(&self.declarations),
            Rule::ExclusiveValues => categories::exclusive(table),
            Rule::TimeWindow => time::window(&self.times),
            Rule::TimeQuarters => time::quarters(&self.times),
            Rule::RowOrder => integrity::row_order(table),
            _ => return None,
        })
    }

    /// The checks in their order, each with what fixes it.
    fn report(&self) -> Report {
        let [normal, anomalous] = self.table.population();
        let checks = self.checks.iter().map(|(&rule, check)| {
            if !check.needs_fixing() {
                return check.clone();
            }
            let value = |rule: Rule| self.checks.get(&rule)?.value;
            let configuration = self.declarations.configuration.as_deref();
            let fix = configuration.and_then(|of| fixes::of(of, rule, check, &value));
            let (advice, fix) = fix.unzip();
            let setting = fix.as_ref().and_then(Fix::setting);
            Check {
                remedy: Some(advice.unwrap_or_else(|| Text::declared(rule.declared().remedy))),
                setting: setting.map(ToOwned::to_owned),
                fix,
                picture: self.pictures.get(&rule).cloned(),
                ..check.clone()
            }
        });
        Report {
            rows: normal + anomalous,
            anomalous,
            rows_examined: self.table.rows() as u64,
            checks: checks.collect(),
        }
    }
}

/// What the maker of generated data declares. Of the rows that are audited, so many have the wrong label.
fn declarations(configuration: &Configuration, mislabeled: u64) -> Declarations {
    let mut declarations = Declarations::of(configuration);
    let declared = 2 * mislabeled_rows(configuration.rows, configuration.realistic.label_noise_percent);
    // Of a sample nobody can say how many wrong labels it has.
    let is_whole = configuration.rows <= MAX_ROWS;
    if configuration.model == Model::Realistic && is_whole && declared + mislabeled > 0 {
        declarations.defects.push(Defect { name: words!("wrong labels"), declared, injected: mislabeled });
    }
    declarations
}

/// Why nothing can be said about the label, where that is so.
fn too_few([normal, anomalous]: [u64; 2]) -> Option<Text> {
    if normal + anomalous == 0 {
        Some(text!("There is no row."))
    } else if anomalous == 0 {
        Some(text!("No row is anomalous, so there is nothing to tell apart."))
    } else if normal == 0 {
        Some(text!("No row is normal, so there is nothing to tell apart."))
    } else if normal.min(anomalous) >= MIN_ROWS {
        None
    } else if anomalous < normal {
        Some(text!(
            "Only {count} row is anomalous; {needed} of each class are needed to say more than chance does."
                | "Only {count} rows are anomalous; {needed} of each class are needed to say more than chance does."
                    % anomalous,
            count = anomalous,
            needed = MIN_ROWS
        ))
    } else {
        Some(text!(
            "Only {count} row is normal; {needed} of each class are needed to say more than chance does."
                | "Only {count} rows are normal; {needed} of each class are needed to say more than chance does."
                    % normal,
            count = normal,
            needed = MIN_ROWS
        ))
    }
}

#[cfg(test)]
mod tests;
