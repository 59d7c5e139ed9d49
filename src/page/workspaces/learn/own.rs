//! A lesson of one's own: its text, what is wrong with it, and the way to try it. The link of a lesson that is open carries it.

use leptos::prelude::*;

use super::lecturing::Lecturing;
use crate::engine::learn::lesson::MAX_STEPS;
use crate::page::components::controls::{button, labeled, lines, select};
use crate::page::components::problems::Problems;
use crate::page::language;

/// What a lesson looks like.
const EXAMPLE: &str = words!(
    "# A title

What it is about, in a sentence or two.

```lesson
minutes: 10
```

## The first step

```open
view=data
preset=realistic
rows=5000
explore.filter=Severity:High
```

What to do and to look at, with **bold**, `code` and lists.

```question
How many of the rows of high severity are anomalous?
answer: count Severity:High;Is Anomaly:1
hint: Filter the column Is Anomaly as well.
because: What one sees in the answer.
```

## The second step

A question can have choices.

```question
Which one is right?
[ ] This one
[x] That one
```
"
);

/// The text, and what is done with it.
#[component]
pub fn OwnView(lecturing: Lecturing) -> impl IntoView {
    let choices = Memo::new(move |_| {
        let shelf = lecturing.shelf.with(|shelf| {
            shelf
                .iter()
                .map(|(key, lesson)| (key.clone(), language::looked_up(&lesson.title)))
                .collect::<Vec<_>>()
        });
        [vec![(String::new(), t!("A short example").to_owned())], shelf].concat()
    });
    let (start, before) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let replace = move || {
        before.set(lecturing.own.get_untracked());
        match start.get_untracked().as_str() {
            "" => {
                lecturing.own.set(language::words(EXAMPLE).to_owned());
                lecturing.own_problems.set(Vec::new());
            }
            key => lecturing.copy_text(key.to_owned()),
        }
    };
    let take_back = move || {
        lecturing.own.set(before.get_untracked());
        before.set(String::new());
    };
    let was_replaced = move || before.with(|before| !before.trim().is_empty());
    let is_wrong = Signal::derive(move || lecturing.own_problems.with(|problems| !problems.is_empty()));
    let is_empty = move || lecturing.own.with(|own| own.trim().is_empty());
    view! {
        <div class="card own-lesson">
            <p>
                {t!(
                    "Write a lesson of up to {max} steps in Markdown. Once it is open, the page's link carries it: Share makes the link for a class. \
                    Its answers are formulas, so that every seed has its own.",
                    max = MAX_STEPS
                )}
            </p>
            {labeled("own-start", t!("Begin with"), view! {
                {move || select("own-start".to_owned(), None, String::new(), choices.get(), start.into(), move |key| start.set(key))}
            }.into_any())}
            <div class="actions-row">
                {button("", t!("Put it below")).id("own-replace").does(replace)}
                {move || was_replaced().then(|| button("", t!("Take my text back")).id("own-take-back").does(take_back))}
            </div>
            {labeled("own-lesson", t!("The lesson"), lines("own-lesson".to_owned(), None, "own-problems".to_owned(), is_wrong, lecturing.own))}
            <div id="own-problems"><Problems problems=lecturing.own_problems.into()/></div>
            <div class="actions-row">
                {button("primary", t!("Open it")).id("open-own").disabled(is_empty).does(move || lecturing.begin_own())}
            </div>
            <details>
                <summary>{t!("What a lesson is made of")}</summary>
                <dl class="terms">
                    <div><dt><code>"# "</code></dt><dd>{t!("The title. What follows it is the introduction.")}</dd></div>
                    <div><dt><code>"## "</code></dt><dd>{t!("A step, with its title.")}</dd></div>
                    <div><dt><code>"```open"</code></dt><dd>{t!("What the step opens, one path=value a line: the paths are those of the page's links, but for the seed.")}</dd></div>
                    <div><dt><code>"```question"</code></dt><dd>{t!("A question, then choices with [ ] and one [x], or a line answer: with a formula. Also hint:, because:, unit: and tolerance:.")}</dd></div>
                    <div><dt>{t!("Formulas")}</dt><dd>
                        {t!("count FILTER; share FILTER of FILTER; mean, median, min or max COLUMN where FILTER; most or distinct COLUMN where FILTER; \
                        accuracy, precision or recall FILTER; auc COLUMN; audit CHECK; giveaway; detector KEY auc. A filter is written as in links: \
                        Severity:High,Critical;Cost@100..200.")}
                    </dd></div>
                </dl>
            </details>
        </div>
    }
}
