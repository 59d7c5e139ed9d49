//! The classic preset: one row by the notebook's distributions, whose [`Parameters`] are declared once.
//!
//! Where the notebook contradicts itself the row departs from it: login attempts are whole numbers, an open
//! issue has no date of resolution, "today" is the configured reference date, and a day is drawn so that
//! more rows than days fill the span evenly in place of running past it. Money, CPU and memory are rounded
//! to two decimals and transfers to three, before they are scored.

mod parameters;

pub use parameters::{PARAMETERS, Parameter, Parameters};

use std::ops::Range;

use chrono::{Datelike, Weekday};

use super::{
    Activity, Class, DAY, Issue, Mark, Seconds, Size, date_time, midnight, resolution_to_the_second, rounded,
};
use crate::engine::level::Level;
use crate::engine::random::{Picker, Purpose, Stream, Streams};
use crate::engine::world::{self, World};
use parameters::SEVERITY;

/// Draws rows of the classic model.
#[derive(Debug)]
pub struct Classic {
    row: Stream,
    start: Seconds,
    span_days: u32,
    normal_rows: u64,
    parameters: Parameters,
    /// By class: the chances of severities and of activity types.
    chances: [Chances; 2],
    /// By category: the parameter that is its factor on impact and cost.
    impact_factors: Vec<Parameter>,
    /// By status: whether it is a closed one.
    closed: Vec<bool>,
    /// By activity type: its parameters.
    activities: Vec<ActivityFactors>,
    categories: Picker,
    statuses: Picker,
    departments: Picker,
    locations: Picker,
    people: People,
}

/// The chances of what is drawn with weights; each list sums to 1.
#[derive(Debug)]
struct Chances {
    severities: [f64; 4],
    activity_types: Vec<f64>,
}

/// How many people there are of each kind.
#[derive(Clone, Copy, Debug)]
struct People {
    reporters: u32,
    assignees: u32,
    users: u32,
}

/// The factors that belong to an activity type.
#[derive(Clone, Copy, Debug)]
struct ActivityFactors {
    session: Parameter,
    files: Parameter,
    transfer: Parameter,
}

impl ActivityFactors {
    fn of(activity: Activity) -> Self {
        use Parameter as P;
        let (session, files, transfer) = match activity {
            Activity::Login => (P::SessionLogin, P::FilesLogin, P::TransferLogin),
            Activity::FileAccess => (P::SessionFileAccess, P::FilesFileAccess, P::TransferFileAccess),
            Activity::DataModification => {
                (P::SessionDataModification, P::FilesDataModification, P::TransferDataModification)
            }
            Activity::Other => (P::SessionOther, P::FilesOther, P::TransferOther),
        };
        ActivityFactors { session, files, transfer }
    }
}

/// What is drawn of a row up to its time.
struct Opening {
    category: u16,
    severity: Level,
    status: u16,
    reporter: u32,
    assignee: u32,
    department: u16,
    user: u32,
    activity_type: u16,
    user_location: u16,
    ip_location: u16,
    reported: Seconds,
    activity_time: Seconds,
}

const RESPONSE: [Parameter; 4] =
    [Parameter::ResponseLow, Parameter::ResponseMedium, Parameter::ResponseHigh, Parameter::ResponseCritical];
const WEIGHT: [Parameter; 4] =
    [Parameter::WeightLow, Parameter::WeightMedium, Parameter::WeightHigh, Parameter::WeightCritical];

const OFF_HOURS: [u32; 9] = [0, 1, 2, 3, 4, 5, 6, 22, 23];

/// The maximum amount of money, data or memory: beyond it, decimals would no longer be exact.
const MAX_AMOUNT: f64 = 1e12;

impl Classic {
    /// Prepares to draw rows by parameters that were checked.
    pub fn new(
        seed: u64,
        size: Size,
        world: &world::Parameters,
        lists: &super::Parameters,
        parameters: &Parameters,
    ) -> Self {
        let chances = Class::ALL.map(|class| {
            let values = parameters.of(class);
            let severities = parameters.severity_sum(class);
            let activities: f64 = parameters.activity_weights(class, lists).sum();
            Chances {
                severities: SEVERITY.map(|severity| values[severity as usize] / severities),
                activity_types: parameters
                    .activity_weights(class, lists)
                    .map(|weight| weight / activities)
                    .collect(),
            }
        });
        let impact_factor = |name: &str| match name {
            "Data Breach" => Parameter::WeightDataBreach,
            "Malware" => Parameter::WeightMalware,
            "Unauthorized Access" => Parameter::WeightUnauthorizedAccess,
            _ => Parameter::WeightOther,
        };
        Classic {
            row: Streams::new(seed).stream(Purpose::Row),
            start: midnight(world.start_date),
            span_days: world.days() - 1,
            normal_rows: size.normal(),
            parameters: parameters.clone(),
            chances,
            impact_factors: lists.categories.iter().map(|category| impact_factor(&category.name)).collect(),
            closed: lists.statuses.iter().map(|status| status.closed).collect(),
            activities: lists
                .activity_types
                .iter()
                .map(|name| ActivityFactors::of(Activity::of(name)))
                .collect(),
            categories: Picker::of(&lists.categories),
            statuses: Picker::of(&lists.statuses),
            departments: Picker::of(&world.departments),
            locations: Picker::of(&world.locations),
            people: People { reporters: world.reporters, assignees: world.assignees, users: world.users },
        }
    }

    /// When the activity of each of some rows of a class takes place: what [`draw`](Self::draw) finds, without the rest
    /// of the row.
    pub fn times(&mut self, class: Class, rows: Range<u64>, mut each: impl FnMut(Seconds)) {
        for index in rows {
            each(self.open(class, index).activity_time);
        }
    }

    /// Draws what comes first of row `index` of a class.
    #[inline(always)]
    fn open(&mut self, class: Class, index: u64) -> Opening {
        self.row.seek(2 * index + class as u64);
        let row = &mut self.row;
        let chances = &self.chances[class as usize];
        let values = self.parameters.of(class);
        let value = |parameter: Parameter| values[parameter as usize];

        let category = self.categories.pick(row);
        let severity = Level::ALL[row.weighted(&chances.severities)];
        let status = self.statuses.pick(row);
        let reporter = row.below(self.people.reporters);
        let assignee = row.below(self.people.assignees);
        let department = self.departments.pick(row);
        let user = row.below(self.people.users);
        let activity_type = row.weighted(&chances.activity_types) as u16;
        let user_location = self.locations.pick(row);
        let at_home = row.chance(value(Parameter::SameLocation));
        let ip_location = if at_home { user_location } else { self.locations.pick_other(row, user_location) };

        let day = match class {
            Class::Normal => day_in_turn(index, self.normal_rows, self.span_days),
            Class::Anomalous => row.between(0, self.span_days),
        };
        let reported = self.start + Seconds::from(day) * DAY + time_of_day(row, values, self.start, day);
        let activity_time = reported + hours_and_minutes(row);
        Opening {
            category,
            severity,
            status,
            reporter,
            assignee,
            department,
            user,
            activity_type,
            user_location,
            ip_location,
            reported,
            activity_time,
        }
    }

    /// Draws row `index` of a class. The draws, and their order, are part of the data's version.
    pub fn draw(&mut self, world: &World, class: Class, index: u64) -> Issue {
        let Opening {
            category,
            severity,
            status,
            reporter,
            assignee,
            department,
            user,
            activity_type,
            user_location,
            ip_location,
            reported,
            activity_time,
        } = self.open(class, index);
        let row = &mut self.row;
        let values = self.parameters.of(class);
        let value = |parameter: Parameter| values[parameter as usize];

        let closed = self.closed.get(usize::from(status)).copied().unwrap_or(false);
        let open_factor = value(if closed { Parameter::ResponseClosed } else { Parameter::ResponseOpen });
        let work = row.uniform(value(Parameter::ResponseWorkMin), value(Parameter::ResponseWorkMax));
        let response = value(Parameter::ResponseMean) * value(severity.of(RESPONSE)) * work * open_factor;
        let response_days =
            row.normal(response, response / value(Parameter::ResponseSpread)).floor().max(1.0) as u32;

        let (who, place) = (world.user(user), world.department(department));
        let activity = self.activities.get(usize::from(activity_type)).copied();
        let activity = activity.unwrap_or_else(|| ActivityFactors::of(Activity::Other));
        let active = who.baseline_activity;
        let busy = active * place.activity_multiplier;

        let session = row.exponential(value(Parameter::SessionMean) * value(activity.session) * active);
        let session = session.floor().max(value(Parameter::SessionMin));
        let scaled = value(activity.files) * busy;
        let files = f64::from(row.poisson(value(Parameter::FilesPoisson) * scaled))
            + failures(row, value(Parameter::FilesSuccesses), value(Parameter::FilesProbability))
            + value(Parameter::FilesAdded) * scaled;
        let attempts = failures(row, value(Parameter::LoginsSuccesses), value(Parameter::LoginsProbability))
            + value(Parameter::LoginsAdded) * active * place.baseline_risk;
        let transfer = row.lomax(value(Parameter::TransferShape))
            * value(Parameter::TransferScale)
            * value(activity.transfer)
            * busy;
        let transfer = transfer.max(value(Parameter::TransferMin)).min(MAX_AMOUNT);
        // Much data in little time: a burst.
        let burst = row.chance(value(Parameter::BurstShare));
        let kept = row.uniform(value(Parameter::BurstMin), value(Parameter::BurstMax));
        let burst =
            burst && transfer > value(Parameter::BurstTransfer) && session < value(Parameter::BurstSession);
        let session = if burst { (session * kept).floor().max(10.0) } else { session };
        let cpu_mean = value(Parameter::CpuMean) + session / value(Parameter::CpuSession);
        let cpu = row.normal(cpu_mean, value(Parameter::CpuSpread)).clamp(1.0, 100.0);
        let memory_mean = value(Parameter::MemoryMean) + value(Parameter::MemorySession) * session;
        let memory = row.normal(memory_mean, value(Parameter::MemorySpread)).max(value(Parameter::MemoryMin));

        let category_factor = self.impact_factors.get(usize::from(category)).copied();
        let weight = value(severity.of(WEIGHT)) * value(category_factor.unwrap_or(Parameter::WeightOther));
        let impact = row.normal(
            value(Parameter::ImpactMean) * weight * who.risk_tolerance,
            value(Parameter::ImpactSpread),
        );
        let cost = row
            .normal(value(Parameter::CostMean) * weight * place.baseline_risk, value(Parameter::CostSpread));

        Issue {
            class,
            category,
            severity,
            status,
            reporter,
            assignee,
            reported,
            activity_time,
            response_days,
            resolution: resolution_to_the_second(reported, response_days),
            impact: impact.floor().clamp(value(Parameter::ImpactMin).floor(), 10.0) as u8,
            department,
            cost: rounded(cost.clamp(value(Parameter::CostMin), MAX_AMOUNT), 100.0),
            user,
            activity_type,
            user_location,
            ip_location,
            session_secs: session as u32,
            files: files.floor().max(value(Parameter::FilesMin)) as u32,
            login_attempts: attempts.round().max(value(Parameter::LoginsMin)) as u32,
            transfer_mb: rounded(transfer, 1_000.0),
            cpu_percent: rounded(cpu, 100.0),
            memory_mb: rounded(memory.min(MAX_AMOUNT), 100.0),
            mark: Mark { truth: class, name: class as u8, ..Mark::default() },
        }
    }
}

/// A negative binomial count; 0 where there is no success to wait for.
fn failures(row: &mut Stream, successes: f64, probability: f64) -> f64 {
    if successes > 0.0 && probability < 1.0 {
        f64::from(row.negative_binomial(successes, probability))
    } else {
        0.0
    }
}

/// 0 to 23 hours and 0 to 59 minutes.
fn hours_and_minutes(row: &mut Stream) -> Seconds {
    Seconds::from(row.below(24)) * 3_600 + Seconds::from(row.below(60)) * 60
}

/// The day of normal row `index`: one row a day, or evenly more where there are more rows than days.
fn day_in_turn(index: u64, rows: u64, span_days: u32) -> u32 {
    let rows_per_day = (rows as f64 / f64::from(span_days.max(1))).max(1.0);
    ((index as f64 / rows_per_day).floor() as u32).min(span_days)
}

/// When on its day an issue is reported: at a random minute, or in the off hours; later on Fridays and
/// Saturdays, and in the morning.
fn time_of_day(row: &mut Stream, values: &[f64; Parameter::COUNT], start: Seconds, day: u32) -> Seconds {
    let value = |parameter: Parameter| values[parameter as usize];
    let (hour, minute) = (row.below(24), row.below(60));
    let off_hour = OFF_HOURS[row.below(OFF_HOURS.len() as u32) as usize];
    let hour = if row.chance(value(Parameter::OffHours)) { off_hour } else { hour };
    let mut time = Seconds::from(hour) * 3_600 + Seconds::from(minute) * 60;
    let (late_min, late_max) = (value(Parameter::LateMin), value(Parameter::LateMax));
    let (morning_min, morning_max) = (value(Parameter::MorningMin), value(Parameter::MorningMax));
    if late_max > 0.0 {
        let hours = row.between(late_min as u32, late_max as u32);
        if matches!(date_time(start + Seconds::from(day) * DAY).weekday(), Weekday::Fri | Weekday::Sat) {
            time += Seconds::from(hours) * 3_600;
        }
    }
    if morning_max > 0.0 {
        let minutes = row.between(morning_min as u32, morning_max as u32);
        if (9..=11).contains(&(time.rem_euclid(DAY) / 3_600)) {
            time += Seconds::from(minutes) * 60;
        }
    }
    time
}
