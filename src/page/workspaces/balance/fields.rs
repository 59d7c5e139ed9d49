//! The form of the options, as the engine declares them.

use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;

use super::form;
use super::job::Balancing;
use crate::engine::balance::BalanceOption;
use crate::page::components::notices::sentence;

/// All options, and the button that starts.
#[component]
pub fn OptionsForm(balancing: Balancing) -> impl IntoView {
    let (main, more) = form::sections();
    let fields = move |options: &'static [BalanceOption]| {
        options.iter().map(|option| view! { <OptionField option balancing/> }).collect_view()
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        balancing.balance();
    };
    view! {
        <form id="balance-form" on:submit=submit>
            <div class="option-fields">{fields(main)}</div>
            <details id="balance-more">
                <summary>"More options"</summary>
                <div class="option-fields">{fields(more)}</div>
            </details>
            <button type="submit" id="balance" class="primary" disabled=move || !balancing.is_ready()>
                "Split and balance"
            </button>
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
        let problem = field.with(|field| field.as_ref().and_then(|field| field.problem.clone()));
        problem.map(|problem| format!("{} {}", sentence(&problem.reason), sentence(&problem.hint)))
    });
    let is_invalid = move || problem.with(Option::is_some);
    let is_hidden = move || field.with(|field| field.as_ref().is_none_or(|field| !field.matters));
    let changed = move |event: Event| balancing.enter(option, &event_target_value(&event));
    let described_by = format!("{help_id} {problem_id}");
    let control = if form::is_choice(option) {
        let choices = Memo::new(move |_| text.with(|text| form::choices(option, &balancing.targets(), text)));
        let choice = move |(key, name): (String, String)| {
            let value = key.clone();
            view! { <option value=value prop:selected=move || text.with(|text| *text == key)>{name}</option> }
        };
        view! {
            <select
                id=id.clone()
                aria-describedby=described_by
                aria-invalid=move || is_invalid().to_string()
                on:change=changed
            >
                {move || choices.get().into_iter().map(choice).collect_view()}
            </select>
        }
        .into_any()
    } else {
        let suggestions = form::suggestions(option);
        let list = (!suggestions.is_empty()).then(|| format!("{id}-suggestions"));
        view! {
            <input
                id=id.clone()
                type="text"
                inputmode=form::keyboard(option)
                list=list.clone()
                aria-describedby=described_by
                aria-invalid=move || is_invalid().to_string()
                autocomplete="off"
                spellcheck="false"
                prop:value=text
                on:change=changed
            />
            {list.map(|list| view! {
                <datalist id=list>
                    {suggestions.into_iter().map(|(key, name)| view! { <option value=key>{name}</option> }).collect_view()}
                </datalist>
            })}
        }
        .into_any()
    };
    view! {
        <div class="field" class:invalid=is_invalid class:hidden=is_hidden>
            <label class="label" for=id>{form::label(option)}</label>
            {control}
            <p class="help" id=help_id>{move || text.with(|text| form::help(option, text))}</p>
            <p class="problem" id=problem_id aria-live="polite">{move || problem.get()}</p>
        </div>
    }
}
