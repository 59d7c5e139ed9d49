"""What the columns of the preset Classic hold, for libraries that draw each cell on its own."""

from typing import NamedTuple

import pandas as pd

import cyberdatagen

#: So many rows say what the columns hold.
ROWS = 10_000

LABEL = "Is Anomaly"

#: The share of anomalous rows of the preset.
ANOMALY_SHARE = 0.2


class Column(NamedTuple):
    """A column: its name, its kind, and what the kind takes, as `benches/fake` says."""

    name: str
    kind: str
    given: list


def digits(values):
    """The digits after the point that the values have."""
    return next(count for count in range(10) if values.round(count).equals(values))


def column(name, values):
    """How cells like those of a series are drawn: over the same names, or evenly over the same range."""
    if name == LABEL:
        return Column(name, "flag", [round(100 * ANOMALY_SHARE)])
    if isinstance(values.dtype, pd.CategoricalDtype):
        return Column(name, "choice", list(values.cat.categories))
    if pd.api.types.is_datetime64_dtype(values):
        return Column(name, "time", [int(time.timestamp()) for time in (values.min(), values.max())])
    if pd.api.types.is_integer_dtype(values):
        return Column(name, "whole", [int(values.min()), int(values.max())])
    if pd.api.types.is_float_dtype(values):
        return Column(name, "decimal", [float(values.min()), float(values.max()), digits(values)])
    return Column(name, "number", [values.iloc[0].rstrip("0123456789")])


def classic():
    """The columns of the preset, in their order."""
    frame = cyberdatagen.generate(preset="classic", rows=ROWS).to_pandas()
    return [column(name, frame[name]) for name in frame]
