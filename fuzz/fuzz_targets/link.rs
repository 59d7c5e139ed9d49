//! Arbitrary fragments: reading one never panics, and what was read is sound and is read again from its own link.
//!
//! `cargo install cargo-fuzz`, then `cargo +nightly fuzz run link`.
#![no_main]

use cyberdatagen::engine::configuration::link::Link;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for fragment in [text.to_owned(), format!("v1.classic&{text}"), format!("v1.classic&packed={text}")] {
        if let Ok((link, _)) = Link::read(&fragment) {
            assert_eq!(link.configuration.check(), Ok(()));
            let (again, _) = Link::read(&link.write()).expect("a link that was written");
            assert_eq!(again, link);
        }
    }
});
