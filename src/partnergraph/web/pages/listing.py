"""The things of a result as rows: what each is called, and what it has to do with, in the columns of its kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from partnergraph.errors import NotFound
from partnergraph.namespaces import PG
from partnergraph.store.facets import FACETS
from partnergraph.store.shelf import EVIDENCE, GOAL, Shelf
from partnergraph.web.labels import labels
from partnergraph.web.links import Linked, linked
from partnergraph.web.service import page_language, service

from .facet_lists import value_name
from .selection import KINDS, Selection

__all__ = ["ON_A_PAGE", "Row", "Rows", "columns", "filled", "ordered", "rows_at", "rows_of"]

ON_A_PAGE: Final = 50

_GROUNDS: Final[Mapping[str, str]] = {
    "stated": str(PG.Stated),
    "inherited": str(PG.Inherited),
    "suggested": str(PG.Suggested),
}
"""Column of goals → the evidence that they have."""

_COUNTED: Final = ("partnerships", "projects")

_BROAD: Final = frozenset({"area", "theme", "network"})
"""Kinds to which very many bodies belong, so that a row names none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing: where it stands on its shelf, its name, and column → values.

    `numbers` says how many partnerships and projects it has, `leads` where those are listed.
    """

    place: int
    item: Linked
    cells: Mapping[str, tuple[Linked, ...]]
    numbers: Mapping[str, int]
    leads: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """One page of a result of `total` things on `pages` pages."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int


def columns(kind: str) -> tuple[str, ...]:
    """Return the columns of values of a kind."""
    aside = {"paired", EVIDENCE} | ({"municipality", "partner"} if kind in _BROAD else set())
    found: list[str] = []
    for facet in FACETS[kind]:
        if facet == GOAL:
            found += _GROUNDS
        elif facet not in aside:
            found.append(facet)
    return tuple(found)


def filled(shelf: Shelf, column: str) -> bool:
    """Return whether anything on a shelf has a value in a column."""
    if column in _GROUNDS:
        return any(ground == _GROUNDS[column] for _, ground in shelf.grounds)
    return bool(shelf.facets[column])


def ordered(selection: Selection) -> list[int]:
    """Return the places of all that is selected, in the order of the names."""
    chosen = set(selection.shelf.places(selection.bits))
    return [place for place in service().facets.order(selection.kind, page_language(), labels) if place in chosen]


def rows_of(selection: Selection) -> Rows:
    """Return the page of the result that is asked for; raise NotFound beyond its end."""
    places = ordered(selection)
    pages = max(1, -(-len(places) // ON_A_PAGE))
    if selection.page > pages:
        raise NotFound(f"There is no page {selection.page} of this result", hint=f"It has {pages}.")
    start = (selection.page - 1) * ON_A_PAGE
    return Rows(
        rows=tuple(rows_at(selection, places[start : start + ON_A_PAGE])),
        total=len(places),
        page=selection.page,
        pages=pages,
    )


def rows_at(selection: Selection, places: Iterable[int]) -> Iterable[Row]:
    """Yield the rows of some places of a shelf."""
    shelf, names = selection.shelf, service().facets.names(page_language(), labels)
    known: dict[tuple[str, str], Linked] = {}

    def piece(column: str, value: str) -> Linked:
        if (column, value) not in known:
            name = value_name(column, value, names)
            known[column, value] = linked(value, name) if ":" in value else Linked(text=name)
        return known[column, value]

    for place in places:
        cells = {
            column: tuple(
                piece(GOAL if column in _GROUNDS else column, value) for value in _held(selection, column, place)
            )
            for column in columns(selection.kind)
        }
        item = shelf.items[place]
        numbers = {"partnerships": shelf.partnerships[place], "projects": shelf.projects[place]}
        numbers.pop(selection.things, None)
        yield Row(
            place=place,
            item=linked(item, names.get(item, "")),
            cells=cells,
            numbers=numbers,
            leads=_leads(selection.kind, item) if numbers else {},
        )


def _leads(kind: str, item: str) -> dict[str, str]:
    """Return where the partnerships and the projects of a thing are listed, by which it can be chosen."""
    choice = MappingProxyType({kind: (item,)})
    return {
        things: Selection(things=things, chosen=choice).address()
        for things in _COUNTED
        if kind in FACETS[KINDS[things]]
    }


def _held(selection: Selection, column: str, place: int) -> Iterable[str]:
    """Return the values of an item in a column; goals in the order of their numbers."""
    shelf = selection.shelf
    if column not in _GROUNDS:
        return shelf.held[column][place]
    goals = [goal for goal, ground in shelf.goals[place] if ground == _GROUNDS[column]]
    return sorted(goals, key=lambda goal: (len(goal), goal))
