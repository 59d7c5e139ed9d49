//! The choice of a format, with how large the combined dataset is in each.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::engine::decimal;
use crate::engine::export::{Encoding, FORMATS, FileFormat};
use crate::page::client::{Client, Lane};
use crate::page::components::controls::{choice, tick};
use crate::page::engine::Engine;
use crate::protocol::dataset::TableId;
use crate::protocol::export::{Size, Sizes};

/// The formats, one of which is chosen, and the box for gzip.
#[component]
pub fn FormatChoice(
    client: Client,
    engine: Engine,
    /// The chosen format.
    encoding: RwSignal<Encoding>,
    /// Whether the dialog is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let sizes = RwSignal::new(None::<(TableId, Vec<Size>)>);
    let lane = Lane::new();
    // Sizes are estimated once for each dataset, when they are looked at.
    Effect::new(move |_| {
        let table = engine.made.with(|made| made.as_ref().map(|made| made.table));
        let Some(table) = table.filter(|_| is_open.get() && engine.held.get()) else { return };
        if sizes.with_untracked(|sizes| sizes.as_ref().is_some_and(|(of, _)| *of == table)) {
            return;
        }
        let asking = client.ask(Sizes { table }).latest(lane);
        spawn_local(async move {
            if let Ok(reply) = asking.send().await {
                sizes.set(Some((table, reply.answer)));
            }
        });
    });
    let size = move |format: &'static FileFormat| {
        let wanted = Encoding::new(format, encoding.get().is_gzip());
        let bytes = sizes.with(|sizes| {
            let (_, sizes) = sizes.as_ref()?;
            sizes.iter().find(|size| size.encoding == wanted).map(|size| size.bytes)
        });
        bytes.map_or_else(String::new, megabytes)
    };
    let choices = FORMATS.iter().map(|format| {
        let chosen = move || encoding.get().format().key == format.key;
        let choose = move || encoding.update(|chosen| *chosen = Encoding::new(format, chosen.is_gzip()));
        view! {
            <li title=format.help>
                {choice("download-format", format.key, format.name, chosen, || false, choose)}
                <span class="contents">{move || size(format)}</span>
            </li>
        }
    });
    let pack = move |gzip| encoding.update(|chosen| *chosen = Encoding::new(chosen.format(), gzip));
    view! {
        <fieldset class="formats">
            <legend class="label">"Format, and the size of the combined dataset"</legend>
            <ul>{choices.collect_view()}</ul>
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
