//! Which columns are looked at where none is named. A generated table also holds columns that no file has, for the audit;
//! a reader sees those of the files, unless they ask for all.

use serde::{Deserialize, Serialize};

use crate::engine::dataset::{Column, Table};

/// Which columns of a table are looked at where none is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Those that are exported.
    #[default]
    Exported,
    /// Those that are not exported as well.
    All,
}

impl Scope {
    /// Whether a column is looked at, by whether it is exported.
    pub fn takes(self, is_exported: bool) -> bool {
        is_exported || self == Scope::All
    }

    /// The columns of a table that are looked at.
    pub fn columns(self, table: &Table) -> impl Iterator<Item = &Column> + Clone {
        table.columns().iter().filter(move |column| self.takes(column.field.in_files))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Generator;
    use crate::engine::configuration::Preset;
    use crate::engine::explore::alerts::alerts;
    use crate::engine::explore::describe::{describe, head};
    use crate::engine::explore::{Kind, Request, chart};

    /// The columns that the table holds though no file has them.
    fn unexported(table: &Table) -> Vec<&str> {
        let columns = table.columns().iter().filter(|column| !column.field.in_files);
        columns.map(|column| column.field.name.as_str()).collect()
    }

    /// Charts of all columns, statistics and alerts once showed `Attack Type` and others that were switched off.
    #[test]
    fn columns_that_are_not_exported_are_looked_at_only_when_asked_for() {
        for preset in Preset::ALL {
            let configuration = crate::engine::Configuration { rows: 1_000, ..preset.configuration() };
            let table = Generator::new(&configuration).unwrap().rows(0..1_000).unwrap();
            let rows: Vec<u32> = (0..1_000).collect();
            let off = unexported(&table);
            assert!(!off.is_empty());
            let is_off = |name: &str| off.contains(&name);
            for kind in Kind::ALL {
                let checked = Request::new(kind).checked(&table).unwrap();
                assert!(!checked.columns.iter().any(|column| is_off(&column.1)), "{checked:?}");
                let drawn = chart(&table, &rows, &Request::new(kind)).unwrap();
                let cells =
                    drawn.tables.iter().flat_map(|table| table.rows.iter().flatten().chain(&table.head));
                assert_eq!(cells.filter(|cell| is_off(&cell.english())).count(), 0, "{kind:?}");
            }
            let named = describe(&table, &rows, Scope::Exported);
            assert!(!named.columns.iter().any(|column| is_off(&column.name)));
            assert!(!head(&table, &rows, 5, Scope::Exported).head.iter().any(|name| is_off(&name.english())));
            let found = alerts(&table, &rows, Scope::Exported);
            assert!(!found.iter().flat_map(|alert| &alert.columns).any(|name| is_off(name)));
            // Asked for, they are there.
            let all = Request::new(Kind::Grid).option("unexported", "yes").checked(&table).unwrap();
            assert!(all.columns.iter().any(|column| is_off(&column.1)), "{all:?}");
            assert_eq!(describe(&table, &rows, Scope::All).columns.len(), table.columns().len());
        }
    }

    #[test]
    fn a_request_that_names_such_a_column_still_gets_it() {
        let configuration = crate::engine::Configuration { rows: 1_000, ..Preset::Realistic.configuration() };
        let table = Generator::new(&configuration).unwrap().rows(0..300).unwrap();
        let request = Request::read("bars?columns=Attack%20Type").unwrap();
        let checked = request.checked(&table).unwrap();
        assert_eq!(checked.columns, [("columns".to_owned(), "Attack Type".to_owned())]);
    }
}
