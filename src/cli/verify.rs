//! `cyberdatagen verify`: the files of a card, made again and compared; or those of a folder, read and compared with its cards.

mod folder;

use std::path::Path;

use serde_json::Value as Json;

use super::export::{every_file, planned};
use super::progress::{Progress, hear_interruptions};
use super::{Failure, files, print};
use crate::engine::configuration::Configuration;
use crate::engine::configuration::link::Link;
use crate::engine::export::card::{FORMAT, Fingerprint};
use crate::engine::export::{Encoding, File};
use crate::engine::shard::Shard;
use crate::engine::{DATA_VERSION, Problem};

/// What to do about a card that contradicts itself.
const CHANGED: &str = "ask for the card again: someone changed it";

/// Verifies a card or a folder.
///
/// # Errors
/// Something differs, or cannot be read.
pub fn run(path: &Path) -> Result<(), Failure> {
    if path.is_dir() { folder::run(path) } else { again(&Card::read(path)?) }
}

/// What a card says.
struct Card {
    configuration: Configuration,
    /// The shard that it is of; none where it is of the whole.
    shard: Option<Shard>,
    files: Vec<Listed>,
}

/// A file of a card.
struct Listed {
    name: String,
    sha256: String,
}

impl Card {
    /// Reads a card.
    ///
    /// # Errors
    /// It is none of ours, is of another version, or contradicts itself.
    fn read(path: &Path) -> Result<Self, Failure> {
        let json = files::json(path)?;
        let shown = path.display();
        if json.get("cyberdatagen").and_then(Json::as_str) != Some(FORMAT) {
            let hint = "name the reproducibility_card.json of a download";
            return Err(Failure::input("", format!("'{shown}' is no {FORMAT}"), hint));
        }
        let version = json.get("data_version").and_then(Json::as_u64);
        if version != Some(DATA_VERSION.into()) {
            let reason = format!(
                "the card is of data version {}, this program makes version {DATA_VERSION}",
                version.map_or("unknown".to_owned(), |version| version.to_string())
            );
            let hint = "verify it with the program's version that the card names";
            return Err(Failure::input("", reason, hint));
        }
        let (listed, problems) = files::link(path, &json)?;
        if !problems.is_empty() {
            return Err(Failure::Input(problems));
        }
        let configuration = listed.effective();
        let link = json.get("link").and_then(Json::as_str).unwrap_or_default();
        if !Link::read(link)
            .is_ok_and(|(link, problems)| problems.is_empty() && link.effective() == configuration)
        {
            let reason = "the card's link and its settings stand for different configurations";
            return Err(Failure::input("", reason, CHANGED));
        }
        let seed = json.get("seed").and_then(Json::as_u64);
        if seed != Some(configuration.seed) {
            let stated = json.get("seed").map_or("none".to_owned(), ToString::to_string);
            let reason =
                format!("the card states the seed {stated}, its link the seed {}", configuration.seed);
            return Err(Failure::input("", reason, CHANGED));
        }
        let shard = match json.get("shard").map(|shard| shard.as_str().unwrap_or_default().parse()) {
            None => None,
            Some(Ok(shard)) => Some(shard),
            Some(Err(problem)) => return Err(Failure::Input(vec![problem])),
        };
        let text = |file: &Json, member: &str| {
            file.get(member).and_then(Json::as_str).unwrap_or_default().to_owned()
        };
        let files = json.get("files").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let files =
            files.iter().map(|file| Listed { name: text(file, "name"), sha256: text(file, "sha256") });
        Ok(Card { configuration, shard, files: files.collect() })
    }

    /// The files that there are of those that it lists: a name tells which one it is, and in which format.
    fn known(&self) -> Vec<(File, Encoding)> {
        let mut known: Vec<(File, Encoding)> = Vec::new();
        for Listed { name, .. } in &self.files {
            let whole = match self.shard {
                Some(shard) => name.replacen(&format!("-{}", shard.suffix()), "", 1),
                None => name.clone(),
            };
            if let Some(file) = File::of_name(&whole)
                && file.0.name_in(file.1, self.shard) == *name
                && file.0.is_of(&self.configuration)
                && !known.contains(&file)
            {
                known.push(file);
            }
        }
        known
    }
}

/// Makes the files of a card again and prints, for each that it lists, whether it is the same.
fn again(card: &Card) -> Result<(), Failure> {
    hear_interruptions();
    let (configuration, files) = (&card.configuration, card.known());
    let mut made: Vec<Fingerprint> =
        files.iter().map(|(file, encoding)| Fingerprint::new(&file.name_in(*encoding, card.shard))).collect();
    let rows = card.shard.unwrap_or(Shard::WHOLE).range(configuration.rows);
    let mut progress = Progress::new(rows.end - rows.start);
    let generator = planned(configuration, &mut progress)?;
    every_file(&generator, &files, rows, &mut progress, |place, bytes| {
        made[place].update(bytes);
        Ok(())
    })?;
    drop(progress);

    let mut report = Report { text: String::new(), is_different: card.files.is_empty() };
    for Listed { name, sha256 } in &card.files {
        let fingerprint = made.iter().find(|fingerprint| fingerprint.name() == name);
        let is_same = fingerprint.is_some_and(|made| made.sha256().eq_ignore_ascii_case(sha256));
        report.add(if is_same { Verdict::Same } else { Verdict::Different }, name);
    }
    report.finish("the card was changed, or the program that made it was")
}

/// What is said of a file.
#[derive(Clone, Copy, PartialEq)]
enum Verdict {
    Same,
    Different,
    Missing,
}

/// A line for each file.
struct Report {
    text: String,
    is_different: bool,
}

impl Report {
    fn add(&mut self, verdict: Verdict, name: &str) {
        let word = match verdict {
            Verdict::Same => "same     ",
            Verdict::Different => "different",
            Verdict::Missing => "missing  ",
        };
        self.is_different |= verdict != Verdict::Same;
        self.text += &format!("{word}  {name}\n");
    }

    /// Prints it.
    ///
    /// # Errors
    /// Not every file is the same; the hint says why that can be.
    fn finish(self, hint: &str) -> Result<(), Failure> {
        print(&self.text)?;
        if self.is_different {
            return Err(Failure::Differs(Problem::new("", "not every file is the same", hint)));
        }
        Ok(())
    }
}
