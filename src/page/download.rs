//! Download: the files of the dataset, and how any file is saved.

mod dialog;
mod save;

pub use dialog::DownloadDialog;
pub use save::save;
