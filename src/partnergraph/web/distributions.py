"""What a catalogue says of a dataset once there is an address: downloads, the endpoint, a contact (DCAT-AP-SE 3).

The release describes the dataset without addresses; this adds them, so one release can be served under any.
"""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from urllib.parse import unquote

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from partnergraph import rdf, resources
from partnergraph.formats import NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format, Wrapping, of_file
from partnergraph.iris import Minter
from partnergraph.manifest import FileEntry, Manifest
from partnergraph.namespaces import DCAT, DCATAP, DCTERMS, FOAF, LICENCE, PREFIXES, RDF, RDFS, SPDX, VCARD, VOID, XSD

__all__ = ["Addresses", "Described", "catalogue"]

Triple: TypeAlias = tuple[Node, Node, Node]

_EU: Final = Namespace("http://publications.europa.eu/resource/authority/")
_MEDIA: Final = Namespace("https://www.iana.org/assignments/media-types/")
_PROTOCOL: Final = URIRef("https://www.w3.org/TR/sparql11-protocol/")

_FILE_TYPES: Final = {
    "nt": "RDF_N_TRIPLES",
    "nq": "RDF_N_QUADS",
    "ttl": "RDF_TURTLE",
    "trig": "RDF_TRIG",
    "jsonld": "JSON_LD",
    "csv": "CSV",
}
"""Format → its name in the EU's table of file types."""

_WHOLE: Final = frozenset({"nq", "trig", "jsonld"})
"""Formats that can tell graphs apart, and so hold every graph of a release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where things are: the page about the dataset, the endpoint, and a file by its name; `contact` may be empty."""

    page: str
    endpoint: str
    file: Callable[[str], str]
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A description under some address; it is written in each format when that is first asked for."""

    graph: Graph
    _written: dict[str, bytes] = field(default_factory=dict, repr=False)
    _parts: set[str] = field(default_factory=set, repr=False)

    def document(self, wanted: Format) -> bytes:
        """Return the description in one of the formats of graphs, as the default graph."""
        if wanted.name not in self._written:
            self._written[wanted.name] = self._write(wanted)
        return self._written[wanted.name]

    def parts(self, dataset: str) -> AbstractSet[str]:
        """Return the paths below the dataset's IRI of what is described, percent-decoded."""
        if not self._parts:
            below = f"{dataset}/"
            subjects = (str(each) for each in self.graph.subjects(unique=True))
            self._parts.update(unquote(each.removeprefix(below)) for each in subjects if each.startswith(below))
        return self._parts

    def _write(self, wanted: Format) -> bytes:
        if wanted in (TURTLE, TRIG):
            return rdf.turtle(self.graph)
        if wanted in (NTRIPLES, NQUADS):
            return rdf.nquads({None: self.graph})
        return self.graph.serialize(format="xml" if wanted is RDFXML else "json-ld", encoding="utf-8")


def catalogue(said: Graph, manifest: Manifest, names: Iterable[str], minter: Minter, at: Addresses) -> Graph:
    """Return the description `said` with what an address allows to say; `names` are the files that are offered."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    authorities = rdf.parse_text(
        resources.text("partnergraph.web", "authorities.ttl").encode(), ".ttl", base=minter.base
    )
    for part in (said, authorities):
        for triple in part:
            graph.add(triple)
    entries = {name: manifest.files.get(f"dumps/{name}") or manifest.files.get(name) for name in names}
    for name, entry in entries.items():
        if entry is not None and name.startswith("data."):
            for triple in _download(name, entry, manifest, minter, at):
                graph.add(triple)
    for triple in (*_page(manifest, minter, at), *_service(manifest, minter, at), *_contact(minter, at)):
        graph.add(triple)
    return graph


def _page(manifest: Manifest, minter: Minter, at: Addresses) -> Iterator[Triple]:
    """Say which page is about the dataset, and since when this version is there."""
    dataset, listing, page = minter.dataset(), minter.dataset("catalogue"), URIRef(at.page)
    yield page, RDF.type, FOAF.Document
    yield page, RDF.type, VOID.DatasetDescription
    yield page, FOAF.primaryTopic, dataset
    yield page, DCTERMS.title, Literal("PartnerGraph", lang="en")
    yield dataset, DCAT.landingPage, page
    yield listing, FOAF.homepage, page
    if manifest.created:  # a remote store does not tell
        for described in (dataset, listing):
            yield described, DCTERMS.issued, Literal(manifest.created, datatype=XSD.dateTime)


def _download(name: str, entry: FileEntry, manifest: Manifest, minter: Minter, at: Addresses) -> Iterator[Triple]:
    """Describe one file that holds the dataset."""
    known, wrapping = of_file(name)
    if known is None:
        return
    this, address = minter.dataset("distribution", name), URIRef(at.file(name))
    yield from _distribution(this, minter, _titles(known, wrapping))
    yield from _formats(this, known, wrapping)
    for predicate in (DCAT.accessURL, DCAT.downloadURL):
        yield this, predicate, address
    yield address, RDF.type, RDFS.Resource
    yield minter.dataset(), VOID.dataDump, address
    yield this, DCAT.byteSize, Literal(str(entry.bytes), datatype=XSD.nonNegativeInteger)
    yield this, DCTERMS.issued, Literal(manifest.created, datatype=XSD.dateTime)
    checksum = minter.dataset("distribution", name, "checksum")
    yield this, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
    yield checksum, SPDX.checksumValue, Literal(entry.sha256, datatype=XSD.hexBinary)


def _distribution(this: URIRef, minter: Minter, titles: dict[str, str]) -> Iterator[Triple]:
    """Say what is so of every way to the dataset."""
    yield minter.dataset(), DCAT.distribution, this
    yield this, RDF.type, DCAT.Distribution
    yield this, DCTERMS.license, LICENCE
    yield this, DCATAP.availability, _EU["planned-availability/STABLE"]
    for language, text in titles.items():
        for predicate in (RDFS.label, DCTERMS.title, DCTERMS.description):
            yield this, predicate, Literal(text, lang=language)


def _formats(this: URIRef, known: Format, wrapping: Wrapping | None) -> Iterator[Triple]:
    """Say what a file holds and what it is wrapped in; DCAT tells packing from making shorter."""
    yield this, DCTERMS["format"], _EU[f"file-type/{_FILE_TYPES[known.name]}"]
    yield this, DCAT.mediaType, _MEDIA[known.media_type]
    if known.name == "csv":
        yield this, DCTERMS.conformsTo, URIRef("http://www.w3.org/ns/csvw")
    if wrapping is not None:
        yield this, DCAT.packageFormat if wrapping.packs else DCAT.compressFormat, _MEDIA[wrapping.media_type]


def _titles(known: Format, wrapping: Wrapping | None) -> dict[str, str]:
    """Say in words what a file holds."""
    name = known.iri.rpartition("/")[2].replace("_", "/") if known.name != "csv" else "CSV"
    suffix = f" ({wrapping.extension})" if wrapping else ""
    if known.name == "csv":
        return {"en": f"Tables for people, {name}{suffix}", "sv": f"Tabeller för människor, {name}{suffix}"}
    if known.name in _WHOLE:
        return {"en": f"Every graph as {name}{suffix}", "sv": f"Alla grafer som {name}{suffix}"}
    return {"en": f"The default graph as {name}{suffix}", "sv": f"Standardgrafen som {name}{suffix}"}


def _service(manifest: Manifest, minter: Minter, at: Addresses) -> Iterator[Triple]:
    """Describe the endpoint, as a service and as a way to the dataset."""
    service, endpoint, dataset = URIRef(f"{at.endpoint}#service"), URIRef(at.endpoint), minter.dataset()
    titles = {"en": "SPARQL endpoint", "sv": "SPARQL-ändpunkt"}
    way = minter.dataset("distribution", "sparql")
    yield from _distribution(way, minter, titles)
    yield way, DCAT.accessURL, endpoint
    yield way, DCAT.accessService, service
    yield way, DCTERMS["format"], _EU["file-type/SPARQLQRES"]
    yield way, DCAT.mediaType, _MEDIA["application/sparql-results+json"]
    yield dataset, VOID.sparqlEndpoint, endpoint
    yield endpoint, RDF.type, RDFS.Resource  # as DCAT-AP's shapes ask of an address, though it goes without saying
    yield minter.dataset("catalogue"), DCAT.service, service
    yield service, RDF.type, DCAT.DataService
    for language, text in titles.items():
        for predicate in (RDFS.label, DCTERMS.title):
            yield service, predicate, Literal(text, lang=language)
    for predicate in (DCAT.endpointURL, DCAT.endpointDescription):
        yield service, predicate, endpoint
    yield service, DCAT.servesDataset, dataset
    yield service, DCTERMS.publisher, minter.dataset("publisher")
    yield service, DCTERMS.license, LICENCE
    yield service, DCTERMS.accessRights, _EU["access-right/PUBLIC"]
    yield service, DCTERMS.conformsTo, _PROTOCOL
    yield service, DCAT.landingPage, URIRef(at.page)
    yield service, DCTERMS.hasVersion, Literal(manifest.version)


def _contact(minter: Minter, at: Addresses) -> Iterator[Triple]:
    """Say who answers questions about the data: by mail where the settings name an address, else by the page."""
    contact = minter.dataset("contact")
    yield contact, RDF.type, VCARD.Kind
    yield contact, RDF.type, VCARD.Organization
    yield contact, VCARD.fn, Literal("PartnerGraph contributors")
    if at.contact:
        yield contact, VCARD.hasEmail, URIRef(f"mailto:{at.contact}")
    else:
        yield contact, VCARD.hasURL, URIRef(at.page)
    for described in (minter.dataset(), URIRef(f"{at.endpoint}#service")):
        yield described, DCAT.contactPoint, contact
