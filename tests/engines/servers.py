"""Real stores on the loopback: started with an empty folder, ended with their process."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from partnergraph.store.remote import RemoteStore
from partnergraph.store.transport import Credentials

__all__ = ["oxigraph", "virtuoso"]

_START_SECONDS: Final = 30.0
_END_SECONDS: Final = 10.0

_VIRTUOSO_INI: Final = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = .
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
ServerRoot = .
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


@contextmanager
def oxigraph(folder: Path) -> Iterator[RemoteStore]:
    """Run the Oxigraph server with its data in `folder`; skip where it is not installed."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.is_file():
        pytest.skip("the Oxigraph server is not installed (pip install oxigraph)")
    port = _free_port()
    command = [str(program), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    address = f"http://127.0.0.1:{port}/query"
    with _running(command, folder, address):
        yield RemoteStore(address=address)


@contextmanager
def virtuoso(folder: Path, rows: int = 1_000, buffers: int = 4_000) -> Iterator[RemoteStore]:
    """Run Virtuoso with its data in `folder`, giving at most `rows` rows; skip where it is not installed.

    It holds so many buffers of 8 KB in memory.
    """
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed (apt-get install virtuoso-opensource-7-bin)")
    port, sql = _free_port(), _free_port()
    settings = _VIRTUOSO_INI.format(sql=sql, http=port, rows=rows, buffers=buffers, dirty=buffers * 3 // 4)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    address = f"http://127.0.0.1:{port}/sparql"
    with _running([program, "+foreground", "+configfile", "virtuoso.ini"], folder, address):
        yield RemoteStore(address=address, credentials=Credentials(user="dba", password="dba"))  # noqa: S106 - as shipped


@contextmanager
def _running(command: list[str], folder: Path, address: str, more: Mapping[str, str] | None = None) -> Iterator[None]:
    """Run a server in `folder` until the block ends, from the moment it answers."""
    with (folder / "output.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=more
        )
        try:
            _await(process, address, folder / "output.log")
            yield
        finally:
            process.terminate()
            try:
                process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    pytest.fail(f"{process.args!r} did not start:\n{log.read_text(errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
