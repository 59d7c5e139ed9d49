//! Rules as Sigma rules (sigmahq.io, specification 2.1), and back. The fields are our columns; what Sigma does not know, our
//! action, points and log, stands under `cyberdatagen`, which others pass over.
//!
//! A count of rows is a correlation rule beside the rule of what is counted. A user's baseline and state have no counterpart.

mod read;

pub use read::read;

use super::condition::{Comparison, Condition, duration};
use super::rule::Rule;
use super::rules::RuleSet;
use crate::engine::column::ColumnId;
use crate::engine::decimal;
use crate::engine::export::attacks::uuid;
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::engine::text::Text;

/// What rules look at.
const LOGSOURCE: &str = "logsource:\n  product: cyberdatagen\n  service: issues\n";

/// The rules as one file of several documents.
///
/// # Errors
/// A rule says what Sigma cannot.
pub fn text(rules: &RuleSet) -> Result<String, Vec<Problem>> {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for rule in rules.rules() {
        match documents_of(rule) {
            Ok(more) => documents.extend(more),
            Err(what) => {
                let reason =
                    text!("'{rule}' looks at {what}, which Sigma does not know", rule = &rule.name, what);
                let hint = text!("leave it out of this file, or write what the row itself shows");
                problems.push(Problem::new("", reason, hint));
            }
        }
    }
    if problems.is_empty() { Ok(documents.join("---\n")) } else { Err(problems) }
}

/// The documents of a rule; what it looks at that Sigma does not know, otherwise.
fn documents_of(rule: &Rule) -> Result<Vec<String>, Text> {
    match &rule.condition {
        Condition::Count { of, within, comparison, value } => {
            let base = format!("{}, single row", rule.name);
            let every =
                Condition::Not(Box::new(Condition::Missing { column: ColumnId::UserId.name().to_owned() }));
            let single = detection(of.as_deref().unwrap_or(&every))?;
            let reference = format!("{}_row", slug(&rule.name));
            let first = format!(
                "{}name: {reference}\n{LOGSOURCE}{single}level: informational\n",
                head(&base, "A row that counts.")
            );
            let condition = match comparison {
                Comparison::AtLeast => "gte",
                Comparison::Above => "gt",
                Comparison::AtMost => "lte",
                Comparison::Below => "lt",
                Comparison::Equal => "eq",
                Comparison::Different => "neq",
            };
            let timespan = duration(*within).replace(" min", "m").replace(' ', "");
            let second = format!(
                "{}correlation:\n  type: event_count\n  rules:\n    - {reference}\n  group-by:\n    - {}\n  timespan: {timespan}\n  condition:\n    {condition}: {value}\n{}",
                head(&rule.name, &rule.action),
                quoted(ColumnId::UserId.name()),
                own(rule)
            );
            Ok(vec![first, second])
        }
        condition => {
            let detection = detection(condition)?;
            Ok(vec![format!("{}{LOGSOURCE}{detection}{}", head(&rule.name, &rule.action), own(rule))])
        }
    }
}

fn head(title: &str, description: &str) -> String {
    let id = uuid(&format!("respond|{title}"));
    format!(
        "title: {}\nid: {id}\nstatus: experimental\ndescription: {}\nauthor: CyberDataGen\n",
        quoted(title),
        quoted(description)
    )
}

/// The level, and what is our own.
fn own(rule: &Rule) -> String {
    let minutes = rule.log_minutes.map(|minutes| format!("  log: {minutes}\n")).unwrap_or_default();
    let off = if rule.is_off { "  off: true\n" } else { "" };
    format!(
        "level: {}\ncyberdatagen:\n  action: {}\n  points: {}\n{minutes}{off}",
        rule.priority.name().to_ascii_lowercase(),
        quoted(&rule.action),
        decimal::text(rule.points)
    )
}

/// A text as YAML takes it whatever it holds.
fn quoted(text: &str) -> String {
    crate::engine::configuration::file::quoted(text)
}

/// A name as a reference.
fn slug(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
}

/// The detection of a condition: a selection for each comparison, and how they are joined.
fn detection(condition: &Condition) -> Result<String, Text> {
    let mut selections = Vec::new();
    let joined = joined(condition, &mut selections, false)?;
    let selections =
        selections.iter().enumerate().map(|(place, lines)| format!("  part_{}:\n{lines}", place + 1));
    Ok(format!("detection:\n{}  condition: {joined}\n", selections.collect::<String>()))
}

fn joined(condition: &Condition, selections: &mut Vec<String>, is_inside: bool) -> Result<String, Text> {
    let mut part = |lines: String| {
        selections.push(lines);
        format!("part_{}", selections.len())
    };
    Ok(match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            let word = if matches!(condition, Condition::All(_)) { " and " } else { " or " };
            let parts =
                parts.iter().map(|part| joined(part, selections, true)).collect::<Result<Vec<_>, _>>()?;
            if is_inside { format!("({})", parts.join(word)) } else { parts.join(word) }
        }
        Condition::Not(inner) => format!("not {}", joined(inner, selections, true)?),
        Condition::Number { column, comparison, value } => {
            let value = decimal::text(*value);
            let modifier = match comparison {
                Comparison::Below => "|lt",
                Comparison::AtMost => "|lte",
                Comparison::AtLeast => "|gte",
                Comparison::Above => "|gt",
                Comparison::Equal => "",
                Comparison::Different => {
                    let part = part(format!("    {}: {value}\n", quoted(column)));
                    // A missing value is not different from a number.
                    let missing = joined(&Condition::Missing { column: column.clone() }, selections, true)?;
                    return Ok(format!("(not {part} and not {missing})"));
                }
            };
            part(format!("    {}: {value}\n", quoted(&format!("{column}{modifier}"))))
        }
        Condition::Level { column, comparison, level } => {
            let names = Level::ALL.into_iter().filter(|own| comparison.holds(*own, *level)).map(Level::name);
            part(list(column, names))
        }
        Condition::OneOf { column, names } => part(list(column, names.iter().map(String::as_str))),
        Condition::Missing { column } => part(format!("    {}: null\n", quoted(column))),
        Condition::State { .. } => return Err(text!("the state of a user")),
        Condition::Deviation { .. } => return Err(text!("the baseline of a user")),
        Condition::Count { .. } => return Err(text!("a count beside other conditions")),
    })
}

/// A field that is one of some names, which hold no wildcards.
fn list<'a>(column: &str, names: impl Iterator<Item = &'a str>) -> String {
    let plain = |name: &str| name.replace('\\', "\\\\").replace('*', "\\*").replace('?', "\\?");
    let names: String = names.map(|name| format!("      - {}\n", quoted(&plain(name)))).collect();
    format!("    {}:\n{names}", quoted(column))
}
