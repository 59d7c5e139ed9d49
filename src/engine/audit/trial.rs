//! An attack on trial: what its rows look like beside the usual ones of its users, and what the audit says of data in which it
//! is the only attack.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{Audit, Preparation, Report};
use crate::engine::configuration::Configuration;
use crate::engine::dataset::{ColumnId, Record, Table};
use crate::engine::generator::Generator;
use crate::engine::issues::campaigns::AttackKind;
use crate::engine::issues::campaigns::own::Own;
use crate::engine::issues::realistic::OWN_ATTACKS;
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::engine::statistics::quantile;
use crate::engine::text::Text;
use crate::engine::world::measures::COLUMNS;

/// The rows that are made for a trial, and the share of them that the attack has.
const ROWS: u64 = 8_000;
/// See [`ROWS`].
const ANOMALY_SHARE_PERCENT: f64 = 5.0;

/// The hours that count as the working day.
const WORKING_HOURS: RangeInclusive<i64> = 8..=17;

/// What came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The names of the attack's phases.
    pub phases: Vec<String>,
    /// How many rows are compared: usual ones of the users that the attack met, then those of each phase.
    pub rows: Vec<u32>,
    /// What is compared.
    pub lines: Vec<Line>,
    /// What the audit says of the data.
    pub report: Report,
}

/// Something that is compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// What it is: the name of a column, or a share.
    pub name: Text,
    /// Its unit.
    pub unit: String,
    /// The median, or the share: of the usual rows, then of each phase; none without rows.
    pub values: Vec<Option<f64>>,
}

/// A trial under way.
#[derive(Debug)]
pub struct Trying {
    told: Trial,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Prepare(Box<Preparation>),
    Audit(Box<Audit>),
}

impl Trying {
    /// Tries an attack of one's own, as its lines state it, in the world of a configuration.
    ///
    /// # Errors
    /// The lines are not those of one attack, or the attack does not fit into the world.
    pub fn new(configuration: &Configuration, lines: &str) -> Result<Self, Vec<Problem>> {
        let own = Own::read(lines).map_err(|[reason, hint]| vec![Problem::new(OWN_ATTACKS, reason, hint)])?;
        let [alone] = own.0.as_slice() else {
            return Err(vec![Problem::new(
                OWN_ATTACKS,
                text!("these lines are not of one attack"),
                text!("try one at a time"),
            )]);
        };
        let phases = alone.attack.phases.clone();
        let mut c = configuration.unordered();
        (c.rows, c.anomaly_share_percent) = (ROWS, ANOMALY_SHARE_PERCENT);
        c.world.users = c.world.users.min(ROWS as u32 / 10);
        c.realistic = c.realistic.only(&[]);
        c.realistic.own_attacks = own;
        if let Some(alone) = c.realistic.own_attacks.0.first_mut() {
            alone.weight = 1.0;
        }
        let mut generator = Generator::new(&c)?;
        let records: Vec<Record> = (0..ROWS).map(|row| generator.record(row)).collect();
        let mut table = generator.table();
        generator.append_records(&records, &mut table);
        let (rows, lines) = compared(&records, &table, phases.len());
        let told = Trial {
            phases: phases.iter().map(|phase| phase.name.to_string()).collect(),
            rows,
            lines,
            report: Report { rows: 0, anomalous: 0, rows_examined: 0, checks: Vec::new() },
        };
        let preparation = Preparation::of_generated(Rc::new(table), &generator);
        Ok(Trying { told, stage: Stage::Prepare(Box::new(preparation)) })
    }

    /// Does some ten milliseconds of work. What came out, once everything is done.
    pub fn step(&mut self) -> Option<Trial> {
        match &mut self.stage {
            Stage::Prepare(preparation) => {
                self.stage = Stage::Audit(Box::new(preparation.step()?));
                None
            }
            Stage::Audit(audit) => {
                let report = audit.step()?;
                Some(Trial { report, ..self.told.clone() })
            }
        }
    }

    /// Work done and work in all.
    pub fn progress(&self) -> (u64, u64) {
        match &self.stage {
            Stage::Prepare(_) => (0, 1),
            Stage::Audit(audit) => audit.progress(),
        }
    }
}

/// The numbers of rows and what is compared: usual rows of the users that the attack met, and its rows by phase.
fn compared(records: &[Record], table: &Table, phases: usize) -> (Vec<u32>, Vec<Line>) {
    let own = AttackKind::COUNT as u8 + 1;
    let met: BTreeSet<u32> =
        records.iter().filter(|it| it.issue.mark.attack == own).map(|it| it.issue.user).collect();
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); phases + 1];
    for (row, record) in records.iter().enumerate() {
        let mark = &record.issue.mark;
        if mark.attack == own {
            if let Some(part) = parts.get_mut(usize::from(mark.phase) + 1) {
                part.push(row);
            }
        } else if mark.benign == 0 && met.contains(&record.issue.user) {
            parts[0].push(row);
        }
    }
    let mut lines: Vec<Line> = Vec::new();
    for id in COLUMNS.into_iter().filter(|id| *id != ColumnId::Severity) {
        let Some(column) = table.column(id) else { continue };
        let values = parts.iter().map(|part| {
            let numbers = part.iter().map(|&row| column.number(row)).filter(|number| !number.is_nan());
            let mut numbers: Vec<f64> = numbers.collect();
            numbers.sort_unstable_by(f64::total_cmp);
            quantile(&numbers, 0.5)
        });
        lines.push(Line {
            name: id.name().into(),
            unit: id.column().unit.to_owned(),
            values: values.collect(),
        });
    }
    let share = |name: Text, is: &dyn Fn(usize) -> bool| {
        let percent = |part: &Vec<usize>| {
            let count = part.iter().filter(|&&row| is(row)).count();
            (!part.is_empty()).then(|| 100.0 * count as f64 / part.len() as f64)
        };
        Line { name, unit: "%".to_owned(), values: parts.iter().map(percent).collect() }
    };
    let at_work =
        |row: usize| WORKING_HOURS.contains(&(records[row].issue.activity_time.rem_euclid(86_400) / 3_600));
    let elsewhere = |row: usize| records[row].issue.ip_location != records[row].issue.user_location;
    let serious = |row: usize| records[row].issue.severity >= Level::High;
    lines.push(share(text!("Severity High or Critical"), &serious));
    lines.push(share(text!("Outside of 8:00 to 18:00"), &|row| !at_work(row)));
    lines.push(share(text!("From another location"), &elsewhere));
    (parts.iter().map(|part| part.len() as u32).collect(), lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;

    fn tried(lines: &str) -> Trial {
        let mut trying = Trying::new(&Preset::Realistic.configuration(), lines).unwrap();
        loop {
            if let Some(trial) = trying.step() {
                return trial;
            }
        }
    }

    #[test]
    fn what_a_phase_shifts_shows_beside_the_usual_rows_of_its_users() {
        let trial = tried(
            "attack Leak users=1-2 days=30; phase Gathering share=60 tactic=TA0009 technique=T1039 files=2.5; \
             phase Sending share=40 tactic=TA0010 technique=T1048 transfer=3 off_hours=90",
        );
        assert_eq!(trial.phases, ["Gathering", "Sending"]);
        assert_eq!(trial.rows[1] + trial.rows[2], 400);
        let line = |name: &str| {
            let line = trial.lines.iter().find(|line| line.name == name).unwrap();
            line.values.iter().map(|value| value.unwrap()).collect::<Vec<f64>>()
        };
        let files = line("Num Files Accessed");
        assert!(files[1] > 1.5 * files[0] && files[2] < 1.5 * files[0], "{files:?}");
        let transfer = line("Data Transfer MB");
        assert!(transfer[2] > 3.0 * transfer[0] && transfer[1] < 2.0 * transfer[0], "{transfer:?}");
        let hours = line("Outside of 8:00 to 18:00");
        assert!(hours[2] > hours[0] + 20.0, "{hours:?}");
        assert!(trial.report.checks.len() > 10 && trial.report.anomalous == 400);
    }

    #[test]
    fn an_attack_that_gives_itself_away_is_told() {
        let loud = "attack Loud days=5; phase All share=100 tactic=TA0040 technique=T1486 files=6 cpu=6 logins=6 transfer=6 memory=6";
        let quiet =
            "attack Quiet days=5; phase All share=100 tactic=TA0040 technique=T1486 files=0.5 cpu=0.5";
        let failed = |lines| tried(lines).report.count(super::super::Verdict::Fail);
        assert!(failed(loud) > failed(quiet), "{} {}", failed(loud), failed(quiet));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let refused = |lines| Trying::new(&Preset::Realistic.configuration(), lines).unwrap_err()[0].clone();
        assert_eq!(refused("").path, OWN_ATTACKS);
        let long = "attack Long days=30; phase All share=100 tactic=TA0040 technique=T1486";
        let long = Trying::new(&Preset::BruteForceWeek.configuration(), long).unwrap_err();
        assert!(long[0].reason.contains("lasts"), "{long:?}");
        let unknown = refused("attack A category=Weather; phase All share=100 tactic=TA0040 technique=T1486");
        assert!(unknown.reason.contains("'Weather'"), "{unknown}");
    }
}
