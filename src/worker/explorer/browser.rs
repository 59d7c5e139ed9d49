//! The explorer's browser side: carries messages, reads files, and draws on the canvas that the page hands over.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::futures::JsFuture;
use js_sys::{Array, Uint8Array, global};
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, ImageEncodeOptions, MessageEvent, OffscreenCanvas,
};

use super::session::{Output, Session};
use crate::browser::{decode, encode};
use crate::charts::{Look, Theme, canvas, height};
use crate::engine::Problem;
use crate::engine::dataset::csv::Limits;
use crate::protocol::{ExplorerReply as Reply, ExplorerRequest, VERSION};

/// The width of a picture in pixels of its chart's own, and how many of the file stand for each.
const PICTURE_WIDTH: u32 = 900;
const PICTURE_RATIO: f64 = 2.0;

/// Steps of work between two messages about it.
const STEPS_PER_MESSAGE: u32 = 2;

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    session: Session,
    sheet: Option<canvas::Sheet>,
}

/// Starts the worker and announces it.
pub fn start() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    let session = Session::default();
    let worker = Rc::new(RefCell::new(Worker { scope: scope.clone(), session, sheet: None }));
    let handler = move |event: MessageEvent| receive(&worker, &event.data());
    let handler = Closure::<dyn FnMut(MessageEvent)>::new(handler).into_js_value();
    scope.set_onmessage(Some(handler.unchecked_ref()));
    post(&scope, &Reply::Ready(VERSION.to_owned()), None);
}

/// Takes `[request, a canvas or a file or nothing]`.
fn receive(worker: &Rc<RefCell<Worker>>, data: &JsValue) {
    let message: Array = data.clone().unchecked_into();
    let request: ExplorerRequest = match decode(&message.get(0)) {
        Ok(request) => request,
        Err(reason) => {
            let problem = Problem::new("", reason, "reload the page");
            return post(&worker.borrow().scope, &Reply::Failed(vec![problem]), None);
        }
    };
    match message.get(1).dyn_into::<Blob>() {
        Ok(file) => {
            let worker = Rc::clone(worker);
            wasm_bindgen_futures::spawn_local(async move {
                let bytes = bytes(&file).await;
                let mut worker = worker.borrow_mut();
                match bytes {
                    Ok(bytes) => worker.handle(request, bytes),
                    Err(problem) => post(&worker.scope, &Reply::Failed(vec![problem]), None),
                }
            });
        }
        Err(other) => {
            let mut worker = worker.borrow_mut();
            if let Ok(canvas) = other.dyn_into::<OffscreenCanvas>() {
                worker.sheet = canvas::Sheet::of(canvas).ok();
            }
            worker.handle(request, Vec::new());
        }
    }
}

/// The bytes of a file, if it is not larger than what can be read.
async fn bytes(file: &Blob) -> Result<Vec<u8>, Problem> {
    Limits::PAGE.check_bytes(file.size() as usize)?;
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| {
        Problem::new(
            "",
            "the browser does not give the file",
            "check that it is still there, and open it again",
        )
    })?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

impl Worker {
    fn handle(&mut self, request: ExplorerRequest, file: Vec<u8>) {
        let scope = self.scope.clone();
        let mut steps = 0_u32;
        let mut pace = |done, total| {
            steps += 1;
            if done == total || steps.is_multiple_of(STEPS_PER_MESSAGE) {
                post(&scope, &Reply::Progress { done, total }, None);
            }
        };
        for output in self.session.handle(request, file, &mut pace) {
            match output {
                Output::Reply(reply) => post(&self.scope, &reply, None),
                Output::File(name, media, bytes) => self.file(name, media, &bytes),
                Output::Picture(name) => self.picture(name),
            }
        }
        if steps > 0 {
            post(&self.scope, &Reply::Progress { done: 1, total: 1 }, None);
        }
        self.draw();
    }

    /// Draws the chart, if it has changed or its surface has.
    fn draw(&mut self) {
        let Some(sheet) = self.sheet.clone() else { return };
        let Some((chart, surface, theme)) = self.session.to_draw() else { return };
        let size = (surface.width, height(chart, surface.width));
        // The page makes room before the canvas grows.
        let drawn = canvas::paint(chart, &sheet, size, surface.ratio, Look { theme, whole: false });
        let reply = match drawn {
            Ok(hits) => {
                self.session.drawn(hits);
                Reply::Drawn(size.1)
            }
            Err(problem) => Reply::Failed(vec![problem]),
        };
        post(&self.scope, &reply, None);
    }

    fn file(&self, name: String, media: &str, bytes: &[u8]) {
        let options = BlobPropertyBag::new();
        options.set_type(media);
        let parts = Array::of1(&Uint8Array::from(bytes));
        match Blob::new_with_u8_array_sequence_and_options(&parts, &options) {
            Ok(blob) => post(&self.scope, &Reply::File(name), Some(&blob)),
            Err(_) => post(&self.scope, &Reply::Failed(vec![no_file()]), None),
        }
    }

    /// Draws the chart into a picture of its own, and gives it to the page when the browser has written it.
    fn picture(&self, name: String) {
        let Some(chart) = self.session.chart() else { return };
        let size = (PICTURE_WIDTH, height(chart, PICTURE_WIDTH));
        let written = OffscreenCanvas::new(1, 1).ok().and_then(|canvas| {
            let sheet = canvas::Sheet::of(canvas).ok()?;
            let look = Look { theme: Theme::LIGHT, whole: false };
            canvas::paint(chart, &sheet, size, PICTURE_RATIO, look).ok()?;
            let options = ImageEncodeOptions::new();
            options.set_type("image/png");
            sheet.canvas.convert_to_blob_with_options(&options).ok()
        });
        let scope = self.scope.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let blob = match written {
                Some(written) => {
                    JsFuture::from(written).await.ok().and_then(|blob| blob.dyn_into::<Blob>().ok())
                }
                None => None,
            };
            match blob {
                Some(blob) => post(&scope, &Reply::File(name), Some(&blob)),
                None => post(&scope, &Reply::Failed(vec![no_file()]), None),
            }
        });
    }
}

/// Posts `[reply, blob]` to the page.
fn post(scope: &DedicatedWorkerGlobalScope, reply: &Reply, blob: Option<&Blob>) {
    let message = Array::of2(&encode(reply), &blob.map_or(JsValue::NULL, JsValue::from));
    if scope.post_message(&message).is_err() {
        web_sys::console::error_1(&"a reply could not be posted".into());
    }
}

fn no_file() -> Problem {
    Problem::new("", "the browser does not write the picture", "download it as SVG, or free some memory")
}
