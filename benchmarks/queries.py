"""What the canned queries cost at 100,000 partnerships, in memory and on disk, beside other engines.

`make bench-queries` writes docs/explanation/benchmarks-of-queries.md.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlencode

import pyoxigraph as ox

from benchmarks import servers
from benchmarks.endpoint import ROOT, measured_on
from benchmarks.engines import Endpoint, Taken, in_rdflib, virtuoso
from benchmarks.releases import write_release
from partnergraph.manifest import DUMP
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import CannedQuery, catalogue_of
from tests.catalogue.synthetic import quads

PAGE: Final = ROOT / "docs" / "explanation" / "benchmarks-of-queries.md"

_PARTNERSHIPS: Final = 100_000
_BEARABLE: Final = 500
"""Partnerships that rdflib is given."""

_PAGE_ROWS: Final = 1_000
_COLD_MS: Final = 1_000
_WAITED_MS: Final = 300
_CACHED_MS: Final = 5
_ROW_US: Final = 60
_AGAIN: Final = 21

_PACKAGES: Final = ("partnergraph", "pyoxigraph", "rdflib", "waitress")

_MEMORY: Final[Mapping[str, int]] = {
    "IN_MEMORY_QUADS": 100_000_000,
    "RESULT_ROWS": 0,
    "RESULT_MB": 2_000,
    "MEMORY_MB": 3_000,
    "DEADLINE": 60,
    "WORKERS": 1,
    "CACHE_MB": 500,
}
_DISK: Final[Mapping[str, int]] = {**_MEMORY, "IN_MEMORY_QUADS": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a server took for a query: its first page cold and again, the whole answer, and a first page worked out."""

    first: Taken
    again: Taken
    whole: Taken
    anew: Taken


def _figures(canned: CannedQuery, server: Endpoint) -> Figures:
    """Measure a query at its own address on a server of ours that has not seen it, then again, then as SPARQL."""
    asked = [*_examples(canned), *([] if canned.makes_graph else [("page_size", str(_PAGE_ROWS))])]
    page, form = f"{_address(canned)}?{urlencode(asked)}", canned.makes_graph
    first = server.get(page, graph=form)
    again = [server.get(page, graph=form) for _ in range(_AGAIN)]
    whole = server.get(f"{_address(canned)}?{urlencode(_examples(canned))}", graph=form)
    return Figures(first=first, again=_median(again), whole=whole, anew=server.take(_page(canned), graph=form))


def _elsewhere(canned: CannedQuery, server: Endpoint) -> Figures:
    """Measure a query as SPARQL on a server that knows no canned queries, once."""
    first = server.take(_page(canned), graph=canned.makes_graph)
    # who cannot answer with some rows is not kept waiting for all
    whole = first if first.fault else server.take(canned.text, graph=canned.makes_graph)
    return Figures(first=first, again=first, whole=whole, anew=first)


_NONE: Final = Figures(**dict.fromkeys(("first", "again", "whole", "anew"), Taken(fault="not installed")))


def _address(canned: CannedQuery) -> str:
    return f"/queries/{canned.name}.{'nt' if canned.makes_graph else 'csv'}"


def _examples(canned: CannedQuery) -> list[tuple[str, str]]:
    """Return the values that must be given, as the file has them for examples."""
    needed = {name: each for name, each in canned.parameters.items() if each.required}
    return [(name, str(term)) for name, each in needed.items() for term in each.default]


def _page(canned: CannedQuery) -> str:
    """Return the query for a first page in words that no release has an answer for."""
    return f"{canned.text}\nLIMIT {_PAGE_ROWS}"


def _median(taken: list[Taken]) -> Taken:
    """Return the median of some answers, or the first fault among them."""
    faults = [each for each in taken if each.fault]
    middle = statistics.median(each.seconds for each in taken)
    return faults[0] if faults else Taken(seconds=middle, rows=taken[0].rows)


def _limit(canned: CannedQuery) -> int:
    """Return the milliseconds that the first page may take: who has said what is wanted waits on a page for it."""
    return _COLD_MS if canned.runs_alone else _WAITED_MS


def _held(canned: CannedQuery, found: Figures) -> str:
    """Return what a query misses of what is promised for it in memory, or that it holds all."""
    missed = []
    if found.first.fault or 1_000 * found.first.seconds > _limit(canned):
        missed.append("cold")
    if found.again.fault or 1_000 * found.again.seconds > _CACHED_MS:
        missed.append("again")
    if found.whole.fault or (found.whole.rows > _PAGE_ROWS and _per_row(found.whole) > _ROW_US):
        missed.append("whole")
    return f"**misses** {', '.join(missed)}" if missed else "held"


def _per_row(taken: Taken) -> float:
    """Return the microseconds that each row took."""
    return 1_000_000 * taken.seconds / max(1, taken.rows)


def _whole(taken: Taken) -> str:
    """Return how long a whole answer took, in words, by the row where it is longer than a page."""
    return f"{_per_row(taken):.0f} µs a row" if taken.rows > _PAGE_ROWS else taken.words


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _compared(found: Taken, ours: Taken) -> str:
    """Return what another engine took, in words, and whether it has as many rows as ours."""
    other = "" if found.fault or found.rows == ours.rows else f" ({found.rows:,} rows, ours {ours.rows:,})"
    return f"{found.words}{other}"


def _at_scale(catalogue: Mapping[str, CannedQuery], partnerships: int, folder: Path) -> list[str]:
    """Return the table of all queries on our servers and on Virtuoso, over the same release."""

    def write(dump: BinaryIO) -> None:
        ox.serialize(quads(partnerships), dump, ox.RdfFormat.N_QUADS)

    dump = write_release(folder, partnerships, write) / DUMP
    found: list[dict[str, Figures]] = []
    for settings in (_MEMORY, _DISK):
        with servers.ours(folder, settings) as port:
            found.append({name: _figures(canned, Endpoint(port=port)) for name, canned in catalogue.items()})
    memory, disk = found
    beside = folder / "virtuoso"
    beside.mkdir()
    with virtuoso(beside, dump) as other:
        theirs = {name: _elsewhere(canned, other) for name, canned in catalogue.items()} if other else {}
    head = ("query", "rows", "first page, cold", "limit", "again", "whole", "promise", "worked out: first page",
            "on disk: first page", "again", "whole", "worked out: first page",
            "Virtuoso: first page", "whole")  # fmt: skip
    rows = [_line(*head), _line(*["---"] * len(head))]
    for name, canned in catalogue.items():
        here, there, other_one = memory[name], disk[name], theirs.get(name, _NONE)
        rows.append(
            _line(
                f"`{name}`",
                f"{here.whole.rows:,}",
                here.first.words,
                f"{_limit(canned):,} ms",
                here.again.words,
                _whole(here.whole),
                _held(canned, here) if partnerships >= _PARTNERSHIPS else "–",
                here.anew.words,
                there.first.words,
                there.again.words,
                _whole(there.whole),
                there.anew.words,
                _compared(other_one.first, here.first),
                _compared(other_one.whole, here.whole),
            )
        )
    return rows


def _bearable(catalogue: Mapping[str, CannedQuery], partnerships: int) -> list[str]:
    """Return the table of all queries in rdflib beside pyoxigraph, both in one process over less data."""
    data = ox.serialize(quads(partnerships), format=ox.RdfFormat.N_QUADS) or b""
    head = ("query", "rows", "pyoxigraph", "rdflib", "times")
    rows = [_line(*head), _line(*["---"] * len(head))]
    texts = [canned.text for canned in catalogue.values()]
    for name, (ours, theirs) in zip(catalogue, in_rdflib(data, texts), strict=True):
        times = "" if theirs.fault else f"{theirs.seconds / ours.seconds:.0f}"
        rows.append(_line(f"`{name}`", f"{ours.rows:,}", ours.words, _compared(theirs, ours), times))
    return rows


def main() -> int:
    """Measure and write the page, which says how much data there was."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--partnerships", type=int, default=_PARTNERSHIPS)
    partnerships: int = options.parse_args().partnerships
    catalogue = catalogue_of(Settings())
    busy = (
        f"Other programs kept {os.getloadavg()[0]:.1f} processes busy when it began; the fewer, the truer the figures."
    )
    head, between = (ROOT / "benchmarks" / "queries.md").read_text(encoding="utf-8").split("<!-- at scale -->\n")
    head = head.replace("{partnerships}", f"{partnerships:,}")
    with tempfile.TemporaryDirectory() as folder:
        scale = _at_scale(catalogue, partnerships, Path(folder))
    parts = [
        head,
        "",
        *scale,
        between,
        "",
        *_bearable(catalogue, _BEARABLE),
        "",
        f"{measured_on(_PACKAGES)}\n{busy}",
    ]
    text = "\n".join(part.rstrip("\n") for part in parts) + "\n"
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
