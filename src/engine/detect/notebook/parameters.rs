//! The cell of parameters: what the code of the notebook takes as given, as Python.

use std::fmt;

use super::is_sampled;
use crate::engine::balance::ADDED;
use crate::engine::dataset::ColumnId;
use crate::engine::dataset::csv::MISSING;
use crate::engine::detect::data::MAX_ROWS;
use crate::engine::detect::options::Options;
use crate::engine::detect::origin::Origin;
use crate::engine::detect::recipe::Label;
use crate::engine::detect::report::Report;
use crate::engine::export::package::pandas;
use crate::engine::export::{Encoding, File, View};
use crate::engine::models::features::Source;
use crate::engine::models::folds;
use crate::engine::models::split::Split;

/// The most characters of a line.
const WIDTH: usize = 120;

/// The kinds of features, as the code names them.
const KINDS: [(&str, Source); 7] = [
    ("number", Source::Number),
    ("hour", Source::Hour),
    ("weekday", Source::Weekday),
    ("agreement", Source::Agreement),
    ("delay", Source::Delay),
    ("empty", Source::Empty),
    ("category", Source::Category),
];

/// What the code takes as given.
pub struct Parameters<'a> {
    report: &'a Report,
    options: &'a Options,
    origin: &'a Origin,
}

impl<'a> Parameters<'a> {
    /// Of a report.
    pub fn of(report: &'a Report, options: &'a Options, origin: &'a Origin) -> Self {
        Parameters { report, options, origin }
    }

    /// Whether the campaigns of rows stand in the answer key alone, and are asked for.
    pub fn reads_answers(&self) -> bool {
        self.options.split == Split::Campaign && !self.has_campaigns()
    }

    /// Whether the file says which campaign a row belongs to, if any.
    fn has_campaigns(&self) -> bool {
        match self.origin {
            Origin::File(_) => true,
            Origin::Dataset(dataset) => dataset.has(ColumnId::CampaignId),
        }
    }

    /// How a file of the data is written, where pandas would not expect it, and what stands for a missing value.
    fn form(&self, file: File) -> (Vec<String>, Vec<&'static str>) {
        let entry = |key: &str, value: String| format!("{}: {value}", quoted(key));
        let delimiter = |text: &str| (text != ",").then(|| entry("sep", quoted(text)));
        match self.origin {
            Origin::File(_) => {
                let own = self.report.recipe.delimiter.map(String::from);
                (own.and_then(|own| delimiter(&own)).into_iter().collect(), MISSING.to_vec())
            }
            Origin::Dataset(dataset) => {
                let format = dataset.configuration.format;
                let read = pandas::arguments(format, || pandas::names(file, &dataset.configuration));
                let read = read.into_iter().map(|(key, value)| entry(key, value));
                (read.collect(), vec![format.missing.text()])
            }
        }
    }

    /// The columns that hold timestamps.
    fn times(&self) -> Vec<&str> {
        let recipe = &self.report.recipe;
        let is_time = |source| matches!(source, Source::Hour | Source::Weekday | Source::Delay);
        let features = recipe.features.iter().filter(|feature| is_time(feature.source));
        let mut times: Vec<&str> = features
            .flat_map(|feature| &feature.columns)
            .chain(&recipe.split_by[0])
            .map(String::as_str)
            .collect();
        times.sort_unstable();
        times.dedup();
        times
    }

    /// The values of the target that are anomalous; no number for an empty cell.
    fn anomalous(&self) -> String {
        list(self.report.recipe.anomalous.iter().map(|label| match label {
            Label::Name(name) => quoted(name),
            Label::Number(Some(number)) => format!("{number:?}"),
            Label::Number(None) => "float(\"nan\")".to_owned(),
        }))
    }

    fn features(&self) -> Vec<String> {
        let kind = |(name, source): &(&str, Source)| {
            let own = self.report.recipe.features.iter().filter(|feature| feature.source == *source);
            let own = own.map(|feature| match feature.columns.as_slice() {
                [column] => quoted(column),
                columns => list(columns.iter().map(|column| quoted(column))),
            });
            wrapped(&format!("    {}: ", quoted(name)), '[', own.collect(), ']') + ","
        };
        KINDS.iter().map(kind).collect()
    }

    fn shown(&self) -> Vec<String> {
        let figures = self.report.detectors.iter().filter(|scored| !scored.balanced).filter_map(|scored| {
            let (auc, precision) = scored.auc.zip(scored.average_precision)?;
            Some(format!("    {}: [{:?}, {:?}],", quoted(&scored.name.english()), auc.value, precision.value))
        });
        figures.collect()
    }
}

impl fmt::Display for Parameters<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parameters { report, options, .. } = self;
        let recipe = &report.recipe;
        let file = match self.origin {
            Origin::File(name) => name.clone(),
            Origin::Dataset(_) => File::Dataset(View::Combined).name(Encoding::default()),
        };
        let (read, missing) = self.form(File::Dataset(View::Combined));
        writeln!(formatter, "FILE = {}", quoted(&file))?;
        writeln!(formatter, "{}", wrapped("READ = ", '{', read, '}'))?;
        if self.reads_answers() {
            let (answers, _) = self.form(File::AnswerKey);
            writeln!(formatter, "{}", wrapped("ANSWERS = ", '{', answers, '}'))?;
        }
        writeln!(
            formatter,
            "{}",
            wrapped("MISSING = ", '[', missing.into_iter().map(quoted).collect(), ']')
        )?;
        if is_sampled(report) {
            writeln!(formatter, "SAMPLE_ROWS = {MAX_ROWS}")?;
            let keys = folds::keys(report.rows.rows).iter().map(u64::to_string).collect();
            writeln!(formatter, "{}", wrapped("SAMPLE_KEYS = ", '[', keys, ']'))?;
        }
        writeln!(formatter, "\nTARGET, ANOMALOUS = {}, {}", quoted(&recipe.target), self.anomalous())?;
        let has_campaigns = self.has_campaigns() || self.reads_answers();
        let [time, user, campaign] = &recipe.split_by;
        let campaign = campaign.as_ref().filter(|_| has_campaigns);
        let by = [("time", time.as_ref()), ("user", user.as_ref()), ("campaign", campaign)];
        let by = by
            .into_iter()
            .filter_map(|(split, column)| Some(format!("{}: {}", quoted(split), quoted(column?))));
        let share = options.train_share / 100.0;
        writeln!(
            formatter,
            "SPLIT, SHARE, SEED = {}, {share:?}, {}",
            quoted(options.split.key()),
            options.seed
        )?;
        writeln!(formatter, "{}", wrapped("SPLIT_BY = ", '{', by.collect(), '}'))?;
        let optional = |name: &Option<String>| name.as_deref().map_or_else(|| "None".to_owned(), quoted);
        if recipe.has_synthetic {
            let [flag, parents @ ..] = ADDED.map(|id| quoted(id.name()));
            let id = optional(&recipe.row_id);
            writeln!(formatter, "SYNTHETIC, PARENTS, ID = {flag}, [{}], {id}", parents.join(", "))?;
        }
        let baseline = optional(&recipe.baseline);
        writeln!(
            formatter,
            "BASELINE = {baseline}  # the column of users, or None to compare with all rows"
        )?;
        let are_numbers = if recipe.numeric_users { "True" } else { "False" };
        writeln!(formatter, "USERS_ARE_NUMBERS = {are_numbers}")?;
        writeln!(formatter, "\nFEATURES = {{\n{}\n}}", self.features().join("\n"))?;
        let times = self.times().into_iter().map(quoted).collect();
        writeln!(formatter, "{}", wrapped("TIMES = ", '[', times, ']'))?;
        write!(formatter, "\nSHOWN = {{\n{}\n}}", self.shown().join("\n"))
    }
}

/// A string. What JSON escapes, Python reads in the same way.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A list or a dictionary, with line breaks where it is long, each item below the first.
fn wrapped(start: &str, open: char, items: Vec<String>, close: char) -> String {
    let indent = " ".repeat(start.chars().count() + 1);
    let mut text = format!("{start}{open}");
    let mut width = indent.len();
    let last = items.len().saturating_sub(1);
    for (place, item) in items.iter().enumerate() {
        let own = item.chars().count() + 2;
        if place > 0 && width + own > WIDTH {
            text.truncate(text.trim_end().len());
            text += &format!("\n{indent}");
            width = indent.len();
        }
        text += item;
        if place < last {
            text += ", ";
        }
        width += own;
    }
    text.push(close);
    text
}
