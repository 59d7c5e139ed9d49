//! The checks, each declared once: key, name, bounds and what to do. The bounds are this project's own.

use super::report::Verdict;
use super::time::{DEVIATION, TIMES};
use crate::engine::decimal;
use crate::engine::explore::text::percent;
use crate::engine::text::{Text, number};
use crate::engine::world::measures;

/// One of the checks, in the order of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The AUC of each feature alone.
    SingleFeature,
    /// The best rule with one threshold.
    Stump,
    /// A tree with two levels.
    TwoLevels,
    /// A tree with three levels.
    ThreeLevels,
    /// Names that only one class has.
    ExclusiveValues,
    /// The part of a column's range that both classes reach.
    RangeOverlap,
    /// Anomalies before or after all normal rows.
    TimeWindow,
    /// The share of anomalies in each quarter of the time.
    TimeQuarters,
    /// What the place of a row, or its id, says.
    RowOrder,
    /// What a model finds with all features.
    Probe,
    /// What is left without the strongest columns.
    WithoutStrongest,
    /// What it adds to know what is usual for each user.
    Baseline,
    /// What a model loses on campaigns that it has not seen.
    UnseenCampaigns,
    /// The share of anomalous rows.
    Contamination,
    /// Columns that are computed from others.
    DerivedColumns,
    /// Cells outside of what the schema declares.
    Domain,
    /// Declared against measured rank correlation.
    Correlation,
    /// Declared against injected label errors and other defects.
    LabelErrors,
}

/// What a check's value is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bounds {
    /// At most `pass`; above `warn` it fails.
    AtMost {
        /// The largest value that passes.
        pass: f64,
        /// The largest value that does not fail.
        warn: f64,
    },
    /// At least `pass`; below `warn` it fails.
    AtLeast {
        /// The smallest value that passes.
        pass: f64,
        /// The smallest value that does not fail.
        warn: f64,
    },
    /// Between the two of `pass`; at or beyond those of `warn` it fails.
    Between {
        /// The range that passes.
        pass: [f64; 2],
        /// The range that does not fail, without its ends.
        warn: [f64; 2],
    },
    /// The check has its own way, in these words.
    Own(&'static str),
}

/// What is declared of a check.
#[derive(Debug)]
pub struct Declared {
    /// How programs name it.
    pub key: &'static str,
    /// How a reader sees it.
    pub name: &'static str,
    /// What its value is to be.
    pub bounds: Bounds,
    /// Whether its value is a share, written in percent.
    pub share: bool,
    /// What to do where it does not pass and no setting is known.
    pub remedy: &'static str,
}

use Bounds::{AtLeast, AtMost, Between, Own};

const NEARER: &str =
    words!("Bring the two classes nearer to each other in this column, so that they share its values.");

static DECLARED: [Declared; Rule::COUNT] = [
    Declared {
        key: "single-feature",
        name: words!("Single-feature AUC"),
        bounds: AtMost { pass: 0.75, warn: 0.9 },
        share: false,
        remedy: NEARER,
    },
    Declared {
        key: "stump",
        name: words!("Best rule with one threshold, F1"),
        bounds: AtMost { pass: 0.5, warn: 0.8 },
        share: false,
        remedy: NEARER,
    },
    Declared {
        key: "tree-2",
        name: words!("Tree with two levels, F1"),
        bounds: AtMost { pass: 0.5, warn: 0.8 },
        share: false,
        remedy: NEARER,
    },
    Declared {
        key: "tree-3",
        name: words!("Tree with three levels, F1"),
        bounds: AtMost { pass: 0.5, warn: 0.8 },
        share: false,
        remedy: NEARER,
    },
    Declared {
        key: "exclusive-values",
        name: words!("Rows with a value of one class only"),
        bounds: AtMost { pass: 0.0, warn: 0.02 },
        share: true,
        remedy: words!("Draw the values of both classes from one list."),
    },
    Declared {
        key: "range-overlap",
        name: words!("Range overlap"),
        bounds: AtLeast { pass: 0.3, warn: 0.1 },
        share: true,
        remedy: NEARER,
    },
    Declared {
        key: "time-window",
        name: words!("Anomalies outside the normal time window"),
        bounds: AtMost { pass: 0.01, warn: 0.05 },
        share: true,
        remedy: words!("Spread the rows of both classes over the same days."),
    },
    Declared {
        key: "time-quarters",
        name: words!("Anomalies in each quarter of the time"),
        bounds: Own(words!("within 25 % of the overall share; none, or above three times the share, fails")),
        share: false,
        remedy: words!("Spread the anomalies evenly over the time span."),
    },
    Declared {
        key: "row-order",
        name: words!("AUC of row numbers and ids"),
        bounds: AtMost { pass: 0.55, warn: 0.6 },
        share: false,
        remedy: words!("Mix the rows of both classes at random and number them afterwards."),
    },
    Declared {
        key: "probe",
        name: words!("Probe: all features together, AUC"),
        bounds: Between { pass: [0.8, 0.97], warn: [0.6, 0.995] },
        share: false,
        remedy: words!(
            "Make the anomalies harder to find where the AUC is near 1, and easier where it is near 0.5."
        ),
    },
    Declared {
        key: "without-strongest",
        name: words!("Probe without its three strongest columns, AUC"),
        bounds: AtMost { pass: 0.9, warn: 0.97 },
        share: false,
        remedy: words!(
            "Let an anomaly show in few columns at a time, so that no column repeats what others say."
        ),
    },
    Declared {
        key: "baseline",
        name: words!("Gain by each user's own baseline, AUC, upper end"),
        bounds: AtLeast { pass: 0.03, warn: -0.03 },
        share: false,
        remedy: words!("Let users differ in what is usual for them, and let anomalies deviate from that."),
    },
    Declared {
        key: "unseen-campaigns",
        name: words!("Probe's loss on unseen campaigns, AUC, lower end"),
        bounds: AtMost { pass: 0.15, warn: 0.3 },
        share: false,
        remedy: words!(
            "Spread the anomalous rows over more campaigns, so that a model cannot learn them by heart; hold whole campaigns out when you test."
        ),
    },
    Declared {
        key: "contamination",
        name: words!("Contamination"),
        bounds: AtMost { pass: 0.05, warn: 0.1 },
        share: true,
        remedy: words!("Lower the share of anomalous rows."),
    },
    Declared {
        key: "derived-columns",
        name: words!("Derived columns are no features"),
        bounds: Own(words!("marked as derived, and left out")),
        share: false,
        remedy: words!("Leave these columns out when you train a model."),
    },
    Declared {
        key: "domain",
        name: words!("Cells outside their domain"),
        bounds: AtMost { pass: 0.0, warn: 0.0 },
        share: false,
        remedy: words!("Limit the column to its domain."),
    },
    Declared {
        key: "correlation",
        name: words!("Declared against measured correlation"),
        bounds: Own(words!("within the declared tolerance; beyond twice that fails")),
        share: false,
        remedy: words!("Strengthen or weaken the dependency, or declare what is measured."),
    },
    Declared {
        key: "label-errors",
        name: words!("Declared against injected errors"),
        bounds: Own(words!("equal")),
        share: false,
        remedy: words!("Inject as many errors as are declared."),
    },
];

impl Rule {
    /// The number of checks.
    pub const COUNT: usize = 18;

    /// All checks, in the order of a report.
    pub const ALL: [Rule; Rule::COUNT] = [
        Rule::SingleFeature,
        Rule::Stump,
        Rule::TwoLevels,
        Rule::ThreeLevels,
        Rule::ExclusiveValues,
        Rule::RangeOverlap,
        Rule::TimeWindow,
        Rule::TimeQuarters,
        Rule::RowOrder,
        Rule::Probe,
        Rule::WithoutStrongest,
        Rule::Baseline,
        Rule::UnseenCampaigns,
        Rule::Contamination,
        Rule::DerivedColumns,
        Rule::Domain,
        Rule::Correlation,
        Rule::LabelErrors,
    ];

    /// The check that programs call by a key.
    pub fn find(key: &str) -> Option<Self> {
        Rule::ALL.into_iter().find(|rule| rule.declared().key == key)
    }

    /// The bounds as numbers, where there are any; what chance explains is allowed on top of them.
    pub fn zones(self) -> Bounds {
        match self {
            Rule::TimeQuarters => Between { pass: [1.0 - DEVIATION, 1.0 + DEVIATION], warn: [0.0, TIMES] },
            Rule::Correlation => Between {
                pass: [-measures::TOLERANCE, measures::TOLERANCE],
                warn: [-2.0 * measures::TOLERANCE, 2.0 * measures::TOLERANCE],
            },
            Rule::LabelErrors => AtMost { pass: 0.0, warn: 0.0 },
            _ => self.declared().bounds,
        }
    }

    /// What is declared of the check.
    pub fn declared(self) -> &'static Declared {
        &DECLARED[self as usize]
    }
}

impl Bounds {
    /// The verdict on a value. Where a check has its own way, everything passes here.
    pub fn judge(self, value: f64) -> Verdict {
        let (pass, warn) = match self {
            AtMost { pass, warn } => (value <= pass, value <= warn),
            AtLeast { pass, warn } => (value >= pass, value >= warn),
            Between { pass, warn } => {
                ((pass[0]..=pass[1]).contains(&value), value > warn[0] && value < warn[1])
            }
            Own(_) => (true, true),
        };
        match (pass, warn) {
            (true, _) => Verdict::Pass,
            (false, true) => Verdict::Warn,
            (false, false) => Verdict::Fail,
        }
    }
}

impl Declared {
    /// A value of the check as text.
    pub fn text(&self, value: f64) -> String {
        if self.share { percent(value) } else { decimal::fixed(value, 3) }
    }

    /// The bounds in words.
    pub fn limit(&self) -> Text {
        let text = |value: f64| {
            number(if self.share {
                format!("{} %", decimal::text(value * 100.0))
            } else {
                decimal::text(value)
            })
        };
        match self.bounds {
            AtMost { pass, warn } if pass == warn => text!("at most {pass}", pass = text(pass)),
            AtMost { pass, warn } => {
                text!("at most {pass}; above {warn} fails", pass = text(pass), warn = text(warn))
            }
            AtLeast { pass, warn } => {
                text!("at least {pass}; below {warn} fails", pass = text(pass), warn = text(warn))
            }
            Between { pass, warn } => {
                let [[min, max], [low, high]] = [pass, warn].map(|ends| ends.map(text));
                text!("{min} to {max}; {low} or less, and {high} or more, fails", min, max, low, high)
            }
            Own(words) => Text::declared(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_rules_and_no_key_is_there_twice() {
        assert!(Rule::ALL.iter().enumerate().all(|(index, rule)| *rule as usize == index));
        let mut keys: Vec<&str> = DECLARED.iter().map(|declared| declared.key).collect();
        assert!(DECLARED.iter().all(|declared| declared.remedy.ends_with('.')));
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), Rule::COUNT);
    }

    #[test]
    fn bounds_judge_and_say_so() {
        let judge = |rule: Rule, value: f64| rule.declared().bounds.judge(value);
        use Verdict::{Fail, Pass, Warn};
        assert_eq!([0.75, 0.9, 0.91].map(|value| judge(Rule::SingleFeature, value)), [Pass, Warn, Fail]);
        assert_eq!([0.3, 0.1, 0.09].map(|value| judge(Rule::RangeOverlap, value)), [Pass, Warn, Fail]);
        assert_eq!(
            [0.6, 0.7, 0.8, 0.97, 0.98, 0.995].map(|value| judge(Rule::Probe, value)),
            [Fail, Warn, Pass, Pass, Warn, Fail]
        );
        assert_eq!(Rule::SingleFeature.declared().limit(), "at most 0.75; above 0.9 fails");
        assert_eq!(Rule::Contamination.declared().limit(), "at most 5 %; above 10 % fails");
        assert_eq!(Rule::Domain.declared().limit(), "at most 0");
        assert_eq!(Rule::Probe.declared().limit(), "0.8 to 0.97; 0.6 or less, and 0.995 or more, fails");
    }
}
