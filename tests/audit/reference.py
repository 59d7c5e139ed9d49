"""An outside look at what the audit measures, with scikit-learn, SciPy and pandas.

    python reference.py cut DIR/cybersecurity_dataset_combined.csv
    python reference.py

The first writes `classic.csv`, the columns that the second looks at. The second writes `shifted.csv`, in which no
single column says much and all together do, and `reference.json`, what `tests/audit.rs` compares the audit with.
The rows were made by `cyberdatagen generate --preset classic --seed 7 --rows 2000 --out DIR`.
"""

import json
import pathlib
import sys

import numpy as np
import pandas as pd
import sklearn
from scipy.stats import spearmanr
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score, precision_recall_curve, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score

HERE = pathlib.Path(__file__).parent
LABEL = "Is Anomaly"
NUMBERS = [
    "Issue Response Time Days", "Impact Score", "Cost", "Session Duration in Second", "Num Files Accessed",
    "Login Attempts", "Data Transfer MB", "CPU Usage %", "Memory Usage MB",
]
MOMENTS = ["Date Reported", "Timestamps"]
CATEGORIES = ["Severity", "Status", "Activity Type", "User Location", "IP Location"]


def cut(path):
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table[[*MOMENTS, *CATEGORIES, *NUMBERS, LABEL]].to_csv(HERE / "classic.csv", index=False)


def shifted():
    """Two thousand rows of six standard normal columns; of every anomalous row two, at random, are raised by 1.5."""
    generator = np.random.default_rng(20_260_101)
    values = generator.normal(size=(2_000, 6))
    labels = np.zeros(2_000, dtype=int)
    labels[generator.choice(2_000, 200, replace=False)] = 1
    for row in np.flatnonzero(labels):
        values[row, generator.choice(6, 2, replace=False)] += 1.5
    table = pd.DataFrame(values.round(2), columns=[f"x{index}" for index in range(6)])
    table[LABEL] = labels
    table.to_csv(HERE / "shifted.csv", index=False)


def features(table):
    """The columns of numbers, and what lies at hand in the moments and locations."""
    made = {name: table[name].astype(float) for name in table.columns if name in NUMBERS or name[0] == "x"}
    if "Timestamps" in table:
        moments = {name: pd.to_datetime(table[name]) for name in MOMENTS}
        for name, moment in moments.items():
            seconds = (moment - pd.Timestamp("1970-01-01")).dt.total_seconds()
            made[name] = seconds
            made[f"{name}, hour of the day"] = (seconds % 86_400) / 3_600
            made[f"{name}, day of the week"] = moment.dt.day_of_week.astype(float)
        delay = moments["Timestamps"] - moments["Date Reported"]
        made["Date Reported to Timestamps, hours"] = delay.dt.total_seconds() / 3_600
        made["User Location equals IP Location"] = (table["User Location"] == table["IP Location"]).astype(float)
    return made


def best_f1(labels, values):
    """The best F1 of a rule with one threshold, calling either side anomalous."""
    best = 0.0
    for side in (values, -values):
        precision, recall, _ = precision_recall_curve(labels, side)
        with np.errstate(invalid="ignore"):
            best = max(best, np.nanmax(2 * precision * recall / (precision + recall)))
    return best


def best_name_f1(labels, names):
    """The best F1 of a rule that calls one name, or all others, anomalous."""
    rules = [names == name for name in names.unique()]
    return max(f1_score(labels, rule) for rule in rules + [~rule for rule in rules])


def overlap(labels, values):
    """The smaller of the classes' shares of rows in the range that both reach."""
    classes = [values[labels == label] for label in (0, 1)]
    least, greatest = max(x.min() for x in classes), min(x.max() for x in classes)
    return min(((x >= least) & (x <= greatest)).mean() for x in classes)


def measure(path):
    table = pd.read_csv(path)
    labels = table[LABEL]
    made = features(table)
    aucs = {name: roc_auc_score(labels, values) for name, values in made.items()}
    names = [name for name in CATEGORIES if name in table]
    model = HistGradientBoostingClassifier(
        max_iter=60, learning_rate=0.1, max_depth=3, l2_regularization=5, early_stopping=False, random_state=0
    )
    coded = pd.DataFrame(made).assign(**{name: table[name].astype("category").cat.codes for name in names})
    coded = coded.drop(columns=[name for name in MOMENTS if name in coded])
    folds = [StratifiedKFold(3, shuffle=True, random_state=seed) for seed in range(5)]
    probe = [cross_val_score(model, coded, labels, cv=fold, scoring="roc_auc").mean() for fold in folds]
    result = {
        "auc": {name: max(auc, 1 - auc) for name, auc in aucs.items()},
        "f1": {name: best_f1(labels, values) for name, values in made.items()}
        | {name: best_name_f1(labels, table[name]) for name in names},
        "overlap": {name: overlap(labels, made[name]) for name in made if name in NUMBERS or name[0] == "x"},
        "probe": float(np.mean(probe)),
    }
    if "Cost" in table:
        normal = table[labels == 0]
        rho = spearmanr(normal["Session Duration in Second"], normal["Memory Usage MB"]).statistic
        result["spearman"] = float(rho)
    return result


if __name__ == "__main__":
    if sys.argv[1:2] == ["cut"]:
        cut(sys.argv[2])
    else:
        shifted()
        reference = {
            "versions": {"scikit-learn": sklearn.__version__, "pandas": pd.__version__, "numpy": np.__version__},
            "classic": measure(HERE / "classic.csv"),
            "shifted": measure(HERE / "shifted.csv"),
        }
        (HERE / "reference.json").write_text(json.dumps(reference, indent=1) + "\n")
        print(json.dumps(reference, indent=1))
