//! What stands below the chart, in tabs: the chart's numbers, statistics, alerts, and the dictionary. Each is asked for when
//! its tab is open.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::explorer::{Explorer, Source};
use super::tabs::{Answer, Found, Tab};
use crate::engine::Problem;
use crate::engine::explore::Scope;
use crate::engine::explore::alerts::Alert;
use crate::engine::explore::filter::Filter;
use crate::page::client::{Failure, Lane, Reply};
use crate::page::components::chart::ChartNumbers;
use crate::page::components::dictionary::{dictionary, of_file};
use crate::page::components::figures::{FiguresTable, FiguresTables};
use crate::page::components::notices::told;
use crate::page::components::steps::step;
use crate::page::language;
use crate::page::shell::focus_on;
use crate::protocol::dataset::TableId;
use crate::protocol::explore::{Alerts, Describe, Described};

/// The rows and columns that a tab looks at.
type Looked = (TableId, Filter, Scope);

/// Answers of which the tabs show the latest.
#[derive(Clone, Copy)]
struct Answers {
    described: RwSignal<Answer<Looked, Described>>,
    alerts: RwSignal<Answer<Looked, Vec<Alert>>>,
    lanes: [Lane; 2],
}

/// The tabs.
#[component]
pub fn TabsView(explorer: Explorer) -> impl IntoView {
    let tab = RwSignal::new(Tab::default());
    let looked = Memo::new(move |_| {
        let of = |subject: &super::explorer::Subject| {
            (subject.table, subject.filter.clone(), subject.request.scope())
        };
        explorer.subject.with(|subject| subject.as_ref().map(of))
    });
    let answers = Answers {
        described: RwSignal::new(Answer::default()),
        alerts: RwSignal::new(Answer::default()),
        lanes: [Lane::new(), Lane::new()],
    };
    Effect::new(move || {
        let Some(looked) = looked.get().filter(|_| explorer.is_active.get()) else { return };
        match tab.get() {
            Tab::Numbers => {}
            Tab::Statistics | Tab::Dictionary => answers.describe(explorer, looked),
            Tab::Alerts => answers.look_for_alerts(explorer, looked),
        }
    });
    let count = move || {
        let looked = looked.get()?;
        answers.alerts.with(|alerts| match alerts.found(&looked)? {
            Found::This(alerts) if !alerts.is_empty() => Some(alerts.len()),
            _ => None,
        })
    };
    let badge = move |one: Tab| {
        (one == Tab::Alerts)
            .then_some(move || count().map(|count| view! { <span class="badge">{count}</span> }))
    };
    let button = move |(place, one): (usize, Tab)| {
        view! {
            <button
                type="button"
                role="tab"
                id=one.id()
                aria-controls=one.panel()
                aria-selected=move || (tab.get() == one).to_string()
                tabindex=move || if tab.get() == one { "0" } else { "-1" }
                on:click=move |_| tab.set(one)
                on:keydown=move |event| {
                    if let Some(next) = step(&event.key(), place, Tab::ALL.len()).and_then(|to| Tab::ALL.get(to)) {
                        event.prevent_default();
                        tab.set(*next);
                        focus_on(next.id());
                    }
                }
            >
                {language::words(one.name())}
                {badge(one)}
            </button>
        }
    };
    let panel = move |one: Tab| {
        let body = move || {
            (tab.get() == one).then(|| match one {
                Tab::Numbers => view! { <ChartNumbers chart=explorer.chart/> }.into_any(),
                Tab::Statistics => {
                    let shown = |described: &Described| {
                        let mut tables = described.statistics.clone();
                        tables.push(described.info.clone());
                        view! { <FiguresTables tables/> }.into_any()
                    };
                    found(answers.described, looked, move || answers.describe_again(explorer, looked), shown)
                }
                Tab::Alerts => found(
                    answers.alerts,
                    looked,
                    move || answers.look_again(explorer, looked),
                    |alerts| alert_list(alerts),
                ),
                Tab::Dictionary => view! { <DictionaryTab explorer answers looked/> }.into_any(),
            })
        };
        view! {
            <div
                role="tabpanel"
                id=one.panel()
                aria-labelledby=one.id()
                hidden=move || tab.get() != one
            >
                {body}
            </div>
        }
    };
    view! {
        <div id="explore-sections">
            <div class="tablist" role="tablist" aria-label=t!("What the data says")>
                {Tab::ALL.into_iter().enumerate().map(button).collect_view()}
            </div>
            {Tab::ALL.map(panel).into_iter().collect_view()}
        </div>
    }
}

impl Answers {
    fn describe(self, explorer: Explorer, looked: Looked) {
        let (table, filter, scope) = looked.clone();
        let asking = explorer.client.ask(Describe { table, filter, scope }).latest(self.lanes[0]);
        expect(self.described, looked, async move { asking.send().await });
    }

    fn look_for_alerts(self, explorer: Explorer, looked: Looked) {
        let (table, filter, scope) = looked.clone();
        let asking = explorer.client.ask(Alerts { table, filter, scope }).latest(self.lanes[1]);
        expect(self.alerts, looked, async move { asking.send().await });
    }

    fn describe_again(self, explorer: Explorer, looked: Memo<Option<Looked>>) {
        self.described.set(Answer::default());
        if let Some(looked) = looked.get_untracked() {
            self.describe(explorer, looked);
        }
    }

    fn look_again(self, explorer: Explorer, looked: Memo<Option<Looked>>) {
        self.alerts.set(Answer::default());
        if let Some(looked) = looked.get_untracked() {
            self.look_for_alerts(explorer, looked);
        }
    }
}

/// Sends a request, unless its answer is there or under way already.
fn expect<T: Send + Sync + 'static>(
    answer: RwSignal<Answer<Looked, T>>,
    looked: Looked,
    sent: impl Future<Output = Result<Reply<T>, Failure>> + 'static,
) {
    let is_new = answer.try_maybe_update(|answer| {
        let is_new = answer.expect(&looked);
        (is_new, is_new)
    });
    if is_new != Some(true) {
        return;
    }
    spawn_local(async move {
        let found = match sent.await {
            Ok(reply) => Some(Found::This(reply.answer)),
            Err(Failure::Problems(problems)) => Some(Found::Problems(problems)),
            Err(Failure::Cancelled | Failure::Lost) => None,
        };
        // The view may be gone by now.
        answer.try_update(|answer| answer.take(&looked, found));
    });
}

/// What was found, while it is looked for, and where that failed.
fn found<T: Send + Sync + 'static>(
    answer: RwSignal<Answer<Looked, T>>,
    looked: Memo<Option<Looked>>,
    again: impl Fn() + Copy + Send + 'static,
    shown: impl Fn(&T) -> AnyView + Copy + Send + 'static,
) -> AnyView {
    let waiting = || view! { <p class="computing" role="status">{t!("Computing…")}</p> }.into_any();
    let view = move || {
        let Some(looked) = looked.get() else { return waiting() };
        answer.with(|answer| match answer.found(&looked) {
            None | Some(Found::Nothing) => waiting(),
            Some(Found::This(found)) => shown(found),
            Some(Found::Problems(problems)) => {
                let line = |problem: &Problem| view! { <p>{told(problem)}</p> };
                view! {
                    <div class="chart-failed" role="alert">
                        {problems.iter().map(line).collect_view()}
                        <button type="button" on:click=move |_| again()>{t!("Try again")}</button>
                    </div>
                }
                .into_any()
            }
        })
    };
    view.into_any()
}

fn alert_list(alerts: &[Alert]) -> AnyView {
    if alerts.is_empty() {
        return view! { <p class="help">{t!("Nothing stands out: no constant, skewed, or nearly equal columns.")}</p> }
            .into_any();
    }
    let item = |alert: &Alert| {
        view! {
            <li>
                <span class="alert-kind">{language::words(alert.concern.name())}</span>
                <span>{language::told(&alert.sentence)}</span>
            </li>
        }
    };
    view! { <ul class="alert-list">{alerts.iter().map(item).collect_view()}</ul> }.into_any()
}

/// What each column is, and the first rows.
#[component]
fn DictionaryTab(explorer: Explorer, answers: Answers, looked: Memo<Option<Looked>>) -> impl IntoView {
    let table = move || {
        let is_all = looked.with(|looked| looked.as_ref().is_some_and(|looked| looked.2 == Scope::All));
        let numbers = match explorer.source() {
            Source::Generated => {
                let configuration = explorer.engine.configuration()?;
                dictionary(&configuration, is_all)
            }
            Source::Balanced | Source::File => explorer.subject.with(|subject| {
                let columns = subject.as_ref()?.columns.iter();
                Some(of_file(columns.map(|column| (column.name.as_str(), column.kind, column.role))))
            })?,
        };
        Some(view! { <FiguresTable numbers/> })
    };
    let head = |described: &Described| view! { <FiguresTable numbers=described.head.clone()/> }.into_any();
    view! {
        {table}
        {found(answers.described, looked, move || answers.describe_again(explorer, looked), head)}
    }
}
