"""Bars from left to right, with the name above and the number at the end.

They lie across in percent of whatever width there is and down in pixels, so that their type is as large on a telephone
as on a desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from partnergraph.web.links import Linked

from .goals import COLOURS, goal_number
from .lettering import broken
from .picture import Picture

__all__ = ["Bar", "Bars", "Row", "bars", "bars_by"]

_LINE: Final = 18.0
_THICK: Final = 14.0
_GAP: Final = 12.0
_LONGEST: Final = 82.0
"""The length of the longest bar in percent; the rest is for its number."""

_LETTERS: Final = 38
_LABEL_LINES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a row: `top` in pixels, `length` in percent, and the number of its series."""

    value: int
    top: float
    length: float
    series: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing with its bars: `lines` are its label as broken, at the heights `baselines`; `colour` is a goal's."""

    label: Linked
    lines: tuple[tuple[str, float], ...]
    bars: tuple[Bar, ...]
    colour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(Picture):
    """Bars from left to right; `series` are the names of those that each row has, empty where it has one."""

    rows: tuple[Row, ...]
    series: tuple[str, ...] = ()
    thick: float = _THICK

    @property
    def links(self) -> bool:
        """Return whether anything in the picture leads elsewhere."""
        return any(row.label.href for row in self.rows)


def bars(items: Sequence[tuple[Linked, int]]) -> Bars:
    """Return a bar for each thing, as long as its count; counts are 0 or more."""
    return bars_by([(label, (count,)) for label, count in items])


def bars_by(items: Sequence[tuple[Linked, Sequence[int]]], series: Sequence[str] = ()) -> Bars:
    """Return bars for each thing below each other, one for each series that has anything to count."""
    most = max((value for _, counts in items for value in counts), default=0) or 1
    rows: list[Row] = []
    top = 0.0
    for label, counts in items:
        lines = broken(label.text, _LETTERS, _LABEL_LINES)
        below = top + _LINE * len(lines) + 2
        found = [(place, value) for place, value in enumerate(counts) if value] or [(0, 0)]
        rows.append(
            Row(
                label=label,
                lines=tuple((line, top + _LINE * (place + 1) - 4) for place, line in enumerate(lines)),
                bars=tuple(
                    Bar(
                        value=value,
                        top=below + place * (_THICK + 2),
                        length=round(_LONGEST * value / most, 3),
                        series=number,
                    )
                    for place, (number, value) in enumerate(found)
                ),
                colour=_colour(label) if not series else "",
            )
        )
        top = below + len(found) * (_THICK + 2) + _GAP
    return Bars(width=640, height=max(top, 1), rows=tuple(rows), series=tuple(series))


def _colour(label: Linked) -> str:
    goal = goal_number(label.iri)
    return COLOURS[goal - 1] if goal else ""
