//! The realistic model: rows in sessions of users who have a baseline of their own, and campaigns whose rows
//! depart from it.
//!
//! A row is drawn in three steps, each a function of the configuration and the row's number: its session (who,
//! when, from where), the ten measures behind it (see [`measures`]), and what a row shows of them. An anomalous
//! row differs in one thing: its campaign chooses the user, the days and a [`Behaviour`] that shifts measures.
//! Benign outliers have a behaviour as well, and are normal.

pub mod dials;
pub mod measures;

use super::campaigns::{ATTACKS, Behaviour, Campaign, OUTLIERS, Plan};
use super::{Class, DAY, Issue, Mark, Seconds, midnight, rounded};
use crate::engine::configuration::{Category, Configuration, List};
use crate::engine::issues::catalogue;
use crate::engine::level::Level;
use crate::engine::random::{Picker, Purpose, Stream, Streams, mix};
use crate::engine::world::calendar::Calendar;
use crate::engine::world::people::{People, Person, memory_mb};
use dials::Turn;
use measures::{BETWEEN_USERS, MEASURES, Measure, Mixer, OF_ISSUE};

/// Sessions are parted within blocks of so many rows.
const BLOCK: u64 = 8;

/// Users use a shared device in this share of sessions, in per cent, and a campaign in that.
const SHARED_DEVICE: [f64; 2] = [0.04, 0.12];
/// How many shared devices there are.
const SHARED_DEVICES: u32 = 9;

/// Normal sessions begin at any hour in this share of cases, and on any day of the week in that.
const ANY_HOUR: f64 = 0.1;
const ANY_DAY: f64 = 0.12;

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

/// What an activity type shifts: session, files, transfer, CPU, memory and logins, in standard deviations. A session
/// has rows of several types, and one length. The last line is for a type that is none of the three.
const ACTIVITY_SHIFTS: [(&str, [f64; MEASURES - OF_ISSUE]); 4] = [
    ("login", [0.0, -0.2, -0.2, -0.1, -0.1, 0.3]),
    ("file_access", [0.0, 0.2, 0.1, 0.0, 0.0, -0.15]),
    ("data_modification", [0.0, 0.0, 0.1, 0.1, 0.1, -0.15]),
    ("", [0.0; MEASURES - OF_ISSUE]),
];

/// Weights of the activity types above, by what a category is about: anything, access, files, changes.
const AFFINITIES: [[f64; 4]; 4] =
    [[1.0, 1.0, 1.0, 1.0], [2.6, 1.0, 0.7, 1.0], [0.7, 2.6, 1.0, 1.0], [0.7, 1.0, 2.6, 1.0]];

/// What each of the 20 categories is about, by its place in [`catalogue::CATEGORIES`].
const ABOUT: [u8; 20] = [1, 1, 3, 1, 0, 0, 3, 0, 3, 0, 0, 2, 1, 3, 2, 2, 0, 3, 1, 1];

/// How much more often a measure is missing by severity (MAR), with mean 1.
const MISSING_BY_SEVERITY: [f64; 4] = [0.5, 0.95, 1.6, 1.95];

/// The measures whose cells can be missing, in the order of the bits of [`Mark::missing`].
pub const MISSABLE: [Measure; 8] = [
    Measure::Impact,
    Measure::Cost,
    Measure::Session,
    Measure::Files,
    Measure::Transfer,
    Measure::Cpu,
    Measure::Memory,
    Measure::Logins,
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
    locations: u32,
    location: Picker,
}

/// What is known of a category of the configuration.
#[derive(Debug)]
struct CategoryFacts {
    /// The chances of the activity types; they sum to 1.
    activity_types: Vec<f64>,
}

/// Who acts when, and what sets the session apart.
struct Session {
    user: u32,
    day: u32,
    /// The days that it can be moved to: all, or those of its campaign.
    first_day: u32,
    last_day: u32,
    start: Seconds,
    /// The row's place in the session, and the session's number of rows.
    order: f64,
    rows: f64,
    /// The variable behind the session's length.
    length: f64,
    ip: Option<u16>,
    behaviour: Option<&'static Behaviour>,
    strength: f64,
    campaign: Option<Campaign>,
    mark: Mark,
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
            locations: c.locations.len() as u32,
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

    /// The session of a normal row.
    fn normal_session(&mut self, index: u64) -> Session {
        let rows = self.class_rows[0];
        let (first, count) = session_of(index, rows, self.keys[0]);
        let block = first / BLOCK;
        let travels = weyl(block, self.keys[1]) < self.away;
        let third = self.outliers / 3.0;
        let odd = weyl_other(block, self.keys[2]);
        let draws = &mut self.session;
        draws.seek(2 * first);
        let user = draws.below(self.people.users());
        let person = self.people.user(user);
        let rhythm = self.people.department(person, 0);
        let day = self.calendar.day(usize::from(rhythm), draws.unit());
        let outlier = if travels {
            (odd * self.away < third).then_some(0)
        } else {
            (odd * (1.0 - self.away) < 2.0 * third).then_some(1 + (first & 1) as usize)
        };
        let behaviour = outlier.map(|outlier| &OUTLIERS[outlier].1);
        let mark = Mark {
            session: first as u32 + 1,
            benign: outlier.map_or(0, |outlier| outlier as u8 + 1),
            ..Mark::default()
        };
        let away = if travels { 1.0 } else { 0.0 };
        let location = self.location.pick(draws);
        let mut session = Session {
            user,
            day,
            first_day: 0,
            last_day: self.calendar.days() - 1,
            start: 0,
            order: (index - first) as f64,
            rows: count as f64,
            length: 0.0,
            ip: None,
            behaviour,
            strength: 1.0,
            campaign: None,
            mark,
        };
        self.place(&mut session, away, location, 0);
        session
    }

    /// The session of an anomalous row.
    fn campaign_session(&mut self, index: u64) -> Session {
        let number = self.plan.campaign_of(index);
        let campaign = self.plan.campaigns()[number];
        let within = index - campaign.first;
        // The harder to find, the more often it comes back for one row alone.
        let alone = weyl(within / BLOCK, campaign.key) >= self.reach();
        let (first, count) =
            if alone { (within, 1) } else { session_of(within, campaign.rows.into(), campaign.key) };
        let draws = &mut self.session;
        draws.seek(2 * (campaign.first + first) + 1);
        let rows = f64::from(campaign.rows);
        let over = (first as f64 + 0.5) / rows;
        let phase = campaign.phase(over);
        let attack = campaign.attack();
        let user = campaign.user(draws.below(campaign.users()), self.people.users());
        let [first_day, last_day] = campaign.days;
        let days = f64::from(last_day - first_day + 1);
        let day = first_day + (days * (first as f64 + draws.unit()) / rows) as u32;
        let behaviour = &attack.phases[usize::from(phase)].behaviour;
        let ramp = f64::from(attack.ramp) / 100.0;
        let mark = Mark {
            session: (self.class_rows[0] + campaign.first + first) as u32 + 1,
            campaign: number as u32 + 1,
            truth: Class::Anomalous,
            attack: campaign.attack + 1,
            phase,
            pattern: campaign.pattern,
            ..Mark::default()
        };
        let strength = self.strength * (ramp + (1.0 - ramp) * over) * RAMP_MEAN;
        let reach = self.reach();
        let away = self.away + reach * (f64::from(behaviour.elsewhere) / 100.0 - self.away);
        let mut session = Session {
            user,
            day: day.min(last_day),
            first_day,
            last_day,
            start: 0,
            order: (within - first) as f64,
            rows: count as f64,
            length: 0.0,
            ip: None,
            behaviour: Some(behaviour),
            strength,
            campaign: Some(campaign),
            mark,
        };
        self.place(&mut session, away, campaign.location, 1);
        session
    }

    /// How much of a campaign's habits shows.
    fn reach(&self) -> f64 {
        reach(self.strength)
    }

    /// The time, the place and the device of a session whose user and day are known.
    fn place(&mut self, session: &mut Session, away: f64, location: u16, class: usize) {
        let reach = if class == 0 { 1.0 } else { self.reach() };
        let person = self.people.user(session.user);
        let draws = &mut self.session;
        let off_hours = session.behaviour.map_or(ANY_HOUR, |behaviour| {
            ANY_HOUR + reach * (f64::from(behaviour.off_hours) / 100.0 - ANY_HOUR)
        });
        let any_day = draws.chance(ANY_DAY);
        let off = draws.chance(off_hours);
        let works = |day| person.work_days >> self.calendar.weekday(day) & 1 == 1;
        if !any_day && !works(session.day) {
            let last = session.last_day;
            let near =
                |by| if session.day + by <= last { session.day + by } else { session.day.saturating_sub(by) };
            let day = (1..7).map(near).find(|&day| works(day) && day >= session.first_day);
            session.day = day.unwrap_or(session.day);
        }
        let minute = draws.unit();
        let minute = if off {
            minute * 1_440.0
        } else {
            f64::from(person.start_minute) + minute * f64::from(person.work_minutes)
        };
        session.start = self.start + Seconds::from(session.day) * DAY + (minute * 60.0) as Seconds;
        session.length = draws.normal(0.0, 1.0);
        if session.mark.pattern == GLOBAL {
            session.length = anywhere(session.length, session.strength, draws);
        }
        if draws.chance(away) {
            let elsewhere = u32::from(location) + u32::from(location == person.home);
            session.ip = Some((elsewhere % self.locations) as u16);
        }
        let shared =
            SHARED_DEVICE[0] + if class == 0 { 0.0 } else { reach * (SHARED_DEVICE[1] - SHARED_DEVICE[0]) };
        let device = 1 + draws.below(SHARED_DEVICES) as u8;
        if draws.chance(shared) {
            session.mark.device = device;
        }
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
        let (shifts, strength) = match session.behaviour {
            Some(behaviour) => (behaviour.shifts, session.strength),
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

/// The place of global anomalies in [`super::campaigns::PATTERNS`].
const GLOBAL: u8 = 2;

/// A value on its way to anywhere between -3.2 and 3.2 standard deviations.
fn anywhere(value: f64, strength: f64, draws: &mut Stream) -> f64 {
    value + (strength * 0.55).min(1.0) * (draws.uniform(-3.2, 3.2) - value)
}

/// How much wider a local anomaly scatters at strength 1.
const LOCAL: f64 = 0.9;

/// Makes up for the ramp, so that a campaign's mean strength is near that of the difficulty.
const RAMP_MEAN: f64 = 1.4;

/// How many rows have a wrong label, half of them in each class.
pub fn mislabelled_rows(configuration: &Configuration) -> u64 {
    let share = configuration.dials.get(Turn::LabelNoise) / 100.0;
    2 * (configuration.rows as f64 * share / 2.0).floor() as u64
}

/// How strongly anomalies are shifted at difficulty 0, 0.25, 0.5, 0.75 and 1, in units of the table of attacks.
const STRENGTHS: [f64; 5] = [10.0, 2.4, 1.0, 0.52, 0.02];

/// How strongly anomalies are shifted at a difficulty: linear between those.
fn strength(difficulty: f64) -> f64 {
    let place = difficulty.clamp(0.0, 1.0) * 4.0;
    let below = (place as usize).min(3);
    let [low, high] = [STRENGTHS[below], STRENGTHS[below + 1]];
    low + (high - low) * (place - below as f64)
}

/// How much of a campaign's habits (hours, locations, categories, few users) shows at a strength.
fn reach(strength: f64) -> f64 {
    (strength / self::strength(0.5)).min(1.0)
}

/// How much of a campaign's habits shows at a difficulty.
pub fn reach_at(difficulty: f64) -> f64 {
    reach(strength(difficulty))
}

fn bounded(measure: Measure, value: f64) -> f64 {
    let (least, greatest) = BOUNDS[measure as usize];
    value.clamp(least, greatest)
}

fn lognormal(median: f64, spread: f64, place: f64) -> f64 {
    median * libm::exp(spread * place)
}

/// The first row and the number of rows of the session that a row is in. Within each block of eight rows, a
/// session begins at the first and, with probability 3/8, at any other.
fn session_of(index: u64, rows: u64, key: u64) -> (u64, u64) {
    let block = index / BLOCK;
    let bits = mix(key ^ block);
    let starts = (bits & (bits >> 8 | bits >> 16)) as u32 & 0xff | 1;
    let place = (index % BLOCK) as u32;
    let first = 31 - (starts & ((2 << place) - 1)).leading_zeros();
    let later = starts >> (place + 1);
    let end = if later == 0 { BLOCK as u32 } else { place + 1 + later.trailing_zeros() };
    let end = (block * BLOCK + u64::from(end)).min(rows);
    let first = block * BLOCK + u64::from(first);
    (first, end - first)
}

/// A sequence that fills [0, 1) evenly (Weyl's, with the golden ratio): any share of it is met nearly exactly.
pub fn weyl(index: u64, key: u64) -> f64 {
    stepped(index, 0x9e37_79b9_7f4a_7c15, key)
}

/// The same with the root of 2, so that both together fill a square evenly.
fn weyl_other(index: u64, key: u64) -> f64 {
    stepped(index, 0x6a09_e667_f3bc_c909, key)
}

fn stepped(index: u64, step: u64, key: u64) -> f64 {
    (index.wrapping_mul(step).wrapping_add(key) >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// Whether row `index` is one of `count` that are spread evenly over `rows`.
fn spread(index: u64, count: u64, rows: u64) -> bool {
    let before = |index: u64| u128::from(index) * u128::from(count) / u128::from(rows.max(1));
    before(index + 1) > before(index)
}

/// Which measures are missing, as bits in the order of [`MISSABLE`].
fn missing(
    draws: &mut Stream,
    [random, by_severity, by_value]: [f64; 3],
    severity: Level,
    places: &[f64; MEASURES],
    person: &Person,
    by_activity: &[f64; MEASURES - OF_ISSUE],
) -> u8 {
    MISSABLE.iter().enumerate().fold(0, |bits, (bit, &measure)| {
        let m = measure as usize;
        let activity = if m < OF_ISSUE { 0.0 } else { by_activity[m - OF_ISSUE] };
        let high = places[m] > person.baseline[m] + activity;
        let value = if high { 2.0 * by_value } else { 0.0 };
        let share = random + by_severity * severity.of(MISSING_BY_SEVERITY) + value;
        bits | u8::from(draws.chance(share)) << bit
    })
}

impl CategoryFacts {
    /// `own`: the weights of the activity types in their list; none where all are equal.
    fn new(category: &Category, activities: &[usize], own: &[f64]) -> Self {
        let place = catalogue::CATEGORIES.iter().position(|known| known.name == category.name);
        let affinities = AFFINITIES[place.map_or(0, |place| usize::from(ABOUT[place]))];
        let weight = |(index, &activity): (usize, &usize)| {
            affinities[activity] * own.get(index).copied().unwrap_or(1.0)
        };
        let weights: Vec<f64> = activities.iter().enumerate().map(weight).collect();
        let sum: f64 = weights.iter().sum();
        CategoryFacts { activity_types: weights.into_iter().map(|weight| weight / sum).collect() }
    }
}
