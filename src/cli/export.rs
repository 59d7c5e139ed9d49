//! All files of a configuration, made on all cores and handed over in order, as they come.
//!
//! Threads draw the rows. Of formats of lines they write the text as well; what depends on the rows before it is written by
//! the thread that receives them.

mod chunks;

use std::num::NonZero;
use std::ops::Range;
use std::sync::mpsc;
use std::thread;

use super::Failure;
use super::progress::Progress;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::Table;
use crate::engine::export::gzip::Stream;
use crate::engine::export::logs::LogWriter;
use crate::engine::export::open::all;
use crate::engine::export::{Contents, Encoding, File, FileFormat, Listing, Writer};
use crate::engine::generator::Planning;
use crate::engine::{Generator, Problem};
use chunks::{Chunk, Maker, Needs, Sheets};

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

/// The generator of a configuration, whose order of rows can take some seconds to plan.
///
/// # Errors
/// The configuration cannot be used, or the process was asked to end.
pub fn planned(configuration: &Configuration, progress: &mut Progress) -> Result<Generator, Failure> {
    let mut planning = Planning::new(configuration).map_err(Failure::Input)?;
    let (mut before, total) = planning.progress();
    progress.expect(total);
    loop {
        if let Some(generator) = planning.step() {
            progress.work(total - before)?;
            return Ok(*generator);
        }
        let (planned, _) = planning.progress();
        progress.work(planned - before)?;
        before = planned;
    }
}

/// Makes files of a range of rows on all cores, and hands over their bytes as they come, each with the place of its file. How many
/// rows each file of a table has.
pub fn every_file(
    generator: &Generator,
    files: &[(File, Encoding)],
    rows: Range<u64>,
    progress: &mut Progress,
    mut write: impl FnMut(usize, &[u8]) -> Result<(), Failure>,
) -> Result<Vec<Option<u64>>, Failure> {
    let configuration = generator.configuration();
    let needs = Needs::of(files);
    let sheets = Sheets::new(generator).columns();
    let mut parts: Vec<Part> = Vec::new();
    let mut counts = vec![None; files.len()];
    let mut bytes = Vec::new();
    for (place, &(file, encoding)) in files.iter().enumerate() {
        bytes.clear();
        if let Some(document) = encoding.document(generator) {
            bytes = document.map_err(|problem| Failure::Input(vec![problem]))?;
        } else if let Some(mut listing) = Listing::new(configuration, file) {
            let table = listing.table();
            let mut writer = encoding.writer(&Contents::of(file, &table, configuration));
            writer.begin(&mut bytes).map_err(Failure::Machine)?;
            let mut lines = 0;
            while let Some(table) = listing.next_table() {
                lines += table.rows() as u64;
                writer.rows(&table, &all(&table), &mut bytes).map_err(Failure::Machine)?;
                write(place, &bytes)?;
                bytes.clear();
            }
            writer.end(&mut bytes).map_err(Failure::Machine)?;
            counts[place] = Some(lines);
        } else {
            let mut part = Part::new(place, file, encoding, configuration, &sheets, &needs);
            part.begin(&mut bytes).map_err(Failure::Machine)?;
            parts.push(part);
        }
        write(place, &bytes)?;
    }
    if parts.is_empty() {
        return Ok(counts);
    }
    in_order(generator, &needs, rows, |chunk| {
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
        counts[part.place] = part.rows;
    }
    Ok(counts)
}

/// A file with rows or events that is being written.
struct Part {
    /// Its place among all files.
    place: usize,
    file: File,
    writer: AnyWriter,
    /// Where threads write the text: which of the formats of lines or of events it is, and what compresses it.
    text: Option<(usize, Option<Stream>)>,
    /// The rows so far; none of events, of which a format may leave some out.
    rows: Option<u64>,
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
            Some((format, encoding.is_gzip().then(Stream::default)))
        };
        if let Some(writer) = plain.log_writer(configuration) {
            return Part {
                place,
                file,
                writer: AnyWriter::Log(writer),
                text: among(&needs.logs),
                rows: None,
            };
        }
        let columns = &sheets[beside(file).map_or(0, |place| 1 + place)];
        let contents = Contents::of(file, columns, configuration);
        let text = among(&needs.formats);
        let writer = if text.is_some() { plain } else { encoding }.writer(&contents);
        Part { place, file, writer: AnyWriter::Table(writer), text, rows: Some(0) }
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
        if let Some(rows) = &mut self.rows {
            *rows += chunk.rows_of(self.file);
        }
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

/// Makes a range of rows on all cores, and hands over what was made of them in order.
fn in_order(
    generator: &Generator,
    needs: &Needs,
    rows: Range<u64>,
    mut consume: impl FnMut(Chunk) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let per_chunk = needs.rows_per_chunk();
    let chunks = (rows.end - rows.start).div_ceil(per_chunk);
    let threads = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let threads = threads.min(chunks);
    thread::scope(|scope| {
        let mut receivers = Vec::new();
        for thread in 0..threads {
            let (sender, receiver) = mpsc::sync_channel(2);
            receivers.push(receiver);
            let rows = rows.clone();
            scope.spawn(move || {
                let mut maker = Maker::new(generator, needs);
                for chunk in (thread..chunks).step_by(threads as usize) {
                    let first = rows.start + chunk * per_chunk;
                    let Some(chunk) = maker.make(first..(first + per_chunk).min(rows.end)) else { return };
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
