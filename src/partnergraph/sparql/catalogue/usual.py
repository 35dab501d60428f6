"""Which questions everybody asks: those that come of a canned query by choosing next to nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import rdflib

from partnergraph.namespaces import PG, SDGO

from .binding import fill
from .form import LANGUAGE, LANGUAGES, CannedQuery, Parameter, Term

__all__ = ["Choose", "usual"]

Choose = Callable[[str], Sequence[str]]
"""From a query for what can be chosen to the IRIs that it finds, in order."""

_FEW: Final = frozenset({str(PG.Country), str(SDGO.Goal)})
"""Classes that have few members however much data there is, so that each of those is asked for by many."""


def usual(canned: CannedQuery, choose: Choose) -> Iterator[str]:
    """Yield the texts that come of a query: as it stands, and in each language of names.

    Where a country or a goal is needed, these are the texts with each that can be chosen; where anything else is
    needed there is none.  Then come the queries for what can be chosen.
    """
    needed = [each for each in canned.parameters.values() if each.required]
    for terms in _chosen(needed, choose):
        yield fill(canned, terms)
        for tag in LANGUAGES if LANGUAGE in canned.parameters else ():
            yield fill(canned, {**terms, LANGUAGE: (rdflib.Literal(tag),)})
    yield from (each.choices for each in canned.parameters.values() if each.choices)


def _chosen(needed: Sequence[Parameter], choose: Choose) -> Iterator[Mapping[str, tuple[Term, ...]]]:
    """Yield what is chosen: nothing where nothing is needed, else each value of the one parameter, if they are few."""
    if not needed:
        yield {}
    elif len(needed) == 1 and needed[0].of in _FEW:
        for iri in choose(needed[0].choices):
            yield {needed[0].name: (rdflib.URIRef(iri),)}
