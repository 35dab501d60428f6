"""One contract for every engine: the same questions about the same data have the same answers in every format."""

import csv
import io
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import pyoxigraph as ox
import pytest

from partnergraph.errors import QuerySyntax
from partnergraph.formats import CSV, GRAPHS, JSON, NTRIPLES, RESULTS, Format
from partnergraph.namespaces import PREFIXES
from partnergraph.store import QueryRequest, WorkerPool
from partnergraph.store.remote import RemotePool

_BASE: Final = "https://w3id.org/partnergraph/"
_FINDINGS: Final = f"{_BASE}graph/findings"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: Final = tuple(f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long"))
_PROLOGUE: Final = f"BASE <{_BASE}id/> " + "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())

_ROWS: Final = {
    "everything": "SELECT ?s ?p ?o { ?s ?p ?o }",
    "count": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinct": "SELECT DISTINCT ?p { ?s ?p ?o }",
    "ordered": "SELECT ?l { ?b a pg:LocalGovernment ; pg:shortName ?l } ORDER BY ?l",
    "limited": "SELECT ?b { ?b a pg:LocalGovernment } ORDER BY ?b LIMIT 2 OFFSET 1",
    "optional": "SELECT ?b ?c { ?b a pg:LocalGovernment OPTIONAL { ?b pg:scbCode ?c } }",
    "union": "SELECT ?x { { ?x a pg:Project } UNION { ?x a pg:Partnership } }",
    "minus": "SELECT ?b { ?b a pg:LocalGovernment MINUS { ?b pg:pairedWith ?o } }",
    "not-exists": "SELECT ?b { ?b a pg:LocalGovernment FILTER NOT EXISTS { ?b pg:pairedWith ?o } }",
    "language": "SELECT ?l { <country/se> rdfs:label ?l FILTER(LANG(?l) = 'sv') }",
    "language-range": "SELECT ?b ?l { ?b a pg:LocalGovernment ; rdfs:label ?l FILTER(LANGMATCHES(LANG(?l), 'uk')) }",
    "text": "SELECT ?b { ?b rdfs:label ?l FILTER(CONTAINS(STR(?l), 'Västerås')) }",
    "tagged": "SELECT ?b { ?b rdfs:label 'Mjölby kommun'@sv }",
    "cyrillic": "SELECT ?b { ?b rdfs:label 'Шацьк'@uk }",
    "markup": "SELECT ?l { <body/gh-tamale> rdfs:label ?l }",
    "percent": "SELECT ?p { <body/se-vasteras> ?p ?o } GROUP BY ?p",
    "numbers": "SELECT ?t ?lat ?long { ?t wgs:lat ?lat ; wgs:long ?long }",
    "comparison": "SELECT ?r { ?r pg:firstLine ?n FILTER(?n > 5) }",
    "sum": "SELECT (SUM(?n) AS ?t) (MAX(?n) AS ?m) { ?r pg:firstLine ?n }",
    "years": "SELECT ?p ?y { ?p pg:startYear ?y }",
    "truths": "SELECT ?r { ?r pg:complete true }",
    "truth-values": "SELECT DISTINCT ?c { ?r pg:complete ?c }",
    "group": "SELECT ?c (COUNT(?b) AS ?n) { ?b a pg:LocalGovernment ; pg:country ?c } GROUP BY ?c",
    "having": "SELECT ?c { ?b pg:country ?c ; a pg:LocalGovernment } GROUP BY ?c HAVING (COUNT(?b) > 1)",
    "values": "SELECT ?b ?l { VALUES ?b { <body/se-mjolby> <body/ua-shatsk> } ?b pg:shortName ?l }",
    "bind": "SELECT ?x { ?b pg:scbCode ?c BIND(CONCAT('SE', ?c) AS ?x) }",
    "path": "SELECT ?b { <project/open-shatsk> pg:inPartnership/pg:partner ?b }",
    "inverse-path": "SELECT ?p { <body/gh-tamale> ^pg:partner/^pg:inPartnership ?p }",
    "sub-select": "SELECT ?b ?n { { SELECT ?b (COUNT(?p) AS ?n) { ?p pg:partner ?b } GROUP BY ?b } }",
    "nothing": "SELECT ?x { ?x a pg:Nothing }",
    "named-graph": f"SELECT ?f ?code {{ GRAPH <{_FINDINGS}> {{ ?f pg:code ?code }} }}",
    "which-graphs": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
    "both-graphs": "SELECT ?d ?l { GRAPH ?g { ?f pg:inDocument ?d } ?d rdfs:label ?l }",
    "from": f"SELECT ?f FROM <{_FINDINGS}> {{ ?f a pg:Finding }}",  # noqa: S608 - a constant
}
"""Questions with rows, by name; all have one right answer, whatever the order."""

_TRUTHS: Final = {"yes": "ASK { <country/se> a pg:Country }", "no": "ASK { <country/se> a pg:Project }"}

_GRAPHS: Final = {
    "construct": "CONSTRUCT { ?a pg:pairedWith ?b } WHERE { ?p pg:swedishPartner ?a ; pg:internationalPartner ?b }",
    "construct-where": "CONSTRUCT WHERE { ?s rdfs:label ?l }",
    "construct-nothing": "CONSTRUCT WHERE { ?s a pg:Nothing }",
    "literals": "CONSTRUCT WHERE { <record/vasteras-stad/1> ?p ?o }",
}

Engine = WorkerPool | RemotePool


@pytest.mark.parametrize("wanted", RESULTS, ids=lambda each: each.name)
@pytest.mark.parametrize("name", _ROWS)
def test_rows_are_the_same_in_every_engine(engine: Engine, reference: ox.Store, name: str, wanted: Format) -> None:
    """A SELECT has the same columns and the same rows, by value, in every format."""
    expected = reference.query(_PROLOGUE + _ROWS[name])
    assert isinstance(expected, ox.QuerySolutions)
    columns = [variable.value for variable in expected.variables]

    given = _asked(engine, _ROWS[name], wanted)

    if wanted is CSV:
        header, *rows = csv.reader(io.StringIO(given.decode()))
        assert columns == header
        assert Counter(tuple(_text(row[each]) for each in columns) for row in expected) == Counter(
            tuple(_value_of(cell) for cell in row) for row in rows
        )
    else:
        solutions = ox.parse_query_results(given, ox.QueryResultsFormat.from_media_type(wanted.media_type))
        assert isinstance(solutions, ox.QuerySolutions)
        assert columns == [variable.value for variable in solutions.variables]
        assert _bag(expected, columns) == _bag(solutions, columns)


@pytest.mark.parametrize("wanted", RESULTS, ids=lambda each: each.name)
@pytest.mark.parametrize("name", _TRUTHS)
def test_truths_are_the_same_in_every_engine(engine: Engine, name: str, wanted: Format) -> None:
    """An ASK is true where it is true, in every format."""
    assert ("true" if name == "yes" else "false") in _asked(engine, _TRUTHS[name], wanted).decode()


@pytest.mark.parametrize("wanted", GRAPHS, ids=lambda each: each.name)
@pytest.mark.parametrize("name", _GRAPHS)
def test_graphs_are_the_same_in_every_engine(engine: Engine, reference: ox.Store, name: str, wanted: Format) -> None:
    """A CONSTRUCT makes the same triples, in every format."""
    expected = reference.query(_PROLOGUE + _GRAPHS[name])
    assert isinstance(expected, ox.QueryTriples)

    given = _asked(engine, _GRAPHS[name], wanted)

    triples = {quad.triple for quad in ox.parse(given, ox.RdfFormat.from_media_type(wanted.media_type))}
    assert {_triple(each) for each in expected} == {_triple(each) for each in triples}


def test_the_columns_of_a_star_come_as_the_text_names_them(engine: Engine) -> None:
    """`SELECT *` has its columns in the order of their first appearance, whatever order the store prefers."""
    if isinstance(engine, WorkerPool):
        pytest.skip("the embedded engine has its own tests for this")

    header = _asked(engine, "SELECT DISTINCT * { ?zebra pg:country ?c . ?c rdfs:label ?a }", CSV).splitlines()[0]

    assert b"zebra,c,a" == header


def test_a_description_says_what_the_data_says(engine: Engine) -> None:
    """What DESCRIBE gives differs between engines, but holds what the resource says."""
    given = _asked(engine, "DESCRIBE <country/se>", NTRIPLES).decode()

    assert f'<{_BASE}id/country/se> <{PREFIXES["rdfs"]}label> "Sverige"@sv .' in given


def test_the_dataset_of_a_request_is_the_dataset_of_the_answer(engine: Engine) -> None:
    """The protocol's graphs alone are asked: by their own names, and the default graph as ""."""
    count = "SELECT (COUNT(*) AS ?n) { ?s a pg:Finding }"

    assert "1" in _column(_asked(engine, count, CSV, default_graphs=(_FINDINGS,)))
    assert "0" in _column(_asked(engine, count, CSV, default_graphs=("",)))
    assert "1" in _column(_asked(engine, count, CSV, default_graphs=("", _FINDINGS)))
    assert "0" in _column(_asked(engine, count, CSV, named_graphs=(_FINDINGS,)))


def test_a_graph_that_was_not_named_is_not_asked(engine: Engine) -> None:
    """GRAPH reaches the named graphs of the request, and no others."""
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a pg:Finding } }"

    assert "1" in _column(_asked(engine, count, CSV, named_graphs=(_FINDINGS,)))
    assert "0" in _column(_asked(engine, count, CSV, named_graphs=(f"{_BASE}graph/report",)))


def test_a_mistake_is_found_where_it_stands(engine: Engine) -> None:
    """A query that is not SPARQL has line and column, whoever noticed it."""
    with pytest.raises(QuerySyntax) as caught, engine.query(_request("SELECT * {\n ?s ?p }", JSON)):
        pass

    assert 2 == caught.value.line


def _request(
    query: str, wanted: Format, default_graphs: tuple[str, ...] = (), named_graphs: tuple[str, ...] = ()
) -> QueryRequest:
    return QueryRequest(
        query=query,
        format=wanted,
        deadline=20.0,
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        base="http://example.org/sparql",
        prefixes=PREFIXES,
    )


def _asked(engine: Engine, query: str, wanted: Format, **graphs: tuple[str, ...]) -> bytes:
    with engine.query(_request(_PROLOGUE + query, wanted, **graphs)) as answer:
        return answer.body.read()


def _column(answer: bytes) -> list[str]:
    return answer.decode().split()[1:]


def _bag(solutions: ox.QuerySolutions, columns: list[str]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(_term(solution[each]) for each in columns) for solution in solutions)


def _triple(triple: ox.Triple) -> tuple[Any, ...]:
    return _term(triple.subject), _term(triple.predicate), _term(triple.object)


def _term(term: Any) -> Any:
    """Return what a term means: a number is its value, whatever its type and digits."""
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        return Decimal(term.value).normalize()
    return term


def _text(term: Any) -> Any:
    return _value_of("" if term is None else term.value)


def _value_of(cell: str) -> Any:
    try:
        return Decimal(cell).normalize()
    except InvalidOperation:
        return cell
