//! A link for a class: what it says, and what students can change.

use crate::engine::Problem;
use crate::engine::configuration::link::Classroom;
use crate::engine::configuration::{Group, Preset, settings};

/// What students can change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freedom {
    /// Everything.
    #[default]
    All,
    /// What is chosen; the rest is shown.
    Frozen,
    /// What is chosen; the rest is hidden.
    Hidden,
}

impl Freedom {
    /// All of them, in the order of the form.
    pub const ALL: [Freedom; 3] = [Freedom::All, Freedom::Frozen, Freedom::Hidden];

    /// How the form's field names it.
    pub fn key(self) -> &'static str {
        match self {
            Freedom::All => "all",
            Freedom::Frozen => "frozen",
            Freedom::Hidden => "hidden",
        }
    }

    /// How a reader sees it.
    pub fn name(self) -> &'static str {
        match self {
            Freedom::All => words!("Everything"),
            Freedom::Frozen => words!("What is chosen; the rest is shown"),
            Freedom::Hidden => words!("What is chosen; the rest is hidden"),
        }
    }

    /// The one of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Freedom::ALL.into_iter().find(|freedom| freedom.key() == key)
    }
}

/// What the teacher fills in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassSheet {
    /// The title above the form.
    pub title: String,
    /// The text below it.
    pub text: String,
    /// Whether each student has a seed of their own.
    pub own_seeds: bool,
    /// What students can change.
    pub freedom: Freedom,
    /// The groups whose settings they can change.
    pub groups: Vec<Group>,
    /// Paths of more settings that they can change, with commas between them.
    pub more: String,
}

impl ClassSheet {
    /// What the link says to the class.
    ///
    /// # Errors
    /// What of it a link cannot carry.
    pub fn classroom(&self) -> Result<Classroom, Problem> {
        let mut classroom = Classroom::default();
        classroom.set("title", self.title.trim())?;
        classroom.set("text", self.text.trim())?;
        classroom.set("lock", &self.locks())?;
        if self.own_seeds {
            classroom.set("student", "")?;
        }
        Ok(classroom)
    }

    /// The patterns of what is locked and, behind `!`, of what is not.
    fn locks(&self) -> String {
        let start = match self.freedom {
            Freedom::All => return String::new(),
            Freedom::Frozen => "*",
            Freedom::Hidden => "-*",
        };
        let more = self.more.split(',').map(str::trim).filter(|path| !path.is_empty()).map(str::to_owned);
        let chosen = self.groups.iter().copied().flat_map(patterns).chain(more);
        chosen.fold(start.to_owned(), |locks, path| locks + ",!" + path.as_ref())
    }
}

/// The patterns that name all settings of a group, and no others: the start of the path where the group has it alone.
fn patterns(group: Group) -> Vec<String> {
    let start = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
    let mut patterns: Vec<String> = Vec::new();
    for setting in settings().iter().filter(|setting| setting.group() == group) {
        let start = start(&setting.path);
        let alone = settings().iter().all(|other| other.group() == group || !other.path.starts_with(&start));
        let pattern = if alone { start } else { setting.path.to_string() };
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    if group == Group::Dataset {
        patterns.push(Preset::PATH.to_owned());
    }
    patterns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::link::{Access, Student};

    #[test]
    fn without_locks_everything_is_open_and_everyone_has_the_same_data() {
        let sheet =
            ClassSheet { title: " Week 1 ".to_owned(), more: "rows".to_owned(), ..ClassSheet::default() };
        let classroom = sheet.classroom().unwrap();
        assert_eq!((classroom.title.as_str(), &classroom.student), ("Week 1", &Student::Everyone));
        assert!(settings().iter().all(|setting| classroom.locks.access(&setting.path) == Access::Open));
    }

    #[test]
    fn a_group_that_is_chosen_is_open_and_every_other_is_not() {
        for (freedom, rest) in [(Freedom::Frozen, Access::Frozen), (Freedom::Hidden, Access::Hidden)] {
            for group in Group::ALL {
                let sheet = ClassSheet { freedom, groups: vec![group], ..ClassSheet::default() };
                let locks = sheet.classroom().unwrap().locks;
                for setting in settings() {
                    let expected = if setting.group() == group { Access::Open } else { rest };
                    assert_eq!(locks.access(&setting.path), expected, "{} in {group:?}", setting.path);
                }
                let preset = if group == Group::Dataset { Access::Open } else { rest };
                assert_eq!(locks.access(Preset::PATH), preset);
            }
        }
    }

    #[test]
    fn more_settings_are_open_and_one_that_does_not_exist_is_told() {
        let sheet = |more: &str| ClassSheet {
            freedom: Freedom::Frozen,
            own_seeds: true,
            more: more.to_owned(),
            ..ClassSheet::default()
        };
        let classroom = sheet(" rows , users,").classroom().unwrap();
        assert_eq!(classroom.student, Student::Unnamed);
        let access = |path: &str| classroom.locks.access(path);
        assert_eq!(
            (access("rows"), access("users"), access("seed")),
            (Access::Open, Access::Open, Access::Frozen)
        );
        assert!(sheet("rose").classroom().is_err());
    }
}
