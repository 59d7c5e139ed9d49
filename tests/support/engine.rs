//! The shipped engine, driven by its own protocol from a script in the page.

use cyberdatagen::protocol::{FromWorker, Progress, Request, ToWorker, encode};
use serde_json::{Value as Json, json};

/// What a script needs before it drives an engine: `start(received, part)` starts a worker of a part, as the page does, and has
/// `received` called with the kind of each message and the files beside it.
pub const SCRIPT: &str = "
    const start = (received, part = 'engine') => {
      const worker = window.startEngine(part, (message, reason) => {
        if (reason !== null) throw new Error(reason);
        const [bytes, ...files] = message;
        received(bytes[0], files, bytes);
      });
      return {
        ask: (bytes, ...files) => worker.postMessage([new Uint8Array(bytes), ...files]),
        end: () => worker.terminate(),
      };
    };";

/// The bytes of a request, for a script.
pub fn request(job: u32, request: impl Into<Request>) -> Json {
    json!(encode(&ToWorker::Start { job, request: request.into() }))
}

/// The kinds of the messages that a script waits for: ready, progress, done.
pub fn kinds() -> Json {
    let kind = |message: FromWorker| encode(&message)[0];
    json!({
        "ready": kind(FromWorker::Ready { version: String::new() }),
        "progress": kind(FromWorker::Progress { job: 0, progress: Progress::default() }),
        "done": kind(FromWorker::Done { job: 0, answer: cyberdatagen::protocol::Answer::Close(()) }),
    })
}
