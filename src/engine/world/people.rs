//! The people of the realistic model: each user has one department at a time, one home, one primary device,
//! working hours and days, a role, and a baseline for every measure.

use super::Parameters;
use super::measures::{MEASURES, Measure, Mixer, between_users};
use super::peers::{Peers, whiten};
use crate::engine::random::{Picker, Purpose, Streams, mix};

/// The roles, by name, with the earliest hour at which their day begins and the hours that it lasts.
pub static ROLES: [(&str, u32, u32); 5] = [
    ("Staff", 7, 9),
    ("Manager", 7, 10),
    ("Executive", 6, 12),
    ("Administrator", 6, 11),
    ("Night operator", 19, 10),
];

/// How often each role occurs.
const ROLE_SHARES: [f64; ROLES.len()] = [0.62, 0.16, 0.06, 0.11, 0.05];

/// The days that people work on, from Monday in the lowest bit.
const WORK_DAYS: [u8; 4] = [0b001_1111, 0b001_1111, 0b000_1111, 0b111_1100];

/// Everyone.
#[derive(Debug)]
pub struct People {
    users: Vec<Person>,
    departments: u32,
    assignees: u32,
    period_days: u32,
    /// Role changes of a user for each date on which roles change.
    changes: f64,
}

/// What is particular to a user.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// Index into [`ROLES`].
    pub role: u8,
    /// The days of the week that the user works on, from Monday in the lowest bit.
    pub work_days: u8,
    /// Code of the home location.
    pub home: u16,
    /// When the working day begins, in minutes after midnight.
    pub start_minute: u32,
    /// How long it lasts, in minutes.
    pub work_minutes: u32,
    /// The memory of the primary device in MB.
    pub machine_mb: f64,
    /// The user's part of each measure, in standard deviations of the measure.
    pub baseline: [f64; MEASURES],
    /// The first department, how far the next one is from it, and how near the first change is.
    department: [u32; 2],
    phase: f64,
}

impl People {
    /// The people of a seed and of parameters that were checked.
    pub fn new(seed: u64, parameters: &Parameters, mixer: &Mixer) -> Self {
        let p = parameters;
        let departments = p.departments.len() as u32;
        let (home, department) = (Picker::of(&p.locations), Picker::of(&p.departments));
        let peers = Peers::new(seed, p.departments.len(), mixer);
        let mut stream = Streams::new(seed).stream(Purpose::Person);
        let person = |index: u32| {
            stream.seek(index.into());
            let role = stream.weighted(&ROLE_SHARES);
            let (_, earliest, hours) = ROLES[role];
            let own = mixer.mix(&std::array::from_fn(|_| stream.normal(0.0, 1.0)));
            let work_days = WORK_DAYS[stream.below(WORK_DAYS.len() as u32) as usize];
            let home = home.pick(&mut stream);
            let start_minute = earliest * 60 + stream.below(150);
            let department: u32 = department.pick(&mut stream).into();
            Person {
                role: role as u8,
                work_days,
                home,
                start_minute,
                work_minutes: hours * 60,
                machine_mb: 0.0,
                baseline: peers.with(role, department as usize, &own),
                department: [department, 1 + stream.below(departments.saturating_sub(1))],
                phase: stream.unit(),
            }
        };
        let mut users: Vec<Person> = (0..p.users).map(person).collect();
        let are_independent =
            whiten(&mut users.iter_mut().map(|user| &mut user.baseline).collect::<Vec<_>>());
        let spread = between_users(p.individuality).map(f64::sqrt);
        for user in &mut users {
            // The measures of few users are correlated already.
            let mixed = if are_independent { mixer.mix(&user.baseline) } else { user.baseline };
            user.baseline = std::array::from_fn(|m| spread[m] * mixed[m]);
            user.machine_mb = machine_mb(memory_mb(user.baseline[Measure::Memory as usize]));
        }
        People {
            users,
            departments,
            assignees: p.assignees,
            period_days: p.role_period_days,
            changes: p.role_share_percent / 100.0,
        }
    }

    /// The number of users.
    pub fn users(&self) -> u32 {
        self.users.len() as u32
    }

    /// A user.
    pub fn user(&self, number: u32) -> &Person {
        &self.users[number as usize % self.users.len()]
    }

    /// How many days lie between two dates on which roles change.
    pub fn period_days(&self) -> u32 {
        self.period_days
    }

    /// The department of a user on a day, counted from the first. On each date on which roles change, the
    /// configured share of users changes, each in turn.
    pub fn department(&self, user: &Person, day: u32) -> u16 {
        let periods = f64::from(day / self.period_days.max(1));
        let changes = (periods * self.changes + user.phase).floor() as u64;
        let [first, step] = user.department.map(u64::from);
        ((first + changes * step) % u64::from(self.departments.max(1))) as u16
    }

    /// The assignee of an issue: a member of the team that serves the department on that day, chosen by
    /// `draw`. A date on which roles change moves each team on by the configured share of its members.
    pub fn assignee(&self, department: u16, day: u32, draw: u32) -> u32 {
        let member = self.first_member(department, day) + mix(draw.into()) % self.team();
        (member % u64::from(self.assignees.max(1))) as u32
    }

    /// The departments whose teams an assignee is in on a day.
    pub fn departments_of(&self, assignee: u32, day: u32) -> Vec<u16> {
        let all = u64::from(self.assignees.max(1));
        let serves = |department: &u16| {
            let first = self.first_member(*department, day) % all;
            (u64::from(assignee) + all - first) % all < self.team()
        };
        (0..self.departments as u16).filter(serves).collect()
    }

    /// The number of assignees.
    pub fn assignees(&self) -> u32 {
        self.assignees
    }

    /// How many assignees serve a department.
    fn team(&self) -> u64 {
        u64::from(self.assignees.div_ceil(self.departments.max(1)).max(1))
    }

    /// The first of those who serve a department on a day, counted on without end.
    fn first_member(&self, department: u16, day: u32) -> u64 {
        let periods = f64::from(day / self.period_days.max(1));
        let moved = (periods * self.changes * self.team() as f64).floor() as u64;
        u64::from(department) * self.team() + moved
    }
}

/// The memory in MB of a machine for someone who uses so many: a power of two with room to spare.
fn machine_mb(median_mb: f64) -> f64 {
    let mut machine_mb = 8_192.0;
    while machine_mb < 3.0 * median_mb {
        machine_mb *= 2.0;
    }
    machine_mb
}

/// The memory in MB that a place on the scale of [`Measure::Memory`] stands for, on a machine without bounds.
pub fn memory_mb(place: f64) -> f64 {
    3_600.0 * libm::exp(0.55 * place)
}
