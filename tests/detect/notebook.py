"""Runs the code of notebooks, each in its own folder, and prints their tables: of each, a list of detectors with figures.

`notebook.rs` calls it with the paths of the notebooks.
"""

import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path

os.environ["MPLBACKEND"] = "Agg"


def table(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    os.chdir(path.parent)
    variables = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            code = "".join(line for line in cell["source"] if not line.startswith("%"))
            exec(compile(code, cell["id"], "exec"), variables)
    variables["plt"].close("all")
    return variables["table"].values.tolist()


with redirect_stdout(sys.stderr):
    tables = [table(Path(path)) for path in sys.argv[1:]]
print(json.dumps(tables))
