//! From a configuration to rows: any row alone, and any range of rows.

use std::collections::TryReserveError;
use std::ops::Range;

use super::configuration::Configuration;

use super::dataset::{Filler, Record, Table};
use super::issues::classic::Classic;
use super::issues::realistic::Realistic;
use super::issues::{Class, Model};
use super::problem::Problem;
use super::random::{Permutation, Purpose, Streams};
use super::response;
use super::threat::Scorer;
use super::world::World;

/// Rows that are drawn before they are put into columns.
const BLOCK: usize = 64;

/// Makes the rows of one checked configuration.
#[derive(Debug)]
pub struct Generator {
    configuration: Configuration,
    source: Source,
    scorer: Scorer,
    order: Order,
    filler: Filler,
    campaigns: u32,
}

/// Which class the generator draws each row from.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    permutation: Permutation,
    anomalous_rows: u64,
}

impl Order {
    fn new(configuration: &Configuration) -> Self {
        let streams = Streams::new(configuration.seed);
        Order {
            permutation: Permutation::new(streams, Purpose::RowOrder, configuration.rows),
            anomalous_rows: configuration.anomalous_rows(),
        }
    }

    /// The class of a row, and its number in that class. The permutation mixes the classes, so that neither
    /// the place of a row nor its id says anything about its label.
    pub fn place(&self, row: u64) -> (Class, u64) {
        let place = self.permutation.of(row);
        if place < self.anomalous_rows {
            (Class::Anomalous, place)
        } else {
            (Class::Normal, place - self.anomalous_rows)
        }
    }
}

/// What draws the rows, by model.
#[derive(Debug)]
enum Source {
    Classic(Box<(World, Classic)>),
    Realistic(Box<Realistic>),
}

impl Generator {
    /// Checks the configuration and plans its data; makes no row yet.
    ///
    /// # Errors
    /// Every problem of the configuration.
    pub fn new(configuration: &Configuration) -> Result<Self, Vec<Problem>> {
        configuration.check()?;
        let c = configuration;
        let (source, campaigns) = match c.model {
            Model::Classic => {
                let classic = Classic::new(c.seed, c.size(), &c.world, &c.issues, &c.classic);
                (Source::Classic(Box::new((World::new(c.seed, &c.world), classic))), 0)
            }
            Model::Realistic => {
                let realistic = Box::new(Realistic::new(c.seed, c.size(), &c.world, &c.issues, &c.realistic));
                let campaigns = realistic.plan().campaigns().len() as u32;
                (Source::Realistic(realistic), campaigns)
            }
        };
        Ok(Generator {
            source,
            filler: Filler::new(c, &c.dataset, c.anomalous_rows(), campaigns),
            campaigns,
            scorer: Scorer::new(&c.issues, &c.threat),
            order: Order::new(configuration),
            configuration: configuration.clone(),
        })
    }

    /// The configuration.
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// How many campaigns there are; none in the classic model.
    pub fn campaigns(&self) -> u32 {
        self.campaigns
    }

    /// What scores the rows.
    pub fn scorer(&self) -> &Scorer {
        &self.scorer
    }

    /// Which class each row is drawn from.
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// The class of a row, and its number in that class: [`Order::place`].
    pub fn place(&self, row: u64) -> (Class, u64) {
        self.order.place(row)
    }

    /// Makes one row. It depends on the configuration and the row's number alone.
    pub fn record(&mut self, row: u64) -> Record {
        let (class, index) = self.place(row);
        let issue = match &mut self.source {
            Source::Classic(source) => source.1.draw(&source.0, class, index),
            Source::Realistic(realistic) => realistic.draw(class, index),
        };
        let score = self.scorer.score(&issue);
        let activity_type = self.configuration.issues.activity_types.get(usize::from(issue.activity_type));
        let activity_type = activity_type.map_or("", String::as_str);
        let fired = response::fired(&issue, score.level, activity_type, self.configuration.response.limits);
        Record { row, issue, score, fired }
    }

    /// A table for these rows, without any yet.
    pub fn table(&self) -> Table {
        self.filler.table()
    }

    /// Makes the rows of a range and appends them to a table of this generator.
    ///
    /// # Errors
    /// There is no memory for them; the table is as it was.
    pub fn append(&mut self, rows: Range<u64>, table: &mut Table) -> Result<(), TryReserveError> {
        self.append_with(rows, table, |_| ())
    }

    /// As [`append`](Self::append), and shows each row as it was drawn to someone who needs more of it.
    ///
    /// # Errors
    /// There is no memory for them; the table is as it was.
    pub fn append_with(
        &mut self,
        rows: Range<u64>,
        table: &mut Table,
        visit: impl FnMut(&Record),
    ) -> Result<(), TryReserveError> {
        let end = rows.end.min(self.configuration.rows);
        table.try_reserve(end.saturating_sub(rows.start) as usize)?;
        self.append_each(rows.start..end, table, visit);
        Ok(())
    }

    /// A table of the rows of a range.
    ///
    /// # Errors
    /// There is no memory for them.
    pub fn rows(&mut self, rows: Range<u64>) -> Result<Table, TryReserveError> {
        let mut table = self.table();
        self.append(rows, &mut table)?;
        Ok(table)
    }

    /// A table of some rows: a sample, for which there is always memory.
    pub fn sample(&mut self, rows: &[u64]) -> Table {
        let mut table = self.table();
        self.append_each(rows.iter().copied(), &mut table, |_| ());
        table
    }

    fn append_each(
        &mut self,
        rows: impl Iterator<Item = u64>,
        table: &mut Table,
        mut visit: impl FnMut(&Record),
    ) {
        // Column by column in short blocks, so that the drawn rows stay in the processor's cache.
        let mut block = Vec::with_capacity(BLOCK);
        for row in rows {
            let record = self.record(row);
            visit(&record);
            block.push(record);
            if block.len() == BLOCK {
                self.filler.append(&block, table);
                block.clear();
            }
        }
        self.filler.append(&block, table);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;
    use crate::engine::level::Level;
    use crate::engine::response::RULES;

    fn generator(preset: Preset, rows: u64) -> Generator {
        Generator::new(&Configuration { rows, ..preset.configuration() }).unwrap()
    }

    #[test]
    fn the_count_of_anomalies_is_exact_and_each_class_numbers_its_rows_without_gaps() {
        let generator = generator(Preset::Classic, 1_003);
        let mut places: Vec<(Class, u64)> = (0..1_003).map(|row| generator.place(row)).collect();
        places.sort_unstable();
        let expected = (0..802)
            .map(|index| (Class::Normal, index))
            .chain((0..201).map(|index| (Class::Anomalous, index)));
        assert!(places.into_iter().eq(expected));
    }

    #[test]
    fn every_rule_and_every_scenario_fires() {
        let mut generator = generator(Preset::ClassicCalibrated, 100_000);
        let mut scenarios = [[0_u32; 4]; 4];
        let mut rules = [0_u32; RULES.len()];
        for record in (0..100_000).map(|row| generator.record(row)) {
            scenarios[record.score.level.index()][record.issue.severity.index()] += 1;
            for (rule, count) in rules.iter_mut().enumerate() {
                *count += u32::from(record.fired >> rule & 1);
            }
        }
        for threat_level in Level::ALL {
            for severity in Level::ALL {
                let count = scenarios[threat_level.index()][severity.index()];
                assert!(count > 0, "{threat_level:?} × {severity:?} never occurs: {scenarios:?}");
            }
        }
        assert!(rules.iter().all(|&count| count > 100), "{rules:?}");
    }

    #[test]
    fn a_configuration_that_cannot_run_is_refused_whole() {
        let mut configuration = Configuration { rows: 0, ..Preset::Classic.configuration() };
        configuration.world.users = 0;
        let problems = Generator::new(&configuration).unwrap_err();
        assert_eq!(
            problems.iter().map(|problem| problem.path.as_str()).collect::<Vec<_>>(),
            ["rows", "users"]
        );
    }
}
