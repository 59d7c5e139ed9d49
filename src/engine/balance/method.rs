//! The methods that make synthetic rows, and their parameters.

use super::choices::choices;
use super::space::Space;
use crate::engine::Problem;
use crate::engine::decimal;
use crate::engine::decimal::grouped;

choices! {
    /// How synthetic rows are made.
    Method {
        SmoteNc: "smote-nc", "SMOTE-NC",
            "Interpolates numbers between two neighbors and takes each category from most of the neighbors.";
        Smote: "smote", "SMOTE",
            "Interpolates numbers between two neighbors; categories are copied from the base row.";
        SmoteN: "smote-n", "SMOTE-N",
            "Takes each category from most of the neighbors; numbers are copied from the base row.";
        RandomOver: "random-over", "Random over-sampling",
            "Copies random rows of the class; shrinkage adds noise to their numbers.";
        Borderline1: "borderline-1", "Borderline-SMOTE 1",
            "SMOTE from rows in danger only: at least half of their neighbors are of another class.";
        Borderline2: "borderline-2", "Borderline-SMOTE 2",
            "SMOTE from rows in danger only, toward neighbors of any class, at most halfway toward another one.";
        Adasyn: "adasyn", "ADASYN",
            "SMOTE with more rows where more neighbors are of another class; counts may be slightly off.";
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
        let unsuited = |reason: String, hint: &str| {
            Err(Problem::new("method", format!("{} {reason}", method.name()), hint))
        };
        if method.uses_k() && k == 0 {
            return Err(Problem::new(
                "k",
                "a row with 0 neighbors has none to lie towards",
                "use 1 or more; 5 is the default",
            ));
        }
        if method.uses_m() && m == 0 {
            return Err(Problem::new(
                "m",
                "with 0 neighbors no row is in danger",
                "use 1 or more; 10 is the default",
            ));
        }
        if method.is_numeric() && numbers == 0 {
            let reason =
                format!("lays rows between numbers, and {}", all_are(categories, "a category", "categories"));
            return unsuited(reason, "use SMOTE-N, which is made for categories alone");
        }
        if method == Method::SmoteNc && categories == 0 {
            let reason =
                format!("is for numbers with categories, and {}", all_are(numbers, "a number", "numbers"));
            return unsuited(reason, "use SMOTE, which is made for numbers alone");
        }
        if method == Method::SmoteNc && numbers == 0 {
            let reason = format!(
                "is for numbers with categories, and {}",
                all_are(categories, "a category", "categories")
            );
            return unsuited(reason, "use SMOTE-N, which is made for categories alone");
        }
        if method == Method::SmoteN && categories == 0 {
            let reason = format!("votes on categories, and {}", all_are(numbers, "a number", "numbers"));
            return unsuited(reason, "use SMOTE, which is made for numbers alone");
        }
        if let Some(shrinkage) = shrinkage.filter(|_| method.uses_shrinkage()) {
            if !(0.0..=1e6).contains(&shrinkage) {
                let shown =
                    if shrinkage.is_finite() { decimal::text(shrinkage) } else { shrinkage.to_string() };
                let hint = "use 0 to 1,000,000; 1 is common, and none copies rows as they are";
                return Err(Problem::new("shrinkage", format!("{shown} is no shrinkage"), hint));
            }
            if shrinkage > 0.0 && numbers == 0 {
                let reason = format!(
                    "a shrinkage moves numbers, and {}",
                    all_are(categories, "a category", "categories")
                );
                return Err(Problem::new(
                    "shrinkage",
                    reason,
                    "leave it out, and rows are copied as they are",
                ));
            }
        }
        Ok(())
    }
}

/// That all columns are of one kind.
fn all_are(columns: usize, one: &str, many: &str) -> String {
    match columns {
        1 => format!("the only column is {one}"),
        _ => format!("all {} columns are {many}", grouped(columns as u64)),
    }
}
