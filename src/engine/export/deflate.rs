//! Compression by deflate (RFC 1951), and the checksum that ZIP and gzip put beside it. `miniz_oxide` has no processor-specific
//! paths, so the bytes are the same on every machine.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};

/// How hard to compress, from 1 (fast) to 9 (small).
const COMPRESSION_LEVEL: i32 = 4;

/// Deflate without the frame of zlib, as ZIP and gzip want it.
const RAW_WINDOW: i32 = -15;

/// A stream of bytes that are compressed.
pub struct Deflate(Box<CompressorOxide>);

impl Deflate {
    /// A stream without bytes.
    pub fn new() -> Self {
        let flags = create_comp_flags_from_zip_params(COMPRESSION_LEVEL, RAW_WINDOW, 0);
        Deflate(Box::new(CompressorOxide::new(flags)))
    }

    /// Compresses the next bytes, the last ones among them or not, and appends what is ready; whether that was possible.
    pub fn write(&mut self, bytes: &[u8], is_last: bool, output: &mut Vec<u8>) -> bool {
        let flush = if is_last { TDEFLFlush::Finish } else { TDEFLFlush::None };
        let (status, _) = compress_to_output(&mut self.0, bytes, flush, |ready| {
            output.extend_from_slice(ready);
            true
        });
        matches!(status, TDEFLStatus::Okay | TDEFLStatus::Done)
    }
}

/// CRC-32 as ZIP and gzip have it (reversed polynomial 0xEDB88320), eight bytes at a time. The tables are computed, not
/// stored: as constants they would be 8 kB that no compression makes smaller.
#[derive(Debug)]
pub struct Checksums {
    tables: Box<[[u32; 256]; 8]>,
}

impl Checksums {
    /// Computes the tables.
    pub fn new() -> Self {
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
    pub fn update(&self, checksum: u32, bytes: &[u8]) -> u32 {
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

    #[test]
    fn the_checksum_is_the_published_one() {
        let checksums = Checksums::new();
        assert_eq!(checksums.update(0, b"123456789"), 0xcbf4_3926);
        let split = checksums.update(checksums.update(0, b"123"), b"456789");
        assert_eq!(split, 0xcbf4_3926);
    }
}
