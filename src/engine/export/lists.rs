//! The lists beside the data: indicators and scenarios, and of the realistic model users and campaigns.

use super::answers::SEPARATOR;
use super::files::File;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::cells;
use crate::engine::dataset::schema::{self, Role, Type};
use crate::engine::dataset::{Builder, Field, Table};
use crate::engine::decimal;
use crate::engine::issues::Seconds;
use crate::engine::issues::campaigns::{ATTACK_VERSION, Phase};
use crate::engine::issues::realistic::Realistic;
use crate::engine::response::{self, SCENARIOS};
use crate::engine::threat::INDICATORS;
use crate::engine::world::people::ROLES;

use Type::{Category, DateTime, Decimal, Integer, Text};

/// What is declared of a column: name, type, and a sentence.
type Declared = (&'static str, Type, &'static str);

#[rustfmt::skip]
const INDICATOR_COLUMNS: [Declared; 4] = [
    ("KTI", Text, "The key threat indicator."),
    ("Condition", Text, "When it raises the threat score."),
    ("Score", Text, "The least and the most points that it gives."),
    ("Weight", Decimal, "What the points count in the weighing of the configuration."),
];

#[rustfmt::skip]
const SCENARIO_COLUMNS: [Declared; 7] = [
    ("Scenario", Integer, "The number, 1 to 16."),
    ("Threat Level", Category, "The threat level of its rows."),
    ("Severity", Category, "The severity of its rows."),
    ("Suggested Color", Category, "The name of the color that shows it."),
    ("Hex", Text, "The same color in hexadecimal digits."),
    ("Base Action", Text, "What to do, before rules add to it."),
    ("Rationale", Text, "Why."),
];

#[rustfmt::skip]
const USER_COLUMNS: [Declared; 11] = [
    ("User ID", Text, "A user, or an assignee."),
    ("Role", Category, "What the person does; Assignee for who works on issues."),
    ("Department", Text, "The departments of the person in that time, parted by semicolons."),
    ("From", DateTime, "From when on."),
    ("To", DateTime, "Until when."),
    ("Home Location", Category, "Where the user works."),
    ("Device", Text, "The user's own device."),
    ("Device Memory MB", Integer, "The memory of the device in megabytes."),
    ("Work Days", Text, "The days of the week from Monday on; a dash where the user does not work."),
    ("Day Begins", Text, "When the user's working day begins."),
    ("Day Ends", Text, "When it ends; past midnight, on the next morning."),
];

#[rustfmt::skip]
const CAMPAIGN_COLUMNS: [Declared; 11] = [
    ("Campaign ID", Text, "The campaign."),
    ("Attack Type", Category, "The kind of attack."),
    ("Pattern", Category, "How its rows show in the data."),
    ("From", DateTime, "The first second of the first day."),
    ("To", DateTime, "The last second of the last day."),
    ("Rows", Integer, "How many rows belong to it."),
    ("Users at Most", Integer, "As many users act in it, or fewer."),
    ("Source Location", Category, "Where the attacker is."),
    ("Phases", Text, "The phases in their order, parted by semicolons."),
    ("Techniques", Text, "The ATT&CK technique of each phase."),
    ("ATT&CK Version", Text, "The version of ATT&CK that the techniques are of."),
];

/// Users or campaigns of one table.
const LINES_PER_TABLE: u32 = 512;

/// Makes the tables of a list, some lines at a time.
#[derive(Debug)]
pub struct Listing {
    configuration: Configuration,
    lines: Lines,
    /// The next of the indicators, scenarios, people or campaigns.
    next: u32,
}

/// What a list is of.
#[derive(Debug)]
enum Lines {
    Indicators,
    Scenarios,
    People(Box<Realistic>),
    Campaigns(Box<Realistic>),
}

impl Listing {
    /// The list of a configuration that was checked; none for a file that has the dataset's rows.
    pub fn new(configuration: &Configuration, file: File) -> Option<Self> {
        let world = || {
            let c = configuration;
            Box::new(Realistic::new(c.seed, c.size(), &c.world, &c.issues, &c.realistic))
        };
        let lines = match file {
            File::Indicators => Lines::Indicators,
            File::Scenarios => Lines::Scenarios,
            File::Users => Lines::People(world()),
            File::Campaigns => Lines::Campaigns(world()),
            _ => return None,
        };
        Some(Listing { configuration: configuration.clone(), lines, next: 0 })
    }

    /// A table without lines.
    pub fn table(&self) -> Table {
        self.builder().build()
    }

    /// The table of the next lines; none after the last.
    pub fn next_table(&mut self) -> Option<Table> {
        let all = match &self.lines {
            Lines::Indicators => INDICATORS.len() as u32,
            Lines::Scenarios => SCENARIOS.len() as u32,
            Lines::People(world) => world.people().users() + world.people().assignees(),
            Lines::Campaigns(world) => world.campaign_count(),
        };
        if self.next >= all {
            return None;
        }
        let end = (self.next + LINES_PER_TABLE).min(all);
        let mut table = self.builder();
        for number in self.next..end {
            match &self.lines {
                Lines::Indicators => push(&mut table, &self.indicator(number)),
                Lines::Scenarios => push(&mut table, &scenario(&self.configuration.response, number)),
                Lines::People(world) => self.person(world, number, &mut table),
                Lines::Campaigns(world) => push(&mut table, &self.campaign(world, number)),
            }
        }
        self.next = end;
        Some(table.build())
    }

    fn builder(&self) -> Builder {
        let columns: &[Declared] = match &self.lines {
            Lines::Indicators => &INDICATOR_COLUMNS,
            Lines::Scenarios => &SCENARIO_COLUMNS,
            Lines::People(_) => &USER_COLUMNS,
            Lines::Campaigns(_) => &CAMPAIGN_COLUMNS,
        };
        let fields = columns.iter();
        let fields = fields.map(|&(name, kind, told)| Field::described(name, kind, Role::Feature, told));
        Builder::new(fields.collect())
    }

    /// An indicator: the condition as the configuration's lists make it, and the weight of its profile.
    fn indicator(&self, number: u32) -> [String; 4] {
        let c = &self.configuration;
        let indicator = &INDICATORS[number as usize];
        let (min, max) = indicator.range();
        [
            indicator.name.to_owned(),
            indicator.condition(&c.issues, &c.threat).english(),
            format!("{} - {}", decimal::text(min), decimal::text(max)),
            c.threat.weights.get(number as usize).map_or_else(String::new, |weight| decimal::text(*weight)),
        ]
    }

    /// The lines of a user or, after all of them, of an assignee: one for each department or departments, from
    /// when to when.
    fn person(&self, world: &Realistic, number: u32, table: &mut Builder) {
        let people = world.people();
        let (period, days) = (people.period_days(), world.days());
        let assignee = number.checked_sub(people.users());
        let departments = |day: u32| match assignee {
            None => vec![people.department(people.user(number), day)],
            Some(assignee) => people.departments_of(assignee, day),
        };
        let known = &self.configuration.world.departments;
        let mut from = 0;
        while from < days {
            let serves = departments(from);
            let mut to = from;
            while to < days && departments(to) == serves {
                to = (to / period + 1) * period;
            }
            let to = to.min(days);
            let names: Vec<&str> =
                serves.iter().filter_map(|&code| known.get(usize::from(code))).map(String::as_str).collect();
            let when = [timestamp(world, from, 0), timestamp(world, to, 1)];
            push(table, &self.cells(world, number, assignee, names.join(SEPARATOR), when));
            from = to;
        }
    }

    /// The cells of a line of a user or an assignee.
    fn cells(
        &self,
        world: &Realistic,
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
        let person = world.people().user(number);
        let works =
            |day: usize| if person.work_days >> day & 1 == 1 { char::from(b"MTWTFSS"[day]) } else { '-' };
        [
            format!("User_{}", number + 1),
            ROLES[usize::from(person.role)].0.to_owned(),
            departments,
            from,
            to,
            self.configuration.world.locations.get(usize::from(person.home)).cloned().unwrap_or_default(),
            format!("WS-{}", number + 1),
            decimal::text(person.machine_mb),
            (0..7).map(works).collect(),
            time(person.start_minute),
            time(person.start_minute + person.work_minutes),
        ]
    }

    fn campaign(&self, world: &Realistic, number: u32) -> [String; 11] {
        let campaign = world.campaign(number);
        let attack = world.attack(&campaign);
        let names =
            |name: fn(&Phase) -> &str| attack.phases.iter().map(name).collect::<Vec<&str>>().join(SEPARATOR);
        [
            schema::campaign_id(number + 1),
            attack.name.to_string(),
            campaign.pattern.facts().key.to_owned(),
            timestamp(world, campaign.days[0], 0),
            timestamp(world, campaign.days[1] + 1, 1),
            campaign.rows.to_string(),
            campaign.users().to_string(),
            self.configuration.world.locations[usize::from(campaign.location)].clone(),
            names(|phase| &phase.name),
            names(|phase| &phase.technique),
            ATTACK_VERSION.to_owned(),
        ]
    }
}

fn scenario(response: &response::Parameters, number: u32) -> [String; 7] {
    let scenario = &SCENARIOS[number as usize];
    [
        scenario.number.to_string(),
        scenario.threat_level.name().to_owned(),
        scenario.severity.name().to_owned(),
        scenario.color.name.to_owned(),
        scenario.color.hex.to_owned(),
        response.base_action(scenario).to_owned(),
        scenario.rationale.to_owned(),
    ]
}

fn push(table: &mut Builder, cells: &[String]) {
    table.push(|column, cell| cell.extend_from_slice(cells[column].as_bytes()));
}

/// So many seconds before a day begins.
fn timestamp(world: &Realistic, day: u32, before: Seconds) -> String {
    String::from_utf8_lossy(&cells::timestamp_text(world.timestamp(day) - before)).into_owned()
}

/// A time of the day in minutes after midnight; past midnight it is one of the next morning.
fn time(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}
