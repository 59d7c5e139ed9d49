//! From a configuration to rows: any row alone, and any range of rows.

mod drawing;
mod order;
mod planning;

pub use drawing::Drawing;
pub use order::Order;
pub use planning::Planning;

use std::collections::TryReserveError;
use std::ops::Range;

use super::configuration::Configuration;
use super::dataset::{Filler, Record, Table};
use super::issues::campaigns::Launch;
use super::issues::classic::Classic;
use super::issues::realistic::Realistic;
use super::issues::{Class, DAY, Issue, Model, Seconds, midnight};
use super::problem::Problem;
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

/// What draws the rows, by model.
#[derive(Debug)]
enum Source {
    Classic(Box<(World, Classic)>),
    Realistic(Box<Realistic>),
}

impl Source {
    fn new(configuration: &Configuration) -> Self {
        let c = configuration;
        match c.model {
            Model::Classic => {
                let classic = Classic::new(c.seed, c.size(), &c.world, &c.issues, &c.classic);
                Source::Classic(Box::new((World::new(c.seed, &c.world), classic)))
            }
            Model::Realistic => {
                let realistic = Realistic::new(c.seed, c.size(), &c.world, &c.issues, &c.realistic);
                Source::Realistic(Box::new(realistic))
            }
        }
    }

    fn campaigns(&self) -> u32 {
        match self {
            Source::Classic(_) => 0,
            Source::Realistic(realistic) => realistic.campaign_count(),
        }
    }

    /// Draws row `index` of a class.
    fn draw(&mut self, class: Class, index: u64) -> Issue {
        match self {
            Source::Classic(source) => source.1.draw(&source.0, class, index),
            Source::Realistic(realistic) => realistic.draw(class, index),
        }
    }

    /// When the activity of each of some rows of a class takes place, without the rest of the rows.
    fn times(&mut self, class: Class, rows: Range<u64>, each: impl FnMut(Seconds)) {
        match self {
            Source::Classic(source) => source.1.times(class, rows, each),
            Source::Realistic(realistic) => realistic.times(class, rows, each),
        }
    }
}

impl Generator {
    /// Checks the configuration and plans its data; makes no row yet. Where rows come in the order of time, that is planned
    /// as well, which takes a part of a second for a million rows: [`Planning`] does the same in steps.
    ///
    /// # Errors
    /// Every problem of the configuration, or that there is no memory for the order.
    pub fn new(configuration: &Configuration) -> Result<Self, Vec<Problem>> {
        let mut planning = Planning::new(configuration)?;
        loop {
            if let Some(generator) = planning.step() {
                return Ok(*generator);
            }
        }
    }

    /// Another generator of the same rows, for another thread: it shares the order, which is not planned again.
    pub fn another(&self) -> Self {
        Generator::ordered(&self.configuration, self.order.clone())
    }

    /// The generator of a configuration that was checked.
    fn ordered(configuration: &Configuration, order: Order) -> Self {
        let c = configuration;
        let source = Source::new(c);
        let campaigns = source.campaigns();
        Generator {
            source,
            filler: Filler::new(c, &c.dataset, c.anomalous_rows(), campaigns),
            campaigns,
            scorer: Scorer::new(&c.issues, &c.threat),
            order,
            configuration: c.clone(),
        }
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

    /// Which drawn row stands where, and which class it is drawn from.
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
        let issue = self.source.draw(class, index);
        self.of_issue(row, self.order.drawn(row), issue)
    }

    /// A drawn row, with what follows from it.
    fn of_issue(&self, row: u64, drawn: u64, issue: Issue) -> Record {
        let score = self.scorer.score(&issue);
        let activity_type = self.configuration.issues.activity_types.get(usize::from(issue.activity_type));
        let activity_type = activity_type.map_or("", String::as_str);
        let fired = response::fired(&issue, score.level, activity_type, self.configuration.response.limits);
        Record { row, drawn, issue, score, fired }
    }

    /// Makes room for the names of campaigns that are launched, in the tables from now on.
    pub fn expect_launches(&mut self, count: u32) {
        let c = &self.configuration;
        self.filler = Filler::new(c, &c.dataset, c.anomalous_rows(), self.campaigns + count);
    }

    /// Launches an attack at a time: its rows, in the order of their times, none of them before it. Their numbers follow those of
    /// all rows and of the attacks before. A row keeps its hour of the day: one that would be too early comes on a later day.
    ///
    /// # Errors
    /// The model knows no attacks, or there is no such user.
    pub fn launch(&mut self, launch: &Launch, time: Seconds, earlier: u64) -> Result<Vec<Record>, Problem> {
        let c = &self.configuration;
        if launch.user >= c.world.users {
            let reason = text!("there is no user {user}", user = u64::from(launch.user) + 1);
            let hint = text!("choose one from 1 to {last}", last = c.world.users);
            return Err(Problem::new("", reason, hint));
        }
        let Source::Realistic(realistic) = &mut self.source else {
            let reason = text!("the classic model has no users that could be attacked");
            return Err(Problem::new("", reason, text!("choose a realistic preset")));
        };
        let day = (time - midnight(c.world.start_date)).div_euclid(DAY).max(0);
        let mut issues = realistic.launch(launch, u32::try_from(day).unwrap_or(u32::MAX));
        for issue in &mut issues {
            let late = (time - issue.activity_time).max(0);
            let days = late.div_euclid(DAY) + Seconds::from(late % DAY > 0);
            issue.activity_time += days * DAY;
            issue.reported += days * DAY;
            issue.resolution += days * DAY;
        }
        issues.sort_by_key(|issue| issue.activity_time);
        let first = c.rows + earlier;
        Ok((first..).zip(issues).map(|(row, issue)| self.of_issue(row, row, issue)).collect())
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

    /// Appends rows that this generator drew to a table of its.
    pub fn append_records(&self, records: &[Record], table: &mut Table) {
        self.filler.append(records, table);
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
