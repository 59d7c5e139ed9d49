//! Attempts to log in: as many as the row has.

use super::event::{Action, Event, Login};
use super::traces::{Logins, Traces};
use super::window::Window;
use crate::engine::random::Stream;

/// How often an attempt before the last one fails, in everyday work: the others are to further services.
const FAILS: f64 = 0.5;
/// How often guessing succeeds in the end.
const GUESSED: f64 = 0.1;

/// Appends the attempts of a row.
pub fn unfold(
    attempts: u32,
    traces: &Traces,
    is_trace: bool,
    window: Window,
    draws: &mut Stream,
    events: &mut Vec<Event>,
) {
    // Guessing goes on through the whole session; other sessions begin with it.
    let window = if traces.logins == Logins::Guessed { window } else { window.part(0, 10) };
    let last_succeeds = traces.logins != Logins::Guessed || draws.chance(GUESSED);
    // The times rise, so that the attempt that counts is the last one.
    let mut from = window;
    for attempt in 0..attempts {
        let bits = draws.bits64();
        let is_last = attempt + 1 == attempts;
        let succeeds = if is_last {
            last_succeeds
        } else {
            traces.logins == Logins::Usual && ((bits & 0xffff) as f64) >= FAILS * 65_536.0
        };
        let login = Login { succeeds, source_port: ephemeral(bits >> 16) };
        let time_ms = from.next(attempts - attempt, (bits >> 32) as u32);
        let is_trace = is_trace && traces.logins != Logins::Usual;
        events.push(Event { time_ms, action: Action::Login(login), is_trace });
    }
}

/// A port of those that clients take (RFC 6335), from random bits.
pub fn ephemeral(bits: u64) -> u16 {
    49_152 + (bits & 0x3fff) as u16
}
