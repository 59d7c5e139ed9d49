//! What categories and activity types have to do with each other, and with the measures.

use super::measures::{MEASURES, OF_ISSUE};
use crate::engine::issues::Category;
use crate::engine::issues::catalog;

/// What an activity type shifts: session, files, transfer, CPU, memory and logins, in standard deviations. A session
/// has rows of several types, and one length. The last line is for a type that is none of the three.
pub const ACTIVITY_SHIFTS: [(&str, [f64; MEASURES - OF_ISSUE]); 4] = [
    ("login", [0.0, -0.2, -0.2, -0.1, -0.1, 0.3]),
    ("file_access", [0.0, 0.2, 0.1, 0.0, 0.0, -0.15]),
    ("data_modification", [0.0, 0.0, 0.1, 0.1, 0.1, -0.15]),
    ("", [0.0; MEASURES - OF_ISSUE]),
];

/// Weights of the activity types above, by what a category is about: anything, access, files, changes.
const AFFINITIES: [[f64; 4]; 4] =
    [[1.0, 1.0, 1.0, 1.0], [2.6, 1.0, 0.7, 1.0], [0.7, 2.6, 1.0, 1.0], [0.7, 1.0, 2.6, 1.0]];

/// What each of the 20 categories is about, by its place in [`catalog::CATEGORIES`].
const ABOUT: [u8; 20] = [1, 1, 3, 1, 0, 0, 3, 0, 3, 0, 0, 2, 1, 3, 2, 2, 0, 3, 1, 1];

/// What is known of a category of the configuration.
#[derive(Debug)]
pub struct CategoryFacts {
    /// The chances of the activity types; they sum to 1.
    pub activity_types: Vec<f64>,
}

impl CategoryFacts {
    /// What is known of a category. `own`: the weights of the activity types in their list; none where all are equal.
    pub fn new(category: &Category, activities: &[usize], own: &[f64]) -> Self {
        let place = catalog::CATEGORIES.iter().position(|known| known.name == category.name);
        let affinities = AFFINITIES[place.map_or(0, |place| usize::from(ABOUT[place]))];
        let weight = |(index, &activity): (usize, &usize)| {
            affinities[activity] * own.get(index).copied().unwrap_or(1.0)
        };
        let weights: Vec<f64> = activities.iter().enumerate().map(weight).collect();
        let sum: f64 = weights.iter().sum();
        CategoryFacts { activity_types: weights.into_iter().map(|weight| weight / sum).collect() }
    }
}
