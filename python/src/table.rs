//! What Python holds of some rows: a recipe for them, which libraries of Arrow read.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cyberdatagen::engine::configuration::link::Link;
use cyberdatagen::engine::export::Format;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyList};

use crate::arrow::data_type;
use crate::problems::refusal;
use crate::pulse::Pulse;
use crate::source::Source;
use crate::stream;

/// Rows that every library of Arrow reads, without a copy.
///
/// A table of generated data is a recipe: it checks its settings at once and makes its rows whenever someone reads them, in batches,
/// so that it takes no memory however many rows it has. The same table gives the same rows every time.
///
/// ``pandas.DataFrame.from_arrow`` (pandas 3), ``polars.DataFrame``, ``pyarrow.table`` and DuckDB take it as it is, through the
/// Arrow PyCapsule interface. Names come as dictionaries (categories); a consumer that asks for text gets text. Ids of rows and of
/// campaigns are text.
///
/// Attributes
/// ----------
/// num_rows : int
///     The number of rows.
/// column_names : list of str
///     The names of the columns, in their order.
/// schema : list of dict
///     What is known of each column.
/// link : str or None
///     The link that makes the same data on the page and on the command line.
///
/// Examples
/// --------
/// >>> import cyberdatagen
/// >>> table = cyberdatagen.generate(rows=1000)
/// >>> len(table)
/// 1000
/// >>> table.column_names[:3]
/// ['Issue ID', 'Issue Key', 'Issue Name']
#[pyclass(module = "cyberdatagen", frozen)]
pub struct Table {
    /// The rows.
    pub source: Arc<Source>,
}

impl Table {
    /// Of some rows.
    pub fn new(source: Source) -> Self {
        Table { source: Arc::new(source) }
    }

    /// Gives the bytes of the CSV file, piece by piece, in the form of the configuration or in another.
    ///
    /// # Errors
    /// They cannot be made or taken, or a signal came.
    fn write_csv(
        &self,
        py: Python<'_>,
        form: Option<Format>,
        mut take: impl FnMut(&[u8]) -> std::io::Result<()>,
    ) -> PyResult<()> {
        let (pulse, source) = (Pulse::here(), &self.source);
        let mut taken = |bytes: &[u8]| take(bytes).map_err(PyErr::from);
        let mut start = Vec::new();
        source.begin(form, &mut start).map_err(|problem| refusal(py, [problem]))?;
        taken(&start)?;
        let mut pieces = source.pieces();
        loop {
            let lines = pulse.work(|| source.next(&mut pieces, |table| source.lines(table, form)))?;
            let lines = lines.map_err(|problem| refusal(py, [problem]))?;
            if lines.is_empty() {
                return Ok(());
            }
            lines.iter().try_for_each(|lines| taken(lines))?;
        }
    }

    /// The bytes of the CSV file, in the form of the configuration or in another.
    ///
    /// # Errors
    /// They cannot be made, or a signal came.
    pub fn csv(&self, py: Python<'_>, form: Option<Format>) -> PyResult<Vec<u8>> {
        let mut text = Vec::new();
        self.write_csv(py, form, |bytes| {
            text.extend_from_slice(bytes);
            Ok(())
        })?;
        Ok(text)
    }

    /// The columns that files have: name and type in Arrow.
    fn columns<T>(&self, each: impl FnMut(&cyberdatagen::engine::dataset::Column) -> T) -> Vec<T> {
        let table = self.source.columns();
        table.columns().iter().filter(|column| column.field.in_files).map(each).collect()
    }
}

#[pymethods]
impl Table {
    /// The number of rows.
    #[getter]
    fn num_rows(&self) -> u64 {
        self.source.rows()
    }

    /// The names of the columns, in their order.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.columns(|column| column.field.name.clone())
    }

    /// What is known of each column: name, type in Arrow, type in the data dictionary, unit, role, and a sentence.
    #[getter]
    fn schema<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let columns = self.columns(|column| {
            let (field, known) = (&column.field, PyDict::new(py));
            known.set_item("name", &field.name)?;
            known.set_item("arrow_type", arrow_name(&data_type(column)))?;
            known.set_item("type", field.kind.name())?;
            known.set_item("unit", &field.unit)?;
            known.set_item("role", field.role.name())?;
            known.set_item("description", field.description)?;
            Ok(known)
        });
        PyList::new(py, columns.into_iter().collect::<PyResult<Vec<_>>>()?)
    }

    /// The link that makes the same data on the page and on the command line; None of rows that were read.
    #[getter]
    fn link(&self) -> Option<String> {
        let configuration = self.source.configuration()?;
        Some(format!("#{}", Link::of(configuration.clone()).write()))
    }

    fn __len__(&self) -> usize {
        self.source.rows() as usize
    }

    fn __repr__(&self) -> String {
        let columns = self.columns(|_| ()).len();
        format!("<cyberdatagen.Table: {} rows, {columns} columns>", self.source.rows())
    }

    /// The rows as an Arrow stream (PyCapsule interface).
    ///
    /// Parameters
    /// ----------
    /// requested_schema : capsule, optional
    ///     A schema that the consumer would like better. Where it asks for text in place of a dictionary, text comes; other wishes
    ///     are not met, as the interface allows.
    ///
    /// Returns
    /// -------
    /// capsule
    ///     An ``arrow_array_stream``.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        stream::capsule(py, &self.source, requested_schema.as_ref())
    }

    /// The types of the columns (PyCapsule interface): an ``arrow_schema``.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        stream::schema_capsule(py, &self.source)
    }

    /// The rows as a ``pyarrow.Table``. Needs pyarrow.
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let table = py.import("pyarrow")?.call_method1("table", (slf,));
        table.or_else(|error| {
            // An interruption that the stream passed on.
            py.check_signals()?;
            Err(error)
        })
    }

    /// The rows as a ``pandas.DataFrame``, names as categories. Needs pandas and pyarrow.
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        Table::to_pyarrow(slf)?.call_method0("to_pandas")
    }

    /// The rows as a ``polars.DataFrame``, names as categories. Needs polars.
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let frame = py.import("polars")?.call_method1("DataFrame", (slf,));
        frame.or_else(|error| {
            py.check_signals()?;
            Err(error)
        })
    }

    /// The rows as CSV: the bytes that the command line writes for the same settings.
    ///
    /// Parameters
    /// ----------
    /// path : str or os.PathLike, optional
    ///     The file to write. It appears once it is complete, or not at all.
    ///
    /// Returns
    /// -------
    /// bytes or None
    ///     The bytes where no path is given.
    #[pyo3(signature = (path=None))]
    fn to_csv<'py>(&self, py: Python<'py>, path: Option<PathBuf>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        match path {
            None => Ok(Some(PyBytes::new(py, &self.csv(py, None)?))),
            Some(path) => self.write_file(py, &path).map(|()| None),
        }
    }
}

impl Table {
    fn write_file(&self, py: Python<'_>, path: &Path) -> PyResult<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        builder.prefix(".cyberdatagen-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // The rights that any new file has: the process's mask takes from these.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
        self.write_csv(py, None, |bytes| file.write_all(bytes))?;
        file.persist(path).map(drop).map_err(|error| error.error.into())
    }
}

/// A type of Arrow as pyarrow writes it.
fn arrow_name(kind: &arrow_schema::DataType) -> &'static str {
    use arrow_schema::DataType;
    match kind {
        DataType::Int64 => "int64",
        DataType::Float64 => "double",
        DataType::Timestamp(..) => "timestamp[us]",
        DataType::Dictionary(..) => "dictionary<values=string, indices=int32, ordered=0>",
        _ => "string",
    }
}
