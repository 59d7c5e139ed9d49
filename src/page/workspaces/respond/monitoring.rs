//! The state of the live monitor: the stream that is watched, its pace, and what came of it. The page makes it once, so that the
//! stream goes on while another workspace is open.

use std::borrow::Cow;
use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::alarm::Alarm;
use super::feed::{Feed, TICKS_PER_SECOND};
use super::pace::{Clock, Pace};
use super::part::Part;
use crate::engine::Configuration;
use crate::engine::configuration::Override;
use crate::engine::issues::Model;
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::notices::Notices;
use crate::page::download::save;
use crate::page::engine::Engine;
use crate::page::look::Workspace;
use crate::page::shell::focus_on;
use crate::page::store::Store;
use crate::protocol::export::SaveLog;
use crate::protocol::respond::{Advance, Explained, Launch, Watch, Why};
use crate::protocol::{JobId, Progress};

/// The name of a log that is saved.
const LOG_NAME: &str = "monitor_log.jsonl";

/// What a stream was made of.
#[derive(Clone, Debug, PartialEq)]
struct Made {
    configuration: Configuration,
    options: Vec<Override>,
}

/// What is to come once a stream has begun.
#[derive(Clone, Copy)]
enum Wanted {
    Nothing,
    Row,
    Rows,
}

/// The live monitor.
#[derive(Clone, Copy)]
pub struct Monitoring {
    client: Client,
    engine: Engine,
    /// What is looked at.
    pub store: Store,
    /// What is told.
    pub notices: Notices,
    watch: RwSignal<Option<JobId>>,
    made: RwSignal<Option<Made>>,
    /// The names of the rules, by set.
    pub rules: RwSignal<Vec<Vec<String>>>,
    /// How far a stream is that is being begun.
    pub beginning: RwSignal<Option<Progress>>,
    /// Whether rows come.
    pub is_running: RwSignal<bool>,
    /// How fast.
    pub pace: RwSignal<Pace>,
    /// What came.
    pub feed: RwSignal<Feed>,
    /// A sound and a notification for critical alerts.
    pub alarm: Alarm,
    /// How far a log is that is being saved.
    pub saving: RwSignal<Option<Progress>>,
    /// The alert that is explained, by its row, and why it opened.
    pub explained: RwSignal<Option<(u64, Option<Explained>)>>,
    clock: StoredValue<Clock>,
    ticked: StoredValue<f64>,
    is_asking: StoredValue<bool>,
    /// What is to come once the stream has begun.
    wanted: StoredValue<Wanted>,
    interval: StoredValue<Option<IntervalHandle>>,
    lane: Lane,
    saving_lane: Lane,
    why_lane: Lane,
    /// What had the focus when a row was explained.
    opener: StoredValue<Option<HtmlElement>, LocalStorage>,
    /// The number of the row that Data is to show.
    pub wanted_row: RwSignal<Option<u64>>,
}

impl Monitoring {
    /// Nothing is watched yet.
    pub fn new(
        client: Client,
        engine: Engine,
        store: Store,
        notices: Notices,
        wanted_row: RwSignal<Option<u64>>,
    ) -> Self {
        let monitoring = Monitoring {
            client,
            engine,
            store,
            notices,
            watch: RwSignal::new(None),
            made: RwSignal::new(None),
            rules: RwSignal::new(Vec::new()),
            beginning: RwSignal::new(None),
            is_running: RwSignal::new(false),
            pace: RwSignal::new(Pace::default()),
            feed: RwSignal::new(Feed::default()),
            alarm: Alarm::new(),
            saving: RwSignal::new(None),
            explained: RwSignal::new(None),
            clock: StoredValue::new(Clock::default()),
            ticked: StoredValue::new(0.0),
            is_asking: StoredValue::new(false),
            wanted: StoredValue::new(Wanted::Nothing),
            interval: StoredValue::new(None),
            lane: Lane::new(),
            saving_lane: Lane::new(),
            why_lane: Lane::new(),
            opener: StoredValue::new_local(None),
            wanted_row,
        };
        // A fresh worker watches nothing.
        Effect::new(move || {
            if !engine.held.get() {
                monitoring.lose();
            }
        });
        monitoring
    }

    /// What a stream would be made of now; none without a dataset.
    fn wanted(self) -> Option<Made> {
        let configuration = self.engine.configuration()?;
        let options = self.store.look().with(|look| look.respond.clone());
        Some(Made { configuration, options })
    }

    /// Whether there is a dataset to watch.
    pub fn is_ready(self) -> bool {
        self.engine.held.get()
    }

    /// Whether attacks can be launched: the rows of the classic model have no users that could be attacked.
    pub fn has_attacks(self) -> bool {
        self.engine
            .made
            .with(|made| made.as_ref().is_some_and(|made| made.configuration.model == Model::Realistic))
    }

    /// The attacks that can be launched, shipped and own: key and name of each.
    pub fn attacks(self) -> Vec<(Cow<'static, str>, Cow<'static, str>)> {
        let known = |made: &Configuration| -> Vec<_> {
            made.realistic.attacks().map(|attack| (attack.key.clone(), attack.name.clone())).collect()
        };
        self.engine.made.with(|made| made.as_ref().map(|made| known(&made.configuration)).unwrap_or_default())
    }

    /// How many users there are.
    pub fn users(self) -> u32 {
        self.engine.made.with(|made| made.as_ref().map_or(1, |made| made.configuration.world.users))
    }

    /// Whether a stream has begun.
    pub fn has_begun(self) -> bool {
        self.watch.with(Option::is_some) || self.feed.with(|feed| feed.now.rows[0] > 0)
    }

    /// Whether the stream is of another dataset, or of other rules, than there are now.
    pub fn is_stale(self) -> bool {
        let wanted = self.wanted();
        self.has_begun() && self.made.with(|made| *made != wanted)
    }

    /// Whether all rows have come.
    pub fn is_over(self) -> bool {
        self.feed.with(|feed| feed.now.rows[0] > 0 && feed.now.rows[0] == feed.now.rows[1])
    }

    /// Lets rows come, from the start or from where they stopped.
    pub fn start(self) {
        if untrack(|| self.is_stale()) {
            self.clear();
        }
        self.wanted.set_value(Wanted::Rows);
        if self.watch.with_untracked(Option::is_none) {
            return self.begin();
        }
        self.run();
    }

    /// Stops for a while.
    pub fn pause(self) {
        self.wanted.set_value(Wanted::Nothing);
        self.is_running.set(false);
        self.stop_clock();
        self.feed.update(Feed::list);
    }

    /// Lets one row come.
    pub fn step(self) {
        if untrack(|| self.is_stale()) {
            self.clear();
        }
        self.pause();
        match self.watch.get_untracked() {
            None => {
                self.wanted.set_value(Wanted::Row);
                self.begin();
            }
            Some(_) => self.advance(1, None),
        }
    }

    /// Goes back to the start.
    pub fn reset(self) {
        self.clear();
        self.begin();
    }

    /// Sets another pace.
    pub fn set_pace(self, pace: Pace) {
        self.pace.set(pace);
        self.clock.update_value(Clock::reset);
    }

    fn clear(self) {
        self.pause();
        self.lane.cancel(self.client);
        self.watch.set(None);
        self.made.set(None);
        self.feed.set(Feed::default());
        self.explained.set(None);
    }

    /// The worker that had the stream is gone; it can be begun again where it was.
    fn lose(self) {
        if self.watch.with_untracked(Option::is_some) {
            self.pause();
            self.watch.set(None);
        }
        self.is_asking.set_value(false);
    }

    /// The stream as it is now, to be made again: its launches, and its rows that have come.
    fn as_asked(self) -> Option<Watch> {
        let made = untrack(|| self.made.get().or_else(|| self.wanted()))?;
        let (launches, came) = self.feed.with_untracked(|feed| {
            (feed.now.attacks.iter().map(|attack| attack.text.clone()).collect(), feed.now.rows[0])
        });
        Some(Watch { configuration: made.configuration, options: made.options, launches, came })
    }

    fn begin(self) {
        let Some(wanted) = untrack(|| self.wanted()) else { return };
        if self.made.with_untracked(Option::is_none) {
            self.made.set(Some(wanted));
        }
        let Some(request) = self.as_asked() else { return };
        let is_new = request.came == 0;
        let asking = self.client.ask(request).progress(self.beginning).latest(self.lane);
        spawn_local(async move {
            match asking.send().await {
                Ok(reply) => {
                    self.watch.set(Some(reply.answer.watch));
                    self.rules.set(reply.answer.rules);
                    if is_new {
                        self.feed.update(|feed| {
                            feed.take(reply.answer.tick);
                            feed.list();
                        });
                    }
                    match self.wanted.get_value() {
                        Wanted::Nothing => {}
                        Wanted::Row => self.advance(1, None),
                        Wanted::Rows => self.run(),
                    }
                }
                Err(Failure::Problems(problems)) => {
                    self.clear();
                    problems.iter().for_each(|problem| self.notices.error(problem));
                }
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    }

    fn run(self) {
        if untrack(|| self.is_over()) {
            return self.notices.tell(t!("All rows have come. Go back to the start to see them again."));
        }
        self.clock.update_value(Clock::reset);
        self.ticked.set_value(now());
        self.is_running.set(true);
        self.stop_clock();
        let every = Duration::from_secs_f64(1.0 / TICKS_PER_SECOND);
        self.interval.set_value(set_interval_with_handle(move || self.tick(), every).ok());
    }

    fn stop_clock(self) {
        self.interval.update_value(|interval| {
            if let Some(interval) = interval.take() {
                interval.clear();
            }
        });
    }

    fn tick(self) {
        if self.is_asking.get_value() {
            return;
        }
        let (before, time) = (self.ticked.get_value(), now());
        self.ticked.set_value(time);
        let next = self.feed.with_untracked(|feed| feed.now.times[1]);
        let pace = self.pace.get_untracked();
        let due = self.clock.try_update_value(|clock| {
            clock.tick(pace, (time - before) / 1_000.0, 1.0 / TICKS_PER_SECOND, next)
        });
        match due.flatten() {
            Some(due) => self.advance(due.rows, due.until),
            // The chart moves on where no row came.
            None => {
                let is_speed = matches!(pace, Pace::Speed(_));
                if is_speed {
                    self.feed.update(|feed| {
                        let now = feed.now.clone();
                        feed.take(crate::protocol::respond::Tick {
                            levels: [0; 4],
                            fired: Vec::new(),
                            opened: Vec::new(),
                            anomalous: 0,
                            ..now
                        });
                    });
                }
            }
        }
    }

    fn advance(self, rows: u32, until: Option<i64>) {
        let Some(watch) = self.watch.get_untracked() else { return };
        self.is_asking.set_value(true);
        spawn_local(async move {
            let outcome = self.client.ask(Advance { watch, rows, until }).send().await;
            self.is_asking.set_value(false);
            if self.watch.get_untracked() != Some(watch) {
                return;
            }
            match outcome {
                Ok(reply) => {
                    self.raise(&reply.answer.alerts);
                    let is_running = self.is_running.get_untracked();
                    self.feed.update(|feed| {
                        feed.take(reply.answer);
                        if !is_running {
                            feed.list();
                        }
                    });
                    if untrack(|| self.is_over()) && is_running {
                        self.pause();
                        self.notices.tell(t!("All rows have come."));
                    }
                }
                Err(Failure::Problems(problems)) => {
                    self.pause();
                    problems.iter().for_each(|problem| self.notices.error(problem));
                }
                Err(Failure::Cancelled | Failure::Lost) => self.pause(),
            }
        });
    }

    fn raise(self, alerts: &[crate::protocol::respond::Alert]) {
        if let Some(alert) = alerts.iter().rfind(|alert| alert.level == 3) {
            self.alarm.raise(&t!("Critical: {alert} ({user})", alert = &alert.name, user = &alert.user));
        }
    }

    /// Launches an attack in the stream.
    pub fn launch(self, attack: String) {
        let Some(watch) = self.watch.get_untracked() else {
            return self.notices.tell(t!("Start the monitor first."));
        };
        spawn_local(async move {
            match self.client.ask(Launch { watch, attack }).send().await {
                Ok(reply) => self.feed.update(|feed| feed.take(reply.answer)),
                Err(Failure::Problems(problems)) => {
                    problems.iter().for_each(|problem| self.notices.error(problem));
                }
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    }

    /// Tells why a row opened an alert.
    pub fn explain(self, row: u64) {
        let Some(watch) = self.watch.get_untracked() else {
            return self.notices.tell(t!("Start the monitor again: what it knew of that row is gone."));
        };
        let opener = document().active_element().and_then(|element| element.dyn_into().ok());
        self.opener.set_value(opener);
        self.explained.set(Some((row, None)));
        request_animation_frame(|| focus_on("why-heading"));
        spawn_local(async move {
            match self.client.ask(Why { watch, row }).latest(self.why_lane).send().await {
                Ok(reply) => self.explained.set(Some((row, Some(reply.answer)))),
                Err(Failure::Problems(problems)) => {
                    self.explained.set(None);
                    problems.iter().for_each(|problem| self.notices.error(problem));
                }
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    }

    /// Closes the explanation; the focus returns to where it was asked for, or to the alerts if that is gone.
    pub fn close_explanation(self) {
        self.explained.set(None);
        self.opener.with_value(|opener| match opener {
            Some(opener) if opener.is_connected() => {
                let _ = opener.focus();
            }
            _ => focus_on("alerts-heading"),
        });
    }

    /// Takes note of an alert. A focus on its button goes to the next one's, or to the alerts where there is none.
    pub fn acknowledge(self, number: u64) {
        let focused = document().active_element();
        let item = focused.as_ref().and_then(|element| element.closest("#alert-list > li").ok().flatten());
        if let Some(item) = item {
            let others = [item.next_element_sibling(), item.previous_element_sibling()];
            let mut buttons =
                others.into_iter().flatten().filter_map(|item| item.query_selector("button.quiet").ok()?);
            match buttons.next().and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
                Some(button) => {
                    let _ = button.focus();
                }
                None => focus_on("alerts-heading"),
            }
        }
        self.feed.update(|feed| feed.acknowledge(number));
    }

    /// Shows a row of the dataset in Data.
    pub fn show_row(self, row: u64) {
        self.store.update(|look| {
            look.workspace = Workspace::Data;
            look.filter = Default::default();
            look.sort = None;
        });
        self.wanted_row.set(Some(row));
    }

    /// Goes to a part of the workspace.
    pub fn show_part(self, part: Part) {
        self.store.update(|look| look.part = part);
    }

    /// Saves the log of what came: it is made again, so that it needs no memory meanwhile.
    pub fn save_log(self) {
        let Some(watch) = self.as_asked() else { return };
        spawn_local(async move {
            let asking = self.client.ask(SaveLog { watch }).progress(self.saving).latest(self.saving_lane);
            match asking.send().await {
                Ok(reply) => match reply.files.first().map(|file| save(file, LOG_NAME)) {
                    Some(Err(problem)) => self.notices.error(&problem),
                    Some(Ok(())) => {}
                    None => self.notices.tell(t!("No row has come yet: there is no log.")),
                },
                Err(Failure::Problems(problems)) => {
                    problems.iter().for_each(|problem| self.notices.error(problem));
                }
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    }

    /// Stops the saving of a log.
    pub fn cancel_saving(self) {
        self.saving_lane.cancel(self.client);
    }
}

/// Milliseconds since the page was opened.
fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
