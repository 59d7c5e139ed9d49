//! The page: Leptos components, one file a view, with the names that stand on the screen. State lives in
//! [`engine::Engine`] (the worker and its dataset) and [`configuration::Form`] (what is typed).

mod app;
mod audit;
mod balance;
mod classroom;
mod client;
mod components;
mod configuration;
mod controls;
mod download;
mod engine;
mod erased;
mod explore;
mod export;
mod look;
mod notices;
mod parts;
mod share;
mod store;
mod typing;
mod worker;
mod workspaces;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Mounts the page in place of the text that stands there while it loads.
pub fn start() {
    console_error_panic_hook::set_once();
    show_crashes();
    let Some(root) = document().get_element_by_id("app") else { return };
    root.set_inner_html("");
    mount_to(root.unchecked_into(), app::App).forget();
}

/// A panic ends the page's own code: say so on the page, since nothing on it answers any more.
fn show_crashes() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        report(info);
        if let Some(crash) = document().get_element_by_id("crash") {
            let _ = crash.remove_attribute("hidden");
        }
    }));
}
