//! The field of a knob, by its kind: a number with its slider, a date with its calendar, a switch, a choice, a list.

use leptos::prelude::*;

use super::form::Form;
use super::list::ListEditor;
use super::slider::{PLACES, Scale};
use super::weights::WeightBar;
use crate::engine::Problem;
use crate::engine::configuration::knobs::{GREATEST_SEED, SCORING_PROFILE};
use crate::engine::configuration::link::Access;
use crate::engine::configuration::{Choice, Group, Kind, Knob};
use crate::engine::decimal;
use crate::page::notices::sentence;

/// The fields of a group; those that do not match the search are hidden.
pub fn fields(
    group: Group,
    form: Form,
    problems: Memo<Vec<Problem>>,
    query: RwSignal<String>,
) -> impl IntoView {
    let fields = form.fields();
    let mut last_set = "";
    fields
        .iter()
        .filter(|(knob, _)| knob.group == group)
        .map(|&(knob, text)| {
            let set = knob.weight_set();
            let begins = set.filter(|set| *set != last_set);
            last_set = set.unwrap_or_default();
            let bar = begins.map(|set| {
                let members: Vec<_> =
                    fields.iter().copied().filter(|(knob, _)| knob.weight_set() == Some(set)).collect();
                let parts = Signal::derive(move || {
                    let weight = |text: &RwSignal<String>| text.with(|text| decimal::parse(text)).unwrap_or_default();
                    members.iter().map(|(knob, text)| (knob.name.to_string(), weight(text))).collect::<Vec<_>>()
                });
                view! { <div class:hidden=move || query.with(|query| !query.is_empty())><WeightBar parts/></div> }
            });
            view! { {bar} <Field knob text form problems query/> }
        })
        .collect_view()
}

/// Whether a knob is among those that one searches for, by name, path or help.
pub fn matches(knob: &Knob, query: &str) -> bool {
    let query = query.trim().to_lowercase();
    query.split_whitespace().all(|word| {
        [knob.name.as_ref(), knob.path.as_ref(), knob.help.as_ref(), knob.group.name()]
            .iter()
            .any(|text| text.to_lowercase().contains(word))
    })
}

/// The element id of a knob's field.
pub fn field_id(path: &str) -> String {
    format!("knob-{}", path.replace('.', "-"))
}

#[component]
fn Field(
    knob: &'static Knob,
    text: RwSignal<String>,
    form: Form,
    problems: Memo<Vec<Problem>>,
    query: RwSignal<String>,
) -> impl IntoView {
    let problem =
        move || problems.with(|problems| problems.iter().find(|problem| problem.path == knob.path).cloned());
    let id = field_id(&knob.path);
    let (label_id, help_id, problem_id) =
        (format!("{id}-label"), format!("{id}-help"), format!("{id}-problem"));
    let described_by = format!("{help_id} {problem_id}");
    let invalid = Signal::derive(move || problem().is_some().then_some("true"));
    let shows_unit = matches!(knob.kind, Kind::Decimal { .. }) && !knob.unit.is_empty();
    let label = if shows_unit { format!("{}, {}", knob.name, knob.unit) } else { knob.name.to_string() };
    let access = Memo::new(move |_| form.access(&knob.path));
    let is_frozen = move || access.get() != Access::Open;
    let is_hidden = move || {
        access.get() == Access::Hidden || query.with(|query| !query.is_empty() && !matches(knob, query))
    };
    let input = match knob.kind {
        Kind::Choice(choices) => view! {
            <select id=id.clone() aria-describedby=described_by prop:value=text on:change=move |event| {
                text.set(event_target_value(&event));
                if knob.path == SCORING_PROFILE {
                    form.choose_profile(&text.get_untracked());
                }
            }>
                {choices.iter().map(option).collect_view()}
            </select>
        }
        .into_any(),
        Kind::Toggle => view! {
            <input
                id=id.clone()
                type="checkbox"
                aria-describedby=described_by
                prop:checked=move || text.with(|text| text == "on")
                on:change=move |event| text.set(if event_target_checked(&event) { "on" } else { "off" }.to_owned())
            />
        }
        .into_any(),
        Kind::List { .. } => view! {
            <ListEditor knob text id=id.clone() labelled_by=label_id.clone() described_by invalid/>
        }
        .into_any(),
        Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Date { .. } => view! {
            <input
                id=id.clone()
                type="text"
                inputmode=match knob.kind {
                    Kind::Integer { .. } => "numeric",
                    Kind::Decimal { .. } => "decimal",
                    _ => "text",
                }
                placeholder=matches!(knob.kind, Kind::Date { .. }).then_some("YYYY-MM-DD")
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described_by
                aria-invalid=move || invalid.get()
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            />
        }
        .into_any(),
    };
    let is_list = matches!(knob.kind, Kind::List { .. });
    let caption = if is_list {
        view! { <span class="label" id=label_id>{label.clone()}</span> }.into_any()
    } else {
        view! { <label class="label" id=label_id for=id>{label.clone()}</label> }.into_any()
    };
    view! {
        <div
            class="field"
            class:invalid=move || invalid.get().is_some()
            class:toggle=matches!(knob.kind, Kind::Toggle)
            class:hidden=is_hidden
            data-path=knob.path.as_ref()
        >
            <div class="caption">
                {caption}
                {move || (form.is_changed(knob, text) && !is_frozen()).then(|| view! {
                    <button type="button" class="quiet reset" title="Back to the default" aria-label=format!("Back to the default: {label}") on:click=move |_| form.reset(knob, text)>
                        "↺ changed"
                    </button>
                })}
                {move || is_frozen().then(|| view! { <span class="help">"set for the class"</span> })}
            </div>
            <fieldset class="control" disabled=is_frozen>
                {input}
                {beside(knob, text)}
            </fieldset>
            <p class="help" id=help_id>{knob.help.as_ref()}</p>
            <p class="problem" id=problem_id aria-live="polite">
                {move || problem().map(|problem| format!("{} {}", sentence(&problem.reason), sentence(&problem.hint)))}
            </p>
        </div>
    }
}

/// What stands beside a field: a slider, a calendar, dice.
fn beside(knob: &'static Knob, text: RwSignal<String>) -> Option<AnyView> {
    if matches!(knob.kind, Kind::Date { .. }) {
        let pick = move |event| {
            let date = event_target_value(&event);
            if !date.is_empty() {
                text.set(date);
            }
        };
        return Some(view! {
            <input type="date" class="calendar" aria-label=format!("{}: calendar", knob.name) prop:value=text on:change=pick/>
        }
        .into_any());
    }
    if matches!(knob.kind, Kind::Integer { greatest: GREATEST_SEED, .. }) {
        return Some(view! {
            <button type="button" class="dice" aria-label="Draw a random seed" title="Draw a random seed" on:click=move |_| roll(text)>
                <DiceIcon/>
            </button>
        }
        .into_any());
    }
    let scale = Scale::of(knob.kind)?;
    let place = move || text.with(|text| decimal::parse(text)).map_or(0.0, |number| scale.place(number));
    let slide = move |event| {
        if let Some(place) = decimal::parse(&event_target_value(&event)) {
            text.set(scale.text(place));
        }
    };
    Some(
        view! {
            <input
                type="range"
                min="0"
                max=decimal::text(PLACES)
                aria-label=format!("{}: slider", knob.name)
                aria-valuetext=text
                prop:value=move || decimal::text(place())
                on:input=slide
            />
        }
        .into_any(),
    )
}

fn option(choice: &'static Choice) -> impl IntoView {
    view! { <option value=choice.key title=choice.help>{choice.name}</option> }
}

/// The only place where the project asks the system for randomness.
fn roll(seed: RwSignal<String>) {
    if let Ok(number) = getrandom::u32() {
        // Six digits: short enough to be read out in a classroom.
        seed.set((number % 1_000_000).to_string());
    }
}

#[component]
fn DiceIcon() -> impl IntoView {
    view! {
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <rect x="2.5" y="2.5" width="15" height="15" rx="3" fill="none" stroke="currentColor" stroke-width="1.5"/>
            <circle cx="6.5" cy="6.5" r="1.4" fill="currentColor"/>
            <circle cx="13.5" cy="6.5" r="1.4" fill="currentColor"/>
            <circle cx="10" cy="10" r="1.4" fill="currentColor"/>
            <circle cx="6.5" cy="13.5" r="1.4" fill="currentColor"/>
            <circle cx="13.5" cy="13.5" r="1.4" fill="currentColor"/>
        </svg>
    }
}
