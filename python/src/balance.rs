//! `balance`: a balanced training part and a test part that is not touched.

use cyberdatagen::engine::balance::{BalanceOption, Balanced, Form, Input, OPTIONS, Options, Part};
use cyberdatagen::engine::dataset::csv::{CsvFile, Limits};
use cyberdatagen::engine::export::Format;
use cyberdatagen::engine::{Configuration, Problem};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use crate::input;
use crate::problems::refusal;
use crate::pulse::Pulse;
use crate::reports::loads;
use crate::source::Source;
use crate::table::Table;
use crate::value;

/// Splits data, and makes new rows of the smaller classes in the training part alone.
///
/// Parameters
/// ----------
/// data : Table, str, os.PathLike, bytes, or any Arrow table
///     The rows: those of `generate`, the path of a CSV file, the bytes of one, or what exports Arrow, such as a data frame (which
///     needs pyarrow).
/// target : str, optional
///     The column whose classes are balanced; "Is Anomaly" without one.
/// method : str, optional
///     How rows are made: "auto", "smote", "smote-nc", "smote-n", "random-over", "borderline-1", "borderline-2", "adasyn" or "none".
/// **options
///     The other options of ``cyberdatagen balance``, with ``_`` for ``-``: ``strategy``, ``k``, ``m``, ``scaling``, ``shrinkage``,
///     ``clean``, ``clean_classes``, ``clean_k``, ``under_ratio``, ``split``, ``train_share``, ``missing``, ``categorical``,
///     ``ignored`` and ``seed``.
///
/// Returns
/// -------
/// Balanced
///     ``train`` (a `Table`, with the columns "Is Synthetic", "Parent 1" and "Parent 2"), ``test`` (a `Table`, or None without a
///     split) and ``report`` (a dict: counts by class, quality, and the distance to the closest real record).
///
/// Raises
/// ------
/// ConfigurationError
///     An option is unknown or out of range, the data cannot be balanced so, or a table of `generate` has more than 10,000,000 rows.
///
/// Examples
/// --------
/// >>> import cyberdatagen
/// >>> balanced = cyberdatagen.balance(cyberdatagen.generate(rows=1000))
/// >>> [(of["name"], of["reached"]) for of in balanced.report["classes"]]
/// [('Normal', 760), ('Anomalous', 760)]
#[pyfunction]
#[pyo3(signature = (data, *, target=None, method=None, **options))]
pub fn balance<'py>(
    data: &Bound<'py, PyAny>,
    target: Option<Bound<'py, PyString>>,
    method: Option<Bound<'py, PyString>>,
    options: Option<Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = data.py();
    let given = options.unwrap_or_else(|| PyDict::new(py));
    for (name, value) in [("target", target), ("method", method)] {
        if let Some(value) = value {
            given.set_item(name, value)?;
        }
    }
    let options = read(&given)?;
    let rows = Rows::of(data)?;
    let pulse = Pulse::here();
    let mut raised = None;
    let balanced = py.detach(|| {
        let mut pace = |_, _| pulse.beat(&mut raised);
        let input = match rows {
            Rows::Generated(configuration) => Input::generated(&configuration, &mut pace)?,
            Rows::File(file) => Input::file(*file),
        };
        let balanced = Balanced::of(input, &options, &mut pace)?;
        let report = serde_json::to_string(&balanced.report).unwrap_or_default();
        Ok((parts(&balanced, &mut pace)?, report))
    });
    let (parts, report) = balanced.map_err(|problem| raised.unwrap_or_else(|| refusal(py, [problem])))?;
    let mut parts = parts
        .into_iter()
        .map(|(file, text)| Py::new(py, Table::new(Source::Read { file: Box::new(file), text })));
    let (train, test) = (parts.next().transpose()?, parts.next().transpose()?);
    py.import("cyberdatagen.balanced")?.getattr("Balanced")?.call1((train, test, loads(py, &report)?))
}

/// What is balanced.
enum Rows {
    /// All rows of a configuration.
    Generated(Box<Configuration>),
    File(Box<CsvFile>),
}

impl Rows {
    fn of(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Ok(table) = data.cast::<Table>()
            && let Source::Made(made) = table.get().source.as_ref()
            && made.is_whole_dataset()
        {
            input::check_rows(data.py(), table.get())?;
            // The parts are read again from the form that is read as it is written.
            let format = Format::default();
            return Ok(Rows::Generated(Box::new(Configuration { format, ..made.configuration().clone() })));
        }
        Ok(Rows::File(Box::new(input::read(data)?)))
    }
}

/// The parts, each as it is read from its text.
fn parts(
    balanced: &Balanced,
    pace: &mut dyn FnMut(u64, u64) -> std::ops::ControlFlow<()>,
) -> Result<Vec<(CsvFile, Vec<u8>)>, Problem> {
    let part = |part: &Part| {
        let mut text = Vec::new();
        balanced.lines(*part).for_each(|line| balanced.write(*part, line, &mut text));
        Ok((CsvFile::read(text.clone(), Limits::COMMAND_LINE, pace)?, text))
    };
    balanced.parts().iter().map(part).collect()
}

/// The options that the arguments name.
fn read(given: &Bound<'_, PyDict>) -> PyResult<Options> {
    let mut options = Options::default();
    let mut problems = Vec::new();
    for (name, value) in given {
        let name: String = name.extract()?;
        let Some(option) = OPTIONS.iter().find(|option| option.key.replace('-', "_") == name) else {
            let names: Vec<String> = OPTIONS.iter().map(|option| option.key.replace('-', "_")).collect();
            let hint = format!("the options are {}", names.join(", "));
            problems.push(Problem::new(name, "there is no such option", hint));
            continue;
        };
        problems.extend(option.set(&mut options, &text(option, &value)?).err());
    }
    if problems.is_empty() { Ok(options) } else { Err(refusal(given.py(), problems)) }
}

/// The text form of an option's value.
fn text(option: &BalanceOption, value: &Bound<'_, PyAny>) -> PyResult<String> {
    match option.form {
        // Rows by class.
        Form::Strategy if value.is_instance_of::<PyDict>() => {
            let counts = value.cast::<PyDict>()?.iter();
            let counts = counts.map(|(class, rows)| Ok(format!("{}={}", class.str()?, rows.str()?)));
            Ok(counts.collect::<PyResult<Vec<String>>>()?.join(", "))
        }
        Form::Columns if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() => {
            let names = value.try_iter()?.map(|name| {
                let name: String = name?.extract()?;
                Ok(if name.contains(',') { format!("\"{name}\"") } else { name })
            });
            Ok(names.collect::<PyResult<Vec<String>>>()?.join(", "))
        }
        _ => value::text(option.key, value),
    }
}
