//! What is wrong with an input, as an exception: `cyberdatagen.ConfigurationError`, which has the problems one by one.

use cyberdatagen::engine::Problem;
use pyo3::prelude::*;
use pyo3::types::PyList;

/// The exception for some problems.
pub fn refusal(py: Python<'_>, problems: impl IntoIterator<Item = Problem>) -> PyErr {
    exception(py, problems).unwrap_or_else(|error| error)
}

fn exception(py: Python<'_>, problems: impl IntoIterator<Item = Problem>) -> PyResult<PyErr> {
    let told = problems
        .into_iter()
        .map(|problem| (problem.path, problem.reason.english(), of_python(&problem.hint.english())));
    let class = py.import("cyberdatagen.errors")?.getattr("ConfigurationError")?;
    Ok(PyErr::from_value(class.call1((PyList::new(py, told.collect::<Vec<_>>())?,))?))
}

/// A hint that names a command, for someone who has the module alone.
fn of_python(hint: &str) -> String {
    hint.replace("`cyberdatagen settings`", "`cyberdatagen.settings()`")
}
