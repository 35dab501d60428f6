"""Tests that many clients, slow, idle or quick, are borne while others are answered."""

import contextlib
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

from .conftest import ROOM
from .live import Live

_HEAD = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n"
_BODY = (
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/sparql-query\r\nContent-Length: 60000\r\n\r\n"
)

Note = Callable[[str, object], None]


@contextlib.contextmanager
def _connections(live: Live, number: int, first: bytes) -> Iterator[list[socket.socket]]:
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(live.connect()) for _ in range(number)]
        for line in lines:
            line.sendall(first)
        yield lines


def _slowest(live: Live, seconds: float, drip: Callable[[], None]) -> float:
    """Ask small questions for some time while slow clients send a little more, and return the slowest answer."""
    slowest, until = 0.0, time.monotonic() + seconds
    while time.monotonic() < until:
        drip()
        reply = live.query("ASK {}")
        assert reply.status == 200
        slowest = max(slowest, reply.seconds)
        time.sleep(0.05)
    return slowest


def test_slow_and_idle_clients_are_borne(live: Live, record_property: Note) -> None:
    """200 slow heads, 100 slow bodies, 300 idle lines and a half request: others are answered, the half is closed."""
    memory = live.resident()
    with contextlib.ExitStack() as stack:
        half = stack.enter_context(live.connect())
        half.sendall(_HEAD)
        begun = time.monotonic()
        heads = stack.enter_context(_connections(live, 200, _HEAD))
        bodies = stack.enter_context(_connections(live, 100, _BODY))
        stack.enter_context(_connections(live, 300, b""))

        def drip() -> None:
            for line in heads:
                line.sendall(b"X: y\r\n")
            for line in bodies:
                line.sendall(b"#")

        slowest = _slowest(live, 3, drip)
        half.settimeout(60)
        assert b"" == half.recv(1)
        closed = time.monotonic() - begun
    record_property("slowest ASK beside 600 slow or idle clients, ms", round(1000 * slowest))
    record_property("half a request is closed after, s", round(closed, 1))
    assert slowest < 2
    assert closed < 60
    assert live.alive()
    assert live.resident() < memory + ROOM


def _crowd(live: Live, clients: int, each: int) -> tuple[Counter[int], int, float]:
    """Let clients ask at once; return statuses, refusals without Retry-After or broken lines, and answers a second."""
    statuses: Counter[int] = Counter()
    broken: list[str] = []
    ready = threading.Barrier(clients + 1)

    def ask(number: int) -> None:
        ready.wait()
        for turn in range(each):
            try:
                reply = live.query(f"SELECT ({number * each + turn} AS ?x) {{}}", format="csv")
            except OSError as error:
                broken.append(repr(error))
                continue
            statuses[reply.status] += 1
            if reply.status == 503 and not reply.headers["Retry-After"]:
                broken.append("503 without Retry-After")
            if reply.status == 200 and reply.text.split()[1] != str(number * each + turn):
                broken.append("somebody else's answer")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    started = time.monotonic()
    for thread in threads:
        thread.join()
    assert [] == broken
    return statuses, clients * each, clients * each / (time.monotonic() - started)


def test_a_hundred_clients_at_once_are_answered(live: Live, record_property: Note) -> None:
    """A hundred clients with five questions each get their own answers, or are told to come again."""
    statuses, asked, speed = _crowd(live, 100, 5)
    record_property("answers a second to 100 clients", round(speed))
    assert asked == statuses[200] + statuses[503]
    assert statuses[200] > 0.7 * asked
    assert live.alive()


def test_three_hundred_clients_at_once_are_answered(live: Live, record_property: Note) -> None:
    """Three hundred clients at the same moment get their own answers, or are told to come again."""
    statuses, asked, speed = _crowd(live, 300, 1)
    record_property("answers a second to 300 clients", round(speed))
    assert asked == statuses[200] + statuses[503]
    assert statuses[200] > 0.7 * asked
    assert live.alive()
