//! The explorer: sorts, filters, measures and draws, in a worker of its own that is loaded on first use. It holds tables
//! of the data that is looked at, and writes the parts of the page that show them, so that a first visit carries none
//! of it. [`session`] knows what each request means and runs natively as well; the browser's part only carries messages.

mod columns;
mod form;
mod held;
mod menu;
mod report;
pub mod session;
mod view;
