//! Threat level by severity: the rows of each of the 16 scenarios, in the scenarios' own colors with their names.

use super::cells::{Groups, is_labeled, labels, level};
use super::chart::{Axis, Cell, Chart, Entry, Form, Marks, Numbers, Paint, Panel, Scale, Shape};
use super::request::Input;
use super::text;
use crate::engine::Text;
use crate::engine::dataset::MISSING;
use crate::engine::level::Level;
use crate::engine::response::{SCENARIOS, Scenario};
use crate::engine::text::number;

/// The most names along an axis.
const MOST: usize = 12;

/// The chart. Two other categories are shown in shades.
pub fn chart(input: &Input) -> Chart {
    let (Some(up), Some(across)) = (input.column("level"), input.column("severity")) else {
        return Chart::explained(text!("Threat level by severity"), text!("The columns are missing."));
    };
    let title = text!("{columns} by {name}", columns = &up.field.name, name = &across.field.name);
    let [up, across] = [up, across].map(|column| Groups::new(column, input.rows, MOST).unwrap_or_default());
    let mut counts = vec![vec![[0_u64; 2]; across.list.len()]; up.list.len()];
    let mut all = 0;
    for ((&row, &column), label) in up.of.iter().zip(&across.of).zip(labels(input.table, input.rows)) {
        if row != MISSING && column != MISSING {
            counts[row as usize][column as usize][usize::from(label)] += 1;
            all += 1;
        }
    }
    if all == 0 {
        return Chart::explained(
            title,
            text!("There is nothing to show: no row has both a level and a severity."),
        );
    }
    // The highest level stands at the top, as in the list of scenarios; severities run from low to high.
    let order: Vec<usize> = if up.list.iter().all(|group| level(&group.name.english()).is_some()) {
        (0..up.list.len()).rev().collect()
    } else {
        (0..up.list.len()).collect()
    };
    let max = counts.iter().flatten().map(|[a, b]| a + b).max().unwrap_or(1).max(1);
    let head =
        [Text::from(&up.column), Text::from(&across.column), text!("Rows"), text!("of a whole" => "Share")];
    let mut table = Numbers::new(text!("Rows of each pair"), &head);
    if is_labeled(input.table) {
        table.head.push(text!("Anomalous"));
    }
    let (mut cells, mut known, mut most) = (Vec::new(), Vec::new(), (0, Text::default()));
    for (place, &row) in order.iter().enumerate() {
        for (column, other) in across.list.iter().enumerate() {
            let group = &up.list[row];
            let [normal, anomalous] = counts[row][column];
            let count = normal + anomalous;
            let scenario = scenario(&group.name.english(), &other.name.english());
            let paint = match scenario {
                Some(scenario) => Paint::Scenario(scenario.number),
                None => Paint::Shade((count as f64 / max as f64) as f32),
            };
            known.extend(scenario);
            let share = text::percent(count as f64 / all as f64);
            let pair = text!(
                "{up} {name}, {across} {other}",
                up = &up.column,
                name = group.name.clone(),
                across = &across.column,
                other = other.name.clone()
            );
            if count > most.0 {
                most = (count, pair.clone());
            }
            let (rows, part) = (text::rows(count), number(share.clone()));
            let label = match scenario {
                Some(scenario) => text!(
                    "{pair}: {rows} ({share}); scenario {number}, {color}: {action}",
                    pair,
                    rows,
                    share = part,
                    number = scenario.number,
                    color = scenario.color.name,
                    action = scenario.action
                ),
                None => text!("{pair}: {rows} ({share})", pair, rows, share = part),
            };
            let (x, y) = (column as f64, place as f64);
            cells.push(Cell {
                corners: [x - 0.5, y - 0.5, x + 0.5, y + 0.5],
                paint: Some(paint),
                text: text::figure(text::number(count as f64)),
                label,
                selection: group.selection.iter().chain(&other.selection).cloned().collect(),
            });
            let figures = [text::number(count as f64), share].map(text::figure);
            let head = [group.name.clone(), other.name.clone()].into_iter().chain(figures);
            let label = is_labeled(input.table).then(|| text::figure(text::number(anomalous as f64)));
            table.push(head.chain(label));
        }
    }
    let (count, pair) = most;
    let names = |groups: &Groups| groups.list.iter().map(|group| group.name.clone()).collect::<Vec<_>>();
    let rows = names(&up);
    Chart {
        finding: text!(
            "The most frequent pair is {pair}, with {rows} ({share}).",
            pair,
            rows = text::rows(count),
            share = number(text::percent(count as f64 / all as f64))
        ),
        legend: legend(&known),
        panels: vec![Panel {
            x: Axis::new(&across.column, "", Scale::Names(names(&across))),
            y: Axis::new(&up.column, "", Scale::Names(order.iter().map(|&row| rows[row].clone()).collect())),
            marks: vec![Marks { name: Text::default(), paint: Paint::Accent, form: Form::Cells(cells) }],
            ..Panel::default()
        }],
        tables: vec![table],
        title,
        ..Chart::default()
    }
}

fn scenario(level_name: &str, severity: &str) -> Option<&'static Scenario> {
    let of = |name| level(name).and_then(|rank| Level::ALL.get(rank).copied());
    Some(Scenario::of(of(level_name)?, of(severity)?))
}

/// The colors with their names, in the order of the scenarios.
fn legend(known: &[&'static Scenario]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for scenario in &SCENARIOS {
        let name = scenario.color.name;
        let is_new = entries.iter().all(|entry| entry.name != name);
        if is_new && known.iter().any(|known| known.color.name == name) {
            entries.push(Entry {
                name: name.into(),
                paint: Paint::Scenario(scenario.number),
                shape: Shape::Square,
                count: None,
                selection: Vec::new(),
            });
        }
    }
    entries
}
