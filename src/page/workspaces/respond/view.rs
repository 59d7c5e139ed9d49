//! The workspace: a control for its parts, and the part that is in sight.

use leptos::prelude::*;

use super::editing::Editing;
use super::monitor::MonitorView;
use super::monitoring::Monitoring;
use super::part::Part;
use super::rules::RulesView;
use super::score::ScoreView;
use super::scoring::Scoring;
use crate::engine::audit::Rule;
use crate::page::client::Client;
use crate::page::components::controls::choice;
use crate::page::components::notices::Notices;
use crate::page::configuration::Form;
use crate::page::engine::Engine;
use crate::page::language;
use crate::page::store::Store;
use crate::page::workspaces::audit::Auditing;

/// The workspace.
#[component]
pub fn RespondView(
    client: Client,
    engine: Engine,
    store: Store,
    form: Form,
    notices: Notices,
    /// The live monitor.
    monitoring: Monitoring,
    /// The audit of the dataset.
    auditing: Auditing,
    /// Whether the workspace is in sight.
    active: Signal<bool>,
) -> impl IntoView {
    let part = Memo::new(move |_| store.look().with(|look| look.part));
    let is_at = move |wanted: Part| Signal::derive(move || active.get() && part.get() == wanted);
    let scoring = Scoring::new(client, form, is_at(Part::Score));
    let editing = Editing::new(client, engine, store, is_at(Part::Rules));
    let one = move |one: Part| {
        choice(
            "respond-part",
            one.key(),
            language::words(one.name()),
            move || part.get() == one,
            || false,
            move || {
                monitoring.show_part(one);
            },
        )
    };
    let probe = Signal::derive(move || {
        let report = auditing.is_current().then(|| auditing.last().get())??.report;
        report.check(Rule::Probe)?.value
    });
    let shown = move || match part.get() {
        Part::Monitor => view! { <MonitorView monitoring active/> }.into_any(),
        Part::Score => view! { <ScoreView scoring form probe/> }.into_any(),
        Part::Rules => view! { <RulesView editing scoring notices/> }.into_any(),
    };
    view! {
        <section class="respond" aria-labelledby="respond-heading">
            <h2 id="respond-heading" class="visually-hidden">{t!("Respond")}</h2>
            <div class="switch parts" role="radiogroup" aria-label=t!("Part of the workspace")>
                {Part::ALL.map(one).into_iter().collect_view()}
            </div>
            {shown}
        </section>
    }
}
