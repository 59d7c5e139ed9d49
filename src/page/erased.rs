//! Closures under one type each, for views. A view's type holds the type of each of its closures, and the compiler
//! writes the code of an attribute once for every type; under these few types it is shared: some 6 kB of a first visit.

use std::sync::{Arc, Mutex};

use leptos::ev::{Event, KeyboardEvent, MouseEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;

/// A condition, for `class:…`, `disabled` and their like.
pub fn flag(of: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(of)
}

/// A text that follows signals.
pub fn string<T: Into<String>>(of: impl Fn() -> T + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || of().into())
}

/// A text that may be missing.
pub fn maybe<T: Into<String>>(of: impl Fn() -> Option<T> + Send + Sync + 'static) -> Signal<Option<String>> {
    Signal::derive(move || of().map(Into::into))
}

/// A part of a view that follows signals.
pub fn part<V: IntoAny>(of: impl Fn() -> V + Send + 'static) -> SharedReactiveFunction<AnyView> {
    Arc::new(Mutex::new(move || of().into_any()))
}

/// What is done when something is pressed.
pub fn click(handler: impl FnMut(MouseEvent) + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(handler)
}

/// What is done when something is typed, chosen, scrolled, opened or closed.
pub fn on(handler: impl FnMut(Event) + 'static) -> Box<dyn FnMut(Event)> {
    Box::new(handler)
}

/// What is done at a key.
pub fn key(handler: impl FnMut(KeyboardEvent) + 'static) -> Box<dyn FnMut(KeyboardEvent)> {
    Box::new(handler)
}

/// What is done when a form is sent.
pub fn submit(handler: impl FnMut(SubmitEvent) + 'static) -> Box<dyn FnMut(SubmitEvent)> {
    Box::new(handler)
}
