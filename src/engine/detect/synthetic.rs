//! Rows that balancing added. A detector learns from one where it also learns from the rows that it was made from, and is
//! judged on none: a neighbor of a training row would pass for a row that it never saw.

use std::collections::BTreeMap;

use crate::engine::balance::ADDED;
use crate::engine::balance::Input;
use crate::engine::dataset::{Column, ColumnId, Role, Table};
use crate::engine::decimal::grouped;
use crate::engine::models::split::{Parts, SplitOptions};
use crate::engine::problem::Problem;
use crate::engine::text::{Text, number};

/// The synthetic rows of the data.
#[derive(Debug)]
pub struct Synthetic {
    /// The name of the column by which they name the rows that they were made from; none where no column has these names.
    pub id: Option<String>,
    /// Of each synthetic row, the rows that it was made from; none where one of them is not among the data.
    parents: BTreeMap<u32, Option<Vec<u32>>>,
}

impl Synthetic {
    /// Those among some rows of an input; none where balancing added no row.
    pub fn of(input: &Input, rows: &[u32]) -> Option<Self> {
        let table = input.table();
        let flag = table.column(ColumnId::IsSynthetic)?;
        let named = [ColumnId::Parent1, ColumnId::Parent2].map(|id| table.place(id));
        let is_synthetic = |row: u32| flag.number(row as usize) == 1.0;
        let names = |row: u32| -> Vec<String> {
            let cells = named.iter().flatten().map(|&place| input.cell(row, place));
            cells.filter(|name| !name.is_empty()).collect()
        };
        let added: Vec<(u32, Vec<String>)> = rows
            .iter()
            .zip(0..)
            .filter(|(row, _)| is_synthetic(**row))
            .map(|(&row, place)| (place, names(row)))
            .collect();
        let id = added.iter().find_map(|(_, names)| names.first()).and_then(|name| {
            // Columns of ids, as balancing takes its names from: in others the name of a row can stand for something else.
            let is_id =
                |column: &Column| column.field.role == Role::Id && !ADDED.iter().any(|id| column.is(*id));
            let ids = table.columns().iter().enumerate().filter(|(_, column)| is_id(column));
            let real = (0..table.rows() as u32).filter(|row| !is_synthetic(*row));
            let naming = input.naming(ids.map(|(place, _)| place), real);
            naming.into_iter().find(|(_, names)| names.contains(name)).map(|(place, _)| place)
        });
        let mut places = BTreeMap::new();
        if let Some(id) = id {
            for (&row, place) in rows.iter().zip(0..).filter(|(row, _)| !is_synthetic(**row)) {
                places.insert(input.cell(row, id), place);
            }
        }
        let parents = added.into_iter().map(|(place, names)| {
            let found = names.iter().map(|name| places.get(name).copied()).collect::<Option<Vec<u32>>>();
            (place, found.filter(|found| !found.is_empty()))
        });
        let parents: BTreeMap<_, _> = parents.collect();
        let name = |place: usize| table.columns().get(place).map(|column| column.field.name.clone());
        (!parents.is_empty()).then(|| Synthetic { id: id.and_then(name), parents })
    }

    /// Splits the real rows, and puts each synthetic one with which that is honest into the training part.
    ///
    /// # Errors
    /// As [`Parts::of`].
    pub fn split(&self, table: &Table, options: &SplitOptions) -> Result<Parts, Problem> {
        let real: Vec<u32> = (0..table.rows() as u32).filter(|row| !self.parents.contains_key(row)).collect();
        let parts = Parts::of(&table.select(&real), options)?;
        let of_data = |rows: Vec<u32>| -> Vec<u32> {
            rows.into_iter().filter_map(|row| real.get(row as usize).copied()).collect()
        };
        let (mut train, test) = (of_data(parts.train), of_data(parts.test));
        let is_train = |row: &u32| train.binary_search(row).is_ok();
        let learned = self
            .parents
            .iter()
            .filter(|(_, parents)| parents.as_ref().is_some_and(|parents| parents.iter().all(is_train)));
        let learned: Vec<u32> = learned.map(|(&row, _)| row).collect();
        train.extend(learned);
        train.sort_unstable();
        Ok(Parts { train, test })
    }

    /// What is said of them, with how they were split.
    pub fn note(&self, parts: &Parts) -> Text {
        let all = self.parents.len() as u64;
        let learned = parts.train.iter().filter(|row| self.parents.contains_key(row)).count() as u64;
        let is_every_one = learned == all;
        let (learned, all) = (number(grouped(learned)), number(grouped(all)));
        match &self.id {
            _ if is_every_one => {
                text!("Detectors learned from {all} synthetic rows; none is in the test part.", all)
            }
            None => text!(
                "Detectors learned from {learned} of the {all} synthetic rows: no column names the rows that they were made from, so \
                 keep a column of ids when you balance. None is in the test part.",
                learned,
                all
            ),
            Some(_) if self.parents.values().all(Option::is_none) => text!(
                "Detectors learned from {learned} of the {all} synthetic rows: the rows that they were made from are not among these. \
                 None is in the test part.",
                learned,
                all
            ),
            Some(_) => text!(
                "Detectors learned from {learned} of the {all} synthetic rows: the others were made from a row of the test part, or \
                 from one that is not among these. None is in the test part.",
                learned,
                all
            ),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::engine::balance::{self, Balanced};
    use crate::engine::configuration::{Configuration, Override, Preset};
    use crate::engine::dataset::csv::{CsvFile, Limits};
    use crate::engine::detect::data::Data;
    use crate::engine::detect::{Options, fixture};
    use crate::engine::models::split::Split;
    use std::ops::ControlFlow;

    /// The balanced training part of a configuration's rows, as its file has it.
    fn balanced(rows: &str) -> String {
        let set = |path: &str, value: &str| Override { path: path.to_owned(), value: value.to_owned() };
        let rows = [set("rows", rows), set("anomaly_share", "10")];
        let configuration = Configuration::from_overrides(Preset::Realistic, &rows).unwrap();
        let go_on = &mut |_, _| ControlFlow::Continue(());
        let input = Input::generated(&configuration, go_on).unwrap();
        let balanced = Balanced::of(input, &balance::Options::default(), go_on).unwrap();
        let part = balanced.parts()[0];
        let mut text = Vec::new();
        balanced.lines(part).for_each(|line| balanced.write(part, line, &mut text));
        String::from_utf8(text).unwrap()
    }

    fn input(text: &str) -> Input {
        let go_on = &mut |_, _| ControlFlow::Continue(());
        Input::file(CsvFile::read(text.as_bytes().to_vec(), Limits::PAGE, go_on).unwrap())
    }

    #[test]
    fn no_synthetic_row_is_judged_on_and_each_is_learned_from_with_its_parents_alone() {
        let text = balanced("1200");
        let input = input(&text);
        for split in [Split::Stratified, Split::Time, Split::User] {
            let options = Options { split, ..Options::default() };
            let data = Data::of(&input, None, &options).unwrap();
            let synthetic = data.synthetic.as_ref().unwrap();
            assert_eq!(synthetic.id.as_deref(), Some("Issue ID"));
            let options = SplitOptions { split, ..SplitOptions::default() };
            let parts = synthetic.split(&data.table, &options).unwrap();
            let cell = |row: u32, id: ColumnId| {
                input.cell(data.rows[row as usize], input.table().place(id).unwrap())
            };
            assert!(parts.test.iter().all(|&row| cell(row, ColumnId::IsSynthetic) == "0"));
            let train: Vec<String> = parts.train.iter().map(|&row| cell(row, ColumnId::IssueId)).collect();
            let mut learned = 0;
            for &row in parts.train.iter().filter(|&&row| cell(row, ColumnId::IsSynthetic) == "1") {
                for parent in [cell(row, ColumnId::Parent1), cell(row, ColumnId::Parent2)] {
                    assert!(parent.is_empty() || train.contains(&parent), "{parent}");
                }
                learned += 1;
            }
            let all = synthetic.parents.len();
            assert!(learned > 0 && learned < all, "{learned} of {all}");
            let told = format!("Detectors learned from {learned} of the {all} synthetic rows: the others");
            assert!(synthetic.note(&parts).english().starts_with(&told));
            // The split of the real rows is that of a file without the others.
            let real: Vec<&str> = text.lines().filter(|line| !line.contains(",1,ISSUE-")).collect();
            let real = Data::of(&self::input(&real.join("\n")), None, &Options::default()).unwrap();
            let alone = Parts::of(&real.table, &options).unwrap();
            assert_eq!((alone.test.len(), real.synthetic.is_none()), (parts.test.len(), true));
        }
    }

    #[test]
    fn what_balancing_added_does_not_raise_the_figures() {
        let text = balanced("1500");
        let (report, ..) = fixture::of_file(&[("detectors", "forest")], &text);
        let auc = report.detectors[0].auc.unwrap().value;
        assert!((0.6..0.97).contains(&auc), "{auc}");
        assert!(
            report.train.rows + report.test.rows < report.rows.rows
                && report.test.prevalence().unwrap() < 0.2
        );
        assert!(
            report.notes.iter().any(|note| note.english().ends_with("None is in the test part.")),
            "{:?}",
            report.notes
        );
        assert!(!report.features.iter().any(|name| name.contains("Synthetic") || name.contains("Parent")));
    }

    #[test]
    fn rows_whose_parents_cannot_be_found_are_left_out() {
        let rows = (0..60).map(|row| format!("{},{},0,,\n", row % 7, row % 2)).collect::<String>();
        let added = (0..9).map(|row| format!("{row},1,1,row 900,\n")).collect::<String>();
        let text = format!("measure,label,Is Synthetic,Parent 1,Parent 2\n{rows}{added}");
        let (report, ..) = fixture::of_file(&[("detectors", "tree"), ("target", "label")], &text);
        assert_eq!(report.train.rows + report.test.rows, 60);
        let note = "Detectors learned from 0 of the 9 synthetic rows: no column names the rows that they were made from, so keep \
                    a column of ids when you balance. None is in the test part.";
        assert!(report.notes.iter().any(|told| *told == note), "{:?}", report.notes);
    }

    /// The number of a row stands in other columns as well, which name no row.
    #[test]
    fn a_column_of_numbers_names_rows_where_each_is_different() {
        let rows = (1..=60).map(|id| format!("{},{id},{},0,,\n", id % 30, id % 2)).collect::<String>();
        let added =
            (0..9).map(|row| format!("5,{},1,1,{},{}\n", 61 + row, 12 + row, 40 + row)).collect::<String>();
        let text = format!("port,id,label,Is Synthetic,Parent 1,Parent 2\n{rows}{added}");
        let input = input(&text);
        let options = Options { target: "label".to_owned(), ..Options::default() };
        let data = Data::of(&input, None, &options).unwrap();
        let synthetic = data.synthetic.as_ref().unwrap();
        assert_eq!(synthetic.id.as_deref(), Some("id"));
        let parents: Vec<_> = synthetic.parents.values().cloned().collect();
        assert_eq!(parents, (0..9).map(|row| Some(vec![11 + row, 39 + row])).collect::<Vec<_>>());
    }
}
