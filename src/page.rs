//! The page: Leptos components, one file a view, with the names that stand on the screen. State lives in
//! [`engine::Engine`] (the worker and its dataset) and [`configuration::Form`] (what is typed).

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod app;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod audit;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod balance;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod classroom;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod client;
pub mod components;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod configuration;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod controls;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod dataset;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod details;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod download;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod engine;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod erased;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod explore;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod export;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod look;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod notices;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod parts;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod share;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod store;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod summary;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod typing;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod worker;
pub mod workspaces;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
use leptos::prelude::*;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
use wasm_bindgen::JsCast;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
/// Mounts the page in place of the text that stands there while it loads.
pub fn start() {
    console_error_panic_hook::set_once();
    show_crashes();
    let Some(root) = document().get_element_by_id("app") else { return };
    root.set_inner_html("");
    mount_to(root.unchecked_into(), app::App).forget();
}

#[cfg(all(feature = "page", target_arch = "wasm32"))]
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
