//! Without a network: a service worker keeps the page, and a new version of it is offered, never forced. Where the browser has
//! none, or keeps nothing, the page is as it is.

use std::time::Duration;

use js_sys::futures::JsFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration};

use super::components::controls::button;
use super::engine::Engine;
use super::shell::focus_on;

/// How long the first dataset has been there before anything is kept: a first visit loads nothing twice.
const PAUSE: Duration = Duration::from_secs(2);

/// How often a tab that stays open looks for a new version.
const LOOK_AGAIN: Duration = Duration::from_secs(3_600);

/// What `public/service-worker.js` is told: to begin in place of the version before, and to keep the page of a version.
const TAKE_OVER: &str = "take over";
const KEEP: &str = "keep";

/// The page without a network.
#[derive(Clone, Copy)]
pub struct Offline {
    /// Whether the page opens without a network.
    pub is_kept: RwSignal<bool>,
    /// Whether a new version waits, and was not put off.
    is_offered: RwSignal<bool>,
    /// Whether the visitor took the new version here: other tabs go on with theirs.
    is_taken: StoredValue<bool>,
    registration: StoredValue<Option<ServiceWorkerRegistration>, LocalStorage>,
}

impl Offline {
    /// From the first dataset on, the page is being kept.
    pub fn start(engine: Engine) -> Self {
        let offline = Offline {
            is_kept: RwSignal::new(false),
            is_offered: RwSignal::new(false),
            is_taken: StoredValue::new(false),
            registration: StoredValue::new_local(None),
        };
        Effect::new(move |has_begun: Option<bool>| {
            let begins = engine.made.with(Option::is_some);
            if begins && has_begun != Some(true) {
                set_timeout(move || offline.register(), PAUSE);
            }
            begins || has_begun == Some(true)
        });
        offline
    }

    fn register(self) {
        // Neither a page that is not served over https nor a private window has it everywhere.
        let container = js_sys::Reflect::get(&window().navigator(), &"serviceWorker".into()).ok();
        let Some(container) = container.filter(JsValue::is_object) else { return };
        let container: ServiceWorkerContainer = container.unchecked_into();
        listen(&container, "controllerchange", move || match self.is_taken.get_value() {
            true => drop(window().location().reload()),
            // Another tab took it.
            false => self.look(),
        });
        spawn_local(async move {
            // Where it is refused or missing, the page is as it is.
            let Ok(registration) = JsFuture::from(container.register("./service-worker.js")).await else {
                return;
            };
            let registration: ServiceWorkerRegistration = registration.unchecked_into();
            let found = registration.clone();
            listen(&registration, "updatefound", move || self.follow(&found));
            self.follow(&registration);
            let again = registration.clone();
            // A host that cannot be reached is asked again an hour later.
            let _ = set_interval_with_handle(move || drop(again.update()), LOOK_AGAIN);
            self.registration.set_value(Some(registration));
            self.look();
        });
    }

    /// Follows a version that is being installed.
    fn follow(self, registration: &ServiceWorkerRegistration) {
        if let Some(worker) = registration.installing() {
            listen(&worker, "statechange", move || self.look());
        }
    }

    /// Looks at what there is: the version that is active keeps this page, and one that waits is offered.
    fn look(self) {
        let Some(registration) = self.registration.get_value() else { return };
        let active = registration.active();
        self.is_kept.set(active.is_some());
        self.is_offered.set(active.is_some() && registration.waiting().is_some());
        let version = document().query_selector("meta[name=version]").ok().flatten();
        let version = version.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
        if let Some(active) = active {
            let _ = active.post_message(&format!("{KEEP} {version}").into());
        }
    }

    /// Begins the new version. What was typed is in the address, or in the tab's draft.
    fn take(self) {
        self.is_offered.set(false);
        let waiting = self.registration.get_value().and_then(|registration| registration.waiting());
        match waiting {
            Some(waiting) => {
                self.is_taken.set_value(true);
                let _ = waiting.post_message(&TAKE_OVER.into());
            }
            // It has begun already.
            None => drop(window().location().reload()),
        }
    }

    /// Leaves the new version for the next visit.
    fn put_off(self) {
        self.is_offered.set(false);
        focus_on("help");
    }
}

/// Listens to what a part of the browser tells, as long as the page is there.
fn listen(target: &web_sys::EventTarget, event: &str, told: impl Fn() + 'static) {
    let told = Closure::<dyn Fn()>::new(told).into_js_value();
    let _ = target.add_event_listener_with_callback(event, told.unchecked_ref());
}

/// The offer of a new version, among the notices.
#[component]
pub fn UpdateOffer(offline: Offline) -> impl IntoView {
    move || {
        offline.is_offered.get().then(|| {
            view! {
                <div class="notice" id="update-offer">
                    <p>
                        <strong>{t!("A new version of this page is ready.")}</strong>
                        " "
                        {t!("Your settings are kept; opened files and anything still running are closed.")}
                    </p>
                    {button("primary", t!("Update")).id("take-update").does(move || offline.take())}
                    {button("quiet", t!("Later")).id("put-off-update").does(move || offline.put_off())}
                </div>
            }
        })
    }
}
