//! The export module: what the worker of the page runs that writes files.

fn main() {
    #[cfg(target_arch = "wasm32")]
    cyberdatagen::worker::start_export();
}
