"""Programs that are compared with: the crate `fake`, and a Gaussian copula in a Python of its own."""

import json
import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import cyberdatagen
from .columns import LABEL

ROOT = Path(__file__).parents[2]

#: The crate of benches/fake, and where it is built.
CRATE = ROOT / "benches/fake"
TARGET = ROOT / "target/fake"

#: The copula is fitted on so many rows.
FITTED = 5_000


class Fake:
    """Rows by the crate `fake`."""

    def __init__(self, columns):
        if shutil.which("cargo") is None:
            raise RuntimeError("there is no cargo to build it with")
        arguments = ["cargo", "build", "--release", "--locked", "--quiet", "--manifest-path", str(CRATE / "Cargo.toml")]
        subprocess.run(arguments, check=True, env={**os.environ, "CARGO_TARGET_DIR": str(TARGET)})
        lines = ("\t".join([name, kind, *map(str, given)]) for name, kind, given in columns)
        self.input = "\n".join(lines).encode()

    def csv(self, rows):
        """What the program writes."""
        program = [TARGET / "release/cyberdatagen-fake", str(rows)]
        return subprocess.run(program, check=True, input=self.input, stdout=subprocess.PIPE).stdout

    @staticmethod
    def versions():
        """The version in the lock file."""
        locked = tomllib.loads((CRATE / "Cargo.lock").read_text())["package"]
        return {"fake (Rust)": next(package["version"] for package in locked if package["name"] == "fake")}


class Copula:
    """A Gaussian copula over the numeric columns. The program answers for as long as this process lives."""

    def __init__(self, python, folder, rows):
        if python is None:
            raise RuntimeError("no Python with copulas is given (--copulas)")
        frame = cyberdatagen.generate(preset="classic", rows=FITTED).to_pandas().select_dtypes("number")
        frame = frame.drop(columns=[LABEL]).loc[:, lambda numbers: numbers.nunique() > 1]
        path = Path(folder) / "numbers.csv"
        frame.to_csv(path, index=False)
        arguments = [python, "-W", "ignore", Path(__file__).with_name("copula.py"), path, str(rows)]
        self.columns = len(frame.columns)
        self.program = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.secs = 0.0
        self.versions = self.ask("versions")

    def ask(self, what):
        """What the program answers."""
        self.program.stdin.write(what + "\n")
        self.program.stdin.flush()
        answer = self.program.stdout.readline()
        if not answer:
            raise RuntimeError("the copula's program ended: its Python needs the package copulas")
        return json.loads(answer)

    def rows(self, what):
        """The rows that it fits on or makes; its processor time so far is in `secs`."""
        rows, self.secs = self.ask(what)
        return rows
