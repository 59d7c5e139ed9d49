//! What the maker of data declares, for an audit to hold the data against, and which setting fixes what.

use super::rules::Rule;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::ColumnId;
use crate::engine::issues::Class;
use crate::engine::issues::Model;
use crate::engine::world::measures::{self, DEPENDENCIES, Measure};

/// All that is declared of some data. Empty where nothing is known of how it was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declarations {
    /// Dependencies between columns.
    pub dependencies: Vec<Dependency>,
    /// Errors that were injected on purpose.
    pub defects: Vec<Defect>,
    /// The settings that fix what a check finds; of several that fit, the first counts.
    pub fixes: Vec<Fix>,
}

/// A dependency between two columns of numbers or timestamps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dependency {
    /// The columns.
    pub columns: [ColumnId; 2],
    /// The class whose rows show it; none for all rows.
    pub among: Option<Class>,
    /// Spearman's rank correlation.
    pub rho: f64,
    /// How far the measured one may be off.
    pub tolerance: f64,
}

/// Errors of one kind that were injected on purpose, such as wrong labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What was injected, in the plural, in small letters: `wrong labels`.
    pub name: &'static str,
    /// How many the configuration asks for.
    pub declared: u64,
    /// How many the data's answer key lists.
    pub injected: u64,
}

/// A setting that fixes what a check finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The check; none for all that ask how well a column tells the classes apart.
    pub rule: Option<Rule>,
    /// The column; none for all columns.
    pub column: Option<ColumnId>,
    /// The setting's path.
    pub setting: &'static str,
    /// What to do with it, in a sentence.
    pub advice: &'static str,
}

impl Declarations {
    /// What a configuration declares.
    pub fn of(configuration: &Configuration) -> Self {
        match configuration.model {
            // The classic laws declare no correlation and inject no error.
            Model::Classic => Declarations { fixes: CLASSIC.into(), ..Declarations::default() },
            Model::Realistic => Declarations {
                dependencies: DEPENDENCIES.iter().filter_map(dependency).collect(),
                defects: Vec::new(),
                fixes: REALISTIC.into(),
            },
        }
    }

    /// The setting that fixes what a check found in a column.
    pub fn fix(&self, rule: Rule, column: Option<&str>) -> Option<&Fix> {
        let fits = |fix: &&Fix| {
            let same = fix.rule.map_or(rule.is_about_separation(), |of| of == rule);
            same && (fix.column.is_none() || fix.column.map(ColumnId::name) == column)
        };
        self.fixes.iter().find(fits)
    }
}

/// A dependency that the realistic model declares of its normal rows, where both columns hold numbers.
fn dependency(declared: &measures::Dependency) -> Option<Dependency> {
    if matches!((declared.of, declared.on), (Measure::Severity, _) | (_, Measure::Severity)) {
        return None;
    }
    Some(Dependency {
        columns: [declared.of, declared.on].map(Measure::column),
        among: Some(Class::Normal),
        rho: declared.target,
        tolerance: measures::TOLERANCE,
    })
}

const fn check(rule: Rule, setting: &'static str, advice: &'static str) -> Fix {
    Fix { rule: Some(rule), column: None, setting, advice }
}

const fn column(column: ColumnId, setting: &'static str) -> Fix {
    let advice = "Bring the anomalous rows of this column nearer to the normal ones.";
    Fix { rule: None, column: Some(column), setting, advice }
}

/// The settings of the classic model. No setting makes both classes share their issue names.
const CLASSIC: [Fix; 17] = [
    check(Rule::Contamination, "anomaly_share", "Lower the share of anomalous rows to 5 % or less."),
    check(
        Rule::TimeWindow,
        "reference_date",
        "Normal rows come one a day from the start date: choose an earlier reference date, or more rows.",
    ),
    check(
        Rule::TimeQuarters,
        "reference_date",
        "Normal rows come one a day from the start date: choose an earlier reference date, or more rows.",
    ),
    column(ColumnId::ResponseDays, "anomalous.response.mean"),
    column(ColumnId::ImpactScore, "anomalous.impact.mean"),
    column(ColumnId::Cost, "anomalous.cost.mean"),
    column(ColumnId::SessionSecs, "anomalous.session.mean"),
    column(ColumnId::FilesAccessed, "anomalous.files.added"),
    column(ColumnId::LoginAttempts, "anomalous.logins.added"),
    column(ColumnId::TransferMb, "anomalous.transfer.scale"),
    column(ColumnId::CpuPercent, "anomalous.cpu.mean"),
    column(ColumnId::MemoryMb, "anomalous.memory.mean"),
    column(ColumnId::Severity, "anomalous.severity.critical"),
    column(ColumnId::ActivityType, "anomalous.activity.login"),
    column(ColumnId::UserLocation, "anomalous.same_location"),
    column(ColumnId::IpLocation, "anomalous.same_location"),
    column(ColumnId::DateReported, "anomalous.off_hours"),
];

/// The settings of the realistic model.
const REALISTIC: [Fix; 5] = [
    check(Rule::Contamination, "anomaly_share", "Lower the share of anomalous rows to 5 % or less."),
    check(Rule::Correlation, "world.volatility.row", "Lower the volatility, which blurs the dependencies."),
    check(Rule::TimeQuarters, "attacks.rows", "Ask for smaller campaigns, so that there are more of them."),
    check(Rule::LabelErrors, "defects.label_noise", "Lower the label noise."),
    Fix {
        rule: None,
        column: None,
        setting: "attacks.difficulty",
        advice: "Raise the difficulty where the classes are told apart too easily, lower it where they cannot be.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::{Preset, Setting};

    #[test]
    fn every_fix_names_a_setting_that_there_is() {
        for preset in Preset::ALL {
            for fix in Declarations::of(&preset.configuration()).fixes {
                assert!(Setting::find(fix.setting).is_ok(), "{}", fix.setting);
                assert!(fix.advice.ends_with('.'));
            }
        }
    }

    #[test]
    fn the_first_fix_that_fits_counts() {
        let declarations = Declarations::of(&Preset::Classic.configuration());
        let setting = |rule, column| declarations.fix(rule, column).map(|fix| fix.setting);
        assert_eq!(setting(Rule::Stump, Some("Login Attempts")), Some("anomalous.logins.added"));
        assert_eq!(setting(Rule::TimeWindow, Some("Date Reported")), Some("reference_date"));
        assert_eq!(setting(Rule::Contamination, None), Some("anomaly_share"));
        assert_eq!(setting(Rule::ExclusiveValues, Some("Issue Name")), None);
        assert_eq!(setting(Rule::Domain, Some("Login Attempts")), None);
    }
}
