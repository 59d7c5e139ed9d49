//! The workspaces beside Data, and what they hold. Their code comes later: [`studies`] is where it begins.

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{Blob, File};

use super::audit::{AuditView, Auditing};
use super::balance::{BalanceView, Balancing};
use super::detect::{DetectView, Detecting};
use super::explore::{ExploreView, Explorer};
use super::learn::{LearnView, Lecturing, LessonPanel};
use super::respond::{Monitoring, RespondView};
use crate::engine::Configuration;
use crate::page::client::Client;
use crate::page::components::notices::Notices;
use crate::page::configuration::Form;
use crate::page::engine::{Engine, Wish};
use crate::page::look::Workspace;
use crate::page::shell::Panel;
use crate::page::store::Store;

/// What they know of the page.
#[derive(Clone, Copy)]
pub struct Page {
    /// What asks the engine.
    pub client: Client,
    /// The dataset.
    pub engine: Engine,
    /// What is looked at.
    pub store: Store,
    /// What is typed.
    pub form: Form,
    /// What is told.
    pub notices: Notices,
    /// The panel of the configuration.
    pub panel: Panel,
    /// The audit of the dataset.
    pub auditing: Auditing,
    /// The row of the dataset that is to be shown in Data.
    pub wanted_row: RwSignal<Option<u64>>,
}

/// What the page knows of them.
#[derive(Clone, Copy)]
pub struct Studies {
    /// The view of a workspace, given whether it is in sight.
    pub view: Callback<(Workspace, Signal<bool>), AnyView>,
    /// The lesson that stands beside every workspace.
    pub lesson: Callback<(), AnyView>,
    /// Opens a file in Explore.
    pub open: Callback<File>,
}

/// The workspaces, once their code is there.
///
/// # Errors
/// It could not be loaded.
#[wasm_split(later, fallible)]
pub fn studies(page: Page) -> Result<Studies, SplitLoaderError> {
    let Page { client, engine, store, form, notices, panel, auditing, wanted_row } = page;
    let explorer = Explorer::new(client, engine, store, notices);
    let balancing = Balancing::new(client, engine, store);
    let detecting = Detecting::new(client, engine, store);
    let monitoring = Monitoring::new(client, engine, store, notices, wanted_row);
    let lecturing = Lecturing::new(client, engine, store, form, notices, panel);
    // A fix is typed into the form, where it can be undone.
    let on_apply = Callback::new(move |changes: Vec<(String, String)>| {
        form.apply(&changes);
        form.generate(engine, notices, Wish::Asked);
    });
    let on_show_setting = Callback::new(move |path: String| panel.show_setting(&path));
    let compared = Callback::new(move |made: Configuration| detecting.section(&made));
    let explore = Callback::new(move |(name, file): (String, Blob)| explorer.open_balanced(&name, &file));
    let detect = Callback::new(move |(name, file): (String, Blob)| detecting.try_balanced(&name, &file));
    let view = Callback::new(move |(workspace, active): (Workspace, Signal<bool>)| match workspace {
        Workspace::Data => ().into_any(),
        Workspace::Explore => view! { <ExploreView explorer compared active/> }.into_any(),
        Workspace::Audit => {
            view! { <AuditView auditing engine notices on_apply on_show_setting active/> }.into_any()
        }
        Workspace::Balance => view! { <BalanceView balancing notices explore detect active/> }.into_any(),
        Workspace::Detect => view! { <DetectView detecting notices active/> }.into_any(),
        Workspace::Respond => {
            view! { <RespondView client engine store form notices monitoring auditing active/> }.into_any()
        }
        Workspace::Learn => view! { <LearnView lecturing/> }.into_any(),
    });
    Ok(Studies {
        view,
        lesson: Callback::new(move |()| view! { <LessonPanel lecturing panel/> }.into_any()),
        open: Callback::new(move |file: File| explorer.open_file(&file)),
    })
}
