//! The command line: the same configuration and the same bytes as the page, on all cores, streaming.

mod audit;
mod balance;
mod describe;
mod detect;
mod export;
mod files;
mod flags;
mod generate;
mod listing;
mod manual;
mod output;
mod progress;
mod report;
mod respond;
mod score;
mod stream;
mod verify;

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::engine::configuration::link::{Link, Student};
use crate::engine::configuration::{MAX_ROWS_IN_MEMORY, Override, Preset, file};
use crate::engine::decimal::grouped;
use crate::engine::{Configuration, Problem, Text};

/// Makes labeled synthetic cybersecurity data. The same settings give the same bytes, everywhere.
#[derive(Parser)]
#[command(name = "cyberdatagen", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the files of a configuration and their reproducibility card into a folder
    Generate(generate::Arguments),
    /// Say whether the data is worth training on: exit code 0 if no check fails, 3 if one does
    Audit(AuditArguments),
    /// Split, and make new rows of the smaller classes in the training part: of a configuration's data, or of a CSV file
    Balance(BalanceArguments),
    /// Compare detectors, with labels and without: how hard the data is, and for which; of a configuration's data, or of a CSV file
    Detect(DetectArguments),
    /// Print statistics and alerts of a CSV file, as pandas and profile reports give them
    Describe(DescribeArguments),
    /// Write a report with charts, statistics and audit as one HTML file: of a configuration's data, or of a CSV file
    Report(ReportArguments),
    /// Score the rows of a CSV file by the indicators and rules of a configuration: the file again, with the score and what is done
    Score(ScoreArguments),
    /// Print the rules: those that are shipped, or of a link or a file; as lines, or as Sigma rules
    Rules(RulesArguments),
    /// Write rows in the order of time at a pace, with what is done about each: to standard output, TCP or UDP
    Stream(StreamArguments),
    /// Print the link of a configuration: the part of the page's address after its own
    Link {
        #[command(flatten)]
        configuration: ConfigurationArguments,
    },
    /// Print a configuration as a file: JSON that the page opens, and --config reads
    Config {
        #[command(flatten)]
        configuration: ConfigurationArguments,
    },
    /// Compare files with a card: make them again, or read those of a folder
    Verify {
        /// A card (reproducibility_card.json, or manifest-….json of a shard), or a folder with files and their cards
        path: PathBuf,
    },
    /// List the presets
    Presets {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List the formats that --format takes
    Formats {
        /// As JSON
        #[arg(long, conflicts_with = "markdown")]
        json: bool,
        /// As the reference page in Markdown
        #[arg(long)]
        markdown: bool,
    },
    /// List every setting that --set takes, with its range and value
    Settings {
        #[command(flatten)]
        configuration: ConfigurationArguments,
        /// As the reference page in Markdown
        #[arg(long)]
        markdown: bool,
    },
    /// Print a shell completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual: a page in roff for the command, and one for each of its commands
    Man {
        /// The folder to write into; it is made if it is missing
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Print the data dictionary: every column with its type, unit, role and range
    Schema {
        #[command(flatten)]
        configuration: ConfigurationArguments,
        /// As JSON
        #[arg(long, conflicts_with = "markdown")]
        json: bool,
        /// As the reference page in Markdown: all columns that there are
        #[arg(long)]
        markdown: bool,
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
    /// A configuration file to start from, as `cyberdatagen config` and the page write it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["preset", "link"])]
    config: Option<PathBuf>,
    /// The name or number of a student, where a link or a file gives each their own seed
    #[arg(long, value_name = "NAME")]
    student: Option<String>,
    /// The seed
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    seed: Option<String>,
    /// Rows of the combined dataset
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    rows: Option<String>,
    /// The share of anomalous rows, in percent
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    anomaly_share: Option<String>,
    /// Any setting, for instance users=50; can be given more than once, and of two for one path the last counts
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<String>,
}

#[derive(Args)]
struct AuditArguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct BalanceArguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    #[command(flatten)]
    flags: balance::Flags,
    /// A CSV file of anyone's to balance, in place of a configuration's data
    #[arg(long, value_name = "FILE", conflicts_with_all = ["preset", "link", "config", "student", "seed", "rows", "anomaly_share", "settings"])]
    input: Option<PathBuf>,
    /// The folder to write into; it is made if it is missing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct DetectArguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    #[command(flatten)]
    flags: detect::Flags,
    /// A CSV file of anyone's, in place of a configuration's data
    #[arg(long, value_name = "FILE", conflicts_with_all = ["preset", "link", "config", "student", "seed", "rows", "anomaly_share", "settings"])]
    input: Option<PathBuf>,
    /// The figures of each detector along a curve, in place of the comparison
    #[arg(long, value_name = "AXIS", value_parser = detect::AXES, conflicts_with_all = ["notebook", "card"])]
    against: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Also write a Jupyter notebook that makes the comparison again with scikit-learn and PyOD
    #[arg(long, value_name = "FILE")]
    notebook: Option<PathBuf>,
    /// Also write a model card of the best detector, in Markdown
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
}

#[derive(Args)]
struct DescribeArguments {
    /// The CSV file
    #[arg(required_unless_present = "stdin", conflicts_with = "stdin")]
    file: Option<PathBuf>,
    /// Read the file from standard input
    #[arg(long)]
    stdin: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct ReportArguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    /// A CSV file of anyone's, in place of a configuration's data
    #[arg(long, value_name = "FILE", conflicts_with_all = ["preset", "link", "config", "student", "seed", "rows", "anomaly_share", "settings"])]
    input: Option<PathBuf>,
    /// A chart, for instance 'histogram?columns=Cost&by=Severity'; can be given more than once. Without it, the default ones
    #[arg(long, value_name = "CHART")]
    charts: Vec<String>,
    /// Compare detectors as well, by the options below
    #[arg(long)]
    detect: bool,
    #[command(flatten)]
    flags: detect::Flags,
    /// The HTML file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What rows are watched by.
#[derive(Args)]
struct WatchArguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    #[command(flatten)]
    flags: respond::Flags,
    /// A file of rules, a line each, or of Sigma rules (.yml), in place of those that are shipped or in a link
    #[arg(long, value_name = "FILE", conflicts_with = "rules")]
    rules_file: Option<PathBuf>,
}

#[derive(Args)]
struct ScoreArguments {
    /// The CSV file
    file: PathBuf,
    /// Which of the file's columns is one of ours, for instance 'Login Attempts=logins'; can be given more than once
    #[arg(long, value_name = "OURS=THEIRS")]
    map: Vec<String>,
    #[command(flatten)]
    watching: WatchArguments,
    /// The CSV file to write; standard output without it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Args)]
struct RulesArguments {
    #[command(flatten)]
    watching: WatchArguments,
    /// As Sigma rules
    #[arg(long)]
    sigma: bool,
}

#[derive(Args)]
struct StreamArguments {
    #[command(flatten)]
    watching: WatchArguments,
    /// The form of the lines: jsonl (a row each), ecs or syslog (an event each)
    #[arg(long, default_value = "jsonl", value_name = "FORM")]
    format: String,
    /// Rows a second, or max
    #[arg(
        long,
        default_value = "50",
        value_name = "ROWS",
        conflicts_with = "speed",
        allow_hyphen_values = true
    )]
    rate: String,
    /// The pace of the rows' own times, so many times as fast
    #[arg(long, value_name = "FACTOR", allow_hyphen_values = true)]
    speed: Option<String>,
    /// Where the lines go: tcp://HOST:PORT or udp://HOST:PORT; standard output without it
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
    /// How lines are parted over TCP: lines, or octets (RFC 6587)
    #[arg(long, default_value = "lines", value_name = "FRAMING")]
    framing: String,
    /// The row to begin with, counted from 0: what came before is not written again
    #[arg(long, default_value = "0", value_name = "ROW", allow_hyphen_values = true)]
    from_row: String,
    /// The row to end before
    #[arg(long, value_name = "ROW", allow_hyphen_values = true)]
    until_row: Option<String>,
    /// An attack that is launched on the way: 'ransomware at=500 user=12 rows=30 difficulty=0.4'; can be given more than once
    #[arg(long, value_name = "ATTACK")]
    launch: Vec<String>,
    /// Say in each line of jsonl what the row is in truth
    #[arg(long)]
    labels: bool,
}

/// Why a command ended without its result.
enum Failure {
    /// The input cannot be used: exit code 2.
    Input(Vec<Problem>),
    /// The machine did not let us: exit code 1.
    Machine(Problem),
    /// It was done, and something differs from what it should be: exit code 3.
    Differs(Problem),
    /// A check of an audit fails, as the report says that was printed: exit code 3.
    Audit,
}

/// The exit code of what was done and found to differ.
const DIFFERS: u8 = 3;

impl Failure {
    fn input(path: &str, reason: impl fmt::Display, hint: impl Into<Text>) -> Self {
        Failure::Input(vec![Problem::new(path, reason.to_string(), hint)])
    }

    fn machine(reason: impl fmt::Display, hint: impl Into<Text>) -> Self {
        Failure::Machine(Problem::new("", reason.to_string(), hint))
    }
}

impl ConfigurationArguments {
    /// The configuration that the arguments describe, checked, with the seed of the student.
    fn configuration(&self) -> Result<Configuration, Failure> {
        let link = self.link()?;
        if link.classroom.student == Student::Unnamed {
            let hint = "say whose data it is: --student NAME";
            return Err(Failure::input("--student", "every student has a seed of their own here", hint));
        }
        Ok(link.effective())
    }

    /// The same for a command that holds the rows.
    fn held_configuration(&self) -> Result<Configuration, Failure> {
        let configuration = self.configuration()?;
        if configuration.rows > MAX_ROWS_IN_MEMORY {
            let most = grouped(MAX_ROWS_IN_MEMORY);
            let reason = format!("{} rows are more than this command holds", grouped(configuration.rows));
            let hint = format!("ask for at most {most}; `cyberdatagen generate` writes files of any number");
            return Err(Failure::input("rows", reason, hint));
        }
        Ok(configuration)
    }

    /// What the arguments describe, checked.
    fn link(&self) -> Result<Link, Failure> {
        let (start, problems) = match (&self.link, &self.config) {
            (Some(text), _) => Link::read(text).map_err(|problem| Failure::Input(vec![problem]))?,
            (None, Some(path)) => files::configuration(path)?,
            (None, None) => (Link::of(self.preset()?.configuration()), Vec::new()),
        };
        // On the page the rest applies; whoever writes a command means all of it.
        if !problems.is_empty() {
            return Err(Failure::Input(problems));
        }
        let mut settings = start.configuration.overrides();
        for text in &self.settings {
            let Some((path, value)) = text.split_once('=') else {
                let hint = "write --set path=value, for instance --set users=50";
                return Err(Failure::input("--set", format!("'{text}' has no '='"), hint));
            };
            settings.push(Override { path: path.trim().to_owned(), value: value.to_owned() });
        }
        let options = [("seed", &self.seed), ("rows", &self.rows), ("anomaly_share", &self.anomaly_share)];
        for (path, value) in options {
            if let Some(value) = value {
                settings.push(Override { path: path.to_owned(), value: value.clone() });
            }
        }
        let preset = start.configuration.preset;
        let mut link = Link {
            configuration: Configuration::from_overrides(preset, &settings).map_err(Failure::Input)?,
            ..start
        };
        if let Some(name) = &self.student {
            if link.classroom.student == Student::Everyone {
                let hint = "leave --student out, or name a link or a file with 'student'";
                return Err(Failure::input("--student", "there is one seed for everyone here", hint));
            }
            link.classroom.set("student", name).map_err(|problem| Failure::Input(vec![problem]))?;
        }
        Ok(link)
    }

    fn preset(&self) -> Result<Preset, Failure> {
        Preset::from_key(&self.preset).ok_or_else(|| {
            let keys: Vec<&str> = Preset::ALL.iter().map(|preset| preset.key()).collect();
            let reason = format!("there is no preset '{}'", self.preset);
            Failure::input("--preset", reason, format!("the presets are {}", keys.join(", ")))
        })
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Generate(arguments) => generate::run(arguments),
        Command::Audit(arguments) => audit::run(arguments),
        Command::Balance(arguments) => balance::run(arguments),
        Command::Detect(arguments) => detect::run(arguments),
        Command::Describe(arguments) => describe::run(arguments),
        Command::Report(arguments) => report::run(arguments),
        Command::Score(arguments) => score::run(arguments),
        Command::Rules(arguments) => respond::run(arguments),
        Command::Stream(arguments) => stream::run(arguments),
        Command::Link { configuration } => {
            configuration.link().and_then(|link| print(&format!("#{}\n", link.write())))
        }
        Command::Config { configuration } => configuration.link().and_then(|link| print(&file::write(&link))),
        Command::Verify { path } => verify::run(path),
        Command::Completions { shell } => manual::completions(*shell),
        Command::Man { out } => manual::pages(out),
        Command::Presets { json } => print(&listing::presets(*json)),
        Command::Formats { json, markdown } => print(&listing::formats(*json, *markdown)),
        Command::Settings { configuration, markdown } => configuration
            .configuration()
            .and_then(|configuration| print(&listing::settings(&configuration, *markdown))),
        Command::Schema { configuration, json, markdown } => configuration
            .configuration()
            .and_then(|configuration| print(&listing::schema(&configuration, *json, *markdown))),
    };
    let (problems, code) = match result {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Input(problems)) => (problems, 2),
        Err(Failure::Machine(problem)) => (vec![problem], 1),
        Err(Failure::Differs(problem)) => (vec![problem], DIFFERS),
        Err(Failure::Audit) => (Vec::new(), DIFFERS),
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
