//! The jobs module: what the workers of the page run that take long jobs and write files.

fn main() {
    #[cfg(target_arch = "wasm32")]
    cyberdatagen::worker::start_jobs();
}
