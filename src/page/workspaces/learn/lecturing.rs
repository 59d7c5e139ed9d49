//! The lesson that is open, its step, and what was answered.

use std::sync::Arc;

use js_sys::{Array, JSON};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Storage;

use super::attempts::{Attempt, Attempts, Verdict};
use super::part::Part;
use super::place::{Chosen, Place};
use crate::engine::configuration::Configuration;
use crate::engine::learn::answer::is_right;
use crate::engine::learn::{Answer, Lesson, Question, Step, Task};
use crate::engine::{Problem, detect};
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::notices::{Notices, sentence, told};
use crate::page::configuration::Form;
use crate::page::engine::{Engine, Wish};
use crate::page::look::{Look, Workspace};
use crate::page::shell::{Panel, focus_on};
use crate::page::store::Store;
use crate::protocol::Progress;
use crate::protocol::learn::{ReadLesson, Shelf, Solve};

/// The name of the answers in the tab's storage.
const ATTEMPTS: &str = "cyberdatagen answers";

/// The name of the lesson of one's own in the tab's storage.
const OWN: &str = "cyberdatagen lesson";

/// The id of the title of the step that is shown.
pub const STEP_TITLE: &str = "lesson-step";

/// A lesson that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// Which.
    pub chosen: Chosen,
    /// The lesson.
    pub lesson: Arc<Lesson>,
}

/// Lessons, as every view knows them.
#[derive(Clone, Copy)]
pub struct Lecturing {
    pub(super) client: Client,
    pub(super) engine: Engine,
    pub(super) form: Form,
    pub(super) notices: Notices,
    store: Store,
    /// The lessons that come with the page, with their keys; none before the workspace was visited.
    pub shelf: RwSignal<Vec<(String, Arc<Lesson>)>>,
    /// The lesson beside the workspaces.
    pub open: RwSignal<Option<Open>>,
    /// What was answered.
    pub attempts: RwSignal<Attempts>,
    /// How far an answer is checked; none where none is.
    pub checking: RwSignal<Option<Progress>>,
    /// A lesson of one's own, as it is written.
    pub own: RwSignal<String>,
    /// What is wrong with it.
    pub own_problems: RwSignal<Vec<Problem>>,
    reading: Lane,
    pub(super) solving: Lane,
}

impl Lecturing {
    /// Opens the lesson that the address names, whenever it does.
    pub fn new(
        client: Client,
        engine: Engine,
        store: Store,
        form: Form,
        notices: Notices,
        panel: Panel,
    ) -> Self {
        let lecturing = Lecturing {
            client,
            engine,
            form,
            notices,
            store,
            shelf: RwSignal::new(Vec::new()),
            open: RwSignal::new(None),
            attempts: RwSignal::new(Attempts::of_texts(&stored(ATTEMPTS))),
            checking: RwSignal::new(None),
            own: RwSignal::new(stored(OWN).concat()),
            own_problems: RwSignal::new(Vec::new()),
            reading: Lane::new(),
            solving: Lane::new(),
        };
        let chosen = Memo::new(move |_| store.look().with(|look| look.place.lesson.clone()));
        Effect::new(move || lecturing.follow(chosen.get()));
        let is_open = Memo::new(move |_| lecturing.open.with(Option::is_some));
        Effect::new(move || {
            if is_open.get() {
                panel.make_room();
            }
        });
        Effect::new(move || keep(ATTEMPTS, &lecturing.attempts.with(Attempts::texts)));
        Effect::new(move || keep(OWN, &[lecturing.own.get()]));
        lecturing
    }

    /// Reads the lesson of the address.
    fn follow(self, chosen: Option<Chosen>) {
        let Some(chosen) = chosen else {
            self.reading.cancel(self.client);
            return self.open.set(None);
        };
        if self.open.with_untracked(|open| open.as_ref().is_some_and(|open| open.chosen == chosen)) {
            return;
        }
        let asking = self.client.ask(chosen.request()).latest(self.reading);
        spawn_local(async move {
            match asking.send().await {
                Ok(reply) => {
                    if let (Chosen::Own(_), true) = (&chosen, self.own.with_untracked(String::is_empty)) {
                        self.own.set(reply.answer.text);
                    }
                    self.open.set(Some(Open { chosen, lesson: Arc::new(reply.answer.lesson) }));
                }
                Err(Failure::Problems(problems)) => {
                    self.open.set(None);
                    problems.iter().take(3).for_each(|problem| self.notices.error(problem));
                }
                Err(_) => {}
            }
        });
    }

    /// Asks for the lessons that come with the page, once.
    pub fn fill_shelf(self) {
        if !self.shelf.with_untracked(Vec::is_empty) {
            return;
        }
        let asking = self.client.ask(Shelf);
        spawn_local(async move {
            if let Ok(reply) = asking.send().await {
                let lessons = reply.answer.into_iter().map(|(key, lesson)| (key, Arc::new(lesson)));
                self.shelf.set(lessons.collect());
            }
        });
    }

    /// The part of the workspace.
    pub fn part(self) -> Part {
        self.store.look().with(|look| look.place.part)
    }

    /// Shows a part of the workspace.
    pub fn show_part(self, part: Part) {
        self.store.update(|look| look.place.part = part);
    }

    /// The step that is shown, from 0; never behind the last.
    pub fn at(self) -> usize {
        let last =
            self.open.with(|open| open.as_ref().map_or(0, |open| open.lesson.steps.len().saturating_sub(1)));
        self.store.look().with(|look| look.place.step).min(last)
    }

    /// Begins a lesson at its first step.
    pub fn begin(self, chosen: Chosen, lesson: Arc<Lesson>) {
        self.open.set(Some(Open { chosen: chosen.clone(), lesson }));
        self.store.update(|look| look.place = Place { lesson: Some(chosen), step: 0, part: look.place.part });
        self.go(0);
    }

    /// Reads the lesson of one's own and begins it, or says what is wrong with it.
    pub fn begin_own(self) {
        let asking = self.client.ask(ReadLesson::Text(self.own.get_untracked())).latest(self.reading);
        spawn_local(async move {
            match asking.send().await {
                Ok(reply) => {
                    self.own_problems.set(Vec::new());
                    self.begin(Chosen::Own(reply.answer.packed), Arc::new(reply.answer.lesson));
                }
                Err(Failure::Problems(problems)) => self.own_problems.set(problems),
                Err(_) => {}
            }
        });
    }

    /// Takes the text of a lesson that comes with the page, to be changed.
    pub fn copy_text(self, key: String) {
        let asking = self.client.ask(ReadLesson::Shelf(key)).latest(self.reading);
        spawn_local(async move {
            if let Ok(reply) = asking.send().await {
                self.own.set(reply.answer.text);
                self.own_problems.set(Vec::new());
            }
        });
    }

    /// Goes to a step, and opens what it names.
    pub fn go(self, step: usize) {
        let Some(open) = self.open.get_untracked() else { return };
        let Some(found) = open.lesson.steps.get(step) else { return };
        self.solving.cancel(self.client);
        self.show(found, step);
        if found.changes_data() {
            self.set_up_data(&open.lesson, step);
        }
        request_animation_frame(|| focus_on(STEP_TITLE));
    }

    /// Opens again what the step names, with the data that the lesson has by then.
    pub fn set_up_again(self) {
        let Some(open) = self.open.get_untracked() else { return };
        let step = untrack(|| self.at());
        let Some(found) = open.lesson.steps.get(step) else { return };
        self.show(found, step);
        self.set_up_data(&open.lesson, step);
    }

    fn show(self, found: &Step, step: usize) {
        let views = found.views();
        self.store.update(|look| {
            let place = Place { step, ..look.place.clone() };
            if !views.is_empty() {
                *look = Look { is_presented: look.is_presented, ..Look::read(&views).0 };
            }
            look.place = place;
        });
    }

    fn set_up_data(self, lesson: &Lesson, step: usize) {
        match lesson.configuration(step, self.seed()) {
            Ok(configuration) => {
                self.form.set_up(&configuration);
                if untrack(|| !self.has(&configuration)) {
                    self.form.generate(self.engine, self.notices, Wish::Asked);
                }
            }
            Err(problems) => problems.iter().for_each(|problem| self.notices.error(problem)),
        }
    }

    /// The seed of the link, of which students have their own.
    pub fn seed(self) -> u64 {
        let typed = untrack(|| self.form.link()).ok().map(|link| link.configuration.seed);
        let made =
            || self.engine.made.with_untracked(|made| made.as_ref().map(|made| made.link.configuration.seed));
        typed.or_else(made).unwrap_or(Lesson::ANY_SEED)
    }

    /// Whether the dataset is the one of a configuration, but for the seed.
    fn has(self, configuration: &Configuration) -> bool {
        let seed = configuration.seed;
        self.engine.configuration().is_some_and(|made| Configuration { seed, ..made } == *configuration)
    }

    /// Whether the dataset is another one than the step's.
    pub fn is_elsewhere(self) -> bool {
        let step = self.at();
        let wanted =
            self.open.with(|open| open.as_ref().and_then(|open| open.lesson.configuration(step, 0).ok()));
        // While the first dataset is made there is none to be another one.
        self.engine.made.with(Option::is_some) && wanted.is_some_and(|wanted| !self.has(&wanted))
    }

    /// Ends the lesson. What was answered stays.
    pub fn end(self) {
        self.store.update(|look| {
            look.place.lesson = None;
            look.place.step = 0;
        });
        request_animation_frame(|| focus_on("tab-learn"));
    }

    /// Goes to the list of lessons.
    pub fn show_list(self) {
        self.store.update(|look| {
            look.workspace = Workspace::Learn;
            look.place.part = Part::Lessons;
        });
    }

    /// What was answered in the step that is shown.
    pub fn attempt(self) -> Attempt {
        let step = self.at();
        let id = self.open.with(|open| open.as_ref().map(|open| open.chosen.id().to_owned()));
        id.map(|id| self.attempts.with(|attempts| attempts.of(&id, step))).unwrap_or_default()
    }

    /// Types an answer.
    pub fn answer(self, typed: String) {
        self.change(|attempt| *attempt = Attempt { typed, ..Attempt::default() });
    }

    fn change(self, change: impl FnOnce(&mut Attempt)) {
        let step = untrack(|| self.at());
        let id = self.open.with_untracked(|open| open.as_ref().map(|open| open.chosen.id().to_owned()));
        if let Some(id) = id {
            self.attempts.update(|attempts| attempts.change(&id, step, change));
        }
    }

    /// Checks the answer; where it is to be shown, whatever was typed.
    pub fn check(self, is_shown: bool) {
        let step = untrack(|| self.at());
        let question = self.open.with_untracked(|open| {
            open.as_ref().and_then(|open| open.lesson.steps.get(step).and_then(|step| step.question.clone()))
        });
        let Some(Question { answer, .. }) = question else { return };
        let typed = untrack(|| self.attempt()).typed;
        let verdict = move |is_right: bool, right: String| {
            self.change(|attempt| {
                attempt.verdict = Some(match is_right {
                    _ if is_shown => Verdict::Shown,
                    true => Verdict::Right,
                    false => Verdict::Wrong,
                });
                attempt.answer = if is_shown || is_right { right } else { String::new() };
            });
        };
        match answer {
            Answer::Choice { choices, right } => {
                verdict(typed == right.to_string(), choices.get(right).cloned().unwrap_or_default());
            }
            Answer::Formula { formula, unit, tolerance } => {
                let Some(configuration) = untrack(|| self.engine.configuration()) else { return };
                let is_count = formula.is_count();
                let options =
                    self.store.look().with_untracked(|look| [&look.balance[..], &look.detect[..]].concat());
                let tasks = vec![Task { configuration, formula, options }];
                let asking = self.client.ask(Solve { tasks }).progress(self.checking).latest(self.solving);
                spawn_local(async move {
                    match asking.send().await.map(|reply| reply.answer.into_iter().next()) {
                        Ok(Some(Ok(given))) => {
                            let is_right = is_right(&typed, &given, tolerance, is_count);
                            verdict(is_right, format!("{} {unit}", given.text()).trim_end().to_owned());
                        }
                        Ok(Some(Err(problems))) | Err(Failure::Problems(problems)) => {
                            problems.iter().for_each(|problem| self.notices.error(problem));
                        }
                        _ => {}
                    }
                });
            }
        }
    }

    /// The link that opens a lesson at its first step, with a seed for each student or the one of this page.
    ///
    /// # Errors
    /// Nothing can be opened.
    pub fn class_link(self, chosen: &Chosen, lesson: &Lesson, own_seeds: bool) -> Result<String, String> {
        let configuration = lesson.configuration(0, self.seed());
        let configuration =
            configuration.map_err(|problems| problems.first().map(told).unwrap_or_default())?;
        let views = lesson.steps.first().map(Step::views).unwrap_or_default();
        let place = Place { lesson: Some(chosen.clone()), ..Place::default() };
        let look = Look { place, ..Look::read(&views).0 };
        let mut link = crate::engine::configuration::link::Link::of(configuration);
        link.views = look.write();
        if own_seeds {
            link.classroom.set("student", "").map_err(|problem| sentence(&problem.reason))?;
        }
        Ok(crate::page::share::link::address(&link))
    }
}

/// The options of a step that its answers follow from.
pub fn options(step: &Step) -> Vec<crate::engine::configuration::Override> {
    let of_detectors = |path: &str| path.starts_with(detect::options::PREFIX) || path.starts_with("balance.");
    step.open.iter().filter(|setting| of_detectors(&setting.path)).cloned().collect()
}

/// The storage that lives as long as the tab; none where the browser denies it.
fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn keep(name: &str, texts: &[String]) {
    let array: Array = texts.iter().map(|text| wasm_bindgen::JsValue::from_str(text)).collect();
    if let (Some(storage), Ok(text)) = (storage(), JSON::stringify(&array)) {
        // A storage that is full keeps what was there before.
        let _ = storage.set_item(name, &String::from(text));
    }
}

fn stored(name: &str) -> Vec<String> {
    let text = storage().and_then(|storage| storage.get_item(name).ok().flatten());
    let parsed = text.and_then(|text| JSON::parse(&text).ok());
    parsed
        .map(|texts| Array::from(&texts).iter().filter_map(|text| text.as_string()).collect())
        .unwrap_or_default()
}
