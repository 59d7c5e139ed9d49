//! What ATT&CK techniques leave in a log, each stated once.
//!
//! A trace is what someone who watches the systems could see: a technique is never named in an event.

use super::addresses::{CLOUD_STORAGE, CONTROL, DROP, LOOK_ALIKE, SHOP};
use super::event::Operation;
use super::programs::Name as Program;
use crate::engine::issues::campaigns::AttackKind;

/// How the attempts to log in end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Logins {
    /// As usual: the last one succeeds.
    Usual,
    /// All fail, but now and then the last.
    Guessed,
    /// All but the last fail.
    Entered,
}

/// Where connections go, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flows {
    /// As usual.
    Usual,
    /// Almost all bytes go out, to this server.
    Out(u8),
    /// To this server, and little goes out.
    To(u8),
    /// To devices of other users, by remote desktop or else by file sharing.
    Across {
        /// Remote desktop.
        desktop: bool,
    },
    /// Many at once to this server, most of them without answer.
    Flood(u8),
}

/// What is done to files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    /// As usual.
    Usual,
    /// This, on the file server.
    Shared(Operation),
    /// They become parts of an archive in a folder where they are gathered.
    Staged,
    /// They get another name, as encrypted ones do.
    Encrypted,
}

/// What a technique leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traces {
    /// Of attempts to log in.
    pub logins: Logins,
    /// Of files.
    pub files: Files,
    /// Of connections.
    pub flows: Flows,
    /// A program that it starts.
    pub program: Option<Program>,
}

impl Traces {
    /// Nothing out of the ordinary.
    pub const NONE: Traces =
        Traces { logins: Logins::Usual, files: Files::Usual, flows: Flows::Usual, program: None };

    /// What a technique leaves, in an attack that is shipped or in one of one's own; nothing where it is not known here.
    pub fn of(attack: Option<AttackKind>, technique: &str) -> Self {
        let none = Traces::NONE;
        let started = |program| Traces { program: Some(program), ..none };
        match technique {
            "T1110.001" | "T1110.003" => Traces { logins: Logins::Guessed, ..none },
            "T1078" if attack == Some(AttackKind::PrivilegeMisuse) => started(Program::Administrators),
            "T1078" => Traces { logins: Logins::Entered, ..none },
            "T1213" => Traces { files: Files::Shared(Operation::Read), ..none },
            "T1039" => Traces { files: Files::Shared(Operation::Read), ..started(Program::Copy) },
            "T1567.002" => Traces { flows: Flows::Out(CLOUD_STORAGE), ..started(Program::CloudCopy) },
            "T1074" => Traces { files: Files::Staged, ..started(Program::Archive) },
            "T1048" => Traces { flows: Flows::Out(DROP), ..started(Program::Transfer) },
            "T1021.002" => {
                Traces { flows: Flows::Across { desktop: false }, ..started(Program::RemoteService) }
            }
            "T1486" => Traces { files: Files::Encrypted, ..started(Program::Encryptor) },
            "T1490" => started(Program::ShadowCopies),
            "T1566.002" => Traces { flows: Flows::To(LOOK_ALIKE), ..started(Program::Lure) },
            "T1204.002" => started(Program::Macro),
            "T1041" => Traces { flows: Flows::Out(CONTROL), ..started(Program::Beacon) },
            "T1083" => Traces { files: Files::Shared(Operation::Read), ..started(Program::Listing) },
            "T1021.001" => {
                Traces { flows: Flows::Across { desktop: true }, ..started(Program::RemoteDesktop) }
            }
            "T1498" | "T1499" => Traces { flows: Flows::Flood(SHOP), ..started(Program::Flood) },
            "T1565.001" => Traces { files: Files::Shared(Operation::Change), ..started(Program::Query) },
            _ => none,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_technique_of_every_attack_leaves_something() {
        for kind in AttackKind::ALL {
            for phase in kind.facts().phases.iter() {
                assert_ne!(Traces::of(Some(kind), &phase.technique), Traces::NONE, "{}", phase.technique);
            }
        }
    }
}
