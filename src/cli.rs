//! The command line: the same configuration and the same bytes as the page, on all cores, streaming.

mod audit;
mod generate;
mod listing;

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::engine::configuration::{Preset, Setting, link};
use crate::engine::{Configuration, Problem};

/// Makes labelled synthetic cybersecurity data. The same settings give the same bytes, everywhere.
#[derive(Parser)]
#[command(name = "cyberdatagen", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the five CSV files of a configuration into a folder
    Generate(GenerateArguments),
    /// Say whether the data is worth training on: exit code 0 if no check fails, 3 if one does
    Audit(AuditArguments),
    /// Print the link of a configuration: the part of the page's address after its own
    Link {
        #[command(flatten)]
        configuration: ConfigurationArguments,
    },
    /// List the presets
    Presets {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List every setting that --set takes, with its range and value
    Settings {
        #[command(flatten)]
        configuration: ConfigurationArguments,
    },
    /// Print the data dictionary: every column with its type, unit, role and range
    Schema {
        #[command(flatten)]
        configuration: ConfigurationArguments,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// What decides the data.
#[derive(Args)]
struct ConfigurationArguments {
    /// The configuration to start from; `cyberdatagen presets` lists them
    #[arg(long, default_value = Preset::ALL[0].key(), value_name = "NAME")]
    preset: String,
    /// A link of the page to start from, in place of a preset; what the other options say comes on top
    #[arg(long, value_name = "ADDRESS", conflicts_with = "preset")]
    link: Option<String>,
    /// The seed
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    seed: Option<String>,
    /// Rows of the combined dataset
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    rows: Option<String>,
    /// The share of anomalous rows, in per cent
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    anomaly_share: Option<String>,
    /// Any setting, for instance users=50; can be given more than once, and of two for one path the last counts
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<String>,
}

#[derive(Args)]
struct GenerateArguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    /// The folder to write into; it is made if it is missing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Write cybersecurity_data.zip as well
    #[arg(long)]
    zip: bool,
}

#[derive(Args)]
struct AuditArguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Why a command ended without its result.
enum Failure {
    /// The input cannot be used: exit code 2.
    Input(Vec<Problem>),
    /// The machine did not let us: exit code 1.
    Machine(Problem),
    /// A check of an audit fails, as the report says that was printed: exit code 3.
    Audit,
}

impl Failure {
    fn input(path: &str, reason: impl fmt::Display, hint: impl Into<String>) -> Self {
        Failure::Input(vec![Problem::new(path, reason.to_string(), hint)])
    }

    fn machine(reason: impl fmt::Display, hint: impl Into<String>) -> Self {
        Failure::Machine(Problem::new("", reason.to_string(), hint))
    }
}

impl ConfigurationArguments {
    /// The configuration that the arguments describe, checked.
    fn configuration(&self) -> Result<Configuration, Failure> {
        let Some(preset) = Preset::from_key(&self.preset) else {
            let keys: Vec<&str> = Preset::ALL.iter().map(|preset| preset.key()).collect();
            let reason = format!("there is no preset '{}'", self.preset);
            return Err(Failure::input("--preset", reason, format!("the presets are {}", keys.join(", "))));
        };
        let (preset, mut settings) = match &self.link {
            None => (preset, Vec::new()),
            Some(text) => {
                let (link, problems) = link::read(text).map_err(|problem| Failure::Input(vec![problem]))?;
                // On the page the rest applies; whoever writes a command means all of it.
                if !problems.is_empty() {
                    return Err(Failure::Input(problems));
                }
                (link.configuration.preset, link.configuration.settings())
            }
        };
        for text in &self.settings {
            let Some((path, value)) = text.split_once('=') else {
                let hint = "write --set path=value, for instance --set users=50";
                return Err(Failure::input("--set", format!("'{text}' has no '='"), hint));
            };
            settings.push(Setting { path: path.trim().to_owned(), value: value.to_owned() });
        }
        let options = [("seed", &self.seed), ("rows", &self.rows), ("anomaly_share", &self.anomaly_share)];
        for (path, value) in options {
            if let Some(value) = value {
                settings.push(Setting { path: path.to_owned(), value: value.clone() });
            }
        }
        Configuration::from_settings(preset, &settings).map_err(Failure::Input)
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Generate(arguments) => generate::run(arguments),
        Command::Audit(arguments) => audit::run(arguments),
        Command::Link { configuration } => configuration
            .configuration()
            .and_then(|configuration| print(&format!("#{}\n", link::write(&configuration, &[])))),
        Command::Presets { json } => print(&listing::presets(*json)),
        Command::Settings { configuration } => {
            configuration.configuration().and_then(|configuration| print(&listing::settings(&configuration)))
        }
        Command::Schema { configuration, json } => configuration
            .configuration()
            .and_then(|configuration| print(&listing::schema(&configuration, *json))),
    };
    let (problems, code) = match result {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Input(problems)) => (problems, 2),
        Err(Failure::Machine(problem)) => (vec![problem], 1),
        Err(Failure::Audit) => (Vec::new(), 3),
    };
    for problem in problems {
        let path = if problem.path.is_empty() { String::new() } else { format!("{}: ", problem.path) };
        let _ = writeln!(io::stderr(), "error: {path}{}\n hint: {}", problem.reason, problem.hint);
    }
    ExitCode::from(code)
}

/// Prints to standard output; a reader that closes the pipe early is no error.
fn print(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::machine(format!("cannot write to standard output: {error}"), "check where it leads"))
        }
        _ => Ok(()),
    }
}
