//! A configuration's rows as a stream: in the order of their times, scored, checked by one or two sets of rules, with the
//! attacks that are launched on the way. The same configuration, options and launches give the same stream, however it is
//! parted into chunks.

use std::collections::VecDeque;

use super::monitor::{Monitor, Reading};
use super::options::{BESIDE, Options, RULES};
use super::parse::for_instance;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::{Record, Table};
use crate::engine::decimal;
use crate::engine::generator::{Generator, Planning};
use crate::engine::issues::Seconds;
use crate::engine::issues::campaigns::Launch;
use crate::engine::issues::realistic;
use crate::engine::problem::Problem;
use crate::engine::text::Text;
use crate::engine::threat::Scorer;

/// How many attacks can be launched in one stream.
pub const MAX_LAUNCHES: usize = 20;

/// How many rows a launched attack can have.
pub const MAX_LAUNCH_ROWS: u32 = 500;

/// An attack that is launched once so many rows have come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Launched {
    /// The rows that come before.
    pub at: u64,
    /// The attack.
    pub launch: Launch,
}

impl Launched {
    /// Reads one from its text, `ransomware at=500 user=12 rows=30 difficulty=0.4`, among the attacks of a configuration.
    ///
    /// # Errors
    /// The text is none.
    pub fn read(text: &str, attacks: &realistic::Parameters) -> Result<Self, Problem> {
        let refuse = |reason: Text| {
            Problem::new("", reason, for_instance("ransomware at=500 user=12 rows=30 difficulty=0.4"))
        };
        let mut words = text.split_whitespace();
        let key = words.next().unwrap_or_default();
        let attack = attacks.attacks().position(|attack| attack.key == key);
        let attack = attack.ok_or_else(|| {
            let keys: Vec<&str> = attacks.attacks().map(|attack| attack.key.as_ref()).collect();
            let hint = text!("the attacks are {attacks}", attacks = keys.join(", "));
            Problem::new("", text!("there is no attack '{key}'", key), hint)
        })?;
        let mut launched =
            Launched { at: 0, launch: Launch { attack: attack as u8, user: 0, rows: 30, difficulty: 0.3 } };
        for word in words {
            let (name, value) =
                word.split_once('=').ok_or_else(|| refuse(text!("'{word}' has no '='", word)))?;
            let number =
                decimal::parse(value).ok_or_else(|| refuse(text!("'{text}' is no number", text = value)))?;
            let out_of_range = |min: f64, max: f64| {
                refuse(text!(
                    "{name}={value} is out of range: use {min} to {max}",
                    name,
                    value,
                    min = min.to_string(),
                    max = max.to_string()
                ))
            };
            let whole = |min: f64, max: f64| {
                let is_whole = number.fract() == 0.0 && (min..=max).contains(&number);
                is_whole.then_some(number as u64).ok_or_else(|| out_of_range(min, max))
            };
            match name {
                "at" => launched.at = whole(0.0, 1e12)?,
                "user" => launched.launch.user = whole(1.0, 1e6)? as u32 - 1,
                "rows" => launched.launch.rows = whole(1.0, MAX_LAUNCH_ROWS.into())? as u32,
                "difficulty" if (0.0..=1.0).contains(&number) => launched.launch.difficulty = number,
                "difficulty" => return Err(out_of_range(0.0, 1.0)),
                _ => return Err(refuse(text!("there is no '{name}'", name))),
            }
        }
        Ok(launched)
    }

    /// Its text.
    pub fn write(&self, attacks: &realistic::Parameters) -> String {
        let Launch { attack, user, rows, difficulty } = self.launch;
        let difficulty = decimal::text(difficulty);
        format!(
            "{} at={} user={} rows={rows} difficulty={difficulty}",
            attacks.attack(attack).map_or("", |attack| &attack.key),
            self.at,
            u64::from(user) + 1
        )
    }
}

/// A launched attack, and what became of it so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The attack.
    pub launched: Launched,
    /// The time at which it was launched.
    pub time: Seconds,
    /// Its rows that have come.
    pub seen: u32,
    /// The time of the first that came.
    pub first: Option<Seconds>,
    /// By set of rules: the rows that opened an alert, and the time of the first.
    pub found: Vec<(u32, Option<Seconds>)>,
}

/// Rows that came, and what was said of them.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// The rows as they were drawn.
    pub records: Vec<Record>,
    /// The launched attack that each belongs to, by its place; none for others.
    pub launches: Vec<Option<usize>>,
    /// The same as a table.
    pub table: Table,
    /// By set of rules: what its monitor says of each row.
    pub readings: Vec<Vec<Reading>>,
}

/// Attacks that are launched at their places, while a stream goes on.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// Those that are still to be launched, by their places.
    launches: VecDeque<Launched>,
}

impl Script {
    /// Of these attacks.
    pub fn new(mut launches: Vec<Launched>) -> Self {
        launches.sort_by_key(|launched| launched.at);
        Script { launches: launches.into() }
    }

    /// The next rows of a stream, at most so many: fewer where an attack is to be launched, or at the end.
    ///
    /// # Errors
    /// An attack cannot be launched.
    pub fn advance(&mut self, stream: &mut Stream, rows: u64) -> Result<Chunk, Problem> {
        let came = stream.progress().0;
        while self.launches.front().is_some_and(|launched| launched.at <= came) {
            if let Some(launched) = self.launches.pop_front() {
                stream.launch(launched.launch)?;
            }
        }
        let until = self.launches.front().map_or(u64::MAX, |launched| launched.at - came);
        Ok(stream.advance(rows.min(until)))
    }
}

/// A stream in the making: the order of time is planned in steps.
#[derive(Debug)]
pub struct Starting {
    planning: Planning,
    options: Options,
}

impl Starting {
    /// Checks a configuration and begins.
    ///
    /// # Errors
    /// Every problem of the configuration, or that there is no memory for the order.
    pub fn new(configuration: &Configuration, options: &Options) -> Result<Self, Vec<Problem>> {
        Ok(Starting { planning: Planning::new(&configuration.in_time())?, options: options.clone() })
    }

    /// Does some milliseconds of work. The stream, once it is planned.
    ///
    /// # Errors
    /// A rule does not fit the columns.
    pub fn step(&mut self) -> Result<Option<Stream>, Vec<Problem>> {
        let Some(generator) = self.planning.step() else { return Ok(None) };
        Stream::of(generator, &self.options).map(Some)
    }

    /// How far the plan is.
    pub fn progress(&self) -> (u64, u64) {
        self.planning.progress()
    }
}

/// Rows in the order of their times.
#[derive(Debug)]
pub struct Stream {
    generator: Box<Generator>,
    /// That of the rules, and of those beside them.
    pub monitors: Vec<Monitor>,
    /// The number of the next row of the configuration.
    next: u64,
    /// That row, if it was drawn already.
    drawn: Option<Record>,
    /// Rows that have come.
    came: u64,
    /// The time of the last of them.
    now: Seconds,
    launches: Vec<Progress>,
    /// Rows of launched attacks that are still to come, in the order of their times, each with its attack.
    pending: VecDeque<(usize, Record)>,
}

impl Stream {
    /// The stream of a configuration.
    ///
    /// # Errors
    /// Every problem of the configuration, or a rule that does not fit the columns.
    pub fn new(configuration: &Configuration, options: &Options) -> Result<Self, Vec<Problem>> {
        let mut starting = Starting::new(configuration, options)?;
        loop {
            if let Some(stream) = starting.step()? {
                return Ok(stream);
            }
        }
    }

    fn of(mut generator: Box<Generator>, options: &Options) -> Result<Self, Vec<Problem>> {
        generator.expect_launches(MAX_LAUNCHES as u32);
        let table = generator.table();
        let rules = options.rules(&generator.configuration().response);
        let mut monitors = vec![Monitor::new(RULES, rules, options, &table)?];
        if let Some(beside) = &options.beside {
            monitors.push(Monitor::new(BESIDE, beside.clone(), options, &table)?);
        }
        Ok(Stream {
            generator,
            monitors,
            next: 0,
            drawn: None,
            came: 0,
            now: Seconds::MIN,
            launches: Vec::new(),
            pending: VecDeque::new(),
        })
    }

    /// The configuration.
    pub fn configuration(&self) -> &Configuration {
        self.generator.configuration()
    }

    /// How many rows have come, and how many there are as of now.
    pub fn progress(&self) -> (u64, u64) {
        let launched: u64 = self.launches.iter().map(|launch| u64::from(launch.launched.launch.rows)).sum();
        (self.came, self.generator.configuration().rows + launched)
    }

    /// The time of the last row that has come; none before the first.
    pub fn now(&self) -> Option<Seconds> {
        (self.now != Seconds::MIN).then_some(self.now)
    }

    /// The time of the next row; none after the last.
    pub fn next_time(&mut self) -> Option<Seconds> {
        let own = self.peek().map(|record| record.issue.activity_time);
        let launched = self.pending.front().map(|(_, record)| record.issue.activity_time);
        own.into_iter().chain(launched).min()
    }

    /// The launched attacks.
    pub fn launches(&self) -> &[Progress] {
        &self.launches
    }

    /// A table without rows, with the columns of a chunk.
    pub fn table(&self) -> Table {
        self.generator.table()
    }

    /// Launches an attack now.
    ///
    /// # Errors
    /// There are no attacks in this model, no such user, or too many were launched.
    pub fn launch(&mut self, launch: Launch) -> Result<(), Problem> {
        if self.launches.len() >= MAX_LAUNCHES {
            let reason = text!("{count} attacks were launched", count = MAX_LAUNCHES);
            return Err(Problem::new("", reason, text!("go back to the start to launch others")));
        }
        let time = self.now().or_else(|| self.next_time()).unwrap_or(0);
        let earlier = self.launches.iter().map(|launch| u64::from(launch.launched.launch.rows)).sum();
        let records = self.generator.launch(&launch, time, earlier)?;
        let place = self.launches.len();
        self.launches.push(Progress {
            launched: Launched { at: self.came, launch },
            time,
            seen: 0,
            first: None,
            found: vec![(0, None); self.monitors.len()],
        });
        self.pending.extend(records.into_iter().map(|record| (place, record)));
        self.pending
            .make_contiguous()
            .sort_by_key(|(place, record)| (record.issue.activity_time, *place, record.row));
        Ok(())
    }

    /// The next rows, at most so many; fewer at the end.
    pub fn advance(&mut self, rows: u64) -> Chunk {
        let mut drawn = Vec::new();
        for _ in 0..rows {
            let Some(row) = self.draw() else { break };
            drawn.push(row);
        }
        self.took(drawn)
    }

    /// Rows that come: each with the launched attack that it belongs to.
    fn took(&mut self, drawn: Vec<(Option<usize>, Record)>) -> Chunk {
        let (launches, records) = drawn.into_iter().unzip();
        let mut chunk = Chunk { table: self.generator.table(), records, launches, readings: Vec::new() };
        self.generator.append_records(&chunk.records, &mut chunk.table);
        for monitor in &mut self.monitors {
            let readings = (0..chunk.records.len()).map(|row| monitor.take(&chunk.table, row));
            chunk.readings.push(readings.collect());
        }
        self.came += chunk.records.len() as u64;
        if let Some(last) = chunk.records.last() {
            self.now = last.issue.activity_time;
        }
        for (row, launch) in chunk.launches.iter().enumerate() {
            let Some(launch) = launch.and_then(|place| self.launches.get_mut(place)) else { continue };
            launch.seen += 1;
            for ((found, first), readings) in launch.found.iter_mut().zip(&chunk.readings) {
                let Some(reading) = readings.get(row) else { continue };
                launch.first.get_or_insert(reading.time);
                if reading.is_alert {
                    *found += 1;
                    first.get_or_insert(reading.time);
                }
            }
        }
        chunk
    }

    /// The next rows up to a time, at most so many.
    pub fn advance_until(&mut self, rows: u64, until: Seconds) -> Chunk {
        let mut drawn = Vec::new();
        while (drawn.len() as u64) < rows && self.next_time().is_some_and(|time| time <= until) {
            drawn.extend(self.draw());
        }
        self.took(drawn)
    }

    /// A row as a table of its own, and what scores it.
    pub fn row(&self, record: &Record) -> (Table, &Scorer) {
        let mut table = self.generator.table();
        self.generator.append_records(std::slice::from_ref(record), &mut table);
        (table, self.generator.scorer())
    }

    /// The row of the configuration that comes next.
    fn peek(&mut self) -> Option<&Record> {
        if self.drawn.is_none() && self.next < self.generator.configuration().rows {
            self.drawn = Some(self.generator.record(self.next));
            self.next += 1;
        }
        self.drawn.as_ref()
    }

    /// Takes the next row; of equal times, that of the configuration comes first.
    fn draw(&mut self) -> Option<(Option<usize>, Record)> {
        let own = self.peek().map(|record| record.issue.activity_time);
        let launched = self.pending.front().map(|(_, record)| record.issue.activity_time);
        match (own, launched) {
            (own, Some(launched)) if own.is_none_or(|own| launched < own) => {
                self.pending.pop_front().map(|(place, record)| (Some(place), record))
            }
            _ => self.drawn.take().map(|record| (None, record)),
        }
    }
}
