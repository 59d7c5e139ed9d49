//! The parameters of the realistic model, and what contradicts itself among them.

use std::ops::RangeInclusive;

use crate::engine::decimal::text;
use crate::engine::issues::Size;
use crate::engine::issues::campaigns::own::Own;
use crate::engine::issues::campaigns::{ATTACKS, Attack, AttackKind, PATTERNS, Pattern, Plan};
use crate::engine::problem::Problem;
use crate::engine::settings::{Setting, parameters};
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
        difficulty: f64 = 0.5, FRACTION, "attacks.difficulty", "Difficulty", "", "From 0, where anomalies stand out, to 1, where they all but vanish in normal behavior.";
        campaign_rows: u32 = 9, 3..=10_000, "attacks.rows", "Rows of a campaign", "rows", "Mean number of rows of a campaign; how many there are follows from the share of anomalies.";
        campaign_length: f64 = 1.0, 0.01..=100.0, "attacks.length", "Length of a campaign", "", "Factor on the days that each kind of campaign lasts.";
        home_percent: f64 = 95.0, PERCENT, "world.home", "IP at home", "%", "Share of normal rows whose IP location is the user's home; travel explains the rest.";
        row_volatility: f64 = 0.1, FRACTION, "world.volatility.row", "Volatility of single rows", "", "Volatility v in base + base * v * N(0,1) * (1.2 at High or Critical severity); 0 switches it off.";
        drift: f64 = 0.0, FRACTION, "world.drift", "Drift", "", "By how many standard deviations everyone's activity grows from the first to the last day.";
        outliers_percent: f64 = 3.0, 0.0..=15.0, "world.outliers", "Benign outliers", "%", "Share of normal rows that look like attacks: night shifts, travelling executives, backup jobs.";
        label_noise_percent: f64 = 0.0, DEFECT_PERCENT, "defects.label_noise", "Label noise", "%", "Share of rows whose label is wrong, as many in one direction as in the other; the answer key keeps the truth.";
        missing_at_random_percent: f64 = 0.0, DEFECT_PERCENT, "defects.missing.mcar", "Missing completely at random", "%", "Share of measures that are missing whatever the row (MCAR).";
        missing_by_severity_percent: f64 = 0.0, DEFECT_PERCENT, "defects.missing.mar", "Missing by severity", "%", "Share of measures that are missing, more at higher severity (MAR).";
        missing_by_value_percent: f64 = 0.0, DEFECT_PERCENT, "defects.missing.mnar", "Missing by value", "%", "Share of measures that are missing because they are high (MNAR).";
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
            let help = format!("Weight of this attack among the campaigns; it lasts {}.", days(attack.days));
            let setting = Setting::new(
                attack_path(attack),
                attack.name.as_ref(),
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
            "Attacks of your own",
            "",
            "Beside the shipped ones: whom they meet, how long they last, and what each phase shifts against the users' own baselines.",
            (),
            |parameters: &Parameters| &parameters.own_attacks,
            |parameters: &mut Parameters| &mut parameters.own_attacks,
        ));
        for (index, pattern) in PATTERNS.iter().enumerate() {
            let setting = Setting::new(
                pattern_path(Pattern::ALL[index]),
                pattern.name,
                "",
                pattern.help,
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
            let reason = format!("{} users are more than {} rows", world.users, size.rows);
            let hint = format!("choose at most {} users, or more rows", size.rows);
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
                let reason =
                    format!("no campaign can carry the {anomalous} anomalous rows: the weights sum to 0");
                let hint = "give at least one a weight above 0, or set the share to 0";
                problems.push(Problem::new(path, reason, hint));
            }
        }
        if !Plan::fits(anomalous, self.campaign_rows) {
            let reason = format!(
                "{anomalous} anomalous rows in campaigns of {} are too many to plan",
                self.campaign_rows
            );
            problems.push(Problem::new(
                Parameters::PATHS.campaign_rows,
                reason,
                "choose more than 5 rows a campaign, or fewer rows",
            ));
        }
        let span = world.days();
        let too_long = |(attack, weight): &(&Attack, f64)| {
            *weight > 0.0 && attack.days * self.campaign_length > f64::from(span)
        };
        if let Some((attack, _)) = self.attacks().zip(self.weights()).find(too_long) {
            let lasts = days((attack.days * self.campaign_length).ceil());
            let reason =
                format!("{} lasts {lasts}, longer than the {} of the data", attack.name, days(span.into()));
            let hint = format!(
                "choose an earlier start date, a factor below {}, or give {} the weight 0",
                text(self.campaign_length),
                attack.name
            );
            problems.push(Problem::new(Parameters::PATHS.campaign_length, reason, hint));
        }
    }

    /// Whether the lists have what attacks of one's own name.
    fn check_own(&self, lists: &issues::Parameters, problems: &mut Vec<Problem>) {
        for Attack { name, category, activity_type, .. } in self.own_attacks.0.iter().map(|own| &own.attack) {
            let has_category = lists.categories.iter().any(|known| known.name == *category);
            let has_type = lists.activity_types.iter().any(|known| known == activity_type.as_ref());
            for (what, text, known) in
                [("category", category, has_category), ("activity type", activity_type, has_type)]
            {
                if !text.is_empty() && !known {
                    let reason = format!("'{name}' has the {what} '{text}', which is not in its list");
                    problems.push(Problem::new(OWN_ATTACKS, reason, "choose one of the list, or none"));
                }
            }
        }
    }

    fn check_defects(&self, size: Size, problems: &mut Vec<Problem>) {
        let (noise, share) = (self.label_noise_percent, size.anomaly_share_percent);
        if noise > share {
            let share = text(share);
            let reason = format!("{} % wrong labels are more than the {share} % anomalous rows", text(noise));
            let hint = format!("choose at most {share}, or a greater share of anomalies");
            problems.push(Problem::new(Parameters::PATHS.label_noise_percent, reason, hint));
        }
        let missing =
            self.missing_at_random_percent + self.missing_by_severity_percent + self.missing_by_value_percent;
        if missing > MAX_MISSING_PERCENT {
            let reason = format!("{} % of the measures would be missing", text(missing));
            let hint = format!("choose shares that sum to at most {}", text(MAX_MISSING_PERCENT));
            problems.push(Problem::new(Parameters::PATHS.missing_at_random_percent, reason, hint));
        }
    }

    /// A third of the benign outliers travel.
    fn check_outliers(&self, problems: &mut Vec<Problem>) {
        let travel = 100.0 - self.home_percent;
        if travel < self.outliers_percent / 3.0 {
            let reason =
                format!("only {} % of rows travel, too few for a third of the benign outliers", text(travel));
            let hint = format!("choose at most {}", text(3.0 * travel));
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

/// A number of days in words.
fn days(count: f64) -> String {
    format!("{} {}", text(count), if count == 1.0 { "day" } else { "days" })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Once it read "it lasts 1 days".
    #[test]
    fn a_single_day_is_in_the_singular() {
        let settings = Parameters::settings();
        let help = |path: &str| settings.iter().find(|setting| setting.path == path).unwrap().help.as_ref();
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
