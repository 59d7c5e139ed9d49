//! The classic preset: one row by the notebook's distributions.
//!
//! Where the notebook contradicts itself the row departs from it: login attempts are whole numbers, an open
//! issue has no date of resolution, "today" is the configured reference date, and a day is drawn so that
//! more rows than days fill the span evenly in place of running past it. Money, CPU and memory are rounded
//! to two decimals and transfers to three, before they are scored.

use chrono::{Datelike, Weekday};

use super::{Class, DAY, Issue, Seconds, catalogue, date_time, midnight, rounded};
use crate::engine::configuration::Configuration;
use crate::engine::level::Level;
use crate::engine::random::{Purpose, Stream, Streams};
use crate::engine::world::World;

/// Draws rows of a configuration.
#[derive(Debug)]
pub struct Classic {
    row: Stream,
    start: Seconds,
    span_days: u32,
    normal_rows: u64,
    /// By category: the factors on the impact of normal and anomalous rows.
    impact_factors: Vec<[f64; 2]>,
    /// By status: whether it is a closed one.
    closed: Vec<bool>,
    /// By activity type: its factors.
    activities: Vec<Activity>,
    /// The weights of the activity types in anomalous rows; empty where they are uniform.
    anomalous_activity_weights: Vec<f64>,
    lists: Lengths,
}

/// The lengths of the lists that are drawn from uniformly.
#[derive(Clone, Copy, Debug)]
struct Lengths {
    categories: u32,
    statuses: u32,
    reporters: u32,
    assignees: u32,
    users: u32,
    departments: u32,
    locations: u32,
    activity_types: u32,
}

/// The factors of an activity type, for normal and anomalous rows.
#[derive(Clone, Copy, Debug)]
struct Activity {
    name: &'static str,
    anomalous_weight: f64,
    session: [f64; 2],
    files: [f64; 2],
    transfer: [f64; 2],
}

const ACTIVITIES: [Activity; 3] = [
    Activity {
        name: "login",
        anomalous_weight: 0.2,
        session: [0.5, 0.8],
        files: [0.1, 0.5],
        transfer: [0.1, 0.5],
    },
    Activity {
        name: "file_access",
        anomalous_weight: 0.4,
        session: [1.5, 2.0],
        files: [2.0, 3.0],
        transfer: [1.5, 2.0],
    },
    Activity {
        name: "data_modification",
        anomalous_weight: 0.4,
        session: [2.0, 3.0],
        files: [1.5, 2.5],
        transfer: [2.5, 4.0],
    },
];

/// An activity type that a configuration adds: neutral factors for normal rows, doubled for anomalous ones.
const OTHER_ACTIVITY: Activity = Activity {
    name: "",
    anomalous_weight: 0.0,
    session: [1.0, 2.0],
    files: [1.0, 2.0],
    transfer: [1.0, 2.0],
};

const ANOMALOUS_SEVERITY: [f64; 4] = [0.05, 0.15, 0.40, 0.40];
const OFF_HOURS: [u32; 9] = [0, 1, 2, 3, 4, 5, 6, 22, 23];

impl Classic {
    /// Prepares to draw the rows of a configuration that was checked.
    pub fn new(configuration: &Configuration) -> Self {
        let c = configuration;
        let span_days = (c.reference_date - c.start_date).num_days().max(0) as u32;
        let known: Vec<Option<Activity>> = c
            .activity_types
            .iter()
            .map(|name| ACTIVITIES.into_iter().find(|activity| activity.name == name))
            .collect();
        // The notebook's weights belong to its three types; with any other list they are uniform.
        let weights: Vec<f64> = known.iter().flatten().map(|activity| activity.anomalous_weight).collect();
        let notebook_list = weights.len() == known.len() && known.len() == ACTIVITIES.len();
        Classic {
            row: Streams::new(c.seed).stream(Purpose::Row),
            start: midnight(c.start_date),
            span_days,
            normal_rows: c.rows - c.anomalous_rows(),
            impact_factors: c
                .categories
                .iter()
                .map(|category| {
                    catalogue::find(&category.name)
                        .map_or(catalogue::USUAL_IMPACT, |known| known.impact_factors)
                })
                .collect(),
            closed: c.statuses.iter().map(|status| status.closed).collect(),
            activities: known.iter().map(|known| known.unwrap_or(OTHER_ACTIVITY)).collect(),
            anomalous_activity_weights: if notebook_list { weights } else { Vec::new() },
            lists: Lengths {
                categories: c.categories.len() as u32,
                statuses: c.statuses.len() as u32,
                reporters: c.reporters,
                assignees: c.assignees,
                users: c.users,
                departments: c.departments.len() as u32,
                locations: c.locations.len() as u32,
                activity_types: c.activity_types.len() as u32,
            },
        }
    }

    /// Draws row `index` of a class. The draws, and their order, are part of the data's version.
    pub fn draw(&mut self, world: &World, class: Class, index: u64) -> Issue {
        self.row.seek(2 * index + class as u64);
        match class {
            Class::Normal => self.normal(world, index),
            Class::Anomalous => self.anomalous(world),
        }
    }

    fn normal(&mut self, world: &World, index: u64) -> Issue {
        let row = &mut self.row;
        let category = row.below(self.lists.categories) as u16;
        let severity = Level::ALL[row.below(4) as usize];
        let status = row.below(self.lists.statuses) as u16;
        let reporter = row.below(self.lists.reporters);
        let assignee = row.below(self.lists.assignees);
        let department = row.below(self.lists.departments) as u16;
        let user = row.below(self.lists.users);
        let activity_type = row.below(self.lists.activity_types) as u16;
        let user_location = row.below(self.lists.locations) as u16;
        let ip_location =
            if row.chance(0.2) { user_location } else { other(row, self.lists.locations, user_location) };

        let reported = self.start + normal_reported(row, index, self.normal_rows, self.span_days, self.start);
        let activity_time = reported + hours_and_minutes(row);

        let closed = self.closed.get(usize::from(status)).copied().unwrap_or(false);
        let base =
            7.0 * severity.of([0.8, 1.0, 1.5, 2.0]) * row.uniform(0.5, 1.5) * if closed { 1.0 } else { 2.0 };
        let response_days = row.normal(base, base / 3.0).floor().max(1.0) as u32;

        let (who, place) = (world.user(user), world.department(department));
        let activity = self.activities.get(usize::from(activity_type)).copied().unwrap_or(OTHER_ACTIVITY);
        let active = who.baseline_activity;
        let session = row.exponential(600.0 * activity.session[0] * active).floor().max(10.0);
        let files = row.poisson(5.0 * activity.files[0] * active * place.activity_multiplier).max(1);
        let attempts = f64::from(row.negative_binomial(3.0, 0.5)) + 3.0 * active * place.baseline_risk;
        let transfer = row.lomax(2.0) * 10.0 * activity.transfer[0] * active * place.activity_multiplier;
        let cpu = row.normal(30.0 + session / 300.0, 10.0).clamp(1.0, 100.0);
        let memory = row.normal(4_000.0 + 5.0 * session, 1_000.0).max(512.0);
        let category_factor =
            self.impact_factors.get(usize::from(category)).map_or(1.0, |factors| factors[0]);
        let impact_mean = 5.0 * severity.of([1.0, 1.5, 2.5, 4.0]) * category_factor * who.risk_tolerance;
        let impact = row.normal(impact_mean, 3.0).floor().clamp(1.0, 10.0);
        let cost_mean = 5_000.0 * severity.of([1.0, 1.5, 2.5, 4.0]) * category_factor * place.baseline_risk;
        let cost = row.normal(cost_mean, 2_000.0).max(100.0);

        Issue {
            class: Class::Normal,
            category,
            severity,
            status,
            reporter,
            assignee,
            reported,
            activity_time,
            response_days,
            impact: impact as u8,
            department,
            cost: rounded(cost, 100.0),
            user,
            activity_type,
            user_location,
            ip_location,
            session_secs: session as u32,
            files,
            login_attempts: attempts.round().max(1.0) as u32,
            transfer_mb: rounded(transfer.max(0.1), 1_000.0),
            cpu_percent: rounded(cpu, 100.0),
            memory_mb: rounded(memory, 100.0),
        }
    }

    fn anomalous(&mut self, world: &World) -> Issue {
        let row = &mut self.row;
        let category = row.below(self.lists.categories) as u16;
        let severity = Level::ALL[row.weighted(&ANOMALOUS_SEVERITY)];
        let status = row.below(self.lists.statuses) as u16;
        let reporter = row.below(self.lists.reporters);
        let assignee = row.below(self.lists.assignees);
        let department = row.below(self.lists.departments) as u16;
        let user = row.below(self.lists.users);
        let activity_type = if self.anomalous_activity_weights.is_empty() {
            row.below(self.lists.activity_types) as u16
        } else {
            row.weighted(&self.anomalous_activity_weights) as u16
        };
        let user_location = row.below(self.lists.locations) as u16;
        let ip_location = other(row, self.lists.locations, user_location);

        let day = row.between(0, self.span_days);
        let (hour, minute) = (row.below(24), row.below(60));
        let hour = if row.chance(0.4) { OFF_HOURS[row.below(OFF_HOURS.len() as u32) as usize] } else { hour };
        let reported =
            self.start + Seconds::from(day) * DAY + Seconds::from(hour) * 3_600 + Seconds::from(minute) * 60;
        let activity_time = reported + hours_and_minutes(row);

        let closed = self.closed.get(usize::from(status)).copied().unwrap_or(false);
        let base =
            14.0 * severity.of([1.5, 2.0, 3.0, 4.0]) * row.uniform(1.0, 2.0) * if closed { 1.5 } else { 2.5 };
        let response_days = row.normal(base, base / 2.0).floor().max(1.0) as u32;

        let (who, place) = (world.user(user), world.department(department));
        let activity = self.activities.get(usize::from(activity_type)).copied().unwrap_or(OTHER_ACTIVITY);
        let active = who.baseline_activity;
        let session = row.exponential(900.0 * activity.session[1] * active * 1.5).floor().max(5.0);
        let files = f64::from(row.negative_binomial(5.0, 0.3))
            + 40.0 * activity.files[1] * active * place.activity_multiplier;
        let attempts = f64::from(row.negative_binomial(10.0, 0.3)) + 30.0 * active * place.baseline_risk;
        let transfer = row.lomax(1.5) * 300.0 * activity.transfer[1] * active * place.activity_multiplier;
        let transfer = transfer.max(1.0);
        // Much data in little time: a burst.
        let burst = row.chance(0.3);
        let burst_share = row.uniform(0.2, 0.5);
        let session = if burst && transfer > 1_000.0 && session < 300.0 {
            (session * burst_share).floor().max(10.0)
        } else {
            session
        };
        let cpu = row.normal(60.0 + session / 200.0, 15.0).clamp(1.0, 100.0);
        let memory = row.normal(8_000.0 + 10.0 * session, 2_000.0).max(1_000.0);
        let category_factor =
            self.impact_factors.get(usize::from(category)).map_or(1.5, |factors| factors[1]);
        let severity_factor = severity.of([1.5, 2.0, 3.0, 5.0]);
        let impact_mean = 7.0 * severity_factor * category_factor * who.risk_tolerance * 1.2;
        let impact = row.normal(impact_mean, 4.0).floor().clamp(3.0, 10.0);
        let cost_mean = 10_000.0 * severity_factor * category_factor * place.baseline_risk * 1.5;
        let cost = row.normal(cost_mean, 5_000.0).max(500.0);

        Issue {
            class: Class::Anomalous,
            category,
            severity,
            status,
            reporter,
            assignee,
            reported,
            activity_time,
            response_days,
            impact: impact as u8,
            department,
            cost: rounded(cost, 100.0),
            user,
            activity_type,
            user_location,
            ip_location,
            session_secs: session as u32,
            files: files.floor().max(5.0) as u32,
            login_attempts: attempts.round().max(5.0) as u32,
            transfer_mb: rounded(transfer, 1_000.0),
            cpu_percent: rounded(cpu, 100.0),
            memory_mb: rounded(memory, 100.0),
        }
    }
}

/// A uniform code other than `code` among `count`.
fn other(row: &mut Stream, count: u32, code: u16) -> u16 {
    let drawn = row.below(count.saturating_sub(1)) as u16;
    drawn + u16::from(drawn >= code)
}

/// 0 to 23 hours and 0 to 59 minutes.
fn hours_and_minutes(row: &mut Stream) -> Seconds {
    Seconds::from(row.below(24)) * 3_600 + Seconds::from(row.below(60)) * 60
}

/// When normal row `index` was reported, after the start: one row a day, or evenly more where there are more
/// rows than days, at a random minute; later on Fridays and Saturdays, and in the morning.
fn normal_reported(row: &mut Stream, index: u64, rows: u64, span_days: u32, start: Seconds) -> Seconds {
    let rows_per_day = (rows as f64 / f64::from(span_days.max(1))).max(1.0);
    let day = ((index as f64 / rows_per_day).floor() as u32).min(span_days);
    let mut time = Seconds::from(day) * DAY + hours_and_minutes(row);
    let (late_hours, morning_minutes) = (row.between(2, 6), row.between(15, 45));
    if matches!(date_time(start + time).weekday(), Weekday::Fri | Weekday::Sat) {
        time += Seconds::from(late_hours) * 3_600;
    }
    let hour = time.rem_euclid(DAY) / 3_600;
    if (9..=11).contains(&hour) {
        time += Seconds::from(morning_minutes) * 60;
    }
    time
}
