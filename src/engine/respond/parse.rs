//! Reading conditions and rules from their text, by recursive descent: `or` binds least, then `and`, then `not`.

use super::condition::{Comparison, Condition, KEYWORDS, LEVELS, is_part_of_word};
use super::state::State;
use crate::engine::column::ColumnId;
use crate::engine::dataset::schema::COLUMNS;
use crate::engine::decimal;
use crate::engine::level::Level;
use crate::engine::text::Text;

/// How deep brackets can be nested.
const MAX_DEPTH: usize = 12;

/// How many rows a count can ask for.
pub const MAX_COUNT: u32 = 1_000;

/// The longest time that a count can look back, in seconds: 90 days.
pub const MAX_WITHIN: f64 = 7_776_000.0;

/// Why a text cannot be read, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What is wrong.
    pub reason: Text,
    /// What to do.
    pub hint: Text,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A word.
    Word(String),
    /// A text between quotes.
    Quoted(String),
    /// A number.
    Number(f64),
    /// A sign.
    Sign(&'static str),
}

/// The signs, longer ones first.
const SIGNS: [&str; 12] = ["->", "<=", ">=", "!=", "==", "<", ">", "=", "(", ")", ",", ":"];

/// The parts of a text, and where each begins, in characters.
pub struct Tokens {
    tokens: Vec<(Token, usize)>,
    next: usize,
    length: usize,
}

impl Tokens {
    /// # Errors
    /// A quote does not end, or there is a sign that means nothing.
    pub fn new(text: &str) -> Result<Self, Fault> {
        let characters: Vec<char> = text.chars().collect();
        let (mut tokens, mut place) = (Vec::new(), 0);
        while let Some(&character) = characters.get(place) {
            let start = place;
            if character.is_whitespace() {
                place += 1;
                continue;
            }
            let rest = characters.get(place..).unwrap_or_default();
            let token = if character == '"' {
                let (text, length) = quoted(rest).ok_or_else(|| Fault {
                    reason: text!("the quote at character {place} does not end", place = start + 1),
                    hint: text!("write a quote at its end, and \\\" for a quote inside"),
                })?;
                place += length;
                Token::Quoted(text)
            } else if let Some(sign) = SIGNS.iter().find(|sign| begins(rest, sign)) {
                place += sign.len();
                Token::Sign(if *sign == "==" { "=" } else { sign })
            } else if character.is_ascii_digit() || matches!(character, '-' | '.') {
                let length = rest.iter().take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '.')).count();
                let text: String = rest.iter().take(length).collect();
                place += length;
                Token::Number(decimal::parse(&text).ok_or_else(|| Fault {
                    reason: text!("'{text}' is not a number", text),
                    hint: text!("write for instance 5, 2.5 or -1; put a name between quotes"),
                })?)
            } else if is_part_of_word(character) {
                // Two signs, `->`, end a word.
                let is_arrow = |at: usize| begins(rest.get(at..).unwrap_or_default(), "->");
                let length =
                    (0..rest.len()).take_while(|&at| is_part_of_word(rest[at]) && !is_arrow(at)).count();
                place += length;
                Token::Word(rest.iter().take(length).collect())
            } else {
                return Err(Fault {
                    reason: text!(
                        "'{sign}' at character {place} means nothing here",
                        sign = character.to_string(),
                        place = start + 1
                    ),
                    hint: text!("put a name that holds it between quotes"),
                });
            };
            tokens.push((token, start));
        }
        Ok(Tokens { tokens, next: 0, length: characters.len() })
    }

    /// The next part.
    pub fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    /// Takes the next part.
    pub fn take(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.next += usize::from(token.is_some());
        token
    }

    /// Takes the next part if it is this sign.
    pub fn takes(&mut self, sign: &str) -> bool {
        let is_there = self.peek() == Some(&Token::Sign(SIGNS.iter().find(|s| **s == sign).unwrap_or(&"")));
        self.next += usize::from(is_there);
        is_there
    }

    /// Takes the next part if it is this word.
    pub fn takes_word(&mut self, word: &str) -> bool {
        let is_there = matches!(self.peek(), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word));
        self.next += usize::from(is_there);
        is_there
    }

    /// Where the next part begins, from 1.
    fn place(&self) -> usize {
        self.tokens.get(self.next).map_or(self.length, |(_, place)| *place) + 1
    }

    /// The text of the next part.
    fn found(&self) -> Option<String> {
        Some(match self.peek()? {
            Token::Word(word) | Token::Quoted(word) => word.clone(),
            Token::Number(number) => decimal::text(*number),
            Token::Sign(sign) => (*sign).to_owned(),
        })
    }

    /// What is said where something else was to stand.
    pub fn expected(&self, what: Text, hint: Text) -> Fault {
        let place = self.place();
        let reason = match self.found() {
            None => text!("{what} is missing at character {place}, where the end stands", what, place),
            Some(found) => {
                text!("{what} is missing at character {place}, where '{found}' stands", what, place, found)
            }
        };
        Fault { reason, hint }
    }

    /// What is said where a bracket was to stand.
    fn expected_bracket(&self, bracket: &str, hint: Text) -> Fault {
        let place = self.place();
        let reason = match self.found() {
            None => {
                text!("'{bracket}' is missing at character {place}, where the end stands", bracket, place)
            }
            Some(found) => text!(
                "'{bracket}' is missing at character {place}, where '{found}' stands",
                bracket,
                place,
                found
            ),
        };
        Fault { reason, hint }
    }
}

fn begins(characters: &[char], sign: &str) -> bool {
    sign.chars().enumerate().all(|(place, wanted)| characters.get(place) == Some(&wanted))
}

/// The text between quotes that begins here, and how many characters it takes.
fn quoted(characters: &[char]) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut place = 1;
    loop {
        match characters.get(place)? {
            '"' => return Some((text, place + 1)),
            '\\' => {
                text.push(*characters.get(place + 1)?);
                place += 2;
            }
            other => {
                text.push(*other);
                place += 1;
            }
        }
    }
}

/// Shows how something is written.
pub(super) fn for_instance(example: &str) -> Text {
    text!("write for instance: {example}", example)
}

/// Reads a condition, up to what cannot belong to it.
///
/// # Errors
/// The text is none.
pub fn condition(tokens: &mut Tokens) -> Result<Condition, Fault> {
    any(tokens, 0)
}

fn any(tokens: &mut Tokens, depth: usize) -> Result<Condition, Fault> {
    let mut parts = vec![all(tokens, depth)?];
    while tokens.takes_word("or") {
        parts.push(all(tokens, depth)?);
    }
    Ok(Condition::any(parts))
}

fn all(tokens: &mut Tokens, depth: usize) -> Result<Condition, Fault> {
    let mut parts = vec![single(tokens, depth)?];
    while tokens.takes_word("and") {
        parts.push(single(tokens, depth)?);
    }
    Ok(Condition::all(parts))
}

fn single(tokens: &mut Tokens, depth: usize) -> Result<Condition, Fault> {
    if depth > MAX_DEPTH {
        return Err(Fault {
            reason: text!("brackets are nested more than {depth} deep", depth = MAX_DEPTH),
            hint: text!("write two rules in place of one"),
        });
    }
    if tokens.takes_word("not") {
        return Ok(negated(single(tokens, depth + 1)?));
    }
    if tokens.takes("(") {
        let inner = any(tokens, depth + 1)?;
        return closed(tokens, inner);
    }
    if tokens.takes_word("state") {
        let comparison = comparison(tokens)?;
        return Ok(Condition::State { comparison, state: state(tokens)? });
    }
    if tokens.takes_word("deviation") {
        return deviation(tokens);
    }
    if tokens.takes_word("count") {
        return count(tokens, depth);
    }
    let column = column(tokens)?;
    if tokens.takes_word("is") {
        let missing = Condition::Missing { column };
        let is_not = tokens.takes_word("not");
        return match (tokens.takes_word("missing"), tokens.takes_word("present")) {
            (true, _) => Ok(if is_not { negated(missing) } else { missing }),
            (_, true) => Ok(if is_not { missing } else { negated(missing) }),
            _ => Err(tokens.expected(text!("'missing' or 'present'"), for_instance("cost is missing"))),
        };
    }
    if tokens.takes_word("not") {
        if !tokens.takes_word("in") {
            return Err(tokens.expected(text!("'in'"), for_instance("category not in (Malware, DDOS)")));
        }
        return Ok(negated(one_of(tokens, column)?));
    }
    if tokens.takes_word("in") {
        return one_of(tokens, column);
    }
    let comparison = comparison(tokens)?;
    compared(tokens, column, comparison)
}

/// What does not hold; twice not is as if nothing was said.
fn negated(condition: Condition) -> Condition {
    match condition {
        Condition::Not(inner) => *inner,
        other => Condition::Not(Box::new(other)),
    }
}

fn closed(tokens: &mut Tokens, inner: Condition) -> Result<Condition, Fault> {
    if tokens.takes(")") { Ok(inner) } else { Err(tokens.expected_bracket(")", text!("close the bracket"))) }
}

fn opened(tokens: &mut Tokens, example: &str) -> Result<(), Fault> {
    if tokens.takes("(") { Ok(()) } else { Err(tokens.expected_bracket("(", for_instance(example))) }
}

const DEVIATION: &str = "deviation(data_transfer_mb) > 3";

fn deviation(tokens: &mut Tokens) -> Result<Condition, Fault> {
    opened(tokens, DEVIATION)?;
    let column = column(tokens)?;
    if !tokens.takes(")") {
        return Err(tokens.expected_bracket(")", for_instance(DEVIATION)));
    }
    let comparison = comparison(tokens)?;
    Ok(Condition::Deviation { column, comparison, value: number(tokens)? })
}

const COUNT: &str = "count(1 h) >= 5, or count(login_attempts > 3, 1 d) >= 4";

fn count(tokens: &mut Tokens, depth: usize) -> Result<Condition, Fault> {
    opened(tokens, COUNT)?;
    let of = if matches!(tokens.peek(), Some(Token::Number(_))) {
        None
    } else {
        let of = any(tokens, depth + 1)?;
        let mut has_count = false;
        of.each(&mut |part| has_count |= matches!(part, Condition::Count { .. }));
        if has_count {
            return Err(Fault {
                reason: text!("a count stands inside of a count"),
                hint: text!("count rows by what stands in them"),
            });
        }
        if !tokens.takes(",") {
            return Err(tokens.expected(text!("',' and a time"), for_instance(COUNT)));
        }
        Some(Box::new(of))
    };
    let within = duration(tokens)?;
    if !tokens.takes(")") {
        return Err(tokens.expected_bracket(")", for_instance(COUNT)));
    }
    let comparison = comparison(tokens)?;
    let value = number(tokens)?;
    if value.fract() != 0.0 || !(1.0..=f64::from(MAX_COUNT)).contains(&value) {
        return Err(Fault {
            reason: text!("a count cannot be compared with {value}", value = decimal::text(value)),
            hint: text!("use a whole number from 1 to {most}", most = MAX_COUNT),
        });
    }
    Ok(Condition::Count { of, within, comparison, value: value as u32 })
}

fn duration(tokens: &mut Tokens) -> Result<u32, Fault> {
    let hint = || text!("write a time: {examples}", examples = "30 min, 1 h, 7 d");
    let Some(Token::Number(number)) = tokens.peek().cloned() else {
        return Err(tokens.expected(text!("a time"), hint()));
    };
    tokens.take();
    let units = [("s", 1.0), ("min", 60.0), ("h", 3_600.0), ("d", 86_400.0)];
    let Some(seconds) =
        units.into_iter().find_map(|(unit, seconds)| tokens.takes_word(unit).then_some(seconds))
    else {
        return Err(tokens.expected(text!("a unit of time"), hint()));
    };
    let seconds = number * seconds;
    if !(1.0..=MAX_WITHIN).contains(&seconds) || seconds.fract() != 0.0 {
        return Err(Fault {
            reason: text!("a time of {time} is out of range", time = decimal::text(number)),
            hint: text!("use {shortest} to {longest}", shortest = "1 s", longest = "90 d"),
        });
    }
    Ok(seconds as u32)
}

fn comparison(tokens: &mut Tokens) -> Result<Comparison, Fault> {
    let found = Comparison::ALL.into_iter().find(|comparison| tokens.takes(comparison.sign()));
    found.ok_or_else(|| {
        let hint = text!("use =, !=, <, <=, >, >=, 'in (…)', 'is missing' or 'is present'");
        tokens.expected(text!("a comparison"), hint)
    })
}

fn number(tokens: &mut Tokens) -> Result<f64, Fault> {
    match tokens.peek().cloned() {
        Some(Token::Number(number)) => {
            tokens.take();
            Ok(number)
        }
        _ => Err(tokens.expected(text!("a number"), text!("write for instance 5 or 2.5"))),
    }
}

fn state(tokens: &mut Tokens) -> Result<State, Fault> {
    let found = match tokens.peek() {
        Some(Token::Word(word)) => State::of_key(word),
        _ => None,
    };
    let state = found.ok_or_else(|| {
        let keys: Vec<&str> = State::ALL.iter().map(|state| state.key()).collect();
        tokens.expected(text!("a state"), text!("the states are {states}", states = keys.join(", ")))
    })?;
    tokens.take();
    Ok(state)
}

/// The column, as files name it.
fn column(tokens: &mut Tokens) -> Result<String, Fault> {
    match tokens.peek().cloned() {
        Some(Token::Quoted(name)) if !name.trim().is_empty() => {
            tokens.take();
            Ok(name)
        }
        Some(Token::Word(word)) if !KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(&word)) => {
            let key = word.to_ascii_lowercase();
            let known = COLUMNS.iter().find(|column| column.key() == key);
            let Some(known) = known else {
                let near = COLUMNS.iter().map(|column| column.key()).find(|known| {
                    known.contains(&key) || known.split('_').any(|part| part.len() > 3 && key.contains(part))
                });
                let hint = match near {
                    Some(near) => text!(
                        "did you mean {near}? put the name of a column of your own between quotes",
                        near
                    ),
                    None => text!("put the name of a column of your own between quotes"),
                };
                return Err(Fault { reason: text!("there is no column '{name}'", name = word), hint });
            };
            tokens.take();
            Ok(known.name.to_owned())
        }
        _ => {
            let hint = text!("name a column: login_attempts, or \"Login Attempts\" between quotes");
            Err(tokens.expected(text!("a column"), hint))
        }
    }
}

/// A name or number as text.
fn name(tokens: &mut Tokens) -> Result<String, Fault> {
    match tokens.peek().cloned() {
        Some(Token::Word(name) | Token::Quoted(name)) => {
            tokens.take();
            Ok(name)
        }
        Some(Token::Number(number)) => {
            tokens.take();
            Ok(decimal::text(number))
        }
        _ => {
            let hint = text!("write a number, a name, or a text between quotes");
            Err(tokens.expected(text!("a value"), hint))
        }
    }
}

fn one_of(tokens: &mut Tokens, column: String) -> Result<Condition, Fault> {
    opened(tokens, "category in (Malware, DDOS)")?;
    let mut names = vec![name(tokens)?];
    while tokens.takes(",") {
        let next = name(tokens)?;
        if !names.contains(&next) {
            names.push(next);
        }
    }
    closed(tokens, Condition::OneOf { column, names })
}

/// Whether a column holds levels.
fn has_levels(column: &str) -> bool {
    LEVELS.into_iter().map(ColumnId::name).any(|name| name == column)
}

fn compared(tokens: &mut Tokens, column: String, comparison: Comparison) -> Result<Condition, Fault> {
    if has_levels(&column) {
        let level = match tokens.peek() {
            Some(Token::Word(word) | Token::Quoted(word)) => {
                Level::ALL.into_iter().find(|level| level.name().eq_ignore_ascii_case(word))
            }
            _ => None,
        };
        let hint = || text!("the levels are {levels}", levels = "Low, Medium, High, Critical");
        let level = level.ok_or_else(|| tokens.expected(text!("a level"), hint()))?;
        tokens.take();
        return Ok(Condition::Level { column, comparison, level });
    }
    if let Some(Token::Number(value)) = tokens.peek().cloned() {
        tokens.take();
        return Ok(Condition::Number { column, comparison, value });
    }
    let one = Condition::OneOf { column, names: vec![name(tokens)?] };
    match comparison {
        Comparison::Equal => Ok(one),
        Comparison::Different => Ok(negated(one)),
        other => Err(Fault {
            reason: text!("'{sign}' compares numbers and levels alone", sign = other.sign()),
            hint: text!("use = or != for a name"),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::respond::rule::Rule;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Condition, Fault> {
        let mut tokens = Tokens::new(text)?;
        let read = condition(&mut tokens)?;
        if tokens.peek().is_some() { Err(tokens.expected("the end".into(), "".into())) } else { Ok(read) }
    }

    #[test]
    fn conditions_are_written_as_they_are_read() {
        for text in [
            "login_attempts > 5",
            "threat_level >= High and login_attempts > 5",
            "severity = Low or severity = Critical and cost < 2.5",
            "(severity = Low or risk_level != High) and cost <= -2",
            "category in (\"Access Control\", DDOS) and not (activity_type = login or cost is missing)",
            "category not in (Malware, DDOS) and cost is present",
            "\"My Column\" = \"a \\\"b\\\" \\\\ c\"",
            "deviation(data_transfer_mb) > 3 and count(1 h) >= 5",
            "count(login_attempts > 3 and severity >= High, 30 min) >= 4",
            "state >= watched and count(7 d) > 100",
            "user_location = \"and\" and ip_location = JP",
        ] {
            let condition = read(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            assert_eq!(condition.to_string(), text);
        }
        assert_eq!(read("NOT not ((cost > 1))").unwrap().to_string(), "cost > 1");
        assert_eq!(
            read("cost > 1 AND (cost > 2 and cost > 3)").unwrap().to_string(),
            "cost > 1 and cost > 2 and cost > 3"
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        for (text, reason) in [
            ("", "a column is missing at character 1, where the end stands"),
            ("cost", "a comparison is missing at character 5"),
            ("cost >", "a value is missing at character 7"),
            ("cost > x", "compares numbers and levels alone"),
            ("logins > 5", "there is no column 'logins'"),
            ("severity > 5", "a level is missing"),
            ("(cost > 5", "')' is missing"),
            ("cost > 5 cost", "the end is missing"),
            ("category in (", "a value is missing"),
            ("count(1 h) > 0", "cannot be compared with 0"),
            ("count(1 y) > 1", "a unit of time is missing"),
            ("count(count(1 h) > 1, 1 h) > 1", "a count stands inside"),
            ("count(100 d) > 1", "out of range"),
            ("deviation(cost", "')' is missing"),
            ("cost is 5", "'missing' or 'present'"),
            ("\"cost > 5", "does not end"),
            ("cost > 5 ; x", "means nothing"),
            ("cost > 1.2.3", "is not a number"),
            ("state > 3", "a state is missing"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.reason.contains(reason), "{text}: {fault:?}");
        }
        assert!(read(&"(".repeat(5_000)).unwrap_err().reason.contains("nested"));
        assert!(read(&"not ".repeat(5_000)).unwrap_err().reason.contains("nested"));
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,80}") {
            let _ = (read(&text), Rule::read(&text));
        }

        #[test]
        fn no_words_make_reading_panic(words in proptest::collection::vec("(cost|severity|High|and|or|not|in|is|missing|count|deviation|state|watched|\\(|\\)|,|>|=|->|:|5|1 h|\"x\"|name|priority=|log=|points=|off)", 0..24)) {
            let text = words.join(" ");
            if let Ok(condition) = read(&text) {
                prop_assert_eq!(read(&condition.to_string()), Ok(condition));
            }
            if let Ok(rule) = Rule::read(&text) {
                prop_assert_eq!(Rule::read(&rule.to_string()), Ok(rule));
            }
        }
    }
}
