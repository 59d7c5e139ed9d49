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
use crate::engine::dataset::{Record, Table};
use crate::engine::export::formats::Shape;
use crate::engine::export::gzip::Stream;
use crate::engine::export::job::all;
use crate::engine::export::{AnswerKey, Contents, Encoding, File, FileFormat, Listing, View, Writer};
use crate::engine::generator::Planning;
use crate::engine::{Generator, Problem};

/// Rows that a thread makes at a time: less than two megabytes of text in a format.
const ROWS_PER_CHUNK: u64 = 2_048;

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
            progress.add(total - before)?;
            return Ok(*generator);
        }
        let (planned, _) = planning.progress();
        progress.add(planned - before)?;
        before = planned;
    }
}

/// Makes files on all cores, and hands over their bytes as they come, each with the place of its file.
pub fn every_file(
    generator: &Generator,
    files: &[(File, Encoding)],
    progress: &mut Progress,
    mut write: impl FnMut(usize, &[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let configuration = generator.configuration();
    let mut key = AnswerKey::new(generator);
    let [dataset, key] = [generator.table(), key.take()];
    let formats = formats_of_lines(files);
    let mut parts: Vec<Part> = Vec::new();
    let mut bytes = Vec::new();
    for (place, &(file, encoding)) in files.iter().enumerate() {
        bytes.clear();
        if let Some(mut listing) = Listing::new(configuration, file) {
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
            let columns = if file == File::AnswerKey { &key } else { &dataset };
            let contents = Contents::of(file, columns, configuration);
            let mut part = Part::new(place, file, encoding, &contents, &formats);
            part.begin(&mut bytes).map_err(Failure::Machine)?;
            parts.push(part);
        }
        write(place, &bytes)?;
    }
    if parts.is_empty() {
        return Ok(());
    }
    let needs = Needs {
        formats,
        tables: parts.iter().any(|part| part.text.is_none()),
        key: parts.iter().any(|part| part.file == File::AnswerKey),
    };
    in_order(generator, &needs, |chunk| {
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

/// The formats of lines among those of some files, each once.
fn formats_of_lines(files: &[(File, Encoding)]) -> Vec<&'static FileFormat> {
    let mut formats: Vec<&FileFormat> = Vec::new();
    for (_, encoding) in files.iter().filter(|(file, _)| file.has_rows()) {
        let format = encoding.format();
        if format.shape == Shape::Lines && formats.iter().all(|known| known.key != format.key) {
            formats.push(format);
        }
    }
    formats
}

/// A file with rows that is being written.
struct Part {
    /// Its place among all files.
    place: usize,
    file: File,
    writer: Box<dyn Writer>,
    /// Of a format of lines, which of those it is, and what compresses the text that threads write.
    text: Option<(usize, Option<Stream>)>,
}

impl Part {
    fn new(
        place: usize,
        file: File,
        encoding: Encoding,
        contents: &Contents,
        formats: &[&'static FileFormat],
    ) -> Self {
        let format = formats.iter().position(|format| format.key == encoding.format().key);
        let writer = match format {
            Some(_) => Encoding::new(encoding.format(), false).writer(contents),
            None => encoding.writer(contents),
        };
        let text = format.map(|format| (format, encoding.is_gzip().then(Stream::default)));
        Part { place, file, writer, text }
    }

    fn begin(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        let mut text = Vec::new();
        self.writer.begin(&mut text)?;
        self.pass(&text, false, output)
    }

    fn append(&mut self, chunk: &Chunk, output: &mut Vec<u8>) -> Result<(), Problem> {
        if let Some((format, _)) = &self.text {
            let text = chunk.texts.get(*format).map_or(&[][..], |texts| texts.of(self.file));
            return self.pass(text, false, output);
        }
        let (table, rows) = match (self.file, &chunk.key, &chunk.table) {
            (File::AnswerKey, Some(key), _) => (key, all(key)),
            (File::Dataset(view), _, Some(table)) => (table, view.rows(table, 0..table.rows())),
            _ => return Ok(()),
        };
        self.writer.rows(table, &rows, output)
    }

    fn end(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        let mut text = Vec::new();
        self.writer.end(&mut text)?;
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
    formats: Vec<&'static FileFormat>,
    /// The tables themselves.
    tables: bool,
    /// The answer key.
    key: bool,
}

/// What a thread made of a range of rows.
struct Chunk {
    /// By format of lines.
    texts: Vec<Texts>,
    table: Option<Table>,
    key: Option<Table>,
    rows: u64,
}

/// The text of a range of rows in a format.
#[derive(Default)]
struct Texts {
    views: [Vec<u8>; View::ALL.len()],
    key: Vec<u8>,
}

impl Texts {
    fn of(&self, file: File) -> &[u8] {
        match file {
            File::Dataset(view) => &self.views[view as usize],
            _ => &self.key,
        }
    }
}

/// Makes all rows on all cores, and hands over what was made of them in order.
fn in_order(
    generator: &Generator,
    needs: &Needs,
    mut consume: impl FnMut(Chunk) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let chunks = generator.configuration().rows.div_ceil(ROWS_PER_CHUNK);
    let threads = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let threads = threads.min(chunks);
    thread::scope(|scope| {
        let mut receivers = Vec::new();
        for thread in 0..threads {
            let (sender, receiver) = mpsc::sync_channel(2);
            receivers.push(receiver);
            scope.spawn(move || {
                let mut maker = Maker::new(generator, needs);
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

/// Makes chunks in one thread.
struct Maker<'a> {
    generator: Generator,
    key: AnswerKey,
    /// By format of lines, the writers of the dataset's rows and of the answer key.
    writers: Vec<[Box<dyn Writer>; 2]>,
    needs: &'a Needs,
}

impl<'a> Maker<'a> {
    fn new(generator: &Generator, needs: &'a Needs) -> Self {
        let (generator, configuration) = (generator.another(), generator.configuration());
        let mut key = AnswerKey::new(&generator);
        let tables = [generator.table(), key.take()];
        let files = [File::Dataset(View::Combined), File::AnswerKey];
        let writers = needs.formats.iter().map(|format| {
            let writer = |index: usize| {
                Encoding::new(format, false).writer(&Contents::of(
                    files[index],
                    &tables[index],
                    configuration,
                ))
            };
            [writer(0), writer(1)]
        });
        Maker { writers: writers.collect(), generator, key, needs }
    }

    /// Makes one chunk; none where there is no memory for it, or a format cannot hold it.
    fn make(&mut self, chunk: u64) -> Option<Chunk> {
        let first = chunk * ROWS_PER_CHUNK;
        let last = (first + ROWS_PER_CHUNK).min(self.generator.configuration().rows);
        let mut table = self.generator.table();
        let key = &mut self.key;
        let push = |record: &Record| {
            if self.needs.key {
                key.push(record);
            }
        };
        self.generator.append_with(first..last, &mut table, push).ok()?;
        let key = self.needs.key.then(|| self.key.take());
        let mut texts = Vec::new();
        for [writer, key_writer] in &mut self.writers {
            let mut made = Texts::default();
            let [combined, normal, anomalous] = &mut made.views;
            for row in 0..table.rows() as u32 {
                let start = combined.len();
                writer.rows(&table, &[row], combined).ok()?;
                let is_normal = View::Normal.shows(table.class(row as usize));
                let part = if is_normal { &mut *normal } else { &mut *anomalous };
                part.extend_from_slice(&combined[start..]);
            }
            if let Some(key) = &key {
                key_writer.rows(key, &all(key), &mut made.key).ok()?;
            }
            texts.push(made);
        }
        let table = self.needs.tables.then_some(table);
        Some(Chunk { texts, table, key: key.filter(|_| self.needs.tables), rows: last - first })
    }
}
