//! What a setting is: the lowest layer of the configuration, which knows no phase.
//!
//! A phase declares its parameters once, with `parameters!`: a typed struct with its
//! defaults, and for each field a [`Setting`] with path, name, unit, range and help. Forms, links, files, `--set`,
//! validation and documentation follow from these declarations; [`crate::engine::configuration`] gathers them.

mod declare;
mod list;
pub mod names;
mod value;

use std::borrow::Cow;
use std::fmt;

use super::decimal;
use super::problem::Problem;
use super::text::Text;

pub use declare::Field;
pub(crate) use declare::{choices, parameters, table};
pub use list::{Item, List};
pub use value::{Choice, Entry, Kind, MAX_WEIGHT, Value, decimals};

/// The maximum seed: the largest whole number that every reader of JSON keeps exact.
pub const MAX_SEED: u64 = 9_007_199_254_740_991;

/// The declaration of one parameter in `P`, the struct that holds its value.
pub struct Setting<P> {
    /// How links, files and `--set` name it; part of their format.
    pub path: Cow<'static, str>,
    /// How a form names it.
    pub name: Text,
    /// The unit of its number; empty where it has none.
    pub unit: &'static str,
    /// One sentence on what it does.
    pub help: Text,
    /// Type and range.
    pub kind: Kind,
    /// Whether another value brings other values of its phase with it, as a scoring profile brings its weights. Such a
    /// setting is declared before those that it changes, so that what is changed of them afterwards stays.
    pub leads: bool,
    /// Whether it is a weight among those whose paths differ from its own in the last part alone.
    pub is_weight: bool,
    get: Get<P>,
    put: Put<P>,
}

type Get<P> = Box<dyn Fn(&P) -> Value + Send + Sync>;
type Put<P> = Box<dyn Fn(&mut P, Value) + Send + Sync>;

impl<P: 'static> Setting<P> {
    /// The setting of a field of `P`.
    pub fn new<T: Field>(
        path: impl Into<Cow<'static, str>>,
        name: Text,
        unit: &'static str,
        help: Text,
        range: T::Range,
        get: impl Fn(&P) -> &T + Send + Sync + 'static,
        get_mut: impl Fn(&mut P) -> &mut T + Send + Sync + 'static,
    ) -> Self {
        let put = move |parameters: &mut P, value| *get_mut(parameters) = value;
        let get = move |parameters: &P| get(parameters).value();
        Setting::with(path.into(), name, unit, help, T::kind(range), get, put)
    }

    /// A setting whose change brings others with it: `put` may change all of `P`.
    pub fn leading<T: Field>(
        path: &'static str,
        name: Text,
        help: Text,
        range: T::Range,
        get: impl Fn(&P) -> &T + Send + Sync + 'static,
        put: impl Fn(&mut P, T) + Send + Sync + 'static,
    ) -> Self {
        let get = move |parameters: &P| get(parameters).value();
        let setting = Setting::with(path.into(), name, "", help, T::kind(range), get, put);
        Setting { leads: true, ..setting }
    }

    fn with<T: Field>(
        path: Cow<'static, str>,
        name: Text,
        unit: &'static str,
        help: Text,
        kind: Kind,
        get: impl Fn(&P) -> Value + Send + Sync + 'static,
        put: impl Fn(&mut P, T) + Send + Sync + 'static,
    ) -> Self {
        let put = move |parameters: &mut P, value| {
            let read = T::of(value);
            debug_assert!(read.is_some(), "a value of another kind than the setting's");
            if let Some(value) = read {
                put(parameters, value);
            }
        };
        let (get, put) = (Box::new(get), Box::new(put));
        Setting { path, name, unit, help, kind, leads: false, is_weight: false, get, put }
    }

    /// The same, as one of several weights.
    pub fn as_weight(self) -> Self {
        Setting { is_weight: true, ..self }
    }

    /// The same setting of a struct that holds `P`.
    pub fn within<Q: 'static>(self, part: fn(&Q) -> &P, part_mut: fn(&mut Q) -> &mut P) -> Setting<Q> {
        let Setting { path, name, unit, help, kind, leads, is_weight, get, put } = self;
        Setting {
            path,
            name,
            unit,
            help,
            kind,
            leads,
            is_weight,
            get: Box::new(move |whole| get(part(whole))),
            put: Box::new(move |whole, value| put(part_mut(whole), value)),
        }
    }

    /// The start of the path that a weight shares with the other weights of its set.
    pub fn weight_set(&self) -> Option<&str> {
        self.path.rsplit_once('.').map(|(set, _)| set).filter(|_| self.is_weight)
    }

    /// The value.
    pub fn value(&self, parameters: &P) -> Value {
        (self.get)(parameters)
    }

    /// Reads a value from its text form and checks its range.
    ///
    /// # Errors
    /// The text is no such value, or one out of range.
    pub fn parse(&self, text: &str) -> Result<Value, Problem> {
        let value = self.kind.parse(&self.path, text)?;
        self.check(&value).map(|()| value)
    }

    /// Whether the value is in range.
    ///
    /// # Errors
    /// It is not; the hint names the range.
    pub fn check(&self, value: &Value) -> Result<(), Problem> {
        self.kind.check(&self.path, value)
    }

    /// Puts a value of the setting's own kind in place; any other changes nothing.
    pub fn assign(&self, parameters: &mut P, value: Value) {
        (self.put)(parameters, value);
    }
}

impl<P> fmt::Debug for Setting<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Setting").field("path", &self.path).field("kind", &self.kind).finish()
    }
}

/// Checks that a range given by two settings does not end before it begins; `path` is the first one's.
pub fn check_range(path: &str, min: f64, max: f64, problems: &mut Vec<Problem>) {
    if min > max {
        let (min, max) = (decimal::text(min), decimal::text(max));
        let hint = text!("choose at most {max}, or raise the end", max = &max);
        problems.push(Problem::new(
            path,
            text!("the range begins at {min}, above its end {max}", min, max),
            hint,
        ));
    }
}

/// Checks that at least one of a set of weights is above 0; `path` is that of the first, `hint` says what to do if not.
pub fn check_weights(path: &str, sum: f64, hint: Text, problems: &mut Vec<Problem>) {
    if sum <= 0.0 {
        problems.push(Problem::new(path, text!("the weights sum to 0"), hint));
    }
}
