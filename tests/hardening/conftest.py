"""Fixtures of the proof: a release built by the command line, one live server over it, and a canary to listen."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from .live import Live, running

SECONDS = 2.0
"""The deadline of the server; every test of a limit counts from it."""

ROOM = 200_000_000
"""Bytes by which all processes together may be larger after an attack than before: less than one worker may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """A server that notes who connects, and a file that nobody may read: `marker` is in it."""

    port: int
    file: Path
    marker: str
    notes: list[bytes] = field(default_factory=list)


@pytest.fixture(scope="session")
def live(shipped_releases: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Return a server with short deadlines that runs as long as the tests, and answers nothing from memory."""
    log = tmp_path_factory.mktemp("live") / "log"
    limits = {"deadline": f"{SECONDS:g}", "deadline_max": f"{SECONDS:g}", "memory_mb": "256", "result_mb": "8"}
    limits |= {"validation_seconds": f"{SECONDS:g}", "validation_memory_mb": "256"}
    limits["cache_mb"] = "0"
    with running(shipped_releases, log, **limits) as live:
        yield live


@pytest.fixture(scope="session")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    """Return a canary that listens on loopback."""
    marker = "canary-4d1f"
    file = tmp_path_factory.mktemp("canary") / "secret.nt"
    file.write_text(f'<http://x/s> <http://x/p> "{marker}" .\n', encoding="utf-8")
    listener = socket.create_server(("127.0.0.1", 0))
    canary = Canary(port=listener.getsockname()[1], file=file, marker=marker)

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            canary.notes.append(connection.recv(100))
            body = file.read_bytes()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall(head.encode() + body)
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield canary
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()
