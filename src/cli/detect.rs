//! `cyberdatagen detect`: detectors compared on a configuration's data or a CSV file, as text or JSON.

use std::path::Path;

use super::flags::{self, Declared};
use super::output::{Place, file_name};
use super::progress::{Progress, hear_interruptions, interrupted, is_interrupted};
use super::{ConfigurationArguments, DetectArguments, Failure, files, print};
use crate::engine::balance::{self, Input};
use crate::engine::configuration::{Configuration, Override};
use crate::engine::detect::options::{Options, PREFIX, TEXT_OPTIONS};
use crate::engine::detect::{Axis, Origin, Report, Sweep, card, json, notebook};
use crate::engine::pace::Pace;
use crate::engine::problem::Problem;

/// The keys of what a curve can be drawn against.
pub const AXES: [&str; 3] = Axis::KEYS;

/// The options of a comparison.
pub struct Detectors;

impl Declared for Detectors {
    const HEADING: &'static str = "Detectors";
    const PREFIX: &'static str = PREFIX;

    fn declared() -> Vec<(String, String)> {
        let defaults = Options::default();
        let settings = Options::settings().into_iter().map(|setting| {
            let help = format!(
                "{} Use {} [default: {}]",
                setting.help,
                setting.kind.range(),
                setting.value(&defaults)
            );
            (setting.path.to_string(), help)
        });
        let texts = TEXT_OPTIONS.iter().map(|option| {
            let text = option.text(&defaults);
            let default = if text.is_empty() { String::new() } else { format!(" [default: {text}]") };
            (option.path.to_owned(), format!("{}{default}", option.help))
        });
        settings.chain(texts).collect()
    }

    /// `--seed` is the seed of the data.
    fn flag(path: &str) -> String {
        match path.strip_prefix(PREFIX).unwrap_or(path) {
            "seed" => "detect-seed".to_owned(),
            key => key.to_owned(),
        }
    }
}

/// The options of a comparison, as arguments.
pub type Flags = flags::Flags<Detectors>;

/// Compares detectors, or draws their curves, and prints what came of it.
///
/// # Errors
/// Nothing can be said about the data, or the machine refused.
pub fn run(arguments: &DetectArguments) -> Result<(), Failure> {
    let asked = Asked::of(&arguments.configuration, &arguments.flags, arguments.input.as_deref())?;
    let wanted = [("--notebook", &arguments.notebook), ("--card", &arguments.card)];
    let [notebook_place, card_place] =
        wanted.map(|(flag, path)| path.as_deref().map(|path| Place::of(flag, path)));
    let [notebook_place, card_place] = [notebook_place.transpose()?, card_place.transpose()?];
    if let Some(axis) = arguments.against.as_deref().and_then(Axis::of_key) {
        let sweep = asked.sweep(axis)?;
        return print(&if arguments.json { json::text(&sweep) } else { sweep.to_string() });
    }
    let (report, configuration) = asked.report()?;
    let Asked { options, .. } = &asked;
    let origin = match (&arguments.input, configuration) {
        (None, Some(configuration)) => {
            Origin::dataset(&configuration, &report, options, &asked.balancing, |link| {
                format!("#{}", link.write())
            })
        }
        (path, _) => Origin::File(path.as_deref().map(file_name).unwrap_or_default()),
    };
    let mut told = String::new();
    if let Some(place) = notebook_place {
        told += &place.write(notebook::text(&report, options, &origin).as_bytes())?;
    }
    if let Some(place) = card_place {
        let best = report.detectors.first().map_or(0, |scored| scored.best_f1);
        let card = card::text(&report, options, &origin, 0, best).ok_or_else(|| {
            Failure::input("--card", "no detector could be tried", "see the report for the reasons")
        })?;
        told += &place.write(card.as_bytes())?;
    }
    print(&if arguments.json { json::text(&report) } else { format!("{report}{told}") })
}

/// Compares detectors on the rows of a file, or else of a configuration, whose link may have options.
///
/// # Errors
/// Nothing can be said about the data, or the machine refused.
pub fn compare(
    configuration: &ConfigurationArguments,
    flags: &Flags,
    input: Option<&Path>,
) -> Result<Report, Failure> {
    Asked::of(configuration, flags, input)?.report().map(|(report, _)| report)
}

/// What is asked of detectors.
struct Asked<'a> {
    configuration: &'a ConfigurationArguments,
    input: Option<&'a Path>,
    options: Options,
    /// The options of balancing that differ from the defaults.
    balancing: Vec<Override>,
}

impl<'a> Asked<'a> {
    /// # Errors
    /// An option cannot be used.
    fn of(
        configuration: &'a ConfigurationArguments,
        flags: &Flags,
        input: Option<&'a Path>,
    ) -> Result<Self, Failure> {
        let start = if input.is_some() { Vec::new() } else { configuration.link()?.views };
        let of = |prefix: &str| -> Vec<Override> {
            start.iter().filter(|setting| setting.path.starts_with(prefix)).cloned().collect()
        };
        let (options, problems) = Options::of(&[of(PREFIX), flags.given.clone()].concat());
        let balancing = of(balance::PREFIX);
        let (_, unusable) = balance::Options::of(&balancing);
        if !problems.is_empty() || !unusable.is_empty() {
            return Err(Failure::Input(
                problems.into_iter().map(Detectors::flagged).chain(unusable).collect(),
            ));
        }
        hear_interruptions();
        Ok(Asked { configuration, input, options, balancing })
    }

    /// The comparison, and the configuration of the rows where they are generated.
    fn report(&self) -> Result<(Report, Option<Configuration>), Failure> {
        let (input, patterns) = self.rows()?;
        let (balancing, _) = balance::Options::of(&self.balancing);
        let report = shown(|pace| Report::of(&input, patterns.as_deref(), &self.options, &balancing, pace));
        Ok((report.map_err(refused)?, input.configuration().cloned()))
    }

    /// The figures of the detectors along an axis.
    fn sweep(&self, axis: Axis) -> Result<Sweep, Failure> {
        if let Some(path) = self.input {
            if let Some(refusal) = axis.refusal(None) {
                return Err(Failure::input("--against", refusal.reason, refusal.hint));
            }
            let input = Input::file(shown(|pace| files::csv(path, pace))?);
            return shown(|pace| Sweep::of_rows(&input, &self.options, pace)).map_err(refused);
        }
        let configuration = self.configuration.held_configuration()?;
        shown(|pace| Sweep::of_configuration(&configuration, axis, &self.options, pace)).map_err(refused)
    }

    /// The rows of a file, or of a configuration with the patterns of their attacks.
    fn rows(&self) -> Result<(Input, Option<Vec<u8>>), Failure> {
        if let Some(path) = self.input {
            return Ok((Input::file(shown(|pace| files::csv(path, pace))?), None));
        }
        let configuration = self.configuration.held_configuration()?;
        let generated = shown(|pace| Input::with_patterns(&configuration, pace));
        let (input, patterns) = generated.map_err(refused)?;
        Ok((input, Some(patterns)))
    }
}

/// Does work and shows its progress.
fn shown<T>(work: impl FnOnce(Pace) -> T) -> T {
    let mut progress = Progress::new(1);
    work(&mut |done, total| progress.reach(done, total))
}

/// Why nothing can be said, or that the process was asked to end.
fn refused(problem: Problem) -> Failure {
    if is_interrupted() { interrupted() } else { Failure::Input(vec![Detectors::flagged(problem)]) }
}
