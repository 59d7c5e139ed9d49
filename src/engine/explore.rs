//! Explore.

pub mod filter;
pub mod query;
