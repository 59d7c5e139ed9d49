//! The state of a user: normal, watched, restricted or blocked. It follows from points, which rules add and time takes away.
//!
//! Points halve with every half-life. A state begins where the points reach its threshold, and ends once they fall to a half of
//! it, so that a user near a threshold does not go back and forth. When a state ends follows from the points alone, in closed
//! form: it does not depend on when somebody looks.

use super::options::Options;
use crate::engine::issues::Seconds;
use crate::engine::settings::choices;

choices! {
    /// The state of a user.
    State {
        Normal: "normal", words!("Normal"), "Nothing is known against the user.";
        Watched: "watched", words!("Watched"), "The user's activity is logged more often.";
        Restricted: "restricted", words!("Restricted"), "The user has fewer rights.";
        Blocked: "blocked", words!("Blocked"), "The user can do nothing until the state ends.";
    }
}

impl PartialOrd for State {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for State {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index().cmp(&other.index())
    }
}

impl State {
    /// 0 for normal to 3 for blocked.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The state of this key, in whichever case.
    pub fn of_key(key: &str) -> Option<Self> {
        State::from_key(&key.to_ascii_lowercase())
    }

    /// The minutes between two entries of a log in this state.
    pub fn log_minutes(self) -> u32 {
        match self {
            State::Normal => 60,
            State::Watched => 15,
            State::Restricted => 5,
            State::Blocked => 1,
        }
    }

    /// What is done about a user in this state; nothing about one who is normal.
    pub fn action(self) -> Option<&'static str> {
        match self {
            State::Normal => None,
            State::Watched => Some("Watch the user"),
            State::Restricted => Some("Restrict the user's rights"),
            State::Blocked => Some("Block the user"),
        }
    }

    /// The state before it.
    fn lower(self) -> State {
        State::ALL[self.index().saturating_sub(1)]
    }
}

/// A change of a user's state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transition {
    /// When.
    pub time: Seconds,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
    /// The rules that fired, as bits; none where the state has ended.
    pub because: u32,
}

/// The share of a state's threshold at which it ends.
const ENDS_AT: f64 = 0.5;

/// More points than these count as these.
const MAX_POINTS: f64 = 1_000.0;

/// Points and state of a user.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The state.
    pub state: State,
    points: f64,
    /// When the points were so many.
    time: Seconds,
}

impl Default for Standing {
    fn default() -> Self {
        Standing { state: State::Normal, points: 0.0, time: Seconds::MIN }
    }
}

impl Standing {
    /// The points at a time, which is not before those of earlier calls.
    pub fn points(&self, time: Seconds, options: &Options) -> f64 {
        if self.points == 0.0 || time <= self.time {
            return self.points;
        }
        let hours = (time - self.time) as f64 / 3_600.0;
        self.points * libm::exp2(-hours / options.half_life_hours)
    }

    /// Ends the states that have ended by a time, each at its own.
    pub fn settle(&mut self, time: Seconds, options: &Options, mut ended: impl FnMut(Transition)) {
        while self.state > State::Normal {
            let limit = options.threshold(self.state) * ENDS_AT;
            let hours = options.half_life_hours * libm::log2(self.points / limit);
            let end = self.time.saturating_add((hours * 3_600.0).ceil().max(0.0) as Seconds);
            if end > time {
                return;
            }
            let from = self.state;
            self.state = from.lower();
            ended(Transition { time: end, from, to: self.state, because: 0 });
        }
    }

    /// Adds points at a time. The change of state that follows.
    pub fn add(&mut self, time: Seconds, points: f64, because: u32, options: &Options) -> Option<Transition> {
        self.points = (self.points(time, options) + points).clamp(0.0, MAX_POINTS);
        self.time = self.time.max(time);
        let reached =
            State::ALL.iter().copied().filter(|state| self.points >= options.threshold(*state)).max();
        let (from, to) = (self.state, reached.unwrap_or(State::Normal));
        (to > from).then(|| {
            self.state = to;
            Transition { time, from, to, because }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: Seconds = 3_600;

    #[test]
    fn repeated_triggers_escalate_and_time_takes_it_back() {
        let options = Options::default();
        let mut standing = Standing::default();
        let states: Vec<State> = (0..8)
            .map(|hour| {
                standing.add(hour * HOUR, 1.2, 1, &options);
                standing.state
            })
            .collect();
        assert_eq!(states[0], State::Normal);
        assert!(
            states.windows(2).all(|pair| pair[0] <= pair[1]) && states[7] >= State::Restricted,
            "{states:?}"
        );
        let mut ends = Vec::new();
        standing.settle(1_000 * HOUR, &options, |ended| ends.push(ended));
        assert_eq!(standing.state, State::Normal);
        assert!(ends.windows(2).all(|pair| pair[0].time <= pair[1].time));
        assert!(ends.iter().all(|ended| ended.to < ended.from && ended.because == 0));
    }

    fn options(watch: f64, restrict: f64, block: f64, half_life: f64) -> Options {
        Options {
            watch,
            restrict: watch + restrict,
            block: watch + restrict + block,
            half_life_hours: half_life,
            ..Options::default()
        }
    }

    proptest! {
        /// Looking in between changes nothing, triggers never lower a state, and without them every user is normal again.
        #[test]
        fn a_state_depends_on_triggers_and_time_alone(
            steps in proptest::collection::vec((0..200_000_i64, 0..60_u32), 1..60),
            looks in proptest::collection::vec(0..6_000_000_i64, 0..40),
            thresholds in (0.5..5.0_f64, 0.1..5.0_f64, 0.1..5.0_f64),
            half_life in 0.5..200.0_f64,
        ) {
            let options = options(thresholds.0, thresholds.1, thresholds.2, half_life);
            let run = |looks: &[Seconds]| {
                let (mut standing, mut seen, mut time) = (Standing::default(), Vec::new(), 0);
                for (pause, tenths) in &steps {
                    let next = time + pause;
                    let mut between: Vec<Seconds> = looks.iter().copied().filter(|look| (time..next).contains(look)).collect();
                    between.sort_unstable();
                    for look in between {
                        standing.settle(look, &options, |ended| seen.push(ended));
                    }
                    time = next;
                    standing.settle(time, &options, |ended| seen.push(ended));
                    let before = standing.state;
                    seen.extend(standing.add(time, f64::from(*tenths) / 10.0, 1, &options));
                    assert!(standing.state >= before);
                    assert!(standing.points >= 0.0 && standing.points.is_finite());
                    assert!(options.threshold(standing.state) * ENDS_AT <= standing.points + 1e-9 || standing.state == State::Normal);
                }
                let points = standing.points;
                standing.settle(time + 1_000_000_000, &options, |ended| seen.push(ended));
                assert_eq!(standing.state, State::Normal);
                (seen, points)
            };
            prop_assert_eq!(run(&[]), run(&looks));
        }
    }
}
