//! Download: the files of the dataset, and how any file is saved.

mod dialog;
mod format;
mod save;

pub use dialog::{DownloadDialog, Writing};
pub use save::{save, save_text};
