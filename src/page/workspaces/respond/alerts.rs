//! The alerts: open and acknowledged ones, each with why it opened.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::feed::Item;
use super::monitoring::Monitoring;
use super::words;
use crate::engine::decimal;
use crate::page::components::controls::{Line, button, choice};
use crate::page::language;

/// The alerts that are listed at once.
const LISTED: usize = 60;

/// How often a screen reader is told of new alerts, in milliseconds.
const TOLD_EVERY: f64 = 10_000.0;

/// The alerts.
#[component]
pub fn Alerts(monitoring: Monitoring, active: Signal<bool>) -> impl IntoView {
    let feed = monitoring.feed;
    let shows_acknowledged = RwSignal::new(false);
    let search = RwSignal::new(String::new());
    let open = Memo::new(move |_| feed.with(|feed| feed.open()[0]));
    let passes = move |item: &Item| {
        let wanted = search.get().to_lowercase();
        let alert = &item.alert;
        item.acknowledged.is_some() == shows_acknowledged.get()
            && [&alert.user, &alert.name, &alert.location, &words::level(alert.level).to_owned()]
                .into_iter()
                .any(|text| text.to_lowercase().contains(&wanted))
    };
    let listed = Memo::new(move |_| {
        feed.with(|feed| {
            feed.lists.alerts.iter().filter(|item| passes(item)).take(LISTED).cloned().collect::<Vec<Item>>()
        })
    });
    let is_empty = Memo::new(move |_| listed.with(Vec::is_empty));
    // Nothing moves away beneath a pointer, or from a focus that was moved by keys.
    let (is_pointed, is_focused) = (StoredValue::new(false), StoredValue::new(false));
    let hold = move || {
        let are_held = is_pointed.get_value() || is_focused.get_value();
        if feed.with_untracked(|feed| feed.lists.are_held) != are_held {
            feed.update(|feed| feed.hold(are_held));
        }
    };
    let waiting = Memo::new(move |_| feed.with(|feed| if feed.lists.are_held { feed.unlisted() } else { 0 }));
    let waits = move || match waiting.get() {
        0 => None,
        count => Some(t!(
            "The list waits while you are at it: {count} new alert."
                | "The list waits while you are at it: {count} new alerts." % count,
            count = language::grouped(count as u64)
        )),
    };
    let one = move |acknowledged: bool, key: &'static str, face: &'static str| {
        choice(
            "alerts",
            key,
            face,
            move || shows_acknowledged.get() == acknowledged,
            || false,
            move || {
                shows_acknowledged.set(acknowledged);
            },
        )
    };
    // At most one sentence in ten seconds, however many alerts there are.
    let told = RwSignal::new((0.0_f64, 0_u64, String::new()));
    Effect::new(move || {
        let (count, critical) =
            feed.with(|feed| (feed.opened.first().map_or(0, |counts| counts[0]), feed.open()[1]));
        let now = window().performance().map_or(0.0, |performance| performance.now());
        let (last, before, _) = told.get_untracked();
        if !active.get_untracked() || count <= before || (last > 0.0 && now - last < TOLD_EVERY) {
            return;
        }
        let text = t!(
            "{count} new alerts, {critical} critical ones open.",
            count = language::grouped(count - before),
            critical
        );
        told.set((now, count, text));
    });
    let lost = move || {
        let lost = feed.with(|feed| feed.lost);
        (lost > 0).then(|| {
            t!("{count} older alerts made room; the log has all of them.", count = language::grouped(lost))
        })
    };
    // Written over line by line, and no item follows a signal: in reactive_graph 0.2.16 an owner keeps something of each item that
    // a `For` ever had, and a signal of each effect that ever followed it. Here that would be a hundred a second.
    let explained =
        Memo::new(move |_| monitoring.explained.with(|explained| explained.as_ref().map(|it| it.0)));
    let items = move || {
        let explained = explained.get();
        let one = |item: Item| {
            let is_explained = explained == Some(item.alert.row);
            view! { <AlertItem item is_explained monitoring/> }
        };
        listed.get().into_iter().map(one).collect_view()
    };
    view! {
        <section class="card alerts" aria-labelledby="alerts-heading">
            <header class="heading">
                <h3 id="alerts-heading" tabindex="-1">{t!("Alerts")}</h3>
                <div class="switch" role="radiogroup" aria-label=t!("Which alerts")>
                    {one(false, "open", t!("Open"))}
                    {one(true, "acknowledged", t!("Acknowledged"))}
                </div>
                {Line { id: "alerts-search".to_owned(), kind: "search", name: Some(t!("Filter alerts").to_owned()), placeholder: t!("User, event, level").to_owned(), ..Line::text() }.of(search)}
                {button("", t!("Acknowledge all")).id("acknowledge-all").disabled(move || open.get() == 0).does(move || feed.update(|feed| feed.acknowledge_all()))}
                <SaveLog monitoring/>
            </header>
            <p class="visually-hidden" role="status">{move || told.with(|(_, _, text)| text.clone())}</p>
            <p class="help empty" hidden=move || !is_empty.get()>
                {move || if monitoring.has_begun() { t!("No such alert.") } else { t!("Start the monitor: alerts open as rows come.") }}
            </p>
            <p class="help waits" id="alerts-wait">{waits}</p>
            <ul
                class="alert-list"
                id="alert-list"
                on:pointerenter=move |event| {
                    is_pointed.set_value(event.pointer_type() == "mouse");
                    hold();
                }
                on:pointerleave=move |_| {
                    is_pointed.set_value(false);
                    hold();
                }
                on:focusin=move |event| {
                    is_focused.set_value(target(event.target()).is_some_and(|element| element.matches(":focus-visible").unwrap_or(true)));
                    hold();
                }
                on:focusout=move |event| {
                    // From one entry to the next, the focus stays in the list.
                    let next = target(event.related_target());
                    let stays = next.is_some_and(|element| element.closest("#alert-list").is_ok_and(|list| list.is_some()));
                    if !stays {
                        is_focused.set_value(false);
                        hold();
                    }
                }
            >
                {items}
            </ul>
            <p class="help">{lost}</p>
        </section>
    }
}

/// The element that an event is about.
fn target(target: Option<web_sys::EventTarget>) -> Option<web_sys::Element> {
    target.and_then(|target| target.dyn_into().ok())
}

/// An alert.
#[component]
fn AlertItem(item: Item, is_explained: bool, monitoring: Monitoring) -> impl IntoView {
    let Item { number, alert, acknowledged } = item;
    let row = alert.row;
    let (user, location) = (&alert.user, &alert.location);
    let score = language::number(&decimal::text_rounded(alert.score, 1));
    let about = match alert.state {
        0 => t!("{user} · {location} · score {score}", user, location, score),
        state => t!(
            "{user} · {location} · score {score} · {state}",
            user,
            location,
            score,
            state = words::state(state).to_lowercase()
        ),
    };
    let note = acknowledged.map(|seconds| t!("after {duration}", duration = words::duration(seconds)));
    let name = alert.name.clone();
    view! {
        <li class:chosen=is_explained>
            <span class=format!("dot {}", words::level_class(alert.level)) aria-hidden="true"></span>
            <div>
                <p><span class="visually-hidden">{words::level(alert.level)} ": "</span><strong>{alert.name}</strong></p>
                <p class="help">{about}</p>
            </div>
            <span class="time help">{words::hour(alert.time)} {note.map(|note| view! { <br/>{note} })}</span>
            {button("", t!("Why")).name(t!("Why: {name}", name = &name)).does(move || monitoring.explain(row))}
            {acknowledged.is_none().then(|| {
                button("quiet", "✓")
                    .name(t!("Acknowledge: {name}", name = &name))
                    .title(t!("Acknowledge"))
                    .does(move || monitoring.acknowledge(number))
            })}
        </li>
    }
}

/// Saves the log, and shows how far that is.
#[component]
fn SaveLog(monitoring: Monitoring) -> impl IntoView {
    let saving = monitoring.saving;
    let is_saving = Memo::new(move |_| saving.with(Option::is_some));
    move || match is_saving.get() {
        true => {
            let percent = move || saving.get().map_or(0, |progress| progress.percent()).to_string();
            view! {
                <progress max="100" prop:value=percent aria-label=t!("Saving the log")></progress>
                {button("", t!("Cancel")).id("save-log-cancel").does(move || monitoring.cancel_saving())}
            }
            .into_any()
        }
        false => button("", t!("Save log"))
            .id("save-log")
            .title(t!("What came so far, as JSON Lines"))
            .disabled(move || !monitoring.has_begun())
            .does(move || monitoring.save_log()),
    }
}
