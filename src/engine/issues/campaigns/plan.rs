//! The plan: campaign by campaign a function of its number, so that it takes no more memory however many there are. Where there are
//! few, all of them stand in a table.

use super::{Attack, Campaign, Launch, Launched, Pattern};
use crate::engine::issues::realistic::Parameters;
use crate::engine::issues::realistic::difficulty::{reach_at, strength};
use crate::engine::random::even::weyl;
use crate::engine::random::{Picker, Purpose, Stream, Streams};
use crate::engine::world;
use crate::engine::world::calendar::Calendar;

/// Up to so many campaigns stand in a table, which takes some megabytes; more are drawn when they are asked for.
const KEPT: u64 = 65_536;

/// With fewer rows a campaign, some have none, and are left out: which, only a table tells.
const ROWS_WITHOUT_GAPS: u64 = 5;

/// All campaigns, by their first row.
#[derive(Debug)]
pub struct Plan {
    draft: Draft,
    /// None where they are drawn when they are asked for.
    kept: Option<Vec<Campaign>>,
    /// Those that were launched, after all others.
    launched: Vec<Campaign>,
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
        Plan::keeping(KEPT, Draft::new(seed, rows, world, parameters), calendar)
    }

    /// The plan of a draft, which keeps a table of at most so many campaigns.
    fn keeping(most: u64, draft: Draft, calendar: &Calendar) -> Self {
        let has_gaps = draft.rows < draft.count.saturating_mul(ROWS_WITHOUT_GAPS);
        let kept = (draft.count <= most || has_gaps).then(|| draft.all(calendar));
        Plan { draft, kept, launched: Vec::new() }
    }

    /// Whether so many anomalous rows can be planned: a table of more campaigns than others have is too large.
    pub fn fits(rows: u64, campaign_rows: u32) -> bool {
        const MOST: u64 = 2_000_000;
        u64::from(campaign_rows) > ROWS_WITHOUT_GAPS || rows / u64::from(campaign_rows.max(1)) <= MOST
    }

    /// How many campaigns there are.
    pub fn count(&self) -> u32 {
        (self.planned() + self.launched.len()) as u32
    }

    fn planned(&self) -> usize {
        self.kept.as_ref().map_or(self.draft.count as usize, Vec::len)
    }

    /// A campaign, by its number from 0, which is below [`count`](Self::count).
    pub fn campaign(&self, number: u32, calendar: &Calendar) -> Campaign {
        let number = number as usize;
        match (number.checked_sub(self.planned()), &self.kept) {
            (Some(launched), _) => self.launched[launched],
            (None, Some(kept)) => kept[number],
            (None, None) => self.draft.campaign(number as u64, calendar),
        }
    }

    /// Adds a launched campaign, whose rows follow those of all others. It lasts from a first to a last day, counted from the first
    /// of all, and comes from a location.
    pub fn launch(&mut self, launch: &Launch, first: u64, days: [u32; 2], location: u16, key: u64) {
        let launched = Launched { user: launch.user, strength: strength(launch.difficulty) };
        self.launched.push(Campaign {
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

    /// The first row after those of all campaigns.
    pub fn end(&self) -> u64 {
        self.launched.last().map_or(self.draft.rows, |last| last.first + u64::from(last.rows))
    }

    /// The number, from 0, of the campaign that an anomalous row belongs to.
    pub fn campaign_of(&self, index: u64) -> u32 {
        let among = |campaigns: &[Campaign]| {
            campaigns.partition_point(|campaign| campaign.first <= index).saturating_sub(1)
        };
        let is_launched = self.launched.first().is_some_and(|first| first.first <= index);
        let number = match &self.kept {
            _ if is_launched => self.planned() + among(&self.launched),
            Some(kept) => among(kept),
            None => self.draft.campaign_of(index) as usize,
        };
        number as u32
    }
}

/// What campaigns are drawn from.
#[derive(Debug)]
struct Draft {
    streams: Streams,
    /// Keys of what is spread evenly over the campaigns: attacks, patterns.
    keys: [u64; 2],
    rows: u64,
    count: u64,
    /// By attack: its days, as they are in this configuration, and how many users it targets.
    attacks: Vec<(f64, [u32; 2])>,
    attack_weights: Vec<f64>,
    pattern_weights: [f64; Pattern::COUNT],
    reach: f64,
    location: Picker,
}

impl Draft {
    fn new(seed: u64, rows: u64, world: &world::Parameters, parameters: &Parameters) -> Self {
        let p = parameters;
        let streams = Streams::new(seed);
        let mut stream = streams.stream(Purpose::Campaign);
        let keys = [stream.key(u64::MAX), stream.key(u64::MAX - 1)];
        let facts = |attack: &Attack| (attack.days * p.campaign_length, attack.users);
        Draft {
            streams,
            keys,
            rows,
            count: ((rows as f64 / f64::from(p.campaign_rows)).round() as u64).clamp(1, rows.max(1)),
            attacks: p.attacks().map(facts).collect(),
            attack_weights: p.weights(),
            pattern_weights: p.pattern_weights,
            reach: reach_at(p.difficulty),
            location: Picker::of(&world.locations),
        }
    }

    /// All campaigns that have rows.
    fn all(&self, calendar: &Calendar) -> Vec<Campaign> {
        let mut campaigns = Vec::new();
        let mut first = 0;
        let mut stream = self.streams.stream(Purpose::Campaign);
        for number in 0..self.count {
            let campaign = self.drawn(number, first, &mut stream, calendar);
            first += u64::from(campaign.rows);
            if campaign.rows > 0 {
                campaigns.push(campaign);
            }
        }
        campaigns
    }

    /// A campaign, by its number.
    fn campaign(&self, number: u64, calendar: &Calendar) -> Campaign {
        let mut stream = self.streams.stream(Purpose::Campaign);
        let first = number.checked_sub(1).map_or(0, |before| self.end(before, &mut stream));
        self.drawn(number, first, &mut stream, calendar)
    }

    /// The first row after a campaign; the first draw of its stream.
    fn end(&self, number: u64, stream: &mut Stream) -> u64 {
        stream.seek(number);
        // Sizes differ by two fifths in both directions, and add up.
        let end = (number + 1) as f64 + if number + 1 < self.count { stream.uniform(-0.4, 0.4) } else { 0.0 };
        (end * self.rows as f64 / self.count as f64).round() as u64
    }

    /// The number of the campaign that a row belongs to, where each has rows.
    fn campaign_of(&self, index: u64) -> u64 {
        let mut stream = self.streams.stream(Purpose::Campaign);
        let even = u128::from(index) * u128::from(self.count) / u128::from(self.rows.max(1));
        let mut number = (even as u64).min(self.count - 1);
        while number > 0 && self.end(number - 1, &mut stream) > index {
            number -= 1;
        }
        while number + 1 < self.count && self.end(number, &mut stream) <= index {
            number += 1;
        }
        number
    }

    /// A campaign whose first row is known. The draws, and their order, are part of the data's version.
    fn drawn(&self, number: u64, first: u64, stream: &mut Stream, calendar: &Calendar) -> Campaign {
        let end = self.end(number, stream);
        let place = pick(&self.attack_weights, weyl(number, self.keys[0]));
        let (days, users) = self.attacks[place];
        let span = f64::from(calendar.days());
        let length = days.min(span);
        let middle = (number as f64 + stream.unit()) / self.count as f64;
        let middle = f64::from(calendar.day(0, middle)) + stream.unit();
        // Not on the very first and last day, where they would lie outside of normal activity.
        let edge = if span > length + 3.0 { 1.0 } else { 0.0 };
        let start = (middle - length / 2.0).clamp(edge, span - length - edge).floor();
        Campaign {
            attack: place as u8,
            pattern: Pattern::ALL[pick(&self.pattern_weights, weyl(number, self.keys[1]))],
            location: self.location.pick(stream),
            first,
            rows: (end - first) as u32,
            // The harder to find, the more users it hides among.
            users: stream.between(users[0], users[1]) + ((1.0 - self.reach) * (end - first) as f64) as u32,
            days: [start, (start + length - 1.0).round().max(start)].map(|day| day as u32),
            key: stream.bits64(),
            launched: None,
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// A campaign that is drawn alone is the one of the table, and each row finds its own.
        #[test]
        fn a_plan_without_a_table_is_the_same(seed in 0..1_000_u64, rows in 0..3_000_u64, campaign_rows in 3..40_u32) {
            let mut c = Preset::Realistic.configuration();
            c.realistic.campaign_rows = campaign_rows;
            let calendar = Calendar::new(seed, &c.world);
            let plan = |most| Plan::keeping(most, Draft::new(seed, rows, &c.world, &c.realistic), &calendar);
            let (table, drawn) = (plan(u64::MAX), plan(0));
            prop_assert_eq!(table.count(), drawn.count());
            prop_assert_eq!((table.end(), drawn.end()), (rows, rows));
            for number in 0..table.count() {
                let [table, drawn] = [&table, &drawn].map(|plan| format!("{:?}", plan.campaign(number, &calendar)));
                prop_assert_eq!(table, drawn);
            }
            for row in 0..rows {
                prop_assert_eq!(table.campaign_of(row), drawn.campaign_of(row));
            }
        }
    }

    /// Rows beyond 32 bits find their campaigns, in no more memory than few do.
    #[test]
    fn the_far_end_of_a_large_plan_is_found() {
        let c = Preset::Realistic.configuration();
        let calendar = Calendar::new(7, &c.world);
        let rows = 5_000_000_000;
        let plan = Plan::new(7, rows, &c.world, &c.realistic, &calendar);
        assert!(plan.kept.is_none());
        let last = plan.campaign(plan.count() - 1, &calendar);
        assert_eq!(last.first + u64::from(last.rows), rows);
        for row in [0, rows / 3, rows - 1] {
            let campaign = plan.campaign(plan.campaign_of(row), &calendar);
            assert!((campaign.first..campaign.first + u64::from(campaign.rows)).contains(&row));
        }
    }
}
