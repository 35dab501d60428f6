"""Where it is: a small map of a body or a territory, or of the two ends of each partnership that a page speaks of."""

from collections.abc import Iterable

from partnergraph.namespaces import PG, RDF
from partnergraph.web.pictures.places import Arc, Place, WorldMap, world

from .around import Around
from .parties import pairs, position, territories
from .sections import Sections

__all__ = ["map_around"]


def map_around(around: Around, found: Sections) -> WorldMap | None:
    """Return the map for the page about a resource, or None where nothing that it speaks of has a known place."""
    here, types = around.iri, around.entity.values(str(RDF.type))
    if str(PG.Territory) in types:
        where = position(around, here)
        return world([_place(around, here, where, ours=True)]) if where else None
    within = {str(PG.Partnership): [here], str(PG.Project): around.values(here, PG.inPartnership)}
    partnerships = next((within[each] for each in types if each in within), None)
    if partnerships is None:
        partnerships = [each.partnership.iri for each in found.partnerships]
    joined = pairs(around, partnerships)
    alone = [here] if str(PG.LocalGovernment) in types else []
    return _drawn(around, joined, alone, {ours for ours, _ in joined})


def _drawn(
    around: Around, joined: list[tuple[str, str]], alone: Iterable[str], swedish: Iterable[str]
) -> WorldMap | None:
    where = territories(around, dict.fromkeys([*alone, *(body for pair in joined for body in pair)]))
    around.read(filter(None, (around.one(body, PG.country) for body in where)))
    ours, at = frozenset(swedish), {body: n for n, body in enumerate(where)}
    places = [_place(around, body, point, ours=body in ours) for body, point in where.items()]
    arcs = [
        Arc(at[ours_], at[theirs], f"{places[at[ours_]].label} – {places[at[theirs]].label}")
        for ours_, theirs in joined
        if ours_ in at and theirs in at
    ]
    return world(places, arcs)


def _place(around: Around, iri: str, point: tuple[float, float], *, ours: bool) -> Place:
    link, country = around.link(iri), around.one(iri, PG.country)
    code = around.one(country, PG.countryCode)
    return Place(link.text, *point, href=link.href, ours=ours, country=code)
