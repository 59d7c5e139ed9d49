//! Marks in the browser's timeline of performance, for whoever measures the page.

use leptos::prelude::*;

/// Marks a time; of several with the same name, the first counts.
pub fn mark(name: &str) {
    if let Some(performance) = window().performance()
        && performance.get_entries_by_name(name).length() == 0
    {
        // A mark that is refused is none.
        let _ = performance.mark(name);
    }
}
