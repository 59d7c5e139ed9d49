//! The engine module: what every worker of the page runs. What the first rows do not need stands in a second part of it
//! (`scripts/link.sh`), which is loaded when it is first asked for.

fn main() {
    #[cfg(target_arch = "wasm32")]
    cyberdatagen::worker::start(|| Box::pin(async { later().await.ok() }));
}

/// What begins the requests whose code comes later, once it is there.
#[cfg(target_arch = "wasm32")]
#[wasm_split_helpers::wasm_split(later, fallible)]
fn later() -> Result<cyberdatagen::worker::session::Begin, wasm_split_helpers::SplitLoaderError> {
    Ok(cyberdatagen::worker::session::later)
}
