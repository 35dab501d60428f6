"""Tests of examinations in this process: what is counted, of which graphs, and how it is written down."""

import io
from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox
import pytest

from partnergraph.errors import QuerySyntax
from partnergraph.store.examination import MOST, Check, Found, Term, examine, findings

_S, _P, _G = (ox.NamedNode(f"http://example.org/{name}") for name in ("subject", "property", "graph"))


@pytest.fixture
def store() -> ox.Store:
    """Return a store with two triples in the default graph and one in a named graph."""
    quads = [
        ox.Quad(_S, _P, ox.Literal("å", language="sv")),
        ox.Quad(_S, _P, ox.BlankNode("b")),
        ox.Quad(_S, _P, ox.Literal(1), _G),
    ]
    store = ox.Store()
    store.extend(quads)
    return store


def _found(store: ox.Store, checks: Sequence[Check], query: str = "ASK {}", **dataset: Any) -> dict[str, Found]:
    output = io.BytesIO()
    examine(store, query, checks, output, **dataset)
    found, ended = findings(output.getvalue())
    assert ended
    return found


def _count(store: ox.Store, query: str, **dataset: Any) -> int | None:
    return _found(store, [Check(name="n", query=query, kind="count")], **dataset)["n"].count


def test_the_answers_of_each_form_are_counted(store: ox.Store) -> None:
    """Rows, triples and truths are counted."""
    assert [2, 2, 1, 0] == [
        _count(store, query)
        for query in (
            "SELECT * { ?s ?p ?o }",
            "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
            "ASK { ?s ?p ?o }",
            "ASK { ?s ?p 5 }",
        )
    ]


def test_a_number_is_read_and_nothing_is_counted_past_the_most(store: ox.Store) -> None:
    """A count that the engine made is taken as it is, up to the most that is told."""
    checks = [Check(name=str(n), query=f"SELECT ({n} AS ?n) {{}}") for n in (7, MOST, MOST + 1)]
    found = _found(store, checks)
    assert [(7, False), (MOST, False), (MOST, True)] == [(each.count, each.more) for each in found.values()]


def test_the_graphs_are_those_of_the_request(store: ox.Store) -> None:
    """The dataset of the protocol and the union are kept, but for checks that look everywhere."""
    rows = "SELECT * { ?s ?p ?o }"
    assert 1 == _count(store, rows, default_graphs=[_G.value])
    assert 3 == _count(store, rows, default_graphs=["", _G.value])
    assert 3 == _count(store, rows, union=True)
    assert 0 == _count(store, "SELECT * { GRAPH ?g { ?s ?p ?o } }", named_graphs=["http://example.org/none"])
    everywhere = Check(name="all", query=rows, kind="count", everywhere=True)
    assert 2 == _found(store, [everywhere], default_graphs=[_G.value])["all"].count


def test_relative_addresses_count_from_the_base(store: ox.Store) -> None:
    """A query with relative IRIs is read as the endpoint reads it."""
    check = Check(name="n", query="SELECT * { <subject> ?p ?o }", kind="count")
    assert 2 == _found(store, [check], "ASK { <x> ?p ?o }", base="http://example.org/")["n"].count


def test_rows_are_written_as_terms(store: ox.Store) -> None:
    """Language, datatype and blank nodes come through."""
    check = Check(name="rows", query="SELECT ?o { ?s ?p ?o } ORDER BY isBlank(?o)", kind="rows")
    literal, blank = _found(store, [check])["rows"].rows
    assert "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString" == literal[0].datatype
    assert ("å", "sv") == (literal[0].value, literal[0].language)
    assert blank[0].value.startswith("_:")


def test_only_the_names_most_alike_are_kept(store: ox.Store) -> None:
    """Of the IRIs that are found those like a name are kept, the most alike first, whatever their case."""
    query = "SELECT ?x { VALUES ?x { <http://e/country> <http://e/County> <http://e#goal> <http://e/countries> } }"
    check = Check(name="near", query=query, kind="rows", near="COUNTR")
    assert ["http://e/country", "http://e/County", "http://e/countries"] == [
        row[0].value for row in _found(store, [check])["near"].rows
    ]
    assert Term(value="http://e/country") == _found(store, [check])["near"].rows[0][0]


def test_a_check_that_the_engine_cannot_take_is_marked(store: ox.Store) -> None:
    """A check that fails is told as such, and counts neither as empty nor as the end."""
    checks = [
        Check(name="bad", query="SELECT nonsense"),
        Check(name="waits", query="ASK {}", kind="count", after="bad"),
        Check(name="good", query="ASK {}", kind="count"),
    ]
    assert {"bad": Found(name="bad", failed=True), "good": Found(name="good", count=1)} == _found(store, checks)


def test_what_is_no_query_is_refused_before_any_check(store: ox.Store) -> None:
    """The query that the checks were made from must be one; it is not evaluated."""
    output = io.BytesIO()
    with pytest.raises(QuerySyntax):
        examine(store, "ASK {", [Check(name="n", query="ASK {}", kind="count")], output)
    assert b"" == output.getvalue()
