//! Bars: how many rows each name of a category has, levels in the colors of risk.

use super::cells::{Groups, is_labeled, labels};
use super::chart::{Axis, Cell, Chart, Form, Marks, Numbers, Paint, Panel, Scale, Shape};
use super::request::Input;
use super::text;
use crate::engine::dataset::{Column, MISSING};
use crate::engine::statistics::order::largest_first;

/// The most groups into which bars are cut.
const MAX_PARTS: usize = 6;

/// The chart: a panel for each column.
pub fn chart(input: &Input) -> Chart {
    let columns = input.columns("columns");
    let parts = Groups::by(input.column("by"), input.rows, MAX_PARTS);
    let title = match columns.as_slice() {
        [column] => column.field.name.clone(),
        columns => text::count(columns.len() as u64, "column"),
    };
    let title = match parts.is_split() {
        true if parts.are_classes() => format!("{title} by class"),
        true => format!("{title} by {}", parts.column),
        false => title,
    };
    let mut table = Numbers::new("Rows of each name", &["Column", "Name", "Rows", "Share"]);
    if parts.is_split() {
        table.head.extend(parts.list.iter().map(|part| part.name.clone()));
    } else if is_labeled(input.table) {
        table.head.push("Anomalous".to_owned());
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
            chart.finding = format!("Rows by name of {}.", text::count(panels.len() as u64, "column"));
            chart
        }
    }
}

/// The panel of a column; its numbers go into the chart's last table.
pub fn panel(column: &Column, input: &Input, parts: &Groups, chart: &mut Chart) -> Panel {
    let name = column.field.name.as_str();
    let most = if input.option("most").is_empty() { 12 } else { input.number("most") };
    let groups = Groups::new(column, input.rows, most).unwrap_or_default();
    let all: u64 = groups.list.iter().map(|group| group.count).sum();
    if all == 0 {
        let reason = super::histogram::unvaried(name, &[], input.rows.len());
        return Panel { title: name.to_owned(), explanation: Some(reason), ..Panel::default() };
    }
    let places: Vec<usize> = (0..groups.list.len()).collect();
    let key = |&place: &usize| groups.list[place].count as f64;
    let order = match input.option("order") {
        "rows" => largest_first(places, key),
        "name" => {
            let mut places = places;
            places.sort_by(|&a, &b| groups.list[a].name.cmp(&groups.list[b].name));
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
        let mut row =
            vec![name.to_owned(), group.name.clone(), text::number(group.count as f64), text::percent(share)];
        let label = format!("{}: {} ({})", group.name, text::count(group.count, "row"), text::percent(share));
        if parts.is_split() {
            let mut start = 0.0;
            for (part, &count) in parts.list.iter().zip(&counts[index]) {
                let end = start + count as f64;
                let share = text::percent(count as f64 / group.count.max(1) as f64);
                cells.push(Cell {
                    corners: [start, y - 0.4, end, y + 0.4],
                    paint: Some(part.paint),
                    text: part.name.clone(),
                    label: format!("{}, {}: {} ({share})", group.name, part.name, text::count(count, "row")),
                    selection: group.selection.iter().chain(&part.selection).cloned().collect(),
                });
                row.push(text::number(count as f64));
                start = end;
            }
        } else {
            if is_labeled(input.table) {
                row.push(text::number(anomalous[index] as f64));
            }
            cells.push(Cell {
                corners: [0.0, y - 0.4, group.count as f64, y + 0.4],
                paint: Some(match group.paint {
                    Paint::Level(level) => Paint::Level(level),
                    Paint::Quiet => Paint::Quiet,
                    _ => Paint::Accent,
                }),
                text: String::new(),
                label: if is_labeled(input.table) && group.count > 0 {
                    let share = text::percent(anomalous[index] as f64 / group.count as f64);
                    format!("{label}, {share} of them anomalous")
                } else {
                    label
                },
                selection: group.selection.clone(),
            });
        }
        beside.push(([group.count as f64, y], text::number(group.count as f64)));
        names.push(group.name.clone());
        if let Some(table) = chart.tables.last_mut() {
            table.push(row);
        }
    }
    if chart.finding.is_empty() {
        chart.finding = finding(name, &groups, all);
    }
    let marks = |form| Marks { name: String::new(), paint: Paint::Accent, form };
    Panel {
        title: name.to_owned(),
        x: Axis::new("Rows", "", Scale::Linear { min: 0.0, max: max.max(1.0) }),
        y: Axis::new("", "", Scale::Names(names)),
        marks: [Form::Cells(cells), Form::Labels(beside)].map(marks).into(),
        ..Panel::default()
    }
}

fn finding(name: &str, groups: &Groups, all: u64) -> String {
    let single = groups.list.len() - usize::from(groups.others > 0);
    let top = largest_first(groups.list.iter().take(single).collect(), |group| group.count as f64);
    let names = groups.list.len().saturating_sub(usize::from(groups.others > 0)) + groups.others;
    match top.first() {
        Some(top) => format!(
            "{name} has {}; the most frequent, {}, has {} ({}).",
            text::count(names as u64, "name"),
            top.name,
            text::count(top.count, "row"),
            text::percent(top.count as f64 / all as f64)
        ),
        None => String::new(),
    }
}
