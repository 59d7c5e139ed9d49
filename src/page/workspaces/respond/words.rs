//! Sentences and figures of the workspace.

use crate::engine::decimal::{self, grouped};
use crate::engine::issues::{Seconds, date_time};
use crate::engine::level::Level;
use crate::engine::respond::review::Finding;
use crate::engine::respond::state::State;
use crate::protocol::respond::Attack;

/// A time as a clock shows it: `2025-03-14 09:42`.
pub fn minute(time: Seconds) -> String {
    date_time(time).format("%Y-%m-%d %H:%M").to_string()
}

/// A time of the day: `09:42`.
pub fn hour(time: Seconds) -> String {
    date_time(time).format("%H:%M").to_string()
}

/// A length of time: `45 s`, `12 min`, `3 h 10 min`, `4 d 2 h`.
pub fn duration(seconds: Seconds) -> String {
    let pair = |large: i64, of: &str, small: i64, rest: &str| match small {
        0 => format!("{large} {of}"),
        small => format!("{large} {of} {small} {rest}"),
    };
    match seconds.max(0) {
        secs @ ..60 => format!("{secs} s"),
        secs @ ..3_600 => format!("{} min", secs / 60),
        secs @ ..86_400 => pair(secs / 3_600, "h", secs % 3_600 / 60, "min"),
        secs => pair(secs / 86_400, "d", secs % 86_400 / 3_600, "h"),
    }
}

/// The name of a level.
pub fn level(level: u8) -> &'static str {
    Level::ALL.get(usize::from(level)).map_or("", |level| level.name())
}

/// The class of a level's color.
pub fn level_class(level: u8) -> String {
    format!("level-{}", self::level(level).to_ascii_lowercase())
}

/// The name of a state.
pub fn state(state: u8) -> &'static str {
    State::ALL.get(usize::from(state)).map_or("", |state| state.name())
}

/// What became of a launched attack so far, by the first set of rules.
pub fn attack(attack: &Attack) -> String {
    let [seen, all] = attack.seen;
    let (found, delay) = attack.found.first().copied().unwrap_or_default();
    let rows = format!("{seen} of {all} rows seen");
    let alerts = match found {
        0 => "no alert".to_owned(),
        1 => "1 alert".to_owned(),
        count => format!("{count} alerts"),
    };
    match delay {
        Some(delay) => format!("{rows}, {alerts}, found after {}", duration(delay)),
        None if seen == all => format!("{rows}, no alert: missed"),
        None => format!("{rows}, {alerts} yet"),
    }
}

/// What is to be said of a rule; empty where nothing is.
pub fn finding(finding: &Finding) -> String {
    match finding {
        Finding::Off => "off".to_owned(),
        Finding::Never => "never fires".to_owned(),
        Finding::Always => "always fires".to_owned(),
        Finding::Shadowed(other) => format!("adds nothing to {other}"),
    }
}

/// A share in percent.
pub fn percent(part: f64, whole: f64) -> String {
    if whole <= 0.0 {
        return "–".to_owned();
    }
    let share = part / whole * 100.0;
    format!("{} %", decimal::text_rounded(share, if share < 10.0 { 1 } else { 0 }))
}

/// An amount of money, without decimals.
pub fn amount(value: f64) -> String {
    grouped(value.max(0.0).round() as u64)
}

/// What a set of rules has found of the anomalous rows so far.
pub fn caught([alerts, anomalous]: [u64; 2], all: u64) -> String {
    let (found, true_share) =
        (percent(anomalous as f64, all as f64), percent(anomalous as f64, alerts as f64));
    format!("{} alerts, {true_share} of them anomalous; {found} of the anomalous rows found", grouped(alerts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_as_people_say_them() {
        let said = [0, 59, 61, 3_600, 11_400, 90_000, 176_400].map(duration);
        assert_eq!(said, ["0 s", "59 s", "1 min", "1 h", "3 h 10 min", "1 d 1 h", "2 d 1 h"]);
        assert_eq!(
            (minute(1_741_945_320).as_str(), hour(1_741_945_320).as_str()),
            ("2025-03-14 09:42", "09:42")
        );
    }

    #[test]
    fn an_attack_is_found_missed_or_under_way() {
        let of = |seen: u32, found: u32, delay: Option<Seconds>| {
            attack(&Attack {
                text: String::new(),
                name: String::new(),
                user: String::new(),
                seen: [seen, 7],
                found: vec![(found, delay)],
            })
        };
        assert_eq!(of(4, 1, Some(11_400)), "4 of 7 rows seen, 1 alert, found after 3 h 10 min");
        assert_eq!(of(4, 0, None), "4 of 7 rows seen, no alert yet");
        assert_eq!(of(7, 0, None), "7 of 7 rows seen, no alert: missed");
    }

    #[test]
    fn shares_have_no_false_precision() {
        assert_eq!([percent(1.0, 3.0), percent(1.0, 30.0), percent(1.0, 0.0)], ["33 %", "3.3 %", "–"]);
        assert_eq!(
            caught([10, 5], 20),
            "10 alerts, 50 % of them anomalous; 25 % of the anomalous rows found"
        );
    }
}
