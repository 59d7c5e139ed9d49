//! Balance: a training part with as many rows of each class as are asked for, and a test part that is not touched; of the
//! dataset, or of a file of the visitor's, which never leaves the tab. The balancer, a worker that is loaded on first
//! use, writes the form of the options and the report; here they are put in place.

use js_sys::Array;
use leptos::html::Input;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DragEvent, Event, File, Worker};

use super::configuration::Form;
use super::controls::button;
use super::download::save;
use super::engine::Engine;
use super::erased::{flag, maybe, on, part, submit};
use super::explore::Explorer;
use super::notices::{Notices, sentence};
use super::parts::{closest, fields, put};
use super::worker;
use crate::browser::{decode, encode};
use crate::engine::Problem;
use crate::engine::balance::{PREFIX, file_name};
use crate::engine::configuration::Override;
use crate::engine::decimal::grouped;
use crate::protocol::{BalanceReply, BalanceRequest, BalanceSource, BalanceTask, Fields};

/// What the files of the dataset are named after.
const STEM: &str = "cybersecurity_dataset";

/// How far a balancing is.
#[derive(Clone, Debug)]
enum State {
    /// None was asked for.
    Idle,
    /// Under way: how much is done, in percent.
    Running(u64),
    /// Done: the report, and the files with their names and rows.
    Done(String, Vec<(String, u64, SendWrapper<Blob>)>),
    /// It could not be done.
    Failed(Problem),
}

/// The visitor's own file, and its rows and columns once it was read.
#[derive(Clone, Debug)]
struct Own {
    file: SendWrapper<File>,
    size: Option<(u64, u64)>,
}

/// The balancing of this page.
#[derive(Clone, Copy)]
struct Balancer {
    engine: Engine,
    form: Form,
    own: RwSignal<Option<Own>>,
    state: RwSignal<State>,
    is_open: RwSignal<bool>,
    worker: StoredValue<Option<(Worker, bool)>, LocalStorage>,
    waiting: StoredValue<Option<Array>, LocalStorage>,
    /// What a link would carry of the form as it is shown.
    shown: StoredValue<Vec<Override>>,
}

impl Balancer {
    /// Ends what is under way.
    fn stop(self) {
        self.worker.update_value(|worker| {
            if let Some((worker, _)) = worker.take() {
                worker.terminate();
            }
        });
        self.state.set(State::Idle);
    }

    fn fail(self, problem: Problem) {
        // A file that could not be read is none.
        if self.own.with_untracked(|own| own.as_ref().is_some_and(|own| own.size.is_none())) {
            self.own.set(None);
        }
        self.state.set(State::Failed(problem));
    }

    fn broken(self, reason: &str) {
        self.stop();
        let hint = "check the connection and try again; the command line balances as well";
        self.fail(Problem::new("", format!("the balancing did not run: {reason}"), hint));
    }

    /// What a link carries of the options.
    fn settings(self) -> Vec<Override> {
        self.form.views.with_untracked(|views| {
            views.iter().filter(|setting| setting.path.starts_with(PREFIX)).cloned().collect()
        })
    }

    /// Shows the form of the options.
    fn open(self) {
        self.is_open.set(true);
        self.ask(BalanceTask::Form(self.settings()));
    }

    /// Has a file of the visitor's looked at: whether it can be read, and which columns can be a target.
    fn open_file(self, file: File) {
        self.is_open.set(true);
        self.own.set(Some(Own { file: SendWrapper::new(file), size: None }));
        self.state.set(State::Running(0));
        self.ask(BalanceTask::Open(typed()));
    }

    /// Back to the dataset.
    fn forget(self) {
        self.stop();
        self.own.set(None);
        self.open();
    }

    fn ask(self, task: BalanceTask) {
        let own = self.own.get_untracked();
        let source = match (&own, self.engine.configuration()) {
            (Some(_), _) => BalanceSource::File,
            (None, Some(configuration)) => BalanceSource::Generated {
                preset: configuration.preset.key().to_owned(),
                settings: configuration.overrides(),
            },
            (None, None) => return,
        };
        let file = own.map_or(JsValue::NULL, |own| JsValue::from((*own.file).clone()));
        let message = Array::of2(&encode(&BalanceRequest { source, task }), &file);
        let sent = self.worker.with_value(|worker| match worker {
            Some((worker, true)) => worker.post_message(&message).is_ok(),
            _ => false,
        });
        if sent {
            return;
        }
        // The latest wins: it is all that the worker is started for.
        self.waiting.set_value(Some(message));
        if self.worker.with_value(Option::is_none) {
            match worker::start(
                "balance-worker",
                move |data| self.receive(&data),
                move |reason| self.broken(&reason),
            ) {
                Ok(worker) => self.worker.set_value(Some((worker, false))),
                Err(reason) => self.broken(&reason),
            }
        }
    }

    fn receive(self, data: &JsValue) {
        let message: Array = data.clone().unchecked_into();
        // A text in place of a message is why the worker did not start.
        let reply = if data.is_string() { decode(data) } else { decode(&message.get(0)) };
        match reply {
            Ok(BalanceReply::Ready) => {
                let waiting = self.waiting.try_update_value(Option::take).flatten();
                self.worker.update_value(|worker| {
                    if let Some((worker, ready)) = worker {
                        *ready = true;
                        let _ = waiting.map(|message| worker.post_message(&message));
                    }
                });
            }
            Ok(BalanceReply::Progress { percent }) => self.state.set(State::Running(percent)),
            Ok(BalanceReply::Form { html, settings, size }) => {
                put("balance-view", &html);
                if size.is_some() {
                    self.own.update(|own| {
                        if let Some(own) = own {
                            own.size = size;
                        }
                    });
                    self.state.set(State::Idle);
                }
                // The link is the dataset's: what is balanced of another file is not in it.
                if let Some(settings) = settings.filter(|_| self.own.with_untracked(Option::is_none)) {
                    self.shown.set_value(settings.clone());
                    self.form.choose_view(PREFIX, settings);
                }
            }
            Ok(BalanceReply::Balanced { html, files }) => {
                let name = self.own.with_untracked(|own| own.as_ref().map(|own| own.file.name()));
                let stem = name.map_or_else(
                    || STEM.to_owned(),
                    |name| name.rsplit_once('.').map_or(name.clone(), |(stem, _)| stem.to_owned()),
                );
                let blobs = message.iter().skip(1).filter_map(|blob| blob.dyn_into::<Blob>().ok());
                let files = files.into_iter().zip(blobs);
                let files =
                    files.map(|((part, rows), blob)| (file_name(&stem, part), rows, SendWrapper::new(blob)));
                self.state.set(State::Done(html, files.collect()));
            }
            Ok(BalanceReply::Failed(problem)) => self.fail(problem),
            Err(reason) => self.broken(&reason),
        }
    }
}

/// What the form holds.
fn typed() -> Fields {
    document().get_element_by_id("balance-form").map(fields).unwrap_or_default()
}

/// The balancing of the dataset, or of a file.
#[component]
pub fn BalanceView(form: Form, engine: Engine, explorer: Explorer, notices: Notices) -> impl IntoView {
    let balancer = Balancer {
        engine,
        form,
        own: RwSignal::new(None),
        state: RwSignal::new(State::Idle),
        is_open: RwSignal::new(false),
        worker: StoredValue::new_local(None),
        waiting: StoredValue::new_local(None),
        shown: StoredValue::new(Vec::new()),
    };
    // Another dataset has other rows.
    Effect::watch(
        move || engine.configuration(),
        move |now, before, _| {
            if before != Some(now) && balancer.own.with_untracked(Option::is_none) {
                balancer.stop();
            }
        },
        false,
    );
    // A link's options.
    Effect::new(move || {
        form.views.track();
        let chosen = balancer.settings();
        let is_made = engine.made.with(Option::is_some);
        if is_made && chosen != balancer.shown.get_value() {
            balancer.open();
        }
    });
    let body = move || match balancer.state.get() {
        State::Running(percent) => view! {
            <div class="progress">
                <progress max="100" value=percent.to_string() aria-label="Balancing"></progress>
                {button("", "Cancel").does(move || balancer.stop())}
            </div>
        }
        .into_any(),
        State::Done(html, files) => result(html, files, explorer, notices),
        State::Failed(problem) => view! {
            <p class="problem" role="alert">{sentence(&problem.reason)} " " {sentence(&problem.hint)}</p>
        }
        .into_any(),
        State::Idle => ().into_any(),
    };
    let changed = move |event: Event| {
        if closest(&event, "#balance-form").is_some() {
            balancer.ask(BalanceTask::Change(typed()));
        }
    };
    let pressed = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !matches!(balancer.state.get_untracked(), State::Running(_)) {
            balancer.state.set(State::Running(0));
            balancer.ask(BalanceTask::Balance(typed()));
        }
    };
    let dropped = move |event: DragEvent| {
        let files = event.data_transfer().and_then(|data| data.files());
        let file = files.and_then(|files| files.get(0));
        // A configuration is the page's to open.
        if let Some(file) = file.filter(|file| !file.name().ends_with(".json")) {
            event.prevent_default();
            event.stop_propagation();
            balancer.open_file(file);
        }
    };
    let dropped: Box<dyn FnMut(DragEvent)> = Box::new(dropped);
    let is_running = flag(move || matches!(balancer.state.get(), State::Running(_)));
    view! {
        <section class="card balance" aria-labelledby="balance-heading" aria-busy=is_running on:drop=dropped>
            <h2 id="balance-heading">"Balance"</h2>
            <p class="help">
                "A detector learns little from a class of few rows. This splits the rows, then makes new ones of the smaller classes, in the training part alone. Weak learners gain by it, strong ones hardly: compare before you trust it. A CSV of your own is read in this tab and never leaves it."
            </p>
            <Source balancer/>
            <div id="balance-view" on:change=on(changed) on:submit=submit(pressed)></div>
            <div class="outcome">{part(body)}</div>
        </section>
    }
}

/// Chooses what is balanced.
#[component]
fn Source(balancer: Balancer) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            balancer.open_file(file);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let choose = move || {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let own = balancer.own;
    let shown = move || {
        own.with(|own| {
            let own = own.as_ref()?;
            let (rows, columns) = own.size.unwrap_or_default();
            Some(format!("{}: {} rows, {} columns", own.file.name(), grouped(rows), grouped(columns)))
        })
    };
    let is_closed = move || !balancer.is_open.get();
    let engine = balancer.engine;
    view! {
        <div class="source">
            <p id="balance-source">{maybe(shown)}</p>
            {part(move || is_closed().then(|| {
                button("", "Balance this dataset").id("open-balance").disabled(move || engine.made.with(Option::is_none)).does(move || balancer.open())
            }))}
            {button("", "A CSV of your own").id("own-csv").does(choose)}
            {part(move || own.with(Option::is_some).then(|| button("quiet", "Back to the dataset").does(move || balancer.forget())))}
            <input id="own-csv-file" class="hidden" type="file" accept=".csv,.tsv,.txt,text/csv" aria-label="CSV file to balance" node_ref=input on:change=on(chosen)/>
        </div>
    }
}

fn result(
    html: String,
    files: Vec<(String, u64, SendWrapper<Blob>)>,
    explorer: Explorer,
    notices: Notices,
) -> AnyView {
    let download = |(name, rows, blob): (String, u64, SendWrapper<Blob>)| {
        let face = format!("{name}, {} {}", grouped(rows), if rows == 1 { "row" } else { "rows" });
        let look = {
            let (name, blob) = (name.clone(), blob.clone());
            let look = button("small", "Explore").name(format!("Explore {name}"));
            look.does(move || explorer.open_balanced(&name, &blob))
        };
        let press = move || {
            if save(&blob, &name).is_err() {
                let reason = format!("the browser did not save {name}");
                notices.error(&Problem::new("", reason, "allow downloads for this page and try again"));
            }
        };
        view! { <li>{button("", face).does(press)} {look}</li> }.into_any()
    };
    view! {
        <ul class="downloads">{files.into_iter().map(download).collect_view()}</ul>
        <div class="report" inner_html=html></div>
    }
    .into_any()
}
