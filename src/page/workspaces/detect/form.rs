//! What the form of the options shows, from what was chosen and what is being typed.
//!
//! What was chosen are settings, as a link carries them; they can always be used. A text that cannot be used is a
//! [`Draft`].

use crate::engine::Problem;
use crate::engine::configuration::Override;
use crate::engine::detect::options::{self, PREFIX, TEXT_OPTIONS};
use crate::engine::detect::{Learning, Options};
use crate::engine::models::detector::Detector;
use crate::engine::models::supervised::Supervised;
use crate::engine::settings::{Choice, Kind};
use crate::page::language;
use crate::page::runs::draft::{self, Draft};

/// The option that holds the keys of the detectors.
pub const DETECTORS: &str = "detect.detectors";

/// The option that names the label.
pub const TARGET: &str = "detect.target";

/// How an option is chosen.
#[derive(Clone, Copy, Debug)]
pub enum Control {
    /// Detectors, each with a box to tick.
    Detectors,
    /// One of several.
    Choice(&'static [Choice]),
    /// One of the columns that can be a label.
    Column,
    /// A box to tick.
    Toggle,
    /// A line, with the keyboard that suits it.
    Line(&'static str),
}

/// An option, as a form declares it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// How links name it.
    pub path: String,
    /// Name and unit.
    pub label: String,
    /// One sentence on what it does.
    pub help: String,
    /// How it is chosen.
    pub control: Control,
}

impl Entry {
    /// The id of its element.
    pub fn id(&self) -> String {
        self.path.replace('.', "-")
    }
}

/// The options: the detectors and what is done with the rows, and those that are unfolded, which say what the columns are.
pub fn sections() -> (Vec<Entry>, Vec<Entry>) {
    let mut texts = TEXT_OPTIONS.iter().map(|option| Entry {
        path: option.path.to_owned(),
        label: language::words(option.name).to_owned(),
        help: language::words(option.help).to_owned(),
        control: match option.path {
            DETECTORS => Control::Detectors,
            TARGET => Control::Column,
            _ => Control::Line("text"),
        },
    });
    let settings = Options::settings().into_iter().map(|setting| Entry {
        label: match (language::told(&setting.name), setting.unit) {
            (name, "") => name,
            (name, unit) => format!("{name}, {unit}"),
        },
        control: match setting.kind {
            Kind::Choice(choices) => Control::Choice(choices),
            Kind::Toggle => Control::Toggle,
            Kind::Integer { .. } => Control::Line("numeric"),
            _ => Control::Line("decimal"),
        },
        path: setting.path.to_string(),
        help: language::told(&setting.help),
    });
    (texts.next().into_iter().chain(settings).collect(), texts.collect())
}

/// The detectors by how they learn: key and name of each.
pub fn detectors() -> [(Learning, Vec<(&'static str, &'static str)>); 3] {
    let named = |key| options::name(key).map(|name| (key, language::words(name)));
    [
        (
            Learning::Supervised,
            Supervised::all().into_iter().filter_map(|detector| named(detector.key())).collect(),
        ),
        (
            Learning::Unsupervised,
            Detector::ALL.into_iter().filter_map(|detector| named(detector.key())).collect(),
        ),
        (Learning::Rules, named(options::THREAT_SCORE).into_iter().collect()),
    ]
}

/// The text of the detectors with one of them ticked or not.
pub fn ticked(text: &str, key: &str, is_ticked: bool) -> String {
    let mut keys: Vec<&str> = text.split(',').filter(|other| !other.is_empty() && *other != key).collect();
    if is_ticked {
        keys.push(key);
    }
    let all = options::all();
    all.iter().map(String::as_str).filter(|key| keys.contains(key)).collect::<Vec<_>>().join(",")
}

/// Whether a detector is among those of a text.
pub fn is_ticked(text: &str, key: &str) -> bool {
    text.split(',').any(|other| other == key)
}

/// What a field shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The path of its option.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Why the text cannot be used, or was refused the last time.
    pub problem: Option<Problem>,
    /// Whether nothing can be started with it.
    pub is_unusable: bool,
}

/// What all fields show.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// The fields of what was chosen, what is being typed, and what was refused of it.
    pub fn of(settings: &[Override], drafts: &[Draft], refused: &[Problem]) -> Self {
        let (options, _) = Options::of(settings);
        let field = |(path, chosen): (String, String)| {
            let text = draft::text(drafts, &path, chosen);
            let wrong = problem(&options, &path, &text);
            let is_unusable = wrong.is_some();
            let of_field = |problem: &&Problem| {
                problem.path == path || path.strip_prefix(PREFIX) == Some(problem.path.as_str())
            };
            let problem = wrong.or_else(|| refused.iter().find(of_field).cloned());
            Field { path, text, problem, is_unusable }
        };
        Fields(texts(&options).into_iter().map(field).collect())
    }

    /// The field of an option.
    pub fn field(&self, path: &str) -> Option<&Field> {
        self.0.iter().find(|field| field.path == path)
    }

    /// Whether every field can be used.
    pub fn are_usable(&self) -> bool {
        self.0.iter().all(|field| !field.is_unusable)
    }
}

/// Path and text of every option.
fn texts(options: &Options) -> Vec<(String, String)> {
    let texts = TEXT_OPTIONS.iter().map(|option| (option.path.to_owned(), option.text(options)));
    let settings = Options::settings().into_iter();
    texts
        .chain(settings.map(|setting| (setting.path.to_string(), setting.value(options).to_string())))
        .collect()
}

fn problem(options: &Options, path: &str, text: &str) -> Option<Problem> {
    if path == DETECTORS && text.is_empty() {
        return Some(Problem::new(path, text!("no detector is chosen"), text!("tick at least one")));
    }
    options.clone().set(path, text).err()
}

/// Takes what was typed into a field: the settings with it, or none where it cannot be used and became a draft.
pub fn enter(
    settings: &[Override],
    drafts: &mut Vec<Draft>,
    path: &str,
    typed: &str,
) -> Option<Vec<Override>> {
    let (mut options, _) = Options::of(settings);
    let over = texts(&options).into_iter().find(|(other, _)| other == path).map(|(_, text)| text)?;
    if problem(&options, path, typed).is_none() && options.set(path, typed).is_ok() {
        draft::end(drafts, path);
        return Some(options.changed());
    }
    draft::keep(drafts, path, over, typed);
    None
}

/// The settings for data whose columns can be these labels: the first one is taken where the present one is not among
/// them.
pub fn with_targets(settings: &[Override], targets: &[String]) -> Vec<Override> {
    let (mut options, _) = Options::of(settings);
    if !targets.contains(&options.target)
        && let Some(first) = targets.first()
    {
        options.target.clone_from(first);
        options.anomalous.clear();
    }
    options.changed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_has_a_field_and_every_detector_a_box() {
        let (main, more) = sections();
        let fields = Fields::of(&[], &[], &[]);
        for entry in main.iter().chain(&more) {
            assert!(fields.field(&entry.path).is_some() && entry.help.ends_with('.'), "{entry:?}");
        }
        assert_eq!(main.len() + more.len(), fields.0.len());
        assert!(matches!(main[0].control, Control::Detectors) && fields.are_usable());
        let boxes: Vec<&str> = detectors().iter().flat_map(|(_, some)| some).map(|(key, _)| *key).collect();
        assert_eq!(boxes, options::all());
    }

    #[test]
    fn detectors_keep_their_order_and_one_has_to_stay() {
        assert_eq!(ticked("ecod", "forest", true), "forest,ecod");
        assert_eq!(ticked("forest,ecod", "forest", false), "ecod");
        assert!(is_ticked("forest,ecod", "ecod") && !is_ticked("forest", "for"));
        let mut drafts = Vec::new();
        assert_eq!(enter(&[], &mut drafts, DETECTORS, ""), None);
        let fields = Fields::of(&[], &drafts, &[]);
        assert!(!fields.are_usable() && fields.field(DETECTORS).unwrap().text.is_empty());
        let settings = enter(&[], &mut drafts, DETECTORS, "ecod").unwrap();
        assert_eq!((settings[0].path.as_str(), settings[0].value.as_str()), (DETECTORS, "ecod"));
        assert!(drafts.is_empty() && Fields::of(&settings, &drafts, &[]).are_usable());
    }

    #[test]
    fn what_is_typed_stays_with_its_problem_until_it_can_be_used() {
        let mut drafts = Vec::new();
        assert_eq!(enter(&[], &mut drafts, "detect.train-share", "99"), None);
        let field = Fields::of(&[], &drafts, &[]).field("detect.train-share").cloned().unwrap();
        assert!(field.text == "99" && field.is_unusable && !field.problem.unwrap().hint.is_empty());
        let settings = enter(&[], &mut drafts, "detect.train-share", "60").unwrap();
        assert_eq!(Options::of(&settings).0.train_share, 60.0);
        // What was refused is marked, and can be tried again.
        let refused = [Problem::new("target", "no such column", "choose another")];
        let fields = Fields::of(&settings, &drafts, &refused);
        assert!(fields.are_usable() && fields.field(TARGET).unwrap().problem.is_some());
    }

    #[test]
    fn a_file_has_its_own_label() {
        let settings = with_targets(&[], &["verdict".to_owned()]);
        assert_eq!(Options::of(&settings).0.target, "verdict");
        assert_eq!(with_targets(&settings, &["a".to_owned(), "verdict".to_owned()]), settings);
    }
}
