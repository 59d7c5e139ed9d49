//! A tour of the page in five stops: offered once to whoever opens it without a link, and to be had from the help at any time.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;
use web_sys::Element;

use super::components::controls::button;
use super::engine::Engine;
use super::language;
use super::later::Loaded;
use super::look::Workspace;
use super::shell::{Panel, focus_on};
use super::storage;
use super::store::{Store, fragment};

/// The name under which the browser remembers that the tour was offered.
const OFFERED: &str = "cyberdatagen tour";

/// The class of what a stop is about.
const SHOWN: &str = "tour-stop";

/// A stop: what it is about, where the first of these is in sight; its title and its text.
struct Stop {
    about: &'static [&'static str],
    title: &'static str,
    text: &'static str,
}

const STOPS: [Stop; 5] = [
    Stop {
        about: &["#setting-rows", "#configure"],
        title: words!("The data follows from its settings"),
        text: words!(
            "The page makes labeled security data in your browser; nothing leaves it. Change the rows, the share of anomalies or the difficulty: table and figures follow at once."
        ),
    },
    Stop {
        about: &[".timeline"],
        title: words!("Rows over time, by class"),
        text: words!(
            "Attacks come in campaigns. Drag over the timeline to filter the table, and choose a row to see why it has its threat score."
        ),
    },
    Stop {
        about: &[".tabs"],
        title: words!("A workspace for each question"),
        text: words!(
            "Explore draws charts, Audit says whether the label is given away, Balance resamples, Detect tries detectors, Respond replays the rows live."
        ),
    },
    Stop {
        about: &["#share"],
        title: words!("The link is the dataset"),
        text: words!(
            "Whoever opens it gets the same bytes. A class link gives each student a seed of their own. Download writes the files."
        ),
    },
    Stop {
        about: &["#tab-learn"],
        title: words!("Lessons that check answers"),
        text: words!(
            "Five labs lead through the workspaces, from imbalance to insiders, and a glossary explains the words."
        ),
    },
];

/// The tour, as every view knows it.
#[derive(Clone, Copy)]
pub struct Tour {
    /// Whether it is offered.
    is_offered: RwSignal<bool>,
    /// Whether it was begun or ended, after which it is not offered any more.
    is_over: RwSignal<bool>,
    /// The stop; none where the tour is not under way.
    stop: RwSignal<Option<usize>>,
}

impl Tour {
    /// Offered to whoever opens the page without a link for the first time, until they find their own way.
    pub fn new(engine: Engine, store: Store, panel: Panel) -> Self {
        let tour = Tour {
            is_offered: RwSignal::new(false),
            is_over: RwSignal::new(false),
            stop: RwSignal::new(None),
        };
        let is_new = fragment().is_empty() && !was_offered();
        let workspace = Memo::new(move |_| store.workspace());
        Effect::new(move || {
            let generation = engine.made.with(|made| made.as_ref().map(|made| made.generation));
            let is_at_start = generation == Some(1)
                && workspace.get() == Workspace::Data
                && panel.is_beside()
                && !tour.is_over.get();
            tour.is_offered.set(is_new && is_at_start);
            if is_new && is_at_start {
                remember();
            }
        });
        // What a stop is about stands out.
        Effect::new(move || {
            marked().iter().for_each(|element| drop(element.class_list().remove_1(SHOWN)));
            let Some(stop) = tour.stop.get().and_then(|stop| STOPS.get(stop)) else { return };
            if let Some(element) = stop.about.iter().find_map(|selector| in_sight(selector)) {
                let _ = element.class_list().add_1(SHOWN);
                element.scroll_into_view_with_bool(false);
            }
        });
        tour
    }

    /// Whether it is under way.
    pub fn is_under_way(self) -> bool {
        self.stop.with(Option::is_some)
    }

    /// Begins it.
    pub fn begin(self) {
        self.is_over.set(true);
        self.stop.set(Some(0));
    }

    /// Ends it, or puts the offer away.
    fn end(self) {
        self.is_over.set(true);
        self.stop.set(None);
        focus_on("help");
    }
}

/// Whether it was offered before. Where the browser remembers nothing, it is not offered at every visit.
fn was_offered() -> bool {
    storage::of_browser().is_none_or(|storage| !matches!(storage.get_item(OFFERED), Ok(None)))
}

fn remember() {
    if let Some(storage) = storage::of_browser() {
        let _ = storage.set_item(OFFERED, "offered");
    }
}

/// The first element of a selector that takes room on the page.
fn in_sight(selector: &str) -> Option<Element> {
    let element = document().query_selector(selector).ok().flatten()?;
    (element.get_bounding_client_rect().width() > 0.0).then_some(element)
}

/// What stands out now.
fn marked() -> Vec<Element> {
    document().query_selector(&format!(".{SHOWN}")).ok().flatten().into_iter().collect()
}

/// The offer, in the bar. Where that has no room for it, the help has the tour.
#[component]
pub fn TourOffer(tour: Tour) -> impl IntoView {
    let offer =
        move || button("quiet", t!("New here? Take the tour")).id("tour-begin").does(move || tour.begin());
    view! {
        <div class="tour-offer" id="tour-offer" hidden=move || !tour.is_offered.get()>
            {move || tour.is_offered.get().then(offer)}
        </div>
    }
}

/// The stop that is shown, among the notices.
#[wasm_split(later, fallible)]
pub fn tour_view(tour: Tour) -> Loaded {
    let keyed = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            tour.end();
        }
    };
    let stop = move || {
        let at = tour.stop.get()?;
        let Stop { title, text, .. } = STOPS.get(at)?;
        let (stop, count) = (at + 1, STOPS.len());
        let is_last = stop == count;
        request_animation_frame(|| focus_on("tour-title"));
        let title = t!("{title} ({stop} of {count})", title = language::words(title), stop, count);
        Some(view! {
            <div class="notice tour" id="tour" role="group" aria-labelledby="tour-title" on:keydown=keyed>
                <div>
                    <h2 id="tour-title" tabindex="-1">{title}</h2>
                    <p>{language::words(text)}</p>
                </div>
                <div class="actions-row">
                    {button("quiet", t!("Back")).id("tour-back").disabled(move || at == 0).does(move || tour.stop.set(Some(at.saturating_sub(1))))}
                    {if is_last {
                        button("primary", t!("Done")).id("tour-next").does(move || tour.end())
                    } else {
                        button("primary", t!("Next")).id("tour-next").does(move || tour.stop.set(Some(at + 1)))
                    }}
                    {(!is_last).then(|| button("quiet", t!("Skip")).id("tour-skip").does(move || tour.end()))}
                </div>
            </div>
        })
    };
    Ok(stop.into_any())
}
