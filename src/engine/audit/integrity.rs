//! Whether the data is what it says it is: row numbers that say nothing, a credible share of anomalies, derived
//! columns that are marked, cells in their domains, dependencies and errors as declared.

use super::declarations::{Declarations, Defect, Dependency};
use super::report::{Check, Measure, Verdict};
use super::rules::Rule;
use crate::engine::dataset::Role;
use crate::engine::dataset::{Column, ColumnId, Domain, MISSING, Table, Values};
use crate::engine::decimal::{self, grouped};
use crate::engine::explore::text::percent;
use crate::engine::issues::Class;
use crate::engine::models::rank;
use crate::engine::statistics::association::spearman;
use crate::engine::statistics::order::largest_first;
use crate::engine::text::{Text, number};

/// The name of the place of a row, as a measure.
pub const ROW_NUMBER: &str = words!("Row number");

/// The seconds that a duration may have at most: those of a day.
const LONGEST_SECS: f64 = 86_400.0;

/// What the place of a row and the numbers that name it say about its label.
pub fn row_order(table: &Table) -> Check {
    let chance = rank::chance(table.counts());
    let places: Vec<f64> = (0..table.rows() as u32).map(f64::from).collect();
    let mut found: Vec<(f64, &str)> = Vec::new();
    if let Some(auc) = rank::auc(&rank::groups(&places, table.labels())) {
        found.push((auc, ROW_NUMBER));
    }
    for column in table.columns().iter().filter(|column| column.field.role == Role::Id) {
        let groups = rank::groups(&column.numbers(), table.labels());
        // A number that comes twice names a person or a thing, not a row.
        if groups.len() == table.rows()
            && let Some(auc) = rank::auc(&groups)
        {
            found.push((auc, &column.field.name));
        }
    }
    let found = largest_first(found, |found| (found.0 - 0.5).abs());
    let Some(&(auc, name)) = found.first() else {
        return Check::new(Rule::RowOrder, Verdict::NotApplicable, text!("One of the classes has no row."));
    };
    let either = auc.max(1.0 - auc);
    let by = if name == ROW_NUMBER { Text::declared(ROW_NUMBER) } else { name.into() };
    let reason = text!(
        "{name} ranks anomalous rows with an AUC of {auc}.",
        name = by,
        auc = number(decimal::fixed(auc, 3))
    );
    let check = Check::judged(Rule::RowOrder, either, reason).of(name);
    let verdict = if either - 0.5 <= chance { Verdict::Pass } else { check.verdict };
    let measures =
        found.iter().map(|(auc, name)| Measure { name: (*name).to_owned(), value: *auc }).collect();
    Check { verdict, measures, ..check }
}

/// The share of anomalous rows.
pub fn contamination(table: &Table) -> Check {
    let [normal, anomalous] = table.population();
    let rows = normal + anomalous;
    if rows == 0 {
        return Check::new(Rule::Contamination, Verdict::NotApplicable, text!("There is no row."));
    }
    let share = anomalous as f64 / rows as f64;
    let reason = text!(
        "{anomalous} of {rows} rows are anomalous, {share}.",
        anomalous = number(grouped(anomalous)),
        rows = number(grouped(rows)),
        share = number(percent(share))
    );
    // A share of 5 % of 999 rows is 50 of them, and a little more than 5 %.
    let verdict = Rule::Contamination.declared().bounds.judge((anomalous as f64 - 0.5) / rows as f64);
    Check { value: Some(share), ..Check::new(Rule::Contamination, verdict, reason) }
}

/// The columns that are computed from others, which no other check takes for features.
pub fn derived_columns(table: &Table) -> Check {
    let derived = table.columns().iter().filter(|column| column.field.role == Role::Derived);
    let names: Vec<&str> = derived.map(|column| column.field.name.as_str()).collect();
    if names.is_empty() {
        let reason = text!("No column is marked as derived.");
        return Check::new(Rule::DerivedColumns, Verdict::NotApplicable, reason);
    }
    let reason =
        text!("Computed from other columns, and no feature here: {names}.", names = names.join(", "));
    Check { value: Some(names.len() as f64), ..Check::new(Rule::DerivedColumns, Verdict::Pass, reason) }
}

/// The cells of a column outside of what the schema declares of it.
#[derive(Clone, Debug)]
pub struct Outside {
    cells: u64,
    column: String,
    example: Text,
}

impl Outside {
    /// Looks at a column; none where every cell is as declared.
    pub fn new(column: &Column) -> Option<Self> {
        let (mut cells, mut example) = outside(column);
        if cells == 0 && column.unreadable > 0 {
            example = text!("a cell that is none of its type");
        }
        cells += column.unreadable;
        (cells > 0).then(|| Outside { cells, column: column.field.name.clone(), example })
    }
}

/// Cells outside of what the schema declares, and timestamps in the wrong order.
pub fn domain(table: &Table, columns: &[Outside]) -> Check {
    let mut found = columns.to_vec();
    for pair in table.orders() {
        let [Some(first), Some(second)] = pair.map(|index| table.columns().get(index)) else { continue };
        let cells = (0..table.rows()).filter(|&row| second.number(row) < first.number(row)).count() as u64;
        if cells > 0 {
            let example = text!("a timestamp before {column}", column = &first.field.name);
            found.push(Outside { cells, column: second.field.name.clone(), example });
        }
    }
    let found = largest_first(found, |found| found.cells as f64);
    let total: u64 = found.iter().map(|found| found.cells).sum();
    let Some(Outside { cells, column, example }) = found.first() else {
        let reason = text!("Every cell is in the domain of its column, and no timestamp is out of order.");
        return Check::judged(Rule::Domain, 0.0, reason);
    };
    let reason = text!(
        "{cells} cells of {column} are outside of its domain, for instance {example}.",
        cells = number(grouped(*cells)),
        column,
        example = example.clone()
    );
    let measure = |found: &Outside| Measure { name: found.column.clone(), value: found.cells as f64 };
    let measures = found.iter().map(measure).collect();
    Check { measures, ..Check::judged(Rule::Domain, total as f64, reason) }.of(column)
}

/// The cells of a column outside of its domain, and the first of them.
fn outside(column: &Column) -> (u64, Text) {
    let (mut count, mut example) = (0, Text::default());
    let mut see = |text: &dyn Fn() -> Text| {
        if count == 0 {
            example = text();
        }
        count += 1;
    };
    let id = column.field.role == Role::Id;
    match &column.values {
        Values::Categories(categories) => {
            let declared = match &column.field.domain {
                Domain::Names(names) => names.len(),
                _ => usize::MAX,
            };
            for code in categories.codes() {
                if code == MISSING {
                    if id {
                        see(&|| text!("an empty cell"));
                    }
                } else if code as usize >= declared {
                    see(&|| categories.name(code).into_owned().into());
                }
            }
        }
        Values::Numbers(_) | Values::Timestamps(_) => {
            let (min, max, whole) = match column.field.domain {
                Domain::Numbers { min, max, whole } => (min, max.unwrap_or(f64::INFINITY), whole),
                _ => (f64::NEG_INFINITY, f64::INFINITY, false),
            };
            // What no schema needs to say: shares end at 100 %, and a session ends with the day.
            let (min, max) = match column.field.unit.as_str() {
                "%" => (min.max(0.0), max.min(100.0)),
                "s" => (min.max(0.0), max.min(LONGEST_SECS)),
                _ => (min, max),
            };
            for value in (0..column.values.len()).map(|row| column.number(row)) {
                if value.is_nan() {
                    if id {
                        see(&|| text!("an empty cell"));
                    }
                } else if value < min || value > max || value.is_infinite() || (whole && value.fract() != 0.0)
                {
                    see(&|| text!("{value}", value = number(decimal::text(value))));
                }
            }
        }
    }
    (count, example)
}

/// A declared dependency against the measured one.
#[derive(Clone, Debug)]
pub struct Measured {
    verdict: Verdict,
    /// The measured correlation less the declared one.
    off: f64,
    pair: String,
    reason: Text,
}

impl Measured {
    /// Measures the correlation; none where the table does not have both columns, or one is constant.
    pub fn new(table: &Table, declared: &Dependency) -> Option<Self> {
        let (one, other) = (table.column(declared.columns[0])?, table.column(declared.columns[1])?);
        let [first, second] = declared.columns.map(ColumnId::name);
        let wanted = declared.among.map(Table::label);
        let labels = table.labels().iter().enumerate();
        let (x, y): (Vec<f64>, Vec<f64>) = labels
            .filter(|(_, label)| wanted.is_none_or(|wanted| wanted == **label))
            .map(|(row, _)| (one.number(row), other.number(row)))
            .unzip();
        let rho = spearman(&x, &y)?;
        // What 999 of 1,000 samples of independent columns stay within comes on top.
        let off = rho - declared.rho;
        let tolerance = declared.tolerance.max(3.29 / (x.len() as f64 - 1.0).sqrt());
        let verdict = if off.abs() <= tolerance {
            Verdict::Pass
        } else if off.abs() <= 2.0 * tolerance {
            Verdict::Warn
        } else {
            Verdict::Fail
        };
        let measured = number(decimal::fixed(rho, 3));
        let [rho, tolerance] = [declared.rho, declared.tolerance].map(|value| number(decimal::text(value)));
        let reason = match declared.among {
            None => text!(
                "{first} and {second} correlate with {measured}; declared are {rho} ± {tolerance}.",
                first,
                second,
                measured,
                rho,
                tolerance
            ),
            Some(Class::Normal) => text!(
                "{first} and {second} correlate in normal rows with {measured}; declared are {rho} ± {tolerance}.",
                first,
                second,
                measured,
                rho,
                tolerance
            ),
            Some(Class::Anomalous) => text!(
                "{first} and {second} correlate in anomalous rows with {measured}; declared are {rho} ± {tolerance}.",
                first,
                second,
                measured,
                rho,
                tolerance
            ),
        };
        Some(Measured { verdict, off, pair: format!("{first} × {second}"), reason })
    }
}

/// The declared dependencies against the measured ones.
pub fn correlation(found: &[Measured]) -> Check {
    // A correlation is off by 2 at most, so the verdict comes first.
    let found =
        largest_first(found.iter().collect(), |found| f64::from(found.verdict as u8) * 4.0 + found.off.abs());
    let Some(worst) = found.first() else {
        return Check::new(Rule::Correlation, Verdict::NotApplicable, text!("No dependency is declared."));
    };
    let measures = found.iter().map(|found| Measure { name: found.pair.clone(), value: found.off }).collect();
    let check = Check::new(Rule::Correlation, worst.verdict, worst.reason.clone());
    Check { value: Some(worst.off), measures, ..check }.of(&worst.pair)
}

/// The declared errors against those that were injected.
pub fn label_errors(declarations: &Declarations) -> Check {
    let off = |defect: &Defect| defect.injected.abs_diff(defect.declared);
    let defects = largest_first(declarations.defects.clone(), |defect| off(defect) as f64);
    let Some(worst) = defects.first() else {
        let reason = text!("No error is injected on purpose.");
        return Check::new(Rule::LabelErrors, Verdict::NotApplicable, reason);
    };
    let off = off(worst);
    let verdict = if off == 0 { Verdict::Pass } else { Verdict::Fail };
    let reason = text!(
        "{declared} {defects} are declared, and {injected} are injected.",
        declared = number(grouped(worst.declared)),
        defects = Text::declared(worst.name),
        injected = number(grouped(worst.injected))
    );
    let measure = |defect: &Defect| Measure {
        name: defect.name.to_owned(),
        value: defect.injected as f64 - defect.declared as f64,
    };
    let measures = defects.iter().map(measure).collect();
    Check { value: Some(off as f64), measures, ..Check::new(Rule::LabelErrors, verdict, reason) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::Type;
    use crate::engine::models::fixture;

    fn labels(rows: usize) -> Vec<bool> {
        (0..rows).map(|row| row % 10 == 3).collect()
    }

    #[test]
    fn appended_anomalies_are_told_by_their_row_number_and_id() {
        let ids: Vec<Option<f64>> = (0..400).map(|row| Some(f64::from(row))).collect();
        let users: Vec<Option<f64>> = (0..400).map(|row| Some(f64::from(row / 40))).collect();
        let columns =
            || vec![fixture::numbers("id", Role::Id, &ids), fixture::numbers("user", Role::Id, &users)];
        let appended: Vec<bool> = (0..400).map(|row| row >= 360).collect();
        let check = row_order(&fixture::table(columns(), &appended));
        assert_eq!((check.verdict, check.value, check.measures.len()), (Verdict::Fail, Some(1.0), 2));
        assert_eq!(row_order(&fixture::table(columns(), &labels(400))).verdict, Verdict::Pass);
        assert_eq!(row_order(&fixture::table(columns(), &[false; 400])).verdict, Verdict::NotApplicable);
    }

    #[test]
    fn a_share_that_was_rounded_to_whole_rows_passes() {
        let verdict = |rows: usize, anomalous: usize| {
            let labels: Vec<bool> = (0..rows).map(|row| row < anomalous).collect();
            contamination(&fixture::table(vec![], &labels)).verdict
        };
        assert_eq!(
            [verdict(999, 50), verdict(999, 51), verdict(999, 101)],
            [Verdict::Pass, Verdict::Warn, Verdict::Fail]
        );
        assert_eq!([verdict(10, 0), verdict(0, 0)], [Verdict::Pass, Verdict::NotApplicable]);
    }

    fn whole(table: &Table) -> Check {
        let columns: Vec<Outside> = table.columns().iter().filter_map(Outside::new).collect();
        domain(table, &columns)
    }

    #[test]
    fn cells_outside_their_domain_are_found() {
        let domain = Domain::Numbers { min: 1.0, max: Some(9.0), whole: true };
        let mut field = fixture::field("n", Type::Integer, Role::Feature, domain);
        let column = |field: &crate::engine::dataset::Field, cells: [&str; 3]| {
            fixture::table(vec![(field.clone(), cells.map(str::to_owned).into())], &[false; 3])
        };
        let check = |field: &crate::engine::dataset::Field, cells| {
            let check = whole(&column(field, cells));
            (check.verdict, check.value, check.reason)
        };
        assert_eq!(check(&field, ["1", "9", ""]).0, Verdict::Pass);
        let (verdict, value, reason) = check(&field, ["0.5", "3.5", "ten"]);
        assert_eq!((verdict, value), (Verdict::Fail, Some(3.0)));
        assert!(reason.contains("0.5"), "{reason}");
        (field.domain, field.unit) = (Domain::Anything, "%".to_owned());
        assert_eq!(check(&field, ["100", "100.01", "-1"]).1, Some(2.0));
        field.unit = "s".to_owned();
        assert_eq!(check(&field, ["86400", "86401", "0"]).1, Some(1.0));
        field.role = Role::Id;
        assert_eq!(check(&field, ["1", "2", ""]).1, Some(1.0));

        let names = fixture::categories("c", &["a", "b"], &["a", "c", ""]);
        let check = whole(&fixture::table(vec![names], &[false; 3]));
        assert_eq!((check.value, check.column.as_deref()), (Some(1.0), Some("c")));

        let (early, late) = (["2024-01-02 00:00:00"; 2], ["2024-01-01 00:00:00", ""]);
        let [reported, activity] = [ColumnId::DateReported, ColumnId::Timestamps].map(ColumnId::name);
        let table = fixture::table(
            vec![fixture::timestamps(reported, &early), fixture::timestamps(activity, &late)],
            &[false; 2],
        );
        let check = whole(&table);
        assert_eq!((check.value, check.column.as_deref()), (Some(1.0), Some(activity)));
    }

    #[test]
    fn a_correlation_is_held_against_what_is_declared_of_its_class() {
        let mut stream = fixture::stream(1);
        let labels = labels(2_000);
        let x: Vec<f64> = labels.iter().map(|_| stream.normal(0.0, 1.0)).collect();
        let y: Vec<Option<f64>> =
            x.iter().zip(&labels).map(|(&x, &label)| Some(if label { -x } else { x })).collect();
        let x: Vec<Option<f64>> = x.into_iter().map(Some).collect();
        let table = fixture::table(
            vec![
                fixture::numbers("Cost", Role::Feature, &x),
                fixture::numbers("CPU Usage %", Role::Feature, &y),
            ],
            &labels,
        );
        let check = |among, rho| {
            let dependency =
                Dependency { columns: [ColumnId::Cost, ColumnId::CpuPercent], among, rho, tolerance: 0.05 };
            correlation(&[Measured::new(&table, &dependency).unwrap()])
        };
        assert_eq!(check(Some(Class::Normal), 1.0).verdict, Verdict::Pass);
        assert_eq!(check(Some(Class::Anomalous), -0.9).verdict, Verdict::Pass);
        assert_eq!(check(None, 1.0).verdict, Verdict::Fail);
        assert!(check(None, 1.0).reason.contains("declared are 1 ± 0.05"));
        assert_eq!(correlation(&[]).verdict, Verdict::NotApplicable);
    }

    #[test]
    fn injected_errors_are_as_many_as_declared() {
        let check = |declared, injected| {
            let defects = vec![Defect { name: "wrong labels", declared, injected }];
            label_errors(&Declarations { defects, ..Declarations::default() })
        };
        assert_eq!(check(100, 100).verdict, Verdict::Pass);
        assert_eq!((check(100, 99).verdict, check(100, 99).value), (Verdict::Fail, Some(1.0)));
        assert_eq!(label_errors(&Declarations::default()).verdict, Verdict::NotApplicable);
    }
}
