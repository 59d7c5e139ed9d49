//! The worker's browser side: carries messages, and gathers the bytes of files into Blobs.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, Uint8Array, global};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

use super::session::{Output, Session};
use crate::browser::{decode, encode};
use crate::engine::Problem;
use crate::engine::export::Download;
use crate::old_protocol::{Event, JobId, Reply, Request, VERSION};

/// Bytes that are gathered before the browser takes them over, outside this worker's memory.
const BYTES_PER_BLOB: usize = 4 << 20;

/// The worker: its session, and the files that are growing.
struct Worker {
    scope: DedicatedWorkerGlobalScope,
    session: Session,
    files: BTreeMap<JobId, GrowingFile>,
    /// A message to this port comes back after all messages that the page has sent before it.
    turn: MessagePort,
    turning: bool,
}

struct GrowingFile {
    download: Download,
    parts: Array,
    rest: Vec<u8>,
}

/// Whether this code runs in a worker, not in a page.
pub fn is_here() -> bool {
    global().is_instance_of::<DedicatedWorkerGlobalScope>()
}

/// Starts the worker and announces it.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    announce_panics(scope.clone());
    let Ok(channel) = MessageChannel::new() else {
        return post(&scope, JobId::default(), unusable("no message channel"), None);
    };
    let worker = Rc::new(RefCell::new(Worker {
        scope: scope.clone(),
        session: Session::default(),
        files: BTreeMap::new(),
        turn: channel.port2(),
        turning: false,
    }));
    let turning = Rc::clone(&worker);
    listen(|handler| channel.port1().set_onmessage(Some(handler)), move |_| turning.borrow_mut().turn());
    listen(
        |handler| scope.set_onmessage(Some(handler)),
        move |event| worker.borrow_mut().receive(&event.data()),
    );
    post(&scope, JobId::default(), Event::Ready { version: VERSION.to_owned() }, None);
}

/// Keeps a handler for as long as the worker lives.
fn listen(set: impl FnOnce(&js_sys::Function), handler: impl FnMut(MessageEvent) + 'static) {
    let handler = Closure::<dyn FnMut(MessageEvent)>::new(handler).into_js_value();
    set(handler.unchecked_ref());
}

/// A panic ends this worker's memory; the page is told why before that.
fn announce_panics(scope: DedicatedWorkerGlobalScope) {
    struct SingleThread(DedicatedWorkerGlobalScope);
    // The hook asks for a type that threads could share; wasm without threads has only this one.
    let scope = send_wrapper::SendWrapper::new(SingleThread(scope));
    std::panic::set_hook(Box::new(move |info| {
        console_error_panic_hook::hook(info);
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic");
        let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
        let message = format!("{text}{}", place.unwrap_or_default());
        post(&scope.0, JobId::default(), Event::Panicked { message }, None);
    }));
}

impl Worker {
    fn receive(&mut self, data: &JsValue) {
        let request: Request = match decode(data) {
            Ok(request) => request,
            Err(reason) => {
                return post(
                    &self.scope,
                    JobId::default(),
                    unusable(&format!("a message that cannot be read: {reason}")),
                    None,
                );
            }
        };
        let outputs = self.session.handle(request);
        self.send(outputs);
        self.carry_on();
    }

    fn turn(&mut self) {
        self.turning = false;
        let outputs = self.session.step();
        self.send(outputs);
        self.carry_on();
    }

    /// Takes another turn, after the messages that wait, if a job is under way.
    fn carry_on(&mut self) {
        if self.session.is_busy() && !self.turning {
            self.turning = self.turn.post_message(&JsValue::NULL).is_ok();
        }
    }

    fn send(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Bytes(job, download, bytes) => {
                    let new = || GrowingFile { download, parts: Array::new(), rest: Vec::new() };
                    self.files.entry(job).or_insert_with(new).append(&bytes);
                }
                Output::Reply(reply) => {
                    let file = match reply.event {
                        Event::File | Event::Cancelled | Event::Failed(_) => self.files.remove(&reply.job),
                        _ => None,
                    };
                    match (&reply.event, file) {
                        (Event::File, file) => match file.and_then(GrowingFile::finish) {
                            Some(blob) => post(&self.scope, reply.job, reply.event, Some(&blob)),
                            None => post(&self.scope, reply.job, no_room(), None),
                        },
                        _ => post(&self.scope, reply.job, reply.event, None),
                    }
                }
            }
        }
    }
}

impl GrowingFile {
    fn append(&mut self, bytes: &[u8]) {
        self.rest.extend_from_slice(bytes);
        if self.rest.len() >= BYTES_PER_BLOB {
            self.hand_over();
        }
    }

    /// Hands the gathered bytes to the browser.
    fn hand_over(&mut self) {
        let bytes = Array::of1(&Uint8Array::from(self.rest.as_slice()));
        self.rest.clear();
        // Where the browser refuses, the gap is noticed at the end.
        self.parts.push(&Blob::new_with_u8_array_sequence(&bytes).map_or(JsValue::NULL, JsValue::from));
    }

    fn finish(mut self) -> Option<Blob> {
        self.hand_over();
        if self.parts.iter().any(|part| part.is_null()) {
            return None;
        }
        let options = BlobPropertyBag::new();
        options.set_type(self.download.media_type());
        Blob::new_with_blob_sequence_and_options(&self.parts, &options).ok()
    }
}

/// Posts `[reply, blob]` to the page.
fn post(scope: &DedicatedWorkerGlobalScope, job: JobId, event: Event, blob: Option<&Blob>) {
    let message = Array::of2(&encode(&Reply { job, event }), &blob.map_or(JsValue::NULL, JsValue::from));
    if scope.post_message(&message).is_err() {
        web_sys::console::error_1(&"a reply could not be posted".into());
    }
}

fn unusable(reason: &str) -> Event {
    Event::Failed(vec![Problem::new("", reason, "reload the page; if it stays, use a newer browser")])
}

fn no_room() -> Event {
    let hint = "free some disk space, ask for fewer rows, or use the command line";
    Event::Failed(vec![Problem::new("", "the browser has no room for the file", hint)])
}
