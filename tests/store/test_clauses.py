"""Tests of what is read from the words of a query: its FROM clauses and the order of its columns."""

import pytest

from partnergraph.store.clauses import from_clauses, in_order_of_appearance, with_base


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("SELECT * { ?s ?p ?o }", 0),
        ("SELECT * FROM <urn:a> { ?s ?p ?o }", 1),
        ("SELECT * from<urn:a>FROM NAMED <urn:b> FROM NAMED ex:c FROM :d { ?s ?p ?o }", 4),
        ('SELECT * { ?s ?p "FROM <urn:a>" }', 0),
        ("SELECT * { ?s ?p '''it is FROM <urn:a>''' }", 0),
        ('SELECT * { ?s ?p """a"FROM <urn:a>""" }', 0),
        ("SELECT * { ?s ?p ?o } # FROM <urn:a>", 0),
        ("SELECT * { ?from <urn:p> $from . ?s from:a from:b }", 0),
        ("SELECT * { ?s <urn:#FROM> <urn:x> }", 0),
    ],
)
def test_from_is_counted_where_it_is_a_clause(query: str, number: int) -> None:
    """Strings, comments, variables and names do not count."""
    assert number == from_clauses(query)


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?c ?b ?a }", ["c", "b", "a"]),
        ("select distinct * { ?c ?b ?a }", ["c", "b", "a"]),
        ("SELECT * { ?c ?p '?a ?b' FILTER(?b = ?a) } # ?a", ["c", "b", "a"]),
        ("SELECT ?a ?b ?c { ?c ?b ?a }", ["a", "b", "c"]),
        ("SELECT * { ?b ?c ?d }", ["b", "c", "a"]),
        ("ASK {}", ["a", "b", "c"]),
    ],
)
def test_columns_of_a_star_follow_the_text(query: str, columns: list[str]) -> None:
    """Only `SELECT *` is put into order; a column that the text does not mention comes last."""
    assert columns == in_order_of_appearance(query, ["a", "b", "c"])


@pytest.mark.parametrize(
    ("query", "based"),
    [
        ("ASK { <a> ?p ?o }", True),
        ("ASK { <#a> ?p 'x' }", True),
        ("ASK { <urn:a> ?p ?o }", False),
        ("ASK { ?s ?p '<a>' } # <b>", False),
        ("BASE <http://example.org/> ASK { <a> ?p ?o }", False),
    ],
)
def test_relative_iris_count_from_the_base_of_the_request(query: str, based: bool) -> None:  # noqa: FBT001 - a table
    """Only a query that needs a base is given one."""
    assert (f"BASE <http://h/sparql> {query}" if based else query) == with_base(query, "http://h/sparql")
    assert query == with_base(query, "")
