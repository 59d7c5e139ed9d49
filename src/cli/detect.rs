//! `cyberdatagen detect`: detectors compared on a configuration's data or a CSV file, as text or JSON.

use std::fmt::Display;

use clap::{Arg, ArgMatches, FromArgMatches};
use serde::Serialize;

use super::progress::{Progress, hear_interruptions, interrupted, is_interrupted};
use super::{DetectArguments, Failure, files, print};
use crate::engine::balance::{self, Input};
use crate::engine::configuration::Override;
use crate::engine::detect::options::{Options, PREFIX, TEXT_OPTIONS};
use crate::engine::detect::{Axis, Report, Sweep, json};
use crate::engine::pace::Pace;
use crate::engine::problem::Problem;

/// The keys of what a curve can be drawn against.
pub const AXES: [&str; 3] = Axis::KEYS;

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
    let start = match arguments.input {
        Some(_) => Vec::new(),
        None => arguments.configuration.link()?.views,
    };
    let of = |prefix: &str| -> Vec<Override> {
        start.iter().filter(|setting| setting.path.starts_with(prefix)).cloned().collect()
    };
    let (options, problems) = Options::of(&[of(PREFIX), arguments.flags.0.clone()].concat());
    let (balancing, unusable) = balance::Options::of(&of(balance::PREFIX));
    if !problems.is_empty() || !unusable.is_empty() {
        return Err(Failure::Input(problems.into_iter().map(flagged).chain(unusable).collect()));
    }
    hear_interruptions();
    let refused = |problem: Problem| match is_interrupted() {
        true => interrupted(),
        false => Failure::Input(vec![flagged(problem)]),
    };
    let axis = arguments.against.as_deref().and_then(Axis::of_key);
    if let (Some(axis), None) = (axis.filter(|axis| axis.setting().is_some()), &arguments.input) {
        let configuration = arguments.configuration.configuration()?;
        let sweep = shown(|pace| Sweep::of_setting(&configuration, axis, &options, pace)).map_err(refused)?;
        return print(&written(&sweep, arguments.json));
    }
    let (input, patterns) = match &arguments.input {
        Some(_) if axis.is_some_and(|axis| axis.setting().is_some()) => {
            let hint = "use `--against rows`, or a preset";
            return Err(Failure::Input(vec![Problem::new(
                "--against",
                "the rows of a file are given",
                hint,
            )]));
        }
        Some(path) => (Input::file(shown(|pace| files::csv(path, pace))?), None),
        None => {
            let configuration = arguments.configuration.configuration()?;
            let generated = shown(|pace| Input::with_patterns(&configuration, pace));
            let (input, patterns) = generated.map_err(refused)?;
            (input, Some(patterns))
        }
    };
    if axis.is_some() {
        let sweep = shown(|pace| Sweep::of_rows(&input, &options, pace)).map_err(refused)?;
        return print(&written(&sweep, arguments.json));
    }
    let report = shown(|pace| Report::of(&input, patterns.as_deref(), &options, &balancing, pace));
    let report = report.map_err(refused)?;
    print(&written(&report, arguments.json))
}

/// What is printed of a result.
fn written<R: Serialize + Display>(result: &R, json: bool) -> String {
    if json { json::text(result) } else { result.to_string() }
}

/// Does work and shows its progress.
fn shown<T>(work: impl FnOnce(Pace) -> T) -> T {
    let mut progress = Progress::new(1);
    work(&mut |done, total| progress.reach(done, total))
}

/// The problem with the option as the command line names it.
fn flagged(problem: Problem) -> Problem {
    match problem.path.strip_prefix(PREFIX) {
        Some(_) => Problem { path: format!("--{}", flag(&problem.path)), ..problem },
        None => problem,
    }
}
