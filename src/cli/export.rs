//! All files of a configuration, made on all cores and handed over in order, as they come.
//!
//! Threads draw the rows. Of formats of lines they write the text as well; what depends on the rows before it is written by
//! the thread that receives them.

use std::num::NonZero;
use std::sync::mpsc;
use std::thread;

use super::Failure;
use super::progress::Progress;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::Table;
use crate::engine::events::Unfolder;
use crate::engine::export::event_key::{EventKey, RuleMatches};
use crate::engine::export::formats::{Kind, Shape};
use crate::engine::export::gzip::Stream;
use crate::engine::export::job::all;
use crate::engine::export::logs::LogWriter;
use crate::engine::export::{AnswerKey, Contents, Encoding, File, FileFormat, Listing, View, Writer};
use crate::engine::{Generator, Problem};

/// Rows that a thread makes at a time: less than two megabytes of text in a format.
const ROWS_PER_CHUNK: u64 = 2_048;
/// The same, where they unfold into events.
const LOGS_PER_CHUNK: u64 = 128;

/// The tables with a line for each row or event, beside the dataset.
const BESIDE: [File; 3] = [File::AnswerKey, File::EventKey, File::RuleMatches];

/// The place of a file among those.
fn beside(file: File) -> Option<usize> {
    BESIDE.iter().position(|known| *known == file)
}

/// Makes files on all cores, and hands over their bytes as they come, each with the place of its file.
pub fn every_file(
    configuration: &Configuration,
    files: &[(File, Encoding)],
    progress: &mut Progress,
    mut write: impl FnMut(usize, &[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let needs = Needs::of(files);
    let sheets = Sheets::new(configuration).map_err(Failure::Input)?.columns();
    let mut parts: Vec<Part> = Vec::new();
    let mut bytes = Vec::new();
    for (place, &(file, encoding)) in files.iter().enumerate() {
        bytes.clear();
        if let Some(document) = encoding.document(configuration) {
            bytes = document.map_err(Failure::Machine)?;
        } else if let Some(mut listing) = Listing::new(configuration, file) {
            let table = listing.table();
            let mut writer = encoding.writer(&Contents::of(file, &table, configuration));
            writer.begin(&mut bytes).map_err(Failure::Machine)?;
            while let Some(table) = listing.next_table() {
                writer.rows(&table, &all(&table), &mut bytes).map_err(Failure::Machine)?;
                write(place, &bytes)?;
                bytes.clear();
            }
            writer.end(&mut bytes).map_err(Failure::Machine)?;
        } else {
            let mut part = Part::new(place, file, encoding, configuration, &sheets, &needs);
            part.begin(&mut bytes).map_err(Failure::Machine)?;
            parts.push(part);
        }
        write(place, &bytes)?;
    }
    if parts.is_empty() {
        return Ok(());
    }
    in_order(configuration, &needs, |chunk| {
        for part in &mut parts {
            bytes.clear();
            part.append(&chunk, &mut bytes).map_err(Failure::Machine)?;
            write(part.place, &bytes)?;
        }
        progress.add(chunk.rows)
    })?;
    for mut part in parts {
        bytes.clear();
        part.end(&mut bytes).map_err(Failure::Machine)?;
        write(part.place, &bytes)?;
    }
    Ok(())
}

/// A file with rows or events that is being written.
struct Part {
    /// Its place among all files.
    place: usize,
    file: File,
    writer: AnyWriter,
    /// Where threads write the text: which of the formats of lines or of events it is, and what compresses it.
    text: Option<(usize, Option<Stream>)>,
}

/// What writes a file.
enum AnyWriter {
    Table(Box<dyn Writer>),
    Log(Box<dyn LogWriter>),
}

impl Part {
    fn new(
        place: usize,
        file: File,
        encoding: Encoding,
        configuration: &Configuration,
        sheets: &[Table; 1 + BESIDE.len()],
        needs: &Needs,
    ) -> Self {
        let plain = Encoding::new(encoding.format(), false);
        let among = |formats: &[&'static FileFormat]| {
            let format = formats.iter().position(|format| format.key == encoding.format().key)?;
            Some((format, encoding.is_gzip().then(Stream::new)))
        };
        if let Some(writer) = plain.log_writer(configuration) {
            return Part { place, file, writer: AnyWriter::Log(writer), text: among(&needs.logs) };
        }
        let columns = &sheets[beside(file).map_or(0, |place| 1 + place)];
        let contents = Contents::of(file, columns, configuration);
        let text = among(&needs.formats);
        let writer = if text.is_some() { plain } else { encoding }.writer(&contents);
        Part { place, file, writer: AnyWriter::Table(writer), text }
    }

    fn begin(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        let mut text = Vec::new();
        match &mut self.writer {
            AnyWriter::Table(writer) => writer.begin(&mut text)?,
            AnyWriter::Log(writer) => writer.begin(&mut text),
        }
        self.pass(&text, false, output)
    }

    fn append(&mut self, chunk: &Chunk, output: &mut Vec<u8>) -> Result<(), Problem> {
        if let Some((format, _)) = &self.text {
            let text = match self.file {
                File::Events => chunk.logs.get(*format).map(Vec::as_slice),
                file => chunk.texts.get(*format).map(|texts| texts.of(file)),
            };
            return self.pass(text.unwrap_or_default(), false, output);
        }
        let AnyWriter::Table(writer) = &mut self.writer else { return Ok(()) };
        let sheet = |place: usize| chunk.sheets.get(place).and_then(Option::as_ref);
        let (table, rows) = match (self.file, beside(self.file)) {
            (_, Some(place)) => {
                let Some(table) = sheet(1 + place) else { return Ok(()) };
                (table, all(table))
            }
            (File::Dataset(view), None) => {
                let Some(table) = sheet(0) else { return Ok(()) };
                (table, view.rows(table, 0..table.rows()))
            }
            _ => return Ok(()),
        };
        writer.rows(table, &rows, output)
    }

    fn end(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        let mut text = Vec::new();
        match &mut self.writer {
            AnyWriter::Table(writer) => writer.end(&mut text)?,
            AnyWriter::Log(writer) => writer.end(&mut text),
        }
        self.pass(&text, true, output)
    }

    /// Appends bytes of the file, compressed where the writer does not do that.
    fn pass(&mut self, bytes: &[u8], is_last: bool, output: &mut Vec<u8>) -> Result<(), Problem> {
        if let Some((_, Some(stream))) = &mut self.text {
            return stream.write(bytes, is_last, output);
        }
        output.extend_from_slice(bytes);
        Ok(())
    }
}

/// What threads are to make of each chunk.
struct Needs {
    /// The formats of lines among those of tables, each once.
    formats: Vec<&'static FileFormat>,
    /// The formats of events, each once.
    logs: Vec<&'static FileFormat>,
    /// The tables themselves.
    tables: bool,
    /// The dataset, and the tables beside it.
    sheets: [bool; 1 + BESIDE.len()],
}

impl Needs {
    fn of(files: &[(File, Encoding)]) -> Self {
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

    fn rows_per_chunk(&self) -> u64 {
        if self.events() { LOGS_PER_CHUNK } else { ROWS_PER_CHUNK }
    }
}

/// What a thread made of a range of rows.
struct Chunk {
    /// By format of lines.
    texts: Vec<Texts>,
    /// By format of events.
    logs: Vec<Vec<u8>>,
    /// The dataset, and the tables beside it.
    sheets: [Option<Table>; 1 + BESIDE.len()],
    rows: u64,
}

/// The text of a range of rows in a format.
#[derive(Default)]
struct Texts {
    views: [Vec<u8>; View::ALL.len()],
    beside: [Vec<u8>; BESIDE.len()],
}

impl Texts {
    fn of(&self, file: File) -> &[u8] {
        match (file, beside(file)) {
            (_, Some(place)) => &self.beside[place],
            (File::Dataset(view), None) => &self.views[view as usize],
            _ => &[],
        }
    }
}

/// Makes all rows on all cores, and hands over what was made of them in order.
fn in_order(
    configuration: &Configuration,
    needs: &Needs,
    mut consume: impl FnMut(Chunk) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let chunks = configuration.rows.div_ceil(needs.rows_per_chunk());
    let threads = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let threads = threads.min(chunks);
    thread::scope(|scope| {
        let mut receivers = Vec::new();
        for thread in 0..threads {
            let (sender, receiver) = mpsc::sync_channel(2);
            receivers.push(receiver);
            scope.spawn(move || {
                let Ok(mut maker) = Maker::new(configuration, needs) else { return };
                for chunk in (thread..chunks).step_by(threads as usize) {
                    let Some(chunk) = maker.make(chunk) else { return };
                    if sender.send(chunk).is_err() {
                        return;
                    }
                }
            });
        }
        for chunk in 0..chunks {
            let receiver = &receivers[(chunk % threads) as usize];
            let Ok(chunk) = receiver.recv() else {
                return Err(Failure::machine("a worker thread ended early", "please report this as a bug"));
            };
            consume(chunk)?;
        }
        Ok(())
    })
}

/// Draws rows, and collects what the tables beside the dataset tell of them.
struct Sheets {
    generator: Generator,
    key: AnswerKey,
    event_key: EventKey,
    matches: RuleMatches,
}

impl Sheets {
    fn new(configuration: &Configuration) -> Result<Self, Vec<Problem>> {
        let generator = Generator::new(configuration)?;
        Ok(Sheets {
            key: AnswerKey::new(&generator),
            event_key: EventKey::new(configuration, generator.campaigns()),
            matches: RuleMatches::new(configuration),
            generator,
        })
    }

    /// The tables with their columns, without rows.
    fn columns(&mut self) -> [Table; 1 + BESIDE.len()] {
        let [key, event_key, matches] = self.beside();
        [self.generator.table(), key, event_key, matches]
    }

    /// What was collected since the last time.
    fn beside(&mut self) -> [Table; BESIDE.len()] {
        [self.key.take(), self.event_key.take(), self.matches.take()]
    }
}

/// Makes chunks in one thread.
struct Maker<'a> {
    sheets: Sheets,
    unfolder: Unfolder,
    /// By format of lines, the writers of the dataset's rows and of the tables beside it.
    writers: Vec<[Box<dyn Writer>; 1 + BESIDE.len()]>,
    /// By format of events.
    logs: Vec<Box<dyn LogWriter>>,
    needs: &'a Needs,
}

impl<'a> Maker<'a> {
    fn new(configuration: &Configuration, needs: &'a Needs) -> Result<Self, Vec<Problem>> {
        let mut sheets = Sheets::new(configuration)?;
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
        Ok(Maker { unfolder: Unfolder::new(configuration), writers, logs, sheets, needs })
    }

    /// Makes one chunk; none where there is no memory for it, or a format cannot hold it.
    fn make(&mut self, chunk: u64) -> Option<Chunk> {
        let Maker { sheets, unfolder, writers, logs, needs } = self;
        let Sheets { generator, key, event_key, matches } = sheets;
        let first = chunk * needs.rows_per_chunk();
        let last = (first + needs.rows_per_chunk()).min(generator.configuration().rows);
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
            generator.append_with(first..last, &mut table, visit).ok()?;
        } else {
            (first..last).for_each(|row| visit(&generator.record(row)));
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
        let [key, event_key, matches] = beside;
        let kept = |table| needs.tables.then_some(table);
        let sheets = [kept(table), kept(key), kept(event_key), kept(matches)];
        Some(Chunk { texts, logs: events, sheets, rows: last - first })
    }
}
