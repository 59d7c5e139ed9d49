//! Where somebody is in which lesson, as a link carries it.

use super::part::Part;
use crate::engine::Problem;
use crate::engine::configuration::Override;
use crate::engine::learn::lesson::MAX_STEPS;
use crate::protocol::learn::ReadLesson;

/// The path of a lesson that comes with the page.
const LESSON: &str = "learn.lesson";

/// The path of a lesson of somebody's own.
const OWN: &str = "learn.own";

/// The path of the step, counted from 1.
const STEP: &str = "learn.step";

/// The path of the part of the workspace.
const PART: &str = "learn.part";

/// Where somebody is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// The lesson that is open.
    pub lesson: Option<Chosen>,
    /// Its step, from 0.
    pub step: usize,
    /// The part of the workspace.
    pub part: Part,
}

/// Which lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// One that comes with the page, by its key.
    Shelf(String),
    /// One of somebody's own, packed.
    Own(String),
}

impl Chosen {
    /// What tells it from others.
    pub fn id(&self) -> &str {
        match self {
            Chosen::Shelf(key) => key,
            Chosen::Own(packed) => packed,
        }
    }

    /// What asks for it.
    pub fn request(&self) -> ReadLesson {
        match self {
            Chosen::Shelf(key) => ReadLesson::Shelf(key.clone()),
            Chosen::Own(packed) => ReadLesson::Packed(packed.clone()),
        }
    }
}

impl Place {
    /// What the settings of a link say, and what of it cannot be used.
    pub fn read<'t>(text: impl Fn(&str) -> Option<&'t str>) -> (Self, Option<Problem>) {
        let own = text(OWN).map(|packed| Chosen::Own(packed.to_owned()));
        let lesson = own.or_else(|| text(LESSON).map(|key| Chosen::Shelf(key.to_owned())));
        let number = text(STEP).map(|step| step.parse().ok().filter(|step| (1..=MAX_STEPS).contains(step)));
        let problem = matches!(number, Some(None)).then(|| {
            let hint =
                text!("steps are counted from 1 to {max}; the lesson begins at its first", max = MAX_STEPS);
            Problem::new(STEP, text!("the link names no step of a lesson"), hint)
        });
        let step = number.flatten().map_or(0, |step| step - 1);
        (Place { lesson, step, part: text(PART).and_then(Part::of_key).unwrap_or_default() }, problem)
    }

    /// The settings that say it.
    pub fn write(&self) -> impl Iterator<Item = Override> + use<> {
        let setting = |path: &str, value: &str| Override { path: path.to_owned(), value: value.to_owned() };
        let lesson = self.lesson.as_ref().map(|lesson| match lesson {
            Chosen::Shelf(key) => setting(LESSON, key),
            Chosen::Own(packed) => setting(OWN, packed),
        });
        let step = (self.step > 0 && lesson.is_some()).then(|| setting(STEP, &(self.step + 1).to_string()));
        let part = (self.part != Part::default()).then(|| setting(PART, self.part.key()));
        lesson.into_iter().chain(step).chain(part)
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::learn::shelf::lessons;
    use crate::page::look::Look;

    #[test]
    fn what_the_shipped_lessons_open_can_be_looked_at() {
        for (key, lesson) in lessons() {
            for step in &lesson.steps {
                let (_, problems) = Look::read(&step.views());
                assert_eq!(problems, [], "{key}, {}", step.title);
            }
        }
    }
}
