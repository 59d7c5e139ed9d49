//! `generate` and the files beside the dataset.

use std::ops::Range;
use std::thread::available_parallelism;

use cyberdatagen::engine::export::{File, View};
use cyberdatagen::engine::generator::Planning;
use cyberdatagen::engine::shard::Shard;
use cyberdatagen::engine::{Configuration, Generator, Problem};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::configuration::Asked;
use crate::problems::refusal;
use crate::pulse::Pulse;
use crate::source::{List, Made, Source};
use crate::table::Table;

/// Makes labeled synthetic cybersecurity data.
///
/// The same settings give the same rows everywhere: here, on the command line and on the page.
///
/// Parameters
/// ----------
/// preset : str, default "realistic"
///     What to start from; `presets` lists them.
/// seed : int, optional
///     The seed; that of the preset without one.
/// rows : int, optional
///     Rows of the dataset; those of the preset without a number.
/// link : str, optional
///     A link of the page to start from, in place of a preset. What the other arguments say comes on top.
/// student : str, optional
///     The name or number of a student, where the link gives each a seed of their own.
/// shard : tuple of (int, int) or str, optional
///     One of several parts: ``(2, 5)`` or ``"2/5"`` is the second of five. The parts in order are the whole, and rows keep their
///     numbers, so that machines share the work.
/// threads : int, optional
///     Threads that make rows; one for each core without a number.
/// settings : dict, optional
///     Any setting by its path: ``{"attacks.difficulty": 0.3}``.
/// **more
///     Any setting as an argument, with ``_`` for the dots of its path: ``attacks_difficulty=0.3``. Lists of names come as a list
///     or, with weights, as a dict. `settings` lists all of them.
///
/// Returns
/// -------
/// Table
///     The rows, which are made when they are read.
///
/// Raises
/// ------
/// ConfigurationError
///     A setting is unknown or out of range, or two contradict each other.
///
/// Examples
/// --------
/// >>> import cyberdatagen
/// >>> cyberdatagen.generate(preset="classic", seed=8, rows=500)
/// <cyberdatagen.Table: 500 rows, 34 columns>
/// >>> cyberdatagen.generate(rows=1000, shard=(2, 3))
/// <cyberdatagen.Table: 333 rows, 35 columns>
#[pyfunction]
#[pyo3(signature = (preset=None, *, seed=None, rows=None, link=None, student=None, shard=None, threads=None, settings=None, **more))]
#[allow(clippy::too_many_arguments, reason = "those of a call")]
pub fn generate<'py>(
    py: Python<'py>,
    preset: Option<String>,
    seed: Option<Bound<'py, PyAny>>,
    rows: Option<Bound<'py, PyAny>>,
    link: Option<String>,
    student: Option<String>,
    shard: Option<Bound<'py, PyAny>>,
    threads: Option<usize>,
    settings: Option<Bound<'py, PyDict>>,
    more: Option<Bound<'py, PyDict>>,
) -> PyResult<Table> {
    let asked = Asked::new(preset, seed, rows, link, student, settings, more);
    made(py, &asked, File::Dataset(View::Combined), shard, threads)
}

/// What is true of each row of a realistic preset, whatever its label says.
///
/// Parameters
/// ----------
/// preset, seed, rows, link, student, shard, threads, settings, **more
///     As of `generate`: the same arguments give the answers to the same rows.
///
/// Returns
/// -------
/// Table
///     A row for each row of the dataset: its true label, session, campaign, attack, phase, technique, what the attack shifts, why a
///     normal row looks like an attack, and what was made wrong of it.
///
/// Raises
/// ------
/// ConfigurationError
///     As of `generate`; or the preset is a classic one, which has no answers.
#[pyfunction]
#[pyo3(signature = (preset=None, *, seed=None, rows=None, link=None, student=None, shard=None, threads=None, settings=None, **more))]
#[allow(clippy::too_many_arguments, reason = "those of a call")]
pub fn answer_key<'py>(
    py: Python<'py>,
    preset: Option<String>,
    seed: Option<Bound<'py, PyAny>>,
    rows: Option<Bound<'py, PyAny>>,
    link: Option<String>,
    student: Option<String>,
    shard: Option<Bound<'py, PyAny>>,
    threads: Option<usize>,
    settings: Option<Bound<'py, PyDict>>,
    more: Option<Bound<'py, PyDict>>,
) -> PyResult<Table> {
    let asked = Asked::new(preset, seed, rows, link, student, settings, more);
    made(py, &asked, File::AnswerKey, shard, threads)
}

/// Who the users and assignees are, and their departments from when to when.
///
/// Parameters
/// ----------
/// preset, seed, rows, link, student, settings, **more
///     As of `generate`.
///
/// Returns
/// -------
/// Table
///     A row for each person and the time in a department.
///
/// Raises
/// ------
/// ConfigurationError
///     As of `generate`; or the preset is a classic one, which has no such list.
#[pyfunction]
#[pyo3(signature = (preset=None, *, seed=None, rows=None, link=None, student=None, settings=None, **more))]
#[allow(clippy::too_many_arguments, reason = "those of a call")]
pub fn users<'py>(
    py: Python<'py>,
    preset: Option<String>,
    seed: Option<Bound<'py, PyAny>>,
    rows: Option<Bound<'py, PyAny>>,
    link: Option<String>,
    student: Option<String>,
    settings: Option<Bound<'py, PyDict>>,
    more: Option<Bound<'py, PyDict>>,
) -> PyResult<Table> {
    let asked = Asked::new(preset, seed, rows, link, student, settings, more);
    listed(py, &asked, File::Users)
}

/// The campaigns of attacks: kind, days, rows, phases and techniques.
///
/// Parameters
/// ----------
/// preset, seed, rows, link, student, settings, **more
///     As of `generate`.
///
/// Returns
/// -------
/// Table
///     A row for each campaign.
///
/// Raises
/// ------
/// ConfigurationError
///     As of `generate`; or the preset is a classic one, which has no such list.
#[pyfunction]
#[pyo3(signature = (preset=None, *, seed=None, rows=None, link=None, student=None, settings=None, **more))]
#[allow(clippy::too_many_arguments, reason = "those of a call")]
pub fn campaigns<'py>(
    py: Python<'py>,
    preset: Option<String>,
    seed: Option<Bound<'py, PyAny>>,
    rows: Option<Bound<'py, PyAny>>,
    link: Option<String>,
    student: Option<String>,
    settings: Option<Bound<'py, PyDict>>,
    more: Option<Bound<'py, PyDict>>,
) -> PyResult<Table> {
    let asked = Asked::new(preset, seed, rows, link, student, settings, more);
    listed(py, &asked, File::Campaigns)
}

/// The generator of a configuration, planned while other threads of Python run.
///
/// # Errors
/// The problems of the configuration, or a signal came.
pub fn planned(py: Python<'_>, configuration: &Configuration) -> PyResult<Generator> {
    let pulse = Pulse::here();
    let mut planning =
        pulse.work(|| Planning::new(configuration))?.map_err(|problems| refusal(py, problems))?;
    loop {
        if let Some(generator) = pulse.work(|| planning.step())? {
            return Ok(*generator);
        }
    }
}

fn made<'py>(
    py: Python<'py>,
    asked: &Asked<'py>,
    file: File,
    shard: Option<Bound<'py, PyAny>>,
    threads: Option<usize>,
) -> PyResult<Table> {
    let configuration = asked.configuration(py)?;
    check(py, &configuration, file)?;
    let rows = match shard {
        None => 0..configuration.rows,
        Some(shard) => range(&shard, configuration.rows)?,
    };
    if threads == Some(0) {
        let problem = Problem::new("threads", "0 threads make no rows", "use at least 1, or leave it out");
        return Err(refusal(py, [problem]));
    }
    let threads = threads.unwrap_or_else(|| available_parallelism().map_or(1, |cores| cores.get()));
    let made = Made::new(planned(py, &configuration)?, file, rows, threads);
    Ok(Table::new(Source::Made(Box::new(made))))
}

/// The rows of a shard: a pair of numbers, or text such as `2/5`.
fn range(shard: &Bound<'_, PyAny>, rows: u64) -> PyResult<Range<u64>> {
    let read = match shard.cast::<PyString>() {
        Ok(text) => text.extract::<String>()?.parse::<Shard>(),
        Err(_) => {
            let (index, of): (i64, i64) = shard.extract()?;
            format!("{index}/{of}").parse()
        }
    };
    read.map(|shard| shard.range(rows)).map_err(|problem| refusal(shard.py(), [problem]))
}

/// Whether data of the configuration has the file.
fn check(py: Python<'_>, configuration: &Configuration, file: File) -> PyResult<()> {
    if file.is_of(configuration) {
        return Ok(());
    }
    let reason = format!("the classic model has no {}", file.stem().replace('_', " "));
    Err(refusal(py, [Problem::new("preset", reason, "choose a realistic preset")]))
}

fn listed<'py>(py: Python<'py>, asked: &Asked<'py>, file: File) -> PyResult<Table> {
    let configuration = asked.configuration(py)?;
    check(py, &configuration, file)?;
    let list = List::new(configuration, file, Pulse::here())?;
    Ok(Table::new(Source::List(Box::new(list))))
}
