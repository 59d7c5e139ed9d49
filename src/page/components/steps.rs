//! Keys that go through the members of a list, of which one is chosen.

/// The place that a key of a keyboard goes to from a place among so many, as `KeyboardEvent.key` names it: to the next,
/// from the last to the first; none where the key goes nowhere.
pub fn step(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowRight" => Some(if at >= last { 0 } else { at + 1 }),
        "ArrowLeft" => Some(at.checked_sub(1).unwrap_or(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_and_home_and_end_to_the_ends() {
        assert_eq!(
            ["ArrowRight", "ArrowLeft", "Home", "End"].map(|key| step(key, 1, 4)),
            [2, 0, 0, 3].map(Some)
        );
        assert_eq!([step("ArrowRight", 3, 4), step("ArrowLeft", 0, 4)], [Some(0), Some(3)]);
        assert_eq!([step("Enter", 1, 4), step("ArrowDown", 1, 4), step("End", 0, 0)], [None; 3]);
    }
}
