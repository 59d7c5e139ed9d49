//! What was answered in which step of which lesson, and how that went.

use std::collections::BTreeMap;

/// How an answer went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Right,
    /// It is not right.
    Wrong,
    /// The answer was shown.
    Shown,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempt {
    /// What was typed, or the number of the choice.
    pub typed: String,
    /// How it went; none before it was checked.
    pub verdict: Option<Verdict>,
    /// The right answer, once it may be seen.
    pub answer: String,
}

/// The answers of this tab, by lesson and step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    all: BTreeMap<(String, usize), Attempt>,
}

const VERDICTS: [(Verdict, &str); 3] =
    [(Verdict::Right, "right"), (Verdict::Wrong, "wrong"), (Verdict::Shown, "shown")];

impl Attempts {
    /// The answer of a step.
    pub fn of(&self, lesson: &str, step: usize) -> Attempt {
        self.all.get(&(lesson.to_owned(), step)).cloned().unwrap_or_default()
    }

    /// Changes the answer of a step.
    pub fn change(&mut self, lesson: &str, step: usize, change: impl FnOnce(&mut Attempt)) {
        change(self.all.entry((lesson.to_owned(), step)).or_default());
    }

    /// How many steps of a lesson are answered right.
    pub fn right(&self, lesson: &str) -> usize {
        let of_lesson = self.all.iter().filter(|((known, _), _)| known == lesson);
        of_lesson.filter(|(_, attempt)| attempt.verdict == Some(Verdict::Right)).count()
    }

    /// As texts, five an answer.
    pub fn texts(&self) -> Vec<String> {
        let verdict =
            |verdict| VERDICTS.iter().find(|(known, _)| Some(*known) == verdict).map_or("", |(_, word)| word);
        let texts = self.all.iter().flat_map(|((lesson, step), attempt)| {
            let verdict = verdict(attempt.verdict).to_owned();
            [lesson.clone(), step.to_string(), attempt.typed.clone(), verdict, attempt.answer.clone()]
        });
        texts.collect()
    }

    /// The answers of such texts; what is none is left out.
    pub fn of_texts(texts: &[String]) -> Self {
        let all = texts.chunks_exact(5).filter_map(|texts| {
            let [lesson, step, typed, verdict, answer] = texts else { return None };
            let verdict = VERDICTS.iter().find(|(_, word)| word == verdict).map(|(verdict, _)| *verdict);
            let attempt = Attempt { typed: typed.clone(), verdict, answer: answer.clone() };
            Some(((lesson.clone(), step.parse().ok()?), attempt))
        });
        Attempts { all: all.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_kept_by_lesson_and_step() {
        let mut attempts = Attempts::default();
        attempts.change("leak", 0, |attempt| attempt.typed = "12".to_owned());
        attempts.change("leak", 0, |attempt| attempt.verdict = Some(Verdict::Right));
        attempts.change("leak", 2, |attempt| attempt.verdict = Some(Verdict::Wrong));
        attempts.change("score", 0, |attempt| attempt.verdict = Some(Verdict::Shown));
        assert_eq!((attempts.right("leak"), attempts.right("score"), attempts.right("none")), (1, 0, 0));
        assert_eq!(attempts.of("leak", 0).typed, "12");
        assert_eq!(attempts.of("leak", 1), Attempt::default());
        assert_eq!(Attempts::of_texts(&attempts.texts()), attempts);
    }

    #[test]
    fn a_damaged_store_gives_what_can_be_read() {
        let texts = ["leak", "x", "12", "right", "", "leak", "1", "7", "", ""].map(str::to_owned);
        let attempts = Attempts::of_texts(&texts);
        assert_eq!((attempts.of("leak", 1).typed.as_str(), attempts.right("leak")), ("7", 0));
        assert_eq!(Attempts::of_texts(&texts[..3]), Attempts::default());
    }
}
