//! Export: the files of a generated dataset, a chunk a slice, and their sizes.

use std::rc::Rc;

use super::dataset::{Held, Source, Tables};
use super::session::{Sink, Slice, Work};
use crate::engine::dataset::Table;
use crate::engine::export::size::estimate;
use crate::engine::export::{Encoding, Export, FileFormat};
use crate::engine::{Configuration, Generator, Problem};
use crate::protocol::export as asked;
use crate::protocol::{Answer, Progress};

/// Begins to write a file. What it is made of stays, whatever becomes of the table.
///
/// # Errors
/// The table is gone, or a file's.
pub(super) fn export(tables: &mut Tables, request: &asked::Export) -> Result<Box<dyn Work>, Vec<Problem>> {
    let held = tables.get(request.table)?;
    let generator = generated(held)?;
    Ok(Box::new(Exporting {
        export: Export::new(generator, request.download, &[request.encoding]),
        table: Rc::clone(&held.table),
        media_type: request.download.media_type(request.encoding),
    }))
}

fn generated(held: &Held) -> Result<&Generator, Problem> {
    match &held.source {
        Source::Generated(generator) => Ok(generator),
        Source::File => {
            let reason = "a file of your own is there already";
            Err(Problem::new("", reason, "choose a file of the generated dataset"))
        }
    }
}

/// Begins to estimate how large the combined dataset is in each format.
///
/// # Errors
/// The table is gone, or a file's.
pub(super) fn sizes(tables: &mut Tables, request: &asked::Sizes) -> Result<Box<dyn Work>, Vec<Problem>> {
    let held = tables.get(request.table)?;
    let encodings = FileFormat::of_tables()
        .flat_map(|format| [false, true].map(|gzip| Encoding::new(format, gzip)))
        .collect();
    let configuration = generated(held)?.configuration().clone();
    Ok(Box::new(Sizing { table: Rc::clone(&held.table), configuration, encodings, sizes: Vec::new() }))
}

/// Formats whose size is estimated, one a slice.
struct Sizing {
    table: Rc<Table>,
    configuration: Configuration,
    encodings: Vec<Encoding>,
    sizes: Vec<asked::Size>,
}

impl Work for Sizing {
    fn step(&mut self, _: &mut Tables, _: &mut Sink) -> Slice {
        let Some(&encoding) = self.encodings.get(self.sizes.len()) else {
            return Ok(Some(Answer::Sizes(std::mem::take(&mut self.sizes))));
        };
        let bytes = estimate(&self.configuration, &self.table, encoding)?;
        self.sizes.push(asked::Size { encoding, bytes });
        Ok(None)
    }
}

struct Exporting {
    table: Rc<Table>,
    export: Export,
    media_type: &'static str,
}

impl Work for Exporting {
    fn step(&mut self, _: &mut Tables, sink: &mut Sink) -> Slice {
        match self.export.step(&self.table)? {
            None => Ok(Some(Answer::Export(()))),
            Some(bytes) => {
                sink.write(0, self.media_type, bytes);
                Ok(None)
            }
        }
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = self.export.progress();
        Some(Progress { done, total })
    }
}
