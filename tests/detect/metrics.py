"""Figures of scikit-learn, and encodings and splits in pandas and NumPy, for metrics.rs.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install scikit-learn pandas
    /tmp/venv/bin/python tests/detect/metrics.py

writes metrics.json and cells.csv beside it.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

HERE = Path(__file__).parent


# ---- Metrics


def cases():
    rng = np.random.default_rng(1)
    labels = rng.random(300) < 0.15
    signal = rng.normal(labels * 1.2, 1.0)
    few = rng.random(40) < 0.3
    return {
        "distinct": (signal, labels),
        "rounded": (np.round(signal, 1), labels),
        "rules": ((signal > 1.0).astype(float), labels),
        "three values": (np.round(signal / 3), labels),
        "constant": (np.ones(300), labels),
        "inverted": (-signal, labels),
        "few": (np.round(rng.normal(few * 1.0, 1.0), 1), few),
        "rare": (rng.permutation(200) / 7.0, np.arange(200) == 100),
        "perfect": (labels * 2.0 + rng.random(300), labels),
        "probabilities": (1 / (1 + np.exp(-(signal * 1.2 - 2.5))), labels),
        "tied probabilities": (np.round(1 / (1 + np.exp(-(signal * 1.2 - 2.5))), 1), labels),
    }


def precision_at_n(scores, labels):
    """The expected number of anomalous rows among the n highest scores, over all orders of tied rows."""
    n = labels.sum()
    above = (scores[None, :] > scores[:, None]).sum(1)
    same = (scores[None, :] == scores[:, None]).sum(1)
    return (np.clip((n - above) / same, 0, 1) * labels).sum() / n


def pyod_precision_n(scores, labels):
    """The definition of PyOD's precision_n_scores."""
    called = scores > np.percentile(scores, 100 * (1 - labels.mean()))
    return metrics.precision_score(labels, called)


def confusion(scores, labels, threshold):
    (tn, fp), (fn, tp) = metrics.confusion_matrix(labels, scores >= threshold, labels=[False, True])
    return {"threshold": threshold, "counts": [int(tp), int(fp), int(tn), int(fn)]}


def figures(scores, labels):
    thresholds = np.concatenate([[np.inf], np.unique(scores)[::-1]])
    f1 = [metrics.f1_score(labels, scores >= threshold, zero_division=0) for threshold in thresholds]
    cost = [((scores >= t) & ~labels).sum() * 1.0 + ((scores < t) & labels).sum() * 7.0 for t in thresholds]
    best, cheapest = thresholds[int(np.argmax(f1))], thresholds[int(np.argmin(cost))]
    middle = float(np.quantile(scores, 0.8))
    fpr, tpr, roc_thresholds = metrics.roc_curve(labels, scores, drop_intermediate=False)
    precision, recall, pr_thresholds = metrics.precision_recall_curve(labels, scores)
    distinct_at_cut = np.sort(scores)[::-1][labels.sum() - 1] != np.sort(scores)[::-1][labels.sum()]
    called = scores >= middle
    result = {
        "scores": scores.tolist(),
        "labels": labels.astype(int).tolist(),
        "auc": metrics.roc_auc_score(labels, scores),
        "average_precision": metrics.average_precision_score(labels, scores),
        "precision_at_n": precision_at_n(scores, labels),
        "pyod": pyod_precision_n(scores, labels) if distinct_at_cut else None,
        "best_f1": max(f1),
        "best_threshold": float(best),
        "least_cost": min(cost),
        "cheapest_threshold": float(cheapest) if np.isfinite(cheapest) else None,
        "confusion": confusion(scores, labels, middle),
        "precision": metrics.precision_score(labels, called),
        "recall": metrics.recall_score(labels, called),
        "f1": metrics.f1_score(labels, called),
        "roc": [[x, y, t] for x, y, t in zip(fpr[1:], tpr[1:], roc_thresholds[1:])],
        "precision_recall": [[x, y, t] for x, y, t in zip(recall[:-1], precision[:-1], pr_thresholds)],
    }
    if scores.min() >= 0 and scores.max() <= 1:
        brier = metrics.brier_score_loss(labels, scores)
        result["brier"] = brier
        result["brier_skill"] = 1 - brier / (labels.mean() * (1 - labels.mean()))
        for strategy in ["uniform", "quantile"]:
            observed, predicted = calibration_curve(labels, scores, n_bins=10, strategy=strategy)
            result[strategy] = [[x, y] for x, y in zip(predicted, observed)]
    return result


def bootstrap(scores, other, labels, resamples=4000):
    """Percentile intervals of stratified resamples."""
    rng = np.random.default_rng(2)
    classes = [np.flatnonzero(~labels), np.flatnonzero(labels)]
    drawn = []
    for _ in range(resamples):
        rows = np.concatenate([rng.choice(rows, len(rows)) for rows in classes])
        auc = metrics.roc_auc_score(labels[rows], scores[rows])
        ap = metrics.average_precision_score(labels[rows], scores[rows])
        drawn.append([auc, ap, auc - metrics.roc_auc_score(labels[rows], other[rows])])
    return np.percentile(drawn, [2.5, 97.5], axis=0).T.tolist()


# ---- A file of one's own


def cells(rows=240):
    rng = np.random.default_rng(3)
    users = np.array([f"user {number}" for number in range(14)])
    level = rng.normal(3, 1, len(users))
    user = np.where(rng.random(rows) < 0.9, rng.integers(0, 11, rows), rng.integers(11, 14, rows))
    attack = rng.random(rows) < 0.2
    campaign = np.where(attack, rng.integers(1, 10, rows), 0)
    when = pd.Timestamp("2024-02-26") + pd.to_timedelta(rng.integers(0, 60 * 86_400, rows), unit="s")
    closed = when + pd.to_timedelta(rng.integers(0, 9 * 86_400, rows), unit="s")
    places = np.array(["north", "south", "east"])
    home = rng.integers(0, 3, rows)
    table = pd.DataFrame({
        "Timestamps": when.strftime("%Y-%m-%d %H:%M:%S"),
        "closed": closed.strftime("%Y-%m-%d %H:%M:%S"),
        "who": users[user],
        "bytes": np.round(np.exp(level[user] + rng.normal(0, 1, rows) + attack), 2),
        "load": np.round(rng.normal(level[user] * 4, 3, rows), 3),
        "count": rng.poisson(3 + 4 * attack),
        "large": 1e9 + rng.integers(0, 1_000, rows),
        "same": 1,
        "of the user": np.round(level[user], 1),
        "nothing": np.nan,
        "on": rng.integers(0, 2, rows),
        "kind": np.array(["a", "b", "c, d", "e"])[rng.integers(0, 4, rows)],
        "port": [f"p{number:02}" for number in np.minimum(rng.geometric(0.06, rows), 45)],
        "home": places[home],
        "seen": places[np.where(rng.random(rows) < 0.8, home, rng.integers(0, 3, rows))],
        "Attack Type": np.where(attack, np.array(["Phishing", "Ransomware"])[campaign % 2], ""),
        "Campaign ID": [f"CAMPAIGN-{number}" if number else "" for number in campaign],
        "Is Benign Outlier": (~attack & (rng.random(rows) < 0.1)).astype(int),
        "Is Anomaly": attack.astype(int),
    })
    for name, share in {"closed": 0.3, "who": 0.03, "bytes": 0.05, "load": 0.1, "kind": 0.08, "home": 0.05}.items():
        table.loc[rng.random(rows) < share, name] = np.nan
    return table


# ---- Splits


def splitmix64(seed, number):
    z = np.uint64(seed) + (np.asarray(number, np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def count_of(share, count):
    return min(max(int(share * count + 0.5), 1), count - 1)


def stratified(labels, rows, share, seed):
    train = []
    for label in [0, 1]:
        of = rows[labels[rows] == label]
        train += list(of[np.argsort(splitmix64(seed, of))][: count_of(share, len(of))])
    return train


def by_group(column, labels, share, seed):
    code, names = pd.factorize(column)
    sizes = np.bincount(code[code >= 0])
    order = np.argsort(splitmix64(seed, np.arange(len(names))))
    before = np.cumsum(sizes[order]) - sizes[order]
    chosen = order[before + sizes[order] / 2 <= share * sizes.sum()]
    return list(np.flatnonzero(np.isin(code, chosen))) + (
        stratified(labels, np.flatnonzero(code < 0), share, seed) if (code < 0).any() else []
    )


def splits(table, share, seed):
    labels, rows = table["Is Anomaly"].to_numpy(), np.arange(len(table))
    train = {
        "stratified": stratified(labels, rows, share, seed),
        "time": np.argsort(table["Timestamps"].to_numpy(), kind="stable")[: count_of(share, len(table))],
        "user": by_group(table["who"], labels, share, seed),
        "campaign": by_group(table["Campaign ID"], labels, share, seed),
    }
    return {name: sorted(int(row) for row in rows) for name, rows in train.items()}


# ---- The encoding


def encoded(table, train, categories, user=None):
    """The features of a file: names, and a matrix of all rows."""
    table = table.copy()
    for name in ["Timestamps", "closed"]:
        table[name] = pd.to_datetime(table[name])
    measures = ["bytes", "load", "count", "large", "same", "of the user", "on"]
    result = {}

    def standardized(name, values, compared=False):
        known = values.iloc[train].dropna()
        if len(known) == 0:
            return
        if name in measures + ["Timestamps to closed, hours"] and known.min() >= 0 and known.skew() > 1:
            values = np.log1p(values.clip(lower=0))
        if compared:
            values = by_user(values)
            if values is None:
                return
        values = values.fillna(values.iloc[train].median())
        if values.iloc[train].nunique() > 1:
            part = values.iloc[train]
            result[name] = (values - part.mean()) / part.std(ddof=0)

    def by_user(values, kappa=5):
        part, who = values.iloc[train], table[user].iloc[train]
        groups = part.groupby(who)
        n, mean, squares = groups.count(), groups.mean(), groups.var(ddof=0) * groups.count()
        n, mean, squares = n[n > 0], mean[n > 0], squares[n > 0]
        overall, within = part.mean(), squares.sum() / n.sum()
        if within < 1e-18:
            return None
        # Rows without a user count for the overall mean alone.
        grand = (n * mean).sum() / n.sum()
        apart = (n * (mean - grand) ** 2).sum() - (len(n) - 1) * squares.sum() / (n.sum() - len(n))
        between = max(apart / (n.sum() - (n ** 2).sum() / n.sum()), 1e-6 * within)
        more = within / between
        mean = (n * mean + more * overall) / (n + more)
        variance = (squares + kappa * within) / (n + kappa) + within / (n + more)
        usual = table[user].map(mean).fillna(overall)
        return (values - usual) / np.sqrt(table[user].map(variance).fillna(within + between))

    def empty(name):
        if categories and table[name].iloc[train].isna().any():
            standardized(f"{name} is empty", table[name].isna().astype(float))

    def category(name):
        if categories:
            counts = table[name].iloc[train].value_counts()
            frequent = sorted(counts.index, key=lambda value: (-counts[value], value))[:30]
            for value in frequent:
                column = (table[name] == value).astype(float)
                if column.iloc[train].nunique() > 1:
                    result[f"{name} = {value}"] = column

    for name in ["Timestamps", "closed"]:
        if categories or table[name].iloc[train].notna().all():
            time = table[name].dt
            standardized(f"{name}, hour of the day", time.hour + time.minute / 60 + time.second / 3600)
            standardized(f"{name}, day of the week", time.day_of_week.astype(float))
        if categories and name == "closed":
            hours = (table["closed"] - table["Timestamps"]).dt.total_seconds() / 3600
            standardized("Timestamps to closed, hours", hours)
        empty(name)
    if user is None:
        category("who")
        empty("who")
    for name in measures[:6]:
        standardized(name, table[name].astype(float), user is not None)
        empty(name)
    empty("nothing")
    standardized("on", table["on"].astype(float), user is not None)
    for name in ["kind", "port", "home"]:
        category(name)
        empty(name)
    category("seen")
    agree = (table["home"] == table["seen"]).astype(float)
    agree[table["home"].isna() | table["seen"].isna()] = np.nan
    standardized("home equals seen", agree)
    return result


def encodings(table, train, shown):
    result = {}
    for categories in [False, True]:
        for user in [None, "who"]:
            columns = encoded(table, train, categories, user)
            name = ("supervised" if categories else "unsupervised") + (" by user" if user else "")
            matrix = np.column_stack(list(columns.values()))
            assert np.isfinite(matrix).all()
            result[name] = {"names": list(columns), "rows": [[int(v) if v in (0, 1) else v for v in row] for row in matrix[shown].tolist()]}
    return result


# ---- What is found of attacks


def breakdown(table, rows):
    scores = table["count"].to_numpy()[rows].astype(float)
    part = table.iloc[rows].assign(called=scores >= 6, time=pd.to_datetime(table["Timestamps"].iloc[rows]))
    attacks = part[part["Attack Type"] != ""].groupby("Attack Type")["called"].agg(["count", "sum"])
    campaigns = {}
    for name, own in part[part["Campaign ID"] != ""].groupby("Campaign ID"):
        found = own[own["called"]]
        delay = (found["time"].min() - own["time"].min()).total_seconds() / 3600 if len(found) else None
        campaigns[name] = [len(own), len(found), delay]
    benign = part[part["Is Benign Outlier"] == 1]
    return {
        "scores": scores.tolist(),
        "attacks": {name: [int(v) for v in row] for name, row in zip(attacks.index, attacks.to_numpy())},
        "campaigns": campaigns,
        "benign": [len(benign), int(benign["called"].sum()), int((part["called"] & (part["Is Anomaly"] == 0)).sum())],
    }


def main():
    table = cells()
    table.to_csv(HERE / "cells.csv", index=False)
    table = table.fillna({"Attack Type": "", "Campaign ID": ""})
    without = table.assign(**{"Campaign ID": table["Campaign ID"].replace("", np.nan)})
    parts = splits(without, 0.7, 42)
    train = parts["user"]
    test = [row for row in range(len(table)) if row not in set(train)]
    shown = (test + train)[:90]
    drawn = cases()
    reference = {
        "made with": f"scikit-learn {sklearn.__version__}, pandas {pd.__version__}, NumPy {np.__version__}",
        "metrics": {name: figures(*case) for name, case in drawn.items()},
        "bootstrap": bootstrap(drawn["distinct"][0], drawn["rules"][0], drawn["distinct"][1]),
        "splits": {str(seed): splits(without, share, seed) for share, seed in [(0.7, 42), (0.5, 2**53 - 1)]},
        "encodings": {"rows": shown, "of": encodings(table, train, shown)},
        "breakdown": breakdown(table, test),
    }
    (HERE / "metrics.json").write_text(json.dumps(reference, separators=(",", ":"), allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
