"""What the pages for people take: the server's own time for each kind of page, over one connection that stays open.

`make bench-pages` writes docs/explanation/benchmarks-of-pages.md.
"""

import argparse
import os
import statistics
import subprocess
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

from benchmarks.endpoint import ROOT, measured_on
from benchmarks.releases import write_release
from partnergraph.settings import Settings
from partnergraph.web import create_app, serve
from tests.catalogue.synthetic import quads

__all__ = ["KINDS", "medians_ms", "serving"]

PAGE: Final = ROOT / "docs" / "explanation" / "benchmarks-of-pages.md"

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
        "map": "/map",
        "network": "/network",
        "charts": "/charts",
        "goals": "/goals",
        "goal": "/goals/16",
        "municipality": "/doc/body/se-vasteras",
        "country": "/doc/country/ua",
        "partnership": "/doc/partnership/se-vasteras--ua-shatsk",
        "quality": "/quality",
        "rules": "/quality/validation",
        "ontology": "/ns",
        "queries": "/queries",
        "search": "/search?q=vasteras",
        "releases": "/versions",
    }
)
"""Kind of page → an address of one."""

_TIMES: Final = 21
_SHIPPED_MS: Final = 50
_MANY_MS: Final = 150
_BAD: Final = 5
"""So many times its limit is a failure; anything less may be the machine's doing."""

Medians = Mapping[str, float | None]


@contextmanager
def serving(release: Path, cache_mb: int = 0) -> Iterator[int]:
    """Serve a release that is indexed already, with a memory of answers of some size, and yield the port."""
    app = create_app(Settings(cache_mb=cache_mb), release)
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


def _measured(release: Path, times: int) -> tuple[Medians, Medians]:
    """Return the medians of pages made anew, and of pages as they are served usually."""
    with serving(release) as port:
        anew = medians_ms(port, times)
    with serving(release, Settings().cache_mb) as port:
        return anew, medians_ms(port, times)


def _cell(taken: float | None, limit: float = float("inf")) -> str:
    if taken is None:
        return "–"
    return f"{taken:.1f}" if taken <= limit else f"**{taken:.1f}**"


def main() -> int:
    """Measure on the data that ships and on generated data, write the page; return 1 when a limit is missed by far."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--partnerships", type=int, default=10_000, help="the size of the generated data")
    reading.add_argument("--times", type=int, default=_TIMES, help="answers of each kind")
    asked = reading.parse_args()
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "partnergraph", "build", "--out", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        shipped = _measured((Path(folder) / "current").resolve(), asked.times)
    with tempfile.TemporaryDirectory() as folder:
        data = (f"{quad} .\n".encode() for quad in quads(asked.partnerships))
        made = write_release(Path(folder), asked.partnerships, lambda stream: stream.writelines(data))
        many = _measured(made, asked.times)
    head = f"| page | shipped: made anew, ms | as served | {asked.partnerships:,}: made anew, ms | as served |"
    rows = [
        f"| {kind} | {_cell(shipped[0][kind], _SHIPPED_MS)} | {_cell(shipped[1][kind])} "
        f"| {_cell(many[0][kind], _MANY_MS)} | {_cell(many[1][kind])} |"
        for kind in KINDS
    ]
    words = (ROOT / "benchmarks" / "pages.md").read_text(encoding="utf-8")
    said = words.format(partnerships=f"{asked.partnerships:,}", times=asked.times, shipped=_SHIPPED_MS, many=_MANY_MS)
    about = f"Other programs kept {busy:.1f} processes busy when it began; what is over its limit is set in bold."
    machine = measured_on(("partnergraph", "flask", "pyoxigraph", "waitress"))
    text = "\n".join(
        [said.rstrip("\n"), "", head, "| --- | ---: | ---: | ---: | ---: |", *rows, "", machine, about, ""]
    )
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    late = [(shipped[0][kind], _SHIPPED_MS) for kind in KINDS] + [(many[0][kind], _MANY_MS) for kind in KINDS]
    return int(any(taken is not None and taken > _BAD * limit for taken, limit in late))


if __name__ == "__main__":
    sys.exit(main())
