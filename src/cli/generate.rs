//! `cyberdatagen generate`: the files of a configuration, in one format or several, and their card.

use super::export::{every_file, planned};
use super::output::{Output, keep, prepare};
use super::progress::{Progress, hear_interruptions};
use super::{Failure, GenerateArguments, print};
use crate::engine::export::archive::Archive;
use crate::engine::export::card::{CARD_NAME, Fingerprint, card};
use crate::engine::export::files::ARCHIVE_NAME;
use crate::engine::export::formats::Shape;
use crate::engine::export::job::archive;
use crate::engine::export::{Encoding, File};

/// Bytes that take as long to compress as a row takes to be made and written.
const BYTES_PER_ROW: u64 = 100;

/// Writes the files and prints their names, rows, sizes and SHA-256.
pub fn run(arguments: &GenerateArguments) -> Result<(), Failure> {
    let encodings = encodings(&arguments.format, arguments.gzip)?;
    let configuration = arguments.configuration.configuration()?;
    let folder = arguments.out.as_path();
    let files = File::in_formats(&configuration, &encodings);
    let more = [Some(CARD_NAME), arguments.zip.then_some(ARCHIVE_NAME)];
    let names: Vec<String> = files
        .iter()
        .map(|(file, encoding)| file.name(*encoding))
        .chain(more.into_iter().flatten().map(str::to_owned))
        .collect();
    prepare(folder, names.iter().map(String::as_str))?;
    hear_interruptions();

    let mut outputs = names.iter().map(|name| Output::create(folder, name)).collect::<Result<Vec<_>, _>>()?;
    let mut progress = Progress::new(configuration.rows);
    let generator = planned(&configuration, &mut progress)?;
    every_file(&generator, &files, &mut progress, |place, bytes| outputs[place].write(bytes))?;
    let (written, more) = outputs.split_at_mut(files.len());
    let fingerprints: Vec<Fingerprint> = written.iter().map(|output| output.fingerprint().clone()).collect();
    let card = card(&configuration, &fingerprints);
    if let Some(output) = more.first_mut() {
        output.write(card.as_bytes())?;
    }
    if let Some(output) = more.get_mut(1) {
        progress.expect(fingerprints.iter().map(|file| file.bytes() / BYTES_PER_ROW).sum());
        write_archive(archive(&configuration, &encodings), written, &card, output, &mut progress)?;
    }
    drop(progress);
    print(&keep(outputs, folder)?)
}

/// What the files are to be written as.
fn encodings(keys: &str, gzip: bool) -> Result<Vec<Encoding>, Failure> {
    let named = |problem: crate::engine::Problem| Failure::input("--format", problem.reason, problem.hint);
    let encodings = Encoding::of_keys(keys, gzip).map_err(named)?;
    if gzip && encodings.iter().all(|encoding| encoding.format().shape == Shape::Binary) {
        let names: Vec<&str> = encodings.iter().map(|encoding| encoding.format().name).collect();
        let reason = format!("{} is compressed already", names.join(", "));
        return Err(Failure::input("--gzip", reason, "leave --gzip out, or name a format of text as well"));
    }
    Ok(encodings)
}

/// Writes an archive of files that were written, and of their card.
fn write_archive(
    mut archive: Archive,
    files: &mut [Output],
    card: &str,
    output: &mut Output,
    progress: &mut Progress,
) -> Result<(), Failure> {
    for file in files {
        archive.start(file.name()).map_err(Failure::Machine)?;
        file.each_piece(|bytes| {
            archive.write(bytes).map_err(Failure::Machine)?;
            output.write(&archive.take())?;
            progress.add(bytes.len() as u64 / BYTES_PER_ROW)
        })?;
    }
    archive.start(CARD_NAME).and_then(|()| archive.write(card.as_bytes())).map_err(Failure::Machine)?;
    output.write(&archive.finish().map_err(Failure::Machine)?)
}
