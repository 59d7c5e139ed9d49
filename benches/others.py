"""This project beside other ways to make, write, describe and balance rows, measured in turns in one run.

    PYTHONPATH=target/bench/site python benches/others.py target/release/cyberdatagen [--copulas PYTHON] [--quick]

`make bench` builds and installs what it needs. It prints a table and writes target/bench/others.json. What is missing, and so is
not measured, is named. The detectors beside PyOD are measured by `cargo bench --bench detect`, and SMOTE-NC alone, without what
`balance` does besides, by `cargo bench --bench balance`.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# One core means one: before NumPy is imported.
for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]:
    os.environ[name] = "1"

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests/classic"))

import cyberdatagen
from methods import declared
from methods.cores import Cores

ROUNDS = 5

PACKAGES = ["numpy", "pandas", "pyarrow", "Faker", "mimesis", "imbalanced-learn", "scikit-learn"]


def processor_secs(method):
    """The processor time that this process, those that it started and that ended, and a method's own have taken so far."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + method.secs_elsewhere()


def measure(methods, rounds, pause_secs):
    """What each method takes in every round, in turns, by the clock and in processor time; a first round is not counted."""
    taken = [[] for _ in methods]
    for number in range(rounds + 1):
        time.sleep(pause_secs)
        for method, of_method in zip(methods, taken):
            with Cores(is_one=not method.all_cores):
                before, start = processor_secs(method), time.perf_counter()
                product = method.run()
                took = time.perf_counter() - start, processor_secs(method) - before
            declared.check(method, product)
            if number > 0:
                of_method.append(took)
    return taken


def compared(methods, taken):
    """The results, with how many times as fast ours is as each: by the clock and by processor time, of the fastest runs."""
    results = []
    for method, runs in zip(methods, taken):
        clock, processor = ([run[kind] for run in runs] for kind in (0, 1))
        results.append(
            {
                "group": method.group,
                "name": method.name,
                "does": method.does,
                "cores": "all" if method.all_cores else 1,
                "rows": method.rows,
                "secs": {"fastest": min(clock), "median": statistics.median(clock)},
                "processor_secs": {"fastest": min(processor), "median": statistics.median(processor)},
                "rows_per_sec": method.rows / min(clock),
                "median_rows_per_sec": method.rows / statistics.median(clock),
                "rows_per_processor_sec": method.rows / min(processor),
            }
        )
    ours = {method.group: result for method, result in zip(methods, results) if method.is_ours}
    for result in results:
        for rate in ["rows_per_sec", "rows_per_processor_sec"]:
            result["ours_times_" + rate] = ours[result["group"]][rate] / result[rate]
    return results


def rounded(number):
    """Three digits of a rate."""
    return f"{round(number, 3 - len(str(int(number)))):,.0f}"


def times(ratio):
    """A ratio in two digits, or in three from 100 on."""
    return (rounded(ratio) if ratio >= 100 else f"{ratio:.2g}") + " ×"


def table(results):
    """The table, a line at a time."""
    heads = ["Method", "What it does", "Rows/s: fastest, median", "Rows per processor second"]
    heads.append("CyberDataGen beside it: clock, processor time")
    yield "| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|"
    for group in dict.fromkeys(result["group"] for result in results):
        yield f"| **{group}** | | | | |"
        for result in [result for result in results if result["group"] == group]:
            rates = [rounded(result[rate]) for rate in ["rows_per_sec", "median_rows_per_sec", "rows_per_processor_sec"]]
            ratios = [times(result["ours_times_" + rate]) for rate in ["rows_per_sec", "rows_per_processor_sec"]]
            yield f"| {result['name']} | {result['does']} | {', '.join(rates[:2])} | {rates[2]} | {', '.join(ratios)} |"


def machine():
    """What it runs on."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        processor = platform.processor()
    system, python = platform.platform(), platform.python_version()
    return {"processor": processor, "cores": os.cpu_count(), "system": system, "python": python}


def versions():
    """Those of the packages that are there."""
    found = {"cyberdatagen": cyberdatagen.__version__}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            pass
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="the command line, as `cargo build --release` makes it")
    parser.add_argument("--copulas", help="a Python with the package copulas")
    parser.add_argument("--picture", type=Path, help="draw the rates of those that write CSV as this SVG file")
    parser.add_argument("--json", type=Path, default=ROOT / "target/bench/others.json", help="the file of all figures")
    parser.add_argument("--pause", type=float, default=0, help="seconds before each round, on a machine that others use")
    parser.add_argument("--quick", action="store_true", help="few rows and one round: to try it, not to measure")
    arguments = parser.parse_args()

    load = os.getloadavg() if hasattr(os, "getloadavg") else None
    with tempfile.TemporaryDirectory() as folder:
        methods = declared.Methods(arguments.program, arguments.copulas, folder, 0.1 if arguments.quick else 1)
        order = list(dict.fromkeys(method.group for method in methods.found))
        found = sorted(methods.found, key=lambda method: order.index(method.group))
        results = compared(found, measure(found, 1 if arguments.quick else ROUNDS, arguments.pause))
    for line in table(results):
        print(line)
    for name, reason in methods.missing.items():
        print(f"not measured: {name}: {reason}")
    report = {
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "machine": {**machine(), "load_before": load},
        "versions": {**versions(), **methods.versions},
        "results": results,
        "missing": methods.missing,
    }
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(report, indent=2) + "\n")
    if arguments.picture:
        from methods import picture

        drawn = [result for result in results if result["group"] == declared.CSV and result["cores"] == 1]
        picture.draw(arguments.picture, drawn)
    print(", ".join(f"{name} {of}" for name, of in report["versions"].items()))


if __name__ == "__main__":
    main()
