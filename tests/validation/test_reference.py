"""The reference engine: what it finds, what it leaves alone, and what it says of shapes that make no sense."""

import logging
from pathlib import Path

import pytest
import rdflib
from rdflib import Graph, Literal, URIRef

from partnergraph.errors import UnreadableInput
from partnergraph.namespaces import RDF, SH
from partnergraph.rdf import parse_text
from partnergraph.validation import Severity, validate, w3c_report

HEAD = (
    "@prefix e: <https://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
)
A, B = URIRef("https://e.org/a"), URIRef("https://e.org/b")


def read(turtle: str) -> Graph:
    """Return the graph of a text with the usual prefixes."""
    return parse_text((HEAD + turtle).encode(), ".ttl")


def property_shape(constraint: str, severity: str = "Violation") -> Graph:
    """Return a shape for e:p of every e:C."""
    return read(
        "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property e:P . "
        f'e:P sh:path e:p ; sh:name "p"@en ; sh:severity sh:{severity} ; {constraint} .'
    )


def sparql_shape(select: str, message: str = '"Odd"@en, "Udda"@sv', prefixes: str = "") -> Graph:
    """Return a shape with a SPARQL constraint for every e:C."""
    return read(
        f"e:S a sh:NodeShape ; sh:targetClass e:C ; sh:sparql e:Q . e:Q sh:message {message} ; {prefixes} "
        f'sh:select """{select}""" .'
    )


def test_a_result_says_all_there_is_to_know() -> None:
    """Severity, focus node with label, path, value, message, shape and component are all there."""
    data = read('e:a a e:C ; e:p 1 ; rdfs:label "A"@en .')
    shapes = property_shape('sh:datatype xsd:string ; sh:message "Write text."@en, "Skriv text."@sv', "Warning")

    (result,) = validate(data, shapes).results

    assert (Severity.WARNING, A, URIRef("https://e.org/p")) == (result.severity, result.focus_node, result.path)
    assert Literal("1", datatype=rdflib.XSD.integer) == result.value
    assert {"en": "Write text.", "sv": "Skriv text."} == result.messages
    assert {"en": "A"} == result.label
    assert {"en": "p"} == result.name
    assert URIRef("https://e.org/P") == result.source_shape
    assert SH.DatatypeConstraintComponent == result.component
    assert result.source_constraint is None


@pytest.mark.parametrize(
    ("severity", "ours", "conforms"),
    [
        ("Violation", Severity.VIOLATION, False),
        ("Warning", Severity.WARNING, True),
        ("Info", Severity.INFO, True),
        ("Unheard", Severity.VIOLATION, False),
    ],
)
def test_only_violations_block(severity: str, ours: Severity, conforms: bool) -> None:  # noqa: FBT001 - pytest's way
    """Warnings and infos conform for us, never for the W3C; a severity we do not know blocks."""
    report = validate(read("e:a a e:C ."), property_shape("sh:minCount 1", severity))

    assert [ours] == [result.severity for result in report.results]
    assert conforms == report.conforms
    assert not report.w3c_conforms


def test_subclasses_count_where_the_data_has_them() -> None:
    """A subclass that the data declares is targeted, and nothing else is inferred."""
    shapes = property_shape("sh:minCount 1")

    assert 1 == len(validate(read("e:a a e:D . e:D rdfs:subClassOf e:C ."), shapes).results)
    assert 0 == len(validate(read("e:a e:q 1 . e:q rdfs:domain e:C ."), shapes).results)


def test_neither_graph_is_changed() -> None:
    """Validation leaves data and shapes as they were."""
    data, shapes = read("e:a a e:C ; e:p [] ."), property_shape("sh:nodeKind sh:IRI")
    before = set(data), set(shapes)

    validate(data, shapes)

    assert before == (set(data), set(shapes))


def test_literals_are_judged_as_written() -> None:
    """`"01"^^xsd:integer` is not `1`, and an ill-typed literal is found."""
    data = read('e:a a e:C ; e:p "01"^^xsd:integer, "none"^^xsd:boolean .')

    report = validate(data, property_shape("sh:datatype xsd:integer ; sh:in ( 1 )"))

    assert ["01", "none", "none"] == sorted(str(result.value) for result in report.results)


def test_only_true_asks_for_unique_languages() -> None:
    """`sh:uniqueLang "1"^^xsd:boolean` asks for nothing, as SHACL says (4.4.5)."""
    data = read('e:a a e:C ; e:p "a"@en, "b"@en .')

    assert validate(data, property_shape('sh:uniqueLang "1"^^xsd:boolean')).w3c_conforms
    assert not validate(data, property_shape("sh:uniqueLang true")).w3c_conforms


def test_sparql_messages_keep_their_languages() -> None:
    """A SPARQL constraint speaks all its languages, with values filled in."""
    shapes = sparql_shape(
        "SELECT $this ?value { $this <https://e.org/p> ?value }", '"{?value} is odd"@en, "{?value} är udda"@sv'
    )

    (result,) = validate(read('e:a a e:C ; e:p "x" .'), shapes).results

    assert {"en": "x is odd", "sv": "x är udda"} == result.messages
    assert URIRef("https://e.org/Q") == result.source_constraint


def test_a_backslash_in_a_value_does_no_harm() -> None:
    """The engine fails to fill a message with a value that has a backslash; the result is there all the same."""
    shapes = sparql_shape("SELECT $this ?value { $this <https://e.org/p> ?value }", '"Odd: {?value}"@en')

    (result,) = validate(read(r'e:a a e:C ; e:p "a\\d\\1" .'), shapes).results

    assert {"en": "Odd: …"} == result.messages
    assert Literal(r"a\d\1") == result.value


def test_prefixes_are_imported() -> None:
    """Prefixes of an imported ontology hold for the constraint that asks for them (SHACL 5.2.1)."""
    shapes = sparql_shape("SELECT $this { $this x:p ?v }", prefixes="sh:prefixes e:own ;") + read(
        'e:own owl:imports e:other . e:other sh:declare [ sh:prefix "x" ; sh:namespace "https://e.org/"^^xsd:anyURI ] .'
    )

    assert 1 == len(validate(read("e:a a e:C ; e:p 1 ."), shapes).results)


@pytest.mark.parametrize(
    "shapes",
    [
        property_shape("sh:minCount 1, 2"),
        property_shape("sh:pattern 7"),
        sparql_shape("SELEC $this { }"),
        sparql_shape("SELECT $this { $this unknown:p ?v }"),
        sparql_shape("SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }"),
        read("e:S a sh:NodeShape ; sh:targetClass e:C ; sh:or () ."),
        read("e:S a sh:NodeShape ; sh:targetClass e:C ; sh:node e:S ."),
    ],
)
def test_shapes_that_make_no_sense_are_unreadable(shapes: Graph, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is wrong with shapes, it is told in one line, and nothing is logged besides."""
    with caplog.at_level(logging.DEBUG), pytest.raises(UnreadableInput, match="shapes cannot be used") as caught:
        validate(read("e:a a e:C ; e:p 1 ."), shapes)

    assert "\n" not in caught.value.message
    assert "w3.org" in caught.value.hint
    assert [] == caplog.records


@pytest.mark.parametrize("clause", ["FROM <{}> {{", "FROM NAMED <{}> {{ GRAPH ?g {{", "{{ GRAPH <{}> {{"])
def test_shapes_read_no_files(tmp_path: Path, clause: str) -> None:
    """A query in shapes cannot read files of this machine."""
    secret = tmp_path / "secret.ttl"
    secret.write_text("<https://e.org/s> <https://e.org/p> 'secret' .", encoding="utf-8")
    source = clause.format(secret.as_uri())
    shapes = sparql_shape(f"SELECT $this ?value {source} ?s <https://e.org/p> ?value " + "}" * source.count("{"))

    try:
        said = validate(read("e:a a e:C ."), shapes).text()
    except UnreadableInput as error:
        said = error.message

    assert "'secret'" not in said
    assert '"secret"' not in said


def test_the_setting_of_rdflib_returns() -> None:
    """Literals are normalised by rdflib after a validation as it did before, also after a failed one."""
    before = rdflib.NORMALIZE_LITERALS

    validate(read("e:a a e:C ."), property_shape("sh:minCount 1"))
    with pytest.raises(UnreadableInput):
        validate(read("e:a a e:C ."), property_shape("sh:minCount 1, 2"))

    assert before == rdflib.NORMALIZE_LITERALS


def test_the_raw_report_is_shacls_own() -> None:
    """The report as the engine wrote it is there for those who need all of it."""
    report = w3c_report(read("e:a a e:C . e:b a e:C ."), property_shape("sh:minCount 1"))

    assert 1 == len(list(report.subjects(RDF.type, SH.ValidationReport)))
    assert {A, B} == set(report.objects(None, SH.focusNode))


def test_nothing_to_judge_conforms() -> None:
    """Without focus nodes there are no results."""
    assert validate(Graph(), property_shape("sh:minCount 1")).w3c_conforms
