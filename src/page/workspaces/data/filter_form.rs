//! What is typed into the filter of a column, as a condition, and back.

use crate::engine::decimal;
use crate::engine::explore::filter::{EMPTY, Test, parse_timestamp, plain_number, timestamp_text};
use crate::engine::issues::DAY;
use crate::engine::problem::Problem;
use crate::engine::text::Text;
use crate::protocol::dataset::{ColumnFacts, ValueFacts};

/// What is typed into the filter of a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    /// The smallest number, or the first day.
    pub from: String,
    /// The largest number, or the last day.
    pub to: String,
    /// Part of a name.
    pub text: String,
    /// Names; [`EMPTY`] for an empty cell.
    pub names: Vec<String>,
}

impl Typed {
    /// What the form shows for a condition; nothing is typed for none.
    pub fn of(test: Option<&Test>) -> Self {
        let number = |number: &Option<f64>| number.map(plain_number).unwrap_or_default();
        match test {
            None => Typed::default(),
            Some(Test::Text(text)) => Typed { text: text.clone(), ..Typed::default() },
            Some(Test::Names(names)) => Typed { names: names.clone(), ..Typed::default() },
            Some(Test::Numbers { min, max, .. }) => {
                Typed { from: number(min), to: number(max), ..Typed::default() }
            }
            // The last day is included.
            Some(Test::Timestamps { from, until }) => Typed {
                from: from.map(day).unwrap_or_default(),
                to: until.map(|until| day(until - 1.0)).unwrap_or_default(),
                ..Typed::default()
            },
        }
    }

    /// The condition; none where nothing is typed.
    ///
    /// # Errors
    /// What is typed is no number, no date, or an end before its beginning.
    pub fn test(&self, facts: &ColumnFacts) -> Result<Option<Test>, Problem> {
        let name = facts.column.name.as_str();
        let refused = |reason: Text, hint: Text| Problem::new(name, reason, hint);
        match facts.values {
            ValueFacts::Categories(_) => {
                let text = self.text.trim();
                let text = (!text.is_empty()).then(|| Test::Text(text.to_owned()));
                Ok((!self.names.is_empty()).then(|| Test::Names(self.names.clone())).or(text))
            }
            ValueFacts::Numbers(_) => {
                let number = |text: &str| match text.trim() {
                    "" => Ok(None),
                    text => match decimal::typed(text).or_else(|| text.parse().ok()) {
                        Some(number) if number.is_finite() => Ok(Some(number)),
                        _ => Err(refused(
                            text!("'{typed}' is no number", typed = text),
                            text!("write it with digits and a point"),
                        )),
                    },
                };
                match (number(&self.from)?, number(&self.to)?) {
                    (None, None) => Ok(None),
                    (Some(from), Some(to)) if from > to => {
                        Err(refused(text!("the range ends before it begins"), text!("give a larger end")))
                    }
                    (min, max) => Ok(Some(Test::Numbers { min, max, closed: true })),
                }
            }
            ValueFacts::Timestamps(_) => {
                let date = |text: &str| match text.trim() {
                    "" => Ok(None),
                    text => match parse_timestamp(text) {
                        Some(date) => Ok(Some(date)),
                        None => Err(refused(
                            text!("'{typed}' is no date", typed = text),
                            text!("write it as YYYY-MM-DD"),
                        )),
                    },
                };
                let (from, last) = (date(&self.from)?, date(&self.to)?);
                match (from, last.map(|last| last + DAY as f64)) {
                    (None, None) => Ok(None),
                    (Some(from), Some(until)) if from >= until => {
                        Err(refused(text!("the range ends before it begins"), text!("give a later end")))
                    }
                    (from, until) => Ok(Some(Test::Timestamps { from, until })),
                }
            }
        }
    }

    /// Ticks or unticks a name.
    pub fn tick(&mut self, name: &str, is_ticked: bool) {
        self.names.retain(|ticked| ticked != name);
        if is_ticked {
            self.names.push(name.to_owned());
        }
    }
}

/// How a form shows a name of a category.
pub fn shown_name(name: &str) -> &str {
    if name == EMPTY { t!("(empty)") } else { name }
}

/// The day of a timestamp, `YYYY-MM-DD`.
pub fn day(timestamp: f64) -> String {
    timestamp_text(timestamp).chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::Role;
    use crate::engine::dataset::schema::Type;
    use crate::protocol::dataset::ColumnInfo;

    fn facts(values: ValueFacts) -> ColumnFacts {
        let column = ColumnInfo { name: "c".to_owned(), kind: Type::Decimal, role: Role::Feature };
        ColumnFacts { column, values }
    }

    fn range(from: &str, to: &str) -> Typed {
        Typed { from: from.to_owned(), to: to.to_owned(), ..Typed::default() }
    }

    #[test]
    fn numbers_are_ranges_with_both_ends_included() {
        let facts = facts(ValueFacts::Numbers(Some([0.0, 9.0])));
        let test = range(" 1,000.5 ", "").test(&facts).unwrap();
        assert_eq!(test, Some(Test::Numbers { min: Some(1_000.5), max: None, closed: true }));
        let test = range("1,5", "2 500,25").test(&facts).unwrap();
        assert_eq!(test, Some(Test::Numbers { min: Some(1.5), max: Some(2_500.25), closed: true }));
        assert_eq!(range("", " ").test(&facts).unwrap(), None);
        for (from, to, reason) in
            [("much", "", "'much' is no number"), ("NaN", "", "no number"), ("2", "1", "ends before")]
        {
            let problem = range(from, to).test(&facts).unwrap_err();
            assert!(problem.reason.contains(reason) && !problem.hint.is_empty(), "{}", problem.reason);
        }
    }

    #[test]
    fn the_last_day_is_included_and_shown_again() {
        let facts = facts(ValueFacts::Timestamps(None));
        let test = range("2024-02-28", "2024-02-29").test(&facts).unwrap();
        let Some(Test::Timestamps { from: Some(from), until: Some(until) }) = test else {
            panic!("{test:?}")
        };
        assert_eq!(until - from, 2.0 * DAY as f64);
        assert_eq!(Typed::of(test.as_ref()), range("2024-02-28", "2024-02-29"));
        assert!(range("2024-03-01", "2024-02-29").test(&facts).is_err());
        assert!(range("29.02.2024", "").test(&facts).unwrap_err().hint.contains("YYYY-MM-DD"));
    }

    #[test]
    fn ticked_names_come_before_a_text() {
        let facts = facts(ValueFacts::Categories(None));
        let mut typed = Typed { text: " phish ".to_owned(), ..Typed::default() };
        assert_eq!(typed.test(&facts).unwrap(), Some(Test::Text("phish".to_owned())));
        typed.tick("High", true);
        typed.tick("High", true);
        typed.tick(EMPTY, true);
        let names = Test::Names(vec!["High".to_owned(), EMPTY.to_owned()]);
        assert_eq!(typed.test(&facts).unwrap(), Some(names.clone()));
        assert_eq!(Typed::of(Some(&names)).names, typed.names);
        typed.tick("High", false);
        typed.tick(EMPTY, false);
        typed.text.clear();
        assert_eq!(typed.test(&facts).unwrap(), None);
    }
}
