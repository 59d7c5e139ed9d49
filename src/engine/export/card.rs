//! The reproducibility card: what a download was made of, and the SHA-256 of each file, so that anyone can make it again
//! and compare. JSON; the same configuration gives the same card, everywhere.

use sha2::{Digest, Sha256};

use crate::engine::DATA_VERSION;
use crate::engine::configuration::file::{members, quoted};
use crate::engine::configuration::link::Link;
use crate::engine::generator::Generator;
use crate::engine::shard::Shard;

/// The name of the card.
pub const CARD_NAME: &str = "reproducibility_card.json";

/// What the card's first member says it is.
pub const FORMAT: &str = "reproducibility card";

/// What the name of a shard's card begins with.
const SHARD_CARD: &str = "manifest-";

/// The name of the card of a shard.
pub fn shard_card_name(shard: Shard) -> String {
    format!("{SHARD_CARD}{}.json", shard.suffix())
}

/// Whether a file has the name of a shard's card.
pub fn is_shard_card(name: &str) -> bool {
    name.starts_with(SHARD_CARD) && name.ends_with(".json")
}

/// The size and the SHA-256 of a file, as its bytes come.
#[derive(Clone, Debug)]
pub struct Fingerprint {
    name: String,
    bytes: u64,
    digest: Sha256,
    /// The rows of a table, where they were counted.
    rows: Option<u64>,
}

impl Fingerprint {
    /// That of a file without bytes.
    pub fn new(name: &str) -> Self {
        Fingerprint { name: name.to_owned(), bytes: 0, digest: Sha256::new(), rows: None }
    }

    /// Takes the next bytes of the file.
    pub fn update(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.digest.update(bytes);
    }

    /// Says how many rows the file has.
    pub fn count_rows(&mut self, rows: Option<u64>) {
        self.rows = rows;
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes it has.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The SHA-256 in 64 hexadecimal digits.
    pub fn sha256(&self) -> String {
        self.digest.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The card of what a generator made, and of its files.
pub fn card(generator: &Generator, files: &[Fingerprint]) -> String {
    written(generator, None, files)
}

/// The card of a shard: that of the whole, which says beside it which rows the files have.
pub fn shard_card(generator: &Generator, shard: Shard, files: &[Fingerprint]) -> String {
    written(generator, Some(shard), files)
}

fn written(generator: &Generator, shard: Option<Shard>, files: &[Fingerprint]) -> String {
    let configuration = generator.configuration();
    let link = Link::of(configuration.clone());
    let file = |file: &Fingerprint| {
        let (name, sha256) = (quoted(&file.name), quoted(&file.sha256()));
        let rows = file.rows.map_or_else(String::new, |rows| format!("\"rows\": {rows}, "));
        format!("\n    {{ \"name\": {name}, {rows}\"bytes\": {}, \"sha256\": {sha256} }}", file.bytes)
    };
    let shard = shard.map_or_else(String::new, |shard| {
        let (first, count) = (shard.range(configuration.rows).start, shard.count(configuration.rows));
        format!("  \"shard\": \"{shard}\",\n  \"first_row\": {first},\n  \"rows\": {count},\n")
    });
    format!(
        "{{\n  \"cyberdatagen\": \"{FORMAT}\",\n  \"version\": \"{}\",\n  \"data_version\": {DATA_VERSION},\n  \
         \"seed\": {},\n  \"link\": {},\n{},\n\
         {shard}  \"counts\": {{ \"rows\": {}, \"anomalous_rows\": {}, \"campaigns\": {} }},\n  \"files\": [{}\n  ]\n}}\n",
        env!("CARGO_PKG_VERSION"),
        configuration.seed,
        quoted(&format!("#{}", link.write())),
        members(&link, "  "),
        configuration.rows,
        configuration.anomalous_rows(),
        generator.campaigns(),
        files.iter().map(file).collect::<Vec<String>>().join(","),
    )
}
