//! The dataset of the page: asks for it, keeps what is known of it, and has it made again where the worker that held it
//! was lost.

use leptos::prelude::*;
use leptos::task::spawn_local;

pub use super::client::State;
use super::client::{Client, Failure, Lane};
use super::components::notices::Notices;
use crate::engine::configuration::link::Link;
use crate::engine::dataset::Summary;
use crate::engine::decimal::grouped;
use crate::engine::text::number;
use crate::engine::{Configuration, Problem};
use crate::protocol::dataset::{Generate, Generated, TableId};

/// The dataset, as every view knows it.
#[derive(Clone, Copy)]
pub struct Engine {
    client: Client,
    /// Whether a worker is there.
    pub state: ReadSignal<State>,
    /// The last complete dataset.
    pub made: RwSignal<Option<Made>>,
    /// Whether the worker holds it: a fresh one does not, until it has made it again.
    pub held: RwSignal<bool>,
    /// The dataset that is being made.
    pub running: RwSignal<Option<Running>>,
    lane: Lane,
    /// Counts the datasets that were asked for.
    count: StoredValue<u32>,
    /// What the visitor asked for last, to be tried again.
    wanted: StoredValue<Option<Link>>,
    notices: Notices,
}

/// A complete dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// A new number for every dataset, so that views know when to ask again.
    pub generation: u32,
    /// Its table.
    pub table: TableId,
    /// The link that stands for it.
    pub link: Link,
    /// What it was made of: the link's configuration, with the seed of the student who opened it.
    pub configuration: Configuration,
    /// Its counts.
    pub summary: Summary,
    /// How many campaigns its anomalous rows belong to.
    pub campaigns: u32,
    /// How long it took, in milliseconds.
    pub millis: f64,
}

/// A dataset that is being made.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    number: u32,
    /// Rows done.
    pub done: u64,
    /// Rows in all.
    pub total: u64,
    /// Why it is made.
    pub wish: Wish,
}

/// Why a dataset is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The visitor pressed a button, or followed a link; it can be cancelled.
    Asked,
    /// The visitor changed something in the form, and the dataset is small; what comes next takes its place.
    Typed,
    /// A fresh worker makes again what the one before held.
    Restored,
}

impl Engine {
    /// No dataset yet.
    pub fn start(client: Client, notices: Notices) -> Self {
        let engine = Engine {
            client,
            state: client.state(),
            made: RwSignal::new(None),
            held: RwSignal::new(false),
            running: RwSignal::new(None),
            lane: Lane::new(),
            count: StoredValue::new(0),
            wanted: StoredValue::new(None),
            notices,
        };
        let follow = move |state: &State, _: Option<&State>, _| {
            if *state != State::Ready {
                engine.held.set(false);
            }
            // A fresh worker makes the last complete dataset again.
            if *state == State::Starting
                && let Some(made) = engine.made.get_untracked()
            {
                engine.make(made.link, Wish::Restored);
            }
        };
        Effect::watch(move || engine.state.get(), follow, false);
        engine
    }

    /// Makes a dataset. The one before stays until it is complete.
    pub fn generate(self, link: Link, wish: Wish) {
        match (self.running.get_untracked(), wish) {
            // The latest wins.
            (None | Some(Running { wish: Wish::Typed, .. }), _) => {}
            (Some(_), Wish::Typed) => return,
            (Some(running), _) => {
                let reason =
                    text!("a dataset of {rows} rows is being made", rows = number(grouped(running.total)));
                let hint = text!("wait until it is done, or cancel it first");
                return self.notices.busy(&Problem::new("", reason, hint));
            }
        }
        self.wanted.set_value(Some(link.clone()));
        self.make(link, wish);
    }

    /// Whether this is what the visitor wanted last, whatever became of it.
    pub fn was_wanted(self, configuration: &Configuration) -> bool {
        self.wanted
            .with_value(|wanted| wanted.as_ref().is_some_and(|link| link.effective() == *configuration))
    }

    /// What the last complete dataset was made of.
    pub fn configuration(self) -> Option<Configuration> {
        self.made.with(|made| made.as_ref().map(|made| made.configuration.clone()))
    }

    /// Stops making a dataset.
    pub fn cancel_generate(self) {
        if self
            .running
            .with_untracked(|running| running.as_ref().is_some_and(|running| running.wish == Wish::Asked))
        {
            self.lane.cancel(self.client);
        }
    }

    /// Starts a worker again after it could not be started, or crashed too often.
    pub fn restart(self) {
        self.client.restart();
        // The dataset that was there is made again anyway.
        if let Some(wanted) = self.wanted.get_value().filter(|_| self.made.with_untracked(Option::is_none)) {
            self.make(wanted, Wish::Asked);
        }
    }

    fn make(self, link: Link, wish: Wish) {
        let configuration = link.effective();
        let number = self.count.get_value() + 1;
        self.count.set_value(number);
        self.running.set(Some(Running { number, done: 0, total: configuration.rows, wish }));
        let show = move |progress: Option<crate::protocol::Progress>| {
            let Some(progress) = progress.filter(|progress| progress.total > 0) else { return };
            self.running.update(|running| {
                if let Some(running) = running.as_mut().filter(|running| running.number == number) {
                    (running.done, running.total) = (progress.done, progress.total);
                }
            });
        };
        let begun = now();
        let asking = self
            .client
            .ask(Generate { configuration })
            .on_progress(show)
            .latest(self.lane)
            .replay(wish == Wish::Restored);
        spawn_local(async move {
            let outcome = asking.send().await;
            let was_running = self
                .running
                .try_update(|running| running.take_if(|running| running.number == number).is_some());
            let was_running = was_running.unwrap_or(false);
            match outcome {
                Ok(reply) => self.complete(link, reply.answer, now() - begun),
                // Another one took its place.
                Err(Failure::Cancelled) if !was_running => {}
                Err(Failure::Cancelled) => {
                    self.notices.job_ended();
                    self.notices.tell(match self.made.with_untracked(Option::is_some) {
                        true => t!("Cancelled. What was there before is still there."),
                        false => t!("Cancelled."),
                    });
                }
                Err(Failure::Problems(problems)) => {
                    if wish == Wish::Restored {
                        // What was there before cannot be made again: nothing of it is left to look at.
                        self.made.set(None);
                    }
                    problems.iter().for_each(|problem| self.notices.error(problem));
                }
                Err(Failure::Lost) => {}
            }
        });
    }

    fn complete(self, link: Link, generated: Generated, millis: f64) {
        self.notices.job_ended();
        let generation = self.made.with_untracked(|made| made.as_ref().map_or(1, |made| made.generation + 1));
        let configuration = link.effective();
        let Generated { table, summary, campaigns } = generated;
        self.held.set(true);
        self.made.set(Some(Made { generation, table, link, configuration, summary, campaigns, millis }));
    }
}

/// Milliseconds since the page was opened.
fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
