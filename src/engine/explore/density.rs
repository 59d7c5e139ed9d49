//! The density curve: a Gaussian kernel density estimate, SciPy's `gaussian_kde`, in time that does not depend on the
//! number of places.
//!
//! The kernels of the values in a narrow cell are summed as one series of Hermite functions around its middle (Greengard
//! and Strain, "The fast Gauss transform", 1991). Cells are half a bandwidth wide and series have 16 terms, so what is
//! left out is below 1e-12 of the largest density.

use crate::engine::statistics::Moments;

/// Terms of a series.
const TERMS: usize = 16;

/// The width of a cell in bandwidths.
const WIDTH: f64 = 0.5;

/// Beyond this many bandwidths a kernel is below 1e-17 of its height.
const REACH: f64 = 9.0;

/// How the bandwidth follows from the number of values, in standard deviations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// n^(-1/5) (Scott, 1992): SciPy's default.
    #[default]
    Scott,
    /// (3n/4)^(-1/5) (Silverman, 1986).
    Silverman,
}

impl Rule {
    fn factor(self, n: f64) -> f64 {
        match self {
            Rule::Scott => libm::pow(n, -0.2),
            Rule::Silverman => libm::pow(n * 0.75, -0.2),
        }
    }
}

/// A density estimate.
#[derive(Clone, Debug)]
pub struct Density {
    bandwidth: f64,
    scale: f64,
    cells: Vec<Cell>,
}

/// The values of a cell: the middle, and sums of powers of their distances to it over factorials.
#[derive(Clone, Debug)]
struct Cell {
    middle: f64,
    sums: [f64; TERMS],
}

impl Density {
    /// The estimate of values in rising order. None where they do not vary or there are fewer than two.
    pub fn new(sorted: &[f64], rule: Rule) -> Option<Self> {
        let n = sorted.len() as f64;
        let deviation = Moments::of(sorted).std.filter(|std| *std > 0.0)?;
        let bandwidth = deviation * rule.factor(n);
        let start = sorted.first().copied()?;
        let number = |value: f64| ((value - start) / (bandwidth * WIDTH)).floor();
        let cell = |values: &[f64]| {
            let middle = start + (number(values.first().copied().unwrap_or(start)) + 0.5) * bandwidth * WIDTH;
            let mut sums = [0.0; TERMS];
            for &value in values {
                let distance = (value - middle) / bandwidth;
                let mut power = 1.0;
                for (term, sum) in sums.iter_mut().enumerate() {
                    *sum += power;
                    power *= distance / (term as f64 + 1.0);
                }
            }
            Cell { middle, sums }
        };
        let cells = sorted.chunk_by(|&a, &b| number(a) == number(b)).map(cell).collect();
        let scale = 1.0 / (n * bandwidth * (2.0 * std::f64::consts::PI).sqrt());
        Some(Density { bandwidth, scale, cells })
    }

    /// The standard deviation of the kernels.
    pub fn bandwidth(&self) -> f64 {
        self.bandwidth
    }

    /// The density at a place.
    pub fn at(&self, place: f64) -> f64 {
        let reach = self.bandwidth * REACH;
        let first = self.cells.partition_point(|cell| cell.middle < place - reach);
        let near = self.cells.iter().skip(first).take_while(|cell| cell.middle <= place + reach);
        let sum: f64 = near
            .map(|cell| {
                let distance = (place - cell.middle) / self.bandwidth;
                // He(0) = 1, He(1) = x, He(k + 1) = x He(k) - k He(k - 1).
                let (mut before, mut hermite, mut series) = (0.0, 1.0, 0.0);
                for (term, sum) in cell.sums.iter().enumerate() {
                    series += sum * hermite;
                    let next = distance * hermite - term as f64 * before;
                    (before, hermite) = (hermite, next);
                }
                series * libm::exp(-distance * distance / 2.0)
            })
            .sum();
        (sum * self.scale).max(0.0)
    }

    /// The curve at evenly spaced places, both ends included.
    pub fn curve(&self, [min, max]: [f64; 2], places: usize) -> Vec<[f64; 2]> {
        let step = (max - min) / (places.saturating_sub(1).max(1)) as f64;
        (0..places)
            .map(|place| {
                let x = min + step * place as f64;
                [x, self.at(x)]
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_sum_is_the_sum_of_kernels() {
        let mut values: Vec<f64> = (0..3_000).map(|i| libm::pow(f64::from(i % 997), 1.7) / 50.0).collect();
        values.push(1e5);
        let values = crate::engine::statistics::sorting::sorted(&values);
        let density = Density::new(&values, Rule::Scott).unwrap();
        let h = density.bandwidth();
        for place in [-100.0, 0.0, 1.0, 333.3, 2_000.0, 99_000.0, 1e5] {
            let kernel = |value: &f64| libm::exp(-(place - value) * (place - value) / (2.0 * h * h));
            let exact = values.iter().map(kernel).sum::<f64>()
                / (values.len() as f64 * h * (2.0 * std::f64::consts::PI).sqrt());
            assert!((density.at(place) - exact).abs() <= exact * 1e-10 + 1e-20, "{place}");
        }
        assert!(
            Density::new(&[2.0, 2.0], Rule::Scott).is_none() && Density::new(&[1.0], Rule::Scott).is_none()
        );
    }
}
