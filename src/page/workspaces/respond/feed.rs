//! What is shown of a stream: gathered tick by tick, and never more than fits on a screen or two.

use std::collections::VecDeque;

use crate::engine::issues::Seconds;
use crate::protocol::respond::{Alert, Deed, Suspect, Tick};

/// The bars of the moving chart.
pub const BARS: usize = 96;

/// The ticks that a bar stands for.
const TICKS_PER_BAR: u32 = 5;

/// The ticks after which the lists are shown anew: nobody reads one that changes ten times a second.
const TICKS_PER_LIST: u32 = 10;

/// Alerts and deeds that are kept.
const KEPT: [usize; 2] = [400, 40];

/// An alert, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// A number of its own.
    pub number: u64,
    /// What it is about.
    pub alert: Alert,
    /// The seconds of the stream until somebody took note of it.
    pub acknowledged: Option<Seconds>,
}

/// A bar of the moving chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// Rows by threat level.
    pub levels: [u64; 4],
    /// The time of its last row.
    pub time: Option<Seconds>,
    /// Attacks that were launched while it grew.
    pub launched: u32,
}

impl Bar {
    /// Its rows.
    pub fn rows(&self) -> u64 {
        self.levels.iter().sum()
    }
}

/// What the lists show: up to a second old while rows come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    /// The latest alerts, the newest first.
    pub alerts: VecDeque<Item>,
    /// What was done last, the newest first.
    pub deeds: VecDeque<(u64, Deed)>,
    /// The users with most points.
    pub suspects: Vec<Suspect>,
    /// Whether they stay as they are, since somebody is at them.
    pub are_held: bool,
    ticks: u32,
    /// The number of the newest entry.
    newest: u64,
}

/// What is shown of a stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// The latest bars, the last of which still grows.
    pub bars: VecDeque<Bar>,
    ticks: u32,
    /// The latest alerts, the newest first.
    pub alerts: VecDeque<Item>,
    /// What was done last, the newest first.
    deeds: VecDeque<(u64, Deed)>,
    /// What the lists show.
    pub lists: Lists,
    count: u64,
    /// How often each rule fired.
    pub fired: Vec<u64>,
    /// By set of rules: alerts, and those of anomalous rows.
    pub opened: Vec<[u64; 2]>,
    /// Anomalous rows that came.
    pub anomalous: u64,
    /// Alerts that somebody took note of, and the seconds until then.
    answered: (u64, Seconds),
    /// Alerts that made room for newer ones before anybody took note.
    pub lost: u64,
    /// How things are now.
    pub now: Tick,
}

impl Feed {
    /// Takes what came.
    pub fn take(&mut self, tick: Tick) {
        let launched = tick.attacks.len().saturating_sub(self.now.attacks.len()) as u32;
        if self.bars.is_empty() || self.ticks >= TICKS_PER_BAR {
            self.bars.push_back(Bar::default());
            self.ticks = 0;
        }
        self.ticks += 1;
        if let Some(bar) = self.bars.back_mut() {
            bar.levels.iter_mut().zip(tick.levels).for_each(|(count, more)| *count += more);
            bar.time = tick.times[0].or(bar.time);
            bar.launched += launched;
        }
        let surplus = self.bars.len().saturating_sub(BARS);
        self.bars.drain(..surplus);

        self.fired.resize(self.fired.len().max(tick.fired.len()), 0);
        self.fired.iter_mut().zip(&tick.fired).for_each(|(count, more)| *count += more);
        self.opened.resize(self.opened.len().max(tick.opened.len()), [0; 2]);
        for (counts, more) in self.opened.iter_mut().zip(&tick.opened) {
            counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        }
        self.anomalous += tick.anomalous;
        for alert in &tick.alerts {
            let number = self.next();
            self.alerts.push_front(Item { number, alert: alert.clone(), acknowledged: None });
        }
        while self.alerts.len() > KEPT[0] {
            self.lost += u64::from(self.alerts.pop_back().is_some_and(|item| item.acknowledged.is_none()));
        }
        for deed in &tick.deeds {
            let number = self.next();
            self.deeds.push_front((number, deed.clone()));
        }
        self.deeds.truncate(KEPT[1]);
        self.now = Tick { alerts: Vec::new(), deeds: Vec::new(), ..tick };
        self.lists.ticks += 1;
        if self.lists.ticks >= TICKS_PER_LIST {
            self.list();
        }
    }

    /// Shows the lists as they are now, unless somebody is at them.
    pub fn list(&mut self) {
        if self.lists.are_held {
            return;
        }
        self.lists = Lists {
            alerts: self.alerts.clone(),
            deeds: self.deeds.clone(),
            suspects: self.now.suspects.clone(),
            are_held: false,
            ticks: 0,
            newest: self.count,
        };
    }

    /// Holds the lists as they are, or lets them go on.
    pub fn hold(&mut self, are_held: bool) {
        self.lists.are_held = are_held;
        self.list();
    }

    /// Alerts that opened since the lists were shown.
    pub fn unlisted(&self) -> usize {
        self.alerts.iter().filter(|item| item.number > self.lists.newest).count()
    }

    fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// Takes note of an alert.
    pub fn acknowledge(&mut self, number: u64) {
        let now = self.now.times[0].unwrap_or_default();
        let lists = [&mut self.lists.alerts, &mut self.alerts].into_iter().flatten();
        let mut answered = None;
        for item in lists.filter(|item| item.number == number && item.acknowledged.is_none()) {
            let seconds = (now - item.alert.time).max(0);
            item.acknowledged = Some(seconds);
            answered = Some(seconds);
        }
        if let Some(seconds) = answered {
            self.answered = (self.answered.0 + 1, self.answered.1 + seconds);
        }
    }

    /// Takes note of all alerts.
    pub fn acknowledge_all(&mut self) {
        let open = self.alerts.iter().filter(|item| item.acknowledged.is_none());
        let open: Vec<u64> = open.map(|item| item.number).collect();
        open.into_iter().for_each(|number| self.acknowledge(number));
        self.list();
    }

    /// Open alerts, and those of them that are critical.
    pub fn open(&self) -> [usize; 2] {
        let open = || self.alerts.iter().filter(|item| item.acknowledged.is_none());
        [open().count(), open().filter(|item| item.alert.level == 3).count()]
    }

    /// The mean of the seconds of the stream from an alert until somebody took note; none before.
    pub fn mean_time_to_respond(&self) -> Option<Seconds> {
        (self.answered.0 > 0).then(|| self.answered.1 / self.answered.0 as Seconds)
    }

    /// The rows of the latest complete bars, by bar: their mean.
    pub fn rows_per_bar(&self) -> f64 {
        let complete = self.bars.iter().rev().skip(1).take(8);
        let (count, rows) = complete.fold((0, 0), |(count, rows), bar| (count + 1, rows + bar.rows()));
        if count == 0 {
            self.bars.back().map_or(0.0, |bar| bar.rows() as f64)
        } else {
            rows as f64 / f64::from(count)
        }
    }
}

/// The ticks a second.
pub const TICKS_PER_SECOND: f64 = 10.0;

/// The bars a second.
pub const BARS_PER_SECOND: f64 = TICKS_PER_SECOND / TICKS_PER_BAR as f64;

#[cfg(test)]
mod tests {
    use super::*;

    fn alert(row: u64, time: Seconds, level: u8) -> Alert {
        Alert {
            row,
            in_table: None,
            time,
            user: "User_1".to_owned(),
            location: String::new(),
            name: String::new(),
            level,
            score: 7.0,
            state: 0,
        }
    }

    fn tick(row: u64) -> Tick {
        Tick {
            rows: [row, 1_000_000],
            times: [Some(row as Seconds * 60), None],
            levels: [3, 2, 1, 1],
            alerts: vec![alert(row, row as Seconds * 60, 2), alert(row + 1, row as Seconds * 60, 3)],
            fired: vec![2, 0],
            deeds: vec![Deed { time: 0, user: String::new(), action: String::new() }],
            opened: vec![[2, 1]],
            anomalous: 1,
            ..Tick::default()
        }
    }

    #[test]
    fn however_long_it_goes_on_it_keeps_no_more() {
        let mut feed = Feed::default();
        (0..36_000).for_each(|row| feed.take(tick(row)));
        assert_eq!((feed.bars.len(), feed.alerts.len(), feed.deeds.len()), (BARS, KEPT[0], KEPT[1]));
        assert_eq!(
            (feed.fired.as_slice(), feed.opened[0], feed.anomalous),
            ([72_000, 0].as_slice(), [72_000, 36_000], 36_000)
        );
        assert_eq!(feed.lost, 72_000 - KEPT[0] as u64);
        assert_eq!(feed.rows_per_bar(), 35.0);
        let mut numbers: Vec<u64> = feed.alerts.iter().map(|item| item.number).collect();
        numbers.dedup();
        assert!(numbers.len() == KEPT[0] && numbers.is_sorted_by(|left, right| left > right));
    }

    #[test]
    fn the_lists_change_once_a_second_and_not_while_somebody_is_at_them() {
        let mut feed = Feed::default();
        (0..TICKS_PER_LIST as u64 - 1).for_each(|row| feed.take(tick(row)));
        assert_eq!((feed.lists.alerts.len(), feed.unlisted()), (0, 18));
        feed.take(tick(9));
        assert_eq!((feed.lists.alerts.len(), feed.lists.deeds.len(), feed.unlisted()), (20, 10, 0));
        feed.hold(true);
        let held = feed.lists.alerts.clone();
        (10..500).for_each(|row| feed.take(tick(row)));
        assert_eq!((&feed.lists.alerts, feed.unlisted()), (&held, KEPT[0]));
        // An alert that made room meanwhile can be answered as long as it is in sight.
        feed.acknowledge(held[3].number);
        assert!(feed.lists.alerts[3].acknowledged.is_some() && feed.mean_time_to_respond().is_some());
        feed.hold(false);
        assert_eq!((feed.lists.alerts == feed.alerts, feed.unlisted()), (true, 0));
    }

    #[test]
    fn the_time_to_respond_is_that_of_the_stream() {
        let mut feed = Feed::default();
        feed.take(tick(10));
        assert_eq!((feed.open(), feed.mean_time_to_respond()), ([2, 1], None));
        let number = feed.alerts.back().unwrap().number;
        feed.take(tick(20));
        feed.acknowledge(number);
        feed.acknowledge(number);
        assert_eq!((feed.open(), feed.mean_time_to_respond()), ([3, 2], Some(600)));
        feed.acknowledge_all();
        assert_eq!((feed.open(), feed.mean_time_to_respond()), ([0, 0], Some(300)));
    }
}
