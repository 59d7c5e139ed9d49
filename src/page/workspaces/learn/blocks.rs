//! The text of a lesson, with the words of the glossary explained where they stand first.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::engine::learn::glossary::{self, Term, found};
use crate::engine::learn::{Block, Span};
use crate::page::components::term::term;
use crate::page::language;

/// The terms of the glossary, in the language that the page speaks.
pub fn terms() -> Vec<Term> {
    let told = |term: Term| Term { name: language::words(term.name), meaning: language::words(term.meaning) };
    glossary::terms().into_iter().map(told).collect()
}

/// Some paragraphs, lists and code.
pub fn blocks(blocks: &[Block]) -> AnyView {
    let terms = terms();
    let mut seen = BTreeSet::new();
    let views: Vec<AnyView> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(words) => view! { <p>{spans(words, &terms, &mut seen)}</p> }.into_any(),
            Block::Code(text) => view! { <pre class="code" tabindex="0">{text.clone()}</pre> }.into_any(),
            Block::List { is_ordered, items } => {
                let items: Vec<AnyView> = items
                    .iter()
                    .map(|item| view! { <li>{spans(item, &terms, &mut seen)}</li> }.into_any())
                    .collect();
                if *is_ordered {
                    view! { <ol>{items}</ol> }.into_any()
                } else {
                    view! { <ul>{items}</ul> }.into_any()
                }
            }
        })
        .collect();
    views.into_any()
}

fn spans(spans: &[Span], terms: &[Term], seen: &mut BTreeSet<usize>) -> Vec<AnyView> {
    let view = |span: &Span| {
        let text = span.text.clone();
        if let Some(address) = span.link.clone() {
            return view! { <a href=address target="_blank" rel="noopener noreferrer">{text}</a> }.into_any();
        }
        match (span.is_code, span.is_strong, span.is_emphasized) {
            (true, ..) => view! { <code>{text}</code> }.into_any(),
            (_, true, _) => view! { <strong>{text}</strong> }.into_any(),
            (_, _, true) => view! { <em>{text}</em> }.into_any(),
            _ => explained(&text, terms, seen),
        }
    };
    spans.iter().map(view).collect()
}

/// A text with its first terms explained.
fn explained(text: &str, terms: &[Term], seen: &mut BTreeSet<usize>) -> AnyView {
    let (mut views, mut from): (Vec<AnyView>, usize) = (Vec::new(), 0);
    for (begin, end, place) in found(text, terms) {
        let Some(found) = terms.get(place).filter(|_| seen.insert(place)) else { continue };
        views.push(text.get(from..begin).unwrap_or_default().to_owned().into_any());
        views.push(term(text.get(begin..end).unwrap_or_default(), found.meaning));
        from = end;
    }
    views.push(text.get(from..).unwrap_or_default().to_owned().into_any());
    views.into_any()
}
