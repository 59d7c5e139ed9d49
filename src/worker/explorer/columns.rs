//! Small pictures of columns, for the headers of the table: how numbers and moments spread, how often names occur.

use crate::engine::dataset::Table;
use crate::engine::explore::mini::mini;

/// The size of a picture, in its own units.
const WIDTH: usize = 96;
const HEIGHT: f64 = 20.0;

/// The pictures of all columns, of the given rows.
pub fn pictures(table: &Table, rows: &[u32]) -> Vec<String> {
    table.columns().iter().map(|column| picture(&mini(column, rows).bars)).collect()
}

fn picture(counts: &[u64]) -> String {
    let most = counts.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let width = WIDTH / counts.len().max(4);
    let bars: String = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(index, &count)| {
            // What is there at all is at least a line.
            let height = (count as f64 / most as f64 * HEIGHT).ceil() as u64;
            format!("M{} 20v-{height}h{}v{height}z", index * width, width.saturating_sub(1).max(1))
        })
        .collect();
    format!(r#"<svg viewBox="0 0 {WIDTH} 20" aria-hidden="true" focusable="false"><path d="{bars}"/></svg>"#)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::Role;
    use crate::engine::dataset::schema::Type;
    use crate::engine::dataset::{Builder, Field};

    #[test]
    fn columns_with_values_have_a_picture() {
        let field = |name, kind| Field::new(name, kind, Role::Feature);
        let mut table = Builder::new(vec![field("n", Type::Decimal), field("c", Type::Category)]);
        for number in 0..100 {
            let row =
                [number.to_string(), if number % 4 == 0 { String::new() } else { (number % 3).to_string() }];
            table.push(|index, cell| cell.extend(row[index].bytes()));
        }
        let table = table.build();
        let rows: Vec<u32> = (0..100).collect();
        assert!(pictures(&table, &rows)[0].starts_with("<svg"));
        assert_eq!(pictures(&table, &[])[1], "");
    }
}
