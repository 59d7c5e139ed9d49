//! How the choices of balancing are declared.

pub(super) use crate::engine::settings::choices;
