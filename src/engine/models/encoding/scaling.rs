//! How the numbers of one feature are put around 0, against all rows or against those of the same user.

use crate::engine::dataset::Table;
use crate::engine::models::entity;
use crate::engine::models::features::Source;
use crate::engine::problem::Problem;
use crate::engine::statistics::sorting::sorted;
use crate::engine::statistics::{Middle, Moments, quantile, sum};

/// The skewness above which numbers are put on a logarithmic scale.
const SKEWED: f64 = 1.0;

/// How many rows the variance of all users counts in a user's own: one with few rows is taken to vary as others do.
const KAPPA: f64 = 5.0;

/// The least variance between users, as a share of that within them: users that differ less are taken for one.
const MIN_BETWEEN: f64 = 1e-6;

/// The share of a variance that is taken for rounding.
const ROUNDING: f64 = 1e-18;

/// Standard deviations beyond which a number is cut: no test row overflows, whatever it holds.
const LIMIT: f64 = 1e9;

/// How the numbers of a feature are put around 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    /// Whether they become ln(1 + *x*) first; negative ones count as 0 then.
    pub log: bool,
    /// What takes the place of a missing number, after logarithm and baseline.
    pub median: f64,
    /// What is subtracted.
    pub mean: f64,
    /// What is divided by.
    pub deviation: f64,
    by_user: Option<ByUser>,
}

impl Scaling {
    /// Of the numbers of the training rows; none where they are the same in all.
    pub(super) fn fit(source: Source, values: &[f64], users: Option<&Users>) -> Option<Self> {
        let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let log = matches!(source, Source::Number | Source::Delay)
            && present.iter().all(|&value| value >= 0.0)
            && Moments::of(&present).skewness.is_some_and(|skewness| skewness > SKEWED);
        let mut scaling = Scaling { log, median: 0.0, mean: 0.0, deviation: 1.0, by_user: None };
        let mut scaled: Vec<f64> = values.iter().map(|&value| scaling.logarithm(value)).collect();
        if let Some(users) = users.filter(|_| source == Source::Number) {
            let by_user = ByUser::fit(&scaled, users)?;
            scaled
                .iter_mut()
                .zip(&users.places)
                .for_each(|(value, &user)| *value = by_user.apply(*value, user));
            scaling.by_user = Some(by_user);
        }
        scaling.median = quantile(&sorted(&scaled), 0.5)?;
        scaled.iter_mut().filter(|value| value.is_nan()).for_each(|value| *value = scaling.median);
        if scaled.iter().all(|value| scaled.first() == Some(value)) {
            return None;
        }
        let middle = Middle::of(&scaled)?;
        let squares = sum(&scaled, |value| middle.distance(value) * middle.distance(value));
        scaling.mean = middle.mean();
        scaling.deviation = (squares / scaled.len() as f64).sqrt();
        // Numbers near the ends of what floating point holds have no deviation.
        (scaling.deviation.is_finite() && scaling.deviation > 0.0).then_some(scaling)
    }

    /// Whether a number is compared with what is usual for its user.
    pub fn is_by_user(&self) -> bool {
        self.by_user.is_some()
    }

    /// The number that became this one: in the unit of the feature or, where it is compared with what is usual for its user, in
    /// standard deviations from it.
    pub fn original(&self, scaled: f64) -> f64 {
        let value = self.mean + self.deviation * scaled;
        if self.log && !self.is_by_user() { libm::expm1(value) } else { value }
    }

    fn logarithm(&self, value: f64) -> f64 {
        // The larger one of 0 and no number would be 0.
        if self.log && !value.is_nan() { libm::log1p(value.max(0.0)) } else { value }
    }

    /// The scaled number of a user, who is given by the place among all of them; none is a user without a training row.
    pub(super) fn apply(&self, value: f64, user: Option<usize>) -> f64 {
        let value = self.logarithm(value);
        let value = self.by_user.as_ref().map_or(value, |by_user| by_user.apply(value, user));
        let value = if value.is_nan() { self.median } else { value };
        ((value - self.mean) / self.deviation).clamp(-LIMIT, LIMIT)
    }
}

/// Who the training rows are about.
#[derive(Debug)]
pub(super) struct Users {
    /// The keys of all users, rising.
    keys: Vec<u64>,
    /// The place of each row's user among them.
    places: Vec<Option<usize>>,
}

impl Users {
    /// # Errors
    /// Every row is about someone else.
    pub(super) fn of(train: &Table, place: usize) -> Result<Self, Problem> {
        let column = train.columns().get(place);
        let key = |row| column.and_then(|column| entity::key(column, row));
        let of_rows: Vec<Option<u64>> = (0..train.rows()).map(key).collect();
        let mut keys: Vec<u64> = of_rows.iter().flatten().copied().collect();
        let rows = keys.len();
        keys.sort_unstable();
        keys.dedup();
        if keys.len() < rows {
            let places = of_rows.iter().map(|&key| keys.binary_search(&key?).ok()).collect();
            return Ok(Users { keys, places });
        }
        let name = column.map_or("", |column| column.field.name.as_str());
        let reason =
            text!("no value of the column \"{name}\" comes twice, so that nothing is usual for it", name);
        let hint = text!("choose a column whose values come again, or go without a baseline");
        Err(Problem::new("", reason, hint))
    }

    /// The keys of all users, rising: a user's place is that of the key.
    pub(super) fn keys(self) -> Vec<u64> {
        self.keys
    }
}

/// What is usual for each user.
#[derive(Clone, Debug, PartialEq)]
struct ByUser {
    users: Vec<Usual>,
    /// Of whoever has no training row.
    others: Usual,
}

/// Mean and standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Usual {
    mean: f64,
    deviation: f64,
}

/// The rows of a user: how many, their sum and the sum of their squared distances from their mean.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    rows: f64,
    sum: f64,
    squares: f64,
}

/// The variance between users, by the method of moments of a one-way random-effects model; at least next to nothing.
fn between(sums: &[Sums], squares: f64) -> f64 {
    let known = || sums.iter().filter(|sums| sums.rows > 0.0);
    let total = |of: fn(&Sums) -> f64| known().map(of).sum::<f64>();
    let (users, rows, grand) = (known().count() as f64, total(|sums| sums.rows), total(|sums| sums.sum));
    let apart = total(|sums| sums.sum * sums.sum / sums.rows) - grand * grand / rows;
    let size = rows - total(|sums| sums.rows * sums.rows) / rows;
    let variance = (apart - (users - 1.0) * squares / (rows - users)) / size;
    let least = squares / rows * MIN_BETWEEN;
    // A single user has no one to differ from.
    if variance > least { variance } else { least }
}

impl ByUser {
    /// Of the numbers of the training rows; none where they are the same for every user, but for rounding.
    fn fit(values: &[f64], users: &Users) -> Option<Self> {
        let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let overall = Middle::of(&present)?;
        let rows = || {
            let pairs = values.iter().zip(&users.places).filter(|(value, _)| !value.is_nan());
            pairs.filter_map(|(&value, user)| Some((overall.distance(value), (*user)?)))
        };
        let mut sums = vec![Sums::default(); users.keys.len()];
        for (distance, user) in rows() {
            let Some(sums) = sums.get_mut(user) else { continue };
            (sums.rows, sums.sum) = (sums.rows + 1.0, sums.sum + distance);
        }
        for (distance, user) in rows() {
            let Some(sums) = sums.get_mut(user) else { continue };
            let distance = distance - sums.sum / sums.rows;
            sums.squares += distance * distance;
        }
        let squares: f64 = sums.iter().map(|sums| sums.squares).sum();
        let within = squares / sums.iter().map(|sums| sums.rows).sum::<f64>();
        let total = sum(&present, |value| overall.distance(value) * overall.distance(value));
        if squares.is_nan() || squares <= ROUNDING * total {
            return None;
        }
        let more = within / between(&sums, squares);
        let usual = |sums: Sums| Usual {
            mean: overall.mean() + sums.sum / (sums.rows + more),
            deviation: ((sums.squares + KAPPA * within) / (sums.rows + KAPPA) + within / (sums.rows + more))
                .sqrt(),
        };
        let users = sums.into_iter().map(usual).collect();
        Some(ByUser { users, others: usual(Sums::default()) })
    }

    fn apply(&self, value: f64, user: Option<usize>) -> f64 {
        let usual = user.and_then(|user| self.users.get(user)).unwrap_or(&self.others);
        (value - usual.mean) / usual.deviation
    }
}
