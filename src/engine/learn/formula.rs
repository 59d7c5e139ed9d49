//! What is computed from the rows, and how a lesson writes it: `share Threat Level:High of Is Anomaly:1`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::engine::audit::Rule;
use crate::engine::detect::options;
use crate::engine::explore::filter::Filter;
use crate::engine::problem::Problem;

/// What is computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Formula {
    /// How many rows pass a filter.
    Count(Filter),
    /// How many percent of the rows that pass the second filter also pass the first.
    Share(Filter, Filter),
    /// A statistic of a column, over the rows that pass a filter.
    Statistic(Statistic, String, Filter),
    /// The most frequent value of a column.
    Most(String, Filter),
    /// How many values a column has.
    Distinct(String, Filter),
    /// How good a filter is as a rule that calls its rows anomalous, in percent.
    Rule(Figure, Filter),
    /// The area under the ROC curve of a column alone, in the better direction.
    Auc(String),
    /// How a check of the audit goes, by its key.
    Audit(String),
    /// The column that decides the audit's check of single features.
    Giveaway,
    /// A figure of a detector, by its key.
    Detector(String, DetectorFigure),
    /// What balancing before the split claims, or splitting first shows.
    Inflation(Inflation),
}

/// Declares an enumeration of words that formulas are written with.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $id:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name { $($(#[$of])* $id),* }

        impl $name {
            /// All of them.
            pub const ALL: [$name; [$($word),*].len()] = [$($name::$id),*];

            /// How a formula writes it.
            pub fn word(self) -> &'static str {
                match self { $($name::$id => $word),* }
            }

            fn of_word(word: &str) -> Option<Self> {
                $name::ALL.into_iter().find(|it| it.word() == word)
            }
        }
    };
}

words! {
    /// A statistic of numbers.
    Statistic {
        /// The mean.
        Mean = "mean",
        /// The median.
        Median = "median",
        /// The smallest.
        Min = "min",
        /// The largest.
        Max = "max",
    }
}

words! {
    /// How good a rule is.
    Figure {
        /// The share of rows that it is right about.
        Accuracy = "accuracy",
        /// The share of the rows it calls anomalous that are.
        Precision = "precision",
        /// The share of the anomalous rows that it finds.
        Recall = "recall",
    }
}

words! {
    /// A figure of a detector on the test rows.
    DetectorFigure {
        /// The area under the ROC curve.
        Auc = "auc",
        /// The average precision.
        AveragePrecision = "average-precision",
        /// Precision where as many rows are called anomalous as there are.
        PrecisionAtN = "precision-at-n",
    }
}

words! {
    /// The two figures of the card "Balanced before the split".
    Inflation {
        /// Split first.
        Honest = "honest",
        /// Balanced first.
        Inflated = "inflated",
    }
}

impl Formula {
    /// The formula that a text stands for.
    ///
    /// # Errors
    /// It stands for none.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let rest = rest.trim();
        let refuse = || {
            // The words that begin a formula, with what follows each.
            let hint = text!(
                "write one of: count FILTER; share FILTER of FILTER; mean, median, min or max COLUMN where FILTER; \
                most COLUMN where FILTER; distinct COLUMN where FILTER; accuracy, precision or recall FILTER; auc COLUMN; \
                audit CHECK; giveaway; detector KEY auc, average-precision or precision-at-n; inflation honest or inflated"
            );
            Problem::new("answer", text!("'{text}' is no answer", text), hint)
        };
        let nothing = || rest.is_empty().then_some(()).ok_or_else(refuse);
        let column = |text: &str| match text.trim() {
            column if column.is_empty() || column.starts_with("where ") => Err(refuse()),
            column => Ok(column.to_owned()),
        };
        // What stands before a word, and the filter behind it.
        let among = |word: &str| match rest.split_once(word) {
            Some((before, filter)) => Ok((before.trim(), Filter::read(filter.trim())?)),
            None => Ok::<_, Problem>((rest, Filter::default())),
        };
        Ok(match word {
            "count" => Formula::Count(Filter::read(rest)?),
            "share" => {
                // Names have the word in them, too: it parts two filters where both can be read, from the last one on.
                let parts = rest.rmatch_indices(" of ").find_map(|(place, word)| {
                    let among = rest.get(place + word.len()..)?;
                    Some((Filter::read(rest.get(..place)?).ok()?, Filter::read(among).ok()?))
                });
                let (of, among) =
                    parts.map_or_else(|| Ok((Filter::read(rest)?, Filter::default())), Ok::<_, Problem>)?;
                Formula::Share(of, among)
            }
            "most" | "distinct" => {
                let (of, filter) = among(" where ")?;
                if word == "most" {
                    Formula::Most(column(of)?, filter)
                } else {
                    Formula::Distinct(column(of)?, filter)
                }
            }
            "auc" => Formula::Auc(column(rest)?),
            "audit" => match Rule::find(rest) {
                Some(_) => Formula::Audit(rest.to_owned()),
                None => {
                    let keys: Vec<&str> = Rule::ALL.into_iter().map(|rule| rule.declared().key).collect();
                    let hint = text!("it is one of {keys}", keys = keys.join(", "));
                    return Err(Problem::new("answer", text!("there is no check '{key}'", key = rest), hint));
                }
            },
            "giveaway" => {
                nothing()?;
                Formula::Giveaway
            }
            "detector" => {
                let (key, figure) = rest.split_once(' ').ok_or_else(refuse)?;
                if options::name(key).is_none() {
                    let hint = text!("it is one of {keys}", keys = options::all().join(", "));
                    return Err(Problem::new("answer", text!("there is no detector '{key}'", key), hint));
                }
                let figure = DetectorFigure::of_word(figure.trim()).ok_or_else(refuse)?;
                Formula::Detector(key.to_owned(), figure)
            }
            "inflation" => Formula::Inflation(Inflation::of_word(rest).ok_or_else(refuse)?),
            word => match (Statistic::of_word(word), Figure::of_word(word)) {
                (Some(statistic), _) => {
                    let (of, filter) = among(" where ")?;
                    Formula::Statistic(statistic, column(of)?, filter)
                }
                (_, Some(figure)) => Formula::Rule(figure, Filter::read(rest)?),
                _ => return Err(refuse()),
            },
        })
    }

    /// Whether it is a whole number, which is right or wrong.
    pub fn is_count(&self) -> bool {
        matches!(self, Formula::Count(_) | Formula::Distinct(..))
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tail = |word: &str, filter: &Filter| match filter.is_empty() {
            true => String::new(),
            false => format!(" {word} {}", filter.text()),
        };
        match self {
            Formula::Count(filter) => write!(formatter, "count {}", filter.text()),
            Formula::Share(of, among) => write!(formatter, "share {}{}", of.text(), tail("of", among)),
            Formula::Statistic(statistic, column, among) => {
                write!(formatter, "{} {column}{}", statistic.word(), tail("where", among))
            }
            Formula::Most(column, among) => write!(formatter, "most {column}{}", tail("where", among)),
            Formula::Distinct(column, among) => {
                write!(formatter, "distinct {column}{}", tail("where", among))
            }
            Formula::Rule(figure, filter) => write!(formatter, "{} {}", figure.word(), filter.text()),
            Formula::Auc(column) => write!(formatter, "auc {column}"),
            Formula::Audit(key) => write!(formatter, "audit {key}"),
            Formula::Giveaway => formatter.write_str("giveaway"),
            Formula::Detector(key, figure) => write!(formatter, "detector {key} {}", figure.word()),
            Formula::Inflation(which) => write!(formatter, "inflation {}", which.word()),
        }
    }
}
