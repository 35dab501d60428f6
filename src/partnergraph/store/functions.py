"""The SPARQL functions that we add to the engine (SPARQL 1.1 section 17.6), evaluated where the query is.

There is one: `pg:matches(text, words)` is true when each of the words begins a word of the text, with case, accents and
alphabet set aside, as on the search page.  Arguments that are no literals are an error, which leaves a row out.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from partnergraph.namespaces import PG
from partnergraph.search import matches

__all__ = ["FUNCTIONS"]


def _matches(*arguments: object) -> ox.Literal | None:
    match arguments:
        case (ox.Literal(value=text), ox.Literal(value=words)):
            return ox.Literal(matches(text, words))
        case _:
            return None


FUNCTIONS: Final[Mapping[ox.NamedNode, Callable[..., ox.Literal | None]]] = MappingProxyType(
    {ox.NamedNode(str(PG.matches)): _matches}
)
"""IRI of a function → what evaluates it; None is SPARQL's type error."""
