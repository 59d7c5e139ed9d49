"""An outside look at what Explore measures, with pandas, SciPy, NumPy and scikit-learn.

    pip install pandas==3.1.1 scipy==1.17.1 numpy==2.4.6 scikit-learn==1.9.1 matplotlib==3.11.2
    python reference.py

It writes `cells.csv`, columns with ties, constants, missing values and long tails, and `reference.json`, what
`tests/explore.rs` compares Explore with: on all rows, on the first row alone, and on none.
"""

import json
import pathlib

import numpy as np
import pandas as pd
from scipy import stats
from scipy.stats.contingency import association
from sklearn.preprocessing import MinMaxScaler

HERE = pathlib.Path(__file__).parent
ROWS = 400


def cells():
    generator = np.random.default_rng(20_260_601)
    normal = generator.normal(50, 12, ROWS).round(3)
    ties = generator.integers(0, 6, ROWS)
    tail = np.exp(generator.normal(1, 2.2, ROWS)).round(4)
    holes = np.where(generator.random(ROWS) < 0.2, np.nan, (normal * 2 + generator.normal(0, 30, ROWS)).round(2))
    color = np.array(["red", "green", "blue", "violet"])[generator.choice(4, ROWS, p=[0.5, 0.3, 0.15, 0.05])]
    shape = np.where(generator.random(ROWS) < 0.6, np.where(color == "red", "disc", "square"), "ring")
    start = pd.Timestamp("2023-11-20")
    time = start + pd.to_timedelta(generator.integers(0, 150 * 86_400, ROWS), unit="s")
    table = pd.DataFrame({
        "normal": normal,
        "ties": ties,
        "tail": tail,
        "holes": holes,
        "constant": 7.25,
        "single": [np.nan] * (ROWS - 1) + [3.5],
        "pair": [1.5, 4.0] + [np.nan] * (ROWS - 2),
        "empty": np.nan,
        "large": (1e9 + normal).round(3),
        "color": color,
        "shape": np.where(generator.random(ROWS) < 0.1, "", shape),
        "one": "same",
        "time": time.strftime("%Y-%m-%d %H:%M:%S"),
        "Is Anomaly": (generator.random(ROWS) < 0.1).astype(int),
    })
    # Rows that repeat others.
    table.iloc[-5:] = table.iloc[10:15].to_numpy()
    table.to_csv(HERE / "cells.csv", index=False)


NUMBERS = ["normal", "ties", "tail", "holes", "constant", "single", "pair", "empty", "large", "Is Anomaly"]
NAMES = ["color", "shape", "one"]


def clean(value):
    """As JSON has it: what is not a number is null."""
    if isinstance(value, dict):
        return {str(key): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [clean(item) for item in value]
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, (float, np.floating)):
        return None if not np.isfinite(value) else float(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    return value


def describe(table):
    found = {}
    for name in NUMBERS:
        column = table[name].astype(float)
        quantiles = column.quantile([0, 0.25, 0.5, 0.75, 1]).to_list()
        found[name] = {
            "count": column.count(),
            "missing": column.isna().sum(),
            "mean": column.mean(),
            "std": column.std(),
            "min": quantiles[0],
            "25%": quantiles[1],
            "50%": quantiles[2],
            "75%": quantiles[3],
            "max": quantiles[4],
            "skewness": column.skew(),
            "kurtosis": column.kurt(),
        }
    for name in NAMES:
        column = table[name].replace("", np.nan)
        counts = column.value_counts()
        found[name] = {
            "count": column.count(),
            "missing": column.isna().sum(),
            "distinct": column.nunique(),
            "top": counts.index[0] if len(counts) else None,
            "frequency": counts.iloc[0] if len(counts) else 0,
        }
    time = pd.to_datetime(table["time"])
    found["time"] = {"count": time.count(), "missing": time.isna().sum()}
    for key, share in [("min", 0), ("25%", 0.25), ("50%", 0.5), ("75%", 0.75), ("max", 1)]:
        moment = time.quantile(share) if len(time) else pd.NaT
        found["time"][key] = None if moment is pd.NaT else str(moment.floor("s"))
    return found


def correlations(table):
    numbers = table[NUMBERS].astype(float)
    # DataFrame.corr loses eight digits on the column "large"; Series.corr, by NumPy, is exact.
    pearson = {a: {b: numbers[a].corr(numbers[b]) for b in NUMBERS} for a in NUMBERS}
    found = {"pearson": pearson, "spearman": numbers.corr(method="spearman").to_dict()}
    found["cramer"] = {}
    found["ratio"] = {}
    named = table[NAMES].replace("", np.nan)
    for i, first in enumerate(NAMES):
        for second in NAMES[i + 1 :]:
            crossed = pd.crosstab(named[first], named[second]).to_numpy()
            value = association(crossed, method="cramer") if min(crossed.shape) > 1 else np.nan
            found["cramer"][f"{first}, {second}"] = value
        for number in NUMBERS:
            both = pd.DataFrame({"name": named[first], "value": numbers[number]}).dropna()
            # Means of large numbers near each other are exact only as distances to one of them.
            both["value"] -= both["value"].iloc[0] if len(both) else 0
            groups = both.groupby("name")["value"]
            mean = both["value"].mean()
            total = ((both["value"] - mean) ** 2).sum()
            between = (groups.count() * (groups.mean() - mean) ** 2).sum()
            enough = len(both) > 1 and both["value"].nunique() > 1
            found["ratio"][f"{first}, {number}"] = np.sqrt(between / total) if enough else np.nan
    return found


def densities(table):
    found = {}
    for name in ["normal", "ties", "tail", "holes", "large"]:
        values = table[name].dropna().astype(float).to_numpy()
        places = np.linspace(values.min() - 1, values.max() + 1, 17)
        found[name] = {"places": places}
        for rule in ["scott", "silverman"]:
            kernel = stats.gaussian_kde(values, bw_method=rule)
            found[name][rule] = kernel(places)
    return found


def histograms(table):
    found = {}
    for name in ["normal", "tail", "holes", "large"]:
        values = table[name].dropna().to_numpy()
        counts, edges = np.histogram(values, bins=min(len(np.histogram_bin_edges(values, bins="fd")) - 1, 200))
        given, _ = np.histogram(values, bins=13)
        found[name] = {"counts": counts, "edges": edges, "given": given}
    return found


def boxes(table):
    from matplotlib.cbook import boxplot_stats

    found = {}
    for name in ["normal", "ties", "tail", "holes"]:
        box = boxplot_stats(table[name].dropna().to_numpy())[0]
        found[name] = {"whiskers": [box["whislo"], box["whishi"]], "outliers": len(box["fliers"])}
    return found


def lines(table):
    time = pd.to_datetime(table["time"])
    found = {}
    for key, rule in [("day", "D"), ("week", "W-MON"), ("month", "MS"), ("quarter", "QS")]:
        options = {"label": "left", "closed": "left"} if key == "week" else {}
        grouped = table.set_index(time)["tail"].resample(rule, **options)
        found[key] = {
            "mean": grouped.mean().to_list(),
            "median": grouped.median().to_list(),
            "sum": grouped.sum().to_list(),
            "count": grouped.count().to_list(),
        }
    monthly = pd.DataFrame(found["month"]["mean"])
    found["normalized"] = MinMaxScaler().fit_transform(monthly)[:, 0]
    return found


def distances(table):
    parts = [table.loc[table["Is Anomaly"] == label, "tail"] for label in (0, 1)]
    return {
        "anomaly": stats.ks_2samp(*parts).statistic,
        "ties": stats.ks_2samp(table["ties"][:150], table["ties"][150:]).statistic,
    }


def imbalance(table):
    shares = table["color"].value_counts(normalize=True)
    return 1 - stats.entropy(shares, base=2) / np.log2(len(shares))


def main():
    cells()
    table = pd.read_csv(HERE / "cells.csv", keep_default_na=False, na_values={name: [""] for name in NUMBERS})
    reference = {
        "describe": {"all": describe(table), "one": describe(table[:1]), "none": describe(table[:0])},
        "correlations": correlations(table),
        "densities": densities(table),
        "histograms": histograms(table),
        "boxes": boxes(table),
        "lines": lines(table),
        "distances": distances(table),
        "imbalance": imbalance(table),
        "duplicates": int(table.duplicated().sum()),
    }
    text = json.dumps(clean(reference), indent=1)
    (HERE / "reference.json").write_text(text + "\n")


main()
