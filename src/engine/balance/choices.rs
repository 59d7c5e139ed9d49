//! How the choices of balancing are declared: as those of settings, with words that are told in the language of the page.

/// Declares an enum of choices once: key, name and help of each.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident {
        $($variant:ident: $key:literal, words!($shown:literal), words!($help:literal);)*
    }) => {
        crate::engine::settings::choices! { $(#[$doc])* $name { $($variant: $key, $shown, $help;)* } }
    };
}

pub(super) use choices;
