//! The training part as matrices, as it is and balanced, and what balancing before the split would have claimed.

use crate::engine::Configuration;
use crate::engine::balance::{self, Balanced, Input, Missing, Split as BalanceSplit};
use crate::engine::dataset::Table;
use crate::engine::detect::data::Data;
use crate::engine::models::Matrix;
use crate::engine::models::encoding::Encoding;
use crate::engine::pace::Pace;
use crate::engine::problem::Problem;

/// Rows to learn from, with their labels.
#[derive(Clone, Debug)]
pub struct Training {
    /// The rows.
    pub matrix: Matrix,
    /// Whether each is anomalous.
    pub labels: Vec<bool>,
}

impl Training {
    /// Rows of a table as they are.
    pub fn of(table: &Table, rows: &[u32], encoding: &Encoding) -> Self {
        let label = |&row: &u32| table.labels().get(row as usize).copied().unwrap_or(false);
        Training { matrix: encoding.matrix(table, rows), labels: rows.iter().map(label).collect() }
    }

    /// Rows of the data, balanced by the options of Balance: real rows that stay and synthetic ones, and the method.
    ///
    /// # Errors
    /// They cannot be balanced so, or `pace` stopped it.
    pub fn balanced(
        data: &Data,
        rows: &[u32],
        encoding: &Encoding,
        options: &balance::Options,
        pace: Pace,
    ) -> Result<(Self, String), Problem> {
        let labelling = &data.labelling;
        // Features alone are used. With another configuration than the rows' own, columns that follow from others may stay as
        // those of the parents are; none of them is a feature.
        let input = Input::of(&Configuration::default(), data.unlabeled.select(rows));
        let missing = if options.missing == Missing::Refuse { Missing::Fill } else { options.missing };
        let options = balance::Options {
            target: labelling.target().to_owned(),
            split: BalanceSplit::Whole,
            missing,
            ..options.clone()
        };
        let balanced = Balanced::of(input, &options, pace)?;
        let kept: Vec<u32> =
            balanced.train.iter().filter_map(|&place| rows.get(place as usize).copied()).collect();
        let mut training = Training::of(&data.table, &kept, encoding);
        let synthetic: Vec<u32> = (0..balanced.synthetic.rows() as u32).collect();
        training.matrix = training.matrix.and(&encoding.matrix(&balanced.synthetic, &synthetic));
        if !synthetic.is_empty() {
            training.labels.extend(labelling.labels(&balanced.synthetic)?);
        }
        Ok((training, balanced.report.method))
    }

    /// The rows at some places.
    pub fn at(&self, places: &[u32]) -> Self {
        let label = |&place: &u32| self.labels.get(place as usize).copied().unwrap_or(false);
        Training { matrix: self.matrix.at(places), labels: places.iter().map(label).collect() }
    }
}
