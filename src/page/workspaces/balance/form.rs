//! What the form of the options of balancing shows, from what was chosen and what is being typed.
//!
//! What was chosen are settings, as a link carries them; they can always be used. A text that cannot be used is a
//! [`Draft`]: it stays in its field, with its problem, until something usable stands there.

use crate::engine::Problem;
use crate::engine::balance::{BalanceOption, Form, OPTIONS, Options, strategy};
use crate::engine::configuration::Override;
use crate::engine::settings::Kind;

/// How many of the options are shown at once: target, method, strategy, neighbors. The others are unfolded.
const MAIN: usize = 4;

/// The options that are shown at once, and those that are unfolded.
pub fn sections() -> (&'static [BalanceOption], &'static [BalanceOption]) {
    OPTIONS.split_at(MAIN.min(OPTIONS.len()))
}

/// A text that was typed and cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    key: &'static str,
    /// What the field held before: where another link changes it, the draft is over.
    over: String,
    typed: String,
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
    /// Whether the option changes anything beside the others.
    pub matters: bool,
}

/// What all fields show, in the order of [`OPTIONS`].
#[derive(Clone, Debug, PartialEq)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// The fields of what was chosen and what is being typed.
    pub fn of(settings: &[Override], drafts: &[Draft]) -> Self {
        let (options, _) = Options::of(settings);
        let field = |option: &BalanceOption| {
            let chosen = option.value(&options);
            let draft = drafts.iter().find(|draft| draft.key == option.key && draft.over == chosen);
            let text = draft.map_or(chosen, |draft| draft.typed.clone());
            Field {
                key: option.key,
                problem: option.set(&mut options.clone(), &text).err(),
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
    drafts.retain(|draft| draft.key != option.key);
    match option.set(&mut options, typed) {
        Ok(()) => Some(options.settings()),
        Err(_) => {
            drafts.push(Draft { key: option.key, over, typed: typed.to_owned() });
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

/// What can be chosen in a field: key and name of each. The target of a link that is not among the targets stands there
/// as well, so that the form shows what it asks for.
pub fn choices(option: &BalanceOption, targets: &[String], text: &str) -> Vec<(String, String)> {
    match option.form {
        Form::Value(Kind::Choice(all)) => {
            all.iter().map(|choice| (choice.key.to_owned(), choice.name.to_owned())).collect()
        }
        Form::Column => {
            let unknown = Some(text).filter(|text| !targets.iter().any(|target| target == text));
            let names = targets.iter().map(String::as_str).chain(unknown);
            names.map(|name| (name.to_owned(), name.to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a field is one of choices rather than a line of text.
pub fn is_choice(option: &BalanceOption) -> bool {
    matches!(option.form, Form::Value(Kind::Choice(_)) | Form::Column)
}

/// The keyboard that suits a line of text.
pub fn keyboard(option: &BalanceOption) -> Option<&'static str> {
    match option.form {
        Form::Value(Kind::Integer { .. }) => Some("numeric"),
        Form::Value(Kind::Decimal { .. }) => Some("decimal"),
        _ => None,
    }
}

/// What a line of text suggests: key and name of each.
pub fn suggestions(option: &BalanceOption) -> Vec<(&'static str, &'static str)> {
    match option.form {
        Form::Strategy => strategy::CHOICES.iter().map(|choice| (choice.key, choice.name)).collect(),
        _ => Vec::new(),
    }
}

/// What is said under a field: what the choice means, else what the option does.
pub fn help(option: &'static BalanceOption, text: &str) -> &'static str {
    let choice = match option.form {
        Form::Value(Kind::Choice(choices)) => choices.iter().find(|choice| choice.key == text),
        _ => None,
    };
    choice.map_or(option.help, |choice| choice.help)
}

/// The label of a field: name and unit.
pub fn label(option: &BalanceOption) -> String {
    match option.unit {
        "" => option.name.to_owned(),
        unit => format!("{}, {unit}", option.name),
    }
}

/// The columns of a generated dataset that can be the target.
pub fn generated_targets() -> Vec<String> {
    ["Is Anomaly", "Threat Level", "Severity", "Attack Type"].map(str::to_owned).to_vec()
}

/// What the files of a part are named after: the name of a file without its kind.
pub fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let fields = Fields::of(&chosen, &drafts);
        let k = shown(&fields, "k");
        assert_eq!(k.text, "0");
        assert!(k.problem.as_ref().unwrap().reason.contains("0 is out of range"), "{:?}", k.problem);
        assert!(!fields.are_usable());
        // Another field can be changed in the meantime, and what is typed is still there.
        let changed = enter(&chosen, &mut drafts, option("seed"), "8").unwrap();
        assert_eq!(shown(&Fields::of(&changed, &drafts), "k").text, "0");
        let usable = enter(&changed, &mut drafts, option("k"), "3").unwrap();
        assert!(drafts.is_empty() && Fields::of(&usable, &drafts).are_usable());
        assert_eq!(usable, settings(&[("k", "3"), ("method", "smote"), ("seed", "8")]));
    }

    #[test]
    fn another_link_ends_a_draft() {
        let mut drafts = Vec::new();
        assert_eq!(enter(&[], &mut drafts, option("k"), "many"), None);
        let other = settings(&[("k", "4")]);
        let fields = Fields::of(&other, &drafts);
        assert!(shown(&fields, "k").text == "4" && fields.are_usable());
    }

    #[test]
    fn a_wrong_text_in_a_field_that_is_not_shown_keeps_nothing_from_being_done() {
        let borderline = settings(&[("method", "borderline-1")]);
        let mut drafts = Vec::new();
        assert_eq!(enter(&borderline, &mut drafts, option("m"), "0"), None);
        assert!(!Fields::of(&borderline, &drafts).are_usable());
        assert!(Fields::of(&settings(&[("method", "smote")]), &drafts).are_usable());
    }

    #[test]
    fn every_option_is_a_field_and_what_does_not_matter_is_not_shown() {
        let (main, more) = sections();
        assert_eq!(main.len() + more.len(), OPTIONS.len());
        let fields = Fields::of(&settings(&[("method", "smote")]), &[]);
        let matters = |fields: &Fields, key: &str| shown(fields, key).matters;
        assert!(OPTIONS.iter().all(|option| fields.field(option.key).is_some()));
        assert!(!matters(&fields, "m") && matters(&fields, "k") && !matters(&fields, "clean-k"));
        let fields = Fields::of(&settings(&[("method", "borderline-1"), ("clean", "edited-nearest")]), &[]);
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
        assert_eq!(label(option("train-share")), "Training share, %");
        assert_eq!((keyboard(option("k")), keyboard(option("target"))), (Some("numeric"), None));
        assert!(suggestions(option("strategy")).iter().any(|choice| choice.0 == "auto"));
        assert!(is_choice(option("method")) && !is_choice(option("strategy")));
        assert_eq!([stem("own.data.csv"), stem("own")], ["own.data", "own"]);
    }
}
