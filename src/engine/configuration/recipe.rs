//! A configuration as a message: its preset and what differs from it, the one form in which page and workers exchange it.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Configuration, Override, Preset};

/// The preset's key and the settings that differ from it.
#[derive(Serialize, Deserialize)]
struct Recipe {
    preset: String,
    settings: Vec<Override>,
}

impl Serialize for Configuration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Recipe { preset: self.preset.key().to_owned(), settings: self.overrides() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Configuration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let recipe = Recipe::deserialize(deserializer)?;
        let preset = Preset::from_key(&recipe.preset).ok_or_else(|| D::Error::custom("unknown preset"))?;
        Configuration::from_overrides(preset, &recipe.settings).map_err(|problems| {
            D::Error::custom(problems.first().map_or_else(String::new, |problem| problem.reason.english()))
        })
    }
}
