//! How far a request is, and a way to stop it.

use leptos::prelude::*;

use crate::protocol::Progress;

/// A bar while a request is under way.
#[component]
pub fn BusyBar(
    /// How far it is; none where nothing is under way.
    #[prop(into)]
    progress: Signal<Option<Progress>>,
    /// What is done, for those who do not see the bar.
    label: &'static str,
    /// Stops it.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let percent = move || progress.get().map_or(0, Progress::percent).to_string();
    view! {
        <Show when=move || progress.with(Option::is_some)>
            <div class="progress">
                <progress max="100" prop:value=percent aria-label=label></progress>
                <button type="button" class="small" on:click=move |_| on_cancel.run(())>{t!("Cancel")}</button>
            </div>
        </Show>
    }
}
