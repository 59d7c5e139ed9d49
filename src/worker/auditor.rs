//! The audit worker's browser side. It makes the rows of a configuration itself, so it needs nothing of the engine's
//! worker, and is ended where an audit is cancelled.

use js_sys::global;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::browser::{decode, encode};
use crate::engine::audit::Audit;
use crate::engine::configuration::Preset;
use crate::engine::{Configuration, Generator, Problem};
use crate::protocol::{AuditReply, AuditRequest};

/// Starts the worker and announces it.
pub fn start() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let receiver = scope.clone();
    let handler = move |event: MessageEvent| {
        let reply = decode(&event.data()).map_err(unusable).and_then(|request| audit(&receiver, &request));
        post(&receiver, &reply.unwrap_or_else(AuditReply::Failed));
    };
    let handler = Closure::<dyn FnMut(MessageEvent)>::new(handler).into_js_value();
    scope.set_onmessage(Some(handler.unchecked_ref()));
    post(&scope, &AuditReply::Ready);
}

/// Audits what a request asks for; progress goes to the page after each step, some ten milliseconds.
fn audit(scope: &DedicatedWorkerGlobalScope, request: &AuditRequest) -> Result<AuditReply, Vec<Problem>> {
    let preset = Preset::from_key(&request.preset).ok_or_else(|| unusable(request.preset.clone()))?;
    let configuration = Configuration::from_overrides(preset, &request.settings)?;
    let mut generator = Generator::new(&configuration)?;
    let mut audit = Audit::of(&mut generator);
    loop {
        let (done, total) = audit.progress();
        post(scope, &AuditReply::Progress { done, total });
        if let Some(report) = audit.step() {
            return Ok(AuditReply::Report(report));
        }
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, reply: &AuditReply) {
    if scope.post_message(&encode(reply)).is_err() {
        web_sys::console::error_1(&"a reply could not be posted".into());
    }
}

fn unusable(reason: String) -> Vec<Problem> {
    vec![Problem::new("", reason, "reload the page")]
}
