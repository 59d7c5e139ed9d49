//! The lesson that is open, its step, and what was answered.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::attempts::{Attempt, Attempts, Verdict};
use super::part::Part;
use super::place::{Chosen, Place};
use super::teaching::Teaching;
use crate::engine::configuration::Configuration;
use crate::engine::decimal;
use crate::engine::learn::answer::is_right;
use crate::engine::learn::{Answer, Given, Lesson, Question, Step, Task};
use crate::engine::{Problem, detect};
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::notices::{Notices, sentence, told};
use crate::page::configuration::Form;
use crate::page::engine::{Engine, State, Wish};
use crate::page::language;
use crate::page::look::{Look, Workspace};
use crate::page::shell::{Panel, focus_on};
use crate::page::storage;
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
    /// What keeps an answer from being checked; empty where nothing does.
    pub obstacle: RwSignal<String>,
    /// The lesson and the step whose answer is to be checked once the data is there.
    waiting: RwSignal<Option<(String, usize)>>,
    /// Whether the panel is folded to a line.
    pub is_folded: RwSignal<bool>,
    /// The answers for a class.
    pub(super) teaching: Teaching,
    /// Reads the lesson of the address, and those that are written.
    reading: Lane,
    writing: Lane,
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
            attempts: RwSignal::new(Attempts::of_texts(&storage::kept(ATTEMPTS))),
            checking: RwSignal::new(None),
            own: RwSignal::new(storage::kept(OWN).concat()),
            own_problems: RwSignal::new(Vec::new()),
            obstacle: RwSignal::new(String::new()),
            waiting: RwSignal::new(None),
            is_folded: RwSignal::new(false),
            teaching: Teaching::new(),
            reading: Lane::new(),
            writing: Lane::new(),
            solving: Lane::new(),
        };
        let chosen = Memo::new(move |_| store.look().with(|look| look.place.lesson.clone()));
        // A worker that was lost before it answered is asked again.
        let is_ready = Memo::new(move |_| client.state().get() == State::Ready);
        Effect::new(move || {
            let _ = is_ready.get();
            lecturing.follow(chosen.get());
        });
        Effect::new(move || {
            if lecturing.waiting.with(Option::is_some) && engine.running.with(Option::is_none) {
                let asked = lecturing.waiting.try_update(Option::take).flatten();
                lecturing.obstacle.set(String::new());
                // Whoever went back meanwhile has not asked.
                if asked == untrack(|| lecturing.shown()) {
                    lecturing.check(false);
                }
            }
        });
        let is_open = Memo::new(move |_| lecturing.open.with(Option::is_some));
        Effect::new(move || {
            if is_open.get() {
                panel.make_room();
            }
        });
        Effect::new(move || storage::keep(ATTEMPTS, lecturing.attempts.with(Attempts::texts)));
        Effect::new(move || storage::keep(OWN, [lecturing.own.get()]));
        lecturing
    }

    /// Reads the lesson of the address.
    fn follow(self, chosen: Option<Chosen>) {
        let Some(chosen) = chosen else {
            self.reading.cancel(self.client);
            return self.open.set(None);
        };
        if self.open.with_untracked(|open| open.as_ref().is_some_and(|open| open.chosen == chosen)) {
            return self.reading.cancel(self.client);
        }
        let asking = self.client.ask(chosen.request()).latest(self.reading);
        spawn_local(async move {
            match asking.send().await {
                // Another one may be open by now.
                Ok(reply)
                    if self
                        .store
                        .look()
                        .with_untracked(|look| look.place.lesson.as_ref() == Some(&chosen)) =>
                {
                    if let (Chosen::Own(_), true) = (&chosen, self.own.with_untracked(String::is_empty)) {
                        self.own.set(reply.answer.text);
                    }
                    self.open.set(Some(Open { chosen, lesson: Arc::new(reply.answer.lesson) }));
                }
                Err(Failure::Problems(problems)) => {
                    self.open.set(None);
                    problems.iter().take(3).for_each(|problem| self.notices.error(problem));
                }
                _ => {}
            }
        });
    }

    /// Asks for the lessons that come with the page, until they are there.
    pub fn fill_shelf(self) {
        Effect::new(move || {
            if self.client.state().get() == State::Ready && self.shelf.with_untracked(Vec::is_empty) {
                self.ask_for_shelf();
            }
        });
    }

    fn ask_for_shelf(self) {
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

    /// The seed of the data that is there.
    pub fn data_seed(self) -> Option<u64> {
        self.engine.made.with(|made| made.as_ref().map(|made| made.configuration.seed))
    }

    /// Begins a lesson, or goes on with it at the first step that is not answered right.
    pub fn begin(self, chosen: Chosen, lesson: Arc<Lesson>) {
        let seed = untrack(|| self.data_seed());
        let is_right =
            |step: &usize| self.attempts.with_untracked(|it| it.is_right(chosen.id(), *step, seed));
        let first = (0..lesson.steps.len()).find(|step| !is_right(step)).unwrap_or(0);
        self.is_folded.set(false);
        self.open.set(Some(Open { chosen, lesson }));
        self.go(first);
    }

    /// Reads the lesson of one's own and begins it, or says what is wrong with it.
    pub fn begin_own(self) {
        let asking = self.client.ask(ReadLesson::Text(self.own.get_untracked())).latest(self.writing);
        spawn_local(async move {
            match asking.send().await {
                Ok(reply) => {
                    let lesson = reply.answer.lesson;
                    // What is looked at is the page's: the engine has read the settings alone.
                    let problems = lesson.steps.iter().enumerate().flat_map(|(place, step)| {
                        let problems = Look::read(&step.views()).1.into_iter();
                        problems.map(move |it| Problem {
                            reason: text!("step {step}: {reason}", step = place + 1, reason = it.reason),
                            ..it
                        })
                    });
                    let problems: Vec<Problem> = problems.collect();
                    let is_sound = problems.is_empty();
                    self.own_problems.set(problems);
                    if is_sound {
                        self.begin(Chosen::Own(reply.answer.packed), Arc::new(lesson));
                    }
                }
                Err(Failure::Problems(problems)) => self.own_problems.set(problems),
                Err(_) => {}
            }
        });
    }

    /// Takes the text of a lesson that comes with the page, in the page's language, to be changed.
    pub fn copy_text(self, key: String) {
        let asking = self.client.ask(ReadLesson::Shelf(key)).latest(self.writing);
        spawn_local(async move {
            if let Ok(reply) = asking.send().await {
                let read = reply.answer;
                self.own.set(read.lesson.text_told(&read.text, &mut language::looked_up));
                self.own_problems.set(Vec::new());
            }
        });
    }

    /// Goes to a step, and opens what it names. One without settings goes on with the data that is there.
    pub fn go(self, step: usize) {
        let Some(open) = self.open.get_untracked() else { return };
        let Some(found) = open.lesson.steps.get(step) else { return };
        let before = self.store.look().with_untracked(|look| look.place.clone());
        let goes_on = before.lesson.as_ref() == Some(&open.chosen) && before.step + 1 == step;
        self.open_step(&open, step, found.changes_data() || !goes_on);
        request_animation_frame(|| focus_on(STEP_TITLE));
    }

    /// Opens again what the step names, with the data that the lesson has by then.
    pub fn set_up_again(self) {
        let Some(open) = self.open.get_untracked() else { return };
        let step = untrack(|| self.at());
        self.open_step(&open, step, true);
    }

    /// Opens a step: one step in the browser's history.
    fn open_step(self, open: &Open, step: usize, sets_data: bool) {
        let Some(found) = open.lesson.steps.get(step) else { return };
        self.give_up_check();
        let configuration = sets_data.then(|| open.lesson.configuration(step, self.seed())).transpose();
        let configuration = match configuration {
            Ok(configuration) => configuration,
            Err(problems) => return problems.iter().for_each(|problem| self.notices.error(problem)),
        };
        let before = self.store.look().get_untracked();
        let views = found.views();
        let place = Place { lesson: Some(open.chosen.clone()), step, part: before.place.part };
        let look = match views.is_empty() {
            true => Look { place, ..before },
            false => {
                let (look, problems) = Look::read(&views);
                problems.iter().for_each(|problem| self.notices.error(problem));
                // Rules of one's own stay, and so does the presentation.
                let keeps_rules = look.respond.is_empty();
                let respond = if keeps_rules { before.respond } else { look.respond.clone() };
                Look { place, respond, is_presented: before.is_presented, ..look }
            }
        };
        self.store.go_on(configuration.as_ref(), &look);
        if let Some(configuration) = configuration {
            self.form.set_up(&configuration);
            if untrack(|| !self.has(&configuration)) {
                self.form.generate(self.engine, self.notices, Wish::Asked);
            }
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
        // While the first dataset is generated there is none to be another one.
        self.engine.made.with(Option::is_some) && wanted.is_some_and(|wanted| !self.has(&wanted))
    }

    /// Ends the lesson. What was answered stays.
    pub fn end(self) {
        self.give_up_check();
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

    /// The lesson and the step that are shown.
    fn shown(self) -> Option<(String, usize)> {
        let id = self.open.with(|open| open.as_ref().map(|open| open.chosen.id().to_owned()))?;
        Some((id, self.at()))
    }

    /// What was answered in the step that is shown.
    pub fn attempt(self) -> Attempt {
        let (shown, seed) = (self.shown(), self.data_seed());
        shown.map(|(id, step)| self.attempts.with(|it| it.of(&id, step, seed))).unwrap_or_default()
    }

    /// Gives up the check that is under way, or that waits for data.
    fn give_up_check(self) {
        self.solving.cancel(self.client);
        self.waiting.set(None);
        self.obstacle.set(String::new());
    }

    /// Types an answer.
    pub fn answer(self, typed: String) {
        self.give_up_check();
        if let Some((id, step)) = untrack(|| self.shown()) {
            let change = |attempt: &mut Attempt| *attempt = Attempt { typed, ..Attempt::default() };
            self.attempts.update(|attempts| attempts.change(&id, step, change));
        }
    }

    /// Checks the answer; where it is to be shown, whatever was typed.
    pub fn check(self, is_shown: bool) {
        let Some((id, at)) = untrack(|| self.shown()) else { return };
        let step = self
            .open
            .with_untracked(|open| open.as_ref().and_then(|open| open.lesson.steps.get(at).cloned()));
        let Some(step) = step else { return };
        let Some(Question { answer, .. }) = &step.question else { return };
        let typed = untrack(|| self.attempt()).typed;
        let made =
            self.engine.made.with_untracked(|made| made.as_ref().map(|made| made.configuration.clone()));
        let is_running = self.engine.running.with_untracked(Option::is_some);
        let configuration = match made {
            _ if typed.trim().is_empty() && !is_shown => {
                return self.obstacle.set(t!("Answer first.").to_owned());
            }
            None => return self.obstacle.set(t!("There is no data yet: generate it first.").to_owned()),
            Some(_) if is_running => {
                self.waiting.set(Some((id, at)));
                return self.obstacle.set(
                    t!("The data is still being generated: the answer is checked when it is there.")
                        .to_owned(),
                );
            }
            Some(configuration) => configuration,
        };
        self.obstacle.set(String::new());
        let (seed, asked) = (configuration.seed, typed.clone());
        let settle = move |is_right: bool, right: String| {
            self.attempts.update(|attempts| {
                attempts.change(&id, at, |attempt| {
                    // What has been typed since is not what was checked.
                    if attempt.typed != asked {
                        return;
                    }
                    attempt.seed = seed;
                    attempt.verdict = Some(match is_right {
                        _ if is_shown => Verdict::Shown,
                        true => Verdict::Right,
                        false => Verdict::Wrong,
                    });
                    attempt.answer = if is_shown || is_right { right } else { String::new() };
                });
            });
        };
        match answer {
            Answer::Choice { choices, right } => {
                settle(typed == right.to_string(), choices.get(*right).cloned().unwrap_or_default());
            }
            Answer::Formula { formula, unit, tolerance } => {
                let (is_count, unit, tolerance) = (formula.is_count(), language::looked_up(unit), *tolerance);
                let tasks = vec![Task { configuration, formula: formula.clone(), options: options(&step) }];
                let asking = self.client.ask(Solve { tasks }).progress(self.checking).latest(self.solving);
                spawn_local(async move {
                    match asking.send().await.map(|reply| reply.answer.into_iter().next()) {
                        Ok(Some(Ok(Given::Number(_)))) if !is_shown && decimal::typed(&typed).is_none() => {
                            self.obstacle
                                .set(t!("That is no number: type digits, such as 1234 or 4.9.").to_owned());
                        }
                        Ok(Some(Ok(given))) => {
                            let told = language::told(&given.text(""));
                            let is_right = is_right(&typed, &given, &told, tolerance, is_count);
                            settle(is_right, language::told(&given.text(&unit)));
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
