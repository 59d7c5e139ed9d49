//! Servers of Debian's, which the set-up unpacks beside its tools, as users run them.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to begin, and to do what it was asked.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Where the set-up unpacks servers.
pub fn unpacked() -> PathBuf {
    let tools = std::env::var_os("CYBERDATAGEN_TOOLS").map(PathBuf::from);
    let home = || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/cyberdatagen");
    tools.unwrap_or_else(home).join("servers")
}

/// A server that ends with the test.
pub struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// The folders of libraries below a folder.
pub fn libraries(root: &Path) -> String {
    let machine = std::env::consts::ARCH;
    let folders = [
        format!("usr/lib/{machine}-linux-gnu"),
        format!("lib/{machine}-linux-gnu"),
        "usr/lib/syslog-ng".to_owned(),
    ];
    folders.map(|folder| root.join(folder).display().to_string()).join(":")
}

/// Starts a server, once it listens.
pub fn start(
    root: &Path,
    program: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
    port: u16,
) -> Server {
    let child = Command::new(root.join(program))
        .args(arguments)
        .envs(environment.iter().copied())
        .env("LD_LIBRARY_PATH", libraries(root))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = Server(child);
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(server.0.try_wait().unwrap().is_none(), "{program} ended");
        assert!(begun.elapsed() < PATIENCE, "{program} does not listen");
        std::thread::sleep(Duration::from_millis(50));
    }
    server
}
