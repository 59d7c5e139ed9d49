//! The form of the options, as the engine declares them.

use leptos::ev::{Event, SubmitEvent};
use leptos::html;
use leptos::prelude::*;

use super::form::{self, Field, Fields};
use super::job::Balancing;
use super::start::Start;
use super::strategy::StrategyControl;
use super::words;
use crate::engine::balance::{BalanceOption, Form, Making};
use crate::page::components::notices::told;
use crate::page::language;
use crate::page::runs::source::SourceField;

/// What is balanced, all options, and the button that starts.
#[component]
pub fn OptionsForm(balancing: Balancing) -> impl IntoView {
    let (main, more) = form::sections();
    let fields = move |options: &'static [BalanceOption]| {
        options.iter().map(|option| view! { <OptionField option balancing/> }).collect_view()
    };
    let details = NodeRef::<html::Details>::new();
    let is_open = RwSignal::new(false);
    // What is wrong must be seen.
    Effect::new(move || {
        if balancing.fields.with(Fields::hides_a_problem) {
            is_open.set(true);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        balancing.balance();
    };
    view! {
        <form id="balance-form" class="card" aria-label=t!("Options of balancing") on:submit=submit>
            <SourceField runs=balancing.runs id="balance" purpose=t!("CSV file to balance")/>
            <div class="option-fields">{fields(main)}</div>
            <details
                id="balance-more"
                node_ref=details
                prop:open=is_open
                on:toggle=move |_| is_open.set(details.get_untracked().is_some_and(|details| details.open()))
            >
                <summary>{t!("More options")}</summary>
                <div class="option-fields">{fields(more)}</div>
            </details>
            <Start balancing/>
        </form>
    }
}

/// The field of an option: label, control, what it means, and what is wrong with it.
#[component]
fn OptionField(option: &'static BalanceOption, balancing: Balancing) -> impl IntoView {
    let key = option.key;
    let id = format!("balance-{key}");
    let (help_id, problem_id) = (format!("{id}-help"), format!("{id}-problem"));
    let field = Memo::new(move |_| balancing.fields.with(|fields| fields.field(key).cloned()));
    let text = Memo::new(move |_| {
        field.with(|field| field.as_ref().map_or_else(String::new, |field| field.text.clone()))
    });
    let problem = Memo::new(move |_| {
        let wrong = |field: &Field| field.problem.clone().or_else(|| field.refused.clone());
        let problem = field.with(|field| field.as_ref().and_then(wrong));
        problem.as_ref().map(told)
    });
    let is_invalid = Signal::derive(move || problem.with(Option::is_some));
    let is_hidden = move || field.with(|field| field.as_ref().is_none_or(|field| !field.matters));
    let changed = move |event: Event| balancing.enter(option, &event_target_value(&event));
    let described_by = format!("{help_id} {problem_id}");
    let shows_help = form::shows_help(option);
    let title = (!shows_help).then(|| language::words(option.help));
    let control = match option.form {
        Form::Strategy => {
            view! { <StrategyControl option balancing text is_invalid id=id.clone() described_by/> }
                .into_any()
        }
        _ if form::is_choice(option) => {
            let choices =
                Memo::new(move |_| text.with(|text| form::choices(option, &balancing.runs.targets(), text)));
            let choice = move |(key, name): (String, String)| {
                let value = key.clone();
                view! {
                    <option value=value prop:selected=move || text.with(|text| *text == key)>{name}</option>
                }
            };
            view! {
                <select
                    id=id.clone()
                    title=title
                    aria-describedby=described_by
                    aria-invalid=move || is_invalid.get().to_string()
                    on:change=changed
                >
                    {move || choices.get().into_iter().map(choice).collect_view()}
                </select>
            }
            .into_any()
        }
        _ => view! {
            <input
                id=id.clone()
                type="text"
                inputmode=form::keyboard(option)
                title=title
                aria-describedby=described_by
                aria-invalid=move || is_invalid.get().to_string()
                autocomplete="off"
                spellcheck="false"
                prop:value=text
                on:change=changed
            />
        }
        .into_any(),
    };
    let help = move || {
        let chosen = text.get();
        let is_automatic = key == "method" && chosen == Making::Auto.key();
        let automatic = is_automatic.then(|| balancing.feature_counts());
        let automatic = automatic.and_then(|(numeric, categorical)| words::automatic(numeric, categorical));
        automatic.unwrap_or_else(|| form::help(option, &chosen).to_owned())
    };
    view! {
        <div
            class="field"
            class:invalid=is_invalid
            hidden=is_hidden
            class:half=!shows_help && form::is_narrow(option)
        >
            <label class="label" for=id>{form::label(option)}</label>
            {control}
            <p class=if shows_help { "help" } else { "visually-hidden" } id=help_id>{help}</p>
            <p class="problem" id=problem_id aria-live="polite">{move || problem.get()}</p>
        </div>
    }
}
