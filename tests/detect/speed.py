#!/usr/bin/env python3
"""Times PyOD on the rows that `cargo bench --bench detect` writes.

    python3 speed.py FILE

FILE holds numbers, comma-separated, a row a line. Prints PyOD's version, then a line of each detector: its key and the best
of three runs in seconds, each of fitting and of the scores of the training rows. Anything of PyOD 3 will do.
"""

import sys
import time

import numpy as np
import pyod.version
from pyod.models.copod import COPOD
from pyod.models.ecod import ECOD
from pyod.models.hbos import HBOS
from pyod.models.iforest import IForest
from pyod.models.knn import KNN
from pyod.models.lof import LOF
from pyod.models.pca import PCA

RUNS = 3

DETECTORS = {"ecod": ECOD, "copod": COPOD, "hbos": HBOS, "iforest": IForest, "lof": LOF, "knn": KNN, "pca": PCA}


def main():
    rows = np.loadtxt(sys.argv[1], delimiter=",")
    print(pyod.version.__version__)
    for key, detector in DETECTORS.items():
        best = float("inf")
        for _ in range(RUNS):
            start = time.perf_counter()
            fitted = detector().fit(rows)
            best = min(best, time.perf_counter() - start)
            assert len(fitted.decision_scores_) == len(rows)
        print(key, best)


if __name__ == "__main__":
    main()
