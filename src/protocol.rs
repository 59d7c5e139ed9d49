//! What page and workers say to each other. One envelope for every phase: [`ToWorker`] one way, [`FromWorker`] the
//! other; each phase has a file with what it asks and answers.
//!
//! A request is a type, and [`Ask`] says which type answers it. Files travel beside the messages: a request may come
//! with one, an answer with several. A worker announces its [`VERSION`] first, so that a cached half is noticed.

pub mod audit;
pub mod balance;
pub mod dataset;
pub mod detect;
pub mod explore;
pub mod export;
pub mod learn;
pub mod respond;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::engine::Problem;

/// The version of the crate and, after the slash, of the messages.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "/14");

/// The number of a job. A client counts them up from 1 and never uses a number twice, even with another worker.
pub type JobId = u32;

/// From the page to a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "one message at a time")]
pub enum ToWorker {
    /// Start a job. Its file, where it needs one, comes beside the message.
    Start {
        /// The job's number, new for every request.
        job: JobId,
        /// What is to be done.
        request: Request,
    },
    /// Stop a job; one that has ended already is left alone.
    Cancel {
        /// The job to stop.
        job: JobId,
    },
}

/// From a worker to the page. Every job ends with exactly one of `Done`, `Failed` and `Cancelled`, unless the worker
/// panics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "one message at a time")]
pub enum FromWorker {
    /// The worker takes requests.
    Ready {
        /// The worker's [`VERSION`].
        version: String,
    },
    /// A long job goes on.
    Progress {
        /// The job's number.
        job: JobId,
        /// How far it is.
        progress: Progress,
    },
    /// The job is done. Its files come beside the message, in the order that the answer names them in.
    Done {
        /// The job's number.
        job: JobId,
        /// The answer.
        answer: Answer,
    },
    /// The job cannot be done, and nothing changed.
    Failed {
        /// The job's number.
        job: JobId,
        /// Why, and what to do.
        problems: Vec<Problem>,
    },
    /// The job was stopped, and nothing changed.
    Cancelled {
        /// The job's number.
        job: JobId,
    },
    /// The worker panicked and answers no more.
    Panicked {
        /// What the panic said.
        message: String,
    },
}

/// How far a job is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Work done.
    pub done: u64,
    /// Work in all.
    pub total: u64,
}

impl Progress {
    /// In percent.
    pub fn percent(self) -> u64 {
        self.done * 100 / self.total.max(1)
    }
}

/// Which worker does a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The one that holds the tables and answers at once.
    Dataset,
    /// Those that take long jobs, from 0. One is enough for all but a job that is done in parts, of which each does one. Their
    /// module is loaded when it is first asked.
    Jobs(u8),
    /// Those that write files, in the same way.
    Export(u8),
}

impl Role {
    /// The first of those that take long jobs.
    pub const JOBS: Role = Role::Jobs(0);
    /// The first of those that write files.
    pub const WRITER: Role = Role::Export(0);

    /// The worker of this number among those for the same jobs; the tables have one.
    pub fn numbered(self, number: u8) -> Self {
        match self {
            Role::Dataset => Role::Dataset,
            Role::Jobs(_) => Role::Jobs(number),
            Role::Export(_) => Role::Export(number),
        }
    }
}

/// A request of a phase.
pub trait Ask: Into<Request> {
    /// What answers it.
    type Answer;

    /// Which worker answers.
    const ROLE: Role;

    /// The answer in its envelope; none if it is another request's.
    fn answer(answer: Answer) -> Option<Self::Answer>;
}

/// Declares the requests of all phases: the file of the phase, which worker answers, and what answers each.
macro_rules! requests {
    ($($phase:ident at $role:ident { $($request:ident => $answer:ty),* $(,)? })*) => {
        /// A request of any phase.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "each variant is documented as a type")]
        #[allow(clippy::large_enum_variant, reason = "one message at a time")]
        pub enum Request {
            $($($request($phase::$request),)*)*
            /// Panic: a drill that tests how the page recovers. No part of the page asks for it.
            Panic,
        }

        /// The answer to a request, by the request's name.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "each variant is documented at its request")]
        #[allow(clippy::large_enum_variant, reason = "one message at a time")]
        pub enum Answer {
            $($($request($answer),)*)*
        }

        $($(
            impl From<$phase::$request> for Request {
                fn from(request: $phase::$request) -> Self {
                    Request::$request(request)
                }
            }

            impl Ask for $phase::$request {
                type Answer = $answer;

                const ROLE: Role = Role::$role;

                fn answer(answer: Answer) -> Option<Self::Answer> {
                    match answer {
                        Answer::$request(answer) => Some(answer),
                        _ => None,
                    }
                }
            }
        )*)*
    };
}

requests! {
    dataset at Dataset {
        Generate => dataset::Generated,
        OpenFile => dataset::Opened,
        Close => (),
        Rows => dataset::Page,
        Timeline => crate::engine::explore::timeline::Timeline,
        Details => dataset::RowDetails,
        Headers => Vec<crate::engine::explore::mini::Mini>,
        Facts => dataset::ColumnFacts,
        Preview => Vec<crate::engine::explore::change::Moved>,
    }
    explore at Dataset {
        Chart => explore::Charted,
        Describe => explore::Described,
        Alerts => Vec<crate::engine::explore::alerts::Alert>,
        Report => crate::report::Contents,
    }
    audit at Dataset {
        Audit => crate::engine::audit::Report,
        TryAttack => crate::engine::audit::trial::Trial,
    }
    respond at Dataset {
        Watch => respond::Watched,
        Advance => respond::Tick,
        Launch => respond::Tick,
        Why => respond::Explained,
        Rescore => crate::engine::respond::workbench::Workbench,
        Review => crate::engine::respond::review::Review,
    }
    export at WRITER {
        Export => (),
        Sizes => export::Sized,
        SaveLog => (),
        ReadSigma => String,
    }
    balance at JOBS {
        Inspect => balance::Inspected,
        Balance => balance::Balanced,
    }
    detect at JOBS {
        Detect => crate::engine::detect::Part,
        Sweep => crate::engine::detect::sweep::Part,
    }
    learn at Dataset {
        Shelf => Vec<(String, crate::engine::learn::Lesson)>,
        ReadLesson => learn::Read,
    }
    learn at JOBS {
        Solve => Vec<learn::Solved>,
    }
}

/// The bytes of a message, in the postcard format.
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    let bytes = postcard::to_allocvec(message);
    debug_assert!(bytes.is_ok(), "every message can be written");
    bytes.unwrap_or_default()
}

/// The message that bytes stand for.
///
/// # Errors
/// They stand for none: the other side is of another version.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    postcard::from_bytes(bytes).map_err(|_| "a message of another version".to_owned())
}
