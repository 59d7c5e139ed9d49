//! The words of the page: each that the source, the lessons or the glossary say is in every catalog of `locales/`,
//! translated, with the same values; and a catalog has no others. `MESSAGES_UPDATE=1 cargo test --test messages` takes new
//! words into the catalogs, untranslated, and drops those that are gone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cyberdatagen::engine::learn::{glossary, shelf};
use cyberdatagen::page::language::Language;
use polib::catalog::Catalog;
use polib::message::{Message, MessageView};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The macros whose first literal is words for a reader.
const MACROS: [&str; 3] = ["t", "text", "words"];

/// Words in the source, and where the first of them stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    context: Option<String>,
    template: String,
    plural: Option<String>,
}

/// Words, in the order of the source, with the files that say them.
#[derive(Default)]
struct Source {
    said: Vec<(Said, String)>,
    /// Where the values that are given are not the places of the words.
    wrong: Vec<String>,
}

impl Source {
    fn add(&mut self, said: Said, file: &str) {
        // Signs alone are words where a language puts a space before them.
        let is_told = |sign: char| sign.is_alphabetic() || ":;?!%«»\"".contains(sign);
        let has_words = words_of(&said.template).chars().any(is_told);
        if has_words && !self.said.iter().any(|(known, _)| *known == said) {
            self.said.push((said, file.to_owned()));
        }
    }

    fn read(&mut self, tokens: TokenStream, file: &str) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            let TokenTree::Group(group) = token else { continue };
            let before = |steps: usize| index.checked_sub(steps).map(|at| tokens[at].to_string());
            let is_tests = before(1).as_deref() == Some("tests") && before(2).as_deref() == Some("mod");
            if is_tests {
                continue;
            }
            let name = before(2).filter(|_| before(1).as_deref() == Some("!"));
            let is_ours = name.is_some_and(|name| MACROS.contains(&name.as_str()));
            if is_ours && group.delimiter() != Delimiter::Brace {
                self.take(group.stream(), file);
            }
            self.read(group.stream(), file);
        }
    }

    fn take(&mut self, tokens: TokenStream, file: &str) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let literal = |index: usize| {
            let token = tokens.get(index)?.to_string();
            syn::parse_str::<syn::LitStr>(&token).ok().map(|literal| literal.value())
        };
        // `=>` are two tokens.
        let after =
            |index: usize, sign: &str| tokens.get(index).is_some_and(|token| token.to_string() == sign);
        let (context, first) = if after(1, "=") && after(2, ">") { (literal(0), 3) } else { (None, 0) };
        let Some(template) = literal(first) else { return };
        let plural = after(first + 1, "|").then(|| literal(first + 2)).flatten();
        let given: BTreeSet<String> = tokens
            .split(|token| token.to_string() == ",")
            .skip(1)
            .filter_map(|value| value.first().map(ToString::to_string))
            .collect();
        for words in [Some(&template), plural.as_ref()].into_iter().flatten() {
            if !places(words).is_subset(&given) {
                self.wrong.push(format!("{file}: {words:?} is given {given:?}"));
            }
        }
        self.add(Said { context, template, plural }, file);
    }
}

/// What stands outside of the places for values.
fn words_of(template: &str) -> String {
    let parts = template.split('{').enumerate();
    parts.filter_map(|(at, part)| if at == 0 { Some(part) } else { Some(part.split_once('}')?.1) }).collect()
}

/// The names in braces.
fn places(words: &str) -> BTreeSet<String> {
    let words = words.replace("{{", "").replace("}}", "");
    let named = words.split('{').skip(1).filter_map(|after| after.split_once('}'));
    named.map(|(name, _)| name.to_owned()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let nested = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    let found = entries.into_iter().flat_map(nested);
    found.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn source() -> Source {
    let mut source = Source::default();
    for file in files(Path::new("src")) {
        let tokens = fs::read_to_string(&file).unwrap().parse().unwrap();
        source.read(tokens, file.to_str().unwrap());
    }
    add_texts(&mut source);
    source
}

/// The texts of the lessons and of the glossary, which stand in files of their own.
fn add_texts(source: &mut Source) {
    let mut add = |words: &str, file: &str| {
        source.add(Said { context: None, template: words.to_owned(), plural: None }, file);
        words.to_owned()
    };
    for (key, lesson) in shelf::lessons() {
        let file = format!("src/engine/learn/lessons/{key}.md");
        lesson.told(&mut |words| add(words, &file));
    }
    for term in glossary::terms() {
        for words in [term.name, term.meaning] {
            add(words, "docs/glossary.md");
        }
    }
}

fn catalogs() -> impl Iterator<Item = (PathBuf, Language)> {
    let translated = Language::ALL.into_iter().filter(|language| *language != Language::English);
    translated.map(|language| (PathBuf::from(format!("locales/{}.po", language.key())), language))
}

fn said(message: &dyn MessageView) -> Said {
    let plural = message.is_plural().then(|| message.msgid_plural().unwrap().to_owned());
    let context = message.msgctxt();
    let context = context.filter(|context| !context.is_empty()).map(str::to_owned);
    Said { context, template: message.msgid().to_owned(), plural }
}

/// A catalog of what is said, with the translations of the one before.
fn updated(before: &Catalog, source: &Source) -> Catalog {
    let mut after = Catalog::new(before.metadata.clone());
    for (said, file) in &source.said {
        let known = before.find_message(said.context.as_deref(), &said.template, said.plural.as_deref());
        let message = match &said.plural {
            None => Message::build_singular()
                .with_msgctxt(said.context.clone().unwrap_or_default())
                .with_msgid(said.template.clone())
                .with_msgstr(known.and_then(|known| known.msgstr().ok()).unwrap_or_default().to_owned())
                .with_source(file.clone())
                .done(),
            Some(plural) => {
                let forms = known.and_then(|known| known.msgstr_plural().ok().cloned());
                Message::build_plural()
                    .with_msgid(said.template.clone())
                    .with_msgid_plural(plural.clone())
                    .with_msgstr_plural(forms.unwrap_or_else(|| vec![String::new(); 2]))
                    .with_source(file.clone())
                    .done()
            }
        };
        after.append_or_update(message);
    }
    after
}

#[test]
fn every_word_is_in_every_catalog() {
    let source = source();
    assert_eq!(source.wrong, Vec::<String>::new(), "values that are not the places of the words");
    for (path, language) in catalogs() {
        let mut catalog = polib::po_file::parse(&path).unwrap();
        if std::env::var_os("MESSAGES_UPDATE").is_some() {
            catalog = updated(&catalog, &source);
            polib::po_file::write_to_file(&catalog, &path).unwrap();
        }
        let known: BTreeSet<Said> = catalog.messages().map(said).collect();
        let wanted: BTreeMap<Said, String> = source.said.iter().cloned().collect();
        let missing: Vec<_> = wanted.iter().filter(|(said, _)| !known.contains(said)).collect();
        let obsolete: Vec<_> = known.iter().filter(|said| !wanted.contains_key(said)).collect();
        assert!(
            missing.is_empty() && obsolete.is_empty(),
            "missing: {missing:#?}, no longer said: {obsolete:#?}"
        );
        let mut faults = Vec::new();
        for message in catalog.messages() {
            let said = said(message);
            let forms: Vec<&str> = match &said.plural {
                Some(_) => message.msgstr_plural().unwrap().iter().map(String::as_str).collect(),
                None => vec![message.msgstr().unwrap()],
            };
            let count = if said.plural.is_some() { 1 + language.plural_form(1_000) } else { 1 };
            if forms.len() != count || forms.iter().any(|form| form.is_empty()) {
                faults.push(format!("{:?} is not translated", said.template));
            }
            let own = places(said.plural.as_ref().unwrap_or(&said.template));
            if forms.iter().any(|form| !form.is_empty() && places(form) != own) {
                faults.push(format!("{:?} has other values: {forms:?}", said.template));
            }
        }
        assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
    }
}

#[test]
fn words_are_found_wherever_a_macro_stands() {
    let mut source = Source::default();
    let text = r#"
        fn view() { view! { <p title=t!("A title")>{t!("{count} row" | "{count} rows" % count, count)}</p> } }
        fn other() -> Text { text!("{a} of {b}", a = list(1, 2), c = 3) }
        fn button() { t!("a file" => "Open"); }
        const NAME: &str = words!("A name");
        mod tests { fn test() { t!("not this") } }
    "#;
    source.read(text.parse().unwrap(), "file");
    let found: Vec<_> = source.said.iter().map(|(said, _)| said.template.as_str()).collect();
    assert_eq!(found, ["A title", "{count} row", "{a} of {b}", "Open", "A name"]);
    assert_eq!(source.wrong.len(), 1);
}
