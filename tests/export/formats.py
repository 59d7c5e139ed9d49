"""Reads exported files with the tools that users load them with, and compares every value.

    python formats.py FOLDER...

A folder holds the same tables in several formats. The values are those of the Parquet file, or of NAME.expected.json where a test
states them. Every other format is read by each tool that reads it and compared value by value, and types are compared where the
format has types. One line a folder says what was compared; the first difference ends the script.

pandas 3.1.1, pyarrow 26.0.1, polars 2.1.0, duckdb 2.0.1, sqlite3 of Python, PostgreSQL where there is one (`postgres.py`).
"""

import csv
import datetime
import gzip
import json
import math
import pathlib
import sqlite3
import sys

import duckdb
import pandas
import polars
import pyarrow.parquet

from postgres import Postgres

from postgres import Postgres

csv.field_size_limit(1 << 30)

# The types that tables have, as each tool calls them.
TYPES = {
    "int": {"arrow": "int64", "polars": polars.Int64, "duckdb": "BIGINT", "pandas": "Int64"},
    "float": {"arrow": "double", "polars": polars.Float64, "duckdb": "DOUBLE", "pandas": "float64"},
    "text": {"arrow": "string", "polars": polars.String, "duckdb": "VARCHAR", "pandas": "object"},
    "time": {"arrow": "timestamp[us]", "polars": polars.Datetime("us"), "duckdb": "TIMESTAMP", "pandas": "object"},
}


class Table:
    """Names, types and columns of values: int, float, str, datetime or None."""

    def __init__(self, names, types, columns):
        self.names, self.types, self.columns = list(names), list(types), [list(column) for column in columns]

    def duckdb_types(self):
        return {name: TYPES[kind]["duckdb"] for name, kind in zip(self.names, self.types)}

    def polars_schema(self, text_times=False):
        def of(kind):
            return polars.String if kind == "time" and text_times else TYPES[kind]["polars"]

        return {name: of(kind) for name, kind in zip(self.names, self.types)}


def value(cell, kind):
    """A cell that a tool read, as a plain Python value; strict about its type."""
    if cell is None or cell is pandas.NA or cell is pandas.NaT or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if hasattr(cell, "item"):
        cell = cell.item()
    if kind == "int":
        assert isinstance(cell, int) and not isinstance(cell, bool), (cell, type(cell))
    elif kind == "float":
        assert isinstance(cell, float), (cell, type(cell))
    elif kind == "time":
        if isinstance(cell, str):
            assert len(cell) == 19, cell
            cell = datetime.datetime.fromisoformat(cell)
        cell = datetime.datetime(*cell.timetuple()[:6])
    else:
        assert isinstance(cell, str), (cell, type(cell))
    return cell


def parsed(text, kind):
    """A cell of CSV."""
    if text == "":
        return None
    if kind == "int":
        return int(text)
    if kind == "float":
        return float(text)
    if kind == "time":
        return datetime.datetime.fromisoformat(text)
    return text


def neutralized(cell):
    """Text as CSV has it: an apostrophe before what a spreadsheet would run."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") and cell else cell


def without_null(cell):
    """Text as SQL has it."""
    return cell.replace("\0", "\ufffd") if isinstance(cell, str) else cell


def compare(what, expected, names, columns, change=lambda cell: cell):
    assert list(names) == [change(name) for name in expected.names], (what, names)
    assert len(columns) == len(expected.columns), what
    count = 0
    for name, kind, found, wanted in zip(expected.names, expected.types, columns, expected.columns):
        found = [value(cell, kind) for cell in found]
        wanted = [change(cell) for cell in wanted]
        if found != wanted:
            assert len(found) == len(wanted), (what, name, len(found), len(wanted))
            row = next(row for row in range(len(wanted)) if found[row] != wanted[row])
            raise AssertionError(f"{what}: {name}, row {row}: {found[row]!r:.200}, not {wanted[row]!r:.200}")
        count += len(wanted)
    return count


def of_parquet(path):
    table = pyarrow.parquet.read_table(path)
    kinds = {facts["arrow"]: kind for kind, facts in TYPES.items()}
    types = [kinds[str(field.type)] for field in table.schema]
    columns = [[value(cell, kind) for cell in column.to_pylist()] for column, kind in zip(table.columns, types)]
    return Table(table.schema.names, types, columns)


def of_expected(path):
    stated = json.loads(path.read_text())
    columns = [[parsed(cell, kind) if kind == "time" and cell else cell for cell in column]
               for kind, column in zip(stated["types"], stated["columns"])]
    return Table(stated["names"], stated["types"], columns)


def check_parquet(path, table):
    found = of_parquet(path)
    assert found.types == table.types, (path, found.types, table.types)
    yield "pyarrow", found.names, found.columns
    metadata = pyarrow.parquet.ParquetFile(path).metadata
    assert metadata.created_by == "cyberdatagen" and metadata.num_rows == len(table.columns[0])
    if metadata.num_row_groups:
        assert metadata.row_group(0).column(0).compression == "SNAPPY"
    frame = polars.read_parquet(path)
    assert dict(frame.schema) == table.polars_schema(), frame.schema
    yield "polars", frame.columns, [column.to_list() for column in frame.get_columns()]
    relation = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    assert [str(kind) for kind in relation.types] == list(table.duckdb_types().values()), relation.types
    yield "duckdb", relation.columns, list(zip(*relation.fetchall())) or [[]] * len(relation.columns)
    frame = pandas.read_parquet(path)
    yield "pandas", frame.columns, [column_of(frame, place) for place in range(frame.shape[1])]


def column_of(frame, place):
    """A column of pandas, whose whole numbers are decimals where one is missing."""
    cells = frame.iloc[:, place]
    if cells.dtype == "float64" and cells.isna().any():
        whole = cells.dropna()
        if (whole == whole.round()).all():
            return Whole(cells.tolist())
    return cells.tolist()


class Whole(list):
    """Decimals that stand for whole numbers, or for decimals without a part: compared with either."""


def check_csv(path, table):
    named = Table([neutralized(name) for name in table.names], table.types, table.columns)
    with open(path, newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    rows = lines[1:]
    columns = [[parsed(row[place], kind) for row in rows] for place, kind in enumerate(table.types)]
    yield "csv", lines[0], columns
    types = {name: TYPES[kind]["pandas"] for name, kind in zip(named.names, named.types)}
    frame = pandas.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])
    yield "pandas", frame.columns, [frame.iloc[:, place].tolist() for place in range(frame.shape[1])]
    frame = polars.read_csv(path, schema_overrides=named.polars_schema(), infer_schema=False)
    # polars leaves doubled quotes in the names of columns as they are.
    names = [name.replace('""', '"') for name in frame.columns]
    yield "polars", names, [column.to_list() for column in frame.get_columns()]
    relation = duckdb.read_csv(str(path), header=True, delimiter=",", quotechar='"', escapechar='"', dtype=named.duckdb_types())
    yield "duckdb", relation.columns, list(zip(*relation.fetchall())) or [[]] * len(relation.columns)


def check_json_lines(path, table):
    rows = [json.loads(line) for line in path.read_bytes().decode().split("\n")[:-1]]
    assert all(list(row) == table.names for row in rows)
    yield "json", table.names, [[row[name] for row in rows] for name in table.names]
    if not rows:
        return
    frame = pandas.read_json(path, lines=True, dtype=False, precise_float=True)
    yield "pandas", frame.columns, [column_of(frame, place) for place in range(frame.shape[1])]
    frame = polars.read_ndjson(path, schema=table.polars_schema(text_times=True))
    yield "polars", frame.columns, [column.to_list() for column in frame.get_columns()]
    relation = duckdb.read_json(str(path), format="newline_delimited", columns=table.duckdb_types())
    yield "duckdb", relation.columns, list(zip(*relation.fetchall()))


def check_json(path, table):
    rows = json.loads(path.read_bytes().decode())
    yield "json", table.names, [[row[name] for row in rows] for name in table.names]


def check_sqlite(path, table):
    database = sqlite3.connect(":memory:")
    database.executescript(path.read_bytes().decode())
    answer = database.execute(f'SELECT * FROM "{path.stem}"')
    rows = answer.fetchall()
    # A file that is loaded again is refused whole.
    try:
        database.executescript(path.read_bytes().decode())
    except sqlite3.OperationalError:
        database.rollback()
    else:
        raise AssertionError(f"{path}: a table that is there was made again")
    assert database.execute(f'SELECT count(*) FROM "{path.stem}"').fetchone() == (len(rows),), path
    yield "sqlite", [column[0] for column in answer.description], list(zip(*rows)) or [[]] * len(table.names)


def in_order(columns, wanted):
    """Rows in the order in which others have them, those that others do not have at the end."""
    places = {}
    for place, row in enumerate(zip(*wanted)):
        places.setdefault(row, []).append(place)
    rows = [(places[row].pop() if places.get(row) else len(columns[0]), row) for row in zip(*columns)]
    return list(zip(*(row for _, row in sorted(rows, key=lambda pair: pair[0])))) or columns


def check_postgres(postgres, path, table):
    def psql(*arguments, **further):
        return postgres.psql(*arguments, **further).stdout

    psql("-f", path)
    name = f'"{path.stem}"'
    answer = psql("-t", "-A", "-c", f"SELECT json_agg(t) FROM (SELECT * FROM {name}) t", capture_output=True)
    psql("-c", f"DROP TABLE {name}")
    rows = json.loads(answer.decode() or "[]") or []

    def read(cell, kind):
        if kind == "time" and cell:
            return cell.replace("T", " ")
        return float(cell) if kind == "float" and cell is not None else cell

    names = [without_null(name) for name in table.names]
    columns = [[value(read(row[name], kind), kind) for row in rows] for name, kind in zip(names, table.types)]
    wanted = [[without_null(cell) for cell in column] for column in table.columns]
    # Tables of PostgreSQL have no order: rows are brought into that of the file.
    yield "postgresql", names, in_order(columns, wanted)


def check_folder(folder, postgres):
    tools, tables, values = set(), 0, 0
    for parquet in sorted(folder.glob("*.parquet")):
        stem = folder / parquet.stem
        stated = stem.with_suffix(".expected.json")
        table = of_expected(stated) if stated.exists() else of_parquet(parquet)
        checks = {
            ".parquet": [check_parquet], ".csv": [check_csv], ".jsonl": [check_json_lines], ".json": [check_json],
            ".sql": [check_sqlite] + ([lambda path, table: check_postgres(postgres, path, table)] if postgres.folder else []),
        }
        for extension, readers in checks.items():
            path = stem.with_suffix(extension)
            change = {".csv": neutralized, ".sql": without_null}.get(extension, lambda cell: cell)
            for reader in readers:
                for tool, names, columns in reader(path, table):
                    columns = [whole(column, kind) for column, kind in zip(columns, table.types)]
                    values += compare(f"{path.name} by {tool}", table, names, columns, change)
                    tools.add(f"{extension[1:]}:{tool}")
            compressed = path.with_name(path.name + ".gz")
            if compressed.exists():
                packed = compressed.read_bytes()
                assert gzip.decompress(packed) == path.read_bytes(), compressed
                assert packed[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff", compressed
                tools.add(f"{extension[1:]}:gzip")
        tables += 1
    assert tables > 0, f"{folder} has no Parquet file"
    return {"folder": folder.name, "tables": tables, "values": values, "tools": sorted(tools)}


def whole(column, kind):
    if isinstance(column, Whole) and kind == "int":
        return [None if math.isnan(cell) else int(cell) for cell in column]
    return column


def main():
    postgres = Postgres()
    try:
        for folder in sys.argv[1:]:
            print(json.dumps(check_folder(pathlib.Path(folder), postgres)))
    finally:
        postgres.stop()
    print(json.dumps({"postgresql": "compared" if postgres.folder else f"left out: {postgres.reason}"}))


if __name__ == "__main__":
    main()
