//! A chart as a value: panels with axes and marks, a legend, the table of its numbers. It says where things are in the
//! units of the data and which role a color plays; pixels and colors are the drawing's business.

use serde::{Deserialize, Serialize};

use crate::engine::Text;

/// A chart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// The title.
    pub title: Text,
    /// What is to be seen, in one sentence: the description for a reader who does not see it.
    pub finding: Text,
    /// Why there is nothing to draw, in place of all panels.
    pub explanation: Option<Text>,
    /// Rows that the chart was asked to show; those without a value are among them.
    pub rows: u64,
    /// What the colors and shapes mean.
    pub legend: Vec<Entry>,
    /// What the shades of a heat map mean.
    pub ramp: Option<Ramp>,
    /// The panels, in reading order.
    pub panels: Vec<Panel>,
    /// The numbers that the marks stand for.
    pub tables: Vec<Numbers>,
    /// What a reader should know: what was left out, how bins were chosen.
    pub notes: Vec<Text>,
}

impl Chart {
    /// A chart that says why there is nothing to draw.
    pub fn explained(title: impl Into<Text>, reason: impl Into<Text>) -> Self {
        let reason = reason.into();
        Chart { title: title.into(), finding: reason.clone(), explanation: Some(reason), ..Chart::default() }
    }
}

/// One entry of a legend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What it stands for.
    pub name: Text,
    /// Its color.
    pub paint: Paint,
    /// Its shape, so that color is never alone.
    pub shape: Shape,
    /// How often it occurs, where that is known.
    pub count: Option<u64>,
    /// The rows that it stands for.
    pub selection: Vec<Selection>,
}

/// The scale of shades of a heat map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ramp {
    /// What the shades measure.
    pub title: Text,
    /// Whether the middle is neutral and both ends have a color of their own.
    pub diverging: bool,
    /// The value of the first shade.
    pub min: Text,
    /// The value of the last shade.
    pub max: Text,
}

/// A pair of axes with marks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// The title; empty where the chart's says it all.
    pub title: Text,
    /// A line of figures under the title.
    pub note: Text,
    /// Why there is nothing to draw in this panel.
    pub explanation: Option<Text>,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// Whether it takes a row of its own among small panels.
    pub wide: bool,
    /// What is drawn, in this order.
    pub marks: Vec<Marks>,
}

/// An axis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// What it measures.
    pub title: Text,
    /// The unit; empty where it has none.
    pub unit: Text,
    /// The scale.
    pub scale: Scale,
}

impl Axis {
    /// An axis.
    pub fn new(title: impl Into<Text>, unit: impl Into<Text>, scale: Scale) -> Self {
        Axis { title: title.into(), unit: unit.into(), scale }
    }

    /// The title with the unit, as it stands beside the axis.
    pub fn caption(&self) -> Text {
        match (self.title.is_empty(), self.unit.is_empty()) {
            // Names such as `CPU Usage %` end with their unit already.
            (false, false) if self.title.english().ends_with(&self.unit.english()) => self.title.clone(),
            (false, false) => text!("{title} ({unit})", title = self.title.clone(), unit = self.unit.clone()),
            (true, _) => self.unit.clone(),
            (false, true) => self.title.clone(),
        }
    }
}

/// How values lie along an axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Scale {
    /// Evenly.
    Linear {
        /// The value at the beginning.
        min: f64,
        /// The value at the end.
        max: f64,
    },
    /// By their logarithm; both ends are above zero.
    Logarithmic {
        /// The value at the beginning.
        min: f64,
        /// The value at the end.
        max: f64,
    },
    /// Timestamps in seconds since 1970-01-01 00:00:00.
    Time {
        /// The first timestamp.
        min: f64,
        /// The last timestamp.
        max: f64,
    },
    /// Names; the one with index i is centered at the value i, and the first is at the left or at the top.
    Names(Vec<Text>),
}

impl Default for Scale {
    fn default() -> Self {
        Scale::Linear { min: 0.0, max: 1.0 }
    }
}

impl Scale {
    /// The two ends in values.
    pub fn ends(&self) -> [f64; 2] {
        match self {
            Scale::Linear { min, max } | Scale::Logarithmic { min, max } | Scale::Time { min, max } => {
                [*min, *max]
            }
            Scale::Names(names) => [-0.5, names.len() as f64 - 0.5],
        }
    }
}

/// Marks of one kind and one meaning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marks {
    /// What they stand for, as in the legend; empty where it has no entry.
    pub name: Text,
    /// Their color.
    pub paint: Paint,
    /// Their form and places.
    pub form: Form,
}

/// The form of marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Form {
    /// A line through points; a point that is not a number interrupts it.
    Line {
        /// Places along both axes.
        points: Vec<[f64; 2]>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A closed area.
    Area {
        /// The corners, in order.
        points: Vec<[f64; 2]>,
    },
    /// Single points.
    Points {
        /// Places along both axes.
        points: Vec<[f64; 2]>,
        /// The shape of each.
        shape: Shape,
        /// The row of the table behind each; empty where there is none.
        rows: Vec<u32>,
    },
    /// Rectangles.
    Cells(Vec<Cell>),
    /// Text at the right of places.
    Labels(Vec<([f64; 2], Text)>),
    /// Hexagons with a corner at the top, as wide and as high as said.
    Hexagons {
        /// Width and height along the axes' own scales (of a logarithmic one: in powers of ten).
        size: [f64; 2],
        /// The center of each is the middle of its rectangle.
        cells: Vec<Cell>,
    },
}

/// A rectangle that a reader can point at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Two opposite corners: x and y of one, x and y of the other.
    pub corners: [f64; 4],
    /// Its own color; without one it has that of its marks, and [`Paint::None`] is not drawn at all.
    pub paint: Option<Paint>,
    /// What is written into it, where there is room.
    pub text: Text,
    /// What a reader who points at it is told.
    pub label: Text,
    /// The rows that it stands for: those that are in every one of these.
    pub selection: Vec<Selection>,
}

/// Rows that a mark stands for, as a filter of one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Selection {
    /// Rows with one of these names.
    Names {
        /// The column.
        column: String,
        /// The names.
        names: Vec<String>,
    },
    /// Rows with a number from the smallest to the largest, both included where `closed`, else without the largest.
    Numbers {
        /// The column.
        column: String,
        /// The smallest number.
        min: f64,
        /// The largest number.
        max: f64,
        /// Whether the largest is included.
        closed: bool,
    },
    /// Rows with a timestamp from the first on and before the second, in seconds since 1970-01-01 00:00:00.
    Timestamps {
        /// The column.
        column: String,
        /// The first timestamp.
        from: f64,
        /// The timestamp after the last.
        until: f64,
    },
}

/// The role of a color; a theme gives it a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Paint {
    /// What the chart is about.
    #[default]
    Accent,
    /// What stands out.
    Alert,
    /// Lines and text.
    Ink,
    /// What stands back.
    Quiet,
    /// One of several series, from 0; a palette that color-blind readers can tell apart.
    Series(u8),
    /// Rows labeled normal.
    Normal,
    /// Rows labeled anomalous.
    Anomalous,
    /// A step of the scale of levels, 0 for Low to 3 for Critical.
    Level(u8),
    /// A scenario's own color, by its number, 1 to 16.
    Scenario(u8),
    /// A shade from 0, nothing, to 1, most.
    Shade(f32),
    /// A shade from -1 by 0, neutral, to 1.
    Balance(f32),
    /// Not drawn.
    None,
}

/// The shape of a point, or of the sample in a legend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// A disc.
    #[default]
    Disc,
    /// A square that stands on a side.
    Square,
    /// A triangle with a corner at the top.
    Triangle,
    /// A square that stands on a corner.
    Diamond,
    /// An upright cross.
    Cross,
    /// A circle.
    Ring,
    /// A triangle with a corner at the bottom.
    Wedge,
    /// A slanting cross.
    Saltire,
    /// A line; only in a legend.
    Line(Stroke),
}

impl Shape {
    /// The shape of the points of one of several series, from 0.
    pub fn of(series: usize) -> Shape {
        use Shape::{Cross, Diamond, Disc, Ring, Saltire, Square, Triangle, Wedge};
        [Disc, Triangle, Square, Diamond, Ring, Cross, Wedge, Saltire]
            .get(series % 8)
            .copied()
            .unwrap_or_default()
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stroke {
    /// Without gaps.
    #[default]
    Solid,
    /// In long pieces.
    Dashed,
    /// In short pieces.
    Dotted,
    /// Without gaps, and twice as thick.
    Thick,
}

impl Stroke {
    /// The stroke of one of several series, from 0.
    pub fn of(series: usize) -> Stroke {
        [Stroke::Solid, Stroke::Dashed, Stroke::Dotted].get(series % 3).copied().unwrap_or_default()
    }
}

/// A table of numbers, as a reader sees them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Numbers {
    /// What they are.
    pub title: Text,
    /// The heading of each column.
    pub head: Vec<Text>,
    /// The cells of each row, as many as the head has.
    pub rows: Vec<Vec<Text>>,
}

impl Numbers {
    /// A table without rows.
    pub fn new<T: Clone + Into<Text>>(title: impl Into<Text>, head: &[T]) -> Self {
        let head = head.iter().cloned().map(Into::into).collect();
        Numbers { title: title.into(), head, rows: Vec::new() }
    }

    /// Appends a row.
    pub fn push<T: Into<Text>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }
}
