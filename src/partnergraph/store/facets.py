"""What a release holds, by kind and facet: read once from its store, then every selection and count is a few bits.

Partnerships and projects say what they have to do with; a body, an area, a theme or a network has what the partnerships
and projects have in which it takes part.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from partnergraph.iris import Minter
from partnergraph.names import fold, sorting
from partnergraph.namespaces import PG, RDF, SKOS, WGS

from .shelf import EVIDENCE, GOAL, Shelf
from .traits import Read, Traits, goals_of, shelf_of

__all__ = ["FACETS", "KINDS", "Facets", "FacetsOfReleases", "Labels", "read_facets"]

FACETS: Final[Mapping[str, tuple[str, ...]]] = {
    "partnership": ("municipality", "country", "partner", GOAL, EVIDENCE, "area", "theme", "network"),
    "project": ("municipality", "country", "partner", GOAL, EVIDENCE, "area", "theme", "network", "year"),
    "municipality": ("paired", "type", "country", "partner", GOAL, EVIDENCE, "area", "theme", "network"),
    "partner": ("country", "type", "municipality", GOAL, EVIDENCE, "area", "theme", "network"),
    "area": ("municipality", "country", "partner", GOAL, EVIDENCE, "theme", "network"),
    "theme": ("municipality", "country", "partner", GOAL, EVIDENCE, "area", "network"),
    "network": ("municipality", "country", "partner", GOAL, EVIDENCE, "area", "theme"),
}
"""Kind → its facets, in the order in which people are shown them."""

KINDS: Final = tuple(FACETS)

Labels = Callable[[Iterable[str], str], Mapping[str, str]]
"""From IRIs and a language to the labels of those that have one."""

_MINTER: Final = Minter()
_SWEDEN: Final = str(_MINTER.id("country", "se"))
_SCHEMES: Final = {"area": _MINTER.id("scheme", "project-areas"), "theme": _MINTER.id("scheme", "themes")}
_CONCEPTS: Final = {"area": PG.projectArea, "theme": PG.theme}
_YES, _NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The index of one release.

    `shelves` has one shelf for each of KINDS, `pairs` every pair of partners as partnership, body in Sweden and body
    abroad, and `positions` latitude and longitude of those bodies whose territory has a position.
    """

    shelves: Mapping[str, Shelf]
    pairs: tuple[tuple[str, str, str], ...]
    positions: Mapping[str, tuple[float, float]]
    _names: dict[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    _folded: dict[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    _orders: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict, repr=False)

    def names(self, language: str, labels: Labels) -> Mapping[str, str]:
        """Return what everything in the index is called in a language; it is asked for once, and kept."""
        if language not in self._names:
            iris = {iri for shelf in self.shelves.values() for iri in shelf.items}
            iris |= {value for shelf in self.shelves.values() for values in shelf.facets.values() for value in values}
            self._names[language] = labels({iri for iri in iris if ":" in iri}, language)
        return self._names[language]

    def folded(self, language: str, labels: Labels) -> Mapping[str, str]:
        """Return the names of a language as `fold` has them, for finding texts in them."""
        if language not in self._folded:
            self._folded[language] = {iri: fold(name) for iri, name in self.names(language, labels).items()}
        return self._folded[language]

    def order(self, kind: str, language: str, labels: Labels) -> tuple[int, ...]:
        """Return the numbers of the items of a kind in the order in which a language sorts their names."""
        if (kind, language) not in self._orders:
            names, items = self.names(language, labels), self.shelves[kind].items
            keys = [sorting(names.get(item, item), language) for item in items]
            self._orders[kind, language] = tuple(sorted(range(len(items)), key=lambda place: (keys[place], place)))
        return self._orders[kind, language]


class FacetsOfReleases:
    """The indexes of some releases, those used last; each is made when it is first asked for, by one thread."""

    def __init__(self, most: int = 3) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._made: OrderedDict[str, Facets] = OrderedDict()

    def of(self, release: str, make: Callable[[], Facets]) -> Facets:
        """Return the index of a release by its version, and `make` it where that was not done yet."""
        with self._lock:
            if release not in self._made:
                self._made[release] = make()
            self._made.move_to_end(release)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
            return self._made[release]


def read_facets(store: ox.Store) -> Facets:
    """Make the index of a release from the default graph of its store."""

    def read(predicate: object) -> Mapping[str, tuple[str, ...]]:
        return _read(store, predicate)

    def instances(of: object) -> list[str]:
        found = store.quads_for_pattern(None, _node(RDF.type), _node(of), ox.DefaultGraph())
        return [quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)]

    swedish, abroad = read(PG.swedishPartner), read(PG.internationalPartner)
    partnerships = _partnerships(read, instances(PG.Partnership))
    projects = _projects(read, instances(PG.Project), partnerships)
    traits = {"partnership": partnerships, "project": projects} | _bodies(
        read, instances(PG.LocalGovernment), partnerships
    )
    traits |= {kind: _concepts(read, kind, projects) for kind in _CONCEPTS}
    traits["network"] = _taking_part("network", partnerships, instances(PG.Network))
    return Facets(
        shelves={kind: shelf_of(FACETS[kind], traits[kind]) for kind in KINDS},
        pairs=tuple(
            (each, home, away)
            for each in sorted(partnerships)
            for home in swedish.get(each, ())
            for away in abroad.get(each, ())
        ),
        positions=_positions(read),
    )


def _partnerships(read: Read, iris: Iterable[str]) -> dict[str, Traits]:
    """Return what partnerships have of themselves; their projects are added when those are read."""
    goals = goals_of(read)
    swedish, abroad, country = read(PG.swedishPartner), read(PG.internationalPartner), read(PG.country)
    network = read(PG.inNetwork)
    found: dict[str, Traits] = {}
    for iri in iris:
        found[iri] = traits = Traits.sum([goals[iri]] if iri in goals else [])
        traits.partnerships.add(iri)
        traits.say("municipality", swedish.get(iri, ()))
        traits.say("partner", abroad.get(iri, ()))
        traits.say("country", (land for each in abroad.get(iri, ()) for land in country.get(each, ())))
        traits.say("network", network.get(iri, ()))
    return found


def _projects(read: Read, iris: Iterable[str], partnerships: Mapping[str, Traits]) -> dict[str, Traits]:
    """Return what projects have, and add it to their partnerships; goals of a partnership are none of its projects'."""
    goals = goals_of(read)
    within, area, theme, year = read(PG.inPartnership), read(PG.projectArea), read(PG.theme), read(PG.startYear)
    around = {
        iri: {facet: set(traits.values.get(facet, ())) for facet in ("municipality", "partner", "country", "network")}
        for iri, traits in partnerships.items()
    }
    found: dict[str, Traits] = {}
    for iri in iris:
        traits = Traits.sum([goals[iri]] if iri in goals else [])
        traits.projects.add(iri)
        traits.say("area", area.get(iri, ()))
        traits.say("theme", theme.get(iri, ()))
        homes = [each for each in within.get(iri, ()) if each in partnerships]
        for home in homes:
            partnerships[home].add(traits)
        traits.partnerships.update(homes)
        traits.say("year", year.get(iri, ()))
        for home in homes:
            for facet, values in around[home].items():
                traits.say(facet, values)
        found[iri] = traits
    return found


def _bodies(read: Read, iris: Iterable[str], partnerships: Mapping[str, Traits]) -> dict[str, dict[str, Traits]]:
    """Return what all bodies in Sweden have, and what those abroad have that are partners."""
    country, kind = read(PG.country), read(PG.bodyType)
    swedish = [iri for iri in iris if _SWEDEN in country.get(iri, ())]
    home = _taking_part("municipality", partnerships, swedish)
    away = _taking_part("partner", partnerships, ())
    for iri, traits in home.items():
        traits.values.update({"type": set(kind.get(iri, ())), "paired": {_YES if traits.partnerships else _NO}})
    for iri, traits in away.items():
        traits.values.update({"type": set(kind.get(iri, ())), "country": set(country.get(iri, ()))})
    return {"municipality": home, "partner": away}


def _concepts(read: Read, kind: str, projects: Mapping[str, Traits]) -> dict[str, Traits]:
    """Return what areas or themes have by their projects; one that no project has is there too."""
    schemes = read(SKOS.inScheme)
    return _taking_part(kind, projects, [iri for iri, said in schemes.items() if str(_SCHEMES[kind]) in said])


def _taking_part(facet: str, whole: Mapping[str, Traits], also: Iterable[str]) -> dict[str, Traits]:
    """Return for each value of a facet what the things have that have it."""
    found = {iri: Traits() for iri in also}
    for traits in whole.values():
        for value in traits.values.get(facet, ()):
            found.setdefault(value, Traits()).add(traits)
    return found


def _positions(read: Read) -> dict[str, tuple[float, float]]:
    latitude, longitude = read(WGS.lat), read(WGS.long)
    found = {}
    for body, territories in read(PG.territory).items():
        for territory in territories:
            try:
                found[body] = float(latitude[territory][0]), float(longitude[territory][0])
            except (KeyError, ValueError):
                continue
    return found


def _read(store: ox.Store, predicate: object) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, _node(predicate), None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            found.setdefault(quad.subject.value, []).append(quad.object.value)
    return {subject: tuple(sorted(values)) for subject, values in found.items()}


def _node(iri: object) -> ox.NamedNode:
    return ox.NamedNode(str(iri))
