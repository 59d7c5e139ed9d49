//! Launching an attack: which, against whom, and how strongly.

use leptos::prelude::*;

use super::monitoring::Monitoring;
use crate::engine::decimal;
use crate::engine::issues::campaigns::AttackKind;
use crate::engine::respond::stream::MAX_LAUNCH_ROWS;
use crate::page::components::controls::{Line, button, labeled, select};
use crate::page::components::dialog::Dialog;
use crate::page::language;

/// The strengths, with how hard each is to find.
const STRENGTHS: [(&str, &str); 4] = [
    ("0.05", words!("Strong: easy to find")),
    ("0.3", words!("Clear")),
    ("0.6", words!("Weak")),
    ("0.85", words!("Hidden: hard to find")),
];

/// The dialog.
#[component]
pub fn LaunchDialog(monitoring: Monitoring, is_open: RwSignal<bool>) -> impl IntoView {
    let kind = RwSignal::new(AttackKind::InsiderExfiltration.facts().key.to_string());
    let user = RwSignal::new("1".to_owned());
    let rows = RwSignal::new("20".to_owned());
    let difficulty = RwSignal::new(STRENGTHS[1].0.to_owned());
    let within = |text: &str, max: u32| {
        decimal::parse(text.trim())
            .is_some_and(|number| number.fract() == 0.0 && (1.0..=f64::from(max)).contains(&number))
    };
    let wrong_user = Memo::new(move |_| {
        let users = monitoring.users();
        (!user.with(|text| within(text, users))).then(|| t!("There are users 1 to {users}.", users))
    });
    let wrong_rows = Memo::new(move |_| {
        (!rows.with(|text| within(text, MAX_LAUNCH_ROWS)))
            .then(|| t!("Use 1 to {most} rows.", most = MAX_LAUNCH_ROWS))
    });
    let is_wrong = move || wrong_user.with(Option::is_some) || wrong_rows.with(Option::is_some);
    let launch = move || {
        let attack = untrack(|| {
            format!(
                "{} user={} rows={} difficulty={}",
                kind.get(),
                user.get().trim(),
                rows.get().trim(),
                difficulty.get()
            )
        });
        is_open.set(false);
        monitoring.launch(attack);
    };
    view! {
        <Dialog
            id="launch-dialog"
            title=Signal::stored(t!("Launch an attack").to_owned())
            is_open=is_open.into()
            on_close=move |()| is_open.set(false)
        >
            {
                let kinds = monitoring.attacks();
                let strengths = STRENGTHS.map(|(key, name)| (key, language::words(name))).to_vec();
                let field = |id: &'static str, wrong: Memo<Option<String>>| Line {
                    id: id.to_owned(),
                    keyboard: "numeric",
                    described_by: format!("{id}-problem"),
                    invalid: Signal::derive(move || wrong.with(Option::is_some)),
                    ..Line::text()
                };
                view! {
                    <p class="help">
                        {t!("Its rows come among the others from now on, at their hours of the day, within the days that such an attack takes. Whether the rules see it stands above the chart.")}
                    </p>
                    <Show when=move || !monitoring.has_attacks()>
                        <p class="problem">{t!("The classic preset has no users with habits, so that no attack can be launched: choose Realistic.")}</p>
                    </Show>
                    <div class="launch-fields">
                        {labeled("launch-kind", t!("Attack"), select("launch-kind".to_owned(), None, String::new(), kinds, kind.into(), move |key| kind.set(key)))}
                        {labeled("launch-difficulty", t!("Strength"), select("launch-difficulty".to_owned(), None, String::new(), strengths, difficulty.into(), move |key| difficulty.set(key)))}
                        <div>
                            {labeled("launch-user", t!("Against user number"), field("launch-user", wrong_user).of(user))}
                            <p class="problem" id="launch-user-problem" aria-live="polite">{move || wrong_user.get()}</p>
                        </div>
                        <div>
                            {labeled("launch-rows", t!("Rows"), field("launch-rows", wrong_rows).of(rows))}
                            <p class="problem" id="launch-rows-problem" aria-live="polite">{move || wrong_rows.get()}</p>
                        </div>
                    </div>
                    <div class="actions-row end">
                        {button("primary", t!("Launch")).id("launch").disabled(move || is_wrong() || !monitoring.has_attacks()).does(launch)}
                    </div>
                }
            }
        </Dialog>
    }
}
