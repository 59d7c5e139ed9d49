//! Chunks: what one thread makes of a range of rows.

use std::ops::Range;

use super::{BESIDE, LOGS_PER_CHUNK, ROWS_PER_CHUNK, beside};
use crate::engine::Generator;
use crate::engine::dataset::Table;
use crate::engine::events::Unfolder;
use crate::engine::export::event_key::{EventKey, RuleMatches};
use crate::engine::export::formats::{Kind, Shape};
use crate::engine::export::logs::LogWriter;
use crate::engine::export::open::all;
use crate::engine::export::{AnswerKey, Contents, Encoding, File, FileFormat, View, Writer};

/// What threads are to make of each chunk.
pub struct Needs {
    /// The formats of lines among those of tables, each once.
    pub formats: Vec<&'static FileFormat>,
    /// The formats of events, each once.
    pub logs: Vec<&'static FileFormat>,
    /// The tables themselves.
    tables: bool,
    /// The dataset, and the tables beside it.
    sheets: [bool; 1 + BESIDE.len()],
}

impl Needs {
    pub fn of(files: &[(File, Encoding)]) -> Self {
        let mut needs =
            Needs { formats: Vec::new(), logs: Vec::new(), tables: false, sheets: [false; 1 + BESIDE.len()] };
        for (file, encoding) in files.iter().filter(|(file, _)| file.has_rows()) {
            let format = encoding.format();
            let list = match (format.kind, format.shape) {
                (Kind::Events, _) => &mut needs.logs,
                (_, Shape::Lines) => &mut needs.formats,
                _ => {
                    needs.tables = true;
                    needs.sheets[beside(*file).map_or(0, |place| 1 + place)] = true;
                    continue;
                }
            };
            if list.iter().all(|known| known.key != format.key) {
                list.push(format);
            }
            if format.kind == Kind::Table {
                needs.sheets[beside(*file).map_or(0, |place| 1 + place)] = true;
            }
        }
        needs
    }

    /// Whether rows are unfolded into events.
    fn events(&self) -> bool {
        !self.logs.is_empty() || self.sheets[2] || self.sheets[3]
    }

    pub fn rows_per_chunk(&self) -> u64 {
        if self.events() { LOGS_PER_CHUNK } else { ROWS_PER_CHUNK }
    }
}

/// What a thread made of a range of rows.
pub struct Chunk {
    /// By format of lines.
    pub texts: Vec<Texts>,
    /// By format of events.
    pub logs: Vec<Vec<u8>>,
    /// The dataset, and the tables beside it.
    pub sheets: [Option<Table>; 1 + BESIDE.len()],
    pub rows: u64,
    /// Rows of the views of the dataset, and of the tables beside it.
    views: [u64; View::ALL.len()],
    beside: [u64; BESIDE.len()],
}

impl Chunk {
    /// How many rows a file gets from it.
    pub fn rows_of(&self, file: File) -> u64 {
        match (file, beside(file)) {
            (_, Some(place)) => self.beside[place],
            (File::Dataset(view), None) => self.views[view as usize],
            _ => 0,
        }
    }
}

/// The text of a range of rows in a format.
#[derive(Default)]
pub struct Texts {
    views: [Vec<u8>; View::ALL.len()],
    beside: [Vec<u8>; BESIDE.len()],
}

impl Texts {
    pub fn of(&self, file: File) -> &[u8] {
        match (file, beside(file)) {
            (_, Some(place)) => &self.beside[place],
            (File::Dataset(view), None) => &self.views[view as usize],
            _ => &[],
        }
    }
}

/// Draws rows, and collects what the tables beside the dataset tell of them.
pub struct Sheets {
    generator: Generator,
    key: AnswerKey,
    event_key: EventKey,
    matches: RuleMatches,
}

impl Sheets {
    pub fn new(generator: &Generator) -> Self {
        let configuration = generator.configuration();
        Sheets {
            key: AnswerKey::new(generator),
            event_key: EventKey::new(configuration, generator.campaigns()),
            matches: RuleMatches::new(configuration),
            generator: generator.another(),
        }
    }

    /// The tables with their columns, without rows.
    pub fn columns(&mut self) -> [Table; 1 + BESIDE.len()] {
        let [key, event_key, matches] = self.beside();
        [self.generator.table(), key, event_key, matches]
    }

    /// What was collected since the last time.
    fn beside(&mut self) -> [Table; BESIDE.len()] {
        [self.key.take(), self.event_key.take(), self.matches.take()]
    }
}

/// Makes chunks in one thread.
pub struct Maker<'a> {
    sheets: Sheets,
    unfolder: Unfolder,
    /// By format of lines, the writers of the dataset's rows and of the tables beside it.
    writers: Vec<[Box<dyn Writer>; 1 + BESIDE.len()]>,
    /// By format of events.
    logs: Vec<Box<dyn LogWriter>>,
    needs: &'a Needs,
}

impl<'a> Maker<'a> {
    pub fn new(generator: &Generator, needs: &'a Needs) -> Self {
        let configuration = generator.configuration();
        let mut sheets = Sheets::new(generator);
        let tables = sheets.columns();
        let files = [File::Dataset(View::Combined), BESIDE[0], BESIDE[1], BESIDE[2]];
        let writers = needs.formats.iter().map(|format| {
            std::array::from_fn(|index| {
                let contents = Contents::of(files[index], &tables[index], configuration);
                Encoding::new(format, false).writer(&contents)
            })
        });
        let logs =
            needs.logs.iter().filter_map(|format| Encoding::new(format, false).log_writer(configuration));
        let (writers, logs) = (writers.collect(), logs.collect());
        Maker { unfolder: Unfolder::new(configuration), writers, logs, sheets, needs }
    }

    /// Makes one chunk; none where there is no memory for it, or a format cannot hold it.
    pub fn make(&mut self, rows: Range<u64>) -> Option<Chunk> {
        let Maker { sheets, unfolder, writers, logs, needs } = self;
        let Sheets { generator, key, event_key, matches } = sheets;
        let count = rows.end - rows.start;
        let [dataset, with_key, with_event_key, with_matches] = needs.sheets;
        let mut table = generator.table();
        let mut events = vec![Vec::new(); logs.len()];
        let mut visit = |record: &_| {
            if with_key {
                key.push(record);
            }
            if !needs.events() {
                return;
            }
            let log = unfolder.unfold(record);
            logs.iter_mut().zip(&mut events).for_each(|(writer, text)| writer.log(log, text));
            if with_event_key {
                event_key.push(record, log);
            }
            if with_matches {
                matches.push(record, log);
            }
        };
        if dataset {
            generator.append_with(rows, &mut table, visit).ok()?;
        } else {
            rows.for_each(|row| visit(&generator.record(row)));
        }
        let beside = sheets.beside();
        let mut texts = Vec::new();
        for [writer, others @ ..] in writers {
            let mut made = Texts::default();
            let [combined, normal, anomalous] = &mut made.views;
            for row in 0..table.rows() as u32 {
                let start = combined.len();
                writer.rows(&table, &[row], combined).ok()?;
                let is_normal = View::Normal.shows(table.class(row as usize));
                let part = if is_normal { &mut *normal } else { &mut *anomalous };
                part.extend_from_slice(&combined[start..]);
            }
            for ((writer, table), text) in others.iter_mut().zip(&beside).zip(&mut made.beside) {
                writer.rows(table, &all(table), text).ok()?;
            }
            texts.push(made);
        }
        let views = View::ALL
            .map(|view| (0..table.rows()).filter(|&row| view.shows(table.class(row))).count() as u64);
        let counts = beside.each_ref().map(|table| table.rows() as u64);
        let [key, event_key, matches] = beside;
        let kept = |table| needs.tables.then_some(table);
        let sheets = [kept(table), kept(key), kept(event_key), kept(matches)];
        Some(Chunk { texts, logs: events, sheets, rows: count, views, beside: counts })
    }
}
