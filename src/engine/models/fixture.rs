//! Small tables for tests.

use crate::engine::dataset::Role;
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{Builder, ColumnId, Domain, Field, Table};
use crate::engine::random::{Purpose, Stream, Streams};

/// A column and the text of its cells.
pub type Cells = (Field, Vec<String>);

/// A column of numbers; none is an empty cell.
pub fn numbers(name: &str, role: Role, values: &[Option<f64>]) -> Cells {
    let text = |value: &Option<f64>| value.map_or_else(String::new, |value| format!("{value:.6}"));
    (field(name, Type::Decimal, role, Domain::Anything), values.iter().map(text).collect())
}

/// A column of timestamps.
pub fn timestamps(name: &str, values: &[&str]) -> Cells {
    let cells = values.iter().map(|value| (*value).to_owned()).collect();
    (field(name, Type::DateTime, Role::Feature, Domain::Anything), cells)
}

/// A column of categories with declared names.
pub fn categories(name: &str, names: &[&str], values: &[&str]) -> Cells {
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    (field(name, Type::Category, Role::Feature, Domain::Names(own(names))), own(values))
}

/// A field; one of ours where it has its name.
pub fn field(name: &str, kind: Type, role: Role, domain: Domain) -> Field {
    Field { id: ColumnId::find(name), domain, ..Field::new(name, kind, role) }
}

/// A table of columns and labels.
pub fn table(columns: Vec<Cells>, labels: &[bool]) -> Table {
    let (mut fields, mut cells): (Vec<Field>, Vec<Vec<String>>) = columns.into_iter().unzip();
    fields.push(field("label", Type::Flag, Role::Target, Domain::Anything));
    cells.push(labels.iter().map(|&label| u8::from(label).to_string()).collect());
    let mut table = Builder::new(fields);
    for (row, _) in labels.iter().enumerate() {
        table.push(|column, cell| cell.extend(cells[column][row].bytes()));
    }
    table.build()
}

/// Random numbers for a fixture.
pub fn stream(index: u64) -> Stream {
    let mut stream = Streams::new(4_711).stream(Purpose::Row);
    stream.seek(index);
    stream
}

/// Eight columns of standard normal numbers; of every anomalous row three of them, at random, are shifted up.
pub fn shifted(rows: usize, anomalous: usize, shift: f64, index: u64) -> Table {
    let mut stream = stream(index);
    let labels: Vec<bool> =
        (0..rows).map(|row| row * anomalous / rows != (row + 1) * anomalous / rows).collect();
    let mut columns = vec![Vec::new(); 8];
    for &label in &labels {
        let mut chosen = [false; 8];
        while label && chosen.iter().filter(|&&chosen| chosen).count() < 3 {
            chosen[stream.below(8) as usize] = true;
        }
        for (column, chosen) in columns.iter_mut().zip(chosen) {
            column.push(Some(stream.normal(if chosen { shift } else { 0.0 }, 1.0)));
        }
    }
    let columns = columns.iter().enumerate();
    table(
        columns.map(|(index, column)| numbers(&format!("x{index}"), Role::Feature, column)).collect(),
        &labels,
    )
}
