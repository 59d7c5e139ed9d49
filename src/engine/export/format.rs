//! How CSV files are written: what a spreadsheet or a loader of another country wants.

use crate::engine::settings::{Setting, choices, parameters};

parameters! {
    /// The form of the CSV files. By default it is what every reader of CSV takes.
    Format, Paths {
        delimiter: Delimiter = Delimiter::Comma, (), "files.delimiter", "Delimiter", "", "What stands between two cells.";
        quoting: Quoting = Quoting::Minimal, (), "files.quoting", "Quoting", "", "Which cells stand between quotes.";
        line_end: LineEnd = LineEnd::Lf, (), "files.line_end", "Line end", "", "What ends a line.";
        missing: Missing = Missing::Empty, (), "files.missing", "Missing value", "", "What stands for a missing value.";
        header: bool = true, (), "files.header", "Header line", "", "A first line with the columns' names.";
        byte_order_mark: bool = false, (), "files.byte_order_mark", "Byte order mark", "", "Three bytes at the start, by which Excel knows UTF-8.";
    }
}

impl Copy for Format {}

impl Format {
    /// The settings, in the order of a form.
    pub fn settings() -> Vec<Setting<Format>> {
        Format::fields()
    }
}

choices! {
    /// What stands between two cells.
    Delimiter {
        Comma: "comma", "Comma", "A comma, as RFC 4180 has it.";
        Semicolon: "semicolon", "Semicolon", "A semicolon, as spreadsheets of many countries want it.";
        Tab: "tab", "Tab", "A tabulator.";
        Pipe: "pipe", "Vertical bar", "A vertical bar.";
    }
}

choices! {
    /// Which cells stand between quotes.
    Quoting {
        Minimal: "minimal", "Where needed", "Cells that hold a delimiter, a quote or a line end.";
        All: "all", "All", "Every cell but a missing one.";
    }
}

choices! {
    /// What ends a line.
    LineEnd {
        Lf: "lf", "LF", "A line feed.";
        CrLf: "crlf", "CR LF", "A carriage return and a line feed, as RFC 4180 has it.";
    }
}

choices! {
    /// What stands for a missing value.
    Missing {
        Empty: "empty", "Empty cell", "Nothing, which pandas and DuckDB read as missing.";
        Na: "na", "NA", "NA, as R writes it.";
        Nan: "nan", "NaN", "NaN, as pandas prints it.";
        Null: "null", "NULL", "NULL, as databases write it.";
    }
}

impl Delimiter {
    /// What the file holds.
    pub fn text(self) -> &'static str {
        match self {
            Delimiter::Comma => ",",
            Delimiter::Semicolon => ";",
            Delimiter::Tab => "\t",
            Delimiter::Pipe => "|",
        }
    }
}

impl LineEnd {
    /// What the file holds.
    pub fn text(self) -> &'static str {
        match self {
            LineEnd::Lf => "\n",
            LineEnd::CrLf => "\r\n",
        }
    }
}

impl Missing {
    /// What the file holds.
    pub fn text(self) -> &'static str {
        match self {
            Missing::Empty => "",
            Missing::Na => "NA",
            Missing::Nan => "NaN",
            Missing::Null => "NULL",
        }
    }
}
