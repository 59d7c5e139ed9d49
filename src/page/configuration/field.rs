//! The field of a setting, by its kind: a number with its slider, a date with its calendar, a switch, a choice, a list.

use crate::page::components::controls::{Line, button, select, tick};
use leptos::prelude::*;

use super::attacks::OwnAttacks;
use super::form::Form;
use super::list::ListEditor;
use super::slider::{PLACES, Scale};
use super::weight_bar::WeightBar;
use crate::engine::Problem;
use crate::engine::configuration::link::Access;
use crate::engine::configuration::{Group, Setting};
use crate::engine::decimal;
use crate::engine::settings::{Kind, MAX_SEED};
use crate::page::components::notices::told;
use crate::page::language;

/// The settings that stand above the groups: those of the dataset, and what matters most of the others.
pub fn is_main(setting: &Setting) -> bool {
    setting.group() == Group::Dataset || setting.path == "attacks.difficulty"
}

/// What the groups are narrowed to.
#[derive(Clone, Copy)]
pub struct Shown {
    /// Words that are searched for.
    pub query: RwSignal<String>,
    /// Only what was changed.
    pub changed_only: RwSignal<bool>,
}

impl Shown {
    /// Everything.
    pub fn new() -> Self {
        Shown { query: RwSignal::new(String::new()), changed_only: RwSignal::new(false) }
    }

    /// Shows everything again.
    pub fn all(self) {
        self.query.set(String::new());
        self.changed_only.set(false);
    }

    /// Whether not everything is shown.
    pub fn is_narrow(self) -> bool {
        self.changed_only.get() || self.query.with(|query| !query.trim().is_empty())
    }

    /// Whether a setting is shown.
    pub fn holds(self, form: Form, setting: &Setting, text: RwSignal<String>) -> bool {
        (!self.changed_only.get() || form.is_changed(setting, text))
            && self.query.with(|query| matches(setting, query))
    }
}

/// The fields of a group, or without one the main settings. Those of a group that are not shown are hidden.
pub fn fields(group: Option<Group>, form: Form, problems: Memo<Vec<Problem>>, shown: Shown) -> impl IntoView {
    let fields = form.fields();
    let is_here = |setting: &Setting| match group {
        Some(group) => setting.group() == group && !is_main(setting),
        None => is_main(setting),
    };
    let mut last_set = "";
    fields
        .iter()
        .filter(|(setting, _)| is_here(setting))
        .map(|&(setting, text)| {
            let set = setting.weight_set();
            let begins = set.filter(|set| *set != last_set);
            last_set = set.unwrap_or_default();
            let bar = begins.map(|set| {
                let members: Vec<_> =
                    fields.iter().copied().filter(|(setting, _)| setting.weight_set() == Some(set)).collect();
                let parts = Signal::derive(move || {
                    let weight =
                        |text: &RwSignal<String>| text.with(|text| decimal::typed(text)).unwrap_or_default();
                    members
                        .iter()
                        .map(|(setting, text)| (language::told(&setting.name), weight(text)))
                        .collect::<Vec<_>>()
                });
                view! { <div class:hidden=move || shown.is_narrow()><WeightBar parts/></div> }
            });
            let is_left_out = Signal::derive(move || match group {
                Some(_) => !shown.holds(form, setting, text),
                None => !form.matters(setting.group()),
            });
            view! { {bar} <Field setting text form problems is_left_out/> }
        })
        .collect_view()
}

/// Whether a setting is among those that one searches for, by name, path or help.
fn matches(setting: &Setting, query: &str) -> bool {
    let query = query.trim().to_lowercase();
    query.split_whitespace().all(|word| {
        let (name, path, help) =
            (language::told(&setting.name), setting.path.to_string(), language::told(&setting.help));
        let group = language::words(setting.group().name()).to_owned();
        [name, path, help, group].iter().any(|text| text.to_lowercase().contains(word))
    })
}

/// The element id of a setting's field.
pub fn field_id(path: &str) -> String {
    format!("setting-{}", path.replace('.', "-"))
}

#[component]
fn Field(
    setting: &'static Setting,
    text: RwSignal<String>,
    form: Form,
    problems: Memo<Vec<Problem>>,
    /// Whether it is not shown for now.
    is_left_out: Signal<bool>,
) -> impl IntoView {
    let problem = move || {
        problems.with(|problems| problems.iter().find(|problem| problem.path == setting.path).cloned())
    };
    let id = field_id(&setting.path);
    let (label_id, help_id, problem_id) =
        (format!("{id}-label"), format!("{id}-help"), format!("{id}-problem"));
    let described_by = format!("{help_id} {problem_id}");
    let invalid = Signal::derive(move || problem().is_some());
    let shows_unit = matches!(setting.kind, Kind::Decimal { .. }) && !setting.unit.is_empty();
    let name = language::told(&setting.name);
    let unit = language::words(setting.unit);
    let label = if shows_unit { format!("{name}, {unit}") } else { name };
    let access = Memo::new(move |_| form.access(&setting.path));
    let is_frozen = move || access.get() != Access::Open;
    let is_hidden = move || access.get() == Access::Hidden || is_left_out.get();
    let input =
        input(setting, text, form, Ids { id: id.clone(), label_id: label_id.clone(), described_by }, invalid);
    let is_list = matches!(setting.kind, Kind::List { .. } | Kind::Lines { .. });
    let caption = if is_list {
        view! { <span class="label" id=label_id>{label.clone()}</span> }.into_any()
    } else {
        view! { <label class="label" id=label_id for=id>{label.clone()}</label> }.into_any()
    };
    view! {
        <div
            class="field"
            class:invalid=invalid
            class:toggle=matches!(setting.kind, Kind::Toggle)
            class:hidden=is_hidden
            data-path=setting.path.as_ref()
            title=is_main(setting).then(|| language::told(&setting.help))
        >
            <div class="caption">
                {caption}
                {move || (form.is_changed(setting, text) && !is_frozen()).then(|| {
                    let back = t!("Reset {label}", label = &label);
                    button("quiet reset", t!("Reset")).name(back).title(t!("Back to the default")).does(move || form.reset(setting, text))
                })}
                {move || is_frozen().then(|| view! { <span class="help">{t!("set for the class")}</span> })}
            </div>
            <fieldset class="control" disabled=is_frozen>
                {input}
                {beside(setting, text)}
            </fieldset>
            <p class="help" id=help_id>{language::told(&setting.help)}</p>
            <p class="problem" id=problem_id aria-live="polite">
                {move || problem().as_ref().map(told)}
            </p>
        </div>
    }
}

/// The ids of the elements of a field.
struct Ids {
    id: String,
    label_id: String,
    described_by: String,
}

/// What a field's text is changed with, by the kind of its setting.
fn input(
    setting: &'static Setting,
    text: RwSignal<String>,
    form: Form,
    ids: Ids,
    invalid: Signal<bool>,
) -> AnyView {
    match setting.kind {
        Kind::Choice(choices) => {
            let choices = choices.iter().map(|choice| (choice.key, language::words(choice.name))).collect();
            select(ids.id, None, ids.described_by, choices, text.into(), move |key| {
                text.set(key);
                if setting.leads {
                    form.follow(setting, text);
                }
            })
        }
        Kind::Toggle => tick(
            ids.id,
            ids.described_by,
            move || text.with(|text| text == "on"),
            move |ticked| text.set(if ticked { "on" } else { "off" }.to_owned()),
        ),
        Kind::List { .. } => view! {
            <ListEditor setting text id=ids.id labelled_by=ids.label_id described_by=ids.described_by invalid/>
        }
        .into_any(),
        Kind::Lines { .. } => view! {
            <OwnAttacks text id=ids.id labelled_by=ids.label_id described_by=ids.described_by invalid/>
        }
        .into_any(),
        Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Date { .. } | Kind::Text => Line {
            id: ids.id,
            keyboard: match setting.kind {
                Kind::Integer { .. } => "numeric",
                Kind::Decimal { .. } => "decimal",
                _ => "",
            },
            described_by: ids.described_by,
            placeholder: if matches!(setting.kind, Kind::Date { .. }) { t!("YYYY-MM-DD") } else { "" }.to_owned(),
            invalid,
            ..Line::text()
        }
        .of(text),
    }
}

/// What stands beside a field: a slider, a calendar, dice.
fn beside(setting: &'static Setting, text: RwSignal<String>) -> Option<AnyView> {
    if matches!(setting.kind, Kind::Date { .. }) {
        let calendar = Line {
            class: "calendar",
            kind: "date",
            name: Some(t!("{setting}: calendar", setting = setting.name.clone())),
            ..Line::text()
        };
        return Some(calendar.left(text.into(), move |date| {
            if !date.is_empty() {
                text.set(date);
            }
        }));
    }
    if matches!(setting.kind, Kind::Integer { max: MAX_SEED, .. }) {
        return Some(
            button("dice", "⚄")
                .name(t!("Draw a random seed"))
                .title(t!("Draw a random seed"))
                .does(move || roll(text)),
        );
    }
    let scale = Scale::of(setting.kind)?;
    let place = move || text.with(|text| decimal::typed(text)).map_or(0.0, |number| scale.place(number));
    let slider = Line {
        kind: "range",
        name: Some(t!("{setting}: slider", setting = setting.name.clone())),
        max: decimal::text(PLACES),
        meaning: Some(text.into()),
        ..Line::text()
    };
    Some(slider.typed(Signal::derive(move || decimal::text(place())), move |place| {
        if let Some(place) = decimal::parse(&place) {
            text.set(scale.text(place));
        }
    }))
}

/// The only place where the project asks the system for randomness.
fn roll(seed: RwSignal<String>) {
    if let Ok(number) = getrandom::u32() {
        // Six digits: short enough to be read out in a classroom.
        seed.set((number % 1_000_000).to_string());
    }
}
