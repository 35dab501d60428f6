"""The client that all servers are measured with: raw sockets, so that it costs little and the same for each."""

import contextlib
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

__all__ = ["Line", "answers_a_second", "medians_ms"]

_END: Final = b"\r\n\r\n"
_NOT_MODIFIED: Final = 304
_LENGTH: Final = b"content-length:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kept-alive connection to an endpoint at `path`."""

    connection: socket.socket
    path: str

    @classmethod
    @contextlib.contextmanager
    def to(cls, port: int, path: str) -> Iterator["Line"]:
        """Open a connection to a port of loopback, and close it in the end."""
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            yield cls(connection=connection, path=path)

    def ask(self, query: str) -> bytes:
        """Send a query and return the whole answer, head and body; raise RuntimeError when it is not 200."""
        target = f"{self.path}?query={quote(query, safe='')}"
        return self.get(target, 200, Accept="application/sparql-results+json")

    def get(self, target: str, status: int, **headers: str) -> bytes:
        """Send a request and return the whole answer; raise RuntimeError when it has another status.

        `If_None_Match=…` stands for If-None-Match.
        """
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        self.connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n".encode("ascii"))
        got = bytearray()
        while (at := got.find(_END)) < 0:
            got += self._more()
        if not got.startswith(f"HTTP/1.1 {status}".encode()):
            raise RuntimeError(got[:500].decode("utf-8", "replace"))
        if status == _NOT_MODIFIED:
            return bytes(got)
        head_lines = bytes(got[:at]).lower().split(b"\r\n")
        lengths = [int(line[len(_LENGTH) :]) for line in head_lines if line.startswith(_LENGTH)]
        if lengths:
            while len(got) < at + len(_END) + lengths[0]:
                got += self._more()
        else:  # in chunks
            while not got.endswith(b"\r\n0\r\n\r\n"):
                got += self._more()
        return bytes(got)

    def _more(self) -> bytes:
        piece = self.connection.recv(1 << 18)
        if not piece:
            raise RuntimeError("The server closed the connection")
        return piece


def medians_ms(*asks: Callable[[int], object], times: int, warm: int = 10) -> list[float]:
    """Return the median time of each call in milliseconds; they take turns, so that all meet the same weather.

    Each is handed a number that is never the same twice.
    """
    taken: list[list[float]] = [[] for _ in asks]
    for number in range(-warm, times):
        for ask, times_of_it in zip(asks, taken, strict=True):
            started = time.perf_counter()
            ask(number)
            if number >= 0:
                times_of_it.append(time.perf_counter() - started)
    return [1000 * statistics.median(each) for each in taken]


def answers_a_second(
    port: int, path: str, ask: Callable[[Line, int], object], *, connections: int, seconds: float
) -> float:
    """Return how many answers a second so many connections get together, each asking as soon as it is answered.

    `ask` is handed a connection and a number that is never the same twice.
    """
    counts = [0] * connections
    ready = threading.Barrier(connections + 1)
    until = [0.0]

    def keep_asking(own: int) -> None:
        with Line.to(port, path) as line:
            ask(line, -1)
            ready.wait()
            while time.perf_counter() < until[0]:
                ask(line, own * 1_000_000 + counts[own])
                counts[own] += 1

    threads = [threading.Thread(target=keep_asking, args=(own,)) for own in range(connections)]
    for thread in threads:
        thread.start()
    until[0] = time.perf_counter() + seconds + 1
    ready.wait()
    started = time.perf_counter()
    until[0] = started + seconds
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)
