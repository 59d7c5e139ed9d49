#!/usr/bin/env python3
"""Times imbalanced-learn on the rows that `cargo bench --bench balance` writes.

    python3 speed.py METHOD FILE

METHOD is smote, smote-nc or smote-n; FILE holds per line the numbers, the codes (columns c0, c1, …) and the class.
Prints the version and the best of five runs in seconds. Anything of imbalanced-learn 0.14 will do.
"""

import sys
import time

import numpy as np
import imblearn
from imblearn.over_sampling import SMOTE, SMOTEN, SMOTENC

RUNS = 5


def main():
    method, path = sys.argv[1:]
    with open(path) as file:
        names = file.readline().strip().split(",")
        rows = np.loadtxt(file, delimiter=",")
    X, y = rows[:, :-1], rows[:, -1].astype(int)
    codes = [place for place, name in enumerate(names[:-1]) if name.startswith("c")]
    best = float("inf")
    for run in range(RUNS):
        sampler = {
            "smote": lambda: SMOTE(random_state=run),
            "smote-nc": lambda: SMOTENC(codes, random_state=run),
            "smote-n": lambda: SMOTEN(random_state=run),
        }[method]()
        start = time.perf_counter()
        _, classes = sampler.fit_resample(X, y)
        best = min(best, time.perf_counter() - start)
        assert len(set(np.bincount(classes).tolist())) == 1
    print(imblearn.__version__, best)


if __name__ == "__main__":
    main()
