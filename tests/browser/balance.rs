//! Balance, as a visitor uses it.

use std::process::Command;

use serde_json::json;

use super::browser::{Browser, Kind};
use super::open;
use super::site::Site;

/// Waits until there is something to balance.
async fn form(browser: &Browser) {
    browser.visit("balance").await;
    browser.until("the form", "return document.querySelector('#balance')?.disabled === false").await;
}

/// Presses the button and waits for the report.
async fn balance(browser: &Browser) {
    browser.click("#balance").await;
    browser
        .until(
            "the report",
            "return document.querySelector('#balance-status').textContent.startsWith('Done')",
        )
        .await;
}

/// The files of `cyberdatagen balance`.
fn command_line(arguments: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .arg("balance")
        .args(arguments)
        .arg("--out")
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(command.status.success(), "{}", String::from_utf8_lossy(&command.stderr));
    folder
}

pub async fn balanced_files_equal_the_command_lines(kind: Kind) {
    let (_site, browser) = open(kind).await;
    form(&browser).await;
    browser.choose("#balance-method", "smote").await;
    browser.choose("#balance-k", "3").await;
    browser
        .until(
            "the link",
            "return location.hash === '#v1.classic&balance.k=3&balance.method=smote&view=balance'",
        )
        .await;
    balance(&browser).await;
    let folder = command_line(&["--preset", "classic", "--method", "smote", "--k", "3"]);
    for (button, part) in [("#balance-train", "train_balanced"), ("#balance-test", "test")] {
        let name = format!("cybersecurity_dataset_{part}.csv");
        browser.click(button).await;
        let expected = std::fs::read(folder.path().join(&name)).unwrap();
        assert!(browser.downloaded(&name).await == expected, "{name} differs");
    }
    // Quality is never shown without the distance to the closest real row.
    let quality = browser.text("#balance-quality").await;
    assert!(
        quality.contains("Column shapes")
            && quality.contains("Distance to closest record")
            && quality.contains("random rows"),
        "{quality}"
    );
    // Rows on the line between two rows, with the categories of one of them, are nearly copies, and the page says so.
    assert!(browser.text("#balance-distance .warning").await.contains("nearly copies"));
    // The bars have both classes, real rows and synthetic ones.
    assert!(browser.text("#balance-legend").await.contains("synthetic (hatched)"));
    assert_eq!(
        browser.script("return document.querySelectorAll('.balance .bars .synthetic').length").await,
        json!(1)
    );
    // The picture is drawn, with what is to be seen in it.
    browser
        .until(
            "the picture",
            "return document.querySelector('#balance-chart').clientHeight > 50 && document.querySelector('#balance-chart-finding').textContent.includes('synthetic')",
        )
        .await;
    assert!(
        browser.script("return document.querySelectorAll('#balance-counts tbody tr').length").await.as_u64()
            >= Some(2)
    );
    assert_eq!(browser.accessibility_violations().await, Vec::<String>::new());
    // A result that is of other options than those that are shown says so, until they are chosen again.
    assert_eq!(browser.text("#balance-stale").await, "");
    browser.choose("#balance-k", "4").await;
    browser
        .until(
            "the mark",
            "return document.querySelector('#balance-stale')?.textContent.includes('other options') ?? false",
        )
        .await;
    browser.choose("#balance-k", "3").await;
    browser.until("no mark", "return document.querySelector('#balance-stale') === null").await;
    // Whoever opens the link finds the options.
    let address = browser.script("return location.href").await;
    let address = address.as_str().unwrap().to_owned();
    browser.end().await;
    let other = Browser::start(kind, true).await;
    other.open(&address).await;
    form(&other).await;
    assert_eq!(other.script("return document.querySelector('#balance-k').value").await, json!("3"));
    assert_eq!(other.script("return document.querySelector('#balance-method').value").await, json!("smote"));
    other.end().await;
}

pub async fn a_csv_of_ones_own_is_balanced(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&site.page()).await;
    form(&browser).await;
    let folder = tempfile::tempdir().unwrap();
    let mut lines = "size;kind;verdict\n".to_owned();
    for row in 0..300 {
        let verdict = if row % 10 == 0 { "evil" } else { "fine" };
        lines += &format!("{};{};{verdict}\n", row * 7 % 61, ["a", "b"][row % 2]);
    }
    let own = folder.path().join("own.csv");
    std::fs::write(&own, &lines).unwrap();
    let broken = folder.path().join("broken.csv");
    std::fs::write(&broken, "a,b\n1,2\n1,2,3\n").unwrap();

    // A file that cannot be read is told with its line, and the dataset is there as before.
    browser.find("#balance-own-file").await.send_keys(broken.to_str().unwrap()).await.unwrap();
    browser
        .until(
            "the problem",
            "return document.querySelector('.balance .problem[role=alert]')?.textContent.includes('Line 3')",
        )
        .await;
    assert!(!browser.text("#balance-source").await.contains("broken.csv"));

    browser.find("#balance-own-file").await.send_keys(own.to_str().unwrap()).await.unwrap();
    browser
        .until(
            "the file",
            "return document.querySelector('#balance-source').textContent.includes('300 rows, 3 columns')",
        )
        .await;
    assert_eq!(
        browser.script("return document.querySelector('#balance-target').value").await,
        json!("verdict")
    );
    balance(&browser).await;
    let folder = command_line(&["--input", own.to_str().unwrap(), "--target", "verdict"]);
    browser.click("#balance-train").await;
    let expected = std::fs::read(folder.path().join("own_train_balanced.csv")).unwrap();
    assert!(browser.downloaded("own_train_balanced.csv").await == expected);
    assert_eq!(site.violations(), 0, "of the content policy");
    let foreign = "return performance.getEntriesByType('resource').filter((entry) => !entry.name.startsWith(location.href.split('#')[0])).length";
    assert_eq!(browser.script(foreign).await, json!(0), "the file stays in the tab");
    browser.end().await;
}

pub async fn a_balancing_is_cancelled_and_what_cannot_be_done_is_told(kind: Kind) {
    let (_site, browser) = open(kind).await;
    form(&browser).await;
    // Before anything is balanced, the classes are shown as they are.
    assert!(browser.text("#balance-before").await.contains("Anomalous"));
    // A class of too few rows for k.
    browser.choose("#balance-k", "900").await;
    browser.until("the link", "return location.hash.includes('balance.k=900')").await;
    browser.click("#balance").await;
    browser
        .until(
            "the remedy",
            "return document.querySelector('.balance .problem[role=alert]')?.textContent.includes('k = ')",
        )
        .await;
    // It stands at the option as well.
    assert!(browser.text("#balance-k-problem").await.contains("Use k = "));
    // What is out of range is marked, and nothing is started.
    browser.choose("#balance-k", "0").await;
    browser.until("the mark", "return document.querySelector('#balance-k').getAttribute('aria-invalid') === 'true' && document.querySelector('#balance').disabled").await;
    // What was typed is still there, with why it cannot be used.
    assert_eq!(browser.script("return document.querySelector('#balance-k').value").await, json!("0"));
    assert!(browser.text("#balance-k-problem").await.contains("out of range"));
    browser.choose("#balance-k", "5").await;
    // A ratio and rows by class are typed.
    browser.choose("#balance-strategy", "counts").await;
    browser
        .until(
            "the counts",
            "return document.querySelector('#balance-strategy-text').value.startsWith('Anomalous=')",
        )
        .await;
    browser.choose("#balance-strategy", "auto").await;
    browser.until("no counts", "return !location.hash.includes('balance.strategy')").await;
    browser.generate_rows(300_000).await;
    browser.until("the button", "return !document.querySelector('#balance').disabled").await;
    browser.click("#balance").await;
    browser.until("progress", "return document.querySelector('.balance progress') !== null").await;
    browser.click("#balance-cancel").await;
    browser.until("the end", "return document.querySelector('.balance progress') === null && document.querySelector('#balance-k').value === '5'").await;
    assert_eq!(browser.text("[data-testid=row-count]").await, "300,000 rows");
    browser.end().await;
}
