//! The files of a folder, read and compared with what its cards say: those of a whole dataset, or of all its shards.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::super::Failure;
use super::super::output::each_piece;
use super::super::progress::{Progress, hear_interruptions, interrupted};
use super::{CHANGED, Card, Report, Verdict};
use crate::engine::export::card::{CARD_NAME, Fingerprint, is_shard_card, shard_card_name};
use crate::engine::shard::Shard;

/// What to do about a folder with cards of several datasets.
const ONE: &str = "keep one dataset in a folder";

/// Reads the files and prints, for each that a card lists, whether it is the same; and which shards there should be beside those that
/// there are.
///
/// # Errors
/// The folder has no card, the cards contradict each other, or something differs.
pub fn run(folder: &Path) -> Result<(), Failure> {
    let shown = folder.display();
    let unread = |error: std::io::Error| {
        Failure::input("", format!("'{shown}' cannot be read: {error}"), "check the rights of the folder")
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let name = entry.map_err(unread)?.file_name().to_string_lossy().into_owned();
        if name == CARD_NAME || is_shard_card(&name) {
            names.push(name);
        }
    }
    names.sort();
    if names.iter().any(|name| name == CARD_NAME) && names.iter().any(|name| is_shard_card(name)) {
        return Err(Failure::input("", format!("'{shown}' has a whole dataset and parts of one"), ONE));
    }
    let cards = names.iter().map(|name| Card::read(&folder.join(name))).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = cards.first() else {
        let hint = "name a folder that `cyberdatagen generate` wrote, or a card";
        return Err(Failure::input("", format!("'{shown}' has no card"), hint));
    };
    let of = first.shard.map(Shard::of);
    for (card, name) in cards.iter().zip(&names) {
        if card.shard.map_or(CARD_NAME.to_owned(), shard_card_name) != *name {
            return Err(Failure::input("", format!("{name} is the card of other files"), CHANGED));
        }
        if card.configuration != first.configuration || card.shard.map(Shard::of) != of {
            let reason = format!("{name} is of other data than {}", names[0]);
            return Err(Failure::input("", reason, ONE));
        }
    }

    hear_interruptions();
    let files = || cards.iter().flat_map(|card| card.files.iter());
    let size = |name: &str| fs::metadata(folder.join(name)).map_or(0, |file| file.len());
    let total = files().map(|file| size(&file.name)).sum();
    let mut progress = Progress::new(total);
    let (mut read, mut report) = (0, Report { text: String::new(), is_different: files().next().is_none() });
    for file in files() {
        let path = folder.join(&file.name);
        // A card lists names, and no paths.
        if Path::new(&file.name).file_name().is_none_or(|name| *name != *file.name) || !path.is_file() {
            report.add(Verdict::Missing, &file.name);
            continue;
        }
        let unread = |error: std::io::Error| {
            Failure::machine(format!("{} cannot be read: {error}", file.name), "check the rights of the file")
        };
        let mut fingerprint = Fingerprint::new(&file.name);
        each_piece(fs::File::open(&path).map_err(unread)?, unread, |bytes| {
            fingerprint.update(bytes);
            read += bytes.len() as u64;
            if progress.reach(read, total).is_break() { Err(interrupted()) } else { Ok(()) }
        })?;
        let is_same = fingerprint.sha256().eq_ignore_ascii_case(&file.sha256);
        report.add(if is_same { Verdict::Same } else { Verdict::Different }, &file.name);
    }
    drop(progress);
    let there: BTreeSet<u64> = cards.iter().filter_map(|card| card.shard.map(Shard::index)).collect();
    for shard in of.into_iter().flat_map(Shard::all).filter(|shard| !there.contains(&shard.index())) {
        report.add(Verdict::Missing, &shard_card_name(shard));
    }
    report.finish("write the files that differ or are missing again: remove their card, and run `cyberdatagen generate` as before")
}
