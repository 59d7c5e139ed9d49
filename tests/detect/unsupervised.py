"""What PyOD and scikit-learn say of small tables: writes `unsupervised.json`, which `unsupervised.rs` compares with.

    python3 unsupervised.py

Made with PyOD 3.6.7, scikit-learn 1.9.1, NumPy 2.4.6 and SciPy 1.17.1.

Of rows that are equally near as the k-th neighbor, LOF takes some; scikit-learn does not say which. Where a table has such
ties, the LOF here is scikit-learn's formula with those of the lowest numbers, checked against PyOD on all other tables.
PCA is left out where a component explains nothing: PyOD then divides by what rounding leaves.
"""

import json
import pathlib

import numpy as np
import pyod
import pyod.version
import scipy
import sklearn
from pyod.models.copod import COPOD
from pyod.models.ecod import ECOD
from pyod.models.hbos import HBOS
from pyod.models.knn import KNN
from pyod.models.lof import LOF
from pyod.models.pca import PCA
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

HERE = pathlib.Path(__file__).parent


def tables():
    """By name: the training rows and new rows."""
    draw = np.random.default_rng(20_260_201)

    def clusters(rows, columns):
        centers = draw.normal(0, 4, size=(3, columns))
        spread = np.array([0.3, 1.0, 2.0])
        which = draw.integers(3, size=rows)
        values = centers[which] + draw.normal(size=(rows, columns)) * spread[which, None]
        values[:: 20] += draw.normal(0, 8, size=values[:: 20].shape)
        return values.round(4)

    yield "clusters", clusters(150, 4), clusters(40, 4)
    yield "skewed", draw.lognormal(1, 1, size=(100, 3)).round(3), draw.lognormal(1, 2, size=(30, 3)).round(3)
    yield "integers", draw.poisson([1, 3, 6], size=(120, 3)).astype(float), draw.poisson([2, 3, 9], size=(30, 3)).astype(float)
    constant = clusters(60, 3)
    constant[:, 1] = 2.5
    new = clusters(15, 3)
    new[:10, 1] = 2.5
    yield "constant", constant, new
    yield "one_column", clusters(80, 1), clusters(25, 1)
    yield "few_rows", clusters(22, 3), clusters(9, 3)
    yield "many_columns", clusters(70, 12), clusters(20, 12)
    yield "large", 1e6 + clusters(60, 3), 1e6 + clusters(15, 3)


def distances(queries, training, leave_out):
    squares = np.zeros((len(queries), len(training)))
    for column in range(training.shape[1]):
        difference = queries[:, column, None] - training[None, :, column]
        squares += difference * difference
    if leave_out:
        np.fill_diagonal(squares, np.inf)
    return np.sqrt(squares)


def lof(training, new, k):
    """Scores of both, and whether a tie at the k-th neighbor decides about any of them."""
    def nearest(queries, leave_out):
        far = distances(queries, training, leave_out)
        order = np.argsort(far, axis=1, kind="stable")
        far = np.take_along_axis(far, order, axis=1)
        following = far[:, k] if far.shape[1] > k else np.full(len(far), np.inf)
        return order[:, :k], far[:, :k], bool((far[:, k - 1] == following).any())

    own, own_far, own_tied = nearest(training, True)
    others, others_far, others_tied = nearest(new, False)
    reach = own_far[:, -1]
    density = lambda which, far: 1 / (np.maximum(far, reach[which]).mean(axis=1) + 1e-10)
    densities = density(own, own_far)
    training_scores = (densities[own] / densities[:, None]).mean(axis=1)
    scores = (densities[others] / density(others, others_far)[:, None]).mean(axis=1)
    return training_scores, scores, own_tied or others_tied


def lof_scores(training, new):
    by_pyod = LOF(n_neighbors=20).fit(training)
    training_scores, scores, is_tied = lof(training, new, 20)
    if not is_tied:
        assert np.allclose(by_pyod.decision_scores_, training_scores, rtol=1e-11, atol=0)
        assert np.allclose(by_pyod.decision_function(new), scores, rtol=1e-11, atol=0)
    return training_scores, scores, is_tied


def forest():
    """The AUC of scikit-learn's isolation forest over 20 seeds, on the table that `unsupervised.rs` makes, too."""
    rows, columns, anomalous = 1_000, 6, 50
    # A linear congruential generator, so that both sides have the same table.
    state, values = 1, np.empty((rows, columns))
    for row in range(rows):
        for column in range(columns):
            total = 0.0
            for _ in range(12):
                state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
                total += (state >> 33) / 2**31
            values[row, column] = total - 6.0
        if row % (rows // anomalous) == 0:
            values[row, row % columns] += 2.5
            values[row, (row + 1) % columns] -= 2.0
    labels = np.arange(rows) % (rows // anomalous) == 0
    areas = []
    for seed in range(20):
        fitted = IsolationForest(n_estimators=100, max_samples=256, random_state=seed).fit(values)
        areas.append(roc_auc_score(labels, -fitted.score_samples(values)))
    return {"sum": values.sum(), "areas": [round(area, 6) for area in areas]}


def main():
    made = []
    for name, training, new in tables():
        detectors = {"ecod": ECOD(), "copod": COPOD(), "hbos": HBOS(), "knn": KNN(n_neighbors=5)}
        if name != "constant":
            detectors["pca"] = PCA()
        scores = {}
        for key, detector in detectors.items():
            detector.fit(training)
            scores[key] = [detector.decision_scores_.tolist(), detector.decision_function(new).tolist()]
        training_scores, new_scores, is_tied = lof_scores(training, new)
        scores["lof"] = [training_scores.tolist(), new_scores.tolist()]
        made.append({"name": name, "tied": is_tied, "training": training.tolist(), "new": new.tolist(), "scores": scores})
        print(name, training.shape, "ties" if is_tied else "no ties")
    versions = {"pyod": pyod.version.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__,
                "scipy": scipy.__version__}
    text = json.dumps({"versions": versions, "tables": made, "forest": forest()}, separators=(",", ":"))
    (HERE / "unsupervised.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
