//! How many rows each class gets.

use std::fmt;
use std::str::FromStr;

use super::labels::{Labels, rows};
use crate::engine::Problem;
use crate::engine::decimal::{self, grouped};
use crate::engine::settings::Choice;
use crate::engine::text::{Text, number};

/// How many rows each class gets, by imbalanced-learn's rules for over-sampling. Classes that have no row are left
/// alone unless they are named.
///
/// As text: `auto`, `minority`, `not minority`, `not majority`, `all`, a ratio such as `0.5`, or rows by class after
/// balancing such as `Anomalous=500, Normal=900`. In a class's name, a comma and a backslash stand behind a backslash.
#[derive(Clone, Debug, PartialEq)]
pub enum Strategy {
    /// The same as [`Strategy::NotMajority`].
    Auto,
    /// The smallest class gets as many rows as the largest; the first of equally small ones.
    Minority,
    /// All but the smallest class get as many rows as the largest.
    NotMinority,
    /// All but the largest class get as many rows as it.
    NotMajority,
    /// All classes get as many rows as the largest.
    All,
    /// Of two classes, the smaller gets this share of the larger one's rows, rounded down; above 0, at most 1.
    Ratio(f64),
    /// The rows that classes have afterwards, by name; the others are left alone.
    Counts(Vec<(String, u64)>),
}

/// What a form offers; a ratio and counts are typed.
pub const CHOICES: &[Choice] = &[
    Choice {
        key: "auto",
        name: words!("Equal classes"),
        help: words!("Every class gets as many rows as the largest."),
    },
    Choice {
        key: "minority",
        name: words!("Smallest class only"),
        help: words!("The smallest class gets as many rows as the largest."),
    },
    Choice {
        key: "not minority",
        name: words!("All but the smallest"),
        help: words!("All but the smallest class get as many rows as the largest."),
    },
    Choice {
        key: "not majority",
        name: words!("All but the largest"),
        help: words!("All but the largest class get as many rows as it has."),
    },
    Choice {
        key: "all",
        name: words!("All classes"),
        help: words!("All classes get as many rows as the largest."),
    },
];

/// The setting that problems are about.
const PATH: &str = "strategy";

/// What can be written.
fn hint() -> Text {
    text!(
        "use auto, minority, not minority, not majority, all, a ratio such as 0.5, or counts such as Anomalous=500"
    )
}

impl Strategy {
    /// By class, the rows to add.
    ///
    /// # Errors
    /// Fewer than two classes with rows; a ratio that is out of range, that more than two classes have or that adds
    /// nothing; counts of a class that is unknown, has no row, has more rows already or stands there twice.
    pub fn wanted(&self, labels: Labels) -> Result<Vec<usize>, Problem> {
        let counts = labels.counts();
        let present = || (0_u32..).zip(counts.iter().copied()).filter(|(_, count)| *count > 0);
        let (Some(smallest), Some(max)) = (labels.smallest(), present().map(|(_, count)| count).max()) else {
            return Err(Problem::new(
                "",
                text!("there is no row to balance"),
                text!("choose data that has rows"),
            ));
        };
        if present().count() == 1 {
            let name = labels.name(smallest);
            let reason = text!("all {rows} are of class {name}", rows = rows(max), name);
            return Err(Problem::new("", reason, text!("choose a column with two classes or more")));
        }
        let largest = present().find(|(_, count)| *count == max).map(|(class, _)| class);
        let fill = |takes: &dyn Fn(u32) -> bool| {
            let missing = |(class, &count): (u32, &usize)| {
                if count > 0 && takes(class) { max - count } else { 0 }
            };
            Ok((0..).zip(&counts).map(missing).collect())
        };
        match self {
            Strategy::Auto | Strategy::NotMajority => fill(&|class| Some(class) != largest),
            Strategy::Minority => fill(&|class| class == smallest),
            Strategy::NotMinority => fill(&|class| class != smallest),
            Strategy::All => fill(&|_| true),
            Strategy::Ratio(ratio) => {
                check_ratio(*ratio)?;
                if present().count() > 2 {
                    let count = present().count();
                    let reason = text!("a ratio is for two classes, and there are {count}", count);
                    let hint = text!(
                        "say how many rows each class gets, such as {example}",
                        example = format!("{}={max}", labels.name(smallest))
                    );
                    return Err(Problem::new(PATH, reason, hint));
                }
                let (rare, count) =
                    present().find(|(class, _)| Some(*class) != largest).unwrap_or((smallest, 0));
                // Truncated as in imbalanced-learn, which rounds once, here.
                let added = max as f64 * ratio - count as f64;
                if added < 1.0 {
                    return Err(at_ratio(*ratio, labels.name(rare), count, max));
                }
                Ok((0..counts.len() as u32)
                    .map(|class| if class == rare { added as usize } else { 0 })
                    .collect())
            }
            Strategy::Counts(asked) => totals(asked, labels, &counts),
        }
    }
}

/// A ratio at or below the present one.
fn at_ratio(ratio: f64, name: &str, count: usize, max: usize) -> Problem {
    let present = count as f64 / max as f64;
    let shown = |ratio: f64| number(decimal::text_rounded(ratio, 4));
    let reason = text!(
        "class {name} has {rows} to the larger class's {max}, a ratio of {present} already, and {ratio} adds none",
        name,
        rows = rows(count),
        max = number(grouped(max as u64)),
        present = shown(present),
        ratio = shown(ratio)
    );
    let hint = if count == max {
        text!("both classes have equally many rows; nothing needs balancing")
    } else {
        text!("ask for more than {present}, up to 1", present = shown(present))
    };
    Problem::new(PATH, reason, hint)
}

fn check_ratio(ratio: f64) -> Result<(), Problem> {
    if ratio > 0.0 && ratio <= 1.0 {
        return Ok(());
    }
    let shown =
        if ratio.abs() < 1e9 { number(decimal::text(ratio)) } else { text!("more than a billion").into() };
    let hint = text!("use a share of the larger class, above 0 and at most 1, such as 0.5");
    Err(Problem::new(PATH, text!("{ratio} is no ratio", ratio = shown), hint))
}

/// The rows to add for the totals that are asked for.
fn totals(asked: &[(String, u64)], labels: Labels, counts: &[usize]) -> Result<Vec<usize>, Problem> {
    let mut wanted = vec![0; counts.len()];
    for (place, (name, total)) in asked.iter().enumerate() {
        let class = labels.names().iter().position(|other| other == name);
        let Some((class, (&count, wanted))) =
            class.and_then(|class| Some((class, counts.get(class).zip(wanted.get_mut(class))?)))
        else {
            let reason = text!("there is no class {name}", name);
            let hint = text!("the classes are {names}", names = labels.names().join(", "));
            return Err(Problem::new(PATH, reason, hint));
        };
        if asked.iter().take(place).any(|(other, _)| other == name) {
            return Err(Problem::new(
                PATH,
                text!("class {name} stands there twice", name),
                text!("name each class once"),
            ));
        }
        if *total > 0 && count == 0 {
            return Err(no_row(labels.name(class as u32)));
        }
        if *total < count as u64 {
            let reason = text!(
                "class {name} has {rows}, and {asked} is asked for"
                    | "class {name} has {rows}, and {asked} are asked for" % *total,
                name,
                rows = rows(count),
                asked = number(grouped(*total))
            );
            let hint = text!(
                "ask for {count} or more; to remove rows, use random under-sampling",
                count = number(grouped(count as u64))
            );
            return Err(Problem::new(PATH, reason, hint));
        }
        *wanted = usize::try_from(*total).unwrap_or(usize::MAX) - count;
    }
    Ok(wanted)
}

/// A class without rows cannot be added to.
pub(super) fn no_row(name: &str) -> Problem {
    Problem::new(
        "",
        text!("class {name} has no row to make others from", name),
        text!("leave it out, or bring data that has it"),
    )
}

impl fmt::Display for Strategy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Strategy::Auto => formatter.write_str("auto"),
            Strategy::Minority => formatter.write_str("minority"),
            Strategy::NotMinority => formatter.write_str("not minority"),
            Strategy::NotMajority => formatter.write_str("not majority"),
            Strategy::All => formatter.write_str("all"),
            Strategy::Ratio(ratio) => formatter.write_str(&decimal::text(*ratio)),
            Strategy::Counts(counts) => {
                for (place, (name, count)) in counts.iter().enumerate() {
                    let name = name.replace('\\', "\\\\").replace(',', "\\,");
                    write!(formatter, "{}{name}={count}", if place > 0 { ", " } else { "" })?;
                }
                Ok(())
            }
        }
    }
}

impl FromStr for Strategy {
    type Err = Problem;

    /// Reads the text form.
    ///
    /// # Errors
    /// What is neither a word, a ratio nor a list of counts.
    fn from_str(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        match text {
            "auto" => return Ok(Strategy::Auto),
            "minority" => return Ok(Strategy::Minority),
            "not minority" => return Ok(Strategy::NotMinority),
            "not majority" => return Ok(Strategy::NotMajority),
            "all" => return Ok(Strategy::All),
            "" => return Err(Problem::new(PATH, text!("no strategy is named"), hint())),
            _ => {}
        }
        if let Some(ratio) = decimal::parse(text) {
            check_ratio(ratio)?;
            return Ok(Strategy::Ratio(ratio));
        }
        if text.contains('=') {
            return entries(text)
                .iter()
                .map(|entry| parse_count(entry))
                .collect::<Result<_, _>>()
                .map(Strategy::Counts);
        }
        if text == "majority" {
            return Err(Problem::new(
                PATH,
                text!("the largest class needs no further row"),
                text!("use auto for the others; to shrink it, use random under-sampling"),
            ));
        }
        Err(Problem::new(PATH, text!("'{text}' is no strategy", text), hint()))
    }
}

/// The parts of a list between commas, without the backslashes.
fn entries(text: &str) -> Vec<String> {
    let mut entries = vec![String::new()];
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (character, entries.last_mut()) {
            (',', _) => entries.push(String::new()),
            ('\\', Some(entry)) => entry.extend(characters.next()),
            (_, Some(entry)) => entry.push(character),
            (_, None) => {}
        }
    }
    entries
}

fn parse_count(entry: &str) -> Result<(String, u64), Problem> {
    let parts =
        entry.rsplit_once('=').and_then(|(name, count)| Some((name.trim(), count.trim().parse().ok()?)));
    parts.filter(|(name, _)| !name.is_empty()).map(|(name, count)| (name.to_owned(), count)).ok_or_else(
        || {
            let hint = text!("write the class and how many rows it has afterwards, such as Anomalous=500");
            Problem::new(PATH, text!("'{text}' is not a class with its rows", text = entry.trim()), hint)
        },
    )
}

#[cfg(test)]
mod tests;
