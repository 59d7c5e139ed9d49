//! The twelve things that a new user wants, with a pointer and with the keyboard alone.

use serde_json::json;
use thirtyfour::prelude::*;

use super::browser::{Browser, Kind};
use super::site::Site;

/// Waits until an element's text has a part.
async fn text_has(browser: &Browser, selector: &str, part: &str) {
    let script = format!(
        "return document.querySelector({})?.textContent.includes({}) === true",
        json!(selector),
        json!(part)
    );
    browser.until(&format!("'{part}' in {selector}"), &script).await;
}

/// The number at the start of an element's text, such as `1,286 of 10,000 rows`, once it is known.
async fn number(browser: &Browser, selector: &str) -> u64 {
    let known = format!("return /^[0-9]/.test(document.querySelector({})?.textContent)", json!(selector));
    browser.until("a number", &known).await;
    let text = browser.text(selector).await;
    let digits: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == ',').collect();
    digits.replace(',', "").parse().unwrap_or_else(|_| panic!("no number in '{text}' of {selector}"))
}

async fn fresh(kind: Kind, fragment: &str) -> (Site, Browser) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#{fragment}", site.page())).await;
    (site, browser)
}

/// Goes on with Tab, or back with Shift and Tab, until an element has the focus.
pub async fn tab_to(browser: &Browser, selector: &str) {
    // Whether it has the focus; if not, whether it stands before what has.
    let place = format!(
        "const here = document.activeElement, target = document.querySelector({0});
         return here.matches({0}) ? 'here' : (here.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING) ? 'before' : 'after'",
        json!(selector)
    );
    for _ in 0..160 {
        let place = browser.script(&place).await;
        if place == json!("here") {
            return;
        }
        let chain = browser.driver.action_chain();
        let chain = if place == json!("before") { chain.key_down(Key::Shift) } else { chain };
        chain.key_down(Key::Tab).key_up(Key::Tab).key_up(Key::Shift).perform().await.unwrap();
    }
    panic!("{:?}: Tab does not reach {selector}", browser.kind);
}

/// Goes to an element with Tab and presses it.
pub async fn press(browser: &Browser, selector: &str) {
    tab_to(browser, selector).await;
    browser.press(false, Key::Enter).await;
}

/// Types into the element that has the focus, in place of what stands there.
pub async fn retype(browser: &Browser, selector: &str, text: &str) {
    tab_to(browser, selector).await;
    let field = browser.find(selector).await;
    field.send_keys(Key::Control + "a").await.unwrap();
    field.send_keys(text).await.unwrap();
}

/// What each indicator added makes up the score that is shown.
async fn the_score_is_explained(browser: &Browser) {
    let parts = "return [...document.querySelectorAll('.contributions .number')].map((part) => Number(part.textContent)).reduce((a, b) => a + b, 0)";
    let sum = browser.script(parts).await.as_f64().unwrap();
    let score: f64 = browser.text("#row-score").await.parse().unwrap();
    assert!((sum - score).abs() < 0.06, "{sum} is not {score}");
}

/// An anomalous row, why it has its score, the attack behind it, and all rows of that attack.
pub async fn an_anomalous_row_is_found_and_explained(kind: Kind) {
    let (_site, browser) = fresh(kind, "v1.realistic").await;
    browser.script("document.querySelector('input[name=view][value=Anomalous]').click(); return true").await;
    text_has(&browser, "#table-size", "500 rows").await;
    browser.until("a row", "return document.querySelector('#cell-0-0')?.closest('.row').classList.contains('anomalous') === true").await;
    browser.click("#cell-0-1").await;
    text_has(&browser, "#details .pill", "Anomalous").await;
    the_score_is_explained(&browser).await;
    assert!(!browser.text("#row-attack").await.is_empty());
    // The next row, and back.
    let first = browser.text("#details-heading").await;
    browser.click("#next-row").await;
    browser
        .until(
            "the next row",
            &format!("return document.querySelector('#details-heading').textContent !== '{first}'"),
        )
        .await;
    browser.click("#previous-row").await;
    text_has(&browser, "#details-heading", &first).await;
    // The attack: all of its rows.
    let campaign = browser.text("#show-campaign").await;
    browser.click("#show-campaign").await;
    text_has(&browser, "#table-chips", &campaign).await;
    browser
        .until("its rows", "return document.querySelector('#table-size').textContent.includes(' of ')")
        .await;
    let rows = number(&browser, "#table-size").await;
    assert!((1..100).contains(&rows), "{rows} rows of {campaign}");
    browser.click("#close-details").await;
    browser.until("no details", "return document.querySelector('#details').hidden").await;
    browser.end().await;
}

/// A change of the difficulty shows in the figures, and is undone.
pub async fn a_setting_is_changed_seen_and_undone(kind: Kind) {
    let (_site, browser) = fresh(kind, "v1.realistic").await;
    let levels =
        "return [...document.querySelectorAll('.key-list dd')].map((count) => count.textContent).join()";
    let before = browser.script(levels).await;
    browser.type_into("#setting-attacks-difficulty", "0.1").await;
    browser.until("the link", "return location.hash.includes('attacks.difficulty=0.1')").await;
    text_has(&browser, "#standing", "Up to date").await;
    let after = browser.script(levels).await;
    assert_ne!(before, after, "easier attacks score higher");
    assert_eq!(browser.text("#changed-only").await, "Changed only (1)");
    browser.click("#undo").await;
    browser.until("the figures before", &format!("{levels} === {before}")).await;
    // Everything that was changed is taken back at once.
    browser.type_into("#setting-seed", "99").await;
    browser.type_into("#setting-anomaly_share", "7").await;
    browser
        .until(
            "the link",
            "return location.hash.includes('seed=99') && location.hash.includes('anomaly_share=7')",
        )
        .await;
    browser.click("#reset-all").await;
    browser.until("the figures before", &format!("{levels} === {before}")).await;
    browser.end().await;
}

/// One month by a click on the timeline, several by a drag; the address has it, and another visitor sees it.
pub async fn the_timeline_filters_the_table(kind: Kind) {
    let (site, browser) = fresh(kind, "v1.realistic").await;
    browser.until("the timeline", "return document.querySelector('.timeline .plot canvas')?.width > 300 && document.querySelectorAll('.timeline .handle').length === 2").await;
    let plot = browser.find(".timeline .plot").await;
    browser.driver.action_chain().move_to_element_center(&plot).click().perform().await.unwrap();
    text_has(&browser, "#table-chips", "Timestamps").await;
    let counted = "const size = document.querySelector('#table-size').textContent; return /^[0-9,]+ of /.test(size) && !size.startsWith('10,000')";
    browser.until("its rows", counted).await;
    let month = number(&browser, "#table-size").await;
    assert!((100..500).contains(&month), "{month} rows in a month");
    let chain = browser.driver.action_chain().move_to_element_center(&plot);
    chain.click_and_hold().move_by_offset(60, 0).move_by_offset(60, 0).release().perform().await.unwrap();
    let more = format!(
        "return Number(document.querySelector('#table-size').textContent.split(' ')[0].replace(',', '')) > {month}"
    );
    browser.until("more rows", &more).await;
    let words = browser.text("#table-chips .chip").await;
    let link = browser.script("return location.href").await.as_str().unwrap().to_owned();
    assert!(link.contains("explore.filter=Timestamps"), "{link}");
    // By keyboard: the last month less; then none.
    browser.script("document.querySelector('.timeline .handle.last').focus(); return true").await;
    browser.press(false, Key::Left).await;
    browser
        .until(
            "another range",
            &format!("return document.querySelector('#table-chips .chip').textContent !== {}", json!(words)),
        )
        .await;
    browser.press(false, Key::Escape).await;
    browser.until("no range", "return document.querySelector('#table-chips .chip') === null").await;
    browser.end().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&link).await;
    text_has(&browser, "#table-chips .chip", words.trim_end_matches('✕')).await;
    browser.end().await;
    drop(site);
}

/// Share, download, and a class link as a student opens it stand in tests of their own; here: workspaces are part of the
/// link, and back and forward go through them.
pub async fn a_link_opens_where_its_author_stood(kind: Kind) {
    let (site, browser) = fresh(kind, "v1.classic").await;
    for workspace in ["explore", "detect", "respond", "audit", "balance"] {
        browser.visit(workspace).await;
        let address = format!("return location.hash.endsWith('view={workspace}')");
        browser.until("the address", &address).await;
        assert_eq!(browser.script("return [...document.querySelectorAll('.workspace > section > :first-child')].filter((one) => one.checkVisibility({ visibilityProperty: true })).length").await, json!(1));
    }
    // What is typed and not generated stays on the way back.
    browser.type_into("#setting-rows", "60001").await;
    browser.driver.back().await.unwrap();
    browser
        .until(
            "the step before",
            "return !document.querySelector('#workspace-audit').classList.contains('away')",
        )
        .await;
    assert_eq!(browser.find("#setting-rows").await.value().await.unwrap().as_deref(), Some("60001"));
    let link = browser.script("return location.href").await.as_str().unwrap().to_owned();
    browser.end().await;
    let browser = Browser::start(kind, false).await;
    browser.driver.goto(&link).await.unwrap();
    text_has(&browser, "#audit-verdict", "fail").await;
    assert_eq!(browser.script("return document.querySelector('#tab-audit').ariaCurrent ?? document.querySelector('#tab-audit').getAttribute('aria-current')").await, json!("page"));
    browser.end().await;
    drop(site);
}

/// The audit says what is wrong with the classic data; its fixes are applied, and undone.
pub async fn a_failed_check_is_fixed(kind: Kind) {
    let (_site, browser) = fresh(kind, "v1.classic").await;
    // The strip of figures says so by itself.
    text_has(&browser, "#audit-figure", "fail").await;
    browser.click("#audit-figure").await;
    text_has(&browser, "#audit-verdict", "fail").await;
    let fails = "return document.querySelectorAll('.checks tbody tr.fail').length";
    let before = browser.script(fails).await.as_u64().unwrap();
    assert!(before > 5, "{before} fail");
    let first = browser.script("return document.querySelector('.checks tbody tr').className").await;
    assert_eq!(first, json!("fail"), "failed checks come first");
    // The setting of a fix, in a group that nobody has opened yet.
    browser.click(".checks .link[aria-label*=reference_date]").await;
    browser.until("the setting", "return document.activeElement.id === 'setting-reference_date'").await;
    let hash = browser.script("return location.hash").await;
    browser.click(".checks tbody tr.fail .fix").await;
    browser.until("another dataset", &format!("return location.hash !== {hash}")).await;
    let fixed = format!(
        "return document.querySelectorAll('.checks tbody tr.fail').length < {before} && document.querySelector('.fix:disabled') === null"
    );
    browser.until("fewer failed checks", &fixed).await;
    browser.click("#undo").await;
    browser.until("the dataset before", &format!("return location.hash === {hash}")).await;
    let again = format!("return document.querySelectorAll('.checks tbody tr.fail').length === {before}");
    browser.until("the checks before", &again).await;
    browser.end().await;
}

/// The keyboard alone: a row explained, the difficulty changed and undone, a month, a link, a file, the audit and its fix, a
/// chart, and balanced files.
pub async fn the_keyboard_does_all_tasks(kind: Kind) {
    let (_site, browser) = fresh(kind, "v1.realistic").await;
    // A row, and its attack.
    tab_to(&browser, "input[name=view]").await;
    browser.press(false, Key::Right).await;
    browser.press(false, Key::Right).await;
    text_has(&browser, "#table-size", "500 rows").await;
    tab_to(&browser, "#rows").await;
    browser.press(false, Key::Down).await;
    browser
        .until(
            "the row",
            "return document.querySelector('#cell-1-0')?.textContent.startsWith('ISSUE') === true",
        )
        .await;
    browser.press(false, Key::Enter).await;
    text_has(&browser, "#details .pill", "Anomalous").await;
    the_score_is_explained(&browser).await;
    press(&browser, "#show-campaign").await;
    text_has(&browser, "#table-chips", "Campaign").await;
    press(&browser, "#table-chips .chip button").await;
    browser.until("no filter", "return document.querySelector('#table-chips .chip') === null").await;
    // A month of the timeline.
    tab_to(&browser, ".timeline .handle.last").await;
    browser.press(false, Key::Home).await;
    text_has(&browser, "#table-chips", "Timestamps").await;
    browser.press(false, Key::Escape).await;
    // The difficulty, and back.
    retype(&browser, "#setting-attacks-difficulty", "0.2").await;
    browser.until("the link", "return location.hash.includes('attacks.difficulty=0.2')").await;
    press(&browser, "#undo").await;
    browser.until("the link", "return !location.hash.includes('difficulty')").await;
    // The link.
    press(&browser, "#share").await;
    press(&browser, "#copy-link").await;
    browser.notice("link").await;
    browser.dismiss().await;
    browser
        .until("the popover", "return document.querySelector('#share-popover:popover-open') === null")
        .await;
    // A file.
    press(&browser, "#download").await;
    press(&browser, "#download-start").await;
    assert!(!browser.downloaded("cybersecurity_data.zip").await.is_empty());
    browser.dismiss().await;
    browser.until("no dialog", "return !document.querySelector('#download-dialog').open").await;
    // A chart.
    press(&browser, "#tab-explore").await;
    browser.until("Explore", "return location.hash.includes('view=explore')").await;
    browser
        .until("a chart", "return (document.querySelector('#chart-title')?.textContent ?? '') !== ''")
        .await;
    tab_to(&browser, "#chart-kinds input").await;
    browser.press(false, Key::Right).await;
    browser.until("another chart", "return location.hash.includes('explore.chart')").await;
    // The audit, and the way to a setting that fixes a check.
    retype_preset(&browser, "classic").await;
    press(&browser, "#tab-audit").await;
    text_has(&browser, "#audit-verdict", "fail").await;
    browser.until("a fix", "return document.querySelector('.fix:not(:disabled)') !== null").await;
    press(&browser, ".checks .fix").await;
    browser.until("its dataset", "return !location.hash.startsWith('#v1.classic&view')").await;
    // Both files of a balancing.
    press(&browser, "#tab-balance").await;
    browser.until("the form", "return document.querySelector('#balance')?.disabled === false").await;
    press(&browser, "#balance").await;
    text_has(&browser, "#balance-status", "Done").await;
    for (button, part) in [("#balance-train", "train_balanced"), ("#balance-test", "test")] {
        press(&browser, button).await;
        assert!(!browser.downloaded(&format!("cybersecurity_dataset_{part}.csv")).await.is_empty());
    }
    browser.end().await;
}

/// Chooses a preset with the keys.
async fn retype_preset(browser: &Browser, preset: &str) {
    tab_to(browser, "#preset").await;
    let is_chosen = format!("return document.querySelector('#preset').value === '{preset}'");
    for _ in 0..12 {
        if browser.script(&is_chosen).await == json!(true) {
            break;
        }
        browser.find("#preset").await.send_keys(Key::Down + "").await.unwrap();
    }
    browser.until("the preset", &format!("return location.hash.startsWith('#v1.{preset}')")).await;
}

/// The first screen at 1280 × 800 and at 390 × 844, as the words of the design have it.
pub async fn the_first_screen_shows_the_data(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    for (width, height) in [(1280, 800), (390, 844)] {
        browser.driver.goto(&site.framed_page(width, height)).await.unwrap();
        let rows = "return frames[0]?.document.querySelector('#cell-0-0')?.textContent.startsWith('ISSUE-') === true";
        browser.until("the rows", rows).await;
        browser
            .until("the timeline", "return frames[0].document.querySelector('.timeline canvas')?.height > 60")
            .await;
        let seen = "const page = frames[0].document, height = frames[0].innerHeight;
            const bar = page.querySelector('.tabs').getBoundingClientRect();
            const bottom = bar.top > height / 2 ? bar.top : height;
            const inSight = (element) => {
              const box = element?.getBoundingClientRect();
              return Boolean(box) && box.height > 0 && box.top >= 0 && box.bottom <= bottom + 1;
            };
            const grid = page.querySelector('#rows').getBoundingClientRect();
            const rows = [...page.querySelectorAll('.table .body .row:not([hidden])')]
              .filter((row) => inSight(row) && row.getBoundingClientRect().bottom <= grid.bottom && row.getBoundingClientRect().top >= grid.top + 40);
            return [
              ...['.strip', '.timeline .plot'].map((part) => inSight(page.querySelector(part))),
              ...['#preset', '#setting-seed', '#setting-rows', '#setting-anomaly_share', '#setting-attacks-difficulty', '#generate']
                .map((part) => page.querySelector(part).checkVisibility() && inSight(page.querySelector(part))),
              rows.length,
            ]";
        let seen = browser.script(seen).await;
        let seen = seen.as_array().unwrap();
        let rows = seen[8].as_u64().unwrap();
        assert_eq!(seen[..2], [json!(true), json!(true)], "figures and timeline at {width}");
        if width == 1280 {
            assert!(seen[2..8].iter().all(|part| *part == json!(true)), "the main settings: {seen:?}");
            assert!(rows >= 12, "{rows} rows at {width}");
        } else {
            assert!(rows >= 4, "{rows} rows at {width}");
        }
    }
    browser.end().await;
}

/// The drawer of a narrow window: it takes the focus, Escape closes it, and what it covers cannot be reached.
pub async fn the_configuration_is_a_drawer_where_there_is_no_room(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.driver.set_window_rect(0, 0, 800, 900).await.unwrap();
    browser.open(&site.page()).await;
    assert_eq!(
        browser.script("return document.querySelector('#configuration').checkVisibility()").await,
        json!(false)
    );
    assert!(browser.text("#configure").await.contains("Realistic · seed 7 · 10,000 rows · 5 %"));
    browser.click("#configure").await;
    browser.until("the focus", "return document.activeElement.closest('#configuration') !== null").await;
    assert_eq!(
        browser
            .script("return document.querySelector('main').inert && document.querySelector('.bar').inert")
            .await,
        json!(true)
    );
    browser.type_into("#setting-seed", "12").await;
    browser.until("the dataset", "return location.hash === '#v1.realistic&seed=12'").await;
    browser.dismiss().await;
    browser.until("the button", "return document.activeElement.id === 'configure' && !document.querySelector('#configuration').checkVisibility()").await;
    // A theme of one's own outlives a reload.
    browser.click("#theme").await;
    browser.click("#theme").await;
    assert_eq!(browser.script("return document.documentElement.dataset.theme").await, json!("dark"));
    browser.driver.refresh().await.unwrap();
    browser.until("the theme", "return document.documentElement.dataset.theme === 'dark'").await;
    browser.end().await;
}

/// A workspace that was left is found as it was: as far scrolled, and what is away takes no click.
pub async fn a_workspace_is_found_as_it_was_left(kind: Kind) {
    let (_site, browser) = fresh(kind, "v1.realistic").await;
    browser.driver.set_window_rect(0, 0, 1280, 600).await.unwrap();
    browser.script("document.querySelector('#rows').scrollTop = 3000; return true").await;
    let scrolled = "return ['#workspace-explore', '#workspace-audit', '#rows'].map((part) => document.querySelector(part).scrollTop)";
    for (workspace, is_there) in [("explore", "#chart[style*=height]"), ("audit", "#audit-verdict")] {
        browser.visit(workspace).await;
        browser.until("its contents", &format!("return document.querySelector('{is_there}') !== null")).await;
        browser
            .script(&format!("document.querySelector('#workspace-{workspace}').scrollTop = 80; return true"))
            .await;
    }
    for workspace in ["balance", "data", "explore", "audit", "data"] {
        browser.visit(workspace).await;
        let is_in_front = format!(
            "const box = document.querySelector('.workspaces').getBoundingClientRect();
             const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
             return hit.closest('.workspace').id === 'workspace-{workspace}'"
        );
        browser.until("it is in front", &is_in_front).await;
    }
    assert_eq!(browser.script(scrolled).await, json!([80, 80, 3000]));
    browser.end().await;
}
