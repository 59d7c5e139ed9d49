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
use cyberdatagen::protocol::balance::Balance;
use cyberdatagen::protocol::dataset::Generate;
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
    });";

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
            let request = Export { configuration: configuration.clone(), download };
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
    // What is written is drawn as it is written.
    let end_to_end = rate(millis("csv"));
    println!("generate and score in Chromium       {:>10.0} rows/s", rate(millis("generate")));
    for format in FileFormat::of_tables() {
        println!("draw and write {:<12} in Chromium {:>8.0} rows/s", format.key, rate(millis(format.key)));
    }
    println!("draw and write the ZIP of all        {:>10.0} rows/s", rate(millis("zip")));
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
    balance(&browser, Method::SmoteNc, 10_000, 6).await;
    balance(&browser, Method::Smote, 100_000, 0).await;
    browser.end().await;
}
