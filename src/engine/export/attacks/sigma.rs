//! Sigma rules (sigmahq.io, specification 2.1) for the shipped attacks, as one YAML file of several documents. Fields are those of
//! ECS, so that the rules run on the events as the format `ecs` writes them, without a mapping.

use super::super::formats::{FileFormat, Kind, Shape};
use super::tactic_name;
use super::uuid::uuid;
use crate::engine::events::sigma::{Correlation, RULES, Rule, Selection};
use crate::engine::generator::Generator;
use crate::engine::level::Level;
use crate::engine::problem::Problem;

/// Sigma among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "sigma",
    name: words!("Sigma rules"),
    extension: "sigma.yml",
    media_type: "application/yaml",
    help: words!("A Sigma rule for each kind of attack, and a list of what each should match."),
    kind: Kind::Document,
    shape: Shape::Text,
};

/// The rules, which are the same for all configurations but for their date.
///
/// # Errors
/// None: the signature is that of all documents.
pub fn text(generator: &Generator) -> Result<String, Problem> {
    let date = generator.configuration().world.reference_date.to_string();
    let documents: Vec<String> = RULES.iter().map(|rule| write(rule, &date)).collect();
    Ok(documents.join("---\n"))
}

fn write(rule: &Rule, date: &str) -> String {
    let attack = rule.attack.facts();
    let [wanted, unwanted] = rule.detection.selections();
    let condition = if unwanted.is_empty() { "selection" } else { "selection and not filter" };
    let filter = if unwanted.is_empty() { String::new() } else { detection("filter", &unwanted) };
    let level = if rule.correlation.is_some() { Level::Low } else { rule.level };
    let head = |title: &str, description: &str| {
        format!(
            "title: {title}\nid: {}\nstatus: experimental\ndescription: {description}\nauthor: CyberDataGen\ndate: {date}\n",
            uuid(&format!("sigma|{}|{title}", attack.key))
        )
    };
    let tactic = attack.phases.iter().find(|phase| phase.technique == rule.technique);
    let tactic = tactic.map_or("impact", |phase| tactic_name(&phase.tactic));
    let tags = format!("tags:\n  - attack.{tactic}\n  - attack.{}\n", rule.technique.to_ascii_lowercase());
    let end = |level: Level| {
        format!(
            "falsepositives:\n  - Work of administrators that looks the same\nlevel: {}\n",
            level.name().to_ascii_lowercase()
        )
    };
    let title = rule.title;
    let single = if rule.correlation.is_some() { format!("{title}, single event") } else { title.to_owned() };
    let about = format!("A trace of the attack {}.", attack.name);
    let mut text = format!(
        "{}name: {}\n{tags}logsource:\n  category: {}\ndetection:\n{}{filter}  condition: {condition}\n{}",
        head(&single, &about),
        attack.key,
        rule.detection.category(),
        detection("selection", &wanted),
        end(level),
    );
    if let Some(correlation) = &rule.correlation {
        text += "---\n";
        text += &head(title, &about);
        text += &tags;
        text += &correlate(correlation, &attack.key);
        text += &end(rule.level);
    }
    text
}

/// A part of a detection.
fn detection(name: &str, fields: &[Selection]) -> String {
    let mut text = format!("  {name}:\n");
    for (field, values) in fields {
        match values.as_slice() {
            [value] => text += &format!("    {field}: {}\n", scalar(value)),
            values => {
                text += &format!("    {field}:\n");
                values.iter().for_each(|value| text += &format!("      - {}\n", scalar(value)));
            }
        }
    }
    text
}

fn correlate(correlation: &Correlation, rule: &str) -> String {
    let group: String = correlation.group_by.iter().map(|field| format!("    - {field}\n")).collect();
    let kind = if correlation.of.is_some() { "value_count" } else { "event_count" };
    let field = correlation.of.map_or(String::new(), |field| format!("    field: {field}\n"));
    format!(
        "correlation:\n  type: {kind}\n  rules:\n    - {rule}\n  group-by:\n{group}  timespan: {}\n  condition:\n{field}    gte: {}\n",
        correlation.within, correlation.at_least
    )
}

/// A value in YAML: a number as it is, text in quotes.
fn scalar(value: &str) -> String {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { value.to_owned() } else { format!("'{}'", value.replace('\'', "''")) }
}
