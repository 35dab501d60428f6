"""A table on its way into a file: its columns, and its rows one after the other."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from partnergraph.errors import AnswerTooLarge
from partnergraph.store.embedded import Value
from partnergraph.store.rows import Row

__all__ = ["Labels", "Table", "iri_columns", "joined", "labelled"]

Labels = Callable[[Iterable[str]], Mapping[str, str]]
"""From IRIs to the labels of those that have one."""

_AT_ONCE: Final = 1_000
_MOST_JOINED: Final = 2_000_000
_BETWEEN: Final = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Names of columns, and rows of as many cells, which can be gone through once."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def iri_columns(table: Table) -> frozenset[int]:
    """Return the places of the columns in which there is an IRI; goes through all rows."""
    found: set[int] = set()
    for row in table.rows:
        found.update(place for place, value in enumerate(row) if value is not None and value.is_iri)
        if len(found) == len(table.columns):
            break
    return frozenset(found)


def labelled(table: Table, places: frozenset[int], labels: Labels) -> Table:
    """Return a table with a column of labels after each of some columns: after `goal` stands `goalLabel`."""
    columns: list[str] = []
    for place, name in enumerate(table.columns):
        columns.append(name)
        if place in places:
            label = f"{name}Label"
            columns.append(label if label not in table.columns else f"{label}_")
    return Table(columns=tuple(columns), rows=_labelled(table.rows, places, labels))


def joined(table: Table, how: Literal["join", "first"]) -> Table:
    """Return a table with one row for each value of the first column.

    In the other columns stand all the different values of its rows, in their order, or the `first` alone.
    Raises AnswerTooLarge while rows are drawn, when there are too many values to hold.
    """
    return Table(columns=table.columns, rows=_joined(table.rows, len(table.columns), how))


def _labelled(rows: Iterator[Row], places: frozenset[int], labels: Labels) -> Iterator[Row]:
    known: dict[str, str] = {}
    while some := list(islice(rows, _AT_ONCE)):
        iris = {value.text for row in some for place in places if (value := row[place]) is not None and value.is_iri}
        known = {iri: known[iri] for iri in iris if iri in known}  # what came just before often comes again
        known |= labels(iris - known.keys())
        for row in some:
            yield tuple(_with_labels(row, places, known))


def _with_labels(row: Row, places: frozenset[int], known: Mapping[str, str]) -> Iterator[Value | None]:
    for place, value in enumerate(row):
        yield value
        if place in places:
            label = known.get(value.text, "") if value is not None and value.is_iri else ""
            yield Value(text=label, is_iri=False) if label else None


def _joined(rows: Iterator[Row], width: int, how: str) -> Iterator[Row]:
    groups: dict[Value | None, list[dict[Value, None]]] = {}
    held = 0
    for row in rows:
        cells = groups.setdefault(row[0] if row else None, [{} for _ in range(width)])
        for cell, value in zip(cells, row, strict=True):
            if value is not None and value not in cell and not (how == "first" and cell):
                cell[value] = None
                held += 1
        if held > _MOST_JOINED:
            raise AnswerTooLarge("The answer has too many values to join its rows", hint="Ask for multi=rows.")
    for cells in groups.values():
        yield tuple(_one(list(cell)) for cell in cells)


def _one(values: Sequence[Value]) -> Value | None:
    if len(values) > 1:
        return Value(text=_BETWEEN.join(value.text for value in values), is_iri=False)
    return values[0] if values else None
