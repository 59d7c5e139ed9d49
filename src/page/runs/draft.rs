//! Texts that were typed and cannot be used. Settings, as a link carries them, can always be used; a draft stays in its
//! field, with its problem, until something usable stands there.

/// A text that was typed and cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The key or path of its option.
    option: String,
    /// What the field held before: where another link changes it, the draft is over.
    over: String,
    typed: String,
}

/// The text of a field: what is typed into it, or else what was chosen.
pub fn text(drafts: &[Draft], option: &str, chosen: String) -> String {
    let draft = drafts.iter().find(|draft| draft.option == option && draft.over == chosen);
    draft.map_or(chosen, |draft| draft.typed.clone())
}

/// Keeps what was typed over what was chosen.
pub fn keep(drafts: &mut Vec<Draft>, option: &str, over: String, typed: &str) {
    end(drafts, option);
    drafts.push(Draft { option: option.to_owned(), over, typed: typed.to_owned() });
}

/// Ends the draft of an option.
pub fn end(drafts: &mut Vec<Draft>, option: &str) {
    drafts.retain(|draft| draft.option != option);
}
