"""What outside programs say of balanced rows: the distances, similarities and components of a report.

Needs Python 3.11, numpy 2.4.6, pandas 3.1.1, scipy 1.17.1 and scikit-learn 1.9.1. How to run, from the root:

    cargo run --release -- balance --preset realistic --rows 1500 --method smote-nc --out /tmp/balanced
    python tests/balanced/reference.py /tmp/balanced > tests/balanced/reference.json

`tests/balanced.rs` balances the same rows and compares its report with what stands there.
"""

import json
import sys

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

NUMERIC = [
    "Issue Volume", "Issue Response Time Days", "Impact Score", "Cost", "Session Duration in Second",
    "Num Files Accessed", "Login Attempts", "Data Transfer MB", "CPU Usage %", "Memory Usage MB",
]
CATEGORICAL = [
    "Category", "Severity", "Status", "Reporters", "Assignees", "Department Affected", "Activity Type",
    "User Location", "IP Location",
]


def closest(rows, real, ranges):
    """SDMetrics' distance to the closest record: the mean over columns of |difference| / range, or 0 and 1."""
    numbers = real[NUMERIC].to_numpy(float)
    names = real[CATEGORICAL].to_numpy(str)
    result = []
    for _, row in rows.iterrows():
        gaps = np.abs(numbers - row[NUMERIC].to_numpy(float)) / ranges
        mismatches = names != row[CATEGORICAL].to_numpy(str)
        distances = (np.minimum(np.nan_to_num(gaps), 1).sum(1) + mismatches.sum(1)) / (len(NUMERIC) + len(CATEGORICAL))
        result.append(distances.min())
    return np.array(result)


def main(folder):
    table = pd.read_csv(f"{folder}/cybersecurity_dataset_train_balanced.csv", keep_default_na=False)
    real, made = table[table["Is Synthetic"] == 0], table[table["Is Synthetic"] == 1]
    minority = real[real["Is Anomaly"] == 1]
    result = {"real": len(real), "made": len(made), "columns": {}}
    for name in NUMERIC:
        result["columns"][name] = float(stats.ks_2samp(minority[name], made[name]).statistic)
    for name in CATEGORICAL:
        left, right = (part[name].value_counts(normalize=True) for part in (minority, made))
        result["columns"][name] = float(left.subtract(right, fill_value=0).abs().sum() / 2)
    varying = [name for name in NUMERIC if minority[name].std() > 0 and made[name].std() > 0]
    similarities = []
    for index, first in enumerate(varying):
        for second in varying[index + 1 :]:
            left, right = (stats.pearsonr(part[first], part[second]).statistic for part in (minority, made))
            similarities.append(1 - abs(left - right) / 2)
    result["correlation_similarity"] = float(np.mean(similarities))
    new = np.zeros(len(made), bool)
    for index, first in enumerate(CATEGORICAL):
        for second in CATEGORICAL[index + 1 :]:
            known = set(zip(real[first], real[second]))
            new |= np.array([pair not in known for pair in zip(made[first], made[second])])
    result["new_combinations"] = float(new.mean())
    ranges = (real[NUMERIC].max() - real[NUMERIC].min()).to_numpy(float)
    ranges = np.where(ranges == 0, np.inf, ranges)
    # Every so many rows, at most 500 of them.
    looked = made.iloc[:: -(-len(made) // 500)]
    result["closest_median"] = float(np.median(closest(looked, real, ranges)))
    generator = np.random.default_rng(0)
    random = pd.DataFrame(
        {name: generator.uniform(real[name].min(), real[name].max(), len(looked)) for name in NUMERIC}
        | {name: generator.choice(np.unique(real[name]), len(looked)) for name in CATEGORICAL}
    )
    result["random_median"] = float(np.median(closest(random, real, ranges)))
    scaled = StandardScaler().fit(real[NUMERIC].to_numpy(float))
    analysis = PCA(2).fit(scaled.transform(real[NUMERIC].to_numpy(float)))
    result["explained"] = analysis.explained_variance_ratio_.tolist()
    # The sign of a component is anyone's choice: here its greatest loading is positive.
    signs = np.sign(analysis.components_[np.arange(2), np.abs(analysis.components_).argmax(1)])
    first = analysis.transform(scaled.transform(made[NUMERIC].to_numpy(float)[:1]))[0] * signs
    result["first_made"] = first.tolist()
    json.dump(result, sys.stdout, indent=1)
    print()


main(sys.argv[1])
