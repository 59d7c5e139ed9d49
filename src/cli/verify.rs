//! `cyberdatagen verify`: the files of a reproducibility card, made again and compared.

use std::path::Path;

use super::export::{every_file, planned};
use super::progress::{Progress, hear_interruptions};
use super::{Failure, files, print};
use crate::engine::configuration::link::Link;
use crate::engine::export::card::{FORMAT, Fingerprint};
use crate::engine::export::{Encoding, File};
use crate::engine::{DATA_VERSION, Problem};

/// What to do about a card that contradicts itself.
const CHANGED: &str = "ask for the card again: someone changed it";

/// Makes the files again and prints, for each that the card lists, whether it is the same.
pub fn run(path: &Path) -> Result<(), Failure> {
    let json = files::json(path)?;
    let shown = path.display();
    if json.get("cyberdatagen").and_then(|kind| kind.as_str()) != Some(FORMAT) {
        let hint = "name the reproducibility_card.json of a download";
        return Err(Failure::input("", format!("'{shown}' is no {FORMAT}"), hint));
    }
    let version = json.get("data_version").and_then(serde_json::Value::as_u64);
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
    let link = json.get("link").and_then(|link| link.as_str()).unwrap_or_default();
    if !Link::read(link)
        .is_ok_and(|(link, problems)| problems.is_empty() && link.effective() == configuration)
    {
        let reason = "the card's link and its settings stand for different configurations";
        return Err(Failure::input("", reason, CHANGED));
    }
    let seed = json.get("seed").and_then(serde_json::Value::as_u64);
    if seed != Some(configuration.seed) {
        let stated = json.get("seed").map_or("none".to_owned(), ToString::to_string);
        let reason = format!("the card states the seed {stated}, its link the seed {}", configuration.seed);
        return Err(Failure::input("", reason, CHANGED));
    }

    hear_interruptions();
    let listed = json.get("files").and_then(|files| files.as_array()).map_or(&[][..], Vec::as_slice);
    let name = |file: &'_ serde_json::Value| {
        file.get("name").and_then(|name| name.as_str()).unwrap_or_default().to_owned()
    };
    // A name tells which file it is, and in which format.
    let mut files: Vec<(File, Encoding)> = Vec::new();
    for file in listed.iter().filter_map(|file| File::of_name(&name(file))) {
        if file.0.is_of(&configuration) && !files.contains(&file) {
            files.push(file);
        }
    }
    let mut made: Vec<Fingerprint> =
        files.iter().map(|(file, encoding)| Fingerprint::new(&file.name(*encoding))).collect();
    let mut progress = Progress::new(configuration.rows);
    let generator = planned(&configuration, &mut progress)?;
    every_file(&generator, &files, &mut progress, |place, bytes| {
        made[place].update(bytes);
        Ok(())
    })?;
    drop(progress);

    let mut report = String::new();
    let mut different = listed.is_empty();
    for file in listed {
        let text = |member: &str| file.get(member).and_then(|value| value.as_str()).unwrap_or_default();
        let name = name(file);
        let fingerprint = made.iter().find(|fingerprint| fingerprint.name() == name);
        let same = fingerprint.is_some_and(|made| made.sha256().eq_ignore_ascii_case(text("sha256")));
        different |= !same;
        report += &format!("{}  {name}\n", if same { "same     " } else { "different" });
    }
    print(&report)?;
    if different {
        let hint = "the card was changed, or the program that made it was";
        return Err(Failure::Differs(Problem::new("", "not every file is the same", hint)));
    }
    Ok(())
}
