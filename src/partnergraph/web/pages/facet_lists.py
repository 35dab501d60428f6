"""The lists beside a result: what may be chosen in each facet, how many things that leaves, and where it leads."""

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from partnergraph.namespaces import PG, SDG
from partnergraph.store.facets import FACETS
from partnergraph.store.shelf import EVIDENCE, GOAL
from partnergraph.web.labels import labels
from partnergraph.web.service import page_language, service
from partnergraph.web.translations import gettext as _

from .selection import Selection, short

__all__ = ["FacetList", "Option", "facet_lists", "titles", "value_name"]

_SHOWN: Final = 8
_MOST_SHOWN: Final = 100
"""Values that a list shows in all; who looks for another names it."""

_BUDGET_SECONDS: Final = 0.2
"""How long counting may take; a page without counts is better than one that keeps a reader waiting."""

_EVIDENCE: Final = tuple(map(str, (PG.Stated, PG.Inherited, PG.Suggested, PG.NotStated, PG.Unknown)))
_NUMBERED: Final = frozenset({GOAL, "year"})
_WRITTEN: Final = frozenset({"municipality", "partner", "country"})
"""Facets of which a value can be written where the list is longer than what is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value to choose, or to leave where it `on` already; `count` is None where nothing was counted."""

    label: str
    href: str
    count: int | None
    on: bool = False
    iri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetList:
    """One facet: what is chosen, the values that come first, all `others`, and how many are `left` out.

    `given` is what is chosen as an address says it.
    """

    name: str
    title: str
    chosen: tuple[Option, ...]
    first: tuple[Option, ...]
    others: tuple[Option, ...]
    left: int
    written: bool

    @property
    def empty(self) -> bool:
        """Return whether there is nothing to choose."""
        return not (self.chosen or self.first)


def facet_lists(selection: Selection) -> tuple[list[FacetList], bool]:
    """Return the facets in which there is something to choose, and whether all was counted in time."""
    until = time.monotonic() + _BUDGET_SECONDS
    whole, found = True, []
    for facet in FACETS[selection.kind]:
        counts = selection.shelf.counts(facet, selection.chosen, selection.within, until)
        whole = whole and counts is not None
        found.append(_list(selection, facet, counts))
    return [each for each in found if not each.empty], whole


def titles() -> Mapping[str, str]:
    """Return what people call the facets, and the other columns of a result."""
    return {
        "municipality": _("Municipality or region"),
        "partner": _("Partner abroad"),
        "country": _("Country"),
        "goal": _("Goal"),
        "evidence": _("Evidence for goals"),
        "area": _("Project area"),
        "theme": _("Theme"),
        "network": _("Network"),
        "year": _("First year"),
        "type": _("Type"),
        "paired": _("In a partnership"),
        "stated": _("Goals stated"),
        "inherited": _("Goals inherited"),
        "suggested": _("Goals suggested"),
        "partnerships": _("Partnerships"),
        "projects": _("Projects"),
    }


def value_name(facet: str, value: str, names: Mapping[str, str]) -> str:
    """Return what people call a value of a facet: goals with their number before the name."""
    if facet == "paired":
        return {"yes": _("Yes"), "no": _("No")}.get(value, value)
    name = names.get(value, "")
    if facet == GOAL and value.startswith(str(SDG)):
        return f"{value.removeprefix(str(SDG))} {name}".rstrip()
    if facet == EVIDENCE and name:
        return name[0].upper() + name[1:]
    return name or re.split(r"[/#]", value)[-1]


def _list(selection: Selection, facet: str, counts: Mapping[str, int] | None) -> FacetList:
    names, chosen = service().facets.names(page_language(), labels), selection.chosen.get(facet, ())

    def option(value: str) -> Option:
        return Option(
            label=value_name(facet, value, names),
            href=selection.toggled(facet, value).address(),
            count=None if counts is None else counts.get(value, 0),
            on=value in chosen,
            iri=value if ":" in value else "",
        )

    there = [value for value in selection.shelf.facets[facet] if counts is None or counts[value]]
    open_ones = _ordered(facet, (value for value in there if value not in chosen), counts or {}, names)
    shown = [option(value) for value in open_ones[:_MOST_SHOWN]]
    first = len(shown) if facet in {GOAL, EVIDENCE} or len(shown) <= _SHOWN + 2 else _SHOWN
    return FacetList(
        name=facet,
        title=titles()[facet],
        chosen=tuple(option(value) for value in chosen),
        first=tuple(shown[:first]),
        others=tuple(shown[first:]),
        left=len(open_ones) - len(shown),
        written=facet in _WRITTEN and len(open_ones) > len(shown),
    )


def _ordered(facet: str, some: Iterable[str], counts: Mapping[str, int], names: Mapping[str, str]) -> list[str]:
    """Return values as they are listed: goals and years by number, evidence by its strength, else the most first."""
    if facet in _NUMBERED:
        return sorted(some, key=lambda value: (int(re.sub(r"\D", "", short(facet, value)) or 0), value))
    if facet == EVIDENCE:
        return sorted(some, key=lambda value: _EVIDENCE.index(value) if value in _EVIDENCE else len(_EVIDENCE))
    return sorted(some, key=lambda value: (-counts.get(value, 0), names.get(value, value), value))
