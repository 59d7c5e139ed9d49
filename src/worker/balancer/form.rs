//! The form of the options of balancing, as the engine declares them: written from what its fields hold, and what a link
//! carries of it.

use crate::engine::Problem;
use crate::engine::balance::{BalanceOption, Form, OPTIONS, Options, strategy};
use crate::engine::configuration::Override;
use crate::engine::settings::Kind;
use crate::worker::html::escaped;

/// The name of the field that holds the columns that can be a target, one a line.
const TARGETS: &str = "targets";

/// The targets of data of ours.
const OWN_TARGETS: [&str; 4] = ["Is Anomaly", "Threat Level", "Severity", "Attack Type"];

/// How many of the options are shown at once: target, method, strategy, neighbors. The others are unfolded.
const MAIN: usize = 4;

/// What the fields of the form hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields {
    texts: Vec<String>,
    targets: Vec<String>,
}

impl Fields {
    /// Those of data of ours, by what a link carries.
    pub fn of(settings: &[Override]) -> Self {
        let (options, _) = Options::of(settings);
        let texts = OPTIONS.iter().map(|option| option.value(&options)).collect();
        Fields { texts, targets: OWN_TARGETS.map(str::to_owned).to_vec() }
    }

    /// Those that the page sent; a field that it did not send is as usual.
    pub fn read(sent: &[(String, String)]) -> Self {
        let find = |name: &str| sent.iter().find(|(sent, _)| sent == name).map(|(_, text)| text.clone());
        let usual = Options::default();
        let text = |option: &BalanceOption| find(option.key).unwrap_or_else(|| option.value(&usual));
        let targets = find(TARGETS).map(|targets| targets.lines().map(str::to_owned).collect());
        Fields {
            texts: OPTIONS.iter().map(text).collect(),
            targets: targets.unwrap_or_else(|| OWN_TARGETS.map(str::to_owned).to_vec()),
        }
    }

    /// The same for other data, whose columns can be these targets: the first is taken where the present one is not
    /// among them.
    pub fn with_targets(mut self, targets: Vec<String>) -> Self {
        let place = OPTIONS.iter().position(|option| matches!(option.form, Form::Column));
        if let Some(target) = place.and_then(|place| self.texts.get_mut(place))
            && !targets.contains(target)
            && let Some(first) = targets.first()
        {
            target.clone_from(first);
        }
        self.targets = targets;
        self
    }

    /// The options.
    ///
    /// # Errors
    /// Every field that cannot be used; the first is told.
    pub fn options(&self) -> Result<Options, Problem> {
        let (options, problems) = self.all();
        problems.into_iter().flatten().next().map_or(Ok(options), Err)
    }

    /// The options, and the problem of each field; an option that cannot be used is as usual.
    fn all(&self) -> (Options, Vec<Option<Problem>>) {
        let mut options = Options::default();
        let set = |(option, text): (&BalanceOption, &String)| option.set(&mut options, text).err();
        let problems = OPTIONS.iter().zip(&self.texts).map(set).collect();
        (options, problems)
    }

    /// The form.
    pub fn html(&self) -> String {
        let (options, problems) = self.all();
        let fields: Vec<String> = OPTIONS
            .iter()
            .zip(self.texts.iter().zip(&problems))
            .map(|(option, (text, problem))| self.field(option, text, problem.as_ref(), &options))
            .collect();
        let (main, more) = fields.split_at(MAIN.min(fields.len()));
        let strategies: String = strategy::CHOICES
            .iter()
            .map(|choice| format!(r#"<option value="{}">{}</option>"#, choice.key, escaped(choice.name)))
            .collect();
        let disabled = if problems.iter().any(Option::is_some) { " disabled" } else { "" };
        format!(
            r#"<form id="balance-form"><input type="hidden" name="{TARGETS}" value="{}"><datalist id="balance-strategies">{strategies}</datalist><div class="option-fields">{}</div><details id="balance-more"><summary>More options</summary><div class="option-fields">{}</div></details><button id="balance" class="primary"{disabled}>Split and balance</button></form>"#,
            escaped(&self.targets.join("\n")),
            main.concat(),
            more.concat(),
        )
    }

    fn field(
        &self,
        option: &BalanceOption,
        text: &str,
        problem: Option<&Problem>,
        options: &Options,
    ) -> String {
        let id = format!("balance-{}", option.key);
        let name = match option.unit {
            "" => option.name.to_owned(),
            unit => format!("{}, {unit}", option.name),
        };
        let attributes = format!(
            r#"id="{id}" name="{}" aria-describedby="{id}-help {id}-problem" aria-invalid="{}""#,
            option.key,
            problem.is_some()
        );
        let choices = |choices: &mut dyn Iterator<Item = (&str, &str)>| {
            let options: String = choices
                .map(|(key, name)| {
                    let selected = if key == text { " selected" } else { "" };
                    format!(r#"<option value="{}"{selected}>{}</option>"#, escaped(key), escaped(name))
                })
                .collect();
            format!("<select {attributes}>{options}</select>")
        };
        let line = |more: &str| {
            let text = escaped(text);
            format!(r#"<input {attributes} {more} autocomplete="off" spellcheck="false" value="{text}">"#)
        };
        let control = match option.form {
            Form::Knob(Kind::Choice(all)) => choices(&mut all.iter().map(|choice| (choice.key, choice.name))),
            Form::Column => choices(&mut self.targets.iter().map(|name| (name.as_str(), name.as_str()))),
            Form::Strategy => line(r#"list="balance-strategies""#),
            Form::Knob(Kind::Integer { .. }) => line(r#"inputmode="numeric""#),
            Form::Knob(_) => line(r#"inputmode="decimal""#),
            Form::Columns => line(""),
        };
        // What a choice means is said under it.
        let help = match option.form {
            Form::Knob(Kind::Choice(choices)) => choices.iter().find(|choice| choice.key == text),
            _ => None,
        };
        let help = help.map_or(option.help, |choice| choice.help);
        let problem = problem
            .map_or_else(String::new, |problem| format!("{}: {}.", capital(&problem.reason), problem.hint));
        let hidden = if (option.matters)(options) { "" } else { " hidden" };
        let invalid = if problem.is_empty() { "" } else { " invalid" };
        format!(
            r#"<div class="field{invalid}{hidden}"><label class="label" for="{id}">{}</label>{control}<p class="help" id="{id}-help">{}</p><p class="problem" id="{id}-problem" aria-live="polite">{}</p></div>"#,
            escaped(&name),
            escaped(help),
            escaped(&problem),
        )
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn what_is_typed_stays_with_its_problem_and_keeps_the_button_from_being_pressed() {
        let fields = Fields::read(&sent(&[("k", "0"), ("method", "smote")]));
        let html = fields.html();
        assert!(html.contains(r#"value="0""#) && html.contains("0 is out of range"), "{html}");
        assert!(html.contains(r#"class="primary" disabled"#));
        assert!(fields.options().unwrap_err().path == "k");
        let fields = Fields::read(&sent(&[("k", "3"), ("method", "smote")]));
        assert!(!fields.html().contains("disabled"));
        assert_eq!(fields.options().unwrap().settings().len(), 2);
    }

    #[test]
    fn every_option_is_a_field_and_what_does_not_matter_is_hidden() {
        let html = Fields::of(&[]).html();
        for option in &OPTIONS {
            assert!(html.contains(&format!(r#"name="{}""#, option.key)), "{}", option.key);
            assert!(html.contains(&escaped(option.name)));
        }
        let field = |html: &str, key: &str| {
            html.split(r#"<div class="field"#)
                .find(|field| field.contains(&format!(r#"name="{key}""#)))
                .unwrap()
                .starts_with(" hidden")
        };
        assert!(field(&html, "m") && !field(&html, "k") && field(&html, "clean-k"));
        let html = Fields::read(&sent(&[("method", "borderline-1"), ("clean", "edited-nearest")])).html();
        assert!(!field(&html, "m") && !field(&html, "clean-k"));
    }

    #[test]
    fn other_data_has_other_targets() {
        let fields = Fields::of(&[]).with_targets(vec!["<verdict>".to_owned(), "b".to_owned()]);
        assert!(fields.html().contains("&lt;verdict&gt;") && !fields.html().contains("<verdict>"));
        assert_eq!(fields.options().unwrap().target, "<verdict>");
        let sent = sent(&[("targets", "a\nb"), ("target", "b")]);
        assert_eq!(Fields::read(&sent).options().unwrap().target, "b");
        assert!(Fields::read(&sent).html().contains("value=\"a\nb\""));
    }
}
