//! Requests of views that still speak the old protocol, in the new one.

use leptos::task::spawn_local;
use web_sys::Blob;

use super::Engine;
use crate::engine::explore::query::Query;
use crate::engine::export::View;
use crate::old_protocol::{self as old, Command, Event};
use crate::protocol::dataset::{Details, Row, Rows};
use leptos::prelude::*;

impl Engine {
    /// Sends a command, and has `handler` called with its answer, or with [`Event::Failed`].
    pub fn send(self, command: Command, handler: impl Fn(Event, Option<Blob>) + 'static) {
        let Some(table) = self.made.with_untracked(|made| made.as_ref().map(|made| made.table)) else {
            return;
        };
        spawn_local(async move {
            let event = match command {
                Command::Rows { view, first, count } => {
                    let class = match view {
                        View::Combined => None,
                        View::Normal => Some(false),
                        View::Anomalous => Some(true),
                    };
                    let query = Query { class, ..Query::default() };
                    let answer = self.client.ask(Rows { table, query, first, count }).send().await;
                    answer.ok().map(|reply| Event::Rows(reply.answer.rows.into_iter().map(row).collect()))
                }
                Command::Details { row: number } => {
                    let answer = self.client.ask(Details { table, row: number }).send().await;
                    answer.ok().map(|reply| {
                        let details = reply.answer;
                        let contributions = details.contributions.into_iter().map(|part| old::Indicated {
                            name: part.name,
                            value: part.value,
                            score: part.score,
                            weight: part.weight,
                            contribution: part.contribution,
                        });
                        Event::Details(Box::new(old::Details {
                            row: row(details.row),
                            contributions: contributions.collect(),
                            scenario: details.scenario,
                            fired: details.fired,
                        }))
                    })
                }
                _ => None,
            };
            handler(event.unwrap_or(Event::Failed(Vec::new())), None);
        });
    }
}

fn row(row: Row) -> old::Row {
    let Row { number, anomalous, color, cells } = row;
    old::Row { number, anomalous, color, cells }
}
