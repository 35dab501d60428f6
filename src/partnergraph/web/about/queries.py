"""The canned queries behind a page about a resource: what it shows, asked in SPARQL, with the resource as the value."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from flask import url_for

from partnergraph.namespaces import PG, SDGO
from partnergraph.web.links import Linked
from partnergraph.web.service import page_language, service

__all__ = ["behind"]

_QUERIES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        str(PG.Partnership): (
            ("provenance-of-partnership", "partnership"),
            ("partnership-neighbourhood", "partnership"),
        ),
        str(PG.Project): (("provenance-of-project", "project"),),
        str(PG.LocalGovernment): (("partnerships-of-municipality", "municipality"),),
        str(PG.Country): (
            ("partnerships", "country"),
            ("municipalities-working-with-country", "country"),
            ("goals-never-worked-on-with-country", "country"),
        ),
        str(PG.Network): (("networks-and-members", "network"),),
        str(PG.SourceDocument): (("findings-of-source", "source"),),
        str(SDGO.Goal): (("projects-of-goal", "goal"), ("where-goal-is-stated", "goal")),
    }
)
"""Class → canned queries and the parameter that takes its members."""

_OF_SIDE: Final = (
    (str(PG.swedishPartner), ("goals-of-municipality", "municipality")),
    (str(PG.internationalPartner), ("who-else-works-with-partner", "partner")),
)
"""Property by which a body is pointed at → a query that only bodies of that side have."""


def behind(kind: str, iri: str, pointing: Mapping[str, object]) -> list[Linked]:
    """Return the canned queries about a resource of a kind, with itself as the value, under their titles.

    `pointing` has the properties that point at it.
    """
    wanted = [*_QUERIES.get(kind, ()), *(query for name, query in _OF_SIDE if name in pointing)]
    known, value = service().catalogue, iri.rstrip("/").rpartition("/")[2]
    return [
        Linked(
            text=known[name].title[page_language()],
            href=url_for("catalogue.query", name=name, **{parameter: value}),  # type: ignore[arg-type]  # the name is no option of url_for
        )
        for name, parameter in wanted
        if name in known
    ]
