"""What the operations of this server take and give, beyond what their routes say: the table behind `/openapi.json`.

A route stands here under the name of its view; its words stand in `texts/api.toml`.  Formats are rows of `formats`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from partnergraph import jsonld
from partnergraph.formats import (
    ATOM,
    CSV,
    DOCUMENT,
    GEOJSON,
    GRAPHS,
    HTML,
    JSON,
    JSONLD,
    NQUADS,
    PATCH,
    RESULTS,
    XLSX,
    Format,
)
from partnergraph.store.facets import FACETS

from .dataset import CITATIONS
from .pages.selection import KINDS as BROWSED
from .pages.selection import MAPPED

__all__ = ["HIDDEN", "OPERATIONS", "TAGS", "Described"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One operation: the part of the interface it belongs to (`tag`), and what it takes and gives.

    `query` names its parameters in `parameters`, and `path` has JSON Schemas, with examples, of those in its path.
    An answer comes in the formats `offered`, among which a client chooses, or in other `media` types; with `direct`
    only in those, because in others it leads elsewhere.  `schemas` names the schema of those that are JSON.
    `statuses` are those of success and of leading elsewhere.  `body` names the request body of a POST, and
    `tombstones` says that what is gone may be described with 410.  With `results` it also comes in the formats of the
    canned query that it is about.
    """

    tag: str
    query: tuple[str, ...] = ()
    path: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    offered: tuple[Format, ...] = ()
    media: tuple[str, ...] = ()
    direct: tuple[Format, ...] = ()
    schemas: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[int, ...] = (200,)
    body: str = ""
    tombstones: bool = False
    results: bool = False


_SVG: Final = "image/svg+xml"
_DOCUMENTS: Final = (*GRAPHS, HTML)
_VERSIONS: Final = (DOCUMENT, *GRAPHS, HTML)
_SPARQL: Final = ("default-graph-uri", "named-graph-uri", "union-default-graph", "timeout", "truncate", "explain")
_REPORT: Final = (DOCUMENT, *GRAPHS)


def _json(schema: str, also: Mapping[str, str] | None = None) -> Mapping[str, str]:
    return {DOCUMENT.media_type: schema, **(also or {})}


def _one_of(*values: object, kind: str = "string") -> Mapping[str, Any]:
    return {"type": kind, "enum": [*values]}


def _such_as(example: str) -> Mapping[str, Any]:
    return {"type": "string", "minLength": 1, "examples": [example]}


def _browsed(kind: str) -> Described:
    """Return what a browse page takes and gives: the facets of its kind, and a map where it has one."""
    facets = ("body-type" if facet == "type" else facet for facet in FACETS[kind])
    mapped = [GEOJSON] if kind in MAPPED else []
    return Described(
        tag="browse",
        query=(*facets, "words", "view", "page"),
        offered=(HTML, CSV, XLSX, *mapped, *GRAPHS),
        schemas={GEOJSON.media_type: "Features"},
    )


_OF_QUERY: Final = {"name": _such_as("goals-by-count")}
_RESULT: Final = ("labels", "multi", "shape", "excel", "bom", "page_size", "cursor", "drawn", "embed")
_ROWS: Final = {JSON.media_type: "Results", DOCUMENT.media_type: "Rows", GEOJSON.media_type: "Features"}
_CITED: Final = tuple(each.partition(";")[0] for each in CITATIONS.values())

OPERATIONS: Final[Mapping[str, Described]] = MappingProxyType(
    {
        "endpoint.sparql": Described(
            tag="sparql",
            query=("query", *_SPARQL, "cursor", "labels", "excel", "drawn", "embed"),
            offered=(*RESULTS, XLSX, *GRAPHS, HTML),
            media=(DOCUMENT.media_type,),
            schemas=_json("Explanation", {JSON.media_type: "Results"}),
        ),
        "endpoint.sparql POST": Described(
            tag="sparql",
            query=(*_SPARQL, "cursor", "labels", "excel", "drawn"),
            offered=(*RESULTS, XLSX, *GRAPHS, HTML),
            media=(DOCUMENT.media_type,),
            schemas=_json("Explanation", {JSON.media_type: "Results"}),
            body="Query",
        ),
        "completing.terms": Described(tag="sparql", media=(DOCUMENT.media_type,)),
        "catalogue.index": Described(tag="queries", offered=(HTML,)),
        "catalogue.query": Described(
            tag="queries",
            query=_RESULT,
            path=_OF_QUERY,
            offered=(HTML, *GRAPHS),
            media=(DOCUMENT.media_type,),
            schemas=_ROWS,
            results=True,
        ),
        "catalogue.result": Described(
            tag="queries",
            query=_RESULT,
            path=_OF_QUERY,
            offered=(HTML,),
            media=(DOCUMENT.media_type,),
            schemas=_ROWS,
            results=True,
        ),
        "catalogue.citation": Described(tag="queries", path={**_OF_QUERY, "suffix": _one_of(*CITATIONS)}, media=_CITED),
        "catalogue.choose": Described(
            tag="queries",
            query=("q", "most"),
            path={**_OF_QUERY, "parameter": _such_as("language")},
            media=(DOCUMENT.media_type,),
            schemas=_json("Choices"),
        ),
        "entities.thing": Described(
            tag="documents",
            path={"path": _such_as("body/se-vasteras")},
            offered=_DOCUMENTS,
            statuses=(301, 303),
            tombstones=True,
        ),
        "entities.document": Described(
            tag="documents",
            path={"path": _such_as("body/se-vasteras")},
            offered=_DOCUMENTS,
            statuses=(200, 301),
            tombstones=True,
        ),
        "referring.pointing": Described(tag="documents", query=("resource", "property", "page"), offered=(HTML,)),
        "entities.graph": Described(
            tag="documents", path={"path": _such_as("findings")}, offered=_DOCUMENTS, statuses=(200, 301)
        ),
        "goals.goals": Described(tag="documents", offered=_DOCUMENTS),
        "goals.goal": Described(
            tag="documents", path={"path": _such_as("16")}, offered=_DOCUMENTS, statuses=(200, 301)
        ),
        "vocabularies.vocabulary": Described(tag="documents", offered=_DOCUMENTS),
        "contexts.context": Described(
            tag="documents", path={"number": _one_of(jsonld.VERSION, kind="integer")}, media=(JSONLD.media_type,)
        ),
        "contexts.frame": Described(
            tag="documents", path={"thing": _such_as("partnership")}, media=(JSONLD.media_type,)
        ),
        "contexts.schema": Described(
            tag="documents",
            path={"number": _one_of(jsonld.VERSION, kind="integer"), "thing": _such_as("partnership")},
            media=("application/schema+json",),
        ),
        "dataset.dataset": Described(tag="dataset", offered=_DOCUMENTS),
        "dataset.part": Described(tag="dataset", path={"path": _such_as("provenance")}, statuses=(303,)),
        "dataset.well_known": Described(tag="dataset", statuses=(302,)),
        "dataset.cited": Described(tag="dataset", path={"suffix": _one_of(*CITATIONS)}, media=_CITED),
        "downloads.download": Described(tag="dataset", path={"name": _such_as("manifest.json")}, media=("*/*",)),
        "search.search": Described(
            tag="search", query=("q", "type", "page", "size"), offered=(DOCUMENT, HTML), schemas=_json("Search")
        ),
        "search.suggest": Described(
            tag="search", query=("q", "type", "limit"), media=(DOCUMENT.media_type,), schemas=_json("Suggestions")
        ),
        "search.completions": Described(
            tag="search",
            query=("q",),
            media=("application/x-suggestions+json",),
            schemas={"application/x-suggestions+json": "Completions"},
        ),
        "search.opensearch": Described(tag="search", media=("application/opensearchdescription+xml",)),
        "resolver.resolve": Described(
            tag="search",
            query=("q", "iri", "type"),
            offered=(HTML, *GRAPHS, DOCUMENT),
            direct=(DOCUMENT, HTML),
            schemas=_json("Resolved"),
            statuses=(200, 300, 303),
        ),
        "reconciliation.reconcile": Described(
            tag="reconciliation",
            query=("queries", "extend"),
            media=(DOCUMENT.media_type,),
            schemas=_json("Reconciled"),
        ),
        "reconciliation.reconcile POST": Described(
            tag="reconciliation", media=(DOCUMENT.media_type,), schemas=_json("Reconciled"), body="Reconciliation"
        ),
        "reconciliation.suggest_entity": Described(
            tag="reconciliation",
            query=("prefix", "skip"),
            media=(DOCUMENT.media_type,),
            schemas=_json("Suggested"),
        ),
        "reconciliation.suggest_type": Described(
            tag="reconciliation", query=("prefix", "skip"), media=(DOCUMENT.media_type,), schemas=_json("Suggested")
        ),
        "reconciliation.suggest_property": Described(
            tag="reconciliation", query=("prefix", "skip"), media=(DOCUMENT.media_type,), schemas=_json("Suggested")
        ),
        "reconciliation.propose_properties": Described(
            tag="reconciliation", query=("limit",), media=(DOCUMENT.media_type,), schemas=_json("Proposed")
        ),
        "reconciliation.preview": Described(tag="reconciliation", query=("id",), offered=(HTML,)),
        "versions.index": Described(
            tag="versions", offered=(*_VERSIONS, ATOM), schemas=_json("Versions"), statuses=(200, 302)
        ),
        "versions.atom": Described(tag="versions", media=(ATOM.media_type,)),
        "versions.history": Described(
            tag="versions", query=("resource",), offered=(DOCUMENT, HTML), schemas=_json("History")
        ),
        "versions.one": Described(
            tag="versions",
            query=("page",),
            path={"name": _such_as("current")},
            offered=(*_VERSIONS, PATCH),
            schemas=_json("Version"),
            statuses=(200, 302),
        ),
        "versions.part": Described(
            tag="versions",
            path={"name": _such_as("current..current"), "part": _one_of("added", "removed")},
            media=(NQUADS.media_type,),
            statuses=(200, 302),
        ),
        "validation.form": Described(tag="validation", offered=(HTML,)),
        "validation.validate": Described(
            tag="validation",
            query=("syntax",),
            offered=(*_REPORT, HTML),
            media=("text/plain",),
            schemas=_json("Report"),
            body="Data",
        ),
        **{f"browse.{things}": _browsed(kind) for things, kind in BROWSED.items()},
        "robots.robots": Described(tag="about", media=("text/plain",)),
        "quality.shown": Described(
            tag="validation", query=("source", "severity", "code", "page_size", "cursor"), offered=(HTML,)
        ),
        "quality.validated": Described(tag="validation", offered=(HTML,)),
        "pages.home": Described(tag="about", offered=(HTML,)),
        "charts.shown": Described(tag="about", offered=(HTML,)),
        "charts.one": Described(tag="about", path={"name": _such_as("countries")}, media=(_SVG,)),
        "map.shown": Described(tag="about", query=("of-country", "of-goal"), offered=(HTML,)),
        "map.drawn": Described(tag="about", query=("of-country", "of-goal"), media=(_SVG,)),
        "network.shown": Described(tag="about", query=("of-country", "of-goal"), offered=(HTML,)),
        "network.drawn": Described(tag="about", query=("of-country", "of-goal"), media=(_SVG,)),
        "problems.index": Described(tag="about", offered=(HTML,)),
        "problems.kind_page": Described(tag="about", path={"kind": _such_as("not-found")}, offered=(HTML,)),
        "api.openapi": Described(tag="about", media=(DOCUMENT.media_type,)),
        "api.shown": Described(tag="about", offered=(HTML,)),
    }
)
"""View → what it takes and gives; one that is also asked by POST has a row of its own for that."""

HIDDEN: Final = frozenset({"static"})
"""Views that are part of the pages, and no part of the interface."""

TAGS: Final = tuple(dict.fromkeys(each.tag for each in OPERATIONS.values()))
"""The parts of the interface in the order in which they are shown."""
