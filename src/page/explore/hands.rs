//! What is done in the parts that the explorer wrote, told to it: one listener a kind of event for all of them.

use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement, MouseEvent};

use super::Explorer;
use crate::old_protocol::ExplorerRequest as Request;
use crate::page::parts::{closest, fields};

/// The attribute that names what is done.
const DO: &str = "data-do";

/// Listens from now on.
pub fn listen(explorer: Explorer) {
    hear("click", move |event| {
        if let Some(place) = on_chart(&event) {
            return explorer.send(Request::Point { x: place[0], y: place[1], pressed: true });
        }
        if let Some(button) = closest(&event, "button[data-do]") {
            explorer.act(&action(&button), Vec::new());
        }
    });
    hear("pointermove", move |event| {
        if let Some(place) = on_chart(&event) {
            explorer.send(Request::Point { x: place[0], y: place[1], pressed: false });
        }
    });
    hear("change", move |event| {
        if let Some(input) = closest(&event, "input[type=file][data-do]") {
            let input: HtmlInputElement = input.unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                explorer.open_file(&file);
            }
            // The same file can be chosen again.
            input.set_value("");
        } else if let Some(form) = closest(&event, "form[data-live]") {
            explorer.act(&action(&form), fields(form));
        }
    });
    hear("submit", move |event| {
        if let Some(form) = closest(&event, "form[data-do]") {
            event.prevent_default();
            explorer.act(&action(&form), fields(form));
        }
    });
    hear("keydown", move |event| {
        let event: KeyboardEvent = event.unchecked_into();
        if closest(&event, "#chart").is_none() {
            return;
        }
        let action = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => "next",
            "ArrowLeft" | "ArrowUp" => "previous",
            "Enter" | " " => "take",
            _ => return,
        };
        event.prevent_default();
        explorer.act(action, Vec::new());
    });
}

fn hear(name: &'static str, handler: impl Fn(Event) + 'static) {
    let handler: Box<dyn Fn(Event)> = Box::new(handler);
    let listener = window_event_listener(leptos::ev::Custom::<Event>::new(name), handler);
    on_cleanup(move || listener.remove());
}

fn action(element: &Element) -> String {
    element.get_attribute(DO).unwrap_or_default()
}

/// Where on the chart the pointer is.
fn on_chart(event: &Event) -> Option<[i32; 2]> {
    let event = event.dyn_ref::<MouseEvent>()?;
    closest(event, "#chart").map(|_| [event.offset_x(), event.offset_y()])
}
