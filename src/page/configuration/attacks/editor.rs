//! The dialog in which an attack is edited.

use leptos::prelude::*;

use super::draft::{Draft, PhaseDraft};
use super::rehearsal::Rehearsal;
use super::words::free_name;
use crate::engine::Problem;
use crate::engine::issues::campaigns::own::{MAX_PHASES, Own, OwnAttack};
use crate::engine::issues::campaigns::tactics::TACTICS;
use crate::engine::issues::campaigns::{ATTACKS, Attack};
use crate::engine::issues::realistic::OWN_ATTACKS;
use crate::engine::world::measures::COLUMNS;
use crate::page::client::Client;
use crate::page::components::controls::{Line, button, select};
use crate::page::components::dialog::Dialog;
use crate::page::components::problems::Problems;
use crate::page::configuration::Form;

/// Attacks of one's own, as the form and the dialog know them.
#[derive(Clone, Copy)]
pub struct Attacks {
    pub(super) form: Form,
    pub(super) client: Client,
    pub(super) draft: Draft,
    /// The place of the one that is edited; none for a new one.
    place: RwSignal<Option<usize>>,
    pub(super) is_open: RwSignal<bool>,
    /// What is typed, read together with the other attacks.
    pub(super) read: Memo<Result<Own, Problem>>,
}

impl Attacks {
    /// Of what is typed in the form.
    pub fn new(client: Client, form: Form) -> Self {
        let (draft, place) = (Draft::new(), RwSignal::new(None));
        let is_open = RwSignal::new(false);
        let read = Memo::new(move |_| {
            if !is_open.get() {
                return Ok(Own::default());
            }
            let mut others = untrack(|| own(form));
            let mut lines: Vec<String> = Vec::new();
            if let Some(place) = place.get() {
                others.0.remove(place);
            }
            lines.extend(others.0.iter().map(OwnAttack::write));
            lines.push(draft.lines());
            Own::read(&lines.join("\n")).map_err(|[reason, hint]| Problem::new(OWN_ATTACKS, reason, hint))
        });
        Attacks { form, client, draft, place, is_open, read }
    }

    /// Opens the dialog with one of one's own.
    pub fn edit(self, place: usize) {
        if let Some(it) = untrack(|| own(self.form)).0.get(place) {
            self.open(Some(place), it);
        }
    }

    /// Opens the dialog with a copy of an attack, or with a new one.
    pub fn begin(self, copied: Option<&Attack>) {
        let known = untrack(|| own(self.form));
        let all = ATTACKS.iter().chain(known.0.iter().map(|it| &it.attack));
        let taken: Vec<String> = all.map(|attack| attack.name.to_string()).collect();
        let wanted =
            copied.map_or_else(|| "My attack".to_owned(), |attack| format!("Copy of {}", attack.name));
        let name = free_name(&wanted, &taken);
        // The simplest that is whole, to begin with.
        let plain = format!(
            "attack \"{name}\" days=7; phase Collection share=100 tactic=TA0009 technique=T1039 files=1.5"
        );
        let begun = match copied {
            Some(attack) => Some(OwnAttack::copy(attack, &name)),
            None => Own::read(&plain).ok().and_then(|own| own.0.into_iter().next()),
        };
        if let Some(begun) = begun {
            self.open(None, &begun);
        }
    }

    fn open(self, place: Option<usize>, it: &OwnAttack) {
        self.draft.load(it);
        self.place.set(place);
        self.is_open.set(true);
    }

    /// Puts what is typed into the form.
    fn keep(self) {
        let Ok(read) = self.read.get_untracked() else { return };
        let Some(edited) = read.0.last().cloned() else { return };
        let mut all = untrack(|| own(self.form));
        match self.place.get_untracked().and_then(|place| all.0.get_mut(place)) {
            Some(known) => *known = edited,
            None => all.0.push(edited),
        }
        self.set(&all);
        self.is_open.set(false);
    }

    /// Takes an attack out of the form.
    pub fn remove(self, place: usize) {
        let mut all = untrack(|| own(self.form));
        if place < all.0.len() {
            all.0.remove(place);
            self.set(&all);
        }
    }

    fn set(self, all: &Own) {
        if let Some((_, text)) =
            self.form.fields().into_iter().find(|(setting, _)| setting.path == OWN_ATTACKS)
        {
            text.set(all.write());
        }
        self.form.settle();
    }
}

/// The attacks that are typed in the form; none where they cannot be read.
pub(super) fn own(form: Form) -> Own {
    let field = form.fields().into_iter().find(|(setting, _)| setting.path == OWN_ATTACKS);
    field.and_then(|(_, text)| text.with(|text| Own::read(text)).ok()).unwrap_or_default()
}

/// A label over a field.
fn labeled(id: String, label: impl Into<String>, control: AnyView) -> AnyView {
    let label = label.into();
    view! {
        <div class="field">
            <label class="label" for=id>{label}</label>
            {control}
        </div>
    }
    .into_any()
}

fn field(
    id: &str,
    label: &str,
    text: RwSignal<String>,
    keyboard: &'static str,
    suggestions: &'static str,
) -> AnyView {
    let line = Line { id: id.to_owned(), keyboard, suggestions, ..Line::text() };
    labeled(id.to_owned(), label, line.of(text))
}

/// The dialog.
#[component]
pub fn AttackDialog(attacks: Attacks) -> impl IntoView {
    let draft = attacks.draft;
    let title = Signal::derive(move || {
        if attacks.place.get().is_some() { "Edit an attack" } else { "A new attack" }.to_owned()
    });
    let problems = Signal::derive(move || attacks.read.get().err().into_iter().collect::<Vec<_>>());
    let names = move |paths: &'static str| {
        let configuration = attacks.form.configuration().unwrap_or_default();
        let names: Vec<String> = if paths == "attack-categories" {
            configuration.issues.categories.iter().map(|category| category.name.clone()).collect()
        } else {
            configuration.issues.activity_types.to_vec()
        };
        view! { <datalist id=paths>{names.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist> }
    };
    view! {
        <Dialog id="attack-dialog" title is_open=attacks.is_open.into() on_close=move |()| attacks.is_open.set(false)>
            <div class="attack-editor">
                <div class="attack-fields">
                <div class="attack-facts">
                    {field("attack-name", "Name", draft.name, "", "")}
                    {field("attack-weight", "Weight", draft.weight, "decimal", "")}
                    {field("attack-users", "Users, as 2 or 2-5", draft.users, "", "")}
                    {field("attack-days", "Days", draft.days, "numeric", "")}
                    {field("attack-ramp", "Strength at its beginning, %", draft.ramp, "numeric", "")}
                    {field("attack-category", "Category of many rows", draft.category, "", "attack-categories")}
                    {field("attack-activity", "Activity type of many rows", draft.activity, "", "attack-activities")}
                    {move || names("attack-categories")}
                    {move || names("attack-activities")}
                </div>
                <For each=move || draft.phases.get() key=|phase| phase.number let:phase>
                    <PhaseEditor draft phase/>
                </For>
                {button("small", "Add a phase").id("add-phase").disabled(move || draft.phases.with(|phases| phases.len() >= MAX_PHASES)).does(move || draft.add_phase())}
                <Problems problems/>
                </div>
                <Rehearsal attacks/>
                <div class="actions-row end">
                    {button("", "Cancel").does(move || attacks.is_open.set(false))}
                    {button("primary", "Keep").id("keep-attack").disabled(move || attacks.read.with(Result::is_err)).does(move || attacks.keep())}
                </div>
            </div>
        </Dialog>
    }
}

#[component]
fn PhaseEditor(draft: Draft, phase: PhaseDraft) -> impl IntoView {
    let number = phase.number;
    let place =
        move || draft.phases.with(|phases| phases.iter().position(|it| it.number == number)).unwrap_or(0) + 1;
    let id = move |name: &str| format!("phase-{number}-{name}");
    let tactics = TACTICS.iter().map(|tactic| (tactic.id, tactic.name)).collect();
    let tactic = select(id("tactic"), None, String::new(), tactics, phase.tactic.into(), move |key| {
        phase.tactic.set(key)
    });
    let shifts = COLUMNS.iter().zip(phase.shifts).map(|(column, text)| {
        let name = column.name();
        field(&id(&name.to_lowercase().replace(' ', "-")), name, text, "", "")
    });
    let remove = move || draft.phases.update(|phases| phases.retain(|it| it.number != number));
    view! {
        <fieldset class="attack-phase">
            <legend>{move || format!("Phase {}", place())}</legend>
            <div class="attack-facts">
                {field(&id("name"), "Name", phase.name, "", "")}
                {field(&id("share"), "Share of the rows, %", phase.share, "numeric", "")}
                {labeled(id("tactic"), "ATT&CK tactic", tactic)}
                {field(&id("technique"), "ATT&CK technique", phase.technique, "", "")}
                {field(&id("off-hours"), "At any hour of the day, %", phase.off_hours, "numeric", "")}
                {field(&id("elsewhere"), "From another location, %", phase.elsewhere, "numeric", "")}
            </div>
            <p class="help">"Shifts in standard deviations of the user's own rows, from -6 to 6; empty for none."</p>
            <div class="attack-shifts">{shifts.collect_view()}</div>
            {button("small quiet", "Remove this phase").disabled(move || draft.phases.with(|phases| phases.len() < 2)).does(remove)}
        </fieldset>
    }
}
