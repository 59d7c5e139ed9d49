//! The built page in real browsers, served from a sub-folder: what a visitor does, with good input and bad.
//!
//! `make test` builds the page, installs the browsers and runs this file, one test at a time.

#![allow(clippy::disallowed_methods, reason = "a test needs a clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

#[path = "browser/balance.rs"]
mod balance;
#[path = "support/browser.rs"]
#[allow(dead_code, reason = "shared with the benches, which use the rest")]
mod browser;
#[path = "browser/detect.rs"]
mod detect;
#[path = "browser/display.rs"]
mod display;
#[path = "browser/download.rs"]
mod download;
#[path = "support/engine.rs"]
mod engine;
#[path = "browser/explore.rs"]
mod explore;
#[path = "browser/faults.rs"]
mod faults;
#[path = "support/golden.rs"]
mod golden;
#[path = "browser/hosting.rs"]
mod hosting;
#[path = "browser/languages.rs"]
mod languages;
#[path = "browser/learn.rs"]
mod learn;
#[path = "browser/respond.rs"]
mod respond;
#[path = "support/servers.rs"]
mod running;
#[path = "support/site.rs"]
mod site;
#[path = "browser/tasks.rs"]
mod tasks;
#[path = "browser/tree.rs"]
mod tree;

use std::process::Command;

use balance::{
    a_balancing_is_cancelled_and_what_cannot_be_done_is_told, a_csv_of_ones_own_is_balanced,
    balanced_files_equal_the_command_lines,
};
use browser::{Browser, Kind};
use cyberdatagen::engine::configuration::{Override, Preset};
use cyberdatagen::engine::export::formats::Kind as Holds;
use cyberdatagen::engine::export::{Download, Encoding, Export as Write, FORMATS, File, View};
use cyberdatagen::engine::shard::Shard;
use cyberdatagen::engine::{Configuration, Generator};
use cyberdatagen::protocol::Request;
use cyberdatagen::protocol::export::Export;
use detect::{
    a_column_that_tells_the_classes_apart_is_named, balanced_rows_are_tried, curves_are_drawn_and_cancelled,
    detectors_are_compared_and_the_threshold_moves, detectors_are_tried_side_by_side,
    options_are_chosen_a_comparison_is_cancelled_and_a_file_compared, the_opening_of_a_file_is_cancelled,
};
use display::{
    a_download_goes_on_in_the_bar, a_workspace_is_presented, the_chosen_row_is_seen_beside_its_details,
    working_and_failing_is_accessible,
};
use download::{
    a_full_disk_is_told_and_leaves_nothing, a_large_download_goes_straight_to_a_file,
    a_missing_jobs_module_is_explained, more_rows_are_written_than_the_dataset_has,
};
use explore::{
    a_chart_is_sharp_and_its_numbers_are_those_of_describe,
    a_file_of_ones_own_is_explored_or_refused_with_a_remedy, exploring_fits_a_phone,
    the_table_is_sorted_filtered_and_copied, what_is_chosen_in_a_chart_filters_the_table_and_is_in_the_link,
};
use faults::{
    a_copy_while_scrolling_has_the_rows_that_were_selected, a_file_that_is_missing_or_damaged_is_told,
    a_host_may_know_no_type_of_webassembly, a_worker_that_dies_in_any_phase_is_replaced,
    a_writer_that_dies_is_replaced_and_the_file_is_whole, an_engine_of_another_version_is_refused,
    only_the_latest_chart_is_shown, what_comes_later_may_be_late_or_missing,
};
use golden::GOLDEN;
use hosting::{
    a_damaged_file_is_not_kept, a_new_version_is_offered_and_loses_nothing, one_file_runs_from_a_disk,
    schools_serve_the_page_with_nginx_and_caddy, the_page_opens_without_a_network,
};
use languages::{
    a_missing_language_is_told, french_is_accessible, nothing_is_left_in_english,
    the_page_speaks_french_and_files_do_not, what_is_typed_in_french_is_understood,
};
use learn::{
    a_class_has_answers_of_its_own, a_lesson_of_ones_own_is_written_and_linked,
    a_step_is_left_and_set_up_again, lessons_are_done, the_tour_is_offered_once,
};
use respond::{
    a_launched_attack_is_found_and_the_log_is_that_of_the_shell, a_stream_is_watched_and_an_alert_explained,
    a_watched_stream_keeps_the_pages_memory_as_it_is, a_watched_stream_outlives_its_worker,
    an_attack_of_ones_own_is_written_tried_kept_and_launched, base_actions_are_edited,
    rules_are_written_tried_and_shared, the_threat_score_is_edited_and_calibrated,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use site::Site;
use tasks::{
    a_failed_check_is_fixed, a_link_opens_where_its_author_stood, a_setting_is_changed_seen_and_undone,
    a_workspace_is_found_as_it_was_left, an_anomalous_row_is_found_and_explained,
    the_configuration_is_a_drawer_where_there_is_no_room, the_first_screen_shows_the_data,
    the_keyboard_does_all_tasks, the_timeline_filters_the_table,
};
use thirtyfour::prelude::*;

/// Makes a test of each function in each browser.
macro_rules! in_both_browsers {
    ($($test:ident),* $(,)?) => {
        mod chromium {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(super::Kind::Chromium).await;
            })*
        }
        mod firefox {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(super::Kind::Firefox).await;
            })*
        }
    };
}

in_both_browsers!(
    the_first_dataset_is_there_without_a_click,
    the_last_of_100_000_rows_is_a_key_away,
    a_row_shows_what_made_its_score,
    a_cancelled_job_leaves_what_was_there,
    downloads_equal_the_command_lines_files,
    events_are_downloaded_with_their_answer_key_apart,
    nothing_is_left_in_english,
    the_page_speaks_french_and_files_do_not,
    french_is_accessible,
    a_missing_language_is_told,
    a_large_download_goes_straight_to_a_file,
    more_rows_are_written_than_the_dataset_has,
    a_full_disk_is_told_and_leaves_nothing,
    a_missing_jobs_module_is_explained,
    the_worker_gives_the_golden_files,
    bad_input_is_explained_and_kept,
    a_panic_is_survived,
    schools_serve_the_page_with_nginx_and_caddy,
    the_page_opens_without_a_network,
    a_damaged_file_is_not_kept,
    a_new_version_is_offered_and_loses_nothing,
    one_file_runs_from_a_disk,
    a_missing_engine_is_explained,
    nothing_is_inaccessible,
    every_width_fits,
    the_keyboard_alone_is_enough,
    the_link_is_the_dataset,
    a_setting_of_each_kind_is_shared,
    steps_are_undone_and_drafts_outlive_a_reload,
    a_configuration_is_saved_opened_and_dropped,
    a_class_sees_its_lesson,
    the_audit_tells_what_gives_the_label_away,
    the_table_is_sorted_filtered_and_copied,
    a_chart_is_sharp_and_its_numbers_are_those_of_describe,
    what_is_chosen_in_a_chart_filters_the_table_and_is_in_the_link,
    a_file_of_ones_own_is_explored_or_refused_with_a_remedy,
    exploring_fits_a_phone,
    balanced_files_equal_the_command_lines,
    a_csv_of_ones_own_is_balanced,
    a_balancing_is_cancelled_and_what_cannot_be_done_is_told,
    curves_are_drawn_and_cancelled,
    detectors_are_tried_side_by_side,
    detectors_are_compared_and_the_threshold_moves,
    balanced_rows_are_tried,
    the_opening_of_a_file_is_cancelled,
    options_are_chosen_a_comparison_is_cancelled_and_a_file_compared,
    a_column_that_tells_the_classes_apart_is_named,
    a_stream_is_watched_and_an_alert_explained,
    a_launched_attack_is_found_and_the_log_is_that_of_the_shell,
    a_watched_stream_keeps_the_pages_memory_as_it_is,
    a_watched_stream_outlives_its_worker,
    the_threat_score_is_edited_and_calibrated,
    rules_are_written_tried_and_shared,
    base_actions_are_edited,
    an_attack_of_ones_own_is_written_tried_kept_and_launched,
    what_is_typed_in_french_is_understood,
    a_worker_that_dies_in_any_phase_is_replaced,
    a_writer_that_dies_is_replaced_and_the_file_is_whole,
    a_file_that_is_missing_or_damaged_is_told,
    what_comes_later_may_be_late_or_missing,
    a_host_may_know_no_type_of_webassembly,
    only_the_latest_chart_is_shown,
    a_copy_while_scrolling_has_the_rows_that_were_selected,
    an_engine_of_another_version_is_refused,
    an_anomalous_row_is_found_and_explained,
    a_setting_is_changed_seen_and_undone,
    the_timeline_filters_the_table,
    a_link_opens_where_its_author_stood,
    a_failed_check_is_fixed,
    the_keyboard_does_all_tasks,
    the_first_screen_shows_the_data,
    the_configuration_is_a_drawer_where_there_is_no_room,
    a_workspace_is_found_as_it_was_left,
    the_chosen_row_is_seen_beside_its_details,
    a_download_goes_on_in_the_bar,
    a_workspace_is_presented,
    lessons_are_done,
    a_step_is_left_and_set_up_again,
    a_class_has_answers_of_its_own,
    a_lesson_of_ones_own_is_written_and_linked,
    the_tour_is_offered_once,
    working_and_failing_is_accessible,
);

async fn open(kind: Kind) -> (Site, Browser) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.classic", site.page())).await;
    (site, browser)
}

async fn the_first_dataset_is_there_without_a_click(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&site.page()).await;
    assert_eq!(browser.text("[data-testid=row-count]").await, "10,000 rows");
    assert_eq!(browser.text(".header .c38 .name").await, "Device");
    assert_eq!(browser.text(".header .c33 .name").await, "Color");
    let foreign = "return performance.getEntriesByType('resource').filter((entry) => !entry.name.startsWith(location.href)).length";
    assert_eq!(browser.script(foreign).await, json!(0), "requests outside the page's own folder");
    assert_eq!(site.violations(), 0, "of the content policy");
    browser.end().await;
}

async fn the_last_of_100_000_rows_is_a_key_away(kind: Kind) {
    let (_site, browser) = open(kind).await;
    browser.generate_rows(100_000).await;
    browser.find("[role=grid]").await.focus().await.unwrap();
    browser.press(true, Key::End).await;
    browser
        .until(
            "the last row",
            "return document.querySelector('[aria-rowindex=\"100001\"] .c0')?.textContent === 'ISSUE-100000'",
        )
        .await;
    let in_sight =
        "const cell = document.querySelector('[aria-rowindex=\"100001\"] .c33').getBoundingClientRect();
        const grid = document.querySelector('[role=grid]').getBoundingClientRect();
        return cell.bottom <= grid.bottom && cell.right <= grid.right && cell.top >= grid.top";
    assert_eq!(browser.script(in_sight).await, json!(true));
    let rows = browser.script("return document.querySelectorAll('.body .row').length").await;
    assert!(rows.as_u64().unwrap() <= 100, "{rows} rows in the document");
    // A drag of the scroll bar to the middle, too.
    browser
        .script("const grid = document.querySelector('[role=grid]'); grid.scrollTop = 1300000; return true")
        .await;
    browser
        .until(
            "row 50,000",
            "return document.querySelector('[aria-rowindex=\"50002\"] .c0')?.textContent === 'ISSUE-050001'",
        )
        .await;
    // Another view begins at its top.
    browser.script("document.querySelector('input[value=Anomalous]').click(); return true").await;
    browser.until("anomalous rows", "return document.querySelector('#cell-0-32')?.textContent === '1'").await;
    assert_eq!(
        browser.script("return document.querySelector('[role=grid]').getAttribute('aria-rowcount')").await,
        json!("20001")
    );
    browser.end().await;
}

async fn a_row_shows_what_made_its_score(kind: Kind) {
    let (_site, browser) = open(kind).await;
    browser.click("#cell-4-2").await;
    browser
        .until("the details", "return document.querySelectorAll('#row-indicators tbody tr').length === 11")
        .await;
    let sum = browser
        .script(
            "return [...document.querySelectorAll('#row-indicators tbody tr')]
                .map((row) => Number(row.querySelectorAll('td')[3].textContent)).reduce((a, b) => a + b)",
        )
        .await;
    let shown: f64 = browser.text("#row-indicators tfoot strong").await.parse().unwrap();
    let cell: f64 = browser.text("#cell-4-29").await.parse().unwrap();
    assert!((sum.as_f64().unwrap() - shown).abs() < 0.01 && shown == cell);
    let action = browser.text("#cell-4-31").await;
    assert!(action.starts_with(&browser.text(".actions li").await));
    assert!(browser.text(".scenario").await.contains(&browser.text("#cell-4-33").await));
    browser.end().await;
}

async fn a_cancelled_job_leaves_what_was_there(kind: Kind) {
    let (_site, browser) = open(kind).await;
    browser.type_into("#setting-rows", "1400000").await;
    browser.click("#generate").await;
    browser.find("#cancel").await;
    browser.click("#generate").await;
    browser.notice("A dataset of 1,400,000 rows is being made").await;
    browser.click("#cancel").await;
    browser.notice("Cancelled. What was there before is still there.").await;
    assert_eq!(browser.script("return document.activeElement.id").await, json!("generate"));
    assert_eq!(browser.text("[data-testid=row-count]").await, "1,000 rows");
    browser.click("#cell-5-0").await;
    browser
        .until("the details", "return document.querySelectorAll('#row-indicators tbody tr').length === 11")
        .await;
    browser.generate_rows(2_000).await;
    browser.end().await;
}

async fn downloads_equal_the_command_lines_files(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&site.page()).await;
    browser.type_into("#setting-seed", "4711").await;
    browser.generate_rows(12_345).await;
    let folder = tempfile::tempdir().unwrap();
    let command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args(["generate", "--seed", "4711", "--rows", "12345", "--zip", "--out"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(command.status.success());
    // Each file by itself.
    let tables = [
        "cybersecurity_dataset_combined",
        "cybersecurity_dataset_normal",
        "cybersecurity_dataset_anomalous",
        "answer_key",
        "users",
        "campaigns",
        "key_threat_indicators",
        "scenarios_with_colors",
    ];
    for key in tables {
        browser.choose_downloads(&[key]).await;
        browser.download().await;
        let name = format!("{key}.csv");
        let expected = std::fs::read(folder.path().join(&name)).unwrap();
        assert!(browser.downloaded(&name).await == expected, "{name} differs");
    }
    // All tables at once.
    browser.choose_downloads(&tables).await;
    browser.download().await;
    let name = "cybersecurity_data.zip";
    assert!(browser.downloaded(name).await == std::fs::read(folder.path().join(name)).unwrap());

    // In another format, compressed.
    let command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args([
            "generate",
            "--seed",
            "4711",
            "--rows",
            "12345",
            "--format",
            "parquet,jsonl",
            "--gzip",
            "--out",
        ])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(command.status.success());
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    for (format, name) in [
        ("jsonl", "cybersecurity_dataset_combined.jsonl.gz"),
        ("parquet", "cybersecurity_dataset_combined.parquet"),
    ] {
        browser
            .script(&format!(
                "document.querySelector('[name=download-format][value={format}]').click(); \
                 if (!document.querySelector('#download-gzip').checked) document.querySelector('#download-gzip').click(); return true"
            ))
            .await;
        let named = format!(
            "return document.querySelector('#download-summary').textContent.startsWith('{name}, about ')"
        );
        browser.until("its name and size", &named).await;
        browser.until("all sizes", "return [...document.querySelectorAll('[name=download-format]')].every(format => format.closest('li').querySelector('.contents').textContent.startsWith('≈ '))").await;
        browser.download().await;
        let expected = std::fs::read(folder.path().join(name)).unwrap();
        assert!(browser.downloaded(name).await == expected, "{name} differs");
    }
    browser.end().await;
}

/// Events with their key apart, and the starter notebook.
async fn events_are_downloaded_with_their_answer_key_apart(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&rows=400&seed=11", site.page())).await;
    browser.choose_downloads(&["cybersecurity_dataset_combined", "events", "sigma"]).await;
    browser.script("document.querySelector('#download-events-format').value = 'cef'; document.querySelector('#download-events-format').dispatchEvent(new Event('change')); return true").await;
    browser.until("the number of events", "return /≈ [\\d,]+ events/.test(document.querySelector('#download-events').closest('li').textContent)").await;
    browser
        .until(
            "the size",
            "return document.querySelector('#download-summary').textContent.startsWith('One ZIP, about ')",
        )
        .await;
    assert_eq!(browser.accessibility_violations().await, Vec::<String>::new());
    browser.download().await;
    let found = browser.downloaded("cybersecurity_data.zip").await;
    let folder = tempfile::tempdir().unwrap();
    let command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args(["generate", "--seed", "11", "--rows", "400", "--format", "csv,cef,sigma", "--out"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(command.status.success());
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(found)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in
        ["events.cef.log", "event_answer_key.csv", "attacks.sigma.yml", "sigma_matches.csv", "starter.ipynb"]
    {
        assert!(names.iter().any(|other| other == name), "{name}: {names:?}");
    }
    for name in &names {
        let mut inside = Vec::new();
        std::io::copy(&mut archive.by_name(name).unwrap(), &mut inside).unwrap();
        let of_fewer = [
            "how_to_load.md",
            "starter.ipynb",
            "datapackage.json",
            "croissant.json",
            "reproducibility_card.json",
        ];
        if !of_fewer.contains(&name.as_str()) {
            assert!(inside == std::fs::read(folder.path().join(name)).unwrap(), "{name}");
        }
    }
    browser.click("#download-starter").await;
    let notebook: serde_json::Value =
        serde_json::from_slice(&browser.downloaded("starter.ipynb").await).unwrap();
    assert_eq!(notebook["nbformat"], 4);
    assert_eq!(site.violations(), 0, "of the content policy");
    browser.end().await;
}

/// Drives the shipped engine itself, by the protocol, and hashes what it gives with the browser's own SHA-256.
async fn the_worker_gives_the_golden_files(kind: Kind) {
    let (_site, browser) = open(kind).await;
    let script = format!(
        "{}
        const [kinds, exports, done] = arguments;
        const hashes = [];
        const next = () => {{
          if (hashes.length < exports.length) return engine.ask(exports[hashes.length]);
          engine.end();
          done(hashes);
        }};
        const engine = start(async (kind, files) => {{
          if (kind === kinds.ready) next();
          else if (kind === kinds.done) {{
            const digest = await crypto.subtle.digest('SHA-256', await files[0].arrayBuffer());
            hashes.push([...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
            next();
          }} else if (kind !== kinds.progress) done('message ' + kind);
        }}, 'jobs');",
        engine::SCRIPT
    );
    for golden in &GOLDEN {
        let setting =
            |(path, value): &(&str, &str)| Override { path: path.to_string(), value: value.to_string() };
        let settings: Vec<Override> = golden.settings.iter().map(setting).collect();
        let preset = Preset::from_key(golden.preset).unwrap();
        let configuration = Configuration::from_overrides(preset, &settings).unwrap();
        let plain = Encoding::default();
        let views = [View::Combined, View::Normal, View::Anomalous];
        let views = views.map(|view| Download::File(File::Dataset(view), plain));
        let archive = Download::Archive(File::in_formats(&configuration, &[plain]));
        let exports: Vec<_> = (1..)
            .zip(views.into_iter().chain([archive]))
            .map(|(job, download)| {
                engine::request(
                    job,
                    Export { configuration: configuration.clone(), download, shard: Shard::WHOLE },
                )
            })
            .collect();
        let found = browser.async_script(&script, vec![engine::kinds(), json!(exports)]).await;
        assert_eq!(found, json!(golden.sha256), "{} {:?}", golden.preset, golden.settings);
    }
    // Every format, as the command line writes it.
    let configuration = Configuration { rows: 300, ..Preset::Realistic.configuration() };
    for format in FORMATS {
        let encoding = Encoding::new(format, false);
        let file = match format.kind {
            Holds::Table => File::Dataset(View::Combined),
            Holds::Events => File::Events,
            Holds::Document => File::Attacks,
        };
        let download = Download::File(file, encoding);
        let mut export = Write::new(Generator::new(&configuration).unwrap(), &download);
        let mut digest = Sha256::new();
        while let Some(chunk) = export.step().unwrap() {
            digest.update(chunk);
        }
        let expected: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let request = engine::request(
            1,
            Export { configuration: configuration.clone(), download, shard: Shard::WHOLE },
        );
        let found = browser.async_script(&script, vec![engine::kinds(), json!([request])]).await;
        assert_eq!(found, json!([expected]), "{}", format.key);
    }
    browser.end().await;
}

async fn bad_input_is_explained_and_kept(kind: Kind) {
    let (_site, browser) = open(kind).await;
    browser.open_groups().await;
    for list in ["departments", "locations"] {
        browser.click(&format!("[data-path='lists.{list}'] .list > button")).await;
    }
    for (field, bad, part) in [
        ("rows", "0", "1 to 10,000,000"),
        ("rows", "-3", "1 to 10,000,000"),
        ("rows", "a thousand", "whole number"),
        ("rows", "9999999", "This browser can hold about"),
        ("anomaly_share", "51", "0 to 50"),
        ("anomaly_share", "-1", "0 to 50"),
        ("seed", "", "whole number"),
        ("start_date", "2027-01-01", "after the reference date"),
        ("reference_date", "07.11.2026", "YYYY-MM-DD"),
        ("lists-departments", "", "empty"),
        ("lists-locations", "USA", "2 to 250"),
    ] {
        let selector = format!("#setting-{field}");
        let good = browser.find(&selector).await.value().await.unwrap().unwrap();
        browser.type_into(&selector, bad).await;
        browser.click("#generate").await;
        browser.notice("Nothing was generated").await;
        let problem = browser.text(&format!("{selector}-problem")).await;
        assert!(problem.contains(part), "{field} = {bad}: {problem}");
        let field = browser.find(&selector).await;
        assert_eq!(field.value().await.unwrap().unwrap(), bad, "what was typed is kept");
        assert_eq!(field.attr("aria-invalid").await.unwrap().as_deref(), Some("true"));
        let focused = format!("return document.activeElement.id === '{}'", selector.trim_start_matches('#'));
        browser.until("the focus", &focused).await;
        assert_eq!(browser.text("[data-testid=row-count]").await, "1,000 rows");
        browser.type_into(&selector, &good).await;
        assert_eq!(browser.text(&format!("{selector}-problem")).await, "");
    }
    browser.generate_rows(50).await;
    assert_eq!(browser.script("return document.querySelectorAll('.notice').length").await, json!(0));
    browser.end().await;
}

async fn a_panic_is_survived(kind: Kind) {
    let (_site, browser) = open(kind).await;
    browser.type_into("#setting-seed", "99").await;
    browser.generate_rows(700).await;
    let before = browser.text("#cell-0-19").await;
    browser.open_groups().await;
    browser.type_into("#setting-users", "0").await;
    // The page's worker is caught at its next message, and asked to panic.
    let drill = engine::request(4_000_000_000, Request::Panic);
    browser
        .script(&format!(
            "const post = Worker.prototype.postMessage;
             Worker.prototype.postMessage = function (message) {{
               Worker.prototype.postMessage = post;
               post.call(this, [new Uint8Array({drill})]);
             }};
             document.querySelector('#cell-3-0').click(); return true"
        ))
        .await;
    browser.notice("The engine stopped: a drill was asked for").await;
    // Files can be had again as soon as the fresh engine holds the same dataset.
    browser.until("the dataset", "return document.querySelector('#columns').disabled === false").await;
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser.download().await;
    let lines = browser.downloaded("cybersecurity_dataset_combined.csv").await;
    browser.dismiss().await;
    assert_eq!(lines.iter().filter(|&&byte| byte == b'\n').count(), 701);
    browser
        .until(
            "the same dataset",
            &format!("return document.querySelector('#cell-0-19')?.textContent === '{before}'"),
        )
        .await;
    assert_eq!(browser.text("[data-testid=row-count]").await, "700 rows");
    assert_eq!(browser.find("#setting-users").await.value().await.unwrap().unwrap(), "0");
    browser.type_into("#setting-users", "5").await;
    let is_made = "return document.querySelector('#standing').textContent.includes('Up to date') && location.hash.includes('users=5')";
    browser.until("the dataset of what was typed", is_made).await;
    browser.click("#cell-5-0").await;
    browser
        .until("the details", "return document.querySelectorAll('#row-indicators tbody tr').length === 11")
        .await;
    browser.generate_rows(800).await;
    browser.end().await;
}

async fn a_missing_engine_is_explained(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.driver.goto(&site.broken_page()).await.unwrap();
    let message = "return document.querySelector('.broken')?.textContent.includes('could not be loaded')";
    browser.until("the message", message).await;
    assert_eq!(browser.script("return document.querySelector('#generate').disabled").await, json!(true));
    browser.type_into("#setting-seed", "5").await;
    browser.click(".broken button").await;
    browser.until("the message again", message).await;
    site.restore();
    browser.click(".broken button").await;
    let rows = "return document.querySelector('#cell-0-0')?.textContent.startsWith('ISSUE-') === true";
    browser.until("the first dataset after all", rows).await;
    assert_eq!(browser.find("#setting-seed").await.value().await.unwrap().unwrap(), "5");
    browser.end().await;
}

async fn nothing_is_inaccessible(kind: Kind) {
    let site = Site::start().await;
    for dark in [false, true] {
        let browser = Browser::start(kind, dark).await;
        browser.open(&site.page()).await;
        let scheme = "return matchMedia('(prefers-color-scheme: dark)').matches";
        assert_eq!(browser.script(scheme).await, json!(dark));
        assert_eq!(browser.accessibility_violations().await, [""; 0]);
        for workspace in ["explore", "audit", "balance", "detect", "respond", "learn"] {
            browser.visit(workspace).await;
            let is_there = "return (document.querySelector('#chart-title')?.textContent ?? '') !== '' || document.querySelector('#audit-verdict, #balance-form, #detect-verdict, #monitor-start, .lesson-card') !== null";
            browser.until("its contents", is_there).await;
            assert_eq!(browser.accessibility_violations().await, [""; 0], "in {workspace}");
        }
        for part in ["teachers", "own", "glossary"] {
            browser.click(&format!("input[name=learn-part][value={part}]")).await;
            assert_eq!(browser.accessibility_violations().await, [""; 0], "in {part}");
        }
        browser.visit("data").await;
        for opener in ["#share", "#download", "#help", "#columns", "#scenarios"] {
            browser.click(opener).await;
            assert_eq!(browser.accessibility_violations().await, [""; 0], "of {opener}");
            browser.dismiss().await;
        }
        // With a problem, a notice, the details and every group open.
        browser
            .script("document.querySelectorAll('details').forEach((group) => group.open = true); return true")
            .await;
        browser.until("the fields", "return document.querySelector('#setting-files-header') !== null").await;
        browser.type_into("#setting-rows", "0").await;
        browser.click("#generate").await;
        browser.notice("Nothing was generated").await;
        browser.click("#cell-4-0").await;
        browser
            .until(
                "the details",
                "return document.querySelectorAll('#row-indicators tbody tr').length === 11",
            )
            .await;
        assert_eq!(browser.accessibility_violations().await, [""; 0]);
        browser.end().await;
    }
}

async fn every_width_fits(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    // 640 at twice the zoom is 320; the widths between are those of a phone, a tablet and two screens.
    for width in [320, 390, 768, 1280, 1920] {
        browser.driver.goto(&site.framed_page(width, 800)).await.unwrap();
        browser
            .until("the frame", "return frames[0]?.document.querySelector('#cell-0-0')?.textContent.startsWith('ISSUE-') === true")
            .await;
        browser.script("frames[0].document.querySelector('#cell-4-0').click(); return true").await;
        browser
            .until(
                "the details",
                "return frames[0].document.querySelectorAll('#row-indicators tbody tr').length === 11",
            )
            .await;
        let overflow = browser
            .script("return frames[0].document.documentElement.scrollWidth - frames[0].innerWidth")
            .await;
        assert!(overflow.as_i64().unwrap() <= 0, "{width}: {overflow} pixels too wide");
    }
    browser.end().await;
}

async fn the_link_is_the_dataset(kind: Kind) {
    let (site, browser) = open(kind).await;
    browser.type_into("#setting-seed", "31").await;
    browser.generate_rows(300).await;
    browser.until("the link", "return location.hash === '#v1.classic&seed=31&rows=300'").await;
    browser.click("#share").await;
    browser.click("#copy-link").await;
    browser.notice("link").await;
    browser.dismiss().await;
    let first = browser.text("#cell-0-19").await;
    browser.generate_rows(400).await;
    browser.until("the next link", "return location.hash.endsWith('rows=400')").await;
    // Back and forward.
    browser.driver.back().await.unwrap();
    let rows = |count: &str| {
        format!("return document.querySelector('[data-testid=row-count]')?.textContent === '{count} rows'")
    };
    browser.until("the rows before", &rows("300")).await;
    assert_eq!(browser.find("#setting-rows").await.value().await.unwrap().unwrap(), "300");
    browser.driver.forward().await.unwrap();
    browser.until("the rows after", &rows("400")).await;
    browser.end().await;

    // Somebody else opens it; one value is out of range and one unknown.
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.classic&seed=31&rows=300&users=0&color=blue", site.page())).await;
    assert_eq!(browser.text("[data-testid=row-count]").await, "300 rows");
    assert_eq!(browser.text("#cell-0-19").await, first);
    browser.notice("0 is out of range").await;
    browser.notice("color").await;
    browser.end().await;

    // A link to more rows than this browser holds is explained, and nothing typed is lost.
    let browser = Browser::start(kind, false).await;
    browser.driver.goto(&format!("{}#v1.classic&rows=9999999", site.page())).await.unwrap();
    browser.notice("This browser can hold about").await;
    assert_eq!(browser.find("#setting-rows").await.value().await.unwrap().unwrap(), "9999999");
    browser.end().await;

    // A damaged link opens the default, with an explanation.
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.clas", site.page())).await;
    browser.notice("The link names no known preset").await;
    assert_eq!(browser.text("[data-testid=row-count]").await, "10,000 rows");
    browser.end().await;
}

async fn the_keyboard_alone_is_enough(kind: Kind) {
    let (_site, browser) = open(kind).await;
    let focused = "return document.activeElement.id || document.activeElement.getAttribute('role') || document.activeElement.textContent";
    let mut stops = Vec::new();
    for _ in 0..70 {
        browser.press(false, Key::Tab).await;
        stops.push(browser.script(focused).await.as_str().unwrap_or_default().to_owned());
        if stops.last().is_some_and(|stop| stop == "rows") {
            break;
        }
    }
    let expected = [
        "tab-data",
        "tab-explore",
        "tab-audit",
        "tab-balance",
        "tab-detect",
        "tab-respond",
        "share",
        "download",
        "theme",
        "help",
        "preset",
        "setting-seed",
        "setting-rows",
        "setting-anomaly_share",
        "search",
        "generate",
        "columns",
        "rows",
    ];
    for stop in expected {
        assert!(stops.iter().any(|found| found == stop), "Tab does not reach {stop}: {stops:?}");
    }
    for key in [Key::Down, Key::Down, Key::Right, Key::PageDown, Key::Home] {
        browser.press(false, key).await;
    }
    let active = browser.script("return document.activeElement.getAttribute('aria-activedescendant')").await;
    let active = active.as_str().unwrap();
    let row = format!("return document.querySelector('#{active}').parentElement.ariaRowIndex");
    let row: u32 = browser.script(&row).await.as_str().unwrap().parse().unwrap();
    assert!(row > 12 && active.ends_with("-0"), "{active}, row {row}");
    browser.press(false, Key::Enter).await;
    browser
        .until("the details", "return document.querySelectorAll('#row-indicators tbody tr').length === 11")
        .await;
    let id = browser.text(&format!("#{active}")).await;
    assert_eq!(browser.text("#details-heading").await, id);
    browser.end().await;
}

/// The combined file that the command line makes of a link.
fn combined_by_command_line(arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args(["generate", "--out"])
        .arg(folder.path())
        .args(arguments)
        .output()
        .unwrap();
    assert!(command.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&command.stderr));
    std::fs::read(folder.path().join(COMBINED)).unwrap()
}

const COMBINED: &str = "cybersecurity_dataset_combined.csv";

/// The combined file that the page offers.
async fn combined(browser: &Browser) -> Vec<u8> {
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser.download().await;
    browser.downloaded(COMBINED).await
}

async fn a_setting_of_each_kind_is_shared(kind: Kind) {
    let (site, browser) = open(kind).await;
    // A choice, found by searching.
    browser.type_into("#search", "scoring profile").await;
    browser
        .until("what is found", "return document.querySelector('.search .help').textContent === '1 setting'")
        .await;
    browser.choose("#setting-scoring-profile", "calibrated").await;
    browser.type_into("#search", "").await;
    browser.open_groups().await;
    // A whole number, a decimal, a date, a share by its slider.
    browser.type_into("#setting-users", "17").await;
    browser.type_into("#setting-normal-logins-added", "4.25").await;
    browser.type_into("#setting-start_date", "2025-02-28").await;
    browser.find("[data-path=anomaly_share] input[type=range]").await.focus().await.unwrap();
    browser.press(false, Key::Home).await;
    for _ in 0..3 {
        browser.press(false, Key::PageUp).await;
    }
    assert_ne!(browser.find("#setting-anomaly_share").await.value().await.unwrap().unwrap(), "20");
    // A weight beside its stacked bar, a column that is switched off, the form of the files.
    browser.type_into("#setting-anomalous-severity-low", "0.8").await;
    let bar = browser
        .script("return document.querySelector('[data-group=\"Anomalous rows\"] .stack').ariaLabel")
        .await;
    assert!(bar.as_str().unwrap().contains("Severity Low 45.7 %"), "{bar}");
    browser.click("#setting-columns-is_anomaly").await;
    browser.choose("#setting-files-delimiter", "semicolon").await;
    // A list: an entry is removed, one added, named and weighted, and moved.
    let entry = |number: u32| format!("[data-path='lists.departments'] .entry:nth-child({number})");
    browser.click(&format!("{} button:nth-of-type(3)", entry(1))).await;
    browser.click("[data-path='lists.departments'] .list button.small").await;
    browser
        .until("the focus", "return document.activeElement.ariaLabel === 'Name, entry 8 of Departments'")
        .await;
    browser.type_into(&format!("{} .name", entry(8)), "R & D, Süd").await;
    browser.type_into(&format!("{} .weight", entry(8)), "2.5").await;
    browser.click(&format!("{} button:nth-of-type(1)", entry(8))).await;
    let name = format!("return document.querySelector(\"{} .name\").value === 'R & D, Süd'", entry(7));
    browser.until("the move", &name).await;
    // A small dataset follows by itself.
    browser.until("the link", "return location.hash.includes('2.5')").await;
    browser.until("the columns", "return document.querySelector('.header .c32') === null").await;
    let changed = browser.text("[data-group=Lists] .badge").await;
    assert_eq!(changed, "1 changed");
    let link = browser.script("return location.href").await.as_str().unwrap().to_owned();
    browser.end().await;

    let expected = combined_by_command_line(&["--link", &link]);
    let text = String::from_utf8(expected.clone()).unwrap();
    assert!(text.contains(";R & D, Süd;") && !text.contains("Is Anomaly") && text.lines().count() == 1_001);
    let browser = Browser::start(kind, false).await;
    browser.open(&link).await;
    assert!(combined(&browser).await == expected, "{link}");
    browser.end().await;
    drop(site);
}

async fn steps_are_undone_and_drafts_outlive_a_reload(kind: Kind) {
    let (_site, browser) = open(kind).await;
    let seed = |value: &str| format!("return document.querySelector('#setting-seed').value === '{value}'");
    browser.type_into("#setting-seed", "11").await;
    browser.until("the dataset", "return location.hash === '#v1.classic&seed=11'").await;
    browser.type_into("#setting-seed", "12").await;
    browser.until("the dataset", "return location.hash === '#v1.classic&seed=12'").await;
    browser.click("#undo").await;
    browser.until("a step back", &seed("11")).await;
    browser.until("its dataset", "return location.hash === '#v1.classic&seed=11'").await;
    browser.click("#redo").await;
    browser.until("a step forward", &seed("12")).await;
    // By the keyboard, from within a field; what was typed since the last step is one.
    browser.type_into("#setting-seed", "13").await;
    browser.find("#setting-seed").await.send_keys(Key::Control + "z").await.unwrap();
    browser.until("a step back", &seed("12")).await;
    // Back to the default by the mark beside the field.
    browser.click("[data-path=seed] .reset").await;
    browser.until("the default", &seed("7")).await;
    browser.until("no mark", "return document.querySelector('[data-path=seed] .reset') === null").await;

    // What cannot be made is kept over a reload, with everything else that was typed.
    browser.type_into("#setting-seed", "77").await;
    browser.type_into("#setting-rows", "many").await;
    browser.driver.refresh().await.unwrap();
    browser.until("the draft", "return document.querySelector('#setting-rows')?.value === 'many'").await;
    assert_eq!(browser.script(&seed("77")).await, json!(true));
    assert!(browser.text("#setting-rows-problem").await.contains("whole number"));
    // A large dataset is not made before it is asked for.
    browser.type_into("#setting-rows", "60000").await;
    browser.until("the question", "return document.querySelector('#differs') !== null").await;
    tokio::time::sleep(std::time::Duration::from_millis(1_000)).await;
    assert_eq!(browser.text("[data-testid=row-count]").await, "1,000 rows");
    browser.end().await;
}

async fn a_configuration_is_saved_opened_and_dropped(kind: Kind) {
    let (site, browser) = open(kind).await;
    browser.type_into("#setting-seed", "123").await;
    browser.generate_rows(321).await;
    browser.click("#share").await;
    browser.click("#save-file").await;
    let file = browser.downloaded("cyberdatagen.json").await;
    let json: serde_json::Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(json["settings"], json!({ "seed": 123, "rows": 321 }));
    browser.end().await;

    let browser = Browser::start(kind, false).await;
    browser.open(&site.page()).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.json");
    std::fs::write(&path, &file).unwrap();
    browser.find("#configuration-file").await.send_keys(path.to_str().unwrap()).await.unwrap();
    browser.notice("Opened mine.json").await;
    browser.until("the link", "return location.hash === '#v1.classic&seed=123&rows=321'").await;
    let drop = |text: &str| {
        format!(
            "const data = new DataTransfer();
             data.items.add(new File([{}], 'dropped.json'));
             document.body.dispatchEvent(new DragEvent('drop', {{ bubbles: true, cancelable: true, dataTransfer: data }}));
             return true",
            json!(text)
        )
    };
    let text = r#"{ "cyberdatagen": "configuration", "preset": "classic", "settings": { "rows": 50, "lists.departments": ["A", "B*2"], "users": 0 } }"#;
    browser.script(&drop(text)).await;
    browser.notice("0 is out of range").await;
    browser.until("its rows", "return location.hash.includes('rows=50&lists.departments=A,%20B%2A2')").await;
    for (text, part) in [
        ("no json", "is no JSON"),
        ("{}", "is no configuration of ours"),
        (r#"{ "cyberdatagen": "configuration", "preset": "best" }"#, "names no preset"),
    ] {
        browser.script(&drop(text)).await;
        browser.notice(part).await;
    }
    assert_eq!(browser.text("[data-testid=row-count]").await, "50 rows");
    browser.end().await;
}

async fn a_class_sees_its_lesson(kind: Kind) {
    let (site, browser) = open(kind).await;
    // The teacher's side.
    browser.type_into("#setting-rows", "200").await;
    browser.click("#share").await;
    browser.click(".class-link summary").await;
    browser.type_into("#class-title", "Week 3: who is it?").await;
    browser.type_into("#class-text", "Find the anomalies.").await;
    browser.click("#class-seeds").await;
    browser.choose("#class-open", "hidden").await;
    browser.type_into("#class-more", "anomaly_share").await;
    browser.click("#copy-class-link").await;
    browser.notice("link").await;
    browser.click(".class-link .actions-row button:nth-child(2)").await;
    browser.until("the code", "return document.querySelector('dialog[open] svg.qr-code') !== null").await;
    let link = browser.text("dialog .address").await;
    assert!(link.contains("title=Week%203") && link.ends_with("&student="), "{link}");
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    browser.end().await;

    // A student's side.
    let browser = Browser::start(kind, false).await;
    browser.driver.goto(&link).await.unwrap();
    browser.until("the question", "return document.querySelector('#student') !== null").await;
    assert_eq!(browser.text("#classroom-heading").await, "Week 3: who is it?");
    assert_eq!(browser.text(".lesson").await, "Find the anomalies.");
    let visible = "return [...document.querySelectorAll('.configuration .field')].filter((field) => field.checkVisibility()).map((field) => field.dataset.path)";
    assert_eq!(browser.script(visible).await, json!(["anomaly_share"]));
    browser.click("#share").await;
    browser.until("the ways to share", "return document.querySelector('.class-link') !== null").await;
    let can_lock =
        "return ['#copy-link', '.class-link'].map((part) => document.querySelector(part).checkVisibility())";
    assert_eq!(browser.script(can_lock).await, json!([true, false]));
    browser.dismiss().await;
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    browser.click(".student button").await;
    browser
        .until(
            "the hint",
            "return document.querySelector('#student-problem').textContent.includes('Type your name')",
        )
        .await;
    browser.type_into("#student", "Ada Lovelace").await;
    browser.find("#student").await.send_keys(Key::Enter + "").await.unwrap();
    browser
        .until(
            "the data",
            "return document.querySelector('[data-testid=row-count]')?.textContent === '200 rows'",
        )
        .await;
    browser
        .until(
            "the name",
            "return document.querySelector('#student-help').textContent.includes('Ada Lovelace, seed')",
        )
        .await;
    let expected = combined_by_command_line(&["--link", &link, "--student", "ada  lovelace"]);
    assert!(combined(&browser).await == expected);
    // The address is the student's own, and what is frozen says so.
    let own = browser.script("return location.href").await.as_str().unwrap().to_owned();
    browser.end().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&own).await;
    assert!(combined(&browser).await == expected);
    browser.end().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.classic&lock=rows,-scoring", site.page())).await;
    let frozen = "return [document.querySelector('#setting-rows').matches(':disabled'), document.querySelector('#setting-seed').matches(':disabled')]";
    assert_eq!(browser.script(frozen).await, json!([true, false]));
    assert_eq!(
        browser.script("return document.querySelector('[data-group=Threat]').checkVisibility()").await,
        json!(false)
    );
    browser.end().await;
}

async fn the_audit_tells_what_gives_the_label_away(kind: Kind) {
    let (_site, browser) = open(kind).await;
    let verdict = |part: &str| {
        format!("return document.querySelector('#audit-verdict')?.textContent.includes('{part}') === true")
    };
    // A small dataset is audited by itself.
    browser.visit("audit").await;
    browser.until("the verdict", &verdict("of 14 checks fail")).await;
    let table = browser.text(".audit table").await;
    for part in ["Login Attempts", "Use the Realistic preset", "Set anomaly share to 5 %"] {
        assert!(table.contains(part), "{part}: {table}");
    }
    let pictures = "return document.querySelectorAll('.audit svg[role=img]').length > 5";
    assert_eq!(browser.script(pictures).await, json!(true));
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    // The setting of a fix is shown in the form.
    browser.click("[data-check=contamination] button.link").await;
    let focused = "return document.activeElement.id === 'setting-anomaly_share'";
    browser.until("the setting", focused).await;
    // All fixes together make another dataset, which passes.
    browser.click("#fix-all").await;
    browser.until("the verdict", &verdict("checks pass")).await;
    assert_eq!(browser.find("#preset").await.value().await.unwrap().unwrap(), "realistic");
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    browser.end().await;
}
