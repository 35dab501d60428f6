"""Tests of the scan: what it refuses, what it lets pass, and that it never fails in any other way."""

import contextlib
import re
import time

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnergraph.errors import PartnerGraphError, QueryRefused, QuerySyntax, QueryTooComplex, TooLarge
from partnergraph.sparql.scan import Bounds, scan


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "select"),
        ("ask{}", "ask"),
        ("PREFIX select: <http://x/ask#>\nBASE <http://x/>\nCONSTRUCT { ?s select:ask ?o } WHERE {}", "construct"),
        ("# SELECT\nDESCRIBE <http://x/>", "describe"),
        ("SELECTDISTINCT*{}", "select"),
        ("", None),
        ("HELLO", None),
    ],
)
def test_the_form_of_a_query_is_found(query: str, form: str | None) -> None:
    """The form is the first keyword that is neither comment, prefix nor IRI."""
    assert form == scan(query).form
    assert (form in {"construct", "describe"}) == scan(query).makes_graph


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { } }",
        "ASK{{}SERVICE?x{}}",
        "ASK{{}SERVICESILENT<http://x/>{}}",
        r"ASK{\u0053ERVICE<http://x/>{}}",
        r"ASK{SERV\U00000049CE<http://x/>{}}",
        r'SELECT ("\u0022" AS ?x) { SERVICE <http://x/> {} }',
        "ASK{FILTER(1<'b>c'||true)SERVICE<http://x/>{}}",
        "ASK{FILTER(?a<?b&&'>'='>')SERVICE<http://x/>{}}",
        "ASK { FILTER(?a<<http://x>)SERVICE<http://x/>{}}",
        'ASK{FILTER(1<"b>c"||true)SERVICE<http://x/>{}}',
        "ASK{FILTER(1<2#>\n)SERVICE<http://x/>{}}",
        "ASK{FILTER(1<a#>\n)SERVICE<http://x/>{}}",
        "ASK{?s ?p trueSERVICE<http://x/>{}}",
        "ASK{?s ?p 1.0SERVICE<http://x/>{}}",
        "ASK{?s ?p 1.SERVICE<http://x/>{}}",
        "ASK{?s ?p true.SERVICE<http://x/>{}}",
        "PREFIX x: <http://x/> ASK{SERVICEx:a{}}",
        "PREFIX x: <http://x/> ASK{SERVICESILENTx:a#\n{}}",
        "PREFIX : <http://x/> ASK{SERVICE:a{}}",
        "ASK { #\rSERVICE <http://x/> {} }",
        "ASK { '''a' SERVICE''' } SERVICE <http://x/> {}",
        "ASK { ?s ?p 'a\\'' SERVICE <http://x/> {} }",
        "ASK { \u017fERVICE <http://x/> {} }",
    ],
)
def test_service_is_refused_however_it_is_hidden(query: str) -> None:
    """No spelling, escape, missing space or doubtful `<` hides a SERVICE."""
    with pytest.raises(QueryRefused, match="SERVICE is refused"):
        scan(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p 'SERVICE' }",
        'SELECT * { ?s ?p "SERVICE <http://x/> {}" } # SERVICE',
        "SELECT * { ?s ?p '''SERVICE\n' '' SERVICE''' , \"\"\"SERVICE\" SERVICE\"\"\" }",
        "SELECT * { ?s <http://x/service> <http://x/SERVICE#service> , 'x'@service , _:service }",
        "PREFIX service: <http://x#> SELECT * { ?s service:name ?o ; a service:Service . { ?o service:of ?x } }",
        "SELECT * { VALUES (?a ?b) { (<http://x/service> <http://x/service>) (<http://x#a> <http://x#service>) } }",
        "SELECT * { ?s <http://x/list> (<http://x/service> <http://x/service#a>) }",
        "SELECT * { FILTER(?a < 5 && ?b > 3 && <http://x/service>(?c)) }",
        "SELECT * { ?s ?p ?load ; <http://x/insert> 'DROP ALL' }",
    ],
)
def test_service_is_only_a_keyword_where_it_is_one(query: str) -> None:
    """Strings, comments, IRIs, variables and names may say service, or anything else."""
    assert "select" == scan(query).form


@pytest.mark.parametrize(
    "query",
    [
        "LOAD <http://x/>",
        "load silent <file:///etc/passwd>",
        "LOADSILENT<http://x/>",
        "INSERT DATA { <a:s> <a:p> 1 }",
        "PREFIX a: <http://x/> DELETE WHERE { ?s ?p ?o }",
        "WITH <http://g/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP ALL",
        "CREATE GRAPH <http://g/>",
        "ADD DEFAULT TO <http://g/>",
        "MOVE DEFAULT TO <http://g/>",
        "COPY SILENT DEFAULT TO <http://g/>",
        r"\u0044ROP ALL",
        "SELECT * {} ; DROP ALL",
    ],
)
def test_updates_are_refused_with_a_reason(query: str) -> None:
    """Every form of update is refused, and the message names it and says what to use."""
    with pytest.raises(QueryRefused, match="is an update") as caught:
        scan(query)
    assert "SELECT" in caught.value.hint


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { GRAPH ?g { SELECT * { ?s ?p ?o } } }",
        "SELECT * { GRAPH ?g { ?s ?p ?o . { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } } } }",
        "SELECT * { GRAPH $g { VALUES ?s { 1 } ?s ?p ?o } }",
        "SELECT * { GRAPH#\n?g{ ?s ?p ?o FILTER EXISTS { VALUES ?s { 1 } } } }",
    ],
)
def test_the_form_the_engine_answers_wrongly_is_refused_with_the_right_one(query: str) -> None:
    """SELECT or VALUES inside GRAPH ?variable is refused, with a hint (oxigraph issue 1905)."""
    with pytest.raises(QueryTooComplex, match="inside GRAPH") as caught:
        scan(query)
    assert "Write the GRAPH inside the SELECT" in caught.value.hint


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "SELECT * { GRAPH <http://g/> { { SELECT * { ?s ?p ?o } } VALUES ?s { 1 } } }",
        "SELECT * { { SELECT * { GRAPH ?g { ?s ?p ?o } } } VALUES ?g { <http://g/> } }",
    ],
)
def test_right_forms_with_graph_pass(query: str) -> None:
    """GRAPH ?variable around plain patterns, and GRAPH <name> around anything, pass."""
    assert "select" == scan(query).form


def test_the_engine_still_answers_that_form_wrongly() -> None:
    """As long as this holds the refusal above is needed; when it fails the engine is mended."""
    store = ox.Store()
    for name in ("http://g/1", "http://g/2"):
        store.add(ox.Quad(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal("o"), ox.NamedNode(name)))
    found = store.query("SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }")
    assert isinstance(found, ox.QuerySolutions)
    assert [None] == [row["g"] for row in found]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ASK " + "{" * 101, "More than 100 brackets are open at line 1, column 106"),
        ("ASK { FILTER" + "(" * 100, "More than 100 brackets"),
        ("ASK { ?s ?p " + "[ a " * 100, "More than 100 brackets"),
        ("ASK { " + "<<" * 100, "More than 100 brackets"),
        ("ASK { " + "?s ?p ?o . " * 101 + "}", "more than 100 triple patterns"),
        ("ASK { ?s " + "a 1 ; " * 101 + "}", "more than 100 triple patterns"),
        ("ASK { ?s a " + "1 , " * 101 + " 1 }", "more than 100 triple patterns"),
        ("ASK { ?s a" + "/a" * 101 + " 1 }", "more than 100 triple patterns"),
        ("ASK { ?s a (" + "1 " * 102 + ") }", "more than 100 triple patterns"),
        ("ASK { " + "{ ?s ?p ?o } " * 101 + "}", "more than 100 triple patterns"),
        ("ASK { ?s a " + "[ a 1 ] , " * 60 + " 1 }", "more than 100 triple patterns"),
        ("ASK {" + "{}UNION" * 101 + "{}}", "more than 100 UNION"),
        ("ASK {" + "OPTIONAL{}" * 101 + "}", "more than 100 OPTIONAL"),
        ("ASK {" + "MINUS{}" * 101 + "}", "more than 100 MINUS"),
        ("ASK {" + "BIND(1 AS ?x)" * 101 + "}", "more than 100 BIND"),
        ("ASK {" + "VALUES ?x {1}" * 101 + "}", "more than 100 VALUES"),
        ("ASK {" + "FILTER(1)" * 101 + "}", "more than 100 FILTER"),
        ("ASK { FILTER(" + "!" * 1001 + "true) }", "more than 1000 operators"),
        ("ASK { FILTER(1" + "-1" * 1001 + ") }", "more than 1000 operators"),
        ("ASK { FILTER(" + "1<a(>||" * 10 + "1) }", "too many ways"),
    ],
)
def test_too_much_of_anything_is_refused_naming_the_limit(query: str, words: str) -> None:
    """Nesting, patterns, clauses and operators are bounded, and the message says which was over what."""
    with pytest.raises(QueryTooComplex, match=words):
        scan(query)


def test_data_in_values_is_not_counted_as_patterns() -> None:
    """A long list of values, or of arguments, is no burden on the planner."""
    rows = " ".join(f"(<http://x/{number}> 'a'@en)" for number in range(500))
    numbers = ", ".join(map(str, range(500)))
    assert "select" == scan(f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} FILTER(?c IN ({numbers})) }}").form


def test_bounds_can_be_set() -> None:
    """The bounds come from outside."""
    assert "ask" == scan("ASK { ?s ?p ?o }", Bounds(patterns=1)).form
    with pytest.raises(QueryTooComplex, match="more than 1 triple"):
        scan("ASK { ?s ?p ?o . ?s ?p ?o }", Bounds(patterns=1))


def test_a_long_query_is_refused_by_its_length_in_bytes() -> None:
    """The length is that of UTF-8, and the message says both lengths."""
    with pytest.raises(TooLarge, match="65,541 bytes long; this service reads 65,536"):
        scan("ASK {}#" + "å" * 32_767)


def test_an_unclosed_string_is_told_with_its_place() -> None:
    """A string that never ends is a syntax error at its first quote."""
    with pytest.raises(QuerySyntax, match="A string is never closed") as caught:
        scan("SELECT *\n{ 'abc\n}")
    assert (2, 3) == (caught.value.line, caught.value.column)


@pytest.mark.parametrize(
    "piece",
    [
        "<", "<'", "<'a>", "1<'a>", "1<a#>", "'\\", "a.a", "x:.", '"""\\"', "?a<?b&&?c>?d||", "a:\\", "#\n", "\\u0041",
        "service:a#\n", "1", "?a", "{}", "(", ")", "<<", ">>", "VALUES", "GRAPH?g{", "}", "\u0301", "FROM", "'''", '"',
    ],
)  # fmt: skip
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    """No text of full length takes longer than a moment, whatever it repeats."""
    started = time.monotonic()
    for start in ("", "ASK{FILTER(1"):
        with contextlib.suppress(PartnerGraphError):
            scan(start + piece * ((65_000 - len(start)) // len(piece.encode())))
    assert time.monotonic() - started < 10


_PIECES = st.sampled_from(
    [
        "SELECT", "ASK", "{", "}", "(", ")", "[", "]", "?s", "?p", "$o", "a", "true", "1", "1.0", "1.", ".5e3", "'x'",
        '"y"', "'''z'''", "<http://x/a>", "<a:b>", "<'b>", "<", ">", "<=", "||", "&&", "!", "=", "x:a", "x:", ":a",
        "_:b", "@en", "^^", ".", ";", ",", "/", "|", "*", "+", "-", "#c\n", " ", "\n", "\\u0041", "'", '"', "<<", ">>",
        "FILTER", "UNION", "OPTIONAL", "BIND", "VALUES", "GRAPH", "AS", "SERVICE", "SILENT", "service", "PREFIX",
        "x:SERVICE", "EXISTS", "IN", "å", "\\", "%41",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join)))
@settings(deadline=None)
def test_no_text_fails_in_another_way_than_ours(text: str) -> None:
    """Any text at all is either described or refused with an error of ours."""
    with contextlib.suppress(PartnerGraphError):
        assert scan(text).form in {"select", "ask", "construct", "describe", None}


@given(
    before=st.lists(_PIECES, max_size=20).map(" ".join),
    after=st.lists(_PIECES, max_size=20).map(" ".join),
    spelling=st.sampled_from(
        ["SERVICE", "service", "SeRvIcE", "\\u0053ERVICE", "SERVIC\\U00000045", "trueSERVICE", "SERVICESILENT"]
    ),
    gap=st.sampled_from([" ", "\n", "\t", "#c\n", "{", "}", ")", ".", "#\r"]),
)
@settings(deadline=None)
def test_service_outside_strings_comments_and_iris_is_always_refused(
    before: str, after: str, spelling: str, gap: str
) -> None:
    """Wherever SERVICE stands as a word of its own, the query does not pass."""
    plain = re.sub(r"""['"<>\\]|#c\n|@en""", " ", before)
    with pytest.raises(PartnerGraphError):
        scan(f"{plain} {gap}{spelling} {after}")


@given(st.lists(_PIECES, max_size=30), st.sampled_from(["", " "]))
@settings(deadline=None, max_examples=400)
def test_what_the_engine_reads_as_service_the_scan_refuses(pieces: list[str], glue: str) -> None:
    """Of all texts the engine takes for a query with SERVICE, none passes the scan."""
    text = f"PREFIX x:<http://x/> PREFIX :<http://x/> SELECT*{{{glue.join(pieces)} SERVICE ?nowhere {{}} }}"
    if _calls_out(text):
        with pytest.raises(PartnerGraphError):
            scan(text)


def _calls_out(query: str) -> bool:
    """Return whether the engine comes to evaluate a SERVICE whose address is unbound."""
    try:
        found = ox.Store().query(query)
        assert not isinstance(found, ox.QueryTriples)
        found.serialize(format=ox.QueryResultsFormat.JSON)
    except RuntimeError as error:
        return "service name is unbound" in str(error)
    except (SyntaxError, ValueError, OSError, TypeError):
        pass
    return False
