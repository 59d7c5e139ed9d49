//! The live monitor: its controls, the figures of now, the moving chart, alerts, users and rules.

use leptos::prelude::*;

use super::alerts::Alerts;
use super::launch::LaunchDialog;
use super::monitoring::Monitoring;
use super::moving::Moving;
use super::pace::Pace;
use super::why::WhyPanel;
use super::words;
use crate::page::components::controls::{button, select, tick};
use crate::page::language::{self, grouped};

/// The live monitor.
#[component]
pub fn MonitorView(monitoring: Monitoring, active: Signal<bool>) -> impl IntoView {
    let is_launching = RwSignal::new(false);
    view! {
        <div class="monitor">
            <div class="monitor-main">
                <Controls monitoring is_launching/>
                <Scorecard monitoring/>
                <Moving monitoring/>
                <div class="monitor-below">
                    <Alerts monitoring active/>
                    <div class="monitor-side">
                        <Users monitoring/>
                        <Fired monitoring/>
                        <Beside monitoring/>
                        <Deeds monitoring/>
                    </div>
                </div>
            </div>
            <WhyPanel monitoring/>
            <LaunchDialog monitoring is_open=is_launching/>
        </div>
    }
}

/// Start, pause, step, pace, and how far the stream is.
#[component]
fn Controls(monitoring: Monitoring, is_launching: RwSignal<bool>) -> impl IntoView {
    let is_beginning = move || monitoring.beginning.with(Option::is_some);
    let face = Signal::derive(move || {
        let face = match (monitoring.is_running.get(), monitoring.has_begun()) {
            (true, _) => t!("Pause"),
            (false, true) => t!("Go on"),
            (false, false) => t!("Start"),
        };
        face.to_owned()
    });
    let toggle = move || match monitoring.is_running.get_untracked() {
        true => monitoring.pause(),
        false => monitoring.start(),
    };
    let start = crate::page::components::controls::Button { face, ..button("primary", "") };
    let paces = Pace::ALL.iter().map(|(pace, key)| ((*key).to_owned(), pace.name())).collect();
    let pace = Signal::derive(move || monitoring.pace.get().key().to_owned());
    let changed = move |key: String| {
        if let Some(pace) = Pace::of_key(&key) {
            monitoring.set_pace(pace);
        }
    };
    let time = move || {
        let now = monitoring.feed.with(|feed| feed.now.times[0].or(feed.now.times[1]));
        now.map_or_else(|| t!("Not started").to_owned(), words::minute)
    };
    let rows = move || {
        if is_beginning() {
            return t!("Putting the rows in order of time…").to_owned();
        }
        monitoring.feed.with(|feed| match feed.now.rows {
            [_, 0] => t!("Rows come in the order of their times").to_owned(),
            [came, all] => {
                let (came, all) = (grouped(came), grouped(all));
                if monitoring.is_running.get() {
                    let rate = feed.rows_per_bar() * super::feed::BARS_PER_SECOND;
                    let rate = grouped(rate.round() as u64);
                    t!("row {came} of {all} · {rate} rows/s", came, all, rate)
                } else {
                    t!("row {came} of {all}", came, all)
                }
            }
        })
    };
    let stale = move || {
        monitoring.is_stale().then(|| {
            view! {
                <p class="stale" id="monitor-stale">
                    <strong>{t!("This stream is of another dataset, or of other rules.")}</strong>
                    " "
                    {t!("Start again to see the present ones.")}
                </p>
            }
        })
    };
    view! {
        <section class="card controls" aria-label=t!("Controls")>
            {start.id("monitor-start").disabled(move || !monitoring.is_ready()).does(toggle)}
            {button("", t!("Step"))
                .id("monitor-step")
                .title(t!("Let one row come"))
                .disabled(move || !monitoring.is_ready())
                .does(move || monitoring.step())}
            {select("monitor-pace".to_owned(), Some(t!("Pace").to_owned()), String::new(), paces, pace, changed)}
            <p class="clock"><strong id="monitor-clock">{time}</strong> <span class="help" id="monitor-rows">{rows}</span></p>
            {button("", t!("Back to the start"))
                .id("monitor-reset")
                .disabled(move || !monitoring.has_begun())
                .does(move || monitoring.reset())}
            {button("accent", t!("Launch an attack"))
                .id("monitor-launch")
                .disabled(move || !monitoring.has_begun())
                .does(move || is_launching.set(true))}
            {stale}
        </section>
    }
}

/// The figures of now.
#[component]
fn Scorecard(monitoring: Monitoring) -> impl IntoView {
    let feed = monitoring.feed;
    let open = Memo::new(move |_| feed.with(|feed| feed.open()));
    let respond = Memo::new(move |_| feed.with(|feed| feed.mean_time_to_respond()));
    let states = Memo::new(move |_| feed.with(|feed| feed.now.states));
    let critical = move || {
        let [_, count] = open.get();
        t!("{count} critical" | "{count} critical" % count, count = grouped(count as u64))
    };
    let others = move || {
        let [_, _, restricted, blocked] = states.get().map(grouped);
        t!("{restricted} restricted, {blocked} blocked", restricted, blocked)
    };
    let attack = move || {
        feed.with(|feed| {
            let last = feed.now.attacks.last()?;
            Some((t!("{attack} on {user}", attack = &last.name, user = &last.user), words::attack(last)))
        })
    };
    let attack_view = move || match attack() {
        Some((title, words)) => view! {
            <p class="attack" id="monitor-attack">{title}</p>
            <p class="help" id="monitor-attack-found">{words}</p>
        }
        .into_any(),
        None => view! { <p class="help">{t!("None was launched.")}</p> }.into_any(),
    };
    view! {
        <section class="card scorecard" aria-label=t!("Now")>
            <div class="figure">
                <h3>{t!("Open alerts")}</h3>
                <p class="value" id="monitor-open">{move || grouped(open.get()[0] as u64)}</p>
                <p class="help">{critical}</p>
            </div>
            <div class="figure">
                <h3>{t!("Mean time to respond")}</h3>
                <p class="value" id="monitor-respond">{move || respond.get().map_or_else(|| "–".to_owned(), words::duration)}</p>
                <p class="help">{t!("stream time until you acknowledge")}</p>
            </div>
            <div class="figure">
                <h3>{t!("Watched users")}</h3>
                <p class="value">{move || grouped(states.get()[1])}</p>
                <p class="help">{others}</p>
            </div>
            <div class="figure wide">
                <h3>{t!("Launched attack")}</h3>
                {attack_view}
            </div>
        </section>
    }
}

/// Users by state, and who is not normal.
#[component]
fn Users(monitoring: Monitoring) -> impl IntoView {
    let states = Memo::new(move |_| monitoring.feed.with(|feed| feed.now.states));
    let bar = move |state: u8| {
        let count = move || states.get().get(usize::from(state)).copied().unwrap_or_default();
        let width = move || {
            let all: u64 = states.get().iter().sum();
            format!("{:.1}%", count() as f64 / all.max(1) as f64 * 100.0)
        };
        let class = format!("fill {}", words::level_class(state));
        view! {
            <li>
                <span class="name">{words::state(state)}</span>
                <span class="track" aria-hidden="true"><i class=class style:width=width></i></span>
                <span class="amount">{move || grouped(count())}</span>
            </li>
        }
    };
    let suspects = Memo::new(move |_| monitoring.feed.with(|feed| feed.lists.suspects.clone()));
    let suspects = move || {
        let suspects = suspects.get();
        let one = |suspect: crate::protocol::respond::Suspect| {
            let points = language::number(&crate::engine::decimal::text_rounded(suspect.points, 1));
            let about =
                t!("{state}, {points} points", state = words::state(suspect.state).to_lowercase(), points);
            view! {
                <li>
                    <span class=format!("dot {}", words::level_class(suspect.state)) aria-hidden="true"></span>
                    {suspect.user} " " <span class="help">{about}</span>
                </li>
            }
        };
        suspects.into_iter().map(one).collect_view()
    };
    view! {
        <section class="card" aria-labelledby="users-heading">
            <h3 id="users-heading">{t!("Users by state")}</h3>
            <ul class="figure-bars">{(0..4).map(bar).collect_view()}</ul>
            <ul class="suspects">{suspects}</ul>
        </section>
    }
}

/// How often each rule fired.
#[component]
fn Fired(monitoring: Monitoring) -> impl IntoView {
    let bars = move || {
        let names = monitoring.rules.with(|rules| rules.first().cloned().unwrap_or_default());
        let fired = monitoring.feed.with(|feed| feed.fired.clone());
        let most = fired.iter().copied().max().unwrap_or(0).max(1);
        let bar = |(name, count): (String, u64)| {
            view! {
                <li>
                    <span class="name">{name}</span>
                    <span class="track" aria-hidden="true">
                        <i class="fill" style:width=format!("{:.1}%", count as f64 / most as f64 * 100.0)></i>
                    </span>
                    <span class="amount">{grouped(count)}</span>
                </li>
            }
        };
        names.into_iter().zip(fired).map(bar).collect_view()
    };
    view! {
        <section class="card" aria-labelledby="fired-heading">
            <h3 id="fired-heading">{t!("Rules that fired")}</h3>
            <ul class="figure-bars">{bars}</ul>
        </section>
    }
}

/// What two sets of rules found of the same rows.
#[component]
fn Beside(monitoring: Monitoring) -> impl IntoView {
    move || {
        let (opened, all) = monitoring.feed.with(|feed| (feed.opened.clone(), feed.anomalous));
        (opened.len() > 1).then(|| {
            let one = |(place, counts): (usize, [u64; 2])| {
                let name = if place == 0 { t!("These rules") } else { t!("Rules beside them") };
                view! { <dt>{name}</dt><dd>{words::caught(counts, all)}</dd> }
            };
            view! {
                <section class="card" aria-labelledby="beside-heading" id="monitor-beside">
                    <h3 id="beside-heading">{t!("Two sets of rules")}</h3>
                    <dl class="about">{opened.into_iter().enumerate().map(one).collect_view()}</dl>
                </section>
            }
        })
    }
}

/// What was done last, and what the visitor wants to hear.
#[component]
fn Deeds(monitoring: Monitoring) -> impl IntoView {
    let deeds = Memo::new(move |_| {
        monitoring.feed.with(|feed| feed.lists.deeds.iter().take(10).cloned().collect::<Vec<_>>())
    });
    let deeds = move || {
        let one = |(_, deed): (u64, crate::protocol::respond::Deed)| {
            view! { <li><span class="help">{words::hour(deed.time)}</span> " " {deed.user} ": " {deed.action}</li> }
        };
        deeds.get().into_iter().map(one).collect_view()
    };
    let alarm = monitoring.alarm;
    let notify = move |on: bool| {
        leptos::task::spawn_local(async move {
            if let Err(refused) = alarm.switch_notification(on).await {
                monitoring.notices.tell(refused);
            }
        });
    };
    view! {
        <section class="card" aria-labelledby="deeds-heading">
            <h3 id="deeds-heading">{t!("Actions")}</h3>
            <ul class="deeds">
                {deeds}
            </ul>
            <fieldset class="alarms">
                <legend class="help">{t!("For critical alerts")}</legend>
                <label class="tick">
                    {tick("alarm-sound".to_owned(), String::new(), move || alarm.sound.get(), move |on| alarm.switch_sound(on))}
                    <span>{t!("Sound")}</span>
                </label>
                <label class="tick">
                    {tick("alarm-notification".to_owned(), String::new(), move || alarm.notification.get(), notify)}
                    <span>{t!("Notification")}</span>
                </label>
            </fieldset>
        </section>
    }
}
