"""A matrix whose cells are shaded by what they count; it has a size of its own, and scrolls where that is too wide."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from partnergraph.web.links import Linked

from .goals import COLOURS, goal_number, ink_on
from .lettering import cut
from .picture import Picture

__all__ = ["Cell", "Heading", "Matrix", "matrix"]

_SIDE: Final = 34.0
_ROW: Final = 62.0
_MARGIN: Final = 4.0
_SLANT: Final = 112.0
_SHADES: Final = 5
_HEADING: Final = 20
_ROW_LETTERS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands over a column: a short `text`, a goal's `colour` with the `ink` for it, and where its middle is."""

    label: Linked
    text: str
    middle: float
    colour: str = ""
    ink: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: what it counts and leads to, its corner, and its shade from 0 (none) to 5 (the most)."""

    count: int
    href: str
    left: float
    top: float
    shade: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Picture):
    """Rows with their label above their cells; `slanted` says that the headings are words, which do not fit across."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Linked, str, float], ...]
    cells: tuple[Cell, ...]
    slanted: bool
    side: float = _SIDE
    top: float = _SIDE

    @property
    def links(self) -> bool:
        """Return whether anything in the picture leads elsewhere."""
        labels = (*(label for label, _, _ in self.rows), *(heading.label for heading in self.headings))
        return any(label.href for label in labels) or any(cell.href and cell.count for cell in self.cells)


def matrix(
    rows: Sequence[Linked], columns: Sequence[Linked], cells: Mapping[tuple[int, int], tuple[int, str]]
) -> Matrix:
    """Return a matrix; `cells` are count and link by the numbers of row and column, and what is not there is 0."""
    goals = [goal_number(column.iri) for column in columns]
    slanted = not all(goals)
    top = _SLANT if slanted else _SIDE
    most = max((value for value, _ in cells.values()), default=0)
    return Matrix(
        width=_MARGIN * 2 + _SIDE * max(len(columns), 8) + (_SLANT * 0.8 if slanted else 0),
        height=top + _ROW * len(rows) + _MARGIN,
        headings=tuple(
            Heading(
                label=column,
                text=str(goal) if not slanted else cut(column.text, _HEADING),
                middle=_MARGIN + _SIDE * (place + 0.5),
                colour=COLOURS[goal - 1] if goal else "",
                ink=ink_on(COLOURS[goal - 1]) if goal else "",
            )
            for place, (column, goal) in enumerate(zip(columns, goals, strict=True))
        ),
        rows=tuple(
            (row, cut(row.text, _ROW_LETTERS), top + _ROW * place + _ROW - _SIDE - 8) for place, row in enumerate(rows)
        ),
        cells=tuple(_cells(rows, columns, cells, top, most)),
        slanted=slanted,
        top=top,
    )


def _cells(
    rows: Sequence[Linked],
    columns: Sequence[Linked],
    cells: Mapping[tuple[int, int], tuple[int, str]],
    top: float,
    most: int,
) -> Iterator[Cell]:
    for down, row in enumerate(rows):
        for across, column in enumerate(columns):
            value, href = cells.get((down, across), (0, ""))
            yield Cell(
                count=value,
                href=href,
                left=_MARGIN + _SIDE * across,
                top=top + _ROW * down + _ROW - _SIDE,
                shade=-(-value * _SHADES // most) if most else 0,
                name=f"{row.text} – {column.text}: {value}",
            )
