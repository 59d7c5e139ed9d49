//! A job in parts, which workers do side by side.

use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Blob;

use super::jobs::Failure;
use super::requests::{Client, Lane, Reply};
use crate::protocol::{Answer, Ask, Progress, Request, Role};

/// The most workers that do parts of one job.
const MOST: usize = 8;

/// How many workers do a job for which so many are worth their start: one for each core at most.
pub fn workers(worth: u64) -> usize {
    let cores = window().navigator().hardware_concurrency() as u64;
    worth.min(cores).clamp(1, MOST as u64) as usize
}

/// A job, whole or in parts. Another one takes its place.
#[derive(Clone, Copy)]
pub struct Parts {
    client: Client,
    lanes: [Lane; MOST],
    /// The number of the job that was asked for last, and how far each part of it is.
    latest: StoredValue<(u32, Vec<Progress>)>,
}

impl Parts {
    /// Nothing is asked yet.
    pub fn new(client: Client) -> Self {
        Parts {
            client,
            lanes: std::array::from_fn(|_| Lane::new()),
            latest: StoredValue::new((0, Vec::new())),
        }
    }

    /// Asks for all parts, each of a worker of its own and with the file beside it, and waits for their answers. `listener` is called with the
    /// progress of all of them.
    ///
    /// # Errors
    /// Why there is no answer to one of them.
    pub async fn ask<A: Ask>(
        self,
        requests: Vec<A>,
        file: Option<Blob>,
        listener: impl Fn(Progress) + 'static,
    ) -> Result<Vec<Reply<A::Answer>>, Failure> {
        let requests = requests.into_iter().map(Into::into).collect();
        let replies = self.ask_all(requests, A::ROLE, file, Rc::new(listener)).await?;
        replies.into_iter().map(Reply::of::<A>).collect()
    }

    /// The same for requests of any kind.
    ///
    /// # Errors
    /// As there.
    pub async fn ask_all(
        self,
        requests: Vec<Request>,
        role: Role,
        file: Option<Blob>,
        listener: Rc<dyn Fn(Progress)>,
    ) -> Result<Vec<Reply<Answer>>, Failure> {
        let count = requests.len().min(MOST);
        self.cancel();
        let job = self.latest.with_value(|latest| latest.0) + 1;
        self.latest.set_value((job, vec![Progress::default(); count]));
        let ask = |(number, (request, lane))| {
            let listener = Rc::clone(&listener);
            let progress = Rc::new(move |progress: Option<Progress>| {
                if let Some(all) = progress.and_then(|progress| self.sum(job, number, progress)) {
                    listener(all);
                }
            });
            let letter = self.client.letter(request, role).part(number as u8, file.as_ref(), lane, progress);
            let asking = if count > 1 { letter.repeated() } else { letter }.send();
            let (reply, replied) = oneshot::channel();
            spawn_local(async move {
                let answer = asking.await;
                // The other parts are of no use without it. Those of a job that took its place are.
                if answer.is_err() && self.latest.try_with_value(|latest| latest.0) == Some(job) {
                    self.cancel();
                }
                let _ = reply.send(answer);
            });
            replied
        };
        let asked: Vec<_> = requests.into_iter().zip(self.lanes).enumerate().map(ask).collect();
        let (mut replies, mut failed) = (Vec::new(), None);
        for part in asked {
            match part.await.unwrap_or(Err(Failure::Lost)) {
                Ok(reply) => replies.push(reply),
                // What was cancelled for another part's sake says nothing.
                Err(failure) if failed.is_none() || failed == Some(Failure::Cancelled) => {
                    failed = Some(failure)
                }
                Err(_) => {}
            }
        }
        (1..count as u8).for_each(|number| self.client.dismiss(role.numbered(number)));
        if count > 1 {
            // Parts are large. The last one was read in this task of the main thread; they are joined and shown in the next.
            let (go_on, next) = oneshot::channel();
            let told = move || {
                let _ = go_on.send(());
            };
            set_timeout(told, Duration::ZERO);
            let _ = next.await;
        }
        failed.map_or(Ok(replies), Err)
    }

    /// How far all parts of a job are, now that one is so far; none where another job took its place.
    fn sum(self, job: u32, part: usize, progress: Progress) -> Option<Progress> {
        self.latest.try_update_value(|(latest, parts)| {
            if *latest != job {
                return None;
            }
            if let Some(part) = parts.get_mut(part) {
                *part = progress;
            }
            let sum = |of: fn(&Progress) -> u64| parts.iter().map(of).sum();
            Some(Progress { done: sum(|part| part.done), total: sum(|part| part.total) })
        })?
    }

    /// Stops it.
    pub fn cancel(self) {
        self.lanes.iter().for_each(|lane| lane.cancel(self.client));
    }
}
