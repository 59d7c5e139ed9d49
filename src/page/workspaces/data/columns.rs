//! The list of the columns that files have: which the table shows, and the menu of each.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use crate::engine::dataset::COLUMNS;
use crate::page::components::dialog::Dialog;
use crate::page::later::Loaded;

/// The list, in a dialog.
#[wasm_split(later, fallible)]
pub fn columns_dialog(
    // Whether it is open.
    is_open: RwSignal<bool>,
    // The places in [`COLUMNS`] of the columns that files have.
    columns: Memo<Vec<usize>>,
    // The places of those that are shown.
    shown: Memo<Vec<usize>>,
    // Shows or hides one.
    on_show: Callback<(usize, bool)>,
    // Shows all.
    on_show_all: Callback<()>,
    // Opens the menu of one.
    on_menu: Callback<usize>,
    // Opens the data dictionary.
    on_dictionary: Callback<()>,
) -> Loaded {
    let item = move |place: usize| {
        let column = COLUMNS.get(place)?;
        let id = format!("show-{place}");
        let is_shown = move || shown.with(|shown| shown.contains(&place));
        let ticked = move |input: web_sys::HtmlInputElement| {
            on_show.run((place, input.checked()));
            // The last column stays, whatever was ticked.
            input.set_checked(shown.with_untracked(|shown| shown.contains(&place)));
        };
        let menu = t!("Sort or filter {column}", column = column.name);
        Some(view! {
            <li>
                <label class="tick">
                    <input
                        id=id
                        type="checkbox"
                        prop:checked=is_shown
                        on:change:target=move |event| ticked(event.target())
                    />
                    <span>{column.name}</span>
                </label>
                <button
                    type="button"
                    class="quiet small"
                    aria-label=menu.clone()
                    title=menu
                    on:click=move |_| {
                        is_open.set(false);
                        on_menu.run(place);
                    }
                >
                    "▾"
                </button>
            </li>
        })
    };
    let dictionary = move |_| {
        is_open.set(false);
        on_dictionary.run(());
    };
    let view = view! {
        <Dialog
            id="columns-dialog"
            title=Signal::stored(t!("Columns").to_owned())
            is_open=is_open.into()
            on_close=move |()| is_open.set(false)
        >
            <p class="help">{t!("Tick what the table shows. ▾ sorts or filters by a column. Files are not changed.")}</p>
            <ul class="columns">{move || columns.get().into_iter().filter_map(item).collect_view()}</ul>
            <div class="actions-row">
                <button type="button" class="small" id="show-all" on:click=move |_| on_show_all.run(())>{t!("Show all")}</button>
                <button type="button" class="small" id="open-dictionary" on:click=dictionary>{t!("Data dictionary")}</button>
            </div>
        </Dialog>
    };
    Ok(view.into_any())
}
