//! Notices: what happened, in words, until the visitor puts it away.

use crate::page::components::controls::button;
use leptos::prelude::*;

use crate::engine::{Problem, Text};
use crate::page::language;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something did not work.
    Error,
    /// Something has to wait for a job that is under way; it goes when the job does.
    Busy,
    /// Something happened that one may want to know.
    Information,
}

/// A notice.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    number: u32,
    weight: Weight,
    text: String,
    hint: String,
}

/// All notices that are shown.
#[derive(Clone, Copy)]
pub struct Notices {
    list: RwSignal<Vec<Notice>>,
    next: StoredValue<u32>,
}

/// How many notices stand on the page at a time; older ones make room.
const MAX_SHOWN: usize = 3;

impl Notices {
    /// None yet.
    pub fn new() -> Self {
        Notices { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// Shows an error with what to do about it.
    pub fn error(self, problem: &Problem) {
        self.push(Weight::Error, language::told(&problem.reason), language::told(&problem.hint));
    }

    /// Says that something has to wait, until [`Notices::job_ended`].
    pub fn busy(self, problem: &Problem) {
        self.push(Weight::Busy, language::told(&problem.reason), language::told(&problem.hint));
    }

    /// Puts away what spoke of a job that is over.
    pub fn job_ended(self) {
        self.list.update(|list| list.retain(|notice| notice.weight != Weight::Busy));
    }

    /// Tells something.
    pub fn tell(self, text: impl Into<String>) {
        self.push(Weight::Information, text.into(), String::new());
    }

    /// Puts all notices away: what they spoke of is over.
    pub fn clear(self) {
        self.list.update(Vec::clear);
    }

    fn push(self, weight: Weight, text: String, hint: String) {
        let number = self.next.get_value();
        self.next.set_value(number.wrapping_add(1));
        self.list.update(|list| {
            list.retain(|notice| notice.text != text);
            list.push(Notice { number, weight, text, hint });
            let surplus = list.len().saturating_sub(MAX_SHOWN);
            list.drain(..surplus);
        });
    }
}

/// The notices, and what stands among them.
#[component]
pub fn NoticeList(notices: Notices, children: Children) -> impl IntoView {
    let dismiss = move |number| notices.list.update(|list| list.retain(|notice| notice.number != number));
    view! {
        <div class="notices" aria-live="polite" role="log" aria-label=t!("Notices")>
            {move || notices.list.get().into_iter().map(|notice| view! {
                <div class="notice" class:error=notice.weight != Weight::Information>
                    <p>
                        <strong>{finished(&notice.text)}</strong>
                        " "
                        {finished(&notice.hint)}
                    </p>
                    {button("quiet", "✕").name(t!("Dismiss")).does(move || dismiss(notice.number))}
                </div>
            }.into_any()).collect_view()}
            {children()}
        </div>
    }
}

/// What is wrong and what to do, as two sentences.
pub fn told(problem: &Problem) -> String {
    format!("{} {}", sentence(&problem.reason), sentence(&problem.hint))
}

/// A text of the engine as a sentence of its own.
pub fn sentence(text: &Text) -> String {
    finished(&language::told(text))
}

/// Text with a capital at its start and a full stop at its end.
pub fn finished(text: &str) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return String::new() };
    let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{}{}{stop}", first.to_uppercase(), characters.as_str())
}
