"""The document about a resource: which statements it holds, whatever the format it is written in.

It holds what is said about the resource and what points at it, and names what it speaks of: each neighbour comes with
its type and label, its goals, its position and its lines, and the goals with type and label; a query with what it takes
and gives.  Every part is bounded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from partnergraph.formats import JSONLD, Format
from partnergraph.jsonld import Statement, framed
from partnergraph.namespaces import CSVW, GEO, PG, PREFIXES, RDF, RDFS, SH

from . import writing

__all__ = ["MOST_POINTING", "Ring", "document", "pointing_at", "rings", "statements_about", "written"]

MOST_POINTING: Final = 1_000
"""The most statements that point at the resource."""

_MOST_NAMED: Final = 200
"""The most neighbours that come with a type and a label."""

_NAMING: Final = tuple(ox.NamedNode(name) for name in (RDF.type, RDFS.label))
_LEADING: Final = tuple(ox.NamedNode(name) for name in (PG.goal, PG.linkedGoal, PG.subject))
_TAKING: Final = tuple(
    ox.NamedNode(str(name))
    for name in (
        SH.path, SH.name, SH.order, SH.optional, SH.maxCount, SH.datatype, SH["class"], SH["in"], SH.defaultValue,
        CSVW.name, CSVW.title,
    )
)  # fmt: skip
"""What says of the parameters and columns of a query what they are."""

_CARRIED: Final = (
    *_NAMING,
    *_LEADING,
    *_TAKING,
    *(ox.NamedNode(name) for name in (PG.evidence, GEO.asWKT, PG.line, PG.asWritten, PG.states)),
)
_VOCABULARY: Final = PREFIXES["pg"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Resources around the one a document is about, and the properties they come with."""

    resources: tuple[ox.NamedNode, ...]
    properties: tuple[ox.NamedNode, ...]


def document(store: ox.Store, iri: str) -> list[ox.Triple]:
    """Return the statements of the document about a resource, sorted; none when nothing is said about it."""
    own = list(statements_about(store, iri))
    if not own:
        return []
    triples = {quad.triple for quad in (*own, *islice(pointing_at(store, iri), MOST_POINTING))}
    for ring in rings(store, iri):
        triples.update(_described(store, ring))
    return sorted(triples, key=str)


def rings(store: ox.Store, iri: str) -> Iterator[Ring]:
    """Yield the neighbours of a resource, then what their links to goals lead to.

    The second ring is looked for only when it is asked for: whoever fetches a store piece by piece fills in the first.
    """
    about = ox.NamedNode(iri)
    near: set[ox.NamedNode] = set()
    for quad in statements_about(store, iri):
        if quad.predicate != _NAMING[0]:
            near.update(_resource(quad.object))
    for quad in islice(pointing_at(store, iri), MOST_POINTING):
        near.update(_resource(quad.subject))
    near.discard(about)
    first = Ring(resources=tuple(sorted(near, key=str)[:_MOST_NAMED]), properties=_CARRIED)
    yield first
    far: set[ox.NamedNode] = set()
    for triple in _described(store, Ring(resources=first.resources, properties=_LEADING)):
        far.update(_resource(triple.object))
    yield Ring(resources=tuple(sorted(far - near - {about}, key=str)), properties=_NAMING)


def statements_about(store: ox.Store, iri: str) -> Iterator[ox.Quad]:
    """Yield what all graphs say about a resource; nothing for a text that is no IRI."""
    try:
        return store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    except ValueError:
        return iter(())


def pointing_at(store: ox.Store, iri: str) -> Iterator[ox.Quad]:
    """Yield the statements in all graphs whose value is a resource."""
    return store.quads_for_pattern(None, None, ox.NamedNode(iri), None)


def written(triples: list[ox.Triple], iri: str, wanted: Format) -> bytes:
    """Return the document about a resource in a format: the same bytes for the same triples."""
    return framed(map(_statement, triples), iri) if wanted is JSONLD else writing.written(triples, wanted)


def _described(store: ox.Store, ring: Ring) -> Iterator[ox.Triple]:
    for resource in ring.resources:
        for name in ring.properties:
            for quad in store.quads_for_pattern(resource, name, None, None):
                yield quad.triple


def _resource(term: object) -> Iterator[ox.NamedNode]:
    """Yield a term that is a resource: neither a literal nor a term of our vocabulary, which names itself."""
    if isinstance(term, ox.NamedNode) and not term.value.startswith(_VOCABULARY):
        yield term


def _statement(triple: ox.Triple) -> Statement:
    subject, predicate, value = triple
    if isinstance(value, ox.Literal):
        return Statement(_text(subject), predicate.value, value.value, value.datatype.value, value.language or "")
    return Statement(_text(subject), predicate.value, _text(value))


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
