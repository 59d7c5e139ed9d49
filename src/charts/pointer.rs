//! Where a reader is in a drawn chart: at one of its [`Hit`]s, by pointer or by keyboard.

use super::Hit;
use crate::engine::explore::chart::Selection;

/// The hits of a drawn chart, and the one that a reader is at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pointer {
    hits: Vec<Hit>,
    at: Option<usize>,
}

/// What a key does in a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Goes to the next hit.
    Next,
    /// Goes to the hit before.
    Previous,
    /// Filters by the hit.
    Choose,
}

impl Key {
    /// The key with a name as `KeyboardEvent.key` has it; none for keys that do nothing in a chart.
    pub fn named(name: &str) -> Option<Key> {
        match name {
            "ArrowRight" | "ArrowDown" => Some(Key::Next),
            "ArrowLeft" | "ArrowUp" => Some(Key::Previous),
            "Enter" | " " => Some(Key::Choose),
            _ => None,
        }
    }
}

impl Pointer {
    /// The hits that drawing returned; the reader is at none of them.
    pub fn new(hits: Vec<Hit>) -> Self {
        Pointer { hits, at: None }
    }

    /// The hit that the reader is at.
    pub fn hit(&self) -> Option<&Hit> {
        self.hits.get(self.at?)
    }

    /// What is to be read at that hit; empty where there is none.
    pub fn label(&self) -> &str {
        self.hit().map_or("", |hit| &hit.label)
    }

    /// The rows that the hit stands for; empty where it stands for none.
    pub fn selection(&self) -> &[Selection] {
        self.hit().map_or(&[], |hit| &hit.selection)
    }

    /// Goes to the uppermost hit at a place, or to none. Whether that is another one than before.
    pub fn point(&mut self, x: i32, y: i32) -> bool {
        self.go(self.hits.iter().rposition(|hit| hit.contains(x, y)))
    }

    /// Goes to none. Whether the reader was at one.
    pub fn leave(&mut self) -> bool {
        self.go(None)
    }

    /// Goes to the next hit, after the last to the first. Whether that is another one than before.
    pub fn go_on(&mut self) -> bool {
        let count = self.hits.len();
        let next = self.at.map_or(0, |at| (at + 1) % count.max(1));
        self.go((next < count).then_some(next))
    }

    /// Goes to the hit before, from the first to the last. Whether that is another one than before.
    pub fn go_back(&mut self) -> bool {
        let last = self.hits.len().checked_sub(1);
        self.go(self.at.and_then(|at| at.checked_sub(1)).or(last))
    }

    fn go(&mut self, at: Option<usize>) -> bool {
        let is_other = self.at != at;
        self.at = at;
        is_other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(left: i32, width: i32, label: &str) -> Hit {
        Hit { left, top: 0, width, height: 10, label: label.to_owned(), selection: Vec::new() }
    }

    #[test]
    fn the_uppermost_hit_is_pointed_at() {
        let mut pointer = Pointer::new(vec![hit(0, 100, "area"), hit(40, 8, "point")]);
        assert!(pointer.point(44, 5));
        assert_eq!(pointer.label(), "point");
        assert!(!pointer.point(45, 5), "the same hit is no news");
        assert!(pointer.point(10, 5));
        assert_eq!(pointer.label(), "area");
        assert!(pointer.point(10, 50));
        assert_eq!((pointer.hit(), pointer.label()), (None, ""));
        assert!(pointer.selection().is_empty() && !pointer.leave());
    }

    #[test]
    fn arrow_keys_walk_all_hits_and_start_again() {
        let mut pointer = Pointer::new(vec![hit(0, 9, "a"), hit(10, 9, "b"), hit(20, 9, "c")]);
        let forward: Vec<String> = (0..4)
            .map(|_| {
                pointer.go_on();
                pointer.label().to_owned()
            })
            .collect();
        assert_eq!(forward, ["a", "b", "c", "a"]);
        pointer.go_back();
        assert_eq!(pointer.label(), "c");
        // The keyboard goes on from where the pointer is.
        pointer.point(12, 5);
        pointer.go_on();
        assert_eq!(pointer.label(), "c");
        let mut fresh = Pointer::new(vec![hit(0, 9, "a"), hit(10, 9, "b")]);
        fresh.go_back();
        assert_eq!(fresh.label(), "b");
        let mut none = Pointer::default();
        assert!(!none.go_on() && !none.go_back());
    }

    #[test]
    fn keys_have_their_meaning() {
        assert_eq!(
            ["ArrowDown", "ArrowLeft", " ", "Tab"].map(Key::named),
            [Some(Key::Next), Some(Key::Previous), Some(Key::Choose), None]
        );
    }
}
