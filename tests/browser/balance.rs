//! Balance, as a visitor uses it.

use std::process::Command;

use serde_json::json;

use super::browser::{Browser, Kind};
use super::open;
use super::site::Site;

/// Waits until there is something to balance.
async fn form(browser: &Browser) {
    browser.until("the form", "return document.querySelector('#balance')?.disabled === false").await;
}

/// Presses the button and waits for the report.
async fn balance(browser: &Browser) {
    browser.click("#balance").await;
    browser.until("the report", "return document.querySelector('#balance-verdict') !== null").await;
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
        .until("the link", "return location.hash === '#v1.classic&balance.k=3&balance.method=smote'")
        .await;
    balance(&browser).await;
    let folder = command_line(&["--preset", "classic", "--method", "smote", "--k", "3"]);
    for (place, part) in [(1, "train_balanced"), (2, "test")] {
        let name = format!("cybersecurity_dataset_{part}.csv");
        browser.click(&format!(".balance .downloads li:nth-child({place}) button")).await;
        let expected = std::fs::read(folder.path().join(&name)).unwrap();
        assert!(browser.downloaded(&name).await == expected, "{name} differs");
    }
    // Quality is never shown without the distance to the closest real row.
    let report = browser.text(".balance .report").await;
    assert!(
        report.contains("Distance to the closest real row") && report.contains("random rows"),
        "{report}"
    );
    // The picture is drawn, before and after, with a table of its numbers.
    browser
        .until(
            "the picture",
            "const picture = document.querySelector('.components img'); return picture.complete && picture.naturalWidth > 0 && picture.alt.includes('synthetic')",
        )
        .await;
    assert!(
        browser.script("return document.querySelectorAll('.components tbody tr').length").await.as_u64()
            >= Some(2)
    );
    assert_eq!(browser.accessibility_violations().await, Vec::<String>::new());
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
    browser.find("#own-csv-file").await.send_keys(broken.to_str().unwrap()).await.unwrap();
    browser
        .until(
            "the problem",
            "return document.querySelector('.balance .problem[role=alert]')?.textContent.includes('Line 3')",
        )
        .await;
    assert!(!browser.text("#balance-source").await.contains("broken.csv"));

    browser.find("#own-csv-file").await.send_keys(own.to_str().unwrap()).await.unwrap();
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
    browser.click(".balance .downloads li:nth-child(1) button").await;
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
    // What is out of range is marked, and nothing is started.
    browser.choose("#balance-k", "0").await;
    browser.until("the mark", "return document.querySelector('#balance-k').getAttribute('aria-invalid') === 'true' && document.querySelector('#balance').disabled").await;
    // What was typed is still there, with why it cannot be used.
    assert_eq!(browser.script("return document.querySelector('#balance-k').value").await, json!("0"));
    assert!(browser.text("#balance-k-problem").await.contains("out of range"));
    browser.choose("#balance-k", "5").await;
    browser.generate_rows(300_000).await;
    browser.until("the button", "return !document.querySelector('#balance').disabled").await;
    browser.click("#balance").await;
    browser.until("progress", "return document.querySelector('.balance progress') !== null").await;
    browser.click("#balance-cancel").await;
    browser.until("the end", "return document.querySelector('.balance progress') === null && document.querySelector('#balance-k').value === '5'").await;
    assert_eq!(browser.text("[data-testid=row-count]").await, "300,000 rows");
    browser.end().await;
}
