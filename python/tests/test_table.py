"""Tables: the bytes of the command line, the types of Parquet, and every library that reads Arrow."""

import hashlib
import os

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cyberdatagen

from reading import plain

MESSY = {"defects.missing.mcar": 5, "defects.label_noise": 2, "defects.irrelevant": 2}


def test_the_csv_has_the_golden_hash(golden, tmp_path):
    assert len(golden) >= 6
    for case in golden:
        table = cyberdatagen.generate(case["preset"], settings=case["settings"])
        assert hashlib.sha256(table.to_csv()).hexdigest() == case["sha256"], case
        path = tmp_path / "data.csv"
        assert table.to_csv(path) is None
        assert hashlib.sha256(path.read_bytes()).hexdigest() == case["sha256"], case


def test_a_file_appears_complete_with_the_rights_of_any_file(tmp_path):
    table = cyberdatagen.generate(rows=300)
    table.to_csv(tmp_path / "data.csv")
    (tmp_path / "other").touch()
    assert (tmp_path / "data.csv").stat().st_mode == (tmp_path / "other").stat().st_mode
    with pytest.raises(OSError):
        table.to_csv(tmp_path / "missing" / "data.csv")
    assert sorted(os.listdir(tmp_path)) == ["data.csv", "other"]


@pytest.mark.parametrize(
    ("preset", "settings"),
    [
        ("classic", {}),
        ("realistic", {}),
        ("realistic", {**MESSY, "columns.attack_type": True, "columns.phase": "on", "order": "time"}),
        ("messy-logs", {"lists.departments": ["R, D", "Straße 安全", "=SUM(A1)"], "columns.cost": False}),
    ],
)
def test_every_type_and_value_is_that_of_parquet(command, tmp_path, preset, settings):
    options = [option for path, value in settings.items() for option in ("--set", f"{path}={text(value)}")]
    command("generate", "--preset", preset, "--rows", 2500, *options, "--format", "parquet", "--out", tmp_path)
    table = cyberdatagen.generate(preset, rows=2500, settings=settings)
    assert plain(table) == pq.read_table(tmp_path / "cybersecurity_dataset_combined.parquet")
    if preset != "classic":
        answers = cyberdatagen.answer_key(preset, rows=2500, settings=settings)
        assert plain(answers) == pq.read_table(tmp_path / "answer_key.parquet")
        for name in ["users", "campaigns"]:
            listed = getattr(cyberdatagen, name)(preset, rows=2500, settings=settings)
            assert plain(listed) == pq.read_table(tmp_path / f"{name}.parquet")


def text(value):
    """Give a value as the command line takes it."""
    if isinstance(value, list):
        return ", ".join(name.replace(",", "\\,") for name in value)
    return {True: "on", False: "off"}.get(value, value) if isinstance(value, bool) else value


def test_lists_and_answers_have_the_bytes_of_the_command_line(command, tmp_path):
    command("generate", "--preset", "messy-logs", "--rows", 3000, "--seed", 3, "--set", "files.missing=na", "--out", tmp_path)
    for name in ["answer_key", "users", "campaigns"]:
        table = getattr(cyberdatagen, name)("messy-logs", rows=3000, seed=3, files_missing="na")
        assert table.to_csv() == (tmp_path / f"{name}.csv").read_bytes()
        assert len(table) == len(table.to_csv().splitlines()) - 1


def test_names_are_dictionaries_that_batches_share():
    table = cyberdatagen.generate(rows=150_000, threads=2)
    batches = pa.RecordBatchReader.from_stream(table).read_all().to_batches()
    assert [len(batch) for batch in batches] == [65_536, 65_536, 18_928]
    for name in ["Severity", "User ID", "Defense Action", "Device"]:
        columns = [batch.column(name) for batch in batches]
        assert columns[0].type == pa.dictionary(pa.int32(), pa.string())
        assert all(column.dictionary.equals(columns[0].dictionary) for column in columns)
        names = columns[0].dictionary.to_pylist()
        assert len(set(names)) == len(names), "each name once"


def test_ids_of_campaigns_are_text():
    settings = {"columns.campaign_id": True}
    tables = [cyberdatagen.generate(rows=3000, settings=settings), cyberdatagen.answer_key(rows=3000)]
    for table in [*tables, cyberdatagen.campaigns(rows=3000)]:
        assert pa.schema(table).field("Campaign ID").type == pa.string()
    ids = [pa.table(make(rows=3000))["Campaign ID"] for make in (cyberdatagen.answer_key, cyberdatagen.campaigns)]
    assert ids[0].null_count > 0 and set(ids[0].drop_null().to_pylist()) == set(ids[1].to_pylist())


def test_campaigns_of_many_rows_come_line_by_line():
    campaigns = cyberdatagen.campaigns(rows=1_000_000_000)
    batches = pa.RecordBatchReader.from_stream(campaigns)
    first = batches.read_next_batch()
    assert first["Campaign ID"].to_pylist()[:2] == ["CAMPAIGN-1", "CAMPAIGN-2"]
    assert len(campaigns) > 1_000_000 > len(first)


def test_text_comes_where_it_is_asked_for():
    table = cyberdatagen.generate(rows=500, settings=MESSY)
    schema = pa.schema(table)
    wanted = pa.schema([
        field.with_type(pa.string()) if field.name in ("Severity", "Status") else field for field in schema
    ])
    given = pa.RecordBatchReader.from_stream(table, schema=wanted).read_all()
    assert given.schema == wanted
    assert given["Severity"].to_pylist() == pa.table(table)["Severity"].to_pylist()
    assert pa.types.is_dictionary(given["User ID"].type)


def test_pandas_polars_and_duckdb_take_the_table():
    table = made = cyberdatagen.generate(rows=70_000, seed=5, settings=MESSY)
    expected = plain(table)
    total, sessions = sum(expected["Is Anomaly"].to_pylist()), expected["Session Duration in Second"]

    frame = pd.DataFrame.from_arrow(table)
    assert frame.equals(table.to_pandas()) and len(frame) == 70_000
    assert frame["Is Anomaly"].sum() == total and frame["Severity"].dtype == "category"
    assert frame["Session Duration in Second"].isna().sum() == sessions.null_count > 0
    assert frame["Timestamps"].dtype.kind == "M"

    polar = pl.DataFrame(table)
    assert polar.equals(table.to_polars()) and polar.height == 70_000
    assert polar["Is Anomaly"].sum() == total
    assert polar["Defense Action"].cast(pl.String).to_list() == expected["Defense Action"].to_pylist()

    found = duckdb.sql('SELECT count(*), sum("Is Anomaly"), max("Timestamps") FROM made').fetchall()
    assert found == [(70_000, total, max(expected["Timestamps"].to_pylist()))]


def test_a_table_gives_the_same_rows_again_whatever_the_threads():
    tables = [cyberdatagen.generate(rows=140_000, threads=threads, order="time") for threads in (1, 3)]
    first = pa.table(tables[0])
    assert first == pa.table(tables[0]) == pa.table(tables[1])
    assert tables[0].to_csv() == tables[1].to_csv()
    keys = [cyberdatagen.answer_key(rows=140_000, threads=threads) for threads in (1, 3)]
    assert pa.table(keys[0]) == pa.table(keys[1])


def test_a_table_says_what_it_is():
    table = cyberdatagen.generate("classic", rows=1234, seed=8)
    assert (len(table), table.num_rows) == (1234, 1234)
    assert repr(table) == "<cyberdatagen.Table: 1234 rows, 34 columns>"
    assert table.column_names == pa.schema(table).names
    assert table.link == "#v1.classic&seed=8&rows=1234"
    assert pa.table(cyberdatagen.generate(link=table.link)) == pa.table(table)
    for column, field in zip(table.schema, pa.schema(table), strict=True):
        assert (column["name"], column["arrow_type"]) == (field.name, str(field.type))
        assert column["description"].endswith(".") and column["role"]
    label = next(column for column in table.schema if column["role"] == "target")
    assert (label["name"], label["type"]) == ("Is Anomaly", "flag")


def test_versions_are_those_of_the_project():
    from conftest import REPOSITORY

    manifest = (REPOSITORY / "Cargo.toml").read_text()
    assert f'version = "{cyberdatagen.__version__}"' in manifest.split("\n\n")[0]
    engine = (REPOSITORY / "src" / "engine.rs").read_text()
    assert f"DATA_VERSION: u32 = {cyberdatagen.DATA_VERSION};" in engine
