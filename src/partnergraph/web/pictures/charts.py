"""Charts: bars, columns by year, and a matrix whose cells are shaded by what they count.

Bars and columns lie across in percent of whatever width there is and down in pixels, so that their type is as large on
a telephone as on a desk; `height` is in pixels.  A matrix has a size of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from partnergraph.web.links import Linked

from .goals import COLOURS, goal_number, ink_on
from .lettering import broken, cut
from .picture import Picture

__all__ = [
    "Bar",
    "Bars",
    "Cell",
    "Column",
    "Heading",
    "Matrix",
    "Row",
    "Timeline",
    "bars",
    "bars_by",
    "matrix",
    "timeline",
]

_LINE: Final = 18.0
_THICK: Final = 14.0
_GAP: Final = 12.0
_LONGEST: Final = 82.0
"""The length of the longest bar in percent; the rest is for its number."""

_LETTERS: Final = 38
_LABEL_LINES: Final = 2

_PLOT: Final = 160.0
_PLOT_TOP: Final = 18.0
_PLOT_LEFT: Final = 9.0
_MOST_COLUMNS: Final = 80
_MOST_MARKS: Final = 7
_MOST_TICKS: Final = 5
_STEPS: Final = (1, 2, 5)
_SPANS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)

_SIDE: Final = 34.0
_ROW: Final = 62.0
_MARGIN: Final = 4.0
_SLANT: Final = 112.0
_SHADES: Final = 5
_HEADING: Final = 20
_ROW_LETTERS: Final = 60


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
                        length=_round(_LONGEST * value / most),
                        series=number,
                    )
                    for place, (number, value) in enumerate(found)
                ),
                colour=_colour(label) if not series else "",
            )
        )
        top = below + len(found) * (_THICK + 2) + _GAP
    return Bars(width=640, height=max(top, 1), rows=tuple(rows), series=tuple(series))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One year, or several: `left` and `width` in percent, `top` and `height` in pixels; `mark` is written below it."""

    first: int
    last: int
    count: int
    left: float
    width: float
    top: float
    height: float
    mark: str

    @property
    def years(self) -> str:
        """Return the year or the years."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def middle(self) -> float:
        """Return where the middle of the column is, in percent."""
        return _round(self.left + self.width / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Picture):
    """Columns by year without a gap between the first and the last; `ticks` are the axis, number and height."""

    columns: tuple[Column, ...]
    ticks: tuple[tuple[int, float], ...]
    base: float


def timeline(items: Sequence[tuple[int, int]]) -> Timeline:
    """Return a column for every year from the first to the last of some years with their counts, 0 or more.

    Where that would be too many columns each stands for several years.
    """
    base = _PLOT_TOP + _PLOT
    if not items:
        return Timeline(width=640, height=base, columns=(), ticks=(), base=base)
    first, last = min(year for year, _ in items), max(year for year, _ in items)
    span = next((each for each in _SPANS if (last - first) // each < _MOST_COLUMNS), last - first + 1)
    first -= first % span
    counts = [0] * ((last - first) // span + 1)
    for year, more in items:
        counts[(year - first) // span] += more
    ticks = _ticks(max(counts))
    scale, pitch = _PLOT / ticks[-1], (100 - _PLOT_LEFT) / len(counts)
    every = -(-len(counts) // _MOST_MARKS)
    columns = tuple(
        Column(
            first=first + place * span,
            last=first + place * span + span - 1,
            count=value,
            left=_round(_PLOT_LEFT + pitch * (place + 0.14)),
            width=_round(pitch * 0.72),
            top=_round(base - value * scale),
            height=_round(value * scale),
            mark=str(first + place * span) if place % every == 0 else "",
        )
        for place, value in enumerate(counts)
    )
    return Timeline(
        width=640,
        height=base + 24,
        columns=columns,
        ticks=tuple((tick, _round(base - tick * scale)) for tick in ticks),
        base=base,
    )


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


def _ticks(most: int) -> list[int]:
    """Return whole numbers in even steps from 0 to `most` or a little more."""
    steps = (each * 10**power for power in count() for each in _STEPS)
    step = next(step for step in steps if -(-most // step) <= _MOST_TICKS)
    return [step * place for place in range(max(1, -(-most // step)) + 1)]


def _colour(label: Linked) -> str:
    goal = goal_number(label.iri)
    return COLOURS[goal - 1] if goal else ""


def _round(number: float) -> float:
    return round(number, 3)
