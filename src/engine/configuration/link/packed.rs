//! The packed part of a link: many settings in few characters, for configurations whose readable form would be long.
//!
//! A sequence of bits, written as base64 for addresses (RFC 4648, section 5, without padding): the number of
//! settings, then each, ordered by the number of its path. Paths stand as 18 bits of a hash, so that a later version
//! may add, group and order its settings as it likes and still read this; what has no setting there is kept by its hash.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A setting: the number of its path, and its value as text.
pub type Packed = (u32, String);

const PATH_BITS: u32 = 18;
const COUNT_BITS: u32 = 10;
const LENGTH_BITS: u32 = 6;
const DECIMALS_BITS: u32 = 3;
const TEXT_LENGTH_BITS: u32 = 13;

/// The number of a path: the upper 18 of the 32 bits of its FNV-1a hash, multiplied once more.
pub fn path_number(path: &str) -> u32 {
    let hash =
        path.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.wrapping_mul(0x9e37_79b1) >> (u32::BITS - PATH_BITS)
}

/// Writes settings; none if there are too many, or a text is too long.
pub fn write(unordered: Vec<Packed>) -> Option<String> {
    let mut settings: Vec<Packed> = Vec::with_capacity(unordered.len());
    for setting in unordered {
        let place = settings.partition_point(|(number, _)| *number < setting.0);
        if settings.get(place).is_none_or(|(number, _)| *number != setting.0) {
            settings.insert(place, setting);
        }
    }
    let mut bits = Writer::default();
    if settings.len() >= 1 << COUNT_BITS {
        return None;
    }
    bits.put(settings.len() as u64, COUNT_BITS);
    let quotient_shift = rice_shift(settings.len());
    let mut next = 0;
    for (number, text) in settings {
        let gap = number - next;
        next = number + 1;
        for _ in 0..gap >> quotient_shift {
            bits.put(1, 1);
        }
        bits.put(0, 1);
        bits.put(gap.into(), quotient_shift);
        match number_of(&text) {
            Some((digits, decimals)) => {
                bits.put(0, 1);
                bits.put(decimals.into(), DECIMALS_BITS);
                let length = u64::BITS - digits.leading_zeros();
                bits.put(length.into(), LENGTH_BITS);
                bits.put(digits, length);
            }
            None => {
                if text.len() >= 1 << TEXT_LENGTH_BITS {
                    return None;
                }
                bits.put(1, 1);
                bits.put(text.len() as u64, TEXT_LENGTH_BITS);
                text.bytes().for_each(|byte| bits.put(byte.into(), 8));
            }
        }
    }
    Some(URL_SAFE_NO_PAD.encode(bits.bytes))
}

/// Reads settings; none where the text is damaged.
pub fn read(text: &str) -> Option<Vec<Packed>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let mut bits = Reader { bytes: &bytes, place: 0 };
    let count = bits.take(COUNT_BITS)? as usize;
    let quotient_shift = rice_shift(count);
    let mut next = 0_u32;
    let mut settings = Vec::new();
    for _ in 0..count {
        let mut quotient = 0;
        while bits.take(1)? == 1 {
            quotient += 1;
        }
        let gap = quotient << quotient_shift | bits.take(quotient_shift)? as u32;
        let number = next.checked_add(gap).filter(|number| *number < 1 << PATH_BITS)?;
        next = number + 1;
        let text = if bits.take(1)? == 0 {
            let decimals = bits.take(DECIMALS_BITS)? as usize;
            let length = bits.take(LENGTH_BITS)? as u32;
            number_text(bits.take(length)?, decimals)
        } else {
            let length = bits.take(TEXT_LENGTH_BITS)?;
            let bytes =
                (0..length).map(|_| bits.take(8).map(|byte| byte as u8)).collect::<Option<Vec<u8>>>()?;
            String::from_utf8(bytes).ok()?
        };
        settings.push((number, text));
    }
    Some(settings)
}

/// The parameter of the Rice code of the gaps between numbers, by how many numbers there are.
fn rice_shift(count: usize) -> u32 {
    (PATH_BITS - 1).saturating_sub(count.max(1).ilog2())
}

/// The digits of a number in its one text form, and how many of them are decimals.
fn number_of(text: &str) -> Option<(u64, u32)> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: u64 = (whole.to_owned() + decimals).bytes().try_fold(0_u64, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })?;
    let fits = !text.is_empty() && decimals.len() < 1 << DECIMALS_BITS && digits >> 62 == 0;
    // A text that would be read back as another one is no number.
    (fits && number_text(digits, decimals.len()) == text).then_some((digits, decimals.len() as u32))
}

fn number_text(digits: u64, decimals: usize) -> String {
    if decimals == 0 {
        return digits.to_string();
    }
    let text = format!("{digits:0>width$}", width = decimals + 1);
    let (whole, decimals) = text.split_at(text.len() - decimals);
    format!("{whole}.{decimals}")
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    /// Bits of the last byte that are taken.
    taken: u32,
}

impl Writer {
    /// Appends the lowest bits of a value, the highest of them first.
    fn put(&mut self, value: u64, bits: u32) {
        for bit in (0..bits).rev() {
            if self.taken == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value >> bit & 1) as u8) << (7 - self.taken);
            }
            self.taken = (self.taken + 1) % 8;
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    place: usize,
}

impl Reader<'_> {
    fn take(&mut self, bits: u32) -> Option<u64> {
        let mut value = 0;
        for _ in 0..bits {
            let byte = self.bytes.get(self.place / 8)?;
            value = value << 1 | u64::from(byte >> (7 - self.place % 8) & 1);
            self.place += 1;
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::settings;
    use proptest::prelude::*;

    #[test]
    fn no_two_settings_share_a_number() {
        let mut numbers: Vec<u32> = settings().iter().map(|setting| path_number(&setting.path)).collect();
        numbers.extend(super::super::classroom::PATHS.map(path_number));
        let all = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), all, "rename the path that was added last");
    }

    #[test]
    fn the_numbers_of_paths_and_the_packed_form_are_stable() {
        assert_eq!((path_number("seed"), path_number("rows")), (STABLE.0, STABLE.1));
        let settings =
            vec![(5, "12.50".to_owned()), (9, "0.25".to_owned()), (200_000, "9007199254740991".to_owned())];
        assert_eq!(write(settings).as_deref(), Some(STABLE.2));
    }

    const STABLE: (u32, u32, &str) = (40_290, 239_672, "AMAApFziAAGQueDTYNf________g");

    proptest! {
        #[test]
        fn what_is_written_is_read(settings in prop::collection::btree_map(0_u32..1 << 18, "[0-9]{0,8}(\\.[0-9]{0,8})?|\\PC{0,40}", 0..300)) {
            let settings: Vec<Packed> = settings.into_iter().collect();
            prop_assert_eq!(read(&write(settings.clone()).unwrap()), Some(settings));
        }

        #[test]
        fn nothing_makes_it_panic(text in "[A-Za-z0-9_-]{0,200}|\\PC{0,20}") {
            let _ = read(&text);
        }
    }
}
