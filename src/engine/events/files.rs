//! Files: one event for each file that the row has.

use super::event::{Action, Event, FileEvent, Operation};
use super::log::{ENCRYPTED, EXTENSIONS, FOLDERS, PACKED, SHARE, STAGING, TOPICS, is_traced};
use super::split::below;
use super::traces::{Files, Traces};
use super::window::Window;
use crate::engine::issues::Activity;
use crate::engine::random::Stream;

/// By what the user did, how often a file is read, changed, made, renamed and deleted, in percent; the rest is read.
fn habits(activity: Activity) -> [u32; 4] {
    match activity {
        Activity::Login => [8, 4, 2, 1],
        Activity::FileAccess => [12, 5, 2, 1],
        Activity::DataModification => [52, 14, 6, 4],
        Activity::Other => [25, 8, 3, 2],
    }
}

/// What is done in everyday work, by a number below 100.
fn usual(activity: Activity, hundredth: u32) -> Operation {
    let mut rest = hundredth;
    for (share, operation) in habits(activity).into_iter().zip([
        Operation::Change,
        Operation::Create,
        Operation::Rename,
        Operation::Delete,
    ]) {
        if rest < share {
            return operation;
        }
        rest -= share;
    }
    Operation::Read
}

/// Appends the files of a row.
pub fn unfold(
    files: u32,
    activity: Activity,
    traces: &Traces,
    is_trace: bool,
    window: Window,
    draws: &mut Stream,
    events: &mut Vec<Event>,
) {
    // A person's files are in few folders at a time.
    let own = below(draws.bits32(), FOLDERS.len() as u64 - 1) as u8;
    for number in 0..files {
        let [bits, more] = [draws.bits64(), draws.bits64()];
        let mut file = FileEvent {
            operation: usual(activity, below(bits as u32, 100) as u32),
            folder: if more & 3 == 0 { SHARE } else { own },
            topic: below((bits >> 32) as u32, TOPICS.len() as u64) as u8,
            extension: below(more as u32, u64::from(ENCRYPTED)) as u8,
            number: number + 1,
            size: size((more >> 32) as u32),
        };
        let traced = traces.files != Files::Usual && is_traced(number, more >> 8);
        if traced {
            match traces.files {
                Files::Usual => {}
                Files::Shared(operation) => (file.operation, file.folder) = (operation, SHARE),
                Files::Staged => {
                    (file.operation, file.folder, file.extension) = (Operation::Create, STAGING, PACKED);
                }
                Files::Encrypted => (file.operation, file.extension) = (Operation::Rename, ENCRYPTED),
            }
        }
        debug_assert!(usize::from(file.extension) < EXTENSIONS.len(), "an extension of the list");
        let time_ms = window.at((bits >> 16) as u32);
        events.push(Event { time_ms, action: Action::File(file), is_trace: is_trace && traced });
    }
}

/// A size in bytes between 1 kB and 64 MB, each power of two as often as the next.
fn size(bits: u32) -> u32 {
    let power = below(bits, 16) as u32;
    (1_000 << power) + (bits & ((1 << (power + 9)) - 1))
}
