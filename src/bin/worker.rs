//! The engine worker of the page.

fn main() {
    #[cfg(target_arch = "wasm32")]
    cyberdatagen::worker::start();
}
