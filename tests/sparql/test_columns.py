"""Tests of the order of the columns of `SELECT *`, asked of the engine as a worker asks it."""

import io

import pyoxigraph as ox
import pytest

from partnergraph.formats import CSV
from partnergraph.sparql.columns import star
from partnergraph.store.evaluation import evaluate


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return a store with one statement."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p"), ox.Literal(1)))
    return store


def _columns(store: ox.Store, query: str) -> str:
    output = io.BytesIO()
    evaluate(store, query, output, answer_format=CSV, star=star(query), base="http://x/")
    return output.getvalue().decode().splitlines()[0].replace(",", " ")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", "s p o"),
        ("SELECT*{?s ?p ?o}", "s p o"),
        ("SELECT DISTINCT * WHERE { $s ?p ?o }", "s p o"),
        ("select reduced * from <http://x/g> from named <http://x/h> where { ?s ?p ?o }", "s p o"),
        ("PREFIX x: <http://x/>\nBASE <http://y/>\nSELECT * { ?z x:p ?a }", "z a"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", None),
        ('SELECT * # ?c ?b {\n{ # ?a {\n ?s ?p \'?q }\' ; ?t """ ?r """ # }\n }', "s p t"),
        ("SELECT * { ?s ?p ?o FILTER(?b < 1 && ?o > 0) ?b ?a ?s }", "s p o b a"),
        ("SELECT * { ?z ?p ?o . FILTER NOT EXISTS { ?a ?b ?z } MINUS { ?c ?d ?z } }", "z p o"),
        ("SELECT * { FILTER(?o > 0) FILTER isIRI(?z) ?z ?p ?o }", "z p o"),
        ("SELECT * { FILTER <http://x/f>(?o) ?z ?p ?o }", None),
        ("SELECT * { ?z ?p ?o BIND(?b + ?o AS ?a) ?c ?b ?z }", "z p o a c b"),
        ("SELECT * { VALUES (?z ?a) { (1 2) } ?z ?p ?o }", "z a p o"),
        ("SELECT * { ?z ?p ?o } VALUES ?a { 1 }", "z p o a"),
        ("SELECT * { ?z ?p ?o } ORDER BY ?a ?o LIMIT 3 OFFSET 0", "z p o"),
        ("SELECT * { { ?z ?p ?o } UNION { ?z ?a ?o OPTIONAL { ?c ?b ?o } } }", "z p o a c b"),
        ("SELECT * { GRAPH ?z { ?s ?p ?o } }", "z s p o"),
        ("SELECT * { ?z ?p [ ?c ( ?b ?a ) ] }", "z p c b a"),
        ("SELECT * { SELECT ?z ?a { ?a ?q ?z } }", "z a"),
        ("SELECT * { { SELECT ?z (MAX(?a) AS ?m) { ?a ?q ?z } GROUP BY ?z } ?a ?b ?z }", "z m a b"),
        ("SELECT * { { SELECT * { ?z ?q ?a } } ?b ?c ?d }", "z q a b c d"),
        ("SELECT * { { SELECT (COUNT(*) AS ?n) { ?z ?q ?a } } ?q ?c ?d }", "n q c d"),
        ("SELECT * { { SELECT DISTINCT ?z { { SELECT * { ?a ?b ?z } } } } ?b ?a ?z }", "z b a"),
        ("SELECT * { ?z (<p>|^<q>)* ?a }", "z a"),
        ("SELECT * { <a> <b> <c> }", ""),
        ("SELECT * {}", ""),
        ("SELECT ?o (2 * 3 AS ?n) { ?s ?p ?o }", "o n"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "n"),
        ("SELECT ?s { ?s ?p ?o { SELECT * { ?z ?y ?x } } }", "s"),
        ("SELECT * { ?z ?p ?o FILTER(?o<?b&&?a>?o) }", "z p o"),
        (r"SELECT * { ?z <http://x/\u0070> ?a }", "z a"),
    ],
)
def test_columns_come_as_a_reader_meets_them(store: ox.Store, query: str, expected: str | None) -> None:
    """The columns are those of the engine, in order of first appearance; what only tests a variable shows it not."""
    if expected is None:
        with pytest.raises(Exception, match=r"SELECT \*|no function|well-formed"):
            _columns(store, query)
    else:
        assert expected == _columns(store, query)


@pytest.mark.parametrize(
    "query", ["", "SELECT", "SELECT *", "SELECT * {", "SELECT * }", "SELECT *)({", "*{}", "ASK {}"]
)
def test_what_is_no_such_query_has_no_star(query: str) -> None:
    """A text that is no whole SELECT * is left to the engine."""
    assert star(query) is None


def test_a_mistake_keeps_its_place(store: ox.Store) -> None:
    """A query that the engine refuses is refused as it was written."""
    with pytest.raises(Exception, match=r"^2:"):
        _columns(store, "SELECT * {\n?s ?p ; ?o ?x ?y }")


def test_finding_the_order_evaluates_nothing() -> None:
    """The columns of a query that would take for ever are found at once."""
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(ox.NamedNode(f"http://x/{n}"), ox.NamedNode("http://x/p"), ox.Literal(n)) for n in range(3_000)
    )
    product = "?z ?b ?c . ?d ?e ?f . ?g ?h ?i"
    assert "z b c d e f g h i" == _columns(store, f"SELECT * {{ {product} }} LIMIT 1")
