//! The report as JSON: what `cyberdatagen audit --json` prints and what the page saves, byte for byte. Members stand in
//! the order of the alphabet.

use super::fixes::Fix;
use super::report::{Check, Report, Verdict};
use crate::engine::DATA_VERSION;
use crate::engine::configuration::Configuration;
use crate::engine::configuration::file::quoted;
use crate::engine::configuration::link::Link;
use crate::engine::text::Text;

/// The name under which a report is saved.
pub const NAME: &str = "leakage_audit.json";

/// The report, with what makes the same data again.
pub fn text(configuration: &Configuration, report: &Report) -> String {
    let link = format!("#{}", Link::of(configuration.clone()).write());
    let members = [
        ("anomalous", report.anomalous.to_string()),
        ("checks", list(report.checks.iter().map(of_check), 1)),
        ("data_version", DATA_VERSION.to_string()),
        ("link", quoted(&link)),
        ("passes", report.passes().to_string()),
        ("rows", report.rows.to_string()),
        ("rows_examined", report.rows_examined.to_string()),
        ("verdict", key(report.verdict())),
    ];
    format!("{}\n", object(members, 0))
}

fn of_check(check: &Check) -> String {
    let text = |text: &Option<String>| text.as_deref().map_or_else(null, quoted);
    let told = |text: &Text| quoted(&text.english());
    let measures = check
        .measures
        .iter()
        .map(|measure| object([("name", quoted(&measure.name)), ("value", number(measure.value))], 4));
    let members = [
        ("column", text(&check.column)),
        ("fix", check.fix.as_ref().map_or_else(null, of_fix)),
        ("key", quoted(&check.key)),
        ("limit", told(&check.limit)),
        ("measures", list(measures, 3)),
        ("name", told(&check.name)),
        ("reason", told(&check.reason)),
        ("remedy", check.remedy.as_ref().map_or_else(null, told)),
        ("setting", text(&check.setting)),
        ("value", check.value.map_or_else(null, number)),
        ("verdict", key(check.verdict)),
    ];
    object(members, 2)
}

fn of_fix(fix: &Fix) -> String {
    let settings = fix
        .settings
        .iter()
        .map(|change| object([("path", quoted(&change.path)), ("value", quoted(&change.value))], 5));
    object([("label", quoted(&fix.label.english())), ("settings", list(settings, 4))], 3)
}

fn null() -> String {
    "null".to_owned()
}

/// A number that is finite, as every figure of a report is; with a power of ten below 0.00001 alone.
fn number(value: f64) -> String {
    if (1e-5..1e-4).contains(&value.abs()) { format!("{value}") } else { format!("{value:?}") }
}

fn key(verdict: Verdict) -> String {
    let key = match verdict {
        Verdict::NotApplicable => "not-applicable",
        Verdict::Pass => "pass",
        Verdict::Warn => "warn",
        Verdict::Fail => "fail",
    };
    quoted(key)
}

fn object<const N: usize>(members: [(&str, String); N], depth: usize) -> String {
    enclosed('{', members.into_iter().map(|(name, value)| format!("\"{name}\": {value}")), '}', depth)
}

fn list(items: impl Iterator<Item = String>, depth: usize) -> String {
    enclosed('[', items, ']', depth)
}

fn enclosed(open: char, items: impl Iterator<Item = String>, close: char, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let items: Vec<String> = items.map(|item| format!("{indent}  {item}")).collect();
    if items.is_empty() {
        return format!("{open}{close}");
    }
    format!("{open}\n{}\n{indent}{close}", items.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Generator;
    use crate::engine::audit::Audit;
    use crate::engine::configuration::Preset;
    use serde_json::Value as Json;

    /// The text is what `serde_json` makes of the report, without its pictures.
    #[test]
    fn the_text_is_the_report() {
        for preset in [Preset::Classic, Preset::BalancedExam] {
            let configuration = Configuration { rows: 600, ..preset.configuration() };
            let report = Audit::of(&mut Generator::new(&configuration).unwrap()).run_to_end();
            assert!(report.checks.iter().any(|check| check.picture.is_some() && check.fix.is_some()));
            let mut expected = serde_json::to_value(&report).unwrap();
            for check in expected["checks"].as_array_mut().unwrap() {
                check.as_object_mut().unwrap().remove("picture");
            }
            expected["data_version"] = DATA_VERSION.into();
            expected["link"] = format!("#{}", Link::of(configuration.clone()).write()).into();
            expected["passes"] = report.passes().into();
            expected["verdict"] = serde_json::to_value(report.verdict()).unwrap();
            // Which order the members have there depends on the features of the crate.
            let sorted = |text: &str| {
                let mut lines: Vec<String> =
                    text.lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
                lines.sort();
                lines
            };
            let text = text(&configuration, &report);
            assert_eq!(sorted(&text), sorted(&format!("{expected:#}\n")));
            assert!(serde_json::from_str::<Json>(&text).is_ok());
        }
    }
}
