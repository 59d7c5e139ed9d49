//! From the arguments of a call to a configuration that was checked, as `cyberdatagen generate` takes them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cyberdatagen::engine::configuration::link::{Link, Student};
use cyberdatagen::engine::configuration::{Override, Preset, Setting, settings};
use cyberdatagen::engine::{Configuration, Problem};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::problems::refusal;
use crate::value;

/// What decides the data, as a call names it.
pub struct Asked<'py> {
    preset: Option<String>,
    seed: Option<Bound<'py, PyAny>>,
    rows: Option<Bound<'py, PyAny>>,
    link: Option<String>,
    student: Option<String>,
    settings: Option<Bound<'py, PyDict>>,
    more: Option<Bound<'py, PyDict>>,
}

impl<'py> Asked<'py> {
    /// Of the arguments that all calls have.
    #[allow(clippy::too_many_arguments, reason = "those of a call")]
    pub fn new(
        preset: Option<String>,
        seed: Option<Bound<'py, PyAny>>,
        rows: Option<Bound<'py, PyAny>>,
        link: Option<String>,
        student: Option<String>,
        settings: Option<Bound<'py, PyDict>>,
        more: Option<Bound<'py, PyDict>>,
    ) -> Self {
        Asked { preset, seed, rows, link, student, settings, more }
    }

    /// The configuration, with the seed of the student.
    ///
    /// # Errors
    /// Every problem of what was asked for.
    pub fn configuration(&self, py: Python<'py>) -> PyResult<Configuration> {
        let mut changes = Vec::new();
        let mut problems = Vec::new();
        for (path, value) in self.settings.iter().flatten() {
            let path: String = path.extract()?;
            changes.push(Override { value: value::text(&path, &value)?, path });
        }
        for (keyword, value) in self.more.iter().flatten() {
            let keyword: String = keyword.extract()?;
            match path(&keyword) {
                Ok(path) => changes.push(Override { value: value::text(&path, &value)?, path }),
                Err(problem) => problems.push(problem),
            }
        }
        for (path, value) in [("seed", &self.seed), ("rows", &self.rows)] {
            if let Some(value) = value {
                changes.push(Override { path: path.to_owned(), value: value::text(path, value)? });
            }
        }
        if !problems.is_empty() {
            return Err(refusal(py, problems));
        }
        self.link(changes).map_err(|problems| refusal(py, problems))
    }

    /// What the arguments describe, with some changes.
    fn link(&self, changes: Vec<Override>) -> Result<Configuration, Vec<Problem>> {
        let (start, problems) = match (&self.link, &self.preset) {
            (Some(_), Some(_)) => {
                let hint = "leave one of preset and link out";
                return Err(Problem::new("preset", "a link has a preset of its own", hint).into());
            }
            (Some(text), None) => Link::read(text)?,
            (None, preset) => (Link::of(of_key(preset.as_deref())?.configuration()), Vec::new()),
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut settings = start.configuration.overrides();
        settings.extend(changes);
        let configuration = Configuration::from_overrides(start.configuration.preset, &settings)?;
        let mut link = Link { configuration, ..start };
        if let Some(name) = &self.student {
            if link.classroom.student == Student::Everyone {
                let hint = "leave student out, or give a link with 'student'";
                return Err(Problem::new("student", "there is one seed for everyone here", hint).into());
            }
            link.classroom.set("student", name)?;
        }
        if link.classroom.student == Student::Unnamed {
            let reason = "every student has a seed of their own here";
            return Err(Problem::new("student", reason, "say whose data it is: student=\"NAME\"").into());
        }
        Ok(link.effective())
    }
}

/// The preset of a key; without one, the first.
///
/// # Errors
/// There is none; the hint names all of them.
pub fn of_key(key: Option<&str>) -> Result<Preset, Problem> {
    let Some(key) = key else { return Ok(Preset::ALL[0]) };
    Preset::from_key(key).ok_or_else(|| {
        let keys: Vec<&str> = Preset::ALL.iter().map(|preset| preset.key()).collect();
        let hint = format!("the presets are {}", keys.join(", "));
        Problem::new("preset", format!("there is no preset '{key}'"), hint)
    })
}

/// How Python names a setting: the name of an argument has no dot.
pub fn keyword(setting: &Setting) -> String {
    setting.path.replace(['.', '-'], "_")
}

/// The path of the setting that an argument names, as Python or as settings themselves write it.
///
/// # Errors
/// No setting is named so, with the nearest; or several are.
fn path(keyword: &str) -> Result<String, Problem> {
    static PATHS: LazyLock<BTreeMap<String, Vec<&'static str>>> = LazyLock::new(|| {
        let mut paths: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for setting in settings() {
            paths.entry(self::keyword(setting)).or_default().push(&setting.path);
        }
        paths
    });
    match PATHS.get(keyword).map(Vec::as_slice) {
        Some([path]) => Ok((*path).to_owned()),
        Some(several) => {
            let reason = format!("several settings are named so: {}", several.join(", "));
            Err(Problem::new(keyword, reason, "name one by its path: settings={\"…\": …}"))
        }
        None => Setting::find(keyword).map(|setting| setting.path.to_string()),
    }
}
