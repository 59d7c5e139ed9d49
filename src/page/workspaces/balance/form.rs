//! What the form of the options of balancing shows, from what was chosen and what is being typed.
//!
//! What was chosen are settings, as a link carries them; they can always be used. A text that cannot be used is a
//! [`Draft`].

use crate::engine::Problem;
use crate::engine::balance::{BalanceOption, Form, OPTIONS, Options, Strategy, strategy};
use crate::engine::configuration::Override;
use crate::engine::dataset::{ColumnId, Summary};
use crate::engine::decimal;
use crate::engine::issues::Class;
use crate::engine::level::Level;
use crate::engine::settings::Kind;
use crate::page::language;
use crate::page::runs::columns::offered;
use crate::page::runs::draft::{self, Draft};

/// How many of the options are shown at once: target, method and its parameters, split. The others are unfolded.
const MAIN: usize = 8;

/// The options that are shown at once, and those that are unfolded.
pub fn sections() -> (&'static [BalanceOption], &'static [BalanceOption]) {
    OPTIONS.split_at(MAIN.min(OPTIONS.len()))
}

/// What a field shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The key of its option.
    pub key: &'static str,
    /// Its text.
    pub text: String,
    /// Why the text cannot be used.
    pub problem: Option<Problem>,
    /// Why balancing refused it the last time. It can be tried again: other data may take it.
    pub refused: Option<Problem>,
    /// Whether the option changes anything beside the others.
    pub matters: bool,
}

/// What all fields show, in the order of [`OPTIONS`].
#[derive(Clone, Debug, PartialEq)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// The fields of what was chosen, what is being typed, and what was refused of it.
    pub fn of(settings: &[Override], drafts: &[Draft], refused: &[Problem]) -> Self {
        let (options, _) = Options::of(settings);
        let field = |option: &BalanceOption| {
            let chosen = option.value(&options);
            let text = draft::text(drafts, option.key, chosen);
            Field {
                key: option.key,
                problem: option.set(&mut options.clone(), &text).err(),
                refused: refused.iter().find(|problem| problem.path == option.key).cloned(),
                text,
                matters: (option.matters)(&options),
            }
        };
        Fields(OPTIONS.iter().map(field).collect())
    }

    /// The field of an option.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.0.iter().find(|field| field.key == key)
    }

    /// Whether something is wrong with a field that is unfolded with the others.
    pub fn hides_a_problem(&self) -> bool {
        let more = self.0.iter().skip(MAIN).filter(|field| field.matters);
        more.into_iter().any(|field| field.problem.is_some() || field.refused.is_some())
    }

    /// Whether every field that is shown can be used.
    pub fn are_usable(&self) -> bool {
        self.0.iter().all(|field| !field.matters || field.problem.is_none())
    }
}

/// Takes what was typed into a field: the settings with it, or none where it cannot be used and became a draft.
pub fn enter(
    settings: &[Override],
    drafts: &mut Vec<Draft>,
    option: &'static BalanceOption,
    typed: &str,
) -> Option<Vec<Override>> {
    let (mut options, _) = Options::of(settings);
    let over = option.value(&options);
    match option.set(&mut options, typed) {
        Ok(()) => {
            draft::end(drafts, option.key);
            Some(options.settings())
        }
        Err(_) => {
            draft::keep(drafts, option.key, over, typed);
            None
        }
    }
}

/// The settings for data whose columns can be these targets: the first one is taken where the present one is not among
/// them.
pub fn with_targets(settings: &[Override], targets: &[String]) -> Vec<Override> {
    let (mut options, _) = Options::of(settings);
    if !targets.contains(&options.target)
        && let Some(first) = targets.first()
    {
        options.target.clone_from(first);
    }
    options.settings()
}

/// What can be chosen in a field: key and name of each.
pub fn choices(option: &BalanceOption, targets: &[String], text: &str) -> Vec<(String, String)> {
    match option.form {
        Form::Value(Kind::Choice(all)) => all
            .iter()
            .map(|choice| (choice.key.to_owned(), language::words(choice.name).to_owned()))
            .collect(),
        Form::Column => offered(targets, text).into_iter().map(|name| (name.clone(), name)).collect(),
        _ => Vec::new(),
    }
}

/// Whether a field is one of choices rather than a line of text.
pub fn is_choice(option: &BalanceOption) -> bool {
    matches!(option.form, Form::Value(Kind::Choice(_)) | Form::Column)
}

/// Whether a field is narrow enough to stand beside another one: that of a number.
pub fn is_narrow(option: &BalanceOption) -> bool {
    keyboard(option).is_some()
}

/// Whether what is said about a field stands below it. Of numbers that are shown at once it is said where they are
/// pointed at, and read out.
pub fn shows_help(option: &BalanceOption) -> bool {
    let is_main = sections().0.iter().any(|main| main.key == option.key);
    !is_main || !(is_narrow(option) || matches!(option.form, Form::Column))
}

/// The keyboard that suits a line of text.
pub fn keyboard(option: &BalanceOption) -> Option<&'static str> {
    match option.form {
        Form::Value(Kind::Integer { .. }) => Some("numeric"),
        Form::Value(Kind::Decimal { .. }) => Some("decimal"),
        _ => None,
    }
}

/// The key of the strategy that is a ratio, among those of [`strategies`].
pub const RATIO: &str = "ratio";

/// The key of the strategy that is rows by class.
pub const COUNTS: &str = "counts";

/// What can be chosen as a strategy: key, name and help of each. The last two are typed.
pub fn strategies() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let words = strategy::CHOICES
        .iter()
        .map(|choice| (choice.key, language::words(choice.name), language::words(choice.help)));
    words.chain([
        (RATIO, t!("Ratio"), t!("Of two classes, the smaller gets this share of the larger one's rows.")),
        (
            COUNTS,
            t!("Rows by class"),
            t!("The rows that each class has afterwards, such as Anomalous=500, Normal=900."),
        ),
    ])
}

/// Which of the [`strategies`] a text is; none where that cannot be told.
pub fn strategy_of(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let word = strategy::CHOICES.iter().find(|choice| choice.key == text).map(|choice| choice.key);
    let is_number = text.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    word.or_else(|| text.contains('=').then_some(COUNTS)).or_else(|| is_number.then_some(RATIO))
}

/// The text that a strategy begins with, where the rows of the classes are known or not and so many percent are for
/// training.
pub fn strategy_start(key: &str, classes: &[(String, u64)], train_share: f64) -> String {
    if key == RATIO {
        return decimal::text(0.5);
    }
    if key != COUNTS {
        return key.to_owned();
    }
    let present = || classes.iter().filter(|(_, rows)| *rows > 0);
    let (Some((name, rows)), Some(max)) =
        (present().min_by_key(|(_, rows)| *rows), present().map(|(_, rows)| *rows).max())
    else {
        return String::new();
    };
    let asked = (max as f64 * train_share / 100.0 / 2.0).max(*rows as f64);
    Strategy::Counts(vec![(name.clone(), asked.round() as u64)]).to_string()
}

/// The classes of a generated dataset by a target, with their rows in all, in the order of a report; none where the
/// counts of the dataset do not say.
pub fn known_classes(target: &str, summary: &Summary) -> Option<Vec<(String, u64)>> {
    let classes = |counts: [u64; 4]| {
        let named = Level::ALL.into_iter().zip(counts).map(|(level, rows)| (level.name().to_owned(), rows));
        let mut classes: Vec<(String, u64)> = named.filter(|(_, rows)| *rows > 0).collect();
        classes.sort();
        classes
    };
    match ColumnId::find(target)? {
        ColumnId::IsAnomaly => {
            let classes = [(Class::Normal, summary.normal), (Class::Anomalous, summary.anomalous)];
            let named = classes.into_iter().filter(|(_, rows)| *rows > 0);
            Some(named.map(|(class, rows)| (class.name().to_owned(), rows)).collect())
        }
        ColumnId::ThreatLevel => Some(classes(summary.levels())),
        ColumnId::Severity => Some(classes(std::array::from_fn(|severity| {
            summary.scenarios.iter().map(|row| row[severity]).sum()
        }))),
        _ => None,
    }
}

/// What is said under a field: what the choice means, else what the option does.
pub fn help(option: &'static BalanceOption, text: &str) -> &'static str {
    let help = match option.form {
        Form::Value(Kind::Choice(choices)) => {
            choices.iter().find(|choice| choice.key == text).map(|choice| language::words(choice.help))
        }
        Form::Strategy => {
            let chosen = strategy_of(text);
            strategies().find(|(key, ..)| Some(*key) == chosen).map(|(.., help)| help)
        }
        _ => None,
    };
    help.unwrap_or_else(|| language::words(option.help))
}

/// The label of a field: name and unit.
pub fn label(option: &BalanceOption) -> String {
    let name = language::words(option.name);
    match option.unit {
        "" => name.to_owned(),
        unit => format!("{name}, {unit}"),
    }
}

/// What the files of a part are named after: the name of a file without its kind.
pub fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::runs::columns::generated_targets;

    fn option(key: &str) -> &'static BalanceOption {
        BalanceOption::find(key).unwrap()
    }

    fn settings(pairs: &[(&str, &str)]) -> Vec<Override> {
        let setting = |&(path, value): &(&str, &str)| Override {
            path: format!("balance.{path}"),
            value: value.to_owned(),
        };
        pairs.iter().map(setting).collect()
    }

    fn shown<'a>(fields: &'a Fields, key: &str) -> &'a Field {
        fields.field(key).unwrap()
    }

    #[test]
    fn what_is_typed_stays_with_its_problem_and_keeps_the_button_from_being_pressed() {
        let chosen = settings(&[("method", "smote")]);
        let mut drafts = Vec::new();
        assert_eq!(enter(&chosen, &mut drafts, option("k"), "0"), None);
        let fields = Fields::of(&chosen, &drafts, &[]);
        let k = shown(&fields, "k");
        assert_eq!(k.text, "0");
        assert!(k.problem.as_ref().unwrap().reason.contains("0 is out of range"), "{:?}", k.problem);
        assert!(!fields.are_usable());
        // Another field can be changed in the meantime, and what is typed is still there.
        let changed = enter(&chosen, &mut drafts, option("seed"), "8").unwrap();
        assert_eq!(shown(&Fields::of(&changed, &drafts, &[]), "k").text, "0");
        let usable = enter(&changed, &mut drafts, option("k"), "3").unwrap();
        assert!(drafts.is_empty() && Fields::of(&usable, &drafts, &[]).are_usable());
        assert_eq!(usable, settings(&[("k", "3"), ("method", "smote"), ("seed", "8")]));
    }

    #[test]
    fn another_link_ends_a_draft() {
        let mut drafts = Vec::new();
        assert_eq!(enter(&[], &mut drafts, option("k"), "many"), None);
        let other = settings(&[("k", "4")]);
        let fields = Fields::of(&other, &drafts, &[]);
        assert!(shown(&fields, "k").text == "4" && fields.are_usable());
    }

    #[test]
    fn a_wrong_text_in_a_field_that_is_not_shown_keeps_nothing_from_being_done() {
        let borderline = settings(&[("method", "borderline-1")]);
        let mut drafts = Vec::new();
        assert_eq!(enter(&borderline, &mut drafts, option("m"), "0"), None);
        assert!(!Fields::of(&borderline, &drafts, &[]).are_usable());
        assert!(Fields::of(&settings(&[("method", "smote")]), &drafts, &[]).are_usable());
    }

    #[test]
    fn every_option_is_a_field_and_what_does_not_matter_is_not_shown() {
        let (main, more) = sections();
        assert_eq!(main.len() + more.len(), OPTIONS.len());
        let fields = Fields::of(&settings(&[("method", "smote")]), &[], &[]);
        let matters = |fields: &Fields, key: &str| shown(fields, key).matters;
        assert!(OPTIONS.iter().all(|option| fields.field(option.key).is_some()));
        assert!(!matters(&fields, "m") && matters(&fields, "k") && !matters(&fields, "clean-k"));
        let fields =
            Fields::of(&settings(&[("method", "borderline-1"), ("clean", "edited-nearest")]), &[], &[]);
        assert!(matters(&fields, "m") && matters(&fields, "clean-k"));
    }

    #[test]
    fn other_data_has_other_targets() {
        let targets = ["verdict", "kind"].map(str::to_owned);
        let target = |settings: &[Override]| Options::of(settings).0.target;
        assert_eq!(target(&with_targets(&[], &targets)), "verdict");
        assert_eq!(target(&with_targets(&settings(&[("target", "kind")]), &targets)), "kind");
        assert!(with_targets(&[], &generated_targets()).is_empty());
        assert_eq!(choices(option("target"), &targets, "kind").len(), 2);
        let unknown = choices(option("target"), &targets, "Label");
        assert_eq!(unknown.last().unwrap().0, "Label");
    }

    #[test]
    fn a_field_says_what_its_choice_means() {
        assert_ne!(help(option("split"), "time"), help(option("split"), "none"));
        assert_eq!(help(option("k"), "5"), option("k").help);
        assert_ne!(help(option("strategy"), "auto"), help(option("strategy"), "0.5"));
        assert_eq!(label(option("train-share")), "Train share, %");
        assert_eq!((keyboard(option("k")), keyboard(option("target"))), (Some("numeric"), None));
        assert!(is_choice(option("method")) && !is_choice(option("strategy")));
        assert_eq!([stem("own.data.csv"), stem("own")], ["own.data", "own"]);
    }

    #[test]
    fn what_was_refused_stands_at_its_field_and_can_be_tried_again() {
        let problem = Problem::new("clean-k", "class Rare has 4 rows", "use k = 3");
        let chosen = settings(&[("clean", "edited-nearest")]);
        let fields = Fields::of(&chosen, &[], std::slice::from_ref(&problem));
        assert_eq!(shown(&fields, "clean-k").refused, Some(problem));
        assert!(fields.are_usable() && fields.hides_a_problem());
        assert!(!Fields::of(&chosen, &[], &[]).hides_a_problem());
    }

    #[test]
    fn a_strategy_is_told_by_its_text() {
        assert_eq!(strategy_of("not minority"), Some("not minority"));
        assert_eq!(strategy_of("0.5"), Some(RATIO));
        assert_eq!(strategy_of("Anomalous=500"), Some(COUNTS));
        assert_eq!(strategy_of(""), None);
        let classes = [("Normal".to_owned(), 9_500), ("Anomalous".to_owned(), 500)];
        for (key, _, help) in strategies() {
            let text = strategy_start(key, &classes, 80.0);
            assert!(text.parse::<Strategy>().is_ok() && strategy_of(&text) == Some(key), "{text}");
            assert!(help.ends_with('.'));
        }
        assert_eq!(strategy_start(COUNTS, &classes, 80.0), "Anomalous=3800");
        assert_eq!(strategy_start(COUNTS, &[], 80.0), "");
    }

    #[test]
    fn the_counts_of_a_dataset_tell_the_classes_of_some_targets() {
        let scenarios = [[1, 2, 3, 4], [0; 4], [10, 0, 0, 0], [0; 4]];
        let summary = Summary { normal: 15, anomalous: 5, scenarios };
        let classes = |target: &str| known_classes(target, &summary);
        let named = |pairs: &[(&str, u64)]| {
            Some(pairs.iter().map(|(name, rows)| ((*name).to_owned(), *rows)).collect::<Vec<_>>())
        };
        assert_eq!(classes("Is Anomaly"), named(&[("Normal", 15), ("Anomalous", 5)]));
        assert_eq!(classes("Threat Level"), named(&[("High", 10), ("Low", 10)]));
        assert_eq!(classes("Severity"), named(&[("Critical", 4), ("High", 3), ("Low", 11), ("Medium", 2)]));
        assert_eq!(classes("Attack Type"), None);
    }
}
