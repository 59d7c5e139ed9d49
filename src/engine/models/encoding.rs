//! From a table to the matrix of numbers that detectors learn from. Everything is learned on the training rows, and
//! simple enough for thirty lines of pandas:
//!
//! 1. The [`features`] are as the audit has them; raw timestamps are left out.
//! 2. A number, or the hours between two timestamps, whose values are all at least 0 and whose skewness (pandas' `skew`)
//!    is above 1 becomes ln(1 + *x*).
//! 3. With a baseline, a number is compared with what is usual for its user: see [`Encoding::fit`].
//! 4. A missing value becomes the median.
//! 5. Every column has its mean subtracted and is divided by its standard deviation (NumPy's `std`).
//! 6. A category becomes a column of 0 and 1 for each of its 30 most frequent values, ties by name; what is none of them
//!    is 0 in all.
//!
//! Columns that are the same in all training rows are left out.

mod scaling;

use std::collections::BTreeMap;
use std::ops::Range;

use super::entity;
use super::features::{Data, Feature, Source, features};
use super::matrix::Matrix;
use crate::engine::dataset::{Categories, Column, Table};
use crate::engine::decimal::grouped;
use crate::engine::problem::Problem;
use crate::engine::text::{Text, number};
use scaling::Users;

pub use scaling::Scaling;

/// The most values of a category that have a column each.
pub const MAX_VALUES: usize = 30;

/// The most columns of a matrix, and the most cells of one that is learned from.
const MAX_COLUMNS: usize = 5_000;
const MAX_CELLS: usize = 50_000_000;

/// What a table becomes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EncodingOptions {
    /// Whether categories, delays and empty cells are part of it, as supervised detectors use them. Unsupervised ones
    /// see numbers, whether categories agree, and the hours and weekdays of timestamps that no training row lacks.
    pub categories: bool,
    /// The names of columns that are left out.
    pub ignored: Vec<String>,
    /// Whether numbers are compared with what is usual for their user, and who that is.
    pub baseline: Baseline,
}

/// What a number is compared with.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Baseline {
    /// All rows.
    #[default]
    Overall,
    /// The rows of the same user, by the column "User ID".
    User,
    /// The rows with the same value in the column of this name, which itself is left out.
    Column(String),
}

impl Baseline {
    /// The place of its column, if it has one.
    fn place(&self, table: &Table) -> Result<Option<usize>, Problem> {
        match self {
            Baseline::Overall => Ok(None),
            Baseline::User => entity::place(table, None).map(Some),
            Baseline::Column(name) => entity::place(table, Some(name)).map(Some),
        }
    }
}

/// How the rows of a table become numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoding {
    columns: Vec<EncodedColumn>,
    groups: Vec<Group>,
    entity: Option<usize>,
    /// The keys of the users who have a baseline, rising.
    users: Vec<u64>,
}

/// A column of the matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedColumn {
    /// The feature, and the value of a category: `Severity = High`.
    pub name: Text,
    /// The place of its group.
    pub group: usize,
    /// What the values of the feature become.
    pub transformation: Transformation,
}

/// What the values of a feature become.
#[derive(Clone, Debug, PartialEq)]
pub enum Transformation {
    /// Numbers around 0, in standard deviations.
    Standardized(Scaling),
    /// 1 where a category has a value, else 0.
    Is {
        /// The value.
        value: String,
        /// Its code in the column.
        code: u32,
    },
}

/// The columns of the matrix that one feature became: what belongs together when importance is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The feature, with the columns of the table that it is made of.
    pub feature: Feature,
    /// Its columns of the matrix.
    pub columns: Range<usize>,
}

impl Encoding {
    /// Learns from the training rows.
    ///
    /// With a baseline, each number has the mean of its user subtracted and is divided by a standard deviation. With the
    /// *n* training rows of a user, their mean *x̄* and their sum of squared distances *S* from it, the overall mean *m*,
    /// the pooled variance *w* = Σ*S* / Σ*n* and the variance *b* between users (by the method of moments), λ = *w* / *b*
    /// and κ = 5, the mean is (*n* *x̄* + λ *m*) / (*n* + λ) and the variance (*S* + κ *w*) / (*n* + κ) + *w* / (*n* + λ):
    /// the user's own, drawn towards that of all users, and what is not known of their mean. Whoever has no training row
    /// has *n* = 0: the overall mean, and variances within and between users together. A number that is constant for every
    /// user is left out. (Empirical Bayes; Efron and Morris, "Stein's paradox in statistics", 1977.)
    ///
    /// # Errors
    /// A column that the options name is not there, no column says anything, or they become too many.
    pub fn fit(table: &Table, train_rows: &[u32], options: &EncodingOptions) -> Result<Self, Problem> {
        let train = table.select(train_rows);
        let entity = options.baseline.place(table)?;
        let users = entity.map(|place| Users::of(&train, place)).transpose()?;
        let left_out = left_out(table, options, entity)?;
        let features = features(&train).into_iter().filter(|feature| {
            options.sees(feature.source) && !feature.columns.iter().any(|place| left_out.contains(place))
        });
        let features: Vec<Feature> = features.collect();
        check_size(&train, &features)?;
        let mut encoding = Encoding { entity, ..Encoding::default() };
        for feature in features {
            let columns = match feature.data(&train) {
                Data::Numbers(values) => {
                    let is_time = matches!(feature.source, Source::Hour | Source::Weekday);
                    if is_time && !options.categories && values.iter().any(|value| value.is_nan()) {
                        continue;
                    }
                    let scaling = Scaling::fit(feature.source, &values, users.as_ref());
                    let column = |scaling| (feature.name.clone(), Transformation::Standardized(scaling));
                    scaling.map(column).into_iter().collect()
                }
                Data::Categories(categories) => one_hot(&feature, categories),
            };
            encoding.push(feature, columns);
        }
        if encoding.columns.is_empty() {
            let reason = text!("no column says anything that a detector could learn from");
            let hint = if options.categories {
                text!("use data with columns whose values differ, or leave fewer of them out")
            } else {
                text!("use data with columns of numbers whose values differ, or leave fewer of them out")
            };
            return Err(Problem::new("", reason, hint));
        }
        encoding.users = users.map(Users::keys).unwrap_or_default();
        Ok(encoding)
    }

    fn push(&mut self, feature: Feature, columns: Vec<(Text, Transformation)>) {
        if columns.is_empty() {
            return;
        }
        let (start, group) = (self.columns.len(), self.groups.len());
        let column = |(name, transformation)| EncodedColumn { name, group, transformation };
        self.columns.extend(columns.into_iter().map(column));
        self.groups.push(Group { feature, columns: start..self.columns.len() });
    }

    /// The columns of the matrix.
    pub fn columns(&self) -> &[EncodedColumn] {
        &self.columns
    }

    /// The columns of the matrix by feature, in their order.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The place, in the table, of the column whose values have a baseline each.
    pub fn entity(&self) -> Option<usize> {
        self.entity
    }

    /// The matrix of some rows of the table that was learned from, in their order. No number of it is missing.
    pub fn matrix(&self, table: &Table, rows: &[u32]) -> Matrix {
        let part = table.select(rows);
        let entity = self.entity.and_then(|place| part.columns().get(place));
        let user = |row| self.users.binary_search(&entity::key(entity?, row)?).ok();
        let users: Vec<Option<usize>> = (0..part.rows()).map(user).collect();
        let width = self.columns.len();
        let mut values = vec![0.0; width * part.rows()];
        for group in &self.groups {
            let data = group.feature.data(&part);
            let columns = self.columns.get(group.columns.clone()).unwrap_or_default();
            for (place, column) in group.columns.clone().zip(columns) {
                let cells = values.iter_mut().skip(place).step_by(width);
                match (&data, &column.transformation) {
                    (Data::Numbers(numbers), Transformation::Standardized(scaling)) => {
                        for ((&number, &user), cell) in numbers.iter().zip(&users).zip(cells) {
                            *cell = scaling.apply(number, user);
                        }
                    }
                    (Data::Categories(categories), Transformation::Is { code, .. }) => {
                        for (other, cell) in categories.codes().zip(cells) {
                            *cell = f64::from(u8::from(other == *code));
                        }
                    }
                    _ => {}
                }
            }
        }
        Matrix::new(width, values)
    }
}

impl EncodingOptions {
    /// Whether features of this kind are part of the matrix.
    fn sees(&self, source: Source) -> bool {
        match source {
            Source::Timestamp => false,
            Source::Number | Source::Hour | Source::Weekday | Source::Agreement => true,
            Source::Delay | Source::Empty | Source::Category => self.categories,
        }
    }
}

/// The places of the columns that are no feature: those that are ignored, and the one that names users.
fn left_out(table: &Table, options: &EncodingOptions, entity: Option<usize>) -> Result<Vec<usize>, Problem> {
    let find = |name: &String| {
        table.find(name).ok_or_else(|| {
            let reason = text!("there is no column \"{name}\" to leave out", name);
            Problem::new("", reason, text!("leave out columns that the table has"))
        })
    };
    let ignored: Result<Vec<usize>, Problem> = options.ignored.iter().map(find).collect();
    Ok(ignored?.into_iter().chain(entity).collect())
}

/// Whether a matrix of the features can be held.
fn check_size(train: &Table, features: &[Feature]) -> Result<(), Problem> {
    let names = |place: &usize| train.columns().get(*place).and_then(Column::categories);
    let width = |feature: &Feature| match feature.source {
        Source::Category => {
            let categories = feature.columns.first().and_then(names);
            categories.map_or(0, |categories| categories.names.len().min(MAX_VALUES))
        }
        _ => 1,
    };
    let columns: usize = features.iter().map(width).sum();
    if columns <= MAX_COLUMNS && columns.saturating_mul(train.rows()) <= MAX_CELLS {
        return Ok(());
    }
    let reason = text!(
        "the features become up to {columns} columns of {rows} training rows",
        columns = number(grouped(columns as u64)),
        rows = number(grouped(train.rows() as u64))
    );
    let hint = text!(
        "leave columns out, or use fewer rows: at most {columns} columns, and {cells} cells",
        columns = number(grouped(MAX_COLUMNS as u64)),
        cells = number(grouped(MAX_CELLS as u64))
    );
    Err(Problem::new("", reason, hint))
}

/// A column for each of the most frequent values, by falling count, ties by name.
fn one_hot(feature: &Feature, categories: &Categories) -> Vec<(Text, Transformation)> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for code in categories.codes() {
        *counts.entry(code).or_insert(0) += 1;
    }
    let all = categories.len();
    let named = counts.into_iter().filter(|&(code, _)| (code as usize) < categories.names.len());
    let mut values: Vec<(usize, String, u32)> =
        named.map(|(code, count)| (count, categories.names.name(code).into_owned(), code)).collect();
    values.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let differing = values.into_iter().take(MAX_VALUES).filter(|&(count, ..)| count < all);
    let column = |(_, value, code): (usize, String, u32)| {
        let name = text!("{feature} = {value}", feature = feature.name.clone(), value = &value);
        (name, Transformation::Is { value, code })
    };
    differing.map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::{Builder, Domain, Field, Role, Type};
    use crate::engine::models::fixture::{self, categories, numbers, timestamps};
    use crate::engine::{Configuration, Generator, configuration::Preset};
    use proptest::prelude::*;

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().map(|&value| (!value.is_nan()).then_some(value)).collect()
    }

    fn all(table: &Table) -> Vec<u32> {
        (0..table.rows() as u32).collect()
    }

    fn names(encoding: &Encoding) -> Vec<String> {
        encoding.columns().iter().map(|column| column.name.english()).collect()
    }

    fn supervised() -> EncodingOptions {
        EncodingOptions { categories: true, ..EncodingOptions::default() }
    }

    fn table() -> Table {
        fixture::table(
            vec![
                numbers("x", Role::Feature, &some(&[1.0, 2.0, 3.0, f64::NAN])),
                numbers("same", Role::Feature, &some(&[7.0; 4])),
                timestamps(
                    "from",
                    &[
                        "2024-01-01 00:00:00",
                        "2024-01-01 12:00:00",
                        "2024-01-02 00:00:00",
                        "2024-01-03 06:00:00",
                    ],
                ),
                timestamps("to", &["2024-01-01 01:00:00", "", "2024-01-02 02:00:00", "2024-01-03 07:00:00"]),
                categories("home", &["a", "b"], &["a", "b", "a", ""]),
                categories("ip", &["a", "b"], &["a", "a", "a", "b"]),
            ],
            &[false, false, true, true],
        )
    }

    #[test]
    fn unsupervised_detectors_see_numbers_complete_times_and_agreement() {
        let table = table();
        let encoding = Encoding::fit(&table, &all(&table), &EncodingOptions::default()).unwrap();
        let expected = ["x", "from, hour of the day", "from, day of the week", "home equals ip"];
        assert_eq!(names(&encoding), expected);
        let matrix = encoding.matrix(&table, &[0, 3, 0]);
        // Of 1, 2, 3 and the median 2: a mean of 2 and a variance of one half.
        let x: Vec<f64> = matrix.column(0).collect();
        assert!((x[0] + 2.0_f64.sqrt()).abs() < 1e-12 && x[1] == 0.0 && x[2] == x[0]);
        // As in the training rows of the first three, where the timestamp has no empty cell.
        let encoding = Encoding::fit(&table, &[0, 2, 3], &EncodingOptions::default()).unwrap();
        assert!(names(&encoding).contains(&"to, hour of the day".to_owned()));
    }

    #[test]
    fn supervised_detectors_see_categories_delays_and_empty_cells_too() {
        let table = table();
        let encoding = Encoding::fit(&table, &all(&table), &supervised()).unwrap();
        let expected = [
            "x",
            "x is empty",
            "from, hour of the day",
            "from, day of the week",
            "to, hour of the day",
            "to, day of the week",
            "from to to, hours",
            "to is empty",
            "home = a",
            "home = b",
            "home is empty",
            "ip = a",
            "ip = b",
            "home equals ip",
        ];
        assert_eq!(names(&encoding), expected);
        let matrix = encoding.matrix(&table, &all(&table));
        assert_eq!(matrix.column(8).collect::<Vec<_>>(), [1.0, 0.0, 1.0, 0.0]);
        let home = &encoding.groups()[encoding.columns()[8].group];
        assert_eq!(
            (home.feature.name.english().as_str(), home.columns.clone(), &home.feature.columns),
            ("home", 8..10, &vec![4])
        );
    }

    #[test]
    fn columns_can_be_left_out() {
        let table = table();
        let options = |ignored: &str| EncodingOptions { ignored: vec![ignored.to_owned()], ..supervised() };
        let encoding = Encoding::fit(&table, &all(&table), &options("home")).unwrap();
        assert!(!names(&encoding).iter().any(|name| name.contains("home")));
        let problem = Encoding::fit(&table, &all(&table), &options("house")).unwrap_err();
        assert_eq!(problem.reason, "there is no column \"house\" to leave out");
    }

    #[test]
    fn a_baseline_compares_a_user_with_itself() {
        // One user has some 20, the other some 10; both have 5 more on the last day.
        let mut cells = Vec::new();
        for day in 0..20 {
            let more = if day == 19 { 5.0 } else { f64::from(day % 3) };
            cells.extend([Some(20.0 + more), Some(10.0 + more)]);
        }
        let users: Vec<&str> = (0..40).map(|row| ["much", "little"][row % 2]).collect();
        let constant = (0..40).map(|row| Some([5.0, 9.0][row % 2])).collect::<Vec<_>>();
        let table = fixture::table(
            vec![
                categories("who", &["much", "little", "new"], &users),
                numbers("x", Role::Feature, &cells),
                numbers("by user alone", Role::Feature, &constant),
            ],
            &[false; 40],
        );
        let options = |baseline| EncodingOptions { baseline, ..supervised() };
        let own = options(Baseline::Column("who".to_owned()));
        let encoding = Encoding::fit(&table, &(0..38).collect::<Vec<u32>>(), &own).unwrap();
        assert_eq!((names(&encoding).join(" "), encoding.entity()), ("x".to_owned(), Some(0)));
        let x: Vec<f64> = encoding.matrix(&table, &all(&table)).column(0).collect();
        let (usual, unusual) = x.split_at(38);
        assert!(unusual.iter().all(|&value| usual.iter().all(|&other| value > other)), "{x:?}");
        let overall = Encoding::fit(&table, &all(&table), &options(Baseline::Overall)).unwrap();
        let place = names(&overall).iter().position(|name| *name == "x").unwrap();
        let x: Vec<f64> = overall.matrix(&table, &all(&table)).column(place).collect();
        assert!(x[39] < x[0]);
        let problem = Encoding::fit(&table, &[0, 1], &own).unwrap_err();
        assert!(problem.reason.contains("no value of the column \"who\" comes twice"));
        let problem = Encoding::fit(&table, &all(&table), &options(Baseline::User)).unwrap_err();
        assert_eq!(problem.reason, "there is no column \"User ID\"");
    }

    #[test]
    fn the_most_frequent_values_have_a_column_each() {
        let names: Vec<String> = (0..40).map(|name| format!("n{name:02}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).rev().collect();
        let cells: Vec<&str> = (0..85).map(|row| names[row % 40]).collect();
        let table = fixture::table(vec![categories("c", &names, &cells)], &[false; 85]);
        let encoding = Encoding::fit(&table, &all(&table), &supervised()).unwrap();
        let columns = self::names(&encoding);
        assert_eq!(columns.len(), MAX_VALUES);
        assert_eq!(columns[..6], ["c = n35", "c = n36", "c = n37", "c = n38", "c = n39", "c = n00"]);
        let matrix = encoding.matrix(&table, &all(&table));
        assert!(matrix.iter().all(|row| row.iter().sum::<f64>() <= 1.0));
    }

    #[test]
    fn nothing_to_learn_from_is_a_problem() {
        let nothing = some(&[f64::NAN; 3]);
        let table = fixture::table(
            vec![
                numbers("none", Role::Feature, &nothing),
                numbers("one", Role::Feature, &some(&[4.0, f64::NAN, f64::NAN])),
                numbers("score", Role::Derived, &some(&[1.0, 2.0, 3.0])),
                categories("kind", &["a"], &["a", "a", "a"]),
            ],
            &[true, false, false],
        );
        let problem = Encoding::fit(&table, &all(&table), &EncodingOptions::default()).unwrap_err();
        assert!(problem.hint.contains("columns of numbers"));
        let encoding = Encoding::fit(&table, &all(&table), &supervised()).unwrap();
        assert_eq!(names(&encoding), ["one is empty"]);
        for (table, rows) in [(&table, &[][..]), (&table, &[9]), (&table, &[1]), (&Table::default(), &[])] {
            assert!(Encoding::fit(table, rows, &supervised()).is_err());
        }
    }

    #[test]
    fn a_thousand_columns_are_encoded_and_many_more_pairs_are_a_problem() {
        let column =
            |index: usize| numbers(&format!("x{index}"), Role::Feature, &some(&[index as f64, 1.5, 0.0]));
        let table = fixture::table((0..1_000).map(column).collect(), &[true, false, false]);
        let encoding = Encoding::fit(&table, &all(&table), &supervised()).unwrap();
        assert_eq!(encoding.matrix(&table, &all(&table)).columns(), 1_000);
        let column = |index: usize| categories(&format!("c{index}"), &["yes", "no"], &["yes", "no", "no"]);
        let table = fixture::table((0..150).map(column).collect(), &[true, false, false]);
        let problem = Encoding::fit(&table, &all(&table), &supervised()).unwrap_err();
        assert_eq!(problem.reason, "the features become up to 11,475 columns of 3 training rows");
    }

    #[test]
    fn generated_rows_have_the_same_columns_by_their_names() {
        let configuration = Configuration { rows: 2_000, ..Preset::Realistic.configuration() };
        let table = Generator::new(&configuration).unwrap().rows(0..2_000).unwrap();
        let rows: Vec<u32> = (0..1_400).collect();
        for baseline in [Baseline::Overall, Baseline::User] {
            let options = EncodingOptions { baseline: baseline.clone(), ..EncodingOptions::default() };
            let encoding = Encoding::fit(&table, &rows, &options).unwrap();
            assert!(
                names(&encoding).contains(&"User Location equals IP Location".to_owned()),
                "{:?}",
                names(&encoding)
            );
            let by_user = encoding.columns().iter().filter(
                |column| matches!(&column.transformation, Transformation::Standardized(scaling) if scaling.is_by_user()),
            );
            assert_eq!(by_user.count() > 5, baseline == Baseline::User);
            let matrix = encoding.matrix(&table, &rows);
            for column in 0..matrix.columns() {
                let values: Vec<f64> = matrix.column(column).collect();
                let mean = values.iter().sum::<f64>() / 1_400.0;
                let variance =
                    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / 1_400.0;
                assert!(mean.abs() < 1e-9 && (variance - 1.0).abs() < 1e-9);
            }
        }
    }

    proptest! {
        /// Whatever a column holds, the matrix holds numbers.
        #[test]
        fn no_number_is_ever_missing(
            cells in prop::collection::vec(prop::sample::select(vec!["", "0", "1", "-1", "0.1", "1e308", "-1e308", "1e-308", "7", "1e16"]), 6..60),
            train in 1_usize..30,
            user: bool,
            by_user: bool,
        ) {
            let mut fields = vec![
                Field::new("a", Type::Decimal, Role::Feature),
                Field::new("b", Type::Decimal, Role::Feature),
                Field::new("who", if user { Type::Category } else { Type::Integer }, Role::Feature),
                Field::new("label", Type::Flag, Role::Target),
            ];
            fields[2].domain = Domain::Anything;
            let mut builder = Builder::new(fields);
            for pair in cells.windows(2) {
                let who = if pair[1].len() > 1 { "3" } else { pair[1] };
                let row = [pair[0], pair[1], who, "0"];
                builder.push(|column, cell| cell.extend(row[column].bytes()));
            }
            let table = builder.build();
            let rows: Vec<u32> = (0..train.min(table.rows()) as u32).collect();
            let baseline = if by_user { Baseline::Column("who".to_owned()) } else { Baseline::Overall };
            for categories in [false, true] {
                let options = EncodingOptions { categories, baseline: baseline.clone(), ..EncodingOptions::default() };
                if let Ok(encoding) = Encoding::fit(&table, &rows, &options) {
                    let matrix = encoding.matrix(&table, &all(&table));
                    prop_assert_eq!((matrix.rows(), matrix.columns()), (table.rows(), encoding.columns().len()));
                    prop_assert!(matrix.iter().flatten().all(|value| value.is_finite()), "{:?}", encoding);
                }
            }
        }
    }
}
