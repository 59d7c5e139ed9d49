//! The state of the threat score at work: what the scoring that is typed makes of the rows, beside that of the preset.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_use_watch_with_options::{WatchOptions, watch_with_options};

use crate::engine::configuration::Setting;
use crate::engine::respond::workbench::Workbench;
use crate::engine::{Configuration, Problem};
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::notices::told;
use crate::page::configuration::Form;
use crate::protocol::Progress;
use crate::protocol::respond::Rescore;

/// How long nothing is typed before the rows are scored again, in milliseconds.
const PAUSE: f64 = 150.0;

/// The threat score at work.
#[derive(Clone, Copy)]
pub struct Scoring {
    client: Client,
    form: Form,
    /// What the scoring makes of the rows; the last one stays until another is there.
    pub workbench: RwSignal<Option<Arc<Workbench>>>,
    /// How far the next one is.
    pub progress: RwSignal<Option<Progress>>,
    /// Why there is none.
    pub problems: RwSignal<Vec<Problem>>,
    /// Alerts a day that a team can handle, as typed.
    pub budget: RwSignal<String>,
    lane: Lane,
}

impl Scoring {
    /// Follows what is typed while it is in sight.
    pub fn new(client: Client, form: Form, active: Signal<bool>) -> Self {
        let scoring = Scoring {
            client,
            form,
            workbench: RwSignal::new(None),
            progress: RwSignal::new(None),
            problems: RwSignal::new(Vec::new()),
            budget: RwSignal::new("20".to_owned()),
            lane: Lane::new(),
        };
        let _ = watch_with_options(
            move || active.get().then(|| form.configuration()),
            move |typed, before, _| {
                if before != Some(typed)
                    && let Some(typed) = typed
                {
                    scoring.score(typed.clone());
                }
            },
            WatchOptions::default().debounce(PAUSE).immediate(true),
        );
        scoring
    }

    fn score(self, typed: Result<Configuration, Vec<Problem>>) {
        let after = match typed {
            Ok(configuration) => configuration,
            Err(problems) => return self.problems.set(problems),
        };
        let before = Configuration { threat: after.preset.configuration().threat, ..after.clone() };
        let asking = self.client.ask(Rescore { before, after }).progress(self.progress).latest(self.lane);
        spawn_local(async move {
            match asking.send().await {
                Ok(reply) => {
                    self.problems.set(Vec::new());
                    self.workbench.set(Some(Arc::new(reply.answer)));
                }
                Err(Failure::Problems(problems)) => self.problems.set(problems),
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    }

    /// The setting at a path, with the text of its field.
    pub fn field(self, path: &str) -> Option<(&'static Setting, RwSignal<String>)> {
        self.form.fields().into_iter().find(|(setting, _)| setting.path == path)
    }

    /// What is wrong with the text of a setting.
    pub fn problem(self, path: &str) -> Option<String> {
        let (setting, text) = self.field(path)?;
        text.with(|text| setting.parse(text).err()).as_ref().map(told)
    }

    /// What is wrong with settings whose paths begin so, as they are typed.
    pub fn problems_of(self, prefix: &'static str) -> Signal<Vec<Problem>> {
        Signal::derive(move || {
            let problems = self.form.configuration().err().unwrap_or_default();
            problems.into_iter().filter(|problem| problem.path.starts_with(prefix)).collect()
        })
    }

    /// Sets settings, which can be undone.
    pub fn apply(self, changes: &[(String, String)]) {
        self.form.apply(changes);
    }

    /// The alerts a day that were typed, if they are a number above 0.
    pub fn alerts_per_day(self) -> Option<f64> {
        let typed = self.budget.with(|text| crate::engine::decimal::typed(text));
        typed.filter(|alerts| *alerts > 0.0 && *alerts <= 1e9)
    }
}
