//! Detect, as a visitor uses it.

use std::ops::ControlFlow;

use cyberdatagen::engine::balance::{self, Input};
use cyberdatagen::engine::configuration::link::Link;
use cyberdatagen::engine::detect::{Options, Report, json};
use cyberdatagen::protocol::Request;
use serde_json::json;
use thirtyfour::prelude::*;

use super::browser::{Browser, Kind};
use super::engine;
use super::faults::{REMEMBER, known_workers};
use super::site::Site;

/// A small dataset, with some of the detectors.
const SMALL: &str =
    "v1.realistic&rows=3000&detect.detectors=logistic,tree,forest,ecod,iforest,score&view=detect";

/// The report on what a link opens, computed natively.
fn compared_natively(link: &str) -> String {
    let (link, problems) = Link::read(link).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    let (options, _) = Options::of(&link.views);
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let (input, patterns) = Input::with_patterns(&link.configuration, go_on).unwrap();
    let balancing = balance::Options::default();
    json::text(&Report::of(&input, Some(&patterns), &options, &balancing, go_on).unwrap())
}

/// Waits until the table has so many rows.
async fn compared(browser: &Browser, detectors: usize) {
    let script = format!("return document.querySelectorAll('#detectors tbody tr').length === {detectors}");
    browser.until("the detectors", &script).await;
}

/// The numbers of the confusion.
async fn confusion(browser: &Browser) -> Vec<u64> {
    let script = "return [...document.querySelectorAll('#confusion td.number')].map((cell) => Number(cell.textContent.replaceAll(',', '')))";
    let cells = browser.script(script).await;
    cells.as_array().unwrap().iter().filter_map(serde_json::Value::as_u64).collect()
}

pub async fn detectors_are_compared_and_the_threshold_moves(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    // It begins by itself, also where a link opens it.
    browser.open(&format!("{}#{SMALL}", site.page())).await;
    compared(&browser, 6).await;
    let title = browser.text("#detect-verdict").await;
    assert!(title.contains(" leads with an AUC of 0."), "{title}");
    assert_eq!(browser.text("#detect-status").await, format!("{title}."));
    let first = browser.text("#detectors tbody tr:first-child button").await;
    assert!(title.starts_with(&first), "{title} {first}");
    let page = browser.text("#workspace-detect").await;
    assert!(!page.contains("NaN") && !page.contains("undefined"), "{page}");
    assert_eq!(browser.accessibility_violations().await, Vec::<String>::new());
    // The best comes first, and is chosen.
    let areas = "return [...document.querySelectorAll('#detectors tbody td.number b')].map((cell) => Number(cell.textContent))";
    let areas = browser.script(areas).await;
    let areas: Vec<f64> = areas.as_array().unwrap().iter().filter_map(serde_json::Value::as_f64).collect();
    assert!(areas.len() == 6 && areas.windows(2).all(|pair| pair[0] >= pair[1]), "{areas:?}");

    // Another detector, another confusion.
    let best = confusion(&browser).await;
    assert_eq!(best.iter().sum::<u64>(), 900);
    browser.click("#detectors tbody tr:last-child button").await;
    browser
        .until(
            "the last detector",
            "return document.querySelector('#detectors tbody tr:last-child').classList.contains('chosen')",
        )
        .await;
    assert_ne!(confusion(&browser).await, best);

    // By keyboard, the threshold goes to its ends and back.
    browser.script("document.querySelector('#detect-threshold').focus(); return true").await;
    browser.press(false, Key::Home).await;
    browser.until("no alarm", "return document.querySelector('#false-positives').textContent === '0' && document.querySelector('#true-positives').textContent === '0'").await;
    assert!(browser.text(".figures-row").await.contains('–'), "precision is undefined");
    browser.press(false, Key::End).await;
    browser.until("all alarms", "return document.querySelector('#true-negatives').textContent === '0' && document.querySelector('#false-negatives').textContent === '0'").await;
    let said = "return document.querySelector('#detect-threshold').getAttribute('aria-valuetext')";
    assert!(browser.script(said).await.as_str().unwrap().contains("recall 1.00"));
    browser.click("#best-f1").await;
    browser
        .until("the best F1", "return document.querySelector('#true-negatives').textContent !== '0'")
        .await;
    let before = confusion(&browser).await;
    browser.script("document.querySelector('#detect-threshold').focus(); return true").await;
    browser.press(false, Key::PageUp).await;
    let after = confusion(&browser).await;
    assert!(after[1] + after[3] > before[1] + before[3], "more rows are called: {before:?} {after:?}");

    // Where a missed anomaly costs nothing, no alarm pays.
    browser.type_into("#cost-missed", "0").await;
    browser.click("#least-cost").await;
    browser.until("no cost", "return document.querySelector('#total-cost').textContent === '0' && document.querySelector('#false-positives').textContent === '0'").await;
    browser.type_into("#cost-missed", "much").await;
    browser.until("the mark", "return document.querySelector('#cost-missed').getAttribute('aria-invalid') === 'true' && document.querySelector('#least-cost').disabled").await;

    // The other charts.
    for (chart, heading) in [("Precision–recall", "Precision–recall"), ("Calibration", "Calibration")] {
        browser.click(&format!("input[name=detect-chart][value={}]", json!(chart))).await;
        let script = format!("return document.querySelector('#curves-heading').textContent === '{heading}'");
        browser.until("the chart", &script).await;
    }
    assert_eq!(site.violations(), 0, "of the content policy");
    browser.click("#detect-json").await;
    let saved = browser.downloaded("detectors.json").await;
    assert!(saved == compared_natively(SMALL).into_bytes(), "the figures are those of the command line");
    browser.click("#detect-notebook").await;
    let saved = browser.downloaded("detectors.ipynb").await;
    let notebook: serde_json::Value = serde_json::from_slice(&saved).unwrap();
    assert!(notebook["nbformat"] == 4 && notebook["cells"].to_string().contains("#v1.realistic&rows=3000&"));
    // The card is of the detector and the threshold that are shown.
    let [true_negatives, false_positives, ..] = confusion(&browser).await[..] else { panic!("four counts") };
    let shown = browser.text("#detectors tr.chosen button").await;
    browser.click("#detect-card").await;
    let card = String::from_utf8(browser.downloaded("model-card.md").await).unwrap();
    assert!(card.starts_with(&format!("# Model card: {shown} on the Realistic dataset\n")), "{card}");
    assert!(card.contains(&format!("| Normal | {true_negatives} | {false_positives} |")), "{card}");
    // A row that no detector finds stands alone in the table of the dataset.
    browser.click(".row-names button").await;
    browser.until("the row", "return document.querySelector('#table-chips .chip')?.textContent.includes('Issue ID') && document.querySelector('[data-testid=row-count]') !== null").await;
    browser.end().await;
}

/// Two workers try some of the detectors each. One of them dies on its way, and nobody is bothered: what was asked of it is done again,
/// and the report is the one that a single worker gives.
pub async fn detectors_are_tried_side_by_side(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    // So many rows that nothing begins by itself.
    let link = SMALL.replace("rows=3000", "rows=40000");
    browser.open(&format!("{}#v1.realistic&rows=40000", site.page())).await;
    browser.script(REMEMBER).await;
    // Whatever the machine has.
    browser
        .script("Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 2 }); return true")
        .await;
    let drill = engine::request(4_000_000_000, Request::Panic);
    let second_dies = format!(
        "const post = Worker.prototype.postMessage;
        let started = 0;
        Worker.prototype.postMessage = function (...message) {{
          post.apply(this, message);
          // The first message brings the module, the second the job.
          if (this.asked !== 2) return;
          started += 1;
          if (started === 2) post.apply(this, [[new Uint8Array({drill})]]);
        }};
        return true"
    );
    browser.script(&format!("location.hash = '#{link}'; return true")).await;
    browser.until("the button", "return document.querySelector('#detect')?.disabled === false").await;
    browser.script(&second_dies).await;
    let before = known_workers(&browser).await;
    browser.click("#detect").await;
    browser.until("a fresh worker", &format!("return window.workers.length >= {}", before + 3)).await;
    compared(&browser, 6).await;
    assert_eq!(browser.script("return document.querySelectorAll('.notice').length").await, 0);
    browser.click("#detect-json").await;
    assert_eq!(browser.downloaded("detectors.json").await, compared_natively(&link).into_bytes());

    // Both are stopped at once.
    browser.click("#detect").await;
    browser.until("progress", "return document.querySelector('.detect progress') !== null").await;
    browser.click("#detect-cancel").await;
    browser.until("the end", "return document.querySelector('.detect progress') === null && document.querySelector('#detect').disabled === false").await;
    compared(&browser, 6).await;
    browser.end().await;
}

pub async fn options_are_chosen_a_comparison_is_cancelled_and_a_file_compared(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    // 60,000 rows wait for the button.
    browser.open(&format!("{}#v1.realistic&rows=60000&view=detect", site.page())).await;
    browser.until("the button", "return document.querySelector('#detect')?.disabled === false").await;
    assert_eq!(browser.text("#detectors").await, "");
    browser.click("#detect").await;
    browser.until("progress", "return document.querySelector('.detect progress') !== null").await;
    browser.click("#detect-cancel").await;
    browser.until("the end", "return document.querySelector('.detect progress') === null && document.querySelector('#detect').disabled === false").await;

    // A file, with options of its own.
    browser.click("#detect-choose-first").await;
    let folder = tempfile::tempdir().unwrap();
    let mut lines = "size;kind;verdict\n".to_owned();
    for row in 0..400 {
        let verdict = if row % 8 == 0 { "evil" } else { "fine" };
        let size = if row % 8 == 0 { row * 5 % 83 + 20 } else { row * 7 % 61 };
        lines += &format!("{size};{};{verdict}\n", ["a", "b"][row % 2]);
    }
    let own = folder.path().join("own.csv");
    std::fs::write(&own, &lines).unwrap();
    browser.find("#detect-own-file").await.send_keys(own.to_str().unwrap()).await.unwrap();
    browser.until("the file", "return document.querySelector('#detect-source')?.textContent.includes('own.csv: 400 rows') && document.querySelector('#detect-target')?.value === 'verdict'").await;
    assert_eq!(browser.accessibility_violations().await, Vec::<String>::new());
    // What is out of range is marked, and nothing is started.
    browser.choose("#detect-train-share", "99").await;
    browser.until("the mark", "return document.querySelector('#detect-train-share').getAttribute('aria-invalid') === 'true' && document.querySelector('#detect-options-run').disabled").await;
    browser.choose("#detect-train-share", "60").await;
    browser.until("no mark", "return !document.querySelector('#detect-options-run').disabled").await;
    browser.click("#detect-options-run").await;
    // There is no threat score in a file of anyone's: it is said, at the end.
    browser
        .until(
            "the report",
            "return document.querySelector('#detect-skipped')?.textContent.includes('Threat Score') === true",
        )
        .await;
    assert!(browser.text(".detect .meaning").await.contains("own.csv"));
    assert!(browser.text("#workspace-detect").await.contains("no answer key"));
    // Back to the dataset, the report says that it is of other data.
    browser.click("#detect-choose").await;
    browser.click("#detect-dataset").await;
    browser.dismiss().await;
    browser.until("the mark", "return document.querySelector('#detect-stale') !== null").await;
    browser.end().await;
}

/// Detectors are tried on what Balance made, and the rows that it added pass for nobody's test rows.
pub async fn balanced_rows_are_tried(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    let link = "v1.realistic&rows=2000&detect.detectors=forest,ecod&view=balance";
    browser.open(&format!("{}#{link}", site.page())).await;
    browser.until("the button", "return document.querySelector('#balance')?.disabled === false").await;
    browser.click("#balance").await;
    browser.until("the result", "return document.querySelector('#balance-detect') !== null").await;
    browser.click("#balance-detect").await;
    compared(&browser, 2).await;
    let basis = browser.text(".detect .meaning").await;
    assert!(basis.contains("cybersecurity_dataset_train_balanced.csv"), "{basis}");
    let told = browser.text("#workspace-detect").await;
    assert!(told.contains("Detectors learned from") && told.contains("None is in the test part."), "{told}");
    assert_eq!(browser.accessibility_violations().await, Vec::<String>::new());
    // The dataset is a click away.
    browser.click("#detect-choose").await;
    assert!(browser.text("#detect-source").await.contains("train_balanced.csv"));
    browser.click("#detect-dataset").await;
    browser.dismiss().await;
    browser.until("the mark", "return document.querySelector('#detect-stale') !== null").await;
    browser.end().await;
}

/// The reading of a large file is cancelled, in Detect and in Explore: what was there before stays.
pub async fn the_opening_of_a_file_is_cancelled(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#{SMALL}", site.page())).await;
    compared(&browser, 6).await;
    let folder = tempfile::tempdir().unwrap();
    let large = folder.path().join("large.csv");
    let lines: String = (0..2_000_000).map(|row| format!("{row},{},{}\n", row % 977, row % 2)).collect();
    std::fs::write(&large, format!("number,size,label\n{lines}")).unwrap();
    let large = large.to_str().unwrap();

    browser.click("#detect-choose").await;
    browser.find("#detect-own-file").await.send_keys(large).await.unwrap();
    browser.dismiss().await;
    browser.until("progress", "return document.querySelector('#detect-cancel') !== null").await;
    browser.click("#detect-cancel").await;
    browser.until("the end", "return document.querySelector('#detect-cancel') === null && !document.querySelector('#detect').disabled").await;
    assert_eq!(browser.script("return document.querySelectorAll('#detectors tbody tr').length").await, 6);
    browser.click("#detect-choose").await;
    assert!(browser.text("#detect-source").await.contains("as generated"));
    browser.dismiss().await;

    browser.visit("explore").await;
    browser.find("#explore-file").await.send_keys(large).await.unwrap();
    let cancel = "#explore-source .progress button";
    browser.until("progress", &format!("return document.querySelector('{cancel}') !== null")).await;
    browser.click(cancel).await;
    browser.until("the end", &format!("return document.querySelector('{cancel}') === null")).await;
    assert_eq!(
        browser.script("return document.querySelector('#source-file')").await,
        serde_json::Value::Null
    );
    assert_eq!(browser.text("#explore-rows").await, "3,000 rows");
    browser.end().await;
}

pub async fn curves_are_drawn_and_cancelled(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    let link = "v1.realistic&rows=2500&detect.detectors=forest,boosting,ecod,score&view=detect";
    browser.open(&format!("{}#{link}", site.page())).await;
    compared(&browser, 4).await;
    browser.click("input[name=detect-axis][value=difficulty]").await;
    browser.click("#sweep").await;
    let drawn = "return document.querySelectorAll('#sweep-table tbody tr').length === 4 && document.querySelectorAll('#sweep-table thead .number').length === 6";
    browser.until("the curves", drawn).await;
    let finding = browser.text("#sweep-finding").await;
    assert!(finding.contains("at difficulty 0") && finding.contains("at difficulty 1"), "{finding}");
    assert_eq!(browser.text("#detect-status").await, finding);
    assert_eq!(browser.accessibility_violations().await, Vec::<String>::new());
    // A detector is chosen in the table; the other figure is another curve and another table.
    browser.click("#sweep-table tr[data-detector=ecod] button").await;
    browser.until("the choice", "return document.querySelector('.sweep .detector.chosen') !== null && document.querySelector('#sweep-table tr.chosen').dataset.detector === 'ecod'").await;
    let cells = "return [...document.querySelectorAll('#sweep-table tr[data-detector=ecod] .number')].map((cell) => Number(cell.textContent))";
    let before = browser.script(cells).await;
    browser.click("input[name=detect-figure][value='Avg. precision']").await;
    browser.until("the other figure", "return document.querySelector('.sweep svg[role=img]').getAttribute('aria-label').startsWith('Avg')").await;
    let after = browser.script(cells).await;
    assert_ne!(before, after);
    let falls = |cells: &serde_json::Value| cells[0].as_f64().unwrap() > cells[5].as_f64().unwrap() + 0.2;
    assert!(falls(&before) && falls(&after), "{before} {after}");
    browser.click("#sweep-json").await;
    let saved = browser.downloaded("detectors-by-difficulty.json").await;
    let sweep: serde_json::Value = serde_json::from_slice(&saved).unwrap();
    assert_eq!((sweep["points"].as_array().unwrap().len(), &sweep["axis"]), (6, &json!("Difficulty")));
    // Others are cancelled where they were started: none are there, and those that were drawn before stay.
    browser.click("input[name=detect-axis][value=anomaly-share]").await;
    browser.until("no curves", "return document.querySelector('#sweep-table') === null && document.querySelector('#sweep').textContent === 'Draw'").await;
    browser
        .script(
            "document.querySelector('#sweep').focus(); document.querySelector('#sweep').click(); return true",
        )
        .await;
    browser.until("a cancel with the focus", "return document.activeElement?.id === 'sweep-cancel'").await;
    browser.click("#sweep-cancel").await;
    browser.until("the end", "return document.querySelector('.sweep progress') === null && document.activeElement?.id === 'sweep'").await;
    let is_empty = "return document.querySelector('#sweep-table') === null && document.querySelector('#sweep').textContent === 'Draw'";
    assert_eq!(browser.script(is_empty).await, true);
    browser.click("input[name=detect-axis][value=difficulty]").await;
    browser.until("the curves", drawn).await;
    // A file that cannot be read afterwards is the header's to tell.
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.csv");
    std::fs::write(&own, "alone\n1\n").unwrap();
    browser.click("#detect-choose").await;
    browser.find("#detect-own-file").await.send_keys(own.to_str().unwrap()).await.unwrap();
    browser.until("the problem", "return document.querySelector('.detect .summary .problem')?.textContent.includes('single cell') === true").await;
    browser.dismiss().await;
    assert_eq!(site.violations(), 0, "of the content policy");
    browser.end().await;
}

pub async fn a_column_that_tells_the_classes_apart_is_named(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    let link = "v1.classic&rows=2000&detect.detectors=logistic,ecod&view=detect";
    browser.open(&format!("{}#{link}", site.page())).await;
    compared(&browser, 2).await;
    assert!(browser.text("#detect-giveaway").await.contains("tell"));
    browser.click("input[name=detect-axis][value=difficulty]").await;
    browser.until("the reason", "return document.querySelector('.sweep .help').textContent.includes('no difficulty') && document.querySelector('#sweep').disabled").await;
    browser.click("input[name=detect-axis][value=rows]").await;
    browser.until("the button", "return !document.querySelector('#sweep').disabled").await;
    browser.click("#detect-giveaway button").await;
    browser
        .until("the audit", "return !document.querySelector('#workspace-audit').classList.contains('away')")
        .await;
    browser.end().await;
}
