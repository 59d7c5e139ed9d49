//! The data dictionary: what each column of the files is.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use crate::engine::Configuration;
use crate::page::components::dialog::Dialog;
use crate::page::components::dictionary::dictionary;
use crate::page::components::figures::FiguresTable;
use crate::page::later::Loaded;

/// The data dictionary of a configuration, in a dialog.
#[wasm_split(later, fallible)]
pub fn dictionary_dialog(
    // Whether it is open.
    is_open: RwSignal<bool>,
    // What the dataset is made of.
    configuration: Signal<Option<Configuration>>,
) -> Loaded {
    let table = move || {
        let numbers = configuration.with(|configuration| {
            configuration.as_ref().map(|configuration| dictionary(configuration, false))
        })?;
        Some(view! { <FiguresTable numbers/> })
    };
    let view = view! {
        <Dialog
            id="dictionary-dialog"
            title=Signal::stored(t!("Data dictionary").to_owned())
            is_open=is_open.into()
            on_close=move |()| is_open.set(false)
        >
            {table}
        </Dialog>
    };
    Ok(view.into_any())
}
