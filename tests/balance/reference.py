#!/usr/bin/env python3
"""Writes reference.json: what imbalanced-learn makes and removes, with the random draws that it made it with.

Pinned: Python 3.11, imbalanced-learn 0.14.2, scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1.
    python3 -m venv /tmp/balance && /tmp/balance/bin/pip install imbalanced-learn==0.14.2 scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1
    /tmp/balance/bin/python tests/balance/reference.py

Every data set is checked to have no two different rows equally far from a third where that would decide which
neighbor is which: imbalanced-learn leaves the order of such rows open. Rows that are the same in all columns occur.
"""

import json
import pathlib
import warnings
from collections import Counter, deque

import numpy as np
from imblearn.over_sampling import ADASYN, SMOTE, SMOTEN, SMOTENC, BorderlineSMOTE, RandomOverSampler
from imblearn.under_sampling import EditedNearestNeighbors, RandomUnderSampler, TomekLinks
from imblearn.utils import check_sampling_strategy
from imblearn.metrics.pairwise import ValueDifferenceMetric
from sklearn.preprocessing import RobustScaler, StandardScaler

warnings.filterwarnings("ignore")


class Recorder(np.random.RandomState):
    """A random state that keeps what was drawn from it."""

    def __init__(self, seed):
        super().__init__(seed)
        self.log = []

    def keep(self, kind, values):
        self.log.append((kind, values))
        return values

    def randint(self, *arguments, **named):
        return self.keep("randint", super().randint(*arguments, **named))

    def uniform(self, low=0.0, high=1.0, size=None):
        kind = "uniform" if high == 1.0 else "shortening"
        return self.keep(kind, super().uniform(low, high, size))

    def choice(self, *arguments, **named):
        # NumPy's own choice draws by randint.
        kept = len(self.log)
        values = super().choice(*arguments, **named)
        del self.log[kept:]
        return self.keep("choice", values)

    def randn(self, *arguments):
        return self.keep("randn", super().randn(*arguments))


def lists(values):
    return np.asarray(values).ravel().tolist()


def no_ties(distances, same, k):
    """No two different points are equally far where it decides the order of the k nearest."""
    for row, from_row in enumerate(distances):
        order = np.argsort(from_row, kind="stable")
        order = order[order != row][: k + 1]
        for a, b in zip(order, order[1:]):
            assert same[a, b] or from_row[b] - from_row[a] > 1e-9, (row, a, b)


def check_ties(X, codes, y, k, weight=0.0, whole=False):
    """no_ties for numbers, with codes that count `weight`; where classes are looked at, twins are of one class."""
    squares = ((X[:, None, :] - X[None, :, :]) ** 2).sum(axis=2)
    same = squares == 0
    if codes is not None:
        differing = (codes[:, None, :] != codes[None, :, :]).sum(axis=2)
        squares = squares + weight * differing
        same &= differing == 0
    if whole:
        assert np.all(~same | (y[:, None] == y[None, :]))
    no_ties(np.sqrt(squares), same, k)


def draws_of(log, method, classes, k):
    """The draws as Cyberdatagen asks for them."""
    draws = {"bases": [], "neighbors": [], "gaps": [], "shortenings": [], "normals": [], "kept": []}
    for kind, values in log:
        values = lists(values)
        if kind == "randint":
            draws["bases"] += [value // k for value in values]
            draws["neighbors"] += [value % k for value in values]
        elif kind == "uniform":
            draws["gaps"] += values
        elif kind == "shortening":
            draws["shortenings"] += values
        elif kind == "randn":
            draws["normals"] += values
        elif method == "adasyn":
            draws["neighbors"] += values
        elif method == "random-over":
            places = {row: place for of in set(classes) for place, row in enumerate(np.flatnonzero(classes == of))}
            draws["bases"] += [places[value] for value in values]
        elif method == "random-under":
            draws["kept"].append(values)
        else:
            draws["bases"] += values
    return {kind: values for kind, values in draws.items() if values}


SCALERS = {"none": None, "standard": StandardScaler, "robust": RobustScaler}


def over(name, method, numbers, codes, y, strategy="auto", k=5, m=10, shrinkage=None, scaling="none", seed=0):
    """One data set, over-sampled."""
    X = np.array(numbers, dtype=float).T if len(numbers) else np.empty((len(y), 0))
    scaler = SCALERS[scaling]().fit(X) if SCALERS[scaling] else None
    scaled = scaler.transform(X) if scaler else X
    C = np.array(codes, dtype=int).T if len(codes) else np.empty((len(y), 0), dtype=int)
    y = np.array(y)
    state = Recorder(seed)
    named = {"sampling_strategy": strategy, "random_state": state}
    sampler = {
        "smote": lambda: SMOTE(k_neighbors=k, **named),
        "smote-nc": lambda: SMOTENC(list(range(X.shape[1], X.shape[1] + C.shape[1])), k_neighbors=k, **named),
        "smote-n": lambda: SMOTEN(k_neighbors=k, **named),
        "random-over": lambda: RandomOverSampler(shrinkage=shrinkage, **named),
        "borderline-1": lambda: BorderlineSMOTE(k_neighbors=k, m_neighbors=m, kind="borderline-1", **named),
        "borderline-2": lambda: BorderlineSMOTE(k_neighbors=k, m_neighbors=m, kind="borderline-2", **named),
        "adasyn": lambda: ADASYN(n_neighbors=k, **named),
    }[method]()
    data = C if method == "smote-n" else np.hstack([scaled, C])
    made, labels = sampler.fit_resample(data, y)
    assert np.array_equal(made[: len(y)].astype(float), data.astype(float))
    new, classes = made[len(y) :].astype(float), labels[len(y) :]
    if method == "smote-n":
        new_numbers, new_codes = np.empty((len(new), 0)), new
    else:
        new_numbers, new_codes = new[:, : X.shape[1]], new[:, X.shape[1] :]
    if scaler:
        new_numbers = scaler.inverse_transform(new_numbers)

    found = {}
    for of in np.unique(y):
        rows = np.flatnonzero(y == of)
        if sampler.sampling_strategy_.get(of, 0) == 0:
            continue
        if method in ("smote", "adasyn", "borderline-1"):
            check_ties(scaled[rows], None, y[rows], k)
        if method == "smote-nc":
            weight = np.median(scaled[rows].std(axis=0)) ** 2
            assert np.isclose(weight, sampler.median_std_[of] ** 2)
            check_ties(scaled[rows], C[rows], y[rows], k, weight)
        if method == "adasyn" or method.startswith("borderline"):
            check_ties(scaled, None, y, max(k, m), whole=True)
        if method == "smote-n":
            distances = ValueDifferenceMetric().fit(C, y).pairwise(C[rows])
            same = (C[rows][:, None, :] == C[rows][None, :, :]).all(axis=2)
            for row, from_row in enumerate(distances):
                order = np.argsort(from_row, kind="stable")
                order = order[order != row]
                a, b = order[k - 1], order[k]
                assert same[a, b] or from_row[b] - from_row[a] > 1e-9
    if method.startswith("borderline"):
        found["danger"] = {str(of): lists(rows) for of, rows in sampler.in_danger_indices.items()}
    if method == "smote-nc":
        found["tied"] = tied(scaled, C, y, sampler, state, k)
    if method == "random-over":
        found["bases"] = lists(sampler.sample_indices_[len(y) :])
    if method == "adasyn":
        found["counts"] = adasyn_counts(scaled, y, sampler, k)
    return {
        "name": name,
        "method": method,
        "scaling": scaling,
        "k": k,
        "m": m,
        "shrinkage": shrinkage,
        "numbers": X.T.tolist(),
        "codes": C.T.tolist(),
        "classes": lists(y),
        "strategy": ", ".join(f"{of}={total}" for of, total in strategy.items())
        if isinstance(strategy, dict)
        else str(strategy),
        "draws": draws_of(state.log, method, y, k),
        "made": {
            "classes": lists(classes),
            "numbers": new_numbers.T.tolist(),
            "codes": new_codes.astype(int).T.tolist(),
            **found,
        },
    }


def tied(scaled, C, y, sampler, state, k):
    """By categorical column and row made: whether its vote was a tie."""
    votes = []
    draws = deque(values for kind, values in state.log if kind == "randint")
    for of, count in sampler.sampling_strategy_.items():
        if count == 0:
            continue
        rows = np.flatnonzero(y == of)
        weight = np.median(scaled[rows].std(axis=0)) ** 2
        squares = ((scaled[rows][:, None] - scaled[rows][None]) ** 2).sum(axis=2)
        squares += weight * (C[rows][:, None] != C[rows][None]).sum(axis=2)
        np.fill_diagonal(squares, -1)
        nearest = rows[np.argsort(squares, axis=1, kind="stable")[:, 1 : k + 1]]
        for base in draws.popleft() // k:
            counts = [Counter(column).most_common() for column in C[nearest[base]].T]
            votes.append([len(column) > 1 and column[0][1] == column[1][1] for column in counts])
    return np.array(votes).T.tolist()


def adasyn_counts(scaled, y, sampler, k):
    """By class: the rows made of each of its rows, by imbalanced-learn's own lines."""
    counts = {}
    for of, count in sampler.sampling_strategy_.items():
        if count == 0:
            continue
        rows = np.flatnonzero(y == of)
        sampler.nn_.fit(scaled)
        nearest = sampler.nn_.kneighbors(scaled[rows], return_distance=False)[:, 1:]
        shares = np.sum(y[nearest] != of, axis=1) / k
        shares /= np.sum(shares)
        counts[str(of)] = lists(np.rint(shares * count).astype(int))
    return counts


def cleaned(name, cleaning, numbers, y, which="all-but-smallest", k=3, ratio=1.0, seed=0):
    """One data set, cleaned."""
    X, y = np.array(numbers, dtype=float).T, np.array(y)
    check_ties(X, None, y, k + 1, whole=True)
    strategy = "auto" if which == "all-but-smallest" else "all"
    state = Recorder(seed)
    sampler = {
        "tomek": lambda: TomekLinks(sampling_strategy=strategy),
        "edited-nearest": lambda: EditedNearestNeighbors(sampling_strategy=strategy, n_neighbors=k),
        "random-under": lambda: RandomUnderSampler(
            sampling_strategy="auto" if ratio == 1.0 else ratio, random_state=state
        ),
    }[cleaning]()
    sampler.fit_resample(X, y)
    removed = sorted(set(range(len(y))) - set(lists(sampler.sample_indices_)))
    return {
        "name": name,
        "cleaning": cleaning,
        "which": which,
        "k": k,
        "ratio": ratio,
        "numbers": X.T.tolist(),
        "classes": lists(y),
        "draws": draws_of(state.log, cleaning, y, k),
        "removed": removed,
    }


def strategies():
    """What each strategy adds, for counts of classes A, B, C."""
    cases = []
    random = np.random.RandomState(7)
    counts = [[10, 3, 6], [3, 10], [5, 5], [4, 4, 9], [9, 9, 2], [100, 37], [8]] + [
        random.randint(1, 60, size=random.randint(2, 5)).tolist() for _ in range(20)
    ]
    for count in counts:
        y = np.repeat(list("ABCDE")[: len(count)], count)
        more = {"A": count[0] + 5}
        for strategy in ["auto", "minority", "not minority", "not majority", "all", 0.3, 0.75, 1.0, 0.55, more]:
            try:
                found = check_sampling_strategy(strategy, y, "over-sampling")
                wanted = [int(found.get(of, 0)) for of in "ABCDE"[: len(count)]]
            except ValueError:
                wanted = None
            text = f"A={more['A']}" if strategy is more else str(strategy)
            cases.append({"counts": count, "strategy": text, "wanted": wanted})
    return cases


def clouds(seed, counts, centers, columns, spread=1.0):
    """Normal clouds, one a class, in random order; numbers by column with three decimals."""
    random = np.random.RandomState(seed)
    y = np.repeat(np.arange(len(counts)), counts)
    random.shuffle(y)
    X = random.normal(size=(len(y), columns)) * spread + np.array(centers)[y][:, None]
    return np.round(X, 3).T.tolist(), y.tolist(), random


def categories(random, y, columns, sizes):
    """Codes that lean towards the class."""
    y = np.array(y)
    return [((random.random_sample(len(y)) ** (1 + y % 3)) * sizes[j]).astype(int).tolist() for j in range(columns)]


def twins(numbers, codes, y, pairs):
    """Makes rows the same in all columns, and of one class."""
    for a, b in pairs:
        for column in [*numbers, *codes, y]:
            column[b] = column[a]


def main():
    cases, cleanings = [], []

    numbers, y, _ = clouds(1, [40, 14], [0, 1], 3)
    cases.append(over("plain", "smote", numbers, [], y))

    numbers, y, random = clouds(2, [60, 25], [0, 2], 4)
    numbers[1] = [round(value * 3) for value in numbers[1]]
    numbers[2] = [7.1] * len(y)
    numbers[3] = [round(value * 1000, 1) for value in numbers[3]]
    few = [row for row, of in enumerate(y) if of == 1]
    twins(numbers, [], y, [(few[0], few[1]), (few[0], few[2]), (few[3], few[4])])
    for scaling in SCALERS:
        cases.append(over(f"twins, whole and constant columns, {scaling}", "smote", numbers, [], y, k=3, scaling=scaling, seed=3))

    numbers, y, _ = clouds(4, [150, 140, 30], [0, 1, 2], 2)
    cases.append(over("three classes", "smote", numbers, [], y, "all", seed=5))
    cases.append(over("three classes, the smallest alone", "smote", numbers, [], y, "minority", seed=5))
    cases.append(over("three classes by count", "smote", numbers, [], y, {0: 160, 2: 50}, k=7, seed=6))
    numbers, y, _ = clouds(8, [50, 9], [0, 1], 2)
    cases.append(over("a ratio", "smote", numbers, [], y, 0.5, seed=9))

    numbers, y, random = clouds(10, [50, 20], [0, 1], 3)
    codes = categories(random, y, 3, [3, 4, 6])
    few = [row for row, of in enumerate(y) if of == 1]
    twins(numbers, codes, y, [(few[0], few[1])])
    for scaling in SCALERS:
        cases.append(over(f"mixed, {scaling}", "smote-nc", numbers, codes, y, scaling=scaling, seed=11))
    # Deviations differ from class to class: a weight of any other class gives other neighbors.
    numbers, y, random = clouds(12, [60, 45, 30], [0, 0, 0], 3)
    numbers = [[round(value * [8, 1, 0.2][of], 3) for value, of in zip(column, y)] for column in numbers]
    codes = categories(random, y, 4, [3, 3, 5, 2])
    cases.append(over("mixed, three classes of different spread", "smote-nc", numbers, codes, y, seed=13))
    numbers, y, random = clouds(14, [300, 160], [0, 1], 2)
    codes = categories(random, y, 2, [4, 9])
    cases.append(over("mixed and many", "smote-nc", numbers, codes, y, 0.8, seed=15))
    numbers, y, random = clouds(16, [40, 18], [0, 1], 3)
    for column in (1, 2):
        numbers[column] = [value if of == 0 else 4.0 for value, of in zip(numbers[column], y)]
    codes = categories(random, y, 2, [3, 4])
    cases.append(over("mixed, median deviation 0", "smote-nc", numbers, codes, y, seed=17))

    _, y, random = clouds(18, [60, 25], [0, 1], 1)
    cases.append(over("categories", "smote-n", [], categories(random, y, 7, [5, 6, 7, 4, 8, 6, 9]), y, seed=19))
    _, y, random = clouds(20, [50, 30, 22], [0, 1, 2], 1)
    cases.append(over("categories, three classes", "smote-n", [], categories(random, y, 6, [7, 6, 8, 5, 9, 6]), y, k=4, seed=21))

    numbers, y, _ = clouds(22, [150, 60], [0, 1.5], 3)
    few = [row for row, of in enumerate(y) if of == 1]
    twins(numbers, [], y, [(few[0], few[1])])
    numbers3, y3, _ = clouds(23, [90, 50, 40], [0, 1.5, 2.5], 2)
    for method in ("borderline-1", "borderline-2"):
        cases.append(over("border", method, numbers, [], y, seed=24))
        cases.append(over("border, scaled", method, numbers, [], y, k=3, m=7, scaling="standard", seed=25))
        cases.append(over("border, three classes", method, numbers3, [], y3, seed=26))
    cases.append(over("adaptive", "adasyn", numbers, [], y, seed=27))
    cases.append(over("adaptive, scaled", "adasyn", numbers, [], y, scaling="robust", k=4, seed=28))
    cases.append(over("adaptive, three classes", "adasyn", numbers3, [], y3, seed=29))
    # Many counts that end in one half.
    for added in (25, 50, 75, 100):
        cases.append(over(f"adaptive, {added} more", "adasyn", numbers3, [], y3, {1: 50 + added}, seed=30))

    numbers, y, _ = clouds(31, [30, 12, 1], [0, 1, 2], 2)
    cases.append(over("copies", "random-over", numbers, [], y, seed=32))
    numbers, y, _ = clouds(33, [30, 12], [0, 1], 3)
    cases.append(over("smoothed copies", "random-over", numbers, [], y, shrinkage=0.7, seed=34))

    numbers, y, _ = clouds(35, [120, 60], [0, 1.2], 2)
    rows = [[row for row, of in enumerate(y) if of == one] for one in (0, 1)]
    twins(numbers, [], y, [(rows[0][0], rows[0][1]), (rows[1][0], rows[1][1]), (rows[1][0], rows[1][2])])
    numbers3, y3, _ = clouds(36, [60, 50, 30], [0, 1.2, 2.4], 3)
    for which in ("all-but-smallest", "all"):
        for cleaning in ("tomek", "edited-nearest"):
            cleanings.append(cleaned("two classes with twins", cleaning, numbers, y, which))
            cleanings.append(cleaned("three classes", cleaning, numbers3, y3, which, k=4))
    cleanings.append(cleaned("down to the smallest", "random-under", numbers3, y3, seed=37))
    cleanings.append(cleaned("down to a ratio", "random-under", numbers, y, ratio=0.7, seed=38))

    path = pathlib.Path(__file__).with_name("reference.json")
    with path.open("w") as file:
        json.dump({"over": cases, "cleaned": cleanings, "strategies": strategies()}, file, separators=(",", ":"))
        file.write("\n")
    print(f"{path}: {path.stat().st_size} bytes, {len(cases)} + {len(cleanings)} data sets")


if __name__ == "__main__":
    main()
