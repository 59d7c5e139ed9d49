//! What is said of an attack, and of what came out when it was tried.

use crate::engine::audit::trial::Trial;
use crate::engine::audit::{Report, Verdict};
use crate::engine::decimal;
use crate::engine::explore::chart::Numbers;
use crate::engine::issues::campaigns::own::OwnAttack;
use crate::engine::text::number;
use crate::page::language;

/// An attack in a few words: `2 phases, 30 days, weight 1`.
pub fn summary(own: &OwnAttack) -> String {
    let (phases, days) = (own.attack.phases.len(), own.attack.days);
    let phases = text!("{count} phase" | "{count} phases" % phases, count = phases);
    // Half a day is more than none, and less than two.
    let days = text!(
        "{count} day" | "{count} days" % if days == 1.0 { 1 } else { 2 },
        count = number(decimal::text(days))
    );
    t!("{phases}, {days}, weight {weight}", phases, days, weight = number(decimal::text(own.weight)))
}

/// A name that no attack has yet.
pub fn free_name(wanted: &str, taken: &[String]) -> String {
    let is_free = |name: &String| !taken.iter().any(|other| other.eq_ignore_ascii_case(name));
    let numbered = (2..).map(|number| format!("{wanted} {number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// The rows of the attack beside the usual ones, as a table.
pub fn beside(trial: &Trial) -> Numbers {
    let mut head = vec![t!("Median or share").to_owned(), t!("Usual").to_owned()];
    head.extend(trial.phases.iter().cloned());
    let mut rows = vec![t!("Rows").to_owned()];
    rows.extend(trial.rows.iter().map(|&count| language::grouped(count.into())));
    let title = t!("Its rows beside the usual ones of the same users");
    let mut numbers = Numbers::new(title, &head);
    numbers.push(rows);
    for line in &trial.lines {
        let unit = if line.unit == "%" && !line.name.english().ends_with('%') { ", %" } else { "" };
        let mut cells = vec![format!("{}{unit}", language::told(&line.name))];
        cells.extend(line.values.iter().map(|value| match value {
            Some(value) if value.abs() >= 1_000.0 => language::grouped(value.round() as u64),
            Some(value) => language::number(&decimal::text_rounded(*value, 1)),
            None => t!("no rows").to_owned(),
        }));
        numbers.push(cells);
    }
    numbers
}

/// What the audit says of the attack alone.
pub fn verdict(report: &Report) -> String {
    let [failed, warned] = [Verdict::Fail, Verdict::Warn].map(|verdict| report.count(verdict));
    let checks = |count: usize| text!("{count} check" | "{count} checks" % count, count);
    match (failed, warned) {
        (0, 0) => t!("The audit finds nothing that gives this attack away.").to_owned(),
        (0, _) => t!("The audit warns in {checks}.", checks = checks(warned)),
        (_, 0) => t!("The audit fails {checks}: the attack gives itself away.", checks = checks(failed)),
        _ => {
            t!(
                "The audit fails {checks} and warns in {more}.",
                checks = checks(failed),
                more = checks(warned)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::audit::trial::Line;
    use crate::engine::audit::{Check, Rule};
    use crate::engine::issues::campaigns::own::Own;

    #[test]
    fn an_attack_is_told_in_a_few_words() {
        let own = Own::read("attack A days=1; phase B share=100 tactic=TA0009 technique=T1039").unwrap();
        assert_eq!(summary(&own.0[0]), "1 phase, 1 day, weight 1");
        let taken = ["Ransomware".to_owned(), "copy of Ransomware".to_owned()];
        assert_eq!(free_name("Copy of Ransomware", &taken), "Copy of Ransomware 2");
        assert_eq!(free_name("Leak", &taken), "Leak");
    }

    #[test]
    fn what_came_out_is_a_table_and_a_sentence() {
        let report = |verdicts: &[Verdict]| Report {
            rows: 4_000,
            anomalous: 400,
            rows_examined: 4_000,
            checks: verdicts.iter().map(|verdict| Check::new(Rule::Stump, *verdict, "why")).collect(),
        };
        let trial = Trial {
            phases: vec!["Gathering".to_owned()],
            rows: vec![1_200, 400],
            lines: vec![
                Line { name: "Cost".into(), unit: String::new(), values: vec![Some(2_999.6), None] },
                Line {
                    name: "From another location".into(),
                    unit: "%".to_owned(),
                    values: vec![Some(4.96), Some(30.0)],
                },
            ],
            report: report(&[]),
        };
        let numbers = beside(&trial);
        assert_eq!(numbers.head, ["Median or share", "Usual", "Gathering"]);
        assert_eq!(numbers.rows[0], ["Rows", "1,200", "400"]);
        assert_eq!(numbers.rows[1], ["Cost", "3,000", "no rows"]);
        assert_eq!(numbers.rows[2], ["From another location, %", "5", "30"]);
        assert!(verdict(&report(&[Verdict::Pass])).contains("nothing"));
        assert!(verdict(&report(&[Verdict::Fail])).contains("fails 1 check: "));
        assert!(
            verdict(&report(&[Verdict::Fail, Verdict::Warn, Verdict::Warn])).ends_with("warns in 2 checks.")
        );
    }
}
