//! The language of the page. Words stand in the source in English; [`t!`](crate::t) tells them in the language that was
//! chosen, from its catalog in `locales/`. One catalog is loaded, before the page comes up; without one the page is in
//! English. `docs/languages.md` says how words are written and translated.

use std::borrow::Cow;
use std::sync::OnceLock;

use polib::catalog::Catalog;

use crate::engine::Text;
use crate::engine::explore::text::month as month_name;
use crate::engine::text::{English, Telling};

/// What English writes between groups of three digits, and before decimals.
const GROUP: char = ',';
const POINT: char = '.';

/// What stands between a number and its unit.
const SPACE: char = ' ';

/// What French writes there: a narrow space at which no line ends, a comma, and a space at which no line ends.
const FRENCH_GROUP: char = '\u{202f}';
const FRENCH_POINT: char = ',';
const FRENCH_SPACE: char = '\u{a0}';

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// The language of the source.
    #[default]
    English,
    /// By `locales/fr.po`.
    French,
}

impl Language {
    /// All of them, in the order of the list that they are chosen from.
    pub const ALL: [Language; 2] = [Language::English, Language::French];

    /// How a link, the document and the browser's storage name it.
    pub fn key(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }

    /// What it is called by those who speak it.
    pub fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::French => "Français",
        }
    }

    /// The one of a key, or of a language tag that begins with one: `fr-CA`.
    pub fn of(tag: &str) -> Option<Self> {
        let key = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        Language::ALL.into_iter().find(|language| language.key() == key)
    }

    /// Which of the plural forms of its catalog a number of things takes.
    pub fn plural_form(self, count: u64) -> usize {
        match self {
            Language::English => usize::from(count != 1),
            Language::French => usize::from(count > 1),
        }
    }

    fn number(self, english: &str) -> Cow<'_, str> {
        match self {
            Language::English => Cow::Borrowed(english),
            Language::French => english
                .chars()
                .map(|sign| match sign {
                    GROUP => FRENCH_GROUP,
                    POINT => FRENCH_POINT,
                    SPACE => FRENCH_SPACE,
                    _ => sign,
                })
                .collect(),
        }
    }
}

/// A language with its words.
pub struct Translation {
    language: Language,
    catalog: Catalog,
}

impl Translation {
    /// Reads the catalog of a language.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(language: Language, catalog: &[u8]) -> Result<Self, String> {
        let catalog = polib::po_file::parse_from_reader(catalog).map_err(|error| error.to_string())?;
        if catalog.is_empty() {
            return Err("it has no messages".to_owned());
        }
        Ok(Translation { language, catalog })
    }
}

impl Telling for Translation {
    /// What the catalog does not have is told in English.
    fn words<'a>(
        &'a self,
        context: Option<&str>,
        template: &'a str,
        plural: Option<(&'a str, u64)>,
    ) -> &'a str {
        let found = self.catalog.find_message(context, template, plural.map(|(plural, _)| plural));
        let told = found.and_then(|message| match plural {
            None => message.msgstr().ok(),
            Some((_, count)) => {
                let forms = message.msgstr_plural().ok()?;
                forms.get(self.language.plural_form(count)).map(String::as_str)
            }
        });
        told.filter(|told| !told.is_empty()).unwrap_or_else(|| English.words(context, template, plural))
    }

    fn number<'a>(&self, english: &'a str) -> Cow<'a, str> {
        match self.language.number(english) {
            Cow::Borrowed(_) => Cow::Borrowed(english),
            Cow::Owned(number) => Cow::Owned(number),
        }
    }

    fn date<'a>(&self, english: &'a str) -> Cow<'a, str> {
        let named = match self.language {
            Language::English => None,
            Language::French => self.french_date(english),
        };
        named.map_or(Cow::Borrowed(english), Cow::Owned)
    }
}

impl Translation {
    /// A date with the month by its name: `30 déc. 2024`, `déc. 2024`. A time of day stays after it. None where there is no
    /// date.
    fn french_date(&self, english: &str) -> Option<String> {
        let (date, time) = english.split_once(' ').map_or((english, None), |(date, time)| (date, Some(time)));
        let mut parts = date.split('-');
        let (year, month) = (parts.next()?, parts.next()?.parse().ok()?);
        let month = Some(month_name(month)).filter(|month| !month.is_empty())?;
        let month = self.words(None, month, None);
        let day = match parts.next() {
            None => String::new(),
            Some("01") => "1er ".to_owned(),
            Some(day) => format!("{} ", day.trim_start_matches('0')),
        };
        Some(format!("{day}{month} {year}{}", time.map(|time| format!(" {time}")).unwrap_or_default()))
    }
}

static TRANSLATION: OnceLock<Translation> = OnceLock::new();

/// Takes a language for as long as the page is open.
pub fn speak(translation: Translation) {
    // A page speaks one language, from before its first word.
    let _ = TRANSLATION.set(translation);
}

/// The language that the page speaks.
pub fn spoken() -> Language {
    TRANSLATION.get().map_or(Language::English, |translation| translation.language)
}

/// Words that are declared elsewhere, in the language that the page speaks.
pub fn words(words: &'static str) -> &'static str {
    TRANSLATION.get().map_or(words, |translation| translation.words(None, words, None))
}

/// Words that have another meaning elsewhere, in the language that the page speaks.
pub fn words_in(context: &str, words: &'static str) -> &'static str {
    TRANSLATION.get().map_or(words, |translation| translation.words(Some(context), words, None))
}

/// A text, in the language that the page speaks.
pub fn told(text: &Text) -> String {
    text.told(telling())
}

/// The language that the page speaks, for what tells on its own, such as a picture.
pub fn telling() -> &'static dyn Telling {
    TRANSLATION.get().map_or(&English, |translation| translation)
}

/// Words that came by name or in a file of ours, in the language that the page speaks.
pub fn looked_up(words: &str) -> String {
    TRANSLATION.get().map_or(words, |translation| translation.words(None, words, None)).to_owned()
}

/// A number that English writes so, as the page's language writes it.
pub fn number(english: &str) -> String {
    spoken().number(english).into_owned()
}

/// A whole number with its digits in groups.
pub fn grouped(count: u64) -> String {
    number(&crate::engine::decimal::grouped(count))
}

/// Words of the page in the language that it speaks: `t!("Try again")`, or with values as [`text!`](crate::text) takes them.
#[macro_export]
macro_rules! t {
    ($words:literal $(,)?) => { $crate::page::language::words($words) };
    ($context:literal => $words:literal $(,)?) => { $crate::page::language::words_in($context, $words) };
    ($($text:tt)+) => { $crate::page::language::told(&$crate::text!($($text)+)) };
}

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod browser;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::text::{date, number};

    const CATALOG: &str = r#"
msgid ""
msgstr ""
"Language: fr\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "{count} row of {name}"
msgid_plural "{count} rows of {name}"
msgstr[0] "{name} : {count} ligne"
msgstr[1] "{name} : {count} lignes"

msgid "Try again"
msgstr "Réessayer"

msgctxt "a file"
msgid "Open"
msgstr "Ouvrir"

msgid "Open"
msgstr "Ouvertes"

msgid "late"
msgstr ""

msgid "Dec"
msgstr "déc."
"#;

    #[test]
    fn a_catalog_tells_words_plurals_and_numbers() {
        let french = Translation::read(Language::French, CATALOG.as_bytes()).unwrap();
        assert_eq!(french.words(None, "Try again", None), "Réessayer");
        assert_eq!(french.words(Some("a file"), "Open", None), "Ouvrir");
        assert_eq!(french.words(None, "Open", None), "Ouvertes");
        // Not translated, and not in the catalog.
        assert_eq!((french.words(None, "late", None), french.words(None, "early", None)), ("late", "early"));
        for (count, told) in [(0, "a : 0 ligne"), (1, "a : 1 ligne"), (2, "a : 2 lignes")] {
            let text = text!("{count} row of {name}" | "{count} rows of {name}" % count, count, name = "a");
            assert_eq!(text.told(&french), told);
        }
        let text = text!("{share} %", share = number("1,234.5"));
        assert_eq!(text.told(&french), "1\u{202f}234,5 %");
        assert_eq!(french.number("12.5 %"), "12,5\u{a0}%");
        assert!(Translation::read(Language::French, b"<html></html>").is_err());
    }

    #[test]
    fn dates_have_the_names_of_months() {
        let french = Translation::read(Language::French, CATALOG.as_bytes()).unwrap();
        for (english, told) in [
            ("2024-12-30", "30 déc. 2024"),
            ("2024-12-01", "1er déc. 2024"),
            ("2024-12", "déc. 2024"),
            ("2024-12-02 12:00:00", "2 déc. 2024 12:00:00"),
            ("2024-13-02", "2024-13-02"),
            ("then", "then"),
        ] {
            let text = text!("{date}", date = date(english));
            assert_eq!((text.told(&french).as_str(), text.english().as_str()), (told, english));
        }
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        assert_eq!(Language::of("fr-CA"), Some(Language::French));
        assert_eq!(Language::of("EN"), Some(Language::English));
        assert_eq!(Language::of("de"), None);
    }
}
