//! One download, made step by step: the caller hands over the rows that the job asks for and takes a chunk
//! of bytes each time, so that memory stays flat and a long job can be interrupted.

use std::collections::VecDeque;
use std::ops::Range;

use super::answers::{AnswerKey, Table};
use super::archive::Archive;
use super::csv::Csv;
use super::files::{ARCHIVE_NAME, File, indicators, scenarios};
use crate::engine::configuration::{Configuration, Problem};
use crate::engine::dataset::Dataset;

/// What is downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Download {
    /// One file.
    File(File),
    /// All files in one archive.
    Archive,
}

impl Download {
    /// The name of the file that the visitor gets.
    pub fn name(self) -> &'static str {
        match self {
            Download::File(file) => file.name(),
            Download::Archive => ARCHIVE_NAME,
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Download::File(_) => "text/csv;charset=utf-8",
            Download::Archive => "application/zip",
        }
    }
}

/// A download in the making.
pub struct Export {
    configuration: Configuration,
    csv: Csv,
    key: AnswerKey,
    table: Option<Table>,
    archive: Option<Archive>,
    files: VecDeque<File>,
    next_row: u64,
    done: u64,
    total: u64,
}

/// With more rows than this, a file may exceed 4 GiB: a row with the longest names takes some 3 kB.
const MANY_ROWS: u64 = 1_000_000;

/// Rows that a step asks for: about a megabyte of text.
const ROWS_PER_STEP: u64 = 2_048;

impl Export {
    /// Prepares a download of a configuration's data.
    pub fn new(configuration: &Configuration, download: Download) -> Self {
        let files: VecDeque<File> = match download {
            Download::File(file) => [file].into(),
            Download::Archive => File::of(configuration).iter().copied().collect(),
        };
        let datasets = files.iter().filter(|file| file.has_rows()).count() as u64;
        Export {
            csv: Csv::new(configuration),
            key: AnswerKey::new(configuration),
            table: None,
            archive: matches!(download, Download::Archive)
                .then(|| Archive::new(configuration.rows > MANY_ROWS)),
            files,
            next_row: 0,
            done: 0,
            total: datasets * configuration.rows,
            configuration: configuration.clone(),
        }
    }

    /// The rows that the next step needs; an empty range where it needs none.
    pub fn needs(&self) -> Range<u64> {
        match self.files.front() {
            Some(file) if file.has_rows() => {
                self.next_row..(self.next_row + ROWS_PER_STEP).min(self.configuration.rows)
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
    /// The archive cannot be written.
    pub fn step(&mut self, dataset: &Dataset) -> Result<Option<Vec<u8>>, Problem> {
        let Some(&file) = self.files.front() else {
            return self.archive.take().map(Archive::finish).transpose();
        };
        let mut chunk = Vec::new();
        let rows = self.needs();
        let first = self.next_row == 0 && self.table.is_none();
        let mut again = false;
        match file {
            File::Indicators => chunk = indicators(&self.configuration),
            File::Scenarios => chunk = scenarios(),
            File::Users | File::Campaigns => {
                let table = self.table.get_or_insert_with(|| Table::new(&self.configuration, file));
                if table.step(&mut chunk) {
                    again = true;
                } else {
                    self.table = None;
                }
            }
            File::AnswerKey => {
                if first {
                    AnswerKey::header(&mut chunk);
                }
                let places = (rows.start - dataset.first_row())..(rows.end - dataset.first_row());
                for record in places.filter_map(|place| dataset.record(place as usize)) {
                    self.key.row(&record, &mut chunk);
                }
                self.done += rows.end - rows.start;
            }
            File::Dataset(view) => {
                if first {
                    self.csv.header(&mut chunk);
                }
                let places = (rows.start - dataset.first_row())..(rows.end - dataset.first_row());
                for record in places.filter_map(|place| dataset.record(place as usize)) {
                    if view.shows(record.issue.class) {
                        self.csv.row(&record, &mut chunk);
                    }
                }
                self.done += rows.end - rows.start;
            }
        }
        self.next_row = rows.end;
        if !again && (rows.end >= self.configuration.rows || rows.is_empty()) {
            self.files.pop_front();
            self.next_row = 0;
        }
        match &mut self.archive {
            None => Ok(Some(chunk)),
            Some(archive) => {
                if first {
                    archive.start(file.name())?;
                }
                archive.write(&chunk)?;
                Ok(Some(archive.take()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Generator, configuration::Preset, export::View};
    use std::io::Read;

    fn bytes(configuration: &Configuration, download: Download) -> Vec<u8> {
        let mut generator = Generator::new(configuration).unwrap();
        let mut export = Export::new(configuration, download);
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
    fn the_archive_holds_the_files() {
        for (preset, count) in [(Preset::Classic, 5), (Preset::Realistic, 8)] {
            let configuration = Configuration { rows: 5_000, ..preset.configuration() };
            let archive = bytes(&configuration, Download::Archive);
            assert_eq!(archive, bytes(&configuration, Download::Archive));
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
            assert_eq!(archive.len(), count);
            for &file in File::of(&configuration) {
                let mut content = Vec::new();
                archive.by_name(file.name()).unwrap().read_to_end(&mut content).unwrap();
                assert_eq!(content, bytes(&configuration, Download::File(file)), "{}", file.name());
            }
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
