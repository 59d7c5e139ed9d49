//! Light or dark: as the visitor's system has it, or as the visitor chose for this page.

/// What the visitor chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// As the system has it.
    #[default]
    System,
    /// Light, whatever the system has.
    Light,
    /// Dark, whatever the system has.
    Dark,
}

impl Choice {
    /// All of them, in the order in which a button goes through them.
    pub const ALL: [Choice; 3] = [Choice::System, Choice::Light, Choice::Dark];

    /// How the document's `data-theme` and the browser's storage name it; the system's choice leaves neither.
    pub fn key(self) -> &'static str {
        match self {
            Choice::System => "system",
            Choice::Light => "light",
            Choice::Dark => "dark",
        }
    }

    /// How a reader sees it.
    pub fn name(self) -> &'static str {
        match self {
            Choice::System => words!("as the system"),
            Choice::Light => words!("light"),
            Choice::Dark => words!("dark"),
        }
    }

    /// The one of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Choice::ALL.into_iter().find(|choice| choice.key() == key)
    }

    /// The one that comes next.
    pub fn next(self) -> Self {
        match self {
            Choice::System => Choice::Light,
            Choice::Light => Choice::Dark,
            Choice::Dark => Choice::System,
        }
    }

    /// Whether the page is dark, where the system is or is not.
    pub fn is_dark(self, system_is_dark: bool) -> bool {
        match self {
            Choice::System => system_is_dark,
            Choice::Light => false,
            Choice::Dark => true,
        }
    }
}

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod browser {
    use leptos::prelude::*;
    use leptos_use_media_query::use_media_query;

    use super::Choice;
    use crate::charts::Theme;

    /// The name of the choice in the browser's storage; `public/start.js` reads it before the page is there.
    const STORED: &str = "cyberdatagen theme";

    /// The visitor's choice, as every view finds it.
    #[derive(Clone, Copy)]
    struct Chosen(RwSignal<Choice>);

    /// Provides the choice to all views, shows it, and keeps it for the next visit.
    pub fn provide() {
        let storage = crate::page::storage::of_browser;
        let stored = storage().and_then(|storage| storage.get_item(STORED).ok().flatten());
        let chosen = RwSignal::new(stored.and_then(|key| Choice::from_key(&key)).unwrap_or_default());
        provide_context(Chosen(chosen));
        Effect::new(move || {
            let choice = chosen.get();
            if let Some(root) = document().document_element() {
                // Where the browser refuses, the system's theme stays.
                let _ = match choice {
                    Choice::System => root.remove_attribute("data-theme"),
                    _ => root.set_attribute("data-theme", choice.key()),
                };
            }
            if let Some(storage) = storage() {
                let _ = match choice {
                    Choice::System => storage.remove_item(STORED),
                    _ => storage.set_item(STORED, choice.key()),
                };
            }
        });
    }

    /// The visitor's choice.
    pub fn choice() -> RwSignal<Choice> {
        use_context().map_or_else(|| RwSignal::new(Choice::System), |Chosen(choice)| choice)
    }

    /// The colors of charts.
    pub fn use_theme() -> Signal<Theme> {
        let system_is_dark = use_media_query("(prefers-color-scheme: dark)");
        let choice = choice();
        let theme = move |_: Option<&Theme>| {
            if choice.get().is_dark(system_is_dark.get()) { Theme::DARK } else { Theme::LIGHT }
        };
        Memo::new(theme).into()
    }
}

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use browser::{choice, provide, use_theme};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_kept_by_its_key_and_the_button_goes_through_all() {
        for choice in Choice::ALL {
            assert_eq!(Choice::from_key(choice.key()), Some(choice));
            assert_eq!(choice.next().next().next(), choice);
        }
        assert!(Choice::System.is_dark(true) && !Choice::Light.is_dark(true) && Choice::Dark.is_dark(false));
    }
}
