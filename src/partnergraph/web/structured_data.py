"""The pages in schema.org's words, as a data block that search engines read (`<script type="application/ld+json">`).

Only what schema.org has a word for is said; the whole is in the other formats of each page.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from partnergraph import language
from partnergraph.namespaces import DCTERMS, OWL, PG, RDF, SDGO, SKOS, VOID, WGS
from partnergraph.store.embedded import Entity, Value

__all__ = ["PROPERTIES", "TYPES", "structured_data"]

_SCHEMA_ORG: Final = "https://schema.org"

TYPES: Final = MappingProxyType(
    {
        str(PG.Partnership): "Organization",
        str(PG.Project): "Project",
        str(PG.LocalGovernment): "GovernmentOrganization",
        str(PG.Territory): "AdministrativeArea",
        str(PG.Country): "Country",
        str(PG.Network): "Organization",
        str(PG.SourceDocument): "WebPage",
        str(PG.SourceRecord): "CreativeWork",
        str(PG.Field): "CreativeWork",
        str(SDGO.Goal): "DefinedTerm",
        str(SDGO.Target): "DefinedTerm",
        str(SKOS.Concept): "DefinedTerm",
        str(SKOS.ConceptScheme): "DefinedTermSet",
        str(VOID.Dataset): "Dataset",
    }
)
"""Class → type of schema.org; whatever has none is a Thing."""

_COMMON: Final = {DCTERMS.description: "description", SKOS.exactMatch: "sameAs"}
_ORGANISATION: Final = {
    **_COMMON,
    PG.partner: "member",
    PG.inNetwork: "memberOf",
    PG.inPartnership: "parentOrganization",
    PG.goal: "knowsAbout",
    PG.projectArea: "knowsAbout",
    PG.theme: "knowsAbout",
    PG.startYear: "foundingDate",
    PG.endYear: "dissolutionDate",
    PG.territory: "areaServed",
    PG.country: "location",
    PG.shortName: "alternateName",
    SKOS.altLabel: "alternateName",
    DCTERMS.source: "subjectOf",
}
_PLACE: Final = {**_COMMON, PG.country: "containedInPlace", WGS.lat: "latitude", WGS.long: "longitude"}
_WORK: Final = {
    **_COMMON,
    PG.goal: "about",
    PG.projectArea: "about",
    PG.theme: "about",
    PG.inDocument: "isPartOf",
    PG.inRecord: "isPartOf",
    PG.asWritten: "text",
    DCTERMS.language: "inLanguage",
    DCTERMS.source: "isBasedOn",
}
_TERM: Final = {
    **_COMMON,
    SKOS.definition: "description",
    SKOS.notation: "termCode",
    SKOS.inScheme: "inDefinedTermSet",
    SKOS.altLabel: "alternateName",
}
_DATASET: Final = {**_COMMON, DCTERMS.license: "license", DCTERMS.modified: "dateModified", OWL.versionInfo: "version"}
PROPERTIES: Final = MappingProxyType(
    {
        "Organization": _ORGANISATION,
        "Project": _ORGANISATION,
        "GovernmentOrganization": _ORGANISATION,
        "AdministrativeArea": _PLACE,
        "Country": _COMMON,
        "WebPage": _WORK,
        "CreativeWork": _WORK,
        "DefinedTerm": _TERM,
        "DefinedTermSet": {**_COMMON, SKOS.definition: "description"},
        "Dataset": _DATASET,
        "Thing": _COMMON,
    }
)
"""Type of schema.org → property → property of schema.org."""

_CODES: Final = (PG.scbCode, PG.countyCode, PG.katottg, PG.countryCode)
_ADDRESSES: Final = frozenset({"sameAs", "isBasedOn", "license"})
"""Properties of schema.org whose values are addresses."""

_ELSEWHERE: Final = {PG.qid: "http://www.wikidata.org/entity/{}", PG.geonamesId: "https://sws.geonames.org/{}/"}


def structured_data(entity: Entity, labels: Mapping[str, str], address: str, tag: str) -> dict[str, Any]:
    """Return a resource as an object of schema.org, with texts in the language `tag`.

    `labels` are those of the resources around it, `address` is the absolute address of the page.
    """
    kinds = {value.text for value in entity.facts.get(str(RDF.type), ())}
    kind = next((name for iri, name in TYPES.items() if iri in kinds), "Thing")
    block: dict[str, Any] = {"@context": _SCHEMA_ORG, "@type": kind, "@id": entity.iri}
    block |= {"name": labels.get(entity.iri, entity.iri), "url": address}
    for name, value in _said(entity, kind, labels, tag):
        block.setdefault(name, []).append(value)
    return {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in block.items()}


def _said(entity: Entity, kind: str, labels: Mapping[str, str], tag: str) -> Iterator[tuple[str, Any]]:
    """Yield property and value of what schema.org has a word for."""
    for predicate, name in PROPERTIES[kind].items():
        values = entity.facts.get(str(predicate), ())
        texts = {value.language: value.text for value in values if value.language}
        if texts and name != "alternateName":
            yield name, language.in_language(texts, tag)
        else:
            yield from ((name, _value(name, value, labels)) for value in values)
    for predicate in _CODES:
        yield from (("identifier", value.text) for value in entity.facts.get(str(predicate), ()))
    for predicate, pattern in _ELSEWHERE.items():
        yield from (("sameAs", pattern.format(value.text)) for value in entity.facts.get(str(predicate), ()))


def _value(name: str, value: Value, labels: Mapping[str, str]) -> Any:
    if not value.is_iri:
        return value.text
    if name in _ADDRESSES or value.text not in labels:
        return value.text if name in _ADDRESSES else {"@id": value.text}
    return {"@id": value.text, "name": labels[value.text]}
