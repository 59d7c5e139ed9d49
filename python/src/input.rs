//! Data of anyone's: the path of a CSV file, its bytes, a table of ours, or any table of Arrow.

use std::path::PathBuf;

use cyberdatagen::engine::Problem;
use cyberdatagen::engine::configuration::MAX_ROWS_IN_MEMORY;
use cyberdatagen::engine::dataset::csv::{CsvFile, Limits};
use cyberdatagen::engine::decimal::grouped;
use cyberdatagen::engine::export::Format;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyString};

use crate::problems::refusal;
use crate::pulse::Pulse;
use crate::source::Source;
use crate::table::Table;

/// Reads it as the command line reads a CSV file.
///
/// # Errors
/// It cannot be read, or is no CSV.
pub fn read(data: &Bound<'_, PyAny>) -> PyResult<CsvFile> {
    let py = data.py();
    if let Ok(table) = data.cast::<Table>() {
        return of_table(py, table.get());
    }
    if data.is_instance_of::<PyBytes>() || data.is_instance_of::<PyByteArray>() {
        return of_text(py, data.extract()?, "");
    }
    if data.is_instance_of::<PyString>() || data.hasattr("__fspath__")? {
        let path: PathBuf = data.extract()?;
        let limits = Limits::COMMAND_LINE;
        let size = usize::try_from(std::fs::metadata(&path)?.len()).unwrap_or(usize::MAX);
        let shown = format!("'{}': ", path.display());
        limits.check_bytes(size).map_err(|problem| refusal(py, [named(problem, &shown)]))?;
        return of_text(py, std::fs::read(&path)?, &shown);
    }
    // Whoever has a table of Arrow mostly has pyarrow, which writes it as CSV.
    let text = py.import("cyberdatagen._csv")?.call_method1("of_arrow", (data,))?;
    of_text(py, text.extract()?, "")
}

/// The rows of a table of ours.
///
/// # Errors
/// They are too many, or cannot be made or read.
pub fn of_table(py: Python<'_>, table: &Table) -> PyResult<CsvFile> {
    match table.source.as_ref() {
        Source::Read { file, .. } => Ok(file.as_ref().clone()),
        // In the form that is read as it is written, whatever that of its files.
        _ => {
            check_rows(py, table)?;
            of_text(py, table.csv(py, Some(Format::default()))?, "")
        }
    }
}

/// Whether the rows of a table may be made to be held all at once.
///
/// # Errors
/// They are too many.
pub fn check_rows(py: Python<'_>, table: &Table) -> PyResult<()> {
    let rows = table.source.rows();
    if rows <= MAX_ROWS_IN_MEMORY {
        return Ok(());
    }
    let most = grouped(MAX_ROWS_IN_MEMORY);
    let reason = format!("{} rows are more than this function holds", grouped(rows));
    let hint =
        format!("give at most {most}, such as a shard: shard=(1, {})", rows.div_ceil(MAX_ROWS_IN_MEMORY));
    Err(refusal(py, [Problem::new("rows", reason, hint)]))
}

/// Reads the bytes of a file; problems begin with its name.
///
/// # Errors
/// They are no CSV, or a signal came.
pub fn of_text(py: Python<'_>, text: Vec<u8>, name: &str) -> PyResult<CsvFile> {
    let pulse = Pulse::here();
    let mut raised = None;
    let read = py.detach(|| CsvFile::read(text, Limits::COMMAND_LINE, &mut |_, _| pulse.beat(&mut raised)));
    read.map_err(|problem| raised.unwrap_or_else(|| refusal(py, [named(problem, name)])))
}

fn named(problem: Problem, name: &str) -> Problem {
    Problem { reason: format!("{name}{}", problem.reason).into(), ..problem }
}
