//! The declarations of all kinds of charts.

use super::{Accepts, Choice, ChoiceForm, Declared, Defaults, Need, Question};
use crate::engine::dataset::ColumnId;

/// The most columns of a chart with a panel or a line for each.
pub const MAX_COLUMNS: usize = 40;

const TIMESTAMP: Need = Need {
    key: "time",
    name: words!("Time"),
    accepts: Accepts::Timestamps,
    min: 1,
    most: 1,
    defaults: Defaults::FirstOf(&[ColumnId::Timestamps, ColumnId::DateReported]),
};

const BY: Need = Need {
    key: "by",
    name: words!("Color by"),
    accepts: Accepts::Groups,
    min: 0,
    most: 1,
    defaults: Defaults::FirstOf(&[]),
};

/// As [`BY`], by the class where the table has one.
const BY_CLASS: Need = Need { defaults: Defaults::FirstOf(&[ColumnId::IsAnomaly]), ..BY };

const LOG: Choice =
    Choice { key: "log", name: words!("Log scale"), form: ChoiceForm::Switch(false), is_detail: false };

/// Also takes columns that the table holds for the audit and no file has, where none is named.
pub const UNEXPORTED: Choice = Choice {
    key: "unexported",
    name: words!("Include columns that are not exported"),
    form: ChoiceForm::Switch(false),
    is_detail: true,
};

const fn numbers(min: usize, most: usize, defaults: Defaults) -> Need {
    Need { key: "columns", name: words!("Columns"), accepts: Accepts::Numbers, min, most, defaults }
}

/// Lines over time.
pub static LINES: Declared = Declared {
    key: "lines",
    name: words!("Lines over time"),
    short: words!("Lines"),
    question: Question::Time,
    use_when: words!("See what changes from month to month, and which periods stand out."),
    description: words!(
        "Every numeric column over time, as it is and normalized from 0 to 1; unusual periods are marked."
    ),
    needs: &[numbers(1, MAX_COLUMNS, Defaults::All), TIMESTAMP],
    options: &[
        Choice {
            key: "period",
            name: words!("Period"),
            form: ChoiceForm::OneOf(&[
                ("month", words!("Monthly")),
                ("day", words!("Daily")),
                ("week", words!("Weekly")),
                ("quarter", words!("Quarterly")),
            ]),
            is_detail: false,
        },
        Choice {
            key: "statistic",
            name: words!("Statistic"),
            form: ChoiceForm::OneOf(&[
                ("mean", words!("Mean")),
                ("median", words!("Median")),
                ("sum", words!("Sum")),
                ("count", words!("Count")),
            ]),
            is_detail: false,
        },
        Choice {
            key: "scale",
            name: words!("Scale"),
            form: ChoiceForm::OneOf(&[
                ("both", words!("As it is and normalized")),
                ("raw", words!("As it is")),
                ("normalised", words!("Normalized")),
            ]),
            is_detail: true,
        },
        Choice {
            key: "anomalies",
            name: words!("Mark unusual periods"),
            form: ChoiceForm::Switch(true),
            is_detail: true,
        },
        UNEXPORTED,
    ],
};

/// Histograms.
pub static HISTOGRAM: Declared = Declared {
    key: "histogram",
    name: words!("Histogram"),
    short: words!("Histogram"),
    question: Question::Distribution,
    use_when: words!("See which values are usual and how far the classes overlap."),
    description: words!("How often which values occur, with a density curve and four statistics."),
    needs: &[numbers(1, MAX_COLUMNS, Defaults::FirstOf(&[ColumnId::ThreatScore])), BY_CLASS],
    options: &[
        Choice {
            key: "bins",
            name: words!("Bins"),
            form: ChoiceForm::Whole {
                min: 2,
                max: 200,
                default: 0,
                zero: Some(words!("by the rule of Freedman and Diaconis")),
            },
            is_detail: false,
        },
        LOG,
        Choice { key: "density", name: words!("Density"), form: ChoiceForm::Switch(true), is_detail: false },
        Choice {
            key: "bandwidth",
            name: words!("Bandwidth of the curve"),
            form: ChoiceForm::OneOf(&[
                ("scott", words!("Scott's rule")),
                ("silverman", words!("Silverman's rule")),
            ]),
            is_detail: true,
        },
        Choice {
            key: "height",
            name: words!("Height"),
            form: ChoiceForm::OneOf(&[
                ("automatic", words!("Rows; shares of groups")),
                ("rows", words!("Rows")),
                ("share", words!("Share of each group")),
            ]),
            is_detail: true,
        },
        UNEXPORTED,
    ],
};

/// Box plots and violins.
pub static BOXES: Declared = Declared {
    key: "boxes",
    name: words!("Box plot"),
    short: words!("Box plot"),
    question: Question::Distribution,
    use_when: words!("Compare the middle, the spread and the outliers of groups."),
    description: words!(
        "Median, quartiles, whiskers and outliers, or the whole shape as a violin, by any category."
    ),
    needs: &[numbers(1, MAX_COLUMNS, Defaults::FirstOf(&[ColumnId::ThreatScore])), BY_CLASS],
    options: &[
        Choice {
            key: "shape",
            name: words!("Shape"),
            form: ChoiceForm::OneOf(&[("box", words!("Box")), ("violin", words!("Violin"))]),
            is_detail: false,
        },
        LOG,
        UNEXPORTED,
    ],
};

/// Bars.
pub static BARS: Declared = Declared {
    key: "bars",
    name: words!("Bars"),
    short: words!("Bars"),
    question: Question::Distribution,
    use_when: words!("Compare how often each name occurs."),
    description: words!("How many rows each name of a category has."),
    needs: &[
        Need {
            key: "columns",
            name: words!("Columns"),
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
            name: words!("Order"),
            form: ChoiceForm::OneOf(&[
                ("automatic", words!("Levels by rank, others by rows")),
                ("rows", words!("By rows")),
                ("name", words!("By name")),
            ]),
            is_detail: true,
        },
        Choice {
            key: "most",
            name: words!("Most bars"),
            form: ChoiceForm::Whole { min: 2, max: 60, default: 20, zero: None },
            is_detail: true,
        },
        UNEXPORTED,
    ],
};

/// Scatters.
pub static SCATTER: Declared = Declared {
    key: "scatter",
    name: words!("Scatter"),
    short: words!("Scatter"),
    question: Question::Relationship,
    use_when: words!("See how two columns move together."),
    description: words!("Two columns against each other; where there are many rows, how dense they lie."),
    needs: &[
        Need {
            key: "x",
            name: words!("x-axis"),
            accepts: Accepts::Numbers,
            min: 1,
            most: 1,
            defaults: Defaults::FirstOf(&[ColumnId::SessionSecs]),
        },
        Need {
            key: "y",
            name: words!("y-axis"),
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
            name: words!("Marks"),
            form: ChoiceForm::OneOf(&[
                ("automatic", words!("Points, above 5,000 rows hexagons")),
                ("points", words!("Points, of more than 5,000 a sample")),
                ("hexagons", words!("Hexagons")),
                ("rectangles", words!("Rectangles")),
            ]),
            is_detail: false,
        },
        Choice {
            key: "log-x",
            name: words!("Log scale, x-axis"),
            form: ChoiceForm::Switch(false),
            is_detail: false,
        },
        Choice {
            key: "log-y",
            name: words!("Log scale, y-axis"),
            form: ChoiceForm::Switch(false),
            is_detail: false,
        },
        UNEXPORTED,
    ],
};

/// Correlations.
pub static CORRELATION: Declared = Declared {
    key: "correlation",
    name: words!("Correlation"),
    short: words!("Correlation"),
    question: Question::Relationship,
    use_when: words!("Find the columns that say nearly the same."),
    description: words!("How strongly each pair of columns goes together."),
    needs: &[Need {
        key: "columns",
        name: words!("Columns"),
        accepts: Accepts::Features,
        min: 2,
        most: MAX_COLUMNS,
        defaults: Defaults::All,
    }],
    options: &[
        METHOD,
        Choice {
            key: "order",
            name: words!("Order"),
            form: ChoiceForm::OneOf(&[
                ("given", words!("As in the table")),
                ("clustered", words!("Similar columns together")),
            ]),
            is_detail: true,
        },
        UNEXPORTED,
    ],
};

const METHOD: Choice = Choice {
    key: "method",
    name: words!("Measure"),
    form: ChoiceForm::OneOf(&[
        ("pearson", words!("Pearson, of numbers")),
        ("spearman", words!("Spearman, of ranks")),
        ("association", words!("Pearson, Cramér's V and correlation ratio, of any columns")),
    ]),
    is_detail: false,
};

/// Threat level by severity.
pub static MATRIX: Declared = Declared {
    key: "matrix",
    name: words!("Threat level by severity"),
    short: words!("Threat × severity"),
    question: Question::Risk,
    use_when: words!("See how many rows need a response, and how urgent they are."),
    description: words!("Rows of each of the 16 scenarios, in the scenarios' colors."),
    needs: &[
        Need {
            key: "level",
            name: words!("Level"),
            accepts: Accepts::Groups,
            min: 1,
            most: 1,
            defaults: Defaults::FirstOf(&[ColumnId::ThreatLevel]),
        },
        Need {
            key: "severity",
            name: words!("Severity"),
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
    name: words!("Show"),
    form: ChoiceForm::OneOf(&[
        ("rows", words!("Rows")),
        ("anomalous", words!("Anomalous rows")),
        ("share", words!("Share of anomalous rows")),
    ]),
    is_detail: false,
};

/// Hour by weekday.
pub static WEEK: Declared = Declared {
    key: "week",
    name: words!("Hour by weekday"),
    short: words!("Hour × weekday"),
    question: Question::Time,
    use_when: words!("See at which hours of the week rows occur."),
    description: words!("When in the week rows occur."),
    needs: &[TIMESTAMP],
    options: &[SHOWN, UNEXPORTED],
};

/// Days of years.
pub static CALENDAR: Declared = Declared {
    key: "calendar",
    name: words!("Calendar"),
    short: words!("Calendar"),
    question: Question::Time,
    use_when: words!("Find single days that stand out."),
    description: words!("Rows of each day, year by year."),
    needs: &[TIMESTAMP],
    options: &[SHOWN, UNEXPORTED],
};

/// The combined view.
pub static COMBINED: Declared = Declared {
    key: "combined",
    name: words!("Combined view"),
    short: words!("Combined"),
    question: Question::Overview,
    use_when: words!("See two relationships and all correlations on one screen."),
    description: words!(
        "Session length and login attempts against data transfer, and the correlations, side by side."
    ),
    needs: &[
        Need {
            key: "columns",
            name: words!("Columns"),
            accepts: Accepts::Numbers,
            min: 1,
            most: MAX_COLUMNS,
            defaults: Defaults::All,
        },
        Need {
            key: "by",
            name: words!("Color by"),
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
    name: words!("Grid of columns"),
    short: words!("Grid"),
    question: Question::Overview,
    use_when: words!("Look at every column at once."),
    description: words!(
        "A small panel for each of any number of columns: histograms of numbers and bars of names."
    ),
    needs: &[
        Need {
            key: "columns",
            name: words!("Columns"),
            accepts: Accepts::Features,
            min: 1,
            most: MAX_COLUMNS,
            defaults: Defaults::All,
        },
        BY,
    ],
    options: &[UNEXPORTED],
};
