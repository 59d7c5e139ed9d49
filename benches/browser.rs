//! Rates of the page in Chromium: `make bench`, or `cargo bench --features browser-tests --bench browser` with a
//! built page.

#![allow(clippy::disallowed_methods, reason = "a bench needs a clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may panic")]

#[path = "../tests/support/browser.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod browser;
#[path = "../tests/support/site.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod site;

use std::time::Instant;

use browser::{Browser, Kind};
use serde_json::json;
use site::Site;

/// What the notebook does on one core: rows a second, generated, scored and written as CSV.
const NOTEBOOK_ROWS_PER_SEC: f64 = 15_000.0;

const ROWS: u32 = 100_000;

/// Makes a dataset in a worker and exports its combined CSV: the milliseconds of each, best of five.
const RATES: &str = "
    const [rows, done] = arguments;
    const address = document.querySelector('meta[name=engine-worker]').content;
    const worker = new Worker(new URL(address, location.href), { type: 'module' });
    const module = performance.getEntriesByType('resource').find((entry) => entry.name.endsWith('_bg.wasm')).name;
    WebAssembly.compileStreaming(fetch(module)).then((module) => worker.postMessage(module));
    const best = { generate: Infinity, csv: Infinity, zip: Infinity };
    let job = 0, round = 0, start = 0, step = '';
    const settings = [{ path: 'rows', value: String(rows) }];
    const ask = (what, command) => { step = what; start = performance.now(); worker.postMessage({ job: ++job, command }); };
    const generate = () => ask('generate', { Generate: { preset: 'classic', settings } });
    worker.onmessage = ({ data: [reply] }) => {
      if (reply.event.Ready) return generate();
      if (reply.event.Progress) return;
      best[step] = Math.min(best[step], performance.now() - start);
      if (step === 'generate') return ask('csv', { Export: { download: { File: { Dataset: 'Combined' } } } });
      if (step === 'csv' && round === 0) { round++; return ask('zip', { Export: { download: 'Archive' } }); }
      if (round++ < 5) return generate();
      worker.terminate();
      done(best);
    };";

#[tokio::main]
async fn main() {
    let site = Site::start().await;
    let browser = Browser::start(Kind::Chromium, false).await;
    let start = Instant::now();
    browser.open(&site.page()).await;
    println!("page open to first table, local server {:>8} ms", start.elapsed().as_millis());

    let best = browser.async_script(RATES, vec![json!(ROWS)]).await;
    let millis = |step: &str| best[step].as_f64().expect("milliseconds");
    let rate = |millis: f64| f64::from(ROWS) / millis * 1e3;
    let end_to_end = rate(millis("generate") + millis("csv"));
    println!("generate and score in Chromium       {:>10.0} rows/s", rate(millis("generate")));
    println!("write the combined CSV in Chromium   {:>10.0} rows/s", rate(millis("csv")));
    println!("write the ZIP of all five            {:>10.0} rows/s", rate(millis("zip")));
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
    browser.end().await;
}
