"""The VoID description: counted for real, of the data and of itself, in terms a client can check."""

import pytest
from rdflib import BNode, Graph, Literal, URIRef

from partnergraph.graph.description import FORMATS, LICENCE, describe
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, OWL, PG, RDF, RDFS, SKOS, VOID, XSD

MINT = Minter("https://example.org/graph/")
DATASET = MINT.dataset()


@pytest.fixture
def data() -> Graph:
    """Return a graph of two partnerships, the term for one, a theme, and a term of nobody's vocabulary."""
    graph = Graph()
    for slug in ("b", "a"):
        graph.add((MINT.id("partnership", slug), RDF.type, PG.Partnership))
        graph.add((MINT.id("partnership", slug), RDFS.label, Literal(slug, lang="sv")))
    graph.add((MINT.id("theme", "vatten"), RDF.type, SKOS.Concept))
    graph.add((MINT.id("theme", "vatten"), URIRef("urn:x/own"), Literal("1")))
    graph.add((PG.Partnership, RDFS.label, Literal("Partnership", lang="en")))
    graph.add((PG.Partnership, RDFS.label, Literal("Partnerskap", lang="sv")))
    return graph


def described(data: Graph, *, harvested: str = "2026-05-04") -> Graph:
    """Describe `data` as a release would."""
    return describe(data, minter=MINT, version="0123456789abcdef", harvested=harvested)


def test_counts_hold_for_all_that_is_published(data: Graph) -> None:
    """Totals and partitions are those of data and description together."""
    description = described(data)
    published = data + description

    def said(predicate: URIRef) -> int:
        return int(str(description.value(DATASET, predicate)))

    assert len(published) == said(VOID.triples)
    assert len(set(published.subjects())) == said(VOID.distinctSubjects)
    assert len(set(published.objects())) == said(VOID.distinctObjects)
    assert len(set(published.predicates())) == said(VOID.properties)
    assert len(set(published.objects(None, RDF.type))) == said(VOID.classes)
    assert said(VOID.entities) == 3
    for partition in description.objects(DATASET, VOID.classPartition):
        class_ = description.value(partition, VOID["class"])
        assert len(set(published.subjects(RDF.type, class_))) == int(str(description.value(partition, VOID.entities)))
    for partition in description.objects(DATASET, VOID.propertyPartition):
        predicate = description.value(partition, VOID.property)
        count = len(list(published.triples((None, predicate, None))))
        assert count == int(str(description.value(partition, VOID.triples)))


def test_every_class_and_property_has_a_named_partition(data: Graph) -> None:
    """Partitions have IRIs that tell the term, and labels; there is no blank node."""
    description = described(data)
    published = data + description

    partitions = set(description.objects(DATASET, VOID.classPartition))

    assert {URIRef(f"{DATASET}/class/{name}") for name in ("Partnership", "skos-Concept", "void-Dataset")} == partitions
    assert URIRef(f"{DATASET}/property/urn%3Ax%2Fown") in set(description.objects(DATASET, VOID.propertyPartition))
    assert set(published.predicates()) == set(description.objects(None, VOID.property))
    assert not any(isinstance(term, BNode) for triple in description for term in triple)


def test_partitions_are_labelled_as_their_terms(data: Graph) -> None:
    """A partition carries the labels of its class or property, or else its short name."""
    description = described(data)

    def labels(path: str) -> set[str]:
        return {label.n3() for label in description.objects(URIRef(f"{DATASET}/{path}"), RDFS.label)}

    assert {'"Partnership"@en', '"Partnerskap"@sv'} == labels("class/Partnership")
    assert {'"skos:Concept"@en'} == labels("class/skos-Concept")
    assert {'"urn:x/own"@en'} == labels("property/urn%3Ax%2Fown")


def test_head(data: Graph) -> None:
    """The dataset has titles in both languages, a licence, a version, formats, examples and where its IRIs lie."""
    description = described(data)

    assert {"en", "sv"} == {getattr(title, "language", None) for title in description.objects(DATASET, DCTERMS.title)}
    assert list(description.objects(DATASET, DCTERMS.license)) == [LICENCE]
    assert [Literal("0123456789abcdef")] == list(description.objects(DATASET, OWL.versionInfo))
    assert [Literal("https://example.org/graph/id/")] == list(description.objects(DATASET, VOID.uriSpace))
    assert [MINT.id("partnership", "a")] == list(description.objects(DATASET, VOID.exampleResource))
    assert len(FORMATS) == len(list(description.objects(DATASET, VOID.feature)))
    assert URIRef(str(SKOS)) in set(description.objects(DATASET, VOID.vocabulary))
    assert not any("urn:x" in str(vocabulary) for vocabulary in description.objects(DATASET, VOID.vocabulary))


@pytest.mark.parametrize(
    ("harvested", "expected"),
    [
        ("2026-05-04", [Literal("2026-05-04", datatype=XSD.date)]),
        ("2026-05-04T10:00:00Z", [Literal("2026-05-04T10:00:00Z", datatype=XSD.dateTime)]),
        ("", []),
    ],
)
def test_modified_is_the_harvest(data: Graph, harvested: str, expected: list[Literal]) -> None:
    """The date is that of the latest harvest, never that of the build; without one, nothing is said."""
    actual = described(data, harvested=harvested).objects(DATASET, DCTERMS.modified)

    assert [term.n3() for term in expected] == [term.n3() for term in actual if isinstance(term, Literal)]


def test_nothing_is_described_too() -> None:
    """An empty graph has a description, which counts itself."""
    description = described(Graph())

    assert str(len(description)) == str(description.value(DATASET, VOID.triples))


def test_description_is_not_counted_twice(data: Graph) -> None:
    """A graph that holds its description already is described in the same words."""
    once = described(data)

    assert set(once) == set(described(data + once))
