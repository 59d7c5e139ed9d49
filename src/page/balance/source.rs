//! What is balanced: the dataset, or a CSV file of the visitor's own.

use leptos::html::Input;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::File;

use super::Balancer;
use crate::engine::configuration::grouped;
use crate::page::controls::button;
use crate::page::erased::{on, part};

/// Which rows are balanced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Those of the dataset.
    Dataset,
    /// Those of a file of the visitor's.
    Own,
}

/// The visitor's own file.
#[derive(Clone, Copy)]
pub struct Own {
    state: RwSignal<Option<Opened>>,
}

#[derive(Clone, Debug)]
struct Opened {
    file: SendWrapper<File>,
    /// Rows and columns, once it was read.
    size: Option<(u64, u64)>,
}

impl Own {
    /// None yet.
    pub fn new() -> Self {
        Own { state: RwSignal::new(None) }
    }

    /// Takes a file that is about to be read.
    pub fn begin(self, file: File) {
        self.state.set(Some(Opened { file: SendWrapper::new(file), size: None }));
    }

    /// The file was read.
    pub fn opened(self, rows: u64, columns: u64) {
        self.state.update(|state| {
            if let Some(opened) = state {
                opened.size = Some((rows, columns));
            }
        });
    }

    /// Back to the dataset.
    pub fn forget(self) {
        self.state.set(None);
    }

    /// Which rows are balanced.
    pub fn source(self) -> Source {
        self.state.with_untracked(|state| if state.is_some() { Source::Own } else { Source::Dataset })
    }

    /// The file.
    pub fn file(self) -> Option<File> {
        self.state.with_untracked(|state| state.as_ref().map(|opened| (*opened.file).clone()))
    }

    /// Its name.
    pub fn name(self) -> Option<String> {
        self.state.with(|state| state.as_ref().map(|opened| opened.file.name()))
    }

    /// Its name without what stands after the last full stop.
    pub fn stem(self) -> Option<String> {
        let name = self.file()?.name();
        Some(name.rsplit_once('.').map_or(name.clone(), |(stem, _)| stem.to_owned()))
    }

    fn shown(self) -> Option<String> {
        self.state.with(|state| {
            let opened = state.as_ref()?;
            let name = opened.file.name();
            Some(match opened.size {
                Some((rows, columns)) => {
                    format!("{name}: {} rows, {} columns.", grouped(rows), grouped(columns))
                }
                None => format!("{name} is being read."),
            })
        })
    }
}

/// Chooses what is balanced.
#[component]
pub fn SourceView(balancer: Balancer) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            balancer.open(file);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let choose = move || {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let own = balancer.own;
    view! {
        <div class="source">
            <p id="balance-source">
                {part(move || own.shown().unwrap_or_else(|| "The dataset of this page.".to_owned()))}
            </p>
            {button("small", "Balance a CSV of your own").id("own-csv").does(choose)}
            {part(move || own.name().map(|_| button("small quiet", "Back to the dataset").does(move || {
                own.forget();
                balancer.stop();
                balancer.form.offer(&[]);
            })))}
            <input id="own-csv-file" class="hidden" type="file" accept=".csv,.tsv,.txt,text/csv" aria-label="CSV file to balance" node_ref=input on:change=on(chosen)/>
            <p class="help">"It is read in this tab and never leaves it; dropping it anywhere on this card opens it as well."</p>
        </div>
    }
}
