//! The kinds of charts, each declared once: what it is called, which columns it needs, which options it takes. Form,
//! link, command line and report follow from here.

use serde::{Deserialize, Serialize};

use crate::engine::dataset::Role;
use crate::engine::dataset::schema::Type;
use crate::engine::table::{Column, Values};

/// A kind of chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Lines over time.
    Lines,
    /// Histograms.
    Histogram,
    /// Box plots and violins.
    Boxes,
    /// Bars for the names of a category.
    Bars,
    /// Two columns against each other.
    Scatter,
    /// Correlations of all pairs of columns.
    Correlation,
    /// Threat level by severity.
    Matrix,
    /// Hour by day of the week.
    Week,
    /// Days of years.
    Calendar,
    /// Scatters and correlations together.
    Combined,
    /// Any number of columns, a small panel each.
    Grid,
}

impl Kind {
    /// All of them, in the order of the page.
    pub const ALL: [Kind; 11] = [
        Kind::Lines,
        Kind::Histogram,
        Kind::Boxes,
        Kind::Bars,
        Kind::Scatter,
        Kind::Correlation,
        Kind::Matrix,
        Kind::Week,
        Kind::Calendar,
        Kind::Combined,
        Kind::Grid,
    ];

    /// The kind with the given key.
    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.declared().key == key)
    }

    /// What is declared of it.
    pub fn declared(self) -> &'static Declared {
        match self {
            Kind::Lines => &LINES,
            Kind::Histogram => &HISTOGRAM,
            Kind::Boxes => &BOXES,
            Kind::Bars => &BARS,
            Kind::Scatter => &SCATTER,
            Kind::Correlation => &CORRELATION,
            Kind::Matrix => &MATRIX,
            Kind::Week => &WEEK,
            Kind::Calendar => &CALENDAR,
            Kind::Combined => &COMBINED,
            Kind::Grid => &GRID,
        }
    }
}

/// What is declared of a kind of chart.
#[derive(Debug)]
pub struct Declared {
    /// How links and commands name it.
    pub key: &'static str,
    /// How a reader sees it.
    pub name: &'static str,
    /// What it shows, in a sentence.
    pub description: &'static str,
    /// The columns that it shows.
    pub needs: &'static [Need],
    /// The options that it takes.
    pub options: &'static [Choice],
}

/// Columns that a chart shows.
#[derive(Debug)]
pub struct Need {
    /// How links and commands name it.
    pub key: &'static str,
    /// How a reader sees it.
    pub name: &'static str,
    /// What they may hold.
    pub accepts: Accepts,
    /// The least number of columns; 0 where the chart does without.
    pub least: usize,
    /// The greatest number of columns.
    pub most: usize,
    /// The columns that are taken where none is named, the first that the table has; where it has none of them and one is
    /// needed, the first column that is accepted. An asterisk stands for all that are accepted.
    pub usual: &'static [&'static str],
}

/// What a column has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// Numbers, but no ids and flags.
    Numbers,
    /// Moments.
    Moments,
    /// Names or flags.
    Groups,
    /// Numbers, flags or names, but no ids.
    Features,
}

impl Accepts {
    /// Whether a column is of this type.
    pub fn takes(self, column: &Column) -> bool {
        let (kind, role) = (column.field.kind, column.field.role);
        match (self, &column.values) {
            (Accepts::Moments, Values::Moments(_)) => true,
            (Accepts::Numbers, Values::Numbers(_)) => role != Role::Id && kind != Type::Flag,
            (Accepts::Groups, Values::Numbers(_)) => kind == Type::Flag,
            (Accepts::Groups, Values::Categories(_)) => true,
            (Accepts::Features, Values::Numbers(_) | Values::Categories(_)) => role != Role::Id,
            _ => false,
        }
    }

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Accepts::Numbers => "numbers",
            Accepts::Moments => "dates",
            Accepts::Groups => "names or flags",
            Accepts::Features => "numbers, names or flags",
        }
    }
}

/// An option of a chart.
#[derive(Debug)]
pub struct Choice {
    /// How links and commands name it.
    pub key: &'static str,
    /// How a reader sees it.
    pub name: &'static str,
    /// What it may be; the default is among it.
    pub form: ChoiceForm,
}

/// What an option may be. Its text form is a key, a whole number, or `yes` and `no`.
#[derive(Debug)]
pub enum ChoiceForm {
    /// One of some: its key, and how a reader sees it. The first is the default.
    OneOf(&'static [(&'static str, &'static str)]),
    /// A whole number.
    Whole {
        /// The least one.
        least: u32,
        /// The greatest one.
        greatest: u32,
        /// The default.
        usual: u32,
        /// What 0 means, where it is more than a number; it is then allowed below the least.
        zero: Option<&'static str>,
    },
    /// Yes or no; the default.
    Switch(bool),
}

impl Choice {
    /// The default as text.
    pub fn usual(&self) -> String {
        match &self.form {
            ChoiceForm::OneOf(keys) => keys.first().map_or(String::new(), |key| key.0.to_owned()),
            ChoiceForm::Whole { usual, .. } => usual.to_string(),
            ChoiceForm::Switch(usual) => if *usual { "yes" } else { "no" }.to_owned(),
        }
    }

    /// Whether a text is one that the option takes.
    pub fn takes(&self, text: &str) -> bool {
        match &self.form {
            ChoiceForm::OneOf(keys) => keys.iter().any(|key| key.0 == text),
            ChoiceForm::Whole { least, greatest, zero, .. } => text.parse::<u32>().is_ok_and(|number| {
                (*least..=*greatest).contains(&number) || (number == 0 && zero.is_some())
            }),
            ChoiceForm::Switch(_) => matches!(text, "yes" | "no"),
        }
    }

    /// What the option takes, in words.
    pub fn range(&self) -> String {
        match &self.form {
            ChoiceForm::OneOf(keys) => keys.iter().map(|key| key.0).collect::<Vec<_>>().join(", "),
            ChoiceForm::Whole { least, greatest, zero: None, .. } => format!("{least} to {greatest}"),
            ChoiceForm::Whole { least, greatest, zero: Some(zero), .. } => {
                format!("{least} to {greatest}, or 0: {zero}")
            }
            ChoiceForm::Switch(_) => "yes, no".to_owned(),
        }
    }
}

/// The most columns of a chart with a panel or a line for each.
pub const MOST_COLUMNS: usize = 40;

const MOMENT: Need = Need {
    key: "time",
    name: "Time",
    accepts: Accepts::Moments,
    least: 1,
    most: 1,
    usual: &["Timestamps", "Date Reported"],
};

const BY: Need = Need { key: "by", name: "By", accepts: Accepts::Groups, least: 0, most: 1, usual: &[] };

const LOG: Choice = Choice { key: "log", name: "Logarithmic axis", form: ChoiceForm::Switch(false) };

const fn numbers(least: usize, most: usize, usual: &'static [&'static str]) -> Need {
    Need { key: "columns", name: "Columns", accepts: Accepts::Numbers, least, most, usual }
}

static LINES: Declared = Declared {
    key: "lines",
    name: "Lines over time",
    description: "Every numeric column over time, as it is and normalised from 0 to 1; unusual periods are marked.",
    needs: &[numbers(1, MOST_COLUMNS, &["*"]), MOMENT],
    options: &[
        Choice {
            key: "period",
            name: "Period",
            form: ChoiceForm::OneOf(&[
                ("month", "Monthly"),
                ("day", "Daily"),
                ("week", "Weekly"),
                ("quarter", "Quarterly"),
            ]),
        },
        Choice {
            key: "statistic",
            name: "Statistic",
            form: ChoiceForm::OneOf(&[
                ("mean", "Mean"),
                ("median", "Median"),
                ("sum", "Sum"),
                ("count", "Count"),
            ]),
        },
        Choice {
            key: "scale",
            name: "Scale",
            form: ChoiceForm::OneOf(&[
                ("both", "As it is and normalised"),
                ("raw", "As it is"),
                ("normalised", "Normalised"),
            ]),
        },
        Choice { key: "anomalies", name: "Mark unusual periods", form: ChoiceForm::Switch(true) },
    ],
};

static HISTOGRAM: Declared = Declared {
    key: "histogram",
    name: "Histogram",
    description: "How often which values occur, with a density curve and four statistics.",
    needs: &[numbers(1, MOST_COLUMNS, &["Threat Score"]), BY],
    options: &[
        Choice {
            key: "bins",
            name: "Bins",
            form: ChoiceForm::Whole {
                least: 2,
                greatest: 200,
                usual: 0,
                zero: Some("by the rule of Freedman and Diaconis"),
            },
        },
        LOG,
        Choice { key: "density", name: "Density curve", form: ChoiceForm::Switch(true) },
        Choice {
            key: "bandwidth",
            name: "Bandwidth of the curve",
            form: ChoiceForm::OneOf(&[("scott", "Scott's rule"), ("silverman", "Silverman's rule")]),
        },
        Choice {
            key: "height",
            name: "Height",
            form: ChoiceForm::OneOf(&[
                ("automatic", "Rows, or shares where there are groups"),
                ("rows", "Rows"),
                ("share", "Share of each group"),
            ]),
        },
    ],
};

static BOXES: Declared = Declared {
    key: "boxes",
    name: "Box plot",
    description: "Median, quartiles, whiskers and outliers, or the whole shape as a violin, by any category.",
    needs: &[numbers(1, MOST_COLUMNS, &["Threat Score"]), BY],
    options: &[
        Choice {
            key: "shape",
            name: "Shape",
            form: ChoiceForm::OneOf(&[("box", "Box"), ("violin", "Violin")]),
        },
        LOG,
    ],
};

static BARS: Declared = Declared {
    key: "bars",
    name: "Bars",
    description: "How many rows each name of a category has.",
    needs: &[
        Need {
            key: "columns",
            name: "Columns",
            accepts: Accepts::Groups,
            least: 1,
            most: MOST_COLUMNS,
            usual: &["Severity"],
        },
        BY,
    ],
    options: &[
        Choice {
            key: "order",
            name: "Order",
            form: ChoiceForm::OneOf(&[
                ("automatic", "Levels by rank, others by rows"),
                ("rows", "By rows"),
                ("name", "By name"),
            ]),
        },
        Choice {
            key: "most",
            name: "Most bars",
            form: ChoiceForm::Whole { least: 2, greatest: 60, usual: 20, zero: None },
        },
    ],
};

static SCATTER: Declared = Declared {
    key: "scatter",
    name: "Scatter",
    description: "Two columns against each other; where there are many rows, how dense they lie.",
    needs: &[
        Need {
            key: "x",
            name: "Across",
            accepts: Accepts::Numbers,
            least: 1,
            most: 1,
            usual: &["Session Duration in Second"],
        },
        Need {
            key: "y",
            name: "Up",
            accepts: Accepts::Numbers,
            least: 1,
            most: 1,
            usual: &["Data Transfer MB"],
        },
        BY,
    ],
    options: &[
        Choice {
            key: "marks",
            name: "Marks",
            form: ChoiceForm::OneOf(&[
                ("automatic", "Points, above 5,000 rows hexagons"),
                ("points", "Points, of more than 5,000 a sample"),
                ("hexagons", "Hexagons"),
                ("rectangles", "Rectangles"),
            ]),
        },
        Choice { key: "log-x", name: "Logarithmic across", form: ChoiceForm::Switch(false) },
        Choice { key: "log-y", name: "Logarithmic up", form: ChoiceForm::Switch(false) },
    ],
};

static CORRELATION: Declared = Declared {
    key: "correlation",
    name: "Correlation",
    description: "How strongly each pair of columns goes together.",
    needs: &[Need {
        key: "columns",
        name: "Columns",
        accepts: Accepts::Features,
        least: 2,
        most: MOST_COLUMNS,
        usual: &["*"],
    }],
    options: &[
        METHOD,
        Choice {
            key: "order",
            name: "Order",
            form: ChoiceForm::OneOf(&[
                ("given", "As in the table"),
                ("clustered", "Similar columns together"),
            ]),
        },
    ],
};

const METHOD: Choice = Choice {
    key: "method",
    name: "Measure",
    form: ChoiceForm::OneOf(&[
        ("pearson", "Pearson, of numbers"),
        ("spearman", "Spearman, of ranks"),
        ("association", "Pearson, Cramér's V and correlation ratio, of any columns"),
    ]),
};

static MATRIX: Declared = Declared {
    key: "matrix",
    name: "Threat level by severity",
    description: "Rows of each of the 16 scenarios, in the scenarios' colours.",
    needs: &[
        Need {
            key: "level",
            name: "Level",
            accepts: Accepts::Groups,
            least: 1,
            most: 1,
            usual: &["Threat Level"],
        },
        Need {
            key: "severity",
            name: "Severity",
            accepts: Accepts::Groups,
            least: 1,
            most: 1,
            usual: &["Severity"],
        },
    ],
    options: &[],
};

const SHOWN: Choice = Choice {
    key: "show",
    name: "Show",
    form: ChoiceForm::OneOf(&[
        ("rows", "Rows"),
        ("anomalous", "Anomalous rows"),
        ("share", "Share of anomalous rows"),
    ]),
};

static WEEK: Declared = Declared {
    key: "week",
    name: "Hour by weekday",
    description: "When in the week rows occur.",
    needs: &[MOMENT],
    options: &[SHOWN],
};

static CALENDAR: Declared = Declared {
    key: "calendar",
    name: "Calendar",
    description: "Rows of each day, year by year.",
    needs: &[MOMENT],
    options: &[SHOWN],
};

static COMBINED: Declared = Declared {
    key: "combined",
    name: "Combined view",
    description: "Session length and login attempts against data transfer, and the correlations, side by side.",
    needs: &[
        Need {
            key: "columns",
            name: "Columns",
            accepts: Accepts::Numbers,
            least: 1,
            most: MOST_COLUMNS,
            usual: &["*"],
        },
        Need {
            key: "by",
            name: "By",
            accepts: Accepts::Groups,
            least: 0,
            most: 1,
            usual: &[super::grid::PAIRS_BY],
        },
    ],
    options: &[METHOD],
};

static GRID: Declared = Declared {
    key: "grid",
    name: "Grid of columns",
    description: "A small panel for each of any number of columns: histograms of numbers and bars of names.",
    needs: &[
        Need {
            key: "columns",
            name: "Columns",
            accepts: Accepts::Features,
            least: 1,
            most: MOST_COLUMNS,
            usual: &["*"],
        },
        BY,
    ],
    options: &[],
};
