//! gzip (RFC 1952) around any format of text, without name and time of the file, so that the bytes are the same everywhere.

use super::deflate::{Checksums, Deflate};
use super::formats::Writer;
use crate::engine::dataset::Table;
use crate::engine::problem::Problem;

/// Deflated, no flags, no time, no statement on how hard it was compressed, and an unknown system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// Compresses what another writer writes.
pub struct Gzip {
    inner: Box<dyn Writer>,
    plain: Vec<u8>,
    stream: Stream,
}

impl Gzip {
    /// Around a writer that has not begun.
    pub fn new(inner: Box<dyn Writer>) -> Self {
        Gzip { inner, plain: Vec::new(), stream: Stream::default() }
    }

    fn compress(&mut self, is_last: bool, output: &mut Vec<u8>) -> Result<(), Problem> {
        self.stream.write(&self.plain, is_last, output)?;
        self.plain.clear();
        Ok(())
    }
}

impl Writer for Gzip {
    fn begin(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        self.inner.begin(&mut self.plain)?;
        self.compress(false, output)
    }

    fn rows(&mut self, table: &Table, rows: &[u32], output: &mut Vec<u8>) -> Result<(), Problem> {
        self.inner.rows(table, rows, &mut self.plain)?;
        self.compress(false, output)
    }

    fn end(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        self.inner.end(&mut self.plain)?;
        self.compress(true, output)
    }
}

/// A gzip file that grows.
pub struct Stream {
    deflate: Deflate,
    checksums: Checksums,
    checksum: u32,
    size: u64,
    is_begun: bool,
}

impl Default for Stream {
    /// A file without bytes.
    fn default() -> Self {
        let (deflate, checksums) = (Deflate::new(), Checksums::new());
        Stream { deflate, checksums, checksum: 0, size: 0, is_begun: false }
    }
}

impl Stream {
    /// Compresses the next bytes, the last ones among them or not, and appends what is ready.
    ///
    /// # Errors
    /// They cannot be compressed.
    pub fn write(&mut self, bytes: &[u8], is_last: bool, output: &mut Vec<u8>) -> Result<(), Problem> {
        if !std::mem::replace(&mut self.is_begun, true) {
            output.extend_from_slice(&HEADER);
        }
        self.checksum = self.checksums.update(self.checksum, bytes);
        self.size += bytes.len() as u64;
        if !self.deflate.write(bytes, is_last, output) {
            let hint = text!("write the file without gzip");
            return Err(Problem::new("", text!("the file cannot be compressed"), hint));
        }
        if is_last {
            output.extend_from_slice(&self.checksum.to_le_bytes());
            output.extend_from_slice(&(self.size as u32).to_le_bytes());
        }
        Ok(())
    }
}
