//! How the measures of a row depart from the user's own: by the pattern of its campaign.

use super::difficulty::{LOCAL, anywhere, place_anywhere};
use super::sessions::Session;
use crate::engine::issues::campaigns::Pattern;
use crate::engine::random::Stream;
use crate::engine::world::measures::{MEASURES, Mixer, OF_ISSUE};

/// What becomes of the variables behind the measures of a row.
pub(super) enum Departure {
    /// They are correlated as those of normal rows are.
    None,
    /// They are on their way to these places: anywhere in the range of each measure.
    Anywhere([f64; MEASURES]),
    /// Each measure alone is normal, but none depends on another, or they run against each other.
    Against,
}

impl Departure {
    /// Draws the departure of a row of a session.
    pub(super) fn draw(session: &Session, draws: &mut Stream) -> Self {
        match session.campaign.map(|campaign| campaign.pattern) {
            None | Some(Pattern::Contextual | Pattern::Local | Pattern::Cluster) => Departure::None,
            Some(Pattern::Global) => Departure::Anywhere(std::array::from_fn(|m| {
                if m == OF_ISSUE { 0.0 } else { place_anywhere(draws) }
            })),
            Some(Pattern::Dependency) if draws.chance((session.strength * 0.8).min(1.0)) => {
                Departure::Against
            }
            Some(Pattern::Dependency) => Departure::None,
        }
    }

    /// The variables, from independent ones. That of the session's length stays what it is.
    pub(super) fn mixed(
        &self,
        mut independent: [f64; MEASURES],
        strength: f64,
        mixer: &Mixer,
    ) -> [f64; MEASURES] {
        match self {
            Departure::None => mixer.mix(&independent),
            Departure::Anywhere(places) => {
                for m in (0..MEASURES).filter(|&m| m != OF_ISSUE) {
                    independent[m] = anywhere(independent[m], strength, places[m]);
                }
                if strength < 0.9 { mixer.mix(&independent) } else { independent }
            }
            Departure::Against => {
                let against = (strength * 0.4).min(0.98);
                let rest = (1.0 - against * against).sqrt();
                for m in (0..MEASURES).filter(|&m| m != 0 && m != OF_ISSUE) {
                    let leader = independent[if m < OF_ISSUE { 0 } else { OF_ISSUE }];
                    let sign = if m % 2 == 0 { against } else { -against };
                    independent[m] = sign * leader + rest * independent[m];
                }
                independent
            }
        }
    }
}

impl Session {
    /// A factor on the spread between the user's rows.
    pub(super) fn scale(&self) -> f64 {
        match self.campaign.map(|campaign| campaign.pattern) {
            // The same rows, more widely scattered.
            Some(Pattern::Local) => 1.0 + self.strength * LOCAL,
            // Close together, away from the baseline.
            Some(Pattern::Cluster) => 1.0 / (1.0 + self.strength),
            _ => 1.0,
        }
    }

    /// What the behavior of its rows adds to each measure; none where the pattern departs in another way.
    pub(super) fn shifts(&self) -> Option<&[i8; MEASURES]> {
        let as_stated = self.campaign.is_none_or(|campaign| campaign.pattern.shifts_as_stated());
        self.behavior.as_ref().filter(|_| as_stated).map(|behavior| &behavior.shifts)
    }
}
