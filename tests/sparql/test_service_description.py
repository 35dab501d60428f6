"""Tests of the service description."""

from rdflib import BNode, Literal, Namespace, URIRef

from partnergraph.namespaces import RDF, VOID
from partnergraph.sparql.service_description import describe

_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def test_the_endpoint_its_formats_and_its_graphs_are_described() -> None:
    """The description names the address, each result format and each named graph, without blank nodes."""
    address = "https://example.org/sparql"
    graph = describe(address, ["https://w3id.org/partnergraph/graph/findings"], 190, "0123456789abcdef")
    service = URIRef(f"{address}#service")
    assert URIRef(address) == graph.value(service, _SD.endpoint)
    assert 8 == len(set(graph.objects(service, _SD.resultFormat)))
    assert Literal(190) == graph.value(URIRef("https://w3id.org/partnergraph/graph/data"), VOID.triples)
    named = graph.value(predicate=RDF.type, object=_SD.NamedGraph)
    assert URIRef("https://w3id.org/partnergraph/graph/findings") == graph.value(named, _SD.name)
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]
