"""What several tests need: the command line, and the golden values. `tests/python.rs` says where they are."""

import json
import os
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def command():
    """Run the command line, and give what it prints."""
    program = os.environ.get("CYBERDATAGEN_COMMAND")
    if not program:
        pytest.skip("no command line to compare with: run `cargo test --test python`")

    def run(*arguments, codes=(0,)):
        done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False)
        assert done.returncode in codes, done.stderr.decode()
        return done

    return run


@pytest.fixture(scope="session")
def golden():
    """Give the golden values: preset, settings, and the SHA-256 of the combined file."""
    path = os.environ.get("CYBERDATAGEN_GOLDEN")
    if not path:
        pytest.skip("no golden values to compare with: run `cargo test --test python`")
    return json.loads(Path(path).read_text())
