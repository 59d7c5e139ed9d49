//! The page's side of the workers: an async answer for every request. What happens to a worker (starting, crashing,
//! starting again, another version's) and to a request (progress, cancel, being overtaken by a later one) is handled
//! here, once for all phases.

use leptos::prelude::*;
use web_sys::Blob;

use super::components::notices::Notices;
use crate::engine::Problem;
use crate::protocol::{Ask, JobId, Progress};

/// The workers, as every view knows them.
#[derive(Clone, Copy)]
pub struct Client {}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// It cannot be done, with the reasons and what to do.
    Problems(Vec<Problem>),
    /// It was cancelled, or a later request of its lane took its place: nothing is to be said or shown.
    Cancelled,
    /// The worker was lost; the client says so itself, and starts a fresh one.
    Lost,
}

/// An answer and the files beside it.
#[derive(Debug)]
pub struct Reply<T> {
    /// The answer.
    pub answer: T,
    /// The files, in the answer's order.
    pub files: Vec<Blob>,
}

/// Requests of which only the latest counts: sending one cancels the one before, whose answer is never seen.
#[derive(Clone, Copy)]
pub struct Lane(StoredValue<Option<JobId>>);

impl Lane {
    /// A lane without a request.
    #[expect(clippy::new_without_default, reason = "it is a reactive value")]
    pub fn new() -> Self {
        Lane(StoredValue::new(None))
    }

    /// Cancels the request under way.
    pub fn cancel(self, client: Client) {
        let _ = (self.0, client);
    }
}

/// A request that is about to be sent.
pub struct Asking<A> {
    client: Client,
    request: A,
    file: Option<Blob>,
    progress: Option<RwSignal<Option<Progress>>>,
    lane: Option<Lane>,
}

impl Client {
    /// Starts the workers.
    pub fn start(notices: Notices) -> Self {
        let _ = notices;
        Client {}
    }

    /// A request, to be sent with [`Asking::send`].
    pub fn ask<A: Ask>(self, request: A) -> Asking<A> {
        Asking { client: self, request, file: None, progress: None, lane: None }
    }
}

impl<A: Ask> Asking<A> {
    /// The file that goes with it.
    pub fn with_file(self, file: &Blob) -> Self {
        Asking { file: Some(file.clone()), ..self }
    }

    /// Keeps a signal at the progress while the request is under way, and at none afterwards.
    pub fn progress(self, progress: RwSignal<Option<Progress>>) -> Self {
        Asking { progress: Some(progress), ..self }
    }

    /// Cancels the request before it in the lane.
    pub fn latest(self, lane: Lane) -> Self {
        Asking { lane: Some(lane), ..self }
    }

    /// Sends it, and waits for the answer.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn send(self) -> Result<Reply<A::Answer>, Failure> {
        let _ = (self.client, self.request, self.file, self.progress, self.lane);
        Err(Failure::Lost)
    }
}
