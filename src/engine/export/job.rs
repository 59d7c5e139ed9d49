//! One download, made step by step: the caller hands over the rows that the job asks for and takes a chunk
//! of bytes each time, so that memory stays flat and a long job can be interrupted.

use std::collections::VecDeque;
use std::ops::Range;

use super::archive::Archive;
use super::card::{CARD_NAME, Fingerprint, card};
use super::files::{ARCHIVE_NAME, File};
use super::formats::{Encoding, Kind};
use super::open::Open;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::Table;
use crate::engine::generator::Generator;
use crate::engine::problem::Problem;

/// What is downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Download {
    /// One file.
    File(File),
    /// All files in one archive, with the reproducibility card.
    Archive,
    /// The reproducibility card of all files.
    Card,
}

impl Download {
    /// The name of the file that the visitor gets.
    pub fn name(self, encoding: Encoding) -> String {
        match self {
            Download::File(file) => file.name(encoding),
            Download::Archive => ARCHIVE_NAME.to_owned(),
            Download::Card => CARD_NAME.to_owned(),
        }
    }

    /// The media type.
    pub fn media_type(self, encoding: Encoding) -> &'static str {
        match self {
            Download::File(_) => encoding.media_type(),
            Download::Archive => "application/zip",
            Download::Card => "application/json",
        }
    }
}

/// A download in the making.
pub struct Export {
    /// Draws rows again for the answer key, which tells more than the table holds.
    generator: Generator,
    files: VecDeque<(File, Encoding)>,
    /// Of the first of the files, once it is begun.
    open: Option<Open>,
    archive: Option<Archive>,
    /// Of the files so far, where a card is to follow.
    fingerprints: Option<Vec<Fingerprint>>,
    next_row: u64,
    done: u64,
    total: u64,
}

/// With more rows than this, a file may exceed 4 GiB: a row with the longest names takes some 3 kB in CSV, and up to twice
/// that in other formats.
const MANY_ROWS: u64 = 1_000_000;

/// How many times as large the events of a row can be, at most.
const EVENTS_FACTOR: u64 = 100_000;

/// Rows that a step asks for: about a megabyte of text.
const ROWS_PER_STEP: u64 = 2_048;
/// The same, of rows that unfold into events.
const LOGS_PER_STEP: u64 = 128;

/// An archive for the files of a configuration in each of the formats.
pub fn archive(configuration: &Configuration, encodings: &[Encoding]) -> Archive {
    let factor = match encodings.iter().any(|encoding| encoding.format().kind == Kind::Events) {
        true => EVENTS_FACTOR,
        false if encodings.iter().all(|encoding| encoding.format().key == "csv") => 1,
        false => 2 * encodings.len() as u64,
    };
    Archive::new(configuration.rows.saturating_mul(factor) > MANY_ROWS)
}

impl Export {
    /// Prepares a download of a generator's data; an archive and a card are of the files in each of the formats.
    pub fn new(generator: &Generator, download: Download, encodings: &[Encoding]) -> Self {
        let configuration = generator.configuration();
        let files: VecDeque<(File, Encoding)> = match download {
            Download::File(file) => encodings.iter().map(|&encoding| (file, encoding)).collect(),
            Download::Archive | Download::Card => File::in_formats(configuration, encodings).into(),
        };
        let datasets = files.iter().filter(|(file, _)| file.has_rows()).count() as u64;
        Export {
            generator: generator.another(),
            open: None,
            archive: matches!(download, Download::Archive).then(|| archive(configuration, encodings)),
            files,
            fingerprints: matches!(download, Download::Archive | Download::Card).then(Vec::new),
            next_row: 0,
            done: 0,
            total: datasets * configuration.rows,
        }
    }

    /// The rows that the next step needs; an empty range where it needs none.
    pub fn needs(&self) -> Range<u64> {
        match self.files.front() {
            Some((file, _)) if file.has_rows() => {
                let rows = if file.has_events() { LOGS_PER_STEP } else { ROWS_PER_STEP };
                self.next_row..(self.next_row + rows).min(self.generator.configuration().rows)
            }
            _ => 0..0,
        }
    }

    /// Rows written so far, and rows to write in all.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.total)
    }

    /// Makes the next chunk from a dataset that holds the rows of [`Export::needs`]; none at the end.
    ///
    /// # Errors
    /// A file or the archive cannot be written.
    pub fn step(&mut self, table: &Table) -> Result<Option<Vec<u8>>, Problem> {
        let Some(&(file, encoding)) = self.files.front() else { return self.finish() };
        let mut chunk = Vec::new();
        let needs = self.needs();
        let is_first = self.open.is_none();
        let mut open = match self.open.take() {
            Some(open) => open,
            None => Open::new(&self.generator, file, encoding, table, &mut chunk)?,
        };
        let is_complete = open.step(table, needs.clone(), &mut self.generator, &mut chunk)?;
        self.done += needs.end - needs.start;
        self.next_row = needs.end;
        if is_complete {
            open.end(&mut chunk)?;
            self.files.pop_front();
            self.next_row = 0;
        } else {
            self.open = Some(open);
        }
        let name = file.name(encoding);
        if let Some(fingerprints) = &mut self.fingerprints {
            if is_first {
                fingerprints.push(Fingerprint::new(&name));
            }
            if let Some(fingerprint) = fingerprints.last_mut() {
                fingerprint.update(&chunk);
            }
        }
        match &mut self.archive {
            None if self.fingerprints.is_some() => Ok(Some(Vec::new())),
            None => Ok(Some(chunk)),
            Some(archive) => {
                if is_first {
                    archive.start(&name)?;
                }
                archive.write(&chunk)?;
                Ok(Some(archive.take()))
            }
        }
    }

    /// What follows the last file: the card, and the end of the archive.
    fn finish(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        let card =
            self.fingerprints.take().map(|files| card(self.generator.configuration(), &files).into_bytes());
        match (self.archive.take(), card) {
            (Some(mut archive), card) => {
                archive.start(CARD_NAME)?;
                archive.write(&card.unwrap_or_default())?;
                archive.finish().map(Some)
            }
            (None, card) => Ok(card),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Generator, configuration::Preset, export::View};
    use sha2::Digest;
    use std::io::Read;

    fn bytes(configuration: &Configuration, download: Download) -> Vec<u8> {
        let mut generator = Generator::new(configuration).unwrap();
        let mut export = Export::new(&generator, download, &[Encoding::default()]);
        let mut bytes = Vec::new();
        loop {
            let rows = generator.rows(export.needs()).unwrap();
            match export.step(&rows).unwrap() {
                Some(chunk) => bytes.extend(chunk),
                None => break,
            }
        }
        let (done, total) = export.progress();
        assert_eq!(done, total);
        bytes
    }

    #[test]
    fn the_archive_holds_the_files_and_their_card() {
        for (preset, count) in [(Preset::Classic, 6), (Preset::Realistic, 9)] {
            let configuration = Configuration { rows: 5_000, ..preset.configuration() };
            let archive = bytes(&configuration, Download::Archive);
            assert_eq!(archive, bytes(&configuration, Download::Archive));
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
            assert_eq!(archive.len(), count);
            for &file in File::of(&configuration) {
                let mut content = Vec::new();
                archive.by_name(&file.name(Encoding::default())).unwrap().read_to_end(&mut content).unwrap();
                assert_eq!(
                    content,
                    bytes(&configuration, Download::File(file)),
                    "{}",
                    file.name(Encoding::default())
                );
            }
            let mut card = Vec::new();
            archive.by_name(CARD_NAME).unwrap().read_to_end(&mut card).unwrap();
            assert_eq!(card, bytes(&configuration, Download::Card));
        }
    }

    #[test]
    fn the_card_has_the_link_and_the_sha256_of_each_file() {
        let configuration = Configuration { rows: 500, ..Preset::Classic.configuration() };
        let card: serde_json::Value = serde_json::from_slice(&bytes(&configuration, Download::Card)).unwrap();
        assert_eq!(card["link"], "#v1.classic&rows=500");
        assert_eq!((&card["preset"], &card["settings"]["rows"]), (&"classic".into(), &500.into()));
        for (&file, listed) in File::of(&configuration).iter().zip(card["files"].as_array().unwrap()) {
            let content = bytes(&configuration, Download::File(file));
            let digest: String =
                sha2::Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(
                (&listed["name"], &listed["sha256"]),
                (&file.name(Encoding::default()).into(), &digest.into())
            );
            assert_eq!(listed["bytes"], content.len());
        }
    }

    #[test]
    fn the_views_part_the_combined_rows_between_them() {
        let configuration = Configuration { rows: 3_000, ..Preset::Classic.configuration() };
        let lines = |view| {
            let text = String::from_utf8(bytes(&configuration, Download::File(File::Dataset(view)))).unwrap();
            text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        let (combined, normal, anomalous) =
            (lines(View::Combined), lines(View::Normal), lines(View::Anomalous));
        assert_eq!((combined.len(), normal.len(), anomalous.len()), (3_000, 2_400, 600));
        let mut parts = [normal, anomalous].concat();
        parts.sort();
        assert_eq!(parts, combined);
    }

    #[test]
    fn a_view_without_rows_is_a_file_with_a_header() {
        let configuration =
            Configuration { rows: 10, anomaly_share_percent: 0.0, ..Preset::Classic.configuration() };
        let text = bytes(&configuration, Download::File(File::Dataset(View::Anomalous)));
        assert_eq!(String::from_utf8(text).unwrap().lines().count(), 1);
    }
}
