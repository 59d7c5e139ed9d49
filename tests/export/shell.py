"""Runs the shell commands of `how_to_load.md` in their folder: databases and Sigma's command line as they are, and what is sent over
a network to a receiver that keeps it. Elasticsearch and Splunk themselves are not there: their receiver keeps requests, and says yes."""

import gzip
import http.server
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path


class Collector:
    """Keeps what comes over one TCP connection."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(30)
        self.port = self.listener.getsockname()[1]
        self.received = b""
        self.thread = threading.Thread(target=self.receive)
        self.thread.start()

    def receive(self):
        connection, _ = self.listener.accept()
        with connection:
            connection.settimeout(30)
            while piece := connection.recv(65536):
                self.received += piece

    def end(self):
        self.thread.join(60)
        self.listener.close()
        return self.received


class Requests:
    """Keeps HTTP requests: method, path, headers and body of each."""

    def __init__(self):
        kept = self.kept = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def keep(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                kept.append((self.command, self.path, self.headers, body))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            do_POST = do_PUT = keep

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()
        return self.kept


def contents(name):
    data = Path(name).read_bytes()
    return gzip.decompress(data) if name.endswith(".gz") else data


def needs(*tools):
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        print(f"left out: no {', '.join(missing)}", file=sys.stderr)
    return not missing


def sh(code, **variables):
    return subprocess.run(["sh", "-euc", code], check=True, capture_output=True, env={**os.environ, **variables}).stdout


def databases(code, postgres):
    """How many databases took the file."""
    count = 0
    for line in code.splitlines():
        if "sqlite3" in line and needs("sqlite3"):
            sh(line)
            count += 1
        elif "psql" in line and postgres.folder:
            folder = os.path.dirname(postgres.programs["psql"])
            path = os.pathsep.join([folder, os.environ["PATH"]])
            sh(line.replace("DATABASE", "postgres"), **{**postgres.environment, "PATH": path})
            table = re.search(r"(\w+)\.sql", line).group(1)
            answer = postgres.psql("-t", "-A", "-c", f'SELECT count(*) FROM "{table}"', capture_output=True)
            assert int(answer.stdout) > 0, line
            postgres.psql("-c", f'DROP TABLE "{table}"')
            count += 1
    return count


def collected(code):
    """A log collector gets what the file holds, to the last byte."""
    if not needs("nc"):
        return 0
    collector = Collector()
    sh(code.replace("COLLECTOR 514", f"127.0.0.1 {collector.port}"))
    assert collector.end() == contents(re.match(r"\S+(?: -c)? (\S+)", code).group(1)), code
    return 1


def requested(code):
    """Pieces of requests are whole, and together what the file holds."""
    if not needs("curl", "split"):
        return 0
    requests = Requests()
    try:
        sh(code, ELASTIC=requests.address, SPLUNK=requests.address, TOKEN="secret")
    finally:
        kept = requests.end()
    name = re.search(r"(?:^|\n)(?:cat|gunzip -c) (\S+) \| split", code).group(1)
    events = [request for request in kept if request[0] == "POST"]
    assert b"".join(body for *_, body in events) == contents(name), code
    for _, path, headers, body in events:
        if "ELASTIC" in code:
            # An action and its document stay together.
            assert path.startswith("/_bulk") and headers["Content-Type"] == "application/x-ndjson"
            assert body.startswith(b'{"create"') and body.count(b"\n") % 2 == 0
        else:
            assert path == "/services/collector/event" and headers["Authorization"] == "Splunk secret"
            assert body.endswith(b"}\n")
    puts = [path for method, path, *_ in kept if method == "PUT"]
    assert puts == (["/_index_template/cyberdatagen"] if "ELASTIC" in code else []), puts
    for piece in [*Path().glob("bulk-*"), *Path().glob("hec-*")]:
        piece.unlink()
    return 1


def converted(code):
    """Sigma's command line makes a query of each rule."""
    code = code.replace("sigma ", f"{sys.executable} -m sigma.cli.main ", 1)
    name = code.split()[-1]
    if not Path(name).exists():
        Path(name).write_bytes(contents(name + ".gz"))
    rules = len(re.findall(r"^(?:title|name): ", Path(name).read_text(), flags=re.M))
    queries = [line for line in sh(code).decode().splitlines() if line.strip()]
    assert 0 < len(queries) <= rules, (len(queries), rules)
    return 1


def run(code, postgres):
    """Runs a block; how many of its commands did what they are for."""
    if "sqlite3" in code:
        return databases(code, postgres)
    if "| nc " in code:
        return collected(code)
    if "curl" in code:
        return requested(code)
    if code.startswith("sigma "):
        return converted(code)
    # Debian has no Zeek.
    assert "zeek-cut" in code, code
    return 0
