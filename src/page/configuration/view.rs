//! The form: its fields, the search, and the button that generates.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::field::{field_id, fields, matches};
use super::form::Form;
use crate::engine::Configuration;
use crate::engine::Problem;
use crate::engine::configuration::link::{Access, Student};
use crate::engine::configuration::{Group, Preset, Setting, settings};
use crate::page::components::controls::{Line, button, select};
use crate::page::components::notices::Notices;
use crate::page::engine::{Engine, State, Wish};
use crate::page::typing::SMALL;

/// The form.
#[component]
pub fn ConfigurationView(
    form: Form,
    engine: Engine,
    notices: Notices,
    /// Shows what another configuration would change in the dataset.
    preview: Callback<Configuration>,
) -> impl IntoView {
    let problems = Memo::new(move |_| form.problems());
    let query = RwSignal::new(String::new());
    let sent = move |event: SubmitEvent| {
        event.prevent_default();
        form.settle();
        match form.link() {
            Ok(link) if link.classroom.student == Student::Unnamed => focus_on("student"),
            Ok(link) => {
                notices.clear();
                engine.generate(link, Wish::Asked);
            }
            Err(problems) => {
                query.set(String::new());
                if let Some(problem) = problems.first() {
                    focus(&problem.path);
                }
                let reason = format!("nothing was generated: {}", count(problems.len()));
                notices.error(&Problem::new("", reason, "fix the marked fields and generate again"));
            }
        }
    };
    // Undo and redo go by the form's steps, in its fields as well: what a browser would undo there is less.
    let keyed = move |event: KeyboardEvent| {
        let command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        match (command, event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            (true, "z", false) => form.undo(),
            (true, "z", true) | (true, "y", false) => form.redo(),
            _ => return,
        }
        event.prevent_default();
    };
    let shown = |group: &Group| {
        *group != Group::Dataset && settings().iter().any(|setting| setting.group() == *group)
    };
    let groups = Group::ALL.into_iter().filter(shown);
    let found = move || {
        query.with(|query| {
            let visible = |path: &str| form.access(path) != Access::Hidden;
            let shown = |setting: &&Setting| {
                visible(&setting.path) && form.matters(setting.group()) && matches(setting, query)
            };
            settings().iter().filter(shown).count()
        })
    };
    view! {
        <form class="card configuration" aria-labelledby="configuration-heading" novalidate on:submit=sent on:keydown=keyed>
            <div class="heading">
                <h2 id="configuration-heading">"Configuration"</h2>
                <div class="history">
                    {button("quiet", "↶").id("undo").name("Undo").title("Undo (Ctrl+Z)").disabled(move || !form.history.with(|history| history.can_undo())).does(move || form.undo())}
                    {button("quiet", "↷").id("redo").name("Redo").title("Redo (Ctrl+Shift+Z)").disabled(move || !form.history.with(|history| history.can_redo())).does(move || form.redo())}
                </div>
            </div>
            <PresetField form/>
            {fields(Group::Dataset, form, problems, query)}
            <GenerateButton form engine preview/>
            <div class="search">
                {Line {
                    id: "search".to_owned(),
                    kind: "search",
                    name: Some("Search settings".to_owned()),
                    placeholder: format!("Search {} settings", settings().len()),
                    ..Line::text()
                }.of(query)}
                <p class="help" role="status">
                    {move || query.with(|query| !query.trim().is_empty()).then(|| match found() {
                        0 => "No setting has these words.".to_owned(),
                        1 => "1 setting".to_owned(),
                        count => format!("{count} settings"),
                    })}
                </p>
            </div>
            {groups.map(|group| view! { <FieldGroup group form problems query/> }).collect_view()}
        </form>
    }
}

fn count(problems: usize) -> String {
    if problems == 1 {
        "one value cannot be used".to_owned()
    } else {
        format!("{problems} values cannot be used")
    }
}

/// A group that folds. Its fields come into being when it is first opened.
#[component]
fn FieldGroup(
    group: Group,
    form: Form,
    problems: Memo<Vec<Problem>>,
    query: RwSignal<String>,
) -> impl IntoView {
    let opened = RwSignal::new(false);
    // Fields that stand there already are not made anew.
    let has_fields = Memo::new(move |_| opened.get());
    let settings_of = move || form.fields().into_iter().filter(move |(setting, _)| setting.group() == group);
    let needs_attention = move || {
        problems.with(|problems| {
            settings_of().any(|(setting, _)| problems.iter().any(|problem| problem.path == setting.path))
        })
    };
    let changed = move || {
        let count = settings_of().filter(|(setting, text)| form.is_changed(setting, *text)).count();
        (count > 0).then(|| format!(" {count} changed"))
    };
    let is_searched = move || query.with(|query| !query.trim().is_empty());
    let is_found = Memo::new(move |_| {
        let visible = settings_of().filter(|(setting, _)| form.access(&setting.path) != Access::Hidden);
        query.with(|query| visible.map(|(setting, _)| setting).any(|setting| matches(setting, query)))
    });
    // A problem in a folded group unfolds it, so that the field can be focused; so does a search.
    Effect::new(move || {
        if needs_attention() || (is_searched() && is_found.get()) {
            opened.set(true);
        }
    });
    view! {
        <details
            class="group"
            data-group=group.name()
            class:hidden=move || !is_found.get() || !form.matters(group)
            open=move || is_searched() && is_found.get()
            on:toggle=move |_| opened.set(true)
        >
            <summary>
                {group.name()}
                <span class="changes">{changed}</span>
                {move || needs_attention().then(|| view! { <span class="flag">" needs attention"</span> })}
            </summary>
            {move || has_fields.get().then(|| fields(group, form, problems, query))}
        </details>
    }
}

/// Opens the group of a field and moves the focus there.
fn focus(path: &str) {
    let Some(field) = document().get_element_by_id(&field_id(path)) else { return };
    if let Ok(Some(group)) = field.closest("details") {
        let _ = group.set_attribute("open", "");
    }
    focus_on(&field.id());
}

/// Moves the focus to an element.
fn focus_on(id: &str) {
    if let Some(Ok(element)) =
        document().get_element_by_id(id).map(|element| element.dyn_into::<HtmlElement>())
    {
        let _ = element.focus();
    }
}

#[component]
fn PresetField(form: Form) -> impl IntoView {
    let change = move |key: String| {
        if let Some(preset) = Preset::from_key(&key) {
            form.choose(preset);
        }
    };
    let choices = Preset::ALL.iter().map(|preset| (preset.key(), preset.name())).collect();
    let access = move || form.access(Preset::PATH);
    view! {
        <div class="field" class:hidden=move || access() == Access::Hidden>
            <label class="label" for="preset">"Preset"</label>
            <fieldset class="control" disabled=move || access() != Access::Open>
                {select("preset".to_owned(), None, "preset-help".to_owned(), choices, Signal::derive(move || form.preset.get().key().to_owned()), change)}
            </fieldset>
            <p class="help" id="preset-help">{move || form.preset.get().purpose()}</p>
        </div>
    }
}

/// The button, and while a dataset is made its progress and a way to stop it.
#[component]
fn GenerateButton(form: Form, engine: Engine, preview: Callback<Configuration>) -> impl IntoView {
    // Whether what is typed is something else than what is shown.
    let differs = move || {
        let made = engine.made.get().map(|made| made.configuration);
        let typed = form.link().ok().map(|link| link.effective());
        // A small one is made by itself, unless that was tried.
        let follows = typed.as_ref().is_some_and(|typed| typed.rows <= SMALL && !engine.was_wanted(typed));
        made.is_some() && engine.running.with(Option::is_none) && typed != made && !follows
    };
    let cancel = move || {
        engine.cancel_generate();
        focus_on("generate");
    };
    let broken = move || engine.state.with(|state| matches!(state, State::Broken(_)));
    view! {
        <div class="generate">
            <button type="submit" class="primary" id="generate" disabled=broken>"Generate"</button>
            {move || {
                let running = engine.running.with(|running| running.as_ref().map(|running| running.wish));
                running.map(|wish| {
                    let percent = move || {
                        engine.running.with(|running| running.as_ref().map_or(0, |running| running.done * 100 / running.total.max(1)))
                    };
                    view! {
                        <div class="progress">
                            <progress max="100" prop:value=move || percent().to_string() aria-label="Making the dataset"></progress>
                            <span class="percent" aria-hidden="true">{move || format!("{} %", percent())}</span>
                            {(wish == Wish::Asked).then(|| button("", "Cancel").id("cancel").does(cancel))}
                        </div>
                    }
                })
            }}
            {move || differs().then(|| view! {
                <p class="help" id="differs">"What is shown was made with other settings: press Generate."</p>
                {button("small", "What would change?").id("preview").does(move || {
                    if let Ok(link) = untrack(|| form.link()) {
                        preview.run(link.effective());
                    }
                })}
            })}
        </div>
    }
}
