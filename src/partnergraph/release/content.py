"""What a release says, as bytes: every quad as the store gives it back, in sorted lines.

The store keeps literals by value (1.0 and 1.00 are one decimal), so the quads go through a store first.
Then the dumps, the digest in the manifest and the answers of every store loaded from a dump agree.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.term import Node

from partnergraph import manifest, rdf

__all__ = ["Content", "compose", "lines", "stored", "triples", "version"]

_DIGITS: Final = 16
"""Length of a version: the first hexadecimal digits of a SHA-256."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All quads of a release as sorted N-Quads; `triples` of them are in the default graph.

    `digest` is the SHA-256 of `nquads` in hexadecimal.
    """

    nquads: bytes
    triples: int
    quads: int
    digest: str


def lines(graph: Graph, name: URIRef | None = None) -> frozenset[bytes]:
    """Return the N-Quads of `graph` under `name`, or of the default graph, as a store gives them back.

    Raises NonConformance for a blank node, which would have another name in every build.
    """
    store = ox.Store()
    store.bulk_load(rdf.nquads({name: graph}), ox.RdfFormat.N_QUADS)
    return stored(store)


def stored(store: ox.Store) -> frozenset[bytes]:
    """Return all quads in `store` as lines of N-Quads."""
    dump = io.BytesIO()
    store.dump(dump, ox.RdfFormat.N_QUADS)
    return frozenset(dump.getvalue().splitlines(keepends=True))


def compose(default: Iterable[bytes], named: Iterable[bytes]) -> Content:
    """Put the lines of the default graph and of the named graphs together."""
    triples = frozenset(default)
    quads = triples.union(named)
    nquads = b"".join(sorted(quads))
    digest = hashlib.sha256(nquads).hexdigest()
    return Content(nquads=nquads, triples=len(triples), quads=len(quads), digest=digest)


def version(found: Iterable[bytes]) -> str:
    """Return the version of data with these lines; it depends on them and on the layout of releases only."""
    text = f"{manifest.LAYOUT}\n".encode() + b"".join(sorted(found))
    return hashlib.sha256(text).hexdigest()[:_DIGITS]


def triples(default: Iterable[bytes]) -> Iterator[tuple[Node, Node, Node]]:
    """Return the triples that lines of the default graph state, as terms of rdflib."""
    for quad in ox.parse(b"".join(default), format=ox.RdfFormat.N_QUADS):
        subject, predicate, value = quad.triple
        yield rdf.to_rdflib(subject), rdf.to_rdflib(predicate), rdf.to_rdflib(value)
