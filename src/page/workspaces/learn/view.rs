//! The workspace: a control for its parts, and the part that is in sight.

use leptos::prelude::*;

use super::glossary::GlossaryView;
use super::lecturing::Lecturing;
use super::lessons::LessonsView;
use super::own::OwnView;
use super::part::Part;
use super::teachers::TeachersView;
use crate::page::components::controls::choice;
use crate::page::language;

/// The workspace.
#[component]
pub fn LearnView(lecturing: Lecturing) -> impl IntoView {
    lecturing.fill_shelf();
    let part = Memo::new(move |_| lecturing.part());
    let one = move |one: Part| {
        let is_chosen = move || part.get() == one;
        choice(
            "learn-part",
            one.key(),
            language::words(one.name()),
            is_chosen,
            || false,
            move || lecturing.show_part(one),
        )
    };
    let shown = move || match part.get() {
        Part::Lessons => view! { <LessonsView lecturing/> }.into_any(),
        Part::Teachers => view! { <TeachersView lecturing/> }.into_any(),
        Part::Own => view! { <OwnView lecturing/> }.into_any(),
        Part::Glossary => view! { <GlossaryView/> }.into_any(),
    };
    view! {
        <section class="learn" aria-labelledby="learn-heading">
            <h2 id="learn-heading" class="visually-hidden">{t!("Learn")}</h2>
            <div class="switch parts" role="radiogroup" aria-label=t!("Part of the workspace")>
                {Part::ALL.map(one).into_iter().collect_view()}
            </div>
            {shown}
        </section>
    }
}
