"""The servers that are measured, each over the same release in a process of its own."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

__all__ = ["ours", "oxigraph", "rdflib_endpoint"]

_ADDRESS: Final = re.compile(r"answers on http://127\.0\.0\.1:(\d+)/")
_START_SECONDS: Final = 240  # a large release is read into memory first
_RDFLIB_ENDPOINT: Final = """
import sys, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(default_union=True)
graph.parse(sys.argv[1], format="turtle")
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


@contextlib.contextmanager
def ours(releases: Path, settings: Mapping[str, int] | None = None) -> Iterator[int]:
    """Serve the current release with `partnergraph serve`, under its default limits but for `settings`; give the port.

    A setting goes by the name of its variable without the prefix.
    """
    variables = {f"PARTNERGRAPH_{name}": str(number) for name, number in (settings or {}).items()}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        command = [sys.executable, "-m", "partnergraph", "serve", "--port", "0", "--release", str(releases)]
        with log.open("wb") as output, _process(command, output.fileno(), variables) as process:
            until = time.monotonic() + _START_SECONDS
            while not (found := _ADDRESS.search(log.read_text("utf-8"))):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(log.read_text("utf-8"))
                time.sleep(0.05)
            yield int(found[1])


@contextlib.contextmanager
def oxigraph(release: Path) -> Iterator[int]:
    """Serve the store of a release with Oxigraph's own server; give the port."""
    port = _free_port()
    program = Path(sys.executable).with_name("oxigraph")
    location = str(release / "store")
    command = [str(program), "serve-read-only", "--location", location, "--bind", f"127.0.0.1:{port}"]
    with _process(command, subprocess.DEVNULL) as process:
        yield _answering(port, process)


@contextlib.contextmanager
def rdflib_endpoint(release: Path) -> Iterator[int]:
    """Serve the data of a release with rdflib-endpoint under uvicorn; give the port."""
    port = _free_port()
    command = [sys.executable, "-c", _RDFLIB_ENDPOINT, str(release / "data.ttl"), str(port)]
    with _process(command, subprocess.DEVNULL) as process:
        yield _answering(port, process)


@contextlib.contextmanager
def _process(
    command: Sequence[str], output: int, more: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    ours = {name: text for name, text in os.environ.items() if not name.startswith("PARTNERGRAPH_")}
    variables = {**ours, **(more or {})}
    with subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=variables) as process:  # noqa: S603 - fixed commands
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def _answering(port: int, process: subprocess.Popen[bytes]) -> int:
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return port
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
