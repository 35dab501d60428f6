"""The map that ships: whose land is whose, and that no line runs around the world."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest

from partnergraph.web.pictures.basemap import outlines
from partnergraph.web.pictures.mercator import NORTH, SOUTH, WORLD, plane

_TOWNS = {
    "Simferopol": (45.0, 34.1),
    "Sevastopol": (44.6, 33.53),
    "Kerch": (45.3, 36.4),
    "Donetsk": (48.0, 37.8),
    "Luhansk": (48.57, 39.3),
    "Lviv": (49.84, 24.03),
}

Ring = Sequence[tuple[float, float]]


@pytest.fixture(scope="module")
def shapes() -> list[tuple[str, list[Ring]]]:
    """Return code, "" for a country that our data does not have, and rings of each shape of the map."""
    return [(code, _rings(line)) for code, line in outlines()]


def _rings(line: str) -> list[Ring]:
    """Return the rings of a path that moves to a point and draws steps from there, in whole numbers."""
    found: list[Ring] = []
    for part in line.strip("Mz").split("zM"):
        start, _, steps = part.partition("l")
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        x, y = map(int, start.split())
        ring = [(x, y)]
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            ring.append((x, y))
        found.append(ring)
    return found


def _contains(rings: Sequence[Ring], point: tuple[float, float]) -> bool:
    """Return whether a line from the point to the east crosses the rings an odd number of times."""
    x, y = point
    crossed = 0
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            if (ay > y) != (by > y) and x < ax + (bx - ax) * (y - ay) / (by - ay):
                crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize("town", _TOWNS)
def test_ukraine_has_its_recognised_borders(town: str, shapes: list[tuple[str, list[Ring]]]) -> None:
    """Simferopol lies in Ukraine in the shipped map, and in no other country; so do other towns."""
    assert [code for code, rings in shapes if _contains(rings, plane(*_TOWNS[town]))] == ["UA"]


def test_no_line_runs_around_the_world(shapes: list[tuple[str, list[Ring]]]) -> None:
    """Shapes are cut at 180 degrees, so no step is as wide as half the world."""
    widest = max(abs(ax - bx) for _, rings in shapes for ring in rings for (ax, _), (bx, _) in pairwise(ring))
    assert widest < WORLD / 8


def test_the_land_lies_where_positions_are_put(shapes: list[tuple[str, list[Ring]]]) -> None:
    """What draws the land and what puts places on it agree about the plane."""
    capitals = {
        "SE": (59.6, 17.5),
        "KE": (-1.29, 36.82),
        "CN": (39.9, 116.4),
        "CO": (4.71, -74.07),
        "ZA": (-25.75, 28.2),
    }
    for code, position in capitals.items():
        assert [found for found, rings in shapes if _contains(rings, plane(*position))] == [code]


def test_the_map_stays_within_its_edges(shapes: list[tuple[str, list[Ring]]]) -> None:
    """Nothing is drawn beyond the world, and the land reaches to both of its sides."""
    xs = [x for _, rings in shapes for ring in rings for x, _ in ring]
    ys = [y for _, rings in shapes for ring in rings for _, y in ring]
    assert (min(xs), max(xs)) == (0, WORLD)
    assert plane(NORTH, 0)[1] - 1 <= min(ys) <= max(ys) <= plane(SOUTH, 0)[1] + 1
