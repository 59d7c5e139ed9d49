//! Logistic regression: the log-odds of an anomaly are a weighted sum of the columns. Fitted to the minimum of
//! scikit-learn's `LogisticRegression` objective, half the squared norm of the coefficients plus C times the sum of the
//! logistic losses, by Newton's method (Hastie, Tibshirani and Friedman, "The elements of statistical learning", 2009,
//! section 4.4.1).
//!
//! The columns are standardized inside, with the training rows' means and standard deviations, as by scikit-learn's
//! `StandardScaler`: the penalty treats all columns alike, and the coefficients can be compared.

use super::Matrix;
use super::training;
use crate::engine::Problem;
use crate::engine::pace::Pace;
use crate::engine::statistics::{self, Middle};
use crate::engine::text::number;

/// The most columns for which the Newton equations are solved by Cholesky's factors; for more, conjugate gradients take
/// less time.
const MAX_FACTORED: usize = 128;

/// The most Newton steps. Eight are usual.
const MAX_STEPS: u64 = 100;

/// The fit is done once a step changes no coefficient by more.
const TOLERANCE: f64 = 1e-8;

/// The farthest from the mean that a value counts, in standard deviations: sums stay finite.
const FARTHEST: f64 = 1e100;

/// How a logistic regression is fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// C: the weight of the losses against the penalty, above 0. A small one keeps the coefficients small.
    pub c: f64,
}

impl Default for Options {
    fn default() -> Self {
        Options { c: 1.0 }
    }
}

/// A fitted logistic regression.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticRegression {
    columns: Vec<Standard>,
    coefficients: Vec<f64>,
    intercept: f64,
}

/// How the values of a column are standardized.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Standard {
    mean: Middle,
    /// The standard deviation; none of a constant column, whose values all become 0.
    deviation: Option<f64>,
}

impl LogisticRegression {
    /// Fits a regression.
    ///
    /// # Errors
    /// As [`training::classes`]; a C that is not above 0; or `pace` stopped it.
    pub fn fit(rows: &Matrix, labels: &[bool], options: &Options, pace: Pace) -> Result<Self, Problem> {
        let [_, anomalous] = training::classes(rows, labels)?;
        if !(options.c > 0.0 && options.c.is_finite()) {
            let reason = text!("C is {c}", c = number(options.c.to_string()));
            return Err(Problem::new("", reason, text!("choose a number above 0; 1 is usual")));
        }
        let columns: Vec<Standard> = (0..rows.columns())
            .filter_map(|column| Standard::of(&rows.column(column).collect::<Vec<f64>>()))
            .collect();
        let standardized = rows
            .iter()
            .flat_map(|row| columns.iter().zip(row).map(|(column, &value)| column.apply(value)).chain([1.0]));
        let mut fit = Fit {
            rows: &Matrix::new(columns.len() + 1, standardized.collect()),
            labels,
            ridge: 1.0 / options.c,
            margins: vec![0.0; labels.len()],
        };
        let mut coefficients = fit.run(anomalous, pace)?;
        let intercept = coefficients.pop().unwrap_or(0.0);
        Ok(LogisticRegression { columns, coefficients, intercept })
    }

    /// By column: how much a standard deviation more adds to the log-odds.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The log-odds of a row with the mean of the training rows in every column.
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// By column: what a row's value adds to the log-odds of the mean, the coefficient times the distance to it. With
    /// the intercept they sum to [`Self::log_odds`].
    pub fn contributions(&self, row: &[f64]) -> Vec<f64> {
        let columns = self.columns.iter().zip(&self.coefficients).zip(row);
        columns.map(|((column, coefficient), &value)| coefficient * column.apply(value)).collect()
    }

    /// The log-odds of an anomaly.
    pub fn log_odds(&self, row: &[f64]) -> f64 {
        let columns = self.columns.iter().zip(&self.coefficients).zip(row);
        columns.fold(self.intercept, |sum, ((column, coefficient), &value)| {
            sum + coefficient * column.apply(value)
        })
    }
}

impl Standard {
    /// The standardization of a column. None without values.
    fn of(values: &[f64]) -> Option<Self> {
        let mean = Middle::of(values)?;
        let squares = statistics::sum(values, |value| mean.distance(value) * mean.distance(value));
        let deviation = (squares / values.len() as f64).sqrt();
        Some(Standard { mean, deviation: Some(deviation).filter(|&it| it > 0.0 && it.is_finite()) })
    }

    fn apply(self, value: f64) -> f64 {
        let scaled = |deviation: f64| (self.mean.distance(value) / deviation).clamp(-FARTHEST, FARTHEST);
        self.deviation.map_or(0.0, scaled)
    }
}

/// The probability that belongs to log-odds.
pub fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// A fit under way: the rows, standardized and with a 1 for the intercept at their end.
struct Fit<'a> {
    rows: &'a Matrix,
    labels: &'a [bool],
    ridge: f64,
    /// The log-odds of each row.
    margins: Vec<f64>,
}

impl Fit<'_> {
    /// The coefficients, the intercept last.
    fn run(&mut self, anomalous: usize, pace: Pace) -> Result<Vec<f64>, Problem> {
        let mut weights = vec![0.0; self.rows.columns()];
        // The best intercept where all coefficients are zero.
        let start = libm::log(anomalous as f64 / (self.labels.len() - anomalous) as f64);
        self.margins.fill(start);
        if let Some(intercept) = weights.last_mut() {
            *intercept = start;
        }
        for step in 0..MAX_STEPS {
            training::advance(pace, step, MAX_STEPS)?;
            let (gradient, curvatures) = self.gradient(&weights);
            let direction = if weights.len() <= MAX_FACTORED {
                solve(self.hessian(&curvatures), &gradient)
            } else {
                self.conjugate_gradients(&curvatures, &gradient, || training::advance(pace, step, MAX_STEPS))?
            };
            let taken = self.search(&mut weights, &direction, dot(&gradient, &direction));
            if direction.iter().all(|change| (taken * change).abs() <= TOLERANCE) {
                break;
            }
        }
        Ok(weights)
    }

    /// Moves the weights against `direction`, as far as lowers the loss enough (Armijo's rule). The part of it that was
    /// taken, 0 where rounding hides every gain.
    fn search(&mut self, weights: &mut [f64], direction: &[f64], slope: f64) -> f64 {
        let changes: Vec<f64> = self.rows.iter().map(|row| dot(row, direction)).collect();
        let loss = |part: f64| {
            let losses = self.margins.iter().zip(&changes).zip(self.labels);
            let losses: f64 =
                losses.map(|((margin, change), &label)| logistic_loss(margin - part * change, label)).sum();
            losses + 0.5 * self.penalty(weights.iter().zip(direction).map(|(w, d)| w - part * d))
        };
        let before = loss(0.0);
        let mut part = 1.0;
        // Near the minimum rounding hides what a step gains.
        let rounding = 1e-12 * before;
        while loss(part) > before - 1e-4 * part * slope + rounding {
            part *= 0.5;
            if part < 1e-9 {
                return 0.0;
            }
        }
        weights.iter_mut().zip(direction).for_each(|(weight, change)| *weight -= part * change);
        self.margins.iter_mut().zip(&changes).for_each(|(margin, change)| *margin -= part * change);
        part
    }

    /// The penalized sum of squares: the intercept is free.
    fn penalty(&self, weights: impl Iterator<Item = f64>) -> f64 {
        let squares = weights.take(self.rows.columns() - 1).map(|weight| weight * weight);
        self.ridge * squares.sum::<f64>()
    }

    /// The gradient, and the second derivative of each row's loss.
    fn gradient(&self, weights: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut gradient = self.penalized(weights);
        let mut curvatures = Vec::with_capacity(self.labels.len());
        for ((row, &margin), &label) in self.rows.iter().zip(&self.margins).zip(self.labels) {
            let probability = probability(margin);
            add(&mut gradient, probability - f64::from(u8::from(label)), row);
            curvatures.push(probability * (1.0 - probability));
        }
        (gradient, curvatures)
    }

    /// The penalty's part of the Hessian times a vector.
    fn penalized(&self, vector: &[f64]) -> Vec<f64> {
        let mut product: Vec<f64> = vector.iter().map(|value| self.ridge * value).collect();
        if let Some(intercept) = product.last_mut() {
            *intercept = 0.0;
        }
        product
    }

    /// The Hessian's upper triangle: row *i* begins at the diagonal.
    fn hessian(&self, curvatures: &[f64]) -> Vec<Vec<f64>> {
        let size = self.rows.columns();
        let mut hessian: Vec<Vec<f64>> = (0..size).map(|row| vec![0.0; size - row]).collect();
        // Four rows at a time: a sum's way to memory and back takes longer than an addition. Zeros fill the last four.
        let zeros = vec![0.0; size];
        let mut rows = self.rows.iter().zip(curvatures.iter().copied());
        while rows.len() > 0 {
            let four: [(&[f64], f64); 4] = std::array::from_fn(|_| rows.next().unwrap_or((&zeros, 0.0)));
            for (place, line) in hessian.iter_mut().enumerate() {
                let [a, b, c, d] = four.map(|(row, _)| row.get(place..).unwrap_or_default());
                let factors = four.map(|(row, curvature)| curvature * row.get(place).copied().unwrap_or(0.0));
                for ((((sum, a), b), c), d) in line.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                    *sum += factors[0] * a + factors[1] * b + factors[2] * c + factors[3] * d;
                }
            }
        }
        for line in hessian.iter_mut().take(size - 1) {
            line.iter_mut().take(1).for_each(|diagonal| *diagonal += self.ridge);
        }
        hessian
    }

    /// Solves the Newton equations nearly, the better the closer the minimum is (Nocedal and Wright, "Numerical
    /// optimization", 2006, algorithm 7.1), preconditioned by the diagonal.
    fn conjugate_gradients(
        &self,
        curvatures: &[f64],
        gradient: &[f64],
        mut advance: impl FnMut() -> Result<(), Problem>,
    ) -> Result<Vec<f64>, Problem> {
        let mut diagonal = self.penalized(&vec![1.0; gradient.len()]);
        for (row, curvature) in self.rows.iter().zip(curvatures) {
            diagonal.iter_mut().zip(row).for_each(|(sum, value)| *sum += curvature * value * value);
        }
        let precondition = |residual: &[f64]| -> Vec<f64> {
            residual.iter().zip(&diagonal).map(|(value, diagonal)| value / diagonal.max(TINY)).collect()
        };
        let norm = dot(gradient, gradient).sqrt();
        let enough = norm * norm.sqrt().min(0.1);
        let (mut solution, mut residual) = (vec![0.0; gradient.len()], gradient.to_vec());
        let mut scaled = precondition(&residual);
        let mut direction = scaled.clone();
        let mut rest = dot(&residual, &scaled);
        for _ in 0..2 * gradient.len() {
            advance()?;
            let mut product = self.penalized(&direction);
            for (row, curvature) in self.rows.iter().zip(curvatures) {
                add(&mut product, curvature * dot(row, &direction), row);
            }
            let bend = dot(&direction, &product);
            if bend <= 0.0 {
                break;
            }
            add(&mut solution, rest / bend, &direction);
            add(&mut residual, -rest / bend, &product);
            if dot(&residual, &residual).sqrt() <= enough {
                break;
            }
            scaled = precondition(&residual);
            let next = dot(&residual, &scaled);
            let part = next / rest;
            direction.iter_mut().zip(&scaled).for_each(|(old, new)| *old = new + part * *old);
            rest = next;
        }
        Ok(solution)
    }
}

/// The loss of a row: the logarithm of 1 + exp(-margin) of an anomalous one.
fn logistic_loss(margin: f64, label: bool) -> f64 {
    let margin = if label { margin } else { -margin };
    (-margin).max(0.0) + libm::log1p(libm::exp(-margin.abs()))
}

/// What no divisor is below.
const TINY: f64 = 1e-12;

/// Solves a symmetric system by Cholesky's factors, in place of the upper triangle.
fn solve(mut triangle: Vec<Vec<f64>>, right: &[f64]) -> Vec<f64> {
    let mut solution = right.to_vec();
    // Row by row: divide by the root of the diagonal, and subtract from the rows below.
    for row in 0..triangle.len() {
        let (done, below) = triangle.split_at_mut(row + 1);
        let Some(line) = done.last_mut() else { continue };
        let root = line.first().copied().unwrap_or(1.0).max(TINY).sqrt();
        line.iter_mut().for_each(|value| *value /= root);
        let mut rest = line.get(1..).unwrap_or_default();
        for line in below {
            let Some((&first, after)) = rest.split_first() else { break };
            add(line, -first, rest);
            rest = after;
        }
    }
    for (row, line) in triangle.iter().enumerate() {
        let Some((value, below)) = solution.get_mut(row..).and_then(<[f64]>::split_first_mut) else {
            continue;
        };
        if let Some((diagonal, rest)) = line.split_first() {
            *value /= diagonal;
            add(below, -*value, rest);
        }
    }
    for (row, line) in triangle.iter().enumerate().rev() {
        let Some((value, below)) = solution.get_mut(row..).and_then(<[f64]>::split_first_mut) else {
            continue;
        };
        if let Some((diagonal, rest)) = line.split_first() {
            *value = (*value - dot(rest, below)) / diagonal;
        }
    }
    solution
}

/// Adds a vector, times a number, to another.
fn add(sum: &mut [f64], factor: f64, vector: &[f64]) {
    sum.iter_mut().zip(vector).for_each(|(sum, value)| *sum += factor * value);
}

/// The inner product, in four sums side by side: faster than one, and the same everywhere.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a_chunks, b_chunks) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(a, b)| a * b).sum();
    let mut sums = [0.0; 4];
    for (a, b) in a_chunks.zip(b_chunks) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    #[test]
    fn a_system_is_solved() {
        let solution = solve(vec![vec![4.0, 2.0, 0.6], vec![5.0, 1.0], vec![3.0]], &[7.4, 13.2, 8.6]);
        let expected = [4.0, 2.0, 0.6, 2.0, 5.0, 1.0, 0.6, 1.0, 3.0];
        for (line, right) in expected.chunks(3).zip([7.4, 13.2, 8.6]) {
            assert!((dot(line, &solution) - right).abs() < 1e-12, "{solution:?}");
        }
    }

    #[test]
    fn the_unit_of_a_column_does_not_matter() {
        let fit = |scale: f64, shift: f64| {
            let values = (0..40).map(|row| shift + scale * f64::from(row * row % 37)).collect();
            let labels: Vec<bool> = (0..40).map(|row| row * row % 37 > 20 || row % 9 == 0).collect();
            LogisticRegression::fit(&Matrix::new(1, values), &labels, &Options::default(), &mut |_, _| {
                ControlFlow::Continue(())
            })
            .unwrap()
        };
        let (one, other) = (fit(1.0, 0.0), fit(1_024.0, 1_700_000_000.0));
        assert!((one.coefficients()[0] - other.coefficients()[0]).abs() < 1e-9);
        assert!((one.log_odds(&[5.0]) - other.log_odds(&[1_700_005_120.0])).abs() < 1e-9);
    }

    #[test]
    fn losses_do_not_overflow() {
        assert_eq!((logistic_loss(1e6, true), logistic_loss(1e6, false)), (0.0, 1e6));
        assert_eq!((probability(-1e6), probability(1e6), probability(0.0)), (0.0, 1.0, 0.5));
    }
}
