//! The share link: a configuration as the fragment of an address, which browsers never send to a server.
//!
//! `v1.classic&seed=8&rows=500`: a version, the preset, and what differs from it in the text form of settings,
//! percent-encoded where an address needs it. A later version of this format reads this one.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Configuration, Knob, Preset, Problem, Setting};

/// What begins a link of this version.
const VERSION: &str = "v1.";

/// What a link writes as it is: what an address may hold in its fragment, and no messenger mistakes for its end.
const PLAIN: AsciiSet =
    NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':').remove(b',');

/// A link longer than this is no link of ours.
const LONGEST: usize = 32_768;

/// What a link holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The configuration, sound as a whole.
    pub configuration: Configuration,
    /// Settings that this version does not know: kept, to be written again.
    pub unknown: Vec<Setting>,
}

/// The fragment, without `#`, that stands for a configuration and the settings that came with its link.
pub fn write(configuration: &Configuration, unknown: &[Setting]) -> String {
    let mut fragment = format!("{VERSION}{}", configuration.preset.key());
    for setting in configuration.settings().iter().chain(unknown) {
        let path = utf8_percent_encode(&setting.path, &PLAIN);
        let value = utf8_percent_encode(&setting.value, &PLAIN);
        fragment += &format!("&{path}={value}");
    }
    fragment
}

/// Reads a fragment, with or without `#`, or a whole address that ends in one. What cannot be used is left at the
/// preset's value and told; the rest applies.
///
/// # Errors
/// It is no link of a known version and preset.
pub fn read(text: &str) -> Result<(Link, Vec<Problem>), Problem> {
    let fragment = text.rsplit_once('#').map_or(text, |(_, fragment)| fragment);
    let refuse = |reason: &str| {
        Problem::new("", reason, "ask for the whole link again; the default is shown in its place")
    };
    if fragment.len() > LONGEST {
        return Err(refuse("the link is too long"));
    }
    let rest =
        fragment.strip_prefix(VERSION).ok_or_else(|| refuse("the link is damaged, or of a later version"))?;
    let mut parts = rest.split('&');
    let preset =
        parts.next().and_then(Preset::from_key).ok_or_else(|| refuse("the link names no known preset"))?;

    let mut problems = Vec::new();
    let mut unknown = Vec::new();
    let mut configuration = preset.configuration();
    for part in parts {
        let decoded = part.split_once('=').and_then(|(path, value)| Some((decode(path)?, decode(value)?)));
        let decoded = decoded.filter(|(path, _)| !path.is_empty());
        match decoded {
            None => problems.push(Problem::new(
                "",
                format!("'{part}' in the link cannot be read"),
                "the rest of it applies",
            )),
            Some((path, value)) if Knob::find(&path).is_err() => {
                let reason = format!("the link sets '{path}', which this version does not know");
                problems.push(Problem::new("", reason, "it is kept in the link and changes nothing"));
                unknown.push(Setting { path, value });
            }
            Some((path, value)) => problems.extend(configuration.set(&path, &value).err()),
        }
    }
    // What contradicts itself goes back to the preset, knob by knob.
    while let Err(contradictions) = configuration.check() {
        let before = configuration.clone();
        for problem in contradictions {
            if let Ok(knob) = Knob::find(&problem.path) {
                knob.assign(&mut configuration, knob.value(&preset.configuration()));
            }
            problems.push(problem);
        }
        if configuration == before {
            configuration = preset.configuration();
        }
    }
    Ok((Link { configuration, unknown }, problems))
}

fn decode(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn classic() -> Configuration {
        Preset::Classic.configuration()
    }

    #[test]
    fn a_link_is_short_and_readable() {
        assert_eq!(write(&classic(), &[]), "v1.classic");
        let mut configuration = Preset::ClassicCalibrated.configuration();
        configuration.set("rows", "500").unwrap();
        configuration.set("lists.departments", r"R\, D & more, Süd").unwrap();
        let text = write(&configuration, &[]);
        assert_eq!(
            text,
            "v1.classic-calibrated&rows=500&lists.departments=R%5C,%20D%20%26%20more,%20S%C3%BCd"
        );
        let (link, problems) = read(&format!("https://example.org/a/#{text}")).unwrap();
        assert_eq!((link.configuration, problems.len()), (configuration, 0));
    }

    #[test]
    fn what_cannot_be_used_is_told_and_the_rest_applies() {
        let (link, problems) =
            read("#v1.classic&rows=0&seed=5&colour=blue&users=%ff&=&start_date=2050-01-01").unwrap();
        assert_eq!(link.configuration, Configuration { seed: 5, ..classic() });
        assert_eq!(link.unknown, [Setting { path: "colour".into(), value: "blue".into() }]);
        let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
        for part in
            ["rows: 0 is out of range", "'colour'", "'users=%ff'", "start_date: the start date 2050-01-01"]
        {
            assert!(told.iter().any(|text| text.contains(part)), "{part}: {told:?}");
        }
        assert_eq!(write(&link.configuration, &link.unknown), "v1.classic&seed=5&colour=blue");
    }

    #[test]
    fn what_is_no_link_is_refused_with_a_reason() {
        for text in
            ["", "#", "v1", "v1.", "v2.classic", "v1.nothing&seed=5", "seed=5", &"v1.classic&".repeat(9_000)]
        {
            assert!(!read(text).unwrap_err().reason.is_empty(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        #[test]
        fn no_fragment_makes_it_panic(text in "(v1\\.classic)?(&?[a-z._]{0,12}=?[ -~%]{0,20}){0,6}\\PC{0,8}") {
            if let Ok((link, _)) = read(&text) {
                prop_assert_eq!(link.configuration.check(), Ok(()));
                let (again, _) = read(&write(&link.configuration, &link.unknown)).unwrap();
                prop_assert_eq!(again, link);
            }
        }
    }
}
