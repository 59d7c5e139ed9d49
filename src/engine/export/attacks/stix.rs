//! A STIX 2.1 bundle (OASIS) of the campaigns: each with the attack patterns that it uses, and a sighting with its rows. Ids are
//! UUIDs of version 5 of the configuration's link and the object's name; all objects are of the reference date. So the same
//! configuration gives the same bundle.

use super::super::formats::{FileFormat, Kind, Shape};
use super::tactic_name;
use super::uuid::uuid;
use crate::engine::configuration::file::quoted;
use crate::engine::configuration::link::Link;
use crate::engine::dataset::cells::timestamp_text;
use crate::engine::dataset::schema::campaign_id;
use crate::engine::decimal::grouped;
use crate::engine::generator::Generator;
use crate::engine::issues::campaigns::{ATTACK_VERSION, Attack, Campaign, Phase};
use crate::engine::issues::realistic::Realistic;
use crate::engine::issues::{Model, Seconds, midnight};
use crate::engine::problem::Problem;
use crate::engine::text::number;

/// STIX among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "stix",
    name: words!("STIX bundle"),
    extension: "stix.json",
    media_type: "application/stix+json;version=2.1",
    help: words!("The campaigns as a STIX 2.1 bundle: attack patterns, relationships and sightings."),
    kind: Kind::Document,
    shape: Shape::Text,
};

/// A bundle is held in memory, and one of more campaigns has hundreds of megabytes.
const MOST_CAMPAIGNS: u32 = 60_000;

/// The bundle of a configuration.
///
/// # Errors
/// There are more campaigns than a tool reads at once.
pub fn text(generator: &Generator) -> Result<String, Problem> {
    let c = generator.configuration();
    if generator.campaigns() > MOST_CAMPAIGNS {
        let [all, most] = [generator.campaigns(), MOST_CAMPAIGNS].map(|count| number(grouped(count.into())));
        let reason = text!(
            "a STIX bundle of {all} campaigns is larger than tools read: {most} is the most",
            all,
            most
        );
        let hint = text!(
            "ask for fewer rows or more rows a campaign (attacks.rows); the list of campaigns has all of them"
        );
        return Err(Problem::new("", reason, hint));
    }
    let link = Link::of(c.clone()).write();
    let bundle = Bundle { created: time(midnight(c.world.reference_date)), link };
    let id = bundle.id("bundle", "");
    let mut text =
        format!("{{\n\"type\": \"bundle\",\n\"id\": \"{id}\",\n\"objects\": [\n{}", bundle.identity());
    let mut append = |objects: Vec<String>| {
        for object in objects {
            text += ",\n";
            text += &object;
        }
    };
    if c.model == Model::Realistic {
        let realistic = Realistic::new(c.seed, c.size(), &c.world, &c.issues, &c.realistic);
        let attacks: Vec<&Attack> = c.realistic.attacks().collect();
        let campaigns: Vec<Campaign> = realistic.campaigns().collect();
        append(bundle.patterns(&attacks, &campaigns));
        for (number, campaign) in campaigns.iter().enumerate() {
            let days = [campaign.days[0], campaign.days[1] + 1].map(|day| realistic.timestamp(day));
            append(bundle.campaign(number as u32 + 1, campaign, realistic.attack(campaign), days));
        }
    }
    text += "\n]\n}\n";
    Ok(text)
}

struct Bundle {
    /// When all objects were made.
    created: String,
    link: String,
}

impl Bundle {
    /// The id of an object.
    fn id(&self, of_type: &str, name: &str) -> String {
        format!("{of_type}--{}", uuid(&format!("{}|{of_type}|{name}", self.link)))
    }

    /// An object with what all have, and further members.
    fn object(&self, of_type: &str, id: &str, members: &str) -> String {
        let created = &self.created;
        let author = if of_type == "identity" {
            String::new()
        } else {
            format!(r#""created_by_ref":"{}","#, self.id("identity", ""))
        };
        format!(
            r#"{{"type":"{of_type}","spec_version":"2.1","id":"{id}",{author}"created":"{created}","modified":"{created}",{members}}}"#
        )
    }

    fn identity(&self) -> String {
        let link = quoted(&format!("Generated data; its configuration is #{}", self.link));
        let members = format!(r#""name":"CyberDataGen","identity_class":"system","description":{link}"#);
        self.object("identity", &self.id("identity", ""), &members)
    }

    /// The techniques that the campaigns use, each once.
    fn patterns(&self, attacks: &[&Attack], campaigns: &[Campaign]) -> Vec<String> {
        let used = |phase: &Phase| {
            let attacks = campaigns.iter().filter_map(|it| attacks.get(usize::from(it.attack)));
            attacks.flat_map(|attack| attack.phases.iter()).any(|it| it.technique == phase.technique)
        };
        let all: Vec<&Phase> = attacks.iter().flat_map(|attack| attack.phases.iter()).collect();
        let mut phases: Vec<&Phase> = Vec::new();
        for phase in all.iter().copied().filter(|phase| used(phase)) {
            if phases.iter().all(|known| known.technique != phase.technique) {
                phases.push(phase);
            }
        }
        phases.into_iter().map(|phase| self.pattern(phase, &all)).collect()
    }

    fn pattern(&self, phase: &Phase, all: &[&Phase]) -> String {
        let technique = phase.technique.as_ref();
        let address = technique.replace('.', "/");
        let mut tactics: Vec<&str> = Vec::new();
        for other in all.iter().filter(|it| it.technique == technique) {
            let tactic = tactic_name(&other.tactic);
            if !tactics.contains(&tactic) {
                tactics.push(tactic);
            }
        }
        let tactics: Vec<String> = tactics
            .iter()
            .map(|tactic| format!(r#"{{"kill_chain_name":"mitre-attack","phase_name":"{tactic}"}}"#))
            .collect();
        let members = format!(
            r#""name":"{technique}","description":"ATT&CK {ATTACK_VERSION}","kill_chain_phases":[{}],"external_references":[{{"source_name":"mitre-attack","external_id":"{technique}","url":"https://attack.mitre.org/techniques/{address}"}}]"#,
            tactics.join(",")
        );
        self.object("attack-pattern", &self.id("attack-pattern", technique), &members)
    }

    /// A campaign, what it uses, and how often it was seen.
    fn campaign(
        &self,
        number: u32,
        campaign: &Campaign,
        attack: &Attack,
        [from, to]: [Seconds; 2],
    ) -> Vec<String> {
        let name = campaign_id(number);
        let id = self.id("campaign", &name);
        let seen = format!(r#""first_seen":"{}","last_seen":"{}""#, time(from), time(to - 1));
        let phases: Vec<&str> = attack.phases.iter().map(|phase| phase.name.as_ref()).collect();
        let members = format!(
            r#""name":"{name}","description":"{}: {}","aliases":["{}"],{seen}"#,
            attack.name,
            phases.join(", then "),
            attack.key
        );
        let mut objects = vec![self.object("campaign", &id, &members)];
        let mut techniques: Vec<&str> = Vec::new();
        for phase in attack.phases.iter() {
            if !techniques.contains(&phase.technique.as_ref()) {
                techniques.push(&phase.technique);
            }
        }
        for technique in techniques {
            let pattern = self.id("attack-pattern", technique);
            let own = self.id("relationship", &format!("{name}|{technique}"));
            let members =
                format!(r#""relationship_type":"uses","source_ref":"{id}","target_ref":"{pattern}""#);
            objects.push(self.object("relationship", &own, &members));
        }
        let members = format!(r#""sighting_of_ref":"{id}",{seen},"count":{}"#, campaign.rows);
        objects.push(self.object("sighting", &self.id("sighting", &name), &members));
        objects
    }
}

/// A time as STIX writes it.
fn time(seconds: Seconds) -> String {
    let text = String::from_utf8_lossy(&timestamp_text(seconds)).replace(' ', "T");
    format!("{text}.000Z")
}
