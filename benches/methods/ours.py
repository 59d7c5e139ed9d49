"""The wheel and the command line of this project."""

import subprocess

import cyberdatagen


def frame(rows, threads):
    """Rows as a data frame."""
    table = cyberdatagen.generate(preset="classic", rows=rows, threads=threads).to_pyarrow()
    return table.to_pandas(use_threads=threads is None)


def command(program, rows):
    """Rows as the CSV that the command line writes to a pipe; it uses the cores that this process may."""
    arguments = [program, "generate", "--preset", "classic", "--rows", str(rows), "--stdout"]
    return subprocess.run(arguments, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
