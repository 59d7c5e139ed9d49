//! Respond, as a class and an analyst use it.

use std::process::Command;

use cyberdatagen::engine::Generator;
use cyberdatagen::engine::configuration::link::Link;
use cyberdatagen::engine::export::{Download, Encoding, Export, File, View};
use serde_json::json;
use thirtyfour::prelude::*;

use super::browser::{Browser, Kind};
use super::faults::{REMEMBER, kill};
use super::site::Site;

/// Rows that have come.
const CAME: &str = "const [, came] = document.querySelector('#monitor-rows').textContent.match(/row ([\\d,]+) of/) ?? [, '0']; return Number(came.replaceAll(',', ''))";

async fn came(browser: &Browser) -> u64 {
    browser.script(CAME).await.as_u64().unwrap()
}

/// A browser with a stream that is ready to begin.
async fn watching(kind: Kind, link: &str) -> (Site, Browser) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#{link}", site.page())).await;
    browser.until("a stream", "return document.querySelector('#monitor-start')?.disabled === false").await;
    (site, browser)
}

/// Lets rows come at a pace until there are so many.
async fn run(browser: &Browser, pace: &str, rows: u64) {
    browser.choose("#monitor-pace", pace).await;
    browser.click("#monitor-start").await;
    browser.until("rows", &CAME.replace("return Number(", &format!("return {rows} <= Number("))).await;
    browser.click("#monitor-start").await;
    browser.until("a pause", "return document.querySelector('#monitor-start').textContent !== 'Pause'").await;
}

pub async fn a_stream_is_watched_and_an_alert_explained(kind: Kind) {
    let (site, browser) = watching(kind, "v1.realistic&view=respond").await;
    browser.click("#monitor-step").await;
    browser.until("the first row", &CAME.replace("return Number(", "return 1 === Number(")).await;
    run(&browser, "1000", 800).await;
    // The list waits for whoever is at it.
    let pointer = |event: &str| {
        format!(
            "document.querySelector('#alert-list').dispatchEvent(new PointerEvent('{event}', {{ pointerType: 'mouse' }})); return true"
        )
    };
    browser.script(&pointer("pointerenter")).await;
    let first = "return document.querySelector('#alert-list > li').textContent";
    let held = browser.script(first).await;
    let now = came(&browser).await;
    run(&browser, "200", now + 150).await;
    assert!(browser.text("#alerts-wait").await.contains("The list waits"));
    assert_eq!(browser.script(first).await, held);
    browser.script(&pointer("pointerleave")).await;
    browser.until("the newest alerts", &format!("{first} !== {held}", first = first)).await;
    assert_eq!(browser.text("#alerts-wait").await, "");
    // By keys the focus goes through the list, which waits until it is left.
    browser.click("#monitor-start").await;
    browser
        .script(
            "document.querySelector('#alert-list > li button').focus({ focusVisible: true }); return true",
        )
        .await;
    let second = "return document.querySelector('#alert-list > li:nth-child(2)').textContent";
    let second = browser.script(second).await;
    for _ in 0..3 {
        browser.press(false, Key::Tab).await;
    }
    let at = "return document.activeElement.closest('#alert-list > li')?.textContent";
    assert_eq!(browser.script(at).await, second);
    let waits = "return document.querySelector('#alerts-wait').textContent.startsWith('The list waits')";
    browser.until("new alerts", waits).await;
    assert_eq!(browser.script(at).await, second);
    browser.click("#monitor-start").await;
    browser.until("the newest alerts", &waits.replace("return ", "return !")).await;
    // Row by row.
    let before = came(&browser).await;
    browser.click("#monitor-step").await;
    browser
        .until("one row more", &CAME.replace("return Number(", &format!("return {} === Number(", before + 1)))
        .await;
    let open = "return Number(document.querySelector('#monitor-open').textContent.replaceAll(',', ''))";
    let alerts = browser.script(open).await.as_u64().unwrap();
    assert!(alerts > 20, "{alerts}");

    // Why, and what was done.
    browser.click("#alert-list > li:nth-child(2) button").await;
    browser
        .until("the reasons", "return document.querySelectorAll('#why .contributions > div').length > 3")
        .await;
    let title = browser.text("#why-heading").await;
    assert_eq!(title, browser.text("#alert-list > li.chosen strong").await);
    let sum = "return [...document.querySelectorAll('#why .contributions .number')].reduce((sum, part) => sum + Number(part.textContent), 0)";
    let sum = browser.script(sum).await.as_f64().unwrap();
    let said = browser.text("#why > .help").await;
    let score: f64 = said.split("score ").nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
    assert!((sum - score).abs() < 0.06, "{sum} {said}");
    assert!(browser.text("#why .past tbody tr:first-child").await.contains("alert"));
    assert_eq!(browser.accessibility_violations().await, [""; 0]);

    // Taking note counts, in the stream's own time.
    browser.click("#alert-list > li:nth-child(2) button.quiet").await;
    let one_less = format!("{} === {}", open, alerts - 1);
    browser.until("one open alert less", &one_less).await;
    assert_ne!(browser.text("#monitor-respond").await, "–");
    browser.click("#acknowledge-all").await;
    browser.until("no open alert", &format!("{open} === 0")).await;
    browser.script("document.querySelector('[name=alerts][value=acknowledged]').click(); return true").await;
    browser
        .until("acknowledged ones", "return document.querySelectorAll('#alert-list > li').length > 10")
        .await;
    browser.type_into("#alerts-search", "critical").await;
    browser.until("critical ones alone", "return [...document.querySelectorAll('#alert-list > li')].every((item) => item.querySelector('.dot').classList.contains('level-critical') || item.textContent.toLowerCase().includes('critical'))").await;

    // The row in Data.
    browser.click("#show-in-data").await;
    browser.until("the row", "return !document.querySelector('#workspace-data').classList.contains('away') && document.querySelector('#details:not([hidden]) #row-score') !== null").await;
    assert_eq!(browser.text("#details .lead").await, title, "{}", browser.text("#details-heading").await);
    browser.visit("respond").await;
    browser.click("#monitor-reset").await;
    browser.until("the start", "return document.querySelectorAll('#alert-list > li').length === 0").await;
    assert_eq!(came(&browser).await, 0);
    assert_eq!(site.violations(), 0, "of the content policy");
    browser.end().await;
}

pub async fn a_launched_attack_is_found_and_the_log_is_that_of_the_shell(kind: Kind) {
    let (_site, browser) = watching(kind, "v1.realistic&view=respond&rows=4000").await;
    run(&browser, "500", 300).await;
    let at = came(&browser).await;
    browser.click("#monitor-launch").await;
    browser.choose("#launch-kind", "bulk_exfiltration").await;
    browser.choose("#launch-difficulty", "0.05").await;
    // What cannot be is told, and kept.
    browser.type_into("#launch-user", "900").await;
    browser.until("what is wrong", "return document.querySelector('#launch-user-problem').textContent.includes('1 to 200') && document.querySelector('#launch').disabled").await;
    browser.type_into("#launch-user", "7").await;
    browser.type_into("#launch-rows", "25").await;
    browser.click("#launch").await;
    browser
        .until(
            "the attack",
            "return document.querySelector('#monitor-attack')?.textContent === 'Bulk exfiltration on User_7'",
        )
        .await;
    assert!(browser.text("#monitor-rows").await.contains("of 4,025"));
    run(&browser, "1000", at + 700).await;
    let found = browser.text("#monitor-attack-found").await;
    assert!(found.starts_with("25 of 25 rows seen") && found.contains("found after"), "{found}");

    let until = came(&browser).await;
    browser.click("#save-log").await;
    let saved = browser.downloaded("monitor_log.jsonl").await;
    let launch = format!("bulk_exfiltration at={at} user=7 rows=25 difficulty=0.05");
    let command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args([
            "stream",
            "--rows",
            "4000",
            "--rate",
            "max",
            "--launch",
            &launch,
            "--until-row",
            &until.to_string(),
        ])
        .output()
        .unwrap();
    assert!(command.status.success(), "{command:?}");
    assert!(saved == command.stdout, "{} of {} bytes", saved.len(), command.stdout.len());
    browser.end().await;
}

/// What Leptos keeps of views that were there before shows here: it was 11 kB a second.
pub async fn a_watched_stream_keeps_the_pages_memory_as_it_is(kind: Kind) {
    let (_site, browser) = watching(kind, "v1.realistic&rows=200000&view=respond").await;
    let memory = "return window.wasmBindings.default().then(({ memory }) => memory.buffer.byteLength)";
    run(&browser, "5000", 40_000).await;
    let before = browser.script(memory).await.as_u64().unwrap();
    run(&browser, "5000", 140_000).await;
    let after = browser.script(memory).await.as_u64().unwrap();
    // WebAssembly's memory grows by pages of 64 KiB.
    assert!(after <= before + 65_536, "{before} bytes before 100,000 rows, {after} after");
}

pub async fn a_watched_stream_outlives_its_worker(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&site.page()).await;
    browser.script(REMEMBER).await;
    browser.visit("respond").await;
    browser.until("a stream", "return document.querySelector('#monitor-start')?.disabled === false").await;
    run(&browser, "500", 400).await;
    let before = came(&browser).await;
    kill(&browser).await;
    browser.until("a stop", "return document.querySelector('#monitor-start')?.disabled === false").await;
    assert_eq!(came(&browser).await, before);
    run(&browser, "500", before + 100).await;
    browser.end().await;
}

pub async fn the_threat_score_is_edited_and_calibrated(kind: Kind) {
    let (_site, browser) = {
        let site = Site::start().await;
        let browser = Browser::start(kind, false).await;
        browser.open(&format!("{}#v1.realistic&view=respond&respond.part=score", site.page())).await;
        (site, browser)
    };
    let moved =
        |text: &str| format!("return document.querySelector('#score-moved')?.textContent === '{text}'");
    browser.until("no row moved", &moved("0 of 10,000 rows change level.")).await;
    browser.choose("#score-profile", "notebook").await;
    browser.until("a level out of reach", "return document.querySelector('#score-unreachable')?.textContent.includes('No row can be Critical') === true").await;
    assert_eq!(browser.text("#score-range").await, "A row can score 1.4 to 8.");
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    // Taken back in the configuration.
    browser.choose("#score-profile", "calibrated").await;
    browser.until("no row moved", &moved("0 of 10,000 rows change level.")).await;
    let weight = "#score-indicators tbody tr:first-child input";
    browser.type_into(weight, "much").await;
    browser.until("what is wrong", "return document.querySelector('#workspace-respond .problem:not(:empty)')?.textContent.includes('not a number') === true").await;
    assert_eq!(browser.find(weight).await.value().await.unwrap().as_deref(), Some("much"));
    browser.type_into(weight, "0.5").await;
    browser
        .until("rows that moved", "return /^[1-9]/.test(document.querySelector('#score-moved').textContent)")
        .await;

    // What a team can handle.
    browser.type_into("#alert-budget", "2").await;
    browser
        .until(
            "thresholds",
            "return document.querySelector('#calibration-said').textContent.includes('alerts a day')",
        )
        .await;
    browser.click("#calibrate").await;
    browser.until("them in use", "const [high] = document.querySelector('#calibration-said').textContent.match(/High from ([\\d.]+)/).slice(1); return [...document.querySelectorAll('.threshold-field input')][1].value === high").await;
    browser.script("document.querySelector('#calibration-plot').focus(); return true").await;
    browser.press(false, Key::PageUp).await;
    browser.until("twice as many", "return document.querySelector('#alert-budget').value === '4'").await;
    browser.until("the link", "return location.hash.includes('scoring.threshold.high=')").await;
    browser.end().await;
}

pub async fn rules_are_written_tried_and_shared(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&rows=3000&view=respond&respond.part=rules", site.page())).await;
    browser.until("what the rules do", "return document.querySelector('#playbook tbody tr') !== null").await;
    assert_eq!(browser.script("return document.querySelectorAll('#rule-list > li').length").await, json!(4));
    browser.click("#add-rule").await;
    browser.until("the rule", "return document.querySelectorAll('#rule-list > li').length === 5").await;
    let condition = "#rule-list > li:nth-child(5) .rule-condition";
    browser.type_into(condition, "login_tries > 5").await;
    browser.press(false, Key::Tab).await;
    browser.until("what is wrong", "return document.querySelector('#rule-4-problem').textContent.includes(\"There is no column 'login_tries'\")").await;
    assert_eq!(browser.find(condition).await.value().await.unwrap().as_deref(), Some("login_tries > 5"));
    browser.type_into(condition, "login_attempts > 2000").await;
    browser.press(false, Key::Tab).await;
    browser.until("that it never fires", "return document.querySelector('#rule-list > li:nth-child(5) .pill')?.textContent === 'never fires'").await;
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    browser.type_into(condition, "deviation(data_transfer_mb) > 2").await;
    browser.press(false, Key::Tab).await;
    browser.until("that it fires", "return /^[1-9][\\d,]* rows/.test(document.querySelector('#rule-list > li:nth-child(5) .hits').textContent)").await;
    let link = browser.script("return location.href").await.as_str().unwrap().to_owned();
    assert!(link.contains("respond.rules="), "{link}");

    // Files: what is wrong with one is told, and leaves the rules as they are; Sigma rules that were saved are read again.
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let broken = file("broken.txt", "first: login_attempts >> 5 -> look");
    let lines = file(
        "lines.txt",
        "# of a team\nfirst: login_attempts > 5 -> look\nsecond: cost > 10 -> \"ask, twice\"\n",
    );
    let sigma = std::process::Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args(["rules", "--sigma", "--rules-file", &lines])
        .output()
        .unwrap();
    let sigma = file("lines.yml", std::str::from_utf8(&sigma.stdout).unwrap());
    browser.find("#rules-file").await.send_keys(&broken).await.unwrap();
    browser.notice("a value is missing at character 24").await;
    assert_eq!(browser.script("return document.querySelectorAll('#rule-list > li').length").await, json!(5));
    let conditions = "return JSON.stringify([...document.querySelectorAll('#rule-list .rule-condition')].map((it) => it.value))";
    for path in [lines, sigma] {
        browser.find("#rules-file").await.send_keys(&path).await.unwrap();
        browser
            .until(
                "the rules",
                &format!("{conditions} === JSON.stringify(['login_attempts > 5', 'cost > 10'])"),
            )
            .await;
        browser.click("#reset-rules").await;
        browser
            .until("the shipped ones", "return document.querySelectorAll('#rule-list > li').length === 4")
            .await;
    }
    browser.end().await;

    // Somebody else opens the link; the monitor has the rule.
    let browser = Browser::start(kind, false).await;
    browser.open(&link).await;
    browser.until("the rule", "return document.querySelector('#rule-list > li:nth-child(5) .rule-condition')?.value === 'deviation(data_transfer_mb) > 2'").await;
    browser.script("document.querySelector('[name=respond-part][value=monitor]').click(); return true").await;
    browser.until("a stream", "return document.querySelector('#monitor-start')?.disabled === false").await;
    run(&browser, "1000", 1_500).await;
    let fired = "return [...document.querySelectorAll('[aria-labelledby=fired-heading] li')].map((item) => item.textContent)";
    let fired = browser.script(fired).await;
    let own =
        fired.as_array().unwrap().iter().find(|text| text.as_str().unwrap().starts_with("new_rule")).unwrap();
    assert_ne!(own.as_str().unwrap(), "new_rule0");
    browser.end().await;
}

pub async fn an_attack_of_ones_own_is_written_tried_kept_and_launched(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&rows=4000", site.page())).await;
    browser.open_groups().await;

    // A copy of a shipped attack, which is tried at once.
    browser.choose("#copied-attack", "bulk_exfiltration").await;
    browser.click("#copy-attack").await;
    browser
        .until(
            "a trial",
            "return document.querySelector('#attack-verdict')?.textContent.startsWith('The audit') === true",
        )
        .await;
    let head = browser.text("#attack-dialog table.figures thead").await;
    assert!(head.contains("Usual") && head.contains("Staging") && head.contains("Exfiltration"), "{head}");
    assert_eq!(browser.accessibility_violations().await, [""; 0]);

    // What is wrong is told, and cannot be kept.
    browser.type_into("#attack-name", "Ransomware").await;
    browser
        .until(
            "what is wrong",
            "return document.querySelector('#attack-dialog .problem')?.textContent.includes('name of its own') && document.querySelector('#keep-attack').disabled",
        )
        .await;
    browser.type_into("#attack-name", "Night shift leak").await;
    browser.type_into("#attack-weight", "30").await;
    browser.type_into(".attack-phase .attack-shifts input[id$='num-files-accessed']", "5.5").await;
    let files = "return Number([...document.querySelectorAll('#attack-dialog .figures tbody tr')].find((row) => row.textContent.startsWith('Num Files')).children[2].textContent.replaceAll(',', '')) > 60";
    browser.until("many files in its first phase", files).await;
    // A phase more and away again.
    browser.click("#add-phase").await;
    browser
        .until("a third phase", "return document.querySelectorAll('.attack-phase').length === 3 && document.querySelector('#keep-attack').disabled")
        .await;
    browser.click(".attack-phase:nth-of-type(3) button.quiet").await;
    browser.until("two phases", "return document.querySelectorAll('.attack-phase').length === 2 && !document.querySelector('#keep-attack').disabled").await;
    // Escape keeps what was typed at hand.
    browser.press(false, Key::Escape).await;
    browser.click("#resume-attack").await;
    browser.until("what was typed", "return document.querySelector('#attack-weight')?.value === '30'").await;
    browser.click("#keep-attack").await;
    browser
        .until(
            "the list",
            "return document.querySelector('.own-attacks li .name')?.textContent === 'Night shift leak'",
        )
        .await;
    browser.generate_rows(5_000).await;

    // It is in the link: whoever opens that can launch it, and edit it.
    let link = browser.script("return location.hash").await;
    browser.driver.goto("about:blank").await.unwrap();
    browser.open(&format!("{}{}", site.page(), link.as_str().unwrap())).await;
    browser.visit("respond").await;
    browser.until("a stream", "return document.querySelector('#monitor-start')?.disabled === false").await;
    run(&browser, "500", 200).await;
    browser.click("#monitor-launch").await;
    browser.choose("#launch-kind", "night_shift_leak").await;
    browser.choose("#launch-difficulty", "0.05").await;
    browser.click("#launch").await;
    browser
        .until(
            "the attack",
            "return document.querySelector('#monitor-attack')?.textContent === 'Night shift leak on User_1'",
        )
        .await;
    browser.open_groups().await;
    browser.click(".own-attacks li button[aria-label^='Edit']").await;
    browser.until("its fields", "return document.querySelector('#attack-weight')?.value === '30'").await;
    browser.script("document.querySelector('#attack-dialog').close(); return true").await;
    browser.click(".own-attacks li button[aria-label^='Remove']").await;
    browser.until("an empty list", "return document.querySelector('.own-attacks li') === null && document.activeElement.id === 'new-attack'").await;

    // Text that cannot be read is told, and nothing is written over it.
    browser.click("#attacks-as-text").await;
    browser.type_into("#setting-attacks-own", "attack Half").await;
    browser.until("what is wrong", "return document.querySelector('#setting-attacks-own-problem').textContent.includes('0 phases') && document.querySelector('#new-attack').disabled").await;
    assert_eq!(site.violations(), 0, "of the content policy");
    browser.end().await;
}

/// What is done first in a scenario is edited where the rules are; it is in the link, and in the data.
pub async fn base_actions_are_edited(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&rows=1000&view=respond&respond.part=rules", site.page())).await;
    browser
        .until("the actions", "return document.querySelectorAll('#base-actions tbody tr').length === 16")
        .await;
    let field = "#base-actions input[aria-label='Action at Low threat, Low severity']";
    // An action that another scenario has says nothing.
    browser.type_into(field, "Keep a log entry").await;
    let told = "return [...document.querySelectorAll('#workspace-respond .problem')].some((it) => it.textContent.includes('Low threat, Medium severity as well'))";
    browser.until("what is wrong", told).await;
    browser.type_into(field, "Go on, as usual").await;
    browser.until("the link", "return location.hash.includes('response.action.low.low=Go')").await;
    let is_in_data =
        "return document.querySelector('#playbook')?.textContent.includes('Go on, as usual') === true";
    browser.until("the playbook", is_in_data).await;
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    let hash = browser.script("return location.hash").await.as_str().unwrap().to_owned();
    let (link, _) = Link::read(&hash).unwrap();
    let download = Download::File(File::Dataset(View::Combined), Encoding::default());
    let mut export = Export::new(Generator::new(&link.configuration).unwrap(), &download);
    let mut expected = Vec::new();
    while let Some(chunk) = export.step().unwrap() {
        expected.extend(chunk);
    }
    assert!(std::str::from_utf8(&expected).unwrap().contains(",\"Go on, as usual\","));
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser.download().await;
    assert!(browser.downloaded(&download.name()).await == expected);
    browser.dismiss().await;
    browser.click("#reset-base-actions").await;
    browser.until("the shipped ones", "return !location.hash.includes('response.action')").await;
    assert_eq!(site.violations(), 0, "of the content policy");
    browser.end().await;
}
