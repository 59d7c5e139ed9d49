//! The bar: the name, the dataset in a line, the workspaces, and what is done with the dataset.

use leptos::prelude::*;

use super::focus_on;
use super::help::help_dialog;
use super::icon::{Icon, icon};
use super::panel::Panel;
use crate::engine::decimal;
use crate::page::client::Client;
use crate::page::components::notices::Notices;
use crate::page::configuration::Form;
use crate::page::download::{Writing, download_dialog};
use crate::page::engine::{Engine, Made};
use crate::page::language::{self, Language};
use crate::page::later::later;
use crate::page::look::Workspace;
use crate::page::share::SharePopover;
use crate::page::store::Store;
use crate::page::theme;
use crate::page::tour::{Tour, TourOffer};

/// The bar.
#[component]
pub fn Bar(
    client: Client,
    engine: Engine,
    store: Store,
    form: Form,
    notices: Notices,
    panel: Panel,
) -> impl IntoView {
    let (is_downloading, is_helping) = (RwSignal::new(false), RwSignal::new(false));
    let writing = Writing::new(client, notices);
    let tour = use_context::<Tour>();
    let dataset = move || match engine.made.get() {
        Some(made) => line(&made),
        None => t!("Configuration").to_owned(),
    };
    // The button that began it, and the one that ends it, are never there at the same time: the focus goes from one to the other.
    let present = move |is_presented: bool| {
        store.update(|look| look.is_presented = is_presented);
        let next = if is_presented { "end-presentation" } else { "present" };
        request_animation_frame(move || focus_on(next));
    };
    let is_presented = Memo::new(move |_| store.look().with(|look| look.is_presented));
    Effect::new(move || {
        if let Some(root) = document().document_element() {
            let _ = root.toggle_attribute_with_force("data-presented", is_presented.get());
        }
    });
    view! {
        <header class="bar" inert=move || panel.is_drawer_open()>
            <h1 class="brand">{icon(Icon::Shield)}<span>"CyberDataGen"</span></h1>
            <button
                type="button"
                class="dataset-line"
                id="configure"
                hidden=move || panel.is_beside()
                aria-expanded=move || panel.is_open().to_string()
                aria-controls="configuration"
                title=t!("Open the configuration")
                on:click=move |_| panel.open()
            >
                <span class="visually-hidden">{t!("Configuration:")}" "</span>
                <span class="text">{dataset}</span>
            </button>
            <nav class="tabs" aria-label=t!("Workspaces")>
                {Workspace::ALL.map(|workspace| tab(store, workspace)).collect_view()}
            </nav>
            {tour.map(|tour| view! { <TourOffer tour/> })}
            <div class="tools">
                <SharePopover store form engine notices/>
                <DownloadButton writing is_open=is_downloading/>
                <ThemeButton/>
                <LanguageButton store/>
                <button
                    type="button"
                    class="quiet square"
                    id="present"
                    aria-label=t!("Present this workspace")
                    title=t!("Show only this workspace, in large type")
                    on:click=move |_| present(true)
                >
                    {icon(Icon::Present)}
                </button>
                <button
                    type="button"
                    class="quiet square"
                    id="help"
                    aria-label=t!("Help")
                    title=t!("Help")
                    on:click=move |_| is_helping.set(true)
                >
                    {icon(Icon::Help)}
                </button>
            </div>
            <button type="button" id="end-presentation" on:click=move |_| present(false)>
                {t!("End presentation")}
            </button>
            {later(move || is_downloading.get(), move || download_dialog(client, engine, notices, writing, is_downloading))}
            {later(move || is_helping.get(), move || help_dialog(is_helping))}
        </header>
    }
}

/// The dataset in a line: preset, seed, rows and the share of anomalies.
fn line(made: &Made) -> String {
    let configuration = &made.configuration;
    t!(
        "{preset} · seed {seed} · {rows} rows · {share} %",
        preset = configuration.preset.name(),
        seed = configuration.seed,
        rows = language::grouped(configuration.rows),
        share = language::number(&decimal::text_rounded(configuration.anomaly_share_percent, 2))
    )
}

fn tab(store: Store, workspace: Workspace) -> impl IntoView {
    let is_here = move || store.workspace() == workspace;
    let face = icon(match workspace {
        Workspace::Data => Icon::Data,
        Workspace::Explore => Icon::Explore,
        Workspace::Audit => Icon::Audit,
        Workspace::Balance => Icon::Balance,
        Workspace::Detect => Icon::Detect,
        Workspace::Respond => Icon::Respond,
        Workspace::Learn => Icon::Learn,
    });
    view! {
        <button
            type="button"
            id=format!("tab-{}", workspace.key())
            aria-current=move || is_here().then_some("page")
            on:click=move |_| store.update(|look| look.workspace = workspace)
        >
            {face}
            <span>{language::words(workspace.name())}</span>
        </button>
    }
}

/// Opens the downloads, and shows how far a file is that is written while they are closed.
#[component]
fn DownloadButton(writing: Writing, is_open: RwSignal<bool>) -> impl IntoView {
    let now = move || writing.now().filter(|_| !is_open.get());
    let is_writing = Memo::new(move |_| now().map(|(name, _)| name));
    let bar = move |name: String| {
        let percent = move || now().map_or(0, |(_, progress)| progress.percent()).to_string();
        let name = t!("Writing {name}", name);
        view! { <progress id="writing" max="100" prop:value=percent aria-label=name></progress> }
    };
    view! {
        <div class="downloading">
            <button type="button" class="primary" id="download" on:click=move |_| is_open.set(true)>
                {icon(Icon::Download)}<span class="text">{t!("Download")}</span>
            </button>
            {move || is_writing.get().map(bar)}
        </div>
    }
}

/// Goes on in the next language.
#[component]
fn LanguageButton(store: Store) -> impl IntoView {
    let spoken = language::spoken();
    let next = Language::ALL.into_iter().cycle().skip_while(move |language| *language != spoken).nth(1);
    let next = next.unwrap_or_default();
    let switch = move |_| {
        language::browser::keep(next);
        store.update(|look| look.language = Some(next));
        language::browser::reopen();
    };
    view! {
        <button
            type="button"
            class="quiet square"
            id="language"
            lang=next.key()
            aria-label=format!("{} – {}", next.key().to_uppercase(), next.name())
            title=next.name()
            on:click=switch
        >
            {next.key().to_uppercase()}
        </button>
    }
}

/// Goes through the themes: as the system, light, dark.
#[component]
fn ThemeButton() -> impl IntoView {
    let choice = theme::choice();
    let name = move || {
        let [theme, next] = [choice.get(), choice.get().next()].map(|choice| language::words(choice.name()));
        t!("Theme: {theme}. Switch to {next}", theme, next)
    };
    view! {
        <button
            type="button"
            class="quiet square"
            id="theme"
            aria-label=name
            title=name
            on:click=move |_| choice.update(|choice| *choice = choice.next())
        >
            {icon(Icon::Theme)}
        </button>
    }
}
