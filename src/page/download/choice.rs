//! What the visitor chose to download.

use leptos::prelude::*;

use super::items::{Item, files};
use crate::engine::configuration::Setting;
use crate::engine::export::formats::Kind;
use crate::engine::export::{Download, Encoding, FORMATS, File, FileFormat};
use crate::engine::{Configuration, Problem};

/// The choice; it stays while the dialog is closed.
#[derive(Clone, Copy)]
pub struct Choice {
    /// What is not as it is at first, by key.
    changed: RwSignal<Vec<&'static str>>,
    /// The format of tables.
    pub table: RwSignal<&'static FileFormat>,
    /// The format of events.
    pub events: RwSignal<&'static FileFormat>,
    /// Whether each file is compressed.
    pub gzip: RwSignal<bool>,
    /// Whether a single file comes in an archive as well.
    pub is_archive: RwSignal<bool>,
    /// How many rows are written, as it is typed; as many as the dataset has, where nothing is.
    pub rows: RwSignal<String>,
}

/// The formats of a kind.
pub fn formats(kind: Kind) -> impl Iterator<Item = &'static FileFormat> {
    FORMATS.iter().filter(move |format| format.kind == kind)
}

impl Choice {
    /// What is chosen at first.
    pub fn new() -> Self {
        let events = formats(Kind::Events).next().unwrap_or(&FORMATS[0]);
        Choice {
            changed: RwSignal::new(Vec::new()),
            table: RwSignal::new(&FORMATS[0]),
            events: RwSignal::new(events),
            gzip: RwSignal::new(false),
            is_archive: RwSignal::new(false),
            rows: RwSignal::new(String::new()),
        }
    }

    /// Whether an item is chosen.
    pub fn has(self, item: Item) -> bool {
        self.changed.with(|changed| changed.contains(&item.key())) != item.is_default()
    }

    /// Chooses an item, or leaves it out.
    pub fn toggle(self, item: Item) {
        self.changed.update(|changed| match changed.iter().position(|key| *key == item.key()) {
            Some(place) => drop(changed.remove(place)),
            None => changed.push(item.key()),
        });
    }

    /// A dataset's configuration with the rows that are to be written: none of them are held.
    ///
    /// # Errors
    /// What is wrong with their number.
    pub fn with_rows(self, dataset: &Configuration) -> Result<Configuration, Problem> {
        let mut configuration = dataset.clone();
        let text = self.rows.get();
        if !text.trim().is_empty() {
            let setting = Setting::find("rows")?;
            setting.assign(&mut configuration, setting.parse(&text)?);
            let first = |mut problems: Vec<Problem>| problems.swap_remove(0);
            configuration.check().map_err(first)?;
        }
        Ok(configuration)
    }

    /// The items of a configuration that are chosen.
    pub fn items(self, configuration: &Configuration) -> Vec<Item> {
        Item::of(configuration).into_iter().filter(|item| self.has(*item)).collect()
    }

    /// A format, compressed where that is chosen.
    fn encoding(self, format: &'static FileFormat) -> Encoding {
        Encoding::new(format, self.gzip.get())
    }

    /// The files that are chosen.
    pub fn files(self, configuration: &Configuration) -> Vec<(File, Encoding)> {
        self.files_of(&self.items(configuration), self.table.get())
    }

    fn files_of(self, items: &[Item], table: &'static FileFormat) -> Vec<(File, Encoding)> {
        files(items, self.encoding(table), self.encoding(self.events.get()), self.gzip.get())
    }

    /// The files of the chosen tables, if they were in another format.
    pub fn tables_in(
        self,
        configuration: &Configuration,
        format: &'static FileFormat,
    ) -> Vec<(File, Encoding)> {
        let tables: Vec<Item> =
            self.items(configuration).into_iter().filter(|item| matches!(item, Item::Table(_))).collect();
        self.files_of(&tables, format)
    }

    /// The file of events, if it were in a format.
    pub fn events_in(self, format: &'static FileFormat) -> [(File, Encoding); 1] {
        [(File::Events, self.encoding(format))]
    }

    /// The download; none where nothing is chosen.
    pub fn download(self, configuration: &Configuration) -> Option<Download> {
        let files = self.files(configuration);
        match files.as_slice() {
            [] => None,
            [(file, encoding)] if !self.is_archive.get() => Some(Download::File(*file, *encoding)),
            _ => Some(Download::Archive(files)),
        }
    }
}
