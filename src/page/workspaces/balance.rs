//! To be replaced: balance.
