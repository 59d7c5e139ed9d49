//! Configuration: the form. Its fields follow from [`KNOBS`]; what is typed stays as it was typed, and the
//! engine's own rules say what is wrong with it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::engine::{Engine, State};
use super::link::CopyLink;
use super::notices::{Notices, sentence};
use crate::engine::configuration::link::Link;
use crate::engine::configuration::{Choice, Group, KNOBS, Kind, Knob, Preset, Setting, grouped};
use crate::engine::export::Csv;
use crate::engine::{Configuration, Problem};
use crate::worker::session::BYTES_PER_ROW;

/// What is typed into the form.
#[derive(Clone, Copy)]
pub struct Form {
    /// What the link set that this version does not know.
    unknown: StoredValue<Vec<Setting>>,
    preset: RwSignal<Preset>,
    texts: [RwSignal<String>; KNOBS.len()],
}

impl Form {
    /// The first preset, as it is.
    pub fn new() -> Self {
        let preset = Preset::ALL[0];
        let configuration = preset.configuration();
        let text = |index: usize| RwSignal::new(KNOBS[index].value(&configuration).to_string());
        Form {
            unknown: StoredValue::new(Vec::new()),
            preset: RwSignal::new(preset),
            texts: std::array::from_fn(text),
        }
    }

    /// The configuration that is typed, or every problem with it.
    pub fn configuration(self) -> Result<Configuration, Vec<Problem>> {
        let preset = self.preset.get();
        let settings: Vec<Setting> = KNOBS
            .iter()
            .zip(self.texts)
            .map(|(knob, text)| Setting { path: knob.path.to_owned(), value: text.get() })
            .collect();
        let configuration = Configuration::from_settings(preset, &settings)?;
        let most = most_rows();
        if configuration.rows <= most {
            return Ok(configuration);
        }
        let reason = format!("this browser can hold about {} rows", grouped(most));
        let hint = format!(
            "ask for fewer ({} bytes a row, and a quarter of the memory that the browser reports), or use the \
             command line, which holds none of them",
            BYTES_IN_ALL_PER_ROW
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
        for (knob, text) in KNOBS.iter().zip(self.texts) {
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
        let (old, new) = (self.preset.get_untracked().configuration(), preset.configuration());
        for (knob, text) in KNOBS.iter().zip(self.texts) {
            if text.get_untracked() == knob.value(&old).to_string() {
                text.set(knob.value(&new).to_string());
            }
        }
        self.preset.set(preset);
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
    let groups = Group::ALL.into_iter().filter(|group| *group != Group::Dataset);
    view! {
        <form class="card configuration" aria-labelledby="configuration-heading" novalidate on:submit=submit>
            <h2 id="configuration-heading">"Configuration"</h2>
            <PresetField form/>
            {fields(Group::Dataset, form, problems)}
            <GenerateButton form engine/>
            <CopyLink form notices/>
            {groups.map(|group| view! {
                <details class="group">
                    <summary>
                        {group.name()}
                        {move || has_problem(group, &problems.get()).then(|| view! { <span class="flag">" needs attention"</span> })}
                    </summary>
                    {fields(group, form, problems)}
                </details>
            }).collect_view()}
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

fn has_problem(group: Group, problems: &[Problem]) -> bool {
    KNOBS.iter().any(|knob| knob.group == group && problems.iter().any(|problem| problem.path == knob.path))
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
    KNOBS
        .iter()
        .zip(form.texts)
        .filter(|(knob, _)| knob.group == group)
        .map(|(knob, text)| view! { <Field knob text problems/> })
        .collect_view()
}

/// The field of a knob.
#[component]
fn Field(knob: &'static Knob, text: RwSignal<String>, problems: Memo<Vec<Problem>>) -> impl IntoView {
    let problem = Memo::new(move |_| problems.get().into_iter().find(|problem| problem.path == knob.path));
    let id = field_id(knob.path);
    let (help_id, problem_id) = (format!("{id}-help"), format!("{id}-problem"));
    let described_by = format!("{help_id} {problem_id}");
    let invalid = move || problem.with(Option::is_some).then_some("true");
    let label = if knob.unit == "%" { format!("{}, %", knob.name) } else { knob.name.to_owned() };
    let input = match knob.kind {
        Kind::Choice(choices) => view! {
            <select id=id.clone() aria-describedby=described_by prop:value=text on:change=move |event| text.set(event_target_value(&event))>
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
        <div class="field" class:invalid=move || problem.with(Option::is_some)>
            <label for=id>{label}</label>
            <div class="control">
                {input}
                {(knob.path == "seed").then(|| view! {
                    <button type="button" class="dice" aria-label="Draw a random seed" title="Draw a random seed" on:click=move |_| roll(text)>
                        <DiceIcon/>
                    </button>
                })}
            </div>
            <p class="help" id=help_id>{knob.help}</p>
            <p class="problem" id=problem_id aria-live="polite">
                {move || problem.get().map(|problem| format!("{} {}", sentence(&problem.reason), sentence(&problem.hint)))}
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
