//! What goes wrong: a worker that dies in the middle of a job, answers that come too late, an engine of another version.

use thirtyfour::prelude::*;

use super::browser::foreign_requests;
use super::hosting::{Host, Program};
use super::{Browser, Kind, Site, engine, open};
use cyberdatagen::engine::Generator;
use cyberdatagen::engine::configuration::link::Link;
use cyberdatagen::engine::export::{Download, Encoding, Export, File, View};
use cyberdatagen::protocol::Request;

/// Remembers every worker that the page talks to, so that a drill can be sent to one: before the page sends anything.
pub(super) const REMEMBER: &str = "
    window.workers = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...message) {
      if (!window.workers.includes(this)) window.workers.push(this);
      window.asked = (window.asked ?? 0) + 1;
      this.asked = (this.asked ?? 0) + 1;
      post.apply(this, message);
    };
    return true";

/// Makes the worker that was talked to last panic at its next message.
async fn kill_unseen(browser: &Browser) {
    let drill = engine::request(4_000_000_000, Request::Panic);
    browser
        .script(&format!("window.workers.at(-1).postMessage([new Uint8Array({drill})]); return true"))
        .await;
}

/// The same, where the visitor is told.
pub(super) async fn kill(browser: &Browser) {
    kill_unseen(browser).await;
    browser.notice("a drill was asked for").await;
}

/// How many workers the page has talked to.
pub(super) async fn known_workers(browser: &Browser) -> u64 {
    browser.script("return window.workers.length").await.as_u64().unwrap()
}

/// Waits until the page's dataset can be asked for again, and has another one generated: an engine that stops again and
/// again without one is not started anew by itself.
async fn whole_again(browser: &Browser, rows: u32) {
    browser.until("the dataset", "return document.querySelector('#columns')?.disabled === false").await;
    let grouped = cyberdatagen::engine::decimal::grouped(rows.into());
    assert_eq!(browser.text("[data-testid=row-count]").await, format!("{grouped} rows"));
    browser
        .script(
            "document.querySelectorAll('.notice button').forEach((button) => button.click()); return true",
        )
        .await;
    browser.generate_rows(rows + 1).await;
}

/// Whatever the worker was doing, what was typed is still there, and so is the dataset.
pub async fn a_worker_that_dies_in_any_phase_is_replaced(kind: Kind) {
    let (_site, browser) = open(kind).await;
    browser.script(REMEMBER).await;
    browser.generate_rows(60_000).await;
    browser.type_into("#setting-rows", "1400000").await;

    // While a dataset is generated. The one before is generated again.
    browser.click("#generate").await;
    browser.find("#cancel").await;
    kill(&browser).await;
    assert_eq!(browser.find("#setting-rows").await.value().await.unwrap().unwrap(), "1400000");
    whole_again(&browser, 60_000).await;

    // While the data is audited. Another audit can be asked for.
    browser.visit("audit").await;
    kill(&browser).await;
    browser.visit("data").await;
    whole_again(&browser, 60_001).await;
    browser.visit("audit").await;
    browser.until("a verdict", "return document.querySelector('#audit-verdict') !== null").await;

    // While a chart is computed: it is there in the end.
    browser.visit("explore").await;
    browser.script("document.querySelector('#kind-correlation').click(); return true").await;
    kill(&browser).await;
    whole_again(&browser, 60_002).await;
    browser
        .until(
            "the chart",
            "return document.querySelector('#chart-title').textContent.includes('orrelation') && document.querySelector('#chart').clientHeight > 50",
        )
        .await;

    // While a file is written: a fresh worker writes it again.
    browser.choose_downloads(&["cybersecurity_dataset_combined", "cybersecurity_dataset_normal"]).await;
    browser.download().await;
    let writers = known_workers(&browser).await;
    kill_unseen(&browser).await;
    browser.until("a fresh one", &format!("return window.workers.length > {writers}")).await;
    assert!(!browser.downloaded("cybersecurity_data.zip").await.is_empty());
    browser.dismiss().await;

    // While rows are balanced, in a worker of its own: the table is not concerned, and the options stay.
    browser.visit("balance").await;
    browser.until("the form", "return document.querySelector('#balance')?.disabled === false").await;
    browser.choose("#balance-method", "smote").await;
    browser.click("#balance").await;
    browser.find("#balance-cancel").await;
    kill(&browser).await;
    browser.until("the form", "return document.querySelector('#balance').disabled === false").await;
    assert_eq!(browser.find("#balance-method").await.value().await.unwrap().unwrap(), "smote");
    browser.visit("data").await;
    browser.click("#cell-3-0").await;
    browser
        .until("the details", "return document.querySelectorAll('#row-indicators tbody tr').length === 11")
        .await;
    browser.end().await;
}

/// A large file is written in parts, and a writer that dies is replaced: the file is whole, and nobody is bothered.
pub async fn a_writer_that_dies_is_replaced_and_the_file_is_whole(kind: Kind) {
    const ROWS: u32 = 300_000;
    let (_site, browser) = open(kind).await;
    browser.script(REMEMBER).await;
    // Two of them, whatever the machine has: each then has enough to write to be found at it.
    browser
        .script("Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 2 }); return true")
        .await;
    browser.generate_rows(ROWS).await;
    let hash = browser.script("return location.hash").await;
    let (link, _) = Link::read(hash.as_str().unwrap()).unwrap();
    assert_eq!(link.configuration.rows, u64::from(ROWS));
    let download = Download::File(File::Dataset(View::Combined), Encoding::default());
    let mut export = Export::new(Generator::new(&link.configuration).unwrap(), &download);
    let mut expected = Vec::new();
    while let Some(chunk) = export.step().unwrap() {
        expected.extend(chunk);
    }
    // The first writer has said how large the file will be.
    let before = known_workers(&browser).await;
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser
        .until("its size", "return document.querySelector('#download-summary').textContent.includes('about')")
        .await;
    browser.download().await;
    let is_at_work =
        format!("return window.workers.length === {} && window.workers.at(-1).asked === 2", before + 2);
    browser.until("the writers at work", &is_at_work).await;
    kill_unseen(&browser).await;
    browser.until("a fresh one", &format!("return window.workers.length === {}", before + 3)).await;
    assert!(browser.downloaded(&download.name()).await == expected);
    assert_eq!(browser.script("return document.querySelectorAll('.notice').length").await, 0);
    browser.end().await;
}

/// Of ten charts that are asked for at once only the last is shown, and it stays.
pub async fn only_the_latest_chart_is_shown(kind: Kind) {
    let (_site, browser) = open(kind).await;
    browser.generate_rows(100_000).await;
    browser.visit("explore").await;
    let title = "return document.querySelector('#chart-title')?.textContent ?? ''";
    browser
        .until("a chart", "return (document.querySelector('#chart-title')?.textContent ?? '') !== ''")
        .await;
    let ask = "for (const kind of ['lines', 'boxes', 'bars', 'scatter', 'correlation', 'week', 'calendar', 'grid', 'combined', 'matrix']) {
          document.querySelector(`#kind-${kind}`).click();
        }
        return true";
    browser.script(ask).await;
    browser.until("the last chart", "return location.hash.includes('explore.chart=matrix')").await;
    browser
        .until(
            "its title",
            "return document.querySelector('#chart-title').textContent.toLowerCase().includes('severity')",
        )
        .await;
    let shown = browser.script(title).await;
    for _ in 0..20 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        assert_eq!(browser.script(title).await, shown, "a chart that came too late is not shown");
    }
    browser.end().await;
}

/// What is copied are the rows that were selected, though the table scrolls meanwhile and fetches others.
pub async fn a_copy_while_scrolling_has_the_rows_that_were_selected(kind: Kind) {
    let (_site, browser) = open(kind).await;
    browser.generate_rows(50_000).await;
    browser
        .script("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; return true")
        .await;
    browser.find("[role=grid]").await.focus().await.unwrap();
    browser.press(true, Key::Home).await;
    for _ in 0..30 {
        let chain = browser.driver.action_chain().key_down(Key::Shift).key_down(Key::PageDown);
        chain.key_up(Key::PageDown).key_up(Key::Shift).perform().await.unwrap();
    }
    let selected = browser.text(".selection").await;
    let rows: usize = selected.split(' ').next().unwrap().replace(',', "").parse().unwrap();
    assert!(rows > 200, "{selected}");
    let copy = "document.querySelector('#copy-selection').click();
        const grid = document.querySelector('[role=grid]');
        for (let step = 0; step < 40; step++) setTimeout(() => { grid.scrollTop = (step % 7) * 200000; }, step * 10);
        return true";
    browser.script(copy).await;
    browser.until("the copy", "return (window.copied ?? '') !== ''").await;
    let copied = browser.script("return window.copied").await;
    let lines: Vec<&str> = copied.as_str().unwrap().lines().skip(1).collect();
    let ids: Vec<String> = (1..=rows).map(|row| format!("ISSUE-{row:05}")).collect();
    assert_eq!(lines, ids);
    browser.end().await;
}

/// A worker that a cache kept from another version is refused, with what to do.
pub async fn an_engine_of_another_version_is_refused(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.driver.goto(&site.broken_page()).await.unwrap();
    browser.until("the broken page", "return document.querySelector('.broken button') !== null").await;
    // The version stands at the end of the first message.
    let falsify = "const { set, get } = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage');
        Object.defineProperty(Worker.prototype, 'onmessage', {
          get,
          set(listener) {
            let is_first = true;
            set.call(this, (event) => {
              const bytes = event.data?.[0];
              if (is_first && bytes?.length > 0) {
                is_first = false;
                bytes[bytes.length - 1] += 1;
              }
              listener(event);
            });
          },
        });
        return true";
    browser.script(falsify).await;
    site.restore();
    browser.click(".broken button").await;
    browser
        .until(
            "why",
            "return document.querySelector('.broken')?.textContent.includes('different versions') === true",
        )
        .await;
    assert!(browser.text(".broken").await.contains("Reload"));
    browser.end().await;
}

/// A page that is there, but for a file of it.
const FILES: [(&str, &str, &str); 3] = [
    (
        "start-",
        ".js",
        "return document.querySelector('.broken')?.textContent.includes('could not be loaded') === true",
    ),
    ("page-", ".js", "return document.querySelector('#crash').hidden === false"),
    (
        "engine_bg-",
        ".wasm",
        "return document.querySelector('.broken')?.textContent.includes('could not be loaded') === true",
    ),
];

pub async fn a_file_that_is_missing_or_damaged_is_told(kind: Kind) {
    let Some(host) = Host::start(Program::Nginx) else { return };
    for (begin, end, is_told) in FILES {
        for damage in [None, Some("<!DOCTYPE html><title>Please sign in</title>")] {
            // A browser of its own: what has been kept once, the next would not miss.
            let browser = Browser::start(kind, false).await;
            let path = host.dist().join(host.file(begin, end));
            let kept = host.folder().join("kept");
            std::fs::copy(&path, &kept).unwrap();
            let forms = [".br", ".gz"].map(|form| format!("{}{form}", path.display()));
            forms.iter().for_each(|form| drop(std::fs::remove_file(form)));
            match damage {
                None => std::fs::remove_file(&path).unwrap(),
                Some(text) => std::fs::write(&path, text).unwrap(),
            }
            let page = format!("{}#v1.realistic&seed=3", host.page());
            browser.driver.goto(&page).await.unwrap();
            browser.until(&format!("what is wrong with {begin}"), is_told).await;
            std::fs::copy(&kept, &path).unwrap();
            // What is damaged a browser keeps, since its name says that it does not change; what is missing it does not.
            if damage.is_none() {
                browser.script("location.reload(); return true").await;
                browser
                    .until(
                        "the page after all",
                        "return document.querySelector('#setting-seed')?.value === '3'
                           && document.querySelector('#cell-0-0')?.textContent.startsWith('ISSUE-') === true",
                    )
                    .await;
            }
            browser.end().await;
        }
    }
}

/// A chart of Explore: both modules have what came later.
const HAS_CHART: &str = "return document.querySelector('#workspace-explore canvas') !== null";

pub async fn what_comes_later_may_be_late_or_missing(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    // The rows do not wait for it.
    browser.open(&format!("{}#v1.realistic&seed=3", site.page_without_later())).await;
    browser.click("#tab-explore").await;
    browser.notice("A part of the page could not be loaded").await;
    assert_eq!(browser.text("#workspace-explore .coming").await, "Loading…");
    // What is opened meanwhile waits as well, and what is typed stays.
    browser.click("#help").await;
    site.restore();
    browser.until("the help", "return document.querySelector('#help-dialog')?.open === true").await;
    browser.dismiss().await;
    browser.until("a chart", HAS_CHART).await;
    browser.visit("detect").await;
    browser.end().await;
}

pub async fn a_host_may_know_no_type_of_webassembly(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&seed=3", site.page_without_type())).await;
    browser.visit("explore").await;
    browser.until("a chart", HAS_CHART).await;
    browser.end().await;
}

/// A browser that lets no download through tells no page: the dialog says what to do, and the next download is whole.
#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_is_blocked_can_be_had_again() {
    let site = Site::start().await;
    let browser = Browser::start(Kind::Chromium, false).await;
    let allow = |behavior: &str, folder: &std::path::Path| {
        let behavior = serde_json::json!({ "behavior": behavior, "downloadPath": folder });
        let tools = browser.driver.cdp();
        async move { tools.send_raw("Browser.setDownloadBehavior", behavior).await.unwrap() }
    };
    let folder = tempfile::tempdir().unwrap();
    browser.open(&format!("{}#v1.realistic&rows=500", site.page())).await;
    allow("deny", folder.path()).await;
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    let told = "return document.querySelector('#download-handed').textContent.includes('allow downloads for this page')";
    browser.download().await;
    browser.until("what to do", told).await;
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    allow("allow", folder.path()).await;
    browser.download().await;
    let file = folder.path().join("cybersecurity_dataset_combined.csv");
    for _ in 0..300 {
        if std::fs::read_to_string(&file).is_ok_and(|text| text.lines().count() == 501) {
            return browser.end().await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the file did not come");
}

#[test]
fn a_request_to_another_host_is_found_in_the_log() {
    let event = |initiator: &str, url: &str| {
        format!("{{\"params\":{{\"initiator\":\"{initiator}\",\"url\":\"{url}\"}},\"type\":2}},\n")
    };
    let log = [
        event("http://127.0.0.1:8000", "http://127.0.0.1:8000/page.js"),
        event("http://127.0.0.1:8000", "https://example.org/font.woff2"),
        event("null", "https://example.org/from-a-file"),
        event("not an origin", "https://example.org/the-browsers-own"),
    ];
    let found = foreign_requests(&log.concat());
    assert_eq!(found, ["https://example.org/font.woff2", "https://example.org/from-a-file"]);
}

/// Storage and clipboard that the browser denies: before the page begins.
const DENIED: &str = "
    const deny = () => { throw new DOMException('denied', 'SecurityError'); };
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: deny });
    Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new DOMException('denied', 'NotAllowedError')) });
    Object.defineProperty(ServiceWorkerContainer.prototype, 'register', { value: () => Promise.reject(new DOMException('denied', 'SecurityError')) });";

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_denies_storage_and_clipboard_still_makes_data() {
    let site = Site::start().await;
    let browser = Browser::start(Kind::Chromium, false).await;
    let script = serde_json::json!({ "source": DENIED });
    browser.driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", script).await.unwrap();
    browser.open(&site.page()).await;
    browser.generate_rows(700).await;
    browser.click("#share").await;
    browser.until("the link", "return document.querySelector('#copy-link')?.disabled === false").await;
    browser.click("#copy-link").await;
    browser.notice("Copy this link: http").await;
    browser.dismiss().await;
    browser.click("#theme").await;
    browser.click("#help").await;
    browser
        .until("what help says", "return document.querySelector('#offline-state')?.textContent.includes('needs the network') === true")
        .await;
    browser.end().await;
}
