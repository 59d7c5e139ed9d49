//! Sentences and figures of the workspace.

use crate::engine::decimal;
use crate::engine::issues::{Seconds, date_time};
use crate::engine::level::Level;
use crate::engine::respond::review::Finding;
use crate::engine::respond::state::State;
use crate::page::language::{self, grouped};
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
    let seconds = seconds.max(0);
    let (minutes, hours, days) = (seconds / 60 % 60, seconds / 3_600 % 24, seconds / 86_400);
    match seconds {
        ..60 => t!("{seconds} s", seconds),
        60..3_600 => t!("{minutes} min", minutes),
        3_600..86_400 if minutes == 0 => t!("{hours} h", hours),
        3_600..86_400 => t!("{hours} h {minutes} min", hours, minutes),
        _ if hours == 0 => t!("{days} d", days),
        _ => t!("{days} d {hours} h", days, hours),
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

/// The name of a state. A normal user is not called as normal rows are.
pub fn state(state: u8) -> &'static str {
    match State::ALL.get(usize::from(state)) {
        Some(State::Normal) => t!("of a user" => "Normal"),
        Some(state) => language::words(state.name()),
        None => "",
    }
}

/// What became of a launched attack so far, by the first set of rules.
pub fn attack(attack: &Attack) -> String {
    let [seen, all] = attack.seen;
    let (found, delay) = attack.found.first().copied().unwrap_or_default();
    match delay {
        Some(delay) => t!(
            "{seen} of {all} rows seen, {count} alert, found after {delay}"
                | "{seen} of {all} rows seen, {count} alerts, found after {delay}" % found,
            seen,
            all,
            count = found,
            delay = duration(delay)
        ),
        None if seen == all => t!("{seen} of {all} rows seen, no alert: missed", seen, all),
        None => t!("{seen} of {all} rows seen, no alert yet", seen, all),
    }
}

/// What is to be said of a rule; empty where nothing is.
pub fn finding(finding: &Finding) -> String {
    match finding {
        Finding::Off => t!("off").to_owned(),
        Finding::Never => t!("never fires").to_owned(),
        Finding::Always => t!("always fires").to_owned(),
        Finding::Shadowed(other) => t!("adds nothing to {rule}", rule = other),
    }
}

/// A share in percent.
pub fn percent(part: f64, whole: f64) -> String {
    if whole <= 0.0 {
        return "–".to_owned();
    }
    let share = part / whole * 100.0;
    let share = decimal::text_rounded(share, if share < 10.0 { 1 } else { 0 });
    format!("{} %", language::number(&share))
}

/// An amount of money, without decimals.
pub fn amount(value: f64) -> String {
    grouped(value.max(0.0).round() as u64)
}

/// What a set of rules has found of the anomalous rows so far.
pub fn caught([alerts, anomalous]: [u64; 2], all: u64) -> String {
    let (found, true_share) =
        (percent(anomalous as f64, all as f64), percent(anomalous as f64, alerts as f64));
    t!(
        "{alerts} alerts, {true_share} of them anomalous; {found} of the anomalous rows found",
        alerts = grouped(alerts),
        true_share,
        found
    )
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
