//! The realistic model: rows in sessions of users who have a baseline of their own, and campaigns whose rows
//! depart from it.
//!
//! A row is drawn in three steps, each a function of the parameters and the row's number: its session (who,
//! when, from where), the ten measures behind it (see [`measures`](crate::engine::world::measures)), and what a row shows of them. An anomalous
//! row differs in one thing: its campaign chooses the user, the days and a [behavior](super::campaigns::Behavior) that shifts measures.
//! Benign outliers have a behavior as well, and are normal.

pub mod affinities;
pub mod defects;
mod departure;
pub mod difficulty;
mod opening;
mod parameters;
mod sessions;

pub use sessions::SHARED_DEVICES;

pub use parameters::{OWN_ATTACKS, Parameters};

use super::campaigns::{Attack, Campaign, Launch, Plan};
use super::{Activity, Class, DAY, Issue, Seconds, Size, midnight, resolution_in_working_hours, rounded};
use crate::engine::level::Level;
use crate::engine::random::distributions::standard_normal_quantile;
use crate::engine::random::even::spread;
use crate::engine::random::{Picker, Purpose, Stream, Streams};
use crate::engine::world;
use crate::engine::world::calendar::Calendar;
use crate::engine::world::measures::{MEASURES, Measure, Mixer, OF_ISSUE, between_users};
use crate::engine::world::people::{People, Person, memory_mb};
use affinities::{activity_chances, shifts};
use defects::{mislabeled_rows, missing};
use difficulty::{TAKEN_OVER, strength};
use opening::Opening;
use sessions::Session;

/// The share of issues that are closed, where there was time to.
const CLOSED: f64 = 0.8;

/// Where, on the scale of the measure behind it, severity becomes Medium, High and Critical.
const SEVERITY_FROM: [f64; 3] = [-0.44, 0.5, 1.2];

/// The min and the max of each measure; severity is a level.
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

/// Draws the rows of the realistic model.
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
    mislabeled: u64,
    away: f64,
    outliers: f64,
    strength: f64,
    row_volatility: f64,
    drift: f64,
    missing: [f64; 3],
    /// By category: the chances of the activity types.
    activity_chances: Vec<Vec<f64>>,
    /// By activity type: what is known of it.
    activities: Vec<Activity>,
    /// The attacks, shipped and own.
    attacks: Vec<Attack>,
    /// By attack: the codes of its category and activity type, where the lists have them.
    preferences: Vec<[Option<u16>; 2]>,
    category: Picker,
    /// Codes of open and closed statuses, and what draws one of them.
    statuses: [(Vec<u16>, Picker); 2],
    reporters: u32,
    location: Picker,
}

impl Realistic {
    /// Plans the world and the campaigns of parameters that were checked.
    pub fn new(
        seed: u64,
        size: Size,
        world: &world::Parameters,
        lists: &super::Parameters,
        parameters: &Parameters,
    ) -> Self {
        let (w, p) = (world, parameters);
        let streams = Streams::new(seed);
        let mixer = Mixer::new();
        let calendar = Calendar::new(seed, w);
        let mut session = streams.stream(Purpose::Session);
        let keys = [0, 1, 2].map(|place| session.key(u64::MAX - place));
        let activities: Vec<Activity> = lists.activity_types.iter().map(|name| Activity::of(name)).collect();
        let chances = |category| activity_chances(category, &activities, lists.activity_types.weights());
        let code = |place: Option<usize>| place.map(|code| code as u16);
        Realistic {
            people: People::new(seed, w, &mixer),
            plan: Plan::new(seed, size.anomalous(), w, p, &calendar),
            calendar,
            mixer,
            within: between_users(w.individuality).map(|share| (1.0 - share).sqrt()),
            session,
            event: streams.stream(Purpose::Event),
            keys,
            start: midnight(w.start_date),
            end: midnight(w.reference_date) + DAY - 1,
            class_rows: [size.normal(), size.anomalous()],
            mislabeled: mislabeled_rows(size.rows, p.label_noise_percent),
            away: 1.0 - p.home_percent / 100.0,
            outliers: p.outliers_percent / 100.0,
            strength: strength(p.difficulty),
            row_volatility: p.row_volatility,
            drift: p.drift,
            missing: p.missing(),
            activity_chances: lists.categories.iter().map(chances).collect(),
            attacks: p.attacks().cloned().collect(),
            preferences: p
                .attacks()
                .map(|attack| {
                    [
                        code(lists.categories.iter().position(|category| category.name == attack.category)),
                        code(lists.activity_types.iter().position(|name| *name == attack.activity_type)),
                    ]
                })
                .collect(),
            activities,
            category: Picker::of(&lists.categories),
            statuses: [false, true].map(|closed| {
                let list = &lists.statuses;
                let is_drawn = |code: &usize| list.weight(*code) > 0.0;
                let of_kind = list.iter().enumerate().filter(|(_, status)| status.closed == closed);
                let codes: Vec<usize> = of_kind.map(|(code, _)| code).filter(is_drawn).collect();
                let own = list.weights();
                let weights: Vec<f64> = codes.iter().filter_map(|code| own.get(*code).copied()).collect();
                let picker = Picker::new(codes.len(), &weights);
                (codes.into_iter().map(|code| code as u16).collect(), picker)
            }),
            reporters: w.reporters,
            location: Picker::of(&w.locations),
        }
    }

    /// Everyone.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// How many campaigns there are.
    pub fn campaign_count(&self) -> u32 {
        self.plan.count()
    }

    /// A campaign, by its number from 0.
    pub fn campaign(&self, number: u32) -> Campaign {
        self.plan.campaign(number, &self.calendar)
    }

    /// All campaigns, by their first row.
    pub fn campaigns(&self) -> impl Iterator<Item = Campaign> + '_ {
        (0..self.plan.count()).map(|number| self.campaign(number))
    }

    /// The attack of a campaign.
    pub fn attack(&self, campaign: &Campaign) -> &Attack {
        &self.attacks[usize::from(campaign.attack)]
    }

    /// The number of days.
    pub fn days(&self) -> u32 {
        self.calendar.days()
    }

    /// Midnight at the start of a day, counted from the first.
    pub fn timestamp(&self, day: u32) -> Seconds {
        self.start + Seconds::from(day) * DAY
    }

    /// Draws row `index` of a class. The draws, and their order, are part of the data's version.
    pub fn draw(&mut self, class: Class, index: u64) -> Issue {
        let session = self.session(class, index);
        self.event.seek(2 * index + class as u64);
        let rows = self.class_rows[class as usize];
        let wrong = index < rows && spread(index, self.mislabeled, rows);
        self.finish(&session, if wrong { Class::ALL[1 - class as usize] } else { class })
    }

    /// Launches an attack on a day, counted from the first, and draws its rows. They have numbers after those of all anomalous
    /// rows and of the attacks before.
    pub fn launch(&mut self, launch: &Launch, day: u32) -> Vec<Issue> {
        let first = self.plan.end().max(self.class_rows[Class::Anomalous as usize]);
        let last_day = self.calendar.days() - 1;
        // A place in no stream that a row is drawn from.
        self.session.seek(2 * first + 1);
        let (location, key) = (self.location.pick(&mut self.session), self.session.bits64());
        let lasts = self.attacks.get(usize::from(launch.attack)).map_or(1.0, |attack| attack.days);
        let (day, length) = (day.min(last_day), lasts.round().max(1.0) as u32);
        self.plan.launch(launch, first, [day, (day + length - 1).min(last_day)], location, key);
        (first..first + u64::from(launch.rows)).map(|index| self.draw(Class::Anomalous, index)).collect()
    }

    /// The baseline that shows in a session: the user's, or in a campaign more or less that of whoever acts.
    fn usual(&self, session: &Session, person: &Person) -> [f64; MEASURES] {
        let Some(campaign) = session.campaign.filter(|campaign| campaign.pattern.shifts_as_stated()) else {
            return person.baseline;
        };
        let actor = self.people.user(campaign.actor(self.people.users()));
        let shown = (TAKEN_OVER * session.strength).min(1.0);
        std::array::from_fn(|m| person.baseline[m] + shown * (actor.baseline[m] - person.baseline[m]))
    }

    /// Where a measure of a row lies on its scale, before what its activity and drift add: from what is usual, by a standard
    /// normal variable and by the shifts of the session's behavior.
    fn place_of(&self, m: usize, usual: f64, variable: f64, session: &Session) -> f64 {
        let own = usual + self.within[m] * session.scale() * variable;
        match session.shifts() {
            Some(shifts) => own + self.within[m] * session.strength * f64::from(shifts[m]) * 0.1,
            None => own,
        }
    }

    /// By how much everyone's activity has grown by the day of a session.
    fn grown(&self, session: &Session) -> f64 {
        self.drift * f64::from(session.day) / f64::from(self.calendar.days())
    }

    /// Draws the measures of a row of a session, and what the row shows of them.
    fn finish(&mut self, session: &Session, label: Class) -> Issue {
        let opening = self.open(session);
        let Opening { category, activity_type, measures, departure, volatility, position } = opening;
        let person = self.people.user(session.user);
        let usual = self.usual(session, person);
        let independent = measures.map(standard_normal_quantile);
        let independent =
            std::array::from_fn(|m| if m == OF_ISSUE { session.length } else { independent[m] });
        let mixed = departure.mixed(independent, session.strength, &self.mixer);
        let by_activity = shifts(self.activities[usize::from(activity_type)]);
        let grown = self.grown(session);
        let places: [f64; MEASURES] = std::array::from_fn(|m| {
            let place = self.place_of(m, usual[m], mixed[m], session);
            if m < OF_ISSUE { place } else { place + by_activity[m - OF_ISSUE] + grown }
        });
        let at = |measure: Measure| places[measure as usize];
        let department = self.people.department(person, session.day);

        let severity =
            Level::ALL[SEVERITY_FROM.iter().filter(|&&from| at(Measure::Severity) >= from).count()];
        let heavier = if severity >= Level::High { 1.2 } else { 1.0 };
        let [impact_month, cost_month, transfer_month] = self.calendar.volatility(session.day);
        // The document's formula: base + base * volatility * N(0,1) * (1.2 if High or Critical else 1).
        let [impact_single, cost_single, transfer_single] = volatility.map(|volatility| {
            let single = 1.0 + self.row_volatility * standard_normal_quantile(volatility) * heavier;
            single.max(0.05)
        });
        let impact = impact_month * (4.2 + 1.7 * at(Measure::Impact)) * impact_single;
        let cost = cost_month * lognormal(3_000.0, 0.8, at(Measure::Cost)) * cost_single;
        let transfer = transfer_month * lognormal(TRANSFER_MB, 1.0, at(Measure::Transfer)) * transfer_single;
        let whole = |measure: Measure, median, spread| {
            bounded(measure, lognormal(median, spread, at(measure)).round())
        };
        let secs = secs_at(at(Measure::Session));
        let response = whole(Measure::Response, 5.0, 0.7);
        let files = whole(Measure::Files, FILES, 0.7);
        let logins = whole(Measure::Logins, LOGINS, 0.6);
        let cpu = 100.0 / (1.0 + libm::exp(0.55 - 0.6 * at(Measure::Cpu)));
        let memory = memory_mb(at(Measure::Memory));
        let memory = memory / (1.0 + memory / person.machine_mb);

        let activity_time = self.activity_time(session, secs, position);
        let serious = session.campaign.map_or(0.4, |campaign| 0.4 + 0.1 * self.reach(&campaign));
        let draws = &mut self.event;
        let lag = Seconds::from(draws.below(14_400));
        let reported = (activity_time - lag).max(self.start);
        let response_days = response as u32;
        let resolution = resolution_in_working_hours(reported, response_days);
        let closed = draws.chance(CLOSED) && resolution <= self.end;
        let codes = &self.statuses[usize::from(closed)];
        let (codes, picker) = if codes.0.is_empty() { &self.statuses[usize::from(!closed)] } else { codes };
        let status = codes.get(usize::from(picker.pick(draws))).copied().unwrap_or_default();

        let mut mark = session.mark;
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
            response_days,
            resolution,
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
    let (min, max) = BOUNDS[measure as usize];
    value.clamp(min, max)
}

/// The length of a session whose place on its scale this is, in whole seconds.
fn secs_at(place: f64) -> f64 {
    bounded(Measure::Session, lognormal(1_500.0, 0.8, place).round())
}

fn lognormal(median: f64, spread: f64, place: f64) -> f64 {
    median * libm::exp(spread * place)
}
