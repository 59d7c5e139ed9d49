//! The panel of the configuration: at the side where the window has room, and can be folded there; a drawer over the
//! page where it has none.

use leptos::prelude::*;
use leptos_use_media_query::use_media_query;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::engine::configuration::Preset;
use crate::page::configuration::field_id;
use crate::page::store::Store;

/// From this width on the panel stands beside the workspace; the style sheet has the same.
const HAS_ROOM: &str = "(min-width: 1100px)";

/// Whether the panel is open, as every view knows it.
#[derive(Clone, Copy)]
pub struct Panel {
    store: Store,
    has_room: Signal<bool>,
    is_folded: RwSignal<bool>,
    is_drawn: RwSignal<bool>,
    /// The path of the setting that is about to be shown.
    wanted: RwSignal<Option<String>>,
}

impl Panel {
    /// Open where there is room, closed where not.
    pub fn new(store: Store) -> Self {
        let panel = Panel {
            store,
            has_room: use_media_query(HAS_ROOM),
            is_folded: RwSignal::new(false),
            is_drawn: RwSignal::new(false),
            wanted: RwSignal::new(None),
        };
        // A drawer does not outlive the narrow window that it was opened in.
        Effect::new(move || {
            if panel.has_room.get() {
                panel.is_drawn.set(false);
            }
        });
        panel
    }

    /// Whether it stands beside the workspace.
    pub fn is_beside(self) -> bool {
        self.has_room.get() && !self.is_folded.get()
    }

    /// Whether it is a drawer over the page.
    pub fn is_drawer_open(self) -> bool {
        !self.has_room.get() && self.is_drawn.get() && !self.store.look().with(|look| look.is_presented)
    }

    /// Whether it is there at all.
    pub fn is_open(self) -> bool {
        self.is_beside() || self.is_drawer_open()
    }

    /// Opens it, and moves the focus into it.
    pub fn open(self) {
        self.show();
        focus_later("fold");
    }

    /// Folds or closes it, and moves the focus to what opens it again.
    pub fn close(self) {
        if self.has_room.get_untracked() {
            self.is_folded.set(true)
        } else {
            self.is_drawn.set(false)
        }
        focus_later("configure");
    }

    /// The path of the setting that is about to be shown, so that its field is there by then.
    pub fn wanted(self) -> ReadSignal<Option<String>> {
        self.wanted.read_only()
    }

    /// Folds it where it stands beside the workspace: something else needs the room.
    pub fn make_room(self) {
        self.is_folded.set(true);
    }

    /// Opens it where a setting stands.
    pub fn show_setting(self, path: &str) {
        self.show();
        self.wanted.set(Some(path.to_owned()));
        let id = if path == Preset::PATH { path.to_owned() } else { field_id(path) };
        request_animation_frame(move || {
            self.wanted.set(None);
            let Some(field) = document().get_element_by_id(&id) else { return };
            if let Ok(Some(group)) = field.closest("details") {
                let _ = group.set_attribute("open", "");
            }
            if let Some(field) = field.dyn_ref::<HtmlElement>() {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Center);
                field.scroll_into_view_with_scroll_into_view_options(&options);
                let _ = field.focus();
            }
        });
    }

    /// Shows it, also where a workspace was presented alone.
    fn show(self) {
        if self.store.look().with_untracked(|look| look.is_presented) {
            self.store.update(|look| look.is_presented = false);
        }
        if self.has_room.get_untracked() { self.is_folded.set(false) } else { self.is_drawn.set(true) }
    }
}

/// Moves the focus to an element. One that cannot have it leaves it where it was.
pub fn focus_on(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The id of the element that has the focus; none where it is lost.
pub fn focused() -> Option<String> {
    let element = document().active_element()?;
    (element.tag_name() != "BODY").then(|| element.id())
}

/// Moves the focus to an element that is about to appear.
fn focus_later(id: &'static str) {
    request_animation_frame(move || focus_on(id));
}

/// The panel, around the configuration.
#[component]
pub fn PanelView(panel: Panel, children: Children) -> impl IntoView {
    let keyed = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && panel.is_drawer_open() {
            event.prevent_default();
            panel.close();
        }
    };
    view! {
        <Show when=move || panel.is_drawer_open()>
            <div class="veil" on:click=move |_| panel.close()></div>
        </Show>
        <aside
            id="configuration"
            class="panel"
            class:drawer=move || panel.is_drawer_open()
            hidden=move || !panel.is_open()
            aria-labelledby="configuration-heading"
            on:keydown=keyed
        >
            {children()}
        </aside>
    }
}
