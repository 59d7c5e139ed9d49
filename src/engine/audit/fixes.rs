//! What fixes a fault: the settings to change and their values, worked out from the configuration and from what was
//! found, so that applying them moves the check's value toward its limit.
//!
//! The realistic model has a setting for nearly every fault. The laws of the classic model give the label away in most
//! columns at once; where one column alone is at fault its law is changed, and otherwise the realistic preset is what
//! helps.

use serde::{Deserialize, Serialize};

use super::report::{Check, Report, Verdict};
use super::rules::{Bounds, Rule};
use crate::engine::configuration::{Configuration, Override, Preset, Setting, settings};
use crate::engine::dataset::{self, ColumnId, RowOrder};
use crate::engine::decimal::{self, grouped};
use crate::engine::issues::{Model, realistic};
use crate::engine::problem::Problem;
use crate::engine::random::distributions::standard_normal_quantile;
use crate::engine::settings::Kind;
use crate::engine::text::{Text, number};
use crate::engine::world;

/// The settings that fix what a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What a button says: `Set difficulty to 0.5`.
    pub label: Text,
    /// What is set, with values as text; another preset has the path [`Preset::PATH`].
    pub settings: Vec<Override>,
}

impl Fix {
    /// The path of the setting that it changes; none where it is another preset.
    pub fn setting(&self) -> Option<&str> {
        self.settings.first().map(|change| change.path.as_str()).filter(|path| *path != Preset::PATH)
    }
}

/// The path of the number of rows.
const ROWS: &str = "rows";

/// The path of the share of anomalous rows.
const ANOMALY_SHARE: &str = "anomaly_share";

/// As many rows have campaigns enough that none of them decides alone what the classes show.
const ENOUGH_ROWS: u64 = 5_000;

/// Where the realistic model passes every check, so that a difficulty on the wrong side of it goes there first.
const USUAL_DIFFICULTY: f64 = 0.5;

/// How far the z-value of an AUC falls where the difficulty rises by 1: measured, on either side of the default.
const FALL: [f64; 2] = [3.0, 7.0];

/// The share of anomalous rows, in percent, that passes.
const SHARE_PERCENT: f64 = 5.0;

/// A class that is as frequent as this is found by calling every row anomalous, as F1 goes.
const FREQUENT: f64 = 0.2;

/// As many campaigns spread evenly over people, categories and time.
const CAMPAIGNS: u64 = 50;

const DIFFICULTY: &str = realistic::Parameters::PATHS.difficulty;
const CAMPAIGN_ROWS: &str = realistic::Parameters::PATHS.campaign_rows;
const DRIFT: &str = realistic::Parameters::PATHS.drift;
const ROW_VOLATILITY: &str = realistic::Parameters::PATHS.row_volatility;
const MISSING_BY_VALUE: &str = realistic::Parameters::PATHS.missing_by_value_percent;
const LABEL_NOISE: &str = realistic::Parameters::PATHS.label_noise_percent;
const ORDER: &str = dataset::Parameters::PATHS.order;
const INDIVIDUALITY: &str = world::Parameters::PATHS.individuality;
const REFERENCE_DATE: &str = world::Parameters::PATHS.reference_date;

/// The laws of the classic model that decide a column: the beginnings of their paths, after the class.
#[rustfmt::skip]
const LAWS: [(ColumnId, &str, &[&str]); 13] = [
    (ColumnId::ResponseDays, words!("response times"), &["response"]),
    (ColumnId::ImpactScore, words!("impact scores"), &["impact"]),
    (ColumnId::Cost, words!("costs"), &["cost", "impact"]),
    (ColumnId::SessionSecs, words!("session lengths"), &["session", "burst"]),
    (ColumnId::FilesAccessed, words!("files accessed"), &["files"]),
    (ColumnId::LoginAttempts, words!("login attempts"), &["logins"]),
    (ColumnId::TransferMb, words!("data transfers"), &["transfer"]),
    (ColumnId::CpuPercent, words!("CPU usage"), &["cpu"]),
    (ColumnId::MemoryMb, words!("memory usage"), &["memory"]),
    (ColumnId::Severity, words!("severities"), &["severity"]),
    (ColumnId::ActivityType, words!("activity types"), &["activity"]),
    (ColumnId::IpLocation, words!("IP locations"), &["same_location"]),
    (ColumnId::DateReported, words!("reporting hours"), &["off_hours", "late", "morning"]),
];

/// What a configuration becomes with some settings changed, the preset among them: with another preset, what was
/// changed of the one before stays changed, as in the form.
///
/// # Errors
/// Every problem with the result.
pub fn applied(configuration: &Configuration, changes: &[Override]) -> Result<Configuration, Vec<Problem>> {
    let preset = changes.iter().find(|change| change.path == Preset::PATH);
    let preset = preset.and_then(|change| Preset::from_key(&change.value)).unwrap_or(configuration.preset);
    let kept = configuration.overrides();
    let changes = changes.iter().filter(|change| change.path != Preset::PATH).cloned();
    Configuration::from_overrides(preset, &kept.into_iter().chain(changes).collect::<Vec<_>>())
}

/// The settings that fix all that needs fixing, the worst first. Of several values for one setting the one counts that
/// goes farther in the direction of the first. Where a fix is another preset, that brings its own laws and days, so
/// that of the others only the share of anomalies counts.
pub fn all(report: &Report) -> Vec<Override> {
    let fixes = |verdict: Verdict| {
        let checks = report.checks.iter().filter(move |check| check.verdict == verdict);
        checks.filter_map(|check| Some((check.key.as_str(), check.fix.as_ref()?)))
    };
    let found: Vec<(&str, &Fix)> = fixes(Verdict::Fail).chain(fixes(Verdict::Warn)).collect();
    let is_preset = |change: &Override| change.path == Preset::PATH;
    let preset = found.iter().map(|&(_, fix)| fix).find(|fix| fix.settings.iter().any(is_preset));
    let contamination = Rule::Contamination.declared().key;
    let mut all: Vec<Override> = preset.map_or_else(Vec::new, |fix| fix.settings.clone());
    for (key, fix) in found {
        if preset.is_some() && key != contamination {
            continue;
        }
        for change in &fix.settings {
            match all.iter_mut().find(|other| other.path == change.path) {
                None => all.push(change.clone()),
                Some(other) if goes_farther(change, other) => other.value.clone_from(&change.value),
                Some(_) => {}
            }
        }
    }
    all
}

/// Whether a change goes farther than another one of the same setting: a higher difficulty, smaller campaigns.
fn goes_farther(change: &Override, other: &Override) -> bool {
    let values = [&change.value, &other.value].map(|value| value.parse::<f64>().ok());
    // Campaigns only ever get smaller.
    match (change.path.as_str(), values) {
        (path, [Some(change), Some(other)]) if path == DIFFICULTY => {
            other >= USUAL_DIFFICULTY && change > other
        }
        (path, [Some(change), Some(other)]) if path == CAMPAIGN_ROWS => change < other,
        _ => false,
    }
}

/// What to do about a check, in a sentence, and the settings that do it, where there are any.
pub(super) fn of(
    configuration: &Configuration,
    rule: Rule,
    check: &Check,
    others: &dyn Fn(Rule) -> Option<f64>,
) -> Option<(Text, Fix)> {
    let found = match configuration.model {
        _ if rule == Rule::RowOrder => unordered(configuration),
        Model::Classic => classic(configuration, rule, check),
        Model::Realistic => realistic(configuration, rule, check, others),
    };
    // A fix that the configuration cannot take, or that changes nothing, is none.
    found.filter(|(_, fix)| {
        applied(configuration, &fix.settings).is_ok_and(|applied| applied != *configuration)
    })
}

fn classic(configuration: &Configuration, rule: Rule, check: &Check) -> Option<(Text, Fix)> {
    let other_model = || {
        let advice = text!(
            "The classic laws give the label away in several columns at once. The Realistic preset draws both classes from the habits of the same people."
        );
        let name = Preset::Realistic.name();
        let preset = Override { path: Preset::PATH.to_owned(), value: Preset::Realistic.key().to_owned() };
        let fix = Fix { label: text!("Use the {name} preset", name), settings: vec![preset] };
        // The rows stay where they were changed, and of few rows a handful of campaigns decides what the classes show.
        let stays = configuration.overrides().iter().any(|setting| setting.path == ROWS);
        if !stays || configuration.rows >= ENOUGH_ROWS {
            return Some((advice, fix));
        }
        let rows = set(ROWS, ENOUGH_ROWS.to_string());
        let label = text!("Use the {name} preset and {rows} rows", name, rows = number(grouped(ENOUGH_ROWS)));
        Some((advice, Fix { label, settings: [fix.settings, vec![rows]].concat() }))
    };
    match rule {
        Rule::Contamination => Some(lower_share()),
        Rule::TimeWindow | Rule::TimeQuarters => shorter(configuration).or_else(other_model),
        Rule::SingleFeature | Rule::Stump | Rule::RangeOverlap => {
            only_law(configuration, rule, check).or_else(other_model)
        }
        Rule::TwoLevels
        | Rule::ThreeLevels
        | Rule::ExclusiveValues
        | Rule::Probe
        | Rule::WithoutStrongest => other_model(),
        _ => None,
    }
}

/// Classic normal rows come one a day from the start, anomalous ones from all days: the last day moves to where the
/// normal rows end.
fn shorter(configuration: &Configuration) -> Option<(Text, Fix)> {
    let (world, normal) = (&configuration.world, configuration.size().normal());
    if normal == 0 || normal >= u64::from(world.days()) {
        return None;
    }
    let end = world.start_date.checked_add_days(chrono::Days::new(normal - 1))?;
    let advice = text!(
        "Normal rows come one a day from the start date and end on {end}, while anomalous rows cover all days: end the data there, or ask for more rows.",
        end = end.to_string()
    );
    let settings = vec![set(REFERENCE_DATE, end.to_string())];
    Some((advice, Fix { label: text!("End on {end}", end = end.to_string()), settings }))
}

/// Where one column alone is beyond the limit: the anomalous law of that column becomes the normal one.
fn only_law(configuration: &Configuration, rule: Rule, check: &Check) -> Option<(Text, Fix)> {
    let column = check.column.as_deref()?;
    let (_, name, starts) = LAWS.iter().find(|(id, ..)| id.name() == column)?;
    let bounds = rule.declared().bounds;
    let others = check.measures.iter().filter(|measure| !measure.name.contains(column));
    if others.map(|measure| bounds.judge(measure.value)).any(|verdict| verdict > Verdict::Pass) {
        return None;
    }
    let of_law = |path: &str| {
        let rest = path.strip_prefix("anomalous.")?;
        let is_of = |start: &&str| {
            rest.strip_prefix(*start).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        starts.iter().any(is_of).then(|| format!("normal.{rest}"))
    };
    let change = |setting: &Setting| {
        let normal = Setting::find(&of_law(&setting.path)?).ok()?.value(configuration);
        (setting.value(configuration) != normal).then(|| set(&setting.path, normal.to_string()))
    };
    let settings: Vec<Override> = settings().iter().filter_map(change).collect();
    let name = Text::declared(name);
    let label = text!("Draw {name} as in normal rows", name = name.clone());
    let advice = text!(
        "No other column is at fault: draw the {name} of anomalous rows as those of normal rows.",
        name
    );
    (!settings.is_empty()).then_some((advice, Fix { label, settings }))
}

fn realistic(
    configuration: &Configuration,
    rule: Rule,
    check: &Check,
    others: &dyn Fn(Rule) -> Option<f64>,
) -> Option<(Text, Fix)> {
    let share = configuration.anomaly_share_percent / 100.0;
    match rule {
        Rule::Contamination => Some(lower_share()),
        // Half of all rows are found by calling every row anomalous.
        Rule::Stump | Rule::TwoLevels | Rule::ThreeLevels if share >= FREQUENT => {
            let (_, fix) = lower_share();
            let advice = text!(
                "Where anomalous rows are this frequent, a rule that calls nearly every row anomalous does well: lower their share."
            );
            Some((advice, fix))
        }
        Rule::SingleFeature
        | Rule::Stump
        | Rule::TwoLevels
        | Rule::ThreeLevels
        | Rule::RangeOverlap
        | Rule::Probe
        | Rule::WithoutStrongest => difficulty(configuration, rule, check, others(Rule::Probe)),
        Rule::ExclusiveValues | Rule::TimeQuarters | Rule::TimeWindow => smaller_campaigns(configuration),
        Rule::Baseline => baseline(configuration, check, others(Rule::Probe)),
        Rule::UnseenCampaigns => smaller_campaigns(configuration),
        Rule::Correlation => dependencies(configuration, check),
        Rule::LabelErrors => Some((text!("Inject no wrong labels."), named(LABEL_NOISE, "0".to_owned()))),
        _ => None,
    }
}

/// Rows in no order, where time decides who is where.
fn unordered(configuration: &Configuration) -> Option<(Text, Fix)> {
    let advice =
        text!("Rows come in the order of time, and the classes do not have the same days: ask for no order.");
    (configuration.dataset.order != RowOrder::Random)
        .then(|| (advice, named(ORDER, RowOrder::Random.key().to_owned())))
}

/// A difficulty that the check is expected to pass at: the default one from the wrong side of it, else as far as the
/// check's own figure asks for; never so high that the probe would find too little.
fn difficulty(
    configuration: &Configuration,
    rule: Rule,
    check: &Check,
    probe: Option<f64>,
) -> Option<(Text, Fix)> {
    let now = configuration.realistic.difficulty;
    let value = check.value?;
    let Bounds::Between { pass: [hard, _], .. } = Rule::Probe.declared().bounds else { return None };
    let fall = FALL[usize::from(now >= USUAL_DIFFICULTY)];
    let (target, advice) = if rule == Rule::Probe && value < hard {
        let step = ((z(hard + 0.02) - z(value)) / fall).clamp(0.05, 0.3);
        let target = if now > USUAL_DIFFICULTY { (now - step).max(USUAL_DIFFICULTY) } else { now - step };
        (target.max(0.0), text!("The anomalous rows are too hard to find: lower the difficulty."))
    } else {
        let step = match rule {
            Rule::SingleFeature => (z(value) - z(0.73)) / fall,
            Rule::Probe => (z(value) - z(0.95)) / fall,
            Rule::WithoutStrongest => (z(value) - z(0.88)) / fall,
            Rule::RangeOverlap => 0.1,
            _ => (value - 0.4) / 2.0,
        };
        let wanted = if now < USUAL_DIFFICULTY { USUAL_DIFFICULTY } else { now + step.clamp(0.02, 0.3) };
        let room = probe.map_or(1.0, |probe| now + (z(probe) - z(hard + 0.02)) / fall);
        (wanted.min(room).min(1.0), text!("The classes are told apart too easily: raise the difficulty."))
    };
    let target = (target * 100.0).round() / 100.0;
    let raises = target > now;
    let is_wanted = if rule == Rule::Probe && value < hard { target < now } else { raises };
    is_wanted.then(|| (advice, named(DIFFICULTY, decimal::text(target))))
}

/// What is usual for a user says little where attacks stand out against everyone, or against no one; else users are to
/// differ more: as much as by default, and beyond that by a step.
fn baseline(configuration: &Configuration, check: &Check, probe: Option<f64>) -> Option<(Text, Fix)> {
    let is_off = |auc: &f64| Rule::Probe.declared().bounds.judge(*auc) > Verdict::Pass;
    if let Some(probe) = probe.filter(is_off) {
        let check = Check { value: Some(probe), ..check.clone() };
        if let Some((_, fix)) = difficulty(configuration, Rule::Probe, &check, Some(probe)) {
            let advice = text!(
                "What is usual for a user says little where every detector finds the anomalous rows, or none does: set the difficulty between."
            );
            return Some((advice, fix));
        }
    }
    let (now, usual) = (configuration.world.individuality, world::Parameters::default().individuality);
    let most = world::Parameters::settings().into_iter().find(|setting| setting.path == INDIVIDUALITY);
    let most =
        most.and_then(|setting| if let Kind::Decimal { max, .. } = setting.kind { Some(max) } else { None });
    let target = if now < usual { usual } else { (now + 0.2).min(most?) };
    let advice = text!("Users hardly differ in what is usual for them: let them differ more.");
    (target > now).then(|| (advice, named(INDIVIDUALITY, decimal::text_rounded(target, 2))))
}

/// Smaller campaigns, so that there are more of them.
fn smaller_campaigns(configuration: &Configuration) -> Option<(Text, Fix)> {
    let now = u64::from(configuration.realistic.campaign_rows);
    let rows = (configuration.anomalous_rows() / CAMPAIGNS).max(3).min(now / 2).max(3);
    let advice = text!(
        "A few large campaigns decide who, when and what is attacked: ask for smaller ones, so that there are more."
    );
    (rows < now).then(|| (advice, named(CAMPAIGN_ROWS, rows.to_string())))
}

/// What blurs the declared dependencies, or adds to them.
fn dependencies(configuration: &Configuration, check: &Check) -> Option<(Text, Fix)> {
    let (of, off) = (&configuration.realistic, check.value?);
    if off > 0.0 && of.drift > 0.0 {
        // Drift adds to correlations with its square.
        let drift = of.drift * (0.03 / off).min(0.8).sqrt();
        let advice = text!("Drift lets all columns rise together: lower it.");
        return Some((advice, named(DRIFT, decimal::text((drift * 10.0).floor() / 10.0))));
    }
    let usual = realistic::Parameters::default().row_volatility;
    if of.row_volatility > usual {
        let advice = text!("Volatility of single rows blurs the dependencies: lower it.");
        return Some((advice, named(ROW_VOLATILITY, decimal::text(usual))));
    }
    if of.missing_by_value_percent > 0.0 {
        let advice =
            text!("High values are missing, which hides the dependencies: let fewer be missing by value.");
        let percent = (of.missing_by_value_percent / 4.0).floor();
        return Some((advice, named(MISSING_BY_VALUE, decimal::text(percent))));
    }
    None
}

fn lower_share() -> (Text, Fix) {
    let percent = decimal::text(SHARE_PERCENT);
    let advice =
        text!("Lower the share of anomalous rows to {percent} % or less.", percent = number(percent.clone()));
    (advice, named(ANOMALY_SHARE, percent))
}

/// One setting, with its name and value on the button.
fn named(path: &str, value: String) -> Fix {
    let shown = number(value.clone());
    // A count says what it counts in its name.
    let label = match path {
        ANOMALY_SHARE => text!("Set anomaly share to {value} %", value = shown),
        DIFFICULTY => text!("Set difficulty to {value}", value = shown),
        CAMPAIGN_ROWS => text!("Set rows of a campaign to {value}", value = shown),
        DRIFT => text!("Set drift to {value}", value = shown),
        ROW_VOLATILITY => text!("Set volatility of single rows to {value}", value = shown),
        MISSING_BY_VALUE => text!("Set missing by value to {value} %", value = shown),
        LABEL_NOISE => text!("Set label noise to {value} %", value = shown),
        ORDER => text!("Set order of rows to {value}", value = shown),
        INDIVIDUALITY => text!("Set individual users to {value}", value = shown),
        _ => text!("Set {path} to {value}", path, value = shown),
    };
    Fix { label, settings: vec![set(path, value)] }
}

fn set(path: &str, value: String) -> Override {
    Override { path: path.to_owned(), value }
}

/// The z-value of an AUC: how far apart two normal distributions are that have it, up to a factor.
fn z(auc: f64) -> f64 {
    standard_normal_quantile(auc.clamp(0.001, 0.999))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Generator;
    use crate::engine::audit::Audit;

    fn audited(configuration: &Configuration) -> Report {
        Audit::of(&mut Generator::new(configuration).unwrap()).run_to_end()
    }

    fn with(preset: Preset, settings: &[(&str, &str)]) -> Configuration {
        let changes: Vec<Override> =
            settings.iter().map(|(path, value)| set(path, (*value).to_owned())).collect();
        Configuration::from_overrides(preset, &changes).unwrap()
    }

    /// How far a value is from what passes.
    fn distance(rule: Rule, value: f64) -> f64 {
        match rule.zones() {
            Bounds::AtMost { pass, .. } => (value - pass).max(0.0),
            Bounds::AtLeast { pass, .. } => (pass - value).max(0.0),
            Bounds::Between { pass: [min, max], .. } => (min - value).max(value - max).max(0.0),
            Bounds::Own(_) => 0.0,
        }
    }

    /// Applies every fix of a configuration's report by itself, and all of them.
    fn try_fixes(name: &str, configuration: &Configuration) -> (Report, Report) {
        let before = audited(configuration);
        let mut tried: Vec<(Vec<Override>, Report)> = Vec::new();
        let mut try_out = |settings: &[Override]| {
            if let Some((_, report)) = tried.iter().find(|(before, _)| before == settings) {
                return report.clone();
            }
            let report = audited(&applied(configuration, settings).unwrap());
            tried.push((settings.to_vec(), report.clone()));
            report
        };
        for rule in Rule::ALL {
            let check = before.check(rule).unwrap();
            let Some(fix) = &check.fix else { continue };
            let after = try_out(&fix.settings);
            let after = after.check(rule).unwrap();
            let nearer = |(before, after): (f64, f64)| distance(rule, after) < distance(rule, before);
            let is_nearer = check.value.zip(after.value).is_some_and(nearer);
            assert!(
                after.verdict < check.verdict || is_nearer,
                "{name}, {}: {:?} {:?} became {:?} {:?}",
                fix.label,
                check.key,
                check.value,
                after.verdict,
                after.value
            );
        }
        let after = try_out(&all(&before));
        (before, after)
    }

    /// The faults of a report, as a test shows them.
    fn faults(report: &Report) -> Vec<(String, Verdict, Option<f64>)> {
        let faulty = report.checks.iter().filter(|check| check.needs_fixing());
        faulty.map(|check| (check.key.clone(), check.verdict, check.value)).collect()
    }

    #[test]
    fn every_fix_of_a_preset_helps_and_all_of_them_leave_no_failed_check() {
        for preset in Preset::ALL {
            let configuration = with(preset, &[]);
            let configuration = Configuration { rows: configuration.rows.min(10_000), ..configuration };
            let (before, after) = try_fixes(preset.key(), &configuration);
            assert_eq!(after.count(Verdict::Fail), 0, "{}: {:?}", preset.key(), faults(&after));
            assert!(faults(&after).len() <= faults(&before).len(), "{}: {:?}", preset.key(), faults(&after));
            let unfixed =
                before.checks.iter().filter(|check| check.verdict == Verdict::Fail && check.fix.is_none());
            assert_eq!(unfixed.count(), 0);
        }
    }

    #[test]
    fn what_a_visitor_sets_wrong_is_fixed() {
        for (preset, settings) in [
            (Preset::Realistic, &[("attacks.difficulty", "0")][..]),
            (Preset::Realistic, &[("attacks.difficulty", "0.2")]),
            (Preset::Realistic, &[("attacks.difficulty", "0.95")]),
            (Preset::Realistic, &[("attacks.difficulty", "0.75")]),
            (Preset::Realistic, &[("attacks.rows", "500")]),
            (Preset::Realistic, &[("anomaly_share", "30")]),
            (Preset::Realistic, &[("anomaly_share", "30"), ("attacks.difficulty", "0")]),
            (Preset::Realistic, &[("world.volatility.row", "0.6")]),
            (Preset::Realistic, &[("world.drift", "1")]),
            (Preset::Realistic, &[("world.individuality", "0")]),
            (Preset::Realistic, &[("attacks.rows", "60")]),
            (Preset::Realistic, &[("defects.missing.mnar", "30")]),
            (Preset::Classic, &[("rows", "10000")]),
            (Preset::Classic, &[("anomaly_share", "40"), ("rows", "3000")]),
            (Preset::Classic, &[("seed", "8"), ("rows", "700")]),
            (Preset::Classic, &[("seed", "9"), ("rows", "700")]),
            (Preset::Classic, &[("seed", "11"), ("rows", "700")]),
        ] {
            let configuration = with(preset, settings);
            let (before, after) = try_fixes(&format!("{settings:?}"), &configuration);
            assert!(!faults(&before).is_empty(), "{settings:?}");
            let fails = [&before, &after].map(|report| report.count(Verdict::Fail));
            assert!(
                fails[1] < fails[0].max(1),
                "{settings:?}: {:?} became {:?}",
                faults(&before),
                faults(&after)
            );
        }
    }

    /// Where only one law of the classic model is at fault, that one is changed, and the preset stays.
    #[test]
    fn a_single_classic_law_is_changed_alone() {
        let normal = |setting: &Setting| {
            let rest = setting.path.strip_prefix("anomalous.").filter(|rest| !rest.starts_with("logins"))?;
            let value =
                Setting::find(&format!("normal.{rest}")).unwrap().value(&Preset::Classic.configuration());
            Some(set(&setting.path, value.to_string()))
        };
        let changes = settings().iter().filter_map(normal);
        let changes: Vec<Override> = changes.chain([set("rows", "4000".to_owned())]).collect();
        let configuration = Configuration::from_overrides(Preset::Classic, &changes).unwrap();
        let report = audited(&configuration);
        let check = report.check(Rule::Stump).unwrap();
        let fix = check.fix.as_ref().unwrap();
        assert_eq!(
            (check.verdict, fix.label.english().as_str()),
            (Verdict::Fail, "Draw login attempts as in normal rows")
        );
        assert!(fix.settings.iter().all(|change| change.path.starts_with("anomalous.logins.")));
        let after = audited(&applied(&configuration, &fix.settings).unwrap());
        assert_eq!(after.check(Rule::Stump).unwrap().verdict, Verdict::Pass);
    }

    #[test]
    fn buttons_say_what_they_do() {
        let labels = |report: &Report| -> Vec<String> {
            let fixes = report.checks.iter().filter_map(|check| check.fix.as_ref());
            fixes.map(|fix| fix.label.english()).collect()
        };
        let classic = labels(&audited(&with(Preset::Classic, &[])));
        for label in ["Use the Realistic preset", "End on 2025-03-10", "Set anomaly share to 5 %"] {
            assert!(classic.iter().any(|other| other == label), "{label}: {classic:?}");
        }
        let easy = labels(&audited(&with(Preset::Realistic, &[("attacks.difficulty", "0.2")])));
        assert!(easy.iter().all(|label| label == "Set difficulty to 0.5"), "{easy:?}");
    }

    #[test]
    fn a_button_names_its_setting_as_the_form_does() {
        for path in [
            ANOMALY_SHARE,
            DIFFICULTY,
            CAMPAIGN_ROWS,
            DRIFT,
            ROW_VOLATILITY,
            MISSING_BY_VALUE,
            LABEL_NOISE,
            ORDER,
            INDIVIDUALITY,
        ] {
            let setting = Setting::find(path).unwrap();
            let unit = if setting.unit == "%" { " %" } else { "" };
            let label = named(path, "1".to_owned()).label.english();
            assert_eq!(
                label.to_lowercase(),
                format!("set {} to 1{unit}", setting.name.english().to_lowercase())
            );
        }
    }

    #[test]
    fn another_preset_keeps_what_was_changed_and_takes_no_law_along() {
        let configuration = with(Preset::Classic, &[("seed", "12"), ("anomaly_share", "30")]);
        let all = all(&audited(&configuration));
        let paths: Vec<&str> = all.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(paths, ["preset", "anomaly_share"]);
        let applied = applied(&configuration, &all).unwrap();
        assert_eq!((applied.preset, applied.seed, applied.rows), (Preset::Realistic, 12, 10_000));
        assert_eq!(applied.anomaly_share_percent, 5.0);
    }

    #[test]
    fn what_cannot_be_applied_is_no_fix() {
        // 5 % of anomalous rows are too few for 10 % of wrong labels.
        let configuration =
            with(Preset::Realistic, &[("anomaly_share", "30"), ("defects.label_noise", "10")]);
        let report = audited(&configuration);
        let check = report.check(Rule::Contamination).unwrap();
        assert_eq!((check.verdict, &check.fix), (Verdict::Fail, &None));
        assert!(check.remedy.is_some());
    }
}
