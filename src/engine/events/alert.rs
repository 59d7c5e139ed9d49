//! The alert of a row whose threat level is High or Critical: at the end of its session, of what a monitor saw until then.

use super::event::{Action, Event};
use super::window::Window;
use crate::engine::level::Level;

/// Appends the alert, if there is one.
pub fn unfold(level: Level, window: Window, events: &mut Vec<Event>) {
    if level >= Level::High {
        events.push(Event { time_ms: window.end_ms(), action: Action::Alert, is_trace: false });
    }
}
