//! To be replaced: explore.
