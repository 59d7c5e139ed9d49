//! A layer for MITRE's ATT&CK Navigator: how many rows each technique has. <https://github.com/mitre-attack/attack-navigator>,
//! layer format 4.5.

use super::super::formats::{FileFormat, Kind, Shape};
use super::tactic_name;
use crate::engine::configuration::file::quoted;
use crate::engine::configuration::link::Link;
use crate::engine::generator::Generator;
use crate::engine::issues::Class;
use crate::engine::issues::campaigns::ATTACK_VERSION;
use crate::engine::problem::Problem;

/// The layer among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "navigator",
    name: words!("ATT&CK Navigator layer"),
    extension: "navigator.json",
    media_type: "application/json",
    help: words!("A layer for MITRE's ATT&CK Navigator: the rows of each technique."),
    kind: Kind::Document,
    shape: Shape::Text,
};

/// A technique as part of a tactic, and its rows.
struct Technique {
    id: String,
    tactic: &'static str,
    rows: u64,
}

/// The layer of a configuration.
pub fn text(generator: &Generator) -> Result<String, Problem> {
    let configuration = generator.configuration();
    let techniques = count(generator.another());
    let most = techniques.iter().map(|technique| technique.rows).max().unwrap_or(0).max(1);
    let lines = techniques.iter().map(|Technique { id, tactic, rows }| {
        let unit = if *rows == 1 { "row" } else { "rows" };
        format!(
            "\n    {{ \"techniqueID\": \"{id}\", \"tactic\": \"{tactic}\", \"score\": {rows}, \"comment\": \"{rows} {unit}\", \"enabled\": true, \"showSubtechniques\": true }}"
        )
    });
    let lines = lines.collect::<Vec<String>>().join(",");
    let name = quoted(&format!("{}, seed {}", configuration.preset.name(), configuration.seed));
    let link = quoted(&format!("#{}", Link::of(configuration.clone()).write()));
    let attack = ATTACK_VERSION.split('.').next().unwrap_or(ATTACK_VERSION);
    Ok(format!(
        "{{\n  \"name\": {name},\n  \"versions\": {{ \"attack\": \"{attack}\", \"navigator\": \"5.1.0\", \"layer\": \"4.5\" }},\n  \
         \"domain\": \"enterprise-attack\",\n  \"description\": \"Rows of generated data by technique; ATT&CK {ATTACK_VERSION}.\",\n  \
         \"metadata\": [{{ \"name\": \"link\", \"value\": {link} }}],\n  \"sorting\": 3,\n  \
         \"gradient\": {{ \"colors\": [\"#fff2a1\", \"#d62828\"], \"minValue\": 0, \"maxValue\": {most} }},\n  \
         \"techniques\": [{lines}\n  ]\n}}\n"
    ))
}

/// The techniques that rows have, by first mention among the attacks.
fn count(mut generator: Generator) -> Vec<Technique> {
    let mut found: Vec<Technique> = Vec::new();
    let realistic = generator.configuration().realistic.clone();
    for phase in realistic.attacks().flat_map(|attack| attack.phases.iter()) {
        let tactic = tactic_name(&phase.tactic);
        if !found.iter().any(|known| known.id == phase.technique && known.tactic == tactic) {
            found.push(Technique { id: phase.technique.to_string(), tactic, rows: 0 });
        }
    }
    for row in 0..generator.configuration().rows {
        // Only rows that are drawn as anomalous ones belong to attacks.
        if generator.place(row).0 != Class::Anomalous {
            continue;
        }
        let record = generator.record(row);
        let category = generator.configuration().issues.categories.get(usize::from(record.issue.category));
        let technique = category.and_then(|category| record.technique(&realistic, &category.name));
        let (Some(id), Some(phase)) = (technique, record.phase(&realistic)) else { continue };
        let tactic = tactic_name(&phase.tactic);
        if let Some(known) = found.iter_mut().find(|known| known.id == id && known.tactic == tactic) {
            known.rows += 1;
        }
    }
    found.retain(|technique| technique.rows > 0);
    found
}
