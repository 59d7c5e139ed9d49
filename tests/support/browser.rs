//! A headless browser with a fresh profile, driven by WebDriver, and the words in which tests speak to the page.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use thirtyfour::common::capabilities::firefox::FirefoxPreferences;
use thirtyfour::prelude::*;

/// The browsers that the page is tried in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Chromium,
    Firefox,
}

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one page.
pub struct Browser {
    pub driver: WebDriver,
    pub kind: Kind,
    downloads: tempfile::TempDir,
    // Dropped last, in this order: first the browser ends, then its profile goes.
    process: Process,
    profile: tempfile::TempDir,
}

/// A driver's process, ended when the test does.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Browser {
    /// Starts a browser, in light or dark mode.
    pub async fn start(kind: Kind, dark: bool) -> Browser {
        let downloads = tempfile::tempdir().expect("a folder");
        let profile = tempfile::tempdir().expect("a folder");
        let (process, address) = match kind {
            Kind::Chromium => start_driver("chromedriver", &["--port=0"], "successfully on port "),
            Kind::Firefox => start_driver("geckodriver", &["--port", "0"], "Listening on 127.0.0.1:"),
        };
        let driver = match kind {
            Kind::Chromium => {
                WebDriver::new(&address, chromium(profile.path(), downloads.path(), dark)).await
            }
            Kind::Firefox => WebDriver::new(&address, firefox(downloads.path(), dark)).await,
        };
        let driver = driver.expect("the browser starts");
        driver.set_script_timeout(PATIENCE).await.expect("a time limit");
        driver.set_window_rect(0, 0, 1280, 900).await.expect("a window");
        Browser { driver, kind, downloads, process, profile }
    }

    /// The process id of its driver, whose descendants are the browser's processes.
    pub fn driver_process(&self) -> u32 {
        self.process.0.id()
    }

    /// Opens an address and waits for the first dataset's rows to stand in the table, or for another workspace.
    pub async fn open(&self, address: &str) {
        self.driver.goto(address).await.expect("the page opens");
        self.until(
            "the first rows",
            "return document.querySelector('#cell-0-0')?.textContent.startsWith('ISSUE-') === true
               || document.querySelector('.workspace:not(.away, #workspace-data) section') !== null",
        )
        .await;
    }

    /// Runs a script and returns what it returns.
    pub async fn script(&self, script: &str) -> Json {
        let result = self.driver.execute(script, vec![]).await;
        result.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    /// Runs a script whose last argument is called with its result.
    pub async fn async_script(&self, script: &str, arguments: Vec<Json>) -> Json {
        let result = self.driver.execute_async(script, arguments).await;
        result.unwrap_or_else(|error| panic!("{script}: {error}")).json().clone()
    }

    /// Waits until a script returns true.
    pub async fn until(&self, what: &str, script: &str) {
        let start = Instant::now();
        while self.script(script).await != json!(true) {
            assert!(start.elapsed() < PATIENCE, "{:?}: waited in vain for {what}", self.kind);
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// The element that a selector finds first.
    pub async fn find(&self, selector: &str) -> WebElement {
        let found = self.driver.query(By::Css(selector)).first().await;
        found.unwrap_or_else(|error| panic!("{selector}: {error}"))
    }

    /// The text of an element, as it is in the document.
    pub async fn text(&self, selector: &str) -> String {
        let script = format!("return document.querySelector({})?.textContent ?? ''", json!(selector));
        self.script(&script).await.as_str().unwrap_or_default().to_owned()
    }

    /// Clicks an element.
    pub async fn click(&self, selector: &str) {
        let element = self.find(selector).await;
        element.scroll_into_view().await.expect("in sight");
        element.click().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Replaces what stands in a field.
    pub async fn type_into(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.focus().await.expect("focus");
        field.send_keys(Key::Control + "a").await.expect("select");
        field.send_keys(Key::Backspace + "").await.expect("clear");
        field.send_keys(text).await.expect("type");
    }

    /// Chooses one of a field's choices.
    pub async fn choose(&self, selector: &str, value: &str) {
        let script = format!(
            "const field = document.querySelector({}); field.value = {};
             field.dispatchEvent(new Event('change', {{ bubbles: true }})); return field.value === {1}",
            json!(selector),
            json!(value)
        );
        assert_eq!(self.script(&script).await, json!(true), "{selector}: {value}");
    }

    /// Opens every group of the form, and waits for their fields.
    pub async fn open_groups(&self) {
        self.script("document.querySelectorAll('.configuration details').forEach((group) => group.open = true); return true").await;
        self.until("the fields", "return document.querySelector('#setting-files-header') !== null").await;
    }

    /// Presses a key, perhaps with Control, wherever the focus is.
    pub async fn press(&self, control: bool, key: Key) {
        let chain = self.driver.action_chain();
        let chain = if control { chain.key_down(Key::Control) } else { chain };
        let chain = chain.key_down(key.clone()).key_up(key);
        let chain = if control { chain.key_up(Key::Control) } else { chain };
        chain.perform().await.expect("a key");
    }

    /// Types a number of rows, generates, and waits for them.
    pub async fn generate_rows(&self, rows: u32) {
        self.type_into("#setting-rows", &rows.to_string()).await;
        self.click("#generate").await;
        let grouped = cyberdatagen::engine::decimal::grouped(rows.into());
        let script = format!(
            "return document.querySelector('[data-testid=row-count]')?.textContent === '{grouped} rows'"
        );
        self.until("the dataset", &script).await;
    }

    /// Chooses what is downloaded, in the dialog: these, by key, and nothing else.
    pub async fn choose_downloads(&self, keys: &[&str]) {
        self.script(
            "if (!document.querySelector('#download-dialog')?.open) document.querySelector('#download').click();
             return true;",
        )
        .await;
        self.until("the dialog", "return document.querySelector('.download-choices li input') !== null")
            .await;
        let script = format!(
            "const keys = {};
             for (const box of document.querySelectorAll('.download-choices fieldset:first-child input'))
               if (box.checked !== keys.includes(box.id.replace('download-', ''))) box.click();
             return true;",
            json!(keys)
        );
        self.script(&script).await;
    }

    /// Starts the download that is chosen.
    pub async fn download(&self) {
        self.until("the button", "return document.querySelector('#download-start')?.disabled === false")
            .await;
        self.click("#download-start").await;
    }

    /// Closes the dialog, popover or panel that is in front.
    pub async fn dismiss(&self) {
        self.press(false, Key::Escape).await;
    }

    /// Goes to a workspace, by its tab.
    pub async fn visit(&self, workspace: &str) {
        self.click(&format!("#tab-{workspace}")).await;
        let is_there = format!(
            "return document.querySelector('#workspace-{workspace}:not(.away):not(:has(.coming))') !== null"
        );
        self.until(workspace, &is_there).await;
    }

    /// Waits for a notice that contains a text.
    pub async fn notice(&self, part: &str) {
        let start = Instant::now();
        loop {
            let notices = self
                .script(
                    "return [...document.querySelectorAll('.notice')].map((notice) => notice.textContent)",
                )
                .await;
            let mut texts = notices.as_array().expect("a list").iter().filter_map(Json::as_str);
            if texts.any(|text| text.contains(part)) {
                return;
            }
            let kind = self.kind;
            assert!(start.elapsed() < PATIENCE, "{kind:?}: waited in vain for '{part}', found {notices}");
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Waits for a download to be complete and returns its bytes.
    pub async fn downloaded(&self, name: &str) -> Vec<u8> {
        let path = self.downloads.path().join(name);
        let start = Instant::now();
        let mut size = None;
        loop {
            let found = std::fs::metadata(&path).ok().map(|metadata| metadata.len());
            let partial =
                std::fs::read_dir(self.downloads.path()).expect("a folder").flatten().any(|entry| {
                    let name = entry.file_name();
                    let name = name.to_string_lossy();
                    name.ends_with(".part") || name.ends_with(".crdownload")
                });
            if found.is_some_and(|bytes| bytes > 0) && found == size && !partial {
                return std::fs::read(path).expect("a file");
            }
            size = found;
            assert!(start.elapsed() < PATIENCE, "{:?}: waited in vain for {name}", self.kind);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What axe-core finds wrong with the page: one line a violation.
    pub async fn accessibility_violations(&self) -> Vec<String> {
        self.script(&format!("{}; return true", axe())).await;
        let result = self
            .async_script(
                "const done = arguments[0]; axe.run().then((result) => done(result.violations));",
                vec![],
            )
            .await;
        let line = |violation: &Json| {
            format!("{}: {} {}", violation["id"], violation["help"], violation["nodes"][0]["html"])
        };
        result.as_array().map(|violations| violations.iter().map(line).collect()).unwrap_or_default()
    }

    /// Ends the browser. In Chromium, whatever was tried: no page asked another host for anything.
    pub async fn end(self) {
        let _ = self.driver.clone().quit().await;
        // The log is complete once the browser is gone, a little after its driver says so.
        let log = std::fs::read_to_string(self.profile.path().join(LOG)).unwrap_or_default();
        assert!(self.kind == Kind::Firefox || log.contains("\"events\""), "no log of requests");
        let foreign = foreign_requests(&log);
        assert!(foreign.is_empty(), "requests to other hosts: {foreign:?}");
    }
}

/// The file of the profile in which Chromium logs every request.
const LOG: &str = "requests.json";

/// The addresses that pages of this machine asked other hosts for, by Chromium's log: an event a line.
pub fn foreign_requests(log: &str) -> Vec<String> {
    let events = log.lines().filter(|line| line.contains("\"initiator\"") && line.contains("\"url\""));
    let requests =
        events.filter_map(|line| serde_json::from_str::<Json>(line.trim_end().trim_end_matches(',')).ok());
    let foreign = requests.filter_map(|event| {
        let text = |name: &str| event["params"][name].as_str().unwrap_or_default().to_owned();
        let (initiator, url) = (text("initiator"), text("url"));
        let is_local = |address: &str| {
            ["http://127.0.0.1:", "http://localhost:"].iter().any(|it| address.starts_with(it))
        };
        // A page from a file has no origin.
        let is_ours = is_local(&initiator) || initiator == "null";
        (is_ours && url.starts_with("http") && !is_local(&url)).then_some(url)
    });
    foreign.collect()
}

/// Starts a driver at a free port, and reads that port from what it prints.
fn start_driver(command: &str, arguments: &[&str], mark: &str) -> (Process, String) {
    let child = Command::new(command).args(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child =
        child.unwrap_or_else(|error| panic!("{command}: {error}; run the tests with `make test`"));
    let output = BufReader::new(child.stdout.take().expect("its output"));
    let process = Process(child);
    let mut lines = output.lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains(mark)).expect("the driver says its port");
    let port: String =
        line.rsplit_once(mark).expect("a port").1.chars().take_while(char::is_ascii_digit).collect();
    // The rest is read as it comes, or the driver would wait for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    (process, format!("http://127.0.0.1:{port}"))
}

fn chromium(profile: &Path, downloads: &Path, dark: bool) -> Capabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let log = format!("--log-net-log={}", profile.join(LOG).display());
    let profile = format!("--user-data-dir={}", profile.display());
    let switches = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        &profile,
        &log,
    ];
    for switch in switches.into_iter().chain(dark.then_some("--force-dark-mode")) {
        capabilities.add_arg(switch).expect("a switch");
    }
    let preferences = json!({
        "download.default_directory": downloads,
        "download.prompt_for_download": false,
        "profile.default_content_setting_values.automatic_downloads": 1,
    });
    capabilities.add_experimental_option("prefs", preferences).expect("preferences");
    capabilities.into()
}

fn firefox(downloads: &Path, dark: bool) -> Capabilities {
    let mut capabilities = DesiredCapabilities::firefox();
    capabilities.add_arg("-headless").expect("an argument");
    let mut preferences = FirefoxPreferences::new();
    let mut set = |name: &str, value: Json| preferences.set(name, value).expect("a preference");
    set("browser.download.folderList", json!(2));
    set("browser.download.dir", json!(downloads));
    set("browser.download.useDownloadDir", json!(true));
    // Its list of downloads would take the keys.
    set("browser.download.alwaysOpenPanel", json!(false));
    set("browser.download.always_ask_before_handling_new_types", json!(false));
    set(
        "browser.helperApps.neverAsk.saveToDisk",
        json!("text/csv,text/html,application/zip,application/json"),
    );
    set("layout.css.prefers-color-scheme.content-override", json!(if dark { 0 } else { 1 }));
    capabilities.set_preferences(preferences).expect("preferences");
    capabilities.into()
}

/// The text of axe-core, which the set-up fetches.
fn axe() -> String {
    let tools = std::env::var_os("CYBERDATAGEN_TOOLS").map(PathBuf::from);
    let home = || PathBuf::from(std::env::var_os("HOME").expect("a home")).join(".cache/cyberdatagen");
    let folder = tools.unwrap_or_else(home);
    let mut files = std::fs::read_dir(&folder).expect("the tools").flatten().map(|entry| entry.path());
    let file = files
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("axe-core-")));
    std::fs::read_to_string(file.expect("axe-core: run the tests with `make test`")).expect("a file")
}
