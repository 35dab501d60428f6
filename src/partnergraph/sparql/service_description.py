"""What this endpoint can do, as RDF (SPARQL 1.1 Service Description).

What depends on the release is counted once, when it is opened; what depends on the address the client used is not known
before, so the last few documents are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from rdflib import Graph, Literal, Namespace, URIRef

from partnergraph import language
from partnergraph.formats import GRAPHS, RESULTS, Format
from partnergraph.iris import Minter
from partnergraph.namespaces import DCAT, DCTERMS, PG, RDF, RDFS, SD, VOID, XSD
from partnergraph.settings import Settings

__all__ = ["CASTS", "GEOSPARQL", "WRITERS", "ServiceDescription"]

_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_SIMPLE: Final = URIRef("http://www.w3.org/ns/entailment/Simple")
_GEOF: Final = Namespace("http://www.opengis.net/def/function/geosparql/")
_MOST_KEPT: Final = 32

_PREFIXES: Final = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "format": _FORMATS,
    "geof": _GEOF,
    "rdf": RDF,
    "rdfs": RDFS,
    "sd": SD,
    "void": VOID,
    "xsd": XSD,
}

# fmt: off
GEOSPARQL: Final = (
    "area", "asGeoJSON", "centroid", "convexHull", "coordinateDimension", "difference", "dimension", "distance",
    "envelope", "getSRID", "intersection", "isEmpty", "isSimple", "length", "perimeter", "relate", "spatialDimension",
    "symDifference", "union",
    "sfContains", "sfCrosses", "sfDisjoint", "sfEquals", "sfIntersects", "sfOverlaps", "sfTouches", "sfWithin",
    "ehContains", "ehCoveredBy", "ehCovers", "ehDisjoint", "ehEquals", "ehInside", "ehMeet", "ehOverlap",
    "rcc8dc", "rcc8ec", "rcc8eq", "rcc8ntpp", "rcc8ntppi", "rcc8po", "rcc8tpp", "rcc8tppi",
)
"""Functions of GeoSPARQL that the embedded engine knows; they work on WKT literals, without an index."""

CASTS: Final = (
    "date", "dayTimeDuration", "duration", "gDay", "gMonth", "gMonthDay", "gYear", "gYearMonth", "time",
    "yearMonthDuration",
)
# fmt: on
"""Datatypes of XML Schema that can be cast to beyond those that SPARQL itself asks for."""

WRITERS: Final = {"ttl": "turtle", "trig": "turtle", "nt": "nt", "nq": "nt", "rdf": "xml", "jsonld": "json-ld"}
"""Format → rdflib's writer of it; a default graph alone is the same in TriG as in Turtle, and in both line formats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDescription:
    """The endpoint over one release: `triples` counts the default graph, `graphs` each named one.

    `version` is that of the release, `settings` are those the limits are read from; `ours` says that the engine is
    ours, which knows a function more than others.
    """

    version: str
    triples: int
    graphs: Mapping[str, int]
    settings: Settings
    minter: Minter = field(default_factory=Minter)
    ours: bool = True
    _kept: dict[tuple[str, str], bytes] = field(default_factory=dict, init=False, repr=False, compare=False)

    def document(self, endpoint: str, wanted: Format) -> bytes:
        """Return the description in one of the formats of graphs, for the endpoint at the address `endpoint`."""
        made = self._kept.get((endpoint, wanted.name))
        if made is None:
            made = self.graph(endpoint).serialize(format=WRITERS[wanted.name], encoding="utf-8")
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[endpoint, wanted.name] = made
        return made

    def graph(self, endpoint: str) -> Graph:
        """Return the description as a graph without blank nodes."""
        graph = Graph(bind_namespaces="none")
        for prefix, namespace in _PREFIXES.items():
            graph.bind(prefix, namespace)
        self._add_service(graph, URIRef(endpoint))
        self._add_dataset(graph, endpoint)
        return graph

    def _add_service(self, graph: Graph, endpoint: URIRef) -> None:
        service = URIRef(f"{endpoint}#service")
        for predicate, value in (
            (RDF.type, SD.Service),
            (RDF.type, DCAT.DataService),
            (DCAT.servesDataset, self.minter.dataset()),
            (SD.endpoint, endpoint),
            (SD.supportedLanguage, SD.SPARQL10Query),
            (SD.supportedLanguage, SD.SPARQL11Query),
            (SD.defaultEntailmentRegime, _SIMPLE),
            (SD.defaultDataset, URIRef(f"{endpoint}#dataset")),
            *((SD.resultFormat, URIRef(each.iri)) for each in (*RESULTS, *GRAPHS)),
            *((SD.extensionFunction, function) for function in self._functions()),
            *((DCTERMS.language, Literal(tag)) for tag in language.WRITTEN),
            *((DCTERMS.description, Literal(text, lang=tag)) for tag, text in self._limits().items()),
        ):
            graph.add((service, predicate, value))
        for function in self._functions():
            graph.add((function, RDF.type, SD.Function))

    def _add_dataset(self, graph: Graph, endpoint: str) -> None:
        dataset, default = URIRef(f"{endpoint}#dataset"), self.minter.graph("data")
        graph.add((dataset, RDF.type, SD.Dataset))
        graph.add((dataset, DCTERMS.hasVersion, Literal(self.version)))
        graph.add((dataset, VOID.triples, Literal(self.triples + sum(self.graphs.values()))))
        graph.add((dataset, RDFS.seeAlso, self.minter.dataset()))
        graph.add((dataset, SD.defaultGraph, default))
        graph.add((default, RDF.type, SD.Graph))
        graph.add((default, VOID.triples, Literal(self.triples)))
        for name, triples in self.graphs.items():
            named, content = URIRef(f"{endpoint}#{name.rsplit('/', 1)[-1]}"), URIRef(name)
            graph.add((dataset, SD.namedGraph, named))
            graph.add((named, RDF.type, SD.NamedGraph))
            graph.add((named, SD.name, content))
            graph.add((named, SD.graph, content))
            graph.add((content, RDF.type, SD.Graph))
            graph.add((content, VOID.triples, Literal(triples)))

    def _limits(self) -> dict[str, str]:
        """Return the limits in words, since no vocabulary has terms for them."""
        limits = self.settings
        return {
            "en": (
                f"A query may be {limits.query_bytes} bytes long and run for {limits.deadline:g} seconds, or for as "
                f"long as the parameter timeout says, up to {limits.deadline_max:g}; its answer may be "
                f"{limits.result_mb} megabytes long. Updates, LOAD and SERVICE are refused."
            ),
            "sv": (
                f"En fråga får vara {limits.query_bytes} byte lång och köras i {limits.deadline:g} sekunder, eller så "
                f"länge som parametern timeout anger, upp till {limits.deadline_max:g}; svaret får vara "
                f"{limits.result_mb} megabyte långt. Uppdateringar, LOAD och SERVICE avvisas."
            ),
        }

    def _functions(self) -> tuple[URIRef, ...]:
        known = (*(_GEOF[name] for name in GEOSPARQL), *(XSD[name] for name in CASTS))
        return (*known, PG.matches) if self.ours else known
