//! The plan of attacks: which campaign there is when, against whom, and which anomalous rows are its own.
//!
//! The plan is a small table that is made before any row. Campaigns follow each other through the whole span as
//! normal activity does, so that neither time nor order gives the label away.

pub mod own;
mod table;
pub mod tactics;

pub use table::{
    ATTACK_VERSION, ATTACKS, Attack, AttackKind, Behavior, BenignOutlier, OUTLIERS, Outlier, PATTERNS,
    Pattern, PatternFacts, Phase,
};

use super::realistic::Parameters;
use super::realistic::difficulty::{reach_at, strength};
use crate::engine::random::even::weyl;
use crate::engine::random::{Picker, Purpose, Streams, mix};
use crate::engine::world;
use crate::engine::world::calendar::Calendar;

/// One campaign.
#[derive(Clone, Copy, Debug)]
pub struct Campaign {
    /// The place of its attack among those of the configuration.
    pub attack: u8,
    /// How its rows depart from the users' baselines.
    pub pattern: Pattern,
    /// The code of the location that it comes from.
    pub location: u16,
    /// Its first anomalous row and how many are its own.
    pub first: u64,
    /// See `first`.
    pub rows: u32,
    /// How many users it targets.
    users: u32,
    /// Its first and its last day, counted from the first of all.
    pub days: [u32; 2],
    /// What its users and its direction are derived from.
    pub key: u64,
    /// What is particular about one that was not planned, but launched.
    launched: Option<Launched>,
}

/// What is particular about a launched campaign.
#[derive(Clone, Copy, Debug)]
struct Launched {
    user: u32,
    strength: f64,
}

/// An attack that somebody launches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Launch {
    /// The place of the attack among those of the configuration.
    pub attack: u8,
    /// The user that it is against, from 0.
    pub user: u32,
    /// How many rows it has.
    pub rows: u32,
    /// How hard it is to find, from 0 to 1.
    pub difficulty: f64,
}

impl Campaign {
    /// The maximum number of users that it targets.
    pub fn users(&self) -> u32 {
        self.users
    }

    /// One of its users among all.
    pub fn user(&self, member: u32, all: u32) -> u32 {
        if let Some(launched) = self.launched {
            return launched.user;
        }
        (mix(self.key ^ u64::from(member % self.users.max(1))) % u64::from(all.max(1))) as u32
    }

    /// How strongly its rows are shifted, where those of planned campaigns are by so much.
    pub fn strength(&self, planned: f64) -> f64 {
        self.launched.map_or(planned, |launched| launched.strength)
    }

    /// Who has the habits of the one who acts in it: an intruder's, or those of work that is not the user's.
    pub fn actor(&self, all: u32) -> u32 {
        (mix(!self.key) % u64::from(all.max(1))) as u32
    }
}

/// All campaigns, by their first row.
#[derive(Debug)]
pub struct Plan {
    campaigns: Vec<Campaign>,
}

impl Plan {
    /// The plan of so many anomalous rows, by parameters that were checked.
    pub fn new(
        seed: u64,
        rows: u64,
        world: &world::Parameters,
        parameters: &Parameters,
        calendar: &Calendar,
    ) -> Self {
        let p = parameters;
        let count = ((rows as f64 / f64::from(p.campaign_rows)).round() as u64).clamp(1, rows.max(1));
        let mut stream = Streams::new(seed).stream(Purpose::Campaign);
        let keys = [stream.key(u64::MAX), stream.key(u64::MAX - 1)];
        let attacks: Vec<&Attack> = p.attacks().collect();
        let weights = p.weights();
        let reach = reach_at(p.difficulty);
        let location = Picker::of(&world.locations);
        let mut campaigns = Vec::new();
        let mut first = 0;
        for number in 0..count {
            stream.seek(number);
            // Sizes differ by two fifths in both directions, and add up.
            let end = (number + 1) as f64 + if number + 1 < count { stream.uniform(-0.4, 0.4) } else { 0.0 };
            let end = (end * rows as f64 / count as f64).round() as u64;
            let place = pick(&weights, weyl(number, keys[0]));
            let attack = attacks[place];
            let span = f64::from(calendar.days());
            let length = (attack.days * p.campaign_length).min(span);
            let middle = (number as f64 + stream.unit()) / count as f64;
            let middle = f64::from(calendar.day(0, middle)) + stream.unit();
            // Not on the very first and last day, where they would lie outside of normal activity.
            let edge = if span > length + 3.0 { 1.0 } else { 0.0 };
            let start = (middle - length / 2.0).clamp(edge, span - length - edge).floor();
            let campaign = Campaign {
                attack: place as u8,
                pattern: Pattern::ALL[pick(&p.pattern_weights, weyl(number, keys[1]))],
                location: location.pick(&mut stream),
                first,
                rows: (end - first) as u32,
                // The harder to find, the more users it hides among.
                users: stream.between(attack.users[0], attack.users[1])
                    + ((1.0 - reach) * (end - first) as f64) as u32,
                days: [start, (start + length - 1.0).round().max(start)].map(|day| day as u32),
                key: stream.bits64(),
                launched: None,
            };
            if end > first {
                campaigns.push(campaign);
            }
            first = end;
        }
        Plan { campaigns }
    }

    /// All campaigns.
    pub fn campaigns(&self) -> &[Campaign] {
        &self.campaigns
    }

    /// Adds a launched campaign, whose rows follow those of all others. It lasts from a first to a last day, counted from the first
    /// of all, and comes from a location.
    pub fn launch(&mut self, launch: &Launch, first: u64, days: [u32; 2], location: u16, key: u64) {
        let launched = Launched { user: launch.user, strength: strength(launch.difficulty) };
        self.campaigns.push(Campaign {
            attack: launch.attack,
            pattern: Pattern::Contextual,
            location,
            first,
            rows: launch.rows,
            users: 1,
            days,
            key,
            launched: Some(launched),
        });
    }

    /// The number, from 0, of the campaign that an anomalous row belongs to.
    pub fn campaign_of(&self, index: u64) -> usize {
        self.campaigns.partition_point(|campaign| campaign.first <= index).saturating_sub(1)
    }
}

/// The index on which a share of the weights falls.
fn pick(weights: &[f64], share: f64) -> usize {
    let mut rest = share * weights.iter().sum::<f64>();
    let found = weights.iter().position(|weight| {
        rest -= weight;
        rest < 0.0
    });
    found.or_else(|| weights.iter().rposition(|&weight| weight > 0.0)).unwrap_or(0)
}
