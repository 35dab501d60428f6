"""The page about a goal or target: what is linked to it, who works on it, and who works with others but not on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, make_response, render_template

from partnergraph.namespaces import SDGO, SKOS
from partnergraph.store.embedded import Entity
from partnergraph.web.contract import Document
from partnergraph.web.links import Linked
from partnergraph.web.service import service

from .around import Around
from .claims import EVIDENCE, key, number, order
from .elsewhere import elsewhere
from .facts import groups
from .page import frame

__all__ = ["goal_page"]

_MOST_LISTED: Final = 100
_SHOWN: Final = (SDGO.hasTarget, SDGO.isTargetOf, SKOS.narrower, SKOS.broader, SKOS.notation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A body or a country, and the strongest evidence that it works on the goal."""

    who: Linked
    evidence: Linked
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Of bodies or of countries those that work on the goal, and those that work with others but not on it yet.

    The lists hold the first of so many as the counts say.
    """

    working: list[Worker]
    working_count: int
    others: list[Linked]
    other_count: int


def goal_page(entity: Entity, asked: Document) -> Response:
    """Return the page about a goal or target."""
    around = Around(entity)
    around.name_itself()
    return make_response(
        render_template(
            "about/goal.html",
            code=number(entity.iri),
            counts=_counts(entity.iri),
            sections=_sections(around),
            targets=_numbered(around, entity.values(str(SDGO.hasTarget), str(SKOS.narrower))),
            broader=_numbered(around, entity.values(str(SDGO.isTargetOf), str(SKOS.broader))),
            elsewhere=elsewhere(around),
            groups=groups(entity, around.known, map(str, _SHOWN)),
            **_work(around),
            **frame(around, asked),
        )
    )


def _counts(iri: str) -> dict[str, int]:
    return {key(kind): count for kind, count in service().trusted.goal_counts().get(iri, {}).items()}


def _sections(around: Around) -> list[dict[str, Any]]:
    """Return what is linked to the goal for each kind of evidence, with how many there are of it."""
    links = service().trusted.goal_links(around.iri, _MOST_LISTED)
    counts = _counts(around.iri)
    around.name(link.subject for link in links)
    return [
        {
            "key": key(kind),
            "evidence": around.link(kind),
            "count": counts.get(key(kind), 0),
            "links": [
                (around.link(each.subject), each.rule, each.confidence) for each in links if each.evidence == kind
            ],
        }
        for kind in EVIDENCE
    ]


def _numbered(around: Around, iris: Iterable[str]) -> list[tuple[str, Linked]]:
    """Return goals or targets with their numbers, in the order of those."""
    return [(number(iri), around.link(iri)) for iri in sorted(set(iris), key=lambda iri: order(number(iri)))]


def _work(around: Around) -> dict[str, Workers]:
    """Return who works on the goal and who does not yet: Swedish bodies, and the countries of their partners."""
    work = service().trusted.goal_work(around.iri)
    countries = {country for country in work.parties.theirs.values() if country}
    active = {
        kind: frozenset(work.parties.theirs[body] for body in bodies if body in work.parties.theirs)
        for kind, bodies in work.by_evidence.items()
    }
    return {
        "bodies": _workers(around, work.by_evidence, work.parties.ours),
        "countries": _workers(around, active, countries),
    }


def _workers(around: Around, by_evidence: Mapping[str, frozenset[str]], everybody: Iterable[str]) -> Workers:
    all_of_them = frozenset(everybody)
    strongest = {
        iri: kind for kind in reversed(EVIDENCE) for iri in by_evidence.get(kind, frozenset()) if iri in all_of_them
    }
    others = all_of_them - strongest.keys()
    return Workers(
        working=[
            Worker(who=who, evidence=around.link(strongest[who.iri]), key=key(strongest[who.iri]))
            for who in around.links(sorted(strongest)[:_MOST_LISTED])
        ],
        working_count=len(strongest),
        others=around.links(sorted(others)[:_MOST_LISTED]),
        other_count=len(others),
    )
