//! Sentences with elements in them, such as an example in the language of rules.

use leptos::prelude::*;

/// The signs that stand for the first element and those after it; no text of ours has them.
const MARKS: [char; 4] = ['\u{e000}', '\u{e001}', '\u{e002}', '\u{e003}'];

/// A sentence, told with the marks of its elements, each of which comes where its mark stands.
pub fn with_elements<const COUNT: usize>(
    elements: [AnyView; COUNT],
    tell: impl FnOnce([String; COUNT]) -> String,
) -> AnyView {
    let told = tell(std::array::from_fn(|place| MARKS.get(place).map(char::to_string).unwrap_or_default()));
    placed(&told, elements.map(Some).into())
}

fn placed(told: &str, mut elements: Vec<Option<AnyView>>) -> AnyView {
    let parts = told.split_inclusive(MARKS).map(|part| {
        let sign = part.chars().next_back();
        let place = MARKS.iter().position(|mark| Some(*mark) == sign);
        let element = place.and_then(|place| elements.get_mut(place)?.take());
        view! { {part.trim_end_matches(MARKS).to_owned()} {element} }
    });
    parts.collect_view().into_any()
}
