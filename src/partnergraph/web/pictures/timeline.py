"""Columns by year; they lie across in percent and down in pixels, as bars do."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from .picture import Picture

__all__ = ["Column", "Timeline", "timeline"]

_PLOT: Final = 160.0
_PLOT_TOP: Final = 18.0
_PLOT_LEFT: Final = 9.0
_MOST_COLUMNS: Final = 80
_MOST_MARKS: Final = 7
_MOST_TICKS: Final = 5
_STEPS: Final = (1, 2, 5)
_SPANS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)


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


def _ticks(most: int) -> list[int]:
    """Return whole numbers in even steps from 0 to `most` or a little more."""
    steps = (each * 10**power for power in count() for each in _STEPS)
    step = next(step for step in steps if -(-most // step) <= _MOST_TICKS)
    return [step * place for place in range(max(1, -(-most // step)) + 1)]


def _round(number: float) -> float:
    return round(number, 3)
