//! The declarations of all kinds of charts.

use super::{Accepts, Choice, ChoiceForm, Declared, Defaults, Need, Question};
use crate::engine::dataset::ColumnId;

/// The most columns of a chart with a panel or a line for each.
pub const MAX_COLUMNS: usize = 40;

const TIMESTAMP: Need = Need {
    key: "time",
    name: "Time",
    accepts: Accepts::Timestamps,
    min: 1,
    most: 1,
    defaults: Defaults::FirstOf(&[ColumnId::Timestamps, ColumnId::DateReported]),
};

const BY: Need = Need {
    key: "by",
    name: "Color by",
    accepts: Accepts::Groups,
    min: 0,
    most: 1,
    defaults: Defaults::FirstOf(&[]),
};

/// As [`BY`], by the class where the table has one.
const BY_CLASS: Need = Need { defaults: Defaults::FirstOf(&[ColumnId::IsAnomaly]), ..BY };

const LOG: Choice =
    Choice { key: "log", name: "Log scale", form: ChoiceForm::Switch(false), is_detail: false };

/// Also takes columns that the table holds for the audit and no file has, where none is named.
pub const UNEXPORTED: Choice = Choice {
    key: "unexported",
    name: "Include columns that are not exported",
    form: ChoiceForm::Switch(false),
    is_detail: true,
};

const fn numbers(min: usize, most: usize, defaults: Defaults) -> Need {
    Need { key: "columns", name: "Columns", accepts: Accepts::Numbers, min, most, defaults }
}

/// Lines over time.
pub static LINES: Declared = Declared {
    key: "lines",
    name: "Lines over time",
    short: "Lines",
    question: Question::Time,
    use_when: "See what changes from month to month, and which periods stand out.",
    description: "Every numeric column over time, as it is and normalized from 0 to 1; unusual periods are marked.",
    needs: &[numbers(1, MAX_COLUMNS, Defaults::All), TIMESTAMP],
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
            is_detail: false,
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
            is_detail: false,
        },
        Choice {
            key: "scale",
            name: "Scale",
            form: ChoiceForm::OneOf(&[
                ("both", "As it is and normalized"),
                ("raw", "As it is"),
                ("normalised", "Normalized"),
            ]),
            is_detail: true,
        },
        Choice {
            key: "anomalies",
            name: "Mark unusual periods",
            form: ChoiceForm::Switch(true),
            is_detail: true,
        },
        UNEXPORTED,
    ],
};

/// Histograms.
pub static HISTOGRAM: Declared = Declared {
    key: "histogram",
    name: "Histogram",
    short: "Histogram",
    question: Question::Distribution,
    use_when: "See which values are usual and how far the classes overlap.",
    description: "How often which values occur, with a density curve and four statistics.",
    needs: &[numbers(1, MAX_COLUMNS, Defaults::FirstOf(&[ColumnId::ThreatScore])), BY_CLASS],
    options: &[
        Choice {
            key: "bins",
            name: "Bins",
            form: ChoiceForm::Whole {
                min: 2,
                max: 200,
                default: 0,
                zero: Some("by the rule of Freedman and Diaconis"),
            },
            is_detail: false,
        },
        LOG,
        Choice { key: "density", name: "Density", form: ChoiceForm::Switch(true), is_detail: false },
        Choice {
            key: "bandwidth",
            name: "Bandwidth of the curve",
            form: ChoiceForm::OneOf(&[("scott", "Scott's rule"), ("silverman", "Silverman's rule")]),
            is_detail: true,
        },
        Choice {
            key: "height",
            name: "Height",
            form: ChoiceForm::OneOf(&[
                ("automatic", "Rows; shares of groups"),
                ("rows", "Rows"),
                ("share", "Share of each group"),
            ]),
            is_detail: true,
        },
        UNEXPORTED,
    ],
};

/// Box plots and violins.
pub static BOXES: Declared = Declared {
    key: "boxes",
    name: "Box plot",
    short: "Box plot",
    question: Question::Distribution,
    use_when: "Compare the middle, the spread and the outliers of groups.",
    description: "Median, quartiles, whiskers and outliers, or the whole shape as a violin, by any category.",
    needs: &[numbers(1, MAX_COLUMNS, Defaults::FirstOf(&[ColumnId::ThreatScore])), BY_CLASS],
    options: &[
        Choice {
            key: "shape",
            name: "Shape",
            form: ChoiceForm::OneOf(&[("box", "Box"), ("violin", "Violin")]),
            is_detail: false,
        },
        LOG,
        UNEXPORTED,
    ],
};

/// Bars.
pub static BARS: Declared = Declared {
    key: "bars",
    name: "Bars",
    short: "Bars",
    question: Question::Distribution,
    use_when: "Compare how often each name occurs.",
    description: "How many rows each name of a category has.",
    needs: &[
        Need {
            key: "columns",
            name: "Columns",
            accepts: Accepts::Groups,
            min: 1,
            most: MAX_COLUMNS,
            defaults: Defaults::FirstOf(&[ColumnId::Severity]),
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
            is_detail: true,
        },
        Choice {
            key: "most",
            name: "Most bars",
            form: ChoiceForm::Whole { min: 2, max: 60, default: 20, zero: None },
            is_detail: true,
        },
        UNEXPORTED,
    ],
};

/// Scatters.
pub static SCATTER: Declared = Declared {
    key: "scatter",
    name: "Scatter",
    short: "Scatter",
    question: Question::Relationship,
    use_when: "See how two columns move together.",
    description: "Two columns against each other; where there are many rows, how dense they lie.",
    needs: &[
        Need {
            key: "x",
            name: "Across",
            accepts: Accepts::Numbers,
            min: 1,
            most: 1,
            defaults: Defaults::FirstOf(&[ColumnId::SessionSecs]),
        },
        Need {
            key: "y",
            name: "Up",
            accepts: Accepts::Numbers,
            min: 1,
            most: 1,
            defaults: Defaults::FirstOf(&[ColumnId::TransferMb]),
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
            is_detail: false,
        },
        Choice { key: "log-x", name: "Log across", form: ChoiceForm::Switch(false), is_detail: false },
        Choice { key: "log-y", name: "Log up", form: ChoiceForm::Switch(false), is_detail: false },
        UNEXPORTED,
    ],
};

/// Correlations.
pub static CORRELATION: Declared = Declared {
    key: "correlation",
    name: "Correlation",
    short: "Correlation",
    question: Question::Relationship,
    use_when: "Find the columns that say nearly the same.",
    description: "How strongly each pair of columns goes together.",
    needs: &[Need {
        key: "columns",
        name: "Columns",
        accepts: Accepts::Features,
        min: 2,
        most: MAX_COLUMNS,
        defaults: Defaults::All,
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
            is_detail: true,
        },
        UNEXPORTED,
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
    is_detail: false,
};

/// Threat level by severity.
pub static MATRIX: Declared = Declared {
    key: "matrix",
    name: "Threat level by severity",
    short: "Threat × severity",
    question: Question::Risk,
    use_when: "See how many rows need a response, and how urgent they are.",
    description: "Rows of each of the 16 scenarios, in the scenarios' colors.",
    needs: &[
        Need {
            key: "level",
            name: "Level",
            accepts: Accepts::Groups,
            min: 1,
            most: 1,
            defaults: Defaults::FirstOf(&[ColumnId::ThreatLevel]),
        },
        Need {
            key: "severity",
            name: "Severity",
            accepts: Accepts::Groups,
            min: 1,
            most: 1,
            defaults: Defaults::FirstOf(&[ColumnId::Severity]),
        },
    ],
    options: &[UNEXPORTED],
};

const SHOWN: Choice = Choice {
    key: "show",
    name: "Show",
    form: ChoiceForm::OneOf(&[
        ("rows", "Rows"),
        ("anomalous", "Anomalous rows"),
        ("share", "Share of anomalous rows"),
    ]),
    is_detail: false,
};

/// Hour by weekday.
pub static WEEK: Declared = Declared {
    key: "week",
    name: "Hour by weekday",
    short: "Hour × weekday",
    question: Question::Time,
    use_when: "See at which hours of the week rows occur.",
    description: "When in the week rows occur.",
    needs: &[TIMESTAMP],
    options: &[SHOWN, UNEXPORTED],
};

/// Days of years.
pub static CALENDAR: Declared = Declared {
    key: "calendar",
    name: "Calendar",
    short: "Calendar",
    question: Question::Time,
    use_when: "Find single days that stand out.",
    description: "Rows of each day, year by year.",
    needs: &[TIMESTAMP],
    options: &[SHOWN, UNEXPORTED],
};

/// The combined view.
pub static COMBINED: Declared = Declared {
    key: "combined",
    name: "Combined view",
    short: "Combined",
    question: Question::Overview,
    use_when: "See two relationships and all correlations on one screen.",
    description: "Session length and login attempts against data transfer, and the correlations, side by side.",
    needs: &[
        Need {
            key: "columns",
            name: "Columns",
            accepts: Accepts::Numbers,
            min: 1,
            most: MAX_COLUMNS,
            defaults: Defaults::All,
        },
        Need {
            key: "by",
            name: "Color by",
            accepts: Accepts::Groups,
            min: 0,
            most: 1,
            defaults: Defaults::FirstOf(&[crate::engine::explore::grid::PAIRS_BY]),
        },
    ],
    options: &[METHOD, UNEXPORTED],
};

/// The grid.
pub static GRID: Declared = Declared {
    key: "grid",
    name: "Grid of columns",
    short: "Grid",
    question: Question::Overview,
    use_when: "Look at every column at once.",
    description: "A small panel for each of any number of columns: histograms of numbers and bars of names.",
    needs: &[
        Need {
            key: "columns",
            name: "Columns",
            accepts: Accepts::Features,
            min: 1,
            most: MAX_COLUMNS,
            defaults: Defaults::All,
        },
        BY,
    ],
    options: &[UNEXPORTED],
};
