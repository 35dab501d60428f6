"""Charts of a result: bars of what is counted, a matrix of two things and a count, and a timeline of years."""

from collections.abc import Iterable
from typing import Final

from partnergraph.store.embedded import Value
from partnergraph.web.pictures.charts import Bars, Matrix, Timeline, bars, matrix, timeline

from .motif import Motif
from .table import Content, count_in, year_in

__all__ = ["bars_of", "matrix_of", "timeline_of"]

_MOST_BARS: Final = 40
_MOST_ON_AN_EDGE: Final = 30
_TWO: Final = 2


def bars_of(motif: Motif) -> Bars | None:
    """Return a bar for each thing, or whatever the numbers are of, in the order of the rows; the largest, if many."""
    numbers = motif.columns(Content.COUNT)
    labels = motif.columns(Content.THING) or motif.columns(Content.TEXT) or motif.columns(Content.YEAR)
    if not numbers or not labels:
        return None
    sums: dict[Value, int] = {}
    for label, number in motif.together(labels[0], numbers[0]):
        sums[label] = sums.get(label, 0) + (count_in(number) or 0)
    kept = set(sorted(sums, key=lambda label: -sums[label])[:_MOST_BARS])
    return bars([(motif.shown(label), count) for label, count in sums.items() if label in kept])


def matrix_of(motif: Motif) -> Matrix | None:
    """Return the counts of pairs of things, where the hint says that they are best seen so."""
    things, numbers = motif.columns(Content.THING), motif.columns(Content.COUNT)
    if not motif.hint.matrix or len(things) < _TWO or not numbers:
        return None
    sums: dict[tuple[Value, Value], int] = {}
    for one, other, number in motif.together(things[0], things[1], numbers[0]):
        sums[one, other] = sums.get((one, other), 0) + (count_in(number) or 0)
    rows, columns = _first(one for one, _ in sums), _first(other for _, other in sums)
    cells = {
        (rows[one], columns[other]): (count, "")
        for (one, other), count in sums.items()
        if one in rows and other in columns
    }
    return matrix([motif.shown(each) for each in rows], [motif.shown(each) for each in columns], cells)


def timeline_of(motif: Motif) -> Timeline | None:
    """Return how much there is of each year: the sum of a column that counts, else the number of rows."""
    years, numbers = motif.columns(Content.YEAR), motif.columns(Content.COUNT)
    sums: dict[int, int] = {}
    for year, *number in motif.together(*years[:1], *numbers[:1]) if years else ():
        when = year_in(year)
        if when is not None:
            sums[when] = sums.get(when, 0) + ((count_in(number[0]) or 0) if number else 1)
    return timeline(sorted(sums.items())) if sums else None


def _first(values: Iterable[Value]) -> dict[Value, int]:
    """Return the first different values, as many as an edge has room for, with their places."""
    return {value: place for place, value in enumerate(list(dict.fromkeys(values))[:_MOST_ON_AN_EDGE])}
