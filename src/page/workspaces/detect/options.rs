//! The options, in a dialog: which detectors are tried on what, and how.

use leptos::prelude::*;

use super::form::{self, Control, DETECTORS, Entry, Fields};
use super::job::Detecting;
use crate::engine::detect::Learning;
use crate::page::components::controls::{Line, button, select, tick};
use crate::page::components::dialog::Dialog;
use crate::page::components::notices::told;
use crate::page::language;
use crate::page::runs::columns::offered;
use crate::page::runs::source::SourceField;

/// The options.
#[component]
pub fn OptionsDialog(detecting: Detecting) -> impl IntoView {
    let is_open = detecting.is_choosing;
    let run = move || {
        is_open.set(false);
        detecting.start();
    };
    view! {
        <Dialog
            id="detect-options"
            title=Signal::stored(t!("Detectors and rows").to_owned())
            is_open=is_open.into()
            on_close=move |()| is_open.set(false)
        >
            {
                let (main, more) = form::sections();
                let fields = move |entries: Vec<Entry>| {
                    entries.into_iter().map(|entry| field(detecting, entry)).collect_view()
                };
                view! {
                    <SourceField runs=detecting.runs id="detect" purpose=t!("CSV file to try detectors on")/>
                    <div class="detect-fields">{fields(main)}</div>
                    <details>
                        <summary>{t!("Columns")}</summary>
                        <div class="detect-fields">{fields(more)}</div>
                    </details>
                    <div class="actions-row end">
                        {button("primary", t!("Run"))
                            .id("detect-options-run")
                            .disabled(move || detecting.runs.is_running() || !detecting.is_ready())
                            .does(run)}
                    </div>
                }
            }
        </Dialog>
    }
}

/// The field of an option: label, control, what it means, and what is wrong with it.
fn field(detecting: Detecting, entry: Entry) -> AnyView {
    let Entry { path, label, help, control } = entry.clone();
    let id = entry.id();
    let (help_id, problem_id) = (format!("{id}-help"), format!("{id}-problem"));
    let described_by = format!("{help_id} {problem_id}");
    let of_field = {
        let path = path.clone();
        move |fields: &Fields| fields.field(&path).cloned()
    };
    let shown = Memo::new(move |_| detecting.fields.with(&of_field));
    let text = Memo::new(move |_| {
        shown.with(|field| field.as_ref().map_or_else(String::new, |field| field.text.clone()))
    });
    let problem = Memo::new(move |_| {
        let problem = shown.with(|field| field.as_ref()?.problem.clone());
        problem.as_ref().map(told)
    });
    let invalid = Signal::derive(move || problem.with(Option::is_some));
    let value = Signal::from(text);
    let enter = {
        let path = path.clone();
        move |typed: String| detecting.enter(&path, &typed)
    };
    let is_group = path == DETECTORS;
    let input = match control {
        Control::Detectors => boxes(detecting, value),
        Control::Choice(choices) => {
            let choices = choices.iter().map(|choice| (choice.key, language::words(choice.name))).collect();
            select(id.clone(), None, described_by, choices, value, enter)
        }
        Control::Column => {
            let choices = Memo::new(move |_| text.with(|text| offered(&detecting.runs.targets(), text)));
            let choice = move |name: String| {
                let value = name.clone();
                view! {
                    <option value=value prop:selected=move || text.with(|text| *text == name)>
                        {name.clone()}
                    </option>
                }
            };
            view! {
                <select
                    id=id.clone()
                    aria-describedby=described_by
                    on:change=move |event| enter(event_target_value(&event))
                >
                    {move || choices.get().into_iter().map(choice).collect_view()}
                </select>
            }
            .into_any()
        }
        Control::Toggle => tick(
            id.clone(),
            described_by,
            move || text.with(|text| text == "on"),
            move |ticked| enter(if ticked { "on" } else { "off" }.to_owned()),
        ),
        Control::Line(keyboard) => {
            let line = Line { id: id.clone(), keyboard, described_by, invalid, ..Line::text() };
            line.left(value, enter)
        }
    };
    let caption = if is_group {
        view! { <span class="label" id=format!("{id}-label")>{label}</span> }.into_any()
    } else {
        view! { <label class="label" for=id.clone()>{label}</label> }.into_any()
    };
    view! {
        <div
            class="field"
            class:invalid=invalid
            class:toggle=matches!(control, Control::Toggle)
            class:wide=is_group
            role=is_group.then_some("group")
            aria-labelledby=is_group.then(|| format!("{id}-label"))
        >
            {caption}
            {input}
            <p class=if is_group { "visually-hidden" } else { "help" } id=help_id>{help}</p>
            <p class="problem" id=problem_id aria-live="polite">{move || problem.get()}</p>
        </div>
    }
    .into_any()
}

/// A box for each detector, by how they learn.
fn boxes(detecting: Detecting, text: Signal<String>) -> AnyView {
    let group = move |(learning, some): (Learning, Vec<(&'static str, &'static str)>)| {
        let one = move |(key, name): (&'static str, &'static str)| {
            let ticked = move || text.with(|text| form::is_ticked(text, key));
            let changed = move |is_ticked| {
                let text = form::ticked(&text.get_untracked(), key, is_ticked);
                detecting.enter(DETECTORS, &text);
            };
            view! {
                <label class="tick">
                    {tick(format!("detect-try-{key}"), String::new(), ticked, changed)}
                    <span>{name}</span>
                </label>
            }
        };
        let heading = match learning {
            Learning::Supervised => t!("Supervised"),
            Learning::Unsupervised => t!("Unsupervised"),
            Learning::Rules => t!("Rules"),
        };
        view! {
            <div>
                <h4>{heading}</h4>
                {some.into_iter().map(one).collect_view()}
            </div>
        }
    };
    view! { <div class="detector-boxes">{form::detectors().map(group).into_iter().collect_view()}</div> }
        .into_any()
}
