//! The form: the main settings, the search, the groups, and the button that generates with the state of the dataset.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;

use super::field::{Shown, fields};
use super::form::Form;
use super::generate::GenerateBar;
use crate::engine::Configuration;
use crate::engine::Problem;
use crate::engine::configuration::link::{Access, Student};
use crate::engine::configuration::{Group, Preset, Setting, settings};
use crate::page::components::controls::{Line, button, select};
use crate::page::components::notices::Notices;
use crate::page::engine::{Engine, Wish};
use crate::page::language;
use crate::page::shell::{Panel, focus_on};

/// The form.
#[component]
pub fn ConfigurationView(
    form: Form,
    engine: Engine,
    notices: Notices,
    panel: Panel,
    /// Shows what another configuration would change in the dataset.
    preview: Callback<Configuration>,
) -> impl IntoView {
    let problems = Memo::new(move |_| form.problems());
    let shown = Shown::new();
    // What is narrowed might leave out the setting that is to be shown.
    Effect::new(move || {
        if panel.wanted().with(Option::is_some) {
            shown.all();
        }
    });
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
                if let Some(problem) = problems.first() {
                    panel.show_setting(&problem.path);
                }
                let count = problems.len();
                let reason = text!(
                    "nothing was generated: {count} value cannot be used"
                        | "nothing was generated: {count} values cannot be used" % count,
                    count
                );
                notices.error(&Problem::new("", reason, text!("fix the marked fields and generate again")));
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
    let has_settings = |group: &Group| {
        *group != Group::Dataset && settings().iter().any(|setting| setting.group() == *group)
    };
    let groups = Group::ALL.into_iter().filter(has_settings);
    view! {
        <form class="configuration" aria-labelledby="configuration-heading" novalidate on:submit=sent on:keydown=keyed>
            <div class="configuration-body">
                <div class="heading">
                    <h2 id="configuration-heading">{t!("Configuration")}</h2>
                    <div class="history">
                        {button("quiet square", "↶").id("undo").name(t!("Undo")).title(t!("Undo (Ctrl+Z)")).disabled(move || !form.history.with(|history| history.can_undo())).does(move || form.undo())}
                        {button("quiet square", "↷").id("redo").name(t!("Redo")).title(t!("Redo (Ctrl+Shift+Z)")).disabled(move || !form.history.with(|history| history.can_redo())).does(move || form.redo())}
                        {button("quiet square", "«").id("fold").name(t!("Close the configuration")).title(t!("Close the configuration")).does(move || panel.close())}
                    </div>
                </div>
                <PresetField form/>
                <div class="main-settings">{fields(None, form, problems, shown)}</div>
                <Search form shown/>
                <div class="groups">
                    {groups.map(|group| view! { <FieldGroup group form problems shown panel/> }).collect_view()}
                </div>
            </div>
            <GenerateBar form engine preview/>
        </form>
    }
}

/// The search, and what narrows the groups to what was changed.
#[component]
fn Search(form: Form, shown: Shown) -> impl IntoView {
    let is_visible = move |setting: &Setting| {
        form.access(&setting.path) != Access::Hidden && form.matters(setting.group())
    };
    let found = move || {
        let counts = |(setting, text): &(&'static Setting, RwSignal<String>)| {
            is_visible(setting) && shown.holds(form, setting, *text)
        };
        form.fields().iter().filter(|field| counts(field)).count()
    };
    let changed = Memo::new(move |_| {
        let is_changed = |(setting, text): &(&'static Setting, RwSignal<String>)| {
            is_visible(setting) && form.is_changed(setting, *text)
        };
        form.fields().iter().filter(|field| is_changed(field)).count()
    });
    view! {
        <div class="search">
            {Line {
                id: "search".to_owned(),
                kind: "search",
                name: Some(t!("Search settings").to_owned()),
                placeholder: t!("Search {count} settings", count = settings().len()),
                ..Line::text()
            }.of(shown.query)}
            <div class="narrow">
                <button
                    type="button"
                    class="small"
                    id="changed-only"
                    aria-pressed=move || shown.changed_only.get().to_string()
                    on:click=move |_| shown.changed_only.update(|only| *only = !*only)
                >
                    {move || t!("Changed only ({count})", count = changed.get())}
                </button>
                {button("small quiet", t!("Reset all")).id("reset-all").title(t!("Back to the preset; can be undone")).disabled(move || changed.get() == 0).does(move || form.reset_all())}
            </div>
            <p class="help" role="status">
                {move || shown.is_narrow().then(|| match found() {
                    0 if changed.get() == 0 && shown.changed_only.get() => t!("No setting was changed.").to_owned(),
                    0 => t!("No setting has these words.").to_owned(),
                    count => t!("{count} setting" | "{count} settings" % count, count),
                })}
            </p>
        </div>
    }
}

/// A group that folds. Its fields come into being when it is first opened.
#[component]
fn FieldGroup(
    group: Group,
    form: Form,
    problems: Memo<Vec<Problem>>,
    shown: Shown,
    panel: Panel,
) -> impl IntoView {
    let opened = RwSignal::new(false);
    // Fields that stand there already are not made anew.
    let has_fields = Memo::new(move |_| opened.get());
    let settings_of = move || {
        let is_here = move |(setting, _): &(&'static Setting, _)| {
            setting.group() == group && !super::field::is_main(setting)
        };
        form.fields().into_iter().filter(is_here)
    };
    let needs_attention = move || {
        problems.with(|problems| {
            settings_of().any(|(setting, _)| problems.iter().any(|problem| problem.path == setting.path))
        })
    };
    let changed = move || {
        let count = settings_of().filter(|(setting, text)| form.is_changed(setting, *text)).count();
        (count > 0).then(
            || view! { <span class="badge">{count}<span class="visually-hidden">" " {t!("changed")}</span></span> },
        )
    };
    let is_found = Memo::new(move |_| {
        let mut visible = settings_of().filter(|(setting, _)| form.access(&setting.path) != Access::Hidden);
        visible.any(|(setting, text)| shown.holds(form, setting, text))
    });
    let is_narrow = move || shown.is_narrow() && is_found.get();
    let is_wanted = move || {
        panel.wanted().with(|wanted| {
            wanted.as_ref().is_some_and(|path| settings_of().any(|(setting, _)| setting.path == *path))
        })
    };
    // A problem in a folded group unfolds it, so that the field can be focused; so does a search.
    Effect::new(move || {
        if needs_attention() || is_narrow() || is_wanted() {
            opened.set(true);
        }
    });
    view! {
        <details
            class="group"
            data-group=group.name()
            class:hidden=move || !is_found.get() || !form.matters(group)
            open=is_narrow
            on:toggle=move |_| opened.set(true)
        >
            <summary>
                <span class="name">{language::words(group.name())}</span>
                <span class="hint">{language::words(group.hint())}</span>
                {move || needs_attention().then(|| view! { <span class="flag">{t!("needs attention")}</span> })}
                {changed}
            </summary>
            {move || has_fields.get().then(|| fields(Some(group), form, problems, shown))}
        </details>
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
            <label class="label" for="preset">{t!("Preset")}</label>
            <fieldset class="control" disabled=move || access() != Access::Open>
                {select("preset".to_owned(), None, "preset-help".to_owned(), choices, Signal::derive(move || form.preset.get().key().to_owned()), change)}
            </fieldset>
            <p class="help" id="preset-help">{move || language::words(form.preset.get().purpose())}</p>
        </div>
    }
}
