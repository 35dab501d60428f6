"""Maps drawn on the server: places and what connects them go in, what stands where in a picture comes out.

The picture shows the part of the world in which the places lie.  Places that would cover one another become one mark
with their number.  A script makes a map that can be moved of the same picture; nothing depends on it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from partnergraph.web.pictures.basemap import middles
from partnergraph.web.pictures.mercator import NORTH, SOUTH, WORLD, plane
from partnergraph.web.pictures.picture import Picture

__all__ = ["Arc", "Curve", "Dot", "Name", "Place", "WorldMap", "world"]

_WIDTH: Final = 800
_LOW, _HIGH = 0.5, 0.68
"""The height of a picture as a part of its width, at least and at most."""

_LEAST: Final = WORLD / 10
"""The part of the world that is shown however near to one another the places lie."""

_AROUND: Final = 0.09
"""The room around the places, as a part of what they take."""

_APART: Final = 24
"""Marks nearer than this, in the units of a picture, become one: it is also the least one can point at safely."""

_BEND: Final = 0.16
"""How far a curve leaves the straight line, as a part of its length."""

_ROOM: Final = (45, 16)
"""How far the name of a country keeps from what is beside it, and from what is above and below."""

_ASIDE: Final = (0, 18, -18, 32, -32)
"""Where a name goes that has no room in the middle of its country."""

_NARROW: Final = 34
"""Countries narrower than this in the picture go without their name."""

_FEW: Final = 6
"""So many marks can all have their names beside them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something that lies somewhere: `count` says of how many things, `ours` that it is on the Swedish side.

    `country` is the code of its country (ISO 3166-1), where one knows it.
    """

    label: str
    latitude: float
    longitude: float
    href: str = ""
    count: int = 1
    ours: bool = False
    country: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """A connection of two places, which are named by their positions in the list."""

    start: int
    end: int
    label: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A mark: one place, or several that lie together."""

    x: float
    y: float
    radius: float
    places: tuple[Place, ...]

    @property
    def ours(self) -> bool:
        """Return whether it is on the Swedish side."""
        return self.places[0].ours

    @property
    def href(self) -> str:
        """Return where it leads: a mark of several places leads nowhere, each of them elsewhere."""
        return self.places[0].href if len(self.places) == 1 else ""

    @property
    def label(self) -> str:
        """Return the names of its places."""
        return ", ".join(place.label for place in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A line between two marks, which stands for `count` connections, and leads somewhere if it stands for one."""

    path: str
    label: str
    href: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Where the name of the country with this code goes."""

    code: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldMap(Picture):
    """What a picture holds; `land` moves the basemap to where it belongs, `marked` are countries that stand out.

    `thin` is a line of one unit of the picture in units of the basemap.
    """

    land: str
    thin: float
    dots: tuple[Dot, ...]
    curves: tuple[Curve, ...]
    names: tuple[Name, ...]
    marked: tuple[str, ...]
    places: tuple[Place, ...]
    arcs: tuple[Arc, ...]

    @property
    def few(self) -> bool:
        """Return whether there is room for a name beside each mark."""
        return len(self.dots) <= _FEW

    def data(self, called: Callable[[str], str]) -> Mapping[str, object]:
        """Return the same for the script that makes a map of it which can be moved; `called` names countries."""
        fields = ("label", "latitude", "longitude", "href", "count", "ours")
        return {
            "places": [{name: getattr(place, name) for name in fields} for place in self.places],
            "arcs": [[arc.start, arc.end, arc.label, arc.href] for arc in self.arcs],
            "names": [[called(code), *middles()[code]] for code in self.marked or middles()],
            "marked": self.marked,
        }


class _View(NamedTuple):
    """The part of the basemap that is shown, and how much larger it is in the picture."""

    left: float
    top: float
    height: float
    scale: float

    def point(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a position lies in the picture."""
        x, y = plane(latitude, longitude)
        return self.shown(x, y)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the basemap lies in the picture."""
        return (x - self.left) * self.scale, (y - self.top) * self.scale


def world(places: Sequence[Place], arcs: Sequence[Arc] = ()) -> WorldMap | None:
    """Return a map of places and of the arcs between them, or None where there is no place to show."""
    if not places:
        return None
    view = _view([plane(place.latitude, place.longitude) for place in places])
    dots, at = _dots(places, view)
    marked = tuple(sorted({place.country for place in places if place.country in middles()}))
    return WorldMap(
        thin=round(1 / view.scale, 3),
        width=_WIDTH,
        height=math.ceil(view.height * view.scale),
        land=f"scale({view.scale:.6g}) translate({-view.left:.6g} {-view.top:.6g})",
        dots=dots,
        curves=_curves(arcs, at, dots),
        names=_names(marked or tuple(middles()), view, dots),
        marked=marked,
        places=tuple(places),
        arcs=tuple(arcs),
    )


def _view(points: Sequence[tuple[float, float]]) -> _View:
    """Return the part of the world that shows all points, with some room around them."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    room = max(max(xs) - min(xs), max(ys) - min(ys)) * _AROUND
    width = max(max(xs) - min(xs) + 2 * room, _LEAST)
    height = max(max(ys) - min(ys) + 2 * room, width * _LOW)
    width = min(max(width, height / _HIGH), WORLD)
    highest, lowest = plane(NORTH, 0)[1], plane(SOUTH, 0)[1]
    height = min(height, lowest - highest)
    return _View(
        left=_within((min(xs) + max(xs) - width) / 2, 0, WORLD - width),
        top=_within((min(ys) + max(ys) - height) / 2, highest, lowest - height),
        height=height,
        scale=_WIDTH / width,
    )


def _within(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)


def _dots(places: Sequence[Place], view: _View) -> tuple[tuple[Dot, ...], list[int]]:
    """Return the marks, and for each place which of them it is in; the largest places keep where they are."""
    points = [view.point(place.latitude, place.longitude) for place in places]
    groups: list[list[int]] = []
    squares: dict[tuple[int, int], list[int]] = {}
    for index in sorted(range(len(places)), key=lambda each: (-places[each].count, each)):
        column, row = (int(value // _APART) for value in points[index])
        around = [(column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
        near = (group for square in around for group in squares.get(square, ()))
        group = next((each for each in near if _together(index, groups[each][0], places, points)), None)
        if group is None:
            squares.setdefault((column, row), []).append(len(groups))
            groups.append([index])
        else:
            groups[group].append(index)
    at = [0] * len(places)
    for position, members in enumerate(groups):
        for index in members:
            at[index] = position
    return tuple(_dot([places[index] for index in some], points[some[0]]) for some in groups), at


def _together(one: int, other: int, places: Sequence[Place], points: Sequence[tuple[float, float]]) -> bool:
    return places[one].ours == places[other].ours and math.dist(points[one], points[other]) < _APART


def _dot(places: Sequence[Place], point: tuple[float, float]) -> Dot:
    x, y = point
    size = sum(place.count for place in places)
    radius = 5 + min(1.6 * math.sqrt(size), 9) if len(places) == 1 else 9 + min(math.sqrt(size), 6)
    return Dot(x=round(x, 1), y=round(y, 1), radius=round(radius, 1), places=tuple(places))


def _curves(arcs: Sequence[Arc], at: Sequence[int], dots: Sequence[Dot]) -> tuple[Curve, ...]:
    """Return a curve for each pair of marks with a connection."""
    between: dict[tuple[int, int], list[Arc]] = {}
    for arc in arcs:
        ends = at[arc.start], at[arc.end]
        if ends[0] != ends[1]:
            between.setdefault(ends, []).append(arc)
    return tuple(
        Curve(
            path=_bent(dots[start], dots[end]),
            label=", ".join(dict.fromkeys(arc.label for arc in some if arc.label)),
            href=some[0].href if len(some) == 1 else "",
            count=len(some),
        )
        for (start, end), some in between.items()
    )


def _bent(start: Dot, end: Dot) -> str:
    """Return a curve that leaves the straight line to the west, so that both ends of a bundle can be told apart."""
    across, down = end.x - start.x, end.y - start.y
    side = _BEND if down > 0 else -_BEND
    x, y = (start.x + end.x) / 2 - down * side, (start.y + end.y) / 2 + across * side
    return f"M{start.x:g} {start.y:g}Q{x:.1f} {y:.1f} {end.x:g} {end.y:g}"


def _names(codes: Sequence[str], view: _View, dots: Sequence[Dot]) -> tuple[Name, ...]:
    """Return the names that have room in the picture, those of the largest countries first."""
    taken = [(dot.x, dot.y) for dot in dots]
    found: list[Name] = []
    for code in sorted(codes, key=lambda each: (-middles()[each][2], each)):
        middle_x, middle_y, width = middles()[code]
        x, y = view.shown(middle_x, middle_y)
        tries = ((x, y + aside) for aside in _ASIDE if _free((x, y + aside), taken, view))
        if width * view.scale > _NARROW and (point := next(tries, None)):
            taken.append(point)
            found.append(Name(code=code, x=round(point[0], 1), y=round(point[1], 1)))
    return tuple(found)


def _free(point: tuple[float, float], taken: Sequence[tuple[float, float]], view: _View) -> bool:
    """Return whether a name has room here, in the picture and beside the marks and names there are."""
    across, down = _ROOM
    inside = across < point[0] < _WIDTH - across and down < point[1] < view.height * view.scale - down
    return inside and all(abs(point[0] - x) > across or abs(point[1] - y) > down for x, y in taken)
