//! Options of a phase, as the engine declares them, as arguments of a command.

use std::marker::PhantomData;

use clap::{Arg, ArgMatches, FromArgMatches};

use crate::engine::configuration::Override;
use crate::engine::problem::Problem;

/// The options of a phase.
pub trait Declared {
    /// What stands above them in the help.
    const HEADING: &'static str;

    /// What stands before the key of an option in links.
    const PREFIX: &'static str;

    /// The path and the help of each.
    fn declared() -> Vec<(String, String)>;

    /// The name of an option on the command line.
    fn flag(path: &str) -> String {
        path.strip_prefix(Self::PREFIX).unwrap_or(path).to_owned()
    }

    /// The problem with the option as the command line names it.
    fn flagged(problem: Problem) -> Problem {
        match problem.path.strip_prefix(Self::PREFIX) {
            Some(_) => Problem { path: format!("--{}", Self::flag(&problem.path)), ..problem },
            None => problem,
        }
    }
}

/// What was given of the options of a phase.
pub struct Flags<D> {
    /// The options, by their paths.
    pub given: Vec<Override>,
    of: PhantomData<D>,
}

impl<D> Flags<D> {
    /// Whether none was given.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }
}

impl<D: Declared> FromArgMatches for Flags<D> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |(path, _): (String, String)| {
            let value = matches.get_one::<String>(&D::flag(&path))?.clone();
            Some(Override { path, value })
        };
        Ok(Flags { given: D::declared().into_iter().filter_map(given).collect(), of: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Flags::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<D: Declared> clap::Args for Flags<D> {
    fn augment_args(command: clap::Command) -> clap::Command {
        D::declared().into_iter().fold(command, |command, (path, help)| {
            let name = D::flag(&path);
            command.arg(
                Arg::new(name.clone())
                    .long(name)
                    .value_name("VALUE")
                    .allow_hyphen_values(true)
                    .help_heading(D::HEADING)
                    .help(help),
            )
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Flags::<D>::augment_args(command)
    }
}
