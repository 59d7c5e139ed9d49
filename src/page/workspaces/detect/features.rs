//! What the chosen detector uses: the loss without each feature, and the tree that it is, where it is one.

use leptos::prelude::*;

use super::bars::{self, Used};
use super::shown::Shown;
use crate::engine::detect::report::TreeNode;
use crate::page::language::{self, grouped};

/// The features that are shown.
const FIRST: usize = 8;

/// The features of the chosen detector.
#[component]
pub fn Features(shown: Shown) -> impl IntoView {
    let bar = |used: Used| {
        view! {
            <li title=used.words>
                <span class="name">{used.name}</span>
                <span class="track" aria-hidden="true">
                    <i class="fill" style:width=format!("{:.1}%", used.length)></i>
                </span>
                <span class="amount">{used.figure}</span>
            </li>
        }
    };
    let content = move || {
        let (used, tree) = shown.scored(|scored, _| (bars::used(scored), tree(&scored.tree)))?;
        let bars = if used.is_empty() {
            view! { <p class="help">{t!("Not measured for this detector.")}</p> }.into_any()
        } else {
            view! {
                <p class="help">{t!("How far the AUC falls where a feature is permuted.")}</p>
                <ul class="figure-bars">{used.into_iter().take(FIRST).map(bar).collect_view()}</ul>
            }
            .into_any()
        };
        Some(view! { {bars} {tree} })
    };
    view! {
        <section class="card" aria-labelledby="uses-heading">
            <h3 id="uses-heading">{t!("What it uses")}</h3>
            {content}
        </section>
    }
}

/// The tree that a detector is; nothing where it is none.
fn tree(nodes: &[TreeNode]) -> Option<AnyView> {
    (!nodes.is_empty()).then(|| {
        view! {
            <details class="tree" id="detect-tree">
                <summary>{t!("The tree")}</summary>
                <ul class="tree-nodes">{node(nodes, 0, String::new())}</ul>
            </details>
        }
        .into_any()
    })
}

/// A node with what is below it. A tree of a few levels can be read; a node leads down only, so this ends.
fn node(tree: &[TreeNode], place: usize, answer: String) -> AnyView {
    let Some(this) = tree.get(place) else { return ().into_any() };
    let rows = t!(
        "{anomalous} of {rows} anomalous",
        anomalous = grouped(this.rows.anomalous),
        rows = grouped(this.rows.rows)
    );
    let answer = (!answer.is_empty()).then(|| view! { <span class="answer">{answer}</span> " " });
    match &this.question {
        Some((question, below)) => {
            let branches = below
                .iter()
                .zip([t!("yes"), t!("no")])
                .filter(|(below, _)| **below as usize > place)
                .map(|(below, answer)| node(tree, *below as usize, answer.to_owned()))
                .collect_view();
            view! {
                <li>{answer} <b>{language::told(question)}</b> " " <span class="help">{rows}</span> <ul>{branches}</ul></li>
            }
            .into_any()
        }
        None => view! { <li class="leaf">{answer} {rows}</li> }.into_any(),
    }
}
