//! The parameters of the realistic model, and what contradicts itself among them.

use std::ops::RangeInclusive;

use crate::engine::decimal;
use crate::engine::issues::Size;
use crate::engine::issues::campaigns::own::Own;
use crate::engine::issues::campaigns::{ATTACKS, Attack, AttackKind, PATTERNS, Pattern, Plan};
use crate::engine::problem::Problem;
use crate::engine::settings::{Setting, parameters};
use crate::engine::text::{Text, number};
use crate::engine::{issues, world};

/// Ranges of several settings.
const PERCENT: RangeInclusive<f64> = 0.0..=100.0;
const DEFECT_PERCENT: RangeInclusive<f64> = 0.0..=50.0;
const FRACTION: RangeInclusive<f64> = 0.0..=1.0;
const WEIGHT: RangeInclusive<f64> = 0.0..=100.0;

/// The maximum share of measures that the three kinds of missing values may take together.
const MAX_MISSING_PERCENT: f64 = 50.0;

parameters! {
    /// How normal rows vary, how campaigns attack, and which defects are added on purpose.
    Parameters, Paths {
        difficulty: f64 = 0.5, FRACTION, "attacks.difficulty", words!("Difficulty"), "", words!("From 0, where anomalies stand out, to 1, where they all but vanish in normal behavior.");
        campaign_rows: u32 = 9, 3..=10_000, "attacks.rows", words!("Rows of a campaign"), words!("rows"), words!("Mean number of rows of a campaign; how many there are follows from the share of anomalies.");
        campaign_length: f64 = 1.0, 0.01..=100.0, "attacks.length", words!("Length of a campaign"), "", words!("Factor on the days that each kind of campaign lasts.");
        home_percent: f64 = 95.0, PERCENT, "world.home", words!("IP at home"), "%", words!("Share of normal rows whose IP location is the user's home; travel explains the rest.");
        row_volatility: f64 = 0.1, FRACTION, "world.volatility.row", words!("Volatility of single rows"), "", words!("Volatility v in base + base * v * N(0,1) * (1.2 at High or Critical severity); 0 switches it off.");
        drift: f64 = 0.0, FRACTION, "world.drift", words!("Drift"), "", words!("By how many standard deviations everyone's activity grows from the first to the last day.");
        outliers_percent: f64 = 3.0, 0.0..=15.0, "world.outliers", words!("Benign outliers"), "%", words!("Share of normal rows that look like attacks: night shifts, travelling executives, backup jobs.");
        label_noise_percent: f64 = 0.0, DEFECT_PERCENT, "defects.label_noise", words!("Label noise"), "%", words!("Share of rows whose label is wrong, as many in one direction as in the other; the answer key keeps the truth.");
        missing_at_random_percent: f64 = 0.0, DEFECT_PERCENT, "defects.missing.mcar", words!("Missing completely at random"), "%", words!("Share of measures that are missing whatever the row (MCAR).");
        missing_by_severity_percent: f64 = 0.0, DEFECT_PERCENT, "defects.missing.mar", words!("Missing by severity"), "%", words!("Share of measures that are missing, more at higher severity (MAR).");
        missing_by_value_percent: f64 = 0.0, DEFECT_PERCENT, "defects.missing.mnar", words!("Missing by value"), "%", words!("Share of measures that are missing because they are high (MNAR).");
    }
    tables {
        own_attacks: Own = Own::default(), "Attacks of one's own, after the shipped ones.";
        attack_weights: [f64; AttackKind::COUNT] = [1.0; AttackKind::COUNT], "The weights of the attacks, in the order of [`ATTACKS`].";
        pattern_weights: [f64; Pattern::COUNT] = Pattern::ALL.map(|pattern| pattern.facts().weight), "The weights of the patterns, in the order of [`PATTERNS`].";
    }
}

impl Parameters {
    /// The settings, in the order of a form.
    pub fn settings() -> Vec<Setting<Parameters>> {
        let mut settings = Parameters::fields();
        for (index, attack) in ATTACKS.iter().enumerate() {
            let days = days(attack.days);
            let help = text!("Weight of this attack among the campaigns; it lasts {days}.", days);
            let setting = Setting::new(
                attack_path(attack),
                attack.name.as_ref().into(),
                "",
                help,
                WEIGHT,
                move |parameters: &Parameters| &parameters.attack_weights[index],
                move |parameters: &mut Parameters| &mut parameters.attack_weights[index],
            );
            settings.push(setting.as_weight());
        }
        settings.push(Setting::new(
            OWN_ATTACKS,
            text!("Attacks of your own"),
            "",
            text!("Beside the shipped ones: whom they meet, how long they last, and what each phase shifts against the users' own baselines."),
            (),
            |parameters: &Parameters| &parameters.own_attacks,
            |parameters: &mut Parameters| &mut parameters.own_attacks,
        ));
        for (index, pattern) in PATTERNS.iter().enumerate() {
            let setting = Setting::new(
                pattern_path(Pattern::ALL[index]),
                Text::declared(pattern.name),
                "",
                Text::declared(pattern.help),
                WEIGHT,
                move |parameters: &Parameters| &parameters.pattern_weights[index],
                move |parameters: &mut Parameters| &mut parameters.pattern_weights[index],
            );
            settings.push(setting.as_weight());
        }
        settings
    }

    /// The attacks: the shipped ones, then those of one's own.
    pub fn attacks(&self) -> impl Iterator<Item = &Attack> {
        ATTACKS.iter().chain(self.own_attacks.0.iter().map(|own| &own.attack))
    }

    /// The attack at a place among all.
    pub fn attack(&self, place: u8) -> Option<&Attack> {
        self.attacks().nth(place.into())
    }

    /// The weights of all attacks.
    pub fn weights(&self) -> Vec<f64> {
        let own = self.own_attacks.0.iter().map(|own| own.weight);
        self.attack_weights.iter().copied().chain(own).collect()
    }

    /// The same with some attacks alone.
    pub fn only(self, attacks: &[AttackKind]) -> Self {
        let weight = |kind: AttackKind| if attacks.contains(&kind) { 1.0 } else { 0.0 };
        Parameters { attack_weights: AttackKind::ALL.map(weight), ..self }
    }

    /// The shares of missing measures: completely at random, by severity, by value.
    pub fn missing(&self) -> [f64; 3] {
        [self.missing_at_random_percent, self.missing_by_severity_percent, self.missing_by_value_percent]
            .map(|percent| percent / 100.0)
    }

    /// Adds what contradicts itself, or the world and the number of rows.
    pub fn check(
        &self,
        size: Size,
        world: &world::Parameters,
        lists: &issues::Parameters,
        problems: &mut Vec<Problem>,
    ) {
        if u64::from(world.users) > size.rows {
            let (users, rows) = (world.users, size.rows);
            let reason = text!("{users} users are more than {rows} rows", users, rows);
            let hint = text!("choose at most {rows} users, or more rows", rows);
            problems.push(Problem::new(world::Parameters::PATHS.users, reason, hint));
        }
        if size.anomalous() > 0 {
            self.check_campaigns(size.anomalous(), world, problems);
        }
        self.check_own(lists, problems);
        self.check_defects(size, problems);
        self.check_outliers(problems);
    }

    /// Whether there are campaigns that can carry the anomalous rows, and the days to hold them.
    fn check_campaigns(&self, anomalous: u64, world: &world::Parameters, problems: &mut Vec<Problem>) {
        let carried = [
            (attack_path(&ATTACKS[0]), self.weights().iter().sum::<f64>()),
            (pattern_path(Pattern::ALL[0]), self.pattern_weights.iter().sum()),
        ];
        for (path, sum) in carried {
            if sum <= 0.0 {
                let reason = text!(
                    "no campaign can carry the {anomalous} anomalous rows: the weights sum to 0",
                    anomalous
                );
                let hint = text!("give at least one a weight above 0, or set the share to 0");
                problems.push(Problem::new(path, reason, hint));
            }
        }
        if !Plan::fits(anomalous, self.campaign_rows) {
            let reason = text!(
                "{anomalous} anomalous rows in campaigns of {rows} are too many to plan",
                anomalous,
                rows = self.campaign_rows
            );
            problems.push(Problem::new(
                Parameters::PATHS.campaign_rows,
                reason,
                text!("choose more than 5 rows a campaign, or fewer rows"),
            ));
        }
        let span = world.days();
        let too_long = |(attack, weight): &(&Attack, f64)| {
            *weight > 0.0 && attack.days * self.campaign_length > f64::from(span)
        };
        if let Some((attack, _)) = self.attacks().zip(self.weights()).find(too_long) {
            let lasts = days((attack.days * self.campaign_length).ceil());
            let (attack, span) = (attack.name.as_ref(), days(span.into()));
            let reason =
                text!("{attack} lasts {lasts}, longer than the {span} of the data", attack, lasts, span);
            let hint = text!(
                "choose an earlier start date, a factor below {factor}, or give {attack} the weight 0",
                factor = decimal::text(self.campaign_length),
                attack
            );
            problems.push(Problem::new(Parameters::PATHS.campaign_length, reason, hint));
        }
    }

    /// Whether the lists have what attacks of one's own name.
    fn check_own(&self, lists: &issues::Parameters, problems: &mut Vec<Problem>) {
        for Attack { name, category, activity_type, .. } in self.own_attacks.0.iter().map(|own| &own.attack) {
            let has_category = lists.categories.iter().any(|known| known.name == *category);
            let has_type = lists.activity_types.iter().any(|known| known == activity_type.as_ref());
            let mut refuse = |reason: Text| {
                let hint = text!("choose one of the list, or none");
                problems.push(Problem::new(OWN_ATTACKS, reason, hint));
            };
            let (name, category, activity_type) = (name.as_ref(), category.as_ref(), activity_type.as_ref());
            if !category.is_empty() && !has_category {
                refuse(text!(
                    "'{name}' has the category '{category}', which is not in its list",
                    name,
                    category
                ));
            }
            if !activity_type.is_empty() && !has_type {
                refuse(text!(
                    "'{name}' has the activity type '{activity_type}', which is not in its list",
                    name,
                    activity_type
                ));
            }
        }
    }

    fn check_defects(&self, size: Size, problems: &mut Vec<Problem>) {
        let (noise, share) = (self.label_noise_percent, size.anomaly_share_percent);
        if noise > share {
            let [noise, share] = [noise, share].map(decimal::text);
            let hint = text!("choose at most {share}, or a greater share of anomalies", share = &share);
            let (noise, share) = (number(noise), number(share));
            let reason =
                text!("{noise} % wrong labels are more than the {share} % anomalous rows", noise, share);
            problems.push(Problem::new(Parameters::PATHS.label_noise_percent, reason, hint));
        }
        let missing =
            self.missing_at_random_percent + self.missing_by_severity_percent + self.missing_by_value_percent;
        if missing > MAX_MISSING_PERCENT {
            let missing = number(decimal::text(missing));
            let reason = text!("{missing} % of the measures would be missing", missing);
            let most = decimal::text(MAX_MISSING_PERCENT);
            let hint = text!("choose shares that sum to at most {most}", most);
            problems.push(Problem::new(Parameters::PATHS.missing_at_random_percent, reason, hint));
        }
    }

    /// A third of the benign outliers travel.
    fn check_outliers(&self, problems: &mut Vec<Problem>) {
        let travel = 100.0 - self.home_percent;
        if travel < self.outliers_percent / 3.0 {
            let reason = text!(
                "only {travel} % of rows travel, too few for a third of the benign outliers",
                travel = number(decimal::text(travel))
            );
            let hint = text!("choose at most {most}", most = decimal::text(3.0 * travel));
            problems.push(Problem::new(Parameters::PATHS.outliers_percent, reason, hint));
        }
    }
}

/// The path of the attacks of one's own.
pub const OWN_ATTACKS: &str = "attacks.own";

/// The path of an attack's weight.
fn attack_path(attack: &Attack) -> String {
    format!("attacks.mix.{}", attack.key)
}

/// The path of a pattern's weight.
fn pattern_path(pattern: Pattern) -> String {
    format!("attacks.pattern.{}", pattern.facts().key)
}

/// A whole number of days in words.
fn days(count: f64) -> Text {
    text!("{count} day" | "{count} days" % count, count = number(decimal::text(count)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Once it read "it lasts 1 days".
    #[test]
    fn a_single_day_is_in_the_singular() {
        let settings = Parameters::settings();
        let help = |path: &str| settings.iter().find(|setting| setting.path == path).unwrap().help.english();
        assert!(help("attacks.mix.ransomware").ends_with("it lasts 1 day."));
        assert!(help("attacks.mix.brute_force").ends_with("it lasts 3 days."));
    }

    #[test]
    fn attacks_alone_are_chosen_by_kind() {
        let parameters = Parameters::default().only(&[AttackKind::Phishing]);
        let weighted: Vec<&str> = ATTACKS
            .iter()
            .zip(parameters.attack_weights)
            .filter(|(_, weight)| *weight > 0.0)
            .map(|(attack, _)| attack.key.as_ref())
            .collect();
        assert_eq!(weighted, ["phishing"]);
    }
}
