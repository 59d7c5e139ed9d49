//! What the maker of data declares, for an audit to hold the data against.

use crate::engine::configuration::Configuration;
use crate::engine::dataset::ColumnId;
use crate::engine::issues::Class;
use crate::engine::issues::Model;
use crate::engine::world::measures::{self, DEPENDENCIES, Measure};

/// All that is declared of some data. Empty where nothing is known of how it was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declarations {
    /// Dependencies between columns.
    pub dependencies: Vec<Dependency>,
    /// Errors that were injected on purpose.
    pub defects: Vec<Defect>,
    /// The configuration that made the data, which is what can be changed to fix it.
    pub configuration: Option<Box<Configuration>>,
}

/// A dependency between two columns of numbers or timestamps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dependency {
    /// The columns.
    pub columns: [ColumnId; 2],
    /// The class whose rows show it; none for all rows.
    pub among: Option<Class>,
    /// Spearman's rank correlation.
    pub rho: f64,
    /// How far the measured one may be off.
    pub tolerance: f64,
}

/// Errors of one kind that were injected on purpose, such as wrong labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What was injected, in the plural, in small letters, declared with `words!`: `wrong labels`.
    pub name: &'static str,
    /// How many the configuration asks for.
    pub declared: u64,
    /// How many the data's answer key lists.
    pub injected: u64,
}

impl Declarations {
    /// What a configuration declares.
    pub fn of(configuration: &Configuration) -> Self {
        // The classic laws declare no correlation and inject no error.
        let dependencies = match configuration.model {
            Model::Classic => Vec::new(),
            Model::Realistic => DEPENDENCIES.iter().filter_map(dependency).collect(),
        };
        let configuration = Some(Box::new(configuration.clone()));
        Declarations { dependencies, configuration, ..Declarations::default() }
    }
}

/// A dependency that the realistic model declares of its normal rows, where both columns hold numbers.
fn dependency(declared: &measures::Dependency) -> Option<Dependency> {
    if matches!((declared.of, declared.on), (Measure::Severity, _) | (_, Measure::Severity)) {
        return None;
    }
    Some(Dependency {
        columns: [declared.of, declared.on].map(Measure::column),
        among: Some(Class::Normal),
        rho: declared.target,
        tolerance: measures::TOLERANCE,
    })
}
