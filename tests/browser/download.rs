//! Large downloads go straight to a file; what can go wrong on the way is told, and leaves nothing behind.

use cyberdatagen::engine::export::card::Fingerprint;
use serde_json::json;

use super::{Browser, Kind, Site};

/// Lets files be chosen without the system's dialog: in the folder that the browser keeps for the page, where writing is the same.
const CHOOSE: &str = "
    window.showSaveFilePicker = async ({ suggestedName }) =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    return true";

/// What stands in that folder under a name: its size and SHA-256, or nothing.
const FOUND: &str = "
    const [name, done] = arguments;
    (async () => {
      const folder = await navigator.storage.getDirectory();
      const file = await (await folder.getFileHandle(name)).getFile();
      const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
      return [file.size, [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')];
    })().then(done, (error) => done(error.name));";

const NAME: &str = "cybersecurity_dataset_combined.json";

/// Rows that take more than 200 MB as JSON.
const ROWS: u32 = 260_000;

async fn choose_large(browser: &Browser) {
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser.script("document.querySelector('[name=download-format][value=json]').click(); return true").await;
    let known = format!(
        "return document.querySelector('#download-summary').textContent.startsWith('{NAME}, about 2')"
    );
    browser.until("its size", &known).await;
}

pub async fn a_large_download_goes_straight_to_a_file(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&site.page()).await;
    browser.generate_rows(ROWS).await;
    let folder = tempfile::tempdir().unwrap();
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args(["generate", "--rows", &ROWS.to_string(), "--format", "json", "--out"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(command.status.success());
    let expected = std::fs::read(folder.path().join(NAME)).unwrap();
    let mut fingerprint = Fingerprint::new(NAME);
    fingerprint.update(&expected);
    choose_large(&browser).await;
    if kind == Kind::Firefox {
        // It has no such dialog: the file is saved once it is complete.
        assert_eq!(browser.script("return 'showSaveFilePicker' in window").await, json!(false));
        browser.download().await;
        assert!(browser.downloaded(NAME).await == expected);
        return browser.end().await;
    }

    // The dialog is closed without a choice, or the browser does not let it open.
    for (error, notice) in [("AbortError", "No file was chosen"), ("SecurityError", "did not save")] {
        let refuse = format!(
            "window.showSaveFilePicker = async () => {{ throw new DOMException('', '{error}'); }}; return true"
        );
        browser.script(&refuse).await;
        browser.download().await;
        browser.notice(notice).await;
    }

    browser.script(CHOOSE).await;
    browser.download().await;
    browser.notice(&format!("Saved {NAME}.")).await;
    let found = browser.async_script(FOUND, vec![json!(NAME)]).await;
    assert_eq!(found, json!([expected.len(), fingerprint.sha256()]));

    // What is stopped leaves what was there before.
    browser.download().await;
    browser
        .until("some progress", "return document.querySelector('.download-actions progress')?.value > 5")
        .await;
    browser.click("#download-cancel").await;
    browser.notice("Cancelled").await;
    assert_eq!(browser.async_script(FOUND, vec![json!(NAME)]).await[0], json!(expected.len()));

    // So does a tab that is closed in the middle of it.
    browser.download().await;
    browser
        .until("some progress", "return document.querySelector('.download-actions progress')?.value > 5")
        .await;
    browser.driver.goto("about:blank").await.unwrap();
    browser.open(&site.page()).await;
    let found = browser.async_script(FOUND, vec![json!(NAME)]).await;
    assert_eq!(found, json!([expected.len(), fingerprint.sha256()]));

    assert_eq!(site.violations(), 0, "of the content policy");
    browser.end().await;
}

/// More rows than the dataset has, or than the page could hold, are drawn as they are written.
pub async fn more_rows_are_written_than_the_dataset_has(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&site.page()).await;
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser.type_into("#download-rows", "all").await;
    browser.until("what is wrong", "return document.querySelector('#download-start').disabled").await;
    assert!(browser.text("#download-rows-help").await.contains("whole number"));
    browser.type_into("#download-rows", "30000").await;
    let counted = "return document.querySelector('.download-choices').textContent.includes('30,000 rows')";
    browser.until("the rows", counted).await;
    browser.download().await;
    let written = browser.downloaded("cybersecurity_dataset_combined.csv").await;
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args(["generate", "--rows", "30000", "--stdout"])
        .output()
        .unwrap();
    assert!(written == command.stdout, "{} bytes and {}", written.len(), command.stdout.len());
    browser.end().await;
}

/// Nothing is left under a name that there was not before. In Chromium, which alone can be given a small disk.
pub async fn a_full_disk_is_told_and_leaves_nothing(kind: Kind) {
    if kind == Kind::Firefox {
        return;
    }
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&site.page()).await;
    // Before anything is written: the browser goes by the quota that it knows.
    let origin = format!("http://{}", site.address);
    let quota = json!({ "origin": origin, "quotaSize": 50_000_000 });
    browser.driver.cdp().send_raw("Storage.overrideQuotaForOrigin", quota).await.expect("a quota");
    browser.generate_rows(ROWS).await;
    choose_large(&browser).await;
    browser.script(CHOOSE).await;
    browser.download().await;
    browser.notice("disk is full").await;
    assert_eq!(browser.async_script(FOUND, vec![json!(NAME)]).await, json!("NotFoundError"));
    // The dataset is still there.
    browser.dismiss().await;
    browser.click("#cell-3-0").await;
    browser.end().await;
}

pub async fn a_missing_jobs_module_is_explained(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&site.page_without_jobs()).await;
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser.download().await;
    browser.notice("could not be loaded").await;
    browser.dismiss().await;
    browser.click("#cell-3-0").await;
    site.restore();
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser.download().await;
    assert!(!browser.downloaded("cybersecurity_dataset_combined.csv").await.is_empty());
    browser.end().await;
}
