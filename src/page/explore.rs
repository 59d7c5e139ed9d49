//! Explore: charts and statistics, and the order and the filter of the table. The explorer, a worker that is loaded on
//! first use, writes what stands in this view; here its parts are put in place, and what is done in them is told to it.

mod hands;

use std::collections::BTreeMap;

use js_sys::{Array, Function};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, File, HtmlCanvasElement, HtmlDialogElement, HtmlElement, ResizeObserver, Worker};

use super::configuration::Form;
use super::controls::button;
use super::download;
use super::engine::Engine;
use super::erased::{part, string};
use super::notices::Notices;
use super::parts::put;
use super::worker;
use crate::browser::{decode, encode};
use crate::engine::{Configuration, Problem};
use crate::protocol::{Choice, ExplorerReply as Reply, ExplorerRequest as Request, Shown, Surface, VERSION};

/// What is called with the rows of a range.
type Taker = Box<dyn FnOnce(Vec<u32>)>;

/// The explorer, as every view knows it.
#[derive(Clone, Copy)]
pub struct Explorer {
    connection: StoredValue<Connection, LocalStorage>,
    /// How much of long work is done, in percent.
    pub busy: RwSignal<Option<u64>>,
    /// Whether the view is open.
    pub is_open: RwSignal<bool>,
    /// What the table shows.
    pub shown: RwSignal<Shown>,
    /// A small picture of each column.
    pub headers: RwSignal<Vec<String>>,
    form: Form,
    engine: Engine,
    notices: Notices,
}

#[derive(Default)]
struct Connection {
    worker: Option<Worker>,
    ready: bool,
    class: Option<bool>,
    outbox: Vec<Array>,
    takers: BTreeMap<u64, Taker>,
}

impl Explorer {
    /// Follows what is made and what is chosen; starts no worker before one is needed.
    pub fn new(form: Form, engine: Engine, notices: Notices) -> Self {
        let explorer = Explorer {
            connection: StoredValue::new_local(Connection::default()),
            busy: RwSignal::new(None),
            is_open: RwSignal::new(false),
            shown: RwSignal::new(Shown::default()),
            headers: RwSignal::new(Vec::new()),
            form,
            engine,
            notices,
        };
        Effect::new(move || {
            if engine.made.with(Option::is_some) && explorer.is_started() {
                explorer.tell_dataset();
            }
        });
        // The choice of a link.
        Effect::new(move || {
            let choice = form.views.with(|views| Choice::of(views));
            if choice == explorer.shown.with_untracked(|shown| shown.choice.clone()) {
                return;
            }
            if engine.made.with(Option::is_none) {
                return;
            }
            if choice.chart.is_empty() {
                explorer.send(Request::Choose(choice));
            } else {
                explorer.open();
                explorer.send(Request::Choose(choice));
            }
        });
        hands::listen(explorer);
        explorer
    }

    fn is_started(self) -> bool {
        self.connection.with_value(|connection| connection.worker.is_some())
    }

    /// Opens the view.
    pub fn open(self) {
        self.is_open.set(true);
        self.send(Request::Look(true));
    }

    /// Looks at a file.
    pub fn open_file(self, file: &File) {
        self.is_open.set(true);
        self.post(Request::Open { name: file.name(), balanced: false }, file);
    }

    /// Looks at balanced data, a CSV that the page made.
    pub fn open_balanced(self, name: &str, file: &Blob) {
        self.is_open.set(true);
        self.post(Request::Open { name: name.to_owned(), balanced: true }, file);
    }

    /// Shows rows of one label alone in the table.
    pub fn class(self, class: Option<bool>) {
        self.connection.update_value(|connection| connection.class = class);
        if self.is_started() {
            self.send(Request::Class(class));
        }
    }

    /// Shows what a configuration would change of the dataset that is there.
    pub fn preview(self, configuration: &Configuration) {
        let preset = configuration.preset.key().to_owned();
        self.send(Request::Preview { preset, settings: configuration.overrides() });
    }

    /// Asks for a range of the table's rows.
    pub fn rows(self, version: u32, first: u64, count: u32, taker: impl FnOnce(Vec<u32>) + 'static) {
        self.connection.update_value(|connection| {
            connection.takers.insert(first, Box::new(taker));
        });
        self.send(Request::Order { version, first, count });
    }

    /// Says that something was done in a part that the explorer wrote.
    pub fn act(self, action: &str, fields: Vec<(String, String)>) {
        self.send(Request::Act { action: action.to_owned(), fields });
    }

    fn send(self, request: Request) {
        self.post(request, &JsValue::NULL);
    }

    /// Sends `[request, what goes with it]`, and starts the explorer if it is not there.
    fn post(self, request: Request, with: &JsValue) {
        if !self.is_started() && !self.spawn() {
            return;
        }
        let message = Array::of2(&encode(&request), with);
        self.connection.update_value(|connection| match &connection.worker {
            Some(worker) if connection.ready => {
                let _ = if with.is_instance_of::<web_sys::OffscreenCanvas>() {
                    worker.post_message_with_transfer(&message, &Array::of1(with))
                } else {
                    worker.post_message(&message)
                };
            }
            _ => connection.outbox.push(message),
        });
    }

    fn spawn(self) -> bool {
        let heard = move |data: JsValue| self.receive(&data);
        let started = worker::start("explore-worker", heard, move |reason| self.fail(&reason));
        let worker = match started {
            Ok(worker) => worker,
            Err(reason) => {
                self.fail(&reason);
                return false;
            }
        };
        self.connection.update_value(|connection| connection.worker = Some(worker));
        self.busy.set(Some(0));
        self.tell_dataset();
        let class = self.connection.with_value(|connection| connection.class);
        self.send(Request::Class(class));
        let choice = self.form.views.with_untracked(|views| Choice::of(views));
        if choice != Choice::default() {
            self.send(Request::Choose(choice));
        }
        if self.is_open.get_untracked() {
            self.send(Request::Look(true));
        }
        true
    }

    fn tell_dataset(self) {
        let made = self
            .engine
            .made
            .with_untracked(|made| made.as_ref().map(|made| (made.generation, made.configuration.clone())));
        if let Some((generation, configuration)) = made {
            let preset = configuration.preset.key().to_owned();
            self.send(Request::Dataset { generation, preset, settings: configuration.overrides() });
        }
    }

    /// Ends the explorer, and what it was doing. The table shows all rows again.
    pub fn stop(self) {
        self.connection.update_value(|connection| {
            if let Some(worker) = connection.worker.take() {
                worker.terminate();
            }
            *connection = Connection { class: connection.class, ..Connection::default() };
        });
        self.busy.set(None);
        self.is_open.set(false);
        self.shown.set(Shown::default());
        self.form.choose_view(Choice::PREFIX, Vec::new());
        self.headers.set(Vec::new());
        for id in ["explore-view", "table-chips"] {
            put(id, "");
        }
    }

    fn fail(self, reason: &str) {
        self.stop();
        let hint = "check the connection, take a smaller file or fewer rows, and try again";
        self.notices.error(&Problem::new("", format!("the explorer stopped: {reason}"), hint));
    }

    fn receive(self, data: &JsValue) {
        let message: Array = data.clone().unchecked_into();
        let reply = match decode(&message.get(0)) {
            Ok(reply) => reply,
            Err(reason) => return self.fail(&reason),
        };
        match reply {
            Reply::Ready(version) if version == VERSION => {
                self.connection.update_value(|connection| connection.ready = true);
                self.busy.set(None);
                let mut waiting = Vec::new();
                self.connection.update_value(|connection| {
                    waiting = std::mem::take(&mut connection.outbox);
                    for message in &waiting {
                        let _ = connection.worker.as_ref().map(|worker| worker.post_message(message));
                    }
                });
            }
            Reply::Ready(_) => self.fail("it is of another version; reload the page"),
            Reply::Progress { done, total } => {
                self.busy.set((done < total).then(|| done * 100 / total.max(1)));
            }
            Reply::Part { id, html } => {
                put(&id, &html);
                if id == "explore-view" {
                    self.hand_over_canvas();
                }
            }
            Reply::Headers(headers) => self.headers.set(headers),
            Reply::Shown(shown) => {
                let settings = shown.choice.settings();
                self.shown.set(shown);
                self.form.choose_view(Choice::PREFIX, settings);
            }
            Reply::Numbers { first, rows, .. } => {
                let mut taker = None;
                self.connection.update_value(|connection| taker = connection.takers.remove(&first));
                if let Some(taker) = taker {
                    taker(rows);
                }
            }
            Reply::Drawn(height) => {
                if let Some(canvas) = element::<HtmlElement>("chart") {
                    let _ = canvas.style().set_property("height", &format!("{height}px"));
                }
                mark(None);
            }
            Reply::Marked(place, text) => {
                mark(place);
                if let Some(readout) = element::<HtmlElement>("chart-readout") {
                    readout.set_text_content(Some(&text));
                }
            }
            Reply::Dialog(is_open) => {
                if let Some(dialog) = element::<HtmlDialogElement>("explore-menu") {
                    if !is_open {
                        dialog.close();
                    } else if !dialog.open() {
                        let _ = dialog.show_modal();
                    }
                }
            }
            Reply::File(name) => {
                let saved =
                    message.get(1).dyn_into::<Blob>().map(|blob| download::save(&blob, &name).is_ok());
                if saved != Ok(true) {
                    let hint = "allow downloads for this page and try again";
                    self.notices.error(&Problem::new("", "the browser did not save the file", hint));
                }
            }
            Reply::Failed(problems) => {
                self.busy.set(None);
                if let Some(field) = element::<HtmlElement>("filter-problem") {
                    let text =
                        problems.first().map(|problem| format!("{}: {}.", problem.reason, problem.hint));
                    field.set_text_content(text.as_deref());
                }
                problems.iter().for_each(|problem| self.notices.error(problem));
            }
        }
    }

    /// Gives the chart's canvas to the explorer, and tells it the size from now on.
    fn hand_over_canvas(self) {
        let Some(canvas) = element::<HtmlCanvasElement>("chart") else { return };
        let Ok(surface) = canvas.transfer_control_to_offscreen() else {
            return self.fail("this browser does not draw in workers; use a newer one");
        };
        self.post(Request::Surface(measure(&canvas)), &surface);
        let changed = Closure::<dyn FnMut()>::new(move || self.send(Request::Surface(measure(&canvas))));
        let changed: Function = changed.into_js_value().unchecked_into();
        if let (Ok(observer), Some(canvas)) = (ResizeObserver::new(&changed), element::<HtmlElement>("chart"))
        {
            observer.observe(&canvas);
        }
        if let Ok(Some(query)) = window().match_media(DARK) {
            query.set_onchange(Some(&changed));
        }
    }
}

const DARK: &str = "(prefers-color-scheme: dark)";

fn measure(canvas: &HtmlElement) -> Surface {
    let dark = window().match_media(DARK).ok().flatten().is_some_and(|query| query.matches());
    let width = u32::try_from(canvas.client_width()).unwrap_or(0);
    Surface { width, ratio: window().device_pixel_ratio(), dark }
}

fn element<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Frames a place of the chart.
fn mark(place: Option<[i32; 4]>) {
    let Ok(Some(mark)) = document().query_selector(".surface .mark") else { return };
    let mark: HtmlElement = mark.unchecked_into();
    mark.set_hidden(place.is_none());
    for (name, value) in ["left", "top", "width", "height"].into_iter().zip(place.unwrap_or_default()) {
        let _ = mark.style().set_property(name, &format!("{value}px"));
    }
}

/// How far the explorer is, and a way to stop it.
pub fn progress(explorer: Explorer) -> AnyView {
    let is_busy = Memo::new(move |_| explorer.busy.with(Option::is_some));
    part(move || {
        is_busy.get().then(|| {
            view! {
                <div class="progress">
                    <progress max="100" prop:value=string(move || explorer.busy.get().unwrap_or(0).to_string()) aria-label="Reading the data"></progress>
                    {button("small", "Cancel").does(move || explorer.stop())}
                </div>
            }
        })
    })
    .into_any()
}

/// The view.
#[component]
pub fn ExploreView(explorer: Explorer) -> impl IntoView {
    view! {
        <section class="card explore" aria-labelledby="explore-heading">
            <h2 id="explore-heading">"Explore"</h2>
            {part(move || (!explorer.is_open.get()).then(|| view! {
                <p class="help">"Charts and statistics of this dataset, or of a CSV of your own: drop it anywhere on the page."</p>
                {button("", "Explore this dataset").id("open-explore").disabled(move || explorer.engine.made.with(Option::is_none)).does(move || explorer.open())}
            }))}
            {progress(explorer)}
            <div id="explore-view" class="explore" aria-busy=string(move || explorer.busy.with(Option::is_some).to_string())></div>
        </section>
        <dialog id="explore-menu" class="menu" aria-labelledby="explore-menu-title"></dialog>
    }
}
