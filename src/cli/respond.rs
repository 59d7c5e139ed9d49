//! The options of the monitor on the command line, for scoring and for streams.

use std::path::Path;

use super::flags::{self, Declared};
use super::{Failure, RulesArguments, WatchArguments, print};
use crate::engine::configuration::{Configuration, Override};
use crate::engine::respond::options::{BESIDE, Options, PREFIX, RULES};
use crate::engine::respond::sigma;

/// The options of the monitor.
pub struct Monitoring;

impl Declared for Monitoring {
    const HEADING: &'static str = "Rules and states";
    const PREFIX: &'static str = PREFIX;

    fn declared() -> Vec<(String, String)> {
        let defaults = Options::default();
        let settings = Options::settings().into_iter().map(|setting| {
            let (range, value) = (setting.kind.range(), setting.value(&defaults));
            (setting.path.to_string(), format!("{} Use {range} [default: {value}]", setting.help))
        });
        let rules = "The rules, with semicolons between them [default: those of Defense Action]";
        settings.chain([(RULES.to_owned(), rules.to_owned())]).collect()
    }
}

/// The options of the monitor, as arguments.
pub type Flags = flags::Flags<Monitoring>;

/// The configuration, and the options: those of its link, then those of the arguments.
///
/// # Errors
/// One of them cannot be used.
pub fn asked(arguments: &WatchArguments) -> Result<(Configuration, Options), Failure> {
    let WatchArguments { configuration, flags, rules_file } = arguments;
    let link = configuration.link()?;
    // What runs beside the rules is for the page to show.
    let views = link.views.into_iter().filter(|view| view.path.starts_with(PREFIX) && view.path != BESIDE);
    let file = rules_file
        .as_deref()
        .map(|path| rules_text(path).map(|value| Override { path: RULES.to_owned(), value }));
    let given: Vec<Override> = views.chain(flags.given.iter().cloned()).chain(file.transpose()?).collect();
    let (options, problems) = Options::of(&given);
    if !problems.is_empty() {
        return Err(Failure::Input(problems.into_iter().map(Monitoring::flagged).collect()));
    }
    Ok((configuration.held_configuration()?, options))
}

/// The rules of a file as text: lines, or Sigma rules where its name ends in `.yml` or `.yaml`.
fn rules_text(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let reason = format!("'{}' cannot be read: {error}", path.display());
        Failure::input("--rules-file", reason, "check the name and the rights of the file")
    })?;
    let is_sigma = path.extension().is_some_and(|extension| extension == "yml" || extension == "yaml");
    if !is_sigma {
        return Ok(text);
    }
    sigma::read(&text).map(|rules| rules.lines()).map_err(Failure::Input)
}

/// Prints the rules: a line each, or as Sigma rules.
///
/// # Errors
/// They cannot be read, or say what Sigma cannot.
pub fn run(arguments: &RulesArguments) -> Result<(), Failure> {
    let (configuration, options) = asked(&arguments.watching)?;
    let rules = options.rules(&configuration.response);
    print(&if arguments.sigma { sigma::text(&rules).map_err(Failure::Input)? } else { rules.lines() })
}
