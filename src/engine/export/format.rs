//! How CSV files are written: what a spreadsheet or a loader of another country wants.

use crate::engine::settings::{Setting, choices, parameters};

parameters! {
    /// The form of the CSV files. By default it is what every reader of CSV takes.
    Format, Paths {
        delimiter: Delimiter = Delimiter::Comma, (), "files.delimiter", words!("Delimiter"), "", words!("What stands between two cells.");
        quoting: Quoting = Quoting::Minimal, (), "files.quoting", words!("Quoting"), "", words!("Which cells stand between quotes.");
        line_end: LineEnd = LineEnd::Lf, (), "files.line_end", words!("Line end"), "", words!("What ends a line.");
        missing: Missing = Missing::Empty, (), "files.missing", words!("Missing value"), "", words!("What stands for a missing value.");
        header: bool = true, (), "files.header", words!("Header line"), "", words!("A first line with the columns' names.");
        byte_order_mark: bool = false, (), "files.byte_order_mark", words!("Byte order mark"), "", words!("Three bytes at the start, by which Excel knows UTF-8.");
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
        Comma: "comma", words!("Comma"), words!("A comma, as RFC 4180 has it.");
        Semicolon: "semicolon", words!("Semicolon"), words!("A semicolon, as spreadsheets of many countries want it.");
        Tab: "tab", words!("Tab"), words!("A tabulator.");
        Pipe: "pipe", words!("Vertical bar"), words!("A vertical bar.");
    }
}

choices! {
    /// Which cells stand between quotes.
    Quoting {
        Minimal: "minimal", words!("Where needed"), words!("Cells that hold a delimiter, a quote or a line end.");
        All: "all", words!("All"), words!("Every cell but a missing one.");
    }
}

choices! {
    /// What ends a line.
    LineEnd {
        Lf: "lf", "LF", words!("A line feed.");
        CrLf: "crlf", "CR LF", words!("A carriage return and a line feed, as RFC 4180 has it.");
    }
}

choices! {
    /// What stands for a missing value.
    Missing {
        Empty: "empty", words!("Empty cell"), words!("Nothing, which pandas and DuckDB read as missing.");
        Na: "na", "NA", words!("NA, as R writes it.");
        Nan: "nan", "NaN", words!("NaN, as pandas prints it.");
        Null: "null", "NULL", words!("NULL, as databases write it.");
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
