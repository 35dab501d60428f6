"""What a browse page is asked for: which things, chosen by facets and text, in which view, and its own address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Final, Self
from urllib.parse import urlencode

from flask import request, url_for

from partnergraph import resources
from partnergraph.errors import WrongUsage
from partnergraph.iris import Minter
from partnergraph.namespaces import PG, SDG
from partnergraph.search import LONGEST
from partnergraph.sparql.catalogue import CannedQuery, read_catalogue, values
from partnergraph.store.facets import FACETS
from partnergraph.store.shelf import Shelf
from partnergraph.web.found import number
from partnergraph.web.service import in_release, service

from .matching import matching

__all__ = ["KINDS", "MAPPED", "VIEWS", "Selection", "short", "template"]

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "partnerships": "partnership",
        "projects": "project",
        "municipalities": "municipality",
        "partners": "partner",
        "areas": "area",
        "themes": "theme",
        "networks": "network",
    }
)
"""What an address calls things → their kind."""

VIEWS: Final = ("list", "table", "map")
"""The ways to look at a result, the usual one first."""

MAPPED: Final = frozenset({"partnership", "project", "municipality", "partner"})
"""Kinds of which a map can be drawn: each has at most one place at either end."""

_ASIDE: Final = frozenset({"q", "page", "view", "format", "lang", "version"})
_LAST_PAGE: Final = 1_000_000
_MINTER: Final = Minter()
_STARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "municipality": f"{_MINTER.base}id/body/",
        "partner": f"{_MINTER.base}id/body/",
        "country": f"{_MINTER.base}id/country/",
        "goal": str(SDG),
        "area": f"{_MINTER.base}id/area/",
        "theme": f"{_MINTER.base}id/theme/",
        "network": f"{_MINTER.base}id/network/",
        "type": f"{_MINTER.base}id/body-type/",
        "evidence": str(PG),
    }
)
"""Facet → how the IRIs of its values begin; an address says the rest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked for: `chosen` is facet → values, `within` the bitset of what the text finds, None without text."""

    things: str
    chosen: Mapping[str, tuple[str, ...]]
    text: str = ""
    within: int | None = None
    view: str = VIEWS[0]
    page: int = 1

    @classmethod
    def of_request(cls, things: str) -> Self:
        """Read the choice of this request; values may be IRIs, codes and names in any spelling.

        Raises WrongUsage for a parameter or a view that there is not, UnsuitableValue for a value that a facet has not.
        """
        shelf = service().facets.shelves[KINDS[things]]
        text = " ".join(request.args.get("q", "").split())
        if len(text) > LONGEST:
            raise WrongUsage(f"The text is longer than {LONGEST} characters", hint="A few words do.")
        return cls(
            things=things,
            chosen=_chosen(things, shelf),
            text=text,
            within=matching(KINDS[things], text) if text else None,
            view=_view(things),
            page=number("page", 1, _LAST_PAGE),
        )

    @property
    def kind(self) -> str:
        """Return the kind of the things."""
        return KINDS[self.things]

    @property
    def shelf(self) -> Shelf:
        """Return the shelf on which the things stand."""
        return service().facets.shelves[self.kind]

    @property
    def bits(self) -> int:
        """Return what is chosen as a bitset of the shelf."""
        return self.shelf.matching(self.chosen, self.within)

    @property
    def narrowed(self) -> bool:
        """Return whether anything is chosen, so that this is one of very many pages about the same."""
        return bool(self.chosen or self.text)

    def pairs(self) -> list[tuple[str, str]]:
        """Return names and values of what is chosen as an address says them, in the one order that we write."""
        said = [(facet, short(facet, value)) for facet, some in self.chosen.items() for value in some]
        return [*said, *([("q", self.text)] if self.text else [])]

    def query(self) -> str:
        """Return the same percent-encoded, with view and page where they are not the usual ones."""
        around = [("view", self.view)] if self.view != VIEWS[0] else []
        around += [("page", str(self.page))] if self.page > 1 else []
        return urlencode([*self.pairs(), *around])

    def spoken(self) -> list[tuple[str, str]]:
        """Return the language and the release that this request names, which its forms and links keep."""
        return [(name, request.args[name]) for name in ("lang", "version") if name in request.args]

    def address(self, suffix: str = "") -> str:
        """Return the address of this selection on this server, or of its file with a suffix."""
        spoken = [("lang", request.args["lang"])] if "lang" in request.args else []
        said = urlencode(self.pairs()) if suffix else self.query()
        query = "&".join(filter(None, (said, urlencode(spoken))))
        path = url_for(f"browse.{self.things}").partition("?")[0]
        return in_release(f"{path}{suffix and '.'}{suffix}{query and '?'}{query}")

    def turned(self, page: int) -> "Selection":
        """Return another page of the same."""
        return replace(self, page=page)

    def viewed(self, view: str) -> "Selection":
        """Return the same from its beginning in another view."""
        return replace(self, view=view, page=1)

    def toggled(self, facet: str, value: str) -> "Selection":
        """Return the selection with one more value chosen, or without it where it is chosen already."""
        now = self.chosen.get(facet, ())
        then = tuple(each for each in now if each != value) if value in now else tuple(sorted((*now, value)))
        return self.choosing(facet, then)

    def choosing(self, facet: str, some: tuple[str, ...]) -> "Selection":
        """Return the selection with other values of one facet, from its beginning."""
        every = {**self.chosen, facet: some}
        kept = {name: every[name] for name in FACETS[self.kind] if every.get(name)}
        return replace(self, chosen=MappingProxyType(kept), page=1)


def short(facet: str, value: str) -> str:
    """Return how an address says a value: a slug, a code or a number, for the IRIs of others the IRI."""
    said = value.removeprefix(_STARTS.get(facet, ""))
    return said.lower() if facet == "evidence" else said


@cache
def template(things: str) -> CannedQuery:
    """Return the query that finds things, with a part for each facet."""
    return read_catalogue(resources.queries() / "browse")[things]


def _chosen(things: str, shelf: Shelf) -> Mapping[str, tuple[str, ...]]:
    whole, facets = template(things), FACETS[KINDS[things]]
    asked = replace(whole, name=things, parameters={name: whole.parameters[name] for name in facets})
    given: dict[str, list[str]] = {}
    known: set[str] = set()
    for name, texts in request.args.lists():
        if name not in _ASIDE:
            iris = [_iri(shelf, name, text) for text in texts]
            known.update(filter(None, iris))
            given[name] = [iri or text for iri, text in zip(iris, texts, strict=True)]
    naming = service().naming
    found = values(asked, given, lambda text, of: (text,) if text in known else naming(text, of))
    return MappingProxyType({name: tuple(sorted(map(str, terms))) for name, terms in found.items()})


def _iri(shelf: Shelf, facet: str, text: str) -> str:
    """Return the IRI of a value that is said as we say it, "" for what needs to be looked up."""
    iri = f"{_STARTS.get(facet, '')}{text}"
    return iri if iri in shelf.facets.get(facet, {}) and re.match(r"\w+:", iri) else ""


def _view(things: str) -> str:
    view = request.args.get("view", VIEWS[0])
    there = VIEWS if KINDS[things] in MAPPED else VIEWS[:-1]
    if view not in there:
        raise WrongUsage(f"There is no view {view[:20]!r}", hint=f"There are {', '.join(there)}.")
    return view
