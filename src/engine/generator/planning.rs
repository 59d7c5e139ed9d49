//! A generator in the making, in steps: where rows come in the order of time, the time of each has to be known first.

use super::Generator;
use super::order::{ByTime, Order};
use crate::engine::configuration::Configuration;
use crate::engine::dataset::{RowOrder, Table};
use crate::engine::decimal::grouped;
use crate::engine::problem::Problem;
use crate::engine::text::number;

/// A generator in the making.
#[derive(Debug)]
pub struct Planning {
    /// None once it was handed over.
    generator: Option<Box<Generator>>,
    by_time: Option<ByTime>,
}

impl Planning {
    /// Checks a configuration and begins.
    ///
    /// # Errors
    /// Every problem of the configuration, or that there is no memory for the order.
    pub fn new(configuration: &Configuration) -> Result<Self, Vec<Problem>> {
        configuration.check()?;
        let by_time = match configuration.dataset.order {
            RowOrder::Random => None,
            RowOrder::Time => {
                let rows = configuration.rows;
                Some(ByTime::new(rows).map_err(|_| no_memory(rows))?)
            }
        };
        let generator = Generator::ordered(configuration, Order::random(configuration));
        Ok(Planning { generator: Some(Box::new(generator)), by_time })
    }

    /// A table for the rows, without any yet.
    pub fn table(&self) -> Table {
        self.generator.as_ref().map(|generator| generator.table()).unwrap_or_default()
    }

    /// What was planned so far and what is to be in all, in rows that take as long to make.
    pub fn progress(&self) -> (u64, u64) {
        let (planned, rows) = self.by_time.as_ref().map_or((0, 0), ByTime::planned);
        (planned / 3, rows / 3)
    }

    /// How many rows count as made when so many are: all of them where none had to be planned. A plan of the order is a
    /// quarter of the work, as if so many rows were made before the first is.
    pub fn counted(&self, made: u64) -> u64 {
        self.by_time.as_ref().map_or(made, |by_time| (by_time.planned().0 + 3 * made) / 4)
    }

    /// Does some milliseconds of work. The generator, once it is planned.
    pub fn step(&mut self) -> Option<Box<Generator>> {
        if let (Some(by_time), Some(generator)) = (&mut self.by_time, &mut self.generator) {
            if by_time.step(&generator.order, &mut generator.source) {
                return None;
            }
            by_time.finish(&mut generator.order);
        }
        self.generator.take()
    }
}

fn no_memory(rows: u64) -> Problem {
    let reason = text!("there is no memory for the order of {rows} rows", rows = number(grouped(rows)));
    let hint = text!("ask for fewer rows, or for no order, which needs no memory");
    Problem::new("order", reason, hint)
}
