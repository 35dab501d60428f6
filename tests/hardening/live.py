"""A live server in a process of its own, and what can be seen of it from outside."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

__all__ = ["Live", "Reply", "running"]

_ADDRESS: Final = re.compile(r"answers on http://127\.0\.0\.1:(\d+)/")
_START_SECONDS: Final = 30
_PROPORTIONAL: Final = re.compile(r"^Pss: +(\d+) kB", re.MULTILINE)
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered, and in how many seconds."""

    status: int
    headers: HTTPMessage
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode("utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A running `partnergraph serve`: its process, its port and the file that holds all it said."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        """Send one request on a connection of its own and read the whole answer."""
        started = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
            response = connection.getresponse()
            content = response.read()
        seconds = time.monotonic() - started
        return Reply(status=response.status, headers=response.headers, body=content, seconds=seconds)

    def query(self, query: str, body: bytes | None = None, **parameters: str) -> Reply:
        """Ask a query, posted when it is long or handed in as bytes; `name_uri=…` stands for name-uri."""
        named = {name.replace("_", "-"): text for name, text in parameters.items()}
        direct = body if body is not None else query.encode() if len(query) > 2_000 else None
        if direct is None:
            return self.ask("/sparql?" + urlencode({"query": query, **named}))
        return self.ask("/sparql?" + urlencode(named), "POST", direct, Content_Type="application/sparql-query")

    def connect(self) -> socket.socket:
        """Open a bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=15)

    def said(self, request: bytes, *, wait: float = 5.0) -> bytes:
        """Send bytes as they are, and return all that comes back until the server closes or falls silent."""
        got = b""
        with self.connect() as line:
            line.settimeout(wait)
            with contextlib.suppress(OSError):
                line.sendall(request)
                while piece := line.recv(65_536):
                    got += piece
        return got

    def alive(self) -> bool:
        """Return whether the web process runs and answers a query."""
        return self.process.poll() is None and self.query("ASK {}").status == 200

    def family(self) -> dict[int, list[str]]:
        """Return the fields of /proc/PID/stat behind the name, of the web process and all below it."""
        found: dict[int, list[str]] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                found[int(path.parent.name)] = path.read_text("ascii", "replace").rpartition(")")[2].split()
        members = {self.process.pid}
        while more := {pid for pid, stat in found.items() if int(stat[1]) in members} - members:
            members |= more
        return {pid: found[pid] for pid in members if pid in found}

    def resident(self) -> int:
        """Return the memory of all our processes in bytes, what several share counted once."""
        total = 0
        for pid in self.family():
            with contextlib.suppress(OSError):
                found = _PROPORTIONAL.search(Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"))
                total += int(found[1]) * 1_024 if found else 0
        return total

    def busy(self, seconds: float = 0.2) -> float:
        """Return how many processors our processes use, measured over some time."""
        before = self._ticks()
        time.sleep(seconds)
        after = self._ticks()
        return sum(after[pid] - ticks for pid, ticks in before.items() if pid in after) / _TICKS / seconds

    def idle_within(self, seconds: float) -> float | None:
        """Return after how many seconds our processes use no processor any more, or None when they still do."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            if self.busy() < 0.1:
                return max(0.0, time.monotonic() - started - 0.2)
        return None

    def stop(self) -> int:
        """End the server as a service manager does and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(40)

    def _ticks(self) -> dict[int, int]:
        return {pid: int(stat[11]) + int(stat[12]) for pid, stat in self.family().items()}


@contextlib.contextmanager
def running(releases: Path, log: Path, **settings: str) -> Iterator[Live]:
    """Start a server on a free port with these settings, and end it with all its processes."""
    variables = {name: text for name, text in os.environ.items() if not name.startswith("PARTNERGRAPH_")}
    variables |= {f"PARTNERGRAPH_{name.upper()}": text for name, text in settings.items()}
    command = [sys.executable, "-m", "partnergraph", "serve", "--port", "0", "--release", str(releases)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=variables)
    try:
        yield Live(process=process, port=_port(process, log), log=log)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if found := _ADDRESS.search(log.read_text("utf-8", "replace")):
            return int(found[1])
        time.sleep(0.02)
    raise AssertionError(f"The server did not start: {log.read_text('utf-8', 'replace')}")
