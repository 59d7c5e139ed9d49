//! The dialog in which an attack is edited.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use super::draft::{Draft, PhaseDraft};
use super::trial::TrialView;
use super::words::free_name;
use crate::engine::Problem;
use crate::engine::issues::campaigns::own::{MAX_PHASES, Own, OwnAttack};
use crate::engine::issues::campaigns::tactics::TACTICS;
use crate::engine::issues::campaigns::{ATTACKS, Attack};
use crate::engine::issues::realistic::OWN_ATTACKS;
use crate::engine::world::measures::COLUMNS;
use crate::page::client::Client;
use crate::page::components::controls::{Line, button, labeled, select};
use crate::page::components::dialog::Dialog;
use crate::page::components::problems::Problems;
use crate::page::configuration::Form;
use crate::page::later::Loaded;
use crate::page::shell::focus_on;

/// Attacks of one's own, as the form and the dialog know them.
#[derive(Clone, Copy)]
pub struct Attacks {
    pub(super) form: Form,
    pub(super) client: Client,
    /// The text of the setting's field.
    text: RwSignal<String>,
    /// The attacks that it states; none where it cannot be read.
    pub(super) known: Memo<Option<Own>>,
    draft: Draft,
    /// The name of the attack that the draft replaces; none where it is a new one.
    replaces: RwSignal<Option<String>>,
    /// The lines that the draft began with.
    begun: StoredValue<String>,
    is_open: RwSignal<bool>,
    /// Whether a draft was left that is not kept.
    pub(super) is_left: RwSignal<bool>,
    /// What is typed, read behind the other attacks.
    pub(super) read: Memo<Result<Own, Problem>>,
}

impl Attacks {
    /// Of what is typed in the form.
    pub fn new(client: Client, form: Form) -> Self {
        let field = form.fields().into_iter().find(|(setting, _)| setting.path == OWN_ATTACKS);
        let text = field.map_or_else(|| RwSignal::new(String::new()), |(_, text)| text);
        let known = Memo::new(move |_| text.with(|text| Own::read(text).ok()));
        let (draft, replaces, is_open) = (Draft::new(), RwSignal::new(None), RwSignal::new(false));
        let read = Memo::new(move |_| {
            if !is_open.get() {
                return Ok(Own::default());
            }
            let replaced: Option<String> = replaces.get();
            let others = known.get().unwrap_or_default().0.into_iter();
            let others = others.filter(|it| Some(it.attack.name.as_ref()) != replaced.as_deref());
            let lines: Vec<String> = others.map(|it| it.write()).chain([draft.lines()]).collect();
            Own::read(&lines.join("\n")).map_err(|[reason, hint]| Problem::new(OWN_ATTACKS, reason, hint))
        });
        let (begun, is_left) = (StoredValue::new(String::new()), RwSignal::new(false));
        Attacks { form, client, text, known, draft, replaces, begun, is_open, is_left, read }
    }

    /// Opens the dialog with one of one's own.
    pub fn edit(self, name: &str) {
        let known = self.known.get_untracked().unwrap_or_default();
        if let Some(it) = known.0.iter().find(|it| it.attack.name == name) {
            self.open(Some(name.to_owned()), it);
        }
    }

    /// Opens the dialog with a copy of an attack, or with a new one.
    pub fn begin(self, copied: Option<&Attack>) {
        let known = self.known.get_untracked().unwrap_or_default();
        let all = ATTACKS.iter().chain(known.0.iter().map(|it| &it.attack));
        let taken: Vec<String> = all.map(|attack| attack.name.to_string()).collect();
        let wanted = copied.map_or_else(
            || t!("My attack").to_owned(),
            |attack| t!("Copy of {attack}", attack = attack.name.as_ref()),
        );
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

    fn open(self, replaces: Option<String>, it: &OwnAttack) {
        self.draft.load(it);
        self.begun.set_value(untrack(|| self.draft.lines()));
        self.replaces.set(replaces);
        self.resume();
    }

    /// Opens the dialog with the draft as it is.
    pub fn resume(self) {
        self.is_open.set(true);
    }

    /// Closes the dialog. What was typed stays.
    fn leave(self) {
        self.is_left.set(self.begun.get_value() != untrack(|| self.draft.lines()));
        self.is_open.set(false);
    }

    /// Closes the dialog, and gives up what was typed.
    fn discard(self) {
        self.begun.set_value(untrack(|| self.draft.lines()));
        self.leave();
    }

    /// Puts what is typed into the form.
    fn keep(self) {
        let (Ok(read), Some(mut all)) = (self.read.get_untracked(), self.known.get_untracked()) else {
            return;
        };
        let Some(edited) = read.0.last().cloned() else { return };
        let replaced = self.replaces.get_untracked();
        match all.0.iter_mut().find(|it| Some(it.attack.name.as_ref()) == replaced.as_deref()) {
            Some(known) => *known = edited,
            None => all.0.push(edited),
        }
        self.set(&all);
        self.discard();
    }

    /// Whether the dialog is open.
    pub fn is_open(self) -> bool {
        self.is_open.get()
    }

    /// Takes an attack out of the form.
    pub fn remove(self, name: &str) {
        let Some(mut all) = self.known.get_untracked() else { return };
        all.0.retain(|it| it.attack.name != name);
        self.set(&all);
        focus_on("new-attack");
    }

    fn set(self, all: &Own) {
        self.text.set(all.write());
        self.form.settle();
    }
}

fn field(
    id: &str,
    label: &'static str,
    text: RwSignal<String>,
    keyboard: &'static str,
    suggestions: &'static str,
) -> AnyView {
    let line = Line { id: id.to_owned(), keyboard, suggestions, ..Line::text() };
    labeled(id.to_owned(), label, line.of(text))
}

/// Names that a field suggests.
fn suggested(id: &'static str, names: Vec<String>) -> impl IntoView {
    let names = names.into_iter().map(|name| view! { <option value=name></option> });
    view! { <datalist id=id>{names.collect_view()}</datalist> }
}

/// The dialog.
#[wasm_split(later, fallible)]
pub fn attack_dialog(attacks: Attacks) -> Loaded {
    let draft = attacks.draft;
    let title = Signal::derive(move || {
        if attacks.replaces.with(Option::is_some) { t!("Edit an attack") } else { t!("A new attack") }
            .to_owned()
    });
    let problems = Signal::derive(move || attacks.read.get().err().into_iter().collect::<Vec<_>>());
    let lists = move || {
        let issues = attacks.form.configuration().unwrap_or_default().issues;
        let categories = issues.categories.iter().map(|category| category.name.clone()).collect();
        let activities = issues.activity_types.to_vec();
        view! { {suggested("attack-categories", categories)} {suggested("attack-activities", activities)} }
    };
    let view = view! {
        <Dialog id="attack-dialog" title is_open=attacks.is_open.into() on_close=move |()| attacks.leave()>
            <div class="attack-editor">
                <div class="attack-fields">
                    <div class="attack-facts">
                        {field("attack-name", t!("Name"), draft.name, "", "")}
                        {field("attack-weight", t!("Weight"), draft.weight, "decimal", "")}
                        {field("attack-users", t!("Users, as 2 or 2-5"), draft.users, "", "")}
                        {field("attack-days", t!("Days"), draft.days, "numeric", "")}
                        {field("attack-ramp", t!("Strength at its beginning, %"), draft.ramp, "numeric", "")}
                        {field("attack-category", t!("Category of many rows"), draft.category, "", "attack-categories")}
                        {field("attack-activity", t!("Activity type of many rows"), draft.activity, "", "attack-activities")}
                        {lists}
                    </div>
                    <For each=move || draft.phases.get() key=|phase| phase.number let:phase>
                        <PhaseEditor draft phase/>
                    </For>
                    {button("small", t!("Add a phase")).id("add-phase").disabled(move || draft.phases.with(|phases| phases.len() >= MAX_PHASES)).does(move || draft.add_phase())}
                    <Problems problems/>
                </div>
                <TrialView attacks/>
                <div class="actions-row end">
                    {button("", t!("Cancel")).does(move || attacks.discard())}
                    {button("primary", t!("Keep")).id("keep-attack").disabled(move || attacks.read.with(Result::is_err)).does(move || attacks.keep())}
                </div>
            </div>
        </Dialog>
    };
    Ok(view.into_any())
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
            <legend>{move || t!("Phase {place}", place = place())}</legend>
            <div class="attack-facts">
                {field(&id("name"), t!("Name"), phase.name, "", "")}
                {field(&id("share"), t!("Share of the rows, %"), phase.share, "numeric", "")}
                {labeled(id("tactic"), t!("ATT&CK tactic"), tactic)}
                {field(&id("technique"), t!("ATT&CK technique"), phase.technique, "", "")}
                {field(&id("off-hours"), t!("At any hour of the day, %"), phase.off_hours, "numeric", "")}
                {field(&id("elsewhere"), t!("From another location, %"), phase.elsewhere, "numeric", "")}
            </div>
            <p class="help">{t!("Shifts in standard deviations of the user's own rows, from -6 to 6; empty for none.")}</p>
            <div class="attack-shifts">{shifts.collect_view()}</div>
            {button("small quiet", t!("Remove this phase")).disabled(move || draft.phases.with(|phases| phases.len() < 2)).does(remove)}
        </fieldset>
    }
}
