//! What a visitor waits for, and what the page needs: the first table over several links, charts and balancing of many
//! rows, memory, and tasks of the main thread, in Chromium. `make bench`, or
//! `cargo bench --features browser-tests --bench page` with a built page; with `a-million` or `detectors` behind it, what concerns those alone.

#![allow(clippy::disallowed_methods, reason = "a bench needs a clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may panic")]

#[path = "../tests/support/browser.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod browser;
#[path = "support/link.rs"]
mod link;
#[path = "support/memory.rs"]
mod memory;
#[path = "../tests/support/site.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod site;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use browser::{Browser, Kind};
use link::Link;
use memory::{Tab, megabytes};
use serde_json::json;
use site::Site;

/// The links that a first visit is timed over: name, bandwidth, round-trip time.
const LINKS: [(&str, f64, u64); 2] = [("10 Mbit/s, 40 ms", 10e6, 40), ("1.6 Mbit/s, 150 ms", 1.6e6, 150)];

const VISITS: usize = 3;

/// A copy of `dist` with a brotli file beside each file, as a host would serve it.
fn compressed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    for entry in std::fs::read_dir(dist).expect("dist is built: run `make build`").flatten() {
        let path = folder.path().join(entry.file_name());
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), &path).unwrap();
            assert!(
                Command::new("brotli")
                    .args(["--best", "--keep", "--force"])
                    .arg(&path)
                    .status()
                    .unwrap()
                    .success()
            );
        }
    }
    folder
}

/// The times from the start of a first visit to the first rows and to the timeline, in milliseconds, by the page's own
/// clock.
async fn first_visit(page: &str) -> [f64; 2] {
    let browser = Browser::start(Kind::Chromium, false).await;
    browser.open(page).await;
    let is_marked = "return performance.getEntriesByName('first-timeline').length > 0";
    browser.until("the timeline", is_marked).await;
    let mut times = [f64::NAN; 2];
    for (time, name) in times.iter_mut().zip(["first-table", "first-timeline"]) {
        let script = format!("return performance.getEntriesByName('{name}')[0]?.startTime ?? null");
        *time = browser.script(&script).await.as_f64().expect("the page marks its first table and timeline");
    }
    browser.end().await;
    times
}

async fn visits() {
    let folder = compressed();
    let site = Site::serve(folder.path()).await;
    let best = async |page: String| {
        let mut best = [f64::INFINITY; 2];
        for _ in 0..VISITS {
            let times = first_visit(&page).await;
            best = [best[0].min(times[0]), best[1].min(times[1])];
        }
        format!("{:>8.0} ms, {:>6.0} ms", best[0], best[1])
    };
    println!("page open to table, to timeline: local   {}", best(site.page()).await);
    for (name, bits_per_sec, millis) in LINKS {
        let link = Link { bits_per_sec, round_trip: Duration::from_millis(millis) };
        let near = link::start(site.address, link).await;
        let page = site.page().replace(&site.address.to_string(), &near.to_string());
        println!("  {name:<39}{}", best(page).await);
    }
}

/// Begins to note the longest task of the main thread.
async fn observe(browser: &Browser) {
    let observe = "window.longest = 0;
        window.observer?.disconnect();
        window.observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.longest = Math.max(window.longest, entry.duration); }));
        window.observer.observe({ type: 'longtask' });
        return true";
    browser.script(observe).await;
}

async fn print_longest(browser: &Browser, what: &str) {
    let longest = browser.script("return window.longest").await.as_f64().unwrap_or(f64::NAN);
    println!("  longest main-thread task, {what:<24}{longest:>5.0} ms (0: none above 50)");
}

/// Waits until another chart than the one with this title is drawn.
async fn another_chart(browser: &Browser, before: &str) {
    let script = format!(
        "const title = document.querySelector('#chart-title')?.textContent ?? '';
         return title !== '' && title !== {} && (document.querySelector('#chart')?.clientHeight ?? 0) > 50",
        json!(before)
    );
    browser.until("a chart", &script).await;
}

/// Opens Explore, and goes through all kinds of charts, hovering over each.
async fn explore(browser: &Browser) -> Duration {
    let start = Instant::now();
    browser.click("#tab-explore").await;
    another_chart(browser, "").await;
    let first = start.elapsed();
    for kind in
        ["lines", "boxes", "bars", "scatter", "correlation", "matrix", "week", "calendar", "combined", "grid"]
    {
        let before = browser.text("#chart-title").await;
        browser.click(&format!("#card-{kind}")).await;
        another_chart(browser, &before).await;
        let hover = "const canvas = document.querySelector('#chart'), box = canvas.getBoundingClientRect();
            for (let step = 0; step < 40; step++) {
              const at = { bubbles: true, clientX: box.left + box.width * step / 40, clientY: box.top + box.height * step / 40 };
              canvas.dispatchEvent(new PointerEvent('pointermove', at));
            }
            return true";
        browser.script(hover).await;
    }
    first
}

/// Goes through the workspaces twice: the time of the slowest change in the second round, from the click to the next
/// frame, in milliseconds.
async fn change_workspaces(browser: &Browser) -> f64 {
    let change = "const [name, done] = arguments;
        const start = performance.now();
        document.querySelector(`#tab-${name}`).click();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));";
    let mut slowest = 0.0_f64;
    for round in 0..2 {
        for workspace in ["explore", "audit", "balance", "data"] {
            let millis = browser.async_script(change, vec![json!(workspace)]).await.as_f64().unwrap();
            if round > 0 {
                slowest = slowest.max(millis);
            }
            tokio::time::sleep(Duration::from_millis(700)).await;
        }
    }
    slowest
}

/// The time from the click on a month of the timeline to its rows in the table, in milliseconds.
async fn filter_by_a_range(browser: &Browser) -> f64 {
    let filter = "const done = arguments[0];
        const plot = document.querySelector('.timeline .plot'), box = plot.getBoundingClientRect();
        const size = document.querySelector('#table-size');
        const at = { bubbles: true, isPrimary: true, button: 0, pointerId: 1, pointerType: 'mouse', clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
        plot.setPointerCapture = () => {};
        const start = performance.now();
        new MutationObserver(() => { if (/^[0-9,]+ of /.test(size.textContent) && !size.textContent.startsWith('100,000')) done(performance.now() - start); })
          .observe(size, { childList: true, characterData: true, subtree: true });
        plot.dispatchEvent(new PointerEvent('pointerdown', at));
        plot.dispatchEvent(new PointerEvent('pointerup', at));";
    let millis = browser.async_script(filter, vec![]).await.as_f64().unwrap();
    browser.script("document.querySelector('#table-chips .chip button').click(); return true").await;
    millis
}

async fn audit(browser: &Browser) {
    browser.click("#tab-audit").await;
    browser.until("the verdict", "return document.querySelector('#audit-verdict') !== null").await;
}

async fn views_of_100_000_rows(site: &Site) {
    let browser = Browser::start(Kind::Chromium, false).await;
    browser.open(&site.page()).await;
    observe(&browser).await;
    browser.generate_rows(100_000).await;
    print_longest(&browser, "generating").await;
    observe(&browser).await;
    println!("a month of 100,000 rows, by the timeline  {:>7.0} ms", filter_by_a_range(&browser).await);
    print_longest(&browser, "filtering").await;
    let first = explore(&browser).await;
    println!("Explore's first chart, 100,000 rows      {:>8.0} ms", first.as_secs_f64() * 1e3);
    print_longest(&browser, "exploring, hovering").await;
    observe(&browser).await;
    audit(&browser).await;
    print_longest(&browser, "auditing").await;
    println!("changing the workspace, the slowest      {:>8.0} ms", change_workspaces(&browser).await);
    print_longest(&browser, "changing workspaces").await;
    observe(&browser).await;
    browser
        .script("const grid = document.querySelector('[role=grid]'); for (let step = 1; step <= 20; step++) setTimeout(() => { grid.scrollTop = step * 40000; }, step * 50); return true")
        .await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    print_longest(&browser, "scrolling").await;
    browser.end().await;
}

/// Tries all detectors on 100,000 rows, of which 20,000 are looked at, by one worker and by one for each core, in turns: the fastest of
/// three runs each, by the page's own clock.
async fn detectors(site: &Site) {
    let browser = Browser::start(Kind::Chromium, false).await;
    browser.open(&format!("{}#v1.realistic&rows=100000&view=detect", site.page())).await;
    let cores = browser.script("return navigator.hardwareConcurrency").await.as_u64().unwrap();
    let mut best = [f64::INFINITY; 2];
    for _ in 0..3 {
        for (best, cores) in best.iter_mut().zip([1, cores]) {
            browser.until("the button", "return document.querySelector('#detect')?.disabled === false").await;
            let run = format!(
                "Object.defineProperty(navigator, 'hardwareConcurrency', {{ configurable: true, get: () => {cores} }});
                window.tried = undefined;
                const begin = performance.now();
                document.querySelector('#detect').click();
                let isRunning = false;
                const look = () => {{
                  const now = document.querySelector('.detect progress') !== null;
                  if (isRunning && !now) return window.tried = performance.now() - begin;
                  isRunning = now;
                  requestAnimationFrame(look);
                }};
                look();
                return true"
            );
            browser.script(&run).await;
            browser.until("the report", "return window.tried !== undefined").await;
            let millis = browser.script("return window.tried").await.as_f64().unwrap_or(f64::NAN);
            *best = best.min(millis / 1e3);
        }
    }
    let [one, all] = best;
    println!("twelve detectors on 100,000 rows, one worker {one:>5.2} s");
    println!("  {cores} workers, {:.2} x one                  {all:>8.2} s", one / all);
    browser.end().await;
}

/// Generates 1,000,000 rows: seconds by the page's own clock, from the change of the address until they are counted and can be
/// scrolled through.
async fn a_million(browser: &Browser) -> f64 {
    let change = "const begin = performance.now();
        const look = () => {
          if (document.querySelector('[data-testid=row-count]')?.textContent !== '1,000,000 rows') return requestAnimationFrame(look);
          window.million = performance.now() - begin;
        };
        location.hash = '#v1.realistic&rows=1000000';
        look();
        return true";
    browser.script(change).await;
    browser.until("the dataset", "return window.million !== undefined").await;
    browser.script("return window.million").await.as_f64().unwrap_or(f64::NAN) / 1e3
}

/// The same once the page has been there for some seconds, in which the browser compiles the engine for speed.
async fn a_million_after_a_while(site: &Site) {
    let browser = Browser::start(Kind::Chromium, false).await;
    browser.open(&site.page()).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    println!("  after some seconds                     {:>8.2} s", a_million(&browser).await);
    browser.end().await;
}

async fn a_million_rows(site: &Site) {
    let browser = Browser::start(Kind::Chromium, false).await;
    let tab = Tab::of(&browser);
    browser.open(&site.page()).await;
    println!("the tab's process, 10,000 rows           {:>8.0} MB", megabytes(tab.bytes()));
    observe(&browser).await;
    println!("1,000,000 rows on the page, at once      {:>8.2} s", a_million(&browser).await);
    print_longest(&browser, "generating").await;
    println!("  the tab's process                      {:>8.0} MB", megabytes(tab.bytes()));
    let first = explore(&browser).await;
    println!("  Explore's first chart                  {:>8.0} ms", first.as_secs_f64() * 1e3);
    audit(&browser).await;
    println!("  the tab's process, explored and audited {:>7.0} MB", megabytes(tab.bytes()));
    let peak = tab.watch();
    let start = Instant::now();
    browser.click("#tab-balance").await;
    browser.until("the form", "return document.querySelector('#balance')?.disabled === false").await;
    browser.click("#balance").await;
    let ended = "return document.querySelector('#balance-status').textContent.startsWith('Done')
        || document.querySelector('.balance .problem[role=alert]') !== null";
    let give_up = Instant::now() + Duration::from_secs(300);
    while browser.script(ended).await != json!(true) && Instant::now() < give_up {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    println!("  balanced, or refused, within           {:>8.1} s", start.elapsed().as_secs_f64());
    println!("  refusal: {:?}", browser.text(".balance .problem[role=alert]").await);
    println!("  the tab's process meanwhile, at most   {:>8.0} MB", megabytes(peak.end()));
    browser.end().await;
}

/// Watches a stream at each of two paces: what comes, frames, tasks and memory. For half a minute, or as many seconds as stand
/// behind `watching`.
async fn watch_streams(site: &Site) {
    let seconds = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(30);
    let came = "return Number(document.querySelector('#monitor-rows').textContent.match(/row ([0-9,]+) of/)?.[1].replaceAll(',', '') ?? 0)";
    for pace in ["500", "5000"] {
        let browser = Browser::start(Kind::Chromium, false).await;
        let tab = Tab::of(&browser);
        browser.open(&format!("{}#v1.realistic&rows=2000000&view=respond", site.page())).await;
        browser
            .until("a stream", "return document.querySelector('#monitor-start')?.disabled === false")
            .await;
        browser.choose("#monitor-pace", pace).await;
        browser.click("#monitor-start").await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        observe(&browser).await;
        browser
            .script("window.frames_seen = 0; const count = () => { window.frames_seen += 1; requestAnimationFrame(count); }; count(); return true")
            .await;
        let (before, rows, start) = (tab.bytes(), browser.script(came).await, Instant::now());
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        let (after, elapsed) = (tab.bytes(), start.elapsed().as_secs_f64());
        let frames = browser.script("return window.frames_seen").await.as_f64().unwrap();
        let came = browser.script(came).await.as_f64().unwrap() - rows.as_f64().unwrap();
        println!("a stream at {pace} rows/s: came              {:>8.0} rows/s", came / elapsed);
        println!("  frames                                 {:>8.0} a second", frames / elapsed);
        println!(
            "  the tab's process, and after {seconds} s       {:>8.0} MB, {:.0} MB",
            megabytes(before),
            megabytes(after)
        );
        print_longest(&browser, "watching").await;
        browser.end().await;
    }
}

#[tokio::main]
async fn main() {
    let site = Site::start().await;
    if std::env::args().any(|argument| argument == "watching") {
        return watch_streams(&site).await;
    }
    if std::env::args().any(|argument| argument == "detectors") {
        return detectors(&site).await;
    }
    if !std::env::args().any(|argument| argument == "a-million") {
        visits().await;
        views_of_100_000_rows(&site).await;
        detectors(&site).await;
    }
    a_million_after_a_while(&site).await;
    a_million_rows(&site).await;
}
