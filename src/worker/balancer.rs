//! The balancer: splits and balances rows, in a worker of its own that is loaded on first use, and writes the part of the
//! page that its options stand in, so that a first visit carries none of it. [`form`] runs natively as well; the
//! browser's part only carries messages.

pub mod form;
