//! The ZIP archive: deflated, written front to back, with the same bytes on every machine.
//!
//! The container is PKWARE's APPNOTE 6.3, as little of it as a stream of files needs: sizes and checksum
//! follow each entry in a data descriptor, in the ZIP64 form where an entry might exceed 4 GiB. Entries carry
//! the format's first date, 1980-01-01, since the engine knows no clock. It is written here because general
//! ZIP libraries weigh a tenth of the page. Tests read the result with the `zip` crate.

use super::deflate::{Checksums, Deflate};
use crate::engine::problem::Problem;

const METHOD_DEFLATED: u16 = 8;
/// Sizes and checksum follow the data.
const FLAG_DESCRIPTOR: u16 = 1 << 3;
const DATE_1980_01_01: u16 = 1 << 5 | 1;
/// Made on Unix: the upper half of the external attributes are the file's mode.
const MADE_BY_UNIX: u16 = 3 << 8;
const MODE_REGULAR_644: u32 = 0o100_644 << 16;
const VERSION_DEFLATE: u16 = 20;
const VERSION_ZIP64: u16 = 45;
const EXTRA_ZIP64: u16 = 1;
const SEE_ZIP64: u32 = u32::MAX;

/// An archive under construction. Bytes that are ready are taken with [`Archive::take`].
pub struct Archive {
    entries: Vec<Entry>,
    /// The compressor of the last entry, while it is open.
    open: Option<Deflate>,
    checksums: Checksums,
    /// Whether entries have the ZIP64 form.
    large: bool,
    ready: Vec<u8>,
    /// Bytes that were taken.
    taken: u64,
}

struct Entry {
    name: String,
    offset: u64,
    checksum: u32,
    compressed: u64,
    size: u64,
}

impl Archive {
    /// An archive without entries. `large`: an entry may exceed 4 GiB.
    pub fn new(large: bool) -> Self {
        Archive {
            entries: Vec::new(),
            open: None,
            checksums: Checksums::new(),
            large,
            ready: Vec::new(),
            taken: 0,
        }
    }

    /// Ends the entry before and begins the next.
    ///
    /// # Errors
    /// The entry before cannot be ended.
    pub fn start(&mut self, name: &str) -> Result<(), Problem> {
        self.end_entry()?;
        let offset = self.taken + self.ready.len() as u64;
        self.entries.push(Entry { name: name.to_owned(), offset, checksum: 0, compressed: 0, size: 0 });
        self.open = Some(Deflate::new());
        let later = if self.large { SEE_ZIP64 } else { 0 };
        let ready = &mut self.ready;
        put32(ready, [0x0403_4b50]);
        put_common(ready, self.large);
        put32(ready, [0, later, later]);
        put16(ready, [name.len() as u16]);
        put16(ready, [if self.large { 20 } else { 0 }]);
        ready.extend_from_slice(name.as_bytes());
        if self.large {
            put16(ready, [EXTRA_ZIP64]);
            put16(ready, [16]);
            put64(ready, [0, 0]);
        }
        Ok(())
    }

    /// Appends bytes to the entry.
    ///
    /// # Errors
    /// They cannot be compressed.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        if let Some(entry) = self.entries.last_mut() {
            entry.checksum = self.checksums.update(entry.checksum, bytes);
            entry.size += bytes.len() as u64;
        }
        self.compress(bytes, false)
    }

    /// Takes the bytes of the archive that are ready.
    pub fn take(&mut self) -> Vec<u8> {
        self.taken += self.ready.len() as u64;
        std::mem::take(&mut self.ready)
    }

    /// Ends the archive and takes its last bytes.
    ///
    /// # Errors
    /// The last entry cannot be ended.
    pub fn finish(mut self) -> Result<Vec<u8>, Problem> {
        self.end_entry()?;
        let start = self.taken + self.ready.len() as u64;
        for entry in &self.entries {
            entry.put_directory(&mut self.ready, self.large);
        }
        let end = self.taken + self.ready.len() as u64;
        let count = self.entries.len() as u64;
        let ready = &mut self.ready;
        if self.large {
            put32(ready, [0x0606_4b50]);
            put64(ready, [44]);
            put16(ready, [MADE_BY_UNIX | VERSION_ZIP64]);
            put16(ready, [VERSION_ZIP64]);
            put32(ready, [0, 0]);
            put64(ready, [count, count, end - start, start]);
            put32(ready, [0x0706_4b50]);
            put32(ready, [0]);
            put64(ready, [end]);
            put32(ready, [1]);
        }
        put32(ready, [0x0605_4b50]);
        put16(ready, [0, 0, count as u16, count as u16]);
        put32(ready, [(end - start) as u32]);
        put32(ready, [if self.large { SEE_ZIP64 } else { start as u32 }]);
        put16(ready, [0]);
        Ok(self.take())
    }

    fn compress(&mut self, bytes: &[u8], is_last: bool) -> Result<(), Problem> {
        let (Some(compressor), Some(entry)) = (&mut self.open, self.entries.last_mut()) else {
            return Ok(());
        };
        let before = self.ready.len();
        let is_compressed = compressor.write(bytes, is_last, &mut self.ready);
        entry.compressed += (self.ready.len() - before) as u64;
        if is_compressed {
            return Ok(());
        }
        let reason = text!("{name} cannot be compressed", name = &entry.name);
        Err(Problem::new("", reason, text!("download the files one by one")))
    }

    /// Ends the open entry, if there is one, with its data descriptor.
    fn end_entry(&mut self) -> Result<(), Problem> {
        self.compress(&[], true)?;
        if self.open.take().is_some()
            && let Some(entry) = self.entries.last()
        {
            put32(&mut self.ready, [0x0807_4b50]);
            put32(&mut self.ready, [entry.checksum]);
            for size in [entry.compressed, entry.size] {
                if self.large {
                    put64(&mut self.ready, [size])
                } else {
                    put32(&mut self.ready, [size as u32])
                }
            }
        }
        Ok(())
    }
}

impl Entry {
    fn put_directory(&self, output: &mut Vec<u8>, large: bool) {
        let small = |value: u64| if large { SEE_ZIP64 } else { value as u32 };
        put32(output, [0x0201_4b50]);
        put16(output, [MADE_BY_UNIX | version(large)]);
        put_common(output, large);
        put32(output, [self.checksum, small(self.compressed), small(self.size)]);
        put16(output, [self.name.len() as u16]);
        put16(output, [if large { 28 } else { 0 }]);
        // Comment, disk and internal attributes.
        put16(output, [0, 0, 0]);
        put32(output, [MODE_REGULAR_644]);
        put32(output, [small(self.offset)]);
        output.extend_from_slice(self.name.as_bytes());
        if large {
            put16(output, [EXTRA_ZIP64]);
            put16(output, [24]);
            put64(output, [self.size, self.compressed, self.offset]);
        }
    }
}

fn version(large: bool) -> u16 {
    if large { VERSION_ZIP64 } else { VERSION_DEFLATE }
}

/// Version, flags, method, time and date: the same in both headers of an entry.
fn put_common(output: &mut Vec<u8>, large: bool) {
    put16(output, [version(large), FLAG_DESCRIPTOR, METHOD_DEFLATED, 0, DATE_1980_01_01]);
}

fn put16<const COUNT: usize>(output: &mut Vec<u8>, values: [u16; COUNT]) {
    output.extend(values.into_iter().flat_map(u16::to_le_bytes));
}

fn put32<const COUNT: usize>(output: &mut Vec<u8>, values: [u32; COUNT]) {
    output.extend(values.into_iter().flat_map(u32::to_le_bytes));
}

fn put64<const COUNT: usize>(output: &mut Vec<u8>, values: [u64; COUNT]) {
    output.extend(values.into_iter().flat_map(u64::to_le_bytes));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_forms_are_read_by_a_general_library() {
        for large in [false, true] {
            let mut archive = Archive::new(large);
            let mut bytes = Vec::new();
            let long: Vec<u8> = (0..300_000_u32).flat_map(|number| number.to_le_bytes()).collect();
            archive.start("long.bin").unwrap();
            for chunk in long.chunks(70_001) {
                archive.write(chunk).unwrap();
                bytes.extend(archive.take());
            }
            archive.start("empty.txt").unwrap();
            archive.start("short.txt").unwrap();
            archive.write(b"short").unwrap();
            bytes.extend(archive.finish().unwrap());
            let mut read = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for (name, expected) in [("long.bin", &long[..]), ("empty.txt", b""), ("short.txt", b"short")] {
                let mut content = Vec::new();
                // Reading to the end compares the checksum.
                read.by_name(name).unwrap().read_to_end(&mut content).unwrap();
                assert_eq!(content, expected);
            }
        }
    }
}
