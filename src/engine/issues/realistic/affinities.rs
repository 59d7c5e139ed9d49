//! What categories and activity types have to do with each other, and with the measures.

use crate::engine::issues::catalog::{self, Subject};
use crate::engine::issues::{Activity, Category};
use crate::engine::world::measures::OF_ACTIVITY;

/// What an activity type shifts: session, files, transfer, CPU, memory and logins, in standard deviations. A session
/// has rows of several types, and one length.
pub fn shifts(activity: Activity) -> &'static [f64; OF_ACTIVITY] {
    match activity {
        Activity::Login => &[0.0, -0.2, -0.2, -0.1, -0.1, 0.3],
        Activity::FileAccess => &[0.0, 0.2, 0.1, 0.0, 0.0, -0.15],
        Activity::DataModification => &[0.0, 0.0, 0.1, 0.1, 0.1, -0.15],
        Activity::Other => &[0.0; OF_ACTIVITY],
    }
}

/// The weight of an activity type, by what a category is about.
fn affinity(subject: Subject, activity: Activity) -> f64 {
    match (subject, activity) {
        (Subject::Access, Activity::Login)
        | (Subject::Files, Activity::FileAccess)
        | (Subject::Changes, Activity::DataModification) => 2.6,
        (Subject::Access, Activity::DataModification)
        | (Subject::Files | Subject::Changes, Activity::Login) => 0.7,
        _ => 1.0,
    }
}

/// The chances of the activity types in a category; they sum to 1. `own`: the weights of the activity types in their
/// list; none where all are equal.
pub fn activity_chances(category: &Category, activities: &[Activity], own: &[f64]) -> Vec<f64> {
    let subject = catalog::find(&category.name).map_or(Subject::Any, |known| known.subject);
    let weight = |(index, &activity): (usize, &Activity)| {
        affinity(subject, activity) * own.get(index).copied().unwrap_or(1.0)
    };
    let weights: Vec<f64> = activities.iter().enumerate().map(weight).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}
