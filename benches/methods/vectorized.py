"""Classic's rows with vectorized NumPy: numbers, times and levels by the sampler of tests/classic/reference.py; names, texts and
ids are drawn beside them, so that they have nothing to do with the numbers."""

import numpy as np
import pandas as pd

import reference
from .columns import ANOMALY_SHARE, LABEL

START = np.datetime64(reference.START, "s")


def frame(columns, rows):
    """So many rows, with all columns: normal rows, then anomalous ones."""
    rng = np.random.default_rng()
    profiles = reference.draw_profiles(rng, 1)
    anomalous = round(rows * ANOMALY_SHARE)
    classes = [
        (reference.NORMAL, reference.draw_report_normal, reference.draw_usage_normal, rows - anomalous),
        (reference.ANOMALOUS, reference.draw_report_anomalous, reference.draw_usage_anomalous, anomalous),
    ]
    parts = [reference.sample(rng, figures, profiles, *draws, count) for figures, *draws, count in classes]
    (numbers, levels), _ = parts
    found = {name: np.concatenate([part[name][0] for part, _ in parts]) for name in numbers if name != "Resolved delay days"}
    for name in levels:
        codes = np.concatenate([part[name][0] for _, part in parts])
        found[name] = pd.Categorical.from_codes(codes, reference.LEVELS)
    minutes = found.pop("Reported day") * 1440 + found.pop("Reported hour") * 60 + rng.integers(0, 60, rows)
    found["Date Reported"] = START + minutes * np.timedelta64(60, "s")
    found["Timestamps"] = found["Date Reported"] + found.pop("Activity delay minutes") * np.timedelta64(60, "s")
    for name in reference.WHOLE_COLUMNS & found.keys():
        found[name] = found[name].astype(int)
    days = found["Issue Response Time Days"] * np.timedelta64(86_400, "s")
    found["Date Resolved"] = np.where(rng.random(rows) < 0.5, found["Date Reported"] + days, np.datetime64("NaT"))
    found["Issue Volume"] = np.ones(rows, dtype=int)
    found[LABEL] = np.repeat([0, 1], [rows - anomalous, anomalous])
    for name, kind, given in columns:
        if name not in found and kind == "choice":
            found[name] = pd.Categorical.from_codes(rng.integers(0, len(given), rows), given)
        elif kind == "number":
            found[name] = [f"{given[0]}{number:05}" for number in range(1, rows + 1)]
    return pd.DataFrame({column.name: found[column.name] for column in columns})
