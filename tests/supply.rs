//! The bill of materials that `make dist` puts beside the page: `scripts/bom.pl` prints it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

fn bill() -> String {
    let output = Command::new("scripts/bom.pl").output().expect("perl is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn texts<'a>(list: &'a Value, member: &str) -> BTreeSet<&'a str> {
    list.as_array().unwrap().iter().map(|entry| entry[member].as_str().unwrap()).collect()
}

#[test]
fn the_bill_of_materials_lists_what_the_modules_contain_and_nothing_else() {
    let text = bill();
    assert_eq!(bill(), text, "it depends on nothing but the sources");
    let bill: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&bill["bomFormat"], &bill["specVersion"]), (&"CycloneDX".into(), &"1.6".into()));
    assert_eq!((bill.get("serialNumber"), bill["metadata"].get("timestamp")), (None, None));

    let names = texts(&bill["components"], "name");
    for name in ["leptos", "plotters", "parquet", "libm", "std", "wasm-bindgen"] {
        assert!(names.contains(name), "{name} is in a module");
    }
    // Of the command line, of every build but WebAssembly's, of tests, of the build.
    for name in ["cyberdatagen", "clap", "rand", "thirtyfour", "leptos_macro", "version_check"] {
        assert!(!names.contains(name), "{name} is in no module");
    }
    for component in bill["components"].as_array().unwrap().iter().filter(|entry| entry["name"] != "std") {
        let sha256 = component["hashes"][0]["content"].as_str().unwrap();
        assert!(sha256.len() == 64 && component["purl"].as_str().unwrap().starts_with("pkg:cargo/"));
        assert!(
            !component["licenses"][0]["expression"].as_str().unwrap().contains('/'),
            "an SPDX expression"
        );
    }

    let mut refs = texts(&bill["components"], "bom-ref");
    refs.insert(bill["metadata"]["component"]["bom-ref"].as_str().unwrap());
    assert_eq!(texts(&bill["dependencies"], "ref"), refs);
    for dependency in bill["dependencies"].as_array().unwrap() {
        for on in dependency["dependsOn"].as_array().into_iter().flatten() {
            assert!(refs.contains(on.as_str().unwrap()), "{on} is listed");
        }
    }
}
