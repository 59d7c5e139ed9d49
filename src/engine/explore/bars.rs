//! Bars: how many rows each name of a category has, levels in the colors of risk.

use super::cells::{Groups, is_labeled, labels};
use super::chart::{Axis, Cell, Chart, Form, Marks, Numbers, Paint, Panel, Scale, Shape};
use super::request::Input;
use super::text;
use crate::engine::Text;
use crate::engine::dataset::{Column, MISSING};
use crate::engine::statistics::order::largest_first;
use crate::engine::text::number;

/// The most groups into which bars are cut.
const MAX_PARTS: usize = 6;

/// The chart: a panel for each column.
pub fn chart(input: &Input) -> Chart {
    let columns = input.columns("columns");
    let parts = Groups::by(input.column("by"), input.rows, MAX_PARTS);
    let title = super::histogram::title(&columns, &parts);
    let mut table = names_table();
    if parts.is_split() {
        table.head.extend(parts.list.iter().map(|part| part.name.clone()));
    } else if is_labeled(input.table) {
        table.head.push(text!("Anomalous"));
    }
    let mut chart =
        Chart { title, legend: parts.legend(|_| Shape::Square), tables: vec![table], ..Chart::default() };
    for column in &columns {
        let panel = panel(column, input, &parts, &mut chart);
        chart.panels.push(panel);
    }
    match chart.panels.as_slice() {
        [Panel { explanation: Some(reason), .. }] => Chart::explained(chart.title, reason.clone()),
        [_] => chart,
        panels => {
            let count = panels.len() as u64;
            chart.finding =
                text!("Rows by name of {count} column." | "Rows by name of {count} columns." % count, count);
            chart
        }
    }
}

/// The table of the rows of each name, without rows.
pub fn names_table() -> Numbers {
    Numbers::new(
        text!("Rows of each name"),
        &[text!("Column"), text!("Name"), text!("Rows"), text!("of a whole" => "Share")],
    )
}

/// The panel of a column; its numbers go into the chart's last table.
pub fn panel(column: &Column, input: &Input, parts: &Groups, chart: &mut Chart) -> Panel {
    let name = column.field.name.as_str();
    let most = if input.option("most").is_empty() { 12 } else { input.number("most") };
    let groups = Groups::new(column, input.rows, most).unwrap_or_default();
    let all: u64 = groups.list.iter().map(|group| group.count).sum();
    if all == 0 {
        let reason = super::histogram::unvaried(name, &[], input.rows.len());
        return Panel { title: name.into(), explanation: Some(reason), ..Panel::default() };
    }
    let places: Vec<usize> = (0..groups.list.len()).collect();
    let key = |&place: &usize| groups.list[place].count as f64;
    let order = match input.option("order") {
        "rows" => largest_first(places, key),
        "name" => {
            let mut places = places;
            places.sort_by(|&a, &b| groups.list[a].name.english().cmp(&groups.list[b].name.english()));
            places
        }
        _ => places,
    };
    // Rows of each name, by part.
    let mut counts = vec![vec![0_u64; parts.list.len()]; groups.list.len()];
    let mut anomalous = vec![0_u64; groups.list.len()];
    for ((&group, &part), label) in groups.of.iter().zip(&parts.of).zip(labels(input.table, input.rows)) {
        if group == MISSING {
            continue;
        }
        anomalous[group as usize] += u64::from(label);
        if let Some(count) = counts[group as usize].get_mut(part as usize) {
            *count += 1;
        }
    }
    let (mut cells, mut names, mut beside, mut max) = (Vec::new(), Vec::new(), Vec::new(), 0.0_f64);
    for (place, &index) in order.iter().enumerate() {
        let group = &groups.list[index];
        let share = group.count as f64 / all as f64;
        let y = place as f64;
        max = max.max(group.count as f64);
        let count = text::figure(text::number(group.count as f64));
        let mut row =
            vec![Text::from(name), group.name.clone(), count.clone(), text::figure(text::percent(share))];
        let label = text!(
            "{name}: {rows} ({share})",
            name = group.name.clone(),
            rows = text::rows(group.count),
            share = number(text::percent(share))
        );
        if parts.is_split() {
            let mut start = 0.0;
            for (part, &count) in parts.list.iter().zip(&counts[index]) {
                let end = start + count as f64;
                let share = text::percent(count as f64 / group.count.max(1) as f64);
                cells.push(Cell {
                    corners: [start, y - 0.4, end, y + 0.4],
                    paint: Some(part.paint),
                    text: part.name.clone(),
                    label: text!(
                        "{name}, {part}: {rows} ({share})",
                        name = group.name.clone(),
                        part = part.name.clone(),
                        rows = text::rows(count),
                        share = number(share)
                    ),
                    selection: group.selection.iter().chain(&part.selection).cloned().collect(),
                });
                row.push(text::figure(text::number(count as f64)));
                start = end;
            }
        } else {
            if is_labeled(input.table) {
                row.push(text::figure(text::number(anomalous[index] as f64)));
            }
            cells.push(Cell {
                corners: [0.0, y - 0.4, group.count as f64, y + 0.4],
                paint: Some(match group.paint {
                    Paint::Level(level) => Paint::Level(level),
                    Paint::Quiet => Paint::Quiet,
                    _ => Paint::Accent,
                }),
                text: Text::default(),
                label: if is_labeled(input.table) && group.count > 0 {
                    let share = text::percent(anomalous[index] as f64 / group.count as f64);
                    text!("{label}, {share} of them anomalous", label, share = number(share))
                } else {
                    label
                },
                selection: group.selection.clone(),
            });
        }
        beside.push(([group.count as f64, y], count));
        names.push(group.name.clone());
        if let Some(table) = chart.tables.last_mut() {
            table.push(row);
        }
    }
    if chart.finding.is_empty() {
        chart.finding = finding(name, &groups, all);
    }
    let marks = |form| Marks { name: Text::default(), paint: Paint::Accent, form };
    Panel {
        title: name.into(),
        x: Axis::new(text!("Rows"), "", Scale::Linear { min: 0.0, max: max.max(1.0) }),
        y: Axis::new("", "", Scale::Names(names)),
        marks: [Form::Cells(cells), Form::Labels(beside)].map(marks).into(),
        ..Panel::default()
    }
}

fn finding(name: &str, groups: &Groups, all: u64) -> Text {
    let single = groups.list.len() - usize::from(groups.others > 0);
    let top = largest_first(groups.list.iter().take(single).collect(), |group| group.count as f64);
    let names = groups.list.len().saturating_sub(usize::from(groups.others > 0)) + groups.others;
    match top.first() {
        Some(top) => text!(
            "{column} has {names}; the most frequent, {name}, has {rows} ({share}).",
            column = name,
            names = text::names(names as u64),
            name = top.name.clone(),
            rows = text::rows(top.count),
            share = number(text::percent(top.count as f64 / all as f64))
        ),
        None => Text::default(),
    }
}
