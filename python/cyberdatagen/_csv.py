"""Tables of Arrow as CSV, which the engine reads."""

import io
from typing import Any


def of_arrow(data: Any) -> bytes:
    """Write what exports Arrow as CSV.

    Parameters
    ----------
    data : object
        What has ``__arrow_c_stream__``: a data frame of pandas or Polars, a table of pyarrow, a relation of DuckDB.

    Returns
    -------
    bytes
        The CSV file, with a header.

    Raises
    ------
    TypeError
        It exports no Arrow, or pyarrow is not installed.
    """
    if not hasattr(data, "__arrow_c_stream__"):
        raise TypeError(
            f"{type(data).__name__} is neither a path, nor bytes of CSV, nor a table that exports Arrow (__arrow_c_stream__)"
        )
    try:
        import pyarrow as pa
        import pyarrow.csv
    except ImportError as error:
        raise TypeError("tables of other libraries are read through pyarrow: install it, or give the path of a CSV file") from error
    table = pa.table(data)
    for place, field in enumerate(table.schema):
        plain = pa.chunked_array([_plain(chunk) for chunk in table.column(place).chunks] or [pa.array([], pa.string())])
        table = table.set_column(place, field.name, plain)
    output = io.BytesIO()
    pyarrow.csv.write_csv(table, output)
    return output.getvalue()


def _plain(array: Any) -> Any:
    """Give an array as a writer of CSV takes it: without a dictionary, and text as text."""
    import pyarrow as pa

    if pa.types.is_dictionary(array.type):
        return _plain(array.dictionary).take(array.indices)
    return array.cast(pa.string()) if pa.types.is_string_view(array.type) else array
