//! Undo and redo: what was typed, step by step.

use crate::engine::configuration::Preset;

/// Everything that is typed at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The preset.
    pub preset: Preset,
    /// The text of each setting's field.
    pub texts: Vec<String>,
}

/// The steps so far.
#[derive(Clone, Debug)]
pub struct History {
    past: Vec<Snapshot>,
    present: Snapshot,
    future: Vec<Snapshot>,
}

/// How many steps can be undone; older ones are forgotten.
const MAX_STEPS: usize = 100;

impl History {
    /// A first step.
    pub fn new(present: Snapshot) -> Self {
        History { past: Vec::new(), present, future: Vec::new() }
    }

    /// Where the form stands, but for what was typed since the last step.
    pub fn present(&self) -> &Snapshot {
        &self.present
    }

    /// Adds a step; what was undone cannot be done again.
    pub fn add(&mut self, snapshot: Snapshot) {
        self.past.push(std::mem::replace(&mut self.present, snapshot));
        self.past.drain(..self.past.len().saturating_sub(MAX_STEPS));
        self.future.clear();
    }

    /// Goes a step back, if there is one.
    pub fn undo(&mut self) {
        if let Some(before) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.present, before));
        }
    }

    /// Goes a step forward, if one was undone.
    pub fn redo(&mut self) {
        if let Some(after) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.present, after));
        }
    }

    /// Whether there is a step to go back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a step to go forward.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(text: usize) -> Snapshot {
        Snapshot { preset: Preset::ALL[0], texts: vec![text.to_string()] }
    }

    #[test]
    fn steps_are_taken_back_and_done_again() {
        let mut history = History::new(step(0));
        assert!(!history.can_undo() && !history.can_redo());
        history.add(step(1));
        history.add(step(2));
        history.undo();
        history.undo();
        assert!(*history.present() == step(0) && !history.can_undo() && history.can_redo());
        history.undo();
        assert_eq!(*history.present(), step(0));
        history.redo();
        assert_eq!(*history.present(), step(1));
    }

    #[test]
    fn a_new_step_ends_what_could_be_done_again() {
        let mut history = History::new(step(0));
        history.add(step(1));
        history.undo();
        history.add(step(2));
        assert!(!history.can_redo());
        history.redo();
        assert_eq!(*history.present(), step(2));
        history.undo();
        assert_eq!(*history.present(), step(0));
    }

    #[test]
    fn old_steps_are_forgotten() {
        let mut history = History::new(step(0));
        (1..=MAX_STEPS + 5).for_each(|number| history.add(step(number)));
        let mut undone = 0;
        while history.can_undo() {
            history.undo();
            undone += 1;
        }
        assert_eq!((undone, history.present()), (MAX_STEPS, &step(5)));
    }
}
