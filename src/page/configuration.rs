//! Configuration: the form. Its fields follow from [`knobs`]; what is typed stays as it was typed, and the
//! engine's own rules say what is wrong with it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::engine::{Engine, State};
use super::link::CopyLink;
use super::notices::{Notices, sentence};
use crate::engine::configuration::knobs::SCORING_PROFILE;
use crate::engine::configuration::link::Link;
use crate::engine::configuration::{Choice, Group, Kind, Knob, Preset, Setting, grouped, knobs};
use crate::engine::export::Csv;
use crate::engine::threat::Scoring;
use crate::engine::{Configuration, Problem};
use crate::worker::session::BYTES_PER_ROW;

/// What is typed into the form.
#[derive(Clone, Copy)]
pub struct Form {
    /// What the link set that this version does not know.
    unknown: StoredValue<Vec<Setting>>,
    preset: RwSignal<Preset>,
    /// The text of each knob's field, in the order of [`knobs`].
    texts: StoredValue<Vec<RwSignal<String>>>,
    /// What the fields would say if nothing had been changed: the preset, with the scoring profile that is chosen.
    base: RwSignal<Configuration>,
}

impl Form {
    /// The first preset, as it is.
    pub fn new() -> Self {
        let preset = Preset::ALL[0];
        let configuration = preset.configuration();
        let texts =
            knobs().iter().map(|knob| RwSignal::new(knob.value(&configuration).to_string())).collect();
        Form {
            unknown: StoredValue::new(Vec::new()),
            preset: RwSignal::new(preset),
            texts: StoredValue::new(texts),
            base: RwSignal::new(configuration),
        }
    }

    /// Every knob with the text of its field.
    fn fields(self) -> Vec<(&'static Knob, RwSignal<String>)> {
        self.texts.with_value(|texts| knobs().iter().zip(texts.iter().copied()).collect())
    }

    /// The configuration that is typed, or every problem with it.
    pub fn configuration(self) -> Result<Configuration, Vec<Problem>> {
        let settings: Vec<Setting> = self
            .fields()
            .into_iter()
            .map(|(knob, text)| Setting { path: knob.path.to_string(), value: text.get() })
            .collect();
        let configuration = Configuration::from_settings(self.preset.get(), &settings)?;
        let most = most_rows();
        if configuration.rows <= most {
            return Ok(configuration);
        }
        let reason = format!("this browser can hold about {} rows", grouped(most));
        let hint = format!(
            "ask for fewer ({BYTES_IN_ALL_PER_ROW} bytes a row, and a quarter of the memory that the browser \
             reports), or use the command line, which holds none of them"
        );
        Err(vec![Problem::new("rows", reason, hint)])
    }

    /// Makes the dataset that is typed, or says why it cannot be made.
    pub fn generate(self, engine: Engine, notices: Notices) {
        match self.configuration() {
            Ok(configuration) => engine.generate(configuration),
            Err(problems) => problems.iter().for_each(|problem| notices.error(problem)),
        }
    }

    /// Shows what a link holds.
    pub fn load(self, link: Link) {
        self.preset.set(link.configuration.preset);
        self.base.set(link.configuration.base());
        for (knob, text) in self.fields() {
            text.set(knob.value(&link.configuration).to_string());
        }
        self.unknown.set_value(link.unknown);
    }

    /// What the link set that this version does not know: it stays in the link.
    pub fn unknown(self) -> Vec<Setting> {
        self.unknown.get_value()
    }

    /// Changes the preset: fields that stand as the old one had them follow, others stay.
    fn choose(self, preset: Preset) {
        self.preset.set(preset);
        self.rebase(preset.configuration());
    }

    /// Changes the scoring profile, whose weights, thresholds and bands come with it.
    fn choose_profile(self, text: &str) {
        let mut base = self.preset.get_untracked().configuration();
        if base.set(SCORING_PROFILE, text).is_ok() {
            base.scoring = Scoring::new(base.scoring.profile);
            self.rebase(base);
        }
    }

    /// Fields that stand as the old base had them follow the new one; what was changed stays.
    fn rebase(self, new: Configuration) {
        let old = self.base.get_untracked();
        for (knob, text) in self.fields() {
            if text.get_untracked() == knob.value(&old).to_string() {
                text.set(knob.value(&new).to_string());
            }
        }
        self.base.set(new);
    }
}

/// Bytes that a row takes at the worst moment: in the old dataset and in the new one, and as text in the
/// largest file.
const BYTES_IN_ALL_PER_ROW: u64 = 2 * BYTES_PER_ROW as u64 + Csv::USUAL_BYTES_PER_ROW;

/// What a browser is taken to have where it does not say: 4 GiB.
const USUAL_MEMORY_GIB: f64 = 4.0;

/// How many rows this browser can hold: in a quarter of the memory that it reports.
fn most_rows() -> u64 {
    let reported = js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("deviceMemory"));
    let gib = reported.ok().and_then(|value| value.as_f64()).unwrap_or(USUAL_MEMORY_GIB);
    let rows = gib * f64::from(1 << 30) / 4.0 / BYTES_IN_ALL_PER_ROW as f64;
    (rows / 10_000.0).floor() as u64 * 10_000
}

/// The form.
#[component]
pub fn ConfigurationView(form: Form, engine: Engine, notices: Notices) -> impl IntoView {
    let problems = Memo::new(move |_| form.configuration().err().unwrap_or_default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match form.configuration() {
            Ok(configuration) => {
                notices.clear();
                engine.generate(configuration);
            }
            Err(problems) => {
                if let Some(problem) = problems.first() {
                    focus(&problem.path);
                }
                let reason = format!("nothing was generated: {}", count(problems.len()));
                notices.error(&Problem::new("", reason, "mend the marked fields and generate again"));
            }
        }
    };
    let shown = |group: &Group| *group != Group::Dataset && knobs().iter().any(|knob| knob.group == *group);
    let groups = Group::ALL.into_iter().filter(shown);
    view! {
        <form class="card configuration" aria-labelledby="configuration-heading" novalidate on:submit=submit>
            <h2 id="configuration-heading">"Configuration"</h2>
            <PresetField form/>
            {fields(Group::Dataset, form, problems)}
            <GenerateButton form engine/>
            <CopyLink form notices/>
            {groups.map(|group| view! { <FieldGroup group form problems/> }).collect_view()}
        </form>
    }
}

fn count(problems: usize) -> String {
    if problems == 1 {
        "one value cannot be used".to_owned()
    } else {
        format!("{problems} values cannot be used")
    }
}

/// A group that folds. Its fields come into being when it is first opened.
#[component]
fn FieldGroup(group: Group, form: Form, problems: Memo<Vec<Problem>>) -> impl IntoView {
    let opened = RwSignal::new(false);
    let knobs_of = move || form.fields().into_iter().filter(move |(knob, _)| knob.group == group);
    let needs_attention = move || {
        problems.with(|problems| {
            knobs_of().any(|(knob, _)| problems.iter().any(|problem| problem.path == knob.path))
        })
    };
    let changed = move || {
        let count =
            form.base.with(|base| knobs_of().filter(|(knob, text)| is_changed(knob, *text, base)).count());
        (count > 0).then(|| format!(" {count} changed"))
    };
    // A problem in a folded group unfolds it, so that the field can be focused.
    Effect::new(move || {
        if needs_attention() {
            opened.set(true);
        }
    });
    view! {
        <details class="group" data-group=group.name() on:toggle=move |_| opened.set(true)>
            <summary>
                {group.name()}
                <span class="changes">{changed}</span>
                {move || needs_attention().then(|| view! { <span class="flag">" needs attention"</span> })}
            </summary>
            <Show when=move || opened.get()>{fields(group, form, problems)}</Show>
        </details>
    }
}

fn is_changed(knob: &Knob, text: RwSignal<String>, base: &Configuration) -> bool {
    text.with(|text| *text != knob.value(base).to_string())
}

/// The element id of a knob's field.
fn field_id(path: &str) -> String {
    format!("knob-{}", path.replace('.', "-"))
}

/// Opens the group of a field and moves the focus there.
fn focus(path: &str) {
    let Some(field) = document().get_element_by_id(&field_id(path)) else { return };
    if let Ok(Some(group)) = field.closest("details") {
        let _ = group.set_attribute("open", "");
    }
    focus_on(&field.id());
}

/// Moves the focus to an element.
fn focus_on(id: &str) {
    if let Some(Ok(element)) =
        document().get_element_by_id(id).map(|element| element.dyn_into::<HtmlElement>())
    {
        let _ = element.focus();
    }
}

#[component]
fn PresetField(form: Form) -> impl IntoView {
    let change = move |event| {
        if let Some(preset) = Preset::from_key(&event_target_value(&event)) {
            form.choose(preset);
        }
    };
    view! {
        <div class="field">
            <label for="preset">"Preset"</label>
            <select id="preset" aria-describedby="preset-help" prop:value=move || form.preset.get().key() on:change=change>
                {Preset::ALL.map(|preset| view! { <option value=preset.key()>{preset.name()}</option> }).collect_view()}
            </select>
            <p class="help" id="preset-help">{move || form.preset.get().purpose()}</p>
        </div>
    }
}

fn fields(group: Group, form: Form, problems: Memo<Vec<Problem>>) -> impl IntoView {
    form.fields()
        .into_iter()
        .filter(|(knob, _)| knob.group == group)
        .map(|(knob, text)| view! { <Field knob text form problems/> })
        .collect_view()
}

/// The field of a knob.
#[component]
fn Field(
    knob: &'static Knob,
    text: RwSignal<String>,
    form: Form,
    problems: Memo<Vec<Problem>>,
) -> impl IntoView {
    let problem =
        move || problems.with(|problems| problems.iter().find(|problem| problem.path == knob.path).cloned());
    let id = field_id(&knob.path);
    let (help_id, problem_id) = (format!("{id}-help"), format!("{id}-problem"));
    let described_by = format!("{help_id} {problem_id}");
    let invalid = move || problem().is_some().then_some("true");
    let shows_unit = matches!(knob.kind, Kind::Decimal { .. }) && !knob.unit.is_empty();
    let label = if shows_unit { format!("{}, {}", knob.name, knob.unit) } else { knob.name.to_string() };
    let changed = move || form.base.with(|base| is_changed(knob, text, base));
    let reset = move |_| {
        if knob.path == SCORING_PROFILE {
            let preset = form.preset.get_untracked().configuration();
            text.set(knob.value(&preset).to_string());
            form.choose_profile(&text.get_untracked());
        } else {
            form.base.with_untracked(|base| text.set(knob.value(base).to_string()));
        }
    };
    let input = match knob.kind {
        Kind::Choice(choices) => view! {
            <select id=id.clone() aria-describedby=described_by prop:value=text on:change=move |event| {
                text.set(event_target_value(&event));
                if knob.path == SCORING_PROFILE {
                    form.choose_profile(&text.get_untracked());
                }
            }>
                {choices.iter().map(option).collect_view()}
            </select>
        }
        .into_any(),
        Kind::List { .. } => view! {
            <textarea
                id=id.clone()
                rows="3"
                spellcheck="false"
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
        }
        .into_any(),
        Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Date { .. } => view! {
            <input
                id=id.clone()
                type="text"
                inputmode=match knob.kind {
                    Kind::Integer { .. } => "numeric",
                    Kind::Decimal { .. } => "decimal",
                    _ => "text",
                }
                placeholder=matches!(knob.kind, Kind::Date { .. }).then_some("YYYY-MM-DD")
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            />
        }
        .into_any(),
    };
    view! {
        <div class="field" class:invalid=move || problem().is_some()>
            <div class="caption">
                <label for=id>{label.clone()}</label>
                {move || changed().then(|| view! {
                    <button type="button" class="quiet reset" title="Back to the default" aria-label=format!("Back to the default: {label}") on:click=reset>
                        "↺ changed"
                    </button>
                })}
            </div>
            <div class="control">
                {input}
                {(knob.path == "seed").then(|| view! {
                    <button type="button" class="dice" aria-label="Draw a random seed" title="Draw a random seed" on:click=move |_| roll(text)>
                        <DiceIcon/>
                    </button>
                })}
            </div>
            <p class="help" id=help_id>{knob.help.as_ref()}</p>
            <p class="problem" id=problem_id aria-live="polite">
                {move || problem().map(|problem| format!("{} {}", sentence(&problem.reason), sentence(&problem.hint)))}
            </p>
        </div>
    }
}

fn option(choice: &'static Choice) -> impl IntoView {
    view! { <option value=choice.key title=choice.help>{choice.name}</option> }
}

/// The only place where the project asks the system for randomness.
fn roll(seed: RwSignal<String>) {
    if let Ok(number) = getrandom::u32() {
        // Six digits: short enough to be read out in a classroom.
        seed.set((number % 1_000_000).to_string());
    }
}

#[component]
fn DiceIcon() -> impl IntoView {
    view! {
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <rect x="2.5" y="2.5" width="15" height="15" rx="3" fill="none" stroke="currentColor" stroke-width="1.5"/>
            <circle cx="6.5" cy="6.5" r="1.4" fill="currentColor"/>
            <circle cx="13.5" cy="6.5" r="1.4" fill="currentColor"/>
            <circle cx="10" cy="10" r="1.4" fill="currentColor"/>
            <circle cx="6.5" cy="13.5" r="1.4" fill="currentColor"/>
            <circle cx="13.5" cy="13.5" r="1.4" fill="currentColor"/>
        </svg>
    }
}

/// The button, and while a dataset is made its progress and a way to stop it.
#[component]
fn GenerateButton(form: Form, engine: Engine) -> impl IntoView {
    // Whether what is typed is something else than what is shown.
    let differs = move || {
        let made = engine.made.get().map(|made| made.configuration);
        made.is_some() && engine.running.with(Option::is_none) && form.configuration().ok() != made
    };
    let cancel = move |_| {
        engine.cancel_generate();
        focus_on("generate");
    };
    let broken = move || engine.state.with(|state| matches!(state, State::Broken(_)));
    view! {
        <div class="generate">
            <button type="submit" class="primary" id="generate" disabled=broken>"Generate"</button>
            {move || {
                let running = engine.running.with(|running| running.as_ref().map(|running| running.asked_for));
                running.map(|asked_for| {
                    let percent = move || {
                        engine.running.with(|running| running.as_ref().map_or(0, |running| running.done * 100 / running.total.max(1)))
                    };
                    view! {
                        <div class="progress">
                            <progress max="100" prop:value=move || percent().to_string() aria-label="Making the dataset"></progress>
                            <span class="percent" aria-hidden="true">{move || format!("{} %", percent())}</span>
                            {asked_for.then(|| view! { <button type="button" id="cancel" on:click=cancel>"Cancel"</button> })}
                        </div>
                    }
                })
            }}
            {move || differs().then(|| view! { <p class="help">"What is shown was made with other settings."</p> })}
        </div>
    }
}
