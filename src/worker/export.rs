//! Export: the files of a generated dataset, a chunk a slice.

use std::rc::Rc;

use super::dataset::{Source, Tables};
use super::session::{Sink, Slice, Work};
use crate::engine::Problem;
use crate::engine::dataset::Table;
use crate::engine::export::{Download, Export};
use crate::protocol::export as asked;
use crate::protocol::{Answer, Progress};

/// Begins to write a file. What it is made of stays, whatever becomes of the table.
///
/// # Errors
/// The table is gone, or a file's.
pub(super) fn export(tables: &mut Tables, request: &asked::Export) -> Result<Box<dyn Work>, Vec<Problem>> {
    let held = tables.get(request.table)?;
    let Source::Generated(generator) = &held.source else {
        let reason = "a file of your own is there already";
        return Err(vec![Problem::new("", reason, "choose a file of the generated dataset")]);
    };
    Ok(Box::new(Exporting {
        export: Export::new(generator, request.download),
        table: Rc::clone(&held.table),
        download: request.download,
    }))
}

struct Exporting {
    table: Rc<Table>,
    export: Export,
    download: Download,
}

impl Work for Exporting {
    fn step(&mut self, _: &mut Tables, sink: &mut Sink) -> Slice {
        match self.export.step(&self.table)? {
            None => Ok(Some(Answer::Export(()))),
            Some(bytes) => {
                sink.write(0, self.download.media_type(), bytes);
                Ok(None)
            }
        }
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = self.export.progress();
        Some(Progress { done, total })
    }
}
