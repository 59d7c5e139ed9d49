//! Parts of the rows, each with files and a card of its own. A part is there once its card is, which is written last: a run that was
//! ended at any time goes on at the first part without one.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::super::export::{every_file, planned};
use super::super::output::{Output, TEMPORARY, keep, prepare};
use super::super::progress::{Progress, hear_interruptions, is_interrupted};
use super::super::{files, print};
use super::Failure;
use crate::engine::configuration::Configuration;
use crate::engine::configuration::link::Link;
use crate::engine::decimal::grouped;
use crate::engine::export::card::{CARD_NAME, is_shard_card, shard_card, shard_card_name};
use crate::engine::export::{Encoding, File};
use crate::engine::shard::Shard;
use crate::engine::{DATA_VERSION, Generator, Problem};

/// Writes those of some shards of one number that the folder has not, and prints names, sizes and SHA-256 of each.
///
/// # Errors
/// The folder has other data, or a part cannot be written.
pub fn run(
    configuration: &Configuration,
    encodings: &[Encoding],
    folder: &Path,
    shards: Vec<Shard>,
) -> Result<(), Failure> {
    prepare(folder, [])?;
    let run = Run {
        configuration,
        folder,
        files: File::in_formats(configuration, encodings),
        link: format!("#{}", Link::of(configuration.clone()).write()),
    };
    run.look_around(&shards)?;
    let mut left = Vec::new();
    for &shard in &shards {
        if !run.is_complete(shard)? {
            left.push(shard);
        }
    }
    if left.is_empty() {
        let _ = writeln!(io::stderr(), "{}", all_there(&shards));
        return Ok(());
    }
    hear_interruptions();
    let mut progress = Progress::new(left.iter().map(|shard| shard.count(configuration.rows)).sum());
    let generator = planned(configuration, &mut progress)?;
    for (done, &shard) in left.iter().enumerate() {
        let complete = shards.len() - left.len() + done;
        let report = run.write(&generator, shard, &mut progress).map_err(|failure| match failure {
            Failure::Machine(problem) if shards.len() > 1 => {
                let parts = shards.len();
                let so_far = format!(
                    "{complete} of {parts} parts are complete, and the same command goes on after them"
                );
                // The hint of an interruption is to run the command again, which this one says.
                let hint =
                    if is_interrupted() { so_far } else { format!("{}; {so_far}", problem.hint) }.into();
                Failure::Machine(Problem { hint, ..problem })
            }
            other => other,
        })?;
        progress.erase();
        print(&report)?;
    }
    Ok(())
}

/// Refuses a folder that has parts, for a whole dataset.
///
/// # Errors
/// It has some, or cannot be read.
pub fn refuse_any(folder: &Path) -> Result<(), Failure> {
    for name in names(folder)? {
        let name = name?;
        if is_shard_card(&name) {
            let reason = format!("'{}' has parts of a dataset: {name}", folder.display());
            return Err(Failure::input("--out", reason, ANOTHER));
        }
    }
    Ok(())
}

/// The names of what is in a folder, of which there can be millions.
fn names(folder: &Path) -> Result<impl Iterator<Item = Result<String, Failure>>, Failure> {
    let unread = move |error: io::Error| {
        let reason = format!("the folder '{}' cannot be read: {error}", folder.display());
        Failure::input("--out", reason, "name a folder that you may read and write")
    };
    let entries = fs::read_dir(folder).map_err(unread)?;
    Ok(entries.map(move |entry| Ok(entry.map_err(unread)?.file_name().to_string_lossy().into_owned())))
}

/// What is said where none is left to write.
fn all_there(shards: &[Shard]) -> String {
    match shards {
        [shard] => format!("part {} of {} is there already", shard.index(), shard.of()),
        _ => format!("all {} parts are there already", grouped(shards.len() as u64)),
    }
}

/// What is written where.
struct Run<'a> {
    configuration: &'a Configuration,
    folder: &'a Path,
    /// The files of the whole.
    files: Vec<(File, Encoding)>,
    link: String,
}

impl Run<'_> {
    /// The files of a shard: its part of each that has rows, and with the first shard those that have none.
    fn files(&self, shard: Shard) -> Vec<(File, Encoding)> {
        self.files.iter().copied().filter(|(file, _)| file.has_rows() || shard.is_first()).collect()
    }

    /// Their names.
    fn names(&self, shard: Shard) -> Vec<String> {
        self.files(shard).iter().map(|(file, encoding)| file.name_in(*encoding, Some(shard))).collect()
    }

    /// Refuses a folder that has a whole dataset, or parts of another number or other data, and removes what a run of these shards
    /// that was killed has left under temporary names.
    fn look_around(&self, shards: &[Shard]) -> Result<(), Failure> {
        if self.folder.join(CARD_NAME).exists() {
            let reason = format!("'{}' has a whole dataset: {CARD_NAME}", self.folder.display());
            let hint = format!(
                "choose another folder, or remove the files that are there, with their card ({CARD_NAME})"
            );
            return Err(Failure::input("--out", reason, hint));
        }
        let (Some(first), is_one) = (shards.first(), shards.len() == 1) else { return Ok(()) };
        let of = first.of_suffix();
        let mut is_checked = false;
        for name in names(self.folder)? {
            let name = name?;
            let is_left = match is_one {
                true => name.starts_with(&temporary(*first)),
                false => name.starts_with(TEMPORARY) && name.contains(&format!("{of}-")),
            };
            if is_left {
                // What cannot be removed is in nobody's way.
                let _ = fs::remove_file(self.folder.join(&name));
            }
            if !is_shard_card(&name) {
                continue;
            }
            if !name.ends_with(&format!("{of}.json")) {
                let reason = format!("'{}' has parts of another number: {name}", self.folder.display());
                return Err(Failure::input("--out", reason, ANOTHER));
            }
            if !is_checked {
                is_checked = true;
                self.card(&name)?;
            }
        }
        Ok(())
    }

    /// The card of this name, if there is one that can be read.
    ///
    /// # Errors
    /// It is of other data.
    fn card(&self, name: &str) -> Result<Option<serde_json::Value>, Failure> {
        let path = self.folder.join(name);
        if !path.is_file() {
            return Ok(None);
        }
        // A card that cannot be read says nothing: its part is made again.
        let Ok(card) = files::json(&path) else { return Ok(None) };
        let is_same = card.get("link").and_then(|link| link.as_str()) == Some(&self.link)
            && card.get("data_version").and_then(serde_json::Value::as_u64) == Some(DATA_VERSION.into());
        if !is_same {
            let reason = format!("'{}' has parts of another configuration: {name}", self.folder.display());
            return Err(Failure::input("--out", reason, ANOTHER));
        }
        Ok(Some(card))
    }

    /// Whether a shard is there: its card, and files as large as that says.
    ///
    /// # Errors
    /// It is of other data, or in other formats.
    fn is_complete(&self, shard: Shard) -> Result<bool, Failure> {
        let card = shard_card_name(shard);
        let Some(json) = self.card(&card)? else { return Ok(false) };
        let listed = json.get("files").and_then(|files| files.as_array()).map_or(&[][..], Vec::as_slice);
        let name =
            |file: &serde_json::Value| file.get("name").and_then(|name| name.as_str()).map(str::to_owned);
        if !listed.iter().map(name).eq(self.names(shard).into_iter().map(Some)) {
            let reason = format!("'{}' has parts in other formats: {card}", self.folder.display());
            return Err(Failure::input("--out", reason, ANOTHER));
        }
        Ok(listed.iter().all(|file| {
            let bytes = file.get("bytes").and_then(serde_json::Value::as_u64);
            let found = name(file).and_then(|name| fs::metadata(self.folder.join(name)).ok());
            found.filter(fs::Metadata::is_file).map(|file| file.len()) == bytes && bytes.is_some()
        }))
    }

    /// Writes a shard. The lines of its files for the report.
    fn write(&self, generator: &Generator, shard: Shard, progress: &mut Progress) -> Result<String, Failure> {
        let (files, names, folder) = (self.files(shard), self.names(shard), self.folder);
        let card_name = shard_card_name(shard);
        prepare(folder, names.iter().map(String::as_str).chain([card_name.as_str()]))?;
        let create = |name: &String| Output::of_prefix(&temporary(shard), folder, name);
        let mut outputs = names.iter().map(create).collect::<Result<Vec<_>, _>>()?;
        let rows = shard.range(self.configuration.rows);
        let counts =
            every_file(generator, &files, rows, progress, |place, bytes| outputs[place].write(bytes))?;
        outputs.iter_mut().zip(counts).for_each(|(output, rows)| output.count_rows(rows));
        let fingerprints: Vec<_> = outputs.iter().map(|output| output.fingerprint().clone()).collect();
        let mut card = create(&card_name)?;
        card.write(shard_card(generator, shard, &fingerprints).as_bytes())?;
        Ok(keep(outputs, folder)? + &keep(vec![card], folder)?)
    }
}

/// What to do about a folder that has other parts.
const ANOTHER: &str =
    "choose another folder, or remove the parts that are there, with their cards (manifest-*.json)";

/// What temporary names of a shard begin with.
fn temporary(shard: Shard) -> String {
    format!("{TEMPORARY}{}-", shard.suffix())
}
