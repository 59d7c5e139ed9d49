//! `cyberdatagen generate`: the files of a configuration, made on all cores and written as they come.

use std::num::NonZero;
use std::sync::mpsc;
use std::thread;

use super::output::{Output, keep, prepare};
use super::progress::{Progress, hear_interruptions};
use super::{Failure, GenerateArguments, print};
use crate::engine::Generator;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::Record;
use crate::engine::export::card::{Fingerprint, card};
use crate::engine::export::{AnswerKey, Csv, Download, Export, File, Listing, View, files};
use crate::engine::generator::Planning;

/// Rows that a thread makes at a time: less than two megabytes of text.
const ROWS_PER_CHUNK: u64 = 2_048;

/// The text of a range of rows, by view, and that of the answer key.
type Chunk = [Vec<u8>; View::ALL.len() + 1];

/// Writes the files and prints their names, rows, sizes and SHA-256.
pub fn run(arguments: &GenerateArguments) -> Result<(), Failure> {
    let configuration = arguments.configuration.configuration()?;
    let folder = arguments.out.as_path();
    let more = [Some(Download::Card), arguments.zip.then_some(Download::Archive)];
    let files = File::of(&configuration).iter().copied();
    let downloads: Vec<Download> = files.map(Download::File).chain(more.into_iter().flatten()).collect();
    prepare(folder, downloads.iter().map(|download| download.name()))?;
    hear_interruptions();

    let mut outputs = downloads
        .iter()
        .map(|download| Output::create(folder, download.name()))
        .collect::<Result<Vec<_>, _>>()?;
    let zipped = File::of(&configuration).iter().filter(|file| file.has_rows()).count() as u64;
    let mut progress = Progress::new(configuration.rows * if arguments.zip { 1 + zipped } else { 1 });
    let generator = planned(&configuration, &mut progress)?;
    every_file(&generator, &mut progress, |file, bytes| {
        let output = outputs.iter_mut().find(|output| output.name() == file.name());
        output.map_or(Ok(()), |output| output.write(bytes))
    })?;
    let fingerprints: Vec<Fingerprint> = outputs
        .iter()
        .filter(|output| File::ALL.iter().any(|file| file.name() == output.name()))
        .map(|output| output.fingerprint().clone())
        .collect();
    if let Some(output) = outputs.iter_mut().find(|output| output.name() == Download::Card.name()) {
        output.write(card(&configuration, &fingerprints).as_bytes())?;
    }
    if let Some(archive) = outputs.iter_mut().find(|output| output.name() == Download::Archive.name()) {
        write_archive(generator, archive, &mut progress)?;
    }
    drop(progress);
    print(&keep(outputs, folder)?)
}

/// The generator of a configuration, whose order of rows can take some seconds to plan.
///
/// # Errors
/// The configuration cannot be used, or the process was asked to end.
pub fn planned(configuration: &Configuration, progress: &mut Progress) -> Result<Generator, Failure> {
    let mut planning = Planning::new(configuration).map_err(Failure::Input)?;
    loop {
        if let Some(generator) = planning.step() {
            return Ok(*generator);
        }
        progress.add(0)?;
    }
}

/// Makes all files on all cores, and hands over their bytes as they come.
pub fn every_file(
    generator: &Generator,
    progress: &mut Progress,
    mut write: impl FnMut(File, &[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let configuration = generator.configuration();
    let files = File::of(configuration);
    for &file in files {
        let mut chunk = Vec::new();
        match file {
            File::Indicators => chunk = files::indicators(configuration),
            File::Scenarios => chunk = files::scenarios(configuration),
            File::Dataset(_) => {
                Csv::new(&generator.table(), configuration.format).header(&mut chunk);
            }
            File::AnswerKey => AnswerKey::new(configuration).header(&mut chunk),
            File::Users | File::Campaigns => {
                let mut listing = Listing::new(configuration, file);
                while listing.step(&mut chunk) {
                    write(file, &chunk)?;
                    chunk.clear();
                }
            }
        }
        write(file, &chunk)?;
    }
    in_order(generator, |chunk, rows| {
        for view in View::ALL {
            write(File::Dataset(view), &chunk[view as usize])?;
        }
        if files.contains(&File::AnswerKey) {
            write(File::AnswerKey, &chunk[View::ALL.len()])?;
        }
        progress.add(rows)
    })
}

/// Makes all rows on all cores, and hands their text over in order.
fn in_order(
    generator: &Generator,
    mut consume: impl FnMut(Chunk, u64) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let configuration = generator.configuration();
    let chunks = configuration.rows.div_ceil(ROWS_PER_CHUNK);
    let threads = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let threads = threads.min(chunks);
    thread::scope(|scope| {
        let mut receivers = Vec::new();
        for thread in 0..threads {
            let (sender, receiver) = mpsc::sync_channel(2);
            receivers.push(receiver);
            scope.spawn(move || {
                let mut generator = generator.another();
                let csv = Csv::new(&generator.table(), configuration.format);
                let key =
                    File::of(configuration).contains(&File::AnswerKey).then(|| AnswerKey::new(configuration));
                for chunk in (thread..chunks).step_by(threads as usize) {
                    let Some(text) = encode(&mut generator, &csv, key.as_ref(), chunk) else { return };
                    if sender.send(text).is_err() {
                        return;
                    }
                }
            });
        }
        for chunk in 0..chunks {
            let receiver = &receivers[(chunk % threads) as usize];
            let Ok((text, rows)) = receiver.recv() else {
                return Err(Failure::machine("a worker thread ended early", "please report this as a bug"));
            };
            consume(text, rows)?;
        }
        Ok(())
    })
}

/// The text of one chunk of rows, each view's apart, and the number of rows; none where there is no memory for them.
fn encode(generator: &mut Generator, csv: &Csv, key: Option<&AnswerKey>, chunk: u64) -> Option<(Chunk, u64)> {
    let first = chunk * ROWS_PER_CHUNK;
    let last = (first + ROWS_PER_CHUNK).min(generator.configuration().rows);
    let mut texts = Chunk::default();
    let [combined, normal, anomalous, answers] = &mut texts;
    let mut table = generator.table();
    let answer = |record: &Record| {
        if let Some(key) = key {
            key.row(record, answers);
        }
    };
    generator.append_with(first..last, &mut table, answer).ok()?;
    for row in 0..table.rows() {
        let start = combined.len();
        csv.row(&table, row, combined);
        let part = if View::Normal.shows(table.class(row)) { &mut *normal } else { &mut *anomalous };
        part.extend_from_slice(&combined[start..]);
    }
    Some((texts, last - first))
}

fn write_archive(
    mut generator: Generator,
    output: &mut Output,
    progress: &mut Progress,
) -> Result<(), Failure> {
    let mut export = Export::new(&generator, Download::Archive);
    loop {
        let needs = export.needs();
        let count = needs.end - needs.start;
        let rows = generator.rows(needs).map_err(|error| Failure::machine(error, "close other programs"))?;
        match export.step(&rows).map_err(Failure::Machine)? {
            Some(bytes) => output.write(&bytes)?,
            None => return Ok(()),
        }
        progress.add(count)?;
    }
}
