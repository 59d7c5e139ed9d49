//! Who a row is about: a user, a device, an account. Baselines and splits go by such a column.

use crate::engine::dataset::{Column, ColumnId, Role, Table, Type, Values};
use crate::engine::problem::Problem;
use crate::engine::text::Text;

/// How many columns a hint names.
const NAMED: usize = 5;

/// The place of the column of the given name, or of "User ID" where none is given.
///
/// # Errors
/// There is no such column, or its cells are measures or timestamps, which name nothing.
pub fn place(table: &Table, name: Option<&str>) -> Result<usize, Problem> {
    let name = name.unwrap_or(ColumnId::UserId.name());
    let problem = |reason: Text| Problem::new("", reason, hint(table));
    let place = table.find(name).ok_or_else(|| problem(text!("there is no column \"{name}\"", name)))?;
    if table.columns().get(place).is_some_and(names_entities) {
        return Ok(place);
    }
    Err(problem(text!("the column \"{name}\" says nothing of who acted", name)))
}

/// Whether the cells of a column can name who a row is about.
pub fn names_entities(column: &Column) -> bool {
    match column.values {
        Values::Categories(_) => column.field.role != Role::Target,
        Values::Numbers(_) => column.field.role == Role::Id || column.field.kind == Type::Integer,
        Values::Timestamps(_) => false,
    }
}

fn hint(table: &Table) -> Text {
    let fits =
        |column: &&Column| names_entities(column) && matches!(column.field.role, Role::Id | Role::Feature);
    // Ids first: they are what is looked for.
    let columns = || table.columns().iter().filter(fits);
    let ids = columns().filter(|column| column.field.role == Role::Id);
    let others = columns().filter(|column| column.field.role != Role::Id);
    let names: Vec<String> =
        ids.chain(others).take(NAMED).map(|column| format!("\"{}\"", column.field.name)).collect();
    if names.is_empty() {
        text!("go without it: no column of the table says who acted")
    } else {
        text!("choose the column that says who acted, such as {names}", names = names.join(", "))
    }
}

/// What tells one entity from another; none where the cell is empty. The same in all parts of one table.
pub fn key(column: &Column, row: usize) -> Option<u64> {
    if column.is_missing(row) {
        return None;
    }
    match column.values {
        Values::Categories(_) => Some(column.code(row).into()),
        // Both zeros are one number.
        _ => Some((column.number(row) + 0.0).to_bits()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::models::fixture::{self, categories, numbers, timestamps};

    #[test]
    fn a_column_that_names_someone_is_found_or_suggested() {
        let two = [Some(1.0), Some(2.5)];
        let table = fixture::table(
            vec![
                numbers("x", Role::Feature, &two),
                timestamps("when", &["2024-02-29 12:30:00", ""]),
                categories("kind", &["a", "b"], &["a", ""]),
                numbers("key", Role::Id, &two),
            ],
            &[false, true],
        );
        assert_eq!((place(&table, Some("kind")), place(&table, Some("key"))), (Ok(2), Ok(3)));
        for (name, reason) in [
            (Some("x"), "the column \"x\" says nothing of who acted"),
            (Some("when"), "the column \"when\" says nothing of who acted"),
            (Some("who"), "there is no column \"who\""),
            (None, "there is no column \"User ID\""),
        ] {
            let problem = place(&table, name).unwrap_err();
            assert_eq!(problem.reason, reason);
            assert_eq!(problem.hint, "choose the column that says who acted, such as \"key\", \"kind\"");
        }
        let bare = fixture::table(vec![numbers("x", Role::Feature, &two)], &[false, true]);
        assert!(place(&bare, None).unwrap_err().hint.contains("go without it"));
        let kind = &table.columns()[2];
        assert_eq!((key(kind, 0), key(kind, 1)), (Some(0), None));
    }
}
