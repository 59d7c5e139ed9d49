"""The picture of the README: how many rows each method writes as CSV in a second of one core."""

import matplotlib

matplotlib.use("svg")

from matplotlib import pyplot as plt

OURS, OTHERS = "#d9730d", "#9aa5b1"


def draw(path, results):
    """Horizontal bars on a logarithmic axis, the fastest on top, on white, so that it is readable on any page."""
    plt.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "speed", "font.family": "sans-serif", "font.size": 11})
    results = sorted(results, key=lambda result: result["rows_per_processor_sec"])
    rates = [result["rows_per_processor_sec"] for result in results]
    figure, axes = plt.subplots(figsize=(8, 0.36 * len(results) + 0.8), layout="constrained")
    colors = [OURS if result["name"].startswith("CyberDataGen") else OTHERS for result in results]
    bars = axes.barh([result["name"] for result in results], rates, color=colors, height=0.7)
    axes.bar_label(bars, [f"{round(rate, 2 - len(str(int(rate)))):,.0f}" for rate in rates], padding=4)
    axes.set_xscale("log")
    axes.set_xlim(min(rates) / 3, max(rates) * 4)
    axes.set_xlabel("rows written as CSV in a second of one core (logarithmic)")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    figure.savefig(path, format="svg", metadata={"Date": None, "Title": "Rows per second written as CSV"})
