//! When rows occur: hour by weekday, and day by day over the years.

use chrono::{Datelike, NaiveDate, TimeDelta, Timelike};

use super::cells::{is_labeled, labels, numbers};
use super::chart::{Axis, Cell, Chart, Form, Marks, Numbers, Paint, Panel, Ramp, Scale, Selection};
use super::request::Input;
use super::text;
use crate::engine::Text;
use crate::engine::issues::{DAY, Seconds, date_time, midnight};
use crate::engine::text::{date, number};

/// Days of the week, from Monday: declared words.
pub const WEEKDAYS: [&str; 7] = [
    words!("Monday"),
    words!("Tuesday"),
    words!("Wednesday"),
    words!("Thursday"),
    words!("Friday"),
    words!("Saturday"),
    words!("Sunday"),
];

/// The same in short.
const SHORT_WEEKDAYS: [&str; 7] =
    [words!("Mon"), words!("Tue"), words!("Wed"), words!("Thu"), words!("Fri"), words!("Sat"), words!("Sun")];

/// The most years, a panel each; of more, the last.
const MAX_YEARS: usize = 10;

/// Rows and anomalous rows.
type Counts = [u64; 2];

/// What cells show.
#[derive(Clone, Copy)]
enum Shown {
    Rows,
    Anomalous,
    Share,
}

impl Shown {
    fn of(input: &Input) -> Self {
        match input.option("show") {
            "anomalous" => Shown::Anomalous,
            "share" => Shown::Share,
            _ => Shown::Rows,
        }
    }

    fn value(self, [rows, anomalous]: Counts) -> f64 {
        match self {
            Shown::Rows => rows as f64,
            Shown::Anomalous => anomalous as f64,
            Shown::Share => anomalous as f64 / rows.max(1) as f64,
        }
    }

    fn text(self, value: f64) -> String {
        match self {
            Shown::Share => text::percent(value),
            Shown::Rows | Shown::Anomalous => text::number(value),
        }
    }

    fn name(self) -> Text {
        match self {
            Shown::Rows => text!("Rows"),
            Shown::Anomalous => text!("Anomalous rows"),
            Shown::Share => text!("Share of anomalous rows"),
        }
    }

    /// Where in the week the most are.
    fn most_in_the_week(self, day: usize, hour: usize, value: f64) -> Text {
        let day = Text::declared(WEEKDAYS[day]);
        let (next, figure) = (hour + 1, number(self.text(value)));
        match self {
            Shown::Rows => text!(
                "Rows are most on {day} from {hour}:00 to {next}:00 ({figure}).",
                day,
                hour,
                next,
                figure
            ),
            Shown::Anomalous => text!(
                "Anomalous rows are most on {day} from {hour}:00 to {next}:00 ({figure}).",
                day,
                hour,
                next,
                figure
            ),
            Shown::Share => text!(
                "Share of anomalous rows are most on {day} from {hour}:00 to {next}:00 ({figure}).",
                day,
                hour,
                next,
                figure
            ),
        }
    }

    /// The day with the most.
    fn most_on_a_day(self, day: NaiveDate, value: f64) -> Text {
        let (day, figure) = (date(day.to_string()), number(self.text(value)));
        match self {
            Shown::Rows => text!("Rows are most on {day} ({figure}).", day, figure),
            Shown::Anomalous => text!("Anomalous rows are most on {day} ({figure}).", day, figure),
            Shown::Share => text!("Share of anomalous rows are most on {day} ({figure}).", day, figure),
        }
    }

    fn ramp(self, max: f64) -> Ramp {
        Ramp { title: self.name(), diverging: false, min: "0".into(), max: text::figure(self.text(max)) }
    }
}

/// The timestamps of rows that have one, with their labels; or the chart that says why there are none.
fn timestamps(input: &Input, title: &Text) -> Result<Vec<(f64, bool)>, Box<Chart>> {
    let Some(time) = input.column("time") else {
        return Err(Box::new(Chart::explained(title.clone(), text!("There is no column with dates."))));
    };
    let values = numbers(time, input.rows).unwrap_or_default();
    let rows = values.into_iter().zip(labels(input.table, input.rows));
    let found: Vec<(f64, bool)> = rows.filter(|row| row.0.is_finite()).collect();
    if found.is_empty() {
        let reason = super::histogram::unvaried(&time.field.name, &[], input.rows.len());
        return Err(Box::new(Chart::explained(title.clone(), reason)));
    }
    if !matches!(Shown::of(input), Shown::Rows) && !is_labeled(input.table) {
        return Err(Box::new(Chart::explained(
            title.clone(),
            text!("There is nothing to show: the table has no label that says which rows are anomalous."),
        )));
    }
    Ok(found)
}

fn words([rows, anomalous]: Counts, is_labeled: bool) -> Text {
    if is_labeled && rows > 0 { text::labeled_rows(rows, anomalous) } else { text::rows(rows) }
}

/// The chart of hours by weekday.
pub fn week(input: &Input) -> Chart {
    let name = input.column("time").map_or("", |column| &column.field.name);
    let title = text!("{name} by hour and weekday", name);
    let timestamps = match timestamps(input, &title) {
        Ok(timestamps) => timestamps,
        Err(chart) => return *chart,
    };
    let shown = Shown::of(input);
    let mut counts = [[[0_u64; 2]; 24]; 7];
    for (timestamp, label) in timestamps {
        let time = date_time(timestamp as Seconds);
        let (day, hour) = (time.weekday().num_days_from_monday() as usize, time.hour() as usize);
        counts[day.min(6)][hour.min(23)][0] += 1;
        counts[day.min(6)][hour.min(23)][1] += u64::from(label);
    }
    let value = |day: usize, hour: usize| shown.value(counts[day][hour]);
    let places: Vec<(usize, usize)> = (0..7).flat_map(|day| (0..24).map(move |hour| (day, hour))).collect();
    let max = places.iter().map(|&(day, hour)| value(day, hour)).fold(0.0, f64::max);
    let mut table = Numbers::new(shown.name(), &[text!("Hour")]);
    table.head.extend(WEEKDAYS.map(Text::declared));
    for hour in 0..24 {
        let cells = (0..7).map(|day| text::figure(shown.text(value(day, hour))));
        table.push(std::iter::once(format!("{hour}:00").into()).chain(cells));
    }
    let cell = |&(day, hour): &(usize, usize)| {
        let (x, y) = (hour as f64, day as f64);
        let figure = value(day, hour);
        Cell {
            corners: [x - 0.5, y - 0.5, x + 0.5, y + 0.5],
            paint: Some(Paint::Shade(if max > 0.0 { figure / max } else { 0.0 } as f32)),
            text: text::figure(shown.text(figure)),
            label: text!(
                "{day} {hour}:00 to {next}:00: {rows}",
                day = Text::declared(WEEKDAYS[day]),
                hour,
                next = hour + 1,
                rows = words(counts[day][hour], is_labeled(input.table))
            ),
            selection: Vec::new(),
        }
    };
    let most = places.iter().max_by(|a, b| value(a.0, a.1).total_cmp(&value(b.0, b.1)).then(b.cmp(a)));
    let (day, hour) = most.copied().unwrap_or((0, 0));
    Chart {
        finding: shown.most_in_the_week(day, hour, value(day, hour)),
        ramp: Some(shown.ramp(max)),
        panels: vec![Panel {
            x: Axis::new(
                text!("Hour"),
                "",
                Scale::Names((0..24).map(|hour| hour.to_string().into()).collect()),
            ),
            y: Axis::new("", "", Scale::Names(WEEKDAYS.map(Text::declared).into())),
            marks: vec![Marks {
                name: Text::default(),
                paint: Paint::Accent,
                form: Form::Cells(places.iter().map(cell).collect()),
            }],
            ..Panel::default()
        }],
        tables: vec![table],
        title,
        ..Chart::default()
    }
}

/// The chart of days: a panel for each year, a column for each week.
pub fn days(input: &Input) -> Chart {
    let name = input.column("time").map_or("", |column| &column.field.name);
    let title = text!("{name} by day", name);
    let timestamps = match timestamps(input, &title) {
        Ok(timestamps) => timestamps,
        Err(chart) => return *chart,
    };
    let shown = Shown::of(input);
    let day = |timestamp: f64| (timestamp as Seconds).div_euclid(DAY);
    let min = timestamps.iter().map(|timestamp| day(timestamp.0)).min().unwrap_or(0);
    let max = timestamps.iter().map(|timestamp| day(timestamp.0)).max().unwrap_or(0);
    let date = |day: i64| date_time(day * DAY).date();
    let last_year = date(max).year();
    let first_year = date(min).year().max(last_year - MAX_YEARS as i32 + 1);
    let first = NaiveDate::from_ymd_opt(first_year, 1, 1).map_or(min, |date| midnight(date) / DAY).max(min);
    let mut counts = vec![[0_u64; 2]; usize::try_from(max - first + 1).unwrap_or(0)];
    for (timestamp, label) in timestamps {
        let place = usize::try_from(day(timestamp) - first).ok();
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            count[0] += 1;
            count[1] += u64::from(label);
        }
    }
    let top = counts.iter().map(|&count| shown.value(count)).fold(0.0, f64::max);
    let mut table = Numbers::new(text!("Days"), &[text!("Day"), text!("Rows")]);
    table.head.extend(is_labeled(input.table).then(|| text!("Anomalous")));
    let mut panels: Vec<Panel> = Vec::new();
    let mut best = (0.0, first);
    for (place, &count) in counts.iter().enumerate() {
        let number = first + place as i64;
        let current = date(number);
        let figure = shown.value(count);
        if figure > best.0 {
            best = (figure, number);
        }
        let written = count.map(|count| text::figure(text::number(count as f64)));
        let kept = if is_labeled(input.table) { 2 } else { 1 };
        table.push(std::iter::once(text::moment(current.to_string())).chain(written.into_iter().take(kept)));
        let year = current.year().to_string();
        if panels.last().is_none_or(|panel| panel.title != year) {
            panels.push(empty_year(current.year()));
        }
        let start = NaiveDate::from_ymd_opt(current.year(), 1, 1).unwrap_or(current);
        let (x, y) = (week_of(current, start) as f64, f64::from(current.weekday().num_days_from_monday()));
        let cell = Cell {
            corners: [x - 0.5, y - 0.5, x + 0.5, y + 0.5],
            paint: Some(Paint::Shade(if top > 0.0 { figure / top } else { 0.0 } as f32)),
            text: Text::default(),
            label: text!(
                "{day}: {rows}",
                day = text::moment(current.to_string()),
                rows = words(count, is_labeled(input.table))
            ),
            selection: vec![Selection::Timestamps {
                column: name.to_owned(),
                from: (number * DAY) as f64,
                until: ((number + 1) * DAY) as f64,
            }],
        };
        if let Some(Marks { form: Form::Cells(cells), .. }) =
            panels.last_mut().and_then(|panel| panel.marks.first_mut())
        {
            cells.push(cell);
        }
    }
    let mut chart = Chart {
        finding: shown.most_on_a_day(date(best.1), best.0),
        ramp: Some(shown.ramp(top)),
        panels,
        tables: vec![table],
        title,
        ..Chart::default()
    };
    if date(min).year() < first_year {
        chart.notes.push(text!("Years before {year} are left out.", year = first_year.to_string()));
    }
    chart
}

/// The week of a day within its year, from 0.
fn week_of(date: NaiveDate, start: NaiveDate) -> i64 {
    let monday = start - TimeDelta::days(i64::from(start.weekday().num_days_from_monday()));
    (date - monday).num_days().div_euclid(7)
}

fn empty_year(year: i32) -> Panel {
    let start = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let mut weeks = vec![Text::default(); 54];
    for month in 1..=12 {
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(start);
        if let Some(week) = weeks.get_mut(week_of(first, start) as usize) {
            *week = Text::declared(text::month(month));
        }
    }
    Panel {
        title: year.to_string().into(),
        x: Axis::new("", "", Scale::Names(weeks)),
        y: Axis::new("", "", Scale::Names(SHORT_WEEKDAYS.map(Text::declared).into())),
        wide: true,
        marks: vec![Marks { name: Text::default(), paint: Paint::Accent, form: Form::Cells(Vec::new()) }],
        ..Panel::default()
    }
}
