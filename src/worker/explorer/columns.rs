//! Small pictures of columns, for the headers of the table: how numbers and moments spread, how often names occur.

use crate::engine::table::{Column, MISSING, Table, Values};

/// Bars of a picture.
const BARS: usize = 24;

/// The size of a picture, in its own units.
const WIDTH: usize = 96;
const HEIGHT: f64 = 20.0;

/// The pictures of all columns, of the given rows.
pub fn pictures(table: &Table, rows: &[u32]) -> Vec<String> {
    table.columns().iter().map(|column| picture(&counts(column, rows))).collect()
}

/// How many of the rows fall into each bar: parts of the range of numbers and moments, names by falling count.
pub fn counts(column: &Column, rows: &[u32]) -> Vec<u64> {
    match &column.values {
        Values::Numbers(values) | Values::Moments(values) => {
            let at = |row: &u32| values.get(*row as usize).copied().filter(|value| value.is_finite());
            let ends = rows.iter().filter_map(at).fold(None, |ends: Option<(f64, f64)>, value| {
                Some(ends.map_or((value, value), |(least, greatest)| (least.min(value), greatest.max(value))))
            });
            let Some((least, greatest)) = ends else { return Vec::new() };
            let scale = if greatest > least { BARS as f64 / (greatest - least) } else { 0.0 };
            let mut counts = vec![0; if scale > 0.0 { BARS } else { 1 }];
            for value in rows.iter().filter_map(at) {
                let bar = (((value - least) * scale) as usize).min(counts.len() - 1);
                if let Some(count) = counts.get_mut(bar) {
                    *count += 1;
                }
            }
            counts
        }
        Values::Categories(categories) => {
            let mut counts = vec![0_u64; categories.names.len()];
            for &row in rows {
                let code = categories.codes.get(row as usize).copied().unwrap_or(MISSING);
                if let Some(count) = counts.get_mut(code as usize) {
                    *count += 1;
                }
            }
            counts.sort_unstable_by(|a, b| b.cmp(a));
            counts.truncate(BARS);
            counts.retain(|&count| count > 0);
            counts
        }
    }
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
    use crate::engine::table::{Domain, Field};

    #[test]
    fn bars_hold_every_row_that_has_a_value() {
        let field = |name: &str, kind| Field {
            name: name.to_owned(),
            kind,
            role: Role::Feature,
            unit: String::new(),
            domain: Domain::Anything,
        };
        let mut table = Table::new(vec![field("n", Type::Decimal), field("c", Type::Category)]);
        for number in 0..100 {
            let row = [number.to_string(), if number % 4 == 0 { String::new() } else { (number % 3).to_string() }];
            table.push(|index, cell| cell.extend(row[index].bytes()));
        }
        let rows: Vec<u32> = (0..100).collect();
        let of = |index: usize, rows: &[u32]| counts(&table.columns()[index], rows);
        assert_eq!((of(0, &rows).len(), of(0, &rows).iter().sum::<u64>()), (BARS, 100));
        assert_eq!((of(1, &rows).len(), of(1, &rows).iter().sum::<u64>()), (3, 75));
        assert_eq!(of(0, &[7, 7]), [2]);
        assert_eq!(of(1, &[0]), [0; 0]);
        assert!(pictures(&table, &rows)[0].starts_with("<svg"));
        assert_eq!(pictures(&table, &[])[1], "");
    }
}
