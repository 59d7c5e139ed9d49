//! The parameters of the dataset: in which order its rows come, and which columns its files have.

use super::schema::{COLUMN_COUNT, COLUMNS, Column, ColumnId, NOISE_COLUMNS, SWITCHED_COUNT};
use crate::engine::issues::{self, Model, classic, realistic};
use crate::engine::problem::Problem;
use crate::engine::settings::{Setting, choices, parameters};
use crate::engine::text::Text;
use crate::engine::{response, threat, world};

choices! {
    /// In which order the rows of a dataset come.
    RowOrder {
        Random: "random", words!("No order"), words!("The classes are mixed at random, so that neither the place of a row nor its id says anything about its class.");
        Time: "time", words!("By time"), words!("Rows come in the order of their Timestamps, in every file, and ids rise with the time.");
    }
}

parameters! {
    /// In which order the rows come, and which columns the files have.
    Parameters, Paths {
        order: RowOrder = RowOrder::Random, (), "order", words!("Order of rows"), "", words!("The order of the rows in every file. It changes no row but its id.");
        noise_columns: u32 = 0, 0..=NOISE_COLUMNS as u32, "defects.irrelevant", words!("Irrelevant columns"), words!("columns"), words!("Number of columns Noise 1 to Noise 4, which are independent of every other column.");
    }
    tables {
        columns_on: [bool; SWITCHED_COUNT] = std::array::from_fn(|index| index < COLUMN_COUNT), "Which of the other columns are on, in the order of [`COLUMNS`]: by default those of the notebook.";
    }
}

impl Parameters {
    /// The settings, in the order of a form.
    pub fn settings() -> Vec<Setting<Parameters>> {
        let column = |(index, column): (usize, &Column)| {
            Setting::new(
                column_path(column),
                column.name.into(),
                "",
                Text::declared(column.description),
                (),
                move |parameters: &Parameters| &parameters.columns_on[index],
                move |parameters: &mut Parameters| &mut parameters.columns_on[index],
            )
        };
        let mut settings = Parameters::fields();
        settings.extend(COLUMNS.iter().take(SWITCHED_COUNT).enumerate().map(column));
        settings
    }

    /// The same with a further column.
    pub fn with(mut self, id: ColumnId) -> Self {
        let place = COLUMNS.iter().position(|column| column.id == id);
        if let Some(on) = place.and_then(|place| self.columns_on.get_mut(place)) {
            *on = true;
        }
        self
    }

    /// The columns that the files have, in their order.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> + use<> {
        let (on, noise) = (self.columns_on, self.noise_columns as usize);
        let is_on = move |(index, column): &(usize, &Column)| {
            on.get(*index).copied().unwrap_or_else(|| column.noise() < noise)
        };
        COLUMNS.iter().enumerate().filter(is_on).map(|(_, column)| column)
    }

    /// The columns that a table of generated rows has, each with whether files have it, in their order: what nobody asked
    /// for is generated for the audit, but for noise.
    pub fn held_columns(&self) -> impl Iterator<Item = (&'static Column, bool)> + use<> {
        let in_files: Vec<ColumnId> = self.columns().map(|column| column.id).collect();
        let held = COLUMNS.iter().map(move |column| (column, in_files.contains(&column.id)));
        held.filter(|(column, is_in_files)| *is_in_files || column.noise() >= NOISE_COLUMNS)
    }

    /// Adds what contradicts itself.
    pub fn check(&self, problems: &mut Vec<Problem>) {
        if self.columns().next().is_none() {
            let hint = text!("switch at least one column on");
            problems.push(Problem::new(column_path(&COLUMNS[0]), text!("the files have no column"), hint));
        }
    }
}

/// The path of the setting that switches a column on.
fn column_path(column: &Column) -> String {
    format!("columns.{}", column.key())
}

/// The parameters that the texts and the data dictionary of a dataset follow from.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The seed.
    pub seed: u64,
    /// Rows of the dataset.
    pub rows: u64,
    /// How rows are drawn.
    pub model: Model,
    /// The world.
    pub world: &'a world::Parameters,
    /// The lists that issues draw from.
    pub lists: &'a issues::Parameters,
    /// The classic distributions.
    pub classic: &'a classic::Parameters,
    /// The realistic model.
    pub realistic: &'a realistic::Parameters,
    /// How rows are scored.
    pub threat: &'a threat::Parameters,
    /// What is done about them.
    pub response: &'a response::Parameters,
}

impl<'a> From<&Context<'a>> for Context<'a> {
    fn from(context: &Context<'a>) -> Self {
        *context
    }
}
