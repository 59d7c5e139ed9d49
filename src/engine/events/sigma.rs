//! Rules that find what the attacks leave, one an attack: a starting point for detection. Each is declared once, and becomes a
//! Sigma rule in YAML as well as a test of events.

use super::addresses::{CLOUD_STORAGE, DROP, INSIDE, SERVERS, SERVICES};
use super::event::{Action, Event, Operation};
use super::log::{ENCRYPTED, Log};
use super::programs::{Name as Program, PROGRAMS};
use super::{Flow, ProcessEvent};
use crate::engine::issues::campaigns::AttackKind;
use crate::engine::level::Level;

/// What an event has to be for a rule to match it. Field names are those of ECS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detection {
    /// A login that failed.
    FailedLogin,
    /// A login that succeeded, from outside of the own network.
    LoginFromOutside,
    /// The start of a process with this program's name and, where it has them, with these arguments.
    Starts(Program, Option<&'static str>),
    /// The start of a process with this program's name and this one as its parent.
    StartedBy(Program),
    /// A file that is renamed so that it ends as encrypted ones do.
    Encrypted,
    /// A connection to this port within the own network.
    Inside(u16),
    /// A connection without answer.
    Unanswered,
    /// At least so many bytes that go out to one of two servers.
    Out(u64),
}

/// What several matches have to be for an alarm.
#[derive(Clone, Copy, Debug)]
pub struct Correlation {
    /// `event_count`, or `value_count` of a field.
    pub of: Option<&'static str>,
    /// What they share.
    pub group_by: &'static [&'static str],
    /// Within this time, as Sigma writes it.
    pub within: &'static str,
    /// At least so many.
    pub at_least: u32,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// The attack that it is to find.
    pub attack: AttackKind,
    /// Its title.
    pub title: &'static str,
    /// The technique whose traces it looks for.
    pub technique: &'static str,
    /// How urgent its alarm is.
    pub level: Level,
    /// What an event has to be.
    pub detection: Detection,
    /// What several have to be.
    pub correlation: Option<Correlation>,
}

const fn rule(
    attack: AttackKind,
    title: &'static str,
    technique: &'static str,
    level: Level,
    detection: Detection,
    correlation: Option<Correlation>,
) -> Rule {
    Rule { attack, title, technique, level, detection, correlation }
}

/// The rules, one for each attack.
#[rustfmt::skip]
pub static RULES: [Rule; AttackKind::COUNT] = [
    rule(AttackKind::BruteForce, "Many failed logins of one account", "T1110.001", Level::Medium, Detection::FailedLogin,
        Some(Correlation { of: None, group_by: &["user.name", "host.name"], within: "1h", at_least: 8 })),
    rule(AttackKind::PasswordSpraying, "Failed logins of many accounts from one address", "T1110.003", Level::High, Detection::FailedLogin,
        Some(Correlation { of: Some("user.name"), group_by: &["source.ip"], within: "2d", at_least: 4 })),
    rule(AttackKind::StolenCredentials, "Login from outside of the own network", "T1078", Level::Low, Detection::LoginFromOutside, None),
    rule(AttackKind::InsiderExfiltration, "Synchronization tool for cloud storage started", "T1567.002", Level::High,
        Detection::Starts(Program::CloudCopy, Some(" copy ")), None),
    rule(AttackKind::BulkExfiltration, "Large transfer to an outside server for files", "T1048", Level::High, Detection::Out(20_000_000), None),
    rule(AttackKind::Ransomware, "File renamed as if encrypted", "T1486", Level::Critical, Detection::Encrypted, None),
    rule(AttackKind::Phishing, "Text program starts a command shell", "T1204.002", Level::High, Detection::StartedBy(Program::Macro), None),
    rule(AttackKind::LateralMovement, "Remote desktop between devices", "T1021.001", Level::Medium, Detection::Inside(3_389), None),
    rule(AttackKind::DenialOfService, "Many connections without answer", "T1498", Level::High, Detection::Unanswered,
        Some(Correlation { of: None, group_by: &["source.ip", "destination.ip"], within: "1h", at_least: 20 })),
    rule(AttackKind::DataTampering, "Ledger changed from a command line", "T1565.001", Level::High,
        Detection::Starts(Program::Query, Some("UPDATE")), None),
    rule(AttackKind::PrivilegeMisuse, "Account added to the administrators", "T1078", Level::High,
        Detection::Starts(Program::Administrators, Some("/add")), None),
];

/// A field of a detection, and what it has to be: `field|modifier` and its values.
pub type Selection = (&'static str, Vec<String>);

impl Detection {
    /// The category of log sources that the rule reads, as Sigma names it.
    pub fn category(self) -> &'static str {
        match self {
            Detection::FailedLogin | Detection::LoginFromOutside => "authentication",
            Detection::Starts(..) | Detection::StartedBy(_) => "process_creation",
            Detection::Encrypted => "file_rename",
            Detection::Inside(_) | Detection::Unanswered | Detection::Out(_) => "network_connection",
        }
    }

    /// What the fields have to be, and what they must not be.
    pub fn selections(self) -> [Vec<Selection>; 2] {
        let one = |field: &'static str, value: &str| (field, vec![value.to_owned()]);
        let action = |name| one("event.action", name);
        match self {
            Detection::FailedLogin => [vec![action("logon-failed")], Vec::new()],
            Detection::LoginFromOutside => {
                let inside = INSIDE.map(str::to_owned).to_vec();
                [vec![action("logged-in")], vec![("source.ip|cidr", inside)]]
            }
            Detection::Starts(program, arguments) => {
                let mut fields = vec![action("process-started"), one("process.name", program.facts().name)];
                fields.extend(arguments.map(|text| one("process.command_line|contains", text)));
                [fields, Vec::new()]
            }
            Detection::StartedBy(program) => {
                let program = program.facts();
                let fields = vec![
                    action("process-started"),
                    one("process.name", program.name),
                    one("process.parent.name", program.parent[1]),
                ];
                [fields, Vec::new()]
            }
            Detection::Encrypted => {
                [vec![action("file-renamed"), one("file.extension", "locked")], Vec::new()]
            }
            Detection::Inside(port) => {
                let fields =
                    vec![one("network.direction", "internal"), one("destination.port", &port.to_string())];
                [fields, Vec::new()]
            }
            Detection::Unanswered => [vec![action("connection-attempted")], Vec::new()],
            Detection::Out(bytes) => {
                let servers = [CLOUD_STORAGE, DROP].map(|place| SERVERS[usize::from(place)].name.to_owned());
                let fields = vec![
                    ("destination.domain", servers.to_vec()),
                    one("source.bytes|gte", &bytes.to_string()),
                ];
                [fields, Vec::new()]
            }
        }
    }

    /// Whether an event of a row is of the log source that the rule reads.
    pub fn reads(self, event: &Event) -> bool {
        match &event.action {
            Action::Login(_) => self.category() == "authentication",
            Action::File(file) => self == Detection::Encrypted && file.operation == Operation::Rename,
            Action::Flow(_) => self.category() == "network_connection",
            Action::Process(process) => self.category() == "process_creation" && process.usage.is_none(),
            Action::Alert => false,
        }
    }

    /// Whether an event of a row is what the rule says.
    pub fn matches(self, log: &Log, event: &Event) -> bool {
        match (&event.action, self) {
            (Action::Login(login), Detection::FailedLogin) => !login.succeeds,
            (Action::Login(login), Detection::LoginFromOutside) => login.succeeds && !log.origin.is_inside(),
            (Action::Process(process), Detection::Starts(..) | Detection::StartedBy(_)) => {
                self.starts(process)
            }
            (Action::File(file), Detection::Encrypted) => {
                file.operation == Operation::Rename && file.extension == ENCRYPTED
            }
            (Action::Flow(flow), _) => self.flows(flow),
            _ => false,
        }
    }

    fn starts(self, process: &ProcessEvent) -> bool {
        let Some(program) = PROGRAMS.get(usize::from(process.program)).filter(|_| process.usage.is_none())
        else {
            return false;
        };
        match self {
            Detection::Starts(wanted, arguments) => {
                program.name == wanted.facts().name
                    && arguments.is_none_or(|arguments| program.command_line().contains(arguments))
            }
            Detection::StartedBy(wanted) => {
                let wanted = wanted.facts();
                program.name == wanted.name && program.parent[1] == wanted.parent[1]
            }
            _ => false,
        }
    }

    fn flows(self, flow: &Flow) -> bool {
        match self {
            Detection::Inside(port) => {
                let service = SERVICES.get(usize::from(flow.service));
                flow.peer.is_inside() && service.is_some_and(|service| service.port == port)
            }
            Detection::Unanswered => !flow.is_answered,
            Detection::Out(bytes) => {
                let known = [CLOUD_STORAGE, DROP].map(super::Host::Server);
                known.contains(&flow.peer) && flow.bytes_out >= bytes
            }
            _ => false,
        }
    }
}

/// What a rule should make of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// It matches, and should: an attack left it.
    Match,
    /// It matches, though no attack left it.
    FalsePositive,
    /// It does not match, and should not.
    NoMatch,
}

impl Expected {
    /// As the list writes it.
    pub fn name(self) -> &'static str {
        match self {
            Expected::Match => "match",
            Expected::FalsePositive => "false positive",
            Expected::NoMatch => "no match",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attack_has_a_rule_for_a_technique_of_its_own() {
        for (rule, kind) in RULES.iter().zip(AttackKind::ALL) {
            assert_eq!(rule.attack, kind);
            assert!(
                kind.facts().phases.iter().any(|phase| phase.technique == rule.technique),
                "{}",
                rule.title
            );
        }
    }
}
