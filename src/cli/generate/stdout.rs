//! One file to standard output, for a pipe.

use std::io::{self, Write};

use super::super::export::{every_file, planned};
use super::super::progress::{Progress, hear_interruptions};
use super::Failure;
use crate::engine::configuration::Configuration;
use crate::engine::export::{Encoding, File};
use crate::engine::shard::Shard;

/// Writes the rows of a shard in the only format that is named. A reader that goes away has seen enough.
///
/// # Errors
/// There are several formats, or standard output cannot be written.
pub fn run(configuration: &Configuration, encodings: &[Encoding], shard: Shard) -> Result<(), Failure> {
    let file = match (encodings, File::in_formats(configuration, encodings).first()) {
        ([_], Some(&file)) => file,
        _ => {
            let reason = "standard output takes one file";
            return Err(Failure::input("--format", reason, "name one format, or a folder with --out"));
        }
    };
    hear_interruptions();
    let mut progress =
        Progress::new(shard.range(configuration.rows).end - shard.range(configuration.rows).start);
    let generator = planned(configuration, &mut progress)?;
    let mut output = io::stdout().lock();
    let mut is_closed = false;
    let written =
        every_file(&generator, &[file], shard.range(configuration.rows), &mut progress, |_, bytes| {
            output.write_all(bytes).map_err(|error| failure(&error, &mut is_closed))
        });
    let written = written.and_then(|_| output.flush().map_err(|error| failure(&error, &mut is_closed)));
    if is_closed { Ok(()) } else { written }
}

/// That standard output cannot be written; whether because its reader went away, is noted.
fn failure(error: &io::Error, is_closed: &mut bool) -> Failure {
    *is_closed |= error.kind() == io::ErrorKind::BrokenPipe;
    Failure::machine(format!("cannot write to standard output: {error}"), "check where it leads")
}
