//! The shell: one bar, the configuration at the side, and the workspace that is open.

mod bar;
mod help;
mod icon;
mod panel;
mod stage;

pub use bar::Bar;
pub use icon::{Icon, icon};
pub use panel::{Panel, PanelView, focus_on, focused};
pub use stage::Stage;
