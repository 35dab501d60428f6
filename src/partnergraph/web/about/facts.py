"""What is said of a resource, in groups for people: one table says which property belongs where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from partnergraph.namespaces import DCTERMS, GEO, OWL, PG, PROV, RDF, RDFS, SCHEMA, SDGO, SKOS, WGS, XSD
from partnergraph.store.embedded import Entity, Value
from partnergraph.web.links import Linked, linked
from partnergraph.web.service import page_language
from partnergraph.web.translations import date
from partnergraph.web.translations import gettext as _

__all__ = ["GROUPS", "Fact", "Group", "facts", "groups", "spoken"]

Fact = tuple[Linked, list[Linked]]
"""A property with its values."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        name: tuple(map(str, properties))
        for name, properties in {
            "who": (
                PG.swedishPartner, PG.internationalPartner, PG.partner, PG.inPartnership, PG.pairedWith, PG.subject,
            ),
            "what": (
                PG.bodyType, PG.projectArea, PG.theme, PG.inNetwork, PG.recordKind, PG.fieldName, PG.asWritten,
                PG.value, PG.states, PG.code, PG.severity, SKOS.scopeNote, PG.support,
            ),
            "goals": (PG.goal, PG.target, PG.goalStatement, PG.linkedGoal, PG.evidence, PG.rule, PG.suggestedBy,
                      PG.confidence, SDGO.isTargetOf, SDGO.hasTarget, SKOS.broader, SKOS.narrower),
            "where": (PG.country, PG.territory, WGS.lat, WGS.long, GEO.hasGeometry),
            "when": (PG.startYear, PG.endYear, DCTERMS.date, DCTERMS.modified),
            "names": (RDFS.label, SKOS.prefLabel, DCTERMS.title, PG.shortName, SKOS.altLabel, SKOS.hiddenLabel),
            "source": (
                PROV.wasDerivedFrom, DCTERMS.source, PG.inDocument, PG.inRecord, PG.line, PG.firstLine, PG.lastLine,
                PG.complete, PG.fileName, PG.lineCount, PG.encoding, PG.sha256, DCTERMS.language,
            ),
            "codes": (
                PG.scbCode, PG.countyCode, PG.katottg, PG.countryCode, PG.subdivisionCode, PG.qid, PG.geonamesId,
                SKOS.notation, SKOS.inScheme, SKOS.topConceptOf,
            ),
        }.items()
    }
)  # fmt: skip
"""Group → its properties, in the order in which pages show them; what is in no group comes last."""

_ELSEWHERE: Final = frozenset(
    str(each)
    for each in (
        SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch, OWL.sameAs,
        SCHEMA.sameAs, RDF.type, DCTERMS.description, SKOS.definition, RDFS.comment,
    )
)  # fmt: skip
"""Properties that a page shows in other ways: links to others, the kind in the heading, the text below it."""

_IMPLIED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        str(PG.partner): (str(PG.swedishPartner), str(PG.internationalPartner)),
        str(SKOS.topConceptOf): (str(SKOS.inScheme),),
        str(SKOS.narrower): (str(SDGO.hasTarget),),
        str(SKOS.broader): (str(SDGO.isTargetOf),),
        str(SKOS.prefLabel): (str(RDFS.label),),
        str(DCTERMS.title): (str(RDFS.label),),
    }
)
"""A property that says nothing new where all its values are also those of others."""

_PLACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        str(PG.qid): "https://www.wikidata.org/wiki/{}",
        str(PG.geonamesId): "https://www.geonames.org/{}",
        str(PG.countryCode): "https://www.iso.org/obp/ui/#iso:code:3166:{}",
    }
)
"""A code of others → where they explain it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Facts that belong together, under the key of their heading."""

    key: str
    facts: list[Fact]
    properties: tuple[str, ...]


def facts(entity: Entity, known: Mapping[str, str]) -> list[Fact]:
    """Return what is said of a resource as properties with their values, those in the reader's language first.

    `known` are the labels of the IRIs in it.
    """
    return [(linked(name, known.get(name, "")), _values(entity, name, known)) for name in entity.facts]


def groups(entity: Entity, known: Mapping[str, str], shown: Iterable[str] = ()) -> list[Group]:
    """Return what is said of a resource in groups, without the properties that its page has `shown` otherwise."""
    left = [name for name in entity.facts if name not in {*shown, *_ELSEWHERE} and not _implied(entity, name)]
    grouped = {name for names in GROUPS.values() for name in names}
    table = {**GROUPS, "more": tuple(name for name in left if name not in grouped)}
    found = [
        Group(
            key=key,
            facts=[(linked(name, known.get(name, "")), _values(entity, name, known)) for name in names if name in left],
            properties=names,
        )
        for key, names in table.items()
    ]
    return [group for group in found if group.facts and not (group.key == "names" and _only(group, known, entity.iri))]


def spoken(entity: Entity, *properties: object) -> list[Linked]:
    """Return the texts of the first of some properties that has any, in the reader's language where there are some."""
    for name in properties:
        values = [value for value in entity.facts.get(str(name), ()) if not value.is_iri]
        if values:
            best = _preferred(values)[0].language
            return [_shown(value, {}) for value in values if value.language == best]
    return []


def _only(group: Group, known: Mapping[str, str], iri: str) -> bool:
    """Return whether facts about names say no other name than the heading of the page."""
    return {value.text for _property, values in group.facts for value in values} == {known.get(iri, "")}


def _values(entity: Entity, name: str, known: Mapping[str, str]) -> list[Linked]:
    found = [_shown(value, known) for value in _preferred(entity.facts[name])]
    pattern = _PLACES.get(name)
    return [Linked(text=each.text, href=pattern.format(each.text)) for each in found] if pattern else found


def _implied(entity: Entity, name: str) -> bool:
    others = {value for each in _IMPLIED.get(name, ()) for value in entity.facts.get(each, ())}
    return bool(others) and others >= set(entity.facts[name])


def _preferred(values: Iterable[Value]) -> list[Value]:
    """Return the values with those in the reader's language first."""
    language = page_language()
    return sorted(values, key=lambda value: bool(value.language) and value.language != language)


def _shown(value: Value, known: Mapping[str, str]) -> Linked:
    if value.is_iri:
        return linked(value.text, known.get(value.text, ""))
    if value.datatype == str(XSD.boolean):
        return Linked(text=_("yes") if value.text in {"true", "1"} else _("no"))
    if value.datatype == str(XSD.date):
        return Linked(text=date(value.text))
    named = bool(value.datatype)  # a blank node has neither a name nor a value
    return Linked(text=value.text if named else "[ … ]", language=value.language)
