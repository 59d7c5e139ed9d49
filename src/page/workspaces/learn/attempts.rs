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
    /// The seed of the data that it was checked against: with another one it has not been checked.
    pub seed: u64,
}

/// The answers of this tab, by lesson and step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    all: BTreeMap<(String, usize), Attempt>,
}

const VERDICTS: [(Verdict, &str); 3] =
    [(Verdict::Right, "right"), (Verdict::Wrong, "wrong"), (Verdict::Shown, "shown")];

impl Attempts {
    /// The answer of a step, for the data of a seed.
    pub fn of(&self, lesson: &str, step: usize, seed: Option<u64>) -> Attempt {
        let attempt = self.all.get(&(lesson.to_owned(), step)).cloned().unwrap_or_default();
        if seed == Some(attempt.seed) {
            attempt
        } else {
            Attempt { typed: attempt.typed, ..Attempt::default() }
        }
    }

    /// Changes the answer of a step.
    pub fn change(&mut self, lesson: &str, step: usize, change: impl FnOnce(&mut Attempt)) {
        change(self.all.entry((lesson.to_owned(), step)).or_default());
    }

    /// Whether a step is answered right, for the data of a seed.
    pub fn is_right(&self, lesson: &str, step: usize, seed: Option<u64>) -> bool {
        self.of(lesson, step, seed).verdict == Some(Verdict::Right)
    }

    /// How many steps of a lesson are answered right, for the data of a seed.
    pub fn right(&self, lesson: &str, seed: Option<u64>) -> usize {
        let steps = self.all.keys().filter(|(known, _)| known == lesson);
        steps.filter(|(_, step)| self.is_right(lesson, *step, seed)).count()
    }

    /// As texts, six an answer.
    pub fn texts(&self) -> Vec<String> {
        let verdict =
            |verdict| VERDICTS.iter().find(|(known, _)| Some(*known) == verdict).map_or("", |(_, word)| word);
        let texts = self.all.iter().flat_map(|((lesson, step), attempt)| {
            let verdict = verdict(attempt.verdict).to_owned();
            let [typed, answer, seed] =
                [attempt.typed.clone(), attempt.answer.clone(), attempt.seed.to_string()];
            [lesson.clone(), step.to_string(), typed, verdict, answer, seed]
        });
        texts.collect()
    }

    /// The answers of such texts; what is none is left out.
    pub fn of_texts(texts: &[String]) -> Self {
        let all = texts.chunks_exact(6).filter_map(|texts| {
            let [lesson, step, typed, verdict, answer, seed] = texts else { return None };
            let verdict = VERDICTS.iter().find(|(_, word)| word == verdict).map(|(verdict, _)| *verdict);
            let seed = seed.parse().ok()?;
            let attempt = Attempt { typed: typed.clone(), verdict, answer: answer.clone(), seed };
            Some(((lesson.clone(), step.parse().ok()?), attempt))
        });
        Attempts { all: all.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(verdict: Verdict) -> impl Fn(&mut Attempt) {
        move |attempt| (attempt.verdict, attempt.seed) = (Some(verdict), 7)
    }

    #[test]
    fn answers_are_kept_by_lesson_and_step() {
        let mut attempts = Attempts::default();
        attempts.change("leak", 0, |attempt| attempt.typed = "12".to_owned());
        attempts.change("leak", 0, verdict(Verdict::Right));
        attempts.change("leak", 2, verdict(Verdict::Wrong));
        attempts.change("score", 0, verdict(Verdict::Shown));
        let right = |lesson| attempts.right(lesson, Some(7));
        assert_eq!((right("leak"), right("score"), right("none")), (1, 0, 0));
        assert_eq!(attempts.of("leak", 0, Some(7)).typed, "12");
        assert_eq!(attempts.of("leak", 1, Some(7)), Attempt::default());
        assert_eq!(Attempts::of_texts(&attempts.texts()), attempts);
    }

    #[test]
    fn with_other_data_nothing_is_checked_and_what_was_typed_stays() {
        let mut attempts = Attempts::default();
        attempts.change("leak", 0, |attempt| {
            (attempt.typed, attempt.answer) = ("12".to_owned(), "12".to_owned());
            verdict(Verdict::Right)(attempt);
        });
        for seed in [Some(8), None] {
            let attempt = attempts.of("leak", 0, seed);
            assert_eq!((attempt.typed.as_str(), attempt.verdict, attempt.answer.as_str()), ("12", None, ""));
            assert_eq!(attempts.right("leak", seed), 0);
        }
    }

    #[test]
    fn a_damaged_store_gives_what_can_be_read() {
        let texts = ["leak", "x", "12", "right", "", "7", "leak", "1", "7", "", "", "7"].map(str::to_owned);
        let attempts = Attempts::of_texts(&texts);
        assert_eq!(
            (attempts.of("leak", 1, Some(7)).typed.as_str(), attempts.right("leak", Some(7))),
            ("7", 0)
        );
        assert_eq!(Attempts::of_texts(&texts[..3]), Attempts::default());
    }
}
