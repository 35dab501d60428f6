"""Who works on a goal, and who works together with others but not on it yet: bodies and their countries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from partnergraph.namespaces import PG

from .goals import GoalLink

__all__ = ["GoalWork", "Parties", "goal_work", "parties"]

_SIDES: Final = (ox.NamedNode(str(PG.swedishPartner)), ox.NamedNode(str(PG.internationalPartner)))
_WITHIN: Final = ox.NamedNode(str(PG.inPartnership))
_COUNTRY: Final = ox.NamedNode(str(PG.country))


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """All bodies that are in a partnership, each with its country or "": Swedish ones and those abroad."""

    ours: Mapping[str, str]
    theirs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalWork:
    """Kind of evidence → the bodies in partnerships that it links to the goal; and `parties`, all there are."""

    by_evidence: Mapping[str, frozenset[str]]
    parties: Parties


def parties(store: ox.Store) -> Parties:
    """Return all bodies that are in a partnership; reads every partnership."""
    ours, theirs = (
        {body: _country(store, body) for body in sorted({*_objects(store.quads_for_pattern(None, side, None, None))})}
        for side in _SIDES
    )
    return Parties(ours=ours, theirs=theirs)


def goal_work(store: ox.Store, links: Iterable[GoalLink], everybody: Parties) -> GoalWork:
    """Return who is in the partnerships that some links to a goal are about, directly or through a project."""
    found: dict[str, set[str]] = {}
    for link in links:
        subject = ox.NamedNode(link.subject)
        within = [subject, *(quad.object for quad in store.quads_for_pattern(subject, _WITHIN, None, None))]
        for partnership in within:
            for side in _SIDES:
                quads = store.quads_for_pattern(partnership, side, None, None)  # type: ignore[arg-type]  # a node
                found.setdefault(link.evidence, set()).update(_objects(quads))
    return GoalWork(by_evidence={kind: frozenset(bodies) for kind, bodies in found.items()}, parties=everybody)


def _objects(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield the IRIs of the values of statements."""
    return (quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode))


def _country(store: ox.Store, body: str) -> str:
    quads = store.quads_for_pattern(ox.NamedNode(body), _COUNTRY, None, None)
    return min(_objects(quads), default="")
