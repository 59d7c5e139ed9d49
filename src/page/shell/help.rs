//! Help: what each workspace is for, the keys of the table, and where the rest is said.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use crate::page::components::controls::button;
use crate::page::components::dialog::Dialog;
use crate::page::language;
use crate::page::later::Loaded;
use crate::page::look::Workspace;
use crate::page::offline::Offline;
use crate::page::tour::Tour;

/// What a workspace is for.
fn purpose(workspace: Workspace) -> &'static str {
    match workspace {
        Workspace::Data => {
            words!(
                "The rows, their timeline, and why a row has its threat score. Drag over the timeline to filter."
            )
        }
        Workspace::Explore => {
            words!(
                "Charts, statistics and alerts of this dataset, of balanced data, or of a CSV of your own."
            )
        }
        Workspace::Audit => {
            words!(
                "Whether the data is worth training on: what gives the label away, and the setting that fixes it."
            )
        }
        Workspace::Balance => {
            words!(
                "Splits the rows, then balances the classes of the training part with SMOTE and its relatives."
            )
        }
        Workspace::Respond => {
            words!(
                "The rows as they come: alerts, what rules do, and what becomes of users. Launch an attack and see whether it is found."
            )
        }
        Workspace::Learn => {
            words!(
                "Lessons that lead through the workspaces and check answers against your rows, and a glossary."
            )
        }
        Workspace::Detect => {
            words!(
                "How well detectors find the anomalous rows, what they miss and why. Drag the dot to move the threshold."
            )
        }
    }
}

/// The keys of the table, and of the configuration.
const KEYS: [(&str, &str); 5] = [
    (
        words!("Arrow keys, Page Up, Page Down, Home, End"),
        words!("move in the table; with Shift they select cells"),
    ),
    (words!("Enter"), words!("shows what made the row's threat score")),
    ("F", words!("sorts or filters by the column")),
    ("Ctrl+C", words!("copies the selected cells")),
    (words!("Ctrl+Z, Ctrl+Shift+Z"), words!("undo and redo in the configuration")),
];

/// The help, in a dialog.
#[wasm_split(later, fallible)]
pub fn help_dialog(is_open: RwSignal<bool>) -> Loaded {
    let entry = |(term, meaning): (&'static str, &'static str)| {
        view! { <div><dt>{language::words(term)}</dt><dd>{language::words(meaning)}</dd></div> }
    };
    let (offline, tour) = (use_context::<Offline>(), use_context::<Tour>());
    let is_file = window().location().protocol().is_ok_and(|protocol| protocol == "file:");
    let is_kept = move || offline.is_some_and(|offline| offline.is_kept.get());
    let workspaces = Workspace::ALL.map(|workspace| (workspace.name(), purpose(workspace)));
    let view = view! {
        <Dialog
            id="help-dialog"
            title=Signal::stored(t!("Help").to_owned())
            is_open=is_open.into()
            on_close=move |()| is_open.set(false)
        >
            <p>
                {t!("CyberDataGen makes labeled synthetic cybersecurity data in this tab. Nothing you do here leaves it. \
                The same link gives everyone the same bytes.")}
            </p>
            {tour.map(|tour| button("", t!("Take the tour")).id("take-tour").does(move || {
                is_open.set(false);
                tour.begin();
            }))}
            <dl class="terms">{workspaces.map(entry).collect_view()}</dl>
            <div class="for-keyboards">
                <h4>{t!("Keys")}</h4>
                <dl class="terms">{KEYS.map(entry).collect_view()}</dl>
            </div>
            <p class="help" id="offline-state">
                {move || match is_kept() {
                    _ if is_file => t!("This page runs from a file and needs no network."),
                    true => t!("This page is kept on this device: it also opens offline."),
                    false => t!("This page is not kept on this device: it needs the network to open."),
                }}
            </p>
            <p class="help">
                {t!("The command line writes the same files: `cyberdatagen generate --link` and the link of this page.")}
            </p>
        </Dialog>
    };
    Ok(view.into_any())
}
