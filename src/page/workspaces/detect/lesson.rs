//! The rest: what balancing before the split would have claimed, detectors that could not be tried, and notes.

use leptos::prelude::*;

use super::shown::Shown;
use super::words;
use crate::engine::detect::report::{Lesson, Skipped};
use crate::page::components::notices::sentence;
use crate::page::language;

/// Lesson, skipped detectors and notes.
#[component]
pub fn Rest(shown: Shown) -> impl IntoView {
    let (lesson, skipped, notes) =
        shown.with(|report| (report.lesson.clone(), report.skipped.clone(), report.notes.clone()));
    let features =
        shown.with(|report| report.features.iter().map(language::told).collect::<Vec<_>>().join(", "));
    let one = |skipped: Skipped| {
        view! {
            <li>
                <strong>{language::told(&skipped.name)}</strong> " " {sentence(&skipped.reason)} " " {sentence(&skipped.hint)}
            </li>
        }
    };
    let skipped = (!skipped.is_empty()).then(|| {
        let count = skipped.len();
        let summary =
            t!("{count} detector could not be tried" | "{count} detectors could not be tried" % count, count);
        view! {
            <details id="detect-skipped">
                <summary>{summary}</summary>
                <ul>{skipped.into_iter().map(one).collect_view()}</ul>
            </details>
        }
    });
    let notes = (!notes.is_empty()).then(|| {
        view! {
            <details id="detect-notes">
                <summary>{t!("Notes ({count})", count = notes.len())}</summary>
                <ul>{notes.into_iter().map(|note| view! { <li>{language::told(&note)}</li> }).collect_view()}</ul>
            </details>
        }
    });
    let features = (!features.is_empty()).then(|| {
        view! {
            <details id="detect-features">
                <summary>{t!("What the detectors see")}</summary>
                <p>{features}</p>
            </details>
        }
    });
    view! {
        {lesson.map(|lesson| view! { <LessonCard lesson/> })}
        <div class="card rest">{skipped} {notes} {features}</div>
    }
}

/// The inflated figure beside the honest one.
#[component]
fn LessonCard(lesson: Lesson) -> impl IntoView {
    let bar = |name: &'static str, value: f64, class: &'static str| {
        view! {
            <li>
                <span class="name">{name}</span>
                <span class="track" aria-hidden="true">
                    <i class=format!("fill {class}") style:width=format!("{:.1}%", words::bar(value))></i>
                </span>
                <span class="amount">{words::figure(Some(value), 3)}</span>
            </li>
        }
    };
    view! {
        <section class="card" id="detect-lesson" aria-labelledby="lesson-heading">
            <h3 id="lesson-heading">{t!("Balanced before the split")}</h3>
            <ul class="figure-bars">
                {bar(t!("Split first"), lesson.honest.value, "")}
                {bar(t!("Balanced first"), lesson.inflated.value, "missed-fill")}
            </ul>
            <p class="help">{language::told(&lesson.sentence())}</p>
        </section>
    }
}
