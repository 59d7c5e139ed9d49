"""A cluster of Apache Spark on this machine: a master and workers as processes of their own, on free ports."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import cyberdatagen

#: How long processes have to come up, on a busy machine.
PATIENCE_SECS = 300


def missing():
    """Say what is missing for a cluster; None where nothing is."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "no PySpark here: `scripts/setup.sh test` installs it"
    if not shutil.which("java"):
        return "no Java here: `scripts/setup.sh test` installs it"
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r' version "(\d+)', told)
    if not version or int(version[1]) < 17:
        return "Apache Spark needs Java 17 or later"
    return None


@contextmanager
def cluster(folder, workers=2, cores=2):
    """Start a master and workers, and give the address of the master and the processes of the workers."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
    started = []

    def start(name, *arguments):
        log = open(folder / f"{name}.log", "wb")
        program = [home / "bin" / "spark-class", *map(str, arguments)]
        process = subprocess.Popen(program, stdout=log, stderr=log, env=environment)
        log.close()
        started.append(process)
        return process

    try:
        port = free_port()
        master = start(
            "master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", 0
        )
        wait_until(lambda: answers(port), master, folder / "master.log")
        address = f"spark://127.0.0.1:{port}"
        processes = [
            start(
                f"worker-{number}", "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", cores,
                "--memory", "2g", "--webui-port", 0, "-d", folder / f"worker-{number}", address,
            )  # fmt: skip
            for number in range(workers)
        ]
        for number, process in enumerate(processes):
            log = folder / f"worker-{number}.log"
            wait_until(lambda log=log: "Successfully registered with master" in log.read_text(), process, log)
        yield address, processes
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait()


@contextmanager
def session(master, **settings):
    """Open a session whose executors have this package."""
    from pyspark.sql import SparkSession

    site = str(Path(cyberdatagen.__file__).parents[1])
    os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.executor.cores": "1",
        "spark.executor.memory": "512m",
        "spark.executorEnv.PYTHONPATH": site,
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        **settings,
    }
    builder = SparkSession.builder.master(master).appName("cyberdatagen")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        spark.stop()


def executors(spark):
    """Count the executors that a session has."""
    return spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1


def children(pid):
    """Give the processes that a process started."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) if entry.name.isdigit() else None
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid:
            found.append(int(entry.name))
    return found


def free_port():
    """Give a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(port):
    """Say whether somebody listens on a port."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_so, process=None, log=None):
    """Wait until something is so, as long as a process lives."""
    end = time.monotonic() + PATIENCE_SECS
    while not is_so():
        told = log.read_text() if log else ""
        assert process is None or process.poll() is None, f"the process ended\n{told}"
        assert time.monotonic() < end, f"it does not come up\n{told}"
        time.sleep(0.05)
