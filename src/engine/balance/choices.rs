//! How the choices of balancing are declared.

/// Declares an enum of choices: key, name and help of each.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($variant:ident: $key:literal, $shown:literal, $help:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $(#[doc = $help] $variant),* }

        impl $name {
            /// All of them, in the order in which a form shows them.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// All of them, as a form shows them.
            pub const CHOICES: &'static [$crate::engine::configuration::Choice] =
                &[$($crate::engine::configuration::Choice { key: $key, name: $shown, help: $help }),*];

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
    };
}

pub(super) use choices;
