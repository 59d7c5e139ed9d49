//! Rates of the page in Chromium: `make bench`, or `cargo bench --features browser-tests --bench browser` with a
//! built page.

#![allow(clippy::disallowed_methods, reason = "a bench needs a clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may panic")]

#[path = "../tests/support/browser.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod browser;
#[path = "../tests/support/engine.rs"]
mod engine;
#[path = "support/imbalanced.rs"]
mod imbalanced;
#[path = "../tests/support/site.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod site;

use std::time::Instant;

use browser::{Browser, Kind};
use cyberdatagen::engine::Configuration;
use cyberdatagen::engine::balance::Method;
use cyberdatagen::engine::configuration::{Override, Preset};
use cyberdatagen::engine::export::{Download, Encoding, File, FileFormat, View};
use cyberdatagen::engine::models::detector::Detector;
use cyberdatagen::engine::shard::Shard;
use cyberdatagen::protocol::balance::Balance;
use cyberdatagen::protocol::dataset::Generate;
use cyberdatagen::protocol::detect::Detect;
use cyberdatagen::protocol::export::Export;
use imbalanced::{Data, compared};
use serde_json::json;
use site::Site;

/// What the notebook does on one core: rows a second, generated, scored and written as CSV.
const NOTEBOOK_ROWS_PER_SEC: f64 = 15_000.0;

const ROWS: u32 = 100_000;

/// Makes a dataset in an engine and exports its combined CSV: the milliseconds of each, best of five.
const RATES: &str = "
    const [kinds, rounds, part, done] = arguments;
    const best = {};
    const asked = rounds.flatMap(Object.entries);
    let place = 0, begin = 0;
    const ask = () => { begin = performance.now(); engine.ask(asked[place][1]); };
    const engine = start((kind) => {
      if (kind === kinds.ready) return ask();
      if (kind !== kinds.done) return;
      const [step] = asked[place];
      best[step] = Math.min(best[step] ?? Infinity, performance.now() - begin);
      if (++place < asked.length) return ask();
      engine.end();
      done(best);
    }, part);";

/// Has several workers write a part of one file each: the milliseconds until all are done, best of all rounds.
const PARTS: &str = "
    const [kinds, rounds, done] = arguments;
    const workers = [];
    let ready = 0, round = 0, left = 0, begin = 0, best = Infinity;
    const next = () => {
      if (round === rounds.length) {
        workers.forEach((worker) => worker.end());
        return done(best);
      }
      left = workers.length;
      begin = performance.now();
      rounds[round++].forEach((request, worker) => workers[worker].ask(request));
    };
    rounds[0].forEach(() => workers.push(start((kind) => {
      if (kind === kinds.ready && ++ready === rounds[0].length) next();
      if (kind !== kinds.done || --left > 0) return;
      best = Math.min(best, performance.now() - begin);
      next();
    }, 'jobs')));";

/// Balances a file in the shipped engine: the milliseconds from where the features are known to where the rows are made,
/// by the progress that it tells: after the reading (20 %), a tenth and a half of the rest.
const BALANCE: &str = "
    const [kinds, request, text, done] = arguments;
    let begin = 0, end = 0;
    const engine = start((kind, files, bytes) => {
      if (kind === kinds.ready) return engine.ask(request, new Blob([text]));
      // The kind, the job (1), and the progress in percent, a byte each.
      if (kind === kinds.progress) {
        if (bytes[2] >= 28 && !begin) begin = performance.now();
        if (bytes[2] >= 60 && !end) end = performance.now();
        return;
      }
      engine.end();
      done(kind === kinds.done ? end - begin : new TextDecoder().decode(bytes));
    }, 'jobs');";

/// Prints how long the page's worker takes to balance, best of five, beside imbalanced-learn.
async fn balance(browser: &Browser, method: Method, rows: usize, categorical: usize) {
    let text = Data::new(rows, 10, categorical).text();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.csv");
    std::fs::write(&path, &text).unwrap();
    let names: Vec<String> = (0..categorical).map(|column| format!("c{column}")).collect();
    let option =
        |key: &str, value: &str| Override { path: format!("balance.{key}"), value: value.to_owned() };
    let options = vec![
        option("target", "class"),
        option("method", method.key()),
        option("categorical", &names.join(", ")),
        option("split", "none"),
    ];
    let request = engine::request(1, Balance { configuration: None, options });
    let script = format!("{}{BALANCE}", engine::SCRIPT);
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let millis = browser.async_script(&script, vec![engine::kinds(), request.clone(), json!(text)]).await;
        best = best.min(millis.as_f64().unwrap_or_else(|| panic!("{millis}")));
    }
    println!(
        "{} in Chromium, {rows} rows ({} of the smaller class), 10 numeric, {categorical} categorical: {best:.1} ms",
        method.name(),
        rows / 5
    );
    println!("{}", compared(&path, method, best / 1e3));
}

/// Asks one thing of a worker that has just been started: the milliseconds until it is done.
const ONCE: &str = "
    const [kinds, request, done] = arguments;
    let begin = 0;
    const engine = start((kind, files, bytes) => {
      if (kind === kinds.ready) {
        begin = performance.now();
        return engine.ask(request);
      }
      if (kind === kinds.progress) return;
      engine.end();
      done(kind === kinds.done ? performance.now() - begin : new TextDecoder().decode(bytes));
    }, 'jobs');";

/// Prints how long it takes to generate 10,000 rows and to compare every detector without labels on them.
async fn detect(browser: &Browser) {
    let configuration = Configuration { rows: 10_000, ..Preset::Realistic.configuration() };
    let keys: Vec<&str> = Detector::ALL.into_iter().map(Detector::key).collect();
    let options = vec![Override { path: "detect.detectors".to_owned(), value: keys.join(",") }];
    let request = Detect { configuration: Some(configuration), options, balancing: Vec::new() };
    let script = format!("{}{ONCE}", engine::SCRIPT);
    let request = engine::request(1, request);
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let millis = browser.async_script(&script, vec![engine::kinds(), request.clone()]).await;
        best = best.min(millis.as_f64().unwrap_or_else(|| panic!("{millis}")));
    }
    println!("{} detectors without labels, 10,000 rows {:>6.2} s", keys.len(), best / 1e3);
}

#[tokio::main]
async fn main() {
    let site = Site::start().await;
    let browser = Browser::start(Kind::Chromium, false).await;
    let start = Instant::now();
    browser.open(&site.page()).await;
    println!("page open to first table, local server {:>8} ms", start.elapsed().as_millis());

    let configuration = Configuration { rows: ROWS.into(), ..Preset::Classic.configuration() };
    let script = format!("{}{RATES}", engine::SCRIPT);
    let generate = |round: u32| {
        let request = Generate { configuration: configuration.clone() };
        json!({ "generate": engine::request(round, request) })
    };
    let generated: Vec<_> = (1..7).map(generate).collect();
    let generated = vec![engine::kinds(), json!(generated), json!("engine")];
    let mut best = browser.async_script(&script, generated).await;
    let combined = File::Dataset(View::Combined);
    let written = (0..3).map(|round| {
        let mut requests = serde_json::Map::new();
        let mut job = round * 100;
        let mut ask = |name: &str, download| {
            job += 1;
            let request = Export { configuration: configuration.clone(), download, shard: Shard::WHOLE };
            requests.insert(name.to_owned(), engine::request(job, request));
        };
        for format in FileFormat::of_tables() {
            ask(format.key, Download::File(combined, Encoding::new(format, false)));
        }
        if round == 0 {
            ask("zip", Download::Archive(File::in_formats(&configuration, &[Encoding::default()])));
        }
        requests
    });
    let written: Vec<_> = written.collect();
    let written = browser.async_script(&script, vec![engine::kinds(), json!(written), json!("jobs")]).await;
    if let (Some(best), Some(written)) = (best.as_object_mut(), written.as_object()) {
        best.extend(written.clone());
    }
    let millis = |step: &str| best[step].as_f64().expect("milliseconds");
    let rate = |millis: f64| f64::from(ROWS) / millis * 1e3;
    // What is written is drawn as it is written; the page has a worker for each core do it.
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(4) as u64;
    let part = |job: u32, shard| {
        let download = Download::File(combined, Encoding::default());
        engine::request(job, Export { configuration: configuration.clone(), download, shard })
    };
    let round = |job| Shard::all(workers).map(|shard| part(job, shard)).collect::<Vec<_>>();
    let rounds: Vec<_> = (1..6).map(round).collect();
    let script = format!("{}{PARTS}", engine::SCRIPT);
    let in_parts = browser.async_script(&script, vec![engine::kinds(), json!(rounds)]).await;
    let in_parts = in_parts.as_f64().expect("milliseconds");
    let end_to_end = rate(in_parts);
    println!("generate and score in Chromium       {:>10.0} rows/s", rate(millis("generate")));
    for format in FileFormat::of_tables() {
        println!("draw and write {:<12} in Chromium {:>8.0} rows/s", format.key, rate(millis(format.key)));
    }
    println!("draw and write the ZIP of all        {:>10.0} rows/s", rate(millis("zip")));
    println!(
        "  csv in {workers} parts side by side      {end_to_end:>10.0} rows/s, {:.2} x one worker",
        millis("csv") / in_parts
    );
    println!("end to end for 100,000 rows          {end_to_end:>10.0} rows/s");
    println!("  the notebook                       {NOTEBOOK_ROWS_PER_SEC:>10.0} rows/s");
    println!("  ratio                              {:>10.1}", end_to_end / NOTEBOOK_ROWS_PER_SEC);

    let observe = "window.longest = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.longest = Math.max(window.longest, entry.duration); }))
            .observe({ type: 'longtask' });
        return true";
    browser.script(observe).await;
    let start = Instant::now();
    browser.generate_rows(1_000_000).await;
    println!("1,000,000 rows on the page           {:>10.1} s", start.elapsed().as_secs_f64());
    let longest = browser.script("return window.longest").await;
    println!(
        "  longest task of the main thread    {:>10.0} ms (0: none above 50)",
        longest.as_f64().unwrap_or(f64::NAN)
    );
    detect(&browser).await;
    balance(&browser, Method::SmoteNc, 10_000, 6).await;
    balance(&browser, Method::Smote, 100_000, 0).await;
    browser.end().await;
}
