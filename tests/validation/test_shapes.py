"""The shapes themselves: every constraint has an example that breaks it and nothing else, and says so in two languages.

An example is `tests/data/shapes/<file of shapes>/invalid-<shape>-<parameter>.ttl`, added to `base.ttl`; its name is the
expectation. Where a fault cannot but break a second constraint, a comment `# also: <shape>-<parameter>` says so.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from partnergraph.namespaces import BASE, OWL, SH, SHAPE
from partnergraph.rdf import parse_file
from partnergraph.validation import Report, shipped_ontology, shipped_shapes, validate

EXAMPLES = Path(__file__).parents[1] / "data" / "shapes"
INVALID = sorted(EXAMPLES.glob("*/invalid-*.ttl"))
VALID = sorted(EXAMPLES.glob("*/valid-*.ttl"))

PARAMETERS = {
    SH[name]
    for name in (
        "class", "datatype", "disjoint", "equals", "hasValue", "in", "languageIn", "lessThanOrEquals", "maxCount",
        "maxInclusive", "minCount", "minInclusive", "minLength", "nodeKind", "not", "or", "pattern",
        "qualifiedMinCount", "sparql", "uniqueLang",
    )
}  # fmt: skip
BESIDE = {
    SH[name]
    for name in ("message", "name", "path", "property", "qualifiedValueShape", "severity", "targetClass",
                 "targetObjectsOf", "targetSubjectsOf")
} | {RDF.type, SHAPE.messageTemplate}  # fmt: skip
"""What a shape may say beside its constraints."""

ALWAYS = {"Finding-warning-not", "Finding-info-not"}
"""Results that a finding gives by being there."""


@cache
def shapes() -> Graph:
    """Return the shipped shapes, read once."""
    return shipped_shapes()


@cache
def base() -> Graph:
    """Return the graph that every example is added to."""
    return parse_file(EXAMPLES / "base.ttl")


@cache
def judge(example: Path) -> Report:
    """Return what the shapes find in an example together with the base."""
    return validate(base() + parse_file(example, blank="example"), shapes())


def names(report: Report) -> set[str]:
    """Return what a report found as `<shape>-<parameter>`."""
    found = set()
    for result in report.results:
        component = result.component.rpartition("#")[2].removesuffix("ConstraintComponent")
        parameter = "sparql" if component == "SPARQL" else component[0].lower() + component[1:]
        found.add(f"{str(result.source_shape).rpartition('#')[2]}-{parameter}")
    return found


def active() -> Iterator[Node]:
    """Yield the shapes that are applied by themselves: those with a target, and their property shapes."""
    targets = (SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf)
    for shape in {shape for target in targets for shape in shapes().subjects(target, None)}:
        yield shape
        yield from shapes().objects(shape, SH.property)


def constraints() -> set[str]:
    """Return every constraint of the active shapes as `<shape>-<parameter>`."""
    return {
        f"{str(shape).rpartition('#')[2]}-{predicate.rpartition('#')[2]}"
        for shape in active()
        for predicate in shapes().predicates(shape, None)
        if isinstance(predicate, URIRef) and predicate in PARAMETERS
    }


def relative(path: Path) -> str:
    """Return the name of a test after its example."""
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("example", INVALID, ids=relative)
def test_an_example_breaks_exactly_what_its_name_says(example: Path) -> None:
    """The results of an invalid example are those of its name and of its `# also:` lines, no more."""
    named = example.stem.removeprefix("invalid-")
    also = re.findall(r"(?m)^# also: (\S+)$", example.read_text(encoding="utf-8"))

    assert {named, *also} == names(judge(example)) - (ALWAYS - {named})


@pytest.mark.parametrize("example", VALID, ids=relative)
def test_a_valid_example_has_no_result(example: Path) -> None:
    """A valid example conforms without a warning, but for the finding that it may be."""
    assert set() == names(judge(example)) - ALWAYS


def test_every_constraint_is_broken_by_an_example() -> None:
    """No constraint is without an example that breaks it, and no example is about a constraint that is gone."""
    assert constraints() == {example.stem.removeprefix("invalid-") for example in INVALID}


def test_every_file_of_shapes_has_examples(root: Path) -> None:
    """Each file of shapes has valid and invalid examples in a folder of its name."""
    files = {path.stem for path in (root / "shapes").glob("*.ttl")}

    assert files == {path.parent.name for path in INVALID}
    assert files == {path.parent.name for path in VALID}


def test_examples_lie_beside_the_shapes_they_break(root: Path) -> None:
    """An invalid example lies in the folder of the file that has its shape."""
    homes = {
        str(shape).rpartition("#")[2]: path.stem
        for path in (root / "shapes").glob("*.ttl")
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in parse_file(path).subjects(RDF.type, kind)
    }

    assert not [
        relative(path)
        for path in INVALID
        if homes[path.stem.removeprefix("invalid-").rpartition("-")[0]] != path.parent.name
    ]


def test_shapes_say_nothing_that_goes_untested() -> None:
    """Whatever a shape says is a constraint that we enumerate or known to be none."""
    kinds = (SH.NodeShape, SH.PropertyShape)
    said = {
        p for kind in kinds for shape in shapes().subjects(RDF.type, kind) for p in shapes().predicates(shape, None)
    }

    assert set() == said - PARAMETERS - BESIDE


def test_shapes_are_named() -> None:
    """Every shape and constraint has an IRI of ours, so that a report can point at it."""
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    named = {shape for kind in kinds for shape in shapes().subjects(RDF.type, kind)}
    used = {
        shape
        for link in (SH.property, SH.sparql, SH["not"], SH.qualifiedValueShape)
        for shape in shapes().objects(None, link)
    }

    assert not [shape for shape in named | used if not str(shape).startswith(str(SHAPE))]
    assert set() == used - named


@pytest.mark.parametrize("language", ["en", "sv"])
def test_shapes_speak_two_languages(language: str) -> None:
    """Every shape has a name, and every one with constraints a message, in Swedish and English."""
    graph = shapes()

    def lacks(node: Node, predicate: Node) -> bool:
        return language not in {getattr(text, "language", None) for text in graph.objects(node, predicate)}

    kinds = (SH.NodeShape, SH.PropertyShape)
    spoken = {*graph.subjects(RDF.type, SH.PropertyShape), *graph.subjects(RDF.type, SH.SPARQLConstraint)}
    spoken |= {s for s in active() if (PARAMETERS - {SH.sparql}) & set(graph.predicates(s, None))}

    assert not [shape for kind in kinds for shape in graph.subjects(RDF.type, kind) if lacks(shape, SH.name)]
    assert not [shape for shape in spoken if lacks(shape, SH.message)]


@pytest.mark.parametrize("example", INVALID, ids=relative)
def test_results_speak_two_languages(example: Path) -> None:
    """What is wrong with an example is said in Swedish and in English, and not in the same words."""
    for result in judge(example).results:
        assert {"en", "sv"} == set(result.messages)
        assert result.message("en") != result.message("sv")


@pytest.mark.parametrize("graph", [base, shipped_ontology])
def test_base_and_vocabulary_have_no_result(graph: Callable[[], Graph]) -> None:
    """The base of the examples and the vocabulary that ships pass the shapes without a warning."""
    assert validate(graph(), shapes()).w3c_conforms


def test_shapes_speak_of_terms_that_exist() -> None:
    """Every term of ours in the shapes is declared in the vocabulary."""
    ontology = shipped_ontology()
    used = {
        term for triple in shapes() for term in triple if isinstance(term, URIRef) and term.startswith(f"{BASE}ns#")
    }
    used |= {
        URIRef(f"{BASE}ns#{name}")
        for text in [*shapes().objects(None, SH.select), *shapes().objects(None, SHAPE.messageTemplate)]
        for name in re.findall(r"\bpg:(\w+)", str(text))
    }

    assert set() == {term for term in used if (term, None, None) not in ontology}
    assert (SHAPE.messageTemplate, RDF.type, OWL.AnnotationProperty) in shapes()
