//! A link for a class: what it says, and what students can change.

use leptos::prelude::*;

use super::link;
use crate::engine::configuration::link::{Classroom, Link};
use crate::engine::configuration::{Group, Preset, knobs};
use crate::page::configuration::Form;
use crate::page::notices::{Notices, sentence};

/// What students can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Everything,
    /// What is chosen; the rest is shown.
    ChosenOfShown,
    /// What is chosen; the rest is not shown.
    ChosenAlone,
}

/// The fields of a class link, and the buttons that make it.
#[component]
pub fn ClassLink(form: Form, notices: Notices, shown: RwSignal<Option<String>>) -> impl IntoView {
    let title = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let own_seeds = RwSignal::new(false);
    let open = RwSignal::new(Open::Everything);
    let groups = RwSignal::new(Vec::<Group>::new());
    let more = RwSignal::new(String::new());
    let locks = move || {
        let start = match open.get() {
            Open::Everything => return String::new(),
            Open::ChosenOfShown => "*",
            Open::ChosenAlone => "-*",
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
            notices.tell("There is no link yet: mend the marked fields first.");
        }
        made.map(|link| link::address(&link))
    };
    // Whoever opened a link with locks is not the one who sets them.
    let is_locked = move || form.classroom.with(|classroom| !classroom.locks.text().is_empty());
    view! {
        <details class="group class-link" class:hidden=is_locked>
            <summary>"A link for a class"</summary>
            <div class="field">
                <label class="label" for="class-title">"Title"</label>
                <input id="class-title" type="text" autocomplete="off" prop:value=title on:input=move |event| title.set(event_target_value(&event))/>
            </div>
            <div class="field">
                <label class="label" for="class-text">"Text"</label>
                <textarea id="class-text" rows="3" prop:value=text on:input=move |event| text.set(event_target_value(&event))></textarea>
            </div>
            <div class="field toggle">
                <label class="label" for="class-seeds">"A seed for each student"</label>
                <input id="class-seeds" type="checkbox" aria-describedby="class-seeds-help" prop:checked=own_seeds on:change=move |event| own_seeds.set(event_target_checked(&event))/>
                <p class="help" id="class-seeds-help">"Students type a name or number; their seed follows from it, the same on every device."</p>
            </div>
            <div class="field">
                <label class="label" for="class-open">"Students can change"</label>
                <select id="class-open" on:change=move |event| open.set(match event_target_value(&event).as_str() {
                    "frozen" => Open::ChosenOfShown,
                    "hidden" => Open::ChosenAlone,
                    _ => Open::Everything,
                })>
                    <option value="all">"Everything"</option>
                    <option value="frozen">"What is chosen; the rest is shown"</option>
                    <option value="hidden">"What is chosen; the rest is hidden"</option>
                </select>
            </div>
            <Show when=move || open.get() != Open::Everything>
                <fieldset class="choices">
                    <legend class="label">"Students can change all of"</legend>
                    {Group::ALL.map(|group| view! {
                        <label>
                            <input
                                type="checkbox"
                                prop:checked=move || groups.with(|groups| groups.contains(&group))
                                on:change=move |event| groups.update(|groups| {
                                    groups.retain(|other| *other != group);
                                    if event_target_checked(&event) {
                                        groups.push(group);
                                    }
                                })
                            />
                            {group.name()}
                        </label>
                    }).collect_view()}
                </fieldset>
                <div class="field">
                    <label class="label" for="class-more">"and of these settings"</label>
                    <input id="class-more" type="text" list="knob-paths" placeholder="rows, users" autocomplete="off" spellcheck="false" prop:value=more on:input=move |event| more.set(event_target_value(&event))/>
                    <datalist id="knob-paths">{knobs().iter().map(|knob| view! { <option value=knob.path.as_ref()></option> }).collect_view()}</datalist>
                </div>
            </Show>
            <p class="problem" role="status">{problem}</p>
            <div class="actions-row">
                <button type="button" id="copy-class-link" on:click=move |_| if let Some(address) = address() { link::copy(address, notices) }>"Copy class link"</button>
                <button type="button" on:click=move |_| shown.set(address())>"Class QR code"</button>
            </div>
        </details>
    }
}

/// The patterns that name all knobs of a group, and no others: the start of the path where the group has it alone.
fn patterns(group: Group) -> Vec<String> {
    let start = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
    let mut patterns: Vec<String> = Vec::new();
    for knob in knobs().iter().filter(|knob| knob.group == group) {
        let start = start(&knob.path);
        let alone = knobs().iter().all(|other| other.group == group || !other.path.starts_with(&start));
        let pattern = if alone { start } else { knob.path.to_string() };
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    if group == Group::Dataset {
        patterns.push(Preset::PATH.to_owned());
    }
    patterns
}
