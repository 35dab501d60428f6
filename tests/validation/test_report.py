"""The report: in words, as JSON and as RDF, the same each time and without blank nodes."""

import json

import pytest
from rdflib import BNode, Graph, Literal, URIRef

from partnergraph.iris import Minter
from partnergraph.namespaces import RDF, RDFS, SH, XSD
from partnergraph.rdf import parse_text, turtle
from partnergraph.validation import Report, Result, Severity, validate

E = "https://e.org/"
SHAPES = b"""
@prefix e: <https://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property e:P, e:W, e:I,
  [ sh:path ( e:p [ sh:inversePath e:q ] ) ; sh:maxCount 0 ] .
e:P sh:path e:p ; sh:nodeKind sh:IRI ; sh:name "p" ; sh:message "Use an IRI."@en, "Anv\xc3\xa4nd en IRI."@sv .
e:W sh:path e:w ; sh:maxCount 0 ; sh:severity sh:Warning ; sh:message "Leave w."@en, "Utel\xc3\xa4mna w."@sv .
e:I sh:path e:i ; sh:maxCount 0 ; sh:severity sh:Info ; sh:message "There is an i."@en, "Det finns ett i."@sv .
"""
DATA = b"""
@prefix e: <https://e.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:a10 a e:C ; e:p "x"@sv, 7 ; rdfs:label "Tio"@sv, "Ten"@en .
e:a9 a e:C ; e:p "y" ; e:w 1 ; e:i 1 .
e:a1 a e:C ; e:p [ ] .
[] a e:C ; e:p e:o . e:x e:q e:o .
"""


@pytest.fixture
def report() -> Report:
    """Return a report with results of every severity and kind of term."""
    return validate(parse_text(DATA, ".ttl"), parse_text(SHAPES, ".ttl", blank="s"))


def test_violations_come_first_and_numbers_count(report: Report) -> None:
    """Results are sorted by severity, then by focus node, in which 9 comes before 10."""
    assert [
        ("violation", "_:b1"), ("violation", f"{E}a1"), ("violation", f"{E}a9"), ("violation", f"{E}a10"),
        ("violation", f"{E}a10"), ("warning", f"{E}a9"), ("info", f"{E}a9"),
    ] == [(result["severity"], result["focus_node"]) for result in report.as_json()["results"]]  # fmt: skip


def test_the_same_input_gives_the_same_report(report: Report) -> None:
    """Two validations agree in every form."""
    again = validate(parse_text(DATA, ".ttl"), parse_text(SHAPES, ".ttl", blank="s"))

    assert report == again
    assert report.text() == again.text()
    assert turtle(report.graph(Minter())) == turtle(again.graph(Minter()))


def test_the_report_is_plain_json(report: Report) -> None:
    """The report survives JSON, says both verdicts, counts, and writes terms as SPARQL results do."""
    plain = report.as_json()

    assert plain == json.loads(json.dumps(plain))
    assert (False, False) == (plain["conforms"], plain["w3c_conforms"])
    assert {"violation": 5, "warning": 1, "info": 1} == plain["counts"] == report.counts()
    assert [
        {"type": "bnode", "value": "b0"},
        {"type": "literal", "value": "y"},
        {"type": "literal", "value": "7", "datatype": str(XSD.integer)},
        {"type": "literal", "value": "x", "xml:lang": "sv"},
    ] == [result["value"] for result in plain["results"] if result["value"]]
    assert {"sv": "Tio", "en": "Ten"} == plain["results"][3]["label"]
    assert "e.org/p>/(^<https://e.org/q>)" in plain["results"][0]["path"]


@pytest.mark.parametrize(
    ("language", "head", "words"),
    [
        ("en", "Does not conform: 5 violations, 1 warnings, 1 notes.", ["Violation: Use an IRI.", "at Ten <https://e.org/a10>"]),
        ("sv", "Följer inte reglerna: 5 fel, 1 varningar, 1 upplysningar.", ["Varning: Utelämna w.", "hos Tio <https://e.org/a10>"]),
        ("uk", "Does not conform: 5 violations, 1 warnings, 1 notes.", ["Note: There is an i.", "value 7"]),
    ],
)  # fmt: skip
def test_the_report_speaks_to_people(report: Report, language: str, head: str, words: list[str]) -> None:
    """The report in words is in the language asked for, or in English."""
    text = report.text(language)

    assert head == text.splitlines()[0]
    assert [] == [word for word in words if word not in text]


def test_an_empty_report_says_that_all_is_well() -> None:
    """Without results the report is one line in both languages."""
    assert "Conforms: 0 violations, 0 warnings, 0 notes.\n" == Report().text()
    assert "Följer reglerna: 0 fel, 0 varningar, 0 upplysningar.\n" == Report().text("sv")


def test_values_do_not_steer_a_terminal() -> None:
    """Control characters and line breaks of somebody's data are not printed as such."""
    result = Result(
        severity=Severity.WARNING,
        focus_node=URIRef(f"{E}a"),
        source_shape=URIRef(f"{E}S"),
        component=SH.PatternConstraintComponent,
        messages={"": "red \x1b[31m\nWarning: forged\u202e"},
        label={"": "a\rb"},
    )

    text = Report(results=(result,)).text()

    assert [] == [letter for letter in "\x1b\r\u202e" if letter in text]
    assert 5 == len(text.splitlines())


def test_a_result_without_message_shows_its_rule() -> None:
    """When a shape has a name but no words for a result, the name stands there."""
    result = Result(
        severity=Severity.INFO,
        focus_node=BNode("b"),
        source_shape=BNode("s"),
        component=SH.ClassConstraintComponent,
        name={"sv": "mål"},
    )

    assert ["Note: mål", "  at _:b", "  rule _:s, sh:ClassConstraintComponent"] == Report(
        results=(result,)
    ).text().splitlines()[2:]


def test_the_report_is_rdf_without_blank_nodes(report: Report) -> None:
    """The report is that of SHACL, with IRIs for results, blank nodes of the data and steps of paths."""
    graph = report.graph(Minter())
    root = Minter().graph("report")
    results = set(graph.objects(root, SH.result))

    assert {SH.ValidationReport} == set(graph.objects(root, RDF.type))
    assert [Literal("false", datatype=XSD.boolean)] == list(graph.objects(root, SH.conforms))
    assert len(report.results) == len(results) == len(set(graph.subjects(RDF.type, SH.ValidationResult)))
    assert not [term for term in graph.all_nodes() if isinstance(term, BNode)]
    assert {SH.Violation, SH.Warning, SH.Info} == set(graph.objects(None, SH.resultSeverity))
    assert all(str(result).startswith(f"{Minter().base}id/result/") for result in results)
    assert {Literal("Leave w.", lang="en"), Literal("Utelämna w.", lang="sv")} <= set(
        graph.objects(None, SH.resultMessage)
    )
    assert {"sv", "en"} == {getattr(label, "language", None) for label in graph.objects(root, RDFS.label)}
    assert set(graph) == set(parse_text(turtle(graph), ".ttl"))


def test_a_result_keeps_its_name_when_others_come_and_go(report: Report) -> None:
    """A result is named after what it says, so its IRI does not depend on the other results."""
    one = Report(results=report.results[2:3]).graph(Minter())

    assert set(one.subjects(RDF.type, SH.ValidationResult)) <= set(
        report.graph(Minter()).subjects(RDF.type, SH.ValidationResult)
    )


def test_equal_results_are_told_apart(report: Report) -> None:
    """Two results that say the same are two results in RDF too."""
    twice = Report(results=(report.results[0], report.results[0])).graph(Minter())

    assert 2 == len(set(twice.objects(None, SH.result)))


def test_sparql_constraints_are_named_in_rdf() -> None:
    """A result of a SPARQL constraint points at the constraint."""
    result = Result(
        severity=Severity.VIOLATION,
        focus_node=URIRef(f"{E}a"),
        source_shape=URIRef(f"{E}S"),
        component=SH.SPARQLConstraintComponent,
        source_constraint=URIRef(f"{E}Q"),
    )
    graph: Graph = Report(results=(result,)).graph(Minter("https://other.org/"))

    assert [URIRef(f"{E}Q")] == list(graph.objects(None, SH.sourceConstraint))
    assert [URIRef("https://other.org/graph/report")] == list(graph.subjects(RDF.type, SH.ValidationReport))
