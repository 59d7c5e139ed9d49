//! Drawn rows become a table.

use std::sync::Arc;

use super::{Column, Domain, Field, Table};
use crate::engine::dataset::derived::DerivedFacts;
use crate::engine::dataset::schema::{self, Range, Role, Type};
use crate::engine::dataset::values::{Categories, Numbers, Timestamps, Values};
use crate::engine::dataset::{Context, Parameters, Record};

/// Fills tables with the rows of one configuration.
#[derive(Clone, Debug)]
pub struct Filler {
    /// A table without rows: tables share its fields and dictionaries.
    empty: Table,
    derived: DerivedFacts,
}

impl Filler {
    /// For a dataset of which so many rows are anomalous, whose plan has so many campaigns; its files have the columns
    /// that the parameters switch on.
    pub fn new<'a>(
        context: impl Into<Context<'a>>,
        parameters: &Parameters,
        anomalous: u64,
        campaigns: u32,
    ) -> Self {
        let context = &context.into();
        let columns = parameters.held_columns().map(|(declared, in_files)| {
            let range = declared.range(context);
            let values = match declared.kind {
                Type::Text if declared.role == Role::Id => Values::Numbers(Numbers::Sequence(0..0)),
                Type::Text | Type::Category => {
                    let names = declared.dictionary(context, campaigns);
                    Values::Categories(Categories::new(Arc::new(names)))
                }
                Type::DateTime => Values::Timestamps(Timestamps::default()),
                Type::Decimal => Values::Numbers(Numbers::F64(Vec::new())),
                Type::Integer | Type::Flag => Values::Numbers(match range {
                    Range::Numbers(_, Some(max)) => Numbers::whole_up_to(max),
                    _ => Numbers::U32(Vec::new()),
                }),
            };
            let field = Field {
                domain: match range {
                    Range::Numbers(min, max) => {
                        let whole = matches!(declared.kind, Type::Integer | Type::Flag);
                        Domain::Numbers { min, max, whole }
                    }
                    Range::Values(names) => Domain::Names(names),
                    Range::Numbered(_) | Range::Form(_) => Domain::Anything,
                },
                in_files,
                id_form: declared.id_form(context.rows),
                ..Field::known(declared.id)
            };
            Column { field: Arc::new(field), values, unreadable: 0, decimals: declared.id.decimals() }
        });
        let mut empty = Table {
            columns: columns.collect(),
            population: Some([context.rows.saturating_sub(anomalous), anomalous]),
            ..Table::default()
        };
        empty.keep_order();
        Filler { empty, derived: DerivedFacts::new(context) }
    }

    /// A table without rows.
    pub fn table(&self) -> Table {
        self.empty.clone()
    }

    /// Appends drawn rows to a table that this filler made.
    pub fn append(&self, records: &[Record], table: &mut Table) {
        let Some(first) = records.first() else { return };
        if table.labels.is_empty() {
            table.first_row = first.row;
        }
        for column in &mut table.columns {
            if let Some(id) = column.field.id {
                schema::fill(id, records, &self.derived, &mut column.values);
            }
        }
        table.labels.extend(records.iter().map(|record| Table::label(record.issue.class)));
        debug_assert!(
            table.columns.iter().all(|column| column.values.len() == table.labels.len()),
            "columns are of the same length"
        );
    }
}
