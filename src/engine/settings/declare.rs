//! The types that a parameter can have, and the macros that declare parameters, choices and tables once.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::{Kind, Value};

/// A type that a parameter can have.
pub trait Field: Sized + 'static {
    /// What a declaration says of the values that are allowed.
    type Range;
    /// The kind of a setting with this type and range.
    fn kind(range: Self::Range) -> Kind;
    /// The value as a setting shows it.
    fn value(&self) -> Value;
    /// What a setting's value stands for; none where it is of another kind.
    fn of(value: Value) -> Option<Self>;
}

impl Field for u64 {
    type Range = RangeInclusive<u64>;
    fn kind(range: Self::Range) -> Kind {
        Kind::Integer { min: *range.start(), max: *range.end() }
    }
    fn value(&self) -> Value {
        Value::Integer(*self)
    }
    fn of(value: Value) -> Option<Self> {
        if let Value::Integer(number) = value { Some(number) } else { None }
    }
}

impl Field for u32 {
    type Range = RangeInclusive<u32>;
    fn kind(range: Self::Range) -> Kind {
        Kind::Integer { min: (*range.start()).into(), max: (*range.end()).into() }
    }
    fn value(&self) -> Value {
        Value::Integer((*self).into())
    }
    fn of(value: Value) -> Option<Self> {
        u64::of(value).and_then(|number| number.try_into().ok())
    }
}

impl Field for f64 {
    type Range = RangeInclusive<f64>;
    fn kind(range: Self::Range) -> Kind {
        Kind::Decimal { min: *range.start(), max: *range.end() }
    }
    fn value(&self) -> Value {
        Value::Decimal(*self)
    }
    fn of(value: Value) -> Option<Self> {
        if let Value::Decimal(number) = value { Some(number) } else { None }
    }
}

/// The first and the last day of every date.
const DAYS: [(i32, u32, u32); 2] = [(1970, 1, 1), (2099, 12, 31)];

impl Field for NaiveDate {
    type Range = ();
    fn kind((): ()) -> Kind {
        Kind::Date { first: DAYS[0], last: DAYS[1] }
    }
    fn value(&self) -> Value {
        Value::Date(*self)
    }
    fn of(value: Value) -> Option<Self> {
        if let Value::Date(date) = value { Some(date) } else { None }
    }
}

impl Field for bool {
    type Range = ();
    fn kind((): ()) -> Kind {
        Kind::Toggle
    }
    fn value(&self) -> Value {
        Value::Toggle(*self)
    }
    fn of(value: Value) -> Option<Self> {
        if let Value::Toggle(on) = value { Some(on) } else { None }
    }
}

impl Field for String {
    type Range = ();
    fn kind((): ()) -> Kind {
        Kind::Text
    }
    fn value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn of(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text) } else { None }
    }
}

/// Declares the parameters of a phase once: a struct with a typed field each, their defaults, their [`Setting`](super::Setting)s
/// and, in a struct of its own, their paths. A line is `field: type = default, range, path, name, unit, help;`. Fields after
/// `tables` have no setting of their own: the phase declares one for each of their entries.
macro_rules! parameters {
    (
        $(#[$doc:meta])* $name:ident, $paths:ident
        { $($field:ident: $type:ty = $default:expr, $range:expr, $path:literal, $label:expr, $unit:expr, $help:expr;)* }
        $(tables { $($table:ident: $table_type:ty = $table_default:expr, $table_help:literal;)* })?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $(#[doc = $help] pub $field: $type,)*
            $($(#[doc = $table_help] pub $table: $table_type,)*)?
        }

        #[doc = concat!("The paths of the settings of [`", stringify!($name), "`], by field.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $paths { $(#[doc = $help] pub $field: &'static str,)* }

        impl Default for $name {
            fn default() -> Self {
                $name { $($field: $default,)* $($($table: $table_default,)*)? }
            }
        }

        impl $name {
            /// The paths of its settings.
            pub const PATHS: $paths = $paths { $($field: $path,)* };

            /// The settings of its single fields, in the order of a form.
            fn fields() -> Vec<$crate::engine::settings::Setting<$name>> {
                vec![$($crate::engine::settings::Setting::new(
                    $path,
                    $crate::engine::text::Text::declared($label),
                    $unit,
                    $crate::engine::text::Text::declared($help),
                    $range,
                    |parameters: &$name| &parameters.$field,
                    |parameters: &mut $name| &mut parameters.$field,
                ),)*]
            }
        }
    };
}

/// Declares an enum of choices once: key, name and help of each.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($variant:ident: $key:literal, $shown:expr, $help:expr;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $(#[doc = $help] $variant),* }

        impl $name {
            /// All of them, in the order of a form.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// All of them, as a form shows them.
            pub const CHOICES: &'static [$crate::engine::settings::Choice] =
                &[$($crate::engine::settings::Choice { key: $key, name: $shown, help: $help }),*];

            /// How settings write it.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key),* }
            }

            /// How a form shows it.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $shown),* }
            }

            /// The one of that key.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some($name::$variant),)* _ => None }
            }
        }

        impl $crate::engine::settings::Field for $name {
            type Range = ();
            fn kind((): ()) -> $crate::engine::settings::Kind {
                $crate::engine::settings::Kind::Choice($name::CHOICES)
            }
            fn value(&self) -> $crate::engine::settings::Value {
                $crate::engine::settings::Value::Choice(self.key())
            }
            fn of(value: $crate::engine::settings::Value) -> Option<Self> {
                match value {
                    $crate::engine::settings::Value::Choice(key) => $name::from_key(key),
                    _ => None,
                }
            }
        }
    };
}

/// Declares an enum and the table of what is known of each variant, in one list.
macro_rules! table {
    (
        $(#[$doc:meta])* enum $name:ident;
        $(#[$table_doc:meta])* static $table:ident: $row:ty;
        $($variant:ident: $facts:expr;)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is documented by its row in the table")]
        pub enum $name { $($variant),* }

        impl $name {
            /// How many there are.
            pub const COUNT: usize = [$($name::$variant),*].len();

            /// All of them, in the order of the table.
            pub const ALL: [$name; $name::COUNT] = [$($name::$variant),*];

            /// What is known of it.
            pub fn facts(self) -> &'static $row {
                &$table[self as usize]
            }
        }

        $(#[$table_doc])*
        pub static $table: [$row; $name::COUNT] = [$($facts),*];
    };
}

pub(crate) use {choices, parameters, table};
