//! Files that a command writes: under temporary names in the folder itself, until all of it is complete. So a full disk or
//! an interruption leaves what was there before, and nothing else.

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Failure;
use crate::engine::Problem;
use crate::engine::export::card::Fingerprint;

/// What temporary names begin with.
pub const TEMPORARY: &str = ".cyberdatagen-";

/// Bytes of a file that are read at a time.
const BYTES_PER_PIECE: usize = 1 << 20;

/// Makes the folder, and refuses one in which a file could not take its final name.
pub fn prepare<'a>(folder: &Path, names: impl IntoIterator<Item = &'a str>) -> Result<(), Failure> {
    let shown = folder.display();
    fs::create_dir_all(folder).map_err(|error| {
        Failure::input(
            "--out",
            format!("the folder '{shown}' cannot be made: {error}"),
            "name a folder that you may write into",
        )
    })?;
    match names.into_iter().map(|name| folder.join(name)).find(|path| path.is_dir()) {
        None => Ok(()),
        Some(path) => {
            let reason = format!("'{}' is a folder", path.display());
            Err(Failure::input("--out", reason, "remove it, or name another folder"))
        }
    }
}

/// A file under its temporary name.
pub struct Output {
    name: String,
    file: BufWriter<NamedTempFile>,
    fingerprint: Fingerprint,
}

impl Output {
    /// A file without bytes in a folder, which will have this name.
    ///
    /// # Errors
    /// The folder cannot be written into.
    pub fn create(folder: &Path, name: &str) -> Result<Self, Failure> {
        Output::of_prefix(TEMPORARY, folder, name)
    }

    /// The same, under a temporary name that begins with a prefix.
    pub fn of_prefix(prefix: &str, folder: &Path, name: &str) -> Result<Self, Failure> {
        let file = temporary_file(prefix, folder).map_err(|error| {
            let reason = format!("cannot write into '{}': {error}", folder.display());
            Failure::input("--out", reason, "name a folder that you may write into")
        })?;
        Ok(Output { name: name.to_owned(), file: BufWriter::new(file), fingerprint: Fingerprint::new(name) })
    }

    /// Says how many rows it has.
    pub fn count_rows(&mut self, rows: Option<u64>) {
        self.fingerprint.count_rows(rows);
    }

    /// Appends bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.fingerprint.update(bytes);
        self.file.write_all(bytes).map_err(|error| self.failure(&error))
    }

    /// Its SHA-256 and size so far.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// The name that the file will have.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads what was written, piece by piece.
    ///
    /// # Errors
    /// It cannot be read, or what is done with a piece fails.
    pub fn each_piece(&mut self, read: impl FnMut(&[u8]) -> Result<(), Failure>) -> Result<(), Failure> {
        self.file.flush().map_err(|error| self.failure(&error))?;
        let name = &self.name;
        let unread = |error: io::Error| {
            let hint = "run the command again; nothing of what was there before was changed";
            Failure::machine(format!("{name} cannot be read again: {error}"), hint)
        };
        each_piece(self.file.get_ref().reopen().map_err(unread)?, unread, read)
    }

    fn failure(&self, error: &io::Error) -> Failure {
        let hint = "free some space or choose another folder; nothing of what was there before was changed";
        Failure::machine(format!("{} cannot be written: {error}", self.name), hint)
    }

    /// Brings the last bytes to the disk.
    pub fn complete(&mut self) -> Result<(), Failure> {
        let synced = self.file.flush().and_then(|()| self.file.get_ref().as_file().sync_all());
        synced.map_err(|error| self.failure(&error))
    }

    /// Gives the file its final name. Its line of the report: SHA-256, bytes, name.
    pub fn persist(self, folder: &Path) -> Result<String, Failure> {
        let name = self.name.clone();
        let hint = "check the rights of the folder and of the file that is there";
        let refused = |error: &dyn std::fmt::Display| {
            Failure::machine(format!("{name} cannot take its name: {error}"), hint)
        };
        let file = self.file.into_inner().map_err(|error| refused(&error))?;
        file.persist(folder.join(&name)).map_err(|error| refused(&error.error))?;
        Ok(format!("{}  {:>12} bytes  {name}\n", self.fingerprint.sha256(), self.fingerprint.bytes()))
    }
}

/// Reads a file to its end, piece by piece.
///
/// # Errors
/// It cannot be read, which `unread` tells, or what is done with a piece fails.
pub fn each_piece(
    mut file: impl Read,
    unread: impl Fn(io::Error) -> Failure,
    mut read: impl FnMut(&[u8]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut piece = vec![0; BYTES_PER_PIECE];
    loop {
        match file.read(&mut piece).map_err(&unread)? {
            0 => return Ok(()),
            count => read(&piece[..count])?,
        }
    }
}

/// A file that goes away unless it is given a name, with the rights that any new file would have.
fn temporary_file(prefix: &str, folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The process's mask takes from these what it takes from every file.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Where a single file goes.
pub struct Place {
    flag: &'static str,
    folder: PathBuf,
    name: String,
}

impl Place {
    /// Of the path that an option gives; the folder is made.
    ///
    /// # Errors
    /// No file can be written there.
    pub fn of(flag: &'static str, path: &Path) -> Result<Self, Failure> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let place = Place { flag, folder: folder.to_owned(), name: file_name(path) };
        prepare(&place.folder, [place.name.as_str()]).map_err(|failure| place.named(failure))?;
        Ok(place)
    }

    /// Writes it. Its line of the report: SHA-256, bytes, name.
    pub fn write(&self, bytes: &[u8]) -> Result<String, Failure> {
        let mut output = Output::create(&self.folder, &self.name).map_err(|failure| self.named(failure))?;
        output.write(bytes)?;
        keep(vec![output], &self.folder)
    }

    /// The problem with the option that it is of.
    fn named(&self, failure: Failure) -> Failure {
        match failure {
            Failure::Input(problems) => {
                let own = |problem| Problem { path: self.flag.to_owned(), ..problem };
                Failure::Input(problems.into_iter().map(own).collect())
            }
            other => other,
        }
    }
}

/// The name of a file without its folder.
pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Gives files their names, once all of their bytes are on the disk. A line of each: SHA-256, bytes, name.
pub fn keep(mut outputs: Vec<Output>, folder: &Path) -> Result<String, Failure> {
    for output in &mut outputs {
        output.complete()?;
    }
    outputs.into_iter().map(|output| output.persist(folder)).collect()
}
