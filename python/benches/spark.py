"""What rows take on a cluster of Apache Spark of this machine, written as Parquet, for several numbers of tasks at a time. Prints a table.

    python -P python/benches/spark.py [ROWS...]
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

import cyberdatagen.spark as on_spark
from cluster import cluster, executors, session, wait_until

ROWS = [int(rows) for rows in sys.argv[1:]] or [500_000, 1_000_000, 2_000_000]
TASKS = [1, 2, 4]
SHARDS = 16
#: Each is measured so many times; the fastest counts.
ROUNDS = 2


def measured(spark, rows, folder):
    """Write rows as often as they are measured, and give the seconds of the fastest."""
    seconds = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        on_spark.generate(spark, rows, SHARDS).write.parquet(f"{folder}/{rows}-{number}")
        seconds.append(time.perf_counter() - start)
    return min(seconds)


took = {}
for tasks in TASKS:
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as (address, _):
        with session(address, **{"spark.cores.max": str(tasks)}) as spark:
            wait_until(lambda tasks=tasks: executors(spark) == tasks)
            # Every executor has loaded what it needs.
            on_spark.generate(spark, 10_000, SHARDS).count()
            for rows in ROWS:
                took[rows, tasks] = measured(spark, rows, folder)

print("| Rows |", " | ".join(f"{tasks} task{'s' if tasks > 1 else ''}" for tasks in TASKS), "|")
print("|---|" + "---|" * len(TASKS))
for rows in ROWS:
    print(f"| {rows:,} |", " | ".join(f"{took[rows, tasks]:.1f} s" for tasks in TASKS), "|")
