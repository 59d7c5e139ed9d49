//! What events are called: the key, the title and the outcome of each thing that can happen, stated once for all formats.

use crate::engine::events::{Action, Event, Operation};

/// What is said of something that can happen.
#[derive(Debug)]
pub struct Facts {
    /// The key: `event.action` of ECS, the signature of CEF, the message id of syslog.
    pub key: &'static str,
    /// The title.
    pub title: &'static str,
    /// What came of it: `success` or `failure`.
    pub outcome: &'static str,
    /// The action in the words of Splunk's common information model.
    pub common: &'static str,
}

const fn action(
    key: &'static str,
    title: &'static str,
    outcome: &'static str,
    common: &'static str,
) -> Facts {
    Facts { key, title, outcome, common }
}

/// All of them, in the order of [`place`].
pub static ACTIONS: [Facts; 12] = [
    action("logon-failed", "Login failed", "failure", "failure"),
    action("logged-in", "Login succeeded", "success", "success"),
    action("file-read", "File read", "success", "read"),
    action("file-changed", "File changed", "success", "modified"),
    action("file-created", "File created", "success", "created"),
    action("file-renamed", "File renamed", "success", "renamed"),
    action("file-deleted", "File deleted", "success", "deleted"),
    action("connection-attempted", "Connection without answer", "failure", "teardown"),
    action("connection-finished", "Connection finished", "success", "allowed"),
    action("process-started", "Process started", "success", "started"),
    action("process-ended", "Process ended", "success", "stopped"),
    action("alert", "Alert", "success", "allowed"),
];

/// The place of the event's action in [`ACTIONS`].
pub fn place(event: &Event) -> usize {
    match &event.action {
        Action::Login(login) => usize::from(login.succeeds),
        Action::File(file) => match file.operation {
            Operation::Read => 2,
            Operation::Change => 3,
            Operation::Create => 4,
            Operation::Rename => 5,
            Operation::Delete => 6,
        },
        Action::Flow(flow) => 7 + usize::from(flow.is_answered),
        Action::Process(process) => 9 + usize::from(process.usage.is_some()),
        Action::Alert => 11,
    }
}

/// What is said of the event.
pub fn facts(event: &Event) -> &'static Facts {
    &ACTIONS[place(event)]
}
