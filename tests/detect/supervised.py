"""References for the supervised detectors, printed as JSON.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 shap==0.51.0
    venv/bin/python tests/detect/supervised.py > tests/detect/supervised.json

Values are whole numbers in 64ths, so that they are the same in single precision, which scikit-learn's trees use. The
twenty tables of the AUCs are not stored: `supervised.rs` makes the same ones from the same whole numbers.
"""

import json
import sys

import numpy as np
import shap
import sklearn
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

SCALE = 64
ROWS = 1_500
COLUMNS = 8


def whole(values):
    return np.round(np.asarray(values) * SCALE).astype(int)


def stored(values, labels):
    return {"columns": values.shape[1], "values": values.ravel().tolist(), "labels": labels.astype(int).tolist()}


def mixed(rng, rows):
    """Numbers of several scales, a constant, and a category as two columns that sum to 1."""
    labels = rng.random(rows) < 0.2
    category = rng.random(rows) < np.where(labels, 0.7, 0.4)
    columns = [
        rng.normal(labels * 1.0, 1.0),
        rng.normal(5_000.0 - labels * 300.0, 400.0),
        rng.exponential(1.0 + labels),
        np.full(rows, 3.0),
        category,
        ~category,
    ]
    return whole(np.column_stack(columns)), labels


def logistic(values, labels, c=1.0):
    model = make_pipeline(
        StandardScaler(), LogisticRegression(C=c, solver="newton-cholesky", tol=1e-13, max_iter=1_000)
    )
    model.fit(values / SCALE, labels)
    fitted = model[-1]
    return {"c": c, "coefficients": fitted.coef_[0].tolist(), "intercept": fitted.intercept_[0]}


def tree_case(values, labels):
    values = values / SCALE
    models = [
        DecisionTreeClassifier(max_depth=4, min_samples_leaf=20, random_state=seed).fit(values, labels)
        for seed in range(20)
    ]
    first = models[0]
    for model in models:
        assert np.array_equal(model.tree_.threshold, first.tree_.threshold), "a tie among the best splits"
        assert np.array_equal(model.tree_.feature, first.tree_.feature), "a tie among the best splits"
    tree = first.tree_

    def node(index):
        count = tree.n_node_samples[index]
        anomalous = round(tree.value[index][0][1] * count)
        made = {"rows": [int(count - anomalous), int(anomalous)]}
        if tree.children_left[index] >= 0:
            made["column"] = int(tree.feature[index])
            made["threshold"] = float(tree.threshold[index])
            made["children"] = [node(tree.children_left[index]), node(tree.children_right[index])]
        return made

    explainer = shap.TreeExplainer(first, feature_perturbation="tree_path_dependent")
    rows = values[:40]
    return {
        "root": node(0),
        "probabilities": first.predict_proba(rows)[:, 1].tolist(),
        "shapley_base": float(explainer.expected_value[1]),
        "shapley": np.asarray(explainer.shap_values(rows))[:, :, 1].ravel().tolist(),
    }


def mixing(numbers):
    """SplitMix64's mix of whole numbers."""
    with np.errstate(over="ignore"):
        z = numbers * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def shifted(seed, rows):
    """A tenth of the rows are anomalous: three neighboring columns are shifted, and columns 1 and 2 go together."""
    place = np.arange(rows, dtype=np.uint64) * np.uint64(16) + np.uint64(seed) * np.uint64(1 << 32) + np.uint64(1)
    labels = mixing(place + np.uint64(8)) % np.uint64(10) == 0
    start = (mixing(place + np.uint64(9)) % np.uint64(8)).astype(int)
    columns = []
    for column in range(COLUMNS):
        bits = mixing(place + np.uint64(column))
        parts = [((bits >> np.uint64(16 * part)) & np.uint64(0xFFFF)).astype(int) for part in range(4)]
        value = sum(parts) - 2 * 65_535
        value += np.where(labels & ((column - start) % 8 < 3), 40_000, 0)
        if column == 2:
            value = np.where(labels, columns[1] + value // 2, value)
        columns.append(value)
    return np.column_stack(columns), labels


def aucs():
    models = {
        "logistic": lambda seed: make_pipeline(StandardScaler(), LogisticRegression()),
        "tree": lambda seed: DecisionTreeClassifier(max_depth=4, min_samples_leaf=20, random_state=seed),
        "forest": lambda seed: RandomForestClassifier(100, random_state=seed),
        "boosting": lambda seed: HistGradientBoostingClassifier(
            max_iter=100, max_depth=3, learning_rate=0.1, early_stopping=False
        ),
        "exact_boosting": lambda seed: GradientBoostingClassifier(random_state=seed),
    }
    found = {name: [] for name in models}
    for seed in range(20):
        values, labels = shifted(seed, 2 * ROWS)
        for name, model in models.items():
            fitted = model(seed).fit(values[:ROWS], labels[:ROWS])
            found[name].append(roc_auc_score(labels[ROWS:], fitted.predict_proba(values[ROWS:])[:, 1]))
    values, labels = shifted(0, 2 * ROWS)
    fitted = models["logistic"](0).fit(values[:ROWS], labels[:ROWS])
    importance = permutation_importance(
        fitted, values[ROWS:], labels[ROWS:], scoring="roc_auc", n_repeats=200, random_state=0
    )
    return {"rows": ROWS, "models": found, "logistic_importance": importance.importances_mean.tolist()}


def main():
    rng = np.random.default_rng(20240229)
    values, labels = mixed(rng, 300)
    apart = whole(rng.normal(size=(60, 3)) + np.repeat([0.0, 9.0], 30)[:, None])
    wide = whole(rng.normal(size=(60, 150)))
    wide_labels = wide[:, 0] + wide[:, 1] + whole(rng.normal(size=60)) > 0
    tree_values = whole(rng.normal(size=(500, 5)) * [1.0, 10.0, 100.0, 1.0, 1.0])
    tree_labels = (
        tree_values @ [1.0, 0.1, 0.0, 0.0, 0.0] + np.abs(tree_values[:, 3]) + whole(rng.normal(size=500) * 0.5) > 90
    )
    print(
        json.dumps(
            {
                "versions": {
                    "python": sys.version.split()[0],
                    "numpy": np.__version__,
                    "scikit-learn": sklearn.__version__,
                    "shap": shap.__version__,
                },
                "scale": SCALE,
                "logistic": {
                    "mixed": stored(values, labels) | logistic(values, labels),
                    "strong penalty": stored(values, labels) | logistic(values, labels, 0.01),
                    "separated": stored(apart, np.repeat([False, True], 30))
                    | logistic(apart, np.repeat([False, True], 30)),
                    "wide": stored(wide, wide_labels) | logistic(wide, wide_labels),
                },
                "tree": stored(tree_values, tree_labels) | tree_case(tree_values, tree_labels),
                "aucs": aucs(),
            },
            separators=(",", ":"),
        )
    )


main()
