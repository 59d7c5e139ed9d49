//! The shipped engine, driven by its own protocol from a script in the page.

use cyberdatagen::engine::dataset::Summary;
use cyberdatagen::protocol::{self, Command, Event, Reply, Request};
use serde_json::{Value as Json, json};

/// What a script needs before it drives an engine: `start(ready)` starts one, `tag(bytes)` tells the kind of a reply.
pub const SCRIPT: &str = "
    const tag = (bytes) => bytes[[...bytes].findIndex((byte) => byte < 128) + 1];
    const start = (received) => {
      const address = document.querySelector('meta[name=engine-worker]').content;
      const worker = new Worker(new URL(address, location.href), { type: 'module' });
      const files = performance.getEntriesByType('resource').map((entry) => entry.name);
      const wasm = files.find((name) => name.endsWith('_bg.wasm'));
      WebAssembly.compileStreaming(fetch(wasm)).then((module) => worker.postMessage(module));
      worker.onmessage = ({ data: [reply, blob] }) => received(tag(reply), blob);
      return { ask: (bytes) => worker.postMessage(new Uint8Array(bytes)), end: () => worker.terminate() };
    };";

/// The bytes of a request, for a script.
pub fn request(job: u32, command: Command) -> Json {
    json!(protocol::encode(&Request { job, command }))
}

/// The tags of the replies that a script waits for: ready, progress, generated, file.
pub fn tags() -> Json {
    let tag = |event: Event| protocol::encode(&Reply { job: 0, event })[1];
    json!({
        "ready": tag(Event::Ready { version: String::new() }),
        "progress": tag(Event::Progress { done: 0, total: 0 }),
        "generated": tag(Event::Generated(Summary::default())),
        "file": tag(Event::File),
    })
}
