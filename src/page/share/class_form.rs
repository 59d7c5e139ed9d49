//! The form of a link for a class.

use leptos::prelude::*;

use super::class::{ClassSheet, Freedom};
use super::link;
use crate::engine::configuration::link::Link;
use crate::engine::configuration::{Group, settings};
use crate::page::components::controls::{Line, button, labeled, lines, select, tick};
use crate::page::components::notices::{Notices, told};
use crate::page::configuration::Form;
use crate::page::language;

/// The fields of a class link, and the buttons that make it.
#[component]
pub fn ClassLink(form: Form, notices: Notices, shown: RwSignal<Option<String>>) -> impl IntoView {
    let title = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let own_seeds = RwSignal::new(false);
    let freedom = RwSignal::new(Freedom::default());
    let groups = RwSignal::new(Vec::<Group>::new());
    let more = RwSignal::new(String::new());
    let classroom = move || {
        let sheet = ClassSheet {
            title: title.get(),
            text: text.get(),
            own_seeds: own_seeds.get(),
            freedom: freedom.get(),
            groups: groups.get(),
            more: more.get(),
        };
        sheet.classroom()
    };
    let problem = move || classroom().err().as_ref().map(told);
    let address = move || {
        let made = untrack(|| Some(Link { classroom: classroom().ok()?, ..form.link().ok()? }));
        if made.is_none() {
            notices.tell(t!("There is no link yet: fix the marked fields first."));
        }
        made.map(|link| link::address(&link))
    };
    // Whoever opened a link with locks is not the one who sets them.
    let is_locked = move || form.classroom.with(|classroom| !classroom.locks.text().is_empty());
    let choices = Freedom::ALL.map(|freedom| (freedom.key(), language::words(freedom.name()))).into();
    let key = Signal::derive(move || freedom.get().key().to_owned());
    let choose = move |key: String| freedom.set(Freedom::from_key(&key).unwrap_or_default());
    view! {
        <details class="group class-link" class:hidden=is_locked>
            <summary>{t!("A link for a class")}</summary>
            {labeled("class-title", t!("Title"), field("class-title").of(title))}
            {labeled("class-text", t!("Text"), lines("class-text".to_owned(), None, String::new(), Signal::stored(false), text))}
            <div class="field toggle">
                <label class="label" for="class-seeds">{t!("A seed for each student")}</label>
                {tick("class-seeds".to_owned(), "class-seeds-help".to_owned(), move || own_seeds.get(), move |ticked| own_seeds.set(ticked))}
                <p class="help" id="class-seeds-help">{t!("Students type a name or number; their seed follows from it, the same on every device.")}</p>
            </div>
            {labeled("class-open", t!("Students can change"), select("class-open".to_owned(), None, String::new(), choices, key, choose))}
            {move || (freedom.get() != Freedom::All).then(|| view! {
                <fieldset class="choices">
                    <legend class="label">{t!("Students can change all of")}</legend>
                    {Group::ALL.map(|group| view! { <label>{group_tick(group, groups)} {language::words(group.name())}</label> }).collect_view()}
                </fieldset>
                {labeled("class-more", t!("and of these settings"), Line { placeholder: "rows, users".to_owned(), suggestions: "setting-paths", ..field("class-more") }.of(more))}
                <datalist id="setting-paths">
                    {settings().iter().map(|setting| view! { <option value=setting.path.as_ref()></option> }).collect_view()}
                </datalist>
            })}
            <p class="problem" role="status">{problem}</p>
            <div class="actions-row">
                {button("", t!("Copy class link")).id("copy-class-link").does(move || if let Some(address) = address() { link::copy(address, notices) })}
                {button("", t!("Class QR code")).does(move || shown.set(address()))}
            </div>
        </details>
    }
}

fn field(id: &str) -> Line {
    Line { id: id.to_owned(), ..Line::text() }
}

fn group_tick(group: Group, groups: RwSignal<Vec<Group>>) -> AnyView {
    let changed = move |ticked| {
        groups.update(|groups| {
            groups.retain(|other| *other != group);
            if ticked {
                groups.push(group);
            }
        });
    };
    tick(String::new(), String::new(), move || groups.with(|groups| groups.contains(&group)), changed)
}
