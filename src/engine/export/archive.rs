//! The ZIP archive: deflated, written front to back, with the same bytes on every machine.
//!
//! Entries carry the format's first date, 1980-01-01, since the engine knows no clock, and the compressor is
//! the one without processor-specific paths.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use crate::engine::configuration::Problem;

/// How hard to compress, 1 to 9: half as large as 1 is fast.
const COMPRESSION_LEVEL: i64 = 4;

/// Where the archive's bytes gather until they are taken.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An archive under construction.
pub struct Archive {
    sink: Sink,
    writer: ZipWriter<StreamWriter<Sink>>,
}

impl Archive {
    /// An archive without entries.
    pub fn new() -> Self {
        let sink = Sink::default();
        Archive { writer: ZipWriter::new_stream(sink.clone()), sink }
    }

    /// Begins the next entry.
    ///
    /// # Errors
    /// The archive cannot hold it.
    pub fn start(&mut self, name: &str) -> Result<(), Problem> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(COMPRESSION_LEVEL))
            .large_file(true);
        self.writer.start_file(name, options).map_err(problem)
    }

    /// Appends bytes to the entry.
    ///
    /// # Errors
    /// The archive cannot hold them.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.writer.write_all(bytes).map_err(problem)
    }

    /// Takes the bytes of the archive that are ready.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.sink.0.borrow_mut())
    }

    /// Ends the archive and takes its last bytes.
    ///
    /// # Errors
    /// The archive cannot be ended.
    pub fn finish(self) -> Result<Vec<u8>, Problem> {
        let sink = self.sink.clone();
        self.writer.finish().map_err(problem)?;
        Ok(std::mem::take(&mut sink.0.borrow_mut()))
    }
}

impl Default for Archive {
    fn default() -> Self {
        Archive::new()
    }
}

fn problem(error: impl std::fmt::Display) -> Problem {
    Problem::new("", format!("the archive cannot be written: {error}"), "download the files one by one")
}
