//! What is drawn of a row up to its time. The time alone can be had without the rest, which is what an order of time is
//! planned from: the rows of a session share its user, its day and its length.

use std::ops::Range;

use super::departure::Departure;
use super::sessions::Session;
use super::{Realistic, secs_at};
use crate::engine::issues::{Class, DAY, Seconds};
use crate::engine::world::measures::{MEASURES, OF_ISSUE};

/// The first draws of a row. What follows from them is computed only where the whole row is wanted.
pub(super) struct Opening {
    /// Code of the category.
    pub(super) category: u16,
    /// Code of the activity type.
    pub(super) activity_type: u16,
    /// Probabilities whose normal quantiles are behind the measures; that of the session's length is not drawn here.
    pub(super) measures: [f64; MEASURES],
    /// How the measures depart from the user's own.
    pub(super) departure: Departure,
    /// Probabilities whose normal quantiles are the volatility of impact, cost and transfer.
    pub(super) volatility: [f64; 3],
    /// When the activity takes place within the row's part of its session, from 0 to 1.
    pub(super) position: f64,
}

impl Realistic {
    /// When the activity of each of some rows of a class takes place, as [`draw`](Self::draw) has it.
    pub fn times(&mut self, class: Class, rows: Range<u64>, mut each: impl FnMut(Seconds)) {
        let mut index = rows.start;
        while index < rows.end {
            let mut session = self.session(class, index);
            let secs = self.session_secs(&session);
            // The rows of a session follow each other.
            let end = (index + (session.rows - session.order) as u64).min(rows.end);
            for index in index..end {
                self.event.seek(2 * index + class as u64);
                let position = self.open(&session).position;
                each(self.activity_time(&session, secs, position));
                session.order += 1.0;
            }
            index = end;
        }
    }

    /// The session of row `index` of a class.
    pub(super) fn session(&mut self, class: Class, index: u64) -> Session {
        match class {
            Class::Normal => self.normal_session(index),
            Class::Anomalous => self.campaign_session(index),
        }
    }

    /// Draws what comes first of a row of a session.
    pub(super) fn open(&mut self, session: &Session) -> Opening {
        let reach = session.campaign.map_or(0.0, |campaign| self.reach(&campaign));
        let draws = &mut self.event;
        let preference =
            session.campaign.and_then(|campaign| self.preferences.get(usize::from(campaign.attack)));
        let prefer = draws.chance(0.45 * reach);
        let [preferred_category, preferred_type] =
            preference.copied().unwrap_or_default().map(|code| code.filter(|_| prefer));
        let category = self.category.pick(draws);
        let category = preferred_category.unwrap_or(category);
        let activity_type = draws.weighted(&self.activity_chances[usize::from(category)]) as u16;
        let activity_type = preferred_type.unwrap_or(activity_type);
        Opening {
            category,
            activity_type,
            measures: std::array::from_fn(|m| if m == OF_ISSUE { 0.5 } else { draws.open_unit() }),
            departure: Departure::draw(session, draws),
            volatility: std::array::from_fn(|_| draws.open_unit()),
            position: draws.unit(),
        }
    }

    /// The length of a session in seconds. No activity shifts it, and it depends on no other measure.
    fn session_secs(&self, session: &Session) -> f64 {
        let usual = self.usual(session, self.people.user(session.user));
        secs_at(self.place_of(OF_ISSUE, usual[OF_ISSUE], session.length, session) + self.grown(session))
    }

    /// When the activity of a row takes place: at a position, from 0 to 1, in its part of a session of so many seconds.
    pub(super) fn activity_time(&self, session: &Session, secs: f64, position: f64) -> Seconds {
        let share = (session.order + position) / session.rows;
        let latest = self.start + Seconds::from(session.last_day + 1) * DAY - 1;
        (session.start + (secs * share) as Seconds).min(latest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::{Configuration, Preset};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// The times alone are those of the rows, whatever the pattern and from whichever row of a session on.
        #[test]
        fn times_alone_are_those_of_the_rows(seed in 0..1_000_u64, pattern in 0..5_usize, difficulty in 0..5_u32, drift: bool, first in 0..50_u64) {
            let mut configuration = Configuration { seed, rows: 600, anomaly_share_percent: 40.0, ..Preset::Realistic.configuration() };
            for (place, name) in ["contextual", "local", "global", "dependency", "cluster"].into_iter().enumerate() {
                let weight = if place == pattern { "1" } else { "0" };
                configuration.set(&format!("attacks.pattern.{name}"), weight).unwrap();
            }
            configuration.set("attacks.difficulty", &(f64::from(difficulty) / 4.0).to_string()).unwrap();
            configuration.set("world.drift", if drift { "1" } else { "0" }).unwrap();
            let c = &configuration;
            let mut realistic = Realistic::new(c.seed, c.size(), &c.world, &c.issues, &c.realistic);
            for (class, rows) in [(Class::Normal, c.size().normal()), (Class::Anomalous, c.size().anomalous())] {
                let expected: Vec<Seconds> = (first..rows).map(|index| realistic.draw(class, index).activity_time).collect();
                let mut found = Vec::new();
                realistic.times(class, first..rows, |time| found.push(time));
                prop_assert_eq!(found, expected);
            }
        }
    }
}
