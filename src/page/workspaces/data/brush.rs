//! What a drag, a click or a key on the timeline chooses: whole periods, by their places. Places on the timeline are
//! counted in periods from the left: 2.5 is the middle of the third.

use crate::engine::Level;
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::filter::{Filter, Test, span_text};
use crate::engine::explore::period::Period;
use crate::engine::explore::timeline::{Bar, TIME, Timeline};
use crate::page::language::{grouped, told};

/// Periods that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periods {
    /// The place of the first.
    pub first: usize,
    /// The place of the last, which is the first where it is one alone.
    pub last: usize,
}

/// An end of chosen periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The left one.
    First,
    /// The right one.
    Last,
}

/// What becomes of what is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It stays.
    Keep,
    /// Nothing is chosen any more.
    Clear,
    /// These are chosen.
    Set(Periods),
}

/// A pointer that is down.
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    grip: Grip,
    /// Where it went down.
    start: f64,
    /// What was chosen before.
    before: Option<Periods>,
    now: Option<Periods>,
    has_moved: bool,
    reach: Reach,
    /// How many periods there are; at least one.
    count: usize,
}

/// What a drag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grip {
    /// Chooses anew.
    New,
    /// Moves an end.
    End(End),
    /// Moves all of it.
    Whole,
}

/// How far from an end a pointer takes hold of it, in periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Outside of what is chosen.
    pub outside: f64,
    /// Inside of it, if that leaves half of it to be moved as a whole.
    pub inside: f64,
    /// What counts as no move at all.
    pub still: f64,
}

impl Periods {
    /// All of so many; at least one.
    pub fn all(count: usize) -> Self {
        Periods { first: 0, last: count.saturating_sub(1) }
    }

    /// Those that two places and all between them touch.
    pub fn touching([from, until]: [f64; 2], count: usize) -> Self {
        // A place that was computed may lie a little beside the edge that it stands for.
        const LITTLE: f64 = 1e-6;
        let most = count.saturating_sub(1);
        let first = ((from + LITTLE).max(0.0).floor() as usize).min(most);
        let last = ((until - LITTLE).max(0.0).ceil() as usize).saturating_sub(1).min(most);
        Periods { first, last: last.max(first) }
    }

    /// Their two edges.
    pub fn edges(self) -> [f64; 2] {
        [self.first as f64, self.last as f64 + 1.0]
    }

    /// How many they are.
    fn count(self) -> usize {
        self.last - self.first + 1
    }

    /// The place of an end.
    pub fn end(self, end: End) -> usize {
        match end {
            End::First => self.first,
            End::Last => self.last,
        }
    }

    /// Between two edges in any order; where they are the same, one period alone.
    fn between(edge: usize, other: usize, alone: usize) -> Self {
        if edge == other {
            return Periods { first: alone, last: alone };
        }
        Periods { first: edge.min(other), last: edge.max(other) - 1 }
    }
}

impl Drag {
    /// A pointer goes down at a place, where these two edges are chosen, if any are.
    pub fn begin(at: f64, chosen: Option<[f64; 2]>, reach: Reach, count: usize) -> Self {
        let grip = chosen.map_or(Grip::New, |[from, until]| {
            let inside = reach.inside.min((until - from) / 4.0);
            let near = |edge: f64, inward: f64| {
                let depth = (at - edge) * inward;
                depth >= -reach.outside && depth <= inside
            };
            match (near(from, 1.0), near(until, -1.0)) {
                (true, true) if at - from > until - at => Grip::End(End::Last),
                (true, _) => Grip::End(End::First),
                (_, true) => Grip::End(End::Last),
                _ if (from..until).contains(&at) => Grip::Whole,
                _ => Grip::New,
            }
        });
        let before = chosen.map(|edges| Periods::touching(edges, count));
        Drag { grip, start: at, before, now: before, has_moved: false, reach, count: count.max(1) }
    }

    /// The pointer is at a place; what is chosen now.
    pub fn to(&mut self, at: f64) -> Option<Periods> {
        self.has_moved |= (at - self.start).abs() > self.reach.still;
        if !self.has_moved {
            return self.now;
        }
        let count = self.count;
        let edge = |at: f64| (at.round().max(0.0) as usize).min(count);
        self.now = match (self.grip, self.before) {
            (Grip::End(End::First), Some(before)) => {
                Some(Periods::between(edge(at), before.last + 1, before.last))
            }
            (Grip::End(End::Last), Some(before)) => {
                Some(Periods::between(edge(at), before.first, before.first))
            }
            (Grip::Whole, Some(before)) => {
                let most = count.saturating_sub(before.count());
                let first = (before.first as f64 + (at - self.start).round()).max(0.0) as usize;
                let first = first.min(most);
                Some(Periods { first, last: first + before.count() - 1 })
            }
            _ => Some(Periods::touching([self.start.min(at), self.start.max(at)], count)),
        };
        self.now
    }

    /// The pointer goes up.
    pub fn end(self) -> Change {
        let one = Periods::touching([self.start; 2], self.count);
        match (self.has_moved, self.grip, self.before) {
            (true, ..) => self.now.map_or(Change::Keep, |now| chosen(now, self.count)),
            (false, Grip::End(_), _) => Change::Keep,
            // A click beside what is chosen, or on the only one, takes it away.
            (false, Grip::New, Some(_)) => Change::Clear,
            (false, _, Some(before)) if before == one => Change::Clear,
            (false, ..) => Change::Set(one),
        }
    }
}

/// Periods are chosen; all of them are none in particular.
pub fn chosen(periods: Periods, count: usize) -> Change {
    if periods == Periods::all(count) { Change::Clear } else { Change::Set(periods) }
}

/// What is chosen after a key on an end; none where the key does nothing there.
pub fn pressed(key: &str, end: End, chosen: Periods, period: Period, count: usize) -> Option<Periods> {
    let Periods { first, last } = chosen;
    let (min, max) = match end {
        End::First => (0, last),
        End::Last => (first, count.saturating_sub(1)),
    };
    let place = chosen.end(end);
    let place = match key {
        "ArrowLeft" | "ArrowDown" => place.saturating_sub(1),
        "ArrowRight" | "ArrowUp" => place.saturating_add(1),
        "PageDown" => place.saturating_sub(page(period)),
        "PageUp" => place.saturating_add(page(period)),
        "Home" => min,
        "End" => max,
        _ => return None,
    };
    let place = place.clamp(min, max);
    Some(match end {
        End::First => Periods { first: place, last },
        End::Last => Periods { first, last: place },
    })
}

/// The periods that a page of keys goes by: a year, a quarter of weeks, a month of days.
fn page(period: Period) -> usize {
    match period {
        Period::Quarter => 4,
        Period::Month => 12,
        Period::Week => 13,
        Period::Day => 30,
    }
}

/// The two edges that a filter chooses, in periods of a timeline; none where it has no range of timestamps.
pub fn edges(filter: &Filter, timeline: &Timeline) -> Option<[f64; 2]> {
    let Test::Timestamps { from, until } = filter.on(TIME.name())? else { return None };
    let count = timeline.bars.len() as f64;
    let edges =
        [from.map_or(0.0, |from| timeline.place(from)), until.map_or(count, |until| timeline.place(until))];
    (edges[1] > edges[0]).then_some(edges)
}

/// The condition that leaves the rows of some periods; none where the timeline has not so many.
pub fn test(periods: Periods, timeline: &Timeline) -> Option<Test> {
    let sum = timeline.sum(periods.first, periods.last)?;
    Some(Test::Timestamps { from: Some(sum.from as f64), until: Some(sum.until as f64) })
}

/// What is said of chosen periods: `2024-12 to 2025-05 · 1,286 rows`.
pub fn said_of_range(periods: Periods, timeline: &Timeline) -> String {
    let Some(sum) = timeline.sum(periods.first, periods.last) else { return String::new() };
    format!("{} · {}", told(&span_text(Some(sum.from as f64), Some(sum.until as f64))), rows(sum.rows))
}

/// What is said of a period: `2024-12 · 218 rows, 12 anomalous · Critical 9, High 24, Medium 106, Low 79`.
pub fn said_of_period(place: usize, timeline: &Timeline) -> String {
    let Some(bar) = timeline.bars.get(place) else { return String::new() };
    // From the top of the bar, the rarest first.
    let levels = Level::ALL.iter().zip(bar.levels).rev().filter(|(_, count)| *count > 0);
    let levels: Vec<String> =
        levels.map(|(level, count)| format!("{} {}", level.name(), grouped(count))).collect();
    let mut parts = vec![told(&timeline.name(place))];
    if bar.rows == 0 {
        parts.push(rows(0));
    } else {
        parts.push(rows_with_anomalous(bar));
        parts.push(levels.join(", "));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// What the whole picture shows: `Rows per month, 2023-01 to 2026-11: 10,000 rows, 500 anomalous.`
pub fn said_of_all(timeline: &Timeline) -> String {
    let (title, count) = (title(timeline.period), timeline.bars.len());
    let Some(sum) = timeline.sum(0, count.saturating_sub(1)) else {
        return t!("{title}: none.", title);
    };
    t!(
        "{title}, {first} to {last}: {rows}.",
        title,
        first = timeline.name(0),
        last = timeline.name(count.saturating_sub(1)),
        rows = rows_with_anomalous(&sum)
    )
}

/// What the timeline is called.
pub fn title(period: Period) -> &'static str {
    match period {
        Period::Day => t!("Rows per day"),
        Period::Week => t!("Rows per week"),
        Period::Month => t!("Rows per month"),
        Period::Quarter => t!("Rows per quarter"),
    }
}

/// The name of a period's length.
pub fn length(period: Period) -> &'static str {
    match period {
        Period::Day => t!("Day"),
        Period::Week => t!("Week"),
        Period::Month => t!("Month"),
        Period::Quarter => t!("Quarter"),
    }
}

/// What an end of the chosen periods is called.
pub fn end_name(end: End, period: Period) -> &'static str {
    match (end, period) {
        (End::First, Period::Day) => t!("First day"),
        (End::First, Period::Week) => t!("First week"),
        (End::First, Period::Month) => t!("First month"),
        (End::First, Period::Quarter) => t!("First quarter"),
        (End::Last, Period::Day) => t!("Last day"),
        (End::Last, Period::Week) => t!("Last week"),
        (End::Last, Period::Month) => t!("Last month"),
        (End::Last, Period::Quarter) => t!("Last quarter"),
    }
}

/// All counts as a table.
pub fn numbers(timeline: &Timeline) -> Numbers {
    let mut head = vec![length(timeline.period), t!("Rows"), t!("Normal"), t!("Anomalous")];
    head.extend(Level::ALL.iter().map(|level| level.name()));
    // The heading of the timeline is another one: no two regions of a page have the same name.
    let title = match timeline.period {
        Period::Day => t!("Counts per day"),
        Period::Week => t!("Counts per week"),
        Period::Month => t!("Counts per month"),
        Period::Quarter => t!("Counts per quarter"),
    };
    let mut numbers = Numbers::new(title, &head);
    for (place, bar) in timeline.bars.iter().enumerate() {
        let counts = [bar.rows, bar.normal(), bar.anomalous].into_iter().chain(bar.levels);
        numbers.push(std::iter::once(told(&timeline.name(place))).chain(counts.map(grouped)));
    }
    numbers
}

fn rows(count: u64) -> String {
    t!("{count} row" | "{count} rows" % count, count = grouped(count))
}

fn rows_with_anomalous(bar: &Bar) -> String {
    t!(
        "{count} row, {anomalous} anomalous" | "{count} rows, {anomalous} anomalous" % bar.rows,
        count = grouped(bar.rows),
        anomalous = grouped(bar.anomalous)
    )
}

/// Whether a timeline has no row to show.
pub fn is_empty(timeline: &Timeline) -> bool {
    timeline.bars.iter().all(|bar: &Bar| bar.rows == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::issues::DAY;

    const REACH: Reach = Reach { outside: 0.6, inside: 0.4, still: 0.2 };

    fn periods(first: usize, last: usize) -> Periods {
        Periods { first, last }
    }

    /// A drag over ten periods, with what is chosen before.
    fn drag(chosen: Option<[f64; 2]>, path: &[f64]) -> Change {
        let mut drag = Drag::begin(path[0], chosen, REACH, 10);
        for &at in &path[1..] {
            drag.to(at);
        }
        drag.end()
    }

    /// Days of 10, 20, … rows from 2025-01-01 on.
    fn timeline(period: Period, count: usize) -> Timeline {
        let start = 20_089 * DAY;
        let bar = |place: usize| {
            let (from, rows) = (start + place as i64 * DAY, 10 * (place as u64 + 1));
            Bar { from, until: from + DAY, rows, anomalous: 1, levels: [rows - 1, 0, 0, 1] }
        };
        Timeline { period, bars: (0..count).map(bar).collect(), offered: Period::ALL.into() }
    }

    #[test]
    fn a_drag_chooses_the_periods_that_it_touches() {
        assert_eq!(drag(None, &[2.5, 4.1]), Change::Set(periods(2, 4)));
        assert_eq!(drag(None, &[4.1, 7.0, 2.5]), Change::Set(periods(2, 4)));
        assert_eq!(drag(None, &[2.1, 2.9]), Change::Set(periods(2, 2)));
        // Beyond the ends there is nothing.
        assert_eq!(drag(None, &[8.5, 30.0]), Change::Set(periods(8, 9)));
        assert_eq!(drag(None, &[1.5, -30.0]), Change::Set(periods(0, 1)));
        // All of them are no choice.
        assert_eq!(drag(None, &[0.0, 10.0]), Change::Clear);
        assert_eq!(drag(Some([2.0, 4.0]), &[6.5, 8.5]), Change::Set(periods(6, 8)));
    }

    #[test]
    fn a_click_chooses_a_period_or_takes_the_choice_away() {
        assert_eq!(drag(None, &[2.5]), Change::Set(periods(2, 2)));
        // A hand that trembles does not drag.
        assert_eq!(drag(None, &[2.95, 3.05]), Change::Set(periods(2, 2)));
        assert_eq!(drag(None, &[10.0]), Change::Set(periods(9, 9)));
        assert_eq!(drag(Some([2.0, 6.0]), &[8.5]), Change::Clear);
        assert_eq!(drag(Some([2.0, 6.0]), &[4.5]), Change::Set(periods(4, 4)));
        assert_eq!(drag(Some([4.0, 5.0]), &[4.5]), Change::Clear);
        assert_eq!(drag(Some([2.0, 6.0]), &[6.1]), Change::Keep);
    }

    #[test]
    fn ends_are_resized_and_the_middle_is_moved() {
        let chosen = Some([2.0, 6.0]);
        assert_eq!(drag(chosen, &[6.1, 8.2]), Change::Set(periods(2, 7)));
        assert_eq!(drag(chosen, &[5.8, 4.4]), Change::Set(periods(2, 3)));
        assert_eq!(drag(chosen, &[1.6, 0.4]), Change::Set(periods(0, 5)));
        assert_eq!(drag(chosen, &[2.2, 5.9]), Change::Set(periods(5, 5)));
        // An end that is dragged past the other becomes it.
        assert_eq!(drag(chosen, &[2.2, 9.0]), Change::Set(periods(6, 8)));
        assert_eq!(drag(chosen, &[6.0, 0.2]), Change::Set(periods(0, 1)));
        assert_eq!(drag(chosen, &[4.0, 6.6]), Change::Set(periods(5, 8)));
        assert_eq!(drag(chosen, &[4.0, 60.0]), Change::Set(periods(6, 9)));
        assert_eq!(drag(chosen, &[4.0, -60.0]), Change::Set(periods(0, 3)));
        // Of a single period half is left to be moved.
        assert_eq!(drag(Some([4.0, 5.0]), &[4.5, 6.5]), Change::Set(periods(6, 6)));
        // A range that begins within a period is snapped.
        assert_eq!(drag(Some([2.3, 5.5]), &[4.0, 5.0]), Change::Set(periods(3, 6)));
    }

    #[test]
    fn keys_move_the_ends() {
        let press = |key, end, chosen| pressed(key, end, chosen, Period::Month, 47);
        let chosen = periods(23, 28);
        for (key, end, expected) in [
            ("ArrowLeft", End::First, periods(22, 28)),
            ("ArrowUp", End::First, periods(24, 28)),
            ("PageDown", End::First, periods(11, 28)),
            ("PageUp", End::First, periods(28, 28)),
            ("Home", End::First, periods(0, 28)),
            ("End", End::First, periods(28, 28)),
            ("ArrowRight", End::Last, periods(23, 29)),
            ("ArrowDown", End::Last, periods(23, 27)),
            ("PageUp", End::Last, periods(23, 40)),
            ("PageDown", End::Last, periods(23, 23)),
            ("Home", End::Last, periods(23, 23)),
            ("End", End::Last, periods(23, 46)),
        ] {
            assert_eq!(press(key, end, chosen), Some(expected), "{key} on {end:?}");
        }
        assert_eq!(press("ArrowLeft", End::First, periods(0, 3)), Some(periods(0, 3)));
        assert_eq!(press("a", End::First, chosen), None);
        assert_eq!(super::chosen(Periods::all(47), 47), Change::Clear);
        assert_eq!(super::chosen(chosen, 47), Change::Set(chosen));
    }

    #[test]
    fn the_filter_is_what_is_chosen() {
        let timeline = timeline(Period::Day, 10);
        let mut filter = Filter::default();
        assert_eq!(edges(&filter, &timeline), None);
        filter.set(TIME.name(), test(periods(2, 4), &timeline).unwrap());
        assert_eq!(edges(&filter, &timeline), Some([2.0, 5.0]));
        assert_eq!(Periods::touching([2.0, 5.0], 10), periods(2, 4));
        let noon = (20_090 * DAY + DAY / 2) as f64;
        filter.set(TIME.name(), Test::Timestamps { from: Some(noon), until: None });
        assert_eq!(edges(&filter, &timeline), Some([1.5, 10.0]));
        filter.set(TIME.name(), Test::Timestamps { from: Some(1e12), until: None });
        assert_eq!(edges(&filter, &timeline), None);
        filter.set(TIME.name(), Test::Text("2025".to_owned()));
        assert_eq!(edges(&filter, &timeline), None);
        assert_eq!(test(periods(2, 10), &timeline), None);
    }

    #[test]
    fn periods_are_told_with_their_counts() {
        let days = timeline(Period::Day, 31);
        assert_eq!(said_of_range(periods(0, 1), &days), "2025-01-01 to 2025-01-02 · 30 rows");
        assert_eq!(said_of_range(periods(0, 30), &days), "2025-01 · 4,960 rows");
        assert_eq!(said_of_range(periods(0, 31), &days), "");
        let told = said_of_period(1, &days);
        assert_eq!(told, "2025-01-02 · 20 rows, 1 anomalous · Critical 1, Low 19");
        assert_eq!(said_of_period(31, &days), "");
        let all = "Rows per day, 2025-01-01 to 2025-01-31: 4,960 rows, 31 anomalous.";
        assert_eq!(said_of_all(&days), all);
        let none = Timeline { bars: Vec::new(), ..days.clone() };
        assert_eq!(
            (said_of_all(&none).as_str(), is_empty(&none), is_empty(&days)),
            ("Rows per day: none.", true, false)
        );
        let numbers = numbers(&days);
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<String>>();
        assert_eq!(numbers.head, words("Day Rows Normal Anomalous Low Medium High Critical"));
        assert_eq!(numbers.rows[9], words("2025-01-10 100 99 1 99 0 0 1"));
        assert_eq!(numbers.rows.len(), 31);
    }
}
