//! Pictures of every workspace and state of the page, at four widths, light and dark, and one sheet that shows them
//! all: `make screenshots`, or `cargo run --features browser-tests --example screenshots -- FOLDER [SCENE…]` with a built
//! page.

#![allow(clippy::disallowed_methods, reason = "it waits")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "without a picture there is nothing to do"
)]

#[path = "../tests/support/browser.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod browser;
#[path = "../tests/support/site.rs"]
#[allow(dead_code, reason = "shared with the tests, which use the rest")]
mod site;

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use browser::{Browser, Kind};
use serde_json::json;
use site::Site;

/// The windows: a phone, a tablet, two screens.
const WINDOWS: [(u32, u32); 4] = [(390, 844), (768, 1024), (1280, 800), (1920, 1080)];

/// What is shown: an address, and what is done there.
struct Scene {
    name: &'static str,
    fragment: &'static str,
    /// True once there is something to do.
    ready: &'static str,
    /// What is done.
    steps: &'static str,
    /// True once there is something to see.
    shown: &'static str,
}

const ROWS: &str = "return document.querySelector('#cell-0-0')?.textContent.startsWith('ISSUE-') === true";
const NOW: &str = "return true";
const WATCHED: &str = "return document.querySelector('#monitor-start:not(:disabled)') !== null";
const COMPARED: &str = "return document.querySelector('#detectors tbody tr') !== null";

const SCENES: [Scene; 40] = [
    Scene { name: "data", fragment: "v1.realistic", ready: ROWS, steps: "", shown: NOW },
    Scene {
        name: "data-filtered",
        fragment: "v1.realistic&explore.filter=Timestamps@t2024-12-01..2025-06-01",
        ready: ROWS,
        steps: "",
        shown: NOW,
    },
    Scene {
        name: "data-row",
        fragment: "v1.realistic",
        ready: ROWS,
        steps: "document.querySelector('.body .anomalous .cell, #cell-2-1').click()",
        shown: "return document.querySelector('#details:not([hidden])') !== null",
    },
    Scene { name: "data-classic", fragment: "v1.classic", ready: ROWS, steps: "", shown: NOW },
    Scene { name: "data-million", fragment: "v1.realistic&rows=1000000", ready: ROWS, steps: "", shown: NOW },
    Scene {
        name: "long-names",
        fragment: "v1.realistic&lists.departments=Abteilung%20f%C3%BCr%20Informationssicherheit%20und%20Datenschutz%20der%20Gruppe,B",
        ready: ROWS,
        steps: "document.querySelector('#cell-2-1').click()",
        shown: NOW,
    },
    Scene {
        name: "configuration",
        fragment: "v1.realistic&seed=8",
        ready: ROWS,
        steps: "const button = document.querySelector('#configure'); if (button.checkVisibility()) button.click(); document.querySelector('[data-group=Attacks]').open = true",
        shown: NOW,
    },
    Scene {
        name: "running",
        fragment: "v1.realistic",
        ready: ROWS,
        steps: "const rows = document.querySelector('#setting-rows'); rows.value = '1400000'; rows.dispatchEvent(new Event('input', { bubbles: true })); setTimeout(() => document.querySelector('#generate').click(), 50)",
        shown: "return document.querySelector('#cancel') !== null || document.querySelector('.standing.running') !== null",
    },
    Scene {
        name: "failed",
        fragment: "v1.realistic",
        ready: ROWS,
        steps: "const rows = document.querySelector('#setting-rows'); rows.value = 'many'; rows.dispatchEvent(new Event('input', { bubbles: true })); setTimeout(() => document.querySelector('#generate').click(), 50)",
        shown: "return document.querySelector('.notice') !== null",
    },
    Scene {
        name: "class",
        fragment: "v1.realistic&title=Week+3:+who+is+it%3F&text=Find+the+anomalies+and+say+why.&lock=-*,!anomaly_share&student=",
        ready: "return document.querySelector('#student') !== null",
        steps: "",
        shown: NOW,
    },
    Scene {
        name: "class-named",
        fragment: "v1.realistic&title=Week+3:+who+is+it%3F&text=Find+the+anomalies+and+say+why.&lock=-*,!anomaly_share&student=Ada",
        ready: ROWS,
        steps: "",
        shown: NOW,
    },
    Scene {
        name: "share",
        fragment: "v1.realistic",
        ready: ROWS,
        steps: "document.querySelector('#share').click()",
        shown: "return document.querySelector('#share-popover:popover-open') !== null",
    },
    Scene {
        name: "respond",
        fragment: "v1.realistic&view=respond",
        ready: WATCHED,
        steps: "const pace = document.querySelector('#monitor-pace'); pace.value = '200'; pace.dispatchEvent(new Event('change', { bubbles: true })); document.querySelector('#monitor-start').click()",
        shown: "return document.querySelectorAll('#alert-list > li').length > 12",
    },
    Scene {
        name: "respond-why",
        fragment: "v1.realistic&view=respond",
        ready: WATCHED,
        steps: "const pace = document.querySelector('#monitor-pace'); pace.value = '500'; pace.dispatchEvent(new Event('change', { bubbles: true })); document.querySelector('#monitor-start').click(); const wait = setInterval(() => { const alerts = document.querySelectorAll('#alert-list > li'); if (alerts.length > 30) { clearInterval(wait); document.querySelector('#monitor-start').click(); setTimeout(() => document.querySelector('#alert-list > li button').click(), 300); } }, 100)",
        shown: "return document.querySelector('#why .contributions') !== null",
    },
    Scene {
        name: "learn",
        fragment: "v1.realistic&view=learn&learn.lesson=leak&learn.step=2",
        ready: "return document.querySelectorAll('.lesson-card').length === 5 && document.querySelector('#lesson-answer') !== null",
        steps: "",
        shown: NOW,
    },
    Scene {
        name: "learn-lesson",
        fragment: "v1.realistic&seed=5&learn.lesson=score",
        ready: "return document.querySelector('#lesson-answer') !== null && document.querySelector('#cell-0-0') !== null",
        steps: "const field = document.querySelector('#lesson-answer'); field.value = '9'; field.dispatchEvent(new Event('input', { bubbles: true })); document.querySelector('#lesson-check').click()",
        shown: "return document.querySelector('.verdict') !== null",
    },
    Scene {
        name: "learn-teachers",
        fragment: "v1.realistic&view=learn&learn.part=teachers",
        ready: "return document.querySelectorAll('#teach-lesson option').length === 5",
        steps: "const field = document.querySelector('#teach-names'); field.value = 'Ada\\nGrace'; field.dispatchEvent(new Event('input', { bubbles: true })); document.querySelector('#teach-solve').click()",
        shown: "return document.querySelector('#teach-answers') !== null",
    },
    Scene {
        name: "learn-own",
        fragment: "v1.realistic&view=learn&learn.part=own",
        ready: "return document.querySelectorAll('#own-start option').length === 6",
        steps: "document.querySelector('#own-replace').click()",
        shown: NOW,
    },
    Scene {
        name: "tour",
        fragment: "",
        ready: ROWS,
        steps: "document.querySelector('#help').click(); setTimeout(() => document.querySelector('#take-tour').click(), 300)",
        shown: "return document.querySelector('#tour') !== null",
    },
    Scene {
        name: "respond-score",
        fragment: "v1.realistic&view=respond&respond.part=score&scoring.profile=notebook",
        ready: NOW,
        steps: "",
        shown: "return document.querySelector('#score-moved') !== null",
    },
    Scene {
        name: "respond-rules",
        fragment: "v1.realistic&view=respond&respond.part=rules",
        ready: NOW,
        steps: "",
        shown: "return document.querySelector('#playbook tbody tr') !== null",
    },
    Scene {
        name: "attack",
        fragment: "v1.realistic",
        ready: ROWS,
        steps: "document.querySelector('[data-group=Attacks]').open = true; setTimeout(() => { document.querySelector('#copied-attack').value = 'insider_exfiltration'; document.querySelector('#copied-attack').dispatchEvent(new Event('change')); document.querySelector('#copy-attack').click(); }, 300)",
        shown: "return document.querySelector('#attack-verdict')?.textContent.startsWith('The audit') === true",
    },
    Scene {
        name: "download",
        fragment: "v1.realistic",
        ready: ROWS,
        steps: "document.querySelector('#download').click()",
        shown: "return document.querySelector('#download-summary')?.textContent.includes(', about') === true",
    },
    Scene {
        name: "download-events",
        fragment: "v1.realistic",
        ready: ROWS,
        steps: "document.querySelector('#download').click(); setTimeout(() => document.querySelector('#download-events').click(), 500)",
        shown: "return document.querySelector('.events-format .contents')?.textContent.startsWith('≈') === true",
    },
    Scene {
        name: "column",
        fragment: "v1.realistic",
        ready: ROWS,
        steps: "document.querySelector('.header .c4 button').click()",
        shown: "return document.querySelector('#column-menu[open] .filter-form') !== null",
    },
    Scene {
        name: "help",
        fragment: "v1.realistic",
        ready: ROWS,
        steps: "document.querySelector('#help').click()",
        shown: "return document.querySelector('#help-dialog[open]') !== null",
    },
    Scene {
        name: "explore",
        fragment: "v1.realistic&view=explore",
        ready: "return document.querySelector('#chart-title')?.textContent !== ''",
        steps: "",
        shown: NOW,
    },
    Scene {
        name: "explore-scatter",
        fragment: "v1.realistic&explore.chart=scatter",
        ready: "return document.querySelector('#chart-title')?.textContent !== ''",
        steps: "",
        shown: NOW,
    },
    Scene {
        name: "explore-own",
        fragment: "v1.realistic&view=explore",
        ready: "return document.querySelector('#chart-title')?.textContent !== ''",
        steps: "const data = new DataTransfer(); data.items.add(new File(['Host,Bytes,Label\\n' + Array.from({length: 200}, (_, i) => `web-${i % 7},${i * i % 977},${i % 9 === 0 ? 1 : 0}`).join('\\n')], 'traffic.csv')); document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))",
        shown: "return document.body.textContent.includes('traffic.csv')",
    },
    Scene {
        name: "audit",
        fragment: "v1.realistic&view=audit",
        ready: "return document.querySelector('#audit-verdict') !== null",
        steps: "",
        shown: NOW,
    },
    Scene {
        name: "audit-classic",
        fragment: "v1.classic&view=audit",
        ready: "return document.querySelector('#audit-verdict') !== null",
        steps: "",
        shown: NOW,
    },
    Scene {
        name: "balance",
        fragment: "v1.realistic&view=balance",
        ready: "return document.querySelector('#balance-heading') !== null",
        steps: "",
        shown: NOW,
    },
    Scene {
        name: "balance-done",
        fragment: "v1.realistic&rows=4000&view=balance",
        ready: "return document.querySelector('#balance:not(:disabled)') !== null",
        steps: "document.querySelector('#balance').click()",
        shown: "return document.querySelector('#balance-verdict') !== null",
    },
    Scene { name: "detect", fragment: "v1.realistic&view=detect", ready: COMPARED, steps: "", shown: NOW },
    Scene {
        name: "detect-below",
        fragment: "v1.realistic&view=detect",
        ready: COMPARED,
        steps: "document.querySelector('#detectors [data-detector=tree] button').click(); document.querySelectorAll('.detect details').forEach((one) => one.open = true); document.querySelector('.follows').scrollIntoView()",
        shown: NOW,
    },
    Scene {
        name: "detect-curves",
        fragment: "v1.realistic&rows=3000&view=detect",
        ready: COMPARED,
        steps: "document.querySelector('[name=detect-axis][value=difficulty]').click(); document.querySelector('#sweep').click(); document.querySelector('.sweep').scrollIntoView()",
        shown: "document.querySelector('.sweep').scrollIntoView(); return document.querySelector('#sweep-table') !== null",
    },
    Scene {
        name: "detect-classic",
        fragment: "v1.classic&view=detect&detect.balance=on&detect.detectors=logistic,forest,ecod,score",
        ready: COMPARED,
        steps: "document.querySelector('[name=detect-chart][value^=Precision]').click()",
        shown: NOW,
    },
    Scene {
        name: "detect-options",
        fragment: "v1.realistic&rows=2000&view=detect",
        ready: COMPARED,
        steps: "document.querySelector('#detect-choose').click()",
        shown: "return document.querySelector('#detect-options[open] .tick') !== null",
    },
    Scene {
        name: "detect-running",
        fragment: "v1.realistic&rows=100000&view=detect",
        ready: "return document.querySelector('#detect:not(:disabled)') !== null",
        steps: "document.querySelector('#detect').click()",
        shown: "return document.querySelector('#detect-cancel') !== null",
    },
    Scene {
        name: "detect-stale",
        fragment: "v1.realistic&rows=3000&view=detect",
        ready: COMPARED,
        steps: "const seed = document.querySelector('#setting-seed'); seed.value = '9'; seed.dispatchEvent(new Event('input', { bubbles: true }))",
        shown: "return document.querySelector('#detect-stale') !== null",
    },
];

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, wanted @ ..] = arguments.as_slice() else {
        panic!("name a folder for the pictures, then scenes")
    };
    assert!(!folder.starts_with('-'), "{folder} is no folder for the pictures");
    for name in wanted {
        assert!(SCENES.iter().any(|scene| scene.name == name), "there is no scene '{name}'");
    }
    let folder = Path::new(folder);
    std::fs::create_dir_all(folder).expect("the folder can be made");
    let site = Site::start().await;
    let mut sheet = String::from(
        "<!DOCTYPE html><meta charset=utf-8><title>CyberDataGen</title><style>body{font:13px system-ui;background:#888;color:#fff}\
         div{display:flex;gap:8px;align-items:start;overflow:auto}img{height:420px}</style>",
    );
    for scene in
        SCENES.iter().filter(|scene| wanted.is_empty() || wanted.iter().any(|name| name == scene.name))
    {
        write!(sheet, "<h2>{}</h2><div>", scene.name).unwrap();
        for dark in [false, true] {
            for (width, height) in WINDOWS {
                let name = format!("{}-{width}{}.png", scene.name, if dark { "-dark" } else { "" });
                let picture = picture(&site, scene, (width, height), dark).await;
                std::fs::write(folder.join(&name), picture).expect("a picture is written");
                write!(sheet, "<a href={name}><img src={name} alt={name} loading=lazy></a>").unwrap();
            }
        }
        sheet.push_str("</div>");
    }
    std::fs::write(folder.join("sheet.html"), sheet).expect("the sheet is written");
    println!("{}", folder.join("sheet.html").display());
}

/// The picture of a scene in a window, as PNG.
async fn picture(site: &Site, scene: &Scene, (width, height): (u32, u32), dark: bool) -> Vec<u8> {
    let browser = Browser::start(Kind::Chromium, dark).await;
    let tools = browser.driver.cdp();
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
    tools.send_raw("Emulation.setDeviceMetricsOverride", metrics).await.expect("a window");
    if width < 500 {
        let touch = json!({ "enabled": true });
        tools.send_raw("Emulation.setTouchEmulationEnabled", touch).await.expect("a finger");
    }
    browser.driver.goto(&format!("{}#{}", site.page(), scene.fragment)).await.expect("the page");
    browser.until(scene.name, scene.ready).await;
    if !scene.steps.is_empty() {
        browser.script(&format!("{}; return true", scene.steps)).await;
    }
    browser.until(scene.name, scene.shown).await;
    // Charts and small pictures come after.
    tokio::time::sleep(Duration::from_millis(700)).await;
    let picture = browser.driver.screenshot_as_png().await.expect("a picture");
    browser.end().await;
    picture
}
