//! Views whose code comes later: what the first rows do not need stands in a second part of the page's module (`scripts/link.sh`), which
//! is loaded once they are there, or before that where it is wanted. A function that makes such a view is marked `#[wasm_split(later,
//! fallible)]`: to call it is to wait for the part; everything that only such functions reach is in it.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use wasm_split_helpers::SplitLoaderError;

use super::components::notices::Notices;
use super::engine::{Engine, State};
use crate::engine::Problem;

/// A view, once its code is there.
pub type Loaded = Result<AnyView, SplitLoaderError>;

/// How long the page waits until it tries again, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LAST_PAUSE: Duration = Duration::from_secs(60);

/// What comes later, as every view knows it.
#[derive(Clone, Copy)]
pub struct Later {
    /// Counts the attempts to load it; 0 until it is time.
    attempt: RwSignal<u32>,
    /// How long the next pause is.
    pause: StoredValue<Duration>,
    /// Whether another attempt is on its way already.
    is_waiting: StoredValue<bool>,
    /// Whether somebody who waits for it was told.
    is_told: StoredValue<bool>,
    notices: Notices,
}

impl Later {
    /// From the first dataset on, it is loaded; so it is where there is none before a student has given a name, or none at all.
    pub fn start(engine: Engine, waits_for_name: Signal<bool>, notices: Notices) -> Self {
        let later = Later {
            attempt: RwSignal::new(0),
            pause: StoredValue::new(FIRST_PAUSE),
            is_waiting: StoredValue::new(false),
            is_told: StoredValue::new(false),
            notices,
        };
        let is_time = Memo::new(move |_| {
            engine.made.with(Option::is_some)
                || waits_for_name.get()
                || matches!(engine.state.get(), State::Broken(_))
        });
        Effect::new(move || {
            if is_time.get() {
                later.attempt.update(|attempt| *attempt += 1);
            }
        });
        later
    }

    /// Says so where somebody waits for it, and tries again after a pause.
    fn failed(self, is_wanted: bool) {
        if is_wanted && !self.is_told.get_value() {
            self.is_told.set_value(true);
            let reason = text!("a part of the page could not be loaded");
            let hint = text!(
                "check the connection; the page tries again by itself, and where that does not help, reload it"
            );
            self.notices.error(&Problem::new("", reason, hint));
        }
        if self.is_waiting.get_value() {
            return;
        }
        self.is_waiting.set_value(true);
        let pause = self.pause.get_value();
        self.pause.set_value((pause * 2).min(LAST_PAUSE));
        set_timeout(
            move || {
                self.is_waiting.set_value(false);
                self.attempt.update(|attempt| *attempt += 1);
            },
            pause,
        );
    }
}

/// Hands over the table of functions, for `public/later.js`.
pub fn prepare() {
    let _ = js_sys::Reflect::set(&window(), &"functionTable".into(), &wasm_bindgen::function_table());
}

/// A view whose code comes later; nothing stands in its place until then. It is loaded once the first rows are there, or before that where it
/// is wanted.
pub fn later<F: Future<Output = Loaded> + 'static>(
    is_wanted: impl Fn() -> bool + 'static,
    view: impl Fn() -> F + 'static,
) -> AnyView {
    let view = coming(is_wanted, view);
    let take = move || {
        view.track();
        view.try_update_untracked(Option::take).flatten()
    };
    take.into_any()
}

/// What code that comes later makes, once it is there. It lives as long as what asks for it.
pub fn coming<T: 'static, F: Future<Output = Result<T, SplitLoaderError>> + 'static>(
    is_wanted: impl Fn() -> bool + 'static,
    load: impl Fn() -> F + 'static,
) -> RwSignal<Option<T>, LocalStorage> {
    let there = RwSignal::new_local(None);
    let load = move || -> Loading {
        let load = load();
        Box::pin(async move {
            there.set(Some(load.await?));
            Ok(())
        })
    };
    follow(Rc::new(is_wanted), Box::new(load));
    there
}

type Loading = Pin<Box<dyn Future<Output = Result<(), SplitLoaderError>>>>;

fn follow(is_wanted: Rc<dyn Fn() -> bool>, load: Box<dyn Fn() -> Loading>) {
    let later = expect_context::<Later>();
    let is_loading = StoredValue::new(false);
    let owner = Owner::current().unwrap_or_default();
    Effect::new(move || {
        // Both are followed: what is wanted after a failure is not kept waiting for the next attempt.
        let (is_wanted_now, attempt) = (is_wanted(), later.attempt.get());
        if !(is_wanted_now || attempt > 0) || is_loading.get_value() {
            return;
        }
        is_loading.set_value(true);
        let (is_wanted, load) = (Rc::clone(&is_wanted), load());
        let attempt = async move {
            if load.await.is_err() {
                is_loading.set_value(false);
                later.failed(untrack(|| is_wanted()));
            }
        };
        spawn_local(owner.with(|| ScopedFuture::new_untracked(attempt)));
    });
}
