//! What stands below the chart, in tabs, and when it is asked for: when its tab is opened first, and again where other rows
//! are looked at while it is open.

use crate::engine::Problem;

/// A tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The chart's own numbers.
    #[default]
    Numbers,
    /// What pandas' `describe` gives.
    Statistics,
    /// What a reader should know.
    Alerts,
    /// What each column is, and the first rows.
    Dictionary,
}

impl Tab {
    /// All of them, in the order of the page.
    pub const ALL: [Tab; 4] = [Tab::Numbers, Tab::Statistics, Tab::Alerts, Tab::Dictionary];

    /// The id of its button.
    pub fn id(self) -> &'static str {
        match self {
            Tab::Numbers => "tab-numbers",
            Tab::Statistics => "tab-statistics",
            Tab::Alerts => "tab-alerts",
            Tab::Dictionary => "tab-dictionary",
        }
    }

    /// The id of what it shows.
    pub fn panel(self) -> &'static str {
        match self {
            Tab::Numbers => "panel-numbers",
            Tab::Statistics => "panel-statistics",
            Tab::Alerts => "panel-alerts",
            Tab::Dictionary => "panel-dictionary",
        }
    }

    /// What stands on it.
    pub fn name(self) -> &'static str {
        match self {
            Tab::Numbers => words!("Numbers"),
            Tab::Statistics => words!("Statistics"),
            Tab::Alerts => words!("Alerts"),
            Tab::Dictionary => words!("Dictionary"),
        }
    }
}

/// An answer about the rows that `K` names.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<K, T> {
    of: Option<K>,
    found: Found<T>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Found<T> {
    /// Nothing yet.
    #[default]
    Nothing,
    /// This.
    This(T),
    /// It cannot be done.
    Problems(Vec<Problem>),
}

impl<K, T> Default for Answer<K, T> {
    fn default() -> Self {
        Answer { of: None, found: Found::Nothing }
    }
}

impl<K: PartialEq + Clone, T> Answer<K, T> {
    /// Whether it has to be asked for, where `of` is looked at; from then on it is expected.
    pub fn expect(&mut self, of: &K) -> bool {
        let is_new = self.of.as_ref() != Some(of);
        if is_new {
            *self = Answer { of: Some(of.clone()), found: Found::Nothing };
        }
        is_new
    }

    /// Takes what was found, if it is about what is expected; none where the request was given up, and is to be made again.
    pub fn take(&mut self, of: &K, found: Option<Found<T>>) {
        if self.of.as_ref() == Some(of) {
            match found {
                Some(found) => self.found = found,
                None => *self = Answer::default(),
            }
        }
    }

    /// What was found about these rows.
    pub fn found(&self, of: &K) -> Option<&Found<T>> {
        (self.of.as_ref() == Some(of)).then_some(&self.found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_asked_for_once_for_the_same_rows() {
        let mut answer = Answer::<u32, &str>::default();
        assert!(answer.expect(&1) && !answer.expect(&1));
        answer.take(&1, Some(Found::This("one")));
        assert_eq!(answer.found(&1), Some(&Found::This("one")));
        // Away and back: nothing has changed.
        assert!(!answer.expect(&1));
        // Other rows.
        assert!(answer.expect(&2));
        assert_eq!((answer.found(&2), answer.found(&1)), (Some(&Found::Nothing), None));
    }

    #[test]
    fn a_late_answer_about_other_rows_is_not_shown() {
        let mut answer = Answer::<u32, &str>::default();
        answer.expect(&1);
        answer.expect(&2);
        answer.take(&1, Some(Found::This("one")));
        assert_eq!(answer.found(&2), Some(&Found::Nothing));
    }

    #[test]
    fn a_request_that_was_given_up_is_made_again() {
        let mut answer = Answer::<u32, &str>::default();
        answer.expect(&1);
        answer.take(&1, None);
        assert!(answer.expect(&1));
    }

    #[test]
    fn every_tab_has_its_own_ids() {
        let mut ids: Vec<&str> = Tab::ALL.iter().flat_map(|tab| [tab.id(), tab.panel()]).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 8);
    }
}
