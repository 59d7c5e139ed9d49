//! The plan of attacks: which campaign there is when, against whom, and which anomalous rows are its own.
//!
//! Campaigns follow each other through the whole span as normal activity does, so that neither time nor order gives the
//! label away.

pub mod own;
mod plan;
mod table;
pub mod tactics;

pub use plan::Plan;
pub use table::{
    ATTACK_VERSION, ATTACKS, Attack, AttackKind, Behavior, BenignOutlier, OUTLIERS, Outlier, PATTERNS,
    Pattern, PatternFacts, Phase,
};

use crate::engine::random::mix;

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
