//! The configuration as a file: saved, opened, or dropped onto the page.

use crate::page::components::controls::button;
use js_sys::futures::JsFuture;
use js_sys::{Array, JSON, Object, Reflect};
use leptos::html::Input;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DragEvent, File};

use crate::engine::configuration::link::Link;
use crate::engine::configuration::{Override, Preset, file};
use crate::engine::{Problem, Text};
use crate::page::components::notices::Notices;
use crate::page::configuration::Form;
use crate::page::download::save_text;
use crate::page::engine::{Engine, Wish};
use crate::page::look::Look;
use crate::page::store::Store;

/// A file larger than this is no configuration of ours.
const MAX_BYTES: f64 = 1_048_576.0;

/// Offers the configuration that is typed as a file.
pub fn save(form: Form, notices: Notices) {
    let Ok(link) = untrack(|| form.link()) else {
        return notices.tell(t!("There is no configuration to save yet: fix the marked fields first."));
    };
    if let Err(problem) = save_text(&file::write(&link), "application/json", file::NAME) {
        notices.error(&problem);
    }
}

/// The button that opens a file.
#[component]
pub fn OpenFile(store: Store, form: Form, engine: Engine, notices: Notices) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            open(file, store, form, engine, notices);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let choose = move || {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        {button("", t!("Open configuration")).id("open-file").does(choose)}
        <input id="configuration-file" class="hidden" type="file" accept=".json,application/json" aria-label=t!("Configuration file") node_ref=input on:change=chosen/>
    }
}

/// Opens configuration files and reproducibility cards that are dropped anywhere on the page, and any other file as a
/// table to explore.
pub fn accept_drops(store: Store, form: Form, engine: Engine, notices: Notices, explore: Callback<File>) {
    let _ = use_event_listener(window(), leptos::ev::dragover, |event: DragEvent| event.prevent_default());
    let _ = use_event_listener(window(), leptos::ev::drop, move |event: DragEvent| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            if file.name().to_ascii_lowercase().ends_with(".json") {
                open(file, store, form, engine, notices);
            } else {
                explore.run(file);
            }
        }
    });
}

fn open(file: File, store: Store, form: Form, engine: Engine, notices: Notices) {
    let name = file.name();
    let refuse = move |reason: Text| {
        let hint = text!("choose a configuration that was saved here, or a reproducibility card");
        notices.error(&Problem::new("", reason, hint));
    };
    if file.size() > MAX_BYTES {
        return refuse(text!("'{name}' is larger than a megabyte: no configuration", name));
    }
    leptos::task::spawn_local(async move {
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let Some(json) = text.and_then(|text| JSON::parse(&text).ok()) else {
            return refuse(text!("'{name}' is no JSON", name));
        };
        let member = |name: &str| Reflect::get(&json, &name.into()).unwrap_or_default();
        if member("cyberdatagen").as_string().is_none() {
            return refuse(text!("'{name}' is no configuration of ours", name));
        }
        let Some(preset) = member("preset").as_string().and_then(|key| Preset::from_key(&key)) else {
            return refuse(text!("'{name}' names no preset that is known here", name));
        };
        let (link, mut problems) = Link::from_overrides(preset, settings(&member("settings")));
        problems.extend(Look::read(&link.views).1);
        store.go(&link);
        form.load(link);
        form.settle();
        if problems.is_empty() {
            notices.tell(t!("Opened {name}.", name));
        }
        problems.iter().for_each(|problem| notices.error(problem));
        form.generate(engine, notices, Wish::Asked);
    });
}

/// The settings of a file, as text: that of a list stands between commas.
fn settings(json: &JsValue) -> Vec<Override> {
    let Some(object) = json.dyn_ref::<Object>() else { return Vec::new() };
    let setting = |entry: JsValue| {
        let pair = Array::from(&entry);
        Some(Override { path: pair.get(0).as_string()?, value: text(&pair.get(1)) })
    };
    Object::entries(object).iter().filter_map(setting).collect()
}

fn text(value: &JsValue) -> String {
    if let Some(list) = value.dyn_ref::<Array>() {
        return list.iter().map(|entry| text(&entry)).collect::<Vec<String>>().join(", ");
    }
    let other = || JSON::stringify(value).map(String::from).unwrap_or_default();
    value.as_string().unwrap_or_else(other)
}
