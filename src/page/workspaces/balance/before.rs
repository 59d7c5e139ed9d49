//! What stands in place of a result while nothing was balanced: what will happen, and the classes as they are.

use leptos::prelude::*;

use super::bars;
use super::counts::Bars;
use super::job::Balancing;

/// What balancing does, in a few sentences, and the rows of each class where they are known.
#[component]
pub fn Before(balancing: Balancing) -> impl IntoView {
    let classes = Memo::new(move |_| balancing.classes());
    let shown = move || {
        let classes = classes.get()?;
        Some(view! {
            <h4>{move || t!("Before: rows by {column}", column = balancing.options().target)}</h4>
            <Bars bars=bars::before(&classes)/>
        })
    };
    view! {
        <div class="card before" id="balance-before">
            <h3>{t!("Nothing balanced yet")}</h3>
            <p>
                {t!("The rows are split into a training and a test part first. Only the training part is changed: its smaller classes get synthetic rows. The test part stays as it is, with its share of each class, so that a score on it is honest.")}
            </p>
            <p class="help">
                {t!("Balancing moves the threshold more than it moves the order of the rows, and often helps little: compare with the rows as they are, in Detect, before you trust it.")}
            </p>
            {shown}
        </div>
    }
}
