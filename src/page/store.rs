//! The one store for what is looked at. Data flows in one direction: a view's change is written to the address, the
//! address is read into the store, and views show the store.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::components::notices::Notices;
use super::look::Look;
use crate::engine::Problem;
use crate::engine::configuration::Preset;
use crate::engine::configuration::link::{LONGEST_OF_VIEW, Link};

/// What is looked at, as every view knows it.
#[derive(Clone, Copy)]
pub struct Store {
    look: RwSignal<Look>,
    notices: Notices,
}

/// What a change of the address is to the browser's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// A step, to go back by.
    New,
    /// None: the address of the present step changes.
    Same,
}

impl Store {
    /// Nothing in particular is looked at, until the address is read.
    pub fn new(notices: Notices) -> Self {
        Store { look: RwSignal::new(Look::default()), notices }
    }

    /// What is looked at now; follows the address.
    pub fn look(self) -> ReadSignal<Look> {
        self.look.read_only()
    }

    /// Changes what is looked at, by way of the address. Its dataset stays as it is there, whether it has been made yet
    /// or not.
    pub fn update(self, change: impl FnOnce(&mut Look)) {
        let mut look = self.look.get_untracked();
        change(&mut look);
        let views = look.write();
        if let Some(setting) = views.iter().find(|setting| setting.value.len() > LONGEST_OF_VIEW) {
            let reason = format!("what is chosen is too long for a link ('{}')", setting.path);
            return self.notices.error(&Problem::new("", reason, "choose less; nothing was changed"));
        }
        let link = here().map_or_else(|_| default_link(), |(link, _)| link);
        if link.views != views {
            write(&Link { views, ..link }, Step::Same);
        }
        // What is wrong with the rest of the address was told when it was opened.
        let _ = self.read_address();
    }

    /// Goes to the address of a dataset that was made: a step in the history, unless the address is the dataset's
    /// already. What is looked at stays.
    pub fn visit(self, made: &Link) {
        if !is_here(made) {
            let views = self.look.with_untracked(Look::write);
            write(&Link { views, ..made.clone() }, Step::New);
            let _ = self.read_address();
        }
    }

    /// Goes to a link, as if it had been followed. What of it cannot be looked at.
    pub fn go(self, link: &Link) -> Vec<Problem> {
        write(link, if is_here(link) { Step::Same } else { Step::New });
        let _ = self.read_address();
        Look::read(&link.views).1
    }

    /// Reads the address into the store. What stands there, and what of it cannot be used: the default where it is no
    /// link at all.
    pub fn read_address(self) -> (Link, Vec<Problem>) {
        let (link, mut problems) = here().unwrap_or_else(|problem| (default_link(), vec![problem]));
        let (look, of_views) = Look::read(&link.views);
        problems.extend(of_views);
        if self.look.with_untracked(|before| *before != look) {
            self.look.set(look);
        }
        (link, problems)
    }
}

/// The link that stands in the address: the default without a fragment.
fn here() -> Result<(Link, Vec<Problem>), Problem> {
    let fragment = fragment();
    if fragment.is_empty() { Ok((default_link(), Vec::new())) } else { Link::read(&fragment) }
}

/// Whether the address is that of a link's dataset.
fn is_here(link: &Link) -> bool {
    here().is_ok_and(|(here, _)| here.configuration == link.configuration && here.classroom == link.classroom)
}

fn default_link() -> Link {
    Link::of(Preset::ALL[0].configuration())
}

/// The fragment of the address, without `#`.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

fn write(link: &Link, step: Step) {
    let address = format!("#{}", link.write());
    // A browser that refuses, because of too many changes at once, keeps the address before.
    let _ = window().history().and_then(|history| match step {
        Step::New => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
        Step::Same => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
    });
}
