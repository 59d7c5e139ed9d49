"""Labeled synthetic cybersecurity data, as Arrow tables.

The same settings give the same rows as the page and the command line of CyberDataGen.

>>> import cyberdatagen
>>> table = cyberdatagen.generate(preset="realistic", seed=7, rows=1000, attacks_difficulty=0.3)
>>> frame = table.to_pandas()  # or to_polars(), to_pyarrow(), to_csv("data.csv")

``generate`` makes the rows, ``answer_key``, ``users`` and ``campaigns`` what is true of them. ``audit`` says whether they are worth
training on, ``describe`` what is in them, and ``balance`` makes a balanced training part. ``settings`` and ``presets`` list what
there is to choose.

``cyberdatagen.datasets`` loads data as scikit-learn's loaders do; ``cyberdatagen.spark`` makes rows on a cluster of Apache Spark.
"""

from ._native import (
    DATA_VERSION,
    Table,
    __version__,
    answer_key,
    audit,
    balance,
    campaigns,
    describe,
    generate,
    presets,
    settings,
    users,
)
from .balanced import Balanced
from .errors import ConfigurationError, Problem

__all__ = [
    "DATA_VERSION",
    "Balanced",
    "ConfigurationError",
    "Problem",
    "Table",
    "__version__",
    "answer_key",
    "audit",
    "balance",
    "campaigns",
    "describe",
    "generate",
    "presets",
    "settings",
    "users",
]
