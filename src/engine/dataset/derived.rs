//! What of a row follows from its codes: looked up once a configuration, so that a cell takes a few instructions.

use super::schema::{NOISE_COLUMNS, colors, phase_names, techniques};
use super::{Context, Record};
use crate::engine::issues::CategoryKind;
use crate::engine::issues::rounded;
use crate::engine::random::mix;
use crate::engine::response::{RULES, SCENARIOS};

/// The kinds of categories, in the order of their codes.
pub(super) const CATEGORY_KINDS: [CategoryKind; 2] =
    [CategoryKind::PerformanceIndicator, CategoryKind::RiskIndicator];

/// The categories that are about attacks; the others are governance and carry no technique.
const TECHNICAL: [&str; 8] = [
    "Network Security",
    "Access Control",
    "Data Breach",
    "Phishing Attack",
    "Malware",
    "Data Leak",
    "Unauthorized Access",
    "DDOS",
];

/// The codes of derived columns.
#[derive(Clone, Debug)]
pub(super) struct DerivedFacts {
    /// By status: whether it is a closed one.
    closed: Vec<bool>,
    /// By category: the code of its kind, and whether it is about attacks, so that a row can carry a technique.
    categories: Vec<(u32, bool)>,
    /// By scenario: the code of its color.
    colors: [u32; SCENARIOS.len()],
    /// By attack and phase: the codes of the phase and of the technique.
    phases: Vec<Vec<[u32; 2]>>,
    users: u32,
    noise_key: u64,
}

impl DerivedFacts {
    pub(super) fn new(context: &Context) -> Self {
        let code = |names: &[String], name: &str| {
            let code = names.iter().position(|known| known == name);
            debug_assert!(code.is_some(), "{name} is not in its own list");
            code.unwrap_or_default() as u32
        };
        let (phases, techniques, colors) = (phase_names(context), techniques(context), colors());
        let kind = |kind| CATEGORY_KINDS.iter().position(|known| *known == kind).unwrap_or_default() as u32;
        let categories = context.lists.categories.iter();
        DerivedFacts {
            closed: context.lists.statuses.iter().map(|status| status.closed).collect(),
            categories: categories
                .map(|category| (kind(category.kind), is_technical(&category.name)))
                .collect(),
            colors: SCENARIOS.each_ref().map(|scenario| code(&colors, scenario.color.name)),
            phases: context
                .realistic
                .attacks()
                .map(|attack| {
                    let codes = attack
                        .phases
                        .iter()
                        .map(|phase| [code(&phases, &phase.name), code(&techniques, &phase.technique)]);
                    codes.collect()
                })
                .collect(),
            users: context.world.users,
            noise_key: mix(context.seed),
        }
    }

    pub(super) fn is_closed(&self, record: &Record) -> bool {
        self.closed.get(usize::from(record.issue.status)).copied().unwrap_or(false)
    }

    pub(super) fn kind(&self, record: &Record) -> Option<u32> {
        self.categories.get(usize::from(record.issue.category)).map(|(kind, _)| *kind)
    }

    pub(super) fn color(&self, record: &Record) -> u32 {
        self.colors[usize::from(record.scenario().number - 1)]
    }

    pub(super) fn phase_code(&self, record: &Record) -> Option<u32> {
        Some(self.phase_codes(record)?[0])
    }

    pub(super) fn technique_code(&self, record: &Record) -> Option<u32> {
        let (_, is_technical) = *self.categories.get(usize::from(record.issue.category))?;
        Some(self.phase_codes(record).filter(|_| is_technical)?[1])
    }

    fn phase_codes(&self, record: &Record) -> Option<&[u32; 2]> {
        let mark = &record.issue.mark;
        self.phases.get(usize::from(mark.attack).checked_sub(1)?)?.get(usize::from(mark.phase))
    }

    /// The user's own device, or a shared one.
    pub(super) fn device(&self, record: &Record) -> u32 {
        match record.issue.mark.device {
            0 => record.issue.user,
            shared => self.users + u32::from(shared) - 1,
        }
    }

    /// A number from 0 to 1 that depends on nothing else of the row.
    pub(super) fn noise(&self, number: u64, record: &Record) -> f64 {
        let bits = mix(self.noise_key ^ mix(record.drawn * NOISE_COLUMNS as u64 + number));
        rounded((bits >> 44) as f64 / f64::from(1 << 20), 1_000.0)
    }
}

/// Whether a category is about attacks.
pub fn is_technical(category: &str) -> bool {
    TECHNICAL.contains(&category)
}

/// The code of the issue name: each category has two.
pub(super) fn name_code(record: &Record) -> u32 {
    2 * u32::from(record.issue.category) + u32::from(record.issue.mark.name)
}

/// The code of the defense action: one for each scenario and set of rules.
pub(super) fn action_code(record: &Record) -> u32 {
    (u32::from(record.scenario().number - 1) << RULES.len()) + u32::from(record.fired)
}
