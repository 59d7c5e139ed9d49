//! The options of balancing, as the engine declares them.

use leptos::prelude::*;

use crate::engine::Problem;
use crate::engine::balance::{BalanceOption, Form as OptionForm, OPTIONS, Options};
use crate::engine::configuration::{Kind, Setting};
use crate::page::controls::{Line, select};
use crate::page::erased::{flag, maybe, part};
use crate::page::notices::sentence;

/// The targets of the dataset, by what they are to someone who trains a model.
const TARGETS: [&str; 4] = ["Is Anomaly", "Threat Level", "Severity", "Attack Type"];

/// What is typed into the fields of the options.
#[derive(Clone, Copy)]
pub struct OptionsForm {
    texts: StoredValue<Vec<RwSignal<String>>>,
    /// The columns that can be a target.
    targets: RwSignal<Vec<String>>,
}

impl OptionsForm {
    /// The usual options.
    pub fn new() -> Self {
        let usual = Options::default();
        let texts = OPTIONS.iter().map(|option| RwSignal::new(option.value(&usual))).collect();
        OptionsForm {
            texts: StoredValue::new(texts),
            targets: RwSignal::new(TARGETS.map(str::to_owned).to_vec()),
        }
    }

    /// The columns that can be a target; none stands for those of the dataset. The first is taken where the present one
    /// is not among them.
    pub fn offer(self, targets: &[String]) {
        let targets = if targets.is_empty() { TARGETS.map(str::to_owned).to_vec() } else { targets.to_vec() };
        if let Some(text) = self.text("target")
            && !targets.contains(&text.get_untracked())
            && let Some(first) = targets.first()
        {
            text.set(first.clone());
        }
        self.targets.set(targets);
    }

    fn text(self, key: &str) -> Option<RwSignal<String>> {
        let place = OPTIONS.iter().position(|option| option.key == key)?;
        self.texts.with_value(|texts| texts.get(place).copied())
    }

    /// What differs from the usual options.
    ///
    /// # Errors
    /// The problems of the fields.
    pub fn settings(self) -> Result<Vec<Setting>, Vec<Problem>> {
        let mut options = Options::default();
        let mut problems = Vec::new();
        self.texts.with_value(|texts| {
            for (option, text) in OPTIONS.iter().zip(texts) {
                problems.extend(text.with(|text| option.set(&mut options, text)).err());
            }
        });
        if problems.is_empty() { Ok(options.settings()) } else { Err(problems) }
    }
}

/// The fields.
pub fn view(form: OptionsForm) -> AnyView {
    let texts = form.texts.get_value();
    let field = |(option, text): (&'static BalanceOption, RwSignal<String>)| {
        let id = format!("balance-{}", option.key);
        let (help_id, problem_id) = (format!("{id}-help"), format!("{id}-problem"));
        let described_by = format!("{help_id} {problem_id}");
        let problem = move || text.with(|text| option.set(&mut Options::default(), text)).err();
        let invalid = flag(move || problem().is_some());
        let (control_id, control_described) = (id.clone(), described_by.clone());
        let control = move || match option.form {
            OptionForm::Knob(Kind::Choice(choices)) => {
                let choices = choices.iter().map(|choice| (choice.key, choice.name)).collect();
                select(
                    control_id.clone(),
                    None,
                    control_described.clone(),
                    choices,
                    text.into(),
                    move |key| text.set(key),
                )
            }
            _ => Line {
                id: control_id.clone(),
                keyboard: match option.form {
                    OptionForm::Knob(Kind::Integer { .. }) => "numeric",
                    OptionForm::Knob(_) => "decimal",
                    _ => "",
                },
                described_by: control_described.clone(),
                invalid,
                suggestions: if matches!(option.form, OptionForm::Column) { "balance-targets" } else { "" },
                ..Line::text()
            }
            .of(text),
        };
        // What a choice means is said under it.
        let help = maybe(move || {
            let choice = match option.form {
                OptionForm::Knob(Kind::Choice(choices)) => {
                    text.with(|text| choices.iter().find(|choice| choice.key == text.as_str()))
                }
                _ => None,
            };
            Some(choice.map_or(option.help, |choice| choice.help))
        });
        view! {
            <div class="field" class:invalid=invalid>
                <label class="label" for=id>{option.name} {(!option.unit.is_empty()).then(|| format!(", {}", option.unit))}</label>
                {control()}
                <p class="help" id=help_id>{help}</p>
                <p class="problem" id=problem_id aria-live="polite">
                    {maybe(move || problem().map(|problem| format!("{} {}", sentence(&problem.reason), sentence(&problem.hint))))}
                </p>
            </div>
        }
        .into_any()
    };
    let mut fields: Vec<AnyView> = OPTIONS.iter().zip(texts).map(field).collect();
    let rest = fields.split_off(MAIN.min(fields.len()));
    let targets = move || {
        form.targets.with(|targets| {
            targets
                .iter()
                .map(|name| view! { <option value=name.clone()></option> }.into_any())
                .collect_view()
        })
    };
    view! {
        <datalist id="balance-targets">{part(targets)}</datalist>
        <div class="option-fields">{fields}</div>
        <details>
            <summary>"More options"</summary>
            <div class="option-fields">{rest}</div>
        </details>
    }
    .into_any()
}

/// How many of the options are shown at once: target, method, strategy.
const MAIN: usize = 4;
