"""A diagram of the vocabulary, laid out here: boxes of classes with their properties, and lines to what those lead to.

Classes stand in columns, so that most lines run from left to right.  Words stand inside the boxes only, so that none
lies on another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from partnergraph.web.pictures.picture import Picture

from .ontology import Linking

__all__ = ["Box", "Diagram", "Row", "class_diagram"]

_WIDTH: Final = 236
_GAP: Final = 46
_HEAD: Final = 30
_ROW: Final = 21
_FOOT: Final = 7
_BETWEEN: Final = 20
_MARGIN: Final = 6
_LETTERS: Final = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One property in a box: its words at `y`, and `whole`, what it says in full."""

    text: str
    whole: str
    href: str
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A class with its properties; `ours` says that the vocabulary defines it."""

    title: str
    href: str
    ours: bool
    x: int
    y: int
    height: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram(Picture):
    """Boxes, and the lines between them as paths of SVG."""

    box_width: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]


def class_diagram(linkings: Sequence[Linking]) -> Diagram | None:
    """Return the diagram of classes that properties link, or None where none does."""
    if not linkings:
        return None
    columns = _columns(linkings)
    places = _places(columns, linkings)
    boxes, lines = [], []
    for iri, (x, y) in places.items():
        own = [each for each in linkings if each.source.iri == iri]
        boxes.append(_box(iri, x, y, linkings))
        for number, each in enumerate(own):
            if each.target.iri != iri:
                lines.append(_line((x, _row_middle(y, number)), places[each.target.iri]))
    return Diagram(
        width=len(columns) * (_WIDTH + _GAP) - _GAP + 2 * _MARGIN,
        height=max(box.y + box.height for box in boxes) + _MARGIN,
        box_width=_WIDTH,
        boxes=tuple(boxes),
        lines=tuple(dict.fromkeys(lines)),
    )


def _columns(linkings: Sequence[Linking]) -> list[list[str]]:
    """Return the classes in columns: each stands after all that lead to it, as far as there is no circle."""
    depth = dict.fromkeys((end.iri for each in linkings for end in (each.source, each.target)), 0)
    for _round in range(len(depth)):
        before = dict(depth)
        for each in linkings:
            if each.source.iri != each.target.iri:
                depth[each.target.iri] = max(depth[each.target.iri], min(depth[each.source.iri] + 1, len(depth)))
        if before == depth:
            break
    levels = sorted(set(depth.values()))
    return [[iri for iri in depth if depth[iri] == level] for level in levels]


def _places(columns: Sequence[Sequence[str]], linkings: Sequence[Linking]) -> Mapping[str, tuple[int, int]]:
    """Return the corner of each box; in a column they stand in the order of what leads to them."""
    found: dict[str, tuple[int, int]] = {}
    for number, column in enumerate(columns):
        x, y = _MARGIN + number * (_WIDTH + _GAP), _MARGIN
        for iri in sorted(column, key=lambda iri: (_pull(iri, linkings, found), iri)):
            found[iri] = (x, y)
            y += _height(iri, linkings) + _BETWEEN
    return found


def _pull(iri: str, linkings: Sequence[Linking], found: Mapping[str, tuple[int, int]]) -> float:
    """Return the middle height of the boxes that lead to a class."""
    heights = [found[each.source.iri][1] for each in linkings if each.target.iri == iri and each.source.iri in found]
    return sum(heights) / len(heights) if heights else 0.0


def _height(iri: str, linkings: Sequence[Linking]) -> int:
    rows = sum(1 for each in linkings if each.source.iri == iri)
    return _HEAD + rows * _ROW + (_FOOT if rows else 0)


def _row_middle(y: int, number: int) -> int:
    return y + _HEAD + number * _ROW + _ROW // 2


def _box(iri: str, x: int, y: int, linkings: Sequence[Linking]) -> Box:
    own = [each for each in linkings if each.source.iri == iri]
    itself = next(end for each in linkings for end in (each.source, each.target) if end.iri == iri)
    return Box(
        title=_short(itself.text),
        href=itself.href,
        ours=any(each.ours for each in linkings if iri == each.source.iri)
        or any(each.target_ours for each in linkings if iri == each.target.iri),
        x=x,
        y=y,
        height=_height(iri, linkings),
        rows=tuple(
            Row(
                text=_short(f"{each.property.text} → {each.target.text}"),
                whole=f"{each.property.text} → {each.target.text}",
                href=each.property.href,
                y=_row_middle(y, number),
            )
            for number, each in enumerate(own)
        ),
    )


def _line(start: tuple[int, int], corner: tuple[int, int]) -> str:
    """Return the line from a row to the head of a box; one that leads back enters the box from its right."""
    x, y = start[0] + _WIDTH, start[1]
    onward = corner[0] > start[0]
    to_x, to_y = corner[0] if onward else corner[0] + _WIDTH, corner[1] + _HEAD // 2
    bend = _GAP // 2 if onward else _GAP
    return f"M{x} {y}C{x + bend} {y} {to_x - bend if onward else to_x + bend} {to_y} {to_x} {to_y}"


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
