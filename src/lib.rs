//! CyberDataGen makes labeled synthetic cybersecurity data: a pure [`engine`] turns a configuration into
//! data, and three thin doors lead to it.
//!
//! ```text
//! Configuration ──> World ──> Issues ──> Threat ──> Response ──> Dataset ──┬─> Balance ──> Dataset
//! (seed, settings)  (people)   (normal,   (score,    (action,     (columns) ├─> Explore ──> statistics ──> charts
//!                               attacks)   level)     color)               ├─> Audit   ──> verdicts
//!                                                                           └─> Export  ──> bytes
//! ```
//!
//! The doors: `page` (a Leptos application), `worker` (the engine beside the page, spoken to through
//! [`protocol`]) and the command line `cyberdatagen`.

#[macro_use]
pub mod engine;

pub mod charts;
#[cfg(feature = "cli")]
pub mod cli;
pub mod protocol;
pub mod report;

pub mod page;
pub mod worker;
