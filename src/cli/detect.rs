//! `cyberdatagen detect`: detectors compared on a configuration's data or a CSV file, as text or JSON.

use std::path::Path;

use clap::{Arg, ArgMatches, FromArgMatches};

use super::progress::{Progress, hear_interruptions, interrupted, is_interrupted};
use super::{ConfigurationArguments, DetectArguments, Failure, files, print};
use crate::engine::balance::{self, Input};
use crate::engine::configuration::Override;
use crate::engine::detect::options::{Options, PREFIX, TEXT_OPTIONS};
use crate::engine::detect::{Report, json};
use crate::engine::problem::Problem;

/// What each option is called on the command line, and its help.
fn declared() -> Vec<(String, String)> {
    let usual = Options::default();
    let settings = Options::settings().into_iter().map(|setting| {
        let help =
            format!("{} Use {} [default: {}]", setting.help, setting.kind.range(), setting.value(&usual));
        (setting.path.to_string(), help)
    });
    let texts = TEXT_OPTIONS.iter().map(|option| {
        let text = option.text(&usual);
        let usual = if text.is_empty() { String::new() } else { format!(" [default: {text}]") };
        (option.path.to_owned(), format!("{}{usual}", option.help))
    });
    settings.chain(texts).collect()
}

/// The name of an option on the command line: `--seed` is the seed of the data.
fn flag(path: &str) -> String {
    match path.strip_prefix(PREFIX).unwrap_or(path) {
        "seed" => "detect-seed".to_owned(),
        key => key.to_owned(),
    }
}

/// The options of a comparison, as the engine declares them, as arguments of the command line.
pub struct Flags(Vec<Override>);

impl Flags {
    /// Whether none was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |(path, _): (String, String)| {
            let value = matches.get_one::<String>(&flag(&path))?.clone();
            Some(Override { path, value })
        };
        Ok(Flags(declared().into_iter().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Flags::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for Flags {
    fn augment_args(command: clap::Command) -> clap::Command {
        declared().into_iter().fold(command, |command, (path, help)| {
            let name = flag(&path);
            command.arg(
                Arg::new(name.clone()).long(name).value_name("VALUE").help_heading("Detectors").help(help),
            )
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Flags::augment_args(command)
    }
}

/// Compares detectors and prints the report.
///
/// # Errors
/// Nothing can be said about the data, or the machine refused.
pub fn run(arguments: &DetectArguments) -> Result<(), Failure> {
    let report = compare(&arguments.configuration, &arguments.flags, arguments.input.as_deref())?;
    print(&if arguments.json { json::text(&report) } else { report.to_string() })
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
    let start = match input {
        Some(_) => Vec::new(),
        None => configuration.link()?.views,
    };
    let of = |prefix: &str| -> Vec<Override> {
        start.iter().filter(|setting| setting.path.starts_with(prefix)).cloned().collect()
    };
    let (options, problems) = Options::of(&[of(PREFIX), flags.0.clone()].concat());
    let (balancing, unusable) = balance::Options::of(&of(balance::PREFIX));
    if !problems.is_empty() || !unusable.is_empty() {
        return Err(Failure::Input(problems.into_iter().map(flagged).chain(unusable).collect()));
    }
    hear_interruptions();
    let mut progress = Progress::new(1);
    let mut pace = |done, total| progress.reach(done, total);
    let refused = |problem: Problem| match is_interrupted() {
        true => interrupted(),
        false => Failure::Input(vec![flagged(problem)]),
    };
    let (input, patterns) = match input {
        Some(path) => (Input::file(files::csv(path, &mut pace)?), None),
        None => {
            let (input, patterns) =
                Input::with_patterns(&configuration.configuration()?, &mut pace).map_err(refused)?;
            (input, Some(patterns))
        }
    };
    // Another whole begins: the rows are there, and shown as done.
    drop(progress);
    let mut progress = Progress::new(1);
    let mut pace = |done, total| progress.reach(done, total);
    Report::of(&input, patterns.as_deref(), &options, &balancing, &mut pace).map_err(refused)
}

/// The problem with the option as the command line names it.
fn flagged(problem: Problem) -> Problem {
    match problem.path.strip_prefix(PREFIX) {
        Some(_) => Problem { path: format!("--{}", flag(&problem.path)), ..problem },
        None => problem,
    }
}
