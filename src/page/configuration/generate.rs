//! The foot of the form: the state of the dataset, and the button that generates.

use leptos::prelude::*;

use super::form::Form;
use crate::engine::Configuration;
use crate::engine::decimal;
use crate::engine::text::number;
use crate::page::components::controls::button;
use crate::page::engine::{Engine, State, Wish};
use crate::page::shell::focus_on;
use crate::page::typing::SMALL;

/// How the dataset stands to what is typed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Standing {
    /// There is none, and none is being made.
    Missing,
    /// It is what is typed; how long it took, in milliseconds.
    Current(f64),
    /// It was made with other settings.
    Outdated,
    /// Something that is typed cannot be used.
    Invalid,
    /// One is being made: percent, and whether it can be cancelled.
    Running(u64, bool),
    /// The engine is not running.
    Broken,
}

impl Standing {
    fn class(self) -> &'static str {
        match self {
            Standing::Current(_) => "current",
            Standing::Outdated | Standing::Missing => "outdated",
            Standing::Invalid | Standing::Broken => "failed",
            Standing::Running(..) => "running",
        }
    }

    fn words(self) -> String {
        match self {
            Standing::Missing => t!("No dataset yet").to_owned(),
            Standing::Current(millis) => t!("Up to date · {duration}", duration = duration(millis)),
            Standing::Outdated => t!("Settings changed").to_owned(),
            Standing::Invalid => t!("Fix the marked fields").to_owned(),
            Standing::Running(percent, _) => t!("Generating · {percent} %", percent),
            Standing::Broken => t!("The engine is not running").to_owned(),
        }
    }
}

fn duration(millis: f64) -> String {
    if millis < 1_000.0 {
        t!("{count} ms", count = number(decimal::text_rounded(millis, 0)))
    } else {
        t!("{count} s", count = number(decimal::fixed(millis / 1_000.0, 1)))
    }
}

/// The state of the dataset, and the button; while one is made, its progress and a way to stop it.
#[component]
pub fn GenerateBar(form: Form, engine: Engine, preview: Callback<Configuration>) -> impl IntoView {
    let standing = Memo::new(move |_| {
        if engine.state.with(|state| matches!(state, State::Broken(_))) {
            return Standing::Broken;
        }
        if let Some(running) = engine.running.get() {
            let percent = running.done * 100 / running.total.max(1);
            return Standing::Running(percent, running.wish == Wish::Asked);
        }
        let made =
            engine.made.with(|made| made.as_ref().map(|made| (made.configuration.clone(), made.millis)));
        match (form.link(), made) {
            (Err(_), _) => Standing::Invalid,
            (Ok(_), None) => Standing::Missing,
            (Ok(link), Some((made, millis))) if link.effective() == made => Standing::Current(millis),
            _ => Standing::Outdated,
        }
    });
    // A small dataset follows by itself, unless that was tried: whoever types need not be asked in between.
    let differs = Memo::new(move |_| {
        if standing.get() != Standing::Outdated {
            return false;
        }
        let typed = form.link().ok().map(|link| link.effective());
        !typed.is_some_and(|typed| typed.rows <= SMALL && !engine.was_wanted(&typed))
    });
    let cancel = move || {
        engine.cancel_generate();
        focus_on("generate");
    };
    let is_running = Memo::new(move |_| matches!(standing.get(), Standing::Running(..)));
    let can_cancel = Memo::new(move |_| matches!(standing.get(), Standing::Running(_, true)));
    let percent = move || match standing.get() {
        Standing::Running(percent, _) => percent.to_string(),
        _ => "0".to_owned(),
    };
    view! {
        <div class="generate">
            {move || is_running.get().then(|| view! {
                <progress max="100" prop:value=percent aria-label=t!("Generating the dataset")></progress>
            })}
            {move || differs.get().then(|| view! {
                <p class="help" id="differs">{t!("The dataset shown was made with other settings.")}</p>
            })}
            <p class=move || format!("standing {}", standing.get().class()) id="standing">
                {move || standing.get().words()}
            </p>
            {move || differs.get().then(|| {
                button("quiet small", t!("What would change?")).id("preview").does(move || {
                    if let Ok(link) = untrack(|| form.link()) {
                        preview.run(link.effective());
                    }
                })
            })}
            {move || can_cancel.get().then(|| button("", t!("Cancel")).id("cancel").does(cancel))}
            <button type="submit" class="primary" id="generate" disabled=move || standing.get() == Standing::Broken>
                {t!("Generate")}
            </button>
        </div>
    }
}
