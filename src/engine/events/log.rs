//! The unfolding of a row into its log.

use super::addresses::Host;
use super::event::Event;
use super::traces::Traces;
use super::window::Window;
use super::{alert, files, flows, logins, processes};
use crate::engine::configuration::Configuration;
use crate::engine::dataset::Record;
use crate::engine::dataset::derived::is_technical;
use crate::engine::dataset::schema::present;
use crate::engine::issues::campaigns::{ATTACKS, AttackKind};
use crate::engine::issues::realistic::difficulty::reach_at;
use crate::engine::issues::{Activity, Class, catalog, realistic};
use crate::engine::level::Level;
use crate::engine::random::{Purpose, Stream, Streams, mix};
use crate::engine::world::measures::Measure;

/// The folders that files are in; of the others, everyone has their own.
pub static FOLDERS: [&str; 8] = [
    r"\\files.corp.example\share\reports",
    r"D:\Projects",
    r"D:\Documents",
    r"D:\Mail",
    r"D:\Finance",
    r"D:\Exports",
    r"D:\Drafts",
    r"C:\Users\Public\Staging",
];
/// The place of the folder on the file server, and of the one where files are gathered.
pub const SHARE: u8 = 0;
/// See [`SHARE`].
pub const STAGING: u8 = 7;
/// What names of files begin with.
pub static TOPICS: [&str; 12] = [
    "plan",
    "invoice",
    "report",
    "contract",
    "customers",
    "budget",
    "minutes",
    "design",
    "payroll",
    "offer",
    "ledger",
    "notes",
];
/// What they end in; the first ones up to [`ENCRYPTED`] are those of everyday work.
pub static EXTENSIONS: [&str; 9] = ["xlsx", "docx", "pdf", "pptx", "csv", "txt", "png", "7z", "locked"];
/// The place of the extension of archives, and of encrypted files.
pub const PACKED: u8 = 7;
/// See [`PACKED`].
pub const ENCRYPTED: u8 = 8;

/// How often a row of an attack leaves its technique's traces, where the data is not harder than by default.
const TRACED: f64 = 0.85;
/// How often a normal row leaves what looks like the traces of some technique: administrators use the same tools.
const LOOKS_TRACED: f64 = 0.01;
/// How long the session of a row is taken to be where its length is missing.
const UNKNOWN_SESSION_SECS: u32 = 1_200;

/// Whether an event of those that a technique can mark is marked: the first, and three in four of the others.
pub(super) fn is_traced(number: u32, bits: u64) -> bool {
    number == 0 || bits & 3 != 0
}

/// A number of megabytes with at most three decimals in bytes: a megabyte has 1,000,000, so that the bytes are a whole number of
/// thousands and none is lost.
pub fn bytes(megabytes: f64) -> u64 {
    (megabytes * 1_000.0).round() as u64 * 1_000
}

/// The log of a row.
#[derive(Clone, Debug)]
pub struct Log {
    /// The row's number in the combined dataset, from 0.
    pub row: u64,
    /// What the row is drawn from: another number than that of the row where rows are put in order.
    drawn: u64,
    /// The number of the user, from 0.
    pub user: u32,
    /// The device that was used.
    pub device: Host,
    /// Where it was logged in from.
    pub origin: Host,
    /// Whether the device logs in over IPv6.
    pub is_v6: bool,
    /// Code of the location that the origin's address is of.
    pub location: u16,
    /// Code of the department.
    pub department: u16,
    /// Code of the category.
    pub category: u16,
    /// Code of the issue name: two a category.
    pub name: u32,
    /// Severity.
    pub severity: Level,
    /// Threat level.
    pub level: Level,
    /// Threat score.
    pub score: f64,
    /// The events, in the order of their times.
    pub events: Vec<Event>,
    key: u64,
}

/// Bits of the number of an event that tell its place in its row.
const PLACE_BITS: u32 = 28;

impl Log {
    /// The number of an event, by its place in the log: another one for each event, and none that tells its row.
    pub fn id(&self, place: usize) -> u64 {
        mix(self.key ^ (self.drawn << PLACE_BITS | place as u64))
    }

    /// The name of the user.
    pub fn user_name(&self) -> String {
        format!("User_{}", self.user + 1)
    }

    /// The name of the device, as the column Device has it.
    pub fn device_name(&self) -> String {
        match self.device {
            Host::Shared(number) => format!("SHARED-{number}"),
            _ => format!("WS-{}", self.user + 1),
        }
    }
}

/// Makes the logs of rows.
#[derive(Debug)]
pub struct Unfolder {
    stream: Stream,
    key: u64,
    users: u32,
    traced: f64,
    /// The attacks, by which a row's phase is known.
    realistic: realistic::Parameters,
    activities: Vec<Activity>,
    technical: Vec<bool>,
    log: Log,
}

impl Unfolder {
    /// What unfolds the rows of a configuration that was checked.
    pub fn new(configuration: &Configuration) -> Self {
        let c = configuration;
        let mut stream = Streams::new(c.seed).stream(Purpose::Log);
        let key = stream.key(u64::MAX);
        Unfolder {
            stream,
            key,
            users: c.world.users,
            realistic: c.realistic.clone(),
            traced: TRACED * reach_at(c.realistic.difficulty),
            activities: c.issues.activity_types.iter().map(|name| Activity::of(name)).collect(),
            technical: c.issues.categories.iter().map(|category| is_technical(&category.name)).collect(),
            log: Log {
                row: 0,
                drawn: 0,
                user: 0,
                device: Host::Workstation(0),
                origin: Host::Workstation(0),
                is_v6: false,
                location: 0,
                department: 0,
                category: 0,
                name: 0,
                severity: Level::Low,
                level: Level::Low,
                score: 0.0,
                events: Vec::new(),
                key,
            },
        }
    }

    /// The log of a row. It depends on the configuration and on the row alone.
    pub fn unfold(&mut self, record: &Record) -> &Log {
        let issue = &record.issue;
        self.stream.seek(record.drawn);
        let (traces, is_trace) = self.traces(record);
        self.head(record);
        let (log, draws) = (&mut self.log, &mut self.stream);
        let activity =
            self.activities.get(usize::from(issue.activity_type)).copied().unwrap_or(Activity::Other);
        let secs = present(record, Measure::Session, issue.session_secs).unwrap_or(UNKNOWN_SESSION_SECS);
        let session = Window::new(issue.activity_time, secs);
        let work = session.part(10, 100);
        let events = &mut log.events;
        let attempts = present(record, Measure::Logins, issue.login_attempts).unwrap_or(0);
        logins::unfold(attempts, &traces, is_trace, session, draws, events);
        let cpu = present(record, Measure::Cpu, (issue.cpu_percent * 100.0).round() as u32);
        let memory = present(record, Measure::Memory, bytes(issue.memory_mb));
        processes::unfold(cpu, memory, &traces, is_trace, work, draws, events);
        let files = present(record, Measure::Files, issue.files).unwrap_or(0);
        files::unfold(files, activity, &traces, is_trace, work, draws, events);
        if let Some(transfer) = present(record, Measure::Transfer, bytes(issue.transfer_mb)) {
            flows::unfold(transfer, self.users, &traces, is_trace, work, draws, events);
        }
        alert::unfold(record.score.level, session, events);
        // Events of one time stay in the order in which they were made.
        events.sort_by_key(|event| event.time_ms);
        log
    }

    /// What the row leaves, and whether it is an attack that leaves it.
    fn traces(&mut self, record: &Record) -> (Traces, bool) {
        let draws = &mut self.stream;
        let mark = &record.issue.mark;
        let (chance, choice) = (draws.unit(), draws.bits64());
        let technical = self.technical.get(usize::from(record.issue.category)).copied().unwrap_or(false);
        if let (Some(attack), Some(phase)) =
            (usize::from(mark.attack).checked_sub(1), record.phase(&self.realistic))
        {
            let is_traced = technical && chance < self.traced;
            let kind = AttackKind::ALL.get(attack).copied();
            let traces = if is_traced { Traces::of(kind, &phase.technique) } else { Traces::NONE };
            return (traces, traces != Traces::NONE);
        }
        if mark.truth == Class::Normal && chance < LOOKS_TRACED {
            let kind = AttackKind::ALL[(choice % ATTACKS.len() as u64) as usize];
            let phases = &kind.facts().phases;
            let phase = &phases[((choice >> 32) % phases.len() as u64) as usize];
            return (Traces::of(Some(kind), &phase.technique), false);
        }
        (Traces::NONE, false)
    }

    /// What all events of the row share.
    fn head(&mut self, record: &Record) {
        let (issue, mark) = (&record.issue, &record.issue.mark);
        let log = &mut self.log;
        log.events.clear();
        let device = match mark.device {
            0 => Host::Workstation(issue.user),
            shared => Host::Shared(shared),
        };
        // The rows of a campaign that come from elsewhere come from one device; so do those of a user who travels.
        let who = if mark.campaign > 0 { u64::from(mark.campaign) } else { 1 << 32 | u64::from(issue.user) };
        let away = Host::Away { location: issue.ip_location, number: mix(self.key ^ mix(who)) as u16 };
        log.row = record.row;
        log.drawn = record.drawn;
        log.user = issue.user;
        log.device = device;
        log.origin = if issue.ip_location == issue.user_location { device } else { away };
        log.is_v6 = mix(self.key ^ !who) & 3 == 0;
        log.location = issue.ip_location;
        log.department = issue.department;
        log.category = issue.category;
        log.name = 2 * u32::from(issue.category) + u32::from(mark.name);
        log.severity = issue.severity;
        log.level = record.score.level;
        log.score = record.score.value;
    }
}

/// The names that codes of a log stand for.
#[derive(Clone, Debug)]
pub struct Texts {
    /// Locations.
    pub locations: Vec<String>,
    /// Departments.
    pub departments: Vec<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// Issue names, two a category.
    pub names: Vec<String>,
}

impl Texts {
    /// The names of a configuration, each as a format writes it.
    pub fn new(configuration: &Configuration, write: impl Fn(&str) -> String) -> Self {
        let c = configuration;
        let names = c.issues.categories.iter().flat_map(|category| catalog::issue_names(&category.name));
        Texts {
            locations: c.world.locations.iter().map(|name| write(name)).collect(),
            departments: c.world.departments.iter().map(|name| write(name)).collect(),
            categories: c.issues.categories.iter().map(|category| write(&category.name)).collect(),
            names: names.map(|name| write(&name)).collect(),
        }
    }
}

/// The text of a code; nothing for one that is none's.
pub fn text(texts: &[String], code: u32) -> &str {
    texts.get(code as usize).map_or("", String::as_str)
}
