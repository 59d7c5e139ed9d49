//! To be replaced: data.
