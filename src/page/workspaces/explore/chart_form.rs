//! The form of a chart: kind, columns and options, as the kinds declare them. A change is a new request at once; what is
//! wrong stands beside its field, and what was typed stays in it.

use std::sync::Arc;

use leptos::ev;
use leptos::html::Details;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

use super::explorer::Subject;
use super::form::{
    self, Column, face, field_text, has_unexported, offered, picked, placeholder, value, with_columns,
    with_option,
};
use crate::engine::Problem;
use crate::engine::explore::Request;
use crate::engine::explore::kinds::{Choice, ChoiceForm, Need, UNEXPORTED};
use crate::page::components::notices::told;
use crate::page::language;

/// The options of the chart that is shown, in a row.
#[component]
pub fn ChartForm(
    /// What is looked at.
    #[prop(into)]
    subject: Signal<Option<Subject>>,
    /// The chart that is asked for.
    #[prop(into)]
    request: Signal<Request>,
    /// Takes the request for another chart.
    #[prop(into)]
    on_change: Callback<Request>,
    /// What stands at the end of the row.
    children: Children,
) -> impl IntoView {
    let columns = Memo::new(move |before: Option<&Arc<[Column]>>| {
        let now = subject.with(|subject| subject.as_ref().map(|subject| Arc::clone(&subject.columns)));
        now.or_else(|| before.cloned()).unwrap_or_else(|| Arc::new([]))
    });
    let form = Form { request, columns: columns.into(), on_change };
    let kind = Memo::new(move |_| request.with(|request| request.kind));
    // Another kind, and another table, has other fields.
    let fields = move || {
        let declared = kind.get().declared();
        columns.track();
        let is_offered = |option: &&Choice| {
            option.key != UNEXPORTED.key || columns.with(|columns| has_unexported(columns))
        };
        let of = |is_detail: bool| {
            let options = declared.options.iter().filter(is_offered);
            options.filter(move |option| option.is_detail == is_detail)
        };
        let needs = declared.needs.iter().map(|need| need_field(form, need)).collect_view();
        let options = of(false).map(|option| option_field(form, option)).collect_view();
        let details = of(true).next().is_some().then(|| {
            let more = of(true).map(|option| option_field(form, option)).collect_view();
            view! {
                <div class="field more">
                    <Picker id="chart-more".to_owned() face=Signal::stored(t!("More options").to_owned())>
                        <div class="options">{more}</div>
                    </Picker>
                </div>
            }
        });
        (needs, options, details)
    };
    view! {
        <header class="chart-options" id="explore-form">
            <form class="chart-form" aria-label=t!("Options of the chart") on:submit=|event| event.prevent_default()>
                {fields}
            </form>
            {children()}
        </header>
    }
}

/// What unfolds below its face, and folds again where a reader goes on elsewhere or presses Escape.
#[component]
fn Picker(
    id: String,
    /// What stands on it.
    face: Signal<String>,
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<Details>::new();
    let fold_outside = move |target: Option<web_sys::EventTarget>| {
        let Some(details) = details.get_untracked().filter(|details| details.open()) else { return };
        let target = target.and_then(|target| target.dyn_into::<Node>().ok());
        if target.is_some_and(|target| !details.contains(Some(&target))) {
            details.set_open(false);
        }
    };
    let listener = window_event_listener(ev::pointerdown, move |event| fold_outside(event.target()));
    on_cleanup(move || listener.remove());
    let pressed = move |event: ev::KeyboardEvent| {
        let Some(details) = details.get_untracked().filter(|_| event.key() == "Escape") else { return };
        details.set_open(false);
        let summary = details.query_selector("summary").ok().flatten();
        if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
            // One that cannot have the focus leaves it where it was.
            let _ = summary.focus();
        }
    };
    view! {
        <details
            class="picker"
            id=id
            node_ref=details
            on:focusout=move |event| fold_outside(event.related_target())
            on:keydown=pressed
        >
            <summary>{face}</summary>
            {children()}
        </details>
    }
}

/// What every field needs: the request, the columns of the table, and who takes a change.
#[derive(Clone, Copy)]
struct Form {
    request: Signal<Request>,
    columns: Signal<Arc<[Column]>>,
    on_change: Callback<Request>,
}

impl Form {
    /// Sends a change, or says what is wrong with it. Whether it was sent.
    fn change(
        self,
        problem: RwSignal<Option<Problem>>,
        change: impl FnOnce(&Request, &[Column]) -> Result<Request, Problem>,
    ) -> bool {
        match change(&self.request.get_untracked(), &self.columns.get_untracked()) {
            Ok(request) => {
                problem.set(None);
                self.on_change.run(request);
                true
            }
            Err(wrong) => {
                problem.set(Some(wrong));
                false
            }
        }
    }
}

/// The field of the columns that a chart shows: one of a list, or several to tick.
fn need_field(form: Form, need: &'static Need) -> AnyView {
    let id = format!("chart-{}", need.key);
    let problem = RwSignal::new(None::<Problem>);
    let chosen = Signal::derive(move || {
        form.request.with(|request| form.columns.with(|columns| picked(request, columns, need)))
    });
    // Which of them are offered changes with what the request asks for.
    let names = Memo::new(move |_| {
        form.request.with(|request| {
            let names = |columns: &Arc<[Column]>| {
                offered(request, columns, need).into_iter().map(str::to_owned).collect()
            };
            form.columns.with::<Vec<String>>(names)
        })
    });
    if need.most == 1 {
        let none = (need.min == 0).then(|| (String::new(), t!("None").to_owned()));
        let choices = move || {
            let names = names.get().into_iter().map(|name| (name.clone(), name));
            none.clone().into_iter().chain(names).collect()
        };
        let change = move |name: String| {
            let picked = if name.is_empty() { Vec::new() } else { vec![name] };
            form.change(problem, |request, columns| with_columns(request, columns, need, picked));
        };
        return select_field(
            id,
            language::words(need.name),
            Signal::derive(choices),
            Signal::derive(move || chosen.with(|chosen| chosen.first().cloned().unwrap_or_default())),
            Callback::new(change),
        );
    }
    // What is ticked, also where it cannot be shown yet.
    let ticked = RwSignal::new(None::<Vec<String>>);
    let ticks = Signal::derive(move || ticked.get().unwrap_or_else(|| chosen.get()));
    let toggle = move |name: &str, is_on: bool| {
        let toggled = form
            .columns
            .with_untracked(|columns| form::toggled(&ticks.get_untracked(), columns, need, name, is_on));
        let kept = toggled.clone();
        let is_sent = form.change(problem, |request, columns| with_columns(request, columns, need, toggled));
        ticked.set((!is_sent).then_some(kept));
    };
    let tick = move |(index, name): (usize, String)| {
        let id = format!("chart-{}-{index}", need.key);
        let (label, ticked_name) = (name.clone(), name.clone());
        view! {
            <label class="tick">
                <input
                    id=id
                    type="checkbox"
                    prop:checked=move || ticks.with(|ticks| ticks.contains(&ticked_name))
                    on:change:target=move |event| toggle(&name, event.target().checked())
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <div class="field">
            <span class="label">{language::words(need.name)}</span>
            <Picker id=format!("{id}-list") face=Signal::derive(move || ticks.with(|ticks| face(ticks)))>
                <fieldset class="ticks">
                    <legend class="visually-hidden">{language::words(need.name)}</legend>
                    {move || names.get().into_iter().enumerate().map(tick).collect_view()}
                </fieldset>
            </Picker>
            {problem_line(id, problem)}
        </div>
    }
    .into_any()
}

/// The field of an option.
fn option_field(form: Form, option: &'static Choice) -> AnyView {
    let id = format!("chart-{}", option.key);
    let problem = RwSignal::new(None::<Problem>);
    let current = Signal::derive(move || form.request.with(|request| value(request, option)));
    let change = move |typed: &str| {
        form.change(problem, |request, columns| with_option(request, columns, option, typed))
    };
    match &option.form {
        ChoiceForm::OneOf(choices) => {
            let choices =
                choices.iter().map(|(key, name)| ((*key).to_owned(), language::words(name).to_owned()));
            let changed = move |key: String| {
                change(&key);
            };
            select_field(
                id,
                language::words(option.name),
                Signal::stored(choices.collect()),
                current,
                Callback::new(changed),
            )
        }
        ChoiceForm::Switch(_) => view! {
            <label class="tick">
                <input
                    id=id
                    type="checkbox"
                    prop:checked=move || current.with(|current| current == "yes")
                    on:change:target=move |event| {
                        change(if event.target().checked() { "yes" } else { "no" });
                    }
                />
                <span>{language::words(option.name)}</span>
            </label>
        }
        .into_any(),
        ChoiceForm::Whole { .. } => {
            // What is typed stays where it is wrong.
            let typed = RwSignal::new(None::<String>);
            let shown = move || {
                typed.get().unwrap_or_else(|| form.request.with(|request| field_text(request, option)))
            };
            let problem_id = format!("{id}-problem");
            view! {
                <div class="field">
                    <label class="label" for=id.clone()>{language::words(option.name)}</label>
                    <input
                        id=id.clone()
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder=placeholder(option)
                        aria-describedby=problem_id
                        aria-invalid=move || problem.with(Option::is_some).then_some("true")
                        prop:value=shown
                        on:change:target=move |event| {
                            let text = event.target().value();
                            typed.set(Some(text.clone()));
                            if change(&text) {
                                typed.set(None);
                            }
                        }
                    />
                    {problem_line(id, problem)}
                </div>
            }
            .into_any()
        }
    }
}

/// What is wrong with a field.
fn problem_line(id: String, problem: RwSignal<Option<Problem>>) -> impl IntoView {
    let text = move || problem.with(|problem| problem.as_ref().map(told));
    view! { <p class="problem" id=format!("{id}-problem") role="status">{text}</p> }
}

/// One of several choices: key and name of each.
fn select_field(
    id: String,
    name: &'static str,
    choices: Signal<Vec<(String, String)>>,
    value: Signal<String>,
    on_change: Callback<String>,
) -> AnyView {
    let choice = move |(key, name): (String, String)| {
        let chosen = key.clone();
        view! { <option value=key prop:selected=move || value.with(|value| *value == chosen)>{name}</option> }
    };
    view! {
        <div class="field">
            <label class="label" for=id.clone()>{name}</label>
            <select id=id on:change:target=move |event| on_change.run(event.target().value())>
                {move || choices.get().into_iter().map(choice).collect_view()}
            </select>
        </div>
    }
    .into_any()
}
