//! The options of the monitor on the command line, for scoring and for streams.

use std::path::Path;

use super::flags::{self, Declared};
use super::{ConfigurationArguments, Failure};
use crate::engine::configuration::{Configuration, Override};
use crate::engine::respond::options::{BESIDE, Options, PREFIX, RULES};

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
pub fn asked(
    configuration: &ConfigurationArguments,
    flags: &Flags,
    rules_file: Option<&Path>,
) -> Result<(Configuration, Options), Failure> {
    let link = configuration.link()?;
    // What runs beside the rules is for the page to show.
    let views = link.views.into_iter().filter(|view| view.path.starts_with(PREFIX) && view.path != BESIDE);
    let file = rules_file.map(|path| {
        std::fs::read_to_string(path).map(|value| Override { path: RULES.to_owned(), value }).map_err(
            |error| {
                let reason = format!("'{}' cannot be read: {error}", path.display());
                Failure::input("--rules-file", reason, "check the name and the rights of the file")
            },
        )
    });
    let given: Vec<Override> = views.chain(flags.given.iter().cloned()).chain(file.transpose()?).collect();
    let (options, problems) = Options::of(&given);
    if !problems.is_empty() {
        return Err(Failure::Input(problems.into_iter().map(Monitoring::flagged).collect()));
    }
    Ok((configuration.configuration()?, options))
}
