//! The share link: a configuration as the fragment of an address, which browsers never send to a server.
//!
//! `v1.classic&seed=8&rows=500`: a version, the preset, and what differs from it in the text form of settings,
//! percent-encoded where an address needs it. Where that would be long, settings stand packed in one part
//! `packed=…` (`packed`). What a link says to a class ([`Classroom`]), and what is chosen in views that look at the data
//! ([`VIEWS`]), stand beside the settings. A later version of this format reads this one.

pub mod classroom;
mod packed;

use chrono::{Days, NaiveDate};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Configuration, Override, Preset, Setting, settings};
use crate::engine::problem::Problem;
use crate::engine::settings::{Kind, Value};
use crate::engine::text::Text;
pub use classroom::{Access, Classroom, Locks, Student};

/// What begins a link of this version.
const VERSION: &str = "v1.";

/// The name of the packed part.
const PACKED: &str = "packed";

/// What stands before the number of a path that this version does not know.
const BY_NUMBER: char = '~';

/// What a link writes as it is: what an address may hold in its fragment, and no messenger mistakes for its end.
const PLAIN: AsciiSet =
    NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':').remove(b',');

/// What the paths of settings begin with that belong to views: none of them changes the data. Each view reads its own.
pub const VIEWS: [&str; 5] = ["balance.", "detect.", "explore.", "learn.", "respond."];

/// The path of the view that is open.
pub const VIEW: &str = "view";

/// The path of whether the view is presented, in large type and without the page around it.
pub const PRESENT: &str = "present";

/// The path of the language that the page speaks.
pub const LANGUAGE: &str = "language";

/// The maximum length of a setting of a view, in bytes.
pub const MAX_VIEW_LENGTH: usize = 4_000;

/// A link longer than this is no link of ours.
const MAX_LENGTH: usize = 32_768;

/// Up to this length a link stays readable, even where packing would make it shorter.
const READABLE: usize = 400;

/// Whether what stands at a path belongs to a view.
pub fn is_view(path: &str) -> bool {
    [VIEW, PRESENT, LANGUAGE].contains(&path) || VIEWS.iter().any(|view| path.starts_with(view))
}

/// What a link holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The configuration, sound as a whole.
    pub configuration: Configuration,
    /// What it says to a class.
    pub classroom: Classroom,
    /// What is chosen in views, by path.
    pub views: Vec<Override>,
    /// What this version does not know: kept, to be written again.
    pub unknown: Vec<Override>,
}

impl Link {
    /// The link of a configuration.
    pub fn of(configuration: Configuration) -> Self {
        Link { configuration, classroom: Classroom::default(), views: Vec::new(), unknown: Vec::new() }
    }

    /// What the data is made of: the configuration, with the seed of the student who opened the link.
    pub fn effective(&self) -> Configuration {
        let seed = self.classroom.seed(self.configuration.seed);
        Configuration { seed, ..self.configuration.clone() }
    }

    /// Everything that differs from the preset: the settings, what it says to a class, what is chosen in
    /// views, and what is unknown.
    pub fn overrides(&self) -> Vec<Override> {
        let classroom = self.classroom.settings().into_iter();
        let classroom = classroom.map(|(path, value)| Override { path: path.to_owned(), value });
        self.configuration
            .overrides()
            .into_iter()
            .chain(classroom)
            .chain(self.views.iter().cloned())
            .chain(self.unknown.iter().cloned())
            .collect()
    }

    /// The fragment, without `#`.
    pub fn write(&self) -> String {
        let overrides = self.overrides();
        let start = format!("{VERSION}{}", self.configuration.preset.key());
        let mut readable = start.clone();
        overrides.iter().for_each(|it| append(&mut readable, it));
        if readable.len() <= READABLE {
            return readable;
        }
        let (known, rest): (Vec<&Override>, Vec<&Override>) =
            overrides.iter().partition(|it| number(&it.path).is_some());
        let numbered = known.iter().filter_map(|it| Some((number(&it.path)?, compact(it))));
        let Some(packed) = packed::write(numbered.collect()) else { return readable };
        let mut short = start;
        append(&mut short, &Override { path: PACKED.to_owned(), value: packed });
        rest.into_iter().for_each(|it| append(&mut short, it));
        if short.len() < readable.len() { short } else { readable }
    }

    /// Reads a fragment, with or without `#`, or a whole address that ends in one. What cannot be used is left at the
    /// preset's value and reported; the rest applies.
    ///
    /// # Errors
    /// It is no link of a known version and preset.
    pub fn read(text: &str) -> Result<(Link, Vec<Problem>), Problem> {
        let fragment = text.rsplit_once('#').map_or(text, |(_, fragment)| fragment);
        let refuse = |reason: Text| {
            Problem::new("", reason, text!("ask for the whole link again; the default is shown in its place"))
        };
        if fragment.len() > MAX_LENGTH {
            return Err(refuse(text!("the link is too long")));
        }
        let rest = fragment
            .strip_prefix(VERSION)
            .ok_or_else(|| refuse(text!("the link is damaged, or of a later version")))?;
        let mut parts = rest.split('&');
        let preset = parts
            .next()
            .and_then(Preset::from_key)
            .ok_or_else(|| refuse(text!("the link names no known preset")))?;
        let mut problems = Vec::new();
        let mut overrides = Vec::new();
        for part in parts {
            let decoded =
                part.split_once('=').and_then(|(path, value)| Some((decode(path)?, decode(value)?)));
            let decoded =
                decoded.filter(|(path, _)| !path.is_empty()).map(|(path, value)| Override { path, value });
            match decoded.map(unpacked) {
                Some(Some(more)) => overrides.extend(more),
                _ => problems.push(Problem::new(
                    "",
                    text!("'{part}' in the link cannot be read", part = shortened(part)),
                    text!("ask for the whole link again; the rest of it applies"),
                )),
            }
        }
        let (link, more) = Link::from_overrides(preset, overrides);
        problems.extend(more);
        Ok((link, problems))
    }

    /// The preset with everything applied that can be; what cannot is left at the preset's value and reported.
    pub fn from_overrides(preset: Preset, overrides: Vec<Override>) -> (Link, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut link = Link::of(preset.configuration());
        let mut known: Vec<(&'static Setting, String)> = Vec::new();
        for it in overrides {
            if is_view(&it.path) {
                if it.value.len() <= MAX_VIEW_LENGTH {
                    keep(&mut link.views, it);
                }
            } else if let Some(setting) = settings().iter().find(|setting| names(&it.path, setting)) {
                let by_number = it.path.starts_with(BY_NUMBER);
                known.push((setting, if by_number { expanded(setting, it.value) } else { it.value }));
            } else if let Some(path) = classroom::PATHS
                .into_iter()
                .find(|path| *path == it.path || number(&it.path) == Some(packed::path_number(path)))
            {
                problems.extend(link.classroom.set(path, &it.value).err());
            } else {
                let reason =
                    text!("the link sets '{path}', which this version does not know", path = &it.path);
                problems.push(Problem::new("", reason, text!("it is kept in the link and changes nothing")));
                keep(&mut link.unknown, it);
            }
        }
        // What brings other values with it comes before what is changed of them.
        for leads in [true, false] {
            for (setting, value) in known.iter().filter(|(setting, _)| setting.leads == leads) {
                problems.extend(link.configuration.set(&setting.path, value).err());
            }
        }
        problems.extend(link.settle());
        (link, problems)
    }

    /// Takes what contradicts itself back to the preset, setting by setting, and returns the contradictions.
    fn settle(&mut self) -> Vec<Problem> {
        let preset = self.configuration.preset.configuration();
        let mut found = Vec::new();
        while let Err(contradictions) = self.configuration.check() {
            let before = self.configuration.clone();
            for problem in contradictions {
                if let Ok(setting) = Setting::find(&problem.path) {
                    setting.assign(&mut self.configuration, setting.value(&preset));
                }
                found.push(problem);
            }
            if self.configuration == before {
                self.configuration = preset.clone();
            }
        }
        found
    }
}

/// Keeps an override behind those of the same path or of one before it.
fn keep(overrides: &mut Vec<Override>, it: Override) {
    let place = overrides.partition_point(|other| other.path <= it.path);
    overrides.insert(place, it);
}

/// The number under which a packed link carries a path of this version; also that of a path given by its number.
fn number(path: &str) -> Option<u32> {
    if let Some(digits) = path.strip_prefix(BY_NUMBER) {
        return digits.parse().ok().filter(|number| *number < 1 << 18);
    }
    let known = classroom::PATHS.contains(&path) || settings().iter().any(|setting| setting.path == path);
    known.then(|| packed::path_number(path))
}

/// Whether a link's path stands for the setting.
fn names(path: &str, setting: &Setting) -> bool {
    setting.path == path
        || (path.starts_with(BY_NUMBER) && number(path) == Some(packed::path_number(&setting.path)))
}

/// The value in its packed text: a date as days since 1970, on and off as 1 and 0.
fn compact(it: &Override) -> String {
    match Setting::find(&it.path).map(|setting| setting.parse(&it.value)) {
        Ok(Ok(Value::Date(date))) => (date - NaiveDate::default()).num_days().to_string(),
        Ok(Ok(Value::Toggle(on))) => u8::from(on).to_string(),
        _ => it.value.clone(),
    }
}

/// The value of a setting from its packed text.
fn expanded(setting: &Setting, text: String) -> String {
    let date = || NaiveDate::default().checked_add_days(Days::new(text.parse().ok()?));
    match setting.kind {
        Kind::Date { .. } => date().map_or(text.clone(), |date| date.to_string()),
        _ => text,
    }
}

/// The overrides that a part of a link stands for: itself, or all that are packed in it; none where it is damaged.
fn unpacked(it: Override) -> Option<Vec<Override>> {
    if it.path != PACKED {
        return Some(vec![it]);
    }
    let packed = packed::read(&it.value)?.into_iter();
    Some(packed.map(|(number, value)| Override { path: format!("{BY_NUMBER}{number}"), value }).collect())
}

fn append(fragment: &mut String, it: &Override) {
    let path = utf8_percent_encode(&it.path, &PLAIN);
    let value = utf8_percent_encode(&it.value, &PLAIN);
    *fragment += &format!("&{path}={value}");
}

/// The text that a part of a link stands for. A plus sign is a space, as forms write it; a plus sign itself is `%2B`.
fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8().ok().map(|text| text.into_owned())
}

/// Some of a text that may be long.
fn shortened(text: &str) -> String {
    const MAX: usize = 40;
    if text.chars().count() <= MAX {
        return text.to_owned();
    }
    text.chars().take(MAX).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn classic() -> Configuration {
        Preset::Classic.configuration()
    }

    /// Forms write a space as a plus sign, and titles showed it.
    #[test]
    fn a_plus_sign_is_a_space() {
        let (link, problems) = Link::read("v1.classic&title=Week+3&text=1%2B1").unwrap();
        assert_eq!(problems, []);
        assert_eq!((link.classroom.title.as_str(), link.classroom.text.as_str()), ("Week 3", "1+1"));
        assert_eq!(Link::read(&link.write()), Ok((link, Vec::new())));
    }

    #[test]
    fn a_link_is_short_and_readable() {
        assert_eq!(Link::of(classic()).write(), "v1.classic");
        let mut configuration = Preset::ClassicCalibrated.configuration();
        configuration.set("rows", "500").unwrap();
        configuration.set("lists.departments", r"R\, D & more, Süd").unwrap();
        let text = Link::of(configuration.clone()).write();
        assert_eq!(
            text,
            "v1.classic-calibrated&rows=500&lists.departments=R%5C,%20D%20%26%20more,%20S%C3%BCd"
        );
        let (link, problems) = Link::read(&format!("https://example.org/a/#{text}")).unwrap();
        assert_eq!((link.configuration, problems.len()), (configuration, 0));
    }

    #[test]
    fn what_cannot_be_used_is_told_and_the_rest_applies() {
        let (link, problems) =
            Link::read("#v1.classic&rows=0&seed=5&color=blue&users=%ff&=&start_date=2050-01-01").unwrap();
        assert_eq!(link.configuration, Configuration { seed: 5, ..classic() });
        assert_eq!(link.unknown, [Override { path: "color".into(), value: "blue".into() }]);
        let told: Vec<String> = problems.iter().map(Problem::to_string).collect();
        for part in
            ["rows: 0 is out of range", "'color'", "'users=%ff'", "start_date: the start date 2050-01-01"]
        {
            assert!(told.iter().any(|text| text.contains(part)), "{part}: {told:?}");
        }
        assert_eq!(link.write(), "v1.classic&seed=5&color=blue");
    }

    #[test]
    fn what_is_no_link_is_refused_with_a_reason() {
        for text in
            ["", "#", "v1", "v1.", "v2.classic", "v1.nothing&seed=5", "seed=5", &"v1.classic&".repeat(9_000)]
        {
            assert!(!Link::read(text).unwrap_err().reason.is_empty(), "{text}");
        }
    }

    /// The largest configuration without edited lists: every other setting changed to a value with all its decimals.
    fn everything_changed(value: impl Fn(&Setting, f64) -> f64) -> Configuration {
        let mut configuration = classic();
        for setting in settings() {
            let text = match setting.kind {
                Kind::Integer { min, max } => min.max(max - max / 16).to_string(),
                Kind::Decimal { max, .. } => {
                    let power = libm::pow(10.0, crate::engine::settings::decimals(max) as f64);
                    crate::engine::decimal::text((value(setting, max) * power).floor() / power)
                }
                Kind::Date { .. } => "2031-12-24".to_owned(),
                Kind::Toggle => "off".to_owned(),
                Kind::Choice(choices) => {
                    choices.last().map(|choice| choice.key.to_owned()).unwrap_or_default()
                }
                Kind::List { .. } | Kind::Lines { .. } | Kind::Text => continue,
            };
            setting.assign(&mut configuration, setting.parse(&text).unwrap());
        }
        configuration
    }

    #[test]
    fn everything_but_lists_fits_into_2000_characters_and_everything_into_8000() {
        // Not sound as a whole (ranges end before they begin), which is no matter for its length.
        let mut configuration = everything_changed(|_, max| max * 0.987_654_321);
        let text = Link::of(configuration.clone()).write();
        assert!(text.len() <= 2_000, "{} characters: {text}", text.len());
        configuration.issues.categories[0].name =
            "安".repeat(crate::engine::configuration::MAX_LIST_BYTES / 3);
        let text = Link::of(configuration).write();
        assert!(text.len() <= 8_000, "{} characters", text.len());
    }

    #[test]
    fn a_long_link_is_packed_and_carries_everything() {
        let mut configuration = classic();
        for (index, setting) in
            settings().iter().filter(|setting| matches!(setting.kind, Kind::Toggle)).enumerate()
        {
            setting.assign(&mut configuration, Value::Toggle(index % 2 == 0));
        }
        configuration.set("start_date", "2025-02-28").unwrap();
        configuration.set("lists.departments", r"R\, D & more, Süd*2.5").unwrap();
        let mut link = Link::of(configuration);
        link.classroom.set("title", "Übung 3").unwrap();
        link.classroom.set("lock", "*,!seed").unwrap();
        link.classroom.set("student", "").unwrap();
        link.unknown = vec![
            Override { path: "color".into(), value: "blue".into() },
            Override { path: "~5".into(), value: "12".into() },
        ];
        let text = link.write();
        assert!(text.contains("packed=") && text.contains("color=blue"), "{text}");
        let (again, problems) = Link::read(&text).unwrap();
        assert_eq!(again, link);
        assert_eq!(problems.len(), 2, "{problems:?}");
    }

    #[test]
    fn a_class_is_told_what_the_link_says() {
        let (link, problems) =
            Link::read("v1.classic&seed=8&title=Week%201&text=Find%20them&lock=rows,nothing&student=Ada")
                .unwrap();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].reason.contains("'nothing'"));
        let classroom = &link.classroom;
        assert_eq!((classroom.title.as_str(), classroom.text.as_str()), ("Week 1", "Find them"));
        assert_eq!(classroom.locks.access("rows"), Access::Frozen);
        assert_eq!(link.configuration.seed, 8);
        assert_eq!(link.effective().seed, classroom.seed(8));
        assert_ne!(link.effective().seed, 8);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        #[test]
        fn every_setting_goes_through_a_link(choices in prop::collection::vec((0_usize..1_000, 0.0..1.0_f64), 0..60)) {
            let mut overrides = Vec::new();
            for (place, share) in choices {
                let setting = &settings()[place % settings().len()];
                let value = match setting.kind {
                    Kind::Integer { min, max } => (min + ((max - min) as f64 * share) as u64).to_string(),
                    Kind::Decimal { min, max } => {
                        let places = crate::engine::settings::decimals(max);
                        crate::engine::decimal::fixed(min + (max - min) * share, places)
                    }
                    Kind::Date { .. } => format!("2024-0{}-1{}", 1 + (share * 9.0) as u32, (share * 97.0) as u32 % 10),
                    Kind::Toggle => if share < 0.5 { "off" } else { "on" }.to_owned(),
                    Kind::Choice(choices) => choices[(share * choices.len() as f64) as usize].key.to_owned(),
                    Kind::Lines { .. } => format!(
                        "attack \"Ä b\" days={}; phase C share=100 tactic=TA0009 technique=T1039 cpu=-0.4",
                        1 + (share * 9.0) as u32
                    ),
                    Kind::Text => format!("Anrufen, & {}", (share * 97.0) as u32),
                    Kind::List { .. } => format!("a, b\\,c*{}, ü", crate::engine::decimal::fixed(share, 3)),
                };
                overrides.push(Override { path: setting.path.to_string(), value });
            }
            let (link, _) = Link::from_overrides(Preset::Classic, overrides);
            let (again, problems) = Link::read(&link.write()).unwrap();
            prop_assert_eq!(problems, vec![]);
            prop_assert_eq!(again, link);
        }

        #[test]
        fn no_fragment_makes_it_panic(text in "(v1\\.classic)?(&?[a-z._]{0,12}=?[ -~%]{0,20}){0,6}\\PC{0,8}") {
            if let Ok((link, _)) = Link::read(&text) {
                prop_assert_eq!(link.configuration.check(), Ok(()));
                let (again, _) = Link::read(&link.write()).unwrap();
                prop_assert_eq!(again, link);
            }
        }
    }
}
