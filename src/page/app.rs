//! The page as a whole: header, the configuration beside the dataset, notices.

use crate::page::erased::part;
use leptos::prelude::*;

use super::audit::AuditView;
use super::balance::BalanceView;
use super::classroom::ClassroomView;
use super::client::Client;
use super::configuration::{ConfigurationView, Form};
use super::controls::button;
use super::dataset::DatasetView;
use super::details::DetailsView;
use super::engine::{Engine, State, Wish};
use super::explore::{ExploreView, Explorer};
use super::export::ExportView;
use super::notices::{NoticeList, Notices, sentence};
use super::share::{ShareView, files, link};
use super::summary::SummaryView;
use super::typing;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let notices = Notices::new();
    let client = Client::start(notices);
    let engine = Engine::start(client, notices);
    let form = Form::new();
    link::open(form, notices);
    link::follow(form, engine, notices);
    let explorer = Explorer::new(form, engine, notices);
    let selected = RwSignal::new(None::<u64>);
    form.generate(engine, notices, Wish::Asked);
    typing::follow(form, engine);
    files::accept_drops(form, engine, explorer, notices);
    // Another dataset has other rows: the one that was looked at is not among them.
    Effect::watch(
        move || engine.configuration(),
        move |now, before, _| {
            if before != Some(now) {
                selected.set(None);
            }
        },
        false,
    );

    view! {
        <header class="masthead">
            <h1>"CyberDataGen"</h1>
            <p>"Labelled synthetic cybersecurity data, made in this tab. Nothing you do here leaves it."</p>
        </header>
        <NoticeList notices/>
        <main>
            <ClassroomView form engine notices/>
            <ConfigurationView form engine explorer notices/>
            <div class="results">
                <BrokenEngine engine/>
                <SummaryView engine/>
                <DatasetView engine explorer notices selected/>
                <DetailsView engine selected/>
                <ExploreView explorer/>
                <AuditView engine/>
                <BalanceView form engine explorer notices/>
            </div>
            <ShareView form engine notices/>
            <ExportView client engine notices/>
        </main>
    }
}

/// What stands in place of the results while there is no engine.
#[component]
fn BrokenEngine(engine: Engine) -> impl IntoView {
    let problem = move || match engine.state.get() {
        State::Broken(problem) => Some(problem),
        _ => None,
    };
    view! {
        {part(move || problem().map(|problem| view! {
            <section class="card broken" role="alert">
                <h2>"The engine is not running"</h2>
                <p>{sentence(&problem.reason)} " " {sentence(&problem.hint)}</p>
                {button("primary", "Try again").does(move || engine.restart())}
            </section>
        }))}
    }
}

/// Mounts the page in place of the text that stands there while it loads.
pub fn start() {
    console_error_panic_hook::set_once();
    show_crashes();
    let Some(root) = document().get_element_by_id("app") else { return };
    root.set_text_content(None);
    mount_to(root.unchecked_into(), App).forget();
}

/// A panic ends the page's own code: say so on the page, since nothing on it answers any more.
fn show_crashes() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        report(info);
        if let Some(crash) = document().get_element_by_id("crash") {
            let _ = crash.remove_attribute("hidden");
        }
    }));
}
