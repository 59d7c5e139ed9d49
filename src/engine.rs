//! The engine: a pure function from a configuration to data.
//!
//! No clock, no ambient randomness, no browser type and no hash-map order, and threads in [`cores`]
//! alone: the same configuration gives the same bytes natively and in every browser. A row is a function of the
//! configuration and its number alone, so any range of rows can be made by anyone, in any order.

#[macro_use]
pub mod text;

pub mod audit;
pub mod balance;
pub mod column;
pub mod configuration;
pub mod cores;
pub mod dataset;
pub mod decimal;
pub mod detect;
pub mod events;
pub mod explore;
pub mod export;
pub mod generator;
pub mod issues;
pub mod learn;
pub mod level;
pub mod models;
pub mod pace;
pub mod problem;
pub mod random;
pub mod respond;
pub mod response;
pub mod settings;
pub mod shard;
pub mod statistics;
pub mod threat;
pub mod world;

pub use configuration::Configuration;
pub use dataset::Table;
pub use generator::Generator;
pub use level::Level;
pub use problem::Problem;
pub use text::Text;

/// The version of the data: it changes when any configuration gives other bytes than before.
pub const DATA_VERSION: u32 = 3;
