//! `cyberdatagen balance`: a balanced training part and a test part, of a configuration's data or of a CSV file.

use std::path::Path;

use clap::{Arg, ArgMatches, FromArgMatches};

use super::output::{Output, keep, prepare};
use super::progress::{Progress, hear_interruptions, interrupted, is_interrupted};
use super::{BalanceArguments, Failure, files, print};
use crate::engine::Problem;
use crate::engine::balance::{BalanceOption, Balanced, Input, OPTIONS, Options, file_name};
use crate::engine::configuration::Override;

/// What the files of a configuration's data are named after.
const STEM: &str = "cybersecurity_dataset";

/// Bytes that are gathered before they go to the disk.
const BYTES_PER_WRITE: usize = 1 << 20;

/// The options of balancing, as the engine declares them, as arguments of the command line.
pub struct Flags(Vec<(&'static BalanceOption, String)>);

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |option: &'static BalanceOption| {
            Some((option, matches.get_one::<String>(option.flag())?.clone()))
        };
        Ok(Flags(OPTIONS.iter().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Flags::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for Flags {
    fn augment_args(command: clap::Command) -> clap::Command {
        let defaults = Options::default();
        OPTIONS.iter().fold(command, |command, option| {
            let value = option.value(&defaults);
            let default = if value.is_empty() { String::new() } else { format!(" [default: {value}]") };
            command.arg(
                Arg::new(option.flag())
                    .long(option.flag())
                    .value_name("VALUE")
                    .allow_hyphen_values(true)
                    .help_heading("Balancing")
                    .help(format!("{} Use {}{default}", option.help, option.range())),
            )
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Flags::augment_args(command)
    }
}

impl Flags {
    /// The options: those of a link or a file, and what the flags change of them, checked.
    fn options(&self, start: &[Override]) -> Result<Options, Failure> {
        let (mut options, mut problems) = Options::of(start);
        for (option, text) in &self.0 {
            problems.extend(option.set(&mut options, text).err().map(flagged));
        }
        if problems.is_empty() { Ok(options) } else { Err(Failure::Input(problems)) }
    }
}

/// The problem with the option as the command line names it.
fn flagged(problem: Problem) -> Problem {
    match BalanceOption::find(&problem.path) {
        Some(option) => Problem { path: format!("--{}", option.flag()), ..problem },
        None => problem,
    }
}

/// Balances, writes the files, and prints the report.
///
/// # Errors
/// The input cannot be balanced as asked, or the machine refused.
pub fn run(arguments: &BalanceArguments) -> Result<(), Failure> {
    let start = match arguments.input {
        Some(_) => Vec::new(),
        None => arguments.configuration.link()?.views,
    };
    let options = arguments.flags.options(&start)?;
    hear_interruptions();
    let mut progress = Progress::new(1);
    let mut pace = |done, total| progress.reach(done, total);
    let refused = |problem: Problem| match is_interrupted() {
        true => interrupted(),
        false => Failure::Input(vec![flagged(problem)]),
    };
    let (input, stem) = match &arguments.input {
        Some(path) => (Input::file(files::csv(path, &mut pace)?), stem(path)),
        None => {
            let configuration = arguments.configuration.held_configuration()?;
            (Input::generated(&configuration, &mut pace).map_err(refused)?, STEM.to_owned())
        }
    };
    let balanced = Balanced::of(input, &options, &mut pace).map_err(refused)?;
    drop(progress);

    let folder = arguments.out.as_path();
    let report_name = format!("{stem}_balance_report.json");
    let names: Vec<String> = balanced.parts().iter().map(|part| file_name(&stem, *part)).collect();
    prepare(folder, names.iter().map(String::as_str).chain([report_name.as_str()]))?;
    let mut outputs = Vec::new();
    for (&part, name) in balanced.parts().iter().zip(&names) {
        let mut output = Output::create(folder, name)?;
        let mut chunk = Vec::new();
        for line in balanced.lines(part) {
            balanced.write(part, line, &mut chunk);
            if chunk.len() >= BYTES_PER_WRITE {
                output.write(&chunk)?;
                chunk.clear();
            }
        }
        output.write(&chunk)?;
        outputs.push(output);
    }
    let json = serde_json::to_string_pretty(&balanced.report).unwrap_or_default() + "\n";
    let mut output = Output::create(folder, &report_name)?;
    output.write(json.as_bytes())?;
    outputs.push(output);
    let kept = keep(outputs, folder)?;
    print(&if arguments.json { json } else { format!("{}\n{kept}", balanced.report) })
}

/// The name of a file without its folder and its kind.
fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "data".to_owned(), |stem| stem.to_string_lossy().into_owned())
}
