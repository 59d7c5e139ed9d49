//! The page and its engine worker: one module, compiled once. The page hands it to the worker that it starts.

fn main() {
    #[cfg(target_arch = "wasm32")]
    if cyberdatagen::worker::is_here() {
        cyberdatagen::worker::start();
    } else {
        cyberdatagen::page::start();
    }
}
