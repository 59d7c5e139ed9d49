"""What is measured: each method with what it does and does not do, in groups that do the same work."""

import io
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow.csv

import cyberdatagen
from . import columns, ours, programs, providers, rowwise, vectorized
from .columns import ANOMALY_SHARE, LABEL
from .cores import Cores

FRAME = "Rows in a data frame"
CSV = "Rows as CSV in memory"
COPULA = "Numeric columns learned from rows"
WRITER = "CSV of a data frame"
DESCRIBE_FRAME = "Statistics of a data frame"
DESCRIBE_CSV = "Statistics of a CSV file"
BALANCE = "SMOTE-NC, 7,600 rows of each class"

#: What libraries of providers make.
APART = "34 columns, each cell alone, evenly; no score, no attacks, label at random"


@dataclass
class Method:
    """A way of doing the work of its group. `run` does it for so many rows; `count` finds how many rows are in what it gives, and how
    many of them are anomalous, or None where nothing says so."""

    group: str
    name: str
    does: str
    rows: int
    run: Callable[[], Any]
    count: Callable[[Any], tuple[int, int | None]]
    #: The one of its group that the others are compared with.
    is_ours: bool = False
    all_cores: bool = False
    #: Whether the number of anomalous rows is exact, and not drawn.
    is_exact: bool = True
    #: The processor time so far of a program that goes on running.
    secs_elsewhere: Callable[[], float] = lambda: 0.0


def in_frame(frame):
    """The rows of a data frame."""
    return len(frame), int(frame[LABEL].sum())


def in_csv(text):
    """The rows of CSV text, none of which has a line break in a cell."""
    data = text.encode() if isinstance(text, str) else text
    wanted = pyarrow.csv.ConvertOptions(include_columns=[LABEL])
    label = pyarrow.csv.read_csv(io.BytesIO(data), convert_options=wanted)[LABEL].to_numpy()
    assert len(label) == data.count(b"\n") - 1
    return len(label), int(label.sum())


class Methods:
    """The methods that can be measured here, and why others cannot."""

    def __init__(self, program, copulas, folder, scale):
        self.scale = scale
        self.found = []
        self.missing = {}
        self.versions = {}
        self.columns = columns.classic()
        self.own(program)
        self.attempt("vectorized NumPy and the row-by-row baseline", self.baselines)
        self.attempt("Faker", lambda: self.provider("Faker", "Faker", providers.faker_cells, 1_000))
        self.attempt("Mimesis", lambda: self.provider("Mimesis", "mimesis", providers.mimesis_cells, 2_000))
        self.attempt("the crate fake", self.fake)
        self.attempt("the Gaussian copula", lambda: self.copula(copulas, folder))
        self.attempt("pandas", self.pandas)
        self.attempt("imbalanced-learn", self.imbalanced)

    def attempt(self, name, add):
        """Add methods, or say why they are missing."""
        try:
            add()
        except (ImportError, RuntimeError, OSError, subprocess.SubprocessError) as reason:
            self.missing[name] = str(reason)

    def scaled(self, rows):
        """Fewer rows for a quick run."""
        return max(100, round(rows * self.scale))

    def add(self, group, name, does, rows, run, count, **more):
        """A method that gives so many rows."""
        self.found.append(Method(group, name, does, rows, run, count, **more))

    def own(self, program):
        """The wheel and the command line."""
        rows = self.scaled(100_000)
        does = "34 columns, scored and labeled"
        self.add(FRAME, "CyberDataGen, `to_pandas()`", does, rows, lambda: ours.frame(rows, 1), in_frame, is_ours=True)
        self.add(FRAME, "CyberDataGen, all cores", does, rows, lambda: ours.frame(rows, None), in_frame, all_cores=True)
        command, does = lambda: ours.command(program, rows), does + "; with the start of the process"
        self.add(CSV, "CyberDataGen, command line", does, rows, command, in_csv, is_ours=True)
        self.add(CSV, "CyberDataGen, all cores", does, rows, command, in_csv, all_cores=True)

    def baselines(self):
        """Classic's distributions in Python."""
        few, many, most = self.scaled(4_000), self.scaled(20_000), self.scaled(100_000)
        by_row = "34 columns, scored and labeled"
        at_once = "34 columns; names and texts unrelated to the numbers"
        self.add(FRAME, "Python, row by row", by_row, few, lambda: rowwise.frame(few), in_frame)
        self.add(CSV, "Python, row by row", by_row, few, lambda: rowwise.frame(few).to_csv(index=False), in_csv)
        vector = lambda rows: vectorized.frame(self.columns, rows)
        self.add(FRAME, "NumPy, vectorized", at_once, most, lambda: vector(most), in_frame)
        self.add(CSV, "NumPy, vectorized", at_once + "; pandas writes", many, lambda: vector(many).to_csv(index=False), in_csv)

    def provider(self, name, package, make, rows):
        """A library of providers of cells."""
        cells, rows = make(self.columns), self.scaled(rows)
        run = lambda: providers.written(self.columns, cells, rows)
        self.add(CSV, name, APART, rows, run, in_csv, is_exact=False)

    def fake(self):
        """The crate `fake`."""
        fake, rows = programs.Fake(self.columns), self.scaled(100_000)
        self.versions.update(fake.versions())
        does = APART + "; with the start of the process"
        self.add(CSV, "fake (Rust)", does, rows, lambda: fake.csv(rows), in_csv, is_exact=False)

    def copula(self, python, folder):
        """Fitting and sampling, apart."""
        rows = self.scaled(20_000)
        with Cores(is_one=True):
            copula = programs.Copula(python, folder, rows)
        self.versions.update({f"{name} (copula)": of for name, of in copula.versions.items()})
        kept = f"{copula.columns} numeric columns; no names, times, texts or label"
        own = self.scaled(100_000)
        frame = lambda: ours.frame(own, 1)
        self.add(COPULA, "CyberDataGen, `to_pandas()`", "34 columns, nothing to fit", own, frame, in_frame, is_ours=True)
        counted = lambda rows: (rows, None)
        for name, what, rows in [("fitting", "fit", programs.FITTED), ("sampling", "sample", rows)]:
            run = lambda what=what: copula.rows(what)
            self.add(COPULA, f"copulas, {name}", kept, rows, run, counted, secs_elsewhere=lambda: copula.secs)

    def pandas(self):
        """Writing and describing a data frame."""
        rows = self.scaled(20_000)
        table = cyberdatagen.generate(preset="classic", rows=rows, threads=1)
        frame, text = table.to_pandas(), table.to_csv()
        described = lambda found: (int(found.loc["count"].max()), None)
        reported = lambda report: (report["rows"], None)
        self.add(WRITER, "CyberDataGen, `to_csv()`", "draws the rows as it writes", rows, table.to_csv, in_csv, is_ours=True)
        self.add(WRITER, "pandas, `to_csv`", "writes a frame at hand", rows, lambda: frame.to_csv(index=False), in_csv)
        read = lambda: pd.read_csv(io.BytesIO(text))
        more = "also skewness, kurtosis and alerts"
        for group, given, does, theirs in [
            (DESCRIBE_FRAME, frame, more + "; takes the frame as CSV", lambda: frame),
            (DESCRIBE_CSV, text, more, read),
        ]:
            own = lambda given=given: cyberdatagen.describe(given)
            other = lambda theirs=theirs: theirs().describe(include="all")
            self.add(group, "CyberDataGen, `describe`", does, rows, own, reported, is_ours=True)
            self.add(group, 'pandas, `describe(include="all")`', "count, mean, quartiles, top", rows, other, described)

    def imbalanced(self):
        """SMOTE-NC on the same training rows and columns."""
        from imblearn.over_sampling import SMOTENC

        table = cyberdatagen.generate(preset="realistic", rows=10_000, threads=1)
        balance = lambda: cyberdatagen.balance(table, method="smote-nc", k=5)
        balanced = balance()
        report = balanced.report
        train = balanced.train.to_pandas()
        train = train[train["Is Synthetic"] == 0]
        features = train[report["numeric"] + report["categorical"]]
        sampler = lambda: SMOTENC(report["categorical"], k_neighbors=5).fit_resample(features, train[LABEL])
        rows = report["train_rows"]
        does = "also draws, splits, recomputes what follows, measures quality"
        in_train, in_label = lambda found: (found.train.num_rows, None), lambda found: (len(found[1]), None)
        self.add(BALANCE, "CyberDataGen, `balance`", does, rows, balance, in_train, is_ours=True)
        self.add(BALANCE, "imbalanced-learn, SMOTENC", "features and label at hand", rows, sampler, in_label)


def check(method, product):
    """Fails where a method did not make its rows."""
    rows, anomalous = method.count(product)
    assert rows == method.rows, f"{method.name}: {rows} rows in place of {method.rows}"
    if anomalous is not None:
        # Five standard deviations of what is drawn.
        margin = 0 if method.is_exact else 5 * (rows * ANOMALY_SHARE * (1 - ANOMALY_SHARE)) ** 0.5
        assert abs(anomalous - rows * ANOMALY_SHARE) <= margin, f"{method.name}: {anomalous} of {rows} rows are anomalous"
