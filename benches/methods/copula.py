"""A Gaussian copula by SDV's library `copulas`: fitted on the rows of a CSV file, or sampled, when a line of the input says so.

    python copula.py FILE ROWS

`versions` prints what is used, `fit` the number of the rows fitted on, `sample` that of the rows made, both with the processor time
so far; all as JSON. It is a program of its own since `copulas` needs another pandas than the benches. Each column has a beta
distribution, as in SDV.
"""

import json
import sys
import time
from importlib.metadata import version

import pandas as pd
from copulas.multivariate import GaussianMultivariate
from copulas.univariate import BetaUnivariate

frame = pd.read_csv(sys.argv[1])
rows = int(sys.argv[2])
model = GaussianMultivariate(distribution=BetaUnivariate)
for line in sys.stdin:
    match line.strip():
        case "versions":
            answer = {name: version(name) for name in ["copulas", "numpy", "pandas", "scipy"]}
        case "fit":
            model.fit(frame)
            answer = [len(frame), time.process_time()]
        case "sample":
            answer = [len(model.sample(rows)), time.process_time()]
        case other:
            sys.exit(f"what is {other}?")
    print(json.dumps(answer), flush=True)
