//! What a plot is drawn on: its size, as wide as there is room, and where a pointer is on it.

use leptos::html::Div;
use leptos::prelude::*;
use leptos_use_resize_observer::use_resize_observer;
use web_sys::PointerEvent;

use super::plot::Frame;

/// The width until it is measured, in pixels.
const WIDTH: f64 = 460.0;

/// The frame of the plot on a surface; it follows the surface's width.
pub fn frame(surface: NodeRef<Div>) -> Memo<Frame> {
    let width = RwSignal::new(WIDTH);
    use_resize_observer(surface, move |_, _| {
        let measured = surface.get_untracked().map_or(0, |surface| surface.client_width());
        if measured > 0 && f64::from(measured) != width.get_untracked() {
            width.set(measured.into());
        }
    });
    Memo::new(move |_| Frame::new(width.get()))
}

/// Where a pointer is on a surface, in pixels.
pub fn place(surface: NodeRef<Div>, event: &PointerEvent) -> Option<[f64; 2]> {
    let edges = surface.get_untracked()?.get_bounding_client_rect();
    Some([f64::from(event.client_x()) - edges.left(), f64::from(event.client_y()) - edges.top()])
}

/// The dot at what is pointed at.
pub fn dot(frame: Frame, at: [f64; 2]) -> impl IntoView + use<> {
    let [left, top] = frame.at(at).map(|side| format!("{side:.1}px"));
    view! { <i class="pointed-at" aria-hidden="true" style:left=left style:top=top></i> }
}
