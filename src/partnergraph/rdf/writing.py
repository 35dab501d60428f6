"""Writing RDF so that the same triples are always the same bytes: Turtle for people, N-Quads for machines."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Final

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from partnergraph.errors import NonConformance
from partnergraph.namespaces import PREFIXES, RDF, XSD
from partnergraph.rdf.terms import to_oxigraph

__all__ = ["Triple", "compact", "document", "nquads", "turtle"]

Triple = tuple[Node, Node, Node]

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""Local names that need no escape in Turtle; any other IRI is written out."""

_BARE: Final = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}
"""Datatypes whose literals Turtle writes without quotes, when they look like this."""


_SHORT: Final = 80
"""Values that take up less than this many letters stand on one line."""


def turtle(graph: Iterable[Triple]) -> bytes:
    """Return `graph` as RDF 1.1 Turtle for people: our prefixes, sorted, the type first, literals as they are.

    Raise NonConformance at a blank node.
    """
    names = _Names()
    blocks = []
    for subject, about in groupby(_sorted(_without_blanks(graph)), key=itemgetter(0)):
        lines = []
        for predicate, rows in groupby(about, key=itemgetter(1)):
            verb = "a" if predicate == RDF.type else names.write(predicate)
            lines.append(verb + _values([names.write(value) for _, _, value in rows]))
        blocks.append(f"{names.write(subject)} " + " ;\n    ".join(lines) + " .\n")
    head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(names.used))
    return "\n".join([head, *blocks] if head else blocks).encode()


def document(graph: Iterable[Triple], media_type: str) -> bytes:
    """Return `graph` as RDF in the syntax of a media type, the same bytes for the same triples.

    Raise NonConformance at a blank node, ValueError for a media type that is none of RDF.
    """
    syntax = ox.RdfFormat.from_media_type(media_type)
    if syntax is None:
        raise ValueError(media_type)
    if syntax == ox.RdfFormat.TURTLE:
        return turtle(graph)
    return ox.serialize(ox.parse(nquads({None: graph}), format=ox.RdfFormat.N_QUADS), format=syntax) or b""


def nquads(graphs: Mapping[URIRef | None, Iterable[Triple]]) -> bytes:
    """Return the graphs as RDF 1.1 N-Quads, one sorted line for each quad; None names the default graph.

    The same quads give the same bytes, whatever the order they come in. Raise NonConformance at a blank node.
    """
    lines = set()
    for name, graph in graphs.items():
        end = " .\n" if name is None else f" {ox.NamedNode(name)} .\n"
        for triple in _without_blanks(graph):
            lines.add(" ".join(str(to_oxigraph(term)) for term in triple) + end)
    return "".join(sorted(lines)).encode()


def compact(term: Node) -> str:
    """Return `term` as Turtle writes it: an IRI with one of our prefixes where one fits, a number without quotes."""
    if isinstance(term, URIRef):
        return _short(term)
    if isinstance(term, Literal) and term.datatype and not term.language:
        pattern = _BARE.get(term.datatype)
        bare = pattern is not None and pattern.fullmatch(term)
        return str(term) if bare else f"{ox.Literal(str(term))}^^{_short(term.datatype)}"
    return str(to_oxigraph(term))


def _short(iri: URIRef) -> str:
    """Return `iri` with the longest of our prefixes that fits, or in angle brackets."""
    fitting = [
        (len(namespace), prefix)
        for prefix, namespace in PREFIXES.items()
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace))
    ]
    if not fitting:
        return str(ox.NamedNode(iri))
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


class _Names:
    """Writes terms as Turtle does, each once, and remembers which prefixes that took."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self._written: dict[Node, str] = {}

    def write(self, term: Node) -> str:
        """Return `term` in Turtle."""
        if term not in self._written:
            written = self._written[term] = compact(term)
            name = written if isinstance(term, URIRef) else written.rpartition('"^^')[2]
            if name[:1].isalpha() and ":" in name and (isinstance(term, URIRef) or '"^^' in written):
                self.used.add(name.partition(":")[0])
        return self._written[term]


def _sorted(triples: Iterable[Triple]) -> list[Triple]:
    """Return the triples once each: by subject, then the type before other properties, then by value."""
    return sorted(set(triples), key=lambda row: (row[0], row[1] != RDF.type, row[1], str(to_oxigraph(row[2]))))


def _values(values: list[str]) -> str:
    """Return the values of one property: on the line when they are short, else one a line."""
    if len(values) == 1 or sum(map(len, values)) < _SHORT:
        return " " + ", ".join(values)
    return "\n        " + ",\n        ".join(values)


def _without_blanks(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Let triples through that have no blank node; what we publish never has one."""
    for triple in triples:
        if any(isinstance(term, BNode) for term in triple):
            raise NonConformance(
                f"There is a blank node in what should be published: {' '.join(term.n3() for term in triple)}",
                hint="Give the resource an IRI of its own.",
            )
        yield triple
