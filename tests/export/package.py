"""Takes folders that `cyberdatagen generate` wrote, and reads what comes with the files: the Frictionless Data Package with
`frictionless`, which checks every cell against it; the Croissant description with `mlcroissant`, which loads the records; every Python
block of `how_to_load.md`, and its shell commands (`shell.py`); the starter notebook; the index template beside the types of ECS.
Prints a line of JSON for each folder.

frictionless 5.21.0, mlcroissant 1.1.1, sigma-cli 3.1.0, and those of `formats.py`.
"""

import contextlib
import io
import json
import os
import re
import sys
import warnings
from pathlib import Path

import frictionless
import mlcroissant

import shell
from postgres import Postgres

warnings.simplefilter("ignore")
HERE = Path(__file__).resolve().parent


def validated(folder):
    """How many tables the package describes, each of which was checked cell by cell."""
    package = frictionless.Package(str(folder / "datapackage.json"))
    count = 0
    for resource in package.resources:
        path = folder / resource.path
        assert path.stat().st_size == resource.bytes, resource.path
        if not resource.schema.fields or resource.path.endswith((".parquet", ".json")):
            continue
        report = resource.validate()
        assert report.valid, (resource.path, report.flatten(["rowNumber", "fieldName", "note"])[:5])
        count += report.tasks[0].stats.get("rows", 0) > 0
    return count


def records(folder):
    """How many tables Croissant's own loader reads, to the last row."""
    description = json.loads((folder / "croissant.json").read_text())
    if not description["recordSet"]:
        return 0
    dataset = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert not issues.errors, issues.errors
    count = 0
    for record_set in description["recordSet"]:
        name = record_set["fileObject"] if "fileObject" in record_set else record_set["field"][0]["source"]["fileObject"]["@id"]
        if name.endswith(".csv"):
            import pandas

            expected = len(pandas.read_csv(folder / name))
        else:
            expected = None
        found = sum(1 for _ in dataset.records(record_set["@id"]))
        assert found > 0 and expected in (None, found), (record_set["@id"], found, expected)
        count += 1
    return count


def blocks(folder, postgres):
    text = (folder / "how_to_load.md").read_text()
    count = 0
    for language, code in re.findall(r"```(\w+)\n(.*?)```", text, flags=re.S):
        if language == "python":
            run(code, {})
            count += 1
        else:
            count += shell.run(code.strip(), postgres)
    return count


def run(code, names):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(code, "block", "exec"), names)
    return output.getvalue()


def notebook(folder):
    cells = json.loads((folder / "starter.ipynb").read_text())["cells"]
    names, count, output = {}, 0, ""
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and not source.startswith("%"):
            output += run(source, names)
            count += 1
    found = re.search(r"Average precision ([01]\.\d+), without skill ([01]\.\d+)", output)
    return count, float(found.group(1)) / float(found.group(2))


def mapped(folder):
    """How many fields the template maps as ECS does; each field of the events is a keyword there, or mapped."""
    path = folder / "elastic_index_template.json"
    if not path.exists():
        return 0
    template = json.loads(path.read_text())
    known = json.loads((HERE / "ecs_fields.json").read_text())["fields"]
    types = {}

    def walk(properties, prefix):
        for name, mapping in properties.items():
            if "properties" in mapping:
                walk(mapping["properties"], prefix + name + ".")
            else:
                types[prefix + name] = mapping["type"]

    walk(template["template"]["mappings"]["properties"], "")
    used = set()

    def fields(value, prefix):
        for name, inner in value.items():
            if isinstance(inner, dict):
                fields(inner, prefix + name + ".")
            else:
                used.add(prefix + name)

    name = "events.ecs.ndjson"
    lines = shell.contents(name if Path(name).exists() else f"{name}.gz").decode().splitlines()
    for line in lines[1::2]:
        fields(json.loads(line), "")
    assert set(types) <= used, set(types) - used
    for name in used:
        if name.startswith("cyberdatagen."):
            continue
        wanted = known[name]["type"]
        found = types.get(name, "keyword")
        assert found == wanted or (found, wanted) in {("keyword", "wildcard"), ("keyword", "constant_keyword")}, (name, found, wanted)
    return len(types)


def checked(folder, postgres):
    os.chdir(folder)
    cells, lift = notebook(folder)
    return {
        "folder": folder.name,
        "validated": validated(folder),
        "records": records(folder),
        "blocks": blocks(folder, postgres),
        "cells": cells,
        "lift": round(lift, 2),
        "mapped": mapped(folder),
    }


def main():
    postgres = Postgres()
    try:
        for folder in sys.argv[1:]:
            print(json.dumps(checked(Path(folder), postgres)), flush=True)
    finally:
        postgres.stop()
    print(json.dumps({"postgresql": "loaded" if postgres.folder else f"left out: {postgres.reason}"}))


if __name__ == "__main__":
    main()
