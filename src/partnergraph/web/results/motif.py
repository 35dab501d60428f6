"""What a picture is drawn of: a table, the columns that are meant, and what is known of the things in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from partnergraph.store.embedded import Value
from partnergraph.store.positions import Position
from partnergraph.web.links import Linked

from .table import Content, Table
from .views import Hint

__all__ = ["Motif"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Motif:
    """A table with what is known of its things: how they are `shown`, and where they are.

    `ours` is the IRI of the country whose side of a partnership is ours.
    """

    table: Table
    hint: Hint
    shown: Callable[[Value], Linked]
    positions: Mapping[str, tuple[Position, ...]]
    ours: str = ""

    def columns(self, content: Content) -> list[int]:
        """Return the places of columns in which this stands: those that the hint names, if it names any, else all."""
        places = self.table.places(content)
        named = [self.table.columns.index(name) for name in self.hint.columns if name in self.table.columns]
        return [place for place in named if place in places] or places

    def together(self, *places: int) -> Iterator[tuple[Value, ...]]:
        """Yield what stands in some columns, of the rows that have something in each of them."""
        for row in self.table.rows:
            values = tuple(value for place in places if (value := row[place]) is not None)
            if len(values) == len(places):
                yield values
