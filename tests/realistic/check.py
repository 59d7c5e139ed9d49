"""Measures the realistic presets from outside, on exported CSV files.

    python3 -m venv env && env/bin/pip install pandas scikit-learn
    cargo build --release && env/bin/python tests/realistic/check.py target/release/cyberdatagen [quick]

What it printed for this version is in check.txt.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest
from sklearn.metrics import f1_score, precision_recall_curve, roc_auc_score
from sklearn.model_selection import GroupKFold, StratifiedKFold, cross_val_predict
from sklearn.preprocessing import OrdinalEncoder
from sklearn.tree import DecisionTreeClassifier

PROGRAM = sys.argv[1]
QUICK = len(sys.argv) > 2

NUMBERS = ["Issue Response Time Days", "Impact Score", "Cost", "Session Duration in Second", "Num Files Accessed",
           "Login Attempts", "Data Transfer MB", "CPU Usage %", "Memory Usage MB"]
NAMES = ["Issue Name", "Category", "Severity", "Status", "Reporters", "Assignees", "Department Affected",
         "Activity Type", "User Location", "IP Location"]
LEVELS = ["Low", "Medium", "High", "Critical"]

# The declared rank correlations (src/engine/world/measures.rs).
TARGETS = {
    ("Impact Score", "Severity"): 0.50, ("Cost", "Severity"): 0.45, ("Cost", "Impact Score"): 0.55,
    ("Issue Response Time Days", "Severity"): -0.25, ("Issue Response Time Days", "Impact Score"): -0.10,
    ("Issue Response Time Days", "Cost"): 0.10,
    ("Num Files Accessed", "Session Duration in Second"): 0.50,
    ("Data Transfer MB", "Session Duration in Second"): 0.45, ("Data Transfer MB", "Num Files Accessed"): 0.55,
    ("CPU Usage %", "Session Duration in Second"): 0.35, ("CPU Usage %", "Num Files Accessed"): 0.30,
    ("CPU Usage %", "Data Transfer MB"): 0.40,
    ("Memory Usage MB", "Session Duration in Second"): 0.40, ("Memory Usage MB", "Num Files Accessed"): 0.30,
    ("Memory Usage MB", "Data Transfer MB"): 0.35, ("Memory Usage MB", "CPU Usage %"): 0.55,
    ("Login Attempts", "Session Duration in Second"): 0.10, ("Login Attempts", "Num Files Accessed"): 0.05,
    ("Login Attempts", "Data Transfer MB"): 0.05, ("Login Attempts", "CPU Usage %"): 0.05,
    ("Login Attempts", "Memory Usage MB"): 0.05,
}


def load(*arguments):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([PROGRAM, "generate", "--out", folder, *arguments], check=True, capture_output=True)
        frame = pd.read_csv(Path(folder) / "cybersecurity_dataset_combined.csv", keep_default_na=True)
    for column in ["Date Reported", "Date Resolved", "Timestamps"]:
        frame[column] = pd.to_datetime(frame[column])
    return frame


def features(frame):
    raw = frame[NUMBERS].copy()
    raw["Severity"] = frame["Severity"].map(LEVELS.index)
    raw["Hour"] = frame["Timestamps"].dt.hour
    raw["Weekday"] = frame["Timestamps"].dt.day_of_week
    for name in NAMES:
        if name != "Severity":
            raw[name] = OrdinalEncoder().fit_transform(frame[[name]].astype(str))
    categorical = [column in NAMES and column != "Severity" for column in raw.columns]
    return raw, categorical


def boosted(frame, drop=()):
    raw, categorical = features(frame)
    keep = [column not in drop for column in raw.columns]
    raw, categorical = raw.loc[:, keep], [c for c, k in zip(categorical, keep) if k]
    model = HistGradientBoostingClassifier(categorical_features=categorical, random_state=0)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    scores = cross_val_predict(model, raw, frame["Is Anomaly"], cv=folds, method="predict_proba")[:, 1]
    return roc_auc_score(frame["Is Anomaly"], scores), scores


def single(frame):
    raw, _ = features(frame)
    numeric = [c for c in raw.columns if c in NUMBERS or c in ("Severity", "Hour", "Weekday")]
    aucs = {c: roc_auc_score(frame["Is Anomaly"], raw[c].fillna(raw[c].median())) for c in numeric}
    return {c: max(a, 1 - a) for c, a in aucs.items()}


def best_f1(labels, scores):
    precision, recall, _ = precision_recall_curve(labels, scores)
    return np.nanmax(2 * precision * recall / np.maximum(precision + recall, 1e-9))


def shallow(frame, depth):
    """The best F1 of a tree of a depth, with the threshold chosen on out-of-fold scores."""
    raw, _ = features(frame)
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0, class_weight="balanced")
    scores = cross_val_predict(tree, raw.fillna(raw.median()), frame["Is Anomaly"], cv=5, method="predict_proba")[:, 1]
    return best_f1(frame["Is Anomaly"], scores)


def correlations(frame):
    numbers = frame[NUMBERS].copy()
    numbers["Severity"] = frame["Severity"].map(LEVELS.index)
    table = numbers.corr("spearman")
    return {pair: table.loc[pair] for pair in TARGETS}


def report(frame, label):
    anomalous = frame["Is Anomaly"] == 1
    normal = frame[~anomalous]
    print(f"== {label}: {len(frame)} rows, {anomalous.sum()} anomalous")
    home = (normal["User Location"] == normal["IP Location"]).mean()
    levels = frame["Threat Level"].value_counts(normalize=True).reindex(LEVELS).fillna(0)
    scenarios = pd.crosstab(frame["Threat Level"], frame["Severity"]).reindex(index=LEVELS, columns=LEVELS).fillna(0)
    print(f"   IP at home {home:.4f}; levels {' '.join(f'{100 * s:.2f}%' for s in levels)}; "
          f"scenarios {(scenarios > 0).sum().sum()}, least {int(scenarios.min().min())}")
    found = correlations(normal)
    off = {pair: found[pair] - target for pair, target in TARGETS.items()}
    worst = max(off, key=lambda pair: abs(off[pair]))
    overall = max(abs(value - TARGETS[pair]) for pair, value in correlations(frame).items())
    print(f"   rank correlations: worst {worst[0]} / {worst[1]} {found[worst]:+.3f} for {TARGETS[worst]:+.2f}; "
          f"all rows: {overall:.3f} off")
    ordered = (frame["Date Reported"] <= frame["Timestamps"]).all()
    closed = frame["Date Resolved"].notna()
    ordered &= (frame["Timestamps"] <= frame["Date Resolved"])[closed].all()
    days = (frame["Date Resolved"].dt.normalize() - frame["Date Reported"].dt.normalize()).dt.days[closed]
    print(f"   time in order {ordered}; days equal {(days == frame['Issue Response Time Days'][closed]).all()}; "
          f"open issues resolved {(closed & frame['Status'].isin(['Open', 'In Progress'])).sum()}; closed {closed.mean():.2f}")
    span = frame["Timestamps"]
    edges = [span.min() + (span.max() - span.min()) * part for part in (0.25, 0.5, 0.75)]
    quarter = sum((span > edge).astype(int) for edge in edges)
    shares = frame["Is Anomaly"].groupby(quarter).mean() / frame["Is Anomaly"].mean()
    outside = ((frame["Timestamps"] < normal["Timestamps"].min()) | (frame["Timestamps"] > normal["Timestamps"].max()))[anomalous].mean()
    index = roc_auc_score(frame["Is Anomaly"], frame.index)
    exclusive = 0.0
    for name in NAMES:
        counts = frame.groupby(name)["Is Anomaly"].agg(["size", "mean"])
        lone = counts[(counts["size"] >= 5) & (counts["mean"].isin([0.0, 1.0]))]
        exclusive = max(exclusive, lone["size"].sum() / len(frame))
    print(f"   anomalies by quarter of the time {' '.join(f'{s:.2f}' for s in shares)}; outside {outside:.3f}; "
          f"AUC of the order {max(index, 1 - index):.3f}; rows in class-exclusive names {exclusive:.3f}")
    aucs = sorted(single(frame).items(), key=lambda pair: -pair[1])
    print("   single AUC " + ", ".join(f"{name} {auc:.3f}" for name, auc in aucs[:5]))
    print("   tree F1, depth 1 to 3: " + " ".join(f"{shallow(frame, depth):.2f}" for depth in (1, 2, 3)))
    auc, scores = boosted(frame)
    less, _ = boosted(frame, [name for name, _ in aucs[:3]])
    print(f"   boosted trees, 5 folds: AUC {auc:.3f}, best F1 {best_f1(frame['Is Anomaly'], scores):.2f}; "
          f"without the top three columns {less:.3f}", flush=True)


def baselines(frame):
    """AUCs with raw measures and with each measure centered and scaled by user: isolation forest, boosted trees, and these
    on campaigns that they had not seen."""
    raw = frame[NUMBERS].copy()
    for name in set(NUMBERS) - {"Impact Score", "CPU Usage %"}:
        raw[name] = np.log1p(raw[name])
    raw["Severity"] = frame["Severity"].map(LEVELS.index)
    raw["Hour"] = frame["Timestamps"].dt.hour + frame["Timestamps"].dt.minute / 60
    raw["Weekday"] = frame["Timestamps"].dt.day_of_week
    raw["Away"] = (frame["User Location"] != frame["IP Location"]).astype(float)
    by_user = raw.copy()
    for name in [*NUMBERS, "Severity"]:
        own = raw[name].groupby(frame["User ID"])
        by_user[name] = (raw[name] - own.transform("mean")) / (own.transform("std") + 1e-9)
    labels = frame["Is Anomaly"]
    rows = pd.Series(range(len(frame)))
    campaigns = frame["Campaign ID"].astype(str).where(labels == 1, "normal " + (rows % 997).astype(str))
    model = HistGradientBoostingClassifier(random_state=0)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    for name, table in (("raw", raw), ("by user", by_user)):
        forest = roc_auc_score(labels, -IsolationForest(random_state=0).fit(table).score_samples(table))
        seen = cross_val_predict(model, table, labels, cv=folds, method="predict_proba")[:, 1]
        unseen = cross_val_predict(model, table, labels, cv=GroupKFold(5), groups=campaigns, method="predict_proba")[:, 1]
        print(f"   {name}: isolation forest {forest:.3f}, boosted trees {roc_auc_score(labels, seen):.3f}, "
              f"on unseen campaigns {roc_auc_score(labels, unseen):.3f}", flush=True)


if __name__ == "__main__":
    for seed in (7,) if QUICK else (7, 8, 9):
        print(f"== Baselines of users, 20,000 rows, seed {seed}")
        baselines(load("--preset", "realistic", "--seed", str(seed), "--rows", "20000", "--set", "columns.campaign_id=on"))
    for seed in (7,) if QUICK else range(1, 21):
        report(load("--preset", "realistic", "--seed", str(seed)), f"Realistic, seed {seed}")
    print("== Difficulty")
    for seed in (7,) if QUICK else (7, 8, 9):
        aucs = [boosted(load("--preset", "realistic", "--seed", str(seed), "--set", f"attacks.difficulty={d}"))[0]
                for d in (0, 0.25, 0.5, 0.75, 1)]
        print(f"   seed {seed}: " + " ".join(f"{auc:.3f}" for auc in aucs), flush=True)
    if not QUICK:
        for preset in ["brute-force-week", "insider-exfiltration", "ransomware-outbreak", "phishing-wave",
                       "needle-in-a-haystack", "balanced-exam", "messy-logs"]:
            report(load("--preset", preset), preset)
        for pattern in ["local", "global", "dependency", "cluster"]:
            others = [f"attacks.pattern.{other}={int(other == pattern)}"
                      for other in ["contextual", "local", "global", "dependency", "cluster"]]
            frame = load("--preset", "realistic", *[part for other in others for part in ("--set", other)])
            aucs = sorted(single(frame).items(), key=lambda pair: -pair[1])
            print(f"== {pattern}: boosted trees {boosted(frame)[0]:.3f}, greatest single AUC {aucs[0][0]} {aucs[0][1]:.3f}")
