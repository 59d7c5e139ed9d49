"""What the documentation shows is what happens: the guide, the examples of the docstrings, the types."""

import contextlib
import doctest
import io
import os
import pydoc
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cyberdatagen
import cyberdatagen.datasets
import cyberdatagen.spark
from cluster import missing
from conftest import REPOSITORY

GUIDE = REPOSITORY / "docs" / "python.md"


def blocks(text):
    """Give the blocks of code: language, text, and the heading that they stand under."""
    heading = ""
    for found in re.finditer(r"^(#+ [^\n]*)$|^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        if found[1]:
            heading = found[1]
        else:
            yield found[2], found[3], heading


def test_every_block_of_the_guide_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names, languages = {}, []
    for language, code, heading in blocks(GUIDE.read_text()):
        languages.append(language)
        # `tests/python.rs` runs the block of the installation, and this test runs in what it installed.
        if language == "sh" and "Install" in heading:
            continue
        if "Spark" in heading and missing():
            pytest.skip(missing())
        if language == "python":
            told = io.StringIO()
            with contextlib.redirect_stdout(told):
                exec(compile(code, f"docs/python.md, {heading}", "exec"), names)
            # What a line prints stands behind it.
            printed = [line.split("  # ", 1)[1] for line in code.splitlines() if line.startswith("print(") and "  # " in line]
            assert told.getvalue().splitlines()[: len(printed)] == printed, heading
        elif language == "sh":
            subprocess.run(["bash", "-euo", "pipefail", "-c", code], cwd=REPOSITORY, check=True)
        else:
            assert language == "text", f"a block of {language!r} that no test runs"
    assert languages.count("python") >= 8


def test_every_example_of_a_docstring_is_true():
    ran = 0
    modules = [cyberdatagen, cyberdatagen.datasets, cyberdatagen.spark]
    things = {name: getattr(cyberdatagen, name) for name in cyberdatagen.__all__}
    things |= {module.__name__: module for module in modules}
    things["fetch_cyberdatagen"] = cyberdatagen.datasets.fetch_cyberdatagen
    runner = doctest.DocTestRunner()
    for name, thing in things.items():
        test = doctest.DocTestParser().get_doctest(thing.__doc__ or "", {}, name, None, None)
        if test.examples:
            told = io.StringIO()
            assert runner.run(test, out=told.write).failed == 0, told.getvalue()
            ran += 1
    assert ran >= 8


def test_help_reads_well():
    text = pydoc.plain(pydoc.render_doc(cyberdatagen))
    for part in ["Labeled synthetic cybersecurity data", "generate(preset=None, *, seed=None", "attacks.difficulty", "answer_key("]:
        assert part in text, part


def test_the_types_are_those_of_the_module(tmp_path):
    pytest.importorskip("mypy")
    site = str(Path(cyberdatagen.__file__).parents[1])
    environment = {**os.environ, "MYPYPATH": site}
    checks = [
        ["-m", "mypy.stubtest", "cyberdatagen._native", "--ignore-disjoint-bases"],
        ["-m", "mypy", "--strict", "--disable-error-code=import-untyped", "--cache-dir", tmp_path / "cache", "-p", "cyberdatagen"],
    ]
    for check in checks:
        done = subprocess.run([sys.executable, *check], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
