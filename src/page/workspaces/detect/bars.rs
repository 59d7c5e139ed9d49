//! Bars: what is missed by part, what each feature adds to a score, what is lost without it. Lengths and places are in
//! percent of the room that there is.

use crate::engine::detect::Scored;
use crate::engine::detect::report::Explained;
use crate::engine::explore::text::significant;
use crate::engine::models::breakdown::{BenignOutliers, Breakdown, Found, FoundCampaign};
use crate::engine::text::number;
use crate::page::language;

/// What missed rows are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Kind of attack.
    #[default]
    Attack,
    /// Campaign.
    Campaign,
    /// How rows depart from their user's baseline.
    Pattern,
}

impl By {
    /// All of them, in the order of the control.
    pub const ALL: [By; 3] = [By::Attack, By::Campaign, By::Pattern];

    /// What stands on the control.
    pub fn name(self) -> &'static str {
        match self {
            By::Attack => words!("Attack"),
            By::Campaign => words!("Campaign"),
            By::Pattern => words!("Pattern"),
        }
    }

    /// How many parts there are.
    pub fn count(self, breakdown: &Breakdown) -> usize {
        match self {
            By::Attack => breakdown.attacks.len(),
            By::Campaign => breakdown.campaigns.len(),
            By::Pattern => breakdown.patterns.len(),
        }
    }
}

/// A part of the anomalous rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// The part.
    pub name: String,
    /// What is said beside the name; empty where nothing is.
    pub note: String,
    /// The missed rows, in percent of its rows.
    pub share: f64,
    /// The missed rows and all: `4 of 13`.
    pub figure: String,
}

/// The parts, those that are missed most first.
pub fn missed(breakdown: &Breakdown, by: By) -> Vec<Missed> {
    match by {
        By::Attack => breakdown.attacks.iter().map(|found| bar(found, String::new())).collect(),
        By::Pattern => {
            let bar = |found: &Found| Missed {
                name: language::looked_up(&found.name),
                ..bar(found, String::new())
            };
            breakdown.patterns.iter().map(bar).collect()
        }
        By::Campaign => {
            breakdown.campaigns.iter().map(|campaign| bar(&campaign.found, delay(campaign))).collect()
        }
    }
}

fn bar(found: &Found, note: String) -> Missed {
    let missed = found.rows.saturating_sub(found.found);
    Missed {
        name: found.name.clone(),
        note,
        share: found.missed_share() * 100.0,
        figure: t!("{missed} of {rows}", missed, rows = found.rows),
    }
}

/// The attack of a campaign and when it is first found.
fn delay(campaign: &FoundCampaign) -> String {
    let when = match campaign.delay_hours {
        _ if campaign.found.found == 0 => t!("never found").to_owned(),
        Some(hours) if hours < 1.0 => t!("found within an hour").to_owned(),
        Some(hours) if hours < 48.0 => {
            t!("found after {hours} h", hours = number(significant(hours, 2)))
        }
        Some(hours) => t!("found after {days} days", days = number(significant(hours / 24.0, 2))),
        None => String::new(),
    };
    [campaign.attack.as_str(), when.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// What the normal rows that look like an attack do to the false alarms.
pub fn benign(benign: BenignOutliers) -> Option<String> {
    (benign.rows > 0).then(|| {
        let BenignOutliers { rows, alarms, false_alarms } = benign;
        t!(
            "{alarms} of {false_alarms} is one of the benign outliers: normal rows that look like an attack, of which there are \
             {rows}."
                | "{alarms} of {false_alarms} are benign outliers: normal rows that look like an attack, of which there are \
                   {rows}." % alarms,
            alarms,
            false_alarms = text!(
                "{count} false alarm" | "{count} false alarms" % false_alarms,
                count = language::grouped(false_alarms)
            ),
            rows
        )
    })
}

/// What a feature adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// The feature.
    pub name: String,
    /// Where its bar begins.
    pub left: f64,
    /// How long it is.
    pub length: f64,
    /// Whether it makes the row more anomalous.
    pub is_more: bool,
    /// What it adds: `+0.41`.
    pub figure: String,
}

/// The bars of an explanation, each where the one before it ends.
pub fn added(explained: &Explained) -> Vec<Added> {
    let mut ends = vec![explained.base];
    for (_, value) in &explained.parts {
        ends.push(ends.last().copied().unwrap_or_default() + value);
    }
    let min = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let max = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let scale = if max > min { 100.0 / (max - min) } else { 0.0 };
    let bars = explained.parts.iter().zip(ends.windows(2)).map(|((name, value), ends)| Added {
        name: language::told(name),
        left: (ends[0].min(ends[1]) - min) * scale,
        length: value.abs() * scale,
        is_more: *value >= 0.0,
        figure: signed(*value),
    });
    bars.collect()
}

/// The score of an explained row: what all features add to the base.
pub fn total(explained: &Explained) -> f64 {
    explained.base + explained.parts.iter().map(|(_, value)| value).sum::<f64>()
}

/// A number with its sign, a minus as wide as a plus; what is rounded to nothing has none.
pub fn signed(value: f64) -> String {
    let digits =
        if value.abs() < 100.0 { format!("{:.2}", value.abs()) } else { significant(value.abs(), 3) };
    let sign = match digits.as_str() {
        "0.00" => "",
        _ if value < 0.0 => "−",
        _ => "+",
    };
    language::number(&format!("{sign}{digits}"))
}

/// What is lost without a feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// The feature.
    pub name: String,
    /// The length of its bar.
    pub length: f64,
    /// The loss: `0.041`.
    pub figure: String,
    /// The loss with its deviation, in words.
    pub words: String,
}

/// The bars of the features of a detector, the most important first.
pub fn used(scored: &Scored) -> Vec<Used> {
    let max = scored.importance.iter().map(|one| one.mean).fold(0.0, f64::max);
    let bars = scored.importance.iter().map(|one| Used {
        name: language::told(&one.feature),
        length: if max > 0.0 { (one.mean / max).max(0.0) * 100.0 } else { 0.0 },
        figure: language::number(&format!("{:.3}", one.mean)),
        words: t!(
            "Without it the AUC falls by {mean} ± {deviation}",
            mean = number(format!("{:.3}", one.mean)),
            deviation = number(format!("{:.3}", one.deviation))
        ),
    });
    bars.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::detect::report::Importance;
    use crate::page::workspaces::detect::points::tests::scored;

    fn explained(parts: &[(&str, f64)]) -> Explained {
        let parts = parts.iter().map(|(name, value)| ((*name).into(), *value)).collect();
        Explained { place: 0, base: 0.1, parts, unit: "probability".into() }
    }

    #[test]
    fn each_bar_begins_where_the_one_before_it_ends() {
        let explained = explained(&[("Login Attempts", 0.4), ("hour", -0.1), ("others", 0.2)]);
        let bars = added(&explained);
        let places: Vec<[i64; 2]> =
            bars.iter().map(|bar| [bar.left.round() as i64, bar.length.round() as i64]).collect();
        assert_eq!(places, [[0, 80], [60, 20], [60, 40]]);
        assert_eq!((bars[0].figure.as_str(), bars[1].figure.as_str()), ("+0.40", "−0.10"));
        assert!(bars[0].is_more && !bars[1].is_more && (total(&explained) - 0.6).abs() < 1e-12);
        assert_eq!(signed(-0.004), "0.00");
        // Nothing that adds nothing is divided by nothing.
        let flat = added(&super::tests::explained(&[("hour", 0.0)]));
        assert_eq!((flat[0].left, flat[0].length, flat[0].figure.as_str()), (0.0, 0.0, "0.00"));
    }

    #[test]
    fn a_campaign_says_when_it_is_found() {
        let campaign = |found, delay_hours| {
            let found = Found { name: "CAMPAIGN-3".to_owned(), rows: 13, found };
            let breakdown = Breakdown {
                campaigns: vec![FoundCampaign { found, attack: "Ransomware".to_owned(), delay_hours }],
                ..Breakdown::default()
            };
            missed(&breakdown, By::Campaign).remove(0)
        };
        assert_eq!(campaign(9, Some(3.25)).note, "Ransomware, found after 3.3 h");
        assert_eq!(campaign(9, Some(72.0)).note, "Ransomware, found after 3 days");
        assert_eq!(campaign(0, None).note, "Ransomware, never found");
        assert_eq!(campaign(1, None).note, "Ransomware");
        assert_eq!(campaign(9, None).figure, "4 of 13");
        assert!((campaign(9, None).share - 400.0 / 13.0).abs() < 1e-9);
    }

    #[test]
    fn benign_outliers_are_told_where_there_are_any() {
        let told = |rows, alarms| benign(BenignOutliers { rows, alarms, false_alarms: 54 });
        assert!(told(80, 12).unwrap().starts_with("12 of 54 false alarms are benign outliers"));
        assert_eq!(told(0, 0), None);
    }

    #[test]
    fn a_feature_that_helps_nothing_has_no_bar() {
        let mut scored = scored(&[]);
        assert!(used(&scored).is_empty());
        let one = |mean| Importance { feature: "Hour".into(), mean, deviation: 0.01 };
        scored.importance = vec![one(0.2), one(0.1), one(-0.01)];
        assert_eq!(used(&scored).iter().map(|bar| bar.length).collect::<Vec<_>>(), [100.0, 50.0, 0.0]);
        scored.importance = vec![one(0.0)];
        assert_eq!(used(&scored)[0].length, 0.0);
    }
}
