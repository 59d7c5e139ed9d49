//! The state of the rules: those that the address carries, drafts that cannot be read yet, and what the rules do on the rows.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_use_watch_with_options::{WatchOptions, watch_with_options};
use wasm_bindgen_futures::JsFuture;

use crate::engine::Problem;
use crate::engine::respond::options::{BESIDE, RULES};
use crate::engine::respond::review::Review;
use crate::engine::respond::rule::Rule;
use crate::engine::respond::{Options, RuleSet};
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::notices::{Notices, told};
use crate::page::engine::Engine;
use crate::page::store::Store;
use crate::protocol::Progress;
use crate::protocol::export::ReadSigma;
use crate::protocol::respond as asked;

/// How long nothing changes before the rules are tried, in milliseconds.
const PAUSE: f64 = 150.0;

/// The rules.
#[derive(Clone, Copy)]
pub struct Editing {
    client: Client,
    engine: Engine,
    store: Store,
    /// The options as the address has them.
    pub options: Memo<Options>,
    /// The rules that are in use: those of the address, or the shipped ones.
    pub rules: Memo<RuleSet>,
    /// What the rules do on the rows; the last one stays until another is there.
    pub review: RwSignal<Option<Arc<Review>>>,
    /// How far the next one is.
    pub progress: RwSignal<Option<Progress>>,
    /// Why there is none.
    pub problems: RwSignal<Vec<Problem>>,
    lane: Lane,
}

impl Editing {
    /// Follows the address and the dataset while it is in sight.
    pub fn new(client: Client, engine: Engine, store: Store, active: Signal<bool>) -> Self {
        let options = Memo::new(move |_| store.look().with(|look| Options::of(&look.respond).0));
        let limits = move || engine.configuration().map(|made| made.response).unwrap_or_default();
        let rules = Memo::new(move |_| options.with(|options| options.rules(&limits())));
        let editing = Editing {
            client,
            engine,
            store,
            options,
            rules,
            review: RwSignal::new(None),
            progress: RwSignal::new(None),
            problems: RwSignal::new(Vec::new()),
            lane: Lane::new(),
        };
        let _ = watch_with_options(
            move || (active.get() && engine.held.get()).then(|| (engine.configuration(), options.get())),
            move |now, before, _| {
                if now.is_some() && before != Some(now) {
                    editing.review();
                }
            },
            WatchOptions::default().debounce(PAUSE).immediate(true),
        );
        editing
    }

    fn review(self) {
        let Some(configuration) = untrack(|| self.engine.configuration()) else { return };
        let options = self.options.with_untracked(Options::changed);
        let request = asked::Review { configuration, options };
        let asking = self.client.ask(request).progress(self.progress).latest(self.lane);
        spawn_local(async move {
            match asking.send().await {
                Ok(reply) => {
                    self.problems.set(Vec::new());
                    self.review.set(Some(Arc::new(reply.answer)));
                }
                Err(Failure::Problems(problems)) => self.problems.set(problems),
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    }

    fn write(self, change: impl FnOnce(&mut Options)) {
        let mut options = self.options.get_untracked();
        change(&mut options);
        self.store.update(|look| look.respond = options.changed());
    }

    /// Puts other rules in their place.
    pub fn set_rules(self, rules: Vec<Rule>) {
        self.write(|options| options.rules = Some(rules.into()));
    }

    /// Changes one rule.
    pub fn change(self, place: usize, change: impl FnOnce(&mut Rule)) {
        let mut rules = self.rules.with_untracked(|rules| rules.rules().to_vec());
        if let Some(rule) = rules.get_mut(place) {
            change(rule);
            self.set_rules(rules);
        }
    }

    /// Reads a rule's text anew, which keeps its place. What is wrong with it, if it cannot be read.
    pub fn reread(self, place: usize, text: &str) -> Result<(), String> {
        let rule = Rule::read(text).map_err(|fault| told(&Problem::new("", fault.reason, fault.hint)))?;
        let others = self.rules.with_untracked(|rules| rules.rules().to_vec());
        let is_taken = others.iter().enumerate().any(|(other, it)| other != place && it.name == rule.name);
        if is_taken {
            return Err(t!(
                "Another rule is called '{name}'. Give each rule a name of its own.",
                name = &rule.name
            ));
        }
        self.change(place, |known| *known = rule);
        Ok(())
    }

    /// Adds a rule at the end.
    pub fn add(self) {
        let mut rules = self.rules.with_untracked(|rules| rules.rules().to_vec());
        let mut rule = Rule::default();
        let name = rule.name.clone();
        for number in 2.. {
            if rules.iter().all(|other| other.name != rule.name) {
                break;
            }
            rule.name = format!("{name}_{number}");
        }
        rules.push(rule);
        self.set_rules(rules);
    }

    /// Takes a rule out.
    pub fn remove(self, place: usize) {
        let mut rules = self.rules.with_untracked(|rules| rules.rules().to_vec());
        if place < rules.len() {
            rules.remove(place);
            self.set_rules(rules);
        }
    }

    /// Goes back to the shipped rules.
    pub fn reset(self) {
        self.write(|options| options.rules = None);
    }

    /// Whether these are the shipped ones.
    pub fn are_shipped(self) -> bool {
        self.options.with(|options| options.rules.is_none())
    }

    /// Reads all rules from a text; empty for the shipped ones.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read_all(self, text: &str) -> Result<(), Vec<Problem>> {
        self.read(RULES, text)
    }

    /// Opens a file of rules: lines, or Sigma rules where its name ends in `.yml` or `.yaml`. What is wrong with it is told.
    pub fn open(self, file: web_sys::File, notices: Notices) {
        let is_sigma = file.name().ends_with(".yml") || file.name().ends_with(".yaml");
        spawn_local(async move {
            let text = if is_sigma {
                match self.client.ask(ReadSigma).with_file(&file).send().await {
                    Ok(reply) => Ok(reply.answer),
                    Err(Failure::Problems(problems)) => Err(problems),
                    Err(Failure::Cancelled | Failure::Lost) => return,
                }
            } else {
                let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
                text.ok_or_else(|| {
                    let hint = text!("check that it is still there, and choose it again");
                    Problem::new("", text!("the browser cannot read the file"), hint).into()
                })
            };
            let read = text.and_then(|text| self.read_all(&text));
            match read {
                Ok(()) => notices.tell(t!(
                    "{count} rules are in use.",
                    count = untrack(|| self.rules.with(|rules| rules.rules().len()))
                )),
                Err(problems) => problems.iter().take(3).for_each(|problem| notices.error(problem)),
            }
        });
    }

    /// Reads the rules that run beside these; none where the text is empty.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read_beside(self, text: &str) -> Result<(), Vec<Problem>> {
        self.read(BESIDE, text)
    }

    fn read(self, path: &str, text: &str) -> Result<(), Vec<Problem>> {
        let mut options = self.options.get_untracked();
        options.set(path, text)?;
        self.store.update(|look| look.respond = options.changed());
        Ok(())
    }

    /// Sets an option that is no rules. What is wrong with its text, if it cannot be used.
    pub fn set(self, path: &str, text: &str) -> Result<(), String> {
        let mut options = self.options.get_untracked();
        let mut problems = options.set(path, text).err().unwrap_or_default();
        options.check(&mut problems);
        match problems.first() {
            Some(problem) => Err(told(problem)),
            None => {
                self.store.update(|look| look.respond = options.changed());
                Ok(())
            }
        }
    }
}
