"""Tests of when two questions are one, and when a question may be answered from memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnergraph.sparql.sameness import normalised, repeatable


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ASK{}", "ASK{}"),
        (" \n# all\nASK  # of it\n\t{ }\r\n# end", "ASK { }"),
        ("ASK { ?s ?p 'a  b # c' }", "ASK { ?s ?p 'a  b # c' }"),
        ('ASK { ?s ?p """ # a\n\n""" }', 'ASK { ?s ?p """ # a\n\n""" }'),
        ("ASK { <http://x/#a>  ?p  1 }", "ASK { <http://x/#a> ?p 1 }"),
        ("ASK { ?s ?p 'a  }  # b", "ASK { ?s ?p 'a  }  # b"),
        ("", ""),
        ("  # nothing", ""),
    ],
)
def test_space_and_comments_do_not_make_another_query(query: str, expected: str) -> None:
    """Between words any space and comment is one space; within strings and IRIs all stays."""
    assert expected == normalised(query)


@given(st.text(alphabet="ab?$:<># \n\t'\"\\{}()=&|.1", max_size=60))
def test_what_is_normalised_stays_so(query: str) -> None:
    """Normalising twice changes nothing more, and never joins or parts words."""
    once = normalised(query)
    assert once == normalised(once)
    if not {"#", "'", '"'} & set(query):
        assert query.split() == once.split()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT ?now ?rand { ?s ?p 'NOW()' . ?s <http://x/uuid> ?bnode } # RAND()", True),
        ("SELECT (NOW() AS ?t) {}", False),
        ("SELECT * { ?s ?p ?o FILTER(rand() < 0.5) }", False),
        ("SELECT (STRUUID() AS ?t) {}", False),
        ("SELECT (UUID() AS ?t) {}", False),
        (r"SELECT (\u004eOW() AS ?t) {}", False),
        ("SELECT (BNODE() AS ?b) {}", False),
        ("CONSTRUCT WHERE { ?s ?p ?o }", True),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p [ ?q ?o ] }", True),
        ("CONSTRUCT { ?s ?p [] } { ?s ?p ?o }", False),
        ("CONSTRUCT { ?s ?p _:b } { ?s ?p ?o }", False),
        ("CONSTRUCT { ?s ?p (1 2) } { ?s ?p ?o }", False),
    ],
)
def test_what_is_fresh_each_time_is_known(query: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    """Functions with fresh values and templates with blank nodes have another answer each time."""
    assert expected is repeatable(query)
