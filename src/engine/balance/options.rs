//! What balancing is asked for. Each option is declared once in [`OPTIONS`]: path, name, type, range and help; the form,
//! the link and the command line follow from there.

use super::features::Missing;
use super::split::Split;
use super::{Cleaned, Cleaning, Cleanup, Method, Sampling, Scaling, Seeded, Strategy};
use crate::engine::configuration::Override;
use crate::engine::dataset::ColumnId;
use crate::engine::decimal;
use crate::engine::problem::Problem;
use crate::engine::random::mix;
use crate::engine::settings::MAX_SEED;
use crate::engine::settings::{Choice, Kind, Value};

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

/// The type of an option.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// That of a setting.
    Value(Kind),
    /// A strategy: a word, a ratio, or counts by class.
    Strategy,
    /// The name of a column.
    Column,
    /// Names of columns with commas between them; one that holds a comma stands in double quotes.
    Columns,
}

/// An option.
#[derive(Debug)]
pub struct BalanceOption {
    /// How links, behind [`PREFIX`], and the command line name it: `train-share`.
    pub key: &'static str,
    /// How a form names it.
    pub name: &'static str,
    /// The unit of its number; empty where it has none.
    pub unit: &'static str,
    /// One sentence on what it does.
    pub help: &'static str,
    /// Type and range.
    pub form: Form,
    /// Whether it changes anything beside the other options.
    pub matters: fn(&Options) -> bool,
    get: fn(&Options) -> String,
    put: fn(&mut Options, Entry) -> Option<()>,
}

/// A value that was read, and the text that it was read from.
struct Entry<'a> {
    text: &'a str,
    value: Option<Value>,
}

impl Entry<'_> {
    fn whole(&self) -> Option<u64> {
        match self.value {
            Some(Value::Integer(value)) => Some(value),
            _ => None,
        }
    }

    fn decimal(&self) -> Option<f64> {
        match self.value {
            Some(Value::Decimal(value)) => Some(value),
            _ => None,
        }
    }

    fn choice(&self) -> Option<&'static str> {
        match self.value {
            Some(Value::Choice(key)) => Some(key),
            _ => None,
        }
    }
}

/// What stands before the key of an option in links.
pub const PREFIX: &str = "balance.";

impl Split {
    /// All of them.
    pub const CHOICES: &'static [Choice] = &[
        Choice { key: "stratified", name: "At random", help: "At random, each class alike." },
        Choice {
            key: "time",
            name: "By time",
            help: "The earlier rows train, the later ones test, as a detector meets them.",
        },
        Choice {
            key: "none",
            name: "Not at all",
            help: "The whole table is balanced, as the notebook did. A score on rows of it is too good: their neighbors and copies were learned from.",
        },
    ];

    /// How settings write it.
    pub fn key(self) -> &'static str {
        match self {
            Split::Stratified => "stratified",
            Split::Time => "time",
            Split::Whole => "none",
        }
    }
}

impl Missing {
    /// All of them.
    pub const CHOICES: &'static [Choice] = &[
        Choice { key: "refuse", name: "Refuse", help: "Nothing is balanced, and the columns are named." },
        Choice { key: "drop", name: "Drop the rows", help: "Their rows are left out of the training part." },
        Choice {
            key: "fill",
            name: "Fill in",
            help: "The median, or the most frequent category, replaces them in distances and synthetic rows; real rows keep their empty cells.",
        },
    ];

    /// How settings write it.
    pub fn key(self) -> &'static str {
        match self {
            Missing::Refuse => "refuse",
            Missing::Drop => "drop",
            Missing::Fill => "fill",
        }
    }
}

const AUTO: Choice = Choice {
    key: "auto",
    name: "Automatic",
    help: "SMOTE-NC for numeric and categorical columns, SMOTE for numeric and SMOTE-N for categorical ones alone.",
};
const NO_ROWS: Choice =
    Choice { key: "none", name: "None", help: "Makes no synthetic rows; what is removed afterwards is all." };
const NO_CLEANING: Choice = Choice { key: "none", name: "Nothing", help: "All rows stay." };

const METHOD_COUNT: usize = Method::CHOICES.len();

/// The choice by the columns, the methods, and none of them.
static METHODS: [Choice; METHOD_COUNT + 2] =
    with(&with::<{ METHOD_COUNT + 1 }>(Method::CHOICES, AUTO, 0), NO_ROWS, METHOD_COUNT + 1);

/// The cleaning steps, after none of them.
static CLEANINGS: [Choice; Cleaning::CHOICES.len() + 1] = with(Cleaning::CHOICES, NO_CLEANING, 0);

/// Choices with one more, at a place among them.
const fn with<const COUNT: usize>(choices: &[Choice], none: Choice, place: usize) -> [Choice; COUNT] {
    let mut all = [none; COUNT];
    let mut index = 0;
    while index < choices.len() {
        all[if index < place { index } else { index + 1 }] = choices[index];
        index += 1;
    }
    all
}

/// Every option, in the order of a form.
pub static OPTIONS: [BalanceOption; 17] = [
    BalanceOption {
        key: "target",
        name: "Target",
        unit: "",
        help: "The column whose classes are balanced.",
        form: Form::Column,
        matters: |_| true,
        get: |options| options.target.clone(),
        put: |options, entry| {
            entry.text.clone_into(&mut options.target);
            Some(())
        },
    },
    BalanceOption {
        key: "method",
        name: "Method",
        unit: "",
        help: "How synthetic rows of the smaller classes are made.",
        form: Form::Value(Kind::Choice(&METHODS)),
        matters: |_| true,
        get: |options| options.method.key().to_owned(),
        put: |options, entry| {
            let key = entry.choice()?;
            options.method = match Method::from_key(key) {
                Some(method) => Making::By(method),
                None if key == AUTO.key => Making::Auto,
                None => Making::None,
            };
            Some(())
        },
    },
    BalanceOption {
        key: "strategy",
        name: "Strategy",
        unit: "",
        help: "How many rows each class gets in the training part.",
        form: Form::Strategy,
        matters: |options| options.method != Making::None,
        get: |options| options.strategy.to_string(),
        put: |options, entry| {
            options.strategy = entry.text.parse().ok()?;
            Some(())
        },
    },
    BalanceOption {
        key: "k",
        name: "Neighbors k",
        unit: "",
        help: "A synthetic row lies between a row and one of its k nearest neighbors; a class needs k + 1 rows.",
        form: Form::Value(Kind::Integer { min: 1, max: 1_000 }),
        matters: |options| options.method.may(Method::uses_k),
        get: |options| options.k.to_string(),
        put: |options, entry| {
            options.k = entry.whole()?.try_into().ok()?;
            Some(())
        },
    },
    BalanceOption {
        key: "m",
        name: "Neighbors m",
        unit: "",
        help: "Borderline-SMOTE looks at the m nearest rows of all classes to tell whether a row is in danger.",
        form: Form::Value(Kind::Integer { min: 1, max: 1_000 }),
        matters: |options| options.method.may(Method::uses_m),
        get: |options| options.m.to_string(),
        put: |options, entry| {
            options.m = entry.whole()?.try_into().ok()?;
            Some(())
        },
    },
    BalanceOption {
        key: "shrinkage",
        name: "Shrinkage",
        unit: "",
        help: "Random over-sampling adds normal noise of this size to its copies (ROSE); 0 adds none.",
        form: Form::Value(Kind::Decimal { min: 0.0, max: 10.0 }),
        matters: |options| options.method.may(Method::uses_shrinkage),
        get: |options| decimal::text(options.shrinkage),
        put: |options, entry| {
            options.shrinkage = entry.decimal()?;
            Some(())
        },
    },
    BalanceOption {
        key: "scaling",
        name: "Scaling",
        unit: "",
        help: "How numeric columns are scaled, so that none dominates the distances.",
        form: Form::Value(Kind::Choice(Scaling::CHOICES)),
        matters: |_| true,
        get: |options| options.scaling.key().to_owned(),
        put: |options, entry| {
            options.scaling = Scaling::from_key(entry.choice()?)?;
            Some(())
        },
    },
    BalanceOption {
        key: "clean",
        name: "Clean afterwards",
        unit: "",
        help: "Which rows are removed from the training part after the over-sampling.",
        form: Form::Value(Kind::Choice(&CLEANINGS)),
        matters: |_| true,
        get: |options| options.cleaning.map_or(NO_CLEANING.key, Cleaning::key).to_owned(),
        put: |options, entry| {
            options.cleaning = Cleaning::from_key(entry.choice()?);
            Some(())
        },
    },
    BalanceOption {
        key: "clean-classes",
        name: "Classes that lose rows",
        unit: "",
        help: "Which classes Tomek links and edited nearest neighbors remove rows of.",
        form: Form::Value(Kind::Choice(Cleaned::CHOICES)),
        matters: |options| matches!(options.cleaning, Some(Cleaning::Tomek | Cleaning::EditedNearest)),
        get: |options| options.cleaned.key().to_owned(),
        put: |options, entry| {
            options.cleaned = Cleaned::from_key(entry.choice()?)?;
            Some(())
        },
    },
    BalanceOption {
        key: "clean-k",
        name: "Neighbors of the cleaning",
        unit: "",
        help: "How many nearest neighbors of a row edited nearest neighbors compare.",
        form: Form::Value(Kind::Integer { min: 1, max: 1_000 }),
        matters: |options| options.cleaning == Some(Cleaning::EditedNearest),
        get: |options| options.cleaning_k.to_string(),
        put: |options, entry| {
            options.cleaning_k = entry.whole()?.try_into().ok()?;
            Some(())
        },
    },
    BalanceOption {
        key: "under-ratio",
        name: "Ratio of under-sampling",
        unit: "",
        help: "The smallest class's rows by those of each other class after random under-sampling; 1 makes all equal.",
        form: Form::Value(Kind::Decimal { min: 0.0001, max: 1.0 }),
        matters: |options| options.cleaning == Some(Cleaning::RandomUnder),
        get: |options| decimal::text(options.ratio),
        put: |options, entry| {
            options.ratio = entry.decimal()?;
            Some(())
        },
    },
    BalanceOption {
        key: "split",
        name: "Split",
        unit: "",
        help: "How the rows are split into a training and a test part, before anything is resampled.",
        form: Form::Value(Kind::Choice(Split::CHOICES)),
        matters: |_| true,
        get: |options| options.split.key().to_owned(),
        put: |options, entry| {
            options.split = [Split::Stratified, Split::Time, Split::Whole]
                .into_iter()
                .find(|split| Some(split.key()) == entry.choice())?;
            Some(())
        },
    },
    BalanceOption {
        key: "train-share",
        name: "Training share",
        unit: "%",
        help: "The share of the rows that is for training.",
        form: Form::Value(Kind::Decimal { min: 5.0, max: 95.0 }),
        matters: |options| options.split != Split::Whole,
        get: |options| decimal::text(options.train_share),
        put: |options, entry| {
            options.train_share = entry.decimal()?;
            Some(())
        },
    },
    BalanceOption {
        key: "missing",
        name: "Missing values",
        unit: "",
        help: "What is done about missing values of features.",
        form: Form::Value(Kind::Choice(Missing::CHOICES)),
        matters: |_| true,
        get: |options| options.missing.key().to_owned(),
        put: |options, entry| {
            options.missing = [Missing::Refuse, Missing::Drop, Missing::Fill]
                .into_iter()
                .find(|missing| Some(missing.key()) == entry.choice())?;
            Some(())
        },
    },
    BalanceOption {
        key: "categorical",
        name: "Numeric codes (categorical)",
        unit: "",
        help: "Numeric columns that hold codes, such as ports and protocols: they are treated as categories.",
        form: Form::Columns,
        matters: |_| true,
        get: |options| write_columns(&options.categorical),
        put: |options, entry| {
            options.categorical = read_columns(entry.text);
            Some(())
        },
    },
    BalanceOption {
        key: "ignored",
        name: "Columns left out",
        unit: "",
        help: "Columns that are not features: synthetic rows copy them from their base row.",
        form: Form::Columns,
        matters: |_| true,
        get: |options| write_columns(&options.ignored),
        put: |options, entry| {
            options.ignored = read_columns(entry.text);
            Some(())
        },
    },
    BalanceOption {
        key: "seed",
        name: "Seed",
        unit: "",
        help: "The seed of the split and of the synthetic rows.",
        form: Form::Value(Kind::Integer { min: 0, max: MAX_SEED }),
        matters: |_| true,
        get: |options| options.seed.to_string(),
        put: |options, entry| {
            options.seed = entry.whole()?;
            Some(())
        },
    },
];

impl BalanceOption {
    /// The option of a key, with or without [`PREFIX`].
    pub fn find(key: &str) -> Option<&'static BalanceOption> {
        let key = key.strip_prefix(PREFIX).unwrap_or(key);
        OPTIONS.iter().find(|option| option.key == key)
    }

    /// How the command line names it: `--seed` is the seed of the data.
    pub fn flag(&self) -> &'static str {
        if self.key == "seed" { "balance-seed" } else { self.key }
    }

    /// How links name it.
    pub fn path(&self) -> String {
        format!("{PREFIX}{}", self.key)
    }

    /// The text form of its value.
    pub fn value(&self, options: &Options) -> String {
        (self.get)(options)
    }

    /// The range in words.
    pub fn range(&self) -> String {
        match self.form {
            Form::Value(kind) => kind.range(),
            Form::Strategy => {
                "auto, minority, not minority, not majority, all, a ratio up to 1, or rows by class (Anomalous=500)"
                    .to_owned()
            }
            Form::Column => "the name of a column".to_owned(),
            Form::Columns => "names of columns with commas between them".to_owned(),
        }
    }

    /// Takes the text form of a value.
    ///
    /// # Errors
    /// It is none, or out of range; nothing changed.
    pub fn set(&self, options: &mut Options, text: &str) -> Result<(), Problem> {
        let text = text.trim();
        let value = match self.form {
            Form::Value(kind) => {
                let value = kind.parse(self.key, text)?;
                kind.check(self.key, &value)?;
                Some(value)
            }
            Form::Strategy => {
                text.parse::<Strategy>()?;
                None
            }
            Form::Column if text.is_empty() => {
                return Err(Problem::new(self.key, "no column is named", format!("use {}", self.range())));
            }
            Form::Column | Form::Columns => None,
        };
        (self.put)(options, Entry { text, value }).ok_or_else(|| {
            Problem::new(self.key, format!("'{text}' is no such value"), format!("use {}", self.range()))
        })
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
                let reason = format!("'{}' is no option of balancing that this version knows", setting.path);
                Some(Problem::new(setting.path.clone(), reason, "the rest applies"))
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

/// Names with commas between them; one that holds a comma or a quote stands in double quotes, doubled within.
fn write_columns(names: &[String]) -> String {
    let name = |name: &String| {
        if name.contains([',', '"']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.clone() }
    };
    names.iter().map(name).collect::<Vec<String>>().join(", ")
}

fn read_columns(text: &str) -> Vec<String> {
    let (mut names, mut name, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                name.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => names.push(std::mem::take(&mut name)),
            letter => name.push(letter),
        }
    }
    names.push(name);
    names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
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
