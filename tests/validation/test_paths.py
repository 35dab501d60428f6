"""Property paths: read from RDF, shown as SPARQL shows them, and written without blank nodes."""

from itertools import count

import pytest
from rdflib import Graph, URIRef

from partnergraph.namespaces import SH
from partnergraph.rdf import parse_text
from partnergraph.validation.paths import path_text, path_triples, read_path

HEAD = (
    "@prefix e: <https://e.org/> . @prefix pg: <https://w3id.org/partnergraph/ns#> . "
    "@prefix sh: <http://www.w3.org/ns/shacl#> . e:s sh:path "
)
PATHS = {
    "pg:goal": "pg:goal",
    "[ sh:inversePath pg:partner ]": "^pg:partner",
    "( pg:partner pg:country )": "pg:partner/pg:country",
    "[ sh:alternativePath ( pg:goal pg:target ) ]": "pg:goal|pg:target",
    "[ sh:zeroOrMorePath pg:partner ]": "pg:partner*",
    "[ sh:oneOrMorePath pg:partner ]": "pg:partner+",
    "[ sh:zeroOrOnePath pg:partner ]": "pg:partner?",
    "( [ sh:inversePath pg:inRecord ] pg:line )": "(^pg:inRecord)/pg:line",
    "[ sh:inversePath [ sh:oneOrMorePath ( pg:partner pg:country ) ] ]": "^((pg:partner/pg:country)+)",
}


def stored(turtle: str) -> Graph:
    """Return a graph in which e:s has a path."""
    return parse_text(f"{HEAD}{turtle} .".encode(), ".ttl")


@pytest.mark.parametrize(("turtle", "text"), PATHS.items())
def test_a_path_is_shown_as_sparql_shows_it(turtle: str, text: str) -> None:
    """Each kind of path has its sign."""
    graph = stored(turtle)
    node = graph.value(URIRef("https://e.org/s"), SH.path)
    assert node is not None

    assert text == path_text(read_path(graph, node))


@pytest.mark.parametrize("turtle", PATHS)
def test_a_path_survives_without_blank_nodes(turtle: str) -> None:
    """Written with IRIs for blank nodes, a path reads back as the same path."""
    graph = stored(turtle)
    node = graph.value(URIRef("https://e.org/s"), SH.path)
    assert node is not None
    numbers = count()

    head, triples = path_triples(read_path(graph, node), lambda: URIRef(f"https://e.org/{next(numbers)}"))
    again = Graph()
    for triple in triples:
        again.add(triple)

    assert all(isinstance(subject, URIRef) for subject in again.subjects())
    assert read_path(graph, node) == read_path(again, head)


def test_what_is_no_path_is_shown_as_nothing() -> None:
    """A blank node that says nothing about a path is a sequence of nothing, not an error."""
    graph = stored("[]")
    node = graph.value(URIRef("https://e.org/s"), SH.path)
    assert node is not None

    assert ("sequence", ()) == read_path(graph, node)
    assert (
        URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")
        == path_triples(("sequence", ()), lambda: URIRef("x"))[0]
    )
