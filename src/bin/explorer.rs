//! The explorer of the page: loaded when the table is first sorted or filtered, or a chart first asked for.

fn main() {
    #[cfg(target_arch = "wasm32")]
    cyberdatagen::worker::start_explorer();
}
