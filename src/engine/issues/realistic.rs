//! The realistic model: rows in sessions of users who have a baseline of their own, and campaigns whose rows
//! depart from it.
//!
//! A row is drawn in three steps, each a function of the configuration and the row's number: its session (who,
//! when, from where), the ten measures behind it (see [`measures`]), and what a row shows of them. An anomalous
//! row differs in one thing: its campaign chooses the user, the days and a [behavior](super::campaigns::Behavior) that shifts measures.
//! Benign outliers have a behavior as well, and are normal.

pub mod affinities;
pub mod defects;
pub mod dials;
pub mod difficulty;
pub mod measures;
mod sessions;

pub use sessions::SHARED_DEVICES;

use super::campaigns::{ATTACKS, Plan};
use super::{Class, DAY, Issue, Seconds, midnight, rounded};
use crate::engine::configuration::{Configuration, List};
use crate::engine::level::Level;
use crate::engine::random::even::spread;
use crate::engine::random::{Picker, Purpose, Stream, Streams};
use crate::engine::world::calendar::Calendar;
use crate::engine::world::people::{People, memory_mb};
use affinities::{ACTIVITY_SHIFTS, CategoryFacts};
use defects::{mislabelled_rows, missing};
use dials::Turn;
use difficulty::{GLOBAL, LOCAL, anywhere, strength};
use measures::{BETWEEN_USERS, MEASURES, Measure, Mixer, OF_ISSUE};
use sessions::Session;

/// The share of issues that are closed, where there was time to.
const CLOSED: f64 = 0.8;

/// Where, on the scale of the measure behind it, severity becomes Medium, High and Critical.
const SEVERITY_FROM: [f64; 3] = [-0.44, 0.5, 1.2];

/// The least and the greatest value of each measure; severity is a level.
pub const BOUNDS: [(f64, f64); MEASURES] = [
    (0.0, 3.0),
    (1.0, 10.0),
    (50.0, 1_000_000.0),
    (1.0, 180.0),
    (20.0, 86_400.0),
    (1.0, 100_000.0),
    (0.01, 100_000.0),
    (1.0, 100.0),
    (256.0, 262_144.0),
    (1.0, 10_000.0),
];

/// Draws the rows of a configuration.
#[derive(Debug)]
pub struct Realistic {
    people: People,
    calendar: Calendar,
    plan: Plan,
    mixer: Mixer,
    /// The standard deviation of each measure between the rows of one user.
    within: [f64; MEASURES],
    session: Stream,
    event: Stream,
    /// Keys of what is spread evenly over blocks of rows: sessions, travel, other outliers.
    keys: [u64; 3],
    start: Seconds,
    end: Seconds,
    class_rows: [u64; 2],
    /// In each class, how many rows have the label of the other.
    mislabelled: u64,
    away: f64,
    outliers: f64,
    strength: f64,
    row_volatility: f64,
    drift: f64,
    missing: [f64; 3],
    categories: Vec<CategoryFacts>,
    /// By activity type: its line in [`ACTIVITY_SHIFTS`].
    activities: Vec<usize>,
    /// By attack: the codes of its category and activity type, where the lists have them.
    preferences: Vec<[Option<u16>; 2]>,
    category: Picker,
    /// Codes of open and closed statuses, and what draws one of them.
    statuses: [(Vec<u16>, Picker); 2],
    reporters: u32,
    location: Picker,
}

impl Realistic {
    /// Plans the world of a configuration that was checked.
    pub fn new(configuration: &Configuration) -> Self {
        let c = configuration;
        let dial = |turn| c.dials.get(turn);
        let streams = Streams::new(c.seed);
        let mixer = Mixer::new();
        let calendar = Calendar::new(c);
        let mut session = streams.stream(Purpose::Session);
        let keys = [0, 1, 2].map(|place| session.key(u64::MAX - place));
        let anomalous = c.anomalous_rows();
        let known = |name: &String| ACTIVITY_SHIFTS.iter().position(|(known, _)| known == name).unwrap_or(3);
        let activities: Vec<usize> = c.activity_types.iter().map(known).collect();
        let code = |place: Option<usize>| place.map(|code| code as u16);
        Realistic {
            people: People::new(c, &mixer),
            plan: Plan::new(c, &calendar),
            calendar,
            mixer,
            within: BETWEEN_USERS.map(|share| (1.0 - share).sqrt()),
            session,
            event: streams.stream(Purpose::Event),
            keys,
            start: midnight(c.start_date),
            end: midnight(c.reference_date) + DAY - 1,
            class_rows: [c.rows - anomalous, anomalous],
            mislabelled: mislabelled_rows(c) / 2,
            away: 1.0 - dial(Turn::Home) / 100.0,
            outliers: dial(Turn::Outliers) / 100.0,
            strength: strength(dial(Turn::Difficulty)),
            row_volatility: dial(Turn::RowVolatility),
            drift: dial(Turn::Drift),
            missing: [Turn::MissingRandom, Turn::MissingBySeverity, Turn::MissingByValue]
                .map(|turn| dial(turn) / 100.0),
            categories: c
                .categories
                .iter()
                .map(|category| {
                    CategoryFacts::new(category, &activities, &c.list_weights[List::ActivityTypes as usize])
                })
                .collect(),
            preferences: ATTACKS
                .iter()
                .map(|attack| {
                    [
                        code(c.categories.iter().position(|category| category.name == attack.category)),
                        code(c.activity_types.iter().position(|name| name == attack.activity_type)),
                    ]
                })
                .collect(),
            activities,
            category: c.picker(List::Categories),
            statuses: [false, true].map(|closed| {
                let own = &c.list_weights[List::Statuses as usize];
                let is_drawn = |code: usize| own.get(code).is_none_or(|weight| *weight > 0.0);
                let of_kind = c.statuses.iter().enumerate().filter(|(_, status)| status.closed == closed);
                let codes: Vec<usize> =
                    of_kind.map(|(code, _)| code).filter(|code| is_drawn(*code)).collect();
                let weights: Vec<f64> = codes.iter().filter_map(|code| own.get(*code).copied()).collect();
                let picker = Picker::new(codes.len(), &weights);
                (codes.into_iter().map(|code| code as u16).collect(), picker)
            }),
            reporters: c.reporters,
            location: c.picker(List::Locations),
        }
    }

    /// Everyone.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// All campaigns.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The number of days.
    pub fn days(&self) -> u32 {
        self.calendar.days()
    }

    /// Midnight at the start of a day, counted from the first.
    pub fn moment(&self, day: u32) -> Seconds {
        self.start + Seconds::from(day) * DAY
    }

    /// Draws row `index` of a class. The draws, and their order, are part of the data's version.
    pub fn draw(&mut self, class: Class, index: u64) -> Issue {
        let session = match class {
            Class::Normal => self.normal_session(index),
            Class::Anomalous => self.campaign_session(index),
        };
        self.event.seek(2 * index + class as u64);
        let wrong = spread(index, self.mislabelled, self.class_rows[class as usize]);
        self.finish(&session, if wrong { Class::ALL[1 - class as usize] } else { class })
    }

    /// Draws the measures of a row of a session, and what the row shows of them.
    fn finish(&mut self, session: &Session, label: Class) -> Issue {
        let reach = if session.campaign.is_some() { self.reach() } else { 0.0 };
        let person = self.people.user(session.user);
        let draws = &mut self.event;
        let preference =
            session.campaign.and_then(|campaign| self.preferences.get(usize::from(campaign.attack)));
        let prefer = draws.chance(0.45 * reach);
        let [preferred_category, preferred_type] =
            preference.copied().unwrap_or_default().map(|code| code.filter(|_| prefer));
        let category = self.category.pick(draws);
        let category = preferred_category.unwrap_or(category);
        let facts = &self.categories[usize::from(category)];
        let activity_type = draws.weighted(&facts.activity_types) as u16;
        let activity_type = preferred_type.unwrap_or(activity_type);

        let mut independent: [f64; MEASURES] =
            std::array::from_fn(|m| if m == OF_ISSUE { session.length } else { draws.normal(0.0, 1.0) });
        let (shifts, strength) = match session.behavior {
            Some(behavior) => (behavior.shifts, session.strength),
            None => ([0; MEASURES], 0.0),
        };
        let mut scale = 1.0;
        let mut direct = true;
        let mut correlated = true;
        match session.mark.pattern {
            // Local: the same rows, more widely scattered.
            1 => (scale, direct) = (1.0 + strength * LOCAL, false),
            // Global: anywhere.
            GLOBAL => {
                for m in (0..MEASURES).filter(|&m| m != OF_ISSUE) {
                    independent[m] = anywhere(independent[m], strength, draws);
                }
                (correlated, direct) = (strength < 0.9, false);
            }
            // Dependency: each measure alone is usual, but none depends on another, or they run against each other.
            3 => {
                (correlated, direct) = (!draws.chance((strength * 0.8).min(1.0)), false);
                if !correlated {
                    let against = (strength * 0.4).min(0.98);
                    let rest = (1.0 - against * against).sqrt();
                    for m in (0..MEASURES).filter(|&m| m != 0 && m != OF_ISSUE) {
                        let leader = independent[if m < OF_ISSUE { 0 } else { OF_ISSUE }];
                        let sign = if m % 2 == 0 { against } else { -against };
                        independent[m] = sign * leader + rest * independent[m];
                    }
                }
            }
            // Cluster: close together, off the baseline.
            4 => scale = 1.0 / (1.0 + strength),
            _ => {}
        }
        let mixed = if correlated { self.mixer.mix(&independent) } else { independent };
        let (_, by_activity) = &ACTIVITY_SHIFTS[self.activities[usize::from(activity_type)]];
        let grown = self.drift * f64::from(session.day) / f64::from(self.calendar.days());
        let places: [f64; MEASURES] = std::array::from_fn(|m| {
            let own = person.baseline[m] + self.within[m] * scale * mixed[m];
            let shifted =
                if direct { own + self.within[m] * strength * f64::from(shifts[m]) * 0.1 } else { own };
            if m < OF_ISSUE { shifted } else { shifted + by_activity[m - OF_ISSUE] + grown }
        });
        let at = |measure: Measure| places[measure as usize];
        let department = self.people.department(person, session.day);

        let severity =
            Level::ALL[SEVERITY_FROM.iter().filter(|&&from| at(Measure::Severity) >= from).count()];
        let heavier = if severity >= Level::High { 1.2 } else { 1.0 };
        let [impact_month, cost_month, transfer_month] = self.calendar.volatility(session.day);
        // The document's formula: base + base * volatility * N(0,1) * (1.2 if High or Critical else 1).
        let mut volatile = |base: f64| {
            let single = 1.0 + self.row_volatility * draws.normal(0.0, 1.0) * heavier;
            base * single.max(0.05)
        };
        let impact = volatile(impact_month * (4.2 + 1.7 * at(Measure::Impact)));
        let cost = volatile(cost_month * lognormal(3_000.0, 0.8, at(Measure::Cost)));
        let transfer = volatile(transfer_month * lognormal(TRANSFER_MB, 1.0, at(Measure::Transfer)));
        let whole = |measure: Measure, median, spread| {
            bounded(measure, lognormal(median, spread, at(measure)).round())
        };
        let secs = whole(Measure::Session, 1_500.0, 0.8);
        let response = whole(Measure::Response, 5.0, 0.7);
        let files = whole(Measure::Files, FILES, 0.7);
        let logins = whole(Measure::Logins, LOGINS, 0.6);
        let cpu = 100.0 / (1.0 + libm::exp(0.55 - 0.6 * at(Measure::Cpu)));
        let memory = memory_mb(at(Measure::Memory));
        let memory = memory / (1.0 + memory / person.machine_mb);

        let share = (session.order + draws.unit()) / session.rows;
        let latest = self.start + Seconds::from(session.last_day + 1) * DAY - 1;
        let activity_time = (session.start + (secs * share) as Seconds).min(latest);
        let lag = Seconds::from(draws.below(14_400));
        let reported = (activity_time - lag).max(self.start);
        let closed = draws.chance(CLOSED) && reported + response as Seconds * DAY <= self.end;
        let codes = &self.statuses[usize::from(closed)];
        let (codes, picker) = if codes.0.is_empty() { &self.statuses[usize::from(!closed)] } else { codes };
        let status = codes.get(usize::from(picker.pick(draws))).copied().unwrap_or_default();

        let mut mark = session.mark;
        let serious = if session.campaign.is_some() { 0.4 + 0.1 * reach } else { 0.4 };
        mark.name = u8::from(draws.chance(serious));
        let reporter = draws.below(self.reporters);
        let assignee = self.people.assignee(department, session.day, draws.bits32());
        if self.missing != [0.0; 3] {
            mark.missing = missing(draws, self.missing, severity, &places, person, by_activity);
        }
        Issue {
            class: label,
            category,
            severity,
            status,
            reporter,
            assignee,
            reported,
            activity_time,
            response_days: response as u32,
            impact: bounded(Measure::Impact, impact.round()) as u8,
            department,
            cost: rounded(bounded(Measure::Cost, cost), 100.0),
            user: session.user,
            activity_type,
            user_location: person.home,
            ip_location: session.ip.unwrap_or(person.home),
            session_secs: secs as u32,
            files: files as u32,
            login_attempts: logins as u32,
            transfer_mb: rounded(bounded(Measure::Transfer, transfer), 1_000.0),
            cpu_percent: rounded(bounded(Measure::Cpu, cpu), 100.0),
            memory_mb: rounded(bounded(Measure::Memory, memory), 100.0),
            mark,
        }
    }
}

/// The medians of transfers, files and login attempts.
const TRANSFER_MB: f64 = 22.0;
const FILES: f64 = 5.0;
const LOGINS: f64 = 1.9;

fn bounded(measure: Measure, value: f64) -> f64 {
    let (least, greatest) = BOUNDS[measure as usize];
    value.clamp(least, greatest)
}

fn lognormal(median: f64, spread: f64, place: f64) -> f64 {
    median * libm::exp(spread * place)
}
