//! Reading Sigma rules over our columns.

use yaml_rust2::{Yaml, YamlLoader};

use crate::engine::dataset::schema::COLUMNS;
use crate::engine::decimal;
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::engine::respond::condition::{Comparison, Condition, LEVELS};
use crate::engine::respond::rule::Rule;
use crate::engine::respond::rules::{MAX_RULES, RuleSet};
use crate::engine::text::Text;

/// A text longer than this is no file of rules.
const MAX_BYTES: usize = 200_000;

/// Why a document cannot be read, and what to do.
type Fault = (Text, Text);

/// Reads the rules of a file.
///
/// # Errors
/// It is no YAML, or a rule looks at what we have not, or in a way that we do not know.
pub fn read(text: &str) -> Result<RuleSet, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        let hint = text!("choose a file of at most {most} kB", most = MAX_BYTES / 1_000);
        return Err(Problem::new("", text!("the file is too large"), hint).into());
    }
    let documents = YamlLoader::load_from_str(text).map_err(|error| {
        let reason = text!("the file is no YAML: {error}", error = error.to_string());
        Problem::new("", reason, text!("open a file of Sigma rules"))
    })?;
    let (mut rules, mut problems, mut bases): (Vec<Rule>, Vec<Problem>, Vec<(String, Condition)>) =
        (Vec::new(), Vec::new(), Vec::new());
    for document in documents.iter().filter(|document| !document.is_null() && !document.is_badvalue()) {
        let title = document["title"].as_str();
        let title = title.map_or_else(|| text!("a rule without a title"), Text::from);
        match of_document(document, &bases) {
            // What others count is no rule of its own.
            Ok(Read::Base(name, condition)) => bases.push((name, condition)),
            Ok(Read::Rule(rule)) => rules.push(*rule),
            Err((reason, hint)) => {
                problems.push(Problem::new("", text!("'{title}': {reason}", title, reason), hint));
            }
        }
    }
    for place in 0..rules.len() {
        let name = rules[place].name.clone();
        let earlier = rules.iter().take(place).filter(|rule| rule.name == name).count();
        if earlier > 0 {
            rules[place].name = format!("{name} {}", earlier + 1);
        }
    }
    if rules.is_empty() && problems.is_empty() {
        let hint = text!("open a file of Sigma rules");
        problems.push(Problem::new("", text!("the file has no rules"), hint));
    }
    if rules.len() > MAX_RULES {
        let reason = text!("the file has {count} rules", count = rules.len());
        problems.push(Problem::new("", reason, text!("keep at most {most} of them", most = MAX_RULES)));
    }
    if problems.is_empty() { Ok(rules.into()) } else { Err(problems) }
}

enum Read {
    Base(String, Condition),
    Rule(Box<Rule>),
}

fn of_document(document: &Yaml, bases: &[(String, Condition)]) -> Result<Read, Fault> {
    let condition = match &document["correlation"] {
        Yaml::BadValue => detection(&document["detection"])?,
        correlation => counted(correlation, bases)?,
    };
    let is_base = document["level"].as_str() == Some("informational");
    if let (true, Some(name)) = (is_base, document["name"].as_str()) {
        return Ok(Read::Base(name.to_owned(), condition));
    }
    let own = &document["cyberdatagen"];
    let level = document["level"].as_str().unwrap_or("medium");
    let found = Level::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(level));
    let text = |yaml: &Yaml| yaml.as_str().map(str::to_owned);
    let short = |text: String| text.chars().filter(|c| !c.is_control()).take(80).collect::<String>();
    let title = text(&document["title"]).unwrap_or_else(|| "rule".to_owned());
    let action = text(&own["action"]).unwrap_or_else(|| title.clone());
    let rule = Rule {
        name: short(title),
        condition,
        action: short(action),
        priority: found.unwrap_or(Level::Low),
        log_minutes: own["log"].as_i64().and_then(|minutes| u32::try_from(minutes).ok()),
        points: number(&own["points"]).unwrap_or(1.0),
        is_off: own["off"].as_bool().unwrap_or(false),
    };
    // Read again as a line, so that nothing gets in that a line could not say.
    let checked = Rule::read(&rule.to_string());
    checked
        .map(|rule| Read::Rule(Box::new(rule)))
        .map_err(|fault| (fault.reason, text!("change the rule, and open the file again")))
}

fn number(yaml: &Yaml) -> Option<f64> {
    match yaml {
        Yaml::Integer(number) => Some(*number as f64),
        Yaml::Real(text) | Yaml::String(text) => decimal::parse(text),
        _ => None,
    }
}

/// How many rows of a user there were.
fn counted(correlation: &Yaml, bases: &[(String, Condition)]) -> Result<Condition, Fault> {
    let refuse =
        |reason: Text| (reason, text!("use event_count, grouped by User ID, with a timespan and gte or gt"));
    if correlation["type"].as_str() != Some("event_count") {
        return Err(refuse(text!("a correlation of a kind that is not known")));
    }
    let name = match &correlation["rules"] {
        Yaml::Array(names) if names.len() == 1 => names[0].as_str(),
        other => other.as_str(),
    };
    let base = bases.iter().find(|(known, _)| Some(known.as_str()) == name);
    let (_, condition) =
        base.ok_or_else(|| refuse(text!("a correlation of a rule that does not stand before it")))?;
    let groups: Vec<&str> =
        correlation["group-by"].as_vec().into_iter().flatten().filter_map(Yaml::as_str).collect();
    if groups.iter().map(|group| column(group)).collect::<Option<Vec<_>>>().as_deref()
        != Some(&["User ID".to_owned()])
    {
        return Err(refuse(text!("a correlation that is not grouped by User ID alone")));
    }
    let span = correlation["timespan"].as_str().unwrap_or_default();
    let unknown = || refuse(text!("the timespan '{span}'", span));
    let (digits, unit) = span.split_at(span.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len());
    let unit = match unit {
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3_600.0,
        "d" => 86_400.0,
        _ => return Err(unknown()),
    };
    let within = decimal::parse(digits)
        .map(|number| number * unit)
        .filter(|seconds| (1.0..=7_776_000.0).contains(seconds));
    let within = within.ok_or_else(unknown)? as u32;
    let comparisons = [
        ("gte", Comparison::AtLeast),
        ("gt", Comparison::Above),
        ("lte", Comparison::AtMost),
        ("lt", Comparison::Below),
        ("eq", Comparison::Equal),
        ("neq", Comparison::Different),
    ];
    let found = comparisons.into_iter().find_map(|(key, comparison)| {
        let value = correlation["condition"][key].as_i64()?;
        Some((comparison, u32::try_from(value).ok()?))
    });
    let (comparison, value) = found.ok_or_else(|| refuse(text!("a correlation without a number")))?;
    let is_every =
        matches!(condition, Condition::Not(inner) if matches!(inner.as_ref(), Condition::Missing { .. }));
    let of = (!is_every).then(|| Box::new(condition.clone()));
    Ok(Condition::Count { of, within, comparison, value })
}

/// The name of our column that a field names: by its name or its key.
fn column(field: &str) -> Option<String> {
    COLUMNS
        .iter()
        .find(|column| column.name == field || column.key() == field)
        .map(|column| column.name.to_owned())
}

/// The condition of a detection.
fn detection(detection: &Yaml) -> Result<Condition, Fault> {
    let refuse = |reason: Text| (reason, text!("write a detection with selections and a condition"));
    let entries = detection.as_hash().ok_or_else(|| refuse(text!("it has no detection")))?;
    let mut selections = Vec::new();
    for (name, selection) in entries {
        let name = name.as_str().unwrap_or_default();
        if name != "condition" {
            selections.push((name.to_owned(), of_selection(selection)?));
        }
    }
    let text = detection["condition"].as_str();
    let text = text.ok_or_else(|| refuse(text!("its detection has no condition")))?;
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Expression { words: &words, next: 0, selections: &selections };
    let condition = reader.any(0)?;
    match reader.words.get(reader.next) {
        None => Ok(condition),
        Some(word) => Err(refuse(text!("'{word}' in its condition", word = *word))),
    }
}

/// A selection: fields that all have to match, or a list of these, one of which has to.
fn of_selection(selection: &Yaml) -> Result<Condition, Fault> {
    match selection {
        Yaml::Hash(fields) => {
            let mut parts = Vec::new();
            for (field, values) in fields {
                parts.push(of_field(field.as_str().unwrap_or_default(), values)?);
            }
            if parts.is_empty() {
                return Err((text!("a selection without fields"), text!("name a column")));
            }
            Ok(Condition::all(parts))
        }
        Yaml::Array(alternatives) if !alternatives.is_empty() => {
            Ok(Condition::any(alternatives.iter().map(of_selection).collect::<Result<Vec<_>, _>>()?))
        }
        _ => Err((text!("a selection by keywords"), text!("name the columns that are to match"))),
    }
}

fn of_field(field: &str, values: &Yaml) -> Result<Condition, Fault> {
    let mut parts = field.split('|');
    let name = parts.next().unwrap_or_default();
    let column = column(name).ok_or_else(|| {
        let hint = text!("the fields are our columns, by name or key");
        (text!("there is no column '{name}'", name), hint)
    })?;
    let comparison = match parts.next() {
        None => None,
        Some("lt") => Some(Comparison::Below),
        Some("lte") => Some(Comparison::AtMost),
        Some("gt") => Some(Comparison::Above),
        Some("gte") => Some(Comparison::AtLeast),
        Some(other) => {
            let hint = text!("use lt, lte, gt, gte, or whole values");
            return Err((text!("the modifier '{modifier}'", modifier = other), hint));
        }
    };
    let all: Vec<&Yaml> = match values {
        Yaml::Array(values) => values.iter().collect(),
        single => vec![single],
    };
    let one = |value: &Yaml| of_value(&column, comparison, value);
    Ok(merged(Condition::any(all.into_iter().map(one).collect::<Result<Vec<_>, _>>()?)))
}

fn of_value(column: &str, comparison: Option<Comparison>, value: &Yaml) -> Result<Condition, Fault> {
    let column = column.to_owned();
    let (text, number) = match value {
        Yaml::Null => return Ok(Condition::Missing { column }),
        Yaml::Boolean(on) => (u8::from(*on).to_string(), Some(f64::from(u8::from(*on)))),
        Yaml::Integer(number) => (number.to_string(), Some(*number as f64)),
        Yaml::Real(text) => (text.clone(), decimal::parse(text)),
        Yaml::String(text) => (text.clone(), comparison.and_then(|_| decimal::parse(text))),
        _ => return Err((text!("a value of '{column}'", column), text!("use numbers and names"))),
    };
    if let Some(comparison) = comparison {
        let value = number
            .ok_or_else(|| (text!("'{text}' is no number", text), text!("compare columns with numbers")))?;
        return Ok(Condition::Number { column, comparison, value });
    }
    if let (Some(value), false) = (number, has_levels(&column)) {
        return Ok(Condition::Number { column, comparison: Comparison::Equal, value });
    }
    let name = plain(&text)
        .ok_or_else(|| (text!("the wildcard in '{text}'", text = &text), text!("name whole values")))?;
    if has_levels(&column) {
        let level = Level::ALL.into_iter().find(|level| level.name().eq_ignore_ascii_case(&name));
        let level = level.ok_or_else(|| {
            let hint = text!("the levels are {levels}", levels = "Low, Medium, High, Critical");
            (text!("'{name}' is no level", name = &name), hint)
        })?;
        return Ok(Condition::Level { column, comparison: Comparison::Equal, level });
    }
    Ok(Condition::OneOf { column, names: vec![name] })
}

fn has_levels(column: &str) -> bool {
    LEVELS.into_iter().any(|id| id.name() == column)
}

/// A text without wildcards, whose signs were written with backslashes; none where it has wildcards.
fn plain(text: &str) -> Option<String> {
    let (mut plain, mut letters) = (String::new(), text.chars().peekable());
    while let Some(letter) = letters.next() {
        match letter {
            '*' | '?' => return None,
            '\\' if matches!(letters.peek(), Some('*' | '?' | '\\')) => plain.extend(letters.next()),
            other => plain.push(other),
        }
    }
    Some(plain)
}

/// Names of one column as one list, and levels that follow each other as one comparison.
fn merged(condition: Condition) -> Condition {
    let Condition::Any(parts) = &condition else { return condition };
    let mut names = Vec::new();
    let mut levels = Vec::new();
    let mut of = None;
    for part in parts {
        match part {
            Condition::OneOf { column, names: more } => {
                names.extend(more.iter().cloned());
                of = Some(column.clone());
            }
            Condition::Level { column, comparison: Comparison::Equal, level } => {
                levels.push(*level);
                of = Some(column.clone());
            }
            _ => return condition,
        }
    }
    let Some(column) = of else { return condition };
    if levels.is_empty() {
        return Condition::OneOf { column, names };
    }
    for comparison in [Comparison::AtLeast, Comparison::AtMost] {
        for level in Level::ALL {
            if Level::ALL.into_iter().all(|own| comparison.holds(own, level) == levels.contains(&own)) {
                return Condition::Level { column, comparison, level };
            }
        }
    }
    condition
}

/// The words of a condition.
struct Expression<'a> {
    words: &'a [&'a str],
    next: usize,
    selections: &'a [(String, Condition)],
}

impl Expression<'_> {
    fn takes(&mut self, word: &str) -> bool {
        let is_there = self.words.get(self.next).is_some_and(|found| found.eq_ignore_ascii_case(word));
        self.next += usize::from(is_there);
        is_there
    }

    fn any(&mut self, depth: usize) -> Result<Condition, Fault> {
        let mut parts = vec![self.all(depth)?];
        while self.takes("or") {
            parts.push(self.all(depth)?);
        }
        Ok(Condition::any(parts))
    }

    fn all(&mut self, depth: usize) -> Result<Condition, Fault> {
        let mut parts = vec![self.single(depth)?];
        while self.takes("and") {
            parts.push(self.single(depth)?);
        }
        Ok(Condition::all(parts))
    }

    fn single(&mut self, depth: usize) -> Result<Condition, Fault> {
        let refuse = |reason: Text| {
            let hint =
                text!("use the names of the selections, and, or, not, brackets, '1 of …' and 'all of …'");
            (reason, hint)
        };
        let unknown = |name: &str| refuse(text!("no selection is called '{name}'", name));
        if depth > 12 {
            return Err(refuse(text!("brackets that are nested too deep")));
        }
        if self.takes("not") {
            return Ok(match self.single(depth + 1)? {
                Condition::Not(inner) => *inner,
                other => Condition::Not(Box::new(other)),
            });
        }
        if self.takes("(") {
            let inner = self.any(depth + 1)?;
            return if self.takes(")") {
                Ok(inner)
            } else {
                Err(refuse(text!("a bracket that is not closed")))
            };
        }
        let word = self.words.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        if (word == "1" || word.eq_ignore_ascii_case("all")) && self.takes("of") {
            let pattern = self.words.get(self.next).copied().unwrap_or_default();
            self.next += 1;
            let start = if pattern == "them" { "" } else { pattern.trim_end_matches('*') };
            let chosen = self.selections.iter().filter(|(name, _)| name.starts_with(start));
            let chosen: Vec<Condition> = chosen.map(|(_, condition)| condition.clone()).collect();
            if chosen.is_empty() {
                return Err(unknown(pattern));
            }
            return Ok(if word == "1" { Condition::any(chosen) } else { Condition::all(chosen) });
        }
        let found = self.selections.iter().find(|(name, _)| name == word);
        found.map(|(_, condition)| condition.clone()).ok_or_else(|| unknown(word))
    }
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;
    use crate::engine::response;
    use proptest::prelude::*;

    fn set(text: &str) -> RuleSet {
        RuleSet::read("", text).unwrap()
    }

    #[test]
    fn rules_come_back_as_they_went() {
        let own = set(
            "a: threat_level >= High and login_attempts > 5 -> \"do: it #1\" priority=critical log=5 points=3
             b: category in (\"Access Control\", DDOS) or not (cost is missing or cost <= 2.5) -> act off
             c: user_location != JP and risk_level <= Medium and severity = High -> act priority=high
             d: count(login_attempts > 3 and severity >= High, 30 min) >= 4 -> act
             e: count(7 d) > 100 -> act points=0
             f: cpu_usage = 5 and activity_type not in (login) -> act",
        );
        let yaml = text(&own).unwrap();
        assert_eq!(read(&yaml).map(|rules| rules.lines()), Ok(own.lines()), "{yaml}");
        let shipped = RuleSet::shipped(&response::Parameters::default());
        assert_eq!(read(&text(&shipped).unwrap()), Ok(shipped));
        for (rule, what) in [
            ("a: state >= watched and cost > 3 -> x points=0", "state"),
            ("a: deviation(cost) > 3 -> x", "baseline"),
            ("a: cost > 3 and count(1 h) > 2 -> x", "count"),
        ] {
            assert!(text(&set(rule)).unwrap_err()[0].reason.contains(what));
        }
    }

    #[test]
    fn rules_of_others_are_read() {
        let yaml = "
title: Large transfers
logsource: {product: cyberdatagen}
detection:
  large:
    data_transfer_mb|gte: 200
  from_home:
    - User Location: [JP, EU]
    - IP Location: JP
  filter_dept:
    Department Affected: IT
  condition: large and 1 of from_* and not filter_dept
level: high
";
        let rules = read(yaml).unwrap();
        assert_eq!(
            rules.lines().trim(),
            "\"Large transfers\": data_transfer_mb >= 200 and (user_location in (JP, EU) or ip_location = JP) and not (department_affected = IT) -> \"Large transfers\" priority=high"
                .replace("not (department_affected = IT)", "department_affected not in (IT)")
        );
        for (from, to, reason) in [
            ("data_transfer_mb|gte", "bytes|gte", "no column 'bytes'"),
            ("data_transfer_mb|gte", "data_transfer_mb|contains", "the modifier 'contains'"),
            ("Department Affected: IT", "Department Affected: IT*", "the wildcard"),
            ("not filter_dept", "not filter_group", "no selection is called 'filter_group'"),
            ("1 of from_*", "(1 of from_*", "not closed"),
            ("gte: 200", "gte: many", "is no number"),
            ("detection:", "selection:", "it has no detection"),
            ("title:", "\t: [", "no YAML"),
        ] {
            let problems = read(&yaml.replace(from, to)).unwrap_err();
            assert!(
                problems[0].reason.contains(reason) && !problems[0].hint.is_empty(),
                "{to}: {problems:?}"
            );
        }
        assert!(read("").unwrap_err()[0].reason.contains("no rules"));
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,120}", condition in "[a-z0-9_()* ]{0,60}") {
            let _ = read(&text);
            let _ = read(&format!("title: x\ndetection:\n  a:\n    cost|gt: 5\n  condition: {condition}\n"));
        }
    }
}
