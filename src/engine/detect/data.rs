//! The rows that detectors are compared on: which of them are anomalous, and of very many a sample.

use std::collections::BTreeSet;

use super::options::Options;
use super::synthetic::Synthetic;
use crate::engine::balance::Input;
use crate::engine::balance::features::Classes;
use crate::engine::dataset::{Role, Table};
use crate::engine::decimal::grouped;
use crate::engine::issues::Class;
use crate::engine::models::folds;
use crate::engine::problem::Problem;
use crate::engine::text::{Text, number};

/// The most rows that a comparison looks at; of more, a sample.
pub const MAX_ROWS: u64 = 20_000;

/// Which values of which column are anomalous.
#[derive(Clone, Debug)]
pub struct Labelling {
    target: String,
    anomalous: BTreeSet<String>,
}

impl Labelling {
    /// What the options say of a table.
    ///
    /// # Errors
    /// There is no such column, it says no classes, or it has no such value.
    pub fn of(table: &Table, options: &Options) -> Result<Self, Problem> {
        let is_unnamed = options.target == Options::default().target && table.find(&options.target).is_none();
        let declared = table.columns().iter().find(|column| column.field.role == Role::Target);
        let target = declared.filter(|_| is_unnamed).map_or(&options.target, |column| &column.field.name);
        let classes = Classes::of(table, target)
            .map_err(|problem| Problem { path: "detect.target".to_owned(), ..problem })?;
        let is_there = |name: &String| classes.names.contains(name);
        if let Some(unknown) = options.anomalous.iter().find(|name| !is_there(name)) {
            let reason = text!("'{column}' has no value '{value}'", column = target, value = unknown);
            let hint = text!("its values are {values}", values = classes.names.join(", "));
            return Err(Problem::new("detect.anomalous", reason, hint));
        }
        let known = ["1", "true", "True", Class::Anomalous.name()].map(str::to_owned);
        let anomalous = if !options.anomalous.is_empty() {
            options.anomalous.iter().cloned().collect()
        } else if let Some(name) = known.into_iter().find(is_there) {
            [name].into()
        } else {
            let count = |class: usize| classes.codes.iter().filter(|&&code| code as usize == class).count();
            let frequent = (0..classes.names.len()).rev().max_by_key(|&class| count(class));
            let others = classes.names.iter().enumerate().filter(|(class, _)| Some(*class) != frequent);
            others.map(|(_, name)| name.clone()).collect()
        };
        Ok(Labelling { target: target.clone(), anomalous })
    }

    /// The column.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Whether each row of a table is anomalous.
    ///
    /// # Errors
    /// The table has no such column.
    pub fn labels(&self, table: &Table) -> Result<Vec<bool>, Problem> {
        let classes = Classes::of(table, &self.target)?;
        let is_anomalous =
            |&code: &u32| classes.names.get(code as usize).is_some_and(|name| self.anomalous.contains(name));
        Ok(classes.codes.iter().map(is_anomalous).collect())
    }
}

/// The rows that are looked at.
#[derive(Debug)]
pub struct Data {
    /// Their cells, with the labels that were asked for.
    pub table: Table,
    /// Their cells as they are: what is balanced.
    pub unlabeled: Table,
    /// Their numbers in the whole.
    pub rows: Vec<u32>,
    /// The patterns of their attacks, where they are known.
    pub patterns: Option<Vec<u8>>,
    /// Those among them that balancing added.
    pub synthetic: Option<Synthetic>,
    /// What is anomalous among them.
    pub labelling: Labelling,
    /// Normal and anomalous rows of the whole.
    pub population: [u64; 2],
    /// What stands between two cells, where the rows are a file's.
    pub delimiter: Option<char>,
}

impl Data {
    /// Of the rows of an input.
    ///
    /// # Errors
    /// As [`Labelling::of`].
    pub fn of(input: &Input, patterns: Option<&[u8]>, options: &Options) -> Result<Self, Problem> {
        let whole = input.table();
        if whole.rows() == 0 {
            let hint = text!("use data with rows of both classes");
            return Err(Problem::new("", text!("there are no rows"), hint));
        }
        let labelling = Labelling::of(whole, options)?;
        let labels = labelling.labels(whole)?;
        let anomalous = labels.iter().filter(|label| **label).count() as u64;
        let rows: Vec<u32> =
            folds::sample(whole.rows() as u64, MAX_ROWS).into_iter().map(|row| row as u32).collect();
        let own = |row: &u32| labels.get(*row as usize).copied().unwrap_or(false);
        let unlabeled = whole.select(&rows);
        let table = unlabeled.clone().labeled(&labelling.target, rows.iter().map(own).collect());
        let pattern =
            |patterns: &[u8]| rows.iter().filter_map(|&row| patterns.get(row as usize).copied()).collect();
        Ok(Data {
            patterns: patterns.map(pattern),
            synthetic: Synthetic::of(input, &rows),
            table,
            unlabeled,
            rows,
            labelling,
            population: [labels.len() as u64 - anomalous, anomalous],
            delimiter: input.delimiter().map(char::from),
        })
    }

    /// What is said where the rows are a sample.
    pub fn note(&self) -> Option<Text> {
        let total = self.population.iter().sum::<u64>();
        let count = self.rows.len() as u64;
        let (drawn, all) = (number(grouped(count)), number(grouped(total)));
        (count < total)
            .then(|| text!("{drawn} of the {all} rows, drawn at random, were looked at.", drawn, all))
    }
}
