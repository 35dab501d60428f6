"""Tests of kept releases that are asked beside the current one: few are open, and idle ones are closed."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from partnergraph.errors import Busy, EngineFailure, ReleaseDamaged
from partnergraph.formats import JSON
from partnergraph.manifest import Manifest
from partnergraph.store import MEGABYTE, Limits, QueryRequest
from partnergraph.store.releases import OpenReleases
from partnergraph.versions import Kept, Versions
from tests.serving import make_release

_LIMITS = Limits(workers=1, queue_seconds=0.2, memory_bytes=128 * MEGABYTE)
_ASK = QueryRequest(query="ASK { ?s ?p ?o }", format=JSON, deadline=10)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, root: Path) -> tuple[Kept, ...]:
    """Return three kept releases."""
    releases = tmp_path_factory.mktemp("releases")
    turtle = root / "tests" / "data" / "serving" / "tiny.ttl"
    folders = [make_release(releases, turtle, version=version) for version in ("a", "b", "c")]
    return Versions(folder=folders[0], current=Manifest.read(folders[0])).all()


@pytest.fixture
def opened() -> Iterator[OpenReleases]:
    """Return an opener of releases that closes them soon."""
    opened = OpenReleases(_LIMITS, most=2, idle=0.3)
    yield opened
    opened.close()


def test_a_release_is_asked_in_both_ways(opened: OpenReleases, kept: tuple[Kept, ...]) -> None:
    """Our own questions and strangers' queries are answered, and a second user gets the same release."""
    release = opened.take(kept[0])
    assert opened.take(kept[0]) is release
    assert "a" == release.trusted.manifest.version
    with release.pool.query(_ASK) as answer:
        assert b"true" in answer.body.read()


def test_a_worker_of_a_kept_release_opens_no_socket(opened: OpenReleases, kept: tuple[Kept, ...]) -> None:
    """What the scan of queries would refuse fails in the worker too."""
    service = QueryRequest(query="SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", format=JSON, deadline=10)
    with pytest.raises(EngineFailure):
        opened.take(kept[0]).pool.query(service)


def test_the_one_not_used_for_longest_makes_room(opened: OpenReleases, kept: tuple[Kept, ...]) -> None:
    """A third release takes the place of the first, and its workers end."""
    first, second = opened.take(kept[0]), opened.take(kept[1])
    first.pool.query(_ASK).body.close()
    opened.give_back(second)
    opened.give_back(first)
    opened.take(kept[0])
    opened.take(kept[2])
    assert ("a", "c") == opened.open_now()


def test_who_finds_all_places_taken_is_told_to_come_again(opened: OpenReleases, kept: tuple[Kept, ...]) -> None:
    """While others use as many releases as may be open, one waits for a moment, and no longer."""
    first, _ = opened.take(kept[0]), opened.take(kept[1])
    with pytest.raises(Busy):
        opened.take(kept[2])
    timer = threading.Timer(0.05, opened.give_back, [first])
    timer.start()
    assert "c" == opened.take(kept[2]).kept.version
    timer.join()


def test_idle_releases_are_closed(opened: OpenReleases, kept: tuple[Kept, ...]) -> None:
    """A release that nobody uses is closed after a while; one that somebody uses is not."""
    used, idle = opened.take(kept[0]), opened.take(kept[1])
    opened.give_back(idle)
    until = time.monotonic() + 10
    while len(opened.open_now()) > 1 and time.monotonic() < until:
        time.sleep(0.05)
    assert ("a",) == opened.open_now()
    opened.give_back(used)
    while opened.open_now() and time.monotonic() < until:
        time.sleep(0.05)
    assert () == opened.open_now()


def test_a_damaged_release_is_not_opened(opened: OpenReleases, tmp_path: Path, root: Path) -> None:
    """A changed byte of its store is found, nothing stays open, and the error names no path."""
    turtle = root / "tests" / "data" / "serving" / "tiny.ttl"
    folder = make_release(tmp_path, turtle, version="a")
    broken = max((folder / "store").glob("*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(broken.read_bytes())
    data[len(data) // 2] ^= 1
    broken.write_bytes(data)
    with pytest.raises(ReleaseDamaged, match="a is damaged") as caught:
        opened.take(Kept(version="a", folder=folder))
    assert str(tmp_path) not in str(caught.value)
    assert () == opened.open_now()


def test_many_ask_for_several_releases_at_once(kept: tuple[Kept, ...]) -> None:
    """Threads that take turns at three releases with room for two all get what they asked for."""
    opened = OpenReleases(Limits(workers=1, queue_seconds=20, memory_bytes=128 * MEGABYTE), most=2)
    wrong: list[str] = []

    def ask(number: int) -> None:
        for turn in range(6):
            wanted = kept[(number + turn) % 3]
            release = opened.take(wanted)
            if release.trusted.manifest.version != wanted.version or not release.trusted.graphs():
                wrong.append(wanted.version)
            opened.give_back(release)

    threads = [threading.Thread(target=ask, args=[number]) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert [] == wrong
    assert len(opened.open_now()) <= 2
    opened.close()


def test_nothing_is_opened_after_the_end(opened: OpenReleases, kept: tuple[Kept, ...]) -> None:
    """When all is closed no release is opened any more, and no worker is born."""
    release = opened.take(kept[0])
    opened.close()
    with pytest.raises(EngineFailure, match="stopping"):
        opened.take(kept[1])
    with pytest.raises(EngineFailure, match="stopping"):
        release.pool.query(_ASK)
