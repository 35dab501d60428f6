"""Tests that work ends when nobody waits for it any more, and is finished when the server is told to stop."""

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from .conftest import ROOM
from .live import Live, Reply, running

_LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_WIDE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 12000"


def _request(query: str) -> bytes:
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def test_a_client_that_leaves_stops_its_work(
    shipped_releases: Path, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    """The workers of clients that hang up are idle or gone within about a second, long before their deadline."""
    with running(shipped_releases, tmp_path / "log", deadline="30", deadline_max="30", workers="2") as live:
        lines = [live.connect() for _ in range(5)]
        for line in lines:
            line.sendall(_request(_LONG))
        time.sleep(0.7)
        assert live.busy() > 0.2
        started = time.monotonic()
        for line in lines:
            line.close()
        idle = live.idle_within(5)
        record_property("seconds until the work of departed clients had ended", idle)
        assert idle is not None
        assert time.monotonic() - started < 5
        assert live.alive()


def test_a_client_that_never_reads_holds_up_nobody(live: Live) -> None:
    """Answers that nobody fetches wait in the server without work, and others are answered."""
    memory = live.resident()
    lines = []
    for _ in range(10):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        line.connect(("127.0.0.1", live.port))
        line.sendall(_request(_WIDE))
        lines.append(line)
    time.sleep(1)
    assert live.query("ASK {}").seconds < 1
    assert live.idle_within(3) is not None
    for line in lines:
        line.close()
    assert live.alive()
    assert live.resident() < memory + ROOM


def test_an_answer_that_is_cut_off_can_be_told_from_a_whole_one(live: Live) -> None:
    """An answer has its length in front, so that who gets less knows."""
    reply = live.query(_WIDE)
    assert reply.status == 200
    assert int(reply.headers["Content-Length"]) == len(reply.body) > 1_000_000


@pytest.mark.parametrize("signals", [1, 2], ids=["once", "twice"])
def test_sigterm_finishes_what_runs(shipped_releases: Path, tmp_path: Path, signals: int) -> None:
    """After SIGTERM an answer under way is finished and new connections are refused; a second one ends at once."""
    replies: list[Reply] = []
    with running(shipped_releases, tmp_path / "log", deadline="2", deadline_max="2") as live:
        everyone = set(live.family())
        asking = threading.Thread(target=_ask_or_fail, args=(live, replies))
        asking.start()
        time.sleep(0.5)
        for _ in range(signals):
            live.process.terminate()
            time.sleep(0.3)
        with pytest.raises(ConnectionError):
            live.connect()
        code = live.process.wait(10)
        asking.join()
        assert [504] * (2 - signals) == [reply.status for reply in replies]
        assert (0 if signals == 1 else -15) == code
        until = time.monotonic() + 5
        while any(map(_runs, everyone)) and time.monotonic() < until:
            time.sleep(0.05)
        assert not [pid for pid in everyone if _runs(pid)]


def _ask_or_fail(live: Live, replies: list[Reply]) -> None:
    try:
        replies.append(live.query(_LONG))
    except OSError:
        return


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
