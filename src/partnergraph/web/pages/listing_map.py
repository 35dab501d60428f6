"""A result on a map: the bodies that take part in it, and lines between those that work together."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from partnergraph.web.labels import labels
from partnergraph.web.links import linked
from partnergraph.web.pictures.places import Arc, Place, WorldMap, world
from partnergraph.web.service import page_language, service

from .listing import ordered
from .selection import Selection, short

__all__ = ["Mapped", "map_of"]

_MOST_LINES: Final = 300
"""Lines that a map can hold and still be read."""

_HERE: Final = "SE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The map of a result, None where nothing has a position.

    `whole` says that every line is on it, and `unplaced` how many bodies have no position that is known.
    """

    picture: WorldMap | None
    whole: bool
    unplaced: int


def map_of(selection: Selection) -> Mapped:
    """Return the map of a result, of all its pages."""
    places: dict[str, Place] = {}
    lines: dict[tuple[str, str], Arc] = {}
    ends = list(islice(_ends(selection), _MOST_LINES + 1))
    met = [(body, ours) for home, away, _ in ends for body, ours in ((home, True), (away, False)) if body]
    positions, names = service().facets.positions, service().facets.names(page_language(), labels)
    countries = _countries()
    for body, ours in met:
        if body in positions and body not in places:
            latitude, longitude = positions[body]
            places[body] = Place(
                names.get(body, body),
                latitude,
                longitude,
                linked(body).href,
                ours=ours,
                country=countries.get(body, _HERE),
            )
    at = {body: number for number, body in enumerate(places)}
    for home, away, item in ends:
        if home in at and away in at:
            label = f"{places[home].label} – {places[away].label}"
            lines.setdefault((home, away), Arc(at[home], at[away], label, linked(item).href if item else ""))
    return Mapped(
        picture=world([*places.values()], [*lines.values()]),
        whole=len(ends) <= _MOST_LINES,
        unplaced=len({body for body, _ in met} - places.keys()),
    )


def _ends(selection: Selection) -> Iterator[tuple[str, str, str]]:
    """Yield the ends of each line with the thing that it stands for; "" where a body has nobody at the other end."""
    shelf = selection.shelf
    for place in ordered(selection):
        item = shelf.items[place]
        if selection.kind == "municipality":
            yield from ((item, away, "") for away in shelf.held["partner"][place] or ("",))
        elif selection.kind == "partner":
            yield from ((home, item, "") for home in shelf.held["municipality"][place] or ("",))
        else:
            pairs = product(shelf.held["municipality"][place], shelf.held["partner"][place])
            yield from ((home, away, item) for home, away in pairs)


def _countries() -> dict[str, str]:
    """Return the code of the country of each body abroad."""
    shelf = service().facets.shelves["partner"]
    pairs = zip(shelf.items, shelf.held["country"], strict=True)
    return {body: short("country", lands[0]).upper() for body, lands in pairs if lands}
