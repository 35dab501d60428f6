"""Who works together: the two sides of a partnership, each body with its country, and where they lie."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnergraph.namespaces import DCTERMS, PG, WGS
from partnergraph.web.links import Linked

from .around import Around

__all__ = ["Body", "Project", "Together", "bodies", "pairs", "position", "projects", "territories", "together"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A local government and its country."""

    iri: str
    body: Linked
    country: Linked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project as a card: its name, what it is about, and when it ran ("" where nobody says)."""

    iri: str
    project: Linked
    about: Linked | None
    areas: list[Linked]
    themes: list[Linked]
    first: str
    last: str
    statement: Linked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A partnership as a row: its Swedish bodies and those abroad."""

    partnership: Linked
    ours: list[Body]
    theirs: list[Body]


def bodies(around: Around, iris: Iterable[str]) -> list[Body]:
    """Return local governments with their countries, by name."""
    asked = list(dict.fromkeys(iris))
    around.read(asked)
    around.name([*asked, *(country for iri in asked for country in around.values(iri, PG.country))])
    return [Body(iri=link.iri, body=link, country=_country(around, link.iri)) for link in around.links(asked)]


def projects(around: Around, iris: Iterable[str]) -> list[Project]:
    """Return projects as cards, by name."""
    asked = list(dict.fromkeys(iris))
    around.read(asked)
    terms = (PG.projectArea, PG.theme, PG.goalStatement)
    around.name([*asked, *(term for iri in asked for term in around.values(iri, *terms))])
    return [_project(around, link) for link in around.links(asked)]


def together(around: Around, partnerships: Iterable[str], but: str = "") -> list[Together]:
    """Return partnerships with their bodies, without one whose page it is, by name."""
    asked = list(dict.fromkeys(partnerships))
    around.read(asked)
    partners = [body for iri in asked for body in around.values(iri, PG.swedishPartner, PG.internationalPartner)]
    named = {each.iri: each for each in bodies(around, partners)}
    around.name(asked)

    def side(iri: str, predicate: object) -> list[Body]:
        return [named[body] for body in around.values(iri, predicate) if body != but]

    return [
        Together(
            partnership=link,
            ours=side(link.iri, PG.swedishPartner),
            theirs=side(link.iri, PG.internationalPartner),
        )
        for link in around.links(asked)
    ]


def territories(around: Around, bodies_of: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Return body → latitude and longitude of its territory, for those whose place is known."""
    governed = {iri: around.one(iri, PG.territory) for iri in bodies_of}
    around.read(filter(None, governed.values()))
    found = {iri: position(around, territory) for iri, territory in governed.items() if territory}
    return {iri: position for iri, position in found.items() if position}


def pairs(around: Around, partnerships: Iterable[str]) -> list[tuple[str, str]]:
    """Return each Swedish body of some partnerships with each body abroad."""
    found = [
        (ours, theirs)
        for each in partnerships
        for ours in around.values(each, PG.swedishPartner)
        for theirs in around.values(each, PG.internationalPartner)
    ]
    return list(dict.fromkeys(found))


def _country(around: Around, iri: str) -> Linked | None:
    country = around.one(iri, PG.country)
    return around.link(country) if country else None


def _project(around: Around, link: Linked) -> Project:
    from_, to, statement = (around.one(link.iri, name) for name in (PG.startYear, PG.endYear, PG.goalStatement))
    return Project(
        iri=link.iri,
        project=link,
        about=around.text(link.iri, DCTERMS.description),
        areas=around.links(around.values(link.iri, PG.projectArea)),
        themes=around.links(around.values(link.iri, PG.theme)),
        first=from_,
        last=to,
        statement=around.link(statement) if statement else None,
    )


def position(around: Around, territory: str) -> tuple[float, float] | None:
    """Return latitude and longitude of a territory that has been read, or None where nobody says them."""
    latitude, longitude = around.one(territory, WGS.lat), around.one(territory, WGS.long)
    try:
        return float(latitude), float(longitude)
    except ValueError:
        return None
