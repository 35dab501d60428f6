"""What the page about each kind of resource shows beside its facts: partners, projects, goals and evidence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from partnergraph.namespaces import PG, PROV, RDF, SKOS
from partnergraph.store.pointing import MOST_COUNTED
from partnergraph.web.service import service

from .around import MOST_NEAR, Around
from .claims import Evidence, claims
from .evidence import Record, records
from .parties import Body, Project, Together, bodies, projects, together

__all__ = ["Sections", "kind_of", "sections"]

_SIDES: Final = (PG.swedishPartner, PG.internationalPartner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The sections of a page; empty ones are left out.

    `shown` are the properties of the resource that a section shows, `told` those that point at it and are shown.
    With `one_side` the partnerships are shown without the body whose page it is.  Counts are of all there are, of
    which the lists hold the first; `pointed` has the property by which those of a section point at the resource.
    """

    sides: tuple[list[Body], list[Body]] = ([], [])
    partnerships: list[Together] = field(default_factory=list)
    partnership_count: int = 0
    one_side: bool = False
    projects: list[Project] = field(default_factory=list)
    project_count: int = 0
    bodies: list[Body] = field(default_factory=list)
    body_count: int = 0
    goals: list[Evidence] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    record_count: int = 0
    shown: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    pointed: Mapping[str, object] = field(default_factory=dict)


def kind_of(types: Iterable[str]) -> str:
    """Return the class among some that has a page of its own kind, or "" when none has."""
    found = frozenset(types)
    return next((each for each in _SECTIONS if each in found), "")


def sections(around: Around) -> Sections:
    """Return what the page about a resource shows beside its facts."""
    make = _SECTIONS.get(kind_of(around.entity.values(str(RDF.type))))
    return make(around) if make else _derived(around)


def _partnership(around: Around) -> Sections:
    here = around.iri
    around.read_pointing([here], PG.inPartnership, PG.subject)
    running = around.pointing(here, PG.inPartnership)
    ours, theirs = (around.values(here, each) for each in _SIDES)
    sources = around.values(here, PROV.wasDerivedFrom)
    return Sections(
        sides=(bodies(around, ours), bodies(around, theirs)),
        projects=projects(around, running.subjects),
        project_count=running.count,
        goals=claims(around, [here, *running.subjects]),
        records=records(around, sources, [*ours, *theirs]),
        record_count=len(sources),
        shown=_texts(PG.partner, *_SIDES, PG.goal, PG.target, PROV.wasDerivedFrom),
        told=_texts(PG.inPartnership, PG.subject),
        pointed={"projects": PG.inPartnership},
    )


def _project(around: Around) -> Sections:
    here = around.iri
    within = around.values(here, PG.inPartnership)
    around.read(within)
    ours, theirs = ([body for each in within for body in around.values(each, side)] for side in _SIDES)
    sources = around.values(here, PROV.wasDerivedFrom)
    return Sections(
        sides=(bodies(around, ours), bodies(around, theirs)),
        goals=claims(around, [here]),
        records=records(around, sources, [*ours, *theirs]),
        record_count=len(sources),
        shown=_texts(PG.goal, PG.target, PROV.wasDerivedFrom),
        told=_texts(PG.subject),
    )


def _body(around: Around) -> Sections:
    here = around.iri
    around.read_pointing([here], PG.partner)
    working = around.pointing(here, PG.partner)
    around.read_pointing(working.subjects, PG.inPartnership)
    running = _pointing(around, working.subjects, PG.inPartnership)
    return Sections(
        partnerships=together(around, working.subjects, here),
        one_side=True,
        partnership_count=working.count,
        projects=projects(around, running[:MOST_NEAR]),
        project_count=len(running),
        goals=claims(around, [*working.subjects, *running[:MOST_NEAR]]),
        shown=_texts(PG.pairedWith),
        told=_texts(PG.partner, *_SIDES, PG.pairedWith),
        pointed={"partnerships": PG.partner},
    )


def _country(around: Around) -> Sections:
    ours = _inside(around, PG.country, "body")
    near = ours[:MOST_NEAR]
    around.read(near)
    around.read_pointing(near, PG.partner)
    working = _pointing(around, near, PG.partner)
    return Sections(
        bodies=bodies(around, near),
        body_count=len(ours),
        partnerships=together(around, working[:MOST_NEAR]),
        partnership_count=len(working),
        told=_texts(PG.country),
        pointed={"bodies": PG.country},
    )


def _territory(around: Around) -> Sections:
    here = around.iri
    around.read_pointing([here], PG.territory)
    governing = around.pointing(here, PG.territory)
    return Sections(bodies=bodies(around, governing.subjects), body_count=governing.count, told=_texts(PG.territory))


def _network(around: Around) -> Sections:
    here = around.iri
    around.read_pointing([here], PG.inNetwork)
    members = around.pointing(here, PG.inNetwork)
    sources = around.values(here, PROV.wasDerivedFrom)
    return Sections(
        partnerships=together(around, members.subjects),
        partnership_count=members.count,
        records=records(around, sources),
        record_count=len(sources),
        shown=_texts(PROV.wasDerivedFrom),
        told=_texts(PG.inNetwork),
        pointed={"partnerships": PG.inNetwork},
    )


def _concept(around: Around) -> Sections:
    here, uses = around.iri, (PG.projectArea, PG.theme)
    around.read_pointing([here], *uses)
    use = next((name for name in uses if around.pointing(here, name).count), PG.theme)
    using = around.pointing(here, use)
    running = [each for each in using.subjects if str(PG.Project) in around.values(each, RDF.type)]
    return Sections(
        projects=projects(around, running),
        project_count=using.count - len(using.subjects) + len(running),
        goals=claims(around, running),
        told=_texts(*uses) if running else frozenset(),
        pointed={"projects": use},
    )


def _record(around: Around) -> Sections:
    return Sections(
        records=records(around, [around.iri]),
        record_count=1,
        shown=_texts(PG.inDocument, PG.firstLine, PG.lastLine),
        told=_texts(PG.inRecord),
    )


def _source(around: Around) -> Sections:
    parts = sorted(_inside(around, PG.inDocument, "record"), key=lambda iri: (len(iri), iri))
    return Sections(records=records(around, parts), record_count=len(parts), pointed={"records": PG.inDocument})


def _part(around: Around) -> Sections:
    sources = around.values(around.iri, PG.inRecord)
    return Sections(records=records(around, sources), record_count=len(sources), shown=_texts(PG.inRecord))


def _derived(around: Around) -> Sections:
    sources = around.values(around.iri, PROV.wasDerivedFrom)
    return Sections(records=records(around, sources), record_count=len(sources), shown=_texts(PROV.wasDerivedFrom))


def _inside(around: Around, predicate: object, kind: str) -> list[str]:
    """Return those of one kind who point at the resource by a property, of all that are counted."""
    parse = service().minter.parse
    pointing = service().trusted.pointing([around.iri], [str(predicate)], MOST_COUNTED)
    inside = (iri for each in pointing.values() for iri in each.subjects)
    return [iri for iri in inside if (parsed := parse(iri)) and parsed[0] == kind]


def _pointing(around: Around, iris: Iterable[str], predicate: object) -> list[str]:
    """Return who points at any of some resources by a property, each once."""
    return list(dict.fromkeys(each for iri in iris for each in around.pointing(iri, predicate).subjects))


def _texts(*names: object) -> frozenset[str]:
    return frozenset(map(str, names))


_SECTIONS: Final[Mapping[str, Callable[[Around], Sections]]] = MappingProxyType(
    {
        str(PG.Partnership): _partnership,
        str(PG.Project): _project,
        str(PG.LocalGovernment): _body,
        str(PG.Country): _country,
        str(PG.Territory): _territory,
        str(PG.Network): _network,
        str(PG.SourceRecord): _record,
        str(PG.SourceDocument): _source,
        str(PG.Field): _part,
        str(PG.Finding): _part,
        str(SKOS.Concept): _concept,
    }
)
"""Class → what its pages show; other resources show only what they were read from."""
