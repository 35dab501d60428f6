"""Counting a graph: how often each class and property occurs, together and alone, and what leads elsewhere."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self, TypeAlias

from rdflib import Literal, URIRef
from rdflib.term import Node

from partnergraph.namespaces import OWL, RDF, XSD

__all__ = ["Census", "Kinds", "Spaces", "Triple", "types"]

Triple: TypeAlias = tuple[Node, Node, Node]

Kinds: TypeAlias = dict[Node, set[Node]]
"""Resource → its classes."""

Spaces: TypeAlias = Mapping[str, URIRef]
"""Beginning of an IRI → the dataset whose resources begin like that."""


_TOLD: Final = frozenset({OWL.annotatedSource, OWL.annotatedTarget})
"""Properties that tell of a link, which is counted where it stands itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """How often things occur; a class counts its resources, everything else its statements.

    `uses` counts class of the subject and property, but for the type itself; `classes_meant` also the class of the
    object, `datatypes` its datatype; `links` counts dataset of the subject, property, and dataset of the object where
    that is another one.
    """

    properties: Counter[Node] = field(default_factory=Counter)
    classes: Counter[Node] = field(default_factory=Counter)
    uses: Counter[tuple[Node, Node]] = field(default_factory=Counter)
    classes_meant: Counter[tuple[Node, Node, Node]] = field(default_factory=Counter)
    datatypes: Counter[tuple[Node, Node, Node]] = field(default_factory=Counter)
    links: Counter[tuple[Node, Node, Node]] = field(default_factory=Counter)
    subjects: set[Node] = field(default_factory=set)
    objects: set[Node] = field(default_factory=set)

    @classmethod
    def of(cls, triples: Iterable[Triple], kinds: Kinds, spaces: Spaces) -> Self:
        """Count `triples`, whose resources are of the classes `kinds`."""
        census = cls()
        for subject, predicate, value in triples:
            census.properties[predicate] += 1
            census.subjects.add(subject)
            census.objects.add(value)
            if predicate == RDF.type:
                census.classes[value] += 1
            elif predicate not in _TOLD and (link := _link(subject, value, spaces)):
                census.links[link[0], predicate, link[1]] += 1
            if predicate != RDF.type:
                for kind in kinds.get(subject, ()):
                    census._use(kind, predicate, value, kinds)
        return census

    def _use(self, kind: Node, predicate: Node, value: Node, kinds: Kinds) -> None:
        self.uses[kind, predicate] += 1
        if isinstance(value, Literal):
            self.datatypes[kind, predicate, _datatype(value)] += 1
        else:
            self.classes_meant.update((kind, predicate, other) for other in kinds.get(value, ()))

    def with_(self, other: Self) -> Self:
        """Return the counts of two sets of triples that share none."""
        return type(self)(
            properties=self.properties + other.properties,
            classes=self.classes + other.classes,
            uses=self.uses + other.uses,
            classes_meant=self.classes_meant + other.classes_meant,
            datatypes=self.datatypes + other.datatypes,
            links=self.links + other.links,
            subjects=self.subjects | other.subjects,
            objects=self.objects | other.objects,
        )


def types(triples: Iterable[Triple]) -> Kinds:
    """Return the classes of each resource."""
    found: Kinds = {}
    for subject, predicate, value in triples:
        if predicate == RDF.type:
            found.setdefault(subject, set()).add(value)
    return found


def _datatype(value: Literal) -> URIRef:
    """Return the datatype of a literal, which every literal of RDF 1.1 has."""
    return RDF.langString if value.language else value.datatype or XSD.string


def _link(subject: Node, value: Node, spaces: Spaces) -> tuple[URIRef, URIRef] | None:
    """Return the two datasets that a statement links, or None."""
    if not isinstance(value, URIRef):
        return None
    there = _dataset(value, spaces)
    here = _dataset(subject, spaces) if there else None
    return (here, there) if here and there and here != there else None


def _dataset(resource: Node, spaces: Spaces) -> URIRef | None:
    """Return the dataset that a resource is one of; terms of a vocabulary below it (`…#…`) are not."""
    iri = str(resource)
    fitting = (space for space in spaces if iri.startswith(space) and "#" not in iri[len(space) :])
    return next((spaces[space] for space in fitting), None)
