//! The data dictionary as a table: what each column is.

use crate::engine::Configuration;
use crate::engine::dataset::COLUMNS;
use crate::engine::dataset::Role;
use crate::engine::dataset::schema::{Column, Range, Type};
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::text;
use crate::engine::text::number;
use crate::page::language;

/// Names of a column that are listed; of more, only the first ones.
const MAX_NAMES: usize = 8;

/// The dictionary of a configuration's columns: those of the files, and with `all` those that no file has.
pub fn dictionary(configuration: &Configuration, all: bool) -> Numbers {
    let head = [t!("Column"), t!("Type"), t!("Role"), t!("Unit"), t!("Description"), t!("Range")];
    let mut numbers = Numbers::new(title(), &head);
    let columns = configuration.dataset.held_columns();
    for (column, _) in columns.filter(|(_, is_exported)| all || *is_exported) {
        let [kind, role, unit, description] =
            [column.kind.name(), column.role.name(), column.unit, column.description].map(language::words);
        let range = range_text(column, configuration);
        numbers.push([column.name, kind, role, unit, description, &range].map(str::to_owned));
    }
    numbers
}

/// The dictionary of a file's columns. Unit and description are known of those that are called and typed as ours.
pub fn of_file<'a>(columns: impl IntoIterator<Item = (&'a str, Type, Role)>) -> Numbers {
    let head = [t!("Column"), t!("Type"), t!("Role"), t!("Unit"), t!("Description")];
    let mut numbers = Numbers::new(title(), &head);
    for (name, kind, role) in columns {
        let ours = COLUMNS.iter().find(|column| column.name == name && column.kind == kind);
        let (unit, description) = ours.map_or(("", ""), |column| (column.unit, column.description));
        let [kind, role, unit, description] =
            [kind.name(), role.name(), unit, description].map(language::words);
        numbers.push([name, kind, role, unit, description].map(str::to_owned));
    }
    numbers
}

/// What the table is called.
fn title() -> &'static str {
    t!("What each column is")
}

fn range_text(column: &Column, configuration: &Configuration) -> String {
    match column.range(configuration) {
        Range::Numbers(min, Some(max)) => {
            t!("{min} to {max}", min = number(text::number(min)), max = number(text::number(max)))
        }
        Range::Numbers(min, None) => t!("from {min}", min = number(text::number(min))),
        Range::Values(names) if names.len() > MAX_NAMES => {
            let listed = MAX_NAMES - 2;
            t!("{names} and {count} more", names = names[..listed].join(", "), count = names.len() - listed)
        }
        Range::Values(names) => names.join(", "),
        other => other.form().as_ref().map(language::told).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;

    #[test]
    fn the_dictionary_has_the_columns_of_the_files_unless_all_are_asked_for() {
        let configuration = Preset::Classic.configuration();
        let names = |all| -> Vec<String> {
            dictionary(&configuration, all).rows.into_iter().map(|row| row[0].english()).collect()
        };
        let files: Vec<&str> = configuration.columns().map(|column| column.name).collect();
        assert_eq!(names(false), files);
        assert!(names(true).len() > files.len() && names(true).contains(&"Attack Type".to_owned()));
    }

    #[test]
    fn a_file_with_our_columns_has_their_units_and_descriptions() {
        let columns = [("Cost", Type::Decimal, Role::Feature), ("size", Type::Integer, Role::Feature)];
        let rows = of_file(columns).rows;
        assert!(!rows[0][4].is_empty() && rows[1][4].is_empty());
        // Of another type it is another column.
        assert!(of_file([("Cost", Type::Category, Role::Feature)]).rows[0][4].is_empty());
    }
}
