//! `cyberdatagen report`: one HTML file with alerts, statistics, charts, audit, detectors and configuration, of a configuration's data
//! or of a CSV file.

use super::export::planned;
use super::output::{Place, file_name};
use super::progress::Progress;
use super::{Failure, ReportArguments, detect, files, print};
use crate::engine::audit::{Audit, Declarations};
use crate::engine::configuration::Override;
use crate::engine::configuration::link::Link;
use crate::engine::dataset::Table;
use crate::engine::explore::cells::is_labeled;
use crate::engine::explore::{Request, Scope, chart};
use crate::engine::{Problem, audit};
use crate::report::{Contents, Detectors, Figures, html, usual_charts};

/// Rows that are made between two signs of progress.
const ROWS_PER_STEP: u64 = 8_192;

/// Writes the report.
///
/// # Errors
/// The data cannot be read or made, a chart has no columns there, or the file cannot be written.
pub fn run(arguments: &ReportArguments) -> Result<(), Failure> {
    let requests = arguments.charts.iter().map(|text| Request::read(text));
    let requests: Vec<Request> =
        requests.collect::<Result<_, _>>().map_err(|problem| Failure::Input(vec![problem]))?;
    if !arguments.detect && !arguments.flags.is_empty() {
        let reason = "there are options of detectors, and none are compared";
        return Err(Failure::input("--detect", reason, "add --detect, or leave the options out"));
    }
    let detectors = match arguments.detect {
        true => {
            Some(detect::compare(&arguments.configuration, &arguments.flags, arguments.input.as_deref())?)
        }
        false => None,
    };
    let detectors = detectors.as_ref().map(|report| Box::new(Detectors::of(report)));
    let mut progress = Progress::new(1);
    let (name, table, audit, link) = match &arguments.input {
        Some(path) => {
            let table = files::csv(path, &mut |done, total| progress.reach(done, total))?.table;
            let labeled = is_labeled(&table).then(|| table.clone());
            let report = labeled.map(|table| Audit::new(table, Declarations::default()).run_to_end());
            (file_name(path), table, report, None)
        }
        None => {
            let configuration = arguments.configuration.held_configuration()?;
            progress = Progress::new(configuration.rows);
            let mut generator = planned(&configuration, &mut progress)?;
            let mut table = generator.table();
            for first in (0..configuration.rows).step_by(ROWS_PER_STEP as usize) {
                let rows = first..(first + ROWS_PER_STEP).min(configuration.rows);
                let count = rows.end - rows.start;
                let no_memory = |error| Failure::machine(error, "close other programs");
                generator.append(rows, &mut table).map_err(no_memory)?;
                progress.add(count)?;
            }
            let report = Audit::of(&mut generator).run_to_end();
            let link = Link::of(configuration.clone());
            let name = format!("{} dataset", configuration.preset.name());
            (
                name,
                table.of_files(),
                Some(report),
                Some((format!("#{}", link.write()), configuration.overrides())),
            )
        }
    };
    drop(progress);
    let known = Known { audit, detectors, configuration: link };
    let page = page(&name, &table, known, requests).map_err(|problem| Failure::Input(vec![problem]))?;
    print(&Place::of("--out", &arguments.out)?.write(page.as_bytes())?)
}

/// What is known of the rows beside what they show.
struct Known {
    audit: Option<audit::Report>,
    detectors: Option<Box<Detectors>>,
    configuration: Option<(String, Vec<Override>)>,
}

fn page(name: &str, table: &Table, known: Known, requests: Vec<Request>) -> Result<String, Problem> {
    let (rows, scope): (Vec<u32>, _) = ((0..table.rows() as u32).collect(), Scope::default());
    let requests = if requests.is_empty() { usual_charts(table, scope) } else { requests };
    let charts = requests.iter().map(|request| chart(table, &rows, request));
    let charts = charts.collect::<Result<_, Problem>>()?;
    let Known { audit, detectors, configuration } = known;
    let contents =
        Contents { charts, audit, detectors, configuration, ..Contents::of(name, table, &rows, scope) };
    Ok(html(&contents, &Figures::of(&contents)?))
}
