//! The space in which distances are measured.

use super::choices::choices;
use super::labels::rows;
use super::task::out_of_memory;
use crate::engine::Problem;
use crate::engine::decimal::grouped;
use crate::engine::statistics;
use crate::engine::text::number;

choices! {
    /// How numeric columns are made comparable before distances are measured.
    Scaling {
        Standard: "standard", words!("Standard"), words!("By mean and standard deviation: every column counts alike.");
        Robust: "robust", words!("Robust"), words!("By median and interquartile range: a few extreme values change nothing.");
        None: "none", words!("None"), words!("As they are: columns with large numbers decide alone.");
    }
}

/// The largest number whose distances surely stay finite.
const MAX_NUMBER: f64 = 1e150;

/// The features of all rows: numbers, raw and scaled, and codes of categories, row by row.
#[derive(Clone, Debug)]
pub struct Space {
    rows: usize,
    scales: Vec<Scale>,
    has_raw: bool,
    /// The numbers in their own units, unless only distances are asked for.
    raw: Vec<f64>,
    scaled: Vec<f64>,
    categorical: usize,
    codes: Vec<u32>,
}

/// What a column is centered by and divided by.
#[derive(Clone, Copy, Debug)]
struct Scale {
    center: f64,
    spread: f64,
}

impl Space {
    /// The space of numeric columns and columns of category codes, all with as many values as there are rows.
    ///
    /// # Errors
    /// No column; columns of different length; a value that is missing, infinite or beyond ±10¹⁵⁰.
    pub fn new(numbers: &[Vec<f64>], categories: &[Vec<u32>], scaling: Scaling) -> Result<Self, Problem> {
        Space::build(numbers, categories, scaling, true)
    }

    /// The same for distances alone, as cleaning needs them: without the numbers in their own units.
    ///
    /// # Errors
    /// As [`Space::new`].
    pub(super) fn of_distances(
        numbers: &[Vec<f64>],
        categories: &[Vec<u32>],
        scaling: Scaling,
    ) -> Result<Self, Problem> {
        Space::build(numbers, categories, scaling, false)
    }

    fn build(
        numbers: &[Vec<f64>],
        categories: &[Vec<u32>],
        scaling: Scaling,
        has_raw: bool,
    ) -> Result<Self, Problem> {
        let lengths = || numbers.iter().map(Vec::len).chain(categories.iter().map(Vec::len));
        let Some(count) = lengths().next() else {
            return Err(Problem::new(
                "",
                text!("no column is a feature"),
                text!("keep at least one column of numbers or categories"),
            ));
        };
        if let Some(other) = lengths().find(|&length| length != count) {
            let reason =
                text!("one column has {rows} and another {others}", rows = rows(count), others = rows(other));
            return Err(Problem::new("", reason, text!("give all columns the same rows")));
        }
        if count >= u32::MAX as usize {
            let most = number(grouped(u64::from(u32::MAX) - 1));
            let reason = text!("there are more than {most} rows", most);
            return Err(Problem::new("", reason, text!("balance a sample")));
        }
        let scales = numbers.iter().map(|column| Scale::of(column, scaling)).collect();
        let mut space = Space {
            rows: 0,
            scales,
            has_raw,
            raw: Vec::new(),
            scaled: Vec::new(),
            categorical: categories.len(),
            codes: Vec::new(),
        };
        // At once: growing would take twice as much.
        let reserved = space
            .raw
            .try_reserve_exact(if has_raw { count * numbers.len() } else { 0 })
            .and_then(|()| space.scaled.try_reserve_exact(count * numbers.len()))
            .and_then(|()| space.codes.try_reserve_exact(count * categories.len()));
        reserved.map_err(|_| out_of_memory())?;
        for row in 0..count {
            let numbers = numbers.iter().filter_map(|column| column.get(row).copied());
            let codes = categories.iter().filter_map(|column| column.get(row).copied());
            space.push(numbers, codes)?;
        }
        Ok(space)
    }

    /// The same space, with the same scales, for other rows: each with its numbers in their own units and its codes.
    ///
    /// # Errors
    /// A row with more or fewer values than the space has columns; a value that [`Space::new`] would not take.
    pub fn with_rows<'a>(
        &self,
        rows: impl IntoIterator<Item = (&'a [f64], &'a [u32])>,
    ) -> Result<Self, Problem> {
        let mut space =
            Space { rows: 0, raw: Vec::new(), scaled: Vec::new(), codes: Vec::new(), ..self.clone() };
        for (numbers, codes) in rows {
            if numbers.len() != self.scales.len() || codes.len() != self.categorical {
                let row = number(grouped(space.rows as u64 + 1));
                let reason = text!("row {row} has other columns than the first", row);
                return Err(Problem::new("", reason, text!("give all rows the same columns")));
            }
            space.push(numbers.iter().copied(), codes.iter().copied())?;
        }
        Ok(space)
    }

    fn push(
        &mut self,
        numbers: impl Iterator<Item = f64>,
        codes: impl Iterator<Item = u32>,
    ) -> Result<(), Problem> {
        for (value, (column, scale)) in numbers.zip(self.scales.iter().enumerate()) {
            if !(-MAX_NUMBER..=MAX_NUMBER).contains(&value) {
                let reason = text!(
                    "numeric column {column} has no number that distances can be measured with in row {row}",
                    column = number(grouped(column as u64 + 1)),
                    row = number(grouped(self.rows as u64 + 1)),
                );
                let hint = text!("leave the row or the column out, or fill the value in");
                return Err(Problem::new("", reason, hint));
            }
            if self.has_raw {
                self.raw.push(value);
            }
            self.scaled.push((value - scale.center) / scale.spread);
        }
        self.codes.extend(codes);
        self.rows += 1;
        Ok(())
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of numeric columns.
    pub fn numeric_columns(&self) -> usize {
        self.scales.len()
    }

    /// The number of columns of categories.
    pub fn categorical_columns(&self) -> usize {
        self.categorical
    }

    /// The numbers of a row in their own units.
    pub fn numbers(&self, row: u32) -> &[f64] {
        slice(&self.raw, row, self.scales.len())
    }

    /// The numbers of a row, scaled: what distances are measured with.
    pub fn scaled(&self, row: u32) -> &[f64] {
        slice(&self.scaled, row, self.scales.len())
    }

    /// The scaled numbers of all rows, row by row.
    pub(super) fn all_scaled(&self) -> &[f64] {
        &self.scaled
    }

    /// The codes of all rows, row by row.
    pub(super) fn all_codes(&self) -> &[u32] {
        &self.codes
    }

    /// The codes of a row.
    pub fn codes(&self, row: u32) -> &[u32] {
        slice(&self.codes, row, self.categorical)
    }

    /// By numeric column: the population standard deviation of the raw numbers of some rows.
    pub(super) fn deviations(&self, rows: &[u32]) -> Vec<f64> {
        (0..self.scales.len())
            .map(|column| deviation(rows.iter().filter_map(|&row| self.numbers(row).get(column).copied())))
            .collect()
    }

    /// The median over the numeric columns of the population standard deviations of the scaled numbers of some rows:
    /// what a mismatch of a category counts in SMOTE-NC (Chawla et al., "SMOTE: synthetic minority over-sampling
    /// technique", 2002, section 6.1). 0 where there is no numeric column.
    pub fn median_deviation(&self, rows: &[u32]) -> f64 {
        let deviations: Vec<f64> = (0..self.scales.len())
            .map(|column| deviation(rows.iter().filter_map(|&row| self.scaled(row).get(column).copied())))
            .collect();
        quantile(&deviations, 0.5)
    }
}

/// The part of a row in values that are laid out row by row.
fn slice<T>(values: &[T], row: u32, columns: usize) -> &[T] {
    let start = row as usize * columns;
    values.get(start..start + columns).unwrap_or_default()
}

impl Scale {
    fn of(column: &[f64], scaling: Scaling) -> Self {
        let (center, spread) = match scaling {
            Scaling::Standard => (mean(column.iter().copied()), deviation(column.iter().copied())),
            Scaling::Robust => (quantile(column, 0.5), quantile(column, 0.75) - quantile(column, 0.25)),
            Scaling::None => (0.0, 1.0),
        };
        // Of values that are all the same, rounding may leave a deviation that is not quite 0.
        let is_constant = column.iter().all(|value| Some(value) == column.first());
        let spread = if is_constant || spread <= 0.0 || !spread.is_finite() { 1.0 } else { spread };
        Scale { center: if center.is_finite() { center } else { 0.0 }, spread }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// The population standard deviation, in two passes.
fn deviation(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let center = mean(values.clone());
    mean(values.map(|value| (value - center) * (value - center))).sqrt()
}

/// The quantile of numbers in any order; 0 where there is none.
fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    statistics::quantile(&sorted, share).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_scaled_as_declared_and_constant_ones_are_only_centred() {
        let numbers = [vec![1.0, 2.0, 3.0, 10.0], vec![0.1; 4]];
        let columns = |scaling| {
            let space = Space::new(&numbers, &[], scaling).unwrap();
            (0..4).map(|row| space.scaled(row).to_vec()).collect::<Vec<_>>()
        };
        // Mean 4, population variance (9 + 4 + 1 + 36) / 4 = 12.5.
        let deviation = 12.5_f64.sqrt();
        let standard = columns(Scaling::Standard);
        assert!(
            (standard[0][0] + 3.0 / deviation).abs() < 1e-12
                && (standard[3][0] - 6.0 / deviation).abs() < 1e-12
        );
        // Median 2.5; the quartiles are 1.75 and 4.75.
        let robust = columns(Scaling::Robust);
        assert!((robust[0][0] + 0.5).abs() < 1e-12 && (robust[3][0] - 2.5).abs() < 1e-12);
        assert!(standard.iter().chain(&robust).all(|row| row[1].abs() < 1e-15));
        assert_eq!(columns(Scaling::None)[3], [10.0, 0.1]);
    }

    #[test]
    fn more_than_half_of_a_column_being_equal_leaves_it_only_centred_by_robust_scaling() {
        let space = Space::new(&[vec![5.0, 5.0, 5.0, 5.0, 9.0]], &[], Scaling::Robust).unwrap();
        assert_eq!((space.scaled(0), space.scaled(4)), ([0.0].as_slice(), [4.0].as_slice()));
    }

    #[test]
    fn the_weight_of_a_mismatch_is_the_median_of_population_deviations_of_the_rows_alone() {
        // Within rows 0 and 1 the deviations are 1, 3 and 0; row 2 must not count.
        let numbers = [vec![1.0, 3.0, 500.0], vec![2.0, 8.0, -90.0], vec![4.0, 4.0, 7.0]];
        let space = Space::new(&numbers, &[], Scaling::None).unwrap();
        assert_eq!(space.median_deviation(&[0, 1]), 1.0);
        // Between the two middle ones of an even number.
        let space = Space::new(&numbers[..2], &[], Scaling::None).unwrap();
        assert_eq!(space.median_deviation(&[0, 1]), 2.0);
    }

    #[test]
    fn what_is_no_table_of_numbers_is_named() {
        let space = |numbers: &[Vec<f64>], codes: &[Vec<u32>]| Space::new(numbers, codes, Scaling::Standard);
        let reason = |result: Result<Space, Problem>| result.unwrap_err().reason.english();
        assert_eq!(reason(space(&[], &[])), "no column is a feature");
        assert_eq!(reason(space(&[vec![1.0]], &[vec![1, 2]])), "one column has 1 row and another 2 rows");
        for value in [f64::NAN, f64::INFINITY, -1e200] {
            let found = reason(space(&[vec![0.0, 1.0], vec![1.0, value]], &[]));
            assert!(found.starts_with("numeric column 2 ") && found.ends_with(" in row 2"), "{found}");
        }
        assert_eq!(space(&[vec![]], &[]).unwrap().rows(), 0);
    }

    #[test]
    fn more_rows_are_measured_with_the_same_scales() {
        let space = Space::new(&[vec![0.0, 2.0]], &[vec![7, 8]], Scaling::Standard).unwrap();
        let more = space.with_rows([([5.0].as_slice(), [9].as_slice())]).unwrap();
        assert_eq!((more.rows(), more.scaled(0), more.codes(0)), (1, [4.0].as_slice(), [9].as_slice()));
        assert!(space.with_rows([([5.0].as_slice(), [].as_slice())]).is_err());
    }
}
