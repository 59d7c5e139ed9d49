//! Lists whose items are drawn by weight, and the entries that stand for them in a setting.

use std::ops::{Deref, DerefMut, RangeInclusive};

use super::{Entry, Field, Kind, Value};
use crate::engine::problem::Problem;

/// A list whose items are drawn by weight. It reads as a slice of its items.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T> {
    items: Vec<T>,
    /// The weights of the items, in their order; empty where all are equal.
    weights: Vec<f64>,
}

impl<T> List<T> {
    /// The weights of the items, in their order; none at all where every item has the weight 1.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The weight of an item; 1 for one that is not there.
    pub fn weight(&self, index: usize) -> f64 {
        self.weights.get(index).copied().unwrap_or(1.0)
    }

    /// Keeps the first items.
    pub fn truncate(&mut self, count: usize) {
        self.items.truncate(count);
        self.weights.truncate(count);
    }

    /// Checks that at least `needed` items can be drawn.
    pub fn check(&self, path: &str, needed: usize, problems: &mut Vec<Problem>) {
        let drawn = self.weights.iter().filter(|weight| **weight > 0.0).count();
        if !self.weights.is_empty() && drawn < needed {
            let reason = text!("{drawn} of the list's names have a weight above 0", drawn);
            let hint = text!("give at least {needed} a weight above 0", needed);
            problems.push(Problem::new(path, reason, hint));
        }
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        List { items, weights: Vec::new() }
    }
}

impl<const COUNT: usize> From<[&str; COUNT]> for List<String> {
    fn from(names: [&str; COUNT]) -> Self {
        names.map(str::to_owned).to_vec().into()
    }
}

impl<T> Deref for List<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.items
    }
}

impl<T: Item> Field for List<T> {
    type Range = RangeInclusive<usize>;
    fn kind(range: Self::Range) -> Kind {
        Kind::List { min: *range.start(), max: *range.end(), tags: T::TAGS, default_tag: T::default_tag }
    }
    fn value(&self) -> Value {
        let entry = |(index, item): (usize, &T)| Entry { weight: self.weight(index), ..item.entry() };
        Value::List(self.items.iter().enumerate().map(entry).collect())
    }
    fn of(value: Value) -> Option<Self> {
        let Value::List(entries) = value else { return None };
        let is_equal = entries.iter().all(|entry| entry.weight == 1.0);
        let weights = if is_equal { Vec::new() } else { entries.iter().map(|entry| entry.weight).collect() };
        Some(List { items: entries.into_iter().map(T::item).collect(), weights })
    }
}

/// An item of a list that can be written as an entry and read back.
pub trait Item: Sized + 'static {
    /// The tags that an entry can carry.
    const TAGS: &'static [&'static str];
    /// The tag of a name that is given without one.
    fn default_tag(name: &str) -> &'static str;
    /// The entry that stands for the item, with the weight 1.
    fn entry(&self) -> Entry;
    /// The item that an entry stands for.
    fn item(entry: Entry) -> Self;
}

impl Item for String {
    const TAGS: &'static [&'static str] = &[];
    fn default_tag(_: &str) -> &'static str {
        ""
    }
    fn entry(&self) -> Entry {
        Entry { name: self.clone(), tag: String::new(), weight: 1.0 }
    }
    fn item(entry: Entry) -> Self {
        entry.name
    }
}
