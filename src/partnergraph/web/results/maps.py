"""The map of a result: the positions that its rows give, else where the things in it are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from partnergraph.store.embedded import Value
from partnergraph.store.positions import Position
from partnergraph.store.rows import Row
from partnergraph.web.links import Linked
from partnergraph.web.pictures.places import Arc, Place, WorldMap, world

from .motif import Motif
from .table import Content, point_in

__all__ = ["map_of"]

_MOST_PLACES: Final = 500


def map_of(motif: Motif) -> WorldMap | None:
    """Return the places of a table; where they are those of things, both sides of a partnership are joined."""
    given = list(_given(motif))
    if given:
        return world(given[:_MOST_PLACES])
    known = _Known(motif=motif)
    for row in motif.table.rows:
        known.join([known.place(each) for each in known.positions(row)])
    return world(known.places, list(known.arcs.values()))


@dataclass(slots=True, kw_only=True)
class _Known:
    """Places and arcs as they are found."""

    motif: Motif
    places: list[Place] = field(default_factory=list)
    arcs: dict[tuple[int, int], Arc] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def positions(self, row: Row) -> list[Position]:
        """Return where the things of a row are."""
        iris = [value.text for value in row if value is not None and value.is_iri]
        return [position for iri in iris for position in self.motif.positions.get(iri, ())]

    def place(self, position: Position) -> int | None:
        """Return the number of a place, which is added where it is new and there is room."""
        if position.iri not in self.numbers and len(self.places) < _MOST_PLACES:
            self.numbers[position.iri] = len(self.places)
            shown = self.motif.shown(Value(text=position.iri, is_iri=True))
            ours = position.country == self.motif.ours
            latitude, longitude = position.latitude, position.longitude
            self.places.append(
                Place(label=shown.text, latitude=latitude, longitude=longitude, href=shown.href, ours=ours)
            )
        return self.numbers.get(position.iri)

    def join(self, numbers: list[int | None]) -> None:
        """Draw an arc from each place on our side to each on the other."""
        there = dict.fromkeys(each for each in numbers if each is not None)
        pairs = [(one, other) for one in there for other in there]
        for start, end in pairs:
            if self.places[start].ours and not self.places[end].ours:
                self.arcs.setdefault((start, end), Arc(start=start, end=end))


def _given(motif: Motif) -> Iterator[Place]:
    """Yield the positions that the rows give."""
    points = motif.columns(Content.POINT)[:1]
    axes = [place for axis in (Content.LATITUDE, Content.LONGITUDE) for place in motif.columns(axis)[:1]]
    named = (motif.columns(Content.THING) or motif.columns(Content.TEXT))[:1]
    for row in motif.table.rows:
        where = _position([row[place] for place in points or axes])
        if where is None:
            continue
        name = row[named[0]] if named else None
        shown = motif.shown(name) if name is not None else Linked(text=f"{where[0]:g}, {where[1]:g}")
        ours = any(value is not None and value.text == motif.ours for value in row)
        yield Place(label=shown.text, latitude=where[0], longitude=where[1], href=shown.href, ours=ours)


def _position(values: list[Value | None]) -> tuple[float, float] | None:
    """Return latitude and longitude of one value that is a point, or of two that are degrees."""
    match values:
        case [Value() as point]:
            return point_in(point)
        case [Value() as latitude, Value() as longitude]:
            return float(latitude.text), float(longitude.text)
        case _:
            return None
