//! The page in French: what it says, what stays as it is in every language, and what becomes of a language that is not there.

use std::collections::BTreeSet;

use cyberdatagen::engine::configuration::Preset;
use cyberdatagen::engine::dataset::schema::COLUMNS;
use cyberdatagen::engine::issues::campaigns::ATTACKS;
use serde_json::json;

use super::{Browser, Kind, Site};

/// What the page says, shown or not: texts, names and titles of some words, without the cells of tables, which are data.
const SAID: &str = r"
    const said = new Set();
    const add = (text) => {
      const words = (text ?? '').trim().replace(/\s+/g, ' ');
      if (/\p{L}{2,} \p{L}{2,}/u.test(words)) said.add(words);
    };
    const isData = (element) => element.closest('[role=grid], code, textarea, svg, [data-verbatim]') !== null;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!isData(element) && !['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(element.tagName)) add(texts.currentNode.data);
    }
    for (const element of document.body.querySelectorAll('[title], [aria-label], [placeholder]')) {
      if (!isData(element)) ['title', 'aria-label', 'placeholder'].forEach((name) => add(element.getAttribute(name)));
    }
    return [...said]";

/// What each workspace says in a language.
async fn said(site: &Site, browser: &Browser, language: &str) -> Vec<(&'static str, BTreeSet<String>)> {
    let mut found = Vec::new();
    for workspace in ["data", "explore", "audit", "balance", "detect", "respond", "learn"] {
        browser
            .open(&format!("{}#v1.realistic&rows=2000&language={language}&view={workspace}", site.page()))
            .await;
        browser
            .until("the language", &format!("return document.documentElement.lang === '{language}'"))
            .await;
        let is_quiet = "return document.querySelector('[aria-busy=true]') === null && document.querySelector('#app .loading') === null";
        browser.until("all of it", is_quiet).await;
        let texts = browser.script(SAID).await;
        found.push((
            workspace,
            texts.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect(),
        ));
    }
    found
}

/// Names that data has in every language: of columns, attacks and presets.
fn names() -> BTreeSet<String> {
    let columns = COLUMNS.iter().map(|column| column.name.to_owned());
    let attacks = ATTACKS.iter().map(|attack| attack.name.to_string());
    columns.chain(attacks).chain(Preset::ALL.iter().map(|preset| preset.name().to_owned())).collect()
}

pub async fn nothing_is_left_in_english(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    let (english, french) = (said(&site, &browser, "en").await, said(&site, &browser, "fr").await);
    let (names, mut left) = (names(), Vec::new());
    for ((workspace, english), (_, french)) in english.iter().zip(&french) {
        assert!(
            english.len() > 20 && french.len() > 20,
            "{workspace}: {} and {}",
            english.len(),
            french.len()
        );
        let same = english.intersection(french).filter(|text| !names.contains(*text));
        left.extend(same.map(|text| format!("{workspace}: {text}")));
    }
    assert!(left.is_empty(), "{left:#?}");
    browser.end().await;
}

pub async fn the_page_speaks_french_and_files_do_not(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&language=fr", site.page())).await;
    assert_eq!(browser.script("return document.documentElement.lang").await, json!("fr"));
    assert_eq!(browser.text("#tab-data").await, "Données");
    // Columns and cells are data.
    let heads = browser.text("[role=grid]").await;
    assert!(heads.contains("Issue ID") && heads.contains("Threat Score"), "{heads}");
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser.download().await;
    let french = browser.downloaded("cybersecurity_dataset_combined.csv").await;
    let command = std::process::Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args(["generate", "--stdout"])
        .output()
        .unwrap();
    assert!(french == command.stdout);
    browser.dismiss().await;

    // The other language is a button away; the link says which, what was typed stays, and the next visit remembers.
    browser.open_groups().await;
    browser.type_into("#setting-seed", "x").await;
    browser.click("#language").await;
    browser.until("English", "return document.querySelector('#tab-data')?.textContent === 'Data'").await;
    assert_eq!(browser.script("return location.hash.includes('language=en')").await, json!(true));
    assert_eq!(browser.script("return document.querySelector('#setting-seed').value").await, json!("x"));
    browser.open(&format!("{}#v1.classic", site.page())).await;
    assert_eq!(browser.script("return document.documentElement.lang").await, json!("en"));
    assert_eq!(site.violations(), 0, "of the content policy");
    browser.end().await;
}

pub async fn french_is_accessible(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    for workspace in ["data", "explore", "audit", "balance", "detect", "respond", "learn"] {
        browser.open(&format!("{}#v1.realistic&rows=2000&language=fr&view={workspace}", site.page())).await;
        browser.until("all of it", "return document.querySelector('[aria-busy=true]') === null").await;
        assert_eq!(browser.accessibility_violations().await, Vec::<String>::new(), "{workspace}");
        // French is longer: nothing may stick out.
        let fits = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        assert_eq!(browser.script(fits).await, json!(true), "{workspace} is wider than the window");
    }
    browser.end().await;
}

pub async fn what_is_typed_in_french_is_understood(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&rows=2000&language=fr", site.page())).await;
    browser.open_groups().await;
    let slider = "const slider = document.querySelector('#setting-anomaly_share').parentElement.querySelector('[type=range]');
        return Number(slider.value)";
    browser.type_into("#setting-anomaly_share", "12.5").await;
    let place = browser.script(slider).await;
    browser.type_into("#setting-anomaly_share", "30").await;
    assert_ne!(browser.script(slider).await, place);
    browser.type_into("#setting-anomaly_share", "12,5").await;
    assert_eq!(
        browser.script(slider).await,
        place,
        "with a comma the slider stands where it does with a point"
    );
    browser.until("the link", "return location.hash.includes('anomaly_share=12.5')").await;

    // A shipped lesson, and the example, to be changed: both in French, and both sound.
    browser.open(&format!("{}#v1.realistic&view=learn&learn.part=own&language=fr", site.page())).await;
    browser.until("the choices", "return document.querySelectorAll('#own-start option').length === 6").await;
    for (start, title) in [("leak", "Repérer la fuite"), ("", "Un titre")] {
        browser.choose("#own-start", start).await;
        browser.click("#own-replace").await;
        let begins = format!("return document.querySelector('#own-lesson').value.startsWith('# {title}\\n')");
        browser.until("the lesson's text", &begins).await;
    }
    browser.click("#open-own").await;
    let is_open = "return document.querySelector('#lesson-panel-title')?.textContent === 'Un titre'";
    browser.until("the lesson", is_open).await;
    browser.end().await;
}

pub async fn a_missing_language_is_told(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&language=fr", site.page_without_languages())).await;
    browser.notice("the page is in English").await;
    assert_eq!(browser.script("return document.documentElement.lang").await, json!("en"));
    browser.click("#cell-3-0").await;
    browser.end().await;
}
