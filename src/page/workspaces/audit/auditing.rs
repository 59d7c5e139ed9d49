//! The audit of the page's dataset, as every view knows it: it begins by itself where the dataset is small, and can be
//! stopped and begun again.

use std::sync::Arc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::engine::audit::Report;
use crate::engine::{Configuration, Problem};
use crate::page::client::{Client, Failure, Lane};
use crate::page::engine::Engine;
use crate::page::typing::SMALL;
use crate::protocol::Progress;
use crate::protocol::audit::Audit;

/// How long a dataset must have been there before it is audited by itself: until table, headers and timeline are
/// answered, and nobody drags a slider.
const PAUSE: Duration = Duration::from_millis(300);

/// What became of the audit of the dataset that is there.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// None was begun, or it was cancelled or lost.
    None,
    /// It is under way.
    Running,
    /// It is done.
    Done(Arc<Report>),
    /// It could not be done.
    Failed(Vec<Problem>),
}

/// A report, and of which data.
#[derive(Clone, Debug, PartialEq)]
pub struct Audited {
    /// What the audit says.
    pub report: Arc<Report>,
    /// What the data was made of.
    pub configuration: Configuration,
}

/// The audit of the dataset.
#[derive(Clone, Copy)]
pub struct Auditing {
    client: Client,
    engine: Engine,
    lane: Lane,
    /// How far it is; none where none is under way.
    pub progress: RwSignal<Option<Progress>>,
    outcome: RwSignal<Outcome>,
    last: RwSignal<Option<Audited>>,
    /// Whether the workspace is in sight.
    is_visited: RwSignal<bool>,
    timer: RwSignal<Option<TimeoutHandle>>,
    /// The dataset whose audit the visitor cancelled.
    cancelled: StoredValue<Option<u32>>,
}

impl Auditing {
    /// No audit yet; from now on every dataset that is small, or looked at in the workspace, is audited.
    pub fn new(client: Client, engine: Engine) -> Self {
        let auditing = Auditing {
            client,
            engine,
            lane: Lane::new(),
            progress: RwSignal::new(None),
            outcome: RwSignal::new(Outcome::None),
            last: RwSignal::new(None),
            is_visited: RwSignal::new(false),
            timer: RwSignal::new(None),
            cancelled: StoredValue::new(None),
        };
        Effect::watch(
            move || auditing.generation(),
            move |now, before, _| {
                if before != Some(now) {
                    auditing.stop();
                    auditing.begin_later();
                }
            },
            true,
        );
        Effect::watch(
            move || auditing.is_visited.get(),
            move |is_visited, _, _| {
                if *is_visited {
                    auditing.begin_later();
                }
            },
            false,
        );
        auditing
    }

    /// What became of the audit of the dataset that is there.
    pub fn outcome(self) -> Signal<Outcome> {
        self.outcome.into()
    }

    /// The last report that was finished, be it of the dataset before; none where there is no dataset.
    pub fn last(self) -> Signal<Option<Audited>> {
        self.last.into()
    }

    /// Whether the audit is about to begin, or is under way.
    pub fn is_busy(self) -> bool {
        self.timer.with(Option::is_some) || self.outcome.with(|outcome| *outcome == Outcome::Running)
    }

    /// Whether the last report is that of the dataset that is there.
    pub fn is_current(self) -> bool {
        self.outcome.with(|outcome| matches!(outcome, Outcome::Done(_)))
    }

    /// Audits the dataset, in place of an audit that is under way.
    pub fn start(self) {
        self.clear_timer();
        let made = self.engine.made.get_untracked();
        let Some(made) = made.filter(|_| self.engine.held.get_untracked()) else { return };
        self.cancelled.set_value(None);
        self.outcome.set(Outcome::Running);
        let asking = self.client.ask(Audit { table: made.table }).progress(self.progress).latest(self.lane);
        spawn_local(async move {
            let outcome = match asking.send().await {
                Ok(reply) => {
                    let report = Arc::new(reply.answer);
                    let configuration = made.configuration;
                    self.last.set(Some(Audited { report: Arc::clone(&report), configuration }));
                    Outcome::Done(report)
                }
                Err(Failure::Problems(problems)) => Outcome::Failed(problems),
                // Whoever stopped it has said what stands there now.
                Err(Failure::Cancelled) => return,
                Err(Failure::Lost) => Outcome::None,
            };
            self.outcome.set(outcome);
        });
    }

    /// Stops the audit under way, as the visitor wants. It does not begin by itself again for this dataset.
    pub fn cancel(self) {
        self.stop();
        self.cancelled.set_value(self.generation_untracked());
    }

    /// The dataset.
    pub(super) fn engine(self) -> Engine {
        self.engine
    }

    /// Says whether the workspace is in sight.
    pub(super) fn visit(self, is_visited: bool) {
        if self.is_visited.get_untracked() != is_visited {
            self.is_visited.set(is_visited);
        }
    }

    fn stop(self) {
        self.clear_timer();
        self.lane.cancel(self.client);
        self.outcome.set(Outcome::None);
        if self.engine.made.with_untracked(Option::is_none) {
            self.last.set(None);
        }
    }

    /// Begins after a pause, if the dataset is small or looked at here, and nothing was begun or cancelled.
    fn begin_later(self) {
        self.clear_timer();
        let rows = self.engine.made.with_untracked(|made| made.as_ref().map(|made| made.configuration.rows));
        let is_wanted = rows.is_some_and(|rows| rows <= SMALL || self.is_visited.get_untracked());
        let was_cancelled =
            self.cancelled.get_value().is_some() && self.cancelled.get_value() == self.generation_untracked();
        if !is_wanted || was_cancelled || self.outcome.with_untracked(|outcome| *outcome != Outcome::None) {
            return;
        }
        let begin = move || {
            if self.outcome.with_untracked(|outcome| *outcome == Outcome::None) {
                self.start();
            }
        };
        self.timer.set(set_timeout_with_handle(begin, PAUSE).ok());
    }

    fn clear_timer(self) {
        if let Some(timer) = self.timer.get_untracked() {
            timer.clear();
            self.timer.set(None);
        }
    }

    /// The number of the dataset that is there.
    fn generation(self) -> Option<u32> {
        self.engine.made.with(|made| made.as_ref().map(|made| made.generation))
    }

    fn generation_untracked(self) -> Option<u32> {
        untrack(|| self.generation())
    }
}
