"""What was read, as RDF: source documents, records, fields and findings, so that every fact leads to its line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from rdflib import URIRef

from partnergraph.ingest.findings import Finding
from partnergraph.ingest.identification import Identified
from partnergraph.ingest.prose import language_of
from partnergraph.ingest.records import FieldName, Kind, Listing, Record, SourceField
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, PG, RDFS, SDG, SH, XSD

from .concepts import Concepts
from .triples import Triples

__all__ = ["add_document", "add_findings", "add_record", "goal_statement", "record_iri"]

_KINDS: Final[Mapping[Kind, URIRef]] = {
    "project": PG.ProjectPost,
    "article": PG.ArticlePost,
    "other": PG.OtherPost,
}
_STATES: Final[Mapping[FieldName, tuple[URIRef, ...]]] = {
    "title": (DCTERMS.title,),
    "project-name": (DCTERMS.title,),
    "project-areas": (PG.projectArea,),
    "goals": (PG.goal,),
    "themes": (PG.theme,),
    "swedish-partners": (PG.swedishPartner, PG.partner),
    "international-partners": (PG.internationalPartner, PG.partner),
    "pair": (PG.partner,),
    "period": (PG.startYear, PG.endYear),
    "network": (PG.inNetwork,),
}
"""The properties for which each field of a record is the evidence."""

_FIELD_NAMES_SV: Final[Mapping[FieldName, str]] = {
    "title": "rubrik",
    "project-name": "projektnamn",
    "project-areas": "projektområden",
    "goals": "mål",
    "themes": "teman",
    "swedish-partners": "svenska parter",
    "international-partners": "internationella parter",
    "pair": "par",
    "period": "period",
    "network": "nätverk",
}


def record_iri(listing: Listing, record: Record, minter: Minter) -> URIRef:
    """Return the IRI of a record: the source's key and the record's number."""
    return minter.id("record", listing.key, record.number)


def goal_statement(record: Record) -> URIRef:
    """Say whether a record states goals, states none, or cannot tell: “not stated” is never “none”."""
    if record.goals:
        return PG.Stated
    return PG.NotStated if record.has_facets and record.complete else PG.Unknown


def add_document(triples: Triples, listing: Listing, harvested: str, minter: Minter) -> None:
    """Add the document a listing was read from."""
    subject = minter.id("source", listing.key)
    title = listing.page_title or listing.file_name
    triples.resource(subject, PG.SourceDocument, {listing.language: title})
    triples.texts(subject, DCTERMS.title, {listing.language: title})
    if listing.address:
        triples.link(subject, DCTERMS.source, URIRef(listing.address))
    triples.strings(subject, PG.fileName, [listing.file_name])
    triples.strings(subject, PG.sha256, [listing.sha256])
    triples.strings(subject, PG.encoding, [listing.encoding])
    triples.strings(subject, DCTERMS.language, [listing.language])
    triples.number(subject, PG.lineCount, listing.lines)
    if harvested:
        triples.typed(subject, DCTERMS.date, harvested, XSD.date)


def add_record(triples: Triples, listing: Listing, record: Record, concepts: Concepts, minter: Minter) -> None:
    """Add a record and its fields; an article keeps its goals, areas and themes to itself."""
    subject = record_iri(listing, record, minter)
    number = record.number
    language = language_of(record.title, record.language)
    untitled = {"en": f"Post {number}", "sv": f"Post {number}"}
    triples.resource(subject, PG.SourceRecord, {language: record.title} if record.title else untitled)
    if record.title:
        triples.texts(subject, DCTERMS.title, {language: record.title})
    triples.link(subject, PG.inDocument, minter.id("source", listing.key))
    triples.link(subject, PG.recordKind, _KINDS[record.kind])
    triples.number(subject, PG.firstLine, record.first_line)
    triples.number(subject, PG.lastLine, record.last_line)
    triples.typed(subject, PG.complete, str(record.complete).lower(), XSD.boolean)
    triples.link(subject, PG.goalStatement, goal_statement(record))
    if record.kind != "project":
        triples.link(subject, PG.goal, *(SDG[str(goal)] for goal in record.goals))
        triples.link(subject, PG.projectArea, *(concepts.area(triples, area) for area in record.project_areas))
        triples.link(subject, PG.theme, *(concepts.theme(triples, theme) for theme in record.themes))
    seen: Counter[tuple[int, str]] = Counter()
    for field in record.fields:
        seen[field.line, field.name] += 1
        _add_field(triples, listing, record, field, seen[field.line, field.name], minter)


def add_findings(triples: Triples, listing: Listing, identified: Sequence[Identified], minter: Minter) -> None:
    """Add the findings of a listing and of its records, each with its words in English and Swedish."""
    found: list[tuple[Finding, Record | None]] = [(finding, None) for finding in listing.findings]
    found += [(finding, one.record) for one in identified for finding in (*one.record.findings, *one.findings)]
    seen: Counter[tuple[int, str]] = Counter()
    for finding, record in found:
        seen[finding.line, finding.code] += 1
        again = seen[finding.line, finding.code]
        name = f"{finding.line}-{finding.code}" + (f"-{again}" if again > 1 else "")
        subject = minter.id("finding", listing.key, name)
        labels = {"en": f"{finding.code}, line {finding.line}", "sv": f"{finding.code}, rad {finding.line}"}
        triples.resource(subject, PG.Finding, labels)
        triples.texts(subject, RDFS.comment, {tongue: finding.message(tongue) for tongue in ("en", "sv")})
        triples.link(subject, PG.inDocument, minter.id("source", listing.key))
        if record:
            triples.link(subject, PG.inRecord, record_iri(listing, record, minter))
        triples.number(subject, PG.line, finding.line)
        triples.strings(subject, PG.code, [finding.code])
        triples.link(subject, PG.severity, SH.Warning if finding.severity == "warning" else SH.Info)


def _add_field(
    triples: Triples, listing: Listing, record: Record, field: SourceField, again: int, minter: Minter
) -> None:
    name = f"{field.line}-{field.name}" + (f"-{again}" if again > 1 else "")
    subject = minter.id("field", listing.key, record.number, name)
    labels = {"en": f"{field.name}, line {field.line}", "sv": f"{_FIELD_NAMES_SV[field.name]}, rad {field.line}"}
    triples.resource(subject, PG.Field, labels)
    triples.link(subject, PG.inRecord, record_iri(listing, record, minter))
    triples.link(subject, PG.states, *_STATES[field.name])
    triples.strings(subject, PG.fieldName, [field.name])
    triples.strings(subject, PG.asWritten, [field.as_written])
    triples.strings(subject, PG.value, field.values)
    triples.number(subject, PG.line, field.line)
