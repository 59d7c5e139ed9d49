//! What balancing is asked for. Each option is declared once in [`OPTIONS`]: path, name, type, range and help; the form,
//! the link and the command line follow from there.

mod declarations;
mod option;

use super::features::Missing;
use super::split::Split;
use super::{Cleaned, Cleaning, Cleanup, Method, Sampling, Scaling, Seeded, Strategy};
use crate::engine::configuration::Override;
use crate::engine::dataset::ColumnId;
use crate::engine::problem::Problem;
use crate::engine::random::mix;

pub use declarations::OPTIONS;
use declarations::{AUTO, NO_ROWS};
pub use option::{BalanceOption, Form, PREFIX};

/// Which method makes synthetic rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// The SMOTE for the columns that there are: SMOTE-NC for mixed ones, SMOTE for numeric and SMOTE-N for categorical
    /// ones.
    Auto,
    /// This one.
    By(Method),
    /// No synthetic rows.
    None,
}

impl Making {
    /// The method for so many numeric and categorical features; none where no rows are made.
    pub fn method(self, numeric: usize, categorical: usize) -> Option<Method> {
        match self {
            Making::Auto if categorical == 0 => Some(Method::Smote),
            Making::Auto if numeric == 0 => Some(Method::SmoteN),
            Making::Auto => Some(Method::SmoteNc),
            Making::By(method) => Some(method),
            Making::None => None,
        }
    }

    /// How settings write it.
    pub fn key(self) -> &'static str {
        match self {
            Making::Auto => AUTO.key,
            Making::By(method) => method.key(),
            Making::None => NO_ROWS.key,
        }
    }

    /// Whether it is, or may turn out to be, a method of which something is true.
    fn may(self, is_true: fn(Method) -> bool) -> bool {
        match self {
            Making::Auto => [Method::Smote, Method::SmoteN, Method::SmoteNc].into_iter().any(is_true),
            Making::By(method) => is_true(method),
            Making::None => false,
        }
    }
}

/// What balancing is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Which method makes rows.
    pub method: Making,
    /// The column whose classes are balanced.
    pub target: String,
    /// How many rows each class gets.
    pub strategy: Strategy,
    /// Nearest neighbors.
    pub k: u32,
    /// Neighbors that decide whether a row is in danger.
    pub m: u32,
    /// How numbers are scaled before distances are measured.
    pub scaling: Scaling,
    /// How much noise is added to copies of random over-sampling; 0 for none.
    pub shrinkage: f64,
    /// Which rows are removed afterwards; none for no rows.
    pub cleaning: Option<Cleaning>,
    /// Which classes lose rows then.
    pub cleaned: Cleaned,
    /// Nearest neighbors of edited nearest neighbors.
    pub cleaning_k: u32,
    /// The smallest class's rows by those of each other class after random under-sampling.
    pub ratio: f64,
    /// How the rows are split before.
    pub split: Split,
    /// The share of the training part, in percent.
    pub train_share: f64,
    /// What is done about missing values.
    pub missing: Missing,
    /// Numeric columns that hold codes of categories.
    pub categorical: Vec<String>,
    /// Columns that are not features.
    pub ignored: Vec<String>,
    /// The seed.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            method: Making::Auto,
            target: ColumnId::IsAnomaly.name().to_owned(),
            strategy: Strategy::Auto,
            k: 5,
            m: 10,
            scaling: Scaling::Standard,
            shrinkage: 0.0,
            cleaning: None,
            cleaned: Cleaned::AllButSmallest,
            cleaning_k: 3,
            ratio: 1.0,
            split: Split::Stratified,
            train_share: 80.0,
            missing: Missing::Refuse,
            categorical: Vec::new(),
            ignored: Vec::new(),
            seed: 7,
        }
    }
}

impl Options {
    /// The method for so many numeric and categorical features, with its parameters; none where no rows are made.
    pub fn sampling(&self, numeric: usize, categorical: usize) -> Option<Sampling> {
        let shrinkage = (self.shrinkage > 0.0).then_some(self.shrinkage);
        let method = self.method.method(numeric, categorical)?;
        Some(Sampling { method, k: self.k, m: self.m, shrinkage })
    }

    /// The cleaning step with its parameters; none where no row is removed.
    pub fn cleanup(&self) -> Option<Cleanup> {
        let (classes, k, ratio) = (self.cleaned, self.cleaning_k, self.ratio);
        self.cleaning.map(|cleaning| Cleanup { cleaning, classes, k, ratio })
    }

    /// The random draws of a round.
    pub fn draws(&self, round: u64) -> Seeded {
        Seeded::new(if round == 0 { self.seed } else { mix(self.seed ^ mix(round)) })
    }

    /// The options of a link, defaults where it has none, and the problems of those that cannot be used.
    pub fn of(settings: &[Override]) -> (Self, Vec<Problem>) {
        let mut options = Options::default();
        let set = |setting: &Override| match BalanceOption::find(&setting.path) {
            Some(option) => option.set(&mut options, &setting.value).err(),
            None => {
                let path = &setting.path;
                let reason = text!("'{path}' is no option of balancing that this version knows", path);
                Some(Problem::new(path, reason, text!("the rest applies")))
            }
        };
        let of_balance = settings.iter().filter(|setting| setting.path.starts_with(PREFIX));
        let problems = of_balance.filter_map(set).collect();
        (options, problems)
    }

    /// What differs from the defaults, as a link carries it, by path.
    pub fn settings(&self) -> Vec<Override> {
        let defaults = Options::default();
        let mut settings: Vec<Override> = OPTIONS
            .iter()
            .map(|option| (option, option.value(self)))
            .filter(|(option, value)| *value != option.value(&defaults))
            .map(|(option, value)| Override { path: option.path(), value })
            .collect();
        settings.sort_by(|left, right| left.path.cmp(&right.path));
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_is_read_as_it_is_written() {
        let mut options = Options::default();
        for (key, text) in [
            ("target", "Threat Level"),
            ("method", "adasyn"),
            ("strategy", "Anomalous=500, Normal=900"),
            ("k", "3"),
            ("m", "8"),
            ("shrinkage", "0.5"),
            ("scaling", "robust"),
            ("clean", "tomek"),
            ("clean-classes", "all"),
            ("clean-k", "5"),
            ("under-ratio", "0.5"),
            ("split", "time"),
            ("train-share", "70"),
            ("missing", "fill"),
            ("categorical", "Port, \"a,b\""),
            ("ignored", "Cost"),
            ("seed", "8"),
        ] {
            BalanceOption::find(key).unwrap().set(&mut options, text).unwrap();
        }
        let settings = options.settings();
        assert_eq!(settings.len(), OPTIONS.len());
        let (read, problems) = Options::of(&settings);
        assert!(
            read == options
                && problems.is_empty()
                && settings.is_sorted_by_key(|setting| setting.path.clone())
        );
        let of_link = |path: &str, value: &str| Override { path: path.to_owned(), value: value.to_owned() };
        let (read_in_part, problems) = Options::of(&[
            of_link("balance.k", "3"),
            of_link("balance.m", "0"),
            of_link("balance.x", "1"),
            of_link("seed", "9"),
        ]);
        assert_eq!((read_in_part.k, read_in_part.m, read_in_part.seed, problems.len()), (3, 10, 7, 2));
        assert_eq!(read.categorical, ["Port", "a,b"]);
        assert!(Options::default().settings().is_empty());
    }

    #[test]
    fn what_is_out_of_range_is_told_and_changes_nothing() {
        let mut options = Options::default();
        for (key, text) in [
            ("k", "0"),
            ("k", "many"),
            ("train-share", "99"),
            ("method", "magic"),
            ("strategy", "1.5"),
            ("target", " "),
        ] {
            let problem = BalanceOption::find(key).unwrap().set(&mut options, text).unwrap_err();
            assert!(problem.path == key && !problem.hint.is_empty(), "{problem}");
        }
        assert_eq!(options, Options::default());
    }
}
