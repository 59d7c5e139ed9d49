//! How files are written: what a spreadsheet or a loader of another country wants.

use crate::engine::settings::Choice;

/// The form of the CSV files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// What stands between two cells.
    pub delimiter: Delimiter,
    /// What ends a line.
    pub line_end: LineEnd,
    /// Whether a header line with the columns' names comes first.
    pub header: bool,
    /// Whether a byte order mark comes first, by which Excel knows UTF-8.
    pub byte_order_mark: bool,
    /// What stands for a missing value.
    pub missing: Missing,
}

impl Format {
    /// What every reader of CSV takes.
    pub const USUAL: Format = Format {
        delimiter: Delimiter::Comma,
        line_end: LineEnd::Lf,
        header: true,
        byte_order_mark: false,
        missing: Missing::Empty,
    };
}

/// Declares an enum of choices: key, name and help of each, and the text that it stands for.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($variant:ident: $key:literal, $shown:literal, $help:literal, $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $(#[doc = $help] $variant),* }

        impl $name {
            /// All of them, as a form shows them.
            pub const CHOICES: &'static [Choice] =
                &[$(Choice { key: $key, name: $shown, help: $help }),*];

            /// How settings write it.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key),* }
            }

            /// The one of that key.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some($name::$variant),)* _ => None }
            }

            /// What the file holds.
            pub fn text(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }
        }
    };
}

choices! {
    /// What stands between two cells.
    Delimiter {
        Comma: "comma", "Comma", "A comma, as RFC 4180 has it.", ",";
        Semicolon: "semicolon", "Semicolon", "A semicolon, as spreadsheets of many countries want it.", ";";
        Tab: "tab", "Tab", "A tabulator.", "\t";
        Pipe: "pipe", "Vertical bar", "A vertical bar.", "|";
    }
}

choices! {
    /// What ends a line.
    LineEnd {
        Lf: "lf", "LF", "A line feed.", "\n";
        CrLf: "crlf", "CR LF", "A carriage return and a line feed, as RFC 4180 has it.", "\r\n";
    }
}

choices! {
    /// What stands for a missing value.
    Missing {
        Empty: "empty", "Empty cell", "Nothing, which pandas and DuckDB read as missing.", "";
        Na: "na", "NA", "NA, as R writes it.", "NA";
        Nan: "nan", "NaN", "NaN, as pandas prints it.", "NaN";
        Null: "null", "NULL", "NULL, as databases write it.", "NULL";
    }
}
