//! The timeline of a table: how many rows there are in each day, week, month or quarter, by threat level and by class.
//!
//! It counts the rows that pass a filter but for its condition on the timestamps: what was chosen on the timeline does not
//! take the rest away from it. Its ends are those of the whole table, so that it stays in place while a filter changes.

use serde::{Deserialize, Serialize};

use super::filter::Filter;
use super::period::{MAX_PERIODS, Period};
use crate::engine::Problem;
use crate::engine::dataset::{ColumnId, Table, Timestamps, Values};
use crate::engine::issues::{DAY, Seconds, date_time, midnight};
use crate::engine::level::Level;
use crate::engine::text::Text;

/// The column that rows are counted by.
pub const TIME: ColumnId = ColumnId::Timestamps;

/// Where nobody chose a period, there are no more of them than these, if a longer one is there.
const USUAL_PERIODS: usize = 80;

/// The rows of a table by period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// How long each period is.
    pub period: Period,
    /// The periods without gaps, in order; none where no row has a timestamp. Rows may fill the first and the last in part.
    pub bars: Vec<Bar>,
    /// The periods that can be chosen: those of which there are no more than [`MAX_PERIODS`].
    pub offered: Vec<Period>,
}

/// The rows of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// The first second, since 1970-01-01 00:00:00.
    pub from: Seconds,
    /// The first second of the next period.
    pub until: Seconds,
    /// All rows.
    pub rows: u64,
    /// The anomalous ones.
    pub anomalous: u64,
    /// Those of each threat level, from Low to Critical; together fewer than all where rows have none.
    pub levels: [u64; 4],
}

impl Bar {
    /// The normal rows.
    pub fn normal(&self) -> u64 {
        self.rows.saturating_sub(self.anomalous)
    }
}

impl Timeline {
    /// The timeline of a table's rows that pass a filter, whatever it says of the timestamps. The period that is wanted, or
    /// the shortest longer one that can be chosen; without a wish the one with some 20 to 80 bars.
    ///
    /// # Errors
    /// The table has no timestamps, or they span more quarters than [`MAX_PERIODS`]; or the filter cannot be applied.
    pub fn new(table: &Table, filter: &Filter, wanted: Option<Period>) -> Result<Self, Problem> {
        let Some(Values::Timestamps(timestamps)) = table.column(TIME).map(|column| &column.values) else {
            let reason = text!("there is no column '{column}'", column = TIME.name());
            return Err(Problem::new("timeline", reason, text!("choose data with timestamps")));
        };
        let Some(ends) = ends(timestamps, table.rows()) else {
            let period = wanted.unwrap_or(Period::Month);
            return Ok(Timeline { period, bars: Vec::new(), offered: Period::ALL.into() });
        };
        let spans: Vec<(Period, Vec<Bar>)> =
            Period::ALL.into_iter().filter_map(|period| Some((period, bars(period, ends)?))).collect();
        let offered = spans.iter().map(|(period, _)| *period).collect();
        let is_chosen = |(period, bars): &(Period, Vec<Bar>)| match wanted {
            Some(wanted) => *period >= wanted,
            None => bars.len() <= USUAL_PERIODS,
        };
        let place = spans.iter().position(is_chosen).unwrap_or(spans.len().saturating_sub(1));
        let Some((period, bars)) = spans.into_iter().nth(place) else {
            let reason = text!("the timestamps span more than {most} quarters", most = MAX_PERIODS);
            return Err(Problem::new("timeline", reason, text!("choose dates that are closer together")));
        };
        let mut timeline = Timeline { period, bars, offered };
        let mut rest = filter.clone();
        rest.remove(TIME.name());
        if rest.is_empty() {
            timeline.count(table, timestamps, ends, 0..table.rows());
        } else {
            let rows = rest.rows(table, None)?;
            timeline.count(table, timestamps, ends, rows.into_iter().map(|row| row as usize));
        }
        Ok(timeline)
    }

    /// Counts rows: each is looked at once.
    fn count(
        &mut self,
        table: &Table,
        timestamps: &Timestamps,
        [first, last]: [Seconds; 2],
        rows: impl Iterator<Item = usize>,
    ) {
        let (first_day, last_day) = (first.div_euclid(DAY), last.div_euclid(DAY));
        // The bar of each day.
        let days = (last_day - first_day + 1) as usize;
        let mut places: Vec<u16> = Vec::with_capacity(days);
        for (place, bar) in self.bars.iter().enumerate() {
            let until = (bar.until.div_euclid(DAY) - first_day).clamp(0, days as i64);
            places.resize(until as usize, place as u16);
        }
        let levels = table.column(ColumnId::ThreatLevel).and_then(|column| column.categories());
        // The level of each code: a table that was read may name them in any order.
        let ranks: Vec<Option<usize>> = levels.map_or_else(Vec::new, |levels| {
            let rank = |name: &str| Level::ALL.iter().position(|level| level.name() == name);
            levels.names.iter().map(|name| rank(&name)).collect()
        });
        for row in rows {
            let Some(seconds) = timestamps.seconds(row) else { continue };
            let day = (seconds.div_euclid(DAY) - first_day) as usize;
            let place = places.get(day).copied().unwrap_or_default();
            let Some(bar) = self.bars.get_mut(usize::from(place)) else { continue };
            bar.rows += 1;
            bar.anomalous += u64::from(table.labels().get(row).copied().unwrap_or(false));
            let code = levels.map_or(usize::MAX, |levels| levels.code(row) as usize);
            let rank = ranks.get(code).copied().flatten();
            if let Some(count) = rank.and_then(|rank| bar.levels.get_mut(rank)) {
                *count += 1;
            }
        }
    }

    /// The name of a period; empty where there is none.
    pub fn name(&self, place: usize) -> Text {
        let start = self.bars.get(place).map(|bar| date_time(bar.from).date());
        start.map_or_else(Text::default, |start| self.period.name(start))
    }

    /// Where a timestamp lies, in bars from the left: 2.5 is the middle of the third; the nearest end for one beyond both.
    pub fn place(&self, timestamp: f64) -> f64 {
        let place = self.bars.partition_point(|bar| bar.until as f64 <= timestamp);
        let Some(bar) = self.bars.get(place) else { return self.bars.len() as f64 };
        let (from, until) = (bar.from as f64, bar.until as f64);
        place as f64 + ((timestamp - from) / (until - from)).clamp(0.0, 1.0)
    }

    /// The bars from one to another, both included, as one; none where there are none.
    pub fn sum(&self, first: usize, last: usize) -> Option<Bar> {
        let (start, rest) = self.bars.get(first..=last)?.split_first()?;
        Some(rest.iter().fold(*start, |sum, bar| Bar {
            from: sum.from,
            until: bar.until,
            rows: sum.rows + bar.rows,
            anomalous: sum.anomalous + bar.anomalous,
            levels: std::array::from_fn(|level| sum.levels[level] + bar.levels[level]),
        }))
    }
}

/// The first and the last timestamp; none where there are none.
fn ends(timestamps: &Timestamps, rows: usize) -> Option<[Seconds; 2]> {
    (0..rows).filter_map(|row| timestamps.seconds(row)).fold(None, |ends, seconds| {
        let [first, last] = ends.unwrap_or([seconds; 2]);
        Some([first.min(seconds), last.max(seconds)])
    })
}

/// Empty bars of a period that hold two timestamps and all between them; none where there would be too many.
fn bars(period: Period, [first, last]: [Seconds; 2]) -> Option<Vec<Bar>> {
    let (mut start, mut bars) = (period.start(first), Vec::new());
    while midnight(start) <= last {
        if bars.len() == MAX_PERIODS {
            return None;
        }
        let next = period.next(start);
        bars.push(Bar { from: midnight(start), until: midnight(next), ..Bar::default() });
        start = next;
    }
    Some(bars)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::{Configuration, Preset};
    use crate::engine::dataset::{Builder, Field, Summary};
    use crate::engine::explore::filter::Test;
    use crate::engine::{Generator, dataset::Role};

    /// Rows of a timestamp, a threat level and a label.
    fn table(rows: &[[&str; 3]]) -> Table {
        let mut table = Builder::new(vec![
            Field::known(TIME),
            Field::known(ColumnId::ThreatLevel),
            Field::known(ColumnId::IsAnomaly),
        ]);
        for row in rows {
            table.push(|index, cell| cell.extend(row[index].bytes()));
        }
        table.build()
    }

    fn few() -> Table {
        table(&[
            ["2024-12-31 23:59:59", "High", "1"],
            ["2025-01-01 00:00:00", "Low", "0"],
            ["2025-03-31 12:00:00", "Critical", "1"],
            ["2025-03-02 00:00:01", "Low", "0"],
            ["", "Low", "0"],
            ["2025-01-31 00:00:00", "", "0"],
        ])
    }

    fn names(timeline: &Timeline) -> Vec<String> {
        (0..timeline.bars.len()).map(|place| timeline.name(place).english()).collect()
    }

    #[test]
    fn each_row_is_in_its_period() {
        let timeline = Timeline::new(&few(), &Filter::default(), Some(Period::Month)).unwrap();
        assert_eq!(names(&timeline), ["2024-12", "2025-01", "2025-02", "2025-03"]);
        let counts: Vec<_> =
            timeline.bars.iter().map(|bar| (bar.rows, bar.normal(), bar.anomalous, bar.levels)).collect();
        assert_eq!(counts[0], (1, 0, 1, [0, 0, 1, 0]));
        // A row without a level is a row.
        assert_eq!(counts[1], (2, 2, 0, [1, 0, 0, 0]));
        assert_eq!(counts[2], (0, 0, 0, [0; 4]));
        assert_eq!(counts[3], (2, 1, 1, [1, 0, 0, 1]));
        let sum = timeline.sum(1, 3).unwrap();
        assert_eq!((sum.rows, sum.from, sum.until), (4, timeline.bars[1].from, timeline.bars[3].until));
        assert_eq!(timeline.sum(1, 4), None);
        let quarters = Timeline::new(&few(), &Filter::default(), Some(Period::Quarter)).unwrap();
        assert_eq!(names(&quarters), ["2024 Q4", "2025 Q1"]);
        let weeks = Timeline::new(&few(), &Filter::default(), None).unwrap();
        assert_eq!((weeks.period, weeks.bars.len(), weeks.bars[0].rows), (Period::Week, 14, 2));
        assert_eq!(weeks.name(0), "Week of 2024-12-30");
        let days = Timeline::new(&few(), &Filter::default(), Some(Period::Day)).unwrap();
        assert_eq!((days.bars.len(), days.bars[90].rows, days.offered.len()), (91, 1, 4));
    }

    #[test]
    fn what_is_chosen_on_it_takes_nothing_away() {
        let whole = Timeline::new(&few(), &Filter::default(), Some(Period::Month)).unwrap();
        let mut filter = Filter::default();
        filter.set(TIME.name(), Test::Timestamps { from: Some(0.0), until: Some(1.0) });
        assert_eq!(Timeline::new(&few(), &filter, Some(Period::Month)).unwrap(), whole);
        // All else does, and its ends stay.
        filter.set(ColumnId::ThreatLevel.name(), Test::Names(vec!["Critical".to_owned()]));
        let critical = Timeline::new(&few(), &filter, Some(Period::Month)).unwrap();
        assert_eq!(critical.bars.iter().map(|bar| bar.rows).collect::<Vec<_>>(), [0, 0, 0, 1]);
        filter.set("no such column", Test::Text("x".to_owned()));
        assert!(Timeline::new(&few(), &filter, None).is_err());
    }

    #[test]
    fn places_are_in_bars() {
        let timeline = Timeline::new(&few(), &Filter::default(), Some(Period::Month)).unwrap();
        let [first, second] = [timeline.bars[0], timeline.bars[1]];
        assert_eq!(timeline.place(first.from as f64 - 1e9), 0.0);
        assert_eq!(timeline.place(first.from as f64), 0.0);
        assert_eq!(timeline.place((first.from + first.until) as f64 / 2.0), 0.5);
        assert_eq!(timeline.place(second.from as f64), 1.0);
        assert_eq!(timeline.place(1e12), 4.0);
    }

    #[test]
    fn the_period_suits_the_span() {
        let spanning = |last: &str, wanted| {
            let table = table(&[["2000-01-03 00:00:00", "Low", "0"], [last, "Low", "0"]]);
            Timeline::new(&table, &Filter::default(), wanted)
        };
        for (last, period, count) in [
            ("2000-01-03 05:00:00", Period::Day, 1),
            ("2000-03-22 00:00:00", Period::Day, 80),
            ("2000-03-23 00:00:00", Period::Week, 12),
            ("2001-07-15 23:59:59", Period::Week, 80),
            ("2001-07-16 00:00:00", Period::Month, 19),
            ("2006-08-31 00:00:00", Period::Month, 80),
            ("2006-09-01 00:00:00", Period::Quarter, 27),
            ("2300-01-01 00:00:00", Period::Quarter, 1_201),
        ] {
            let timeline = spanning(last, None).unwrap();
            assert_eq!((timeline.period, timeline.bars.len()), (period, count), "{last}");
        }
        // Of days there would be too many: the next longer ones come in their place.
        let weeks = spanning("2010-01-01 00:00:00", Some(Period::Day)).unwrap();
        assert_eq!((weeks.period, weeks.offered), (Period::Week, Period::ALL[1..].to_vec()));
        assert!(spanning("2999-01-01 00:00:00", None).is_err());
    }

    #[test]
    fn without_timestamps_there_are_no_bars() {
        let timeline = Timeline::new(&table(&[["", "Low", "0"]]), &Filter::default(), None).unwrap();
        assert_eq!((timeline.bars.len(), timeline.place(0.0)), (0, 0.0));
        let other = Builder::new(vec![Field::new(
            "t",
            crate::engine::dataset::schema::Type::DateTime,
            Role::Feature,
        )]);
        assert!(Timeline::new(&other.build(), &Filter::default(), None).is_err());
    }

    #[test]
    fn the_sums_are_those_of_the_summary() {
        for preset in Preset::ALL {
            let configuration = Configuration { rows: 3_000, ..preset.configuration() };
            let generator = Generator::new(&configuration).unwrap();
            let (mut table, mut summary) = (generator.table(), Summary::default());
            let mut generator = generator;
            generator.append_with(0..3_000, &mut table, |record| summary.add(record)).unwrap();
            for period in Period::ALL {
                let timeline = Timeline::new(&table, &Filter::default(), Some(period)).unwrap();
                let sum = timeline.sum(0, timeline.bars.len() - 1).unwrap();
                assert_eq!((sum.normal(), sum.anomalous), (summary.normal, summary.anomalous));
                assert_eq!((sum.levels, timeline.period), (summary.levels(), period));
            }
        }
    }
}
