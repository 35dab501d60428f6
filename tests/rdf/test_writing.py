"""Writing RDF: the same triples give the same bytes, and reading them back gives the same triples."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef

from partnergraph.errors import NonConformance
from partnergraph.namespaces import BASE, PG
from partnergraph.rdf import compact, nquads, parse_text, turtle, without_normalisation

IRIS = st.sampled_from(
    [f"{BASE}id/project/waste-not", f"{BASE}id/record/vasteras/1", str(PG.goal), str(RDF.type), "https://e.org/å?a=b#c",
     "http://metadata.un.org/sdg/16.7", "http://metadata.un.org/sdg/", "urn:x:y", f"{PG.goal}.", f"{BASE}id/project/-a"]
).map(URIRef)  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def as_written(text: str, name: str) -> Literal:
    """Return a literal that may be ill-typed."""
    with without_normalisation():
        return Literal(text, datatype=XSD[name])


LITERALS = st.one_of(
    TEXTS.map(Literal),
    st.builds(lambda text, lang: Literal(text, lang=lang), TEXTS, st.sampled_from(["sv", "en", "uk"])),
    st.builds(
        as_written,
        st.sampled_from(["1", "01", "+1", "-1.50", ".5", "5.", "1e3", "true", "1", "none", "", "2024", 'a"b', "NaN"]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "gYear"]),
    ),
)
TRIPLES = st.lists(st.tuples(IRIS, IRIS, st.one_of(IRIS, LITERALS)))


@pytest.fixture
def graph() -> Graph:
    """Return a small graph of ours."""
    graph = Graph(bind_namespaces="none")
    project = URIRef(f"{BASE}id/project/waste-not")
    graph.add((project, RDFS.label, Literal("Waste not", lang="en")))
    graph.add((project, RDF.type, PG.Project))
    graph.add((project, PG.goal, URIRef("http://metadata.un.org/sdg/16")))
    graph.add((project, PG.goal, URIRef("http://metadata.un.org/sdg/17")))
    graph.add((URIRef("https://e.org/a"), PG.line, Literal("7", datatype=XSD.integer)))
    return graph


def test_turtle_is_for_people(graph: Graph) -> None:
    """Prefixes are those in use, the type comes first, values are sorted and short ones share a line."""
    assert (
        "@prefix pg: <https://w3id.org/partnergraph/ns#> .\n"
        "@prefix project: <https://w3id.org/partnergraph/id/project/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix sdg: <http://metadata.un.org/sdg/> .\n"
        "\n"
        "<https://e.org/a> pg:line 7 .\n"
        "\n"
        "project:waste-not a pg:Project ;\n"
        '    rdfs:label "Waste not"@en ;\n'
        "    pg:goal sdg:16, sdg:17 .\n"
    ) == turtle(graph).decode()


def test_long_values_have_lines_of_their_own() -> None:
    """Several long texts stand one a line."""
    subject = URIRef("https://e.org/a")
    texts = [Literal("en " * 30, lang="en"), Literal("sv " * 30, lang="sv")]

    written = turtle([(subject, URIRef("https://e.org/p"), text) for text in texts]).decode()

    assert 3 == len(written.splitlines())


def test_nothing_gives_nothing() -> None:
    """An empty graph is an empty file."""
    assert b"" == turtle([])
    assert b"" == nquads({})


@given(TRIPLES, st.randoms(use_true_random=False))
def test_the_same_triples_give_the_same_bytes(
    triples: list[tuple[URIRef, URIRef, Literal]], chance: random.Random
) -> None:
    """Order and repetition leave no trace."""
    shuffled = [*triples, *triples]
    chance.shuffle(shuffled)

    assert turtle(triples) == turtle(shuffled)
    assert nquads({None: triples}) == nquads({None: shuffled})


@given(TRIPLES)
def test_what_is_written_reads_back(triples: list[tuple[URIRef, URIRef, Literal]]) -> None:
    """Both syntaxes give the same triples back, to the last digit."""
    assert set(triples) == set(parse_text(nquads({None: triples}), ".nq"))
    assert set(triples) == set(parse_text(turtle(triples), ".ttl"))


def test_nquads_are_sorted_lines(graph: Graph) -> None:
    """Each quad is a line, sorted; the default graph has no name."""
    name = URIRef("https://e.org/g")
    lines = nquads({None: graph, name: graph}).decode().splitlines()

    assert sorted(lines) == lines
    assert 2 * len(graph) == len(lines)
    assert len(graph) == sum(line.endswith(" <https://e.org/g> .") for line in lines)


def test_blank_nodes_are_refused(graph: Graph) -> None:
    """What we publish has no blank nodes, so one is an error that shows it."""
    graph.add((BNode("b1"), RDF.type, PG.Project))

    with pytest.raises(NonConformance, match="_:b1"):
        turtle(graph)
    with pytest.raises(NonConformance, match="_:b1"):
        nquads({None: graph})


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (f"{PG.goal}", "pg:goal"),
        (f"{BASE}id/project/waste-not", "project:waste-not"),
        ("http://metadata.un.org/sdg/16.7", "sdg:16.7"),
        (f"{BASE}id/record/vasteras/1", f"<{BASE}id/record/vasteras/1>"),
        ("https://example.org/a", "<https://example.org/a>"),
    ],
)
def test_iris_are_shortened_where_turtle_can(iri: str, short: str) -> None:
    """An IRI gets the longest of our prefixes that fits, or stands in brackets."""
    assert short == compact(URIRef(iri))
