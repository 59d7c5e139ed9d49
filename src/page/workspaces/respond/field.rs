//! A field for a setting of the configuration, where it is at work.

use leptos::prelude::*;

use super::scoring::Scoring;
use crate::page::components::controls::Line;

/// A field for the setting at a path; it says what is wrong with its text.
pub fn field(scoring: Scoring, path: String, line: Line) -> AnyView {
    let Some((_, text)) = scoring.field(&path) else { return ().into_any() };
    let problem = Memo::new(move |_| scoring.problem(&path));
    let line = Line { invalid: Signal::derive(move || problem.with(Option::is_some)), ..line };
    view! {
        <span class="setting-field" title=move || problem.get()>{line.of(text)}</span>
    }
    .into_any()
}
