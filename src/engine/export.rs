//! Export: from rows to the bytes of the files, in chunks, so that memory stays flat. [`formats`] lists what they can be
//! written as.

pub mod answers;
pub mod archive;
pub mod attacks;
pub mod card;
mod cells;
pub mod csv;
mod deflate;
pub mod event_key;
pub mod files;
pub mod format;
pub mod formats;
pub mod gzip;
pub mod ipynb;
pub mod job;
mod json;
mod json_lines;
mod lists;
pub mod logs;
pub mod open;
pub mod package;
mod parquet;
mod sheet;
pub mod size;
mod sql;
mod unfolded;

pub use answers::AnswerKey;
pub use csv::Csv;
pub use files::{File, View};
pub use format::{Delimiter, Format, LineEnd, Missing, Quoting};
pub use formats::{Contents, Encoding, FORMATS, FileFormat, Writer};
pub use job::{Download, Export};
pub use lists::Listing;
