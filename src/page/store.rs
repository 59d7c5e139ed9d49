//! The one store for what is looked at. Data flows in one direction: a view's change is written to the address, the
//! address is read into the store, and views show the store.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::address::Address;
use super::components::notices::Notices;
use super::look::{Look, Workspace};
use crate::engine::Configuration;
use crate::engine::configuration::link::Link;

/// What is looked at, as every view knows it.
#[derive(Clone, Copy)]
pub struct Store {
    look: RwSignal<Look>,
    /// The link of the dataset that the address stood for when it was read last.
    dataset: StoredValue<Option<Link>>,
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
        Store { look: RwSignal::new(Look::default()), dataset: StoredValue::new(None), notices }
    }

    /// What is looked at now; follows the address.
    pub fn look(self) -> ReadSignal<Look> {
        self.look.read_only()
    }

    /// The workspace that is open; follows the address.
    pub fn workspace(self) -> Workspace {
        self.look.with(|look| look.workspace)
    }

    /// Changes what is looked at, by way of the address. Its dataset stays as it is there, whether it has been generated
    /// yet or not. Another workspace is a step in the browser's history.
    pub fn update(self, change: impl FnOnce(&mut Look)) {
        let before = self.look.get_untracked();
        let mut look = before.clone();
        change(&mut look);
        let step = if look.workspace == before.workspace { Step::Same } else { Step::New };
        match Address::read(&fragment()).with_look(&look) {
            Ok(Some(changed)) => self.write(&changed, step),
            Ok(None) => {}
            Err(problem) => self.notices.error(&problem),
        }
    }

    /// Goes to the address of a dataset that was generated: a step in the history, unless the address is the dataset's
    /// already. What is looked at stays.
    pub fn visit(self, generated: &Link) {
        if !Address::read(&fragment()).is_of(generated) {
            let views = self.look.with_untracked(Look::write);
            self.write(&Link { views, ..generated.clone() }.write(), Step::New);
        }
    }

    /// Goes to the address of a link, as if it had been followed.
    pub fn go(self, link: &Link) {
        let step = if Address::read(&fragment()).is_of(link) { Step::Same } else { Step::New };
        self.write(&link.write(), step);
    }

    /// Goes on to something else that is looked at, perhaps in another dataset: one step in the history.
    pub fn go_on(self, configuration: Option<&Configuration>, look: &Look) {
        let mut link = Address::read(&fragment()).link;
        if let Some(configuration) = configuration {
            link.configuration = configuration.clone();
        }
        link.views = look.write();
        self.write(&link.write(), Step::New);
    }

    /// Reads the address into the store. What stands there.
    pub fn read_address(self) -> Address {
        let address = Address::read(&fragment());
        if self.look.with_untracked(|look| *look != address.look) {
            self.look.set(address.look.clone());
        }
        self.dataset.set_value(Some(address.link.clone()));
        address
    }

    /// Reads an address that the browser went to. None where it stands for the dataset of the one before: then only what is
    /// looked at has changed.
    pub fn follow_address(self) -> Option<Address> {
        let before = self.dataset.get_value();
        let address = self.read_address();
        let is_same = before.is_some_and(|before| address.is_of(&before));
        (!is_same).then_some(address)
    }

    fn write(self, fragment: &str, step: Step) {
        let address = format!("#{fragment}");
        // A browser that refuses, because of too many changes at once, keeps the address before.
        let _ = window().history().and_then(|history| match step {
            Step::New => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
            Step::Same => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
        });
        // What of it cannot be used was told when it was opened.
        let _ = self.read_address();
    }
}

/// The fragment of the address, without `#`.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}
