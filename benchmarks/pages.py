"""What the pages for people take: the server's own time for each kind of page, over one connection that stays open."""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from types import MappingProxyType
from typing import Final

from benchmarks.releases import write_release
from partnergraph.settings import Settings
from partnergraph.web import create_app, serve
from tests.catalogue.synthetic import quads

__all__ = ["KINDS", "medians_ms", "serving"]

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "home": "/",
        "partnerships": "/partnerships",
        "partnerships, filtered": "/partnerships?country=ua&goal=16&evidence=stated",
        "partnerships, words": "/partnerships?q=vasteras",
        "partnerships, table": "/partnerships?view=table",
        "partnerships, map": "/partnerships?view=map",
        "projects": "/projects",
        "municipalities": "/municipalities",
        "partners": "/partners",
        "areas": "/areas",
        "themes": "/themes",
        "networks": "/networks",
        "goals": "/goals",
        "goal": "/goals/16",
        "municipality": "/doc/body/se-vasteras",
        "queries": "/queries",
        "search": "/search?q=vasteras",
    }
)
"""Kind of page → an address of one."""

_TIMES: Final = 25


@contextmanager
def serving(release: Path) -> Iterator[int]:
    """Serve a release that is indexed already, without a memory of answers, and yield the port."""
    app = create_app(Settings(cache_mb=0), release)
    _ = app.extensions["partnergraph"].facets
    told: Queue[str] = Queue()
    stopping = threading.Event()
    thread = threading.Thread(target=serve, args=(app, "127.0.0.1", 0, told.put), kwargs={"stopping": stopping})
    thread.start()
    try:
        yield int(told.get(timeout=30).rpartition(":")[2].strip("/"))
    finally:
        stopping.set()
        thread.join()
        app.extensions["partnergraph"].close()


def medians_ms(port: int, times: int = _TIMES) -> dict[str, float | None]:
    """Return kind of page → the median of what an answer takes, in milliseconds, after one that is not counted.

    None where a release does not have the page: generated data has no search index.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        taken = {kind: _taken(connection, address, times) for kind, address in KINDS.items()}
        return {kind: statistics.median(some) if some else None for kind, some in taken.items()}
    finally:
        connection.close()


def _taken(connection: HTTPConnection, address: str, times: int) -> list[float]:
    taken = []
    for _ in range(times + 1):
        started = time.perf_counter()
        connection.request("GET", address, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        _ = answer.read()
        if answer.status != HTTPStatus.OK:
            return []
        taken.append(1000 * (time.perf_counter() - started))
    return taken[1:]


def main() -> None:
    """Print the medians on a release, and on generated data of some size."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("release", type=Path, help="the folder of a release, such as release/current")
    reading.add_argument("--partnerships", type=int, default=10_000, help="the size of the generated data")
    reading.add_argument("--times", type=int, default=_TIMES, help="answers of each kind")
    asked = reading.parse_args()
    with serving(asked.release.resolve()) as port:
        shipped = medians_ms(port, asked.times)
    with tempfile.TemporaryDirectory() as folder:
        data = (f"{quad} .\n".encode() for quad in quads(asked.partnerships))
        made = write_release(Path(folder), asked.partnerships, lambda stream: stream.writelines(data))
        with serving(made) as port:
            many = medians_ms(port, asked.times)
    lines = [f"| page | shipped, ms | {asked.partnerships:,} partnerships, ms |", "| --- | ---: | ---: |"]
    lines += [f"| {kind} | {_shown(shipped[kind])} | {_shown(many[kind])} |" for kind in KINDS]
    sys.stdout.write("\n".join([*lines, ""]))


def _shown(median: float | None) -> str:
    return "–" if median is None else f"{median:.1f}"


if __name__ == "__main__":
    main()
