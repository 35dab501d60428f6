"""The land of our maps, read from the basemap that ships; `frontend/basemap.mjs` draws it."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from partnergraph.web.assets import built

__all__ = ["middles", "outlines"]

_PATH: Final = re.compile(r'<path(?: id="([A-Z]{2})")? d="([^"]+)"/>')


@lru_cache(maxsize=1)
def outlines() -> tuple[tuple[str, str], ...]:
    """Return code, "" for a country that our data does not have, and outline of each country."""
    return tuple((code or "", line) for code, line in _PATH.findall(built("world.svg")))


@lru_cache(maxsize=1)
def middles() -> Mapping[str, tuple[float, float, float]]:
    """Return the middle and the width of countries on the basemap by their codes."""
    found: Mapping[str, tuple[float, float, float]] = json.loads(built("countries.json"))
    return found
