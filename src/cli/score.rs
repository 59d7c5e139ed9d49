//! `cyberdatagen score`: anyone's CSV file, scored by the indicators and rules of a configuration.

use std::io::{self, Write};

use super::flags::Declared;
use super::output::Place;
use super::progress::Progress;
use super::respond::{self, Monitoring};
use super::{Failure, ScoreArguments, files, print};
use crate::engine::dataset::csv::CsvFile;
use crate::engine::export::csv::write_line;
use crate::engine::export::format::{Delimiter, Format};
use crate::engine::level::Level;
use crate::engine::respond::scored::{self, COLUMNS, Scoring};

/// Scores the rows and writes them again, each with its score and what is done.
///
/// # Errors
/// The file cannot be read or scored, or the machine refused.
pub fn run(arguments: &ScoreArguments) -> Result<(), Failure> {
    let (configuration, options) = respond::asked(&arguments.watching)?;
    let pairs = arguments.map.iter().map(|text| match text.split_once('=') {
        Some((own, theirs)) => Ok((own.trim().to_owned(), theirs.trim().to_owned())),
        None => {
            let hint = "write for instance --map \"Login Attempts=logins\"";
            Err(Failure::input("--map", format!("'{text}' has no '='"), hint))
        }
    });
    let pairs = pairs.collect::<Result<Vec<_>, _>>()?;
    let place = arguments.out.as_deref().map(|path| Place::of("--out", path)).transpose()?;
    let mut progress = Progress::new(1);
    let file = files::csv(&arguments.file, &mut |done, total| progress.reach(done, total))?;
    drop(progress);
    let table = scored::mapped(&file.table, &pairs).map_err(Failure::Input)?;
    let scoring = scored::score(&table, &configuration, &options)
        .map_err(|problems| Failure::Input(problems.into_iter().map(Monitoring::flagged).collect()))?;
    let text = written(&file, &scoring);
    let Some(place) = place else {
        // What is to be said stands apart from the rows.
        scoring.remarks.iter().for_each(|remark| drop(writeln!(io::stderr(), "{remark}")));
        return print(&String::from_utf8_lossy(&text));
    };
    let told = place.write(&text)?;
    print(&format!("{}{told}", summary(&scoring)))
}

/// The file with the new columns after its own. One that has such a column already keeps it.
fn written(file: &CsvFile, scoring: &Scoring) -> Vec<u8> {
    let delimiter = Delimiter::ALL.iter().copied().find(|known| known.text().as_bytes() == [file.delimiter]);
    let format = Format { delimiter: delimiter.unwrap_or(Delimiter::Comma), ..Format::default() };
    let names = COLUMNS.map(|name| match file.table.find(name) {
        Some(_) => format!("{name} (scored)"),
        None => name.to_owned(),
    });
    let mut text = file.header().to_vec();
    text.extend_from_slice(format.delimiter.text().as_bytes());
    write_line(names, format, &mut text);
    for (row, scored) in scoring.rows.iter().enumerate() {
        text.extend_from_slice(file.row(row));
        text.extend_from_slice(format.delimiter.text().as_bytes());
        write_line(scored.cells(), format, &mut text);
    }
    text
}

/// What came of it, in some lines.
fn summary(scoring: &Scoring) -> String {
    let mut text = format!("{} rows\n", scoring.rows.len());
    for level in Level::ALL {
        let count = scoring.rows.iter().filter(|row| row.level == level).count();
        text += &format!("{:<9} {count:>9}\n", level.name());
    }
    let alerts = scoring.rows.iter().filter(|row| row.is_alert).count();
    text += &format!("alerts    {alerts:>9}\n");
    for remark in &scoring.remarks {
        text += remark;
        text.push('\n');
    }
    text
}
