"""Where things are: a place at its own position, a body at that of its territory, a partnership where its partners are.

Every way is short and bounded, so that a page may ask it of each thing in a table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from partnergraph.namespaces import PG, WGS

__all__ = ["Position", "positions_of"]

_MOST_PARTNERS: Final = 50
_WAYS: Final = tuple(ox.NamedNode(str(name)) for name in (PG.territory, PG.partner, PG.inPartnership))
_COUNTRY: Final = ox.NamedNode(str(PG.country))
_LATITUDE: Final = ox.NamedNode(str(WGS.lat))
_LONGITUDE: Final = ox.NamedNode(str(WGS.long))
_STEPS: Final = len(_WAYS)
"""From a project to its partnership, on to a partner, and on to its territory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A position in degrees (WGS 84), the IRI of the thing that is there, and that of its country, "" if unknown."""

    iri: str
    latitude: float
    longitude: float
    country: str = ""


def positions_of(store: ox.Store, iri: str) -> tuple[Position, ...]:
    """Return where a thing is, sorted by the IRI of what is there; empty where nobody has said it."""
    try:
        start = ox.NamedNode(iri)
    except ValueError:
        return ()
    found = {each.iri: each for each in _positions(store, start, start, _STEPS)}
    return tuple(found[each] for each in sorted(found))


def _positions(store: ox.Store, here: ox.NamedNode, named: ox.NamedNode, steps: int) -> Iterator[Position]:
    """Yield the position `here`, which is that of what is `named`, or the positions to which a way leads."""
    latitude, longitude = _number(store, here, _LATITUDE), _number(store, here, _LONGITUDE)
    if latitude is not None and longitude is not None:
        country = next((each.value for each in _leading(store, named, _COUNTRY)), "")
        yield Position(iri=named.value, latitude=latitude, longitude=longitude, country=country)
        return
    if not steps:
        return
    for way in _WAYS:
        for there in _leading(store, here, way):
            yield from _positions(store, there, here if way == _WAYS[0] else there, steps - 1)


def _leading(store: ox.Store, here: ox.NamedNode, way: ox.NamedNode) -> Iterator[ox.NamedNode]:
    quads = islice(store.quads_for_pattern(here, way, None, None), _MOST_PARTNERS)
    return (quad.object for quad in quads if isinstance(quad.object, ox.NamedNode))


def _number(store: ox.Store, here: ox.NamedNode, of: ox.NamedNode) -> float | None:
    for quad in store.quads_for_pattern(here, of, None, None):
        try:
            return float(quad.object.value)  # type: ignore[union-attr]  # a triple has none
        except (AttributeError, ValueError):
            return None
    return None
