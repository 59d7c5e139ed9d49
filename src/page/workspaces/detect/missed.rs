//! What is missed: by attack, campaign or pattern at the threshold, and by every detector.

use leptos::prelude::*;

use super::bars::{self, By};
use super::shown::Shown;
use super::words;
use crate::page::components::controls::choice;
use crate::page::language;

/// The bars that are shown at once.
const FIRST: usize = 8;

/// The rows that are named at once.
const NAMED: usize = 60;

/// The parts of the anomalous rows, those that are missed most first.
#[component]
pub fn Missed(shown: Shown) -> impl IntoView {
    let by = shown.detecting.by;
    let one = move |one: By| {
        let is_none = move || shown.breakdown.with(|breakdown| one.count(breakdown) == 0);
        choice(
            "missed-by",
            one.name(),
            language::words(one.name()),
            move || by.get() == one,
            is_none,
            move || by.set(one),
        )
    };
    let bar = |missed: bars::Missed| {
        let note = (!missed.note.is_empty()).then(|| view! { <span class="help">{missed.note}</span> });
        view! {
            <li>
                <span class="name">{missed.name} {note}</span>
                <span class="track" aria-hidden="true">
                    <i class="fill missed-fill" style:width=format!("{:.1}%", missed.share)></i>
                </span>
                <span class="amount">{missed.figure} <span class="visually-hidden">" " {t!("a number of rows" => "missed")}</span></span>
            </li>
        }
    };
    let is_whole = RwSignal::new(false);
    let all = Memo::new(move |_| shown.breakdown.with(|breakdown| bars::missed(breakdown, by.get())));
    let list = move || {
        let all = all.get();
        if all.is_empty() {
            let none = t!("The data has no answer key by attack, campaign or pattern.");
            return view! { <p class="help">{none}</p> }.into_any();
        }
        let most = if is_whole.get() { usize::MAX } else { FIRST };
        view! { <ul class="figure-bars">{all.into_iter().take(most).map(bar).collect_view()}</ul> }.into_any()
    };
    let further =
        Memo::new(move |_| shown.breakdown.with(|breakdown| by.get().count(breakdown)).saturating_sub(FIRST));
    let more = move || {
        let further = further.get();
        (further > 0).then(|| {
            let face = move || if is_whole.get() { t!("Show fewer").to_owned() } else { t!("Show {count} more", count = further) };
            view! {
                <button type="button" class="link" on:click=move |_| is_whole.update(|is_whole| *is_whole = !*is_whole)>
                    {face}
                </button>
            }
        })
    };
    let benign = move || shown.breakdown.with(|breakdown| breakdown.benign_outliers.and_then(bars::benign));
    view! {
        <section class="card" aria-labelledby="missed-heading">
            <header class="heading">
                <h3 id="missed-heading">{t!("Missed")}</h3>
                <div class="switch" role="radiogroup" aria-label=t!("Missed by")>
                    {By::ALL.map(one).into_iter().collect_view()}
                </div>
            </header>
            {list}
            {more}
            <p class="help">{benign}</p>
        </section>
    }
}

/// The anomalous rows that no detector finds, by attack.
#[component]
pub fn MissedByAll(shown: Shown, is_stale: Memo<bool>) -> impl IntoView {
    let generated_rows = shown.generated_rows();
    let (rows, anomalous) = shown.with(|report| {
        let attack = |place: u32| {
            let attacks = report.answers.attacks.as_ref();
            attacks.map_or_else(String::new, |attacks| attacks.name(place as usize).to_owned())
        };
        let row = |&place: &u32| Some((*report.answers.rows.get(place as usize)?, attack(place)));
        (report.missed_by_all.iter().filter_map(row).collect::<Vec<_>>(), report.test.anomalous)
    });
    let all = rows.len();
    if all == 0 {
        return None;
    }
    let can_show = generated_rows.is_some();
    let id = move |row: u32| {
        let name = words::row_name(generated_rows, row);
        let label = t!("Show {row} in Data", row = &name);
        let is_shown = move || can_show && !is_stale.get();
        view! {
            <button
                type="button"
                class="link"
                aria-label=label
                disabled=move || !is_shown()
                on:click=move |_| shown.detecting.show_row(row)
            >
                {name}
            </button>
            " "
        }
    };
    let group = move |(attack, rows): (String, Vec<u32>)| {
        let name = if attack.is_empty() { t!("Other rows").to_owned() } else { attack };
        view! {
            <div>
                <dt>{name} " " <span class="help">{rows.len()}</span></dt>
                <dd>{rows.into_iter().map(id).collect_view()}</dd>
            </div>
        }
    };
    let rest = all.saturating_sub(NAMED);
    let groups = words::by_attack(rows.get(..NAMED.min(all)).unwrap_or_default());
    Some(view! {
        <section class="card" aria-labelledby="missed-by-all-heading">
            <h3 id="missed-by-all-heading">{t!("Missed by every detector")}</h3>
            <p class="help">
                {t!(
                    "{count} anomalous row of {anomalous}, where each calls as many rows anomalous as there are."
                        | "{count} anomalous rows of {anomalous}, where each calls as many rows anomalous as there are." % all,
                    count = language::grouped(all as u64),
                    anomalous
                )}
            </p>
            <dl class="row-names">{groups.into_iter().map(group).collect_view()}</dl>
            {(rest > 0).then(|| view! { <p class="help">{t!("{count} more stand in the JSON file.", count = rest)}</p> })}
        </section>
    })
}
