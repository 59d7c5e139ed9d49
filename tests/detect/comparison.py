"""What other programs say of the comparison of detectors: docs/detect.md followed line by line on exported files.

Needs Python 3.11, numpy 2.4.6, pandas 3.1.1, scikit-learn 1.9.1 and PyOD 3.6.7. How to run, from the root:

    cargo build && python tests/detect/comparison.py target/debug/cyberdatagen > tests/detect/comparison.json

`tests/detect/comparison.rs` compares the detectors on the same rows and holds its figures against what stands there.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from pyod.models.copod import COPOD
from pyod.models.ecod import ECOD
from pyod.models.hbos import HBOS
from pyod.models.knn import KNN
from pyod.models.lof import LOF
from pyod.models.pca import PCA
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.tree import DecisionTreeClassifier

PROGRAM = sys.argv[1]
PRESETS = ["realistic", "brute-force-week", "insider-exfiltration", "balanced-exam", "messy-logs", "classic"]
ROWS = "3000"
SEED = 7

NUMBERS = ["Issue Volume", "Issue Response Time Days", "Impact Score", "Cost", "Session Duration in Second",
           "Num Files Accessed", "Login Attempts", "Data Transfer MB", "CPU Usage %", "Memory Usage MB",
           "Noise 1", "Noise 2"]
TIMES = ["Date Reported", "Timestamps"]
CATEGORIES = ["Issue Name", "Category", "Severity", "Status", "Reporters", "Assignees", "Department Affected",
              "Activity Type", "User Location", "IP Location"]
KAPPA = 5
WORD = (1 << 64) - 1


def load(preset):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PROGRAM, "generate", "--preset", preset, "--rows", ROWS, "--out", folder], check=True,
                       capture_output=True)
        return pd.read_csv(Path(folder) / "cybersecurity_dataset_combined.csv", keep_default_na=True)


def order_key(number):
    """SplitMix64."""
    z = (SEED + (number + 1) * 0x9E3779B97F4A7C15) & WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


def split(labels):
    train = np.zeros(len(labels), bool)
    for label in (False, True):
        rows = sorted(np.flatnonzero(labels == label), key=lambda row: order_key(int(row)))
        train[rows[:int(np.floor(0.7 * len(rows) + 0.5))]] = True
    return train


def by_user(values, users, train):
    known = values[train].dropna()
    own = known.groupby(users[known.index])
    squares = own.apply(lambda part: ((part - part.mean()) ** 2).sum())
    counts, means, overall, rows = own.count(), own.mean(), known.mean(), len(known)
    within = squares.sum() / rows
    apart = (counts * (means - overall) ** 2).sum() - (len(counts) - 1) * squares.sum() / (rows - len(counts))
    between = max(apart / (rows - (counts ** 2).sum() / rows), 1e-6 * within)
    more = within / between
    count, mean, square = (users.map(table).fillna(0) for table in (counts, means, squares))
    usual = (count * mean + more * overall) / (count + more)
    variance = (square + KAPPA * within) / (count + KAPPA) + within / (count + more)
    return (values - usual) / np.sqrt(variance)


def encoded(frame, train):
    """The columns of detectors without labels, and those of detectors with labels."""
    plain, further = {}, {}

    def put(columns, name, values):
        values = values.fillna(values[train].median())
        if values[train].nunique() > 1:
            columns[name] = (values - values[train].mean()) / values[train].std(ddof=0)

    def logarithm(values):
        known = values[train].dropna()
        return np.log1p(values.clip(lower=0)) if (known >= 0).all() and known.skew() > 1 else values

    for name in NUMBERS:
        if name not in frame or frame[name][train].nunique() < 2:
            continue
        put(plain, name, by_user(logarithm(frame[name].astype(float)), frame["User ID"], train))
        if frame[name][train].isna().any():
            put(further, f"{name} is empty", frame[name].isna().astype(float))
    for name in TIMES:
        time = pd.to_datetime(frame[name])
        put(plain, f"{name}, hour", time.dt.hour + time.dt.minute / 60 + time.dt.second / 3600)
        put(plain, f"{name}, weekday", time.dt.day_of_week.astype(float))
    put(plain, "home", (frame["User Location"] == frame["IP Location"]).astype(float))
    delay = pd.to_datetime(frame["Timestamps"]) - pd.to_datetime(frame["Date Reported"])
    put(further, "delay", logarithm(delay.dt.total_seconds() / 3600))
    for name in CATEGORIES:
        counts = frame[name][train].value_counts()
        frequent = sorted(counts.index, key=lambda value: (-counts[value], value))[:30]
        for value in frequent if len(counts) > 1 else []:
            further[f"{name} = {value}"] = (frame[name] == value).astype(float)
    return pd.DataFrame(plain), pd.DataFrame(plain | further)


def compared(preset):
    frame = load(preset)
    labels = frame["Is Anomaly"].astype(bool).to_numpy()
    train = split(labels)
    plain, full = encoded(frame, train)
    figures = {}

    def judge(key, scores):
        test = labels[~train]
        figures[key] = [roc_auc_score(test, scores), average_precision_score(test, scores)]

    def judge_drawn(key, scores_of):
        """The mean of 20 seeds, and the standard deviation of the first figure."""
        drawn = []
        for seed in range(20):
            judge(key, scores_of(seed))
            drawn.append(figures[key])
        figures[key] = [*np.mean(drawn, axis=0), np.std(drawn, axis=0)[0]]

    learned, new = plain[train].to_numpy(), plain[~train].to_numpy()
    for key, detector in [("ecod", ECOD()), ("copod", COPOD()), ("hbos", HBOS()), ("knn", KNN()), ("lof", LOF()), ("pca", PCA())]:
        judge(key, detector.fit(learned).decision_function(new))
    judge_drawn("iforest", lambda seed: -IsolationForest(random_state=seed).fit(learned).score_samples(new))
    judge("score", frame["Threat Score"][~train])

    learned, new = full[train].to_numpy(), full[~train].to_numpy()
    mean, deviation = learned.mean(axis=0), learned.std(axis=0)
    linear = LogisticRegression(max_iter=10_000, tol=1e-12).fit((learned - mean) / deviation, labels[train])
    judge("logistic", linear.decision_function((new - mean) / deviation))

    def probabilities(model):
        return model.fit(learned, labels[train]).predict_proba(new)[:, 1]

    judge_drawn("forest", lambda seed: probabilities(RandomForestClassifier(random_state=seed)))
    judge("boosting", probabilities(HistGradientBoostingClassifier(max_iter=100, max_depth=3, random_state=0)))
    # Of splits that are equally good the seed chooses one: each tree that can come of it.
    trees = []
    for seed in range(40):
        tree = DecisionTreeClassifier(max_depth=4, min_samples_leaf=20, random_state=seed)
        judge("tree", probabilities(tree))
        trees.append(figures.pop("tree"))
    return figures | {"trees": [list(tree) for tree in sorted(set(map(tuple, trees)))]}


if __name__ == "__main__":
    print(json.dumps({preset: compared(preset) for preset in PRESETS}, indent=1))
