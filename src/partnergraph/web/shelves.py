"""The canned queries in groups, each under what it is mostly about, so that people find the one they want."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from partnergraph.sparql.catalogue import CannedQuery

from .translations import gettext as _

__all__ = ["Shelf", "shelves"]

_FIRST: Final = ("partnerships", "municipalities", "partners", "goals", "projects", "areas", "themes", "networks")
"""The groups that people look for, in this order before all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A group of canned queries: its name in an address, its title, and the queries."""

    name: str
    title: str
    queries: tuple[CannedQuery, ...]


def shelves(catalogue: Mapping[str, CannedQuery]) -> list[Shelf]:
    """Return the canned queries by the first of their tags; each is on one shelf."""
    grouped: dict[str, list[CannedQuery]] = {}
    for canned in catalogue.values():
        grouped.setdefault(canned.tags[0] if canned.tags else "other", []).append(canned)
    ranks = {name: rank for rank, name in enumerate(_FIRST)}
    ordered = sorted(grouped, key=lambda name: (ranks.get(name, len(ranks)), name))
    titles = _titles()
    return [
        Shelf(name=name, title=titles.get(name, name.capitalize()), queries=tuple(grouped[name])) for name in ordered
    ]


def _titles() -> Mapping[str, str]:
    """Return what tags are called; an operator's own are called as they are written."""
    return {
        "partnerships": _("Partnerships"),
        "municipalities": _("Municipalities"),
        "partners": _("Partners"),
        "goals": _("Goals"),
        "projects": _("Projects"),
        "areas": _("Areas"),
        "themes": _("Themes"),
        "networks": _("Networks"),
        "places": _("Places"),
        "links": _("Links to other data"),
        "sources": _("Sources"),
        "provenance": _("Where facts come from"),
        "quality": _("Quality"),
        "versions": _("Releases"),
        "other": _("Other"),
    }
