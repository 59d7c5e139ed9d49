"""Ctrl-C ends long work, and other threads of Python run meanwhile."""

import os
import queue
import signal
import subprocess
import sys
import threading

import pyarrow as pa
import pytest

import cyberdatagen

ROWS = 2_000_000


class Signals:
    """Signals that come one after the other while the main thread works, each once the one before was heard.

    Python hears them in its main thread, and the next is sent once that thread lets go of Python's lock: so their number says how often
    the work looked for them.
    """

    def __init__(self, last=None):
        #: The one that interrupts; none where there is no number.
        self.last = last
        self.heard = 0
        #: Whether another is to be sent.
        self.go_on = queue.SimpleQueue()

    def hear(self, number, frame):
        """Hear a signal, as Python's own handler does if it is the last."""
        self.heard += 1
        self.go_on.put(True)
        if self.last is not None and self.heard >= self.last:
            raise KeyboardInterrupt

    def send(self):
        """Send them."""
        while self.go_on.get():
            os.kill(os.getpid(), signal.SIGINT)

    def during(self, work):
        """Do some work meanwhile, and say whether it was interrupted."""
        before, interval = signal.signal(signal.SIGINT, self.hear), sys.getswitchinterval()
        # No thread takes the lock: it is let go of.
        sys.setswitchinterval(1000)
        sender = threading.Thread(target=self.send)
        sender.start()
        try:
            self.go_on.put(True)
            work()
        except KeyboardInterrupt:
            return True
        finally:
            self.last = None
            self.go_on.put(False)
            sender.join()
            sys.setswitchinterval(interval)
            signal.signal(signal.SIGINT, before)
        return False


def assert_ends(work):
    """Assert that an interruption ends work: it looks for signals to its end, and no more after one that interrupts."""
    whole = Signals()
    assert not whole.during(work)
    assert whole.heard >= 20
    some = Signals(last=whole.heard // 4)
    assert some.during(work)
    assert some.heard <= whole.heard // 2


def test_a_file_is_not_left_half_written(tmp_path):
    table = cyberdatagen.generate(rows=ROWS, threads=1)
    path = tmp_path / "data.csv"

    def write():
        path.unlink(missing_ok=True)
        table.to_csv(path)

    assert_ends(write)
    assert os.listdir(tmp_path) == []


READING = """
import os, resource, signal, sys, threading, time
import cyberdatagen

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()

table = cyberdatagen.generate(rows=200_000, threads=1)
getattr(table, sys.argv[1])()
table, begun = cyberdatagen.generate(rows=3_000_000, threads=1), resident()

def interrupt():
    while resident() < begun + 20_000_000:
        time.sleep(0.001)
    os.kill(os.getpid(), signal.SIGINT)

if sys.argv[2] == "interrupted":
    threading.Thread(target=interrupt, daemon=True).start()
try:
    getattr(table, sys.argv[1])()
except KeyboardInterrupt:
    print("interrupted", end=" ")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - begun)
"""


def grown(read, how):
    """Give what a process of its own says: whether it was interrupted, and by how many bytes it grew."""
    command = [sys.executable, "-P", "-c", READING, read, how]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout.split()


@pytest.mark.parametrize("read", ["to_pyarrow", "to_polars"])
def test_reading_a_stream_ends(read):
    [whole] = grown(read, "whole")
    told, some = grown(read, "interrupted")
    assert told == "interrupted"
    # Not all of it was read.
    assert int(some) < int(whole) * 0.8


def test_planning_the_order_of_time_ends():
    assert_ends(lambda: cyberdatagen.generate(rows=ROWS, order="time"))


def test_an_audit_ends():
    assert_ends(lambda: cyberdatagen.audit(rows=20_000))


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
