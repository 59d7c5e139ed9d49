//! Text that grows by short pieces, as a CSV row does. A copy whose length is only known when it runs is a call, and a slow one
//! in WebAssembly; so pieces are copied in whole blocks, each a load and a store, and what stands behind a piece's end is
//! written over by the next.

/// Bytes that are copied at once.
const BLOCK: usize = 16;

/// A piece of text, in whole blocks.
#[derive(Clone, Debug, Default)]
pub struct Piece {
    blocks: Vec<[u8; BLOCK]>,
    length: usize,
}

impl Piece {
    /// A piece with this text.
    pub fn new(text: &[u8]) -> Self {
        let blocks = text.chunks(BLOCK).map(|part| {
            let mut block = [0; BLOCK];
            block[..part.len()].copy_from_slice(part);
            block
        });
        Piece { blocks: blocks.collect(), length: text.len() }
    }

    /// Bytes that writing it needs.
    pub fn room(&self) -> usize {
        self.blocks.len() * BLOCK
    }
}

/// Text that grows behind what stands in a vector already.
pub struct Sheet<'a> {
    bytes: &'a mut Vec<u8>,
    start: usize,
    end: usize,
}

impl<'a> Sheet<'a> {
    /// Begins behind the end of a vector.
    pub fn new(bytes: &'a mut Vec<u8>) -> Self {
        let end = bytes.len();
        Sheet { bytes, start: end, end }
    }

    /// Makes room for so many bytes, whole blocks counted, and one block more.
    #[inline]
    pub fn reserve(&mut self, room: usize) {
        let needed = self.end + room + BLOCK;
        if self.bytes.len() < needed {
            // By what this sheet has written, not by what stood there before: many write one row.
            self.bytes.resize(needed + (self.end - self.start) / 2, 0);
        }
    }

    /// Appends a piece.
    #[inline]
    pub fn put(&mut self, piece: &Piece) {
        for (index, block) in piece.blocks.iter().enumerate() {
            self.block(self.end + index * BLOCK, block);
        }
        self.end += piece.length;
    }

    /// Appends a short text of which the first `length` bytes count.
    #[inline]
    pub fn put_short(&mut self, text: [u8; BLOCK], length: usize) {
        self.block(self.end, &text);
        self.end += length;
    }

    /// Appends a whole number, with at least so many digits.
    #[inline]
    pub fn put_integer(&mut self, number: u64, min_digits: usize) {
        let count = number.checked_ilog10().map_or(1, |log| log as usize + 1).max(min_digits);
        let mut rest = number;
        if let Some(digits) = self.bytes.get_mut(self.end..self.end + count) {
            for digit in digits.iter_mut().rev() {
                *digit = b'0' + (rest % 10) as u8;
                rest /= 10;
            }
        }
        self.end += count;
    }

    /// Ends: the vector has what was written.
    pub fn finish(self) {
        debug_assert!(self.end <= self.bytes.len(), "room was made for all that was written");
        self.bytes.truncate(self.end);
    }

    #[inline]
    fn block(&mut self, at: usize, block: &[u8; BLOCK]) {
        let room = self.bytes.get_mut(at..at + BLOCK);
        debug_assert!(room.is_some(), "room was made for {at}");
        if let Some(room) = room {
            room.copy_from_slice(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_stand_one_behind_the_other() {
        let mut bytes = b"before:".to_vec();
        let pieces =
            ["", "a", "0123456789abcdef", "0123456789abcdefg", "ä"].map(|text| Piece::new(text.as_bytes()));
        let mut sheet = Sheet::new(&mut bytes);
        for piece in &pieces {
            sheet.reserve(piece.room() + 40);
            sheet.put(piece);
            sheet.put_integer(7, 3);
            sheet.put_integer(1_234_567_890_123_456_789, 0);
            sheet.put_integer(0, 0);
            sheet.put_short(*b";?______________", 1);
        }
        sheet.finish();
        let number = "00712345678901234567890;";
        let expected =
            format!("before:{number}a{number}0123456789abcdef{number}0123456789abcdefg{number}ä{number}");
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}
