//! How many rows of several tables are shown where only so many have room.

/// How many rows of each table are shown, of `max` in all: the first tables have theirs first.
pub fn shares(lengths: impl IntoIterator<Item = usize>, max: usize) -> Vec<usize> {
    let mut left = max;
    let share = |length: usize| {
        let shown = length.min(left);
        left -= shown;
        shown
    };
    lengths.into_iter().map(share).collect()
}

/// Whether a cell stands at the right, as numbers do.
pub fn is_number(cell: &str) -> bool {
    const MAX_LENGTH: usize = 24;
    cell.starts_with(|first: char| first.is_ascii_digit() || first == '-')
        && cell.len() < MAX_LENGTH
        && !cell.contains(" to ")
}

/// Whether the heading of a column stands at the right: its first cell with a text is a number. The first column is that
/// of the rows' names.
pub fn is_column_of_numbers(rows: &[Vec<String>], place: usize) -> bool {
    let mut cells = rows.iter().filter_map(|cells| cells.get(place));
    place > 0 && cells.find(|cell| !matches!(cell.as_str(), "" | "–")).is_some_and(|cell| is_number(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_tables_have_their_rows_first() {
        assert_eq!(shares([300, 400, 10], 500), [300, 200, 0]);
        assert_eq!(shares([3, 4], 500), [3, 4]);
    }

    #[test]
    fn numbers_are_told_from_names() {
        assert!(is_number("1,234.5") && is_number("-2e-7") && is_number("12 %"));
        assert!(
            !is_number("1 to 10")
                && !is_number("Critical")
                && !is_number("")
                && !is_number("10 of a long list of words as a text")
        );
    }

    #[test]
    fn a_heading_stands_where_its_numbers_do() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = [row(["1", "–", "a"]), row(["2", "3.5", "b"])];
        assert_eq!([0, 1, 2, 3].map(|place| is_column_of_numbers(&rows, place)), [false, true, false, false]);
    }
}
