//! The presets: complete configurations with a name and a purpose.

use super::Configuration;
use crate::engine::column::ColumnId;
use crate::engine::export::format::Format;
use crate::engine::issues::campaigns::AttackKind;
use crate::engine::issues::{self, Model, classic, realistic};
use crate::engine::threat::Profile;
use crate::engine::{dataset, response, threat, world};

/// Declares every preset once: its name in code, key, name and purpose.
macro_rules! presets {
    ($($id:ident: $key:literal, $name:literal, $purpose:expr;)*) => {
        /// A named configuration to start from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is documented by its purpose")]
        pub enum Preset { $($id),* }

        impl Preset {
            /// All presets, in the order of a form; the first is the default.
            pub const ALL: [Preset; [$($key),*].len()] = [$(Preset::$id),*];

            /// How the command line writes it.
            pub fn key(self) -> &'static str {
                match self { $(Preset::$id => $key),* }
            }

            /// How a form shows it.
            pub fn name(self) -> &'static str {
                match self { $(Preset::$id => $name),* }
            }

            /// What it is for, and what to expect of it.
            pub fn purpose(self) -> &'static str {
                match self { $(Preset::$id => $purpose),* }
            }
        }
    };
}

#[rustfmt::skip]
presets! {
    Realistic: "realistic", "Realistic",
        words!("People with habits, eleven kinds of attack campaigns and benign outliers: 5 % anomalies that no single column gives away. A good detector reaches an AUC of about 0.92.");
    BruteForceWeek: "brute-force-week", "Brute-force week",
        words!("One week of password guessing and spraying: teaches to combine login attempts with place, hour and session length. A good detector reaches an AUC of about 0.95.");
    InsiderExfiltration: "insider-exfiltration", "Insider exfiltration",
        words!("Insiders take files for weeks, slowly and then more: teaches to compare people with their own past. A good detector reaches an AUC of about 0.91.");
    RansomwareOutbreak: "ransomware-outbreak", "Ransomware outbreak",
        words!("A quarter with outbreaks that last a day and meet many users: teaches to see a phase spread over accounts. A good detector reaches an AUC of about 0.92.");
    PhishingWave: "phishing-wave", "Phishing wave",
        words!("Lure, malware, exfiltration, lateral movement: teaches phases, since each one shows in other columns. A good detector reaches an AUC of about 0.90.");
    NeedleInAHaystack: "needle-in-a-haystack", "Needle in a haystack",
        words!("30,000 rows, 0.5 % anomalous, many benign outliers: teaches that precision, not accuracy, is what counts. A good detector reaches an AUC of about 0.96.");
    BalancedExam: "balanced-exam", "Balanced exam set",
        words!("1,000 rows, half of them anomalous: teaches to compare classifiers, in an hour, without imbalance. A good detector reaches an AUC of about 0.87.");
    MessyLogs: "messy-logs", "Messy logs",
        words!("Wrong labels, missing values, drift and two columns of noise: teaches to clean first; the answer key lists every defect. A good detector reaches an AUC of about 0.90.");
    Classic: "classic", "Classic",
        words!("The distributions and the score of the well-known notebook. Trivially separable: the name of the issue gives the label away, \
         one threshold on Login Attempts finds nearly every anomaly, and no threat is ever Critical.");
    ClassicCalibrated: "classic-calibrated", "Classic, calibrated score",
        words!("The same rows, scored by all eleven indicators on a scale of 0 to 12: all four threat levels and \
         all 16 scenarios occur. As separable as Classic.");
}

impl Preset {
    /// The path by which a lock names the choice of the preset, which is no setting.
    pub const PATH: &str = "preset";

    /// The preset with the given key.
    pub fn from_key(key: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.key() == key)
    }

    /// The configuration.
    pub fn configuration(self) -> Configuration {
        let classic = Configuration {
            preset: self,
            model: Model::Classic,
            seed: 7,
            rows: 1_000,
            anomaly_share_percent: 20.0,
            world: world::Parameters::default(),
            issues: issues::Parameters::default(),
            classic: classic::Parameters::default(),
            realistic: realistic::Parameters::default(),
            threat: threat::Parameters::new(Profile::Notebook),
            response: response::Parameters::default(),
            dataset: dataset::Parameters::default(),
            format: Format::default(),
        };
        match self {
            Preset::Classic => classic,
            Preset::ClassicCalibrated => {
                Configuration { threat: threat::Parameters::new(Profile::Calibrated), ..classic }
            }
            _ => self.realistic(classic),
        }
    }

    /// The configuration of a preset of the realistic model, from that of the classic one.
    fn realistic(self, classic: Configuration) -> Configuration {
        let mut c = Configuration {
            model: Model::Realistic,
            rows: 10_000,
            anomaly_share_percent: 5.0,
            dataset: classic.dataset.with(ColumnId::Device),
            threat: threat::Parameters {
                thresholds: REALISTIC_THRESHOLDS,
                ..threat::Parameters::new(Profile::Calibrated)
            },
            ..classic
        };
        c.world.users = 200;
        self.adjust(&mut c);
        c
    }

    /// What sets a preset of the realistic model apart.
    fn adjust(self, c: &mut Configuration) {
        let days_ago = |days| c.world.reference_date - chrono::Days::new(days);
        let parameters = realistic::Parameters::default();
        match self {
            Preset::BruteForceWeek => {
                c.world.start_date = days_ago(6);
                (c.rows, c.world.users) = (2_000, 60);
                let attacks = [AttackKind::BruteForce, AttackKind::PasswordSpraying];
                c.realistic = realistic::Parameters { difficulty: 0.66, ..parameters.only(&attacks) };
            }
            Preset::InsiderExfiltration => {
                c.world.start_date = days_ago(364);
                let attacks = [AttackKind::InsiderExfiltration, AttackKind::PrivilegeMisuse];
                c.realistic = realistic::Parameters {
                    difficulty: 0.58,
                    campaign_rows: 20,
                    ..parameters.only(&attacks)
                };
            }
            Preset::RansomwareOutbreak => {
                c.world.start_date = days_ago(90);
                c.rows = 5_000;
                c.realistic = parameters.only(&[AttackKind::Ransomware, AttackKind::LateralMovement]);
            }
            Preset::PhishingWave => {
                c.world.start_date = days_ago(90);
                c.rows = 5_000;
                let attacks =
                    [AttackKind::Phishing, AttackKind::StolenCredentials, AttackKind::LateralMovement];
                c.realistic = parameters.only(&attacks);
            }
            Preset::NeedleInAHaystack => {
                (c.rows, c.anomaly_share_percent, c.world.users) = (30_000, 0.5, 500);
                c.realistic = realistic::Parameters {
                    outliers_percent: 6.0,
                    campaign_rows: 5,
                    difficulty: 0.42,
                    ..parameters
                };
            }
            Preset::BalancedExam => {
                (c.rows, c.anomaly_share_percent, c.world.users) = (1_000, 50.0, 100);
            }
            Preset::MessyLogs => {
                c.dataset.noise_columns = 2;
                c.realistic = realistic::Parameters {
                    label_noise_percent: 1.0,
                    difficulty: 0.45,
                    missing_at_random_percent: 2.0,
                    missing_by_severity_percent: 2.0,
                    missing_by_value_percent: 2.0,
                    drift: 0.6,
                    ..parameters
                };
            }
            Preset::Realistic | Preset::Classic | Preset::ClassicCalibrated => {}
        }
    }
}

/// Where Medium, High and Critical begin in the realistic presets: on the calibrated scale, for their measures.
const REALISTIC_THRESHOLDS: [f64; 3] = [3.0, 5.0, 6.8];
