//! What of the data a comparison was made of, column by column, so that other programs make it again from the CSV file.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::data::Data;
use super::options::Options;
use crate::engine::dataset::{ColumnId, MISSING, Table, Values};
use crate::engine::decimal;
use crate::engine::models::encoding::Encoding;
use crate::engine::models::features::Source;
use crate::engine::models::{entity, split};

/// What of the data a comparison was made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// What stands between two cells, where the rows are a file's.
    pub delimiter: Option<char>,
    /// The column that holds the label.
    pub target: String,
    /// Its values that are anomalous.
    pub anomalous: Vec<Label>,
    /// What detectors saw.
    pub features: Vec<Ingredient>,
    /// The column with whose values numbers were compared, where they were.
    pub baseline: Option<String>,
    /// Whether the values of the column of users are numbers, so that 7 and 07 are one user.
    pub numeric_users: bool,
    /// The columns that splits by time, user and campaign go by, where the data has them.
    pub split_by: [Option<String>; 3],
    /// Whether balancing added some of the rows.
    pub has_synthetic: bool,
    /// The column by which those name the rows that they were made from, where there is one.
    pub row_id: Option<String>,
}

/// A value of a label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Label {
    /// Of a column of numbers; none where the cell is empty.
    Number(Option<f64>),
    /// Of a column of categories; empty where the cell is.
    Name(String),
}

impl Label {
    /// In words.
    pub fn text(&self) -> String {
        match self {
            Label::Number(Some(number)) => decimal::text(*number),
            Label::Name(name) if !name.is_empty() => name.clone(),
            Label::Number(None) | Label::Name(_) => "(empty)".to_owned(),
        }
    }
}

/// A feature: how it is made, and of which columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ingredient {
    /// How it is made.
    pub source: Source,
    /// The names of the columns.
    pub columns: Vec<String>,
}

impl Recipe {
    /// The names of all columns that it takes, but for that of campaigns, which the answer key has.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let [time, user, _] = &self.split_by;
        let features = self.features.iter().flat_map(|feature| &feature.columns);
        [&self.target]
            .into_iter()
            .chain(features)
            .chain(&self.baseline)
            .chain(time)
            .chain(user)
            .map(String::as_str)
    }

    /// Of data, options and the encoding for detectors that learn from labels, who see the most.
    pub(super) fn of(data: &Data, options: &Options, encoding: &Encoding) -> Self {
        let table = &data.table;
        let name = |place: &usize| table.columns().get(*place).map(|column| column.field.name.clone());
        let ingredient = |feature: &crate::engine::models::features::Feature| Ingredient {
            source: feature.source,
            columns: feature.columns.iter().filter_map(name).collect(),
        };
        let user = entity::place(table, options.user()).ok();
        let is_numeric = |place: usize| {
            let column = table.columns().get(place);
            column.is_some_and(|column| matches!(column.values, Values::Numbers(_)))
        };
        Recipe {
            delimiter: data.delimiter,
            target: data.labelling.target().to_owned(),
            anomalous: anomalous(table, data.labelling.target()),
            features: encoding.groups().iter().map(|group| ingredient(&group.feature)).collect(),
            baseline: encoding.entity().as_ref().and_then(name),
            numeric_users: user.is_some_and(is_numeric),
            split_by: [
                split::times(table).map(|(column, _)| column.field.name.clone()),
                user.as_ref().and_then(name),
                table.column(ColumnId::CampaignId).map(|column| column.field.name.clone()),
            ],
            has_synthetic: data.synthetic.is_some(),
            row_id: data.synthetic.as_ref().and_then(|synthetic| synthetic.id.clone()),
        }
    }
}

/// The values of a column in anomalous rows, the empty one last.
fn anomalous(table: &Table, target: &str) -> Vec<Label> {
    let Some(column) = table.find(target).and_then(|place| table.columns().get(place)) else {
        return Vec::new();
    };
    let rows = table.labels().iter().enumerate().filter(|(_, label)| **label).map(|(row, _)| row);
    match &column.values {
        Values::Categories(categories) => {
            let codes: BTreeSet<u32> = rows.map(|row| categories.code(row)).collect();
            let name = |code: u32| match code {
                MISSING => String::new(),
                code => categories.names.name(code).into_owned(),
            };
            codes.into_iter().map(|code| Label::Name(name(code))).collect()
        }
        _ => {
            let mut numbers: Vec<f64> = rows.map(|row| column.number(row)).collect();
            numbers.sort_by(f64::total_cmp);
            numbers.dedup_by(|one, other| one.total_cmp(other).is_eq());
            let label = |number: f64| Label::Number((!number.is_nan()).then_some(number));
            numbers.into_iter().map(label).collect()
        }
    }
}
