//! What the realistic model knows beside its data: the answer key, the users and the campaigns.

use super::csv::{begin, write_line};
use super::files::File;
use super::format::Format;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::{ColumnId, Record, schema};
use crate::engine::decimal;
use crate::engine::issues::campaigns::{ATTACK_VERSION, OUTLIERS, PATTERNS, Pattern};
use crate::engine::issues::realistic::Realistic;
use crate::engine::issues::realistic::defects::MISSABLE;
use crate::engine::issues::{Class, Seconds};
use crate::engine::world::measures::{COLUMNS, MEASURES, Measure};
use crate::engine::world::people::ROLES;

/// What parts several names in one cell.
const SEPARATOR: &str = "; ";

/// Writes the answer key: what is true of each row, whatever its label says.
#[derive(Clone, Debug)]
pub struct AnswerKey {
    configuration: Configuration,
}

impl AnswerKey {
    /// The answer key of a configuration.
    pub fn new(configuration: &Configuration) -> Self {
        AnswerKey { configuration: configuration.clone() }
    }

    /// The names of its columns.
    pub fn names() -> [&'static str; 11] {
        [
            ColumnId::IssueId.name(),
            "True Label",
            "Session",
            ColumnId::CampaignId.name(),
            ColumnId::AttackType.name(),
            ColumnId::Phase.name(),
            ColumnId::Technique.name(),
            "Pattern",
            "Shifted",
            "Benign Outlier",
            "Defects",
        ]
    }

    /// Appends what stands before the first row.
    pub fn header(&self, output: &mut Vec<u8>) {
        write_header(&AnswerKey::names(), self.configuration.format, output);
    }

    /// Appends the line of a row.
    pub fn row(&self, record: &Record, output: &mut Vec<u8>) {
        let mark = &record.issue.mark;
        let phase = record.phase();
        let shifts = phase.map(|phase| {
            let as_stated =
                Pattern::ALL.get(usize::from(mark.pattern)).is_some_and(|it| it.shifts_as_stated());
            let shifts = if as_stated { phase.behavior.shifts } else { [1; MEASURES] };
            names(
                COLUMNS.iter().zip(shifts).filter(|(_, shift)| *shift != 0).map(|(column, _)| column.name()),
            )
        });
        let outlier = usize::from(mark.benign).checked_sub(1).and_then(|outlier| OUTLIERS.get(outlier));
        let label = (record.issue.class != mark.truth).then_some("wrong label");
        let is_missing = |(bit, _): &(usize, &Measure)| mark.missing >> bit & 1 == 1;
        let missing = MISSABLE.iter().enumerate().filter(is_missing);
        let missing = missing.map(|(_, measure)| measure.column().name());
        let campaign = if mark.campaign == 0 { String::new() } else { schema::campaign_id(mark.campaign) };
        let category = self.configuration.issues.categories.get(usize::from(record.issue.category));
        let technique = category.and_then(|category| record.technique(&category.name));
        let cells = [
            schema::issue_id(self.configuration.rows, record.row),
            u8::from(mark.truth == Class::Anomalous).to_string(),
            mark.session.to_string(),
            campaign,
            record.attack().map_or("", |attack| attack.name).to_owned(),
            phase.map_or("", |phase| phase.name).to_owned(),
            technique.unwrap_or_default().to_owned(),
            phase.and(PATTERNS.get(usize::from(mark.pattern))).map_or("", |pattern| pattern.key).to_owned(),
            shifts.unwrap_or_default(),
            outlier.map_or("", |outlier| outlier.name).to_owned(),
            names(label.into_iter().chain(missing)),
        ];
        write_line(cells, self.configuration.format, output);
    }
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<&str>>().join(SEPARATOR)
}

fn write_header(names: &[&str], format: Format, output: &mut Vec<u8>) {
    begin(format, output);
    if format.header {
        write_line(names, format, output);
    }
}

/// Writes `users.csv` or `campaigns.csv`, some lines at a time.
#[derive(Debug)]
pub struct Listing {
    world: Realistic,
    file: File,
    departments: Vec<String>,
    locations: Vec<String>,
    format: Format,
    next: u32,
}

const USERS: [&str; 11] = [
    "User ID",
    "Role",
    "Department",
    "From",
    "To",
    "Home Location",
    "Device",
    "Device Memory MB",
    "Work Days",
    "Day Begins",
    "Day Ends",
];

const CAMPAIGNS: [&str; 11] = [
    "Campaign ID",
    "Attack Type",
    "Pattern",
    "From",
    "To",
    "Rows",
    "Users at Most",
    "Source Location",
    "Phases",
    "Techniques",
    "ATT&CK Version",
];

/// Users or campaigns that a step writes.
const LINES_PER_STEP: u32 = 512;

impl Listing {
    /// The listing of a configuration that was checked.
    pub fn new(configuration: &Configuration, file: File) -> Self {
        let c = configuration;
        Listing {
            world: Realistic::new(c.seed, c.size(), &c.world, &c.issues, &c.realistic),
            file,
            departments: configuration.world.departments.to_vec(),
            locations: configuration.world.locations.to_vec(),
            format: configuration.format,
            next: 0,
        }
    }

    /// Appends the next lines, the header first; whether there are more.
    pub fn step(&mut self, output: &mut Vec<u8>) -> bool {
        let of_users = self.file == File::Users;
        if self.next == 0 {
            let names: &[&str] = if of_users { &USERS } else { &CAMPAIGNS };
            write_header(names, self.format, output);
        }
        let all = if of_users {
            self.world.people().users() + self.world.people().assignees()
        } else {
            self.world.plan().campaigns().len() as u32
        };
        let end = (self.next + LINES_PER_STEP).min(all);
        for number in self.next..end {
            if of_users { self.person(number, output) } else { self.campaign(number, output) }
        }
        self.next = end;
        end < all
    }

    /// The lines of a user or, after all of them, of an assignee: one for each department or departments, from
    /// when to when.
    fn person(&self, number: u32, output: &mut Vec<u8>) {
        let people = self.world.people();
        let (period, days) = (people.period_days(), self.world.days());
        let assignee = number.checked_sub(people.users());
        let departments = |day: u32| match assignee {
            None => vec![people.department(people.user(number), day)],
            Some(assignee) => people.departments_of(assignee, day),
        };
        let mut from = 0;
        while from < days {
            let serves = departments(from);
            let mut to = from;
            while to < days && departments(to) == serves {
                to = (to / period + 1) * period;
            }
            let to = to.min(days);
            let names: Vec<&str> = serves
                .iter()
                .filter_map(|&code| self.departments.get(usize::from(code)))
                .map(String::as_str)
                .collect();
            let (when, names) = ([self.timestamp(from, 0), self.timestamp(to, 1)], names.join(SEPARATOR));
            write_line(self.cells(number, assignee, names, when), self.format, output);
            from = to;
        }
    }

    /// The cells of a line of a user or an assignee.
    fn cells(
        &self,
        number: u32,
        assignee: Option<u32>,
        departments: String,
        [from, to]: [String; 2],
    ) -> [String; 11] {
        if let Some(assignee) = assignee {
            let mut cells: [String; 11] = Default::default();
            let known = [format!("Assignee {}", assignee + 1), "Assignee".to_owned(), departments, from, to];
            cells.iter_mut().zip(known).for_each(|(cell, known)| *cell = known);
            return cells;
        }
        let person = self.world.people().user(number);
        let works =
            |day: usize| if person.work_days >> day & 1 == 1 { char::from(b"MTWTFSS"[day]) } else { '-' };
        [
            format!("User_{}", number + 1),
            ROLES[usize::from(person.role)].0.to_owned(),
            departments,
            from,
            to,
            self.locations.get(usize::from(person.home)).cloned().unwrap_or_default(),
            format!("WS-{}", number + 1),
            decimal::text(person.machine_mb),
            (0..7).map(works).collect(),
            time(person.start_minute),
            time(person.start_minute + person.work_minutes),
        ]
    }

    fn campaign(&self, number: u32, output: &mut Vec<u8>) {
        let campaign = &self.world.plan().campaigns()[number as usize];
        let attack = campaign.attack();
        let names = |name: fn(&crate::engine::issues::campaigns::Phase) -> &'static str| {
            attack.phases.iter().map(name).collect::<Vec<_>>().join(SEPARATOR)
        };
        let cells = [
            schema::campaign_id(number + 1),
            attack.name.to_owned(),
            campaign.pattern.facts().key.to_owned(),
            self.timestamp(campaign.days[0], 0),
            self.timestamp(campaign.days[1] + 1, 1),
            campaign.rows.to_string(),
            campaign.users().to_string(),
            self.locations[usize::from(campaign.location)].clone(),
            names(|phase| phase.name),
            names(|phase| phase.technique),
            ATTACK_VERSION.to_owned(),
        ];
        write_line(cells, self.format, output);
    }

    /// So many seconds before a day begins.
    fn timestamp(&self, day: u32, before: Seconds) -> String {
        String::from_utf8_lossy(&schema::timestamp_text(self.world.timestamp(day) - before)).into_owned()
    }
}

/// A time of the day in minutes after midnight; past midnight it is one of the next morning.
fn time(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}
