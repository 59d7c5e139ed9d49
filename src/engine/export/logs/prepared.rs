//! Short texts that all formats of events need: ids, times, and names that are put together once for a whole file.

use crate::engine::dataset::cells::timestamp_text;
use crate::engine::decimal;
use crate::engine::events::FileEvent;
use crate::engine::events::log::{EXTENSIONS, FOLDERS, TOPICS};

/// Appends an event's id: 16 hexadecimal digits.
#[inline]
pub fn write_id(id: u64, output: &mut Vec<u8>) {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    let text: [u8; 16] = std::array::from_fn(|place| DIGITS[(id >> (60 - 4 * place) & 15) as usize]);
    output.extend_from_slice(&text);
}

/// Appends a time in milliseconds since 1970 as RFC 3339 writes it: `2025-03-14T02:17:05.123Z`.
#[inline]
pub fn write_time(time_ms: i64, output: &mut Vec<u8>) {
    let day_and_time = timestamp_text(time_ms.div_euclid(1_000));
    let thousandths = time_ms.rem_euclid(1_000) as u32;
    let mut text = *b"0000-00-00T00:00:00.000Z";
    for (digit, known) in text.iter_mut().zip(day_and_time) {
        *digit = known;
    }
    text[10] = b'T';
    text[20] += (thousandths / 100) as u8;
    text[21] += (thousandths / 10 % 10) as u8;
    text[22] += (thousandths % 10) as u8;
    output.extend_from_slice(&text);
}

/// Appends a time in milliseconds since 1970 as seconds with three decimals, for times after 1970.
pub fn write_seconds(time_ms: i64, output: &mut Vec<u8>) {
    let time_ms = time_ms.unsigned_abs();
    write_thousandths(time_ms, output);
}

/// Appends thousandths as a number with three decimals.
pub fn write_thousandths(thousandths: u64, output: &mut Vec<u8>) {
    decimal::write_integer(thousandths / 1_000, output);
    output.push(b'.');
    let rest = (thousandths % 1_000) as u32;
    output.extend([rest / 100, rest / 10 % 10, rest % 10].map(|digit| b'0' + digit as u8));
}

/// The names of files, each part as a format writes it.
#[derive(Clone, Debug)]
pub struct FileNames {
    /// The folders.
    pub folders: Vec<String>,
    /// What stands between a folder and a name.
    pub separator: String,
}

impl FileNames {
    /// The names in a format that escapes text in some way.
    pub fn new(escape: impl Fn(&str) -> String) -> Self {
        FileNames { folders: FOLDERS.map(&escape).to_vec(), separator: escape(r"\") }
    }

    /// Appends the folder of a file.
    pub fn write_folder(&self, file: &FileEvent, output: &mut Vec<u8>) {
        let folder = self.folders.get(usize::from(file.folder)).map_or("", String::as_str);
        output.extend_from_slice(folder.as_bytes());
    }

    /// Appends the path of a file.
    pub fn write_path(&self, file: &FileEvent, output: &mut Vec<u8>) {
        self.write_folder(file, output);
        output.extend_from_slice(self.separator.as_bytes());
        write_file_name(file, output);
    }
}

/// The extension of a file.
pub fn extension(file: &FileEvent) -> &'static str {
    EXTENSIONS.get(usize::from(file.extension)).copied().unwrap_or_default()
}

/// Appends the name of a file, which needs no escaping.
pub fn write_file_name(file: &FileEvent, output: &mut Vec<u8>) {
    let topic = TOPICS.get(usize::from(file.topic)).copied().unwrap_or_default();
    output.extend_from_slice(topic.as_bytes());
    output.push(b'-');
    decimal::write_integer(file.number.into(), output);
    output.push(b'.');
    output.extend_from_slice(extension(file).as_bytes());
}
