"""Statements about the dataset itself: VoID, as in https://www.w3.org/TR/void/ (sections 2 and 4).

Every count is made from the graph, and covers the description too, because both are published in
the same default graph: `void:triples` is what a client counts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self, TypeAlias
from urllib.parse import quote

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, LICENCE, OWL, PG, PREFIXES, RDF, RDFS, VOID, XSD

__all__ = ["FORMATS", "LICENCE", "describe"]

Triple: TypeAlias = tuple[Node, Node, Node]

FORMATS: Final = ("Turtle", "N-Quads", "N-Triples", "RDF_XML", "JSON-LD")
"""Syntaxes the dataset is offered in: local names of http://www.w3.org/ns/formats/."""

_TITLES: Final = {
    "en": "PartnerGraph: partnerships of Swedish municipalities and regions",
    "sv": "PartnerGraph: svenska kommuners och regioners partnerskap",
}
_ABOUT: Final = {
    "en": "Municipal partnerships with their projects, partners and development goals, and the source of each fact.",
    "sv": "Kommunala partnerskap med projekt, parter och globala mål, och källan till varje uppgift.",
}
_EXAMPLES: Final = (PG.Partnership, PG.Project, PG.Network, PG.SourceRecord)


def describe(data: Graph, *, minter: Minter, version: str, harvested: str) -> Graph:
    """Return the VoID description of `data` and of itself, free of blank nodes.

    `version` names the release, `harvested` is the ISO 8601 date of the latest harvest, or empty.
    """
    counted = _Census.of(data)
    description = Graph()
    while True:
        own = _Census.of(triple for triple in description if triple not in data)
        again = Graph()
        for triple in (*_head(data, minter, version, harvested), *_body(data, counted.with_(own), minter)):
            again.add(triple)
        if set(again) == set(description):
            return description
        description = again


@dataclass(frozen=True, slots=True, kw_only=True)
class _Census:
    """How often each property and class occurs, and the subjects and objects that occur at all."""

    properties: Counter[Node]
    classes: Counter[Node]
    subjects: frozenset[Node]
    objects: frozenset[Node]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Self:
        """Count `triples`."""
        properties: Counter[Node] = Counter()
        classes: Counter[Node] = Counter()
        subjects: set[Node] = set()
        objects: set[Node] = set()
        for subject, predicate, obj in triples:
            properties[predicate] += 1
            subjects.add(subject)
            objects.add(obj)
            if predicate == RDF.type:
                classes[obj] += 1
        return cls(properties=properties, classes=classes, subjects=frozenset(subjects), objects=frozenset(objects))

    def with_(self, other: Self) -> Self:
        """Return the counts of two sets of triples that share none."""
        return type(self)(
            properties=self.properties + other.properties,
            classes=self.classes + other.classes,
            subjects=self.subjects | other.subjects,
            objects=self.objects | other.objects,
        )


def _head(data: Graph, minter: Minter, version: str, harvested: str) -> Iterable[Triple]:
    """Say what the dataset is called, who may use it and which version it is."""
    dataset = minter.dataset()
    yield dataset, RDF.type, VOID.Dataset
    for language, title in _TITLES.items():
        yield dataset, DCTERMS.title, Literal(title, lang=language)
        yield dataset, RDFS.label, Literal(title, lang=language)
        yield dataset, DCTERMS.description, Literal(_ABOUT[language], lang=language)
    yield dataset, DCTERMS.license, LICENCE
    yield dataset, OWL.versionInfo, Literal(version)
    if harvested:
        datatype = XSD.dateTime if "T" in harvested else XSD.date
        yield dataset, DCTERMS.modified, Literal(harvested, datatype=datatype)
    for name in FORMATS:
        yield dataset, VOID.feature, URIRef(f"http://www.w3.org/ns/formats/{name}")
    yield dataset, VOID.uriSpace, Literal(f"{minter.base}id/")
    for class_ in _EXAMPLES:
        for example in sorted(data.subjects(RDF.type, class_), key=str)[:1]:
            yield dataset, VOID.exampleResource, example


def _body(data: Graph, census: _Census, minter: Minter) -> Iterable[Triple]:
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
        yield dataset, predicate, _number(count)
    for vocabulary in _vocabularies([*census.classes, *census.properties]):
        yield dataset, VOID.vocabulary, vocabulary
    yield from _partitions(data, census.classes, minter, VOID.classPartition)
    yield from _partitions(data, census.properties, minter, VOID.propertyPartition)


def _partitions(data: Graph, counts: Mapping[Node, int], minter: Minter, link: URIRef) -> Iterable[Triple]:
    """Give each class or property a partition with its count, its labels and a name of its own."""
    of_classes = link == VOID.classPartition
    for term, count in counts.items():
        name = _short(str(term))
        partition = URIRef(f"{minter.dataset()}/{'class' if of_classes else 'property'}/{_path(str(term))}")
        yield minter.dataset(), link, partition
        yield partition, VOID["class"] if of_classes else VOID.property, term
        yield partition, VOID.entities if of_classes else VOID.triples, _number(count)
        labels = [label for label in data.objects(term, RDFS.label) if isinstance(label, Literal) and label.language]
        for label in labels or [Literal(name, lang="en")]:
            yield partition, RDFS.label, label


def _number(count: int) -> Literal:
    """Return a count as a literal."""
    return Literal(str(count), datatype=XSD.integer)


def _vocabularies(terms: Iterable[Node]) -> list[URIRef]:
    """Return the namespaces of `terms` that are declared vocabularies, sorted; other namespaces are left out."""
    used = {_namespace(str(term)) for term in terms}
    return [URIRef(namespace) for namespace in sorted(used) if namespace in PREFIXES.values()]


def _namespace(iri: str) -> str:
    """Return the part of `iri` up to and with its last `#`, or else `/`."""
    return iri[: iri.rfind("#" if "#" in iri else "/") + 1]


def _short(iri: str) -> str:
    """Return `iri` with its prefix where one is declared: `skos:Concept`."""
    namespace = _namespace(iri)
    prefix = next((prefix for prefix, known in PREFIXES.items() if known == namespace), None)
    return iri if prefix is None else f"{prefix}:{iri.removeprefix(namespace)}"


def _path(iri: str) -> str:
    """Return a path segment for a term: the local name of ours, `skos-Concept` or the quoted IRI of others."""
    return quote(_short(iri).removeprefix("pg:").replace(":", "-", 1) if _short(iri) != iri else iri, safe="")
