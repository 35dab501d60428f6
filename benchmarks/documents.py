"""What documents cost: conditional look-ups a second, and whether the size of the graph matters.

`make bench` writes docs/explanation/benchmarks-of-documents.md.
"""

import argparse
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks import servers
from benchmarks.client import Line, answers_a_second, medians_ms
from benchmarks.endpoint import ROOT, Row, page
from benchmarks.releases import write_release

PAGE: Final = ROOT / "docs" / "explanation" / "benchmarks-of-documents.md"

_SIZES: Final = (1_000, 10_000, 100_000)
_CONNECTIONS: Final = 8
_KNOWN: Final = 200
"""Documents that are asked for, chosen at random."""

_SAME: Final = 1.5
"""A document of the largest graph may take so many times as long as one of the smallest."""

_BASE: Final = "https://w3id.org/partnergraph/"
_ETAG: Final = re.compile(rb'(?mi)^etag: (?:W/)?("[^"]*")')
_ROWS: Final = """\
<{b}id/body/se-ort-{n}> <{t}> <{b}ns#LocalGovernment> .
<{b}id/body/se-ort-{n}> <{r}label> "Ort {n}"@sv .
<{b}id/body/se-ort-{n}> <{b}ns#country> <{b}id/country/se> .
<{b}id/body/ua-stad-{n}> <{t}> <{b}ns#LocalGovernment> .
<{b}id/body/ua-stad-{n}> <{r}label> "Stad {n}"@en .
<{b}id/body/ua-stad-{n}> <{b}ns#country> <{b}id/country/ua> .
<{b}id/partnership/{n}> <{t}> <{b}ns#Partnership> .
<{b}id/partnership/{n}> <{r}label> "Ort {n} – Stad {n}"@sv .
<{b}id/partnership/{n}> <{b}ns#partner> <{b}id/body/se-ort-{n}> .
<{b}id/partnership/{n}> <{b}ns#partner> <{b}id/body/ua-stad-{n}> .
<{b}id/partnership/{n}> <{b}ns#swedishPartner> <{b}id/body/se-ort-{n}> .
<{b}id/partnership/{n}> <{b}ns#internationalPartner> <{b}id/body/ua-stad-{n}> .
<{b}id/partnership/{n}> <http://www.w3.org/ns/prov#wasDerivedFrom> <{b}id/record/a/{n}> .
<{b}id/project/{n}> <{t}> <{b}ns#Project> .
<{b}id/project/{n}> <{r}label> "Vatten {n}"@sv .
<{b}id/project/{n}> <{b}ns#inPartnership> <{b}id/partnership/{n}> .
<{b}id/project/{n}> <{b}ns#goal> <http://metadata.un.org/sdg/{goal}> .
<{b}id/record/a/{n}> <{t}> <{b}ns#SourceRecord> .
<{b}id/record/a/{n}> <{r}label> "Post {n}"@sv .
"""


def _quads(partnerships: int) -> Iterator[str]:
    rdf, rdfs = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2000/01/rdf-schema#"
    for n in range(partnerships):
        yield _ROWS.format(b=_BASE, t=rdf, r=rdfs, n=n, goal=n % 17 + 1)


def release(releases: Path, partnerships: int) -> None:
    """Write a release of so many partnerships and make it current."""
    write_release(releases, partnerships, lambda dump: dump.writelines(line.encode() for line in _quads(partnerships)))


def _addresses(partnerships: int) -> list[str]:
    chosen = random.Random(partnerships).sample(range(partnerships), min(_KNOWN, partnerships))  # noqa: S311 - no secret
    return [f"/doc/partnership/{n}" for n in chosen]


def _tags(line: Line, addresses: Sequence[str]) -> list[tuple[str, str]]:
    """Return each address with the tag of its Turtle."""
    found = []
    for address in addresses:
        tag = _ETAG.search(line.get(address, 200, Accept="text/turtle"))
        if tag is None:
            raise RuntimeError(f"{address} has no ETag")
        found.append((address, tag[1].decode()))
    return found


def _anew(line: Line, address: str, number: int) -> bytes:
    """Ask for a document in a way in which nobody asked before, so that no kept response is given."""
    return line.get(f"{address}?unused={number}", 200, Accept="text/turtle")


def _again(line: Line, address: str, tag: str) -> bytes:
    return line.get(address, 304, Accept="text/turtle", If_None_Match=tag)


def _rates(port: int, known: Sequence[tuple[str, str]], size: int, seconds: float) -> Iterator[Row]:
    """Yield how many documents a second there are in each of three ways."""

    def nth(number: int) -> tuple[str, str]:
        return known[number % len(known)]

    ways: dict[str, tuple[Callable[[Line, int], object], int]] = {
        "conditional": (lambda line, n: _again(line, *nth(n)), 1_000),
        "conditional, never asked before": (lambda line, n: _again(line, f"{nth(n)[0]}?unused={n}", nth(n)[1]), 1_000),
        "whole, never asked before": (lambda line, n: _anew(line, nth(n)[0], n), 500),
    }
    for way, (ask, limit) in ways.items():
        found = answers_a_second(port, "/", ask, connections=_CONNECTIONS, seconds=seconds)
        name = f"documents a second, {way}, {size:,} partnerships"
        yield Row(what=name, how=f"{_CONNECTIONS} connections", measured=found, limit=limit, least=True)


def measure(sizes: Sequence[int], seconds: float) -> Iterator[Row]:
    """Yield the rows: what each size of graph gives, and then whether the largest is as fast as the smallest."""
    medians: dict[int, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            release(Path(folder), size)
            with servers.ours(Path(folder)) as port:
                with Line.to(port, "/") as line:
                    known = _tags(line, _addresses(size))
                    (medians[size],) = medians_ms(
                        lambda n, line=line, known=known: _anew(line, known[n % len(known)][0], n),  # type: ignore[misc]  # the defaults are their types
                        times=500,
                    )
                yield from _rates(port, known, size, seconds)
    least, most = min(sizes), max(sizes)
    yield Row(
        what=f"median of a whole document, {most:,} partnerships to {least:,}",
        how=", ".join(f"{size:,}: {median:.2f} ms" for size, median in medians.items()),
        measured=medians[most] / medians[least],
        limit=_SAME,
    )


def main() -> int:
    """Measure and write the page; with `--brief`, measure small graphs for a moment and write nothing."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--brief", action="store_true")
    brief = options.parse_args().brief
    rows = list(measure(_SIZES[:2] if brief else _SIZES, 1 if brief else 5))
    text = page(rows, "documents.md", ("partnergraph", "pyoxigraph", "flask", "waitress"))
    if not brief:
        PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
