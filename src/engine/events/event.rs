//! What an event can be. All are small values without text: names follow from numbers where they are written.

use super::addresses::Host;

/// One event of a log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Milliseconds since 1970-01-01 00:00:00 UTC.
    pub time_ms: i64,
    /// What happened.
    pub action: Action,
    /// Whether it is what the technique of an attack left. It is for the answer key: no log tells it.
    pub is_trace: bool,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// Someone tried to log in.
    Login(Login),
    /// A file was read, changed, made, renamed or deleted.
    File(FileEvent),
    /// A connection over the network came to its end.
    Flow(Flow),
    /// A process started or ended.
    Process(ProcessEvent),
    /// The row's threat level is High or Critical.
    Alert,
}

impl Action {
    /// The names of the kinds, in the order of [`Action::kind`].
    pub const KINDS: [&'static str; 5] = ["login", "file", "network", "process", "alert"];

    /// The place of its kind among [`Action::KINDS`].
    pub fn kind(&self) -> usize {
        match self {
            Action::Login(_) => 0,
            Action::File(_) => 1,
            Action::Flow(_) => 2,
            Action::Process(_) => 3,
            Action::Alert => 4,
        }
    }
}

/// An attempt to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Login {
    /// Whether it succeeded.
    pub succeeds: bool,
    /// The port that it came from.
    pub source_port: u16,
}

/// What is done to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// It is read.
    Read,
    /// Its content changes.
    Change,
    /// It comes into being.
    Create,
    /// It has another name from now on: the one that the event has.
    Rename,
    /// It goes away.
    Delete,
}

/// A file, and what is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileEvent {
    /// What is done.
    pub operation: Operation,
    /// The place of its folder in [`FOLDERS`](super::log::FOLDERS).
    pub folder: u8,
    /// The place of the first part of its name in [`TOPICS`](super::log::TOPICS).
    pub topic: u8,
    /// The place of its extension in [`EXTENSIONS`](super::log::EXTENSIONS).
    pub extension: u8,
    /// The number in its name, from 1: no two files of a row have the same.
    pub number: u32,
    /// Its size in bytes.
    pub size: u32,
}

/// A connection over the network, from the user's device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Where it goes.
    pub peer: Host,
    /// The place of what is spoken in [`SERVICES`](super::addresses::SERVICES).
    pub service: u8,
    /// Whether it is over IPv6.
    pub is_v6: bool,
    /// Whether the other side answers.
    pub is_answered: bool,
    /// The port that it comes from.
    pub source_port: u16,
    /// Bytes sent.
    pub bytes_out: u64,
    /// Bytes received.
    pub bytes_in: u64,
    /// How long it lasted, in milliseconds. The event's time is its beginning.
    pub duration_ms: u32,
}

impl Flow {
    /// The packets that carry so many bytes: full ones, and what opens and closes the connection.
    pub fn packets(bytes: u64) -> u64 {
        const PAYLOAD: u64 = 1_400;
        const FRAME: u64 = 3;
        FRAME + bytes.div_ceil(PAYLOAD)
    }

    /// Packets sent; of a connection without answer, there is no frame.
    pub fn packets_out(&self) -> u64 {
        if self.is_answered { Flow::packets(self.bytes_out) } else { self.bytes_out.div_ceil(1_400).max(1) }
    }

    /// Packets received.
    pub fn packets_in(&self) -> u64 {
        if self.is_answered { Flow::packets(self.bytes_in) } else { 0 }
    }
}

/// A process that starts or ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProcessEvent {
    /// The place of its program in [`PROGRAMS`](super::PROGRAMS).
    pub program: u8,
    /// Its number, and that of its parent.
    pub pid: u32,
    /// See `pid`.
    pub parent_pid: u32,
    /// What it used, where it ends; nothing where it starts.
    pub usage: Option<Usage>,
}

/// What a process used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Processor load in hundredths of a percent, where the row has it.
    pub cpu_hundredths: Option<u32>,
    /// Memory in bytes, where the row has it.
    pub memory_bytes: Option<u64>,
}
