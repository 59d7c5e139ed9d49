//! `cyberdatagen generate`: the files of a configuration, made on all cores and written as they come.
//!
//! Everything is written under temporary names in the folder itself; only when all of it is complete do the
//! files take their final names. So a full disk or an interruption leaves what was there before, and nothing else.

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

use tempfile::NamedTempFile;

use super::{Failure, GenerateArguments, print};
use crate::engine::Generator;
use crate::engine::configuration::Configuration;
use crate::engine::export::card::{Fingerprint, card};
use crate::engine::export::{AnswerKey, Csv, Download, Export, File, Table, View, files};

/// Rows that a thread makes at a time: less than two megabytes of text.
const ROWS_PER_CHUNK: u64 = 2_048;

/// Set when the process is asked to end; the next chunk then ends the job, and the temporary files go.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The text of a range of rows, by view, and that of the answer key.
type Chunk = [Vec<u8>; View::ALL.len() + 1];

/// Writes the files and prints their names, rows, sizes and SHA-256.
pub fn run(arguments: &GenerateArguments) -> Result<(), Failure> {
    let configuration = arguments.configuration.configuration()?;
    let folder = arguments.out.as_path();
    let more = [Some(Download::Card), arguments.zip.then_some(Download::Archive)];
    let files = File::of(&configuration).iter().copied();
    let downloads: Vec<Download> = files.map(Download::File).chain(more.into_iter().flatten()).collect();
    prepare(folder, &downloads)?;
    hear_interruptions();

    let mut outputs =
        downloads.iter().map(|&download| Output::create(folder, download)).collect::<Result<Vec<_>, _>>()?;
    let zipped = File::of(&configuration).iter().filter(|file| file.has_rows()).count() as u64;
    let mut progress = Progress::new(configuration.rows * if arguments.zip { 1 + zipped } else { 1 });
    every_file(&configuration, &mut progress, |file, bytes| {
        let output = outputs.iter_mut().find(|output| output.download == Download::File(file));
        output.map_or(Ok(()), |output| output.write(bytes))
    })?;
    let fingerprints: Vec<Fingerprint> = outputs
        .iter()
        .filter(|output| matches!(output.download, Download::File(_)))
        .map(|output| output.fingerprint.clone())
        .collect();
    if let Some(output) = outputs.iter_mut().find(|output| output.download == Download::Card) {
        output.write(card(&configuration, &fingerprints).as_bytes())?;
    }
    if let Some(archive) = outputs.iter_mut().find(|output| output.download == Download::Archive) {
        write_archive(&configuration, archive, &mut progress)?;
    }
    drop(progress);
    // All bytes are on the disk before the first file takes its name.
    for output in &mut outputs {
        output.complete()?;
    }
    let mut report = String::new();
    for output in outputs {
        report += &output.persist(folder)?;
    }
    print(&report)
}

/// From now on an interruption ends the job at its next chunk.
pub fn hear_interruptions() {
    // Without a handler an interruption would leave temporary files: a nuisance, not a reason to refuse.
    let _ = ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed));
}

/// Makes the folder, and refuses one in which a file could not take its final name.
fn prepare(folder: &Path, downloads: &[Download]) -> Result<(), Failure> {
    let shown = folder.display();
    fs::create_dir_all(folder).map_err(|error| {
        Failure::input(
            "--out",
            format!("the folder '{shown}' cannot be made: {error}"),
            "name a folder that you may write into",
        )
    })?;
    match downloads.iter().map(|download| folder.join(download.name())).find(|path| path.is_dir()) {
        None => Ok(()),
        Some(path) => {
            let reason = format!("'{}' is a folder", path.display());
            Err(Failure::input("--out", reason, "remove it, or name another folder"))
        }
    }
}

/// Makes all files on all cores, and hands over their bytes as they come.
pub fn every_file(
    configuration: &Configuration,
    progress: &mut Progress,
    mut write: impl FnMut(File, &[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let files = File::of(configuration);
    for &file in files {
        let mut chunk = Vec::new();
        match file {
            File::Indicators => chunk = files::indicators(configuration),
            File::Scenarios => chunk = files::scenarios(configuration),
            File::Dataset(_) => Csv::new(configuration).header(&mut chunk),
            File::AnswerKey => AnswerKey::new(configuration).header(&mut chunk),
            File::Users | File::Campaigns => {
                let mut table = Table::new(configuration, file);
                while table.step(&mut chunk) {
                    write(file, &chunk)?;
                    chunk.clear();
                }
            }
        }
        write(file, &chunk)?;
    }
    in_order(configuration, |chunk, rows| {
        for view in View::ALL {
            write(File::Dataset(view), &chunk[view as usize])?;
        }
        if files.contains(&File::AnswerKey) {
            write(File::AnswerKey, &chunk[View::ALL.len()])?;
        }
        progress.add(rows)
    })
}

/// Makes all rows on all cores, and hands their text over in order.
fn in_order(
    configuration: &Configuration,
    mut consume: impl FnMut(Chunk, u64) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let chunks = configuration.rows.div_ceil(ROWS_PER_CHUNK);
    let threads = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let threads = threads.min(chunks);
    thread::scope(|scope| {
        let mut receivers = Vec::new();
        for thread in 0..threads {
            let (sender, receiver) = mpsc::sync_channel(2);
            receivers.push(receiver);
            scope.spawn(move || {
                let Ok(mut generator) = Generator::new(configuration) else { return };
                let csv = Csv::new(configuration);
                let key =
                    File::of(configuration).contains(&File::AnswerKey).then(|| AnswerKey::new(configuration));
                for chunk in (thread..chunks).step_by(threads as usize) {
                    if sender.send(encode(&mut generator, &csv, key.as_ref(), chunk)).is_err() {
                        return;
                    }
                }
            });
        }
        for chunk in 0..chunks {
            let receiver = &receivers[(chunk % threads) as usize];
            let Ok((text, rows)) = receiver.recv() else {
                return Err(Failure::machine("a worker thread ended early", "please report this as a bug"));
            };
            consume(text, rows)?;
        }
        Ok(())
    })
}

/// The text of one chunk of rows, each view's apart, and the number of rows.
fn encode(generator: &mut Generator, csv: &Csv, key: Option<&AnswerKey>, chunk: u64) -> (Chunk, u64) {
    let first = chunk * ROWS_PER_CHUNK;
    let last = (first + ROWS_PER_CHUNK).min(generator.configuration().rows);
    let mut texts = Chunk::default();
    for row in first..last {
        let record = generator.record(row);
        let [combined, normal, anomalous, answers] = &mut texts;
        let start = combined.len();
        csv.row(&record, combined);
        let part = if View::Normal.shows(record.issue.class) { normal } else { anomalous };
        part.extend_from_slice(&combined[start..]);
        if let Some(key) = key {
            key.row(&record, answers);
        }
    }
    (texts, last - first)
}

fn write_archive(
    configuration: &Configuration,
    output: &mut Output,
    progress: &mut Progress,
) -> Result<(), Failure> {
    let mut generator = Generator::new(configuration).map_err(Failure::Input)?;
    let mut export = Export::new(configuration, Download::Archive);
    loop {
        let needs = export.needs();
        let count = needs.end - needs.start;
        let rows = generator.rows(needs).map_err(|error| Failure::machine(error, "close other programs"))?;
        match export.step(&rows).map_err(Failure::Machine)? {
            Some(bytes) => output.write(&bytes)?,
            None => return Ok(()),
        }
        progress.add(count)?;
    }
}

/// A file under its temporary name.
struct Output {
    download: Download,
    file: BufWriter<NamedTempFile>,
    fingerprint: Fingerprint,
}

impl Output {
    fn create(folder: &Path, download: Download) -> Result<Self, Failure> {
        let file = temporary_file(folder).map_err(|error| {
            let reason = format!("cannot write into '{}': {error}", folder.display());
            Failure::input("--out", reason, "name a folder that you may write into")
        })?;
        Ok(Output { download, file: BufWriter::new(file), fingerprint: Fingerprint::new(download.name()) })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.fingerprint.update(bytes);
        self.file.write_all(bytes).map_err(|error| self.failure(&error))
    }

    fn failure(&self, error: &io::Error) -> Failure {
        let hint = "free some space or choose another folder; nothing of what was there before was changed";
        Failure::machine(format!("{} cannot be written: {error}", self.download.name()), hint)
    }

    /// Brings the last bytes to the disk.
    fn complete(&mut self) -> Result<(), Failure> {
        let synced = self.file.flush().and_then(|()| self.file.get_ref().as_file().sync_all());
        synced.map_err(|error| self.failure(&error))
    }

    /// Gives the file its final name. Its line of the report: SHA-256, bytes, name.
    fn persist(self, folder: &Path) -> Result<String, Failure> {
        let name = self.download.name();
        let hint = "check the rights of the folder and of the file that is there";
        let refused = |error: &dyn std::fmt::Display| {
            Failure::machine(format!("{name} cannot take its name: {error}"), hint)
        };
        let file = self.file.into_inner().map_err(|error| refused(&error))?;
        file.persist(folder.join(name)).map_err(|error| refused(&error.error))?;
        Ok(format!("{}  {:>12} bytes  {name}\n", self.fingerprint.sha256(), self.fingerprint.bytes()))
    }
}

/// A file that goes away unless it is given a name, with the rights that any new file would have.
fn temporary_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cyberdatagen-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The process's mask takes from these what it takes from every file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Rows done, shown on a terminal's standard error.
pub struct Progress {
    done: u64,
    total: u64,
    shown: u64,
    terminal: bool,
}

impl Progress {
    /// None of so many rows yet.
    pub fn new(total: u64) -> Self {
        Progress { done: 0, total, shown: 0, terminal: io::stderr().is_terminal() }
    }

    /// Counts rows.
    ///
    /// # Errors
    /// The process was asked to end.
    fn add(&mut self, rows: u64) -> Result<(), Failure> {
        self.done += rows;
        let percent = self.done * 100 / self.total.max(1);
        if self.terminal && percent > self.shown {
            self.shown = percent;
            let _ = write!(io::stderr(), "\r{percent} %");
        }
        if INTERRUPTED.load(Ordering::Relaxed) {
            let hint = "nothing was written; run the command again";
            return Err(Failure::machine("interrupted", hint));
        }
        Ok(())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown > 0 {
            let _ = write!(io::stderr(), "\r      \r");
        }
    }
}
