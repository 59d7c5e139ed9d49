//! The classic preset: one row by the notebook's distributions, whose parameters are declared in [`laws`].
//!
//! Where the notebook contradicts itself the row departs from it: login attempts are whole numbers, an open
//! issue has no date of resolution, "today" is the configured reference date, and a day is drawn so that
//! more rows than days fill the span evenly in place of running past it. Money, CPU and memory are rounded
//! to two decimals and transfers to three, before they are scored.

pub mod laws;

use chrono::{Datelike, Weekday};

use super::{Class, DAY, Issue, Mark, Seconds, date_time, midnight, rounded};
use crate::engine::configuration::{Configuration, List};
use crate::engine::level::Level;
use crate::engine::random::{Picker, Purpose, Stream, Streams};
use crate::engine::world::World;
use laws::{Laws, Parameter};

/// Draws rows of a configuration.
#[derive(Debug)]
pub struct Classic {
    row: Stream,
    start: Seconds,
    span_days: u32,
    normal_rows: u64,
    laws: Laws,
    /// By class: the chances of severities and of activity types.
    chances: [Chances; 2],
    /// By category: the parameter that is its factor on impact and cost.
    impact_factors: Vec<Parameter>,
    /// By status: whether it is a closed one.
    closed: Vec<bool>,
    /// By activity type: its parameters.
    activities: Vec<Activity>,
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

/// The parameters that belong to an activity type.
#[derive(Clone, Copy, Debug)]
struct Activity {
    weight: Parameter,
    session: Parameter,
    files: Parameter,
    transfer: Parameter,
}

impl Activity {
    fn of(name: &str) -> Activity {
        use Parameter as P;
        let (weight, session, files, transfer) = match name {
            "login" => (P::ActivityLogin, P::SessionLogin, P::FilesLogin, P::TransferLogin),
            "file_access" => {
                (P::ActivityFileAccess, P::SessionFileAccess, P::FilesFileAccess, P::TransferFileAccess)
            }
            "data_modification" => (
                P::ActivityDataModification,
                P::SessionDataModification,
                P::FilesDataModification,
                P::TransferDataModification,
            ),
            _ => (P::ActivityOther, P::SessionOther, P::FilesOther, P::TransferOther),
        };
        Activity { weight, session, files, transfer }
    }
}

const SEVERITY: [Parameter; 4] =
    [Parameter::SeverityLow, Parameter::SeverityMedium, Parameter::SeverityHigh, Parameter::SeverityCritical];
const RESPONSE: [Parameter; 4] =
    [Parameter::ResponseLow, Parameter::ResponseMedium, Parameter::ResponseHigh, Parameter::ResponseCritical];
const WEIGHT: [Parameter; 4] =
    [Parameter::WeightLow, Parameter::WeightMedium, Parameter::WeightHigh, Parameter::WeightCritical];

const OFF_HOURS: [u32; 9] = [0, 1, 2, 3, 4, 5, 6, 22, 23];

/// The greatest amount of money, data or memory: beyond it, decimals would no longer be exact.
const GREATEST_AMOUNT: f64 = 1e12;

impl Classic {
    /// Prepares to draw the rows of a configuration that was checked.
    pub fn new(configuration: &Configuration) -> Self {
        let c = configuration;
        let activities: Vec<Activity> = c.activity_types.iter().map(|name| Activity::of(name)).collect();
        let chances = Class::ALL.map(|class| {
            let law = c.laws.of(class);
            let sum = activity_sum(c, class);
            Chances {
                severities: SEVERITY.map(|severity| law[severity as usize] / severity_sum(&c.laws, class)),
                activity_types: activity_weights(c, class).map(|weight| weight / sum).collect(),
            }
        });
        Classic {
            row: Streams::new(c.seed).stream(Purpose::Row),
            start: midnight(c.start_date),
            span_days: (c.reference_date - c.start_date).num_days().max(0) as u32,
            normal_rows: c.rows - c.anomalous_rows(),
            laws: c.laws.clone(),
            chances,
            impact_factors: c
                .categories
                .iter()
                .map(|category| match category.name.as_str() {
                    "Data Breach" => Parameter::WeightDataBreach,
                    "Malware" => Parameter::WeightMalware,
                    "Unauthorized Access" => Parameter::WeightUnauthorizedAccess,
                    _ => Parameter::WeightOther,
                })
                .collect(),
            closed: c.statuses.iter().map(|status| status.closed).collect(),
            activities,
            categories: c.picker(List::Categories),
            statuses: c.picker(List::Statuses),
            departments: c.picker(List::Departments),
            locations: c.picker(List::Locations),
            people: People { reporters: c.reporters, assignees: c.assignees, users: c.users },
        }
    }

    /// Draws row `index` of a class. The draws, and their order, are part of the data's version.
    pub fn draw(&mut self, world: &World, class: Class, index: u64) -> Issue {
        self.row.seek(2 * index + class as u64);
        let row = &mut self.row;
        let chances = &self.chances[class as usize];
        let values = self.laws.of(class);
        let law = |parameter: Parameter| values[parameter as usize];

        let category = self.categories.pick(row);
        let severity = Level::ALL[row.weighted(&chances.severities)];
        let status = self.statuses.pick(row);
        let reporter = row.below(self.people.reporters);
        let assignee = row.below(self.people.assignees);
        let department = self.departments.pick(row);
        let user = row.below(self.people.users);
        let activity_type = row.weighted(&chances.activity_types) as u16;
        let user_location = self.locations.pick(row);
        let at_home = row.chance(law(Parameter::SameLocation));
        let ip_location = if at_home { user_location } else { self.locations.pick_other(row, user_location) };

        let day = match class {
            Class::Normal => day_in_turn(index, self.normal_rows, self.span_days),
            Class::Anomalous => row.between(0, self.span_days),
        };
        let reported = self.start + Seconds::from(day) * DAY + time_of_day(row, values, self.start, day);
        let activity_time = reported + hours_and_minutes(row);

        let closed = self.closed.get(usize::from(status)).copied().unwrap_or(false);
        let open_factor = law(if closed { Parameter::ResponseClosed } else { Parameter::ResponseOpen });
        let work = row.uniform(law(Parameter::ResponseWorkLeast), law(Parameter::ResponseWorkGreatest));
        let response = law(Parameter::ResponseMean) * law(severity.of(RESPONSE)) * work * open_factor;
        let response_days = row.normal(response, response / law(Parameter::ResponseSpread)).floor().max(1.0);

        let (who, place) = (world.user(user), world.department(department));
        let activity = self.activities.get(usize::from(activity_type)).copied();
        let activity = activity.unwrap_or_else(|| Activity::of(""));
        let active = who.baseline_activity;
        let busy = active * place.activity_multiplier;

        let session = row.exponential(law(Parameter::SessionMean) * law(activity.session) * active);
        let session = session.floor().max(law(Parameter::SessionMin));
        let scaled = law(activity.files) * busy;
        let files = f64::from(row.poisson(law(Parameter::FilesPoisson) * scaled))
            + failures(row, law(Parameter::FilesSuccesses), law(Parameter::FilesProbability))
            + law(Parameter::FilesAdded) * scaled;
        let attempts = failures(row, law(Parameter::LoginsSuccesses), law(Parameter::LoginsProbability))
            + law(Parameter::LoginsAdded) * active * place.baseline_risk;
        let transfer = row.lomax(law(Parameter::TransferShape))
            * law(Parameter::TransferScale)
            * law(activity.transfer)
            * busy;
        let transfer = transfer.max(law(Parameter::TransferMin)).min(GREATEST_AMOUNT);
        // Much data in little time: a burst.
        let burst = row.chance(law(Parameter::BurstShare));
        let kept = row.uniform(law(Parameter::BurstLeast), law(Parameter::BurstGreatest));
        let burst =
            burst && transfer > law(Parameter::BurstTransfer) && session < law(Parameter::BurstSession);
        let session = if burst { (session * kept).floor().max(10.0) } else { session };
        let cpu_mean = law(Parameter::CpuMean) + session / law(Parameter::CpuSession);
        let cpu = row.normal(cpu_mean, law(Parameter::CpuSpread)).clamp(1.0, 100.0);
        let memory_mean = law(Parameter::MemoryMean) + law(Parameter::MemorySession) * session;
        let memory = row.normal(memory_mean, law(Parameter::MemorySpread)).max(law(Parameter::MemoryMin));

        let category_factor = self.impact_factors.get(usize::from(category)).copied();
        let weight = law(severity.of(WEIGHT)) * law(category_factor.unwrap_or(Parameter::WeightOther));
        let impact = row
            .normal(law(Parameter::ImpactMean) * weight * who.risk_tolerance, law(Parameter::ImpactSpread));
        let cost =
            row.normal(law(Parameter::CostMean) * weight * place.baseline_risk, law(Parameter::CostSpread));

        Issue {
            class,
            category,
            severity,
            status,
            reporter,
            assignee,
            reported,
            activity_time,
            response_days: response_days as u32,
            impact: impact.floor().clamp(law(Parameter::ImpactMin).floor(), 10.0) as u8,
            department,
            cost: rounded(cost.clamp(law(Parameter::CostMin), GREATEST_AMOUNT), 100.0),
            user,
            activity_type,
            user_location,
            ip_location,
            session_secs: session as u32,
            files: files.floor().max(law(Parameter::FilesMin)) as u32,
            login_attempts: attempts.round().max(law(Parameter::LoginsMin)) as u32,
            transfer_mb: rounded(transfer, 1_000.0),
            cpu_percent: rounded(cpu, 100.0),
            memory_mb: rounded(memory.min(GREATEST_AMOUNT), 100.0),
            mark: Mark { truth: class, name: class as u8, ..Mark::default() },
        }
    }
}

/// The sum of a class's severity weights, which [`Configuration::check`] has found to be positive.
pub fn severity_sum(laws: &Laws, class: Class) -> f64 {
    SEVERITY.iter().map(|severity| laws.of(class)[*severity as usize]).sum()
}

/// The sum of a class's weights of the activity types, found to be positive as well.
pub fn activity_sum(configuration: &Configuration, class: Class) -> f64 {
    activity_weights(configuration, class).sum()
}

/// The weight of each activity type: that of the class for its name, times its own in the list.
fn activity_weights(configuration: &Configuration, class: Class) -> impl Iterator<Item = f64> {
    let law = configuration.laws.of(class);
    let own = &configuration.list_weights[List::ActivityTypes as usize];
    configuration.issues.activity_types.iter().enumerate().map(move |(index, name)| {
        law[Activity::of(name).weight as usize] * own.get(index).copied().unwrap_or(1.0)
    })
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
fn time_of_day(row: &mut Stream, values: &[f64; laws::COUNT], start: Seconds, day: u32) -> Seconds {
    let law = |parameter: Parameter| values[parameter as usize];
    let (hour, minute) = (row.below(24), row.below(60));
    let off_hour = OFF_HOURS[row.below(OFF_HOURS.len() as u32) as usize];
    let hour = if row.chance(law(Parameter::OffHours)) { off_hour } else { hour };
    let mut time = Seconds::from(hour) * 3_600 + Seconds::from(minute) * 60;
    let (late_least, late_greatest) = (law(Parameter::LateLeast), law(Parameter::LateGreatest));
    let (morning_least, morning_greatest) = (law(Parameter::MorningLeast), law(Parameter::MorningGreatest));
    if late_greatest > 0.0 {
        let hours = row.between(late_least as u32, late_greatest as u32);
        if matches!(date_time(start + Seconds::from(day) * DAY).weekday(), Weekday::Fri | Weekday::Sat) {
            time += Seconds::from(hours) * 3_600;
        }
    }
    if morning_greatest > 0.0 {
        let minutes = row.between(morning_least as u32, morning_greatest as u32);
        if (9..=11).contains(&(time.rem_euclid(DAY) / 3_600)) {
            time += Seconds::from(minutes) * 60;
        }
    }
    time
}
