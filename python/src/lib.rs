//! The engine as a Python module, `cyberdatagen._native`: the same configuration and the same bytes as the page and the command line.
//! The package `cyberdatagen` around it has what is written in Python.

mod arrow;
mod balance;
mod configuration;
mod generate;
mod input;
mod problems;
mod pulse;
mod reports;
mod source;
mod stream;
mod table;
mod value;

use pyo3::prelude::*;

/// The engine of CyberDataGen.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::balance::balance;
    #[pymodule_export]
    use super::generate::{answer_key, campaigns, generate, users};
    #[pymodule_export]
    use super::reports::{audit, describe, presets, settings};
    #[pymodule_export]
    use super::table::Table;

    /// The version of the package.
    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "Python's own name")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    /// The version of the data: it changes when any configuration gives other bytes than before.
    #[pymodule_export]
    const DATA_VERSION: u32 = cyberdatagen::engine::DATA_VERSION;
}
