//! The balance worker's browser side. It makes the rows of a configuration itself, or reads a file of the visitor's, and
//! is ended where a balancing is cancelled.

use std::ops::ControlFlow;

use js_sys::{Array, Uint8Array, global};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

use super::form::Fields;
use crate::browser::{decode, encode};
use crate::engine::balance::memory::PAGE_BYTES;
use crate::engine::balance::{Balanced, Input, Part, targets};
use crate::engine::configuration::Preset;
use crate::engine::dataset::csv::{CsvFile, Limits};
use crate::engine::{Configuration, Problem};
use crate::protocol::{BalanceReply, BalanceRequest, BalanceSource, BalanceTask};

/// Bytes that are gathered before the browser takes them over, outside this worker's memory.
const BYTES_PER_BLOB: usize = 4 << 20;

/// How much of the progress, in percent, is the making or reading of the rows.
const INPUT_SHARE: u64 = 20;

/// Starts the worker and announces it.
pub fn start() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let receiver = scope.clone();
    let handler = move |event: MessageEvent| {
        let message = Array::from(&event.data());
        let reply = decode(&message.get(0)).map_err(|reason| Problem::new("", reason, "reload the page"));
        let reply = reply.and_then(|request| answer(&receiver, request, &message.get(1)));
        if let Err(problem) = reply {
            post(&receiver, &BalanceReply::Failed(problem), &[]);
        }
    };
    let handler = Closure::<dyn FnMut(MessageEvent)>::new(handler).into_js_value();
    scope.set_onmessage(Some(handler.unchecked_ref()));
    post(&scope, &BalanceReply::Ready, &[]);
}

fn answer(
    scope: &DedicatedWorkerGlobalScope,
    request: BalanceRequest,
    file: &JsValue,
) -> Result<(), Problem> {
    let mut last = 0;
    let mut pace = |done: u64, total: u64| {
        let percent = done * 100 / total.max(1);
        if percent != last {
            last = percent;
            post(scope, &BalanceReply::Progress { percent }, &[]);
        }
        ControlFlow::Continue(())
    };
    let form = |fields: &Fields, size| {
        let settings = fields.options().ok().map(|options| options.settings());
        post(scope, &BalanceReply::Form { html: fields.html(), settings, size }, &[]);
    };
    let sent = match request.task {
        BalanceTask::Form(settings) => {
            form(&Fields::of(&settings), None);
            return Ok(());
        }
        BalanceTask::Change(sent) => {
            form(&Fields::read(&sent), None);
            return Ok(());
        }
        BalanceTask::Open(sent) => {
            let input = input(&request.source, file, &mut pace)?;
            let table = input.table();
            let targets = targets(table).into_iter().map(str::to_owned).collect();
            let size = (table.rows() as u64, table.columns().len() as u64);
            form(&Fields::read(&sent).with_targets(targets), Some(size));
            return Ok(());
        }
        BalanceTask::Balance(sent) => sent,
    };
    let options = Fields::read(&sent).options()?;
    let rows = input(&request.source, file, &mut |done, total| pace(done * INPUT_SHARE / total.max(1), 100))?;
    let rest = 100 - INPUT_SHARE;
    let mut balancing = |done, total: u64| pace(INPUT_SHARE + done * rest / total.max(1), 100);
    let balanced = Balanced::within(rows, &options, Some(PAGE_BYTES), &mut balancing)?;
    let mut blobs = Vec::new();
    let mut files = Vec::new();
    for &part in balanced.parts() {
        blobs.push(blob(&balanced, part)?);
        files.push((part, balanced.rows(part)));
    }
    post(scope, &BalanceReply::Balanced { html: balanced.report.html(), files }, &blobs);
    Ok(())
}

fn input(
    source: &BalanceSource,
    file: &JsValue,
    pace: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Input, Problem> {
    match source {
        BalanceSource::Generated { preset, settings } => {
            let preset = Preset::from_key(preset)
                .ok_or_else(|| Problem::new("", "the preset is not known", "reload the page"))?;
            let configuration = Configuration::from_settings(preset, settings).map_err(first)?;
            Input::generated(&configuration, pace)
        }
        BalanceSource::File => Ok(Input::file(read(file, pace)?)),
    }
}

fn first(problems: Vec<Problem>) -> Problem {
    problems
        .into_iter()
        .next()
        .unwrap_or_else(|| Problem::new("", "the settings cannot be used", "reset them"))
}

/// Reads a file that the page handed over.
fn read(file: &JsValue, pace: &mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> Result<CsvFile, Problem> {
    let unreadable = || Problem::new("", "the browser cannot read the file", "choose it again");
    let file: &Blob = file.dyn_ref().ok_or_else(unreadable)?;
    // Before its bytes are fetched: a file that is too large would end this worker.
    Limits::PAGE.check_bytes(file.size() as usize)?;
    let buffer = FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(file));
    let bytes = Uint8Array::new(&buffer.map_err(|_| unreadable())?.into()).to_vec();
    CsvFile::read(bytes, Limits::PAGE, pace)
}

/// The bytes of a part as a Blob, which the browser holds.
fn blob(balanced: &Balanced, part: Part) -> Result<Blob, Problem> {
    let no_room = || {
        Problem::new(
            "",
            "the browser has no room for the file",
            "balance fewer rows, or use the command line",
        )
    };
    let parts = Array::new();
    let mut chunk = Vec::new();
    let hand_over = |chunk: &mut Vec<u8>| {
        let bytes = Array::of1(&Uint8Array::from(chunk.as_slice()));
        chunk.clear();
        Blob::new_with_u8_array_sequence(&bytes).map(|blob| parts.push(&blob))
    };
    for line in balanced.lines(part) {
        balanced.write(part, line, &mut chunk);
        if chunk.len() >= BYTES_PER_BLOB {
            hand_over(&mut chunk).map_err(|_| no_room())?;
        }
    }
    hand_over(&mut chunk).map_err(|_| no_room())?;
    let options = BlobPropertyBag::new();
    options.set_type("text/csv");
    Blob::new_with_blob_sequence_and_options(&parts, &options).map_err(|_| no_room())
}

fn post(scope: &DedicatedWorkerGlobalScope, reply: &BalanceReply, blobs: &[Blob]) {
    let message = Array::of1(&encode(reply));
    blobs.iter().for_each(|blob| {
        message.push(blob);
    });
    if scope.post_message(&message).is_err() {
        web_sys::console::error_1(&"a reply could not be posted".into());
    }
}
