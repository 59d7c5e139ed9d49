//! Random under-sampling.

use super::draws::Draws;
use super::labels::Labels;

/// The rows that go so that every class but the smallest has at most the smallest's count by `ratio`, rounded down.
pub fn removed(labels: Labels, ratio: f64, draws: &mut dyn Draws) -> Vec<u32> {
    let counts = labels.counts();
    let min = counts.iter().copied().filter(|&count| count > 0).min().unwrap_or(0);
    let most = (min as f64 / ratio) as usize;
    let mut removed = Vec::new();
    for (class, count) in (0..).zip(counts) {
        if count <= most || Some(class) == labels.smallest() {
            continue;
        }
        let mut goes = vec![true; count];
        for place in draws.kept(class, count as u32, most as u32) {
            if let Some(goes) = goes.get_mut(place as usize) {
                *goes = false;
            }
        }
        removed
            .extend(labels.rows(class).into_iter().zip(goes).filter(|(_, goes)| *goes).map(|(row, _)| row));
    }
    removed.sort_unstable();
    removed
}
