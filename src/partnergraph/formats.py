"""The formats we speak, as values, and the choice among them (RFC 9110 section 12.5.1).

One table decides media type, extension and the W3C's name of each format; whoever adds a format adds a row.
`negotiate` is the only place where an Accept header is read, `of_file` the only one where a file's name is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

__all__ = [
    "ATOM", "CSV", "DOCUMENT", "EXPORTS", "FORMATS", "GEOJSON", "GRAPHS", "HTML", "JSON", "JSONLD", "NDJSON", "NQUADS",
    "NTRIPLES", "PATCH", "RDFXML", "RESULTS", "TRIG", "TSV", "TURTLE", "XLSX", "XML", "Format", "Kind", "Wrapping",
    "named", "negotiate", "of_file",
]  # fmt: skip


class Kind(Enum):
    """What a format can carry.

    Rows of a SELECT or the truth of an ASK, rows alone in a form that is none of SPARQL's, a graph, what changed, or a
    page for people.
    """

    RESULTS = "results"
    EXPORT = "export"
    GRAPH = "graph"
    CHANGES = "changes"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: `name` is what `?format=` takes, `iri` the W3C's IRI for it, empty where there is none.

    `also` lists other media types under which clients ask for it; answers carry `media_type` alone.
    """

    name: str
    media_type: str
    extension: str
    iri: str
    kind: Kind
    also: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """Return the value of the Content-Type header: every text of ours is UTF-8 and says so."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapping:
    """What files are wrapped in; `packs` says that it may hold several, and does not only make one shorter."""

    media_type: str
    extension: str
    packs: bool


_WRAPPINGS: Final = (
    Wrapping(media_type="application/gzip", extension="gz", packs=False),
    Wrapping(media_type="application/zip", extension="zip", packs=True),
)

_W3C: Final = "http://www.w3.org/ns/formats/"

JSON: Final = Format(
    name="json",
    media_type="application/sparql-results+json",
    extension="srj",
    iri=f"{_W3C}SPARQL_Results_JSON",
    kind=Kind.RESULTS,
    also=("application/json", "text/json", "text/javascript", "application/javascript"),
)
XML: Final = Format(
    name="xml",
    media_type="application/sparql-results+xml",
    extension="srx",
    iri=f"{_W3C}SPARQL_Results_XML",
    kind=Kind.RESULTS,
    also=("application/xml", "text/xml"),
)
CSV: Final = Format(
    name="csv",
    media_type="text/csv",
    extension="csv",
    iri=f"{_W3C}SPARQL_Results_CSV",
    kind=Kind.RESULTS,
    also=("application/csv",),
)
TSV: Final = Format(
    name="tsv",
    media_type="text/tab-separated-values",
    extension="tsv",
    iri=f"{_W3C}SPARQL_Results_TSV",
    kind=Kind.RESULTS,
)
TURTLE: Final = Format(
    name="ttl",
    media_type="text/turtle",
    extension="ttl",
    iri=f"{_W3C}Turtle",
    kind=Kind.GRAPH,
    also=("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3"),
)
NTRIPLES: Final = Format(
    name="nt",
    media_type="application/n-triples",
    extension="nt",
    iri=f"{_W3C}N-Triples",
    kind=Kind.GRAPH,
)
RDFXML: Final = Format(
    name="rdf",
    media_type="application/rdf+xml",
    extension="rdf",
    iri=f"{_W3C}RDF_XML",
    kind=Kind.GRAPH,
    also=("application/xml", "text/xml"),
)
JSONLD: Final = Format(
    name="jsonld",
    media_type="application/ld+json",
    extension="jsonld",
    iri=f"{_W3C}JSON-LD",
    kind=Kind.GRAPH,
    also=("application/json",),
)
NQUADS: Final = Format(
    name="nq",
    media_type="application/n-quads",
    extension="nq",
    iri=f"{_W3C}N-Quads",
    kind=Kind.GRAPH,
)
TRIG: Final = Format(
    name="trig",
    media_type="application/trig",
    extension="trig",
    iri=f"{_W3C}TriG",
    kind=Kind.GRAPH,
    also=("application/x-trig",),
)
HTML: Final = Format(
    name="html",
    media_type="text/html",
    extension="html",
    iri="",
    kind=Kind.PAGE,
    also=("application/xhtml+xml",),
)

XLSX: Final = Format(
    name="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extension="xlsx",
    iri="",
    kind=Kind.EXPORT,
)
NDJSON: Final = Format(
    name="ndjson",
    media_type="application/x-ndjson",
    extension="ndjson",
    iri="",
    kind=Kind.EXPORT,
    also=("application/ndjson", "application/jsonl", "application/x-jsonlines"),
)
GEOJSON: Final = Format(
    name="geojson",
    media_type="application/geo+json",
    extension="geojson",
    iri="",
    kind=Kind.EXPORT,
)
PATCH: Final = Format(
    name="patch",
    media_type="application/rdf-patch",
    extension="rdfp",
    iri="",
    kind=Kind.CHANGES,
    also=("text/rdf-patch",),
)
ATOM: Final = Format(
    name="atom",
    media_type="application/atom+xml",
    extension="atom",
    iri="",
    kind=Kind.CHANGES,
)
DOCUMENT: Final = Format(
    name="json", media_type="application/json", extension="json", iri="", kind=Kind.PAGE, also=(JSON.media_type,)
)
"""JSON that holds no results of SPARQL; it has the name of the format that does, so it is no row of the table."""

FORMATS: Final = (
    JSON, XML, CSV, TSV, XLSX, NDJSON, GEOJSON, TURTLE, NTRIPLES, RDFXML, JSONLD, NQUADS, TRIG, PATCH, ATOM, HTML,
)  # fmt: skip

RESULTS: Final = (JSON, XML, CSV, TSV)
"""Formats of a SELECT or ASK, the default first."""

EXPORTS: Final = (XLSX, NDJSON, GEOJSON)
"""Formats of the rows of a canned query beside those of SPARQL; the last is for rows that have a position."""

GRAPHS: Final = (TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS)
"""Formats of a CONSTRUCT, a DESCRIBE and an entity, the default first; in the last two it is the default graph."""

_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"?')
_WEIGHT: Final = re.compile(r"0?\.[0-9]{1,3}|0\.?|1(?:\.0{0,3})?")
"""A weight as RFC 9110 has it, and `.2` as old Java sends it."""

_GENERIC: Final = frozenset({"application/xml", "text/xml", "application/json", "text/json"})
"""Media types that say how a format is written but not what it is."""


def negotiate(accept: str | None, offered: Sequence[Format], *, asked: str | None = None) -> Format | None:
    """Return the offered format a client wants most, or None when nothing offered is acceptable to it.

    `asked` (the value of `?format=`, or a suffix) is a name, extension or media type and wins over `accept`.
    No Accept header, an empty one, one without a readable media range and `*/*` all mean the first offered.
    Parameters other than `q` are ignored, so `application/ld+json;profile="…"` is JSON-LD.
    Of formats wanted equally, the one named more precisely wins, then the one offered first.
    """
    if asked is not None:
        return named(asked, offered)
    ranges: dict[str, float] = {}
    for media_range, weight in _ranges(accept or ""):
        ranges[media_range] = max(weight, ranges.get(media_range, 0.0))
    ranges = ranges or {"*/*": 1.0}
    best = max(offered, key=lambda each: _wanted(each, ranges), default=None)
    return best if best is not None and _wanted(best, ranges)[0] > 0 else None


def named(name: str, offered: Sequence[Format] = FORMATS) -> Format | None:
    """Return the offered format with this name, extension or media type (in that order), or None."""
    wanted = name.strip().lower().partition(";")[0].strip()
    ways = (
        lambda each: wanted == each.name,
        lambda each: wanted == each.extension,
        lambda each: wanted == each.media_type,
        lambda each: wanted in each.also,
    )
    return next((each for way in ways for each in offered if way(each)), None)


def of_file(name: str) -> tuple[Format | None, Wrapping | None]:
    """Return what a file holds and what that is wrapped in, by its name: `data.nt.gz` → N-Triples in gzip."""
    stem, _, last = name.rpartition(".")
    wrapping = next((each for each in _WRAPPINGS if each.extension == last), None)
    return named((stem if wrapping else name).rpartition(".")[2]), wrapping


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield media range and weight of each readable part of an Accept header."""
    for part in _QUOTED.sub("", accept).lower().split(","):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        pairs = (each.partition("=") for each in parameters)
        weights = [value.strip() for name, _, value in pairs if name.strip() == "q"]
        media_range = "*/*" if media_range == "*" else media_range
        if media_range.count("/") == 1 and all(_WEIGHT.fullmatch(weight) for weight in weights):
            yield media_range, float(weights[0]) if weights else 1.0


def _wanted(offer: Format, ranges: dict[str, float]) -> tuple[float, int]:
    """Return how much a client wants a format, by the range that speaks of it most precisely, and how precisely."""
    if offer.media_type in ranges:
        return ranges[offer.media_type], 4
    others = [(2 if name in _GENERIC else 3, ranges[name]) for name in offer.also if name in ranges]
    if others:
        precision, weight = max(others)
        return weight, precision
    family = f"{offer.media_type.partition('/')[0]}/*"
    if family in ranges:
        return ranges[family], 1
    return ranges.get("*/*", 0.0), 0
