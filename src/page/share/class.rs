//! A link for a class: what it says, and what students can change.

use crate::page::controls::{Line, button, labelled, lines, select, tick};
use crate::page::erased::{flag, maybe, part};
use leptos::prelude::*;

use super::link;
use crate::engine::configuration::link::{Classroom, Link};
use crate::engine::configuration::{Group, Preset, settings};
use crate::page::configuration::Form;
use crate::page::notices::{Notices, sentence};

/// Students can change everything.
const ALL: &str = "all";
/// Students can change what is chosen; the rest is shown.
const FROZEN: &str = "frozen";

/// What students can change: what is chosen, and what becomes of the rest.
const OPEN: [(&str, &str); 3] = [
    (ALL, "Everything"),
    (FROZEN, "What is chosen; the rest is shown"),
    ("hidden", "What is chosen; the rest is hidden"),
];

/// The fields of a class link, and the buttons that make it.
#[component]
pub fn ClassLink(form: Form, notices: Notices, shown: RwSignal<Option<String>>) -> impl IntoView {
    let title = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let own_seeds = RwSignal::new(false);
    let open = RwSignal::new(ALL.to_owned());
    let groups = RwSignal::new(Vec::<Group>::new());
    let more = RwSignal::new(String::new());
    let locks = move || {
        let start = match open.get().as_str() {
            ALL => return String::new(),
            FROZEN => "*",
            _ => "-*",
        };
        let more = more.get();
        let more = more.split(',').map(|path| path.trim().to_owned()).filter(|path| !path.is_empty());
        let chosen = groups.get().into_iter().flat_map(patterns).chain(more);
        chosen.fold(start.to_owned(), |locks, path| locks + ",!" + &path)
    };
    let classroom = move || {
        let mut classroom = Classroom::default();
        let student = own_seeds.get().then(String::new);
        let parts = [
            ("title", Some(title.get())),
            ("text", Some(text.get())),
            ("lock", Some(locks())),
            ("student", student),
        ];
        for (path, value) in parts {
            if let Some(value) = value {
                classroom.set(path, value.trim())?;
            }
        }
        Ok(classroom)
    };
    let problem = move || {
        classroom().err().map(|problem: crate::engine::Problem| {
            format!("{} {}", sentence(&problem.reason), sentence(&problem.hint))
        })
    };
    let address = move || {
        let made = untrack(|| Some(Link { classroom: classroom().ok()?, ..form.link().ok()? }));
        if made.is_none() {
            notices.tell("There is no link yet: fix the marked fields first.");
        }
        made.map(|link| link::address(&link))
    };
    // Whoever opened a link with locks is not the one who sets them.
    let is_locked = move || form.classroom.with(|classroom| !classroom.locks.text().is_empty());
    view! {
        <details class="group class-link" class:hidden=flag(is_locked)>
            <summary>"A link for a class"</summary>
            {labelled("class-title", "Title", field("class-title").of(title))}
            {labelled("class-text", "Text", lines("class-text".to_owned(), None, String::new(), Signal::stored(false), text))}
            <div class="field toggle">
                <label class="label" for="class-seeds">"A seed for each student"</label>
                {tick("class-seeds".to_owned(), "class-seeds-help".to_owned(), move || own_seeds.get(), move |ticked| own_seeds.set(ticked))}
                <p class="help" id="class-seeds-help">"Students type a name or number; their seed follows from it, the same on every device."</p>
            </div>
            {labelled("class-open", "Students can change", select("class-open".to_owned(), None, String::new(), OPEN.into(), open.into(), move |key| open.set(key)))}
            {part(move || (open.get() != ALL).then(|| view! {
                <fieldset class="choices">
                    <legend class="label">"Students can change all of"</legend>
                    {Group::ALL.map(|group| view! { <label>{group_tick(group, groups)} {group.name()}</label> }.into_any()).collect_view()}
                </fieldset>
                {labelled("class-more", "and of these settings", Line { placeholder: "rows, users".to_owned(), suggestions: "setting-paths", ..field("class-more") }.of(more))}
                <datalist id="setting-paths" inner_html=suggestions()></datalist>
            }))}
            <p class="problem" role="status">{maybe(problem)}</p>
            <div class="actions-row">
                {button("", "Copy class link").id("copy-class-link").does(move || if let Some(address) = address() { link::copy(address, notices) })}
                {button("", "Class QR code").does(move || shown.set(address()))}
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

/// The paths of all settings, as options of a list. They hold letters, digits, dots and underscores alone.
fn suggestions() -> String {
    settings().iter().map(|setting| format!("<option value=\"{}\"></option>", setting.path)).collect()
}

/// The patterns that name all settings of a group, and no others: the start of the path where the group has it alone.
fn patterns(group: Group) -> Vec<String> {
    let start = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
    let mut patterns: Vec<String> = Vec::new();
    for setting in settings().iter().filter(|setting| setting.group() == group) {
        let start = start(&setting.path);
        let alone = settings().iter().all(|other| other.group() == group || !other.path.starts_with(&start));
        let pattern = if alone { start } else { setting.path.to_string() };
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    if group == Group::Dataset {
        patterns.push(Preset::PATH.to_owned());
    }
    patterns
}
