//! Scores rows, and says what each indicator contributed.

use super::indicators::{COUNT, CodeScores, INDICATORS};
use super::parameters::Parameters;
use crate::engine::issues::{self, Issue, rounded};
use crate::engine::level::Level;

/// A row's threat score and the level that it means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The weighted sum, three decimals.
    pub value: f64,
    /// The level of that sum.
    pub level: Level,
}

/// What one indicator contributed to a row's score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// The indicator's place in [`INDICATORS`].
    pub indicator: usize,
    /// Its score for the row.
    pub score: f64,
    /// Its weight, 0 to 1.
    pub weight: f64,
    /// What it added to the threat score.
    pub contribution: f64,
}

/// Scores rows.
#[derive(Clone, Debug)]
pub struct Scorer {
    parameters: Parameters,
    codes: CodeScores,
}

impl Scorer {
    /// The scorer of rows that were drawn from these lists.
    pub fn new(lists: &issues::Parameters, parameters: &Parameters) -> Self {
        Scorer { parameters: parameters.clone(), codes: CodeScores::new(lists, parameters) }
    }

    /// The score and level of a row.
    pub fn score(&self, issue: &Issue) -> Score {
        let mut sum = 0.0;
        for (index, indicator) in INDICATORS.iter().enumerate() {
            if self.parameters.weights[index] > 0.0 {
                let score = indicator.score(issue, &self.codes);
                sum += self.parameters.contribution(index, score, indicator.range());
            }
        }
        let value = rounded(sum, 1_000.0);
        Score { value, level: self.parameters.level(value) }
    }

    /// What each of the eleven indicators contributed; the contributions sum to the score.
    pub fn explain(&self, issue: &Issue) -> [Contribution; COUNT] {
        std::array::from_fn(|index| {
            let indicator = &INDICATORS[index];
            let (weight, score) = (self.parameters.weights[index], indicator.score(issue, &self.codes));
            let contribution = self.parameters.contribution(index, score, indicator.range());
            Contribution { indicator: index, score, weight, contribution }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::issues::Class;
    use crate::engine::threat::Profile;

    /// A row in which every indicator has its min (or max) score.
    fn extreme(max: bool) -> Issue {
        let pick = |low: u32, high: u32| if max { high } else { low };
        Issue {
            class: Class::Normal,
            // Unauthorized Access scores 8, Asset Inventory Accuracy 1.
            category: pick(7, 18) as u16,
            severity: if max { Level::Critical } else { Level::Low },
            status: 0,
            reporter: 0,
            assignee: 0,
            reported: 0,
            activity_time: 0,
            response_days: pick(1, 30),
            resolution: 0,
            impact: pick(1, 10) as u8,
            department: 0,
            cost: 0.0,
            user: 0,
            activity_type: pick(1, 2) as u16,
            user_location: 0,
            ip_location: 0,
            session_secs: 0,
            files: pick(1, 50),
            login_attempts: pick(1, 50),
            transfer_mb: f64::from(pick(1, 500)),
            cpu_percent: f64::from(pick(1, 99)),
            memory_mb: f64::from(pick(600, 20_000)),
            mark: crate::engine::issues::Mark::default(),
        }
    }

    fn scorer(profile: Profile) -> Scorer {
        Scorer::new(&issues::Parameters::default(), &Parameters::new(profile))
    }

    #[test]
    fn the_profiles_span_what_they_say() {
        for (profile, min, max) in
            [(Profile::Notebook, 1.4, 8.0), (Profile::Document, 1.5, 8.5), (Profile::Calibrated, 0.0, 12.0)]
        {
            let scorer = scorer(profile);
            assert_eq!(scorer.score(&extreme(true)).value, max, "{profile:?}");
            assert_eq!(scorer.score(&extreme(false)).value, min, "{profile:?}");
            let sum: f64 = profile.weights().iter().sum();
            assert!((sum - 1.0).abs() < 1e-12, "{profile:?}: the weights sum to {sum}");
        }
    }

    #[test]
    fn only_the_calibrated_profile_reaches_critical() {
        let levels = Profile::ALL.iter().map(|&profile| scorer(profile).score(&extreme(true)).level);
        assert!(levels.eq([Level::High, Level::High, Level::Critical]));
    }

    #[test]
    fn contributions_sum_to_the_score() {
        for &profile in Profile::ALL {
            let scorer = scorer(profile);
            for issue in [extreme(true), extreme(false)] {
                let sum: f64 = scorer.explain(&issue).iter().map(|part| part.contribution).sum();
                assert!((sum - scorer.score(&issue).value).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn the_real_output_of_the_notebook_is_scored_as_the_notebook_did() {
        // A row of `tests/original`: ISSUE-0801, whose attempts were 56.2, scored 7.35 and High.
        let mut issue = extreme(true);
        (issue.severity, issue.cpu_percent) = (Level::High, 79.7);
        assert_eq!(scorer(Profile::Notebook).score(&issue), Score { value: 7.35, level: Level::High });
    }

    #[test]
    fn every_indicator_stays_in_its_range_and_reaches_both_ends() {
        let codes = CodeScores::new(&issues::Parameters::default(), &Parameters::new(Profile::Notebook));
        for indicator in &INDICATORS {
            let scores = (indicator.score(&extreme(false), &codes), indicator.score(&extreme(true), &codes));
            assert_eq!(scores, indicator.range(), "{}", indicator.name);
        }
    }
}
