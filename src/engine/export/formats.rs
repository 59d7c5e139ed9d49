//! The formats that files can have. A further one is a file with a [`FileFormat`] and a [`Writer`], and a line in [`FORMATS`]:
//! the dialog, `--format` and `docs/formats.md` follow from the declaration.

use super::attacks::{navigator, sigma, stix};
use super::files::File;
use super::format::Format;
use super::logs::{LogWriter, cef, ecs, leef, ocsf, splunk_hec, syslog, zeek_conn, zeek_json};
use super::{csv, gzip, json, json_lines, parquet, sql};
use crate::engine::configuration::Configuration;
use crate::engine::dataset::Table;
use crate::engine::generator::Generator;
use crate::engine::problem::Problem;

/// What is declared of a format.
#[derive(Debug)]
pub struct FileFormat {
    /// How the command line and messages write it.
    pub key: &'static str,
    /// How a form shows it.
    pub name: &'static str,
    /// What a file's name ends in, without the point.
    pub extension: &'static str,
    /// The media type.
    pub media_type: &'static str,
    /// One sentence.
    pub help: &'static str,
    /// What a file of it holds.
    pub kind: Kind,
    /// How its bytes depend on each other.
    pub shape: Shape,
}

/// Lists the formats, each by its module, with what is declared of it (`FORMAT`) and what makes its writer (`writer`) or its text
/// (`text`). The page names formats and writes none: so what is declared does not bring the writers with it.
macro_rules! formats {
    (
        tables { $($table:ident;)* }
        events { $($events:ident;)* }
        documents { $($document:ident;)* }
    ) => {
        /// Every format, in the order of a form: those of tables, of events, of documents. The first is the default.
        pub static FORMATS: &[FileFormat] = &[
            $($table::FORMAT,)*
            $($events::FORMAT,)*
            $($document::FORMAT,)*
        ];

        /// The writer of a file of a table's format, not compressed.
        fn plain_writer(format: &FileFormat, contents: &Contents) -> Box<dyn Writer> {
            $(if format.key == $table::FORMAT.key {
                return $table::writer(contents);
            })*
            csv::writer(contents)
        }

        /// The writer of a file of events, not compressed; none of another kind of format.
        fn plain_log_writer(format: &FileFormat, configuration: &Configuration) -> Option<Box<dyn LogWriter>> {
            $(if format.key == $events::FORMAT.key {
                return Some($events::writer(configuration));
            })*
            None
        }

        /// The text of a document; none of another kind of format.
        fn document(format: &FileFormat, generator: &Generator) -> Option<Result<String, Problem>> {
            $(if format.key == $document::FORMAT.key {
                return Some($document::text(generator));
            })*
            None
        }
    };
}

formats! {
    tables {
        csv;
        json_lines;
        json;
        sql;
        parquet;
    }
    events {
        ecs;
        ocsf;
        splunk_hec;
        cef;
        leef;
        syslog;
        zeek_conn;
        zeek_json;
    }
    documents {
        navigator;
        stix;
        sigma;
    }
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A record for each row, with a value for each column.
    Table,
    /// The events that the rows unfold into.
    Events,
    /// What is said of the attacks as a whole.
    Document,
}

impl Kind {
    /// As documentation writes it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Table => "table",
            Kind::Events => "events",
            Kind::Document => "attacks",
        }
    }
}

/// How the bytes of a file depend on each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Text in which a row is written in the same way whatever stands before it: several threads can write parts of it.
    Lines,
    /// Other text.
    Text,
    /// Bytes that are compressed already.
    Binary,
}

/// What a writer is told of its file before it writes.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// The name of the table.
    pub name: &'a str,
    /// A table with the columns of all those that are to be written; its rows do not count.
    pub table: &'a Table,
    /// The form of CSV.
    pub form: Format,
    /// Whether it holds the dataset's rows. In the lists beside it, CSV leaves the cell of a missing value empty whatever the
    /// form says.
    pub is_dataset: bool,
}

impl<'a> Contents<'a> {
    /// Those of a file of a configuration, of which a table has the columns.
    pub fn of(file: File, table: &'a Table, configuration: &Configuration) -> Self {
        let is_dataset = matches!(file, File::Dataset(_));
        Contents { name: file.stem(), table, form: configuration.format, is_dataset }
    }
}

/// Writes one file: [`begin`](Writer::begin), [`rows`](Writer::rows) as often as there are chunks, [`end`](Writer::end). How rows
/// are parted into chunks leaves no trace in the bytes, and what is kept between two calls does not grow with their number.
pub trait Writer: Send {
    /// Appends what stands before the first row.
    ///
    /// # Errors
    /// The format cannot hold the columns.
    fn begin(&mut self, output: &mut Vec<u8>) -> Result<(), Problem>;

    /// Appends rows of a table, by their places there. All tables have the same columns; their dictionaries may differ.
    ///
    /// # Errors
    /// The format cannot hold a value.
    fn rows(&mut self, table: &Table, rows: &[u32], output: &mut Vec<u8>) -> Result<(), Problem>;

    /// Appends what follows the last row.
    ///
    /// # Errors
    /// The file cannot be completed.
    fn end(&mut self, output: &mut Vec<u8>) -> Result<(), Problem>;
}

/// The format of a file, and whether it is compressed.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
#[serde(into = "(String, bool)", try_from = "(String, bool)")]
pub struct Encoding {
    format: &'static FileFormat,
    gzip: bool,
}

/// What a compressed file's name ends in.
const GZIP_EXTENSION: &str = ".gz";

impl Encoding {
    /// A format, compressed with gzip where that is wanted and of use.
    pub fn new(format: &'static FileFormat, gzip: bool) -> Self {
        Encoding { format, gzip: gzip && format.shape != Shape::Binary }
    }

    /// The format.
    pub fn format(self) -> &'static FileFormat {
        self.format
    }

    /// Whether it is compressed with gzip.
    pub fn is_gzip(self) -> bool {
        self.gzip
    }

    /// The encodings of a list of keys, `csv,jsonl`, each format once.
    ///
    /// # Errors
    /// A key is none of a format.
    pub fn of_keys(keys: &str, gzip: bool) -> Result<Vec<Self>, Problem> {
        let mut found: Vec<Self> = Vec::new();
        for key in keys.split(',').map(str::trim).filter(|key| !key.is_empty()) {
            let encoding = Encoding::new(FileFormat::of_key(key)?, gzip);
            if !found.contains(&encoding) {
                found.push(encoding);
            }
        }
        if found.is_empty() {
            return Err(Problem::new("", "no format is named", FileFormat::hint()));
        }
        Ok(found)
    }

    /// The name of a file, from the name of its table.
    pub fn file_name(self, stem: &str) -> String {
        format!("{stem}.{}{}", self.format.extension, if self.gzip { GZIP_EXTENSION } else { "" })
    }

    /// The encoding that the name of a file tells, and the name without what tells it.
    pub fn of_file_name(name: &str) -> Option<(&str, Self)> {
        let (rest, gzip) = name.strip_suffix(GZIP_EXTENSION).map_or((name, false), |shorter| (shorter, true));
        // The longest extension that fits: `conn.log` before `log`.
        let format = FORMATS
            .iter()
            .filter(|format| rest.strip_suffix(format.extension).is_some_and(|stem| stem.ends_with('.')))
            .max_by_key(|format| format.extension.len())?;
        let stem = rest.strip_suffix(format.extension)?.strip_suffix('.')?;
        let encoding = Encoding::new(format, gzip);
        (encoding.gzip == gzip).then_some((stem, encoding))
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        if self.gzip { "application/gzip" } else { self.format.media_type }
    }

    /// The writer of a file of events, which does not compress; none where the format is of another kind.
    pub fn log_writer(self, configuration: &Configuration) -> Option<Box<dyn LogWriter>> {
        plain_log_writer(self.format, configuration)
    }

    /// The bytes of a document; none where the format is of another kind.
    pub fn document(self, generator: &Generator) -> Option<Result<Vec<u8>, Problem>> {
        let text = document(self.format, generator)?;
        Some(text.and_then(|text| {
            if !self.gzip {
                return Ok(text.into_bytes());
            }
            let mut compressed = Vec::new();
            gzip::Stream::default().write(text.as_bytes(), true, &mut compressed)?;
            Ok(compressed)
        }))
    }

    /// The writer of a file of a table.
    pub fn writer(self, contents: &Contents) -> Box<dyn Writer> {
        let plain = plain_writer(self.format, contents);
        if self.gzip { Box::new(gzip::Gzip::new(plain)) } else { plain }
    }
}

impl Default for Encoding {
    fn default() -> Self {
        Encoding::new(&FORMATS[0], false)
    }
}

impl PartialEq for Encoding {
    fn eq(&self, other: &Self) -> bool {
        (self.format.key, self.gzip) == (other.format.key, other.gzip)
    }
}

impl Eq for Encoding {}

impl From<Encoding> for (String, bool) {
    fn from(encoding: Encoding) -> Self {
        (encoding.format.key.to_owned(), encoding.gzip)
    }
}

impl TryFrom<(String, bool)> for Encoding {
    type Error = Problem;
    fn try_from((key, gzip): (String, bool)) -> Result<Self, Problem> {
        FileFormat::of_key(&key).map(|format| Encoding::new(format, gzip))
    }
}

impl FileFormat {
    /// The formats of tables.
    pub fn of_tables() -> impl Iterator<Item = &'static Self> {
        FORMATS.iter().filter(|format| format.kind == Kind::Table)
    }

    /// The format of this key.
    ///
    /// # Errors
    /// There is none; the hint names all of them.
    pub fn of_key(key: &str) -> Result<&'static Self, Problem> {
        FORMATS
            .iter()
            .find(|format| format.key == key)
            .ok_or_else(|| Problem::new("", format!("there is no format '{key}'"), FileFormat::hint()))
    }

    fn hint() -> String {
        let keys: Vec<&str> = FORMATS.iter().map(|format| format.key).collect();
        format!("the formats are {}", keys.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_tells_its_format() {
        for format in FORMATS {
            assert!(format.help.ends_with('.') && format.key == format.key.to_lowercase());
            for gzip in [false, true] {
                let encoding = Encoding::new(format, gzip);
                let name = encoding.file_name("answer_key");
                assert_eq!(Encoding::of_file_name(&name), Some(("answer_key", encoding)), "{name}");
                let pair: (String, bool) = encoding.into();
                assert_eq!(Encoding::try_from(pair), Ok(encoding));
            }
        }
        for other in ["answer_key", "answer_key.xlsx", "answer_key.gz", "answer_key.parquet.gz"] {
            assert_eq!(Encoding::of_file_name(other), None, "{other}");
        }
    }

    #[test]
    fn keys_are_read_and_unknown_ones_refused_with_a_hint() {
        let keys = |text| Encoding::of_keys(text, false);
        let found: Vec<&str> =
            keys("jsonl, csv,jsonl").unwrap().iter().map(|encoding| encoding.format.key).collect();
        assert_eq!(found, ["jsonl", "csv"]);
        let problem = keys("csv,xls").unwrap_err();
        assert!(problem.reason.contains("'xls'") && problem.hint.contains("csv, jsonl, json, sql"));
        assert!(keys(" ,").is_err());
    }
}
