//! Respond: a stream that the page lets come in ticks, and what other scores and rules would make of the rows.

use std::collections::VecDeque;

use super::dataset::Tables;
use super::session::{Sink, Slice, Work};
use crate::engine::Problem;
use crate::engine::dataset::{ColumnId, MISSING, Record, RowOrder, Table};
use crate::engine::issues::Class;
use crate::engine::respond::monitor::Reading;
use crate::engine::respond::stream::{Chunk, Launched, Script, Starting, Stream};
use crate::engine::respond::{Options, review, workbench};
use crate::engine::threat::INDICATORS;
use crate::protocol::dataset::Contribution;
use crate::protocol::respond::{
    Advance, Alert, Attack, Deed, Explained, Launch, MAX_ROWS, Past, Rescore, Review, Suspect, Tick, Watch,
    Watched, Why,
};
use crate::protocol::{Answer, JobId, Progress};

/// Alerts whose rows are kept, to be explained.
const KEPT: usize = 1_000;

/// Rows that are kept of each user.
const PAST: usize = 12;

/// Alerts, deeds and suspects that a tick tells of at most.
const TOLD: [usize; 3] = [60, 12, 8];

/// Rows that a step makes.
pub(super) const ROWS_PER_STEP: u64 = 2_048;

/// A stream that is watched.
pub struct Watching {
    watch: JobId,
    stream: Stream,
    /// The order of the rows in the table that is shown.
    order: RowOrder,
    /// The rows of the latest alerts.
    kept: VecDeque<(Record, Reading)>,
    /// By user: the latest rows.
    past: Vec<VecDeque<Past>>,
}

impl Watching {
    /// Takes what came.
    fn take(&mut self, chunk: &Chunk) -> Tick {
        let mut tick = Tick { opened: vec![[0; 2]; self.stream.monitors.len()], ..Tick::default() };
        let own_rows = self.stream.configuration().rows;
        if let Some(monitor) = self.stream.monitors.first() {
            tick.fired = vec![0; monitor.rules().rules().len()];
        }
        let text = |id: ColumnId, row: usize| text(&chunk.table, id, row);
        for (row, record) in chunk.records.iter().enumerate() {
            let is_anomalous = record.issue.class == Class::Anomalous;
            tick.anomalous += u64::from(is_anomalous);
            for (counts, readings) in tick.opened.iter_mut().zip(&chunk.readings) {
                if readings.get(row).is_some_and(|reading| reading.is_alert) {
                    counts[0] += 1;
                    counts[1] += u64::from(is_anomalous);
                }
            }
            let reading = chunk.readings.first().and_then(|readings| readings.get(row));
            let (Some(reading), Some(monitor)) = (reading, self.stream.monitors.first()) else { continue };
            tick.levels[reading.level.index()] += 1;
            for (place, count) in tick.fired.iter_mut().enumerate() {
                *count += u64::from(reading.fired >> place & 1);
            }
            let deeds = monitor.answers(reading).map(|action| Deed {
                time: reading.time,
                user: text(ColumnId::UserId, row),
                action: action.to_owned(),
            });
            tick.deeds.extend(deeds);
            if reading.user != MISSING {
                let place = reading.user as usize;
                if self.past.len() <= place {
                    self.past.resize_with(place + 1, VecDeque::new);
                }
                if let Some(past) = self.past.get_mut(place) {
                    past.push_back(Past {
                        time: reading.time,
                        activity: text(ColumnId::ActivityType, row),
                        score: record.score.value,
                        level: reading.level.index() as u8,
                        is_alert: reading.is_alert,
                    });
                    keep(past, PAST);
                }
            }
            if reading.is_alert {
                self.kept.push_back((*record, reading.clone()));
                let in_table = match self.order {
                    RowOrder::Random => record.drawn,
                    RowOrder::Time => record.row,
                };
                tick.alerts.push(Alert {
                    row: record.row,
                    in_table: (record.row < own_rows).then_some(in_table),
                    time: reading.time,
                    user: text(ColumnId::UserId, row),
                    location: text(ColumnId::IpLocation, row),
                    name: text(ColumnId::IssueName, row),
                    level: reading.level.index() as u8,
                    score: record.score.value,
                    state: reading.state.index() as u8,
                });
            }
        }
        keep(&mut self.kept, KEPT);
        let surplus = |length: usize, most: usize| length.saturating_sub(most);
        tick.alerts.drain(..surplus(tick.alerts.len(), TOLD[0]));
        tick.deeds.drain(..surplus(tick.deeds.len(), TOLD[1]));
        self.now(tick)
    }

    /// Adds how things are now.
    fn now(&mut self, tick: Tick) -> Tick {
        let (came, all) = self.stream.progress();
        let users = self.stream.configuration().world.users as usize;
        let table = self.stream.table();
        let name = |code: u32| {
            let column = table.column(ColumnId::UserId).and_then(|column| column.categories());
            column.map_or_else(String::new, |names| names.name(code).into_owned())
        };
        let (states, suspects) = match self.stream.monitors.first_mut() {
            Some(monitor) => (monitor.states(users), monitor.suspects(TOLD[2])),
            None => ([0; 4], Vec::new()),
        };
        let suspects = suspects.into_iter().map(|(code, state, points)| Suspect {
            user: name(code),
            state: state.index() as u8,
            points,
        });
        let known = &self.stream.configuration().realistic;
        let attacks = self.stream.launches().iter().map(|progress| {
            let launch = progress.launched.launch;
            let delay = |(found, first): &(u32, Option<i64>)| {
                (*found, first.zip(progress.first).map(|(found, first)| found - first))
            };
            Attack {
                text: progress.launched.write(known),
                name: known.attack(launch.attack).map_or_else(String::new, |attack| attack.name.to_string()),
                user: name(launch.user),
                seen: [progress.seen, launch.rows],
                found: progress.found.iter().map(delay).collect(),
            }
        });
        Tick {
            rows: [came, all],
            states,
            suspects: suspects.collect(),
            attacks: attacks.collect(),
            times: [self.stream.now(), self.stream.next_time()],
            ..tick
        }
    }

    fn explain(&self, row: u64) -> Result<Explained, Problem> {
        let found = self.kept.iter().rev().find(|(record, _)| record.row == row);
        let (record, reading) = found.ok_or_else(|| {
            let hint = text!("look at it in Data, or go back to the start and stop there");
            Problem::new("", text!("this alert is too long ago to be explained here"), hint)
        })?;
        let monitor = self.stream.monitors.first();
        let monitor = monitor
            .ok_or_else(|| Problem::new("", text!("nothing is watched"), text!("start the monitor")))?;
        let (table, scorer) = self.stream.row(record);
        let contributions = scorer.explain(&record.issue).map(|part| {
            let indicator = &INDICATORS[part.indicator];
            Contribution {
                name: indicator.name.to_owned(),
                value: text(&table, indicator.column, 0),
                score: part.score,
                weight: part.weight,
                contribution: part.contribution,
            }
        });
        let rules = monitor.rules();
        let fired = rules.of(reading.fired);
        let fired = fired.map(|rule| [rule.name.clone(), rule.condition.to_string(), rule.action.clone()]);
        let near = reading.near.iter().filter_map(|near| rules.near(*near));
        let past = self.past.get(reading.user as usize).into_iter().flatten();
        let changes =
            monitor.history(reading.user).filter(|change| change.time <= reading.time).map(|change| {
                let because = rules.names(change.because).into_iter().map(str::to_owned).collect();
                (change.time, change.from.index() as u8, change.to.index() as u8, because)
            });
        Ok(Explained {
            contributions: contributions.into(),
            scenario: record.scenario().number,
            base_action: self.stream.configuration().response.base_action(record.scenario()).to_owned(),
            fired: fired.collect(),
            near: near.map(|(rule, unmet)| [rule.name.clone(), unmet.to_string()]).collect(),
            past: past.filter(|past| past.time <= reading.time).cloned().collect(),
            changes: changes.collect(),
        })
    }
}

/// Keeps the last ones.
fn keep<T>(list: &mut VecDeque<T>, most: usize) {
    let surplus = list.len().saturating_sub(most);
    list.drain(..surplus);
}

fn text(table: &Table, id: ColumnId, row: usize) -> String {
    table.column(id).map_or_else(String::new, |column| column.text(row))
}

impl Tables {
    /// The stream that is watched, if it is this one.
    fn watched(&mut self, watch: JobId) -> Result<&mut Watching, Problem> {
        let watching = self.watching.as_mut().filter(|watching| watching.watch == watch);
        watching.ok_or_else(|| {
            let hint = text!("start the monitor again");
            Problem::new("", text!("that stream is not watched any more"), hint)
        })
    }
}

/// Lets rows come.
///
/// # Errors
/// The stream is not watched any more.
pub(super) fn advance(tables: &mut Tables, request: &Advance) -> Result<Tick, Problem> {
    let watching = tables.watched(request.watch)?;
    let rows = u64::from(request.rows.min(MAX_ROWS));
    let chunk = match request.until {
        None => watching.stream.advance(rows),
        Some(until) => watching.stream.advance_until(rows, until),
    };
    Ok(watching.take(&chunk))
}

/// Launches an attack.
///
/// # Errors
/// It cannot be launched.
pub(super) fn launch(tables: &mut Tables, request: &Launch) -> Result<Tick, Problem> {
    let watching = tables.watched(request.watch)?;
    let attacks = &watching.stream.configuration().realistic;
    let launch = Launched::read(&request.attack, attacks)?.launch;
    watching.stream.launch(launch)?;
    let opened = vec![[0; 2]; watching.stream.monitors.len()];
    Ok(watching.now(Tick { opened, ..Tick::default() }))
}

/// Explains a row.
///
/// # Errors
/// It is not known any more.
pub(super) fn why(tables: &mut Tables, request: &Why) -> Result<Explained, Problem> {
    tables.watched(request.watch)?.explain(request.row)
}

/// A stream that is brought to where it was.
struct Beginning {
    job: JobId,
    order: RowOrder,
    came: u64,
    script: Script,
    stage: Stage,
    tick: Tick,
}

enum Stage {
    Plan(Box<Starting>),
    Stream(Option<Box<Watching>>),
}

/// What is asked of a stream, read.
pub(super) fn read(request: &Watch) -> Result<(Box<Starting>, Script), Vec<Problem>> {
    let (options, problems) = Options::of(&request.options);
    if !problems.is_empty() {
        return Err(problems);
    }
    let launches = request.launches.iter().map(|text| Launched::read(text, &request.configuration.realistic));
    let script = Script::new(launches.collect::<Result<_, _>>()?);
    Ok((Box::new(Starting::new(&request.configuration, &options)?), script))
}

/// Begins to watch a stream.
///
/// # Errors
/// It cannot be made.
pub(super) fn watch(job: JobId, request: &Watch) -> Result<Box<dyn Work>, Vec<Problem>> {
    let (starting, script) = read(request)?;
    Ok(Box::new(Beginning {
        job,
        order: request.configuration.dataset.order,
        came: request.came,
        script,
        stage: Stage::Plan(starting),
        tick: Tick::default(),
    }))
}

impl Work for Beginning {
    fn step(&mut self, tables: &mut Tables, _: &mut Sink) -> Slice {
        match &mut self.stage {
            Stage::Plan(starting) => {
                if let Some(stream) = starting.step()? {
                    let (kept, past) = (VecDeque::new(), Vec::new());
                    let (watch, order) = (self.job, self.order);
                    self.stage = Stage::Stream(Some(Box::new(Watching { watch, stream, order, kept, past })));
                }
            }
            Stage::Stream(watching) => {
                let Some(now) = watching.as_mut() else { return Ok(None) };
                let left = self.came.saturating_sub(now.stream.progress().0);
                let chunk = self.script.advance(&mut now.stream, left.min(ROWS_PER_STEP))?;
                let tick = now.take(&chunk);
                add(&mut self.tick, tick);
                if left > ROWS_PER_STEP && !chunk.records.is_empty() {
                    return Ok(None);
                }
                // Another attack was launched on the way.
                if now.stream.progress().0 < self.came && !chunk.records.is_empty() {
                    return Ok(None);
                }
                // One may stand at the very place.
                let chunk = self.script.advance(&mut now.stream, 0)?;
                let tick = now.take(&chunk);
                add(&mut self.tick, tick);
                let rules =
                    now.stream.monitors.iter().map(|monitor| {
                        monitor.rules().rules().iter().map(|rule| rule.name.clone()).collect()
                    });
                let rules = rules.collect();
                tables.watching = watching.take().map(|watching| *watching);
                let tick = std::mem::take(&mut self.tick);
                return Ok(Some(Answer::Watch(Watched { watch: self.job, rules, tick })));
            }
        }
        Ok(None)
    }

    fn progress(&self) -> Option<Progress> {
        match &self.stage {
            Stage::Plan(starting) => {
                let (done, total) = starting.progress();
                Some(Progress { done, total: total + self.came })
            }
            Stage::Stream(watching) => {
                let (came, all) = watching.as_ref()?.stream.progress();
                Some(Progress { done: all / 3 + came, total: all / 3 + self.came })
            }
        }
    }
}

/// Adds what came to what came before.
fn add(sum: &mut Tick, tick: Tick) {
    let before = std::mem::replace(sum, tick);
    sum.anomalous += before.anomalous;
    sum.levels.iter_mut().zip(before.levels).for_each(|(count, before)| *count += before);
    sum.fired.iter_mut().zip(before.fired).for_each(|(count, before)| *count += before);
    for (counts, before) in sum.opened.iter_mut().zip(before.opened) {
        counts.iter_mut().zip(before).for_each(|(count, before)| *count += before);
    }
    sum.alerts.splice(0..0, before.alerts);
    let surplus = sum.alerts.len().saturating_sub(TOLD[0]);
    sum.alerts.drain(..surplus);
}

/// Begins to compare two scorings.
///
/// # Errors
/// One of them is not sound.
pub(super) fn rescore(request: &Rescore) -> Result<Box<dyn Work>, Vec<Problem>> {
    Ok(Box::new(Rescoring(workbench::Work::new(&request.before, &request.after)?)))
}

struct Rescoring(workbench::Work);

impl Work for Rescoring {
    fn step(&mut self, _: &mut Tables, _: &mut Sink) -> Slice {
        Ok(self.0.step().map(Answer::Rescore))
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = self.0.progress();
        Some(Progress { done, total })
    }
}

/// Begins to review rules.
///
/// # Errors
/// An option cannot be used, or the configuration is not sound.
pub(super) fn review(request: &Review) -> Result<Box<dyn Work>, Vec<Problem>> {
    let (options, problems) = Options::of(&request.options);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Box::new(Reviewing(Box::new(review::Work::new(&request.configuration, &options)?))))
}

struct Reviewing(Box<review::Work>);

impl Work for Reviewing {
    fn step(&mut self, _: &mut Tables, _: &mut Sink) -> Slice {
        Ok(self.0.step()?.map(Answer::Review))
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = self.0.progress();
        Some(Progress { done, total })
    }
}
