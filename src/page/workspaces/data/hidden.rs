//! Which columns the table does not show. At least one always stays: a table without columns shows nothing.

use crate::engine::problem::Problem;

/// The columns that are not shown, by their places in [`COLUMNS`](crate::engine::dataset::COLUMNS).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden(Vec<usize>);

impl Hidden {
    /// Those of `columns` that are shown, in their order; all of them where every one is hidden, as after a change of the
    /// columns that files have.
    pub fn shown(&self, columns: &[usize]) -> Vec<usize> {
        let shown: Vec<usize> = columns.iter().copied().filter(|column| !self.0.contains(column)).collect();
        if shown.is_empty() { columns.to_vec() } else { shown }
    }

    /// Shows or hides one of `columns`.
    ///
    /// # Errors
    /// It is the last one that is shown; nothing changes then.
    pub fn show(&mut self, column: usize, is_shown: bool, columns: &[usize]) -> Result<(), Problem> {
        if is_shown {
            self.0.retain(|hidden| *hidden != column);
            return Ok(());
        }
        if self.shown(columns).iter().all(|shown| *shown == column) {
            let reason = text!("a table without columns shows nothing");
            return Err(Problem::new("", reason, text!("show another column first")));
        }
        // What is hidden twice is hidden once.
        self.0.retain(|hidden| *hidden != column);
        self.0.push(column);
        Ok(())
    }

    /// Shows all columns.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_hidden_and_shown() {
        let columns = [0, 3, 5];
        let mut hidden = Hidden::default();
        hidden.show(3, false, &columns).unwrap();
        hidden.show(3, false, &columns).unwrap();
        assert_eq!(hidden.shown(&columns), [0, 5]);
        hidden.show(3, true, &columns).unwrap();
        assert_eq!(hidden.shown(&columns), columns);
    }

    /// The menu of the last column once hid it, though the list of columns refused to.
    #[test]
    fn the_last_column_stays() {
        let columns = [0, 3];
        let mut hidden = Hidden::default();
        hidden.show(0, false, &columns).unwrap();
        let before = hidden.clone();
        assert!(hidden.show(3, false, &columns).unwrap_err().hint.contains("another column"));
        assert_eq!(hidden, before);
        // Where files have other columns now, and all of them are hidden, all are shown.
        assert_eq!(hidden.shown(&[0]), [0]);
    }
}
