//! The menu of a column (sort, filter, hide), the list of all columns, and the data dictionary.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::view::legend;
use crate::charts::{Look, Theme, svg};
use crate::engine::Configuration;
use crate::engine::dataset::COLUMNS;
use crate::engine::dataset::schema::{Range, Type};
use crate::engine::decimal::grouped;
use crate::engine::explore::change::Moved;
use crate::engine::explore::filter::{EMPTY, Filter, Test, moment_text, parse_moment, plain_number};
use crate::engine::explore::query::Sort;
use crate::engine::table::{Column, MISSING, Table, Values};
use crate::engine::{Problem, explore::text};
use crate::worker::html::{button, escaped, line, sign, table, tick};

/// As many names are offered one by one; of more, a text is looked for.
const MOST_NAMES: usize = 60;

/// The menu of a column.
pub fn menu(table: &Table, index: usize, filter: &Filter, sort: Option<&Sort>) -> Option<String> {
    let column = table.columns().get(index)?;
    let name = &column.field.name;
    let sorted = |descending| sort.is_some_and(|sort| sort.column == *name && sort.descending == descending);
    let face = |descending, text: &str| {
        if sorted(descending) { format!("✓ {text}") } else { text.to_owned() }
    };
    let (rising, falling) = match column.field.kind {
        Type::DateTime => ("Earliest first", "Latest first"),
        Type::Text | Type::Category => ("A to Z", "Z to A"),
        _ => ("Least first", "Greatest first"),
    };
    let unsort =
        if sorted(false) || sorted(true) { button("small", "unsort", "Own order") } else { String::new() };
    let unfilter = match filter.on(name) {
        Some(_) => button("small", &format!("unfilter/{name}"), "No filter"),
        None => String::new(),
    };
    Some(format!(
        r#"{}<div class="actions-row" role="group" aria-label="Order">{}{}{unsort}</div><form class="filter-form" data-do="filter/{index}">{}<div class="actions-row"><button type="submit" class="primary small">Filter</button>{unfilter}{}</div></form>"#,
        title(name),
        button("small", &format!("sort/{index}/up"), &face(false, rising)),
        button("small", &format!("sort/{index}/down"), &face(true, falling)),
        fields(column, filter.on(name)),
        button("small", &format!("hide/{index}"), "Hide column"),
    ))
}

fn title(name: &str) -> String {
    format!(
        r#"<div class="heading"><h3 id="explore-menu-title">{}</h3>{}</div>"#,
        escaped(name),
        sign("quiet", "close", "✕", "Close")
    )
}

/// The fields of a column's filter: a set of names, or two ends, or a text.
fn fields(column: &Column, test: Option<&Test>) -> String {
    match &column.values {
        Values::Categories(categories) => {
            let mut counts = vec![0_u64; categories.names.len()];
            let mut empty = 0;
            for &code in &categories.codes {
                match counts.get_mut(code as usize) {
                    Some(count) => *count += 1,
                    None => empty += u64::from(code == MISSING),
                }
            }
            let typed = match test {
                Some(Test::Text(text)) => text.as_str(),
                _ => "",
            };
            let search = line("filter-text", "text", "Contains", "search", typed, "part of a name");
            let chosen = match test {
                Some(Test::Names(names)) => names.as_slice(),
                _ => &[],
            };
            if categories.names.len() > MOST_NAMES {
                return search;
            }
            let names = categories.names.iter().map(String::as_str).zip(counts);
            let names = names.chain((empty > 0).then_some((EMPTY, empty)));
            let ticks: String = names
                .enumerate()
                .map(|(index, (name, count))| {
                    let shown = if name == EMPTY { "(empty)" } else { name };
                    let label = format!("{shown} · {}", grouped(count));
                    let is_chosen = chosen.iter().any(|chosen| chosen == name);
                    tick(&format!("filter-name-{index}"), "names", name, &label, is_chosen)
                })
                .collect();
            format!(
                r#"<fieldset class="ticks"><legend class="label">Is one of</legend>{ticks}</fieldset>{search}"#
            )
        }
        Values::Moments(values) => {
            let (from, until) = match test {
                Some(Test::Moments { from, until }) => (*from, until.map(|until| until - 1.0)),
                _ => (None, None),
            };
            let ends = ends(values);
            let hint = |pick: fn((f64, f64)) -> f64| ends.map(|ends| day(pick(ends))).unwrap_or_default();
            let value = |end: Option<f64>| end.map(day).unwrap_or_default();
            format!(
                r#"<div class="range">{}{}</div><p class="help">The data has {} to {}.</p>"#,
                line("filter-from", "from", "From", "date", &value(from), ""),
                line("filter-until", "until", "To, included", "date", &value(until), ""),
                hint(|ends| ends.0),
                hint(|ends| ends.1),
            )
        }
        Values::Numbers(values) => {
            let (least, greatest) = match test {
                Some(Test::Numbers { least, greatest, .. }) => (*least, *greatest),
                _ => (None, None),
            };
            let ends = ends(values);
            let value = |end: Option<f64>| end.map(plain_number).unwrap_or_default();
            format!(
                r#"<div class="range">{}{}</div><p class="problem" id="filter-problem"></p>"#,
                line(
                    "filter-least",
                    "least",
                    "At least",
                    "text",
                    &value(least),
                    &value(ends.map(|ends| ends.0))
                ),
                line(
                    "filter-greatest",
                    "greatest",
                    "At most",
                    "text",
                    &value(greatest),
                    &value(ends.map(|ends| ends.1))
                ),
            )
        }
    }
}

fn day(moment: f64) -> String {
    moment_text(moment).chars().take(10).collect()
}

fn ends(values: &[f64]) -> Option<(f64, f64)> {
    values.iter().filter(|value| value.is_finite()).fold(None, |ends, &value| {
        Some(
            ends.map_or((value, value), |(least, greatest): (f64, f64)| {
                (least.min(value), greatest.max(value))
            }),
        )
    })
}

/// The condition that was typed for a column; none where nothing was.
///
/// # Errors
/// What was typed is no number, no date, or an end before its beginning.
pub fn typed(column: &Column, fields: &[(String, String)]) -> Result<Option<Test>, Problem> {
    let field = |name: &str| {
        let found = fields.iter().find(|field| field.0 == name).map(|field| field.1.trim());
        found.filter(|text| !text.is_empty())
    };
    let name = &column.field.name;
    let refused = |what: &str, hint: &str| Problem::new(name.as_str(), what, hint);
    match &column.values {
        Values::Categories(_) => {
            let names: Vec<String> =
                fields.iter().filter(|field| field.0 == "names").map(|field| field.1.clone()).collect();
            let text = field("text").map(|text| Test::Text(text.to_owned()));
            Ok((!names.is_empty()).then_some(Test::Names(names)).or(text))
        }
        Values::Moments(_) => {
            let moment = |name: &str| match field(name) {
                None => Ok(None),
                Some(text) => match parse_moment(text) {
                    Some(moment) => Ok(Some(moment)),
                    None => Err(refused(&format!("'{text}' is no date"), "write it as YYYY-MM-DD")),
                },
            };
            let (from, last) = (moment("from")?, moment("until")?);
            let until = last.map(|day| day + crate::engine::issues::DAY as f64);
            match (from, until) {
                (None, None) => Ok(None),
                (Some(from), Some(until)) if from >= until => {
                    Err(refused("the range ends before it begins", "give a later end"))
                }
                (from, until) => Ok(Some(Test::Moments { from, until })),
            }
        }
        Values::Numbers(_) => {
            let number = |name: &str| match field(name) {
                None => Ok(None),
                Some(text) => match text.replace(',', "").parse::<f64>() {
                    Ok(number) if number.is_finite() => Ok(Some(number)),
                    _ => Err(refused(&format!("'{text}' is no number"), "write it with digits and a point")),
                },
            };
            match (number("least")?, number("greatest")?) {
                (None, None) => Ok(None),
                (Some(least), Some(greatest)) if least > greatest => {
                    Err(refused("the range ends before it begins", "give a greater end"))
                }
                (least, greatest) => Ok(Some(Test::Numbers { least, greatest, closed: true })),
            }
        }
    }
}

/// The list of the columns that files have, each to be shown or hidden, sorted or filtered; and their dictionary.
pub fn columns(configuration: &Configuration, hidden: &[u32]) -> String {
    let rows: String = configuration
        .columns()
        .map(|column| {
            let index = column.place();
            let is_shown = !hidden.contains(&(index as u32));
            let shown = tick(&format!("show-{index}"), "shown", &index.to_string(), column.name, is_shown);
            let menu = sign(
                "quiet small",
                &format!("menu/{index}"),
                "▾",
                &format!("Sort or filter {}", column.name),
            );
            format!("<li>{shown}{menu}</li>")
        })
        .collect();
    format!(
        r#"{}<p class="help">Tick what the table shows. ▾ sorts or filters by a column. Files are not changed.</p><form data-do="shown" data-live><ul class="columns">{rows}</ul></form><div class="actions-row">{}{}</div>"#,
        title("Columns"),
        button("small", "show-all", "Show all"),
        button("small", "dictionary", "Data dictionary"),
    )
}

/// The data dictionary: what each column is.
pub fn dictionary(configuration: &Configuration) -> String {
    let head = ["Column", "Type", "Role", "Unit", "Range", "Description"].map(str::to_owned);
    let rows: Vec<Vec<String>> = configuration
        .columns()
        .map(|column| {
            let range = match column.range(configuration) {
                Range::Numbers(least, Some(greatest)) => {
                    format!("{} to {}", text::number(least), text::number(greatest))
                }
                Range::Numbers(least, None) => format!("from {}", text::number(least)),
                Range::Values(names) if names.len() > 8 => {
                    format!(
                        "{} and {} more",
                        names.iter().take(6).cloned().collect::<Vec<_>>().join(", "),
                        names.len() - 6
                    )
                }
                Range::Values(names) => names.join(", "),
                Range::Form(form) => form,
            };
            let cells = [
                column.name,
                column.kind.name(),
                column.role.name(),
                column.unit,
                &range,
                column.description,
            ];
            cells.map(str::to_owned).into()
        })
        .collect();
    format!("{}{}", title("Data dictionary"), table("What each column is", &head, &rows))
}

/// What a change does: the columns that moved, how far, and pictures of them before and after.
pub fn preview(moved: &[Moved], theme: &Theme) -> String {
    const MOST: usize = 8;
    const WIDTH: u32 = 420;
    let head = ["Column", "Distance"].map(str::to_owned);
    let rows: Vec<Vec<String>> =
        moved.iter().map(|moved| vec![moved.column.clone(), text::number(moved.distance)]).collect();
    let pictures: String = moved
        .iter()
        .take(MOST)
        .filter_map(|moved| {
            let look = Look { theme: *theme, whole: false };
            let (picture, _) = svg::svg(&moved.chart, (WIDTH, 220), look).ok()?;
            // As a picture of its own: a document in the document would bring ids of its own.
            let source = format!("data:image/svg+xml,{}", utf8_percent_encode(&picture, NON_ALPHANUMERIC));
            Some(format!(
                r#"<figure class="chart"><figcaption class="label">{}</figcaption><img src="{source}" width="{WIDTH}" height="220" alt="{}"></figure>"#,
                escaped(&moved.column),
                escaped(&moved.chart.finding)
            ))
        })
        .collect();
    let body = if moved.is_empty() {
        "<p>No column moves: the same rows would be made.</p>".to_owned()
    } else {
        let caption =
            "Kolmogorov-Smirnov distance of numbers and dates; of names, the share of rows that differs";
        let legend = moved.first().map(|moved| legend(&moved.chart, theme)).unwrap_or_default();
        format!(r#"{legend}<div class="before-after">{pictures}</div>{}"#, table(caption, &head, &rows))
    };
    format!(
        r#"{}<p class="help">1,000 rows of what is shown, before, and of what is typed, after. Nothing is generated by looking.</p>{body}"#,
        title("What changes")
    )
}

/// The place of a column of the schema by its name.
pub fn place(name: &str) -> Option<u32> {
    COLUMNS.iter().position(|column| column.name == name).map(|place| place as u32)
}
