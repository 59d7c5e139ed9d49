//! Export: from rows to the bytes of the files, in chunks, so that memory stays flat.

pub mod answers;
pub mod archive;
pub mod card;
pub mod csv;
pub mod files;
pub mod format;
pub mod job;
mod sheet;

pub use answers::{AnswerKey, Listing};
pub use csv::Csv;
pub use files::{File, View};
pub use format::{Delimiter, Format, LineEnd, Missing};
pub use job::{Download, Export};
