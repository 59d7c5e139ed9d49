"""Apache Spark: a cluster of several processes makes the rows of one machine, also where a part of it is killed meanwhile."""

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cyberdatagen
import cyberdatagen.spark as on_spark
from cluster import children, cluster, executors, missing, session, wait_until
from reading import plain

pytestmark = pytest.mark.skipif(missing() is not None, reason=missing() or "")

EXECUTORS = 4


@pytest.fixture(scope="module")
def workers(tmp_path_factory):
    """Start a master and two workers with two cores each."""
    with cluster(tmp_path_factory.mktemp("cluster")) as (address, processes):
        yield address, processes


@pytest.fixture(scope="module")
def spark(workers):
    """Open a session with an executor for each core."""
    with session(workers[0]) as spark:
        wait_until(lambda: executors(spark) == EXECUTORS)
        yield spark


def written(folder):
    """Give the parts of a folder of Parquet, in their order."""
    parts = sorted(Path(folder).glob("part-*.parquet"))
    return pa.concat_tables(map(pq.read_table, parts)), len(parts)


@pytest.mark.parametrize(
    ("rows", "shards", "arguments"),
    [
        (20_000, 7, {"seed": 11, "attacks_difficulty": 0.3}),
        (5_000, 3, {"preset": "messy-logs", "settings": {"columns.attack_type": True}, "order": "time"}),
        (5, 8, {"preset": "classic"}),
    ],
)
def test_parquet_written_by_a_cluster_is_that_of_one_machine(spark, tmp_path, rows, shards, arguments):
    frame = on_spark.generate(spark, rows, shards, **arguments)
    assert frame.rdd.getNumPartitions() == shards
    frame.write.parquet(str(tmp_path / "data"))
    found, parts = written(tmp_path / "data")
    assert found == plain(cyberdatagen.generate(rows=rows, **arguments))
    # A shard without rows has no file.
    assert parts <= shards and (tmp_path / "data" / "_SUCCESS").exists()


def test_a_data_frame_is_queried(spark):
    frame = on_spark.generate(spark, rows=10_000, shards=4)
    kinds = dict(frame.dtypes)
    assert [kinds[name] for name in ("Severity", "Cost", "Is Anomaly", "Timestamps")] == [
        "string", "double", "bigint", "timestamp_ntz"
    ]  # fmt: skip
    assert frame.filter("`Is Anomaly` = 1").count() == 500
    assert frame.select("Issue ID").distinct().count() == 10_000


def test_what_is_wrong_is_said_before_a_task_runs(spark):
    with pytest.raises(cyberdatagen.ConfigurationError, match="did you mean"):
        on_spark.generate(spark, rows=100, shards=2, attacks_dificulty=1)
    with pytest.raises(cyberdatagen.ConfigurationError, match="there cannot be 0 shards"):
        on_spark.generate(spark, rows=100, shards=0)
    with pytest.raises(TypeError):
        on_spark.generate(spark, rows=100, shards=2.5)
    for name in ["shard", "threads"]:
        with pytest.raises(TypeError, match=f"{name}: each task makes one shard"):
            on_spark.generate(spark, rows=100, shards=2, **{name: 1})


def test_numbers_of_numpy_are_numbers(spark):
    frame = on_spark.generate(spark, rows=np.int64(500), shards=np.int32(2))
    assert frame.count() == 500 and frame.rdd.getNumPartitions() == 2


def executors_of(worker):
    """Give the executors that a worker started."""
    return children(worker.pid)


def pythons_of(worker):
    """Give the processes of Python that make rows: what the daemons below the executors started."""
    daemons = [daemon for executor in children(worker.pid) for daemon in children(executor)]
    return [python for daemon in daemons for python in children(daemon) if is_running(python)]


def is_running(pid):
    """Say whether a process computes."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()[0] == "R"
    except (FileNotFoundError, ProcessLookupError):
        return False


def failed_tasks(spark, worker, victims, write):
    """Kill processes of a worker while something is written, one after the other, and count the tasks that failed of it."""
    failures = []

    def run():
        try:
            write()
        except Exception as error:
            failures.append(error)

    writing = threading.Thread(target=run)
    writing.start()
    tracker = spark.sparkContext.statusTracker()
    wait_until(tracker.getActiveStageIds)
    [stage] = tracker.getActiveStageIds()
    wait_until(lambda: tracker.getStageInfo(stage).numCompletedTasks > 0)
    while writing.is_alive() and tracker.getStageInfo(stage).numFailedTasks == 0:
        for victim in victims(worker)[:1]:
            os.kill(victim, signal.SIGKILL)
        # The driver hears of it, or it was one that no task needed.
        time.sleep(1)
    writing.join()
    assert not failures
    return tracker.getStageInfo(stage).numFailedTasks


@pytest.mark.parametrize("victims", [executors_of, pythons_of])
def test_a_killed_process_does_no_harm(spark, workers, tmp_path, victims):
    rows, shards = 600_000, 24
    frame = on_spark.generate(spark, rows, shards, seed=3)
    expected = plain(cyberdatagen.generate(rows=rows, seed=3))
    # Where no task needed what was killed, all is written before one fails: then once more.
    for attempt in range(5):
        folder = tmp_path / str(attempt)
        failed = failed_tasks(spark, workers[1][0], victims, lambda: frame.write.parquet(str(folder)))
        found, parts = written(folder)
        assert parts == shards
        assert found == expected
        if failed > 0:
            return
    pytest.fail("no task failed, whatever was killed")
