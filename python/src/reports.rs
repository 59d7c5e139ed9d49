//! What is said of data and of settings: the audit, the description, and the lists of what there is.

use cyberdatagen::engine::Generator;
use cyberdatagen::engine::audit::{Audit, json};
use cyberdatagen::engine::configuration::{Preset, settings as declared};
use cyberdatagen::engine::explore::profile::Profile;
use cyberdatagen::engine::settings::Kind;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::configuration::{Asked, keyword, of_key};
use crate::generate::planned;
use crate::input;
use crate::problems::refusal;
use crate::pulse::Pulse;
use crate::value;

/// Says whether data is worth training on, and by what.
///
/// Parameters
/// ----------
/// preset, seed, rows, link, student, settings, **more
///     As of `generate`.
///
/// Returns
/// -------
/// dict
///     What ``cyberdatagen audit --json`` prints: ``verdict``, ``passes``, and in ``checks`` each check with its verdict, value, limit,
///     reason and fix.
///
/// Raises
/// ------
/// ConfigurationError
///     As of `generate`.
///
/// Examples
/// --------
/// >>> import cyberdatagen
/// >>> cyberdatagen.audit(preset="classic")["verdict"]
/// 'fail'
#[pyfunction]
#[pyo3(signature = (preset=None, *, seed=None, rows=None, link=None, student=None, settings=None, **more))]
#[allow(clippy::too_many_arguments, reason = "those of a call")]
pub fn audit<'py>(
    py: Python<'py>,
    preset: Option<String>,
    seed: Option<Bound<'py, PyAny>>,
    rows: Option<Bound<'py, PyAny>>,
    link: Option<String>,
    student: Option<String>,
    settings: Option<Bound<'py, PyDict>>,
    more: Option<Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let asked = Asked::new(preset, seed, rows, link, student, settings, more);
    let configuration = asked.configuration(py)?;
    let generator = planned(py, &configuration)?;
    let pulse = Pulse::here();
    let text = py.detach(|| audited(generator, pulse))?;
    loads(py, &text)
}

/// The report as JSON. An audit stays on the thread that began it.
fn audited(mut generator: Generator, pulse: Pulse) -> PyResult<String> {
    let mut audit = Audit::of(&mut generator);
    let mut raised = None;
    loop {
        if let Some(report) = audit.step() {
            return Ok(json::text(generator.configuration(), &report));
        }
        if pulse.beat(&mut raised).is_break()
            && let Some(raised) = raised
        {
            return Err(raised);
        }
    }
}

/// Describes data: statistics of each column as pandas gives them, and alerts.
///
/// Parameters
/// ----------
/// data : Table, str, os.PathLike, bytes, or any Arrow table
///     The rows: those of `generate`, the path of a CSV file, the bytes of one, or what exports Arrow, such as a data frame (which
///     needs pyarrow).
///
/// Returns
/// -------
/// dict
///     What ``cyberdatagen describe --json`` prints: ``rows``, ``columns``, ``alerts`` and ``head``.
///
/// Raises
/// ------
/// ConfigurationError
///     The file is no CSV, or a table of `generate` has more than 10,000,000 rows.
///
/// Examples
/// --------
/// >>> import cyberdatagen
/// >>> cyberdatagen.describe(b"port,label\n22,a\n80,b\n")["rows"]
/// 2
#[pyfunction]
pub fn describe<'py>(data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = data.py();
    let file = input::read(data)?;
    let told = Pulse::here().work(|| Profile::of(&file).json().to_string())?;
    loads(py, &told)
}

/// Lists every setting that `generate` takes.
///
/// Parameters
/// ----------
/// preset : str, default "realistic"
///     Whose values are the defaults.
///
/// Returns
/// -------
/// list of dict
///     Of each setting: ``path``, ``keyword`` (the same as an argument), ``name``, ``group``, ``unit``, ``type``, ``range`` in words,
///     ``min`` and ``max`` of a number, ``choices``, ``default`` and ``help``. ``pandas.DataFrame`` makes a table of it.
///
/// Examples
/// --------
/// >>> import cyberdatagen
/// >>> {setting["path"]: setting["default"] for setting in cyberdatagen.settings()}["attacks.difficulty"]
/// 0.5
#[pyfunction]
#[pyo3(signature = (preset=None))]
pub fn settings<'py>(py: Python<'py>, preset: Option<&str>) -> PyResult<Bound<'py, PyList>> {
    let configuration = of_key(preset).map_err(|problem| refusal(py, [problem]))?.configuration();
    let told = declared().iter().map(|setting| {
        let known = PyDict::new(py);
        known.set_item("path", setting.path.as_ref())?;
        known.set_item("keyword", keyword(setting))?;
        known.set_item("name", setting.name.english())?;
        known.set_item("group", setting.group().name())?;
        known.set_item("unit", setting.unit)?;
        known.set_item("type", setting.kind.name())?;
        known.set_item("range", setting.kind.range().english())?;
        match setting.kind {
            Kind::Integer { min, max } => set_range(&known, min, max)?,
            Kind::Decimal { min, max } => set_range(&known, min, max)?,
            _ => set_range(&known, None::<u64>, None::<u64>)?,
        }
        let choices = match setting.kind {
            Kind::Choice(choices) => Some(choices.iter().map(|choice| choice.key).collect::<Vec<_>>()),
            _ => None,
        };
        known.set_item("choices", choices)?;
        known.set_item("default", value::of_python(py, setting, &configuration)?)?;
        known.set_item("help", setting.help.english())?;
        Ok(known)
    });
    PyList::new(py, told.collect::<PyResult<Vec<_>>>()?)
}

fn set_range<'py>(
    known: &Bound<'py, PyDict>,
    min: impl IntoPyObject<'py>,
    max: impl IntoPyObject<'py>,
) -> PyResult<()> {
    known.set_item("min", min)?;
    known.set_item("max", max)
}

/// Lists the presets.
///
/// Returns
/// -------
/// list of dict
///     Of each preset: ``preset``, ``name`` and ``purpose``.
///
/// Examples
/// --------
/// >>> import cyberdatagen
/// >>> cyberdatagen.presets()[0]["preset"]
/// 'realistic'
#[pyfunction]
pub fn presets(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let told = Preset::ALL.map(|preset| {
        let known = PyDict::new(py);
        known.set_item("preset", preset.key())?;
        known.set_item("name", preset.name())?;
        known.set_item("purpose", preset.purpose())?;
        PyResult::Ok(known)
    });
    PyList::new(py, told.into_iter().collect::<PyResult<Vec<_>>>()?)
}

/// What some JSON stands for.
///
/// # Errors
/// It is none.
pub fn loads<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (text,))
}
