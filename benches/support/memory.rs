//! The memory of a tab: the resident set of the largest renderer process of a browser, from `/proc`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::browser::Browser;

/// The tab of a browser.
#[derive(Clone, Copy, Debug)]
pub struct Tab {
    driver: u32,
}

impl Tab {
    /// The tab of a browser with one page.
    pub fn of(browser: &Browser) -> Self {
        Tab { driver: browser.driver_process() }
    }

    /// Bytes that its process holds now.
    pub fn bytes(self) -> u64 {
        let processes = processes();
        let is_descendant = |mut process: u32| {
            while let Some((parent, ..)) = processes.get(&process) {
                if *parent == self.driver {
                    return true;
                }
                process = *parent;
            }
            false
        };
        let renderers = processes
            .iter()
            .filter(|(process, (_, is_renderer, _))| *is_renderer && is_descendant(**process));
        renderers.map(|(_, (_, _, bytes))| *bytes).max().unwrap_or(0)
    }

    /// Begins to note the most that it holds.
    pub fn watch(self) -> Watch {
        let (ended, most) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let (is_ended, seen) = (Arc::clone(&ended), Arc::clone(&most));
        let thread = std::thread::spawn(move || {
            while !is_ended.load(Ordering::SeqCst) {
                seen.fetch_max(self.bytes(), Ordering::SeqCst);
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        Watch { ended, most, thread }
    }
}

/// Notes the most that a tab holds.
pub struct Watch {
    ended: Arc<AtomicBool>,
    most: Arc<AtomicU64>,
    thread: JoinHandle<()>,
}

impl Watch {
    /// Ends; the most bytes that were seen.
    pub fn end(self) -> u64 {
        self.ended.store(true, Ordering::SeqCst);
        self.thread.join().expect("the watch does not panic");
        self.most.load(Ordering::SeqCst)
    }
}

/// In megabytes.
pub fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Every process: its parent, whether it is a renderer, and its resident bytes.
fn processes() -> BTreeMap<u32, (u32, bool, u64)> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir("/proc").expect("a Linux machine").flatten() {
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let Ok(status) = std::fs::read_to_string(entry.path().join("status")) else { continue };
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        let command = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let is_renderer = String::from_utf8_lossy(&command).contains("--type=renderer");
        if let Some(parent) = field("PPid:") {
            found.insert(process, (parent as u32, is_renderer, field("VmRSS:").unwrap_or(0) * 1024));
        }
    }
    found
}
