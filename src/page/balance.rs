//! Balance: a training part with as many rows of each class as are asked for, and a test part that is not touched; of the
//! dataset, or of a file of the visitor's, which never leaves the tab.

mod form;
mod source;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, Worker};

use super::controls::button;
use super::download::save;
use super::engine::Engine;
use super::erased::{flag, part, string};
use super::explore::Explorer;
use super::notices::{Notices, sentence};
use super::worker;
use crate::browser::{decode, encode};
use crate::engine::Problem;
use crate::engine::balance::{Part, file_name};
use crate::engine::configuration::{Setting, grouped};
use crate::protocol::{BalanceReply, BalanceRequest, BalanceSource};
use form::OptionsForm;
use source::{Own, Source, SourceView};

/// What the files of the dataset are named after.
const STEM: &str = "cybersecurity_dataset";

/// How far a balancing is.
#[derive(Clone, Debug)]
enum State {
    /// None was asked for.
    Idle,
    /// Under way: how much is done, in per cent.
    Running(u64),
    /// Done.
    Done(Outcome),
    /// It could not be done.
    Failed(Problem),
}

/// What came of it.
#[derive(Clone, Debug)]
struct Outcome {
    html: String,
    files: Vec<File>,
}

/// A file that can be saved.
#[derive(Clone, Debug)]
struct File {
    name: String,
    rows: u64,
    blob: send_wrapper::SendWrapper<Blob>,
}

/// The balancing of this page.
#[derive(Clone, Copy)]
pub struct Balancer {
    engine: Engine,
    own: Own,
    form: OptionsForm,
    state: RwSignal<State>,
    worker: StoredValue<Option<Worker>, LocalStorage>,
}

impl Balancer {
    fn new(engine: Engine) -> Self {
        Balancer {
            engine,
            own: Own::new(),
            form: OptionsForm::new(),
            state: RwSignal::new(State::Idle),
            worker: StoredValue::new_local(None),
        }
    }

    /// Ends what is under way.
    fn stop(self) {
        self.worker.update_value(|worker| {
            if let Some(worker) = worker.take() {
                worker.terminate();
            }
        });
        self.state.set(State::Idle);
    }

    fn fail(self, problem: Problem) {
        self.stop();
        self.state.set(State::Failed(problem));
    }

    fn broken(self, reason: &str) {
        let hint = "check the connection and try again; the command line balances as well";
        self.fail(Problem::new("", format!("the balancing did not run: {reason}"), hint));
    }

    /// Has a file of the visitor's looked at: whether it can be read, and which columns can be a target.
    fn open(self, file: web_sys::File) {
        self.own.begin(file);
        self.ask(None);
    }

    /// Balances the rows by the options of the form.
    fn start(self) {
        if let Ok(options) = self.form.settings() {
            self.ask(Some(options));
        }
    }

    fn ask(self, options: Option<Vec<Setting>>) {
        let source = match self.own.source() {
            Source::Own => BalanceSource::File,
            Source::Dataset => {
                let Some(configuration) = self.engine.configuration() else { return };
                BalanceSource::Generated {
                    preset: configuration.preset.key().to_owned(),
                    settings: configuration.settings(),
                }
            }
        };
        self.stop();
        let stem = self.own.stem().unwrap_or_else(|| STEM.to_owned());
        let file = self.own.file().map_or(JsValue::NULL, JsValue::from);
        let request = BalanceRequest { source, options };
        let heard = move |data: JsValue| {
            let message = Array::from(&data);
            // A text in place of a message is why the worker did not start.
            let reply = if data.is_string() { decode(&data) } else { decode(&message.get(0)) };
            match reply {
                Ok(BalanceReply::Ready) => self.worker.with_value(|worker| {
                    if let Some(worker) = worker {
                        let _ = worker.post_message(&Array::of2(&encode(&request), &file));
                    }
                }),
                Ok(BalanceReply::Progress { percent }) => self.state.set(State::Running(percent)),
                Ok(BalanceReply::Opened { rows, columns, targets }) => {
                    self.stop();
                    self.form.offer(&targets);
                    self.own.opened(rows, columns);
                }
                Ok(BalanceReply::Balanced { html, files }) => {
                    self.stop();
                    let blobs = message.iter().skip(1).filter_map(|blob| blob.dyn_into::<Blob>().ok());
                    let file = |((part, rows), blob): ((Part, u64), Blob)| File {
                        name: file_name(&stem, part),
                        rows,
                        blob: send_wrapper::SendWrapper::new(blob),
                    };
                    let files = files.into_iter().zip(blobs).map(file).collect();
                    self.state.set(State::Done(Outcome { html, files }));
                }
                Ok(BalanceReply::Failed(problem)) => {
                    if request.options.is_none() {
                        self.own.forget();
                    }
                    self.fail(problem);
                }
                Err(reason) => self.broken(&reason),
            }
        };
        match worker::start("balance-worker", heard, move |reason| self.broken(&reason)) {
            Ok(worker) => self.worker.set_value(Some(worker)),
            Err(reason) => return self.broken(&reason),
        }
        self.state.set(State::Running(0));
    }
}

/// The balancing of the dataset, or of a file.
#[component]
pub fn BalanceView(engine: Engine, explorer: Explorer, notices: Notices) -> impl IntoView {
    let balancer = Balancer::new(engine);
    // Another dataset has other rows.
    Effect::watch(
        move || engine.configuration(),
        move |now, before, _| {
            if before != Some(now) && balancer.own.source() == Source::Dataset {
                balancer.stop();
            }
        },
        false,
    );
    let body = move || match balancer.state.get() {
        State::Running(percent) => view! {
            <div class="progress">
                <progress max="100" value=percent.to_string() aria-label="Balancing"></progress>
                {button("", "Cancel").does(move || balancer.stop())}
            </div>
        }
        .into_any(),
        State::Done(outcome) => result(outcome, explorer, notices),
        State::Failed(problem) => view! {
            <p class="problem" role="alert">{sentence(&problem.reason)} " " {sentence(&problem.hint)}</p>
        }
        .into_any(),
        State::Idle => ().into_any(),
    };
    let is_running = move || matches!(balancer.state.get(), State::Running(_));
    let press = button("primary", "")
        .id("balance")
        .disabled(move || is_running() || balancer.form.settings().is_err());
    let face = string(move || match balancer.own.name() {
        Some(name) => format!("Balance {name}"),
        None => "Balance the dataset".to_owned(),
    });
    view! {
        <section class="card balance" aria-labelledby="balance-heading">
            <h2 id="balance-heading">"Balance"</h2>
            <p class="help">
                "A detector learns little from a class of few rows. This splits the rows, then makes new ones of the smaller classes, in the training part alone; the test part stays as it is. Weak learners gain by it, strong ones hardly: compare before you trust it."
            </p>
            <SourceView balancer/>
            {form::view(balancer.form)}
            {super::controls::Button { face, ..press }.does(move || balancer.start())}
            <div class="outcome" aria-busy=flag(is_running)>{part(body)}</div>
        </section>
    }
}

fn result(outcome: Outcome, explorer: Explorer, notices: Notices) -> AnyView {
    let download = |file: File| {
        let (name, blob) = (file.name.clone(), file.blob.clone());
        let press = move || {
            if save(&blob, &name).is_err() {
                let reason = format!("the browser did not save {name}");
                notices.error(&Problem::new("", reason, "allow downloads for this page and try again"));
            }
        };
        let rows = format!("{} {}", grouped(file.rows), if file.rows == 1 { "row" } else { "rows" });
        let name_shown = file.name.clone();
        let look = button("small", "Explore").name(format!("Explore {}", file.name));
        let look = look.does(move || explorer.open_balanced(&file.name, &file.blob));
        view! { <li>{button("", format!("{}, {rows}", name_shown)).does(press)} {look}</li> }
            .into_any()
    };
    view! {
        <ul class="downloads">{outcome.files.into_iter().map(download).collect_view()}</ul>
        <div class="report" inner_html=outcome.html></div>
    }
    .into_any()
}
