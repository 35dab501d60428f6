"""The vocabularies this project speaks; the only place where namespaces are declared.

`PG` is closed: a misspelt term is an AttributeError, and a test holds its terms equal to the ontology's.
"""

from types import MappingProxyType
from typing import Final

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, VOID, XSD, DefinedNamespace

__all__ = [
    "BASE", "CSVW", "DCAT", "DCATAP", "DCTERMS", "FOAF", "GEO", "LICENCE", "ORG", "OWL", "PG", "PREFIXES", "PROV",
    "RDF", "RDFS", "SCHEMA", "SD", "SDG", "SDGO", "SEMAPV", "SF", "SH", "SHAPE", "SKOS", "SPDX", "SSSOM", "VCARD",
    "VOID", "VOIDEXT", "WGS", "XSD",
]  # fmt: skip

BASE: Final = "https://w3id.org/partnergraph/"
"""The canonical base of every resource; servers answer for it whatever host they run on."""

LICENCE: Final = URIRef("https://creativecommons.org/licenses/by/4.0/")
"""The licence of the data, as data/LICENSE states it."""


class PG(DefinedNamespace):
    """The terms of ontology/partnergraph.ttl; a test holds the two equal."""

    _NS = Namespace(f"{BASE}ns#")
    _fail = True

    Partnership: URIRef
    Project: URIRef
    LocalGovernment: URIRef
    Territory: URIRef
    Country: URIRef
    Network: URIRef
    partner: URIRef
    swedishPartner: URIRef
    internationalPartner: URIRef
    pairedWith: URIRef
    inPartnership: URIRef
    inNetwork: URIRef
    bodyType: URIRef
    territory: URIRef
    country: URIRef
    goal: URIRef
    target: URIRef
    projectArea: URIRef
    theme: URIRef
    goalStatement: URIRef
    GoalStatement: URIRef
    Stated: URIRef
    NotStated: URIRef
    Unknown: URIRef
    startYear: URIRef
    endYear: URIRef
    GoalLink: URIRef
    subject: URIRef
    linkedGoal: URIRef
    evidence: URIRef
    Evidence: URIRef
    Inherited: URIRef
    Suggested: URIRef
    rule: URIRef
    confidence: URIRef
    matches: URIRef
    support: URIRef
    suggestedBy: URIRef
    Rule: URIRef
    Mapping: URIRef
    MappingSet: URIRef
    shortName: URIRef
    scbCode: URIRef
    countyCode: URIRef
    katottg: URIRef
    qid: URIRef
    geonamesId: URIRef
    subdivisionCode: URIRef
    countryCode: URIRef
    SourceDocument: URIRef
    SourceRecord: URIRef
    Field: URIRef
    Finding: URIRef
    RecordKind: URIRef
    ProjectPost: URIRef
    ArticlePost: URIRef
    OtherPost: URIRef
    recordKind: URIRef
    inDocument: URIRef
    inRecord: URIRef
    states: URIRef
    fieldName: URIRef
    asWritten: URIRef
    value: URIRef
    line: URIRef
    firstLine: URIRef
    lastLine: URIRef
    complete: URIRef
    code: URIRef
    severity: URIRef
    fileName: URIRef
    sha256: URIRef
    lineCount: URIRef
    encoding: URIRef
    Tombstone: URIRef


CSVW: Final = Namespace("http://www.w3.org/ns/csvw#")
DCAT: Final = Namespace("http://www.w3.org/ns/dcat#")
"""Of version 3; rdflib knows version 2."""
DCATAP: Final = Namespace("http://data.europa.eu/r5r/")
SDG: Final = Namespace("http://metadata.un.org/sdg/")
SDGO: Final = Namespace("http://metadata.un.org/sdg/ontology#")
SCHEMA: Final = Namespace("https://schema.org/")
GEO: Final = Namespace("http://www.opengis.net/ont/geosparql#")
SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
SEMAPV: Final = Namespace("https://w3id.org/semapv/vocab/")
SF: Final = Namespace("http://www.opengis.net/ont/sf#")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
SHAPE: Final = Namespace(f"{BASE}shapes#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
SSSOM: Final = Namespace("https://w3id.org/sssom/")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
VOIDEXT: Final = Namespace("http://ldf.fi/void-ext#")
WGS: Final = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")

PREFIXES: Final = MappingProxyType(
    {
        "pg": f"{BASE}ns#",
        "body": f"{BASE}id/body/",
        "territory": f"{BASE}id/territory/",
        "country": f"{BASE}id/country/",
        "partnership": f"{BASE}id/partnership/",
        "project": f"{BASE}id/project/",
        "network": f"{BASE}id/network/",
        "area": f"{BASE}id/area/",
        "theme": f"{BASE}id/theme/",
        "source": f"{BASE}id/source/",
        "record": f"{BASE}id/record/",
        "sdg": str(SDG),
        "sdgo": str(SDGO),
        "csvw": str(CSVW),
        "dcat": str(DCAT),
        "dcatap": str(DCATAP),
        "dcterms": str(DCTERMS),
        "foaf": str(FOAF),
        "geo": str(GEO),
        "org": str(ORG),
        "owl": str(OWL),
        "prov": str(PROV),
        "rdf": str(RDF),
        "rdfs": str(RDFS),
        "schema": str(SCHEMA),
        "semapv": str(SEMAPV),
        "sf": str(SF),
        "sh": str(SH),
        "shape": str(SHAPE),
        "skos": str(SKOS),
        "spdx": str(SPDX),
        "sssom": str(SSSOM),
        "vcard": str(VCARD),
        "void": str(VOID),
        "voidext": str(VOIDEXT),
        "wgs": str(WGS),
        "xsd": str(XSD),
    }
)
"""Prefix → namespace, as bound in every Turtle file we write and offered to every query editor."""
