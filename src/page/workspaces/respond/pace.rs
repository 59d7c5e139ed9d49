//! How fast rows come: by the clock of the page, which a worker does not have.

use crate::engine::issues::Seconds;
use crate::page::language;
use crate::protocol::respond::MAX_ROWS;

/// How fast rows come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// So many rows a second.
    Rows(u32),
    /// The rows' own times, so many times as fast.
    Speed(u32),
}

impl Pace {
    /// All of them, each with its key, in the order of the control.
    pub const ALL: [(Pace, &'static str); 10] = [
        (Pace::Rows(1), "1"),
        (Pace::Rows(10), "10"),
        (Pace::Rows(50), "50"),
        (Pace::Rows(200), "200"),
        (Pace::Rows(500), "500"),
        (Pace::Rows(1_000), "1000"),
        (Pace::Rows(5_000), "5000"),
        (Pace::Speed(60), "60x"),
        (Pace::Speed(3_600), "3600x"),
        (Pace::Speed(86_400), "86400x"),
    ];

    /// Its key.
    pub fn key(self) -> &'static str {
        Pace::ALL.iter().find(|(pace, _)| *pace == self).map_or("", |(_, key)| key)
    }

    /// What stands on the control.
    pub fn name(self) -> String {
        match self {
            Pace::Rows(rate) => {
                t!("{count} row/s" | "{count} rows/s" % rate, count = language::grouped(rate.into()))
            }
            Pace::Speed(factor) => {
                t!("{factor} × recorded pace", factor = language::grouped(factor.into()))
            }
        }
    }

    /// The one of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Pace::ALL.iter().find(|(_, known)| *known == key).map(|(pace, _)| *pace)
    }
}

impl Default for Pace {
    fn default() -> Self {
        Pace::Rows(50)
    }
}

/// What is to be asked for now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Due {
    /// How many rows.
    pub rows: u32,
    /// None later than this.
    pub until: Option<Seconds>,
}

/// A tab that was in the background makes up for at most so many seconds; the clock of the stream stood still for the rest.
const MOST_BEHIND: f64 = 30.0;

/// It makes up for them at so many times its pace, so that nothing comes in a burst.
const CATCH_UP: f64 = 2.0;

/// What is owed, in seconds of the page's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clock {
    /// Seconds that have passed and were not answered with rows.
    owed: f64,
    /// The stream's own time, where the pace is that of the rows.
    now: Option<f64>,
}

impl Clock {
    /// So many seconds have passed since the last tick, and the next row is of this time: what is due. A tick usually takes
    /// `usual` seconds.
    pub fn tick(&mut self, pace: Pace, elapsed: f64, usual: f64, next: Option<Seconds>) -> Option<Due> {
        self.owed = (self.owed + elapsed.max(0.0)).min(MOST_BEHIND);
        let spent = usual * CATCH_UP;
        match pace {
            Pace::Rows(rate) => {
                self.now = None;
                let rate = f64::from(rate);
                // What adds up to a row, however long that took.
                let rows = (self.owed * rate + 1e-9).floor().min((spent * rate).ceil());
                self.owed = (self.owed - rows / rate).max(0.0);
                (rows > 0.0).then(|| Due { rows: (rows as u32).min(MAX_ROWS), until: None })
            }
            Pace::Speed(factor) => {
                let spent = self.owed.min(spent);
                let next = next? as f64;
                // It begins where the next row is.
                let now = self.now.unwrap_or(next) + spent * f64::from(factor);
                self.owed -= spent;
                self.now = Some(now);
                (next <= now).then_some(Due { rows: MAX_ROWS, until: Some(now as Seconds) })
            }
        }
    }

    /// The pace is another one, or the stream goes on after a pause.
    pub fn reset(&mut self) {
        *self = Clock::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: f64 = 0.1;

    #[test]
    fn rows_come_at_their_rate() {
        for rate in [1, 50, 200, 5_000] {
            let mut clock = Clock::default();
            let rows: u32 = (0..100)
                .filter_map(|_| clock.tick(Pace::Rows(rate), USUAL, USUAL, None))
                .map(|due| due.rows)
                .sum();
            assert!(rows.abs_diff(rate * 10) <= 1, "{rate}: {rows}");
        }
    }

    #[test]
    fn a_tab_in_the_background_makes_up_without_a_burst() {
        let mut clock = Clock::default();
        let usual = clock.tick(Pace::Rows(500), USUAL, USUAL, None).unwrap().rows;
        // A minute away: half of it is made up for, at twice the pace.
        let mut rows = vec![clock.tick(Pace::Rows(500), 60.0, USUAL, None).unwrap().rows];
        for _ in 0..2_000 {
            rows.extend(clock.tick(Pace::Rows(500), USUAL, USUAL, None).map(|due| due.rows));
        }
        assert!(rows.iter().all(|rows| *rows <= 2 * usual + 1));
        let all: u32 = rows.iter().sum();
        assert!(all.abs_diff(500 * 230) <= 200, "{all}");
    }

    #[test]
    fn rows_come_as_they_were_recorded() {
        let times: Vec<Seconds> = (0..50).map(|row| 1_700_000_000 + row * 120).collect();
        let (mut clock, mut row, mut seconds) = (Clock::default(), 0, 0.0);
        while row < 50 {
            if let Some(due) = clock.tick(Pace::Speed(60), USUAL, USUAL, times.get(row).copied()) {
                row += times[row..].iter().take_while(|time| **time <= due.until.unwrap()).count();
            }
            seconds += USUAL;
        }
        // 49 pauses of two minutes, a minute a second.
        assert!((97.5..=98.5).contains(&seconds), "{seconds}");
    }

    #[test]
    fn each_pace_has_a_key_of_its_own() {
        for (pace, key) in Pace::ALL {
            assert_eq!((Pace::of_key(key), pace.key()), (Some(pace), key));
        }
        let names = [Pace::Rows(1), Pace::Rows(5_000), Pace::Speed(3_600)].map(Pace::name);
        assert_eq!(names, ["1 row/s", "5,000 rows/s", "3,600 × recorded pace"]);
    }
}
