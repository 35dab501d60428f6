"""SHACL property paths (https://www.w3.org/TR/shacl/#property-paths): read from RDF, shown as text, written back.

A path is an IRI, or a kind with the paths it is made of: `("inverse", (pg:partner,))`.
"""

from collections.abc import Callable, Iterator
from typing import Final

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from partnergraph.namespaces import SH
from partnergraph.rdf import compact

__all__ = ["Path", "path_text", "path_triples", "read_path"]

Path = URIRef | tuple[str, tuple["Path", ...]]

_OPERATORS: Final = {
    SH.inversePath: "inverse",
    SH.alternativePath: "alternative",
    SH.zeroOrMorePath: "zero-or-more",
    SH.oneOrMorePath: "one-or-more",
    SH.zeroOrOnePath: "zero-or-one",
}
_PREDICATES: Final = {kind: predicate for predicate, kind in _OPERATORS.items()}
_SIGNS: Final = {"zero-or-more": "*", "one-or-more": "+", "zero-or-one": "?"}


def read_path(graph: Graph, node: Node) -> Path:
    """Return the path that `node` is in `graph`; what is no path is shown as a sequence of nothing."""
    for predicate, kind in _OPERATORS.items():
        inner = graph.value(node, predicate)
        if inner is not None:
            steps = graph.items(inner) if kind == "alternative" else [inner]
            return (kind, tuple(read_path(graph, step) for step in steps))
    if isinstance(node, URIRef) and (node, RDF.first, None) not in graph:
        return node
    return ("sequence", tuple(read_path(graph, step) for step in graph.items(node)))


def path_text(path: Path) -> str:
    """Return the path as SPARQL 1.1 writes it: `^pg:partner/rdfs:label`."""
    if isinstance(path, URIRef):
        return compact(path)
    kind, inner = path
    steps = [path_text(step) if isinstance(step, URIRef) else f"({path_text(step)})" for step in inner]
    if kind == "inverse":
        return f"^{steps[0]}"
    if kind in _SIGNS:
        return f"{steps[0]}{_SIGNS[kind]}"
    return ("|" if kind == "alternative" else "/").join(steps)


def path_triples(path: Path, mint: Callable[[], URIRef]) -> tuple[URIRef, list[tuple[Node, Node, Node]]]:
    """Return the node of the path in RDF and the triples that describe it; `mint` names what SHACL leaves blank."""
    if isinstance(path, URIRef):
        return path, []
    kind, inner = path
    described = [path_triples(step, mint) for step in inner]
    triples = [triple for _, more in described for triple in more]
    nodes = [node for node, _ in described]
    if kind in {"sequence", "alternative"}:
        head, chain = _list(nodes, mint)
        triples += chain
        if kind == "sequence":
            return head, triples
        nodes = [head]
    node = mint()
    return node, [*triples, (node, _PREDICATES[kind], nodes[0])]


def _list(items: list[URIRef], mint: Callable[[], URIRef]) -> tuple[URIRef, list[tuple[Node, Node, Node]]]:
    """Return the head of an RDF list and its triples."""
    cells = [mint() for _ in items]
    rests: Iterator[URIRef] = iter([*cells[1:], RDF.nil])
    triples: list[tuple[Node, Node, Node]] = []
    for cell, item in zip(cells, items, strict=True):
        triples += [(cell, RDF.first, item), (cell, RDF.rest, next(rests))]
    return cells[0] if cells else RDF.nil, triples
