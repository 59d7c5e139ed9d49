//! The comparison that is shown: which detector is chosen, and where its threshold stands. All views of a report share it.

use std::sync::Arc;

use leptos::prelude::*;

use super::job::{Detecting, Made};
use crate::engine::detect::{Report, Scored};
use crate::engine::models::breakdown::Breakdown;
use crate::engine::models::metrics::Confusion;

/// A report as its views know it.
#[derive(Clone, Copy)]
pub struct Shown {
    /// What it came from.
    pub detecting: Detecting,
    made: StoredValue<Arc<Made>>,
    /// The place of the chosen detector in the report.
    pub chosen: RwSignal<usize>,
    /// The point of its ROC curve where the threshold stands.
    pub point: RwSignal<usize>,
    /// What the threshold makes of the test rows; none where no detector could be tried.
    pub confusion: Memo<Option<Confusion>>,
    /// What is found and missed by part.
    pub breakdown: Memo<Breakdown>,
}

impl Shown {
    /// The detector that was chosen before, or else the best, at its best F1.
    pub fn new(detecting: Detecting, made: Arc<Made>) -> Self {
        let detectors = &made.report.detectors;
        let wanted = detecting.wanted.get_value();
        let is_wanted = |scored: &Scored| {
            wanted.as_ref().is_some_and(|(key, balanced)| scored.key == *key && scored.balanced == *balanced)
        };
        let place = detectors.iter().position(is_wanted).unwrap_or_default();
        let point = detectors.get(place).map_or(0, |scored| scored.best_f1);
        let (chosen, point) = (RwSignal::new(place), RwSignal::new(point));
        let made = StoredValue::new(made);
        let confusion = Memo::new(move |_| {
            let (chosen, point) = (chosen.get(), point.get());
            made.with_value(|made| {
                let scored = made.report.detectors.get(chosen)?;
                Some(scored.confusion(point, made.report.test))
            })
        });
        let breakdown = Memo::new(move |_| {
            let (chosen, point) = (chosen.get(), point.get());
            let false_alarms = confusion.get().map_or(0, |confusion| confusion.false_positives);
            made.with_value(|made| {
                let Some(scored) = made.report.detectors.get(chosen) else { return Breakdown::default() };
                Breakdown::of(&made.report.answers, &scored.scores, scored.threshold(point), false_alarms)
            })
        });
        Shown { detecting, made, chosen, point, confusion, breakdown }
    }

    /// Looks at the report.
    pub fn with<T>(self, look: impl FnOnce(&Report) -> T) -> T {
        self.made.with_value(|made| look(&made.report))
    }

    /// Looks at the chosen detector; follows the choice.
    pub fn scored<T>(self, look: impl FnOnce(&Scored, &Report) -> T) -> Option<T> {
        let chosen = self.chosen.get();
        self.made.with_value(|made| Some(look(made.report.detectors.get(chosen)?, &made.report)))
    }

    /// The number of rows, where they were generated.
    pub fn generated_rows(self) -> Option<u64> {
        self.made.with_value(|made| made.generated_rows())
    }

    /// The model card of the chosen detector, with its threshold where it stands.
    pub fn card(self) -> Option<String> {
        let (chosen, point) = (self.chosen.get_untracked(), self.point.get_untracked());
        self.made.with_value(|made| made.card(chosen, point))
    }

    /// Chooses a detector, with its threshold at its best F1.
    pub fn choose(self, place: usize) {
        let Some((key, balanced, best)) = self.with(|report| {
            let scored = report.detectors.get(place)?;
            Some((scored.key.clone(), scored.balanced, scored.best_f1))
        }) else {
            return;
        };
        if self.chosen.get_untracked() != place {
            self.detecting.wanted.set_value(Some((key, balanced)));
            self.chosen.set(place);
            self.point.set(best);
        }
    }

    /// Moves the threshold.
    pub fn move_to(self, point: usize) {
        if self.point.get_untracked() != point {
            self.point.set(point);
        }
    }
}
