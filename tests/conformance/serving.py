"""Any files of RDF served by the command itself, and requests to it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

__all__ = ["Reply", "Served", "serving"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What was answered; `media_type` comes without its parameters."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running server: its port, and the folder that it may write temporary files into."""

    port: int
    temporary: Path

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        """Send a request, with exactly these headers, and return the whole answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        reply = Reply(status=response.status, media_type=kind, body=response.read())
        connection.close()
        return reply


@contextmanager
def serving(temporary: Path, *files: str) -> Iterator[Served]:
    """Run `partnergraph serve --rdf FILES…` and end it by SIGTERM, as a service manager would."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTNERGRAPH_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "partnergraph", "serve", "--port", "0", "--rdf", *files],
        env=environment | {"TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield Served(port=int(line.rpartition(":")[2].strip("/\n")), temporary=temporary)
        finally:
            process.send_signal(signal.SIGTERM)
            assert 0 == process.wait(20)
