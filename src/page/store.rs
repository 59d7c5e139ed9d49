//! The one store for what is looked at. Data flows in one direction: a view's change is written to the address, the
//! address is read into the store, and views show the store.

use leptos::prelude::*;

use super::look::Look;

/// What is looked at, as every view knows it.
#[derive(Clone, Copy)]
pub struct Store {
    look: RwSignal<Look>,
}

impl Store {
    /// What is looked at now; follows the address.
    pub fn look(self) -> ReadSignal<Look> {
        self.look.read_only()
    }

    /// Changes what is looked at, by way of the address.
    pub fn update(self, change: impl FnOnce(&mut Look)) {
        self.look.update(change);
    }
}
