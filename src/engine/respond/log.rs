//! The log of a stream, as lines: JSON with the columns of the row and what was done about it, or the events that the row stands
//! for, as ECS or syslog. The page and the command line write the same lines.

use std::sync::Arc;

use super::monitor::{Monitor, Reading};
use super::stream::{Chunk, Stream};
use crate::engine::dataset::{
    Categories, Column, Dictionary, Field, MISSING, Numbers, Role, Table, Type, Values,
};
use crate::engine::events::Unfolder;
use crate::engine::export::formats::{Contents, Encoding, FileFormat, Writer};
use crate::engine::export::logs::LogWriter;
use crate::engine::problem::Problem;
use crate::engine::response::{self, SEPARATOR};

/// What the lines of a log are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Form {
    /// A JSON object a row, with what was done about it.
    #[default]
    JsonLines,
    /// A JSON object an event, in the Elastic Common Schema.
    Ecs,
    /// A message an event, by RFC 5424.
    Syslog,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 3] = [Form::JsonLines, Form::Ecs, Form::Syslog];

    /// How the command line names it.
    pub fn key(self) -> &'static str {
        match self {
            Form::JsonLines => "jsonl",
            Form::Ecs => "ecs",
            Form::Syslog => "syslog",
        }
    }
}

/// Writes a log.
pub struct LogLines {
    lines: Lines,
    response: response::Parameters,
    has_labels: bool,
}

enum Lines {
    /// Begun with the first chunk, whose columns it needs to know.
    Rows(Option<Box<dyn Writer>>),
    Events(Box<(Unfolder, Box<dyn LogWriter>)>),
}

impl LogLines {
    /// Writes the log of a stream; with labels, rows say what they are in truth. Events never do.
    ///
    /// # Errors
    /// The format is not known.
    pub fn new(form: Form, stream: &Stream, has_labels: bool) -> Result<Self, Problem> {
        let lines = match form {
            Form::JsonLines => Lines::Rows(None),
            Form::Ecs | Form::Syslog => {
                let configuration = stream.configuration();
                let encoding = Encoding::new(FileFormat::of_key(form.key())?, false);
                let hint = "report this as a bug";
                let writer = encoding.log_writer(configuration);
                let writer = writer.ok_or_else(|| Problem::new("", "the format holds no events", hint))?;
                Lines::Events(Box::new((Unfolder::new(configuration), writer)))
            }
        };
        Ok(LogLines { lines, response: stream.configuration().response.clone(), has_labels })
    }

    /// Appends the lines of a chunk, as the first monitor saw it.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write(&mut self, chunk: &Chunk, monitor: &Monitor, output: &mut Vec<u8>) -> Result<(), Problem> {
        match &mut self.lines {
            Lines::Rows(writer) => {
                let table = answered(chunk, monitor, &self.response, self.has_labels);
                let rows: Vec<u32> = (0..table.rows() as u32).collect();
                let writer = match writer {
                    Some(writer) => writer,
                    None => {
                        let encoding = Encoding::new(FileFormat::of_key(Form::JsonLines.key())?, false);
                        let contents = Contents {
                            name: "log",
                            table: &table,
                            form: Default::default(),
                            is_dataset: true,
                        };
                        writer.insert(encoding.writer(&contents))
                    }
                };
                writer.rows(&table, &rows, output)
            }
            Lines::Events(lines) => {
                let (unfolder, writer) = lines.as_mut();
                for record in &chunk.records {
                    let start = output.len();
                    writer.log(unfolder.unfold(record), output);
                    without_actions(output, start);
                }
                Ok(())
            }
        }
    }
}

/// Takes out of ECS the lines that are for `_bulk` alone: a stream has documents.
fn without_actions(output: &mut Vec<u8>, start: usize) {
    const ACTION: &[u8] = b"{\"create\":";
    let written = output.split_off(start);
    for line in written.split_inclusive(|&byte| byte == b'\n') {
        if !line.starts_with(ACTION) {
            output.extend_from_slice(line);
        }
    }
}

/// The rows of a chunk with what was done about them.
pub fn answered(
    chunk: &Chunk,
    monitor: &Monitor,
    response: &response::Parameters,
    has_labels: bool,
) -> Table {
    let empty = Vec::new();
    let readings = chunk.readings.first().unwrap_or(&empty);
    let mut columns: Vec<Column> = chunk.table.columns().to_vec();
    for column in &mut columns {
        let is_answer = matches!(column.field.role, Role::Target | Role::Truth);
        if is_answer && !has_labels {
            column.field = Arc::new(Field { in_files: false, ..(*column.field).clone() });
        }
    }
    let names = |text: &dyn Fn(usize, &Reading) -> String| {
        let texts = readings.iter().enumerate().map(|(row, reading)| text(row, reading));
        Values::Categories(categories(texts.collect()))
    };
    let numbers = |number: &dyn Fn(&Reading) -> f64| {
        Values::Numbers(Numbers::F64(readings.iter().map(number).collect()))
    };
    let rules = |_: usize, reading: &Reading| monitor.rules().names(reading.fired).join(SEPARATOR);
    let answer = |row: usize, reading: &Reading| {
        let base = chunk.records.get(row).map(|record| response.base_action(record.scenario()));
        base.into_iter().chain(monitor.answers(reading)).collect::<Vec<&str>>().join(SEPARATOR)
    };
    let state = |_: usize, reading: &Reading| reading.state.name().to_owned();
    let points = |reading: &Reading| (reading.points * 100.0).round() / 100.0;
    let added = [
        ("Fired Rules", Type::Category, names(&rules), "The names of the rules that fired."),
        (
            "Answer",
            Type::Category,
            names(&answer),
            "What is done: the scenario's action, those of the rules, and what the user's state asks for.",
        ),
        ("User State", Type::Category, names(&state), "The state of the user after the row."),
        ("User Points", Type::Decimal, numbers(&points), "The points of the user after the row."),
        (
            "Log Minutes",
            Type::Integer,
            numbers(&|reading| f64::from(reading.log_minutes)),
            "The minutes between two entries of the user's log from now on.",
        ),
        (
            "Alert",
            Type::Flag,
            numbers(&|reading| f64::from(u8::from(reading.is_alert))),
            "Whether an alert opens.",
        ),
    ];
    columns.extend(added.into_iter().map(|(name, kind, values, description)| {
        let field = Field::described(name, kind, Role::Derived, description);
        Column { field: Arc::new(field), values, unreadable: 0, decimals: 2 }
    }));
    Table::of_columns(columns)
}

/// Texts as codes of a dictionary, in the order in which they first come; an empty one is missing.
fn categories(texts: Vec<String>) -> Categories {
    let mut names: Vec<String> = Vec::new();
    let codes: Vec<u32> = texts
        .into_iter()
        .map(|text| {
            if text.is_empty() {
                return MISSING;
            }
            let known = names.iter().position(|name| *name == text);
            known.unwrap_or_else(|| {
                names.push(text);
                names.len() - 1
            }) as u32
        })
        .collect();
    Categories::of(&codes, Arc::new(Dictionary::List(names)))
}
