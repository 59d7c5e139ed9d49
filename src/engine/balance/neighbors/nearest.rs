//! The nearest points found so far.

/// The `k` nearest points found so far: nearest first, and of equally near ones the one with the least number first.
#[derive(Clone, Debug)]
pub struct Nearest {
    k: usize,
    found: Vec<(f64, u32)>,
    /// The last of them, once there are `k`.
    worst: (f64, u32),
}

/// Worse than any point.
const NONE: (f64, u32) = (f64::INFINITY, u32::MAX);

impl Nearest {
    pub fn new(k: usize) -> Self {
        Nearest { k, found: Vec::new(), worst: NONE }
    }

    pub fn clear(&mut self) {
        self.found.clear();
        self.worst = NONE;
    }

    /// Whether a point with this number at this squared distance, or one beyond both, can be among them.
    pub fn takes(&self, distance: f64, point: u32) -> bool {
        distance < self.worst.0 || (distance == self.worst.0 && point < self.worst.1)
    }

    /// The squared distance beyond which none is taken.
    pub fn reach(&self) -> f64 {
        self.worst.0
    }

    /// Adds a point that is taken.
    pub fn add(&mut self, distance: f64, point: u32) {
        if self.found.len() == self.k {
            self.found.pop();
        }
        let place = self.found.partition_point(|&(other, number)| (other, number) < (distance, point));
        self.found.insert(place, (distance, point));
        if self.found.len() == self.k {
            self.worst = self.found.last().copied().unwrap_or(NONE);
        }
    }

    pub fn points(&self) -> impl Iterator<Item = u32> {
        self.found.iter().map(|(_, point)| *point)
    }
}
