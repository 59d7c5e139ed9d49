//! The balance worker of the page: loaded when something is first balanced.

fn main() {
    #[cfg(target_arch = "wasm32")]
    cyberdatagen::worker::start_balancer();
}
