"""Statements about the dataset itself: VoID (https://www.w3.org/TR/void/) and DCAT 3, as DCAT-AP-SE 3 asks.

What is always so stands in `dataset.ttl`; the rest is counted.  Every count is made from the graph, and covers the
description too, because both are published in the same default graph: `void:triples` is what a client counts.
What depends on an address (downloads, the endpoint) is added by the server that has one.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from rdflib import Graph, Literal, URIRef

from partnergraph import rdf, resources
from partnergraph.iris import Minter
from partnergraph.namespaces import DCAT, DCTERMS, OWL, PG, PREFIXES, PROV, RDF, SH, VOID, XSD

from .census import Census, Kinds, Spaces, Triple, types
from .partitions import linksets, number, partitions, vocabularies

__all__ = ["describe"]

_EXAMPLES: Final = (PG.Partnership, PG.Project, PG.Network, PG.SourceRecord)


def describe(data: Graph, *, minter: Minter, version: str, harvested: str) -> Graph:
    """Return the description of `data` and of itself, free of blank nodes.

    `version` names the release, `harvested` is the ISO 8601 date of the latest harvest, or empty.
    """
    known = rdf.parse_text(
        resources.text("partnergraph.graph", "dataset.ttl").encode(), ".ttl", source="dataset.ttl", base=minter.base
    )
    spaces = _spaces(known, data, minter)
    fixed = [*_always(known), *_head(data, minter, version, harvested), *_prefixes(minter)]
    kinds, counted = _counted(data, fixed, known, spaces, minter)
    description = Graph()
    while True:
        new = [triple for triple in description if triple not in data]
        own = Census.of(new, kinds, spaces)
        again = Graph()
        for triple in (*fixed, *_body(data, counted.with_(own), known, minter)):
            again.add(triple)
        if set(again) == set(description):
            return description
        description = again


def _counted(
    data: Graph, fixed: Iterable[Triple], known: Graph, spaces: Spaces, minter: Minter
) -> tuple[Kinds, Census]:
    """Return the classes of all resources, those that the description gives them too, and the counts of `data`."""
    kinds = types(data)
    counted = Census.of(data, kinds, spaces)
    gained = types([*fixed, *linksets(counted, known, minter)])
    for resource, classes in gained.items():
        kinds.setdefault(resource, set()).update(classes)
    if any(resource in counted.subjects or resource in counted.objects for resource in gained):
        counted = Census.of(data, kinds, spaces)  # what the data says of them counts for their new classes
    return kinds, counted


def _spaces(known: Graph, data: Graph, minter: Minter) -> Spaces:
    """Return where the resources of each dataset lie that we or the data know of, ours among them."""
    said = (pair for graph in (known, data) for pair in graph.subject_objects(VOID.uriSpace))
    others = sorted((str(space), URIRef(str(dataset))) for dataset, space in said)
    return {f"{minter.base}id/": minter.dataset(), **dict(others)}


def _always(known: Graph) -> Iterator[Triple]:
    """Say what is so whatever the graph holds; the datasets of others wait until there is a link to them."""
    others = set(known.subjects(VOID.uriSpace))
    yield from (triple for triple in known if triple[0] not in others)


def _head(data: Graph, minter: Minter, version: str, harvested: str) -> Iterator[Triple]:
    """Say which version the dataset is, when and what it was made from, and show one resource of each main kind."""
    dataset = minter.dataset()
    yield dataset, DCTERMS.identifier, Literal(str(dataset))
    for predicate in (OWL.versionInfo, DCAT.version):
        yield dataset, predicate, Literal(version)
    if harvested:
        datatype = XSD.dateTime if "T" in harvested else XSD.date
        for described in (dataset, minter.dataset("catalogue")):
            yield described, DCTERMS.modified, Literal(harvested, datatype=datatype)
    yield dataset, VOID.uriSpace, Literal(f"{minter.base}id/")
    for document in data.subjects(RDF.type, PG.SourceDocument):
        yield dataset, PROV.wasDerivedFrom, document
    for class_ in _EXAMPLES:
        for example in sorted(data.subjects(RDF.type, class_), key=str)[:1]:
            yield dataset, VOID.exampleResource, example
    yield from _period(data, minter)


def _period(data: Graph, minter: Minter) -> Iterator[Triple]:
    """Say from which year to which the projects are, as far as their years are known."""
    period = minter.dataset("period")
    firsts = sorted(year for year in data.objects(None, PG.startYear) if isinstance(year, Literal))
    lasts = sorted(year for year in data.objects(None, PG.endYear) if isinstance(year, Literal))
    if firsts:
        yield minter.dataset(), DCTERMS.temporal, period
        yield period, RDF.type, DCTERMS.PeriodOfTime
        yield period, DCAT.startDate, firsts[0]
        yield from ((period, DCAT.endDate, last) for last in lasts[-1:])


def _prefixes(minter: Minter) -> Iterator[Triple]:
    """Declare our prefixes, so that query editors find them in the graph (SHACL, section 5.2.1)."""
    ontology = URIRef(str(PG).removesuffix("#"))
    for prefix, namespace in PREFIXES.items():
        declaration = minter.dataset("prefix", prefix)
        yield ontology, SH.declare, declaration
        yield declaration, RDF.type, SH.PrefixDeclaration
        yield declaration, SH.prefix, Literal(prefix)
        yield declaration, SH.namespace, Literal(namespace, datatype=XSD.anyURI)


def _body(data: Graph, census: Census, known: Graph, minter: Minter) -> Iterable[Triple]:
    """Say how much there is: of all, of each class, of each property, and from which vocabularies."""
    dataset = minter.dataset()
    ours = sum(1 for subject in census.subjects if str(subject).startswith(f"{minter.base}id/"))
    totals = {
        VOID.triples: census.properties.total(),
        VOID.entities: ours,
        VOID.classes: len(census.classes),
        VOID.properties: len(census.properties),
        VOID.distinctSubjects: len(census.subjects),
        VOID.distinctObjects: len(census.objects),
    }
    for predicate, count in totals.items():
        yield dataset, predicate, number(count)
    for vocabulary in vocabularies([*census.classes, *census.properties]):
        yield dataset, VOID.vocabulary, vocabulary
    yield from partitions(data, census, minter)
    yield from linksets(census, known, minter)
