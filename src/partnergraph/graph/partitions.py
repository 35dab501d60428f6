"""VoID partitions and linksets from counts (https://www.w3.org/TR/void/, sections 4.5 and 5).

A class has the properties its resources use, and each of those the classes and datatypes it leads to, so that an editor
can propose what fits (void-ext, http://ldf.fi/void-ext).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph.iris import Minter
from partnergraph.namespaces import PREFIXES, RDF, RDFS, VOID, VOIDEXT, XSD

from .census import Census, Triple

__all__ = ["linksets", "number", "partitions", "vocabularies"]

_CLASS: Final = VOID["class"]


def partitions(data: Graph, census: Census, minter: Minter) -> Iterator[Triple]:
    """Give each class and property a partition with its count, its labels and a name of its own."""
    dataset = minter.dataset()
    for term, count in census.classes.items():
        partition = minter.dataset("class", _path(term))
        yield dataset, VOID.classPartition, partition
        yield from ((partition, _CLASS, term), (partition, VOID.entities, number(count)))
        yield from _labels(data, partition, term)
    for term, count in census.properties.items():
        partition = minter.dataset("property", _path(term))
        yield dataset, VOID.propertyPartition, partition
        yield from ((partition, VOID.property, term), (partition, VOID.triples, number(count)))
        yield from _labels(data, partition, term)
    yield from _uses(census, minter)


def _uses(census: Census, minter: Minter) -> Iterator[Triple]:
    """Give each class a partition for each property its resources use, and that one for what it leads to."""
    for (kind, predicate), count in census.uses.items():
        partition = minter.dataset("class", _path(kind), _path(predicate))
        yield minter.dataset("class", _path(kind)), VOID.propertyPartition, partition
        yield from ((partition, VOID.property, predicate), (partition, VOID.triples, number(count)))
    for counts, link, names in (
        (census.classes_meant, VOID.classPartition, _CLASS),
        (census.datatypes, VOIDEXT.datatypePartition, VOIDEXT.datatype),
    ):
        for (kind, predicate, other), count in counts.items():
            partition = minter.dataset("class", _path(kind), _path(predicate), _path(other))
            yield minter.dataset("class", _path(kind), _path(predicate)), link, partition
            yield from ((partition, names, other), (partition, VOID.triples, number(count)))


def linksets(census: Census, known: Graph, minter: Minter) -> Iterator[Triple]:
    """Describe the links between each two datasets by each property, and the datasets of others as far as `known`."""
    for (here, predicate, there), count in census.links.items():
        names = [_last(end) for end in (here, there)]
        linkset = minter.dataset("linkset", f"{names[0]}-{_path(predicate)}-{names[1]}")
        yield minter.dataset(), VOID.subset, linkset
        yield linkset, RDF.type, VOID.Linkset
        yield linkset, RDFS.label, Literal(f"{names[0]} {_short(predicate)} {names[1]}", lang="en")
        yield from ((linkset, VOID.subjectsTarget, here), (linkset, VOID.objectsTarget, there))
        yield from ((linkset, VOID.linkPredicate, predicate), (linkset, VOID.triples, number(count)))
        for end in {here, there} - {minter.dataset()}:
            yield end, RDF.type, VOID.Dataset
            yield from known.triples((end, None, None))


def number(count: int) -> Literal:
    """Return a count as a literal."""
    return Literal(str(count), datatype=XSD.integer)


def vocabularies(terms: Iterable[Node]) -> list[URIRef]:
    """Return the namespaces of `terms` that are declared vocabularies, sorted; other namespaces are left out."""
    used = {_namespace(str(term)) for term in terms}
    return [URIRef(namespace) for namespace in sorted(used) if namespace in _prefixes()]


def _labels(data: Graph, partition: URIRef, term: Node) -> Iterator[Triple]:
    """Call a partition as its term is called, or else by the term's short name."""
    labels = [label for label in data.objects(term, RDFS.label) if isinstance(label, Literal) and label.language]
    for label in labels or [Literal(_short(term), lang="en")]:
        yield partition, RDFS.label, label


def _prefixes() -> Mapping[str, str]:
    return {namespace: prefix for prefix, namespace in PREFIXES.items()}


def _namespace(iri: str) -> str:
    """Return the part of `iri` up to and with its last `#`, or else `/`."""
    return iri[: iri.rfind("#" if "#" in iri else "/") + 1]


def _short(term: Node) -> str:
    """Return a term with its prefix where one is declared: `skos:Concept`."""
    iri = str(term)
    prefix = _prefixes().get(_namespace(iri))
    return iri if prefix is None else f"{prefix}:{iri.removeprefix(_namespace(iri))}"


def _path(term: Node) -> str:
    """Return a path segment for a term: the local name of ours, `skos-Concept` or the quoted IRI of others."""
    short = _short(term)
    return quote(short.removeprefix("pg:").replace(":", "-", 1) if short != str(term) else short, safe="")


def _last(iri: Node) -> str:
    return str(iri).rpartition("/")[2]
