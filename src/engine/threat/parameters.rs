//! The parameters of the threat score: the profile, how much each indicator weighs, and where the threat levels begin.

use super::indicators::{Bands, COUNT, INDICATORS, Indicator};
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::engine::settings::{Setting, check_range, check_weights, choices};

choices! {
    /// How the threat score is computed from the indicators.
    Profile {
        Notebook: "notebook", words!("Notebook"), words!("Nine weighted indicators; at most 8.0, so Critical (9) never occurs.");
        Document: "document", words!("Document"), words!("Seven weighted indicators; at most 8.5, so Critical (10) never occurs.");
        Calibrated: "calibrated", words!("Calibrated"), words!("All eleven indicators on a scale of 0 to 12; all four levels occur.");
    }
}

/// The maximum score of the calibrated profile.
const CALIBRATED_SCALE: f64 = 12.0;

impl Profile {
    /// The weight of each indicator, in the order of [`super::INDICATORS`]; they sum to 1. Severity weighs
    /// little in the calibrated profile because it is the other axis of the scenarios.
    pub fn weights(self) -> [f64; COUNT] {
        match self {
            //                     sever. impact risk  respo. categ. activ. login  files  trans. cpu    memory
            Profile::Notebook => {
                [0.250, 0.200, 0.150, 0.100, 0.000, 0.000, 0.050, 0.050, 0.050, 0.075, 0.075]
            }
            Profile::Document => {
                [0.300, 0.200, 0.200, 0.100, 0.000, 0.000, 0.100, 0.050, 0.050, 0.000, 0.000]
            }
            Profile::Calibrated => {
                [0.080, 0.080, 0.050, 0.100, 0.100, 0.090, 0.120, 0.100, 0.140, 0.070, 0.070]
            }
        }
    }

    /// The scores at which Medium, High and Critical begin.
    pub fn thresholds(self) -> [f64; 3] {
        match self {
            Profile::Notebook => [4.0, 7.0, 9.0],
            Profile::Document | Profile::Calibrated => [4.0, 7.0, 10.0],
        }
    }
}

/// How rows are scored: a profile, and what may be changed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// Where the other values started from, and how contributions are scaled.
    pub profile: Profile,
    /// The weight of each indicator, in the order of [`INDICATORS`].
    pub weights: [f64; COUNT],
    /// The scores at which Medium, High and Critical begin.
    pub thresholds: [f64; 3],
    /// The bands of each indicator; those of an indicator without bands are not used.
    pub bands: [Bands; COUNT],
}

/// The levels that begin at a threshold.
const LEVELS: [Level; 3] = [Level::Medium, Level::High, Level::Critical];

impl Parameters {
    /// The parameters of a profile, as it is.
    pub fn new(profile: Profile) -> Self {
        let unused = Bands { medium: 0.0, high: 0.0 };
        Parameters {
            profile,
            weights: profile.weights(),
            thresholds: profile.thresholds(),
            bands: std::array::from_fn(|index| INDICATORS[index].bands().map_or(unused, |(bands, _)| bands)),
        }
    }

    /// The settings, in the order of a form. Another profile brings its weights, thresholds and bands with it.
    pub fn settings() -> Vec<Setting<Parameters>> {
        let mut settings = vec![Setting::leading(
            "scoring.profile",
            text!("Scoring profile"),
            text!(
                "Which indicators the threat score counts, how much each weighs, and where the levels begin."
            ),
            (),
            |parameters: &Parameters| &parameters.profile,
            |parameters: &mut Parameters, profile: Profile| {
                if profile != parameters.profile {
                    *parameters = Parameters::new(profile);
                }
            },
        )];
        settings.extend(INDICATORS.iter().enumerate().map(|(index, indicator)| weight(index, indicator)));
        settings.extend(LEVELS.iter().enumerate().map(|(index, level)| threshold(index, *level)));
        for (index, indicator) in INDICATORS.iter().enumerate() {
            if let Some((_, unit)) = indicator.bands() {
                settings.extend(bands(index, indicator, unit));
            }
        }
        settings
    }

    /// Adds what contradicts itself.
    pub fn check(&self, problems: &mut Vec<Problem>) {
        for (indicator, bands) in INDICATORS.iter().zip(self.bands) {
            check_range(&band_path(indicator, "medium"), bands.medium, bands.high, problems);
        }
        let [medium, high, critical] = self.thresholds;
        check_range(&threshold_path(Level::Medium), medium, high, problems);
        check_range(&threshold_path(Level::High), high, critical, problems);
        let sum = self.weights.iter().sum();
        let hint = text!("give at least one indicator a weight above 0");
        check_weights(&weight_path(&INDICATORS[0]), sum, hint, problems);
    }

    /// What an indicator of the given range contributes for a score: weight times score, or, calibrated, the
    /// weight's share of all weights times the score's place in its range times 12.
    pub fn contribution(&self, indicator: usize, score: f64, (min, max): (f64, f64)) -> f64 {
        let weight = self.weights[indicator];
        match self.profile {
            Profile::Notebook | Profile::Document => weight * score,
            Profile::Calibrated => {
                let sum: f64 = self.weights.iter().sum();
                CALIBRATED_SCALE * (weight / sum) * (score - min) / (max - min)
            }
        }
    }

    /// The level of a score.
    pub fn level(&self, score: f64) -> Level {
        let [medium, high, critical] = self.thresholds;
        if score >= critical {
            Level::Critical
        } else if score >= high {
            Level::High
        } else if score >= medium {
            Level::Medium
        } else {
            Level::Low
        }
    }
}

fn weight_path(indicator: &Indicator) -> String {
    format!("scoring.weight.{}", indicator.key)
}

fn weight(index: usize, indicator: &Indicator) -> Setting<Parameters> {
    let setting = Setting::new(
        weight_path(indicator),
        text!("Weight of {indicator}", indicator = indicator.name),
        "",
        text!("How much {indicator} counts in the threat score.", indicator = indicator.name),
        0.0..=1.0,
        move |parameters: &Parameters| &parameters.weights[index],
        move |parameters: &mut Parameters| &mut parameters.weights[index],
    );
    setting.as_weight()
}

fn threshold_path(level: Level) -> String {
    format!("scoring.threshold.{}", level.name().to_ascii_lowercase())
}

fn threshold(index: usize, level: Level) -> Setting<Parameters> {
    Setting::new(
        threshold_path(level),
        text!("{level} from", level = level.name()),
        "",
        text!("The threat level is at least {level} from this score on.", level = level.name()),
        0.0..=100.0,
        move |parameters: &Parameters| &parameters.thresholds[index],
        move |parameters: &mut Parameters| &mut parameters.thresholds[index],
    )
}

fn band_path(indicator: &Indicator, band: &str) -> String {
    format!("scoring.band.{}.{band}", indicator.key)
}

fn bands(index: usize, indicator: &Indicator, unit: &'static str) -> [Setting<Parameters>; 2] {
    let help =
        |score: u32| text!("Above this, {indicator} scores {score}.", indicator = indicator.name, score);
    const RANGE: std::ops::RangeInclusive<f64> = 0.0..=1_000_000.0;
    [
        Setting::new(
            band_path(indicator, "medium"),
            text!("{indicator}, medium above", indicator = indicator.name),
            unit,
            help(3),
            RANGE,
            move |parameters: &Parameters| &parameters.bands[index].medium,
            move |parameters: &mut Parameters| &mut parameters.bands[index].medium,
        ),
        Setting::new(
            band_path(indicator, "high"),
            text!("{indicator}, high above", indicator = indicator.name),
            unit,
            help(5),
            RANGE,
            move |parameters: &Parameters| &parameters.bands[index].high,
            move |parameters: &mut Parameters| &mut parameters.bands[index].high,
        ),
    ]
}
