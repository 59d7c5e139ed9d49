//! The options of balancing, as the engine declares them.

use leptos::prelude::*;

use crate::engine::balance::{BalanceOption, Form as OptionForm, OPTIONS, Options, PREFIX, strategy};
use crate::engine::configuration::{Kind, Setting};
use crate::page::configuration::Form as PageForm;
use crate::page::controls::{Line, select};
use crate::page::erased::{flag, maybe, on, part};
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

    /// Shows what a link holds.
    fn load(self, settings: &[Setting]) {
        let (options, _) = Options::of(settings);
        self.texts.with_value(|texts| {
            for (option, text) in OPTIONS.iter().zip(texts) {
                let value = option.value(&options);
                if text.with_untracked(|text| *text != value) {
                    text.set(value);
                }
            }
        });
    }

    /// Keeps the fields and what the page's link carries together, as long as `is_linked`.
    pub fn follow(self, page: PageForm, is_linked: impl Fn() -> bool + 'static) {
        Effect::new(move || {
            let settings = page.views.get();
            let of_balance = settings.iter().filter(|setting| setting.path.starts_with(PREFIX));
            if untrack(|| self.settings()).is_none_or(|typed| !of_balance.eq(&typed)) {
                self.load(&settings);
            }
        });
        Effect::watch(
            move || self.settings(),
            move |settings, _, _| {
                if let Some(settings) = settings.clone().filter(|_| is_linked()) {
                    page.choose_view(PREFIX, settings);
                }
            },
            false,
        );
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

    /// The options that are typed, and whether all of them can be used; one that cannot is left at its usual value.
    fn options(self) -> (Options, bool) {
        let mut options = Options::default();
        let mut sound = true;
        self.texts.with_value(|texts| {
            for (option, text) in OPTIONS.iter().zip(texts) {
                sound &= text.with(|text| option.set(&mut options, text)).is_ok();
            }
        });
        (options, sound)
    }

    /// What differs from the usual options; none while a field holds what cannot be used.
    pub fn settings(self) -> Option<Vec<Setting>> {
        let (options, sound) = self.options();
        sound.then(|| options.settings())
    }
}

/// The fields.
pub fn view(form: OptionsForm) -> AnyView {
    let texts = form.texts.get_value();
    let options = Memo::new(move |_| form.options().0);
    let field = |(option, text): (&'static BalanceOption, RwSignal<String>)| {
        let id = format!("balance-{}", option.key);
        let (help_id, problem_id) = (format!("{id}-help"), format!("{id}-problem"));
        let described_by = format!("{help_id} {problem_id}");
        let problem = move || text.with(|text| option.set(&mut Options::default(), text)).err();
        let invalid = flag(move || problem().is_some());
        let control = match option.form {
            OptionForm::Knob(Kind::Choice(choices)) => {
                let choices = choices.iter().map(|choice| (choice.key, choice.name)).collect();
                select(id.clone(), None, described_by, choices, text.into(), move |key| text.set(key))
            }
            OptionForm::Column => target(form, id.clone(), described_by, text),
            _ => Line {
                id: id.clone(),
                keyboard: match option.form {
                    OptionForm::Knob(Kind::Integer { .. }) => "numeric",
                    OptionForm::Knob(_) => "decimal",
                    _ => "",
                },
                described_by,
                invalid,
                suggestions: if matches!(option.form, OptionForm::Strategy) {
                    "balance-strategies"
                } else {
                    ""
                },
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
            <div class="field" class:invalid=invalid class:hidden=flag(move || !options.with(option.matters))>
                <label class="label" for=id>{option.name} {(!option.unit.is_empty()).then(|| format!(", {}", option.unit))}</label>
                {control}
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
    let strategies = strategy::CHOICES
        .iter()
        .map(|choice| view! { <option value=choice.key>{choice.name}</option> }.into_any());
    view! {
        <datalist id="balance-strategies">{strategies.collect_view()}</datalist>
        <div class="option-fields">{fields}</div>
        <details>
            <summary>"More options"</summary>
            <div class="option-fields">{rest}</div>
        </details>
    }
    .into_any()
}

/// How many of the options are shown at once: target, method, strategy, neighbours.
const MAIN: usize = 4;

/// The columns that can be a target.
fn target(form: OptionsForm, id: String, described_by: String, text: RwSignal<String>) -> AnyView {
    let choices = move || {
        form.targets.with(|targets| {
            let choice = |name: &String| {
                let chosen = text.with_untracked(|text| text == name);
                view! { <option value=name.clone() selected=chosen>{name.clone()}</option> }.into_any()
            };
            targets.iter().map(choice).collect_view()
        })
    };
    view! {
        <select
            id=id
            aria-describedby=described_by
            prop:value=text
            on:change=on(move |event| text.set(event_target_value(&event)))
        >
            {part(choices)}
        </select>
    }
    .into_any()
}
