"""The description of the dataset: counted for real, of the data and of itself, in terms a client can check."""

import pytest
from rdflib import BNode, Graph, Literal, URIRef

from partnergraph.graph.description import describe
from partnergraph.iris import Minter
from partnergraph.namespaces import DCAT, DCTERMS, OWL, PG, PREFIXES, RDF, RDFS, SDG, SH, SKOS, VOID, VOIDEXT, XSD

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

    assert {URIRef(f"{DATASET}/class/{name}") for name in ("Partnership", "skos-Concept", "void-Dataset")} < partitions
    assert set(published.objects(None, RDF.type)) == {description.value(each, VOID["class"]) for each in partitions}
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
    assert [URIRef("https://creativecommons.org/licenses/by/4.0/")] == list(
        description.objects(DATASET, DCTERMS.license)
    )
    for predicate in (OWL.versionInfo, DCAT.version):
        assert [Literal("0123456789abcdef")] == list(description.objects(DATASET, predicate))
    assert [Literal("https://example.org/graph/id/")] == list(description.objects(DATASET, VOID.uriSpace))
    assert [MINT.id("partnership", "a")] == list(description.objects(DATASET, VOID.exampleResource))
    assert URIRef("http://www.w3.org/ns/formats/TriG") in set(description.objects(DATASET, VOID.feature))
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


def test_a_class_tells_its_properties_and_what_they_lead_to(data: Graph) -> None:
    """The partition of a class has one for each property in use, and that one for classes and datatypes."""
    data.add((MINT.id("partnership", "a"), PG.inNetwork, MINT.id("theme", "vatten")))
    description = described(data)
    labels = DATASET + "/class/Partnership/rdfs-label"
    networks = DATASET + "/class/Partnership/inNetwork"

    assert {labels, networks} == set(description.objects(DATASET + "/class/Partnership", VOID.propertyPartition))
    assert (labels, VOID.triples, Literal("2", datatype=XSD.integer)) in description
    assert [RDF.langString] == [
        description.value(each, VOIDEXT.datatype) for each in description.objects(labels, VOIDEXT.datatypePartition)
    ]
    assert [SKOS.Concept] == [
        description.value(each, VOID["class"]) for each in description.objects(networks, VOID.classPartition)
    ]


def test_links_to_datasets_of_others_are_counted(data: Graph) -> None:
    """A linkset says from where to where, by which property and how often; terms and types are no links."""
    assert VOID.Linkset not in set(described(data).objects(None, RDF.type))
    for slug in ("a", "b"):
        data.add((MINT.id("partnership", slug), PG.goal, SDG["16"]))
    data.add((SDG["16"], RDF.type, URIRef("http://metadata.un.org/sdg/ontology#Goal")))
    data.add((SDG["16"], SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q48741129")))
    code = URIRef("https://example.net/codes/#15185")
    data.add((DATASET + "/target/codes", VOID.uriSpace, Literal("https://example.net/codes/#")))
    data.add((MINT.id("theme", "vatten"), SKOS.relatedMatch, code))
    data.add((MINT.id("theme", "vatten"), OWL.annotatedTarget, code))
    description = described(data)

    found = {
        tuple(str(description.value(linkset, each)) for each in (VOID.subjectsTarget, VOID.linkPredicate, VOID.triples))
        for linkset in description.objects(DATASET, VOID.subset)
    }
    un = f"{DATASET}/target/un-sdg"
    ours = str(DATASET)
    assert {(ours, str(PG.goal), "2"), (un, str(SKOS.exactMatch), "1"), (ours, str(SKOS.relatedMatch), "1")} == found
    assert (URIRef(un), VOID.uriSpace, Literal("http://metadata.un.org/sdg/")) in description
    assert (DATASET + "/target/geonames", None, None) not in description
    assert (DATASET + "/target/codes", RDF.type, VOID.Dataset) in description
    published = data + description
    datasets = set(published.subjects(RDF.type, VOID.Dataset))
    for part in description.objects(DATASET + "/class/void-Dataset", VOID.propertyPartition):
        used = [each for each in published.subjects(description.value(part, VOID.property), None) if each in datasets]
        assert len(used) == int(str(description.value(part, VOID.triples))), part


def test_prefixes_are_declared_in_the_graph(data: Graph) -> None:
    """Every prefix of ours is a SHACL declaration of the ontology."""
    description = described(data)

    declared = {
        str(description.value(each, SH.prefix)): str(description.value(each, SH.namespace))
        for each in description.objects(URIRef(str(PG)[:-1]), SH.declare)
    }
    assert dict(PREFIXES) == declared


def test_the_time_that_projects_cover(data: Graph) -> None:
    """The period goes from the first year to the last that any project states; without one, nothing is said."""
    assert (DATASET, DCTERMS.temporal, None) not in described(data)
    for year in ("2019", "2018"):
        data.add((MINT.id("project", year), PG.startYear, Literal(year, datatype=XSD.gYear)))
    description = described(data)

    assert [Literal("2018", datatype=XSD.gYear)] == list(description.objects(DATASET + "/period", DCAT.startDate))
    assert (None, DCAT.endDate, None) not in description
