//! The nearest points found so far.

/// The `k` nearest points found so far: nearest first, and of equally near ones the one with the lowest number first.
#[derive(Clone, Debug)]
pub struct Nearest {
    k: usize,
    found: Vec<(f64, u32)>,
    /// What a point must come before to be taken: the last of them once there are `k`, or a limit that was set.
    worst: (f64, u32),
    stops_when_full: bool,
}

/// Worse than any point.
const NONE: (f64, u32) = (f64::INFINITY, u32::MAX);

/// Better than any point.
const STOPPED: (f64, u32) = (f64::NEG_INFINITY, 0);

impl Nearest {
    pub fn new(k: usize) -> Self {
        Nearest { k, found: Vec::with_capacity(k + 1), worst: NONE, stops_when_full: false }
    }

    pub fn clear(&mut self) {
        self.found.clear();
        self.worst = NONE;
        self.stops_when_full = false;
    }

    /// Only points before this one (its squared distance and its number) are taken.
    pub fn limit(&mut self, worst: (f64, u32)) {
        self.worst = worst;
    }

    /// No more points are taken once there are `k`, even if they are nearer.
    pub fn stop_when_full(&mut self) {
        self.stops_when_full = true;
    }

    /// Whether there are `k`.
    pub fn is_full(&self) -> bool {
        self.found.len() == self.k
    }

    /// The last of the `k`; [`NONE`] where there are fewer.
    pub fn last(&self) -> (f64, u32) {
        if self.is_full() { self.found.last().copied().unwrap_or(NONE) } else { NONE }
    }

    /// Whether a point with this number at this squared distance is among them.
    pub fn takes(&self, distance: f64, point: u32) -> bool {
        distance < self.worst.0 || (distance == self.worst.0 && point < self.worst.1)
    }

    /// Whether one of points with this number or higher ones can be among them, whatever their distances.
    pub fn can_take(&self, lowest: u32) -> bool {
        self.worst.0 > 0.0 || (self.worst.0 == 0.0 && lowest < self.worst.1)
    }

    /// The squared distance beyond which none is taken.
    pub fn reach(&self) -> f64 {
        self.worst.0
    }

    /// Adds a point that is taken.
    pub fn add(&mut self, distance: f64, point: u32) {
        let place = self.found.partition_point(|&(other, number)| (other, number) < (distance, point));
        self.found.insert(place, (distance, point));
        self.found.truncate(self.k);
        if self.is_full() {
            self.worst = if self.stops_when_full { STOPPED } else { self.last() };
        }
    }

    /// They, each with its squared distance.
    pub fn found(&self) -> &[(f64, u32)] {
        &self.found
    }

    /// Their numbers.
    pub fn points(&self) -> impl Iterator<Item = u32> {
        self.found.iter().map(|(_, point)| *point)
    }
}
