//! The rows of each class as bars: real rows, synthetic ones, and those that were removed.

use crate::engine::balance::ClassCounts;
use crate::page::language::grouped;

/// How many bars are drawn at most; the table has all classes.
pub const MAX_BARS: usize = 12;

/// The bar of a class. Lengths are in percent of the longest bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The class.
    pub name: String,
    /// Real rows.
    pub real: f64,
    /// Synthetic rows.
    pub synthetic: f64,
    /// Rows that were removed.
    pub removed: f64,
    /// The number at its end.
    pub figure: String,
    /// The same in words.
    pub words: String,
}

/// The bars of classes with their rows, before anything is balanced.
pub fn before(classes: &[(String, u64)]) -> Vec<Bar> {
    let max = classes.iter().map(|(_, rows)| *rows).max().unwrap_or_default();
    let bar = |(name, rows): &(String, u64)| Bar {
        name: name.clone(),
        real: share(*rows, max),
        synthetic: 0.0,
        removed: 0.0,
        figure: grouped(*rows),
        words: t!("{count} row" | "{count} rows" % *rows, count = grouped(*rows)),
    };
    classes.iter().map(bar).collect()
}

/// The bars of balanced classes.
pub fn after(classes: &[ClassCounts]) -> Vec<Bar> {
    let max = classes.iter().map(|class| class.reached + class.removed).max().unwrap_or_default();
    let bar = |class: &ClassCounts| {
        let real = class.reached.saturating_sub(class.synthetic);
        let (before, after) = (grouped(class.before), grouped(class.reached));
        let (kept, synthetic) = (grouped(real), grouped(class.synthetic));
        let words = if class.removed == 0 {
            t!(
                "{before} before, {after} after: {real} real, {synthetic} synthetic",
                before = &before,
                after = &after,
                real = kept,
                synthetic
            )
        } else {
            t!(
                "{before} before, {after} after: {real} real, {synthetic} synthetic, {removed} removed",
                before = &before,
                after = &after,
                real = kept,
                synthetic,
                removed = grouped(class.removed)
            )
        };
        Bar {
            name: class.name.clone(),
            real: share(real, max),
            synthetic: share(class.synthetic, max),
            removed: share(class.removed, max),
            figure: if class.before == class.reached { after } else { format!("{before} → {after}") },
            words,
        }
    };
    classes.iter().map(bar).collect()
}

fn share(rows: u64, max: u64) -> f64 {
    rows as f64 * 100.0 / max.max(1) as f64
}

/// What the bars show, in a sentence or two.
pub fn legend(classes: &[ClassCounts]) -> String {
    let sum = |of: fn(&ClassCounts) -> u64| classes.iter().map(of).sum::<u64>();
    let mut growing = classes.iter().filter(|class| class.synthetic > 0);
    let mut sentences = vec![match (growing.next(), growing.next()) {
        (None, _) => t!("No synthetic rows.").to_owned(),
        (Some(class), None) => {
            let real = class.reached.saturating_sub(class.synthetic);
            t!(
                "{name}: {count} real row, {synthetic} synthetic (hatched)."
                    | "{name}: {count} real rows, {synthetic} synthetic (hatched)." % real,
                name = &class.name,
                count = grouped(real),
                synthetic = grouped(class.synthetic)
            )
        }
        _ => {
            let real = sum(|class| class.reached.saturating_sub(class.synthetic));
            t!(
                "{count} real row, {synthetic} synthetic (hatched)."
                    | "{count} real rows, {synthetic} synthetic (hatched)." % real,
                count = grouped(real),
                synthetic = grouped(sum(|class| class.synthetic))
            )
        }
    }];
    let removed = sum(|class| class.removed);
    if removed > 0 {
        sentences.push(t!(
            "{count} row removed (outlined)." | "{count} rows removed (outlined)." % removed,
            count = grouped(removed)
        ));
    }
    if classes.len() > MAX_BARS {
        sentences.push(t!("The table of counts has all {count} classes.", count = classes.len()));
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(name: &str, before: u64, made: u64, synthetic: u64, removed: u64) -> ClassCounts {
        ClassCounts {
            name: name.to_owned(),
            before,
            asked: before + made,
            made,
            removed,
            reached: before + made - removed,
            synthetic,
            test: 0,
        }
    }

    #[test]
    fn the_longest_bar_is_whole_and_its_parts_add_up() {
        let classes = [class("Normal", 7_600, 0, 0, 0), class("Anomalous", 400, 7_200, 7_200, 0)];
        let bars = after(&classes);
        assert_eq!((bars[0].real, bars[0].synthetic, bars[0].figure.as_str()), (100.0, 0.0, "7,600"));
        assert_eq!(bars[1].figure, "400 → 7,600");
        assert!((bars[1].real + bars[1].synthetic - 100.0).abs() < 1e-9);
        assert_eq!(bars[1].words, "400 before, 7,600 after: 400 real, 7,200 synthetic");
        assert_eq!(legend(&classes), "Anomalous: 400 real rows, 7,200 synthetic (hatched).");
    }

    #[test]
    fn rows_that_were_removed_are_part_of_the_bar() {
        let classes = [class("Normal", 100, 0, 0, 20), class("Rare", 10, 90, 85, 10)];
        let bars = after(&classes);
        assert_eq!((bars[0].real, bars[0].removed), (80.0, 20.0));
        // Of the ten that were removed five were synthetic.
        assert_eq!((bars[1].real, bars[1].synthetic, bars[1].removed), (5.0, 85.0, 10.0));
        assert!(bars[1].words.ends_with("10 removed"));
        assert_eq!(
            legend(&classes),
            "Rare: 5 real rows, 85 synthetic (hatched). 30 rows removed (outlined)."
        );
    }

    #[test]
    fn without_rows_nothing_is_divided_by_zero() {
        assert!(before(&[]).is_empty() && after(&[]).is_empty());
        assert_eq!(before(&[("a".to_owned(), 0)])[0].real, 0.0);
        assert_eq!(legend(&[class("a", 5, 0, 0, 0)]), "No synthetic rows.");
        let two = [class("a", 5, 5, 5, 0), class("b", 1, 9, 9, 0)];
        assert_eq!(legend(&two), "6 real rows, 14 synthetic (hatched).");
    }
}
