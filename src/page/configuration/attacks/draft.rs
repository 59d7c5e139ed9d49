//! What is typed of an attack, field by field, as it was typed.

use leptos::prelude::*;

use crate::engine::decimal;
use crate::engine::issues::campaigns::own::{MEASURE_KEYS, OwnAttack, quoted};
use crate::engine::issues::campaigns::{Behavior, Phase};
use crate::engine::world::measures::MEASURES;

type Text = RwSignal<String>;

/// An attack that is edited.
#[derive(Clone, Copy)]
pub struct Draft {
    pub name: Text,
    pub weight: Text,
    pub users: Text,
    pub days: Text,
    pub ramp: Text,
    pub category: Text,
    pub activity: Text,
    pub phases: RwSignal<Vec<PhaseDraft>>,
    next: StoredValue<u32>,
    /// What the signals of phases live with: as long as the page, whoever adds them.
    owner: StoredValue<Owner>,
}

/// A phase that is edited.
#[derive(Clone, Copy)]
pub struct PhaseDraft {
    /// Tells it from the others.
    pub number: u32,
    pub name: Text,
    pub share: Text,
    pub tactic: Text,
    pub technique: Text,
    pub off_hours: Text,
    pub elsewhere: Text,
    pub shifts: [Text; MEASURES],
}

fn typed(text: impl Into<String>) -> Text {
    RwSignal::new(text.into())
}

impl Draft {
    /// An empty one.
    pub fn new() -> Self {
        Draft {
            name: typed(""),
            weight: typed("1"),
            users: typed("1"),
            days: typed("1"),
            ramp: typed("60"),
            category: typed(""),
            activity: typed(""),
            phases: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// Takes an attack over.
    pub fn load(self, own: &OwnAttack) {
        let attack = &own.attack;
        let [least, most] = attack.users;
        self.name.set(attack.name.to_string());
        self.weight.set(decimal::text(own.weight));
        self.users.set(if least == most { least.to_string() } else { format!("{least}-{most}") });
        self.days.set(decimal::text(attack.days));
        self.ramp.set(attack.ramp.to_string());
        self.category.set(attack.category.to_string());
        self.activity.set(attack.activity_type.to_string());
        self.phases.set(attack.phases.iter().map(|phase| self.phase(phase)).collect());
    }

    fn phase(self, phase: &Phase) -> PhaseDraft {
        self.owner.get_value().with(|| self.new_phase(phase))
    }

    fn new_phase(self, phase: &Phase) -> PhaseDraft {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        let Behavior { shifts, off_hours, elsewhere } = phase.behavior;
        let shift = |tenths: i8| {
            if tenths == 0 { String::new() } else { decimal::text(f64::from(tenths) / 10.0) }
        };
        PhaseDraft {
            number,
            name: typed(phase.name.as_ref()),
            share: typed(phase.share.to_string()),
            tactic: typed(phase.tactic.as_ref()),
            technique: typed(phase.technique.as_ref()),
            off_hours: typed(off_hours.to_string()),
            elsewhere: typed(elsewhere.to_string()),
            shifts: shifts.map(|tenths| typed(shift(tenths))),
        }
    }

    /// Adds a phase at the end, which takes what the others leave of the whole.
    pub fn add_phase(self) {
        let taken: f64 = self.phases.with_untracked(|phases| {
            phases.iter().filter_map(|phase| decimal::typed(&phase.share.get_untracked())).sum()
        });
        let phase = Phase {
            name: "Next phase".into(),
            share: (100.0 - taken).clamp(1.0, 100.0) as u8,
            tactic: "TA0009".into(),
            technique: "T1039".into(),
            behavior: Behavior { shifts: [0; MEASURES], off_hours: 10, elsewhere: 5 },
        };
        let phase = self.phase(&phase);
        self.phases.update(|phases| phases.push(phase));
    }

    /// Its lines.
    pub fn lines(self) -> String {
        let value = |text: Text| quoted(text.get().trim());
        let mut lines = format!(
            "attack {} weight={} users={} days={} ramp={}",
            value(self.name),
            value(self.weight),
            value(self.users),
            value(self.days),
            value(self.ramp)
        );
        for (key, text) in [("category", self.category), ("activity", self.activity)] {
            if !text.get().trim().is_empty() {
                lines += &format!(" {key}={}", value(text));
            }
        }
        for phase in self.phases.get() {
            lines += &format!(
                "\nphase {} share={} tactic={} technique={}",
                value(phase.name),
                value(phase.share),
                value(phase.tactic),
                value(phase.technique)
            );
            for (key, text) in MEASURE_KEYS.iter().zip(phase.shifts) {
                if !text.get().trim().is_empty() {
                    lines += &format!(" {key}={}", value(text));
                }
            }
            lines += &format!(" off_hours={} elsewhere={}", value(phase.off_hours), value(phase.elsewhere));
        }
        lines
    }
}
