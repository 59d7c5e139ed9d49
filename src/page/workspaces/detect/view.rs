//! The view as a whole: the finding, the curves beside the table of detectors, and what follows from the threshold.

use std::sync::Arc;

use leptos::prelude::*;

use super::chart::Curves;
use super::comparison::Comparison;
use super::features::Features;
use super::header::Header;
use super::job::{Detecting, Made};
use super::lesson::Rest;
use super::missed::{Missed, MissedByAll};
use super::options::OptionsDialog;
use super::shown::Shown;
use super::sweep::Sweeps;
use super::threshold::AtTheThreshold;
use super::why::Why;
use crate::page::components::notices::Notices;
use crate::page::runs::section::{RunSection, follow};

/// The comparison of detectors on the dataset, or on a file.
#[component]
pub fn DetectView(
    /// What detectors are tried on, which and how, and what came of it.
    detecting: Detecting,
    notices: Notices,
    /// Whether the view is in sight.
    active: Signal<bool>,
) -> impl IntoView {
    Effect::new(move || detecting.visit(active.get()));
    let runs = detecting.runs;
    let news = move || match (detecting.has_just_made(), detecting.has_just_swept()) {
        (true, _) => Some(t!("The detectors are compared: see Detect.")),
        (false, true) => Some(t!("The curves are drawn: see Detect.")),
        (false, false) => None,
    };
    follow(runs, notices, active, &["detect", "sweep"], news, || ());
    let status = Signal::derive(move || detecting.status());
    let is_stale = Memo::new(move |_| detecting.difference().is_some());
    let result = move || {
        let made = detecting.made.get()?;
        Some(view! { <Result made detecting notices is_stale/> })
    };
    view! {
        <RunSection runs id="detect" heading=t!("Detect") status>
            <Header detecting notices/>
            {result}
            <Sweeps detecting notices/>
            <OptionsDialog detecting/>
        </RunSection>
    }
}

/// A report.
#[component]
fn Result(made: Arc<Made>, detecting: Detecting, notices: Notices, is_stale: Memo<bool>) -> impl IntoView {
    let shown = Shown::new(detecting, made);
    let has_detectors = shown.with(|report| !report.detectors.is_empty());
    let compared = has_detectors.then(|| {
        view! {
            <div class="compared">
                <Curves shown/>
                <Comparison shown/>
            </div>
            <div class="follows">
                <AtTheThreshold shown notices/>
                <Missed shown/>
                <Why shown is_stale/>
                <Features shown/>
                <MissedByAll shown is_stale/>
            </div>
        }
    });
    view! {
        <div class="report" class:stale-report=is_stale>
            {compared}
            <Rest shown/>
        </div>
    }
}
