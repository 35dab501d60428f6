"""How much room text takes in a picture, and how it is cut or broken to fit; the server has no fonts to ask."""

import textwrap
from typing import Final

__all__ = ["broken", "cut", "width"]

_EM: Final = 0.6
"""The width of a letter as a share of the size of the type, a little more than it is on average."""

_MORE: Final = "…"


def width(text: str, size: float) -> float:
    """Return about how wide a text is in type of a size."""
    return len(text) * size * _EM


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` characters, which says that something is left out where it is."""
    return text if len(text) <= most else text[: most - 1].rstrip() + _MORE


def broken(text: str, most: int, lines: int) -> tuple[str, ...]:
    """Return a text in at most so many lines of at most `most` characters each."""
    found = textwrap.wrap(text, most) or [text]
    if len(found) > lines:
        found = [*found[: lines - 1], cut(" ".join(found[lines - 1 :]), most)]
    return tuple(found)
