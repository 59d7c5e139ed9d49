//! The choice of a format, with how large the combined dataset is in each.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::engine::decimal;
use crate::engine::export::{Encoding, FileFormat};
use crate::page::client::{Client, Lane};
use crate::page::components::controls::{choice, tick};
use crate::page::engine::Engine;
use crate::protocol::dataset::TableId;
use crate::protocol::export::{Size, Sizes};

/// The size of the combined dataset in each format.
#[derive(Clone, Copy)]
pub struct Estimates {
    engine: Engine,
    /// Of which table, and its sizes.
    known: RwSignal<Option<(TableId, Vec<Size>)>>,
}

impl Estimates {
    /// Estimates sizes once for each dataset, while the dialog is open.
    pub fn new(client: Client, engine: Engine, is_open: RwSignal<bool>) -> Self {
        let estimates = Estimates { engine, known: RwSignal::new(None) };
        let lane = Lane::new();
        Effect::new(move |_| {
            if !is_open.get() {
                return lane.cancel(client);
            }
            let Some(table) = estimates.table().filter(|_| engine.held.get()) else { return };
            if estimates.known.with_untracked(|known| known.as_ref().is_some_and(|(of, _)| *of == table)) {
                return;
            }
            let asking = client.ask(Sizes { table }).latest(lane);
            spawn_local(async move {
                if let Ok(reply) = asking.send().await {
                    estimates.known.set(Some((table, reply.answer)));
                }
            });
        });
        estimates
    }

    fn table(self) -> Option<TableId> {
        self.engine.made.with(|made| made.as_ref().map(|made| made.table))
    }

    /// The size in words; empty until it is known.
    fn of(self, encoding: Encoding) -> String {
        let table = self.table();
        let bytes = self.known.with(|known| {
            let (_, sizes) = known.as_ref().filter(|(of, _)| Some(*of) == table)?;
            sizes.iter().find(|size| size.encoding == encoding).map(|size| size.bytes)
        });
        bytes.map_or_else(String::new, megabytes)
    }
}

/// The formats, one of which is chosen, and the box for gzip.
#[component]
pub fn FormatChoice(
    estimates: Estimates,
    /// The chosen format.
    encoding: RwSignal<Encoding>,
) -> impl IntoView {
    let size =
        move |format: &'static FileFormat| estimates.of(Encoding::new(format, encoding.get().is_gzip()));
    let choices = FileFormat::of_tables().map(|format| {
        let chosen = move || encoding.get().format().key == format.key;
        let choose = move || encoding.update(|chosen| *chosen = Encoding::new(format, chosen.is_gzip()));
        view! {
            <li>
                {choice("download-format", format.key, format.name, chosen, || false, choose)}
                <span class="contents">{move || size(format)}</span>
            </li>
        }
    });
    let pack = move |gzip| encoding.update(|chosen| *chosen = Encoding::new(chosen.format(), gzip));
    view! {
        <fieldset class="formats" aria-describedby="download-format-help">
            <legend class="label">"Format, and the size of the combined dataset"</legend>
            <ul>{choices.collect_view()}</ul>
            <p class="help" id="download-format-help" role="status">
                {move || {
                    let format = encoding.get().format();
                    let size = size(format);
                    let size = if size.is_empty() { size } else { format!(" {}: {size}.", format.name) };
                    format!("{}{size}", format.help)
                }}
            </p>
            <label>
                {tick("download-gzip".to_owned(), String::new(), move || encoding.get().is_gzip(), pack)}
                <span>"Compress with gzip"</span>
            </label>
        </fieldset>
    }
}

/// A number of bytes as people say it.
fn megabytes(bytes: u64) -> String {
    let megabytes = bytes as f64 / 1e6;
    match bytes {
        0..1_000_000 => format!("about {} kB", bytes.div_ceil(1_000)),
        1_000_000..10_000_000 => format!("about {} MB", decimal::fixed(megabytes, 1)),
        _ => format!("about {} MB", decimal::fixed(megabytes, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::megabytes;

    #[test]
    fn sizes_are_said_in_the_unit_that_fits() {
        for (bytes, expected) in [
            (1, "about 1 kB"),
            (450_100, "about 451 kB"),
            (3_940_000, "about 3.9 MB"),
            (96_400_000, "about 96 MB"),
        ] {
            assert_eq!(megabytes(bytes), expected);
        }
    }
}
