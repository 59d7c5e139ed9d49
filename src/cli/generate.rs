//! `cyberdatagen generate`: the files of a configuration, in one format or several, and their card; whole, in parts, or one file to
//! standard output.

mod parts;
mod stdout;

use std::path::{Path, PathBuf};

use clap::Args;

use super::export::{every_file, planned};
use super::output::{Output, keep, prepare};
use super::progress::{Progress, hear_interruptions};
use super::{ConfigurationArguments, Failure, print};
use crate::engine::configuration::Configuration;
use crate::engine::decimal::grouped;
use crate::engine::export::archive::Archive;
use crate::engine::export::card::Fingerprint;
use crate::engine::export::files::ARCHIVE_NAME;
use crate::engine::export::formats::Shape;
use crate::engine::export::job::archive;
use crate::engine::export::package::{Companion, Packed};
use crate::engine::export::{Encoding, FORMATS, File};
use crate::engine::shard::Shard;

/// Bytes that take as long to compress as a row takes to be made and written.
const BYTES_PER_ROW: u64 = 100;

/// The maximum number of rows of a Parquet file: what it says of its row groups is held until its end, up to 1.4 kB for 1,000 rows.
const PARQUET_ROWS: u64 = 50_000_000;

/// The arguments of the command.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    configuration: ConfigurationArguments,
    /// The folder to write into; it is made if it is missing
    #[arg(long, value_name = "DIR", required_unless_present = "stdout", conflicts_with = "stdout")]
    out: Option<PathBuf>,
    /// The formats of the files, for instance csv,jsonl,parquet; `cyberdatagen formats` lists them
    #[arg(long, default_value = FORMATS[0].key, value_name = "FORMATS")]
    format: String,
    /// Compress the files of text with gzip
    #[arg(long)]
    gzip: bool,
    /// Write cybersecurity_data.zip as well
    #[arg(long, conflicts_with_all = ["shard", "parts", "stdout"])]
    zip: bool,
    /// Write one of several parts of the rows alone, for instance 2/5: the others can be written by other machines
    #[arg(long, value_name = "I/N", conflicts_with = "parts")]
    shard: Option<String>,
    /// Write the rows in so many parts, one after the other; the same command goes on after those that are complete
    #[arg(long, value_name = "N", conflicts_with = "stdout")]
    parts: Option<String>,
    /// Write one file to standard output: the dataset, or in a format of events or attacks those
    #[arg(long)]
    stdout: bool,
}

/// Writes the files and prints their names, rows, sizes and SHA-256.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let encodings = encodings(&arguments.format, arguments.gzip)?;
    let configuration = arguments.configuration.configuration()?;
    let shard = arguments.shard.as_deref().map(shard).transpose()?;
    let parts = arguments.parts.as_deref().map(count).transpose()?;
    let pieces = shard.map(Shard::of).or(parts).unwrap_or(1);
    fits(&configuration, &encodings, pieces, arguments.stdout)?;
    match (&arguments.out, shard, parts) {
        (None, shard, _) => stdout::run(&configuration, &encodings, shard),
        (Some(folder), Some(shard), _) => parts::run(&configuration, &encodings, folder, vec![shard]),
        (Some(folder), None, Some(count)) => {
            parts::run(&configuration, &encodings, folder, Shard::all(count).collect())
        }
        (Some(folder), None, None) => whole(&configuration, &encodings, folder, arguments.zip),
    }
}

/// Names the flag that a problem is about.
fn flagged(flag: &str) -> impl Fn(crate::engine::Problem) -> Failure {
    move |problem| Failure::input(flag, problem.reason, problem.hint)
}

fn shard(text: &str) -> Result<Shard, Failure> {
    text.parse().map_err(flagged("--shard"))
}

/// A number of parts.
fn count(text: &str) -> Result<u64, Failure> {
    let count = text.parse().ok().filter(|&count| Shard::new(1, count).is_ok());
    let hint = format!("use a whole number from 1 to {}", grouped(Shard::MAX));
    count.ok_or_else(|| Failure::input("--parts", format!("'{text}' is not a number of parts"), hint))
}

/// Whether files in so many parts can be written in little memory.
fn fits(
    configuration: &Configuration,
    encodings: &[Encoding],
    parts: u64,
    is_stdout: bool,
) -> Result<(), Failure> {
    let rows = configuration.rows.div_ceil(parts);
    let parquet = encodings.iter().find(|encoding| encoding.format().key == "parquet");
    match parquet.filter(|_| rows > PARQUET_ROWS) {
        None => Ok(()),
        Some(encoding) => {
            let (name, most) = (encoding.format().name, grouped(PARQUET_ROWS));
            let reason = format!("a {name} file of {} rows is too large: {most} is the most", grouped(rows));
            let parts = configuration.rows.div_ceil(PARQUET_ROWS);
            let one_run = if is_stdout { String::new() } else { format!("--parts {parts}, or ") };
            let hint = format!("write parts, at least {parts}: {one_run}--shard I/{parts} for each I");
            Err(Failure::input("--format", reason, hint))
        }
    }
}

/// Writes whole files, with what comes with them.
fn whole(
    configuration: &Configuration,
    encodings: &[Encoding],
    folder: &Path,
    zip: bool,
) -> Result<(), Failure> {
    let files = File::in_formats(configuration, encodings);
    let companions: Vec<&Companion> = Companion::of(&files).collect();
    let more = companions.iter().map(|companion| companion.name).chain(zip.then_some(ARCHIVE_NAME));
    let names: Vec<String> =
        files.iter().map(|(file, encoding)| file.name(*encoding)).chain(more.map(str::to_owned)).collect();
    prepare(folder, names.iter().map(String::as_str))?;
    parts::refuse_any(folder)?;
    hear_interruptions();

    let mut outputs = names.iter().map(|name| Output::create(folder, name)).collect::<Result<Vec<_>, _>>()?;
    let mut progress = Progress::new(configuration.rows);
    let generator = planned(configuration, &mut progress)?;
    every_file(&generator, &files, 0..configuration.rows, &mut progress, |place, bytes| {
        outputs[place].write(bytes)
    })?;
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
        write_archive(archive(configuration, &files), inside, output, &mut progress)?;
    }
    drop(progress);
    print(&keep(outputs, folder)?)
}

/// What the files are to be written as.
fn encodings(keys: &str, gzip: bool) -> Result<Vec<Encoding>, Failure> {
    let encodings = Encoding::of_keys(keys, gzip).map_err(flagged("--format"))?;
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
            progress.work(bytes.len() as u64 / BYTES_PER_ROW)
        })?;
    }
    output.write(&archive.finish().map_err(Failure::Machine)?)
}
