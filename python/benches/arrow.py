"""What a million rows take: as Arrow, in data frames, as CSV, and on the command line. Prints a table.

    python -P python/benches/arrow.py target/release/cyberdatagen [ROWS]
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa

import cyberdatagen

#: Each is measured so many times, in turns; the fastest counts.
ROUNDS = 3


def drain():
    """Read all rows as Arrow, batch by batch."""
    table = cyberdatagen.generate(rows=ROWS)
    return sum(len(batch) for batch in pa.RecordBatchReader.from_stream(table))


def command(*options):
    """Write all files with the command line."""
    with tempfile.TemporaryDirectory() as folder:
        program = [PROGRAM, "generate", "--rows", str(ROWS), "--out", folder, *options]
        subprocess.run(program, check=True, stdout=subprocess.DEVNULL)


def csv():
    """Write the file of all rows."""
    with tempfile.TemporaryDirectory() as folder:
        cyberdatagen.generate(rows=ROWS).to_csv(Path(folder) / "data.csv")


PROGRAM = sys.argv[1]
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
KINDS = {
    "Arrow, batch by batch, all cores": drain,
    "`to_pyarrow()`": lambda: cyberdatagen.generate(rows=ROWS).to_pyarrow(),
    "`to_pandas()`": lambda: cyberdatagen.generate(rows=ROWS).to_pandas(),
    "`to_polars()`": lambda: cyberdatagen.generate(rows=ROWS).to_polars(),
    "`to_csv(path)`": csv,
    "`cyberdatagen generate`, all files as CSV": command,
    "`cyberdatagen generate --format parquet`, all files": lambda: command("--format", "parquet"),
}

seconds = {name: float("inf") for name in KINDS}
for _ in range(ROUNDS):
    for name, run in KINDS.items():
        start = time.perf_counter()
        run()
        seconds[name] = min(seconds[name], time.perf_counter() - start)
reference = seconds["`cyberdatagen generate`, all files as CSV"]
print(f"| {ROWS:,} rows | Seconds | Beside the command line's CSV |\n|---|---|---|")
for name, took in seconds.items():
    print(f"| {name} | {took:.2f} | {took / reference:.2f} |")
