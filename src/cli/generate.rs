//! `cyberdatagen generate`: the files of a configuration, in one format or several, and their card.

use super::export::{every_file, planned};
use super::output::{Output, keep, prepare};
use super::progress::{Progress, hear_interruptions};
use super::{Failure, GenerateArguments, print};
use crate::engine::Generator;
use crate::engine::export::card::{Fingerprint, card};
use crate::engine::export::formats::Shape;
use crate::engine::export::{Download, Encoding, Export, File};

/// Writes the files and prints their names, rows, sizes and SHA-256.
pub fn run(arguments: &GenerateArguments) -> Result<(), Failure> {
    let encodings = encodings(&arguments.format, arguments.gzip)?;
    let configuration = arguments.configuration.configuration()?;
    let folder = arguments.out.as_path();
    let tables = File::of(&configuration);
    let files: Vec<(File, Encoding)> =
        encodings.iter().flat_map(|&encoding| tables.iter().map(move |&file| (file, encoding))).collect();
    let plain = Encoding::default();
    let more = [Some(Download::Card), arguments.zip.then_some(Download::Archive)];
    let more: Vec<Download> = more.into_iter().flatten().collect();
    let names: Vec<String> = files
        .iter()
        .map(|(file, encoding)| file.name(*encoding))
        .chain(more.iter().map(|download| download.name(plain)))
        .collect();
    prepare(folder, names.iter().map(String::as_str))?;
    hear_interruptions();

    let mut outputs = names.iter().map(|name| Output::create(folder, name)).collect::<Result<Vec<_>, _>>()?;
    let zipped = files.iter().filter(|(file, _)| file.has_rows()).count() as u64;
    let mut progress = Progress::new(configuration.rows * if arguments.zip { 1 + zipped } else { 1 });
    let generator = planned(&configuration, &mut progress)?;
    every_file(&generator, &files, &mut progress, |place, bytes| outputs[place].write(bytes))?;
    let fingerprints: Vec<Fingerprint> =
        outputs.iter().take(files.len()).map(|output| output.fingerprint().clone()).collect();
    for (output, download) in outputs.iter_mut().skip(files.len()).zip(more) {
        match download {
            Download::Archive => write_archive(generator.another(), &encodings, output, &mut progress)?,
            _ => output.write(card(&configuration, &fingerprints).as_bytes())?,
        }
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

fn write_archive(
    mut generator: Generator,
    encodings: &[Encoding],
    output: &mut Output,
    progress: &mut Progress,
) -> Result<(), Failure> {
    let mut export = Export::new(&generator, Download::Archive, encodings);
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
