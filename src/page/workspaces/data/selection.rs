//! A selection of the table: rows by columns, copied as text with a tab between two cells, as spreadsheets take it.

use std::ops::Range;

use crate::engine::dataset::COLUMNS;
use crate::engine::decimal::grouped;
use crate::engine::problem::Problem;
use crate::engine::text::number;
use crate::page::language;
use crate::protocol::dataset::Row;

/// Rows that are copied at a time at most.
const MAX_ROWS: u64 = 20_000;

/// A cell of the table: a row of the query's answer, and the place of a column in [`COLUMNS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The row.
    pub row: u64,
    /// The column.
    pub column: usize,
}

/// What is selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// The rows of the query's answer.
    pub rows: Range<u64>,
    /// The columns, by their order on the screen.
    pub columns: Range<usize>,
}

impl Selection {
    /// From one corner to the other; one cell without a first corner. `columns` are those on the screen.
    pub fn between(anchor: Option<Cell>, active: Cell, columns: &[usize]) -> Self {
        let anchor = anchor.unwrap_or(active);
        let order = |cell: Cell| columns.iter().position(|&column| column == cell.column).unwrap_or(0);
        let (first, last) = (order(anchor).min(order(active)), order(anchor).max(order(active)));
        Selection {
            rows: anchor.row.min(active.row)..anchor.row.max(active.row) + 1,
            columns: first..last + 1,
        }
    }

    /// Its size in words.
    pub fn words(&self) -> String {
        let rows = self.rows.end - self.rows.start;
        let (rows, columns) = (language::grouped(rows), self.columns.len());
        t!("{rows} rows by {columns} columns are selected.", rows, columns) + " "
    }

    /// Whether it can be copied.
    ///
    /// # Errors
    /// It has too many rows.
    pub fn check(&self) -> Result<(), Problem> {
        let count = self.rows.end - self.rows.start;
        if count <= MAX_ROWS {
            return Ok(());
        }
        let reason = text!("{rows} rows are too many to copy", rows = number(grouped(count)));
        let most = number(grouped(MAX_ROWS));
        Err(Problem::new("", reason, text!("select at most {most}, or download the file", most)))
    }
}

/// The names of the columns where more than one row is copied, then the cells. `places` are those of the columns in
/// [`COLUMNS`].
pub fn text(rows: &[Row], places: &[usize]) -> String {
    let line = |cells: Vec<&str>| cells.join("\t").replace(['\n', '\r'], " ");
    let names = places.iter().filter_map(|&place| COLUMNS.get(place)).map(|column| column.name).collect();
    let head = (rows.len() > 1).then(|| line(names));
    let cells = |row: &Row| -> String {
        line(places.iter().map(|&place| row.cells.get(place).map_or("", String::as_str)).collect())
    };
    head.into_iter().chain(rows.iter().map(cells)).collect::<Vec<String>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
        Row { number: 0, anomalous: false, color: String::new(), cells }
    }

    #[test]
    fn a_selection_goes_from_corner_to_corner_by_the_order_on_the_screen() {
        let columns = [5, 0, 9];
        let selection =
            Selection::between(Some(Cell { row: 7, column: 9 }), Cell { row: 3, column: 0 }, &columns);
        assert_eq!(selection, Selection { rows: 3..8, columns: 1..3 });
        let one = Selection::between(None, Cell { row: 2, column: 5 }, &columns);
        assert_eq!(one, Selection { rows: 2..3, columns: 0..1 });
        assert_eq!(one.check(), Ok(()));
        let many = Selection { rows: 0..20_001, columns: 0..1 };
        assert!(many.check().unwrap_err().hint.contains("20,000"));
    }

    #[test]
    fn several_rows_are_copied_under_their_names_and_a_cell_stays_in_its_line() {
        let rows = [row(&["a", "b\nc", "d"]), row(&["e", "f", "g"])];
        assert_eq!(text(&rows, &[0, 1]), "Issue ID\tIssue Key\na\tb c\ne\tf");
        assert_eq!(text(&rows[..1], &[2]), "d");
        // A column that the rows do not have is empty.
        assert_eq!(text(&rows[..1], &[2, 43]), "d\t");
    }
}
