"""Ctrl-C ends long work, and other threads of Python run meanwhile."""

import os
import signal
import threading

import pyarrow as pa
import pytest

import cyberdatagen

ROWS = 10_000_000


def resident():
    """Give the memory that this process has, in pages."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1])


@pytest.fixture
def interrupt():
    """Interrupt the main thread as a terminal does, once something is so."""
    threads = []

    def once(is_so):
        def watch():
            while not is_so():
                pass
            os.kill(os.getpid(), signal.SIGINT)

        thread = threading.Thread(target=watch)
        threads.append(thread)
        thread.start()

    yield once
    for thread in threads:
        thread.join()


def test_a_file_is_not_left_half_written(interrupt, tmp_path):
    def is_begun():
        return any(entry.stat().st_size > 10**6 for entry in os.scandir(tmp_path))

    table = cyberdatagen.generate(rows=ROWS, threads=1)
    interrupt(is_begun)
    with pytest.raises(KeyboardInterrupt):
        table.to_csv(tmp_path / "data.csv")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("read", ["to_pyarrow", "to_polars"])
def test_reading_a_stream_ends(interrupt, read):
    table = cyberdatagen.generate(rows=ROWS, threads=1)
    before = resident()
    interrupt(lambda: resident() > before + 20_000)
    with pytest.raises(KeyboardInterrupt):
        getattr(table, read)()
    # And nothing of it is left: the next stream is whole.
    assert len(cyberdatagen.generate(rows=70_000).to_pyarrow()) == 70_000


def test_planning_the_order_of_time_and_an_audit_end(interrupt):
    begun = threading.Event()
    interrupt(begun.is_set)
    with pytest.raises(KeyboardInterrupt):
        begun.set()
        cyberdatagen.generate(rows=ROWS, order="time")
    begun.clear()
    interrupt(begun.is_set)
    with pytest.raises(KeyboardInterrupt):
        begun.set()
        cyberdatagen.audit(rows=ROWS)


def test_other_threads_read_while_one_does():
    results = {}

    def read(seed):
        results[seed] = pa.table(cyberdatagen.generate(rows=100_000, seed=seed))

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for seed in range(4):
        assert results[seed] == pa.table(cyberdatagen.generate(rows=100_000, seed=seed))
