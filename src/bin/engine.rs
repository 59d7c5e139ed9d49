//! The engine module: what every worker of the page runs.

fn main() {
    #[cfg(target_arch = "wasm32")]
    cyberdatagen::worker::start();
}
