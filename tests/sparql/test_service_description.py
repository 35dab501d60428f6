"""Tests of the service description, its own conditions and those of the W3C's tests among them."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef

from partnergraph.formats import GRAPHS, NQUADS, TRIG, Format
from partnergraph.namespaces import DCTERMS, RDF, VOID
from partnergraph.settings import Settings
from partnergraph.sparql.service_description import CASTS, GEOSPARQL, ServiceDescription

_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_ADDRESS = URIRef("https://example.org/sparql")
_FINDINGS = URIRef("https://w3id.org/partnergraph/graph/findings")
_SCHEMA = {
    _SD.endpoint: (_SD.Service, None),
    _SD.supportedLanguage: (_SD.Service, None),
    _SD.defaultEntailmentRegime: (_SD.Service, None),
    _SD.resultFormat: (_SD.Service, None),
    _SD.extensionFunction: (_SD.Service, _SD.Function),
    _SD.defaultDataset: (_SD.Service, _SD.Dataset),
    _SD.defaultGraph: (_SD.Dataset, _SD.Graph),
    _SD.namedGraph: (_SD.Dataset, _SD.NamedGraph),
    _SD.name: (_SD.NamedGraph, None),
    _SD.graph: (_SD.NamedGraph, _SD.Graph),
}
"""Property → class of its subjects and of its objects, as the vocabulary of the W3C says."""


@pytest.fixture
def description() -> ServiceDescription:
    """Return the description of an endpoint with one named graph."""
    settings = Settings(deadline=7, deadline_max=9)
    return ServiceDescription(version="0123456789abcdef", triples=190, graphs={str(_FINDINGS): 10}, settings=settings)


@pytest.mark.parametrize("wanted", [*GRAPHS, *({TRIG, NQUADS} - set(GRAPHS))])
def test_every_format_of_graphs_says_the_same(description: ServiceDescription, wanted: Format) -> None:
    """Each document holds exactly the triples of the description, and none is made twice."""
    document = description.document(_ADDRESS, wanted)
    assert document is description.document(_ADDRESS, wanted)
    read = ox.parse(document, ox.RdfFormat.from_media_type(wanted.media_type))
    assert {str(quad.triple) for quad in read} == {
        str(quad.triple)
        for quad in ox.parse(description.graph(_ADDRESS).serialize(format="nt"), ox.RdfFormat.N_TRIPLES)
    }


def test_many_addresses_are_not_kept_for_ever(description: ServiceDescription) -> None:
    """However many addresses clients make up, each gets its own description."""
    for number in range(100):
        assert (
            f"https://host-{number}/sparql>"
            in description.document(f"https://host-{number}/sparql", GRAPHS[0]).decode()
        )


def test_there_is_one_service_with_this_address(description: ServiceDescription) -> None:
    """The description has the triple with sd:endpoint (W3C: has-endpoint-triple)."""
    assert [_ADDRESS] == list(description.graph(_ADDRESS).objects(predicate=_SD.endpoint))


def test_the_description_fits_its_vocabulary(description: ServiceDescription) -> None:
    """Subjects and objects have the classes that the vocabulary asks for (W3C: conforms-to-schema)."""
    graph = description.graph(_ADDRESS)
    used = {predicate for predicate in graph.predicates() if str(predicate).startswith(str(_SD))}
    assert used == set(_SCHEMA)
    for predicate, (subjects, objects) in _SCHEMA.items():
        for subject, value in graph.subject_objects(predicate):
            assert (subject, RDF.type, subjects) in graph
            assert objects is None or (value, RDF.type, objects) in graph
            assert isinstance(value, URIRef)


def test_the_conditions_of_the_w3c_are_those_above(shared: Path) -> None:
    """The manifest of the W3C has three tests; that GET gives RDF is shown over HTTP, the others above."""
    folder = "conformance/sparql11/service-description"
    manifest = Graph().parse(shared / folder / "manifest.ttl", format="turtle")
    tests = manifest.subjects(
        RDF.type, URIRef("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#ServiceDescriptionTest")
    )
    assert {"has-endpoint-triple", "returns-rdf", "conforms-to-schema"} == {
        str(test).rpartition("#")[2] for test in tests
    }


def test_graphs_formats_and_limits_are_described(description: ServiceDescription) -> None:
    """Each graph has its count, each format its name of the W3C, the limits are told in both languages."""
    graph = description.graph(_ADDRESS)
    service = URIRef(f"{_ADDRESS}#service")
    dataset = graph.value(service, _SD.defaultDataset)
    default = graph.value(dataset, _SD.defaultGraph)
    named = graph.value(dataset, _SD.namedGraph)
    assert Literal(190) == graph.value(default, VOID.triples)
    assert _FINDINGS == graph.value(named, _SD.name)
    assert Literal(10) == graph.value(graph.value(named, _SD.graph), VOID.triples)
    assert Literal(200) == graph.value(dataset, VOID.triples)
    assert Literal("0123456789abcdef") == graph.value(dataset, DCTERMS.hasVersion)
    assert {"SPARQL_Results_JSON", "SPARQL_Results_CSV", "Turtle", "JSON-LD"} < {
        str(each).removeprefix("http://www.w3.org/ns/formats/") for each in graph.objects(service, _SD.resultFormat)
    }
    limits = {text.language: text for text in graph.objects(service, DCTERMS.description) if isinstance(text, Literal)}
    assert {"en", "sv"} == set(limits)
    assert all("65536" in text and " 7 " in text and " 9;" in text for text in limits.values())
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


@pytest.mark.parametrize(
    "function",
    [f"http://www.opengis.net/def/function/geosparql/{name}" for name in GEOSPARQL]
    + [f"http://www.w3.org/2001/XMLSchema#{name}" for name in CASTS],
)
def test_every_function_named_is_one_the_engine_knows(description: ServiceDescription, function: str) -> None:
    """The engine knows each function that is described, and says so of one that it does not know."""
    assert (None, _SD.extensionFunction, URIRef(function)) in description.graph(_ADDRESS)
    assert _known(function)
    assert not _known(f"{function}-no")


def _known(function: str) -> bool:
    try:
        found = ox.Store().query(f"SELECT (<{function}>(1) AS ?x) {{}}")
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(format=ox.QueryResultsFormat.CSV)
    except RuntimeError as error:
        return "is not supported" not in str(error)
    return True
