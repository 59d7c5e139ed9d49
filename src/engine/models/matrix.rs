//! Numbers in rows and columns: what detectors learn from.

/// Numbers, row by row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    values: Vec<f64>,
    columns: usize,
}

impl Matrix {
    /// A matrix of so many columns, of values row by row; values of a row that is not complete are left out.
    pub fn new(columns: usize, mut values: Vec<f64>) -> Self {
        values.truncate(values.len() - values.len().checked_rem(columns).unwrap_or(values.len()));
        Matrix { values, columns }
    }

    /// The matrix of columns of the same length.
    pub fn of_columns(columns: &[Vec<f64>]) -> Self {
        let rows = columns.iter().map(Vec::len).min().unwrap_or(0);
        let values = (0..rows).flat_map(|row| columns.iter().filter_map(move |column| column.get(row)));
        Matrix::new(columns.len(), values.copied().collect())
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.columns).unwrap_or(0)
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// All values, row by row.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// A row; nothing where there is none.
    pub fn row(&self, row: usize) -> &[f64] {
        self.values.get(row * self.columns..(row + 1) * self.columns).unwrap_or_default()
    }

    /// All rows, one after another.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.columns.max(1))
    }

    /// The values of a column.
    pub fn column(&self, column: usize) -> impl Iterator<Item = f64> + '_ {
        self.iter().filter_map(move |row| row.get(column).copied())
    }

    /// The rows of both, of as many columns; those of the first alone where the second has others.
    pub fn and(&self, other: &Self) -> Self {
        let further: &[f64] = if other.columns == self.columns { &other.values } else { &[] };
        Matrix { values: self.values.iter().chain(further).copied().collect(), columns: self.columns }
    }

    /// The matrix of some of the rows.
    pub fn at(&self, rows: &[u32]) -> Self {
        let values = rows.iter().flat_map(|&row| self.row(row as usize)).copied().collect();
        Matrix { values, columns: self.columns }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_become_rows() {
        let matrix = Matrix::of_columns(&[vec![1.0, 2.0, 3.0], vec![4.0, 5.0, 6.0]]);
        assert_eq!((matrix.rows(), matrix.columns()), (3, 2));
        assert_eq!(matrix.row(1), [2.0, 5.0]);
        assert_eq!(matrix.column(1).collect::<Vec<_>>(), [4.0, 5.0, 6.0]);
        assert_eq!(matrix.at(&[2, 0]), Matrix::new(2, vec![3.0, 6.0, 1.0, 4.0]));
        assert_eq!(matrix.row(3), [0.0; 0]);
    }

    #[test]
    fn nothing_is_a_matrix() {
        for matrix in [Matrix::default(), Matrix::new(0, vec![1.0]), Matrix::of_columns(&[])] {
            assert_eq!((matrix.rows(), matrix.columns(), matrix.iter().len()), (0, 0, 0));
        }
    }
}
