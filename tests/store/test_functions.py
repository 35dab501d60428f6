"""The SPARQL function of ours, evaluated as any query is."""

import io
import json
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import URIRef

from partnergraph.formats import JSON
from partnergraph.namespaces import PG, RDF, SD
from partnergraph.settings import Settings
from partnergraph.sparql.service_description import ServiceDescription
from partnergraph.store.evaluation import evaluate
from partnergraph.store.examination import Check, examine, findings
from partnergraph.store.solutions import Star

_PREFIX = f"PREFIX pg: <{PG}> "
_LABEL = ox.NamedNode("http://x/label")


@pytest.fixture
def store() -> ox.Store:
    """Return a store with names in three alphabets, or nearly so."""
    store = ox.Store()
    for name, language in (("Västerås stad", "sv"), ("Херсон", "uk"), ("Kherson", "en"), ("Mjölby", None)):
        literal = ox.Literal(name, language=language)
        store.add(ox.Quad(ox.NamedNode(f"http://x/{len(store)}"), _LABEL, literal))
    return store


def _rows(store: ox.Store, query: str, **more: Any) -> list[dict[str, str]]:
    output = io.BytesIO()
    evaluate(store, _PREFIX + query, output, answer_format=JSON, **more)
    rows = json.loads(output.getvalue())["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("cherson", {"Херсон"}), ("KHER", {"Херсон", "Kherson"}), ("stad vaester", {"Västerås stad"}), ("olby", set())],
)
def test_a_filter_matches_as_the_search_does(store: ox.Store, words: str, expected: set[str]) -> None:
    """Words begin words in any alphabet, whatever the language of the text."""
    found = _rows(store, f'SELECT ?l {{ ?s ?p ?l FILTER(pg:matches(?l, "{words}")) }}')
    assert expected == {row["l"] for row in found}


def test_it_is_a_value_like_any_other(store: ox.Store) -> None:
    """It may be bound, negated and counted, and the columns of a star keep their order."""
    assert [{"n": "3"}] == _rows(store, 'SELECT (COUNT(*) AS ?n) { ?s ?p ?l FILTER(!pg:matches(?l, "mjo")) }')
    query = 'SELECT * { ?s ?p ?l BIND(pg:matches(?l, "mjo") AS ?found) FILTER(?found) }'
    start = len(_PREFIX) + query.index("{") + 1
    star = Star(
        place=(len(_PREFIX) + 7, len(_PREFIX) + 8),
        pattern=(start, len(_PREFIX) + len(query) - 1),
        names=("s", "p", "l", "found"),
    )
    (row,) = _rows(store, query, star=star)
    assert ["s", "p", "l", "found"] == list(row)
    assert ("Mjölby", "true") == (row["l"], row["found"])


@pytest.mark.parametrize("arguments", ['?s, "a"', '"a"', '"a", "a", "a"', '"a", ?none'])
def test_wrong_arguments_are_an_error_of_the_row(store: ox.Store, arguments: str) -> None:
    """As with any function of SPARQL, an error leaves the value unbound, and the query goes on."""
    assert [{}] * 4 == _rows(store, f"SELECT (pg:matches({arguments}) AS ?m) {{ ?s ?p ?l }}")


def test_an_explanation_may_count_with_it(store: ox.Store) -> None:
    """The checks of an explanation know the function too."""
    output = io.BytesIO()
    query = _PREFIX + 'SELECT (COUNT(*) AS ?n) { ?s ?p ?l FILTER(pg:matches(?l, "kher")) }'
    examine(store, query, [Check(name="all", query=query)], output)
    assert 2 == findings(output.getvalue())[0]["all"].count


def test_the_service_description_names_it_where_it_is_known() -> None:
    """An endpoint over our own engine has the function, one over another store does not."""
    for ours in (True, False):
        settings = Settings()
        graph = ServiceDescription(version="v", triples=1, graphs={}, settings=settings, ours=ours).graph("http://x/s")
        assert ours == ((URIRef("http://x/s#service"), SD.extensionFunction, PG.matches) in graph)
        assert ours == ((PG.matches, RDF.type, SD.Function) in graph)
