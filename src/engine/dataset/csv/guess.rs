//! What the columns of a file hold, by what their cells read as.

use std::sync::Arc;

use crate::engine::dataset::cells::{number, timestamp};
use crate::engine::dataset::{Column, ColumnId, Domain, Field, Role, Type, Values};

/// Names, in small letters, of columns that usually hold the label.
const LABELS: [&str; 10] = [
    "is anomaly",
    "is_anomaly",
    "anomaly",
    "label",
    "class",
    "target",
    "is_fraud",
    "malicious",
    "is_attack",
    "y",
];

/// What stands for a missing value, as pandas reads it.
pub const MISSING: [&str; 17] = [
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A",
    "NA", "NULL", "NaN", "None", "nan",
];

/// As many different values, or up to a tenth of the rows, make a category; more make text.
const FEW_NAMES: usize = 50;

/// A column of as many different values and no other is an id.
const MIN_IDS: usize = 20;

/// Whether a cell stands for a missing value.
pub(super) fn is_missing(cell: &[u8]) -> bool {
    cell.len() <= 9 && MISSING.iter().any(|text| text.as_bytes() == cell)
}

/// What the cells of a column have turned out not to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Guess {
    present: u64,
    no_flag: bool,
    no_integer: bool,
    no_number: bool,
    no_timestamp: bool,
}

impl Guess {
    pub(super) fn see(&mut self, cell: &[u8]) {
        if is_missing(cell) {
            return;
        }
        self.present += 1;
        if !self.no_number {
            let value = std::str::from_utf8(cell).ok().and_then(number);
            self.no_number = value.is_none();
            self.no_integer |=
                value.is_none() || !cell.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
            self.no_flag |= !matches!(cell, b"0" | b"1");
        }
        if self.no_number && !self.no_timestamp {
            self.no_timestamp = timestamp(cell).is_none();
        }
    }

    /// Whether all cells read as this type.
    fn allows(&self, kind: Type, role: Role) -> bool {
        let numbers = self.present == 0 || !self.no_number;
        match kind {
            Type::Flag => self.present == 0 || !self.no_number && !self.no_flag,
            Type::Integer | Type::Decimal => numbers,
            Type::DateTime => self.present == 0 || self.no_number && !self.no_timestamp,
            Type::Text => role != Role::Id || self.no_number,
            Type::Category => true,
        }
    }

    pub(super) fn field(&self, name: String) -> Field {
        let ours = ColumnId::find(&name).map(Field::known);
        if let Some(field) = ours.filter(|field| self.allows(field.kind, field.role)) {
            return field;
        }
        let kind = if self.present == 0 {
            Type::Text
        } else if !self.no_number {
            if !self.no_flag {
                Type::Flag
            } else if !self.no_integer {
                Type::Integer
            } else {
                Type::Decimal
            }
        } else if !self.no_timestamp {
            Type::DateTime
        } else {
            Type::Category
        };
        let small = name.to_lowercase();
        let role = if LABELS.contains(&small.as_str()) { Role::Target } else { Role::Feature };
        Field::new(name, kind, role)
    }
}

/// Says of a column what only all of its cells tell: the ends of its numbers, and whether its text is a category, an id
/// or free text.
pub(super) fn settle(column: &mut Column) {
    let field = Arc::make_mut(&mut column.field);
    // A name of ours declares a column, even where its cells are of another type.
    let declared = field.id.is_some() || ColumnId::find(&field.name).is_some();
    let name = field.name.to_lowercase();
    let named_id =
        name == "id" || name.starts_with("unnamed:") || name.ends_with(" id") || name.ends_with("_id");
    match &column.values {
        Values::Numbers(rows) => {
            let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
            for value in rows.iter().filter(|value| !value.is_nan()) {
                (min, max) = (min.min(value), max.max(value));
            }
            if min <= max {
                let whole = matches!(field.kind, Type::Integer | Type::Flag);
                field.domain = Domain::Numbers { min, max: Some(max), whole };
            }
            let rises = || rows.iter().zip(rows.iter().skip(1)).all(|(one, next)| one < next);
            if !declared && field.kind == Type::Integer && named_id && rises() {
                field.role = Role::Id;
            }
        }
        Values::Timestamps(_) => {}
        Values::Categories(categories) => {
            let (rows, names) = (categories.len(), categories.names.len());
            if !declared && field.role == Role::Feature && names > FEW_NAMES.min(rows / 2).max(rows / 10) {
                field.kind = Type::Text;
                if names == rows && rows >= MIN_IDS || named_id {
                    field.role = Role::Id;
                }
            } else if field.kind == Type::Category {
                field.domain = Domain::Names(categories.names.to_vec());
            }
        }
    }
}
