//! Values of settings: from Python to the text form that `--set` takes, and back.

use cyberdatagen::engine::configuration::Setting;
use cyberdatagen::engine::settings::{Entry, Value};
use cyberdatagen::engine::{Configuration, decimal};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyInt, PyString};

/// The text form of a value: text as it is, a switch, a number, a date, or the names of a list, perhaps with weights (a `dict`).
///
/// # Errors
/// It is none of these.
pub fn text(path: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = value.cast::<PyString>() {
        return text.extract();
    }
    if let Ok(switch) = value.cast::<PyBool>() {
        return Ok(if switch.is_true() { "on" } else { "off" }.to_owned());
    }
    if value.is_instance_of::<PyInt>() {
        return Ok(value.str()?.to_string());
    }
    // Also numbers of other libraries.
    if let Ok(whole) = value.extract::<i64>() {
        return Ok(whole.to_string());
    }
    if let Ok(decimal) = value.extract::<f64>() {
        return Ok(number(decimal));
    }
    if value.hasattr("isoformat")? {
        // A day, of a date or of a point in time.
        let day: String = value.call_method0("isoformat")?.extract()?;
        return Ok(day.split('T').next().unwrap_or_default().to_owned());
    }
    if let Ok(weights) = value.cast::<PyDict>() {
        let entry = |(name, weight): (Bound<'_, PyAny>, Bound<'_, PyAny>)| entry(&name, weight.extract()?);
        return Ok(weights.iter().map(entry).collect::<PyResult<Vec<String>>>()?.join(", "));
    }
    if let Ok(names) = value.try_iter() {
        return Ok(names.map(|name| entry(&name?, 1.0)).collect::<PyResult<Vec<String>>>()?.join(", "));
    }
    let kind = value.get_type().name()?;
    Err(PyTypeError::new_err(format!(
        "{path}: a setting takes text, a number, a bool, a date, or a list of names, not {kind}"
    )))
}

/// A number as settings write it; one that has more decimals than any setting, as Python writes it.
fn number(value: f64) -> String {
    let text = decimal::text(value);
    if decimal::parse(&text) == Some(value) { text } else { value.to_string() }
}

/// An entry of a list, with what would part it escaped.
fn entry(name: &Bound<'_, PyAny>, weight: f64) -> PyResult<String> {
    let entry = Entry { name: name.extract()?, tag: String::new(), weight };
    Ok(entry.to_string())
}

/// The value of a setting in a configuration, as Python has it: text of what is neither a number nor a switch.
pub fn of_python<'py>(
    py: Python<'py>,
    setting: &Setting,
    configuration: &Configuration,
) -> PyResult<Bound<'py, PyAny>> {
    Ok(match setting.value(configuration) {
        Value::Integer(number) => number.into_pyobject(py)?.into_any(),
        Value::Decimal(number) => number.into_pyobject(py)?.into_any(),
        Value::Toggle(on) => PyBool::new(py, on).to_owned().into_any(),
        other => other.to_string().into_pyobject(py)?.into_any(),
    })
}
