//! What is asked of a comparison of detectors. Each option is declared once: form, link and command line follow from here.

use crate::engine::configuration::Override;
use crate::engine::dataset::ColumnId;
use crate::engine::models::detector::Detector;
use crate::engine::models::split::Split;
use crate::engine::models::supervised::Supervised;
use crate::engine::problem::Problem;
use crate::engine::settings::{MAX_SEED, Setting, choices, names, parameters};
use crate::engine::text::Text;

/// What stands before the key of an option in links.
pub const PREFIX: &str = "detect.";

choices! {
    /// What a number is compared with.
    Baseline {
        User: "user", words!("Their user's"),
            words!("Each number is compared with what is usual for its user: where data has no users, with all rows.");
        Overall: "overall", words!("All rows'"), words!("Each number is compared with all rows.");
    }
}

parameters! {
    /// What is asked of a comparison of detectors.
    Options, Paths {
        split: Split = Split::Stratified, (), "detect.split", words!("Split"), "",
            words!("How rows are split into a training and a test part.");
        train_share: f64 = 70.0, 20.0..=90.0, "detect.train-share", words!("Training part"), "%",
            words!("The share of rows that detectors learn from.");
        baseline: Baseline = Baseline::User, (), "detect.baseline", words!("Baseline"), "",
            words!("What a number is compared with before detectors see it.");
        balance: bool = false, (), "detect.balance", words!("Balanced as well"), "",
            words!("Also tries each supervised detector on a balanced training part, with the options of Balance.");
        seed: u64 = 7, 0..=MAX_SEED, "detect.seed", words!("Seed"), "",
            words!("What the split, the forests and the intervals are drawn from.");
    } tables {
        detectors: Vec<String> = all(), "The keys of the detectors that are tried.";
        target: String = ColumnId::IsAnomaly.name().to_owned(), "The column that says which rows are anomalous.";
        anomalous: Vec<String> = Vec::new(), "The values of the target that are anomalous; none for 1, or for all but the most frequent one.";
        ignored: Vec<String> = Vec::new(), "Columns that no detector sees.";
        user: String = String::new(), "The column that says who acted; empty for User ID.";
    }
}

/// The key of the threat score, which is a detector by rules.
pub const THREAT_SCORE: &str = "score";

/// The keys of all detectors, in the order in which they are shown.
pub fn all() -> Vec<String> {
    let supervised = Supervised::all().map(Supervised::key);
    let unsupervised = Detector::ALL.map(Detector::key);
    supervised.into_iter().chain(unsupervised).chain([THREAT_SCORE]).map(str::to_owned).collect()
}

/// The place of a detector in that order.
pub(super) fn place(key: &str) -> usize {
    let keys = all();
    keys.iter().position(|other| other == key).unwrap_or(keys.len())
}

/// About how long the detector with a key takes beside the others.
pub(super) fn effort(key: &str) -> u32 {
    let supervised = Supervised::find(key).map(Supervised::effort);
    supervised.or_else(|| Detector::of_key(key).map(Detector::effort)).unwrap_or(1)
}

/// The name of the detector with a key.
pub fn name(key: &str) -> Option<&'static str> {
    if key == THREAT_SCORE {
        return Some(ColumnId::ThreatScore.name());
    }
    Detector::of_key(key).map(Detector::name).or_else(|| Supervised::find(key).map(Supervised::name))
}

/// The same for a reader; empty where there is none.
pub fn title(key: &str) -> Text {
    name(key).map(Text::declared).unwrap_or_default()
}

/// An option that is text: names with commas between them.
#[derive(Debug)]
pub struct TextOption {
    /// How links and the command line name it.
    pub path: &'static str,
    /// How a form names it.
    pub name: &'static str,
    /// One sentence on what it does.
    pub help: &'static str,
    get: fn(&Options) -> String,
    put: fn(&mut Options, &str) -> Result<(), Problem>,
}

/// The options that are text.
pub static TEXT_OPTIONS: [TextOption; 5] = [
    TextOption {
        path: "detect.detectors",
        name: words!("Detectors"),
        help: words!("The detectors that are tried, by their keys."),
        get: |options| options.detectors.join(","),
        put: |options, text| {
            let keys = names::read(text);
            if let Some(unknown) = keys.iter().find(|key| name(key).is_none()) {
                let reason = text!("'{key}' is no detector", key = unknown);
                let hint = text!("they are {keys}", keys = all().join(", "));
                return Err(Problem::new("detect.detectors", reason, hint));
            }
            // In the order in which they are shown, each once.
            options.detectors = all().into_iter().filter(|key| keys.contains(key)).collect();
            Ok(())
        },
    },
    TextOption {
        path: "detect.target",
        name: words!("Label"),
        help: words!("The column that says which rows are anomalous."),
        get: |options| options.target.clone(),
        put: |options, text| {
            text.trim().clone_into(&mut options.target);
            Ok(())
        },
    },
    TextOption {
        path: "detect.anomalous",
        name: words!("Anomalous values"),
        help: words!(
            "The values of the label that are anomalous; empty for 1, or for all but the most frequent one."
        ),
        get: |options| names::write(&options.anomalous),
        put: |options, text| {
            options.anomalous = names::read(text);
            Ok(())
        },
    },
    TextOption {
        path: "detect.ignored",
        name: words!("Ignored columns"),
        help: words!("Columns that no detector sees."),
        get: |options| names::write(&options.ignored),
        put: |options, text| {
            options.ignored = names::read(text);
            Ok(())
        },
    },
    TextOption {
        path: "detect.user",
        name: words!("User column"),
        help: words!(
            "The column that says who acted, for the baseline and the split by user; empty for User ID."
        ),
        get: |options| options.user.clone(),
        put: |options, text| {
            text.trim().clone_into(&mut options.user);
            Ok(())
        },
    },
];

impl TextOption {
    /// Its text.
    pub fn text(&self, options: &Options) -> String {
        (self.get)(options)
    }
}

impl Options {
    /// The column that says who acted, where one is named.
    pub fn user(&self) -> Option<&str> {
        Some(self.user.as_str()).filter(|user| !user.is_empty())
    }

    /// Whether there is anything to try.
    ///
    /// # Errors
    /// There is no detector.
    pub fn check(&self) -> Result<(), Problem> {
        let is_none = self.detectors.is_empty();
        let problem = || {
            let (reason, hint) = (text!("no detector is to be tried"), text!("choose at least one detector"));
            Problem::new("detect.detectors", reason, hint)
        };
        if is_none { Err(problem()) } else { Ok(()) }
    }

    /// The options of a form that are no text.
    pub fn settings() -> Vec<Setting<Options>> {
        Options::fields()
    }

    /// Sets an option from its text form; its path may lack [`PREFIX`].
    ///
    /// # Errors
    /// There is no such option, or the text is none of its values; nothing changed.
    pub fn set(&mut self, path: &str, text: &str) -> Result<(), Problem> {
        let path = format!("{PREFIX}{}", path.strip_prefix(PREFIX).unwrap_or(path));
        if let Some(option) = TEXT_OPTIONS.iter().find(|option| option.path == path) {
            return (option.put)(self, text);
        }
        let Some(setting) = Options::settings().into_iter().find(|setting| setting.path == path) else {
            let hint = text!("see `cyberdatagen detect --help` for the options");
            let reason = text!("there is no option '{path}'", path = &path);
            return Err(Problem::new(path, reason, hint));
        };
        let value = setting.parse(text)?;
        setting.assign(self, value);
        Ok(())
    }

    /// The options of a link, defaults where it has none, and the problems of those that cannot be used.
    pub fn of(settings: &[Override]) -> (Self, Vec<Problem>) {
        let mut options = Options::default();
        let set = |setting: &Override| options.set(&setting.path, &setting.value).err();
        let problems = settings.iter().filter_map(set).collect();
        (options, problems)
    }

    /// The options that differ from the defaults, in their text form, by path as a link has them.
    pub fn changed(&self) -> Vec<Override> {
        let defaults = Options::default();
        let text = TEXT_OPTIONS.iter().map(|option| (option.path, option.text(self), option.text(&defaults)));
        let text = text.map(|(path, own, default)| (path.to_owned(), own, default));
        let settings = Options::settings();
        let fields = settings.iter().map(|setting| {
            let texts = [self, &defaults].map(|options| setting.value(options).to_string());
            let [own, default] = texts;
            (setting.path.to_string(), own, default)
        });
        let changed = fields.chain(text).filter(|(_, own, default)| own != default);
        let mut changed: Vec<Override> = changed.map(|(path, value, _)| Override { path, value }).collect();
        changed.sort_by(|left, right| left.path.cmp(&right.path));
        changed
    }
}
