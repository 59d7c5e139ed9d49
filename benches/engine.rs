//! Rates of the engine on one core: `cargo bench --bench engine`. Each figure is the best of five runs.

#![allow(clippy::disallowed_methods, reason = "a bench needs a clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may panic")]

use std::time::Instant;

use cyberdatagen::engine::audit::Audit;
use cyberdatagen::engine::configuration::Preset;
use cyberdatagen::engine::dataset::{ColumnId, RowOrder};
use cyberdatagen::engine::events::Unfolder;
use cyberdatagen::engine::explore::filter::{Filter, Test};
use cyberdatagen::engine::explore::period::Period;
use cyberdatagen::engine::explore::query::Query;
use cyberdatagen::engine::explore::timeline::Timeline;
use cyberdatagen::engine::export::formats::Kind;
use cyberdatagen::engine::export::{Contents, Download, Encoding, Export, FORMATS, File, FileFormat, View};
use cyberdatagen::engine::respond::{Options, Stream};
use cyberdatagen::engine::{Configuration, Generator, Table};

const ROWS: u64 = 200_000;
const RUNS: usize = 5;

fn best_secs(mut work: impl FnMut()) -> f64 {
    (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

/// Writes rows that are drawn already, and says how many bytes that gives.
fn write(configuration: &Configuration, table: &Table, encoding: Encoding) -> usize {
    let mut writer = encoding.writer(&Contents::of(File::Dataset(View::Combined), table, configuration));
    let rows: Vec<u32> = (0..table.rows() as u32).collect();
    let (mut count, mut bytes) = (0, Vec::new());
    writer.begin(&mut bytes).expect("the format holds the columns");
    for chunk in rows.chunks(2_048) {
        writer.rows(table, chunk, &mut bytes).expect("the format holds the rows");
        count += bytes.len();
        bytes.clear();
    }
    writer.end(&mut bytes).expect("the file can be completed");
    count + bytes.len()
}

/// Draws and writes a download, and says how many bytes that gives.
fn export(generator: &Generator, download: &Download) -> usize {
    let mut job = Export::new(generator.another(), download);
    let mut bytes = 0;
    while let Some(chunk) = job.step().expect("the archive can be written") {
        bytes += chunk.len();
    }
    bytes
}

/// Rows a second of the realistic model.
fn realistic() {
    let configuration = Configuration { rows: ROWS, ..Preset::Realistic.configuration() };
    let mut generator = Generator::new(&configuration).expect("the preset is valid");
    let secs = best_secs(|| drop(generator.rows(0..ROWS).expect("there is memory")));
    println!("the same, preset Realistic       {:>10.0} rows/s", ROWS as f64 / secs);
    let large = Configuration { rows: 1_000_000, ..configuration };
    let secs = best_secs(|| drop(Generator::new(&large).expect("the preset is valid")));
    println!("plan 1,000,000 rows              {:>10.1} ms", secs * 1e3);
    for preset in [Preset::Realistic, Preset::Classic] {
        let mut by_time = Configuration { rows: 1_000_000, ..preset.configuration() };
        by_time.dataset.order = RowOrder::Time;
        let secs = best_secs(|| drop(Generator::new(&by_time).expect("the preset is valid")));
        println!("the same by time, {:<14} {:>10.1} ms", preset.name(), secs * 1e3);
    }
}

/// Events a second: rows unfolded, and written in each format.
fn events() {
    const ROWS: u64 = 20_000;
    let configuration = Configuration { rows: ROWS, ..Preset::Realistic.configuration() };
    let mut generator = Generator::new(&configuration).expect("the preset is valid");
    let mut unfolder = Unfolder::new(&configuration);
    let records: Vec<_> = (0..ROWS).map(|row| generator.record(row)).collect();
    let mut count = 0;
    let secs = best_secs(|| count = records.iter().map(|record| unfolder.unfold(record).events.len()).sum());
    println!("unfold rows                      {:>10.0} events/s", count as f64 / secs);
    for format in FORMATS.iter().filter(|format| format.kind == Kind::Events) {
        let mut writer =
            Encoding::new(format, false).log_writer(&configuration).expect("it is a format of events");
        let (mut bytes, mut output) = (0, Vec::new());
        let secs = best_secs(|| {
            bytes = 0;
            for record in &records {
                output.clear();
                writer.log(unfolder.unfold(record), &mut output);
                bytes += output.len();
            }
        });
        let (rate, megabytes) = (count as f64 / secs, bytes as f64 / secs / 1e6);
        println!("unfold and write {:<15} {rate:>10.0} events/s {megabytes:>6.0} MB/s", format.key);
    }
}

/// Rows of a stream that is watched: drawn, scored, checked by rules, with the states of their users.
fn watched() {
    const ROWS: u64 = 100_000;
    let configuration = Configuration { rows: ROWS, ..Preset::Realistic.configuration() };
    let own = "often: count(login_attempts > 3, 1 d) >= 3 -> look priority=high; far: deviation(data_transfer_mb) > 3 -> look; \
               again: state >= watched and severity >= High -> look points=0";
    for (name, rules) in [("the shipped rules", ""), ("rules with a memory", own)] {
        let mut options = Options::default();
        options.set("respond.rules", rules).expect("the rules can be read");
        let mut best = f64::INFINITY;
        for _ in 0..5 {
            let mut stream = Stream::new(&configuration, &options).expect("the preset is valid");
            let begun = Instant::now();
            while !stream.advance(500).records.is_empty() {}
            best = best.min(begun.elapsed().as_secs_f64());
        }
        println!("watch rows, {name:<20} {:>10.0} rows/s", ROWS as f64 / best);
    }
}

/// The counts of the timeline, and the rows of a range that is dragged over it.
fn timeline() {
    for rows in [100_000, 1_000_000] {
        let configuration = Configuration { rows, ..Preset::Realistic.configuration() };
        let mut generator = Generator::new(&configuration).expect("the preset is valid");
        let table = generator.rows(0..rows).expect("there is memory");
        let mut filter = Filter::default();
        let count =
            |filter: &Filter| Timeline::new(&table, filter, Some(Period::Day)).expect("it has timestamps");
        let secs = best_secs(|| drop(count(&filter)));
        println!("timeline of {rows:>9} rows       {:>10.1} ms", secs * 1e3);
        filter.set(ColumnId::Severity.name(), Test::Names(vec!["High".to_owned()]));
        let secs = best_secs(|| drop(count(&filter)));
        println!("the same, filtered               {:>10.1} ms", secs * 1e3);
        let sum = count(&filter).sum(100, 280).expect("it has so many days");
        let mut filter = Filter::default();
        let test = Test::Timestamps { from: Some(sum.from as f64), until: Some(sum.until as f64) };
        filter.set(ColumnId::Timestamps.name(), test);
        let query = Query { filter, ..Query::default() };
        let secs = best_secs(|| drop(query.rows(&table).expect("it has timestamps")));
        println!("rows of a range of time          {:>10.1} ms", secs * 1e3);
    }
}

fn main() {
    events();
    watched();
    realistic();
    timeline();
    let configuration = Configuration { rows: ROWS, ..Preset::Classic.configuration() };
    let mut generator = Generator::new(&configuration).expect("the preset is valid");
    let mut table = generator.table();
    let secs = best_secs(|| table = generator.rows(0..ROWS).expect("there is memory"));
    println!("generate and score, one core     {:>10.0} rows/s", ROWS as f64 / secs);

    let mut small =
        Generator::new(&Configuration { rows: 10_000, ..configuration.clone() }).expect("it is valid");
    let secs = best_secs(|| assert!(!Audit::of(&mut small).run_to_end().passes()));
    println!("audit 10,000 rows, one core      {:>10.0} ms", secs * 1e3);

    formats(&configuration, &table);
    let all = Download::Archive(File::in_formats(&configuration, &[Encoding::default()]));
    let mut bytes = 0;
    let secs = best_secs(|| bytes = export(&generator, &all));
    println!("draw and write the ZIP of all    {:>10.0} rows/s", ROWS as f64 / secs);
    println!("                                 {:>10.0} bytes a row", bytes as f64 / ROWS as f64);
}

/// The combined dataset in each format, and compressed.
fn formats(configuration: &Configuration, table: &Table) {
    let gzip = [Encoding::new(&FORMATS[0], true)];
    for encoding in FileFormat::of_tables().map(|format| Encoding::new(format, false)).chain(gzip) {
        let mut bytes = 0;
        let secs = best_secs(|| bytes = write(configuration, table, encoding));
        let name = encoding.file_name("write the combined");
        println!("{name:<32} {:>10.0} rows/s", ROWS as f64 / secs);
        println!("                                 {:>10.0} MB/s", bytes as f64 / 1e6 / secs);
        println!("                                 {:>10.0} bytes a row", bytes as f64 / ROWS as f64);
    }
}
