"""The plane of our maps: the projection of web maps, and the world as a square in it.

`frontend/basemap.mjs`, which draws the land, and `frontend/src/map/plane.ts`, which reads it, say the same.
"""

import math
from typing import Final

__all__ = ["NORTH", "SOUTH", "WORLD", "plane"]

WORLD: Final = 20_000
"""The side of the world, in the units of the basemap."""

NORTH: Final = 84.0
SOUTH: Final = -57.0
"""The basemap has no land beyond these latitudes, and what lies beyond is shown at its edge."""


def plane(latitude: float, longitude: float) -> tuple[float, float]:
    """Return where a position lies on the basemap: to the right, and down."""
    bounded = math.radians(min(max(latitude, SOUTH), NORTH))
    down = 0.5 - math.asinh(math.tan(bounded)) / (2 * math.pi)
    return (longitude + 180) / 360 * WORLD, down * WORLD
