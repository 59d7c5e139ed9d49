//! `cyberdatagen generate`: the files of a configuration, in one format or several, and their card.

use super::export::{every_file, planned};
use super::output::{Output, keep, prepare};
use super::progress::{Progress, hear_interruptions};
use super::{Failure, GenerateArguments, print};
use crate::engine::export::archive::Archive;
use crate::engine::export::card::Fingerprint;
use crate::engine::export::files::ARCHIVE_NAME;
use crate::engine::export::formats::Shape;
use crate::engine::export::job::archive;
use crate::engine::export::package::{Companion, Packed};
use crate::engine::export::{Encoding, File};

/// Bytes that take as long to compress as a row takes to be made and written.
const BYTES_PER_ROW: u64 = 100;

/// Writes the files and prints their names, rows, sizes and SHA-256.
pub fn run(arguments: &GenerateArguments) -> Result<(), Failure> {
    let encodings = encodings(&arguments.format, arguments.gzip)?;
    let configuration = arguments.configuration.configuration()?;
    let folder = arguments.out.as_path();
    let files = File::in_formats(&configuration, &encodings);
    let companions: Vec<&Companion> = Companion::of(&files).collect();
    let more = companions.iter().map(|companion| companion.name).chain(arguments.zip.then_some(ARCHIVE_NAME));
    let names: Vec<String> =
        files.iter().map(|(file, encoding)| file.name(*encoding)).chain(more.map(str::to_owned)).collect();
    prepare(folder, names.iter().map(String::as_str))?;
    hear_interruptions();

    let mut outputs = names.iter().map(|name| Output::create(folder, name)).collect::<Result<Vec<_>, _>>()?;
    let mut progress = Progress::new(configuration.rows);
    let generator = planned(&configuration, &mut progress)?;
    every_file(&generator, &files, &mut progress, |place, bytes| outputs[place].write(bytes))?;
    let (written, more) = outputs.split_at_mut(files.len());
    let (more, archived) = more.split_at_mut(companions.len());
    let fingerprints: Vec<Fingerprint> = written.iter().map(|output| output.fingerprint().clone()).collect();
    let packed = Packed { generator: &generator, files: &files, fingerprints: &fingerprints };
    for (output, companion) in more.iter_mut().zip(&companions) {
        output.write((companion.text)(&packed).as_bytes())?;
    }
    if let Some(output) = archived.first_mut() {
        progress.expect(fingerprints.iter().map(|file| file.bytes() / BYTES_PER_ROW).sum());
        let inside = written.iter_mut().chain(more);
        write_archive(archive(&configuration, &files), inside, output, &mut progress)?;
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

/// Writes an archive of files that were written.
fn write_archive<'a>(
    mut archive: Archive,
    files: impl Iterator<Item = &'a mut Output>,
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
    output.write(&archive.finish().map_err(Failure::Machine)?)
}
