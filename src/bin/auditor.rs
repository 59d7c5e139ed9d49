//! The audit worker of the page: loaded when an audit is first asked for.

fn main() {
    #[cfg(target_arch = "wasm32")]
    cyberdatagen::worker::start_auditor();
}
