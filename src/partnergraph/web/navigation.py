"""The ways through the site: what stands at the top of every page, and the whole of it at the foot."""

from dataclasses import dataclass
from typing import Any, Self

from flask import request, url_for

from .translations import gettext as _

__all__ = ["Entry", "Section", "at_the_foot", "at_the_top"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page one can go to, and whether this is it."""

    text: str
    href: str
    here: bool

    @classmethod
    def to(cls, text: str, endpoint: str, **values: Any) -> Self:
        """Return the entry for a view."""
        here = request.endpoint == endpoint and values.items() <= (request.view_args or {}).items()
        return cls(text=text, href=url_for(endpoint, **values), here=here)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Pages of one kind under a heading."""

    title: str
    entries: tuple[Entry, ...]


def at_the_top() -> tuple[Entry, ...]:
    """Return the few pages that most people look for."""
    return _entries(
        (_("Partnerships"), "browse.partnerships"),
        (_("Municipalities"), "browse.municipalities"),
        (_("Goals"), "goals.goals"),
        (_("Map"), "map.shown"),
        (_("Questions"), "catalogue.index"),
        ("SPARQL", "endpoint.sparql"),
        (_("Quality"), "quality.shown"),
    )


def at_the_foot() -> tuple[Section, ...]:
    """Return all pages that are about no single thing."""
    look = _entries(
        (_("Partnerships"), "browse.partnerships"),
        (_("Projects"), "browse.projects"),
        (_("Municipalities"), "browse.municipalities"),
        (_("Partners abroad"), "browse.partners"),
        (_("Goals"), "goals.goals"),
        (_("Project areas"), "browse.areas"),
        (_("Themes"), "browse.themes"),
        (_("Networks"), "browse.networks"),
    )
    pictures = _entries((_("Map"), "map.shown"), (_("Network"), "network.shown"), (_("Charts"), "charts.shown"))
    ask = _entries(
        (_("Search"), "search.search"),
        (_("Ready-made questions"), "catalogue.index"),
        ("SPARQL", "endpoint.sparql"),
        (_("For programs (API)"), "api.shown"),
    )
    trust = _entries(
        (_("Quality of the data"), "quality.shown"),
        (_("How data is validated"), "quality.validated"),
        (_("Validate data of your own"), "validation.form"),
        (_("Releases"), "versions.index"),
        (_("Kinds of problems"), "problems.index"),
    )
    data = (
        Entry.to(_("The dataset and its files"), "dataset.dataset"),
        Entry.to(_("Ontology"), "vocabularies.vocabulary", terms="ns"),
        Entry.to(_("Shapes"), "vocabularies.vocabulary", terms="shapes"),
    )
    return (
        Section(title=_("Look"), entries=look),
        Section(title=_("Pictures"), entries=pictures),
        Section(title=_("Ask"), entries=ask),
        Section(title=_("Trust"), entries=trust),
        Section(title=_("Data"), entries=data),
    )


def _entries(*named: tuple[str, str]) -> tuple[Entry, ...]:
    return tuple(Entry.to(text, endpoint) for text, endpoint in named)
