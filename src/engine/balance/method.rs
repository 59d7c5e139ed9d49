//! The methods that make synthetic rows, and their parameters.

use super::choices::choices;
use super::space::Space;
use crate::engine::Problem;
use crate::engine::decimal::{self, grouped};
use crate::engine::text::{Text, number};

choices! {
    /// How synthetic rows are made.
    Method {
        SmoteNc: "smote-nc", words!("SMOTE-NC"),
            words!("Interpolates numbers between two neighbors and takes each category from most of the neighbors.");
        Smote: "smote", words!("SMOTE"),
            words!("Interpolates numbers between two neighbors; categories are copied from the base row.");
        SmoteN: "smote-n", words!("SMOTE-N"),
            words!("Takes each category from most of the neighbors; numbers are copied from the base row.");
        RandomOver: "random-over", words!("Random over-sampling"),
            words!("Copies random rows of the class; shrinkage adds noise to their numbers.");
        Borderline1: "borderline-1", words!("Borderline-SMOTE 1"),
            words!("SMOTE from rows in danger only: at least half of their neighbors are of another class.");
        Borderline2: "borderline-2", words!("Borderline-SMOTE 2"),
            words!("SMOTE from rows in danger only, toward neighbors of any class, at most halfway toward another one.");
        Adasyn: "adasyn", words!("ADASYN"),
            words!("SMOTE with more rows where more neighbors are of another class; counts may be slightly off.");
    }
}

impl Method {
    /// Whether it looks for the `k` nearest neighbors.
    pub fn uses_k(self) -> bool {
        self != Method::RandomOver
    }

    /// Whether it looks for the `m` nearest neighbors among all classes.
    pub fn uses_m(self) -> bool {
        matches!(self, Method::Borderline1 | Method::Borderline2)
    }

    /// Whether it takes a shrinkage.
    pub fn uses_shrinkage(self) -> bool {
        self == Method::RandomOver
    }

    /// Whether it looks at numbers alone.
    pub fn is_numeric(self) -> bool {
        matches!(self, Method::Smote | Method::Borderline1 | Method::Borderline2 | Method::Adasyn)
    }
}

/// A method with its parameters. Those that it does not use are ignored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// The method.
    pub method: Method,
    /// How many nearest neighbors a row has; at least 1.
    pub k: u32,
    /// How many nearest neighbors among all classes decide whether a row is in danger (Borderline-SMOTE); at least 1.
    pub m: u32,
    /// How far the copies of random over-sampling are moved, in bandwidths of a normal kernel (Menardi and Torelli,
    /// "Training and assessing classification rules with imbalanced data", 2014); none and 0 leave them as they are.
    pub shrinkage: Option<f64>,
}

impl Default for Sampling {
    /// SMOTE-NC with 5 neighbors.
    fn default() -> Self {
        Sampling { method: Method::SmoteNc, k: 5, m: 10, shrinkage: None }
    }
}

impl Sampling {
    /// Whether parameters are in range and the method suits the columns.
    pub(super) fn check(&self, space: &Space) -> Result<(), Problem> {
        let Sampling { method, k, m, shrinkage } = *self;
        let (numbers, categories) = (space.numeric_columns(), space.categorical_columns());
        let unsuited = |reason: Text, hint: Text| Err(Problem::new("method", reason, hint));
        let for_categories = || text!("use SMOTE-N, which is made for categories alone");
        let for_numbers = || text!("use SMOTE, which is made for numbers alone");
        if method.uses_k() && k == 0 {
            return Err(Problem::new(
                "k",
                text!("a row with 0 neighbors has none to lie towards"),
                text!("use 1 or more; 5 is the default"),
            ));
        }
        if method.uses_m() && m == 0 {
            return Err(Problem::new(
                "m",
                text!("with 0 neighbors no row is in danger"),
                text!("use 1 or more; 10 is the default"),
            ));
        }
        let name = method.name();
        if method.is_numeric() && numbers == 0 {
            let columns = all_categories(categories);
            let reason = text!("{name} lays rows between numbers, and {columns}", name, columns);
            return unsuited(reason, for_categories());
        }
        if method == Method::SmoteNc && (categories == 0 || numbers == 0) {
            let (columns, hint) = if categories == 0 {
                (all_numbers(numbers), for_numbers())
            } else {
                (all_categories(categories), for_categories())
            };
            return unsuited(
                text!("{name} is for numbers with categories, and {columns}", name, columns),
                hint,
            );
        }
        if method == Method::SmoteN && categories == 0 {
            let columns = all_numbers(numbers);
            return unsuited(
                text!("{name} votes on categories, and {columns}", name, columns),
                for_numbers(),
            );
        }
        if let Some(shrinkage) = shrinkage.filter(|_| method.uses_shrinkage()) {
            if !(0.0..=1e6).contains(&shrinkage) {
                let shown =
                    if shrinkage.is_finite() { decimal::text(shrinkage) } else { shrinkage.to_string() };
                let hint = text!(
                    "use 0 to {most}; 1 is common, and none copies rows as they are",
                    most = number("1,000,000")
                );
                let reason = text!("{shrinkage} is no shrinkage", shrinkage = number(shown));
                return Err(Problem::new("shrinkage", reason, hint));
            }
            if shrinkage > 0.0 && numbers == 0 {
                let columns = all_categories(categories);
                let reason = text!("a shrinkage moves numbers, and {columns}", columns);
                let hint = text!("leave it out, and rows are copied as they are");
                return Err(Problem::new("shrinkage", reason, hint));
            }
        }
        Ok(())
    }
}

/// That all columns are numbers.
fn all_numbers(columns: usize) -> Text {
    match columns {
        1 => text!("the only column is a number"),
        _ => text!("all {count} columns are numbers", count = number(grouped(columns as u64))),
    }
}

/// That all columns are categories.
fn all_categories(columns: usize) -> Text {
    match columns {
        1 => text!("the only column is a category"),
        _ => text!("all {count} columns are categories", count = number(grouped(columns as u64))),
    }
}
