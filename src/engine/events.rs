//! Events: the log that a row of the dataset stands for.
//!
//! A row says how often someone logged in, how many files they opened and how much went over the network. Its log has one event
//! for each of these: [`Unfolder`] makes it from the drawn row, with random numbers of its own that depend on the row's place
//! alone, so that any row unfolds without the others. The events add up to the row, to the byte. What belongs to an attack is
//! marked ([`Event::is_trace`]), for the answer key; no format writes the mark into a log.

pub mod addresses;
mod alert;
pub mod event;
mod files;
mod flows;
pub mod log;
mod logins;
mod processes;
pub mod programs;
pub mod sigma;
mod split;
pub mod traces;
mod window;

pub use addresses::{Host, SERVERS, Server};
pub use event::{Action, Event, FileEvent, Flow, Login, Operation, ProcessEvent};
pub use log::{Log, Texts, Unfolder};
pub use programs::{PROGRAMS, Program};
