//! What a visitor's system asks of the page: forced colors, less motion, a zoom of 200 %; and pages that work or fail, which
//! must be as accessible as those at rest.

use serde_json::json;
use thirtyfour::prelude::*;

use super::{Browser, Kind, Site, engine, open};
use cyberdatagen::protocol::Request;

/// Lets a test hold back what the page sends to its workers, so that what it waits for is never done: `hold(true)`, and
/// `hold(false)` to send it after all.
const HOLD: &str = "
    const post = Worker.prototype.postMessage;
    const held = [];
    let isHeld = false;
    window.hold = (wanted) => {
      isHeld = wanted;
      if (!isHeld) held.splice(0).forEach(([worker, message]) => post.apply(worker, message));
      return true;
    };
    Worker.prototype.postMessage = function (...message) {
      window.worker = this;
      if (isHeld) held.push([this, message]); else post.apply(this, message);
    };
    return true";

async fn hold(browser: &Browser, is_held: bool) {
    browser.script(&format!("return window.hold({is_held})")).await;
}

/// Makes Chromium believe that the visitor's system asks for something.
async fn prefer(browser: &Browser, feature: &str, value: &str) {
    let features = json!({ "features": [{ "name": feature, "value": value }] });
    browser.driver.cdp().send_raw("Emulation.setEmulatedMedia", features).await.expect("a preference");
    let is_preferred = format!("return matchMedia('({feature}: {value})').matches");
    assert_eq!(browser.script(&is_preferred).await, json!(true), "{feature}");
}

/// Two elements that mean different things look different: by more than a color that the system replaces.
async fn differ(browser: &Browser, one: &str, other: &str) {
    let script = format!(
        "const look = (selector) => {{
           const [where, part] = selector.split('::');
           const element = document.querySelector(where);
           if (!element) return `no ${{selector}}`;
           const style = getComputedStyle(element, part && `::${{part}}`);
           const border = ['Top', 'Right', 'Bottom', 'Left'].map((side) =>
             ['Style', 'Width', 'Color'].map((what) => style[`border${{side}}${{what}}`]).join(' '));
           const outline = style.outlineStyle === 'none' ? 'none' : [style.outlineWidth, style.outlineColor].join(' ');
           return JSON.stringify([style.backgroundColor, style.backgroundImage, border, outline, style.fill, style.borderRadius]);
         }};
         return [look({}), look({})]",
        json!(one),
        json!(other)
    );
    let looks = browser.script(&script).await;
    let [one_look, other_look] = [0, 1].map(|place| looks[place].as_str().unwrap_or_default().to_owned());
    assert!(!one_look.starts_with("no ") && !other_look.starts_with("no "), "{looks}");
    assert_ne!(one_look, other_look, "{one} looks as {other}");
}

/// The focus is seen: an outline around the element, in a color of its own.
async fn focus_is_seen(browser: &Browser) {
    let outline = "const style = getComputedStyle(document.activeElement);
        const cell = document.querySelector('.cell.active');
        const shown = document.activeElement.id === 'rows' && cell ? getComputedStyle(cell) : style;
        return [document.activeElement.outerHTML.slice(0, 80), shown.outlineStyle, parseFloat(shown.outlineWidth), shown.outlineColor !== shown.backgroundColor]";
    let outline = browser.script(outline).await;
    assert_eq!((&outline[1], &outline[3]), (&json!("solid"), &json!(true)), "{outline}");
    assert!(outline[2].as_f64().is_some_and(|width| width >= 2.0), "{outline}");
}

/// The texts in sight whose contrast with what is behind them is below 4.5, by the colors that the system gives. (axe-core
/// looks at the page's own.)
const FAINT: &str = "
    const parts = (color) => {
      const numbers = color.match(/[0-9.]+/g).map(Number);
      const scale = color.startsWith('color(') ? 1 : 255;
      return [...numbers.slice(0, 3).map((part) => part / scale), numbers[3] ?? 1];
    };
    const light = (color) => {
      const [red, green, blue] = parts(color).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    };
    const behind = (element) => {
      const color = getComputedStyle(element).backgroundColor;
      return parts(color)[3] > 0.5 || !element.parentElement ? color : behind(element.parentElement);
    };
    const faint = [];
    for (const element of document.querySelectorAll('body *')) {
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      if (!hasText || !element.checkVisibility({ visibilityProperty: true }) || element.closest(':disabled, canvas, option')) continue;
      const [ink, ground] = [getComputedStyle(element).color, behind(element)];
      const contrast = Math.max(light(ink), light(ground)) / Math.min(light(ink), light(ground));
      if (contrast < 4.5) faint.push(`${element.outerHTML.slice(0, 80)}: ${ink} on ${ground}`);
    }
    return faint";

/// Where the system chooses the colors, borders, outlines and shapes say what colors said.
#[tokio::test(flavor = "multi_thread")]
async fn forced_colors_hide_nothing() {
    let site = Site::start().await;
    for dark in [false, true] {
        let browser = Browser::start(Kind::Chromium, dark).await;
        prefer(&browser, "forced-colors", "active").await;
        browser.open(&site.page()).await;
        differ(&browser, ".tabs [aria-current]", ".tabs button:not([aria-current])").await;
        differ(&browser, ".switch :checked + span", ".switch :not(:checked) + span").await;
        differ(&browser, ".body .anomalous .first", ".body .row:not(.anomalous) .first").await;
        differ(&browser, ".timeline .key .anomalous::before", ".timeline .key li:not(.anomalous)::before")
            .await;
        browser.click("#cell-4-1").await;
        browser.until("the details", "return !document.querySelector('#details').hidden").await;
        differ(&browser, ".selected .cell:nth-child(3)", ".row:not(.selected) .cell:nth-child(3)").await;
        differ(&browser, ".details .fill", ".details .track").await;
        browser.find("#rows").await.focus().await.unwrap();
        let chain =
            browser.driver.action_chain().key_down(Key::Shift).key_down(Key::Down).key_down(Key::Right);
        chain.key_up(Key::Right).key_up(Key::Down).key_up(Key::Shift).perform().await.unwrap();
        focus_is_seen(&browser).await;
        differ(&browser, ".body .cell.chosen", ".body .cell:not(.chosen)").await;
        assert_eq!(browser.script(FAINT).await, json!([]), "in data, dark: {dark}");
        for (tab, key) in [("#tab-explore", Key::Enter), ("#download", Key::Tab), ("#preset", Key::Tab)] {
            browser.find(tab).await.focus().await.unwrap();
            browser.press(false, key).await;
            focus_is_seen(&browser).await;
        }

        browser.visit("explore").await;
        browser
            .until("a chart", "return (document.querySelector('#chart')?.style.height ?? '') !== ''")
            .await;
        differ(&browser, ".kind:has(:checked)", ".kind:not(:has(:checked))").await;
        differ(&browser, "[role=tab][aria-selected=true]", "[role=tab][aria-selected=false]").await;
        assert_eq!(browser.script(FAINT).await, json!([]), "in explore, dark: {dark}");

        browser.visit("audit").await;
        browser.until("a gauge", "return document.querySelector('.gauge .dot-of-value') !== null").await;
        differ(&browser, ".gauge .zone.pass", ".gauge .zone.fail").await;
        differ(&browser, ".gauge .dot-of-value", ".gauge .zone.pass").await;
        assert_eq!(browser.script(FAINT).await, json!([]), "in audit, dark: {dark}");

        browser.visit("balance").await;
        browser.until("the form", "return document.querySelector('#balance')?.disabled === false").await;
        browser.click("#balance").await;
        browser.until("the result", "return document.querySelector('.bars .synthetic') !== null").await;
        differ(&browser, ".bars .synthetic", ".bars .real").await;
        assert_eq!(browser.script(FAINT).await, json!([]), "in balance, dark: {dark}");
        browser.end().await;
    }
}

/// Who wants less motion sees none: nothing glides, fades or scrolls by itself.
#[tokio::test(flavor = "multi_thread")]
async fn less_motion_is_none() {
    let moving = "const seconds = (text) =>
          Math.max(...text.split(',').map((part) => parseFloat(part) * (part.trim().endsWith('ms') ? 1e-3 : 1)));
        const moving = [];
        for (const element of document.querySelectorAll('*')) {
          for (const part of [undefined, '::before', '::after', '::backdrop']) {
            const style = getComputedStyle(element, part);
            const animated = style.animationName === 'none' ? 0 : seconds(style.animationDuration);
            if (Math.max(seconds(style.transitionDuration), animated) > 0.01 || style.scrollBehavior === 'smooth') {
              moving.push(`${element.tagName}.${element.className}${part ?? ''}`);
            }
          }
        }
        return moving";
    let (_site, browser) = open(Kind::Chromium).await;
    assert_ne!(browser.script(moving).await, json!([]), "what moves is found");
    prefer(&browser, "prefers-reduced-motion", "reduce").await;
    browser.click("#cell-4-0").await;
    browser.until("the details", "return !document.querySelector('#details').hidden").await;
    for workspace in ["data", "explore", "audit", "balance", "detect"] {
        browser.visit(workspace).await;
        assert_eq!(browser.script(moving).await, json!([]), "in {workspace}");
    }
    browser.end().await;
}

/// A window of 1280 × 800 at 200 % has 640 × 400 pixels of the page: nothing is lost, and nothing is scrolled sideways but
/// what has a scroll bar of its own.
#[tokio::test(flavor = "multi_thread")]
async fn a_zoom_of_200_percent_loses_nothing() {
    let site = Site::start().await;
    let browser = Browser::start(Kind::Chromium, false).await;
    let metrics = json!({ "width": 640, "height": 400, "deviceScaleFactor": 2, "mobile": false });
    browser.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await.expect("a zoom");
    browser.open(&site.page()).await;
    // What can be used can be scrolled to, and nothing covers it there.
    let lost = "const lost = [];
        const front = document.querySelector('dialog[open], :popover-open, #details:not([hidden])') ?? document;
        for (const element of front.querySelectorAll('button, input, select, textarea, summary, [tabindex=\"0\"]')) {
          if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert], .visually-hidden')) continue;
          element.scrollIntoView({ block: 'center', inline: 'center' });
          const box = element.getBoundingClientRect();
          if (box.width <= 1) continue;
          const within = (start, end, most) => (Math.max(start, 0) + Math.min(end, most)) / 2;
          const hit = document.elementFromPoint(within(box.left, box.right, innerWidth), within(box.top, box.bottom, innerHeight));
          const isHit = hit && (element.contains(hit) || hit.contains(element) || element.labels?.[0]?.contains(hit));
          if (!isHit) lost.push(`${element.outerHTML.slice(0, 90)} under ${hit?.outerHTML.slice(0, 60)}`);
        }
        const wide = document.documentElement.scrollWidth - innerWidth;
        if (wide > 0) lost.push(`${wide} pixels too wide`);
        return lost";
    for (workspace, is_there) in [
        ("data", ".timeline canvas"),
        ("explore", "#chart[style*=height]"),
        ("audit", "#audit-verdict"),
        ("balance", "#balance:not(:disabled)"),
        ("detect", "#detectors tbody tr"),
        ("respond", "#monitor-start"),
    ] {
        browser.visit(workspace).await;
        browser.until(workspace, &format!("return document.querySelector('{is_there}') !== null")).await;
        assert_eq!(browser.script(lost).await, json!([]), "in {workspace}");
    }
    browser.visit("data").await;
    for opener in ["#share", "#download", "#help", "#columns", "#configure"] {
        browser.click(opener).await;
        assert_eq!(browser.script(lost).await, json!([]), "of {opener}");
        browser.dismiss().await;
    }
    browser.click("#cell-4-0").await;
    browser.until("the details", "return !document.querySelector('#details').hidden").await;
    assert_eq!(browser.script(lost).await, json!([]), "of the details");
    browser.end().await;
}

/// On a phone the details of a row stand over the lower part of the page: the row is moved out from under them.
pub async fn the_chosen_row_is_seen_beside_its_details(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    for (width, height) in [(390, 844), (640, 400), (1280, 800)] {
        browser.driver.goto(&site.framed_page(width, height)).await.unwrap();
        let rows = "return frames[0]?.document.querySelector('#cell-0-0')?.textContent.startsWith('ISSUE-') === true";
        browser.until("the rows", rows).await;
        for row in [9, 3] {
            browser
                .script(&format!("frames[0].document.querySelector('#cell-{row}-0').click(); return true"))
                .await;
            let is_seen = format!(
                "const page = frames[0].document;
                 const box = (selector) => page.querySelector(selector)?.getBoundingClientRect();
                 const details = box('#details'), row = box('#cell-{row}-0');
                 if (!details || details.height === 0 || page.querySelector('#details-heading').textContent !== page.querySelector('#cell-{row}-0').textContent) return false;
                 const bottom = details.left <= row.left ? details.top : frames[0].innerHeight;
                 return row.top >= box('.header').bottom - 1 && row.bottom <= bottom + 1"
            );
            browser.until(&format!("row {row} at {width}"), &is_seen).await;
        }
    }
    browser.end().await;
}

/// A file that is written while its dialog is closed is seen in the bar.
pub async fn a_download_goes_on_in_the_bar(kind: Kind) {
    let (_site, browser) = open(kind).await;
    browser.script(HOLD).await;
    let is_shown = |shown: bool| format!("return (document.querySelector('#writing') !== null) === {shown}");
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    hold(&browser, true).await;
    browser.download().await;
    browser
        .until(
            "the progress in the dialog",
            "return document.querySelector('.download-actions progress') !== null",
        )
        .await;
    browser.until("the focus on the cancel", "return document.activeElement?.id === 'download-cancel'").await;
    assert_eq!(browser.script(&is_shown(false)).await, json!(true));
    browser.dismiss().await;
    browser.until("the progress in the bar", &is_shown(true)).await;
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    hold(&browser, false).await;
    assert!(!browser.downloaded("cybersecurity_dataset_combined.csv").await.is_empty());
    browser.until("the end", &is_shown(false)).await;
    browser.end().await;
}

/// While each workspace works, and after it was stopped or could not do what was asked.
pub async fn working_and_failing_is_accessible(kind: Kind) {
    let (site, browser) = open(kind).await;
    browser.script(HOLD).await;
    let check = async |state: &str| {
        assert_eq!(browser.accessibility_violations().await, [""; 0], "{state}");
    };
    hold(&browser, true).await;
    browser.type_into("#setting-rows", "60000").await;
    browser.click("#generate").await;
    browser.find("#cancel").await;
    check("generating").await;
    hold(&browser, false).await;
    let rows = "return document.querySelector('[data-testid=row-count]')?.textContent === '60,000 rows'";
    browser.until("the dataset", rows).await;

    // An audit of so many rows begins when it is looked at.
    hold(&browser, true).await;
    browser.visit("audit").await;
    browser.until("the progress", "return document.querySelector('.audit progress') !== null").await;
    check("auditing").await;
    browser.click(".audit .progress button").await;
    browser.until("a way on", "return document.querySelector('#audit') !== null").await;
    check("an audit that was stopped").await;
    hold(&browser, false).await;

    browser.visit("explore").await;
    browser.until("a chart", "return (document.querySelector('#chart')?.style.height ?? '') !== ''").await;
    hold(&browser, true).await;
    browser.script("document.querySelector('#kind-correlation').click(); return true").await;
    browser.until("the progress", "return document.querySelector('.chart-stage progress') !== null").await;
    check("computing a chart").await;
    browser.click(".chart-stage .progress button").await;
    hold(&browser, false).await;
    browser.until("the end", "return document.querySelector('.chart-failed') !== null").await;
    check("a chart that was stopped").await;

    browser.visit("balance").await;
    browser.until("the form", "return document.querySelector('#balance')?.disabled === false").await;
    hold(&browser, true).await;
    browser.click("#balance").await;
    browser.until("the progress", "return document.querySelector('.balance progress') !== null").await;
    check("balancing").await;
    browser.click("#balance-cancel").await;
    hold(&browser, false).await;
    browser.until("the end", "return document.querySelector('.balance progress') === null").await;
    browser.generate_rows(1_000).await;
    browser.choose("#balance-k", "900").await;
    browser.until("the link", "return location.hash.includes('balance.k=900')").await;
    browser.until("the form", "return document.querySelector('#balance').disabled === false").await;
    browser.click("#balance").await;
    let told = "return document.querySelector('.balance .problem[role=alert]') !== null";
    browser.until("the remedy", told).await;
    check("what cannot be balanced").await;

    // An engine that stops, and one that is not there.
    browser.visit("data").await;
    let drill = engine::request(4_000_000_000, Request::Panic);
    browser.script(&format!("window.worker.postMessage([new Uint8Array({drill})]); return true")).await;
    browser.notice("a drill was asked for").await;
    check("an engine that stopped").await;
    browser.driver.goto(&site.broken_page()).await.unwrap();
    browser.until("the problem", "return document.querySelector('.broken button') !== null").await;
    check("no engine").await;
    for workspace in ["explore", "audit", "balance"] {
        browser.visit(workspace).await;
        check(workspace).await;
    }
    browser.end().await;
}

pub async fn a_workspace_is_presented(kind: Kind) {
    let (site, browser) = open(kind).await;
    browser.visit("audit").await;
    browser.click("#present").await;
    let seen = |selector: &str| format!("document.querySelector('{selector}').checkVisibility()");
    let alone = format!(
        "return !{} && !{} && !{} && {} && {}",
        seen(".panel"),
        seen("#tab-data"),
        seen("#download"),
        seen("#end-presentation"),
        seen("#workspace-audit section")
    );
    browser.until("the workspace alone", &alone).await;
    browser.until("the focus", "return document.activeElement.id === 'end-presentation'").await;
    let size = "return getComputedStyle(document.documentElement).fontSize";
    assert_eq!(browser.script(size).await, json!("22px"));
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    let link = browser.script("return location.href").await;
    assert!(link.as_str().unwrap().contains("present=yes"), "{link}");

    // Whoever opens the link sees it so; the end leads back.
    browser.driver.goto("about:blank").await.unwrap();
    browser.open(link.as_str().unwrap()).await;
    browser.until("the workspace alone", &alone).await;
    browser.find("#end-presentation").await.send_keys(Key::Enter + "").await.unwrap();
    browser
        .until("the page around it", &format!("return {} && {}", seen("#tab-data"), seen("#download")))
        .await;
    browser.until("the focus", "return document.activeElement.id === 'present'").await;
    assert_eq!(browser.script("return location.href.includes('present')").await, json!(false));
    assert_eq!(site.violations(), 0);
    browser.end().await;
}
