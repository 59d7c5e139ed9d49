//! The worker's browser side: carries messages, reads files, and gathers the bytes of new ones into Blobs.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Uint8Array, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, FileReaderSync, FileSystemFileHandle, MessageChannel,
    MessageEvent, MessagePort,
};

use super::disk::{Disk, Piece};
use super::jobs;
use super::session::{self, Begin, Output, Session};
use crate::engine::Problem;
use crate::engine::dataset::csv::Limits;
use crate::protocol::{FromWorker, JobId, ToWorker, VERSION, decode, encode};

/// Bytes that are gathered before the browser takes them over, outside this worker's memory.
const BYTES_PER_BLOB: usize = 4 << 20;

/// Loads what begins the requests whose code comes later. What kept it from coming stands in the browser's console.
pub type LoadLater = fn() -> Pin<Box<dyn Future<Output = Option<Begin>>>>;

/// The worker: its session, and what carries its messages.
struct Worker {
    session: Session,
    load_later: Option<LoadLater>,
    is_loading: bool,
    outbox: Outbox,
    /// A message to this port comes back after all messages that the page has sent before it.
    turn: MessagePort,
    is_turning: bool,
}

/// Sends messages, and holds the files that are growing until their job is done.
struct Outbox {
    scope: DedicatedWorkerGlobalScope,
    files: BTreeMap<(JobId, usize), GrowingFile>,
    /// The files of the visitor's that jobs write straight to.
    disks: BTreeMap<JobId, Disk>,
    /// The jobs whose file is being opened: one that is canceled meanwhile is none of them any more.
    opening: BTreeSet<JobId>,
}

struct GrowingFile {
    media_type: &'static str,
    parts: Array,
    rest: Vec<u8>,
}

/// Starts a worker of the engine and announces it.
pub fn start(load_later: LoadLater) {
    // For `public/later.js`.
    let _ = js_sys::Reflect::set(&global(), &"functionTable".into(), &wasm_bindgen::function_table());
    start_with(session::engine, Some(load_later));
}

/// Starts a worker that takes long jobs, or writes files, and announces it.
pub fn start_jobs() {
    start_with(jobs::begin, None);
}

fn start_with(begin: Begin, load_later: Option<LoadLater>) {
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    announce_panics(scope.clone());
    let Ok(channel) = MessageChannel::new() else {
        let message = "this browser has no message channels".to_owned();
        return post(&scope, &FromWorker::Panicked { message }, &[]);
    };
    let outbox = Outbox {
        scope: scope.clone(),
        files: BTreeMap::new(),
        disks: BTreeMap::new(),
        opening: BTreeSet::new(),
    };
    let worker = Worker {
        session: Session::new(begin),
        load_later,
        is_loading: false,
        outbox,
        turn: channel.port2(),
        is_turning: false,
    };
    let worker = Rc::new(RefCell::new(worker));
    let turning = Rc::clone(&worker);
    listen(|handler| channel.port1().set_onmessage(Some(handler)), move |_| turn(&turning));
    listen(|handler| scope.set_onmessage(Some(handler)), move |event| receive(&worker, &event.data()));
    post(&scope, &FromWorker::Ready { version: VERSION.to_owned() }, &[]);
}

/// Keeps a handler for as long as the worker lives.
fn listen(set: impl FnOnce(&js_sys::Function), handler: impl FnMut(MessageEvent) + 'static) {
    let handler = Closure::<dyn FnMut(MessageEvent)>::new(handler).into_js_value();
    set(handler.unchecked_ref());
}

/// A panic ends this worker's memory; the page learns why before that.
fn announce_panics(scope: DedicatedWorkerGlobalScope) {
    // The hook asks for a type that threads could share; wasm without threads has only this one.
    let scope = send_wrapper::SendWrapper::new(scope);
    std::panic::set_hook(Box::new(move |info| {
        console_error_panic_hook::hook(info);
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic");
        let place = info.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
        let message = format!("{text}{}", place.unwrap_or_default());
        post(&scope, &FromWorker::Panicked { message }, &[]);
    }));
}

/// Takes `[message, a file or nothing]`; the file is one to read or, by its handle, one to write.
fn receive(worker: &Rc<RefCell<Worker>>, data: &JsValue) {
    let parts: Array = data.clone().unchecked_into();
    let message = parts.get(0).dyn_into::<Uint8Array>().map_err(|_| "no message".to_owned());
    let message: ToWorker = match message.and_then(|bytes| decode(&bytes.to_vec())) {
        Ok(message) => message,
        // Which job it was for, nobody knows.
        Err(message) => return post(&worker.borrow().outbox.scope, &FromWorker::Panicked { message }, &[]),
    };
    match (parts.get(1).dyn_into::<FileSystemFileHandle>(), message) {
        (Ok(handle), ToWorker::Start { job, request }) => {
            let worker = Rc::clone(worker);
            worker.borrow_mut().outbox.opening.insert(job);
            spawn_local(async move {
                let opened = Disk::open(handle).await;
                let is_wanted = worker.borrow_mut().outbox.opening.remove(&job);
                let disk = match opened {
                    Ok(disk) if !is_wanted => return disk.give_up().await,
                    other => other,
                };
                let mut worker_now = worker.borrow_mut();
                match disk {
                    Ok(disk) => {
                        worker_now.outbox.disks.insert(job, disk);
                        worker_now.handle(ToWorker::Start { job, request }, None);
                    }
                    Err(problem) => worker_now.fail(job, problem),
                }
                drop(worker_now);
                carry_on(&worker);
            });
        }
        (_, ToWorker::Cancel { job }) if worker.borrow_mut().outbox.opening.remove(&job) => {}
        (Err(file), message) => {
            let file = file.dyn_into::<Blob>().ok().map(|file| read(&file)).transpose();
            let mut worker_now = worker.borrow_mut();
            match (file, message) {
                (Err(problem), ToWorker::Start { job, .. }) => worker_now.fail(job, problem),
                (file, message) => worker_now.handle(message, file.ok().flatten()),
            }
            drop(worker_now);
            carry_on(worker);
        }
        (Ok(_), ToWorker::Cancel { .. }) => {}
    }
}

fn turn(worker: &Rc<RefCell<Worker>>) {
    let mut now = worker.borrow_mut();
    now.is_turning = false;
    let Worker { session, outbox, .. } = &mut *now;
    session.step(&mut |output| outbox.send(output));
    drop(now);
    carry_on(worker);
}

/// Loads code that is waited for, writes what is to be written to files of the visitor's, and takes another turn, after the messages that
/// wait, if a job is under way and no file is taking bytes.
fn carry_on(worker: &Rc<RefCell<Worker>>) {
    let mut now = worker.borrow_mut();
    if let Some(load) = now.load_later.filter(|_| now.session.waits() && !now.is_loading) {
        now.is_loading = true;
        let worker = Rc::clone(worker);
        spawn_local(async move {
            let later = load().await.ok_or_else(missing_part);
            let mut now = worker.borrow_mut();
            now.is_loading = false;
            let Worker { session, outbox, .. } = &mut *now;
            session.arrived(later, &mut |output| outbox.send(output));
            drop(now);
            carry_on(&worker);
        });
    }
    let ready = now.outbox.disks.iter_mut().filter(|(_, disk)| !disk.is_writing);
    let pieces: Vec<(JobId, Piece)> = ready
        .filter_map(|(job, disk)| {
            let piece = disk.next()?;
            disk.is_writing = true;
            Some((*job, piece))
        })
        .collect();
    for (job, piece) in pieces {
        let worker = Rc::clone(worker);
        spawn_local(async move {
            let written = piece.write().await;
            worker.borrow_mut().written(job, written);
            carry_on(&worker);
        });
    }
    let is_writing = now.outbox.disks.values().any(|disk| disk.is_writing);
    if now.session.is_busy() && !now.is_turning && !is_writing {
        now.is_turning = now.turn.post_message(&JsValue::NULL).is_ok();
    }
}

impl Worker {
    fn handle(&mut self, message: ToWorker, file: Option<Vec<u8>>) {
        let Worker { session, outbox, .. } = self;
        session.handle(message, file, &mut |output| outbox.send(output));
    }

    /// A job cannot be done.
    fn fail(&mut self, job: JobId, problem: Problem) {
        let problems = vec![problem];
        post(&self.outbox.scope, &FromWorker::Failed { job, problems }, &[]);
    }

    /// A file of the visitor's has taken its bytes, or takes no more.
    fn written(&mut self, job: JobId, written: Result<Option<FromWorker>, Problem>) {
        match written {
            Ok(None) => {
                if let Some(disk) = self.outbox.disks.get_mut(&job) {
                    disk.is_writing = false;
                }
            }
            Ok(Some(end)) => {
                self.outbox.disks.remove(&job);
                post(&self.outbox.scope, &end, &[]);
            }
            Err(problem) => {
                self.outbox.disks.remove(&job);
                self.session.handle(ToWorker::Cancel { job }, None, &mut |_| ());
                self.fail(job, problem);
            }
        }
    }
}

/// The bytes of a file, if it is not larger than what can be read.
fn read(file: &Blob) -> Result<Vec<u8>, Problem> {
    // Before its bytes are fetched: a file that is too large would end this worker.
    Limits::PAGE.check_bytes(file.size() as usize)?;
    let buffer = FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(file));
    let buffer = buffer.map_err(|_| {
        let hint = text!("check that it is still there, and choose it again");
        Problem::new("", text!("the browser cannot read the file"), hint)
    })?;
    Ok(Uint8Array::new(&buffer.into()).to_vec())
}

impl Outbox {
    fn send(&mut self, output: Output) {
        match output {
            Output::Bytes { job, bytes, .. } if self.disks.contains_key(&job) => {
                if let Some(disk) = self.disks.get_mut(&job) {
                    disk.append(&bytes);
                }
            }
            Output::Bytes { job, file, media_type, bytes } => {
                let new = || GrowingFile { media_type, parts: Array::new(), rest: Vec::new() };
                self.files.entry((job, file)).or_insert_with(new).append(&bytes);
            }
            Output::Message(message) => match message {
                FromWorker::Done { job, .. }
                | FromWorker::Failed { job, .. }
                | FromWorker::Cancelled { job }
                    if self.disks.contains_key(&job) =>
                {
                    if let Some(disk) = self.disks.get_mut(&job) {
                        disk.finish(message);
                    }
                }
                FromWorker::Done { job, .. } => {
                    let files: Option<Vec<Blob>> =
                        self.take(job).into_iter().map(GrowingFile::finish).collect();
                    match files {
                        Some(files) => post(&self.scope, &message, &files),
                        None => {
                            let problems = vec![no_room()];
                            post(&self.scope, &FromWorker::Failed { job, problems }, &[]);
                        }
                    }
                }
                FromWorker::Failed { job, .. } | FromWorker::Cancelled { job } => {
                    self.take(job);
                    post(&self.scope, &message, &[]);
                }
                message => post(&self.scope, &message, &[]),
            },
        }
    }

    /// The files of a job, in their order.
    fn take(&mut self, job: JobId) -> Vec<GrowingFile> {
        let mut files = self.files.split_off(&(job, 0));
        self.files.append(&mut files.split_off(&(job + 1, 0)));
        files.into_values().collect()
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
        options.set_type(self.media_type);
        Blob::new_with_blob_sequence_and_options(&self.parts, &options).ok()
    }
}

/// Posts `[message, files…]` to the page.
fn post(scope: &DedicatedWorkerGlobalScope, message: &FromWorker, files: &[Blob]) {
    let parts = Array::of1(&Uint8Array::from(encode(message).as_slice()));
    files.iter().for_each(|file| {
        parts.push(file);
    });
    if scope.post_message(&parts).is_err() {
        web_sys::console::error_1(&"a message could not be posted".into());
    }
}

fn missing_part() -> Problem {
    let hint = text!("check the connection and try again; where that does not help, reload the page");
    Problem::new("", text!("a part of the engine could not be loaded"), hint)
}

fn no_room() -> Problem {
    let hint = text!("free some disk space, ask for fewer rows, or use the command line");
    Problem::new("", text!("the browser has no room for the file"), hint)
}
