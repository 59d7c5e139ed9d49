//! One file to standard output, for a pipe.

use std::io::{self, Write};

use super::super::export::{every_file, planned};
use super::super::progress::{Progress, hear_interruptions};
use super::Failure;
use crate::engine::configuration::Configuration;
use crate::engine::export::{Encoding, File};
use crate::engine::shard::Shard;

/// Writes all rows, or those of a shard, in the only format that is named. A reader that goes away has seen enough.
///
/// # Errors
/// There are several formats, a shard is asked for of one without rows, or standard output cannot be written.
pub fn run(
    configuration: &Configuration,
    encodings: &[Encoding],
    shard: Option<Shard>,
) -> Result<(), Failure> {
    let file = match (encodings, File::in_formats(configuration, encodings).first()) {
        ([_], Some(&file)) => file,
        _ => {
            let reason = "standard output takes one file";
            return Err(Failure::input("--format", reason, "name one format, or a folder with --out"));
        }
    };
    if shard.is_some() && !file.0.has_rows() {
        let reason = format!("{} is one document, which has no parts", file.1.format().name);
        return Err(Failure::input("--shard", reason, "leave --shard out: the whole document is written"));
    }
    let rows = shard.unwrap_or(Shard::WHOLE).range(configuration.rows);
    hear_interruptions();
    let mut progress = Progress::new(rows.end - rows.start);
    let generator = planned(configuration, &mut progress)?;
    let mut output = io::stdout().lock();
    let mut is_closed = false;
    let written = every_file(&generator, &[file], rows, &mut progress, |_, bytes| {
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
