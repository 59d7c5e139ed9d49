//! The stage: the workspaces, of which one is in sight. One comes into being when it is first visited, and stays as it
//! was left while another one is open.

use leptos::prelude::*;

use super::panel::Panel;
use crate::page::look::Workspace;
use crate::page::store::Store;

/// The workspaces.
#[component]
pub fn Stage(
    store: Store,
    panel: Panel,
    /// What stands above every workspace.
    banner: AnyView,
    /// A workspace, given whether it is in sight.
    view: Callback<(Workspace, Signal<bool>), AnyView>,
) -> impl IntoView {
    view! {
        <main class="stage" inert=move || panel.is_drawer_open()>
            {banner}
            <div class="workspaces">
                {Workspace::ALL.map(|workspace| place(store, workspace, view)).collect_view()}
            </div>
        </main>
    }
}

fn place(
    store: Store,
    workspace: Workspace,
    view: Callback<(Workspace, Signal<bool>), AnyView>,
) -> impl IntoView {
    let active = Memo::new(move |_| store.workspace() == workspace);
    let was_visited = Memo::new(move |before| before == Some(&true) || active.get());
    view! {
        <div
            id=format!("workspace-{}", workspace.key())
            class="workspace"
            class:away=move || !active.get()
        >
            {move || was_visited.get().then(|| untrack(|| view.run((workspace, active.into()))))}
        </div>
    }
}
