"""A PostgreSQL server in a folder that goes away: of the system's programs, or of those that the set-up unpacked beside its tools
(in the folder that SERVERS names). It listens on a socket in that folder alone."""

import os
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAMS = ("initdb", "pg_ctl", "psql")


def places():
    """Where the programs can be, each with the folder that they were unpacked into, if any."""
    yield None, None
    unpacked = Path(os.environ.get("SERVERS", "/nowhere"))
    for root in (None, unpacked):
        for programs in sorted((root or Path("/")).glob("usr/lib/postgresql/*/bin"), reverse=True):
            yield programs, root


class Postgres:
    """The server; `reason` says why there is none."""

    def __init__(self):
        self.folder = self.reason = None
        as_root = os.getuid() == 0
        # The server refuses to run as root.
        self.user = ["runuser", "-u", "nobody", "--"] if as_root else []
        if as_root and not shutil.which("runuser"):
            self.reason = "the server does not run as root"
            return
        for programs, root in places():
            found = [shutil.which(name, path=programs and str(programs)) for name in PROGRAMS]
            if all(found):
                break
        else:
            self.reason = "there are no initdb, pg_ctl and psql"
            return
        self.folder = tempfile.mkdtemp(prefix="postgres-")
        if as_root:
            shutil.chown(self.folder, "nobody")
        self.programs = dict(zip(PROGRAMS, found))
        self.environment = dict(os.environ)
        if root:
            self.take(programs, root)
        self.environment.update(PGHOST=self.folder, PGUSER="postgres", PGDATABASE="postgres")
        data = os.path.join(self.folder, "data")
        self.run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off -c jit=off"
        self.run("pg_ctl", "-D", data, "-w", "-l", os.path.join(self.folder, "log"), "-o", options, "start")

    def take(self, programs, root):
        """Copies what was unpacked to where the user of the server may read it."""
        taken = Path(self.folder) / "unpacked"
        version = programs.parent.name
        libraries = f"usr/lib/{platform.machine()}-linux-gnu"
        for part in (f"usr/lib/postgresql/{version}", f"usr/share/postgresql/{version}", libraries):
            if (root / part).is_dir():
                shutil.copytree(root / part, taken / part, symlinks=True)
        # What others may not read stays as it is.
        subprocess.run(["chmod", "-R", "go+rX", str(taken)], check=True)
        folder = taken / "usr/lib/postgresql" / version / "bin"
        self.programs = {name: str(folder / name) for name in PROGRAMS}
        self.environment["LD_LIBRARY_PATH"] = str(taken / libraries)

    def run(self, program, *arguments):
        command = [*self.user, self.programs[program], *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", env=self.environment)

    def psql(self, *arguments, **further):
        """Runs psql, which stops at the first error."""
        command = [self.programs["psql"], "-X", "-q", "-v", "ON_ERROR_STOP=1", *arguments]
        further = further or {"stdout": subprocess.DEVNULL}
        return subprocess.run(command, check=True, env=self.environment, **further)

    def stop(self):
        if self.folder:
            self.run("pg_ctl", "-D", os.path.join(self.folder, "data"), "-m", "immediate", "-w", "stop")
            shutil.rmtree(self.folder, ignore_errors=True)
