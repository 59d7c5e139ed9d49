//! The Arrow PyCapsule interface: a table as a stream of batches, without a copy.
//! <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, Schema, SchemaRef};
use cyberdatagen::engine::Problem;
use pyo3::exceptions::{PyKeyboardInterrupt, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods};

use crate::arrow::Batches;
use crate::pulse::{Pulse, attached};
use crate::source::{Pieces, Source, broken};

/// The rows of a source as a capsule.
///
/// # Errors
/// The schema that was asked for is none.
pub fn capsule<'py>(
    py: Python<'py>,
    source: &Arc<Source>,
    requested: Option<&Bound<'py, PyCapsule>>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let requested = requested.map(requested_schema).transpose()?;
    let batches = Batches::new(&source.columns(), requested.as_ref());
    let (source, pieces) = (Arc::clone(source), source.pieces());
    let reader = Reader { source, pieces, batches, ready: VecDeque::new(), pulse: Pulse::here() };
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
}

/// The schema of a source as a capsule.
///
/// # Errors
/// Arrow has no such schema.
pub fn schema_capsule<'py>(py: Python<'py>, source: &Source) -> PyResult<Bound<'py, PyCapsule>> {
    let batches = Batches::new(&source.columns(), None);
    let schema = FFI_ArrowSchema::try_from(batches.schema().as_ref()).map_err(of_arrow)?;
    PyCapsule::new_with_value(py, schema, c"arrow_schema")
}

fn of_arrow(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// What a consumer would like to have.
fn requested_schema(capsule: &Bound<'_, PyCapsule>) -> PyResult<Schema> {
    let pointer = capsule.pointer_checked(Some(c"arrow_schema"))?;
    #[allow(unsafe_code, reason = "a capsule is a pointer")]
    // SAFETY: a capsule of this name holds an ArrowSchema, which lives as long as the capsule does.
    let schema = unsafe { pointer.cast::<FFI_ArrowSchema>().as_ref() };
    Schema::try_from(schema).map_err(of_arrow)
}

/// Reads the rows of a source, batch by batch.
struct Reader {
    source: Arc<Source>,
    pieces: Pieces,
    batches: Batches,
    ready: VecDeque<RecordBatch>,
    pulse: Pulse,
}

impl Reader {
    /// The next batches, as many as there are threads.
    fn advance(&mut self) -> Result<Vec<RecordBatch>, ArrowError> {
        let Reader { source, pieces, batches, pulse, .. } = self;
        let piece = || {
            source.next(pieces, |table| {
                let faulty = |error: ArrowError| Problem::new("", error.to_string(), "report it, please");
                batches.batch(table).map_err(faulty)
            })
        };
        // A panic must not reach whoever reads the stream, which may be no Rust.
        let made = catch_unwind(AssertUnwindSafe(|| pulse.work(piece)));
        let made = made.unwrap_or_else(|_| Ok(Err(broken()))).map_err(interrupted)?;
        made.map_err(|problem| ArrowError::ComputeError(problem.to_string()))
    }
}

/// The end of a stream that an interruption ends. Its reader raises an error of its own, so Python is interrupted again.
fn interrupted(raised: PyErr) -> ArrowError {
    attached(move |py| {
        let is_interruption = raised.is_instance_of::<PyKeyboardInterrupt>(py);
        let told = raised.to_string();
        drop(raised);
        // The last thing that is done with Python here: the next one hears it.
        if is_interruption
            && let Err(error) = py.import("_thread").and_then(|module| module.call_method0("interrupt_main"))
        {
            error.write_unraisable(py, None);
        }
        ArrowError::ExternalError(told.into())
    })
}

impl Iterator for Reader {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            match self.advance() {
                Ok(batches) => self.ready.extend(batches),
                Err(error) => return Some(Err(error)),
            }
        }
        self.ready.pop_front().map(Ok)
    }
}

impl RecordBatchReader for Reader {
    fn schema(&self) -> SchemaRef {
        Arc::clone(self.batches.schema())
    }
}
