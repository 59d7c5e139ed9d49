//! The ZIP archive: deflated, written front to back, with the same bytes on every machine.
//!
//! The container is PKWARE's APPNOTE 6.3, as little of it as a stream of files needs: sizes and checksum
//! follow each entry in a data descriptor, in the ZIP64 form where an entry might exceed 4 GiB. Entries carry
//! the format's first date, 1980-01-01, since the engine knows no clock. It is written here because general
//! ZIP libraries weigh a tenth of the page; the compressor is `miniz_oxide`, which has no processor-specific
//! paths. Tests read the result with the `zip` crate.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};

use crate::engine::problem::Problem;

/// How hard to compress, from 1 (fast) to 9 (small).
const COMPRESSION_LEVEL: i32 = 4;

/// Deflate without the frame of zlib, as ZIP wants it.
const RAW_WINDOW: i32 = -15;

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
    open: Option<Box<CompressorOxide>>,
    checksums: Checksums,
    /// Whether entries have the ZIP64 form.
    large: bool,
    ready: Vec<u8>,
    /// Bytes that were taken.
    taken: u64,
}

struct Entry {
    name: &'static str,
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
    pub fn start(&mut self, name: &'static str) -> Result<(), Problem> {
        self.end_entry()?;
        let offset = self.taken + self.ready.len() as u64;
        self.entries.push(Entry { name, offset, checksum: 0, compressed: 0, size: 0 });
        let flags = create_comp_flags_from_zip_params(COMPRESSION_LEVEL, RAW_WINDOW, 0);
        self.open = Some(Box::new(CompressorOxide::new(flags)));
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
        self.compress(bytes, TDEFLFlush::None)
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

    fn compress(&mut self, bytes: &[u8], flush: TDEFLFlush) -> Result<(), Problem> {
        let (Some(compressor), Some(entry)) = (&mut self.open, self.entries.last_mut()) else {
            return Ok(());
        };
        let before = self.ready.len();
        let (status, _) = compress_to_output(compressor, bytes, flush, |output| {
            self.ready.extend_from_slice(output);
            true
        });
        entry.compressed += (self.ready.len() - before) as u64;
        match status {
            TDEFLStatus::Okay | TDEFLStatus::Done => Ok(()),
            _ => {
                let reason = format!("{} cannot be compressed", entry.name);
                Err(Problem::new("", reason, "download the files one by one"))
            }
        }
    }

    /// Ends the open entry, if there is one, with its data descriptor.
    fn end_entry(&mut self) -> Result<(), Problem> {
        self.compress(&[], TDEFLFlush::Finish)?;
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

/// CRC-32 as ZIP has it (reversed polynomial 0xEDB88320), eight bytes at a time. The tables are computed, not
/// stored: as constants they would be 8 kB that no compression makes smaller.
struct Checksums {
    tables: Box<[[u32; 256]; 8]>,
}

impl Checksums {
    fn new() -> Self {
        let mut tables = Box::new([[0_u32; 256]; 8]);
        for byte in 0..256 {
            let mut value = byte as u32;
            for _ in 0..8 {
                value = value >> 1 ^ if value & 1 == 1 { 0xedb8_8320 } else { 0 };
            }
            tables[0][byte] = value;
        }
        for table in 1..8 {
            for byte in 0..256 {
                let value = tables[table - 1][byte];
                tables[table][byte] = value >> 8 ^ tables[0][(value & 0xff) as usize];
            }
        }
        Checksums { tables }
    }

    /// The checksum of what `checksum` is of, followed by `bytes`.
    fn update(&self, checksum: u32, bytes: &[u8]) -> u32 {
        let at = |table: usize, value: u32| self.tables[table][(value & 0xff) as usize];
        let mut value = !checksum;
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            let low = value ^ u32::from_le_bytes([word[0], word[1], word[2], word[3]]);
            let high = u32::from_le_bytes([word[4], word[5], word[6], word[7]]);
            value = at(7, low) ^ at(6, low >> 8) ^ at(5, low >> 16) ^ at(4, low >> 24);
            value ^= at(3, high) ^ at(2, high >> 8) ^ at(1, high >> 16) ^ at(0, high >> 24);
        }
        for byte in words.remainder() {
            value = value >> 8 ^ at(0, value ^ u32::from(*byte));
        }
        !value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_checksum_is_the_published_one() {
        let checksums = Checksums::new();
        assert_eq!(checksums.update(0, b"123456789"), 0xcbf4_3926);
        let split = checksums.update(checksums.update(0, b"123"), b"456789");
        assert_eq!(split, 0xcbf4_3926);
    }

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
