"""What statements and documents say, as data sets that can be compared whatever their blank nodes are called."""

from collections.abc import Iterable

import pyoxigraph as ox

from partnergraph.jsonld import Statement

__all__ = ["meant", "said"]


def meant(statements: Iterable[Statement]) -> ox.Dataset:
    """Return what statements mean."""
    return _canonical(
        ox.Quad(_resource(each.subject), ox.NamedNode(each.predicate), _value(each)) for each in statements
    )


def said(document: bytes) -> ox.Dataset:
    """Return what a parser that knows no network reads from JSON-LD."""
    return _canonical(ox.parse(document, ox.RdfFormat.JSON_LD))


def _canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _resource(name: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def _value(statement: Statement) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if not statement.datatype:
        return _resource(statement.value)
    if statement.language:
        return ox.Literal(statement.value, language=statement.language)
    return ox.Literal(statement.value, datatype=ox.NamedNode(statement.datatype))
