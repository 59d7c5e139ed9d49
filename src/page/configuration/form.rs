//! What is typed into the form: a text for each setting, kept as it was typed, with its history.

use leptos::prelude::*;

use super::history::{History, Snapshot};
use crate::engine::configuration::link::{Access, Classroom, Link, Student};
use crate::engine::configuration::{Group, Override, Preset, Setting, settings};
use crate::engine::dataset::table::MAX_BYTES_PER_ROW;
use crate::engine::decimal::grouped;
use crate::engine::export::Csv;
use crate::engine::text::number;
use crate::engine::{Configuration, Problem};
use crate::page::components::notices::Notices;
use crate::page::engine::{Engine, Wish};
use crate::page::look::Look;
use crate::page::store::Store;

/// What is typed into the form.
#[derive(Clone, Copy)]
pub struct Form {
    /// What the link set that this version does not know.
    unknown: StoredValue<Vec<Override>>,
    /// What the link says to a class.
    pub classroom: RwSignal<Classroom>,
    store: Store,
    pub(super) preset: RwSignal<Preset>,
    /// The text of each setting's field, in the order of [`settings()`].
    texts: StoredValue<Vec<RwSignal<String>>>,
    /// What the fields would say if nothing had been changed: the preset, with the scoring profile that is chosen.
    pub(super) base: RwSignal<Configuration>,
    pub(super) history: RwSignal<History>,
    /// The configuration that is typed, or every problem with it: worked out once for every change.
    typed: Memo<Result<Configuration, Vec<Problem>>>,
}

impl Form {
    /// The first preset, as it is.
    pub fn new(store: Store) -> Self {
        let preset = Preset::ALL[0];
        let configuration = preset.configuration();
        let texts = texts_of(&configuration);
        let signals: Vec<RwSignal<String>> = texts.iter().map(|text| RwSignal::new(text.clone())).collect();
        let chosen = RwSignal::new(preset);
        let fields = signals.clone();
        Form {
            unknown: StoredValue::new(Vec::new()),
            classroom: RwSignal::new(Classroom::default()),
            store,
            preset: chosen,
            texts: StoredValue::new(signals),
            base: RwSignal::new(configuration),
            history: RwSignal::new(History::new(Snapshot { preset, texts })),
            typed: Memo::new(move |_| configuration_of(chosen.get(), &fields)),
        }
    }

    /// Every setting with the text of its field.
    pub fn fields(self) -> Vec<(&'static Setting, RwSignal<String>)> {
        self.texts.with_value(|texts| settings().iter().zip(texts.iter().copied()).collect())
    }

    /// The configuration that is typed, or every problem with it.
    pub fn configuration(self) -> Result<Configuration, Vec<Problem>> {
        self.typed.get()
    }

    /// What is wrong with what is typed.
    pub(super) fn problems(self) -> Vec<Problem> {
        self.typed.with(|typed| typed.as_ref().err().cloned().unwrap_or_default())
    }

    /// The link of what is typed, with what it says to a class and what is looked at.
    ///
    /// # Errors
    /// Every problem with what is typed.
    pub fn link(self) -> Result<Link, Vec<Problem>> {
        let configuration = self.configuration()?;
        let (classroom, views) = (self.classroom.get(), self.store.look().with_untracked(Look::write));
        Ok(Link { configuration, classroom, views, unknown: self.unknown.get_value() })
    }

    /// Makes the dataset that is typed, or says why it cannot be made.
    pub fn generate(self, engine: Engine, notices: Notices, wish: Wish) {
        match self.link() {
            Ok(link) if link.classroom.student == Student::Unnamed => {}
            Ok(link) => engine.generate(link, wish),
            Err(problems) => problems.iter().for_each(|problem| notices.error(problem)),
        }
    }

    /// Shows a whole configuration, as a step that can be undone.
    pub fn set_up(self, configuration: &Configuration) {
        self.settle();
        self.show(configuration);
        self.settle();
    }

    fn show(self, configuration: &Configuration) {
        self.preset.set(configuration.preset);
        self.base.set(configuration.base());
        for (setting, text) in self.fields() {
            set(text, setting.value(configuration).to_string());
        }
    }

    /// Shows what a link holds, but for what is looked at: that is the store's.
    pub fn load(self, link: Link) {
        self.show(&link.configuration);
        self.unknown.set_value(link.unknown);
        self.classroom.set(link.classroom);
    }

    /// How the form treats a setting.
    pub fn access(self, path: &str) -> Access {
        self.classroom.with(|classroom| classroom.locks.access(path))
    }

    /// Whether the settings of a group matter to the model of the preset that is chosen.
    pub fn matters(self, group: Group) -> bool {
        group.model().is_none_or(|model| self.base.with(|base| base.model == model))
    }

    /// Changes the preset: fields that stand as the old one had them follow, others stay.
    pub(super) fn choose(self, preset: Preset) {
        self.preset.set(preset);
        self.rebase(preset.configuration());
    }

    /// Fields follow what a leading setting brings with it, now that its field has another text.
    pub(super) fn follow(self, leader: &Setting, text: RwSignal<String>) {
        if leader.parse(&text.get_untracked()).is_ok() {
            let texts = self.fields();
            let base = self.preset.get_untracked().base(|setting| {
                let field = texts.iter().find(|(other, _)| other.path == setting.path);
                field.map(|(_, text)| text.get_untracked())
            });
            self.rebase(base);
        }
    }

    /// Fields that stand as the old base had them follow the new one; what was changed stays.
    fn rebase(self, new: Configuration) {
        let old = self.base.get_untracked();
        for (setting, text) in self.fields() {
            if text.get_untracked() == setting.value(&old).to_string() {
                set(text, setting.value(&new).to_string());
            }
        }
        self.base.set(new);
    }

    /// Takes a setting back to what the preset, or the scoring profile, has.
    pub(super) fn reset(self, setting: &Setting, text: RwSignal<String>) {
        if setting.leads {
            let preset = self.preset.get_untracked().configuration();
            text.set(setting.value(&preset).to_string());
            self.follow(setting, text);
        } else {
            self.base.with_untracked(|base| text.set(setting.value(base).to_string()));
        }
    }

    /// Takes every setting back to the preset that a visitor may change.
    pub(super) fn reset_all(self) {
        self.settle();
        let access = |path: &str| self.classroom.with_untracked(|classroom| classroom.locks.access(path));
        let texts = self.fields();
        // What leads others and is locked stays, and so does what it brings with it.
        let base = self.preset.get_untracked().base(|leader| {
            let (_, text) = texts.iter().find(|(setting, _)| setting.path == leader.path)?;
            (access(&leader.path) != Access::Open).then(|| text.get_untracked())
        });
        for (setting, text) in texts.iter().filter(|(setting, _)| access(&setting.path) == Access::Open) {
            set(*text, setting.value(&base).to_string());
        }
        self.base.set(base);
        self.settle();
    }

    /// Sets settings by their paths, as if they had been typed; what a class may not change stays. A text for the preset's
    /// path chooses a preset first.
    pub fn apply(self, changes: &[(String, String)]) {
        self.settle();
        let is_open = |path: &str| {
            self.classroom.with_untracked(|classroom| classroom.locks.access(path)) == Access::Open
        };
        for (path, value) in changes {
            if *path == Preset::PATH
                && is_open(path)
                && let Some(preset) = Preset::from_key(value)
            {
                self.choose(preset);
            }
        }
        for (setting, text) in self.fields() {
            let change = changes.iter().find(|(path, _)| setting.path == *path && is_open(path));
            if let Some((_, value)) = change {
                set(text, value.clone());
                if setting.leads {
                    self.follow(setting, text);
                }
            }
        }
        self.settle();
    }

    /// Whether a setting's field says something else than the base.
    pub(super) fn is_changed(self, setting: &Setting, text: RwSignal<String>) -> bool {
        self.base.with(|base| text.with(|text| *text != setting.value(base).to_string()))
    }

    /// Everything that is typed.
    pub fn snapshot(self) -> Snapshot {
        let texts = self.fields().into_iter().map(|(_, text)| text.get()).collect();
        Snapshot { preset: self.preset.get(), texts }
    }

    /// Shows what was typed before.
    pub fn restore(self, snapshot: &Snapshot) {
        self.preset.set(snapshot.preset);
        for ((_, text), before) in self.fields().into_iter().zip(&snapshot.texts) {
            set(text, before.clone());
        }
        let before = |leader: &Setting| {
            let place = settings().iter().position(|setting| setting.path == leader.path)?;
            snapshot.texts.get(place).cloned()
        };
        self.base.set(snapshot.preset.base(before));
    }

    /// The key of the preset.
    pub fn preset_key(self) -> &'static str {
        self.preset.get_untracked().key()
    }

    /// Types texts anew that were typed before, perhaps with another version of the page: by the path of their setting. A setting
    /// that was not known then stays as it is.
    pub fn retype(self, preset: &str, typed: impl Iterator<Item = (String, String)>) {
        let Some(preset) = Preset::from_key(preset) else { return };
        let mut texts = untrack(|| self.snapshot().texts);
        if preset != self.preset.get_untracked() {
            texts = texts_of(&preset.configuration());
        }
        let place = |path: &str| settings().iter().position(|setting| setting.path == path);
        for (path, text) in typed {
            if let Some(field) = place(&path).and_then(|place| texts.get_mut(place)) {
                *field = text;
            }
        }
        self.restore(&Snapshot { preset, texts });
    }

    /// What is typed now becomes a step that can be undone.
    pub fn settle(self) {
        let now = untrack(|| self.snapshot());
        if self.history.with_untracked(|history| *history.present() != now) {
            self.history.update(|history| history.add(now));
        }
    }

    /// Takes back the last step.
    pub(super) fn undo(self) {
        self.settle();
        self.history.update(History::undo);
        let present = self.history.with_untracked(|history| history.present().clone());
        self.restore(&present);
    }

    /// Does again what was taken back.
    pub(super) fn redo(self) {
        self.settle();
        self.history.update(History::redo);
        let present = self.history.with_untracked(|history| history.present().clone());
        self.restore(&present);
    }
}

/// The text of each setting's field, in the order of [`settings()`].
fn texts_of(configuration: &Configuration) -> Vec<String> {
    settings().iter().map(|setting| setting.value(configuration).to_string()).collect()
}

/// The configuration of a preset and the texts of its fields, in the order of [`settings()`].
fn configuration_of(preset: Preset, texts: &[RwSignal<String>]) -> Result<Configuration, Vec<Problem>> {
    let mut configuration = preset.configuration();
    let mut problems = Vec::new();
    for (setting, text) in settings().iter().zip(texts) {
        match text.with(|text| setting.parse(text)) {
            Ok(value) => setting.assign(&mut configuration, value),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    configuration.check()?;
    let most = most_rows();
    if configuration.rows <= most {
        return Ok(configuration);
    }
    let reason = text!("this browser can hold about {rows} rows", rows = number(grouped(most)));
    let hint = text!(
        "ask for fewer ({bytes} bytes a row, and a quarter of the memory that the browser reports), and write more in the download dialog, or with the command line: neither holds any",
        bytes = BYTES_IN_ALL_PER_ROW
    );
    Err(vec![Problem::new("rows", reason, hint)])
}

/// Changes a field's text, if it is another one.
fn set(text: RwSignal<String>, new: String) {
    if text.with_untracked(|text| *text != new) {
        text.set(new);
    }
}

/// Bytes that a row takes in the tab at worst: in the old dataset and in the new one, and as text in the largest file.
const BYTES_IN_ALL_PER_ROW: u64 = 2 * MAX_BYTES_PER_ROW as u64 + Csv::USUAL_BYTES_PER_ROW;

/// What a browser is taken to have where it does not say: 4 GiB.
const USUAL_MEMORY_GIB: f64 = 4.0;

/// How many rows this browser can hold: in a quarter of the memory that it reports.
fn most_rows() -> u64 {
    let reported = js_sys::Reflect::get(&window().navigator(), &"deviceMemory".into());
    let gib = reported.ok().and_then(|value| value.as_f64()).unwrap_or(USUAL_MEMORY_GIB);
    let rows = gib * f64::from(1 << 30) / 4.0 / BYTES_IN_ALL_PER_ROW as f64;
    (rows / 10_000.0).floor() as u64 * 10_000
}
