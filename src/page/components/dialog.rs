//! A dialog in front of the page. The browser keeps the focus in it, closes it with Escape, and returns the focus to where it
//! was.

use leptos::html;
use leptos::prelude::*;

/// A dialog with a title and a button that closes it.
#[component]
pub fn Dialog(
    /// The element's id, with which the title's begins.
    id: &'static str,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open.
    is_open: Signal<bool>,
    /// Called where the visitor closes it.
    #[prop(into)]
    on_close: Callback<()>,
    /// What stands in it while it is open.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let is_open = is_open.get();
        let Some(dialog) = dialog.get() else { return };
        match (is_open, dialog.open()) {
            // It is refused where the dialog is not in the document any more.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let children = StoredValue::new(children);
    view! {
        <dialog
            id=id
            class="menu"
            node_ref=dialog
            aria-labelledby=format!("{id}-title")
            on:close=move |_| on_close.run(())
        >
            <Show when=move || is_open.get()>
                <div class="heading">
                    <h3 id=format!("{id}-title")>{move || title.get()}</h3>
                    <button
                        type="button"
                        class="quiet"
                        aria-label=t!("Close")
                        title=t!("Close")
                        on:click=move |_| on_close.run(())
                    >
                        "✕"
                    </button>
                </div>
                {children.with_value(|children| children())}
            </Show>
        </dialog>
    }
}
