"""What our layers cost, as ratios within one run: `make bench` writes docs/explanation/benchmarks.md.

Absolute times differ from machine to machine and from hour to hour; what is promised are ratios between servers that
were measured in turn, by the same client, over the same release.
"""

import contextlib
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from benchmarks import search, servers
from benchmarks.client import Line, answers_a_second, medians_ms

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "explanation" / "benchmarks.md"

_PREFIXES: Final = (
    "PREFIX pg: <https://w3id.org/partnergraph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX body: <https://w3id.org/partnergraph/id/body/> "
)
_SMALL: Final = _PREFIXES + "SELECT ?label ({n} AS ?n) {{ body:se-vasteras rdfs:label ?label }}"
_AD_HOC: Final = {
    "pairs by country": "SELECT ?country (COUNT(*) AS ?n) ({n} AS ?x) "
    "{{ ?a pg:pairedWith ?b . ?b pg:country ?country }} GROUP BY ?country",
    "goals of partnerships": "SELECT ?goal (COUNT(DISTINCT ?p) AS ?n) ({n} AS ?x) "
    "{{ ?project pg:inPartnership ?p ; pg:goal ?goal }} GROUP BY ?goal ORDER BY DESC(?n)",
    "labels with a word": "SELECT ?s ?l ({n} AS ?x) "
    '{{ ?s rdfs:label ?l FILTER(CONTAINS(LCASE(?l), "kommun")) }} LIMIT 200',
    "classes": "SELECT ?c (COUNT(*) AS ?n) ({n} AS ?x) {{ ?s a ?c }} GROUP BY ?c",
    "all labels": "SELECT ?s ?l ({n} AS ?x) {{ ?s rdfs:label ?l }}",
    "everything": "SELECT ?s ?p ?o ({n} AS ?x) {{ ?s ?p ?o }}",
}
_CONNECTIONS: Final = 32
_MANY: Final = 10_000
_FAILS_AT: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One promise: what was measured, in words how, and the limit; `least` says that more is better."""

    what: str
    how: str
    measured: float
    limit: float
    unit: str = ""
    least: bool = False

    @property
    def share(self) -> float:
        """Return how much of what is allowed was taken; above 1 the promise is broken."""
        return self.limit / self.measured if self.least else self.measured / self.limit

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row as it stands in the page."""
        sign = "≥" if self.least else "≤"
        verdict = "held" if self.share <= 1 else f"**missed** ({self.share:.1f} times the limit)"
        return self.what, self.how, f"{self.measured:.2f}{self.unit}", f"{sign} {self.limit:g}{self.unit}", verdict


def _small(line: Line, number: int) -> bytes:
    return line.ask(_SMALL.format(n=number))


def _again(line: Line, _: int) -> bytes:
    return line.ask(_SMALL.format(n=0))


def _answered_cheaply(our: int, peer: int) -> Row:
    """Compare a small query, uncached, with the server of the engine's makers."""
    with Line.to(our, "/sparql") as ours, Line.to(peer, "/query") as theirs:
        mine, other = medians_ms(lambda n: _small(ours, n), lambda n: _small(theirs, n), times=1_000)
    how = f"{mine:.2f} ms beside {other:.2f} ms"
    return Row(what="small query, uncached, to Oxigraph's server", how=how, measured=mine / other, limit=4)


def _answered_as_in_process(our: int, release: Path) -> Iterator[Row]:
    """Compare ad-hoc queries with the same query in this process: at most 1.35 times as long and 2 ms."""
    store = ox.Store()
    store.bulk_load(path=str(release / "data.nq"), format=ox.RdfFormat.N_QUADS)

    def in_process(query: str) -> object:
        found = store.query(query)
        return None if isinstance(found, ox.QueryTriples) else found.serialize(format=ox.QueryResultsFormat.JSON)

    with Line.to(our, "/sparql") as line:
        for name, text in _AD_HOC.items():
            template = _PREFIXES + text
            mine, other = medians_ms(
                lambda n, text=template: line.ask(text.format(n=n)),  # type: ignore[misc]  # the default is its type
                lambda n, text=template: in_process(text.format(n=n)),  # type: ignore[misc]  # the same
                times=100,
            )
            how, allowed = f"beside {other:.2f} ms in process", round(1.35 * other + 2, 2)
            yield Row(what=f"ad-hoc: {name}", how=how, measured=mine, limit=allowed, unit=" ms")


def _answered_again(our: int) -> Row:
    """Measure an answer that was given before."""
    with Line.to(our, "/sparql") as line:
        (mine,) = medians_ms(lambda n: _again(line, n), times=500)
    return Row(what="cached answer, median", how="one connection", measured=mine, limit=2, unit=" ms")


def _throughput(our: int, peer: int) -> Iterator[Row]:
    """Compare answers a second at many connections with rdflib-endpoint."""
    for what, question, limit in (("cached", _again, 2.2), ("uncached", _small, 1.5)):
        mine = answers_a_second(our, "/sparql", question, connections=_CONNECTIONS, seconds=3)
        theirs = answers_a_second(peer, "/sparql", question, connections=_CONNECTIONS, seconds=3)
        how = f"{mine:.0f} beside {theirs:.0f} answers a second"
        name = f"{_CONNECTIONS} connections, {what}, to rdflib-endpoint"
        yield Row(what=name, how=how, measured=mine / theirs, limit=limit, least=True)


def _suggested(our: int) -> Iterator[Row]:
    """Measure suggestions while one types, on the release that ships and on an index of many partnerships."""
    yield Row(what="suggestion, 99 of 100", how="over HTTP", measured=search.over_http_ms(our), limit=20, unit=" ms")
    with tempfile.TemporaryDirectory() as folder:
        names = search.write_index(Path(folder) / "index", _MANY)
        found = search.at_scale_ms(Path(folder) / "index")
    how = f"in process, {names} things"
    yield Row(what=f"the same, {_MANY} partnerships", how=how, measured=found, limit=20, unit=" ms")


def measure(releases: Path) -> list[Row]:
    """Return every row, measured one after the other over the current release."""
    release = (releases / "current").resolve()
    with contextlib.ExitStack() as stack:
        our = stack.enter_context(servers.ours(releases))
        with servers.oxigraph(release) as peer:
            rows = [_answered_cheaply(our, peer)]
        rows += _answered_as_in_process(our, release)
        rows.append(_answered_again(our))
        rows += _suggested(our)
        with servers.rdflib_endpoint(release) as peer:
            rows += _throughput(our, peer)
    return rows


def page(rows: list[Row], head: str, names: Sequence[str]) -> str:
    """Return a page of the documentation: the file `head` of this folder, the rows, and what they were measured on.

    `names` are the packages whose versions count.
    """
    lines = [
        (ROOT / "benchmarks" / head).read_text(encoding="utf-8").rstrip(),
        "",
        "| what | measured | figure | limit | verdict |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {' | '.join(row.cells)} |" for row in rows),
        "",
        measured_on(names),
    ]
    return "\n".join(lines) + "\n"


def measured_on(names: Sequence[str]) -> str:
    """Return a sentence that says on what machine and with which versions of some packages was measured."""
    return (
        f"Measured on {os.cpu_count()} processors ({platform.machine()}) with Python {platform.python_version()}, "
        f"{', '.join(f'{name} {version(name)}' for name in names)}."
    )


def main() -> int:
    """Build a release, measure, write the page; return 1 when a limit is missed by five times."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "partnergraph", "build", "--out", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        rows = measure(Path(folder))
    text = page(rows, "page.md", ("partnergraph", "pyoxigraph", "oxigraph", "rdflib-endpoint", "uvicorn", "waitress"))
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return int(any(row.share > _FAILS_AT for row in rows))


if __name__ == "__main__":
    sys.exit(main())
