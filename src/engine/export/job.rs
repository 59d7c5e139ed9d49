//! One download, made step by step: each draws the rows that it writes and gives a chunk of bytes, so that memory stays flat
//! and a long job can be interrupted.

use std::collections::VecDeque;
use std::ops::Range;

use super::archive::Archive;
use super::card::Fingerprint;
use super::files::{ARCHIVE_NAME, File};
use super::formats::{Encoding, Shape};
use super::open::Open;
use super::package::{Companion, Packed};
use crate::engine::configuration::Configuration;
use crate::engine::generator::Generator;
use crate::engine::problem::Problem;
use crate::engine::shard::Shard;

/// What is downloaded.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Download {
    /// One file.
    File(File, Encoding),
    /// Files in one archive, with what comes with them.
    Archive(Vec<(File, Encoding)>),
}

impl Download {
    /// The name of the file that the visitor gets.
    pub fn name(&self) -> String {
        match self {
            Download::File(file, encoding) => file.name(*encoding),
            Download::Archive(_) => ARCHIVE_NAME.to_owned(),
        }
    }

    /// The media type.
    pub fn media_type(&self) -> &'static str {
        match self {
            Download::File(_, encoding) => encoding.media_type(),
            Download::Archive(_) => "application/zip",
        }
    }
}

impl Download {
    /// Whether it is one file whose parts, by rows, follow each other: what is written of a row depends on no other.
    pub fn has_parts(&self) -> bool {
        match self {
            Download::File(file, encoding) => {
                file.has_rows() && encoding.format().shape == Shape::Lines && !encoding.is_gzip()
            }
            Download::Archive(_) => false,
        }
    }

    /// How many rows are written in all, of so many that there are: those of each file that has them.
    pub fn rows(&self, rows: u64) -> u64 {
        let with_rows = match self {
            Download::File(file, _) => usize::from(file.has_rows()),
            Download::Archive(files) => files.iter().filter(|(file, _)| file.has_rows()).count(),
        };
        with_rows as u64 * rows
    }
}

/// A download in the making.
pub struct Export {
    generator: Generator,
    files: Vec<(File, Encoding)>,
    /// Those that are not complete.
    left: VecDeque<(File, Encoding)>,
    /// Of the first of them, once it is begun.
    open: Option<Open>,
    archive: Option<Archive>,
    /// Of the files of an archive so far.
    fingerprints: Vec<Fingerprint>,
    /// Of a file with parts, which is written.
    shard: Shard,
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

/// An archive for files of a configuration.
pub fn archive(configuration: &Configuration, files: &[(File, Encoding)]) -> Archive {
    let factor = match files.iter().any(|(file, _)| file.has_events()) {
        true => EVENTS_FACTOR,
        false if files.iter().all(|(_, encoding)| encoding.format().key == "csv") => 1,
        false => 2 * files.len() as u64,
    };
    Archive::new(configuration.rows.saturating_mul(factor) > MANY_ROWS)
}

impl Export {
    /// Prepares a download of what a generator makes.
    pub fn new(generator: Generator, download: &Download) -> Self {
        Export::part(generator, download, Shard::WHOLE)
    }

    /// The same, of one part; the whole where there are none. The parts in order are the file.
    pub fn part(generator: Generator, download: &Download, shard: Shard) -> Self {
        let shard = if download.has_parts() { shard } else { Shard::WHOLE };
        let (files, is_archive) = match download {
            Download::File(file, encoding) => (vec![(*file, *encoding)], false),
            Download::Archive(files) => (files.clone(), true),
        };
        let configuration = generator.configuration();
        let total = download.rows(shard.count(configuration.rows));
        let next_row = shard.range(configuration.rows).start;
        let archive = is_archive.then(|| archive(configuration, &files));
        Export {
            open: None,
            archive,
            left: files.clone().into(),
            files,
            fingerprints: Vec::new(),
            shard,
            next_row,
            done: 0,
            total,
            generator,
        }
    }

    /// Rows written so far, and rows to write in all.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.total)
    }

    /// Makes the next chunk; none at the end.
    ///
    /// # Errors
    /// A file or the archive cannot be written.
    pub fn step(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        let Some(&(file, encoding)) = self.left.front() else { return self.finish() };
        let mut chunk = Vec::new();
        let is_first = self.open.is_none();
        let mut open = match self.open.take() {
            Some(open) => open,
            None => {
                let open = Open::new(&self.generator, file, encoding, &mut chunk)?;
                // What stands before the first row.
                if !self.shard.is_first() {
                    chunk.clear();
                }
                open
            }
        };
        let rows = self.rows(file);
        let is_file_complete = open.step(&mut self.generator, rows.clone(), &mut chunk)?;
        self.done += rows.end - rows.start;
        self.next_row = rows.end;
        let is_part_complete = !self.shard.is_last() && rows.end == self.end();
        if is_file_complete || is_part_complete {
            if self.shard.is_last() {
                open.end(&mut chunk)?;
            }
            self.left.pop_front();
            self.next_row = 0;
        } else {
            self.open = Some(open);
        }
        let Some(archive) = &mut self.archive else { return Ok(Some(chunk)) };
        if is_first {
            let name = file.name(encoding);
            archive.start(&name)?;
            self.fingerprints.push(Fingerprint::new(&name));
        }
        archive.write(&chunk)?;
        if let Some(fingerprint) = self.fingerprints.last_mut() {
            fingerprint.update(&chunk);
        }
        Ok(Some(archive.take()))
    }

    /// The rows of the next step; none of a file that has none of the dataset's.
    fn rows(&self, file: File) -> Range<u64> {
        if !file.has_rows() {
            return 0..0;
        }
        let count = if file.has_events() { LOGS_PER_STEP } else { ROWS_PER_STEP };
        self.next_row..(self.next_row + count).min(self.end())
    }

    /// The row behind the last one that is written.
    fn end(&self) -> u64 {
        self.shard.range(self.generator.configuration().rows).end
    }

    /// What follows the last file of an archive: what comes with the files, and the end.
    fn finish(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        let Some(mut archive) = self.archive.take() else { return Ok(None) };
        let packed =
            Packed { generator: &self.generator, files: &self.files, fingerprints: &self.fingerprints };
        for companion in Companion::of(&self.files) {
            archive.start(companion.name)?;
            archive.write((companion.text)(&packed).as_bytes())?;
        }
        archive.finish().map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Generator, configuration::Preset, export::FORMATS, export::View};
    use sha2::Digest;
    use std::io::Read;

    fn bytes(configuration: &Configuration, download: &Download) -> Vec<u8> {
        part(configuration, download, Shard::WHOLE)
    }

    fn part(configuration: &Configuration, download: &Download, shard: Shard) -> Vec<u8> {
        let mut export = Export::part(Generator::new(configuration).unwrap(), download, shard);
        let mut bytes = Vec::new();
        while let Some(chunk) = export.step().unwrap() {
            bytes.extend(chunk);
        }
        let (done, total) = export.progress();
        assert_eq!(done, total);
        bytes
    }

    fn csv(configuration: &Configuration, file: File) -> Vec<u8> {
        bytes(configuration, &Download::File(file, Encoding::default()))
    }

    fn all(configuration: &Configuration) -> Download {
        Download::Archive(File::in_formats(configuration, &[Encoding::default()]))
    }

    #[test]
    fn the_archive_holds_the_files_and_what_comes_with_them() {
        for (preset, count) in [(Preset::Classic, 5), (Preset::Realistic, 8)] {
            let configuration = Configuration { rows: 5_000, ..preset.configuration() };
            let archive = bytes(&configuration, &all(&configuration));
            assert_eq!(archive, bytes(&configuration, &all(&configuration)));
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
            let files = File::in_formats(&configuration, &[Encoding::default()]);
            assert_eq!((files.len(), archive.len()), (count, count + Companion::of(&files).count()));
            for (file, encoding) in files {
                let mut content = Vec::new();
                archive.by_name(&file.name(encoding)).unwrap().read_to_end(&mut content).unwrap();
                assert_eq!(content, csv(&configuration, file), "{}", file.name(encoding));
            }
        }
    }

    #[test]
    fn the_card_has_the_link_and_the_sha256_of_each_file() {
        let configuration = Configuration { rows: 500, ..Preset::Classic.configuration() };
        let archive = bytes(&configuration, &all(&configuration));
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
        let card: serde_json::Value =
            serde_json::from_reader(archive.by_name(crate::engine::export::card::CARD_NAME).unwrap())
                .unwrap();
        assert_eq!(card["link"], "#v1.classic&rows=500");
        assert_eq!((&card["preset"], &card["settings"]["rows"]), (&"classic".into(), &500.into()));
        let counts = serde_json::json!({ "rows": 500, "anomalous_rows": 100, "campaigns": 0 });
        assert_eq!(card["counts"], counts);
        for (&file, listed) in File::of(&configuration).iter().zip(card["files"].as_array().unwrap()) {
            let content = csv(&configuration, file);
            let digest: String =
                sha2::Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
            let name = file.name(Encoding::default());
            assert_eq!((&listed["name"], &listed["sha256"]), (&name.into(), &digest.into()));
            assert_eq!(listed["bytes"], content.len());
        }
    }

    #[test]
    fn the_parts_of_a_file_in_order_are_the_file() {
        let mut configuration = Configuration { rows: 1_003, ..Preset::Realistic.configuration() };
        for order in ["random", "time"] {
            configuration.set("order", order).unwrap();
            let mut with_parts = 0;
            for encoding in FORMATS.iter().map(|format| Encoding::new(format, false)) {
                for (file, encoding) in File::in_formats(&configuration, &[encoding]) {
                    let download = Download::File(file, encoding);
                    let whole = bytes(&configuration, &download);
                    let part = |shard| part(&configuration, &download, shard);
                    if !download.has_parts() {
                        assert_eq!(part(Shard::new(2, 3).unwrap()), whole, "{download:?}");
                        continue;
                    }
                    with_parts += 1;
                    for of in [2, 3] {
                        let parts: Vec<Vec<u8>> = Shard::all(of).map(part).collect();
                        assert!(parts.iter().all(|part| part.len() < whole.len()));
                        assert!(parts.concat() == whole, "{download:?} in {of}");
                    }
                }
            }
            assert!(with_parts > 12, "{with_parts}");
        }
    }

    #[test]
    fn the_views_part_the_combined_rows_between_them() {
        let configuration = Configuration { rows: 3_000, ..Preset::Classic.configuration() };
        let lines = |view| {
            let text = String::from_utf8(csv(&configuration, File::Dataset(view))).unwrap();
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
        let text = csv(&configuration, File::Dataset(View::Anomalous));
        assert_eq!(String::from_utf8(text).unwrap().lines().count(), 1);
    }
}
