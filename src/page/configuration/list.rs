//! The editor of a list: names that can be added, renamed, removed, moved and weighted; or the whole as text.

use crate::page::components::controls::{Line, button, lines, select};
use leptos::html::{Div, Input};
use leptos::prelude::*;

use super::weight_bar::WeightBar;
use crate::engine::configuration::Setting;
use crate::engine::decimal;
use crate::engine::settings::{Entry, Kind, Value};

/// A list under its editor. Its only truth is its text; one that cannot be read is edited as text.
#[derive(Clone, Copy)]
struct Entries {
    text: RwSignal<String>,
    read: Memo<Option<Vec<Entry>>>,
    /// Whether the entry that comes next takes the focus: one that the visitor added.
    adding: RwSignal<bool>,
}

impl Entries {
    fn change(self, change: impl FnOnce(&mut Vec<Entry>)) {
        if let Some(mut entries) = self.read.get_untracked() {
            change(&mut entries);
            self.text.set(Value::List(entries).to_string());
        }
    }

    fn entry(self, index: usize) -> Option<Entry> {
        self.read.with(|entries| entries.as_ref()?.get(index).cloned())
    }

    fn count(self) -> usize {
        self.read.with(|entries| entries.as_ref().map_or(0, Vec::len))
    }
}

/// The editor of a list setting.
#[component]
pub fn ListEditor(
    setting: &'static Setting,
    text: RwSignal<String>,
    /// The element that is focused where something is wrong.
    id: String,
    labelled_by: String,
    described_by: String,
    invalid: Signal<bool>,
) -> impl IntoView {
    let Kind::List { tags, .. } = setting.kind else { return ().into_any() };
    let read = move |_: Option<&Option<Vec<Entry>>>| match text
        .with(|text| setting.kind.parse(&setting.path, text))
    {
        Ok(Value::List(entries)) => Some(entries),
        _ => None,
    };
    let entries = Entries { text, read: Memo::new(read), adding: RwSignal::new(false) };
    let wants_text = RwSignal::new(false);
    let as_text = Memo::new(move |_| wants_text.get() || entries.read.with(Option::is_none));
    let count = Memo::new(move |_| entries.count());
    let parts = Signal::derive(move || {
        entries.read.with(|entries| {
            entries.iter().flatten().map(|entry| (entry.name.clone(), entry.weight)).collect::<Vec<_>>()
        })
    });
    let editor = NodeRef::<Div>::new();
    let add = move || {
        entries.adding.set(true);
        entries.change(|entries| {
            let tag = tags.first().copied().unwrap_or_default().to_owned();
            entries.push(Entry { name: String::new(), tag, weight: 1.0 });
        });
    };
    let list_id = id.clone();
    let (list_label, list_help) = (labelled_by.clone(), described_by.clone());
    view! {
        <div class="list">
            {move || if as_text.get() {
                lines(id.clone(), Some(labelled_by.clone()), described_by.clone(), invalid, text)
            } else {
                view! {
                    <div
                        id=list_id.clone()
                        node_ref=editor
                        tabindex="-1"
                        role="group"
                        aria-labelledby=list_label.clone()
                        aria-describedby=list_help.clone()
                    >
                        <WeightBar parts/>
                        <ol class="entries">
                            {move || (0..count.get()).map(|index| view! { <EntryRow setting tags index entries editor/> }).collect_view()}
                        </ol>
                        {button("small", t!("Add")).name(t!("Add to {list}", list = setting.name.clone())).does(add)}
                    </div>
                }
                .into_any()
            }}
            {move || {
                let face = if as_text.get() { t!("Edit as a list") } else { t!("Edit as text") };
                button("small quiet", face)
                    .name(t!("{action}: {list}", action = face, list = setting.name.clone()))
                    .does(move || wants_text.update(|wants| *wants = !*wants))
            }}
        </div>
    }
    .into_any()
}

#[component]
fn EntryRow(
    setting: &'static Setting,
    tags: &'static [&'static str],
    index: usize,
    entries: Entries,
    editor: NodeRef<Div>,
) -> impl IntoView {
    let entry = Memo::new(move |_| entries.entry(index));
    let said = move |what: &str| {
        t!("{what}, entry {place} of {list}", what, place = index + 1, list = setting.name.clone())
    };
    let name = move || entry.with(|entry| entry.as_ref().map(|entry| entry.name.clone()).unwrap_or_default());
    let tag = move || entry.with(|entry| entry.as_ref().map(|entry| entry.tag.clone()).unwrap_or_default());
    let weight = move || decimal::text(entry.with(|entry| entry.as_ref().map_or(1.0, |entry| entry.weight)));
    let change = move |change: &dyn Fn(&mut Entry)| {
        entries.change(|entries| {
            if let Some(entry) = entries.get_mut(index) {
                change(entry);
            }
        });
    };
    let swap = move |other: usize| {
        entries.change(|entries| {
            if index < entries.len() && other < entries.len() {
                entries.swap(index, other);
            }
        });
    };
    let remove = move || {
        entries.change(|entries| {
            if index < entries.len() {
                entries.remove(index);
            }
        });
        // The button that was pressed goes away, or means the next entry.
        if let Some(editor) = editor.get_untracked() {
            let _ = editor.focus();
        }
    };
    let weight_sound = RwSignal::new(true);
    let name_input = NodeRef::<Input>::new();
    // The list does not keep spaces around a name; the field does, while it is typed.
    Effect::new(move || {
        let name = name();
        if let Some(input) = name_input.get()
            && input.value().trim() != name
        {
            input.set_value(&name);
        }
    });
    Effect::new(move || {
        if let Some(input) = name_input.get()
            && entries.adding.get_untracked()
            && index + 1 == untrack(|| entries.count())
        {
            entries.adding.set(false);
            let _ = input.focus();
        }
    });
    let tag_select = (!tags.is_empty()).then(|| {
        let choices = tags.iter().map(|tag| (*tag, *tag)).collect();
        select(
            String::new(),
            Some(said(t!("Kind"))),
            String::new(),
            choices,
            Signal::derive(tag),
            move |tag| {
                change(&|entry| tag.clone_into(&mut entry.tag));
            },
        )
    });
    let weight_field = Line {
        class: "weight",
        keyboard: "decimal",
        name: Some(said(t!("Weight"))),
        invalid: Signal::derive(move || !weight_sound.get()),
        ..Line::text()
    };
    let weighed = move |typed: String| match decimal::typed(&typed) {
        Some(weight) => {
            weight_sound.set(true);
            change(&|entry| entry.weight = weight);
        }
        None => weight_sound.set(false),
    };
    view! {
        <li class="entry">
            <input
                type="text"
                class="name"
                node_ref=name_input
                aria-label=said(t!("Name"))
                spellcheck="false"
                autocomplete="off"
                on:input=move |event| {
                    let name = event_target_value(&event);
                    change(&|entry| name.trim().clone_into(&mut entry.name));
                }
            />
            {tag_select}
            {weight_field.left(Signal::derive(weight), weighed)}
            {button("quiet", "↑").name(said(t!("Move up"))).title(t!("Move up")).disabled(move || index == 0).does(move || swap(index.saturating_sub(1)))}
            {button("quiet", "↓").name(said(t!("Move down"))).title(t!("Move down")).disabled(move || index + 1 >= entries.count()).does(move || swap(index + 1))}
            {button("quiet", "✕").name(said(t!("Remove"))).title(t!("Remove")).does(remove)}
        </li>
    }
}
