//! What a change does: the columns of two tables against each other, those first that moved most.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cells::{Group, Groups, codes, present};
use super::chart::{Axis, Cell, Chart, Form, Marks, Numbers, Paint, Panel, Scale, Shape, Stroke};
use super::histogram::{self, Look, Subject};
use super::text;
use crate::engine::Text;
use crate::engine::dataset::Role;
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{Column, Dictionary, MISSING, Table};
use crate::engine::statistics::kolmogorov_smirnov;
use crate::engine::statistics::order::largest_first;
use crate::engine::statistics::sorting::sorted;
use crate::engine::text::number;
use std::sync::Arc;

/// The most names of a panel.
const MAX_NAMES: usize = 10;

/// A column that moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// The column.
    pub column: String,
    /// How far: of numbers and timestamps the Kolmogorov–Smirnov distance, of names half of the sum of the differences of
    /// their shares. From 0 to 1.
    pub distance: f64,
    /// Before and after, in one panel.
    pub chart: Chart,
}

/// The columns that both tables have and that differ, the farthest moved first. Ids are left out.
pub fn moved(before: &Table, after: &Table) -> Vec<Moved> {
    let mut found = Vec::new();
    for column in before.columns().iter().filter(|column| column.field.role != Role::Id) {
        let other = after.find(&column.field.name).and_then(|index| after.columns().get(index));
        found.extend(other.and_then(|other| compare(column, other, [before.rows(), after.rows()])));
    }
    largest_first(found, |moved| moved.distance)
}

fn compare(before: &Column, after: &Column, rows: [usize; 2]) -> Option<Moved> {
    let [first, second] = rows.map(|rows| (0..rows as u32).collect::<Vec<u32>>());
    let name = before.field.name.clone();
    if let (Some(old), Some(new)) = (codes(before, &first), codes(after, &second)) {
        return names(&name, [old, new]);
    }
    let (old, new) = (present(before, &first), present(after, &second));
    let distance = kolmogorov_smirnov(&sorted(&old), &sorted(&new)).filter(|distance| *distance > 0.0)?;
    let mut chart = new_chart(&name, distance);
    chart.tables = vec![histogram::statistics_table(), bins_table()];
    let groups = both([old.len(), new.len()]);
    let subject = Subject {
        name: &name,
        unit: &before.field.unit,
        whole: before.field.kind == Type::Integer,
        is_time: before.field.kind == Type::DateTime,
    };
    let look = Look { bins: 0, log: false, density: None, shares: true };
    let values = [old, new].concat();
    let mut panel = histogram::of_values(subject, &values, &groups, look, &mut chart);
    panel.title = Text::default();
    panel.note = Text::default();
    unselect(&mut panel);
    chart.finding = finding(&name, distance);
    chart.panels = vec![panel];
    Some(Moved { column: name, distance, chart })
}

/// Marks of two tables stand for rows of neither.
fn unselect(panel: &mut Panel) {
    for marks in &mut panel.marks {
        if let Form::Cells(cells) = &mut marks.form {
            cells.iter_mut().for_each(|cell| cell.selection.clear());
        }
    }
}

fn finding(name: &str, distance: f64) -> Text {
    let distance = number(text::significant(distance, 3));
    text!("{name} moves: the distance of before and after is {distance}.", name, distance)
}

fn new_chart(name: &str, distance: f64) -> Chart {
    Chart {
        title: text!("{name}: distance {distance}", name, distance = number(text::significant(distance, 3))),
        legend: both([0, 0]).legend(|place| Shape::Line(Stroke::of(place))),
        ..Chart::default()
    }
}

fn bins_table() -> Numbers {
    let head = [
        text!("Column"),
        text!("a bound" => "From"),
        text!("a bound" => "To"),
        text!("Before"),
        text!("After"),
    ];
    Numbers::new(text!("Rows in each bin"), &head)
}

/// Two groups: before and after.
fn both(rows: [usize; 2]) -> Groups {
    let group = |(place, name): (u8, Text)| Group {
        name,
        count: rows[usize::from(place)] as u64,
        paint: if place == 0 { Paint::Quiet } else { Paint::Accent },
        selection: Vec::new(),
    };
    let mut of = vec![0; rows[0]];
    of.resize(rows[0] + rows[1], 1);
    Groups {
        column: "Before and after".to_owned(),
        of,
        list: [(0, text!("Before")), (1, text!("After"))].map(group).into(),
        others: 0,
    }
}

fn names(name: &str, columns: [(Vec<u32>, Arc<Dictionary>); 2]) -> Option<Moved> {
    let shares = columns.map(|(codes, names)| {
        let mut counts = vec![0_u64; names.len()];
        for &code in codes.iter().filter(|&&code| code != MISSING) {
            counts[code as usize] += 1;
        }
        let all = counts.iter().sum::<u64>().max(1) as f64;
        names.to_vec().into_iter().zip(counts.into_iter().map(|count| count as f64 / all)).collect::<Vec<_>>()
    });
    let mut pairs: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    for (side, shares) in shares.iter().enumerate() {
        for (name, share) in shares {
            pairs.entry(name).or_default()[side] += share;
        }
    }
    let difference = |pair: &[f64; 2]| (pair[0] - pair[1]).abs();
    let distance = pairs.values().map(difference).sum::<f64>() / 2.0;
    if distance <= 0.0 {
        return None;
    }
    let pairs = largest_first(pairs.into_iter().collect(), |(_, pair)| difference(pair));
    let mut table =
        Numbers::new(text!("Share of each name"), &[text!("Name"), text!("Before"), text!("After")]);
    let (mut cells, mut shown, mut max) = (Vec::new(), Vec::new(), 0.0_f64);
    for (place, (name, pair)) in pairs.iter().take(MAX_NAMES).enumerate() {
        let shares = pair.map(|share| text::figure(text::percent(share)));
        table.push(std::iter::once(Text::from(*name)).chain(shares));
        shown.push(Text::from(*name));
        for (side, share) in pair.iter().enumerate() {
            let y = place as f64 + [-0.38, 0.0][side];
            max = max.max(*share * 100.0);
            let percent = number(text::percent(*share));
            cells.push(Cell {
                corners: [0.0, y, *share * 100.0, y + 0.38],
                paint: Some([Paint::Quiet, Paint::Accent][side]),
                text: Text::default(),
                label: match side {
                    0 => text!("{name}, before: {share}", name = *name, share = percent),
                    _ => text!("{name}, after: {share}", name = *name, share = percent),
                },
                selection: Vec::new(),
            });
        }
    }
    let mut chart = new_chart(name, distance);
    for entry in &mut chart.legend {
        entry.shape = Shape::Square;
    }
    if pairs.len() > MAX_NAMES {
        chart
            .notes
            .push(text!("Of {names}, those that moved most.", names = text::names(pairs.len() as u64)));
    }
    chart.finding = finding(name, distance);
    chart.tables = vec![table];
    chart.panels = vec![Panel {
        x: Axis::new(text!("of a whole" => "Share"), "%", Scale::Linear { min: 0.0, max }),
        y: Axis::new("", "", Scale::Names(shown)),
        marks: vec![Marks { name: Text::default(), paint: Paint::Accent, form: Form::Cells(cells) }],
        ..Panel::default()
    }];
    Some(Moved { column: name.to_owned(), distance, chart })
}
