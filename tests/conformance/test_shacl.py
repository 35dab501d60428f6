"""The W3C's SHACL test cases, read from ../shared and run through our gate with full reports compared."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Namespace
from rdflib.compare import isomorphic
from rdflib.term import Node

from partnergraph.errors import UnreadableInput
from partnergraph.namespaces import SH
from partnergraph.rdf import parse_file
from partnergraph.validation import validate, w3c_report

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
COMPARED = {
    RDF.type, SH.conforms, SH.focusNode, SH.result, SH.resultSeverity, SH.sourceConstraint,
    SH.sourceConstraintComponent, SH.sourceShape, SH.value,
}  # fmt: skip
"""What the test suite compares; messages are every engine's own."""

UNSUPPORTED = {"shapesGraph-001"}
"""pySHACL does not bind $shapesGraph, which SHACL leaves optional."""


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    """Return the folder of the cases, or skip when the shared material lacks them."""
    folder = shared / "conformance" / "data-shapes" / "data-shapes-test-suite" / "tests"
    if not folder.is_dir():
        pytest.skip("the W3C SHACL cases are not in the shared test material")
    return folder


def entries(manifest: Path) -> Iterator[tuple[str, Graph, Node]]:
    """Yield name, graph and node of every test below a manifest."""
    graph = parse_file(manifest)
    for included in sorted(map(str, graph.objects(None, MF.include))):
        yield from entries(path_of(included))
    for collection in graph.objects(None, MF.entries):
        for entry in graph.items(collection):
            yield str(entry).rpartition("/")[2], graph, entry


def path_of(iri: object) -> Path:
    """Return the file that a file: IRI names."""
    return Path(str(iri).removeprefix("file://"))


def expected(graph: Graph, entry: Node) -> Graph:
    """Return the report that a test asks for."""
    report = graph.value(entry, MF.result)
    assert report is not None
    return comparable(graph, report)


def comparable(graph: Graph, report: Node) -> Graph:
    """Return the parts of a report that are compared; each result gets a path of its own, whoever shares it."""
    kept = Graph()
    for node in [report, *graph.objects(report, SH.result)]:
        for predicate, value in graph.predicate_objects(node):
            if predicate == SH.resultPath:
                kept.add((node, predicate, copied(graph, value, kept)))
            elif predicate in COMPARED:
                kept.add((node, predicate, value))
    return kept


def copied(graph: Graph, node: Node, into: Graph) -> Node:
    """Copy a blank node and the blank nodes below it; return its new name, or the node when it has one."""
    if not isinstance(node, BNode):
        return node
    copy = BNode()
    for predicate, value in graph.predicate_objects(node):
        into.add((copy, predicate, copied(graph, value, into)))
    return copy


def passes(graph: Graph, entry: Node) -> bool:
    """Tell whether our gate answers a test exactly as it asks."""
    action = graph.value(entry, MF.action)
    data, shapes = (
        parse_file(path_of(graph.value(action, part)), blank=part.rpartition("#")[2])
        for part in (SHT.dataGraph, SHT.shapesGraph)
    )
    should_fail = graph.value(entry, MF.result) == SHT.Failure
    try:
        got, ours = w3c_report(data, shapes), validate(data, shapes)
    except UnreadableInput:
        return should_fail
    if should_fail:
        return False
    wanted = expected(graph, entry)
    report = next(got.subjects(RDF.type, SH.ValidationReport))
    verdict = next(wanted.objects(None, SH.conforms))
    return (
        isomorphic(wanted, comparable(got, report))
        and ours.w3c_conforms == (str(verdict) == "true")
        and len(ours.results) == len(list(wanted.objects(None, SH.result)))
    )


@pytest.mark.parametrize(("part", "tests", "may_fail"), [("core", 98, set()), ("sparql", 22, UNSUPPORTED)])
def test_w3c_cases(suite: Path, part: str, tests: int, may_fail: set[str]) -> None:
    """Every case gives exactly the report that the W3C expects, but for those we name."""
    cases = list(entries(suite / part / "manifest.ttl"))
    failed = {name for name, graph, entry in cases if not passes(graph, entry)}

    assert tests == len(cases)
    assert may_fail == failed
