//! The page as a whole: the bar, the configuration at the side, the workspaces, notices.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::classroom::ClassroomView;
use super::client::{Client, began};
use super::components::controls::button;
use super::components::notices::{NoticeList, Notices, told};
use super::configuration::attacks::{Attacks, attack_dialog};
use super::configuration::{ConfigurationView, Form};
use super::engine::{Engine, State, Wish};
use super::language;
use super::later::{self, Later, coming, later};
use super::look::Workspace;
use super::offline::{Offline, UpdateOffer};
use super::share::{files, link};
use super::shell::{Bar, Panel, PanelView, Stage};
use super::store::Store;
use super::theme;
use super::tour::{Tour, tour_view};
use super::typing;
use super::workspaces::audit::Auditing;
use super::workspaces::data::{DataView, Preview, preview_dialog};
use super::workspaces::studies::{Page, studies};
use crate::engine::Configuration;
use crate::engine::configuration::link::Student;

/// Mounts the page in place of the text that stands there while it loads.
pub fn start() {
    console_error_panic_hook::set_once();
    show_crashes();
    later::prepare();
    // Before there is a page, Leptos runs nothing.
    wasm_bindgen_futures::spawn_local(async {
        let speaks = language::browser::load(language::browser::wanted()).await;
        tell_crashes();
        began().await;
        let Some(root) = document().get_element_by_id("app") else { return };
        mount_to(root.unchecked_into(), move || view! { <App speaks/> }).forget();
    });
}

/// What the page says of its own end, in the language that it speaks: until then it stands there in English.
fn tell_crashes() {
    let hint = t!(
        "Check the connection and reload it; if it stays, use a newer browser. The browser's console says what happened."
    );
    for (id, words) in [("crash-title", t!("The page is not running.")), ("crash-hint", hint)] {
        if let Some(element) = document().get_element_by_id(id) {
            element.set_text_content(Some(words));
        }
    }
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

/// The page. `speaks` is whether it could load its language.
#[component]
fn App(speaks: bool) -> impl IntoView {
    theme::provide();
    let notices = Notices::new();
    if !speaks {
        // In English, as the page is then.
        notices.tell(
            "The words of this language could not be loaded: the page is in English. Reload it to try again.",
        );
    }
    let client = Client::start(notices);
    let engine = Engine::start(client, notices);
    let store = Store::new(notices);
    let form = Form::new(store);
    let panel = Panel::new(store);
    link::open(store, form, notices);
    link::follow(store, form, engine, notices);
    let waits_for_name =
        Signal::derive(move || form.classroom.with(|classroom| classroom.student == Student::Unnamed));
    provide_context(Later::start(engine, waits_for_name, notices));
    form.generate(engine, notices, Wish::Asked);
    typing::follow(form, engine);
    let preview = Preview::new(client, engine, notices);
    let attacks = Attacks::new(client, form);
    provide_context(attacks);
    let show_preview = Callback::new(move |after: Configuration| preview.show(after));
    let auditing = Auditing::new(client, engine);
    let wanted_row = RwSignal::new(None);
    let of_page = Page { client, engine, store, form, notices, panel, auditing, wanted_row };
    let dropped = RwSignal::new_local(None);
    let is_elsewhere = Memo::new(move |_| {
        store.look().with(|look| look.workspace != Workspace::Data || look.place.lesson.is_some())
    });
    let studies =
        coming(move || is_elsewhere.get() || dropped.with(Option::is_some), move || studies(of_page));
    files::accept_drops(store, form, engine, notices, Callback::new(move |file| dropped.set(Some(file))));
    // What is dropped before its workspace is there waits for it.
    Effect::new(move || {
        let Some(studies) = studies.get() else { return };
        if let Some(file) = dropped.get() {
            dropped.set(None);
            studies.open.run(file);
        }
    });
    let offline = Offline::start(engine);
    provide_context(offline);
    let tour = Tour::new(engine, store, panel);
    provide_context(tour);
    let workspace = Callback::new(move |(workspace, active): (Workspace, Signal<bool>)| match workspace {
        Workspace::Data => {
            let wanted = wanted_row;
            view! { <DataView client engine store notices auditing waits_for_name wanted active/> }.into_any()
        }
        _ => {
            let coming = || view! { <p class="coming" role="status">{t!("Loading…")}</p> }.into_any();
            let shown =
                move || studies.get().map_or_else(coming, |studies| studies.view.run((workspace, active)));
            shown.into_any()
        }
    });
    // The engine hears what it is to make before the views come up, which keeps the page as busy as that keeps the engine.
    let is_asked = RwSignal::new(false);
    set_timeout(move || is_asked.set(true), Duration::ZERO);
    let views = move || {
        end_loading();
        let banner = view! {
            <ClassroomView form engine notices/>
            <BrokenEngine engine/>
        };
        view! {
            <Bar client engine store form notices panel/>
            <div class="frame">
                <PanelView panel>
                    <ConfigurationView form engine notices panel preview=show_preview/>
                </PanelView>
                {move || studies.get().map(|studies| studies.lesson.run(()))}
                <Stage store panel banner=banner.into_any() view=workspace/>
            </div>
            <NoticeList notices>{later(move || tour.is_under_way(), move || tour_view(tour))}<UpdateOffer offline/></NoticeList>
            {later(move || preview.is_open(), move || preview_dialog(preview))}
            {later(move || attacks.is_open(), move || attack_dialog(attacks))}
        }
    };
    move || is_asked.get().then(views)
}

/// Takes away what stands there while the page loads.
fn end_loading() {
    let text = document().query_selector(".loading").ok().flatten();
    if let Some(loading) = text.and_then(|text| text.parent_element()) {
        loading.remove();
    }
}

/// What stands in place of the results while there is no engine.
#[component]
fn BrokenEngine(engine: Engine) -> impl IntoView {
    let problem = move || match engine.state.get() {
        State::Broken(problem) => Some(problem),
        _ => None,
    };
    let shown = move |problem: crate::engine::Problem| {
        view! {
            <section class="card broken" role="alert">
                <h2>{t!("The engine is not running")}</h2>
                <p>{told(&problem)}</p>
                {button("primary", t!("Try again")).does(move || engine.restart())}
            </section>
        }
    };
    view! { {move || problem().map(shown)} }
}
