//! The page from servers that schools run, nginx and Caddy with the files of `hosting`, in a sub-folder; and without a network.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::running::{PATIENCE, Server, free_port, start, unpacked};
use super::{Browser, Kind};

/// Where the page is on the server.
const FOLDER: &str = "some/sub-folder";

/// A server that is started with the files of `hosting`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// Of Debian's package `nginx-light`.
    Nginx,
    /// Of Debian's package `caddy`.
    Caddy,
}

/// A host of the page, with a copy of `dist` of its own.
pub struct Host {
    folder: tempfile::TempDir,
    program: Program,
    port: u16,
    server: Option<Server>,
}

impl Host {
    /// Starts a host; none where the set-up could not unpack its server.
    pub fn start(program: Program) -> Option<Host> {
        let folder = tempfile::tempdir().unwrap();
        let dist = folder.path().join("root").join(FOLDER);
        fs::create_dir_all(&dist).unwrap();
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("dist")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, dist.join(path.file_name().unwrap())).unwrap();
        }
        let mut host = Host { folder, program, port: free_port(), server: None };
        if !unpacked().join(host.binary()).exists() {
            eprintln!("NOT RUN: no {program:?} in {} (`make test` sets it up)", unpacked().display());
            return None;
        }
        host.resume();
        Some(host)
    }

    fn binary(&self) -> &'static str {
        match self.program {
            Program::Nginx => "usr/sbin/nginx",
            Program::Caddy => "usr/bin/caddy",
        }
    }

    /// The folder of the page.
    pub fn dist(&self) -> PathBuf {
        self.folder.path().join("root").join(FOLDER)
    }

    /// The address of the page.
    pub fn page(&self) -> String {
        format!("http://127.0.0.1:{}/{FOLDER}/", self.port)
    }

    /// A folder that goes with the host.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn stop(&mut self) {
        self.server = None;
    }

    fn resume(&mut self) {
        let (unpacked, folder) = (unpacked(), self.folder.path().display().to_string());
        let root = self.folder.path().join("root").display().to_string();
        let port = self.port.to_string();
        self.server = Some(match self.program {
            Program::Nginx => {
                let modules = self.folder.path().join("modules.conf");
                let module = unpacked.join("usr/lib/nginx/modules/ngx_http_brotli_static_module.so");
                fs::write(&modules, format!("load_module {};\n", module.display())).unwrap();
                let text = fs::read_to_string("hosting/nginx.conf").unwrap();
                let text = text
                    // First of all: what was unpacked may stand there as well.
                    .replace("/tmp/", &format!("{folder}/"))
                    .replace("/etc/nginx", &unpacked.join("etc/nginx").display().to_string())
                    .replace("include MODULES", &format!("include {}", modules.display()))
                    .replace("listen PORT", &format!("listen 127.0.0.1:{port}"))
                    .replace("root ROOT", &format!("root {root}"));
                let configuration = self.folder.path().join("nginx.conf");
                fs::write(&configuration, text).unwrap();
                // One process, which ends when it is killed.
                let arguments =
                    ["-p", &folder, "-c", configuration.to_str().unwrap(), "-g", "master_process off;"];
                start(&unpacked, self.binary(), &arguments, &[], self.port)
            }
            Program::Caddy => {
                let arguments = ["run", "--config", "hosting/Caddyfile", "--adapter", "caddyfile"];
                let environment = [
                    ("PORT", &*port),
                    ("ROOT", &root),
                    ("XDG_CONFIG_HOME", &folder),
                    ("XDG_DATA_HOME", &folder),
                ];
                start(&unpacked, self.binary(), &arguments, &environment, self.port)
            }
        });
    }

    /// Asks for a file: the status, the headers in lower case, and the length of what came.
    fn ask(&self, file: &str, encodings: &str) -> (u16, Vec<String>, usize) {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(
            socket,
            "GET /{FOLDER}/{file} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encodings}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
        let mut lines = head.lines().map(str::to_owned);
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        (status, lines.collect(), answer.len() - end - 4)
    }

    /// The name of the one file of a folder that begins and ends so.
    pub fn file(&self, begin: &str, end: &str) -> String {
        let names = fs::read_dir(self.dist()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names = names.filter_map(|name| name.into_string().ok());
        names.find(|name| name.starts_with(begin) && name.ends_with(end)).unwrap()
    }

    /// Changes a file of the page.
    fn edit(&self, name: &str, edit: impl Fn(&str) -> String) {
        let path = self.dist().join(name);
        fs::write(&path, edit(&fs::read_to_string(&path).unwrap())).unwrap();
        for form in [".br", ".gz"] {
            let _ = fs::remove_file(self.dist().join(format!("{name}{form}")));
        }
    }
}

/// The file that the command line writes of what the tests generate.
fn of_the_command_line() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"));
    let command = command.args(["generate", "--seed", "5", "--rows", "1234", "--out"]).arg(folder.path());
    assert!(command.output().unwrap().status.success());
    fs::read(folder.path().join("cybersecurity_dataset_combined.csv")).unwrap()
}

/// Waits until a promise of the page gives true.
async fn until_promised(browser: &Browser, what: &str, promise: &str) {
    let script =
        format!("const done = arguments[0]; ({promise}).then(done, (error) => done(String(error)));");
    let begun = Instant::now();
    loop {
        let found = browser.async_script(&script, vec![]).await;
        if found == json!(true) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{:?}: waited in vain for {what}: {found}", browser.kind);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// Waits until everything is kept.
async fn until_kept(browser: &Browser) {
    browser.until("a service worker", "return navigator.serviceWorker.controller !== null").await;
    until_promised(
        browser,
        "what writes files",
        "caches.match(new URL(document.querySelector('meta[name=jobs-module]').content, document.baseURI)).then(Boolean)",
    )
    .await;
}

/// Opens the help, which says whether the page needs a network.
async fn help_says(browser: &Browser, text: &str) {
    browser.click("#help").await;
    let said =
        format!("return document.querySelector('#offline-state')?.textContent.startsWith({text:?}) === true");
    browser.until("what help says", &said).await;
}

/// Looks for a new version, as the page does every hour, until a script is true. Nobody waits for the promise of `update`, which
/// Chromium has been seen to leave open; the look is repeated.
async fn look_until(browser: &Browser, what: &str, script: &str) {
    const LOOK: &str = "navigator.serviceWorker.getRegistration().then((it) => {
        if (!window.fates) {
            window.fates = [];
            it.addEventListener('updatefound', () => {
                const worker = it.installing;
                worker.addEventListener('statechange', () => window.fates.push(worker.state));
            });
        }
        it.update().catch(() => {});
    });
    return true";
    let begun = Instant::now();
    for round in 0.. {
        if browser.script(script).await == json!(true) {
            return;
        }
        if begun.elapsed() >= PATIENCE {
            let fates = browser.script("return JSON.stringify(window.fates) ?? 'no registration'").await;
            panic!("{:?}: waited in vain for {what}: {fates}", browser.kind);
        }
        // Once in five seconds.
        if round % 50 == 0 {
            browser.script(LOOK).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// A version that was found could not begin.
const GIVEN_UP: &str = "return window.fates?.includes('redundant') === true";

pub async fn schools_serve_the_page_with_nginx_and_caddy(kind: Kind) {
    for program in [Program::Nginx, Program::Caddy] {
        let Some(host) = Host::start(program) else { continue };
        let engine = host.file("engine_bg-", ".wasm");
        let whole = fs::metadata(host.dist().join(&engine)).unwrap().len() as usize;
        for encoding in ["br", "gzip"] {
            let (status, headers, length) = host.ask(&engine, encoding);
            let has = |header: &str| headers.iter().any(|found| found == header);
            assert_eq!(status, 200);
            assert!(
                has(&format!("content-encoding: {encoding}")) && length < whole / 2,
                "{program:?} {headers:?}"
            );
            assert!(has("content-type: application/wasm"), "{program:?} {headers:?}");
            assert!(has("cache-control: public, max-age=31536000, immutable"), "{program:?} {headers:?}");
            assert!(has("x-content-type-options: nosniff"), "{program:?} {headers:?}");
        }
        for file in ["", "service-worker.js", "manifest.webmanifest"] {
            let (status, headers, _) = host.ask(file, "");
            assert!(
                status == 200 && headers.iter().any(|header| header == "cache-control: no-cache"),
                "{headers:?}"
            );
        }
        assert_eq!(
            host.ask("manifest.webmanifest", "")
                .1
                .iter()
                .filter(|it| it.contains("application/manifest+json"))
                .count(),
            1
        );
        // What is missing now may be there soon, whatever its name.
        let (status, headers, _) = host.ask("engine_bg-0123456789abcdef.wasm", "br");
        assert!(status == 404 && headers.iter().any(|it| it == "cache-control: no-cache"), "{headers:?}");

        let browser = Browser::start(kind, false).await;
        browser.open(&host.page()).await;
        // No host but this one is asked for anything.
        let foreign = "return performance.getEntriesByType('resource').map((it) => it.name).filter((name) => !name.startsWith(document.baseURI.split('#')[0]))";
        assert_eq!(browser.script(foreign).await, json!([]));
        until_kept(&browser).await;
        help_says(&browser, "This page is kept on this device").await;
        browser.end().await;
    }
}

pub async fn the_page_opens_without_a_network(kind: Kind) {
    let Some(mut host) = Host::start(Program::Nginx) else { return };
    let browser = Browser::start(kind, false).await;
    browser.open(&host.page()).await;
    until_kept(&browser).await;
    host.stop();

    browser.open(&format!("{}?from=home#v1.realistic&seed=5", host.page())).await;
    browser.generate_rows(1_234).await;
    browser.visit("explore").await;
    browser.until("a chart", "return document.querySelector('#workspace-explore canvas') !== null").await;
    browser.visit("data").await;
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser.download().await;
    let file = browser.downloaded("cybersecurity_dataset_combined.csv").await;
    assert!(file == of_the_command_line(), "the bytes of the command line");
    // A folder beside the page's files is not the page's.
    let other = format!("fetch('{}book/').then(() => false, () => true)", host.page());
    until_promised(&browser, "a refusal", &other).await;
    host.resume();
    browser.open(&host.page()).await;
    browser.end().await;
}

/// A version that is published on a host: its style sheet says which.
struct Published {
    sheets: [String; 2],
    versions: [String; 2],
}

impl Published {
    /// Publishes the service worker of a new version, and its style sheet: all but the page itself.
    fn begin(host: &Host, number: usize) -> Published {
        let (old, new) = (host.file("tokens-", ".css"), format!("tokens-{number:016x}.css"));
        fs::rename(host.dist().join(&old), host.dist().join(&new)).unwrap();
        host.edit(&new, |text| format!("{text}\n:root{{--deployed:{number}}}"));
        let sheet = fs::read(host.dist().join(&new)).unwrap();
        let hash = format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(sheet)));
        let worker = fs::read_to_string(host.dist().join("service-worker.js")).unwrap();
        let between = |begin: &str| worker.split(begin).nth(1).unwrap().split('"').next().unwrap().to_owned();
        let (version, old_hash) = (between("const VERSION = \""), between(&format!("\"{old}\":\"")));
        let published =
            Published { sheets: [old, new], versions: [version, format!("{:016x}", number + 0x1000)] };
        host.edit("service-worker.js", |text| published.renamed(text).replace(&old_hash, &hash));
        published
    }

    fn renamed(&self, text: &str) -> String {
        let ([old, new], [before, after]) = (&self.sheets, &self.versions);
        text.replace(&format!("./{old} integrity="), &format!("./{new} data-was="))
            .replace(old, new)
            .replace(before, after)
    }

    /// Publishes the page.
    fn end(&self, host: &Host) {
        host.edit("index.html", |text| self.renamed(text));
    }
}

/// Reloads the page as a visitor does (Firefox's driver goes past the service worker), and waits for what was typed.
async fn reload(browser: &Browser) {
    browser.script("window.isOld = true; location.reload(); return true").await;
    browser.until("what was typed", TYPED).await;
}

const TYPED: &str =
    "return window.isOld === undefined && document.querySelector('#setting-rows')?.value === 'many'";
const OFFERED: &str = "return document.querySelector('#take-update') !== null";

/// Which published version is shown; 0 for the first.
async fn shown(browser: &Browser) -> serde_json::Value {
    let script = "return Number(getComputedStyle(document.documentElement).getPropertyValue('--deployed'))";
    browser.script(script).await
}

pub async fn a_new_version_is_offered_and_loses_nothing(kind: Kind) {
    let Some(mut host) = Host::start(Program::Nginx) else { return };
    let browser = Browser::start(kind, false).await;
    browser.open(&host.page()).await;
    until_kept(&browser).await;
    let first = browser.driver.window().await.unwrap();
    let second = browser.driver.new_tab().await.unwrap();
    browser.driver.switch_to_window(second.clone()).await.unwrap();
    browser.open(&host.page()).await;
    // It has registered the service worker as well: Chromium may forget a look for a new version that comes at the same time.
    help_says(&browser, "This page is kept on this device").await;
    browser.dismiss().await;
    browser.driver.switch_to_window(first.clone()).await.unwrap();
    browser.open_groups().await;
    browser.type_into("#setting-rows", "many").await;

    // The host is changed: first without the page itself, as a host that has not got everything.
    let published = Published::begin(&host, 1);
    look_until(&browser, "a version that is half there", GIVEN_UP).await;
    assert_eq!(browser.script(OFFERED).await, json!(false));
    published.end(&host);
    look_until(&browser, "the offer", OFFERED).await;
    assert_eq!(browser.accessibility_violations().await, [""; 0]);

    // It is not forced: a reload shows what was there.
    reload(&browser).await;
    assert_eq!(shown(&browser).await, json!(0));
    browser.until("the offer", OFFERED).await;
    browser.script("window.isOld = true; return true").await;
    browser.click("#take-update").await;
    browser.until("what was typed", TYPED).await;
    assert_eq!(shown(&browser).await, json!(1));

    // The other tab goes on with the version that it has, whose files the host has no longer.
    browser.driver.switch_to_window(second.clone()).await.unwrap();
    assert_eq!(shown(&browser).await, json!(0));
    assert_eq!(browser.script(OFFERED).await, json!(false));
    let kept = format!("fetch('./{}').then((it) => it.ok)", published.sheets[0]);
    until_promised(&browser, "a file of the old version", &kept).await;
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser
        .until("what writes files", "return document.querySelector('#download-start')?.disabled === false")
        .await;
    browser.driver.close_window().await.unwrap();

    // Nobody needs the old one any more.
    browser.driver.switch_to_window(first).await.unwrap();
    reload(&browser).await;
    until_promised(&browser, "one version", "caches.keys().then((names) => names.length === 1)").await;

    // A tab alone: the next version is put off, kept meanwhile, and taken later; then there is no network.
    Published::begin(&host, 2).end(&host);
    look_until(&browser, "the offer", OFFERED).await;
    browser.click("#put-off-update").await;
    browser.until("the focus", "return document.activeElement.id === 'help'").await;
    reload(&browser).await;
    assert_eq!(shown(&browser).await, json!(1));
    browser.until("the offer", OFFERED).await;
    until_promised(&browser, "both versions", "caches.keys().then((names) => names.length === 2)").await;
    browser.script("window.isOld = true; return true").await;
    browser.click("#take-update").await;
    browser.until("what was typed", TYPED).await;
    host.stop();
    reload(&browser).await;
    assert_eq!(shown(&browser).await, json!(2));
    browser.end().await;
}

pub async fn a_damaged_file_is_not_kept(kind: Kind) {
    let Some(host) = Host::start(Program::Nginx) else { return };
    // The host has got a part of a file: the page does without it, until it is to be kept.
    let name = host.file("respond-", ".css");
    let whole = fs::read_to_string(host.dist().join(&name)).unwrap();
    host.edit(&name, |text| text[..text.len() / 2].to_owned());
    let browser = Browser::start(kind, false).await;
    browser.open(&host.page()).await;
    let given_up = "navigator.serviceWorker.getRegistration().then((it) => it === undefined || (it.active === null && it.installing === null))";
    let tried = "caches.keys().then((names) => names.length === 1)";
    until_promised(&browser, "a try", tried).await;
    until_promised(&browser, "no version that is damaged", given_up).await;
    host.edit(&name, |_| whole.clone());
    browser.open(&host.page()).await;
    until_kept(&browser).await;
    browser.end().await;
}

pub async fn one_file_runs_from_a_disk(kind: Kind) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/cyberdatagen.html");
    assert!(file.exists(), "run `make single-file`");
    let folder = tempfile::tempdir().unwrap();
    let moved = folder.path().join("on a stick.html");
    fs::copy(file, &moved).unwrap();
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("file://{}#v1.realistic&seed=5", moved.display())).await;
    browser.generate_rows(1_234).await;
    browser.visit("explore").await;
    browser.until("a chart", "return document.querySelector('#workspace-explore canvas') !== null").await;
    browser.visit("data").await;
    assert!(browser.script("return location.hash").await.as_str().unwrap().contains("rows=1234"));
    browser.choose_downloads(&["cybersecurity_dataset_combined"]).await;
    browser.download().await;
    let file = browser.downloaded("cybersecurity_dataset_combined.csv").await;
    assert!(file == of_the_command_line(), "the bytes of the command line");
    browser.dismiss().await;
    help_says(&browser, "This page runs from a file").await;
    // It has every language in it.
    browser.driver.goto("about:blank").await.unwrap();
    browser.open(&format!("file://{}#v1.realistic&rows=1000&language=fr", moved.display())).await;
    assert_eq!(browser.text("#tab-data").await, "Données");
    browser.end().await;
}
