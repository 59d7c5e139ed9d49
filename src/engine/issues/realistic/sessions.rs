//! Sessions: who acts when, from where and for how long; the rows of a session share it.

use super::Realistic;
use super::difficulty::{anywhere, place_anywhere, reach};
use crate::engine::issues::campaigns::{Behavior, Campaign, Outlier, Pattern};
use crate::engine::issues::{Class, DAY, Mark, Seconds};
use crate::engine::random::even::{weyl, weyl_other};
use crate::engine::random::mix;

/// Sessions begin and end within blocks of so many rows.
const BLOCK: u64 = 8;

/// Fraction of sessions on a shared device: normal, campaign.
const SHARED_DEVICE: [f64; 2] = [0.04, 0.12];
/// How many shared devices there are.
pub const SHARED_DEVICES: u32 = 9;

/// Fraction of normal sessions that begin at any hour of the day.
const ANY_HOUR: f64 = 0.1;
/// Fraction of sessions on any day of the week.
const ANY_DAY: f64 = 0.12;

/// Makes up for the ramp, so that a campaign's mean strength is near that of the difficulty.
const RAMP_MEAN: f64 = 1.4;

/// Who acts when, and what sets the session apart.
pub(super) struct Session {
    pub(super) user: u32,
    pub(super) day: u32,
    /// The days that it can be moved to: all, or those of its campaign.
    pub(super) first_day: u32,
    pub(super) last_day: u32,
    pub(super) start: Seconds,
    /// The row's place in the session, and the session's number of rows.
    pub(super) order: f64,
    pub(super) rows: f64,
    /// The variable behind the session's length.
    pub(super) length: f64,
    pub(super) ip: Option<u16>,
    pub(super) behavior: Option<Behavior>,
    pub(super) strength: f64,
    pub(super) campaign: Option<Campaign>,
    pub(super) mark: Mark,
}

impl Realistic {
    /// The session of a normal row.
    pub(super) fn normal_session(&mut self, index: u64) -> Session {
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
            (odd * self.away < third).then_some(Outlier::TravellingExecutive)
        } else {
            let at_home = if first & 1 == 0 { Outlier::NightShift } else { Outlier::BackupJob };
            (odd * (1.0 - self.away) < 2.0 * third).then_some(at_home)
        };
        let behavior = outlier.map(|outlier| outlier.facts().behavior);
        let mark = Mark {
            session: first + 1,
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
            behavior,
            strength: 1.0,
            campaign: None,
            mark,
        };
        self.place(&mut session, away, location, 0);
        session
    }

    /// The session of an anomalous row.
    pub(super) fn campaign_session(&mut self, index: u64) -> Session {
        let number = self.plan.campaign_of(index);
        let campaign = self.campaign(number);
        let within = index - campaign.first;
        // The harder to find, the more often it comes back for one row alone.
        let alone = weyl(within / BLOCK, campaign.key) >= self.reach(&campaign);
        let (first, count) =
            if alone { (within, 1) } else { session_of(within, campaign.rows.into(), campaign.key) };
        let draws = &mut self.session;
        draws.seek(2 * (campaign.first + first) + 1);
        let rows = f64::from(campaign.rows);
        let over = (first as f64 + 0.5) / rows;
        let attack = &self.attacks[usize::from(campaign.attack)];
        let phase = attack.phase_at(over);
        let user = campaign.user(draws.below(campaign.users()), self.people.users());
        let [first_day, last_day] = campaign.days;
        let days = f64::from(last_day - first_day + 1);
        let day = first_day + (days * (first as f64 + draws.unit()) / rows) as u32;
        let behavior = attack.phases[usize::from(phase)].behavior;
        let ramp = f64::from(attack.ramp) / 100.0;
        let mark = Mark {
            session: self.class_rows[0] + campaign.first + first + 1,
            campaign: number + 1,
            truth: Class::Anomalous,
            attack: campaign.attack + 1,
            phase,
            pattern: campaign.pattern as u8,
            ..Mark::default()
        };
        let strength = campaign.strength(self.strength) * (ramp + (1.0 - ramp) * over) * RAMP_MEAN;
        let reach = self.reach(&campaign);
        let away = self.away + reach * (f64::from(behavior.elsewhere) / 100.0 - self.away);
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
            behavior: Some(behavior),
            strength,
            campaign: Some(campaign),
            mark,
        };
        self.place(&mut session, away, campaign.location, 1);
        session
    }

    /// How much of a campaign's habits shows.
    pub(super) fn reach(&self, campaign: &Campaign) -> f64 {
        reach(campaign.strength(self.strength))
    }

    /// The time, the place and the device of a session whose user and day are known.
    fn place(&mut self, session: &mut Session, away: f64, location: u16, class: usize) {
        let reach = session.campaign.map_or(1.0, |campaign| self.reach(&campaign));
        let person = self.people.user(session.user);
        let draws = &mut self.session;
        let off_hours = session.behavior.map_or(ANY_HOUR, |behavior| {
            ANY_HOUR + reach * (f64::from(behavior.off_hours) / 100.0 - ANY_HOUR)
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
        if session.campaign.is_some_and(|campaign| campaign.pattern == Pattern::Global) {
            session.length = anywhere(session.length, session.strength, place_anywhere(draws));
        }
        if draws.chance(away) {
            let at_home = location == person.home;
            session.ip = Some(if at_home { self.location.next(location) } else { location });
        }
        let shared =
            SHARED_DEVICE[0] + if class == 0 { 0.0 } else { reach * (SHARED_DEVICE[1] - SHARED_DEVICE[0]) };
        let device = 1 + draws.below(SHARED_DEVICES) as u8;
        if draws.chance(shared) {
            session.mark.device = device;
        }
    }
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
