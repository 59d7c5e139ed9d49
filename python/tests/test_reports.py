"""What is said of data: the audit, the description, and balanced parts, as the command line says it."""

import io
import json

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import cyberdatagen

from reading import plain


@pytest.mark.parametrize("preset", ["realistic", "classic"])
def test_the_audit_is_that_of_the_command_line(command, preset):
    printed = command("audit", "--preset", preset, "--rows", 1500, "--json", codes=(0, 3))
    report = cyberdatagen.audit(preset, rows=1500)
    assert report == json.loads(printed.stdout)
    assert printed.returncode == (0 if report["passes"] else 3)


def test_a_description_is_that_of_the_command_line(command, tmp_path):
    path = tmp_path / "data.csv"
    table = cyberdatagen.generate("messy-logs", rows=900)
    table.to_csv(path)
    expected = json.loads(command("describe", path, "--json").stdout)
    for data in [table, path, str(path), path.read_bytes(), bytearray(path.read_bytes())]:
        assert cyberdatagen.describe(data) == expected
    other_form = {"files.header": "off", "files.delimiter": "semicolon", "files.quoting": "all"}
    same = cyberdatagen.generate("messy-logs", rows=900, settings=other_form)
    assert cyberdatagen.describe(same)["columns"] == expected["columns"]


def test_tables_of_other_libraries_are_described():
    table = cyberdatagen.generate(rows=600)
    expected = {column["name"]: column["figures"] for column in cyberdatagen.describe(table)["columns"]}
    for data in [table.to_pandas(), table.to_polars(), table.to_pyarrow()]:
        found = {column["name"]: column["figures"] for column in cyberdatagen.describe(data)["columns"]}
        assert found == expected


def test_data_that_cannot_be_read_is_refused(tmp_path):
    with pytest.raises(cyberdatagen.ConfigurationError, match="the file is empty"):
        cyberdatagen.describe(b"")
    (tmp_path / "bad.csv").write_bytes(b"a,b\n1\n")
    with pytest.raises(cyberdatagen.ConfigurationError, match=r"bad\.csv"):
        cyberdatagen.describe(tmp_path / "bad.csv")
    with pytest.raises(FileNotFoundError):
        cyberdatagen.describe(tmp_path / "missing.csv")
    with pytest.raises(TypeError, match="neither a path"):
        cyberdatagen.describe(7)


@pytest.mark.parametrize("hold", [cyberdatagen.describe, cyberdatagen.balance])
@pytest.mark.parametrize("shard", [None, (1, 2)])
def test_more_rows_than_are_held_are_refused(hold, shard):
    with pytest.raises(cyberdatagen.ConfigurationError) as raised:
        hold(cyberdatagen.generate(rows=50_000_000, shard=shard))
    rows, parts = ("50,000,000", 5) if shard is None else ("25,000,000", 3)
    hint = f"give at most 10,000,000, such as a shard: shard=(1, {parts})"
    assert raised.value.problems == [("rows", f"{rows} rows are more than this function holds", hint)]


def test_balanced_parts_are_those_of_the_command_line(command, tmp_path):
    options = ["--method", "smote-nc", "--k", 3, "--balance-seed", 9]
    command("balance", "--rows", 1200, *options, "--out", tmp_path)
    balanced = cyberdatagen.balance(cyberdatagen.generate(rows=1200), method="smote-nc", k=3, seed=9)
    stem = tmp_path / "cybersecurity_dataset"
    assert balanced.train.to_csv() == stem.with_name(f"{stem.name}_train_balanced.csv").read_bytes()
    assert balanced.test.to_csv() == stem.with_name(f"{stem.name}_test.csv").read_bytes()
    assert balanced.report == json.loads(stem.with_name(f"{stem.name}_balance_report.json").read_text())
    labels = plain(balanced.train)["Is Anomaly"].to_pylist()
    assert labels.count(0) == labels.count(1) == balanced.report["classes"][0]["reached"]
    frame = balanced.train.to_pandas()
    assert frame["Is Synthetic"].sum() == sum(of["synthetic"] for of in balanced.report["classes"])
    assert balanced.train.link is None and len(balanced.train) + len(balanced.test) == len(frame) + 240


def test_anyones_data_is_balanced(command, tmp_path):
    rows = "".join(f"{row % 17},{row * 7 % 23}.5,{'ab'[row % 2]},{'attack' if row % 5 == 0 else 'normal'}\n" for row in range(200))
    text = ("port,load,kind,label\n" + rows).encode()
    path = tmp_path / "traffic.csv"
    path.write_bytes(text)
    options = {"target": "label", "strategy": {"attack": 100, "normal": 128}, "split": "stratified", "categorical": ["port"]}
    command(
        "balance", "--input", path, "--target", "label", "--strategy", "attack=100, normal=128", "--categorical", "port",
        "--out", tmp_path,
    )  # fmt: skip
    expected = (tmp_path / "traffic_train_balanced.csv").read_bytes()
    frame = pd.read_csv(io.BytesIO(text))
    for data in [path, text, frame, pl.DataFrame(frame), pa.Table.from_pandas(frame)]:
        balanced = cyberdatagen.balance(data, **options)
        assert plain(balanced.train).num_rows == 228
        if isinstance(data, bytes) or data is path:
            assert balanced.train.to_csv() == expected
    whole = cyberdatagen.balance(text, target="label", split="none")
    assert whole.test is None and len(whole.train) == 320


def test_a_shard_is_balanced_alone():
    part = cyberdatagen.generate(rows=3000, shard=(1, 2))
    balanced = cyberdatagen.balance(part)
    assert balanced.report["rows"] == 1500


@pytest.mark.parametrize(
    ("options", "path", "hint"),
    [
        ({"kk": 3}, "kk", "the options are target, method"),
        ({"k": 0}, "k", "use a whole number from 1"),
        ({"method": "magic"}, "method", "use one of auto, smote"),
        ({"target": "Nope"}, "target", ""),
    ],
)
def test_options_that_cannot_be_used_are_refused(options, path, hint):
    with pytest.raises(cyberdatagen.ConfigurationError) as raised:
        cyberdatagen.balance(cyberdatagen.generate(rows=500), **options)
    [problem] = raised.value.problems
    assert problem.path == path and problem.hint and hint in problem.hint
