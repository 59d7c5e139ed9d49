//! The golden values, natively. `tests/browser.rs` checks the same ones in the engine worker.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

#[path = "support/golden.rs"]
mod golden;

use cyberdatagen::engine::configuration::{Override, Preset};
use cyberdatagen::engine::export::{Download, Encoding, Export, File, View};
use cyberdatagen::engine::{Configuration, Generator};
use golden::{GOLDEN, Golden};
use sha2::{Digest, Sha256};

fn configuration(golden: &Golden) -> Configuration {
    let settings: Vec<Override> = golden
        .settings
        .iter()
        .map(|(path, value)| Override { path: (*path).to_owned(), value: (*value).to_owned() })
        .collect();
    Configuration::from_overrides(Preset::from_key(golden.preset).unwrap(), &settings).unwrap()
}

fn sha256(configuration: &Configuration, download: &Download) -> String {
    let mut export = Export::new(Generator::new(configuration).unwrap(), download);
    let mut digest = Sha256::new();
    while let Some(chunk) = export.step().unwrap() {
        digest.update(chunk);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_files_of_some_configurations_are_the_golden_ones() {
    let found: Vec<[String; 4]> = GOLDEN
        .iter()
        .map(|golden| {
            let configuration = configuration(golden);
            let file =
                |view| sha256(&configuration, &Download::File(File::Dataset(view), Encoding::default()));
            [
                file(View::Combined),
                file(View::Normal),
                file(View::Anomalous),
                sha256(
                    &configuration,
                    &Download::Archive(File::in_formats(&configuration, &[Encoding::default()])),
                ),
            ]
        })
        .collect();
    let expected: Vec<[&str; 4]> = GOLDEN.iter().map(|golden| golden.sha256).collect();
    assert_eq!(found, expected);
}
