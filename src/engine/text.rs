//! Words for a reader, in a language that is chosen where they are shown.
//!
//! The engine says what it has to say in English, with the values apart from the words: [`Text`] prints as English, and the
//! page tells the same in another language by looking its words up. Files are written in English alone.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What is told to a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// The same in every language: a name in the data, or what somebody typed.
    Verbatim(Cow<'static, str>),
    /// Words of ours.
    Words(Box<Words>),
}

/// Words with places for values, as the source has them in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What tells them from the same words with another meaning.
    pub context: Option<Cow<'static, str>>,
    /// The words; a value's place is its name in braces.
    pub template: Cow<'static, str>,
    /// The words for another number of things, and that number.
    pub plural: Option<(Cow<'static, str>, u64)>,
    /// The values by name.
    pub values: Vec<(Cow<'static, str>, Value)>,
}

/// A value among words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// A number, as English writes it: `1,234.5`.
    Number(Cow<'static, str>),
    /// A date, as English writes it: `2024-12-30`, perhaps with a time of day after it, or `2024-12`.
    Date(Cow<'static, str>),
    /// Anything else.
    Text(Text),
}

/// How a language tells words and numbers.
pub trait Telling {
    /// The words for a template in its context and, where things are counted, for its plural with their number.
    fn words<'a>(
        &'a self,
        context: Option<&str>,
        template: &'a str,
        plural: Option<(&'a str, u64)>,
    ) -> &'a str;

    /// A number that English writes so.
    fn number<'a>(&self, english: &'a str) -> Cow<'a, str>;

    /// A date that English writes so.
    fn date<'a>(&self, english: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(english)
    }
}

/// The language of the source, and of every file.
pub struct English;

impl Telling for English {
    fn words<'a>(&'a self, _: Option<&str>, template: &'a str, plural: Option<(&'a str, u64)>) -> &'a str {
        match plural {
            Some((plural, count)) if count != 1 => plural,
            _ => template,
        }
    }

    fn number<'a>(&self, english: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(english)
    }
}

impl Text {
    /// Words that were declared with [`words!`](crate::words).
    pub fn declared(words: &'static str) -> Self {
        Text::Words(Box::new(Words {
            context: None,
            template: Cow::Borrowed(words),
            plural: None,
            values: Vec::new(),
        }))
    }

    /// What it says in a language.
    pub fn told(&self, language: &dyn Telling) -> String {
        let mut output = String::new();
        self.tell(language, &mut output);
        output
    }

    /// What it says in English, for a file or a comparison.
    pub fn english(&self) -> String {
        self.told(&English)
    }

    /// Whether its English has something in it.
    pub fn contains(&self, words: &str) -> bool {
        self.english().contains(words)
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Text::Verbatim(text) => text.is_empty(),
            Text::Words(words) => words.template.is_empty(),
        }
    }

    fn tell(&self, language: &dyn Telling, output: &mut String) {
        match self {
            Text::Verbatim(text) => output.push_str(text),
            Text::Words(words) => {
                let plural = words.plural.as_ref().map(|(plural, count)| (plural.as_ref(), *count));
                let told = language.words(words.context.as_deref(), &words.template, plural);
                fill(told, &words.values, language, output);
            }
        }
    }
}

/// Writes a template with its values. A place that names no value stays as it stands, `{{` is a brace.
fn fill(template: &str, values: &[(Cow<'static, str>, Value)], language: &dyn Telling, output: &mut String) {
    let mut rest = template;
    while let Some(start) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(start);
        output.push_str(before);
        let doubled = ["{{", "}}"].into_iter().find(|doubled| from.starts_with(doubled));
        let place = from.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let value = place.and_then(|(name, _)| values.iter().find(|(known, _)| known == name));
        rest = match (doubled, place, value) {
            (Some(doubled), ..) => {
                output.push_str(&doubled[1..]);
                &from[2..]
            }
            (None, Some((_, after)), Some((_, value))) => {
                match value {
                    Value::Number(english) => output.push_str(&language.number(english)),
                    Value::Date(english) => output.push_str(&language.date(english)),
                    Value::Text(text) => text.tell(language, output),
                }
                after
            }
            _ => {
                output.push_str(&from[..1]);
                &from[1..]
            }
        };
    }
    output.push_str(rest);
}

/// A number among words, as English writes it.
pub fn number(english: impl Into<Cow<'static, str>>) -> Value {
    Value::Number(english.into())
}

/// A date among words, as English writes it.
pub fn date(english: impl Into<Cow<'static, str>>) -> Value {
    Value::Date(english.into())
}

/// In English.
impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.told(&English))
    }
}

impl Default for Text {
    fn default() -> Self {
        Text::Verbatim(Cow::Borrowed(""))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text::Verbatim(Cow::Owned(text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::from(text.to_owned())
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Text::from(text.clone())
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.told(&English) == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self == other.as_str()
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Value::Text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.into())
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Value::Text(text.into())
    }
}

/// Whole numbers stand among words as they are.
macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Value {
            fn from(number: $kind) -> Self {
                Value::Number(Cow::Owned(number.to_string()))
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64, usize, i32, i64);

/// A file for readers has it in English; between the engine and the page it is whole.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.serialize_str(&self.told(&English));
        }
        match self {
            Text::Verbatim(text) => Whole::Verbatim(text.clone()).serialize(serializer),
            Text::Words(words) => Whole::Words(words.clone()).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return String::deserialize(deserializer).map(Text::from);
        }
        Ok(match Whole::deserialize(deserializer)? {
            Whole::Verbatim(text) => Text::Verbatim(text),
            Whole::Words(words) => Text::Words(words),
        })
    }
}

/// [`Text`] as it goes between the engine and the page.
#[derive(Serialize, Deserialize)]
enum Whole {
    Verbatim(Cow<'static, str>),
    Words(Box<Words>),
}

/// Words for a reader: `text!("{rows} of {name}", rows = 3, name)`. Each value has a name; numbers that are written with
/// decimals or groups are given as [`number`]. Where things are counted, the plural and their number follow:
/// `text!("{count} row" | "{count} rows" % count, count)`. A context tells words from the same with another meaning:
/// `text!("a button" => "Open")`.
#[macro_export]
macro_rules! text {
    ($context:literal => $template:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::text!(@words Some(::std::borrow::Cow::Borrowed($context)), $template, None, $($name $(= $value)?),*)
    };
    ($template:literal | $plural:literal % $count:expr $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::text!(@words None, $template, Some((::std::borrow::Cow::Borrowed($plural), $count as u64)), $($name $(= $value)?),*)
    };
    ($template:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::text!(@words None, $template, None, $($name $(= $value)?),*)
    };
    (@words $context:expr, $template:literal, $plural:expr, $($name:ident $(= $value:expr)?),*) => {
        $crate::engine::text::Text::Words(Box::new($crate::engine::text::Words {
            context: $context,
            template: ::std::borrow::Cow::Borrowed($template),
            plural: $plural,
            values: vec![$((::std::borrow::Cow::Borrowed(stringify!($name)), $crate::text!(@value $name $(= $value)?))),*],
        }))
    };
    (@value $name:ident) => { $crate::engine::text::Value::from($name) };
    (@value $name:ident = $value:expr) => { $crate::engine::text::Value::from($value) };
}

/// Words that stand in the source as they are, and are looked up where they are shown: a setting's name, a button's.
#[macro_export]
macro_rules! words {
    ($words:literal) => {
        $words
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A language of capitals, with a comma in its numbers.
    struct Loud;

    impl Telling for Loud {
        fn words<'a>(
            &'a self,
            context: Option<&str>,
            template: &'a str,
            plural: Option<(&'a str, u64)>,
        ) -> &'a str {
            match (template, plural) {
                ("late", _) if context == Some("dead") => "GONE",
                ("{count} row of {name}", Some((_, 0..2))) => "{name}: {count} ROW",
                ("{count} row of {name}", _) => "{name}: {count} ROWS",
                ("late", _) => "LATE",
                _ => template,
            }
        }

        fn number<'a>(&self, english: &'a str) -> Cow<'a, str> {
            Cow::Owned(english.replace('.', ","))
        }
    }

    #[test]
    fn a_text_is_told_in_english_and_in_another_language() {
        let name = "{name}".to_owned();
        for (count, english, loud) in [
            (0, "0 rows of {name}", "{name}: 0 ROW"),
            (1, "1 row of {name}", "{name}: 1 ROW"),
            (2, "2 rows of {name}", "{name}: 2 ROWS"),
        ] {
            let text = text!("{count} row of {name}" | "{count} rows of {name}" % count, count, name = &name);
            assert_eq!((text.to_string().as_str(), text.told(&Loud).as_str()), (english, loud));
        }
        let late = text!("{share} % {when}, {{so}} {}", share = number("2.5"), when = text!("late"));
        assert_eq!(late, "2.5 % late, {so} {}");
        assert_eq!(late.told(&Loud), "2,5 % LATE, {so} {}");
        let gone = text!("dead" => "late");
        assert_eq!((gone.to_string().as_str(), gone.told(&Loud).as_str()), ("late", "GONE"));
    }

    #[test]
    fn a_text_goes_to_the_page_whole_and_into_files_in_english() {
        let text = text!("{count} rows in {part}", count = 3, part = text!("late"));
        let bytes = postcard::to_allocvec(&text).unwrap();
        assert_eq!(postcard::from_bytes::<Text>(&bytes).unwrap(), text);
        assert_eq!(serde_json::to_string(&text).unwrap(), "\"3 rows in late\"");
        assert_eq!(serde_json::from_str::<Text>("\"late\"").unwrap(), Text::from("late"));
    }
}
