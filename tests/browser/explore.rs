//! The table in another order, filtered and copied; charts on the page; a file of one's own.

use serde_json::json;
use thirtyfour::prelude::*;

use super::{Browser, Kind, Site, open};
use cyberdatagen::engine::configuration::Preset;
use cyberdatagen::engine::dataset::{Table, Values};
use cyberdatagen::engine::explore::Scope;
use cyberdatagen::engine::explore::describe::describe;
use cyberdatagen::engine::{Configuration, Generator};

/// The table of the classic dataset, as the page's first link has it.
fn classic() -> Table {
    let configuration: Configuration = Preset::Classic.configuration();
    Generator::new(&configuration).unwrap().rows(0..configuration.rows).unwrap()
}

fn numbers(table: &Table, column: &str) -> Vec<f64> {
    let column = &table.columns()[table.find(column).unwrap()];
    assert!(matches!(column.values, Values::Numbers(_)), "{}", column.field.name);
    column.numbers().into_owned()
}

async fn open_explore(browser: &Browser) {
    browser.click("#tab-explore").await;
    drawn(browser).await;
}

/// Waits for a chart to be drawn.
async fn drawn(browser: &Browser) {
    browser
        .until("a chart", "return (document.querySelector('#chart')?.style.height ?? '') !== '' && document.querySelector('#chart-title').textContent !== ''")
        .await;
}

/// Goes through the chart until a place with a text is read out. Reading out asks no worker.
async fn walk_to(browser: &Browser, wanted: &str) {
    for _ in 0..100 {
        browser.press(false, Key::Right).await;
        if browser.text("#chart-readout").await.contains(wanted) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("'{wanted}' is not read out");
}

/// Goes to the next place of the chart, until it is read out: the chart before may still be there at the first press.
async fn read_out(browser: &Browser) {
    for _ in 0..50 {
        browser.press(false, Key::Right).await;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        if !browser.text("#chart-readout").await.is_empty() {
            return;
        }
    }
    panic!("nothing is read out");
}

pub async fn the_table_is_sorted_filtered_and_copied(kind: Kind) {
    let (_site, browser) = open(kind).await;
    let table = classic();
    let cost = table.find("Cost").unwrap();
    let mut costs = numbers(&table, "Cost");
    costs.sort_by(|a, b| b.total_cmp(a));

    // With the keyboard: to the column, F, and the order.
    browser.find("[role=grid]").await.focus().await.unwrap();
    for _ in 0..cost {
        browser.press(false, Key::Right).await;
    }
    browser.find("[role=grid]").await.send_keys("f").await.unwrap();
    browser.until("the menu", "return document.querySelector('#column-menu').open && document.querySelector('.filter-form') !== null").await;
    browser.click("#sort-descending").await;
    let first = format!("return document.querySelector('#cell-0-{cost}')?.textContent.trim()");
    let shows =
        |value: f64| format!("{first}.startsWith('{}') === true", cyberdatagen::engine::decimal::text(value));
    browser.until("the largest cost", &shows(costs[0])).await;
    let sorted = format!("return document.querySelector('.header .c{cost}').getAttribute('aria-sort')");
    assert_eq!(browser.script(&sorted).await, json!("descending"));
    assert_eq!(
        browser.script(&format!("return document.querySelectorAll('.header .c{cost} svg').length")).await,
        json!(1)
    );

    // A range, and one class of it.
    browser.click(&format!(".header .c{cost} button")).await;
    browser.until("the menu", "return document.querySelector('#column-menu').open && document.querySelector('.filter-form') !== null").await;
    // Anomalies are among the dearest.
    let middle = costs[100];
    browser.type_into("#filter-max", "much").await;
    browser.click("#column-menu button[type=submit]").await;
    browser
        .until(
            "why not",
            "return document.querySelector('#filter-problem').textContent.includes('no number')",
        )
        .await;
    browser.type_into("#filter-max", &cyberdatagen::engine::decimal::text(middle)).await;
    browser.click("#column-menu button[type=submit]").await;
    browser.until("the largest of them", &shows(middle)).await;
    let left = costs.iter().filter(|&&value| value <= middle).count();
    let count = "return document.querySelector('[role=grid]').getAttribute('aria-rowcount')";
    assert_eq!(browser.script(count).await, json!((left + 1).to_string()));
    let anomalous = numbers(&table, "Cost")
        .iter()
        .zip(table.labels())
        .filter(|(value, label)| **value <= middle && **label)
        .count();
    browser.script("document.querySelector('input[value=Anomalous]').click(); return true").await;
    browser.until("one class", &format!("{count} === '{}'", anomalous + 1)).await;

    // Two rows by two columns.
    browser
        .script("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; return true")
        .await;
    assert!(anomalous > 2, "{anomalous}");
    browser.find("[role=grid]").await.focus().await.unwrap();
    browser.press(true, Key::Home).await;
    for key in [Key::Right, Key::Down] {
        let chain = browser.driver.action_chain().key_down(Key::Shift).key_down(key.clone());
        chain.key_up(key).key_up(Key::Shift).perform().await.unwrap();
    }
    browser.until("what is selected", "return document.querySelector('.selection')?.textContent.includes('2 rows by 2 columns') === true").await;
    browser.click("#copy-selection").await;
    browser.until("the copy", "return (window.copied ?? '') !== ''").await;
    let copied = browser.script("return window.copied").await;
    let lines: Vec<Vec<&str>> =
        copied.as_str().unwrap().lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!((lines.len(), lines[0].as_slice()), (3, ["Issue ID", "Issue Key"].as_slice()));
    assert_eq!(lines[1][0], browser.text("#cell-0-0").await);
    browser.end().await;
}

pub async fn a_chart_is_sharp_and_its_numbers_are_those_of_describe(kind: Kind) {
    let (site, browser) = open(kind).await;
    browser.script("Object.defineProperty(window, 'devicePixelRatio', { value: 2 }); return true").await;
    open_explore(&browser).await;
    // The pixels of the canvas, and how many colors are among them.
    let script = "const canvas = document.querySelector('#chart');
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer;
        return [canvas.width, canvas.height, canvas.clientWidth, canvas.clientHeight, new Set(new Uint32Array(pixels)).size]";
    let found = browser.script(script).await;
    let found: Vec<u64> = found
        .as_array()
        .unwrap_or_else(|| panic!("{found}"))
        .iter()
        .map(|number| number.as_u64().unwrap())
        .collect();
    assert_eq!([found[0], found[1]], [2 * found[2], 2 * found[3]], "twice as many pixels each way");
    assert!(found[2] > 300 && found[3] > 100 && found[4] > 5, "{found:?}");

    browser.click("#tab-statistics").await;
    browser
        .until("the statistics", "return document.querySelector('#panel-statistics .figures') !== null")
        .await;
    let table = classic();
    let rows: Vec<u32> = (0..table.rows() as u32).collect();
    for expected in describe(&table, &rows, Scope::Exported).tables() {
        let script = format!(
            "const table = [...document.querySelectorAll('#panel-statistics table')].find((table) => table.caption.textContent === {});
             return [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent))",
            json!(expected.title)
        );
        assert_eq!(browser.script(&script).await, json!(expected.rows), "{}", expected.title);
    }
    // The report is the command line's.
    browser.click("#save-report").await;
    let report = String::from_utf8(browser.downloaded("report.html").await).unwrap();
    assert!(report.contains("<svg") && report.contains("Statistics") && report.contains("#v1.classic"));
    // The chart itself, as files that the page draws.
    browser.click("#save-svg").await;
    let picture = String::from_utf8(browser.downloaded("histogram.svg").await).unwrap();
    assert!(picture.starts_with("<svg") && picture.contains("Threat Score"));
    browser.click("#save-png").await;
    assert!(browser.downloaded("histogram.png").await.starts_with(b"\x89PNG"));
    // What is read out with the keyboard is what the chart's own table says.
    browser.click("#tab-numbers").await;
    browser.find("#chart").await.focus().await.unwrap();
    read_out(&browser).await;
    assert_eq!(
        browser.script("return document.querySelectorAll('#panel-numbers tbody tr').length > 3").await,
        json!(true)
    );
    assert_eq!(site.violations(), 0, "of the content policy");
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    browser.end().await;
}

pub async fn what_is_chosen_in_a_chart_filters_the_table_and_is_in_the_link(kind: Kind) {
    let (site, browser) = open(kind).await;
    open_explore(&browser).await;
    // The gallery is one stop of the keyboard, and so are the tabs.
    browser.find("#kind-histogram").await.focus().await.unwrap();
    browser.press(false, Key::Right).await;
    browser.until("a box plot", "return location.hash.includes('explore.chart=boxes')").await;
    browser.find("#tab-numbers").await.focus().await.unwrap();
    browser.press(false, Key::Right).await;
    let selected = "return document.querySelector('.explore [role=tab][aria-selected=true]').id";
    assert_eq!(browser.script(selected).await, json!("tab-statistics"));
    // Columns that no file has are offered only when asked for.
    browser.click("#chart-more summary").await;
    let is_offered = "return [...document.querySelectorAll('#chart-by option')].some((one) => one.value === 'Attack Type')";
    assert_eq!(browser.script(is_offered).await, json!(false));
    browser.click("#chart-unexported").await;
    browser.until("all columns", is_offered).await;
    browser.click("#chart-unexported").await;
    browser.until("the exported ones", &format!("{is_offered} === false")).await;
    browser.click("#card-bars").await;
    browser.until("bars", "return location.hash.includes('explore.chart=bars')").await;
    browser
        .until("its title", "return document.querySelector('#chart-title').textContent.includes('Severity')")
        .await;
    drawn(&browser).await;
    browser.find("#chart").await.focus().await.unwrap();
    walk_to(&browser, "Critical").await;
    browser.press(false, Key::Enter).await;
    browser.until("the filter in the link", "return location.hash.includes('explore.filter=Severity')").await;
    // The same once more takes the filter away, and a third time sets it again.
    for (wish, is_set) in [("no filter", false), ("the filter again", true)] {
        drawn(&browser).await;
        walk_to(&browser, "Critical").await;
        browser.press(false, Key::Enter).await;
        browser
            .until(wish, &format!("return location.hash.includes('explore.filter=Severity') === {is_set}"))
            .await;
    }
    let rows = "return Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) - 1";
    browser.click("#tab-data").await;
    browser.until("fewer rows", &format!("{rows} < 1000")).await;
    let left = browser.script(rows).await.as_u64().unwrap();
    assert!(left > 0 && left < 1_000, "{left} rows");
    assert!(browser.text("#table-chips .chip").await.contains("Severity is"));
    browser.click("#tab-explore").await;
    let address = browser.script("return location.href").await.as_str().unwrap().to_owned();
    assert!(address.starts_with(&site.page()));
    browser.end().await;

    let browser = Browser::start(kind, true).await;
    browser.open(&address).await;
    drawn(&browser).await;
    let kind = "return document.querySelector('input[name=chart-kind]:checked').value";
    assert_eq!(browser.script(kind).await, json!("bars"));
    browser.click("#tab-data").await;
    browser.until("the filter", &format!("{rows} === {left}")).await;
    browser.click("#table-chips .chip button").await;
    browser.until("all rows", &format!("{rows} === 1000 && !location.hash.includes('filter')")).await;
    browser.end().await;
}

pub async fn a_file_of_ones_own_is_explored_or_refused_with_a_remedy(kind: Kind) {
    let (_site, browser) = open(kind).await;
    open_explore(&browser).await;
    let give = |name: &str, text: &str| {
        format!(
            "const data = new DataTransfer(); data.items.add(new File([{}], {}));
             const input = document.querySelector('#explore-file'); input.files = data.files;
             input.dispatchEvent(new Event('change', {{ bubbles: true }})); return true",
            json!(text),
            json!(name)
        )
    };
    browser.script(&give("own.csv", "size,kind\n1.5,a\n2,b\n2.5,a\n4,b\n")).await;
    browser.until("the file", "return document.querySelector('#source-file')?.checked === true").await;
    browser
        .until("its chart", "return document.querySelector('#chart-title').textContent.includes('size')")
        .await;
    browser.script(&give("ragged.csv", "a,b\n1,2\n3\n")).await;
    browser.notice("'ragged.csv'").await;
    browser.notice("every row a cell").await;
    assert_eq!(browser.script("return document.querySelector('#source-file')?.checked").await, json!(true));
    browser.click("#close-file").await;
    browser.until("the dataset", "return document.querySelector('#source-generated')?.checked === true && document.querySelector('#source-file') === null").await;
    // The table is still the dataset's.
    browser.click("#tab-data").await;
    assert_eq!(browser.text("[data-testid=row-count]").await, "1,000 rows");
    browser.end().await;
}

pub async fn exploring_fits_a_phone(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    for width in [320, 390] {
        browser.driver.goto(&site.framed_page(width, 800)).await.unwrap();
        browser
            .until("the frame", "return frames[0]?.document.querySelector('#cell-0-0')?.textContent.startsWith('ISSUE-') === true")
            .await;
        browser.script("frames[0].document.querySelector('#tab-explore').click(); return true").await;
        browser
            .until(
                "a chart",
                "return (frames[0].document.querySelector('#chart')?.style.height ?? '') !== ''",
            )
            .await;
        browser.script("frames[0].document.querySelector('#tab-statistics').click(); return true").await;
        browser
            .until(
                "the statistics",
                "return frames[0].document.querySelector('#panel-statistics .figures') !== null",
            )
            .await;
        let overflow = browser
            .script("return frames[0].document.documentElement.scrollWidth - frames[0].innerWidth")
            .await;
        assert!(overflow.as_i64().unwrap() <= 0, "{width}: {overflow} pixels too wide");
    }
    browser.end().await;
}
