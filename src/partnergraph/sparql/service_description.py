"""What this endpoint can do, as RDF (SPARQL 1.1 Service Description)."""

from collections.abc import Iterable
from typing import Final

from rdflib import Graph, Literal, Namespace, URIRef

from partnergraph.formats import GRAPHS, RESULTS
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, RDF, VOID, XSD

__all__ = ["describe"]

_SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")


def describe(endpoint: str, graphs: Iterable[str], triples: int, version: str, minter: Minter | None = None) -> Graph:
    """Return the description of the endpoint at the address `endpoint`, without blank nodes.

    `graphs` are the named graphs, `triples` counts the default graph, `version` is that of the release.
    """
    names = minter or Minter()
    service, dataset = URIRef(f"{endpoint}#service"), URIRef(f"{endpoint}#dataset")
    default = names.graph("data")
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("sd", _SD), ("void", VOID), ("dcterms", DCTERMS), ("xsd", XSD)):
        graph.bind(prefix, namespace)
    graph.add((service, RDF.type, _SD.Service))
    graph.add((service, _SD.endpoint, URIRef(endpoint)))
    graph.add((service, _SD.supportedLanguage, _SD.SPARQL11Query))
    for each in (*RESULTS, *GRAPHS):
        graph.add((service, _SD.resultFormat, URIRef(each.iri)))
    graph.add((service, _SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, _SD.Dataset))
    graph.add((dataset, DCTERMS.hasVersion, Literal(version)))
    graph.add((dataset, _SD.defaultGraph, default))
    graph.add((default, RDF.type, _SD.Graph))
    graph.add((default, VOID.triples, Literal(triples)))
    for name in graphs:
        named = URIRef(f"{endpoint}#{name.rsplit('/', 1)[-1]}")
        graph.add((dataset, _SD.namedGraph, named))
        graph.add((named, RDF.type, _SD.NamedGraph))
        graph.add((named, _SD.name, URIRef(name)))
    return graph
