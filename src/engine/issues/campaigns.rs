//! The plan of attacks: which campaign there is when, against whom, and which anomalous rows are its own.
//!
//! The plan is a small table that is made before any row. Campaigns follow each other through the whole span as
//! normal activity does, so that neither time nor order gives the label away.

mod table;

pub use table::{ATTACK_VERSION, ATTACKS, Attack, Behavior, OUTLIERS, PATTERNS, Pattern, Phase};

use super::realistic::dials::{Dials, Turn};
use super::realistic::difficulty::reach_at;
use crate::engine::configuration::{Configuration, List};
use crate::engine::decimal::text;
use crate::engine::problem::Problem;
use crate::engine::random::even::weyl;
use crate::engine::random::{Purpose, Streams, mix};
use crate::engine::world::calendar::Calendar;

/// One campaign.
#[derive(Clone, Copy, Debug)]
pub struct Campaign {
    /// Index into [`ATTACKS`].
    pub attack: u8,
    /// Index into [`PATTERNS`].
    pub pattern: u8,
    /// The code of the location that it comes from.
    pub location: u16,
    /// Its first anomalous row and how many are its own.
    pub first: u64,
    /// See `first`.
    pub rows: u32,
    /// How many users it meets.
    users: u32,
    /// Its first and its last day, counted from the first of all.
    pub days: [u32; 2],
    /// What its users and its direction are derived from.
    pub key: u64,
}

impl Campaign {
    /// The attack.
    pub fn attack(&self) -> &'static Attack {
        &ATTACKS[usize::from(self.attack) % ATTACKS.len()]
    }

    /// The phase in which a share of the campaign is over.
    pub fn phase(&self, share: f64) -> u8 {
        let mut rest = share * 100.0;
        let phases = self.attack().phases;
        let reached = phases.iter().position(|phase| {
            rest -= f64::from(phase.share);
            rest < 0.0
        });
        reached.unwrap_or(phases.len() - 1) as u8
    }

    /// How many users it meets at most.
    pub fn users(&self) -> u32 {
        self.users
    }

    /// One of its users among all.
    pub fn user(&self, member: u32, all: u32) -> u32 {
        (mix(self.key ^ u64::from(member % self.users.max(1))) % u64::from(all.max(1))) as u32
    }
}

/// All campaigns, by their first row.
#[derive(Debug)]
pub struct Plan {
    campaigns: Vec<Campaign>,
}

impl Plan {
    /// The plan of a configuration that was checked.
    pub fn new(configuration: &Configuration, calendar: &Calendar) -> Self {
        let c = configuration;
        let rows = c.anomalous_rows();
        let mean = c.dials.get(Turn::CampaignRows);
        let count = ((rows as f64 / mean).round() as u64).clamp(1, rows.max(1));
        let mut stream = Streams::new(c.seed).stream(Purpose::Campaign);
        let keys = [stream.key(u64::MAX), stream.key(u64::MAX - 1)];
        let reach = reach_at(c.dials.get(Turn::Difficulty));
        let location = c.picker(List::Locations);
        let mut campaigns = Vec::new();
        let mut first = 0;
        for number in 0..count {
            stream.seek(number);
            // Sizes differ by two fifths in both directions, and add up.
            let end = (number + 1) as f64 + if number + 1 < count { stream.uniform(-0.4, 0.4) } else { 0.0 };
            let end = (end * rows as f64 / count as f64).round() as u64;
            let kind = pick(c.dials.attacks(), weyl(number, keys[0]));
            let attack = &ATTACKS[kind];
            let span = f64::from(calendar.days());
            let length = (attack.days * c.dials.get(Turn::CampaignLength)).min(span);
            let middle = (number as f64 + stream.unit()) / count as f64;
            let middle = f64::from(calendar.day(0, middle)) + stream.unit();
            // Not on the very first and last day, where they would lie outside of normal activity.
            let edge = if span > length + 3.0 { 1.0 } else { 0.0 };
            let start = (middle - length / 2.0).clamp(edge, span - length - edge).floor();
            let campaign = Campaign {
                attack: kind as u8,
                pattern: pick(c.dials.patterns(), weyl(number, keys[1])) as u8,
                location: location.pick(&mut stream),
                first,
                rows: (end - first) as u32,
                // The harder to find, the more users it hides among.
                users: stream.between(attack.users[0], attack.users[1])
                    + ((1.0 - reach) * (end - first) as f64) as u32,
                days: [start, (start + length - 1.0).round().max(start)].map(|day| day as u32),
                key: stream.bits64(),
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

/// What a realistic configuration's dials contradict.
pub fn check(configuration: &Configuration, problems: &mut Vec<Problem>) {
    let c = configuration;
    let anomalous = c.anomalous_rows();
    if u64::from(c.users) > c.rows {
        let reason = format!("{} users are more than {} rows", c.users, c.rows);
        problems.push(Problem::new(
            "users",
            reason,
            format!("choose at most {} users, or more rows", c.rows),
        ));
    }
    let dials: &Dials = &c.dials;
    let carried =
        [(dials.attacks(), "attacks.mix.brute_force"), (dials.patterns(), "attacks.pattern.contextual")];
    for (weights, path) in carried {
        if anomalous > 0 && weights.iter().sum::<f64>() <= 0.0 {
            let reason =
                format!("no campaign can carry the {anomalous} anomalous rows: the weights sum to 0");
            problems.push(Problem::new(
                path,
                reason,
                "give at least one a weight above 0, or set the share to 0",
            ));
        }
    }
    let days = (c.reference_date - c.start_date).num_days() + 1;
    let length = dials.get(Turn::CampaignLength);
    let too_long =
        |(attack, weight): &(&Attack, &f64)| **weight > 0.0 && attack.days * length > days.max(1) as f64;
    if anomalous > 0
        && let Some((attack, _)) = ATTACKS.iter().zip(dials.attacks()).find(too_long)
    {
        let (lasts, factor) = (text((attack.days * length).ceil()), text(length));
        let reason = format!("{} lasts {lasts} days, longer than the {days} days of the data", attack.name);
        let hint = format!(
            "choose an earlier start date, a factor below {factor}, or set attacks.mix.{} to 0",
            attack.key
        );
        problems.push(Problem::new("attacks.length", reason, hint));
    }
    let (noise, share) = (dials.get(Turn::LabelNoise), c.anomaly_share_percent);
    if noise > share {
        let share = text(share);
        let reason = format!("{} % wrong labels are more than the {share} % anomalous rows", text(noise));
        let hint = format!("choose at most {share}, or a greater share of anomalies");
        problems.push(Problem::new("defects.label_noise", reason, hint));
    }
    let missing = [Turn::MissingRandom, Turn::MissingBySeverity, Turn::MissingByValue];
    let missing: f64 = missing.into_iter().map(|turn| dials.get(turn)).sum();
    if missing > 50.0 {
        let reason = format!("{} % of the measures would be missing", text(missing));
        problems.push(Problem::new("defects.missing.mcar", reason, "choose shares that sum to at most 50"));
    }
    let travel = 100.0 - dials.get(Turn::Home);
    if travel < dials.get(Turn::Outliers) / 3.0 {
        let reason =
            format!("only {} % of rows travel, too few for a third of the benign outliers", text(travel));
        problems.push(Problem::new(
            "world.outliers",
            reason,
            format!("choose at most {}", text(3.0 * travel)),
        ));
    }
}
