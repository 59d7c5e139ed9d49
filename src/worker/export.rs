//! Export: the files of a configuration, a chunk a slice, and their sizes. Their worker holds no table: it draws the rows as it writes
//! them.

use super::dataset::Tables;
use super::respond::{ROWS_PER_STEP, read};
use super::session::{Sink, Slice, Work};
use crate::engine::Problem;
use crate::engine::export::size::Sizes;
use crate::engine::export::{Download, Encoding, Export, File};
use crate::engine::generator::Planning;
use crate::engine::respond::Stream;
use crate::engine::respond::log::{Form, LogLines};
use crate::engine::respond::stream::{Script, Starting};
use crate::engine::shard::Shard;
use crate::protocol::export as asked;
use crate::protocol::{Answer, Progress};

/// Begins to write a download.
pub(super) fn export(request: asked::Export) -> Result<Box<dyn Work>, Vec<Problem>> {
    let planning = Planning::new(&request.configuration)?;
    let media_type = request.download.media_type();
    let rows = request.download.rows(request.shard.count(request.configuration.rows));
    Ok(Box::new(Exporting {
        planned: planning.progress().1,
        download: request.download,
        shard: request.shard,
        media_type,
        rows,
        stage: Stage::Plan(planning),
    }))
}

struct Exporting {
    download: Download,
    shard: Shard,
    media_type: &'static str,
    /// What planning the order of the rows is worth, in rows that take as long to write.
    planned: u64,
    /// Rows to write in all.
    rows: u64,
    stage: Stage,
}

enum Stage {
    Plan(Planning),
    Write(Box<Export>),
}

impl Work for Exporting {
    fn step(&mut self, _: &mut Tables, sink: &mut Sink) -> Slice {
        match &mut self.stage {
            Stage::Plan(planning) => {
                if let Some(generator) = planning.step() {
                    let export = Export::part(*generator, &self.download, self.shard);
                    self.stage = Stage::Write(Box::new(export));
                }
                Ok(None)
            }
            Stage::Write(export) => match export.step()? {
                None => Ok(Some(Answer::Export(()))),
                Some(bytes) => {
                    sink.write(0, self.media_type, bytes);
                    Ok(None)
                }
            },
        }
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = match &self.stage {
            Stage::Plan(planning) => {
                let (done, total) = planning.progress();
                (done, (total + self.rows).max(1))
            }
            Stage::Write(export) => {
                let (done, total) = export.progress();
                (self.planned + done, self.planned + total)
            }
        };
        Some(Progress { done, total })
    }
}

/// Begins to estimate sizes.
pub(super) fn sizes(request: asked::Sizes) -> Result<Box<dyn Work>, Vec<Problem>> {
    let sizes = Sizes::new(&request.configuration)?;
    Ok(Box::new(Sizing { sizes, files: request.files, bytes: Vec::new() }))
}

/// Files whose size is estimated, one a slice.
struct Sizing {
    sizes: Sizes,
    files: Vec<(File, Encoding)>,
    bytes: Vec<u64>,
}

impl Work for Sizing {
    fn step(&mut self, _: &mut Tables, _: &mut Sink) -> Slice {
        let Some(&(file, encoding)) = self.files.get(self.bytes.len()) else {
            let bytes = std::mem::take(&mut self.bytes);
            return Ok(Some(Answer::Sizes(asked::Sized { bytes, events: self.sizes.events() })));
        };
        self.bytes.push(self.sizes.of(file, encoding)?);
        Ok(None)
    }
}

/// What a log is.
const LOG_MEDIA_TYPE: &str = "application/x-ndjson";

/// Begins to write the log of a stream up to where it is.
///
/// # Errors
/// The stream cannot be made.
pub(super) fn save_log(request: &asked::SaveLog) -> Result<Box<dyn Work>, Vec<Problem>> {
    let (starting, script) = read(&request.watch)?;
    Ok(Box::new(Saving { came: request.watch.came, script, stage: SavingStage::Plan(starting) }))
}

struct Saving {
    came: u64,
    script: Script,
    stage: SavingStage,
}

enum SavingStage {
    Plan(Box<Starting>),
    Write(Box<(Stream, LogLines)>),
}

impl Work for Saving {
    fn step(&mut self, _: &mut Tables, sink: &mut Sink) -> Slice {
        match &mut self.stage {
            SavingStage::Plan(starting) => {
                if let Some(stream) = starting.step()? {
                    let lines = LogLines::new(Form::JsonLines, &stream, false)?;
                    self.stage = SavingStage::Write(Box::new((stream, lines)));
                }
                Ok(None)
            }
            SavingStage::Write(writing) => {
                let (stream, lines) = writing.as_mut();
                let left = self.came.saturating_sub(stream.progress().0);
                let chunk = self.script.advance(stream, left.min(ROWS_PER_STEP))?;
                if chunk.records.is_empty() {
                    return Ok(Some(Answer::SaveLog(())));
                }
                let mut bytes = Vec::new();
                if let Some(monitor) = stream.monitors.first() {
                    lines.write(&chunk, monitor, &mut bytes)?;
                }
                sink.write(0, LOG_MEDIA_TYPE, bytes);
                Ok(None)
            }
        }
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = match &self.stage {
            SavingStage::Plan(starting) => (starting.progress().0, starting.progress().1 + self.came),
            SavingStage::Write(writing) => {
                let (came, all) = writing.0.progress();
                (all / 3 + came, all / 3 + self.came)
            }
        };
        Some(Progress { done, total })
    }
}
