"""The colours of the UN's goals, for pictures that leave our pages and so cannot ask their styles."""

import re
from typing import Final

from partnergraph.namespaces import SDG

__all__ = ["COLOURS", "goal_number", "ink_on"]

COLOURS: Final = (
    "#e5243b", "#dda63a", "#4c9f38", "#c5192d", "#ff3a21", "#26bde2", "#fcc30b", "#a21942", "#fd6925",
    "#dd1367", "#fd9d24", "#bf8b2e", "#3f7e44", "#0a97d9", "#56c02b", "#00689d", "#19486a",
)  # fmt: skip
"""The colour of each goal, that of goal 1 first, as the UN gives them."""

_GOAL: Final = re.compile(re.escape(str(SDG)) + r"([1-9]|1[0-7])")
_DARK: Final = 0.179
"""The relative luminance (WCAG 2.2) below which white is easier to read on a ground than black is."""


def goal_number(iri: str) -> int:
    """Return the number of the goal that an IRI names, 0 where it names none."""
    found = _GOAL.fullmatch(iri)
    return int(found[1]) if found else 0


def ink_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on a colour (`#rrggbb`)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004 - sRGB's own numbers
    return "#ffffff" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < _DARK else "#000000"
