//! The rules: each with its condition, its action and what it does on the rows; and when states begin.

use leptos::html;
use leptos::prelude::*;

use super::base_actions::BaseActions;
use super::editing::Editing;
use super::playbook::Playbook;
use super::scoring::Scoring;
use super::sentence::with_elements;
use super::words;
use crate::engine::level::Level;
use crate::engine::respond::Options;
use crate::engine::respond::condition::word;
use crate::engine::respond::rule::Rule;
use crate::engine::respond::rules::MAX_RULES;
use crate::engine::respond::sigma;
use crate::engine::settings::Kind;
use crate::page::components::controls::{Line, button, lines, select, tick};
use crate::page::components::notices::{Notices, told};
use crate::page::components::problems::Problems;
use crate::page::download::save_text;
use crate::page::language::{self, grouped};

/// The name of a file of rules.
const FILE_NAME: &str = "rules.txt";

/// The name of a file of Sigma rules.
const SIGMA_NAME: &str = "rules.sigma.yml";

/// The rules.
#[component]
pub fn RulesView(editing: Editing, scoring: Scoring, notices: Notices) -> impl IntoView {
    view! {
        <div class="rules-work">
            <Table editing notices/>
            <States editing/>
            <BaseActions scoring/>
            <Playbook editing/>
            <AsText editing/>
        </div>
    }
}

/// The rules as a table.
#[component]
fn Table(editing: Editing, notices: Notices) -> impl IntoView {
    let count = Memo::new(move |_| editing.rules.with(|rules| rules.rules().len()));
    let basis = move || {
        editing.review.with(|review| {
            let review = review.as_ref()?;
            let [looked, all] = review.rows;
            let [alerts, anomalous] = review.alerts;
            let a_day = crate::engine::decimal::text_rounded(alerts as f64 / review.days, 1);
            let a_day = language::number(&a_day);
            let share = words::percent(anomalous as f64, alerts as f64);
            let (rows, alerts) = (grouped(all), grouped(alerts));
            Some(if looked < all {
                t!(
                    "On the first {looked} of {rows} rows by time: {alerts} alerts, {a_day} a day; {share} of them are anomalous.",
                    looked = grouped(looked),
                    rows,
                    alerts,
                    a_day,
                    share
                )
            } else {
                t!(
                    "On {rows} rows: {alerts} alerts, {a_day} a day; {share} of them are anomalous.",
                    rows,
                    alerts,
                    a_day,
                    share
                )
            })
        })
    };
    let save = move || {
        let text = editing.rules.with_untracked(|rules| rules.lines());
        if let Err(problem) = save_text(&text, "text/plain;charset=utf-8", FILE_NAME) {
            notices.error(&problem);
        }
    };
    let save_sigma = move || match editing.rules.with_untracked(sigma::text) {
        Ok(text) => {
            if let Err(problem) = save_text(&text, "application/yaml", SIGMA_NAME) {
                notices.error(&problem);
            }
        }
        Err(problems) => problems.iter().take(3).for_each(|problem| notices.error(problem)),
    };
    view! {
        <section class="card rules-card" aria-labelledby="rules-heading" aria-busy=move || editing.progress.with(Option::is_some).to_string()>
            <header class="heading">
                <h3 id="rules-heading">{t!("Rules")}</h3>
                <span class="help" id="rules-basis">{basis}</span>
                {button("", t!("Add a rule")).id("add-rule").disabled(move || count.get() >= MAX_RULES).does(move || editing.add())}
                <FileButton editing notices/>
                {button("", t!("Save as Sigma")).id("save-sigma").title(t!("The rules as Sigma rules over our columns")).does(save_sigma)}
                {button("", t!("Save")).id("save-rules").title(t!("The rules as a file, for --rules-file")).does(save)}
                {button("", t!("Shipped rules")).id("reset-rules").disabled(move || editing.are_shipped()).does(move || editing.reset())}
            </header>
            <ul class="rule-list" id="rule-list">
                <For each=move || 0..count.get() key=|place| *place let(place)>
                    <RuleRow editing place/>
                </For>
            </ul>
            <p class="help" hidden=move || count.get() != 0>{t!("No rules: the scenarios' actions alone are taken.")}</p>
            <Problems problems=editing.problems.into()/>
            <p class="help">{language_of_rules()}</p>
        </section>
    }
}

/// What conditions can say, with an example of each.
fn language_of_rules() -> AnyView {
    let examples = [
        "threat_level >= High and login_attempts > 5",
        "deviation(data_transfer_mb) > 3",
        "count(1 h) >= 5",
        "state >= watched",
    ];
    let examples = examples.map(|example| view! { <code>{example}</code> }.into_any());
    with_elements(examples, |[columns, deviation, count, state]| {
        t!(
            "A condition names columns by their keys, or between quotes: {columns}. {deviation} looks at the user's own baseline, {count} at the user's rows within a time, {state} at the user's state. The column Defense Action stays as it is: rules act in the monitor, and in the commands stream and score.",
            columns,
            deviation,
            count,
            state
        )
    })
}

/// Opens a file of rules.
#[component]
fn FileButton(editing: Editing, notices: Notices) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            editing.open(file, notices);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let open = move || {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    // Not the word that stands on open alerts.
    let open_file = t!("a file" => "Open");
    view! {
        {button("", open_file).id("open-rules").title(t!("A file of rules, or of Sigma rules")).does(open)}
        <input type="file" id="rules-file" hidden accept=".txt,.yml,.yaml" aria-label=t!("File of rules") node_ref=input on:change=chosen/>
    }
}

/// A rule.
#[component]
fn RuleRow(editing: Editing, place: usize) -> impl IntoView {
    let rule =
        Memo::new(move |_| editing.rules.with(|rules| rules.rules().get(place).cloned()).unwrap_or_default());
    let problem = RwSignal::new(None::<String>);
    let invalid = Signal::derive(move || problem.with(Option::is_some));
    let of = move |text: fn(&Rule) -> String| Signal::derive(move || rule.with(text));
    // Reads the whole rule with one part of it changed, so that what is wrong is said in the words of the whole.
    let reread = move |name: String, condition: String, action: String| {
        let rest = rule.with_untracked(|rule| {
            let text = rule.to_string();
            text.rsplit_once(" priority=").map_or_else(String::new, |(_, rest)| rest.to_owned())
        });
        let text = format!("{}: {condition} -> {} priority={rest}", word(&name), word(&action));
        problem.set(editing.reread(place, &text).err());
    };
    let parts = move || {
        rule.with_untracked(|rule| (rule.name.clone(), rule.condition.to_string(), rule.action.clone()))
    };
    let field = move |class: &'static str, name: &'static str| Line {
        class,
        name: Some(name.to_owned()),
        described_by: format!("rule-{place}-problem"),
        invalid,
        ..Line::text()
    };
    let name = field("rule-name", t!("Name")).left(of(|rule| rule.name.clone()), move |text| {
        let (_, condition, action) = parts();
        reread(text, condition, action);
    });
    let condition =
        field("rule-condition", t!("Condition")).left(of(|rule| rule.condition.to_string()), move |text| {
            let (name, _, action) = parts();
            reread(name, text, action);
        });
    let action = field("rule-action", t!("Action")).left(of(|rule| rule.action.clone()), move |text| {
        let (name, condition, _) = parts();
        reread(name, condition, text);
    });
    let number = move |class: &'static str,
                       name: &'static str,
                       text: fn(&Rule) -> String,
                       put: fn(&mut Rule, Option<f64>) -> bool| {
        field(class, name).left(of(text), move |typed| {
            let typed = typed.trim();
            let number =
                if typed.is_empty() { Some(None) } else { crate::engine::decimal::typed(typed).map(Some) };
            let mut changed = rule.get_untracked();
            let is_put = number.is_some_and(|number| put(&mut changed, number));
            let text = changed.to_string();
            problem.set(match is_put {
                true => editing.reread(place, &text).err(),
                false => Some(t!("{name} is no number that can be used.", name)),
            });
        })
    };
    let log = number(
        "short",
        t!("Log every so many minutes"),
        |rule| rule.log_minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        |rule, number| {
            rule.log_minutes = number.map(|number| number as u32);
            number.is_none_or(|number| number.fract() == 0.0 && (1.0..=1_440.0).contains(&number))
        },
    );
    let points = number(
        "short",
        t!("Points"),
        |rule| crate::engine::decimal::text(rule.points),
        |rule, number| {
            rule.points = number.unwrap_or(0.0);
            (0.0..=100.0).contains(&rule.points)
        },
    );
    const PRIORITIES: [(&str, &str); 4] =
        [("Low", "Low"), ("Medium", "Medium"), ("High", "High"), ("Critical", "Critical")];
    let priority = select(
        String::new(),
        Some(t!("Priority").to_owned()),
        String::new(),
        PRIORITIES.to_vec(),
        of(|rule| rule.priority.name().to_owned()),
        move |key| {
            if let Some(level) = Level::ALL.into_iter().find(|level| level.name() == key) {
                editing.change(place, |rule| rule.priority = level);
            }
        },
    );
    let hits = move || {
        editing.review.with(|review| {
            let hits = review.as_ref()?.rules.iter().find(|hits| rule.with(|rule| rule.name == hits.name))?;
            let finding = hits.finding.as_ref().map(|finding| {
                view! { <span class="pill warn">{words::finding(finding)}</span> }
            });
            let said = t!(
                "{rows} rows, {users} users; {share} anomalous",
                rows = grouped(hits.rows),
                users = grouped(hits.users),
                share = words::percent(hits.anomalous as f64, hits.rows as f64)
            );
            Some(view! { <span class="help">{said}</span> {finding} })
        })
    };
    view! {
        <li class:off=move || rule.with(|rule| rule.is_off)>
            <label class="tick" title=t!("Switched on")>
                {tick(String::new(), String::new(), move || rule.with(|rule| !rule.is_off), move |on| editing.change(place, |rule| rule.is_off = !on))}
                <span class="visually-hidden">{move || t!("Use the rule {name}", name = rule.with(|rule| rule.name.clone()))}</span>
            </label>
            {name}
            {condition}
            <span class="arrow" aria-hidden="true">"→"</span>
            {action}
            {priority}
            <label class="unit"><span class="help">{t!("log min")}</span>{log}</label>
            <label class="unit"><span class="help">{t!("points")}</span>{points}</label>
            <span class="hits">{hits}</span>
            {button("quiet square", "✕")
                .name(t!("Remove rule {number}", number = place + 1))
                .title(t!("Remove the rule"))
                .does(move || editing.remove(place))}
            <p class="problem" id=format!("rule-{place}-problem") aria-live="polite">{move || problem.get()}</p>
        </li>
    }
}

/// When states begin, and what opens an alert.
#[component]
fn States(editing: Editing) -> impl IntoView {
    let field = move |setting: crate::engine::settings::Setting<Options>| {
        let path = setting.path.to_string();
        let id = path.replace('.', "-");
        let problem = RwSignal::new(None::<String>);
        let (name, unit) = (language::told(&setting.name), language::words(setting.unit));
        let help = language::told(&setting.help);
        let kind = setting.kind;
        let setting = StoredValue::new_local(setting);
        let value = Signal::derive_local(move || {
            editing.options.with(|options| setting.with_value(|setting| setting.value(options).to_string()))
        });
        let value = Memo::new(move |_| value.get());
        let set = {
            let path = path.clone();
            move |text: String| problem.set(editing.set(&path, &text).err())
        };
        let described_by = format!("{id}-help {id}-problem");
        let control = match kind {
            Kind::Choice(choices) => {
                let choices =
                    choices.iter().map(|choice| (choice.key, language::words(choice.name))).collect();
                select(id.clone(), None, described_by, choices, value.into(), set)
            }
            _ => Line {
                id: id.clone(),
                class: "short",
                keyboard: "decimal",
                described_by,
                invalid: Signal::derive(move || problem.with(Option::is_some)),
                ..Line::text()
            }
            .left(value.into(), set),
        };
        let label = if unit.is_empty() { name } else { format!("{name} ({unit})") };
        view! {
            <div class="field">
                <label class="label" for=id.clone()>{label}</label>
                {control}
                <p class="help" id=format!("{id}-help")>{help}</p>
                <p class="problem" id=format!("{id}-problem") aria-live="polite">{move || problem.get()}</p>
            </div>
        }
    };
    view! {
        <section class="card" aria-labelledby="states-heading">
            <h3 id="states-heading">{t!("States of users, and alerts")}</h3>
            <p class="help">
                {t!("Rules that fire add points to their user; points halve with every half-life. A state begins at its points and ends at half of them.")}
            </p>
            <div class="state-fields">{Options::settings().into_iter().map(field).collect_view()}</div>
        </section>
    }
}

/// The rules as text, and others beside them.
#[component]
fn AsText(editing: Editing) -> impl IntoView {
    let part = move |id: &'static str,
                     label: &'static str,
                     help: &'static str,
                     now: Signal<String>,
                     put: fn(Editing, &str) -> Result<(), Vec<crate::engine::Problem>>| {
        let text = RwSignal::new(now.get_untracked());
        let problems = RwSignal::new(Vec::<String>::new());
        Effect::watch(
            move || now.get(),
            move |now, before, _| {
                if before != Some(now) {
                    text.set(now.clone());
                    problems.set(Vec::new());
                }
            },
            false,
        );
        let apply = move || {
            let outcome = put(editing, &text.get_untracked());
            problems.set(outcome.err().unwrap_or_default().iter().map(told).collect());
        };
        let invalid = Signal::derive(move || problems.with(|problems| !problems.is_empty()));
        view! {
            <div class="field">
                <label class="label" for=id>{label}</label>
                {lines(id.to_owned(), None, format!("{id}-help {id}-problem"), invalid, text)}
                <p class="help" id=format!("{id}-help")>{help}</p>
                <div id=format!("{id}-problem") aria-live="polite">
                    {move || problems.get().into_iter().map(|problem| view! { <p class="problem">{problem}</p> }).collect_view()}
                </div>
                <div class="actions-row">{button("", t!("Use")).name(t!("Use: {label}", label)).does(apply)}</div>
            </div>
        }
    };
    let own = Signal::derive(move || editing.rules.with(|rules| rules.lines()));
    let beside = Signal::derive(move || {
        editing.options.with(|options| options.beside.as_ref().map(|rules| rules.lines()).unwrap_or_default())
    });
    view! {
        <details class="card as-text">
            <summary>{t!("As text, and a second set")}</summary>
            <div class="texts">
                {part("rules-text", t!("The rules"), t!("A line each; empty for the shipped ones."), own, |editing, text| editing.read_all(text))}
                {part(
                    "beside-text",
                    t!("A second set"),
                    t!("Runs on the same rows in the monitor, to be compared. Empty for none."),
                    beside,
                    |editing, text| editing.read_beside(text),
                )}
            </div>
        </details>
    }
}
