"""The vocabularies we keep by hand: goals and targets, project areas, themes and kinds of local government."""

import re
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from pyoxigraph import BlankNode, RdfFormat, parse
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from partnergraph.iris import Kind, Minter
from partnergraph.names import slug
from partnergraph.namespaces import DCTERMS, RDF, RDFS, SCHEMA, SDGO, SKOS

FILES: Final = ("goals", "areas", "themes", "body-types")
SCHEMES: Final[dict[str, tuple[Kind, str, int]]] = {
    "areas": ("area", "project-areas", 7),
    "themes": ("theme", "themes", 5),
    "body-types": ("body-type", "body-types", 11),
}

UN: Final = URIRef("http://metadata.un.org/sdg")


def graph_of(root: Path, name: str) -> Graph:
    """Return one vocabulary file as a graph."""
    return Graph().parse(root / "ontology" / f"{name}.ttl", format="turtle")


@pytest.fixture(scope="module")
def goals(root: Path) -> Graph:
    """Return the goals and targets we ship."""
    return graph_of(root, "goals")


@pytest.fixture(scope="module")
def published(shared: Path) -> Graph:
    """Return the UN's own file, or skip when this machine lacks it."""
    path = shared / "vocab" / "un-sdg-goals-targets-indicators.ttl"
    if not path.is_file():
        pytest.skip("the UN's file of goals and targets is not on this machine")
    return Graph().parse(path, format="turtle")


def texts(graph: Graph, subject: Node, predicate: URIRef, language: str) -> list[str]:
    """Return the texts that `subject` has in one language."""
    found = graph.objects(subject, predicate)
    return [str(text) for text in found if isinstance(text, Literal) and text.language == language]


def members(graph: Graph, kind: URIRef) -> set[str]:
    """Return the IRIs of a class."""
    return {str(member) for member in graph.subjects(RDF.type, kind)}


def code(iri: Node) -> str:
    """Return the last part of an IRI: `16.7`."""
    return str(iri).rpartition("/")[2]


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_strict_turtle_without_blank_nodes(root: Path, name: str) -> None:
    """A strict parser reads each file, and no statement in it has a blank node."""
    statements = list(parse(path=str(root / "ontology" / f"{name}.ttl"), format=RdfFormat.TURTLE))

    assert statements
    assert not [s for s in statements if isinstance(s.subject, BlankNode) or isinstance(s.object, BlankNode)]


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_clean_and_tagged(root: Path, name: str) -> None:
    """Labels, definitions and notes carry a language, are composed (NFC) and have no stray space."""
    graph = graph_of(root, name)
    tagged = (SKOS.prefLabel, SKOS.altLabel, RDFS.label, SKOS.definition, SKOS.scopeNote)
    found = [text for predicate in tagged for text in graph.objects(None, predicate)]

    assert found
    for text in found:
        assert isinstance(text, Literal)
        assert text.language in {"en", "sv", "uk"}
        assert " ".join(unicodedata.normalize("NFC", text).split()) == str(text)


@pytest.mark.parametrize("name", FILES)
def test_every_resource_has_one_name_in_each_language(root: Path, name: str) -> None:
    """Schemes and concepts have one preferred label in English and in Swedish, and the same rdfs:label."""
    graph = graph_of(root, name)

    for subject in set(graph.subjects()):
        for language in ("en", "sv"):
            names = texts(graph, subject, SKOS.prefLabel, language)
            assert len(names) == 1, (subject, language)
            assert names == texts(graph, subject, RDFS.label, language), (subject, language)
            assert not set(names) & set(texts(graph, subject, SKOS.altLabel, language)), (subject, language)


@pytest.mark.parametrize("name", FILES)
def test_every_concept_has_one_notation_that_is_the_end_of_its_iri(root: Path, name: str) -> None:
    """A query finds a concept by the plain string at the end of its IRI: "16", "16.7", "urban-planning"."""
    graph = graph_of(root, name)

    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert [Literal(code(concept))] == list(graph.objects(concept, SKOS.notation))


@pytest.mark.parametrize("name", FILES)
def test_every_hierarchy_can_be_walked_both_ways(root: Path, name: str) -> None:
    """Broader and narrower mirror each other, and what has nothing broader is a top concept of its scheme."""
    graph = graph_of(root, name)
    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    broader = set(graph.subject_objects(SKOS.broader))
    tops = concepts - {narrow for narrow, _ in broader}

    assert {(wide, narrow) for narrow, wide in broader} == set(graph.subject_objects(SKOS.narrower))
    assert concepts >= {wide for _, wide in broader}
    assert concepts == set(graph.subjects(SKOS.inScheme, scheme))
    assert tops == set(graph.objects(scheme, SKOS.hasTopConcept))
    assert tops == set(graph.subjects(SKOS.topConceptOf, scheme))


def test_there_are_17_goals_and_169_targets(goals: Graph) -> None:
    """Goals are numbered 1 to 17, and every concept is either a goal or a target."""
    targets = members(goals, SDGO.Target)

    assert {f"{UN}/{n}" for n in range(1, 18)} == members(goals, SDGO.Goal)
    assert len(targets) == 169
    assert members(goals, SKOS.Concept) == members(goals, SDGO.Goal) | targets


def test_every_target_belongs_to_the_goal_its_code_names(goals: Graph) -> None:
    """Target 16.7 is under goal 16 and no other, in the UN's terms and in SKOS alike."""
    expected = {(URIRef(iri.rpartition(".")[0]), URIRef(iri)) for iri in members(goals, SDGO.Target)}

    assert expected == set(goals.subject_objects(SDGO.hasTarget))
    assert expected == set(goals.subject_objects(SKOS.narrower))
    assert expected == {(goal, target) for target, goal in goals.subject_objects(SDGO.isTargetOf)}


@pytest.mark.parametrize("kind", [SDGO.Goal, SDGO.Target])
@pytest.mark.parametrize("language", ["en", "sv"])
def test_no_two_goals_and_no_two_targets_share_a_name(goals: Graph, kind: URIRef, language: str) -> None:
    """A name points to one goal or to one target, whatever its case."""
    names = [
        name.casefold() for iri in members(goals, kind) for name in texts(goals, URIRef(iri), SKOS.prefLabel, language)
    ]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_labels_of_targets_are_short(goals: Graph, language: str) -> None:
    """A target's label is a phrase of two to eight words, without a full stop."""
    for iri in members(goals, SDGO.Target):
        (label,) = texts(goals, URIRef(iri), SKOS.prefLabel, language)
        assert 2 <= len(label.split()) <= 8, (iri, label)
        assert not label.endswith("."), (iri, label)


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (4, "God utbildning för alla"),
        (4, "God utbildning"),
        (6, "Rent vatten och sanitet för alla"),
        (6, "Rent vatten och sanitet"),
        (16, "Fredliga och inkluderande samhällen"),
        (17, "Genomförande och globalt partnerskap"),
    ],
)
def test_goals_are_known_by_the_swedish_names_in_use(goals: Graph, number: int, name: str) -> None:
    """Both ICLD's Swedish name of a goal and its common variant lead to the goal."""
    known = set(goals.subjects(SKOS.prefLabel, Literal(name, "sv")))
    known |= set(goals.subjects(SKOS.altLabel, Literal(name, "sv")))

    assert {URIRef(f"{UN}/{number}")} == known


def test_every_goal_has_a_colour_of_its_own(goals: Graph) -> None:
    """Colours are six upper-case hexadecimal digits after a number sign, one a goal, and all differ."""
    colours = {code(goal): str(colour) for goal, colour in goals.subject_objects(SCHEMA.color)}

    assert len(list(goals.subject_objects(SCHEMA.color))) == len(set(colours.values())) == 17
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in colours.values())
    assert colours["16"] == "#00689D"


def test_the_uns_citation_is_carried(goals: Graph) -> None:
    """The scheme names where it comes from and carries the citation that the UN asks for."""
    (citation,) = goals.objects(UN, DCTERMS.bibliographicCitation)

    assert [URIRef(f"{UN}/")] == list(goals.objects(UN, DCTERMS.source))
    for author in ("Joshi", "Morales", "Klarman", "Helton", "2019"):
        assert author in str(citation)


@pytest.mark.parametrize("kind", [SDGO.Goal, SDGO.Target])
def test_goals_and_targets_are_exactly_the_uns(goals: Graph, published: Graph, kind: URIRef) -> None:
    """No goal or target of the UN is missing, and none is made up."""
    assert members(published, kind) == members(goals, kind)


def test_english_names_of_goals_are_the_uns(goals: Graph, published: Graph) -> None:
    """The English name of a goal is the short name the UN's file gives it."""
    for iri in members(published, SDGO.Goal):
        expected = texts(published, URIRef(iri), SKOS.altLabel, "en")
        assert expected == texts(goals, URIRef(iri), SKOS.prefLabel, "en")


def test_labels_of_targets_are_our_own_words(goals: Graph, published: Graph) -> None:
    """No label of a target is the UN's text or a piece of it."""
    for iri in members(goals, SDGO.Target):
        (label,) = texts(goals, URIRef(iri), SKOS.prefLabel, "en")
        official = texts(published, URIRef(iri), SKOS.prefLabel, "en")
        assert official
        assert not [text for text in official if label.casefold() in text.casefold()], (iri, label)


@pytest.mark.parametrize("name", SCHEMES)
def test_concepts_of_ours_are_named_after_their_english_label(root: Path, name: str) -> None:
    """Each scheme has as many concepts as are known, minted from the English label like any new value would be."""
    kind, scheme, count = SCHEMES[name]
    graph, mint = graph_of(root, name), Minter()
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    labels = [label for concept in concepts for label in texts(graph, concept, SKOS.prefLabel, "en")]

    assert count == len(concepts)
    assert {mint.id(kind, slug(label)) for label in labels} == concepts
    assert [mint.id("scheme", scheme)] == list(graph.subjects(RDF.type, SKOS.ConceptScheme))


@pytest.mark.parametrize("name", SCHEMES)
@pytest.mark.parametrize("language", ["en", "sv"])
def test_concepts_of_ours_are_defined_and_told_apart(root: Path, name: str, language: str) -> None:
    """Schemes and concepts have one definition of one sentence a language, and names do not collide."""
    graph = graph_of(root, name)
    names = [
        str(n).casefold()
        for n in graph.objects(None, SKOS.prefLabel)
        if isinstance(n, Literal) and n.language == language
    ]

    assert sorted(set(names)) == sorted(names)
    for subject in set(graph.subjects()):
        (definition,) = texts(graph, subject, SKOS.definition, language)
        assert re.fullmatch(r"[^.]+\.", definition), (subject, definition)


@pytest.mark.parametrize("name", SCHEMES)
def test_schemes_of_ours_say_that_they_are_open(root: Path, name: str) -> None:
    """A person who meets a value that is not listed learns from the scheme that the set may grow."""
    graph = graph_of(root, name)
    (scheme,) = graph.subjects(RDF.type, SKOS.ConceptScheme)

    assert "open" in texts(graph, scheme, SKOS.scopeNote, "en")[0]
    assert "öppen" in texts(graph, scheme, SKOS.scopeNote, "sv")[0]


def test_areas_and_themes_read_as_icld_publishes_them(root: Path) -> None:
    """English labels are ICLD's to the letter, capitals included, so that published values find them."""
    areas, themes = graph_of(root, "areas"), graph_of(root, "themes")

    assert {str(label) for label in areas.objects(None, SKOS.prefLabel)} >= {
        "Education",
        "Environment/Climate change",
        "Inclusive leadership and governance",
        "Local economic development, innovation and livelihoods",
        "Social care and wellbeing",
        "Technical Services and Infrastructure",
        "Urban planning",
    }
    assert {str(label) for label in themes.objects(None, SKOS.prefLabel)} >= {
        "Child rights and youth participation",
        "Digitalisation and e-governance",
        "Gender Equality",
        "Human Rights",
        "Participatory democracy, citizen dialogues and budgeting",
    }


def test_south_african_and_ukrainian_kinds_are_municipalities(root: Path) -> None:
    """Asking for municipalities and what is narrower finds hromadas and the three South African kinds."""
    graph = graph_of(root, "body-types")
    found = {code(kind) for kind in graph.subjects(SKOS.broader, Minter().id("body-type", "municipality"))}

    assert {"hromada", "local-municipality", "district-municipality", "metropolitan-municipality"} <= found
