//! Attacks of one's own: the same facts as the table of attacks has, as lines that people read and write.
//!
//! ```text
//! attack "Quiet leak" weight=2 users=1-2 days=30 ramp=40 category="Data Leak" activity=file_access
//! phase Collection share=60 tactic=TA0009 technique=T1039 files=1.8 transfer=0.4 off_hours=25 elsewhere=6
//! phase Exfiltration share=40 tactic=TA0010 technique=T1567.002 transfer=2.4 off_hours=30
//! ```

use std::borrow::Cow;
use std::fmt::Write;

use super::table::{ATTACKS, Attack, Behavior, Phase};
use super::tactics;
use crate::engine::decimal;
use crate::engine::settings::{Field, Kind, Value};
use crate::engine::text::Text;
use crate::engine::world::measures::MEASURES;

/// How many attacks of one's own there can be.
pub const MAX_ATTACKS: usize = 8;

/// How many phases each can have.
pub const MAX_PHASES: usize = 6;

/// The maximum length of a name, in characters.
pub const MAX_NAME: usize = 40;

/// The maximum number of users and of days of an attack.
pub const MAX_USERS: u32 = 1_000;
/// See [`MAX_USERS`].
pub const MAX_DAYS: f64 = 366.0;

/// By how many standard deviations a phase can shift a measure at most.
pub const MAX_SHIFT: f64 = 6.0;

/// The maximum weight of an attack.
pub const MAX_WEIGHT: f64 = 100.0;

/// How lines name the measures, in the order of [`Measure`](crate::engine::world::measures::Measure).
pub const MEASURE_KEYS: [&str; MEASURES] =
    ["severity", "impact", "cost", "response", "session", "files", "transfer", "cpu", "memory", "logins"];

/// What to write.
const FORM: &str = words!(
    "lines such as: attack \"Quiet leak\" users=1-2 days=30; phase Collection share=100 tactic=TA0009 technique=T1039 \
     files=1.8"
);

/// An attack and how often it is chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnAttack {
    /// Its weight among those of all attacks.
    pub weight: f64,
    /// The attack.
    pub attack: Attack,
}

/// Attacks of one's own, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own(pub Vec<OwnAttack>);

/// What is wrong with lines, and what to do.
type Refusal = [Text; 2];

fn refuse<T>(reason: Text, hint: Text) -> Result<T, Refusal> {
    Err([reason, hint])
}

/// What to do where nothing else would help.
fn use_form() -> Text {
    text!("use {form}", form = Text::declared(FORM))
}

impl Field for Own {
    type Range = ();

    fn kind((): ()) -> Kind {
        Kind::Lines { read: |text| Own::read(text).map(|own| own.write()), form: FORM }
    }

    fn value(&self) -> Value {
        Value::Lines(self.write())
    }

    fn of(value: Value) -> Option<Self> {
        if let Value::Lines(lines) = value { Own::read(&lines).ok() } else { None }
    }
}

impl Own {
    /// Reads attacks from lines; a semicolon parts lines as well.
    ///
    /// # Errors
    /// What is wrong, and what to do.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let mut own: Vec<OwnAttack> = Vec::new();
        for words in lines(text)? {
            match words.split_first() {
                None => {}
                Some((word, rest)) if word == "attack" => own.push(read_attack(rest)?),
                Some((word, rest)) if word == "phase" => match own.last_mut() {
                    Some(last) => last.attack.phases.to_mut().push(read_phase(rest)?),
                    None => return refuse(text!("a phase stands before any attack"), use_form()),
                },
                Some((word, _)) => {
                    return refuse(
                        text!("a line begins with '{word}'", word),
                        text!("begin each line with attack or phase"),
                    );
                }
            }
        }
        if own.len() > MAX_ATTACKS {
            return refuse(
                text!("there are {count} attacks of one's own", count = own.len()),
                text!("use at most {most}", most = MAX_ATTACKS),
            );
        }
        for (place, it) in own.iter().enumerate() {
            check(&it.attack)?;
            let key = &it.attack.key;
            let mut others = ATTACKS.iter().chain(own.iter().take(place).map(|other| &other.attack));
            if let Some(other) = others.find(|other| other.key == *key) {
                let (name, other) = (it.attack.name.as_ref(), other.name.as_ref());
                let reason = text!("'{name}' is named as '{other}' is", name, other);
                return refuse(reason, text!("give each attack a name of its own"));
            }
        }
        Ok(Own(own))
    }

    /// The lines.
    pub fn write(&self) -> String {
        self.0.iter().map(OwnAttack::write).collect::<Vec<_>>().join("\n")
    }
}

impl OwnAttack {
    /// A copy of an attack under another name.
    pub fn copy(attack: &Attack, name: &str) -> Self {
        let attack = Attack { key: key(name).into(), name: Cow::Owned(name.to_owned()), ..attack.clone() };
        OwnAttack { weight: 1.0, attack }
    }

    /// Its lines.
    pub fn write(&self) -> String {
        let Attack { name, users, days, ramp, category, activity_type, phases, .. } = &self.attack;
        let mut text = format!("attack {}", quoted(name));
        if self.weight != 1.0 {
            text += &format!(" weight={}", decimal::text(self.weight));
        }
        let [least, most] = users;
        text += &format!(" users={least}-{most} days={} ramp={ramp}", decimal::text(*days));
        for (member, value) in [("category", category), ("activity", activity_type)] {
            if !value.is_empty() {
                text += &format!(" {member}={}", quoted(value));
            }
        }
        for phase in phases.iter() {
            let Phase { name, share, tactic, technique, behavior } = phase;
            let name = quoted(name);
            text += &format!("\nphase {name} share={share} tactic={tactic} technique={technique}");
            for (key, &shift) in MEASURE_KEYS.iter().zip(&behavior.shifts).filter(|(_, shift)| **shift != 0) {
                // Writing to a text cannot fail.
                let _ = write!(text, " {key}={}", decimal::text(f64::from(shift) / 10.0));
            }
            text += &format!(" off_hours={} elsewhere={}", behavior.off_hours, behavior.elsewhere);
        }
        text
    }
}

/// How settings and launches name an attack of this name.
fn key(name: &str) -> String {
    let mut key = String::new();
    for character in name.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            key.push(character);
        } else if !key.ends_with('_') {
            key.push('_');
        }
    }
    key.trim_matches('_').to_owned()
}

/// A text as one word of a line: in quotation marks where it would not be one without.
pub fn quoted(text: &str) -> String {
    let parts_words = |character: char| character.is_whitespace() || matches!(character, '=' | ';');
    if text.is_empty() || text.contains(parts_words) { format!("\"{text}\"") } else { text.to_owned() }
}

/// The words of each line. Spaces part words and semicolons lines, but not within quotation marks, which are left out.
fn lines(text: &str) -> Result<Vec<Vec<String>>, Refusal> {
    let mut lines = Vec::new();
    let (mut line, mut word) = (Vec::new(), None::<String>);
    let mut is_quoted = false;
    for character in text.chars().chain(['\n']) {
        match character {
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            '\n' if is_quoted => {
                let open = word.unwrap_or_default();
                return refuse(
                    text!("a quotation mark is open before '{open}'", open),
                    text!("close it with another"),
                );
            }
            '\n' | ';' if !is_quoted => {
                line.extend(word.take());
                lines.push(std::mem::take(&mut line));
            }
            space if space.is_whitespace() && !is_quoted => line.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    Ok(lines)
}

/// A number in a range, given as `name=value`.
fn number(name: &str, text: &str, min: f64, max: f64) -> Result<f64, Refusal> {
    let range = || text!("use {min} to {max}", min = decimal::text(min), max = decimal::text(max));
    match decimal::parse(text) {
        Some(number) if (min..=max).contains(&number) => Ok(number),
        Some(_) => refuse(text!("{name}={text} is out of range", name, text), range()),
        None => refuse(text!("{name}={text} is no number", name, text), range()),
    }
}

/// The same, with so many decimals at most, as a whole number of its last place.
fn places(name: &str, text: &str, min: f64, max: f64, decimals: i32) -> Result<f64, Refusal> {
    let power = f64::from(10_u32.pow(decimals.unsigned_abs()));
    let found = (number(name, text, min, max)? * power * 1e6).round() / 1e6;
    if found.fract() == 0.0 {
        return Ok(found);
    }
    let hint = if decimals == 0 { text!("use whole numbers") } else { text!("use one decimal at most") };
    refuse(text!("{name}={text} has too many decimals", name, text), hint)
}

fn percent(name: &str, text: &str, min: f64) -> Result<u8, Refusal> {
    places(name, text, min, 100.0, 0).map(|number| number as u8)
}

/// The members of a line, each `name=value`.
fn members(words: &[String]) -> impl Iterator<Item = Result<(&str, &str), Refusal>> {
    words.iter().map(|word| match word.split_once('=') {
        Some(member) => Ok(member),
        None => {
            refuse(text!("'{word}' has no '='", word), text!("put a name with spaces in quotation marks"))
        }
    })
}

fn read_attack(words: &[String]) -> Result<OwnAttack, Refusal> {
    let Some((name, rest)) = words.split_first() else {
        let hint = text!("write for instance: attack \"Quiet leak\"");
        return refuse(text!("an attack has no name"), hint);
    };
    let mut weight = 1.0;
    let mut attack = Attack {
        key: key(name).into(),
        name: Cow::Owned(name.clone()),
        users: [1, 1],
        days: 1.0,
        ramp: 60,
        category: Cow::Borrowed(""),
        activity_type: Cow::Borrowed(""),
        phases: Cow::Owned(Vec::new()),
    };
    for member in members(rest) {
        match member? {
            ("weight", text) => weight = number("weight", text, 0.0, MAX_WEIGHT)?,
            ("users", text) => {
                let ends = text.split_once('-').unwrap_or((text, text));
                let user = |text: &str| places("users", text, 1.0, MAX_USERS.into(), 0);
                attack.users = [user(ends.0)? as u32, user(ends.1)? as u32];
                if attack.users[0] > attack.users[1] {
                    return refuse(
                        text!("users={text} ends before it begins", text),
                        text!("write the smaller number first"),
                    );
                }
            }
            ("days", text) => attack.days = places("days", text, 1.0, MAX_DAYS, 0)?,
            ("ramp", text) => attack.ramp = percent("ramp", text, 0.0)?,
            ("category", text) => attack.category = Cow::Owned(text.to_owned()),
            ("activity", text) => attack.activity_type = Cow::Owned(text.to_owned()),
            (other, _) => return refuse(text!("an attack has no '{name}'", name = other), use_form()),
        }
    }
    Ok(OwnAttack { weight, attack })
}

fn read_phase(words: &[String]) -> Result<Phase, Refusal> {
    let Some((name, rest)) = words.split_first() else {
        let hint = text!("write for instance: phase Collection share=100");
        return refuse(text!("a phase has no name"), hint);
    };
    let behavior = Behavior { shifts: [0; MEASURES], off_hours: 10, elsewhere: 5 };
    let mut phase = Phase {
        name: Cow::Owned(name.clone()),
        share: 0,
        tactic: Cow::Borrowed(""),
        technique: Cow::Borrowed(""),
        behavior,
    };
    for member in members(rest) {
        let (member, text) = member?;
        let measure = MEASURE_KEYS.iter().position(|key| *key == member);
        match (member, measure) {
            (_, Some(measure)) => {
                let tenths = places(member, text, -MAX_SHIFT, MAX_SHIFT, 1)?;
                phase.behavior.shifts[measure] = tenths as i8;
            }
            ("share", _) => phase.share = percent("share", text, 1.0)?,
            ("tactic", _) => phase.tactic = Cow::Owned(text.to_owned()),
            ("technique", _) => phase.technique = Cow::Owned(text.to_owned()),
            ("off_hours", _) => phase.behavior.off_hours = percent("off_hours", text, 0.0)?,
            ("elsewhere", _) => phase.behavior.elsewhere = percent("elsewhere", text, 0.0)?,
            _ => return refuse(text!("a phase has no '{name}'", name = member), use_form()),
        }
    }
    Ok(phase)
}

/// Whether a name can stand in every file; `refusal` says that one has other characters.
fn check_name(name: &str, refusal: fn(&str) -> Text) -> Result<(), Refusal> {
    let is_allowed = |character: char| character.is_alphanumeric() || " -_,'()/&+.:".contains(character);
    if !name.starts_with(char::is_alphanumeric) || !name.chars().all(is_allowed) {
        let hint = text!("begin with a letter, and use letters, digits, spaces and - _ , ' ( ) / & + . :");
        return refuse(refusal(name), hint);
    }
    if name.chars().count() > MAX_NAME {
        return refuse(
            text!("'{name}' is too long", name),
            text!("use at most {max} characters", max = MAX_NAME),
        );
    }
    Ok(())
}

/// Whether a text has the form of an ATT&CK technique: `T1039` or `T1567.002`.
fn is_technique(text: &str) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some(number) = text.strip_prefix('T') else { return false };
    match number.split_once('.') {
        Some((number, part)) => digits(number, 4) && digits(part, 3),
        None => digits(number, 4),
    }
}

/// What a single line cannot tell.
fn check(attack: &Attack) -> Result<(), Refusal> {
    let name = attack.name.as_ref();
    check_name(name, |name| text!("'{name}' is no name of an attack", name))?;
    let count = attack.phases.len();
    if !(1..=MAX_PHASES).contains(&count) {
        return refuse(
            text!("'{name}' has {count} phases", name, count),
            text!("write {min} to {max}", min = 1, max = MAX_PHASES),
        );
    }
    for phase in attack.phases.iter() {
        let (phase_name, tactic, technique) = (&*phase.name, &*phase.tactic, &*phase.technique);
        check_name(phase_name, |name| text!("'{name}' is no name of a phase", name))?;
        if tactics::name(tactic).is_none() {
            let reason = text!(
                "phase '{phase}' of '{name}' has the unknown tactic '{tactic}'",
                phase = phase_name,
                name,
                tactic
            );
            let known = tactics::TACTICS.map(|tactic| tactic.id).join(", ");
            return refuse(reason, text!("use one of {choices}", choices = known));
        }
        if !is_technique(technique) {
            let reason = text!(
                "phase '{phase}' of '{name}' has the technique '{technique}'",
                phase = phase_name,
                name,
                technique
            );
            return refuse(reason, text!("write it as ATT&CK does: T1039 or T1567.002"));
        }
    }
    let sum: u32 = attack.phases.iter().map(|phase| u32::from(phase.share)).sum();
    if sum != 100 {
        return refuse(
            text!("the shares of the phases of '{name}' sum to {sum}", name, sum),
            text!("let them sum to 100"),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LEAK: &str = "attack \"Quiet leak\" weight=2 users=1-2 days=30 ramp=40 category=\"Data Leak\" activity=file_access\n\
        phase Collection share=60 tactic=TA0009 technique=T1039 files=1.8 transfer=0.4 off_hours=25 elsewhere=6\n\
        phase Exfiltration share=40 tactic=TA0010 technique=T1567.002 cpu=-0.4 transfer=2.4 off_hours=30 elsewhere=8";

    #[test]
    fn an_attack_is_read_as_it_is_written() {
        let own = Own::read(LEAK).unwrap();
        let attack = &own.0[0].attack;
        assert_eq!((attack.key.as_ref(), attack.users, attack.days), ("quiet_leak", [1, 2], 30.0));
        assert_eq!(attack.phases[0].behavior.shifts, [0, 0, 0, 0, 0, 18, 4, 0, 0, 0]);
        assert_eq!(attack.phases[1].behavior.shifts, [0, 0, 0, 0, 0, 0, 24, -4, 0, 0]);
        assert_eq!(Own::read(&own.write()), Ok(own.clone()));
        assert_eq!(Own::read(&LEAK.replace('\n', "; ")), Ok(own));
        assert_eq!(Own::read(" \n;"), Ok(Own::default()));
    }

    #[test]
    fn every_shipped_attack_can_be_copied() {
        for (place, attack) in ATTACKS.iter().enumerate() {
            let own = Own(vec![OwnAttack::copy(attack, &format!("Copy {place}"))]);
            let again = Own::read(&own.write()).unwrap();
            assert_eq!(again, own);
            assert_eq!(again.0[0].attack.phases, attack.phases);
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_what_to_do() {
        let wrong = [
            ("phase A share=100", "before any attack"),
            ("raid A", "'raid'"),
            ("attack", "no name"),
            ("attack \"A", "quotation"),
            ("attack A", "0 phases"),
            ("attack A users=5-2", "ends before"),
            ("attack A users=0", "out of range"),
            ("attack A days=many", "no number"),
            ("attack A days=1.5", "decimals"),
            ("attack A color=red", "'color'"),
            ("attack =A; phase B share=100 tactic=TA0009 technique=T1039", "no name of an attack"),
            ("attack A; phase B share=90 tactic=TA0009 technique=T1039", "sum to 90"),
            ("attack A; phase B share=100 tactic=TA9 technique=T1039", "tactic 'TA9'"),
            ("attack A; phase B share=100 tactic=TA0009 technique=1039", "technique '1039'"),
            ("attack A; phase B share=100 tactic=TA0009 technique=T1039 files=7", "out of range"),
            ("attack A; phase B share=100 tactic=TA0009 technique=T1039 files=0.25", "decimals"),
            ("attack Ransomware; phase B share=100 tactic=TA0009 technique=T1039", "named as"),
        ];
        for (text, part) in wrong {
            let [reason, hint] = Own::read(text).unwrap_err();
            assert!(reason.contains(part) && !hint.is_empty(), "{text}: {reason} ({hint})");
        }
        let many: Vec<String> =
            (0..=MAX_ATTACKS).map(|place| LEAK.replace("Quiet leak", &format!("Leak {place}"))).collect();
        assert!(Own::read(&many.join("\n")).unwrap_err()[0].contains("9 attacks"));
    }

    proptest! {
        /// Whatever the lists of a configuration call a category, an attack of it is read as it was written.
        #[test]
        fn whatever_is_written_is_read(
            name in "[a-zA-Zäß0-9][ a-z0-9_,'()/&+.:-]{0,20}",
            category in "[^\"\n]{0,12}",
            (least, more) in (1..500_u32, 0..500_u32),
            shifts in prop::array::uniform10(-60..=60_i8),
            share in 1..=99_u8,
        ) {
            let behavior = Behavior { shifts, off_hours: share, elsewhere: 100 - share };
            let phase = |share| Phase {
                name: name.clone().into(),
                share,
                tactic: "TA0043".into(),
                technique: "T1595.001".into(),
                behavior,
            };
            let attack = Attack {
                key: key(&name).into(),
                name: name.clone().into(),
                users: [least, least + more],
                days: f64::from(least.min(366)),
                ramp: share,
                category: category.into(),
                activity_type: "login".into(),
                phases: vec![phase(share), phase(100 - share)].into(),
            };
            let own = Own(vec![OwnAttack { weight: f64::from(share) / 4.0, attack }]);
            prop_assert_eq!(Own::read(&own.write()), Ok(own));
        }

        #[test]
        fn no_text_makes_it_panic(text in "(attack|phase)?[ -~\\n]{0,80}") {
            if let Ok(own) = Own::read(&text) {
                prop_assert_eq!(Own::read(&own.write()), Ok(own));
            }
        }
    }
}
