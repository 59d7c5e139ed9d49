//! Download: which files of the dataset, in which formats, and how any file is saved.

mod choice;
mod dialog;
mod estimates;
mod items;
mod save;
mod writing;

pub use dialog::download_dialog;
pub use save::{save, save_text};
pub use writing::Writing;
