"""Rows on a cluster of Apache Spark.

Each task makes one shard of the rows. A shard depends on the settings and its number alone, so that a task that is run again, after a
lost executor or beside a slow one, gives the same rows; Spark's own committer sees to it that each part is written once.

The package has to be installed where the executors run, as has pyarrow.

>>> from cyberdatagen import spark as on_spark
>>> frame = on_spark.generate(spark, rows=1_000_000, shards=16)  # doctest: +SKIP
>>> frame.write.parquet("data")  # doctest: +SKIP
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from . import _native
from .errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType


def generate(
    spark: SparkSession,
    rows: int,
    shards: int,
    preset: str | None = None,
    *,
    seed: int | None = None,
    link: str | None = None,
    student: str | None = None,
    settings: dict[str, Any] | None = None,
    **more: Any,
) -> DataFrame:
    """Make the rows of `cyberdatagen.generate` on a cluster.

    Parameters
    ----------
    spark : pyspark.sql.SparkSession
        The session.
    rows : int
        Rows in all.
    shards : int
        Parts, each of which one task makes; some per core of the cluster, and so many that a part has up to a million rows. With rows
        in the order of time (``order="time"``) each task plans the whole order first, so that fewer parts are better.
    preset, seed, link, student, settings, **more
        As of `cyberdatagen.generate`.

    Returns
    -------
    pyspark.sql.DataFrame
        The rows: a partition for each shard, in their order. Names are strings, timestamps are without a time zone
        (``TimestampNTZType``).

    Raises
    ------
    ConfigurationError
        As of `cyberdatagen.generate`, before any task runs.
    TypeError
        ``shards`` is no whole number, or ``shard`` or ``threads`` is given: each task makes one shard on one thread.
    """
    shards = operator.index(shards)
    if shards < 1:
        raise ConfigurationError([("shards", f"there cannot be {shards} shards", "choose at least 1")])
    for name in ("shard", "threads"):
        if name in more:
            raise TypeError(f"{name}: each task makes one shard on one thread; say how many with shards=")
    arguments = {"seed": seed, "rows": rows, "link": link, "student": student, "settings": settings, **more}
    # What is wrong is said here, not by a task.
    table = _native.generate(preset, shard=(1, shards), threads=1, **arguments)
    plain = plain_schema(table)

    def make(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        for batch in batches:
            for index in batch.column(0).to_pylist():
                shard = _native.generate(preset, shard=(index, shards), threads=1, **arguments)
                yield from pa.RecordBatchReader.from_stream(shard, schema=plain)

    numbers = spark.range(1, shards + 1, 1, numPartitions=shards)
    return numbers.mapInArrow(make, spark_schema(plain))


def plain_schema(table: _native.Table) -> pa.Schema:
    """Give the types of a table with text in place of dictionaries, which Spark does not have.

    Parameters
    ----------
    table : Table
        The table.

    Returns
    -------
    pyarrow.Schema
        Its columns.
    """
    import pyarrow as pa

    fields = pa.schema(table)
    is_names = pa.types.is_dictionary
    return pa.schema([field.with_type(field.type.value_type) if is_names(field.type) else field for field in fields])


def spark_schema(schema: pa.Schema) -> StructType:
    """Give the types that columns have in Spark.

    Parameters
    ----------
    schema : pyarrow.Schema
        The columns, without dictionaries.

    Returns
    -------
    pyspark.sql.types.StructType
        The same columns.
    """
    import pyarrow as pa
    from pyspark.sql import types

    kinds = {
        pa.int64(): types.LongType(),
        pa.float64(): types.DoubleType(),
        pa.string(): types.StringType(),
        pa.timestamp("us"): types.TimestampNTZType(),
    }
    return types.StructType([types.StructField(field.name, kinds[field.type], nullable=True) for field in schema])
