//! The knobs that stand in tables of the engine: each of a table's entries is one.

use super::super::value::Kind;
use super::place::Place;
use super::{Group, Knob};
use crate::engine::dataset::schema::{COLUMNS, SWITCHED_COUNT};
use crate::engine::issues::Class;
use crate::engine::issues::classic::laws::LAWS;
use crate::engine::issues::realistic::dials;
use crate::engine::level::Level;
use crate::engine::response::RULES;
use crate::engine::threat::INDICATORS;
use crate::engine::world::PROFILES;

/// The knobs that stand in tables.
pub(super) fn tables() -> Vec<Knob> {
    let mut knobs = Vec::new();
    let mut add = |path: String, name: String, group, unit, help: String, (least, greatest), place| {
        let is_whole = matches!(place, Place::Dial(index) if dials::is_whole(index));
        let kind = if is_whole {
            Kind::Integer { least: least as u64, greatest: greatest as u64 }
        } else {
            Kind::Decimal { least, greatest }
        };
        knobs.push(Knob {
            path: path.into(),
            name: name.into(),
            group,
            unit,
            help: help.into(),
            kind,
            place,
        });
    };
    for (index, range) in PROFILES.iter().enumerate() {
        for (end, (key, word)) in [("least", "from"), ("greatest", "to")].into_iter().enumerate() {
            let (path, name) = (format!("profiles.{}.{key}", range.key), format!("{}, {word}", range.name));
            let help = range.help.to_owned();
            add(path, name, Group::Profiles, "", help, (0.01, 100.0), Place::Profile(index, end));
        }
    }
    for (class, group, key) in
        [(Class::Normal, Group::Normal, "normal"), (Class::Anomalous, Group::Anomalous, "anomalous")]
    {
        for (index, law) in LAWS.iter().enumerate() {
            let (path, name) = (format!("{key}.{}", law.key), law.name.to_owned());
            add(path, name, group, law.unit, law.help.to_owned(), law.range, Place::Law(class, index));
        }
    }
    for index in 0..dials::COUNT {
        let (path, name, group, unit, range, help) = dials::facts(index);
        add(path, name, group, unit, help, range, Place::Dial(index));
    }
    for (index, indicator) in INDICATORS.iter().enumerate() {
        let help = format!("How much {} counts in the threat score.", indicator.name);
        let (path, name) =
            (format!("scoring.weight.{}", indicator.key), format!("Weight of {}", indicator.name));
        add(path, name, Group::Threat, "", help, (0.0, 1.0), Place::Weight(index));
    }
    for (index, level) in Level::ALL.into_iter().skip(1).enumerate() {
        let path = format!("scoring.threshold.{}", level.name().to_ascii_lowercase());
        let help = format!("The threat level is at least {} from this score on.", level.name());
        add(
            path,
            format!("{} from", level.name()),
            Group::Threat,
            "",
            help,
            (0.0, 100.0),
            Place::Threshold(index),
        );
    }
    for (index, indicator) in INDICATORS.iter().enumerate() {
        let Some((_, unit)) = indicator.bands() else { continue };
        let places = [("medium", 3, Place::MediumBand(index)), ("high", 5, Place::HighBand(index))];
        for (key, score, place) in places {
            let path = format!("scoring.band.{}.{key}", indicator.key);
            let help = format!("Above this, {} scores {score}.", indicator.name);
            add(
                path,
                format!("{}, {key} above", indicator.name),
                Group::Threat,
                unit,
                help,
                (0.0, 1_000_000.0),
                place,
            );
        }
    }
    for (index, rule) in RULES.iter().enumerate() {
        let (path, name) = (format!("response.{}", rule.key), format!("{}, above", rule.action));
        let help = format!("{} if: {}.", rule.action, rule.condition(rule.notebook));
        add(path, name, Group::Response, "", help, (0.0, 1_000_000.0), Place::RuleLimit(index));
    }
    knobs.extend(COLUMNS.iter().take(SWITCHED_COUNT).enumerate().map(|(index, column)| Knob {
        path: format!("columns.{}", column.key()).into(),
        name: column.name.into(),
        group: Group::Columns,
        unit: "",
        help: column.description.into(),
        kind: Kind::Toggle,
        place: Place::Column(index),
    }));
    knobs
}
