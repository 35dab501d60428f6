"""Tests of the dataset of a query: the other name of the default graph is understood wherever it may stand."""

import pytest

from partnergraph.sparql.dataset import Dataset, dataset
from partnergraph.sparql.protocol import Operation

_DATA = "https://w3id.org/partnergraph/graph/data"


def test_without_any_graph_the_store_decides() -> None:
    """A query that names no graph, or only others in FROM, is left to the engine."""
    assert Dataset() == dataset(Operation(query="ASK {}"), _DATA)
    assert Dataset() == dataset(Operation(query="ASK FROM <http://g/> FROM NAMED <http://h/> {}"), _DATA)


def test_graphs_of_the_request_win_and_the_data_graph_is_the_default_one() -> None:
    """Protocol parameters win over FROM, and the name of the default graph becomes the default graph."""
    asked = Operation(
        query="ASK FROM <http://other/> {}", default_graphs=(_DATA, "http://g/"), named_graphs=("http://h/",)
    )
    assert Dataset(default_graphs=("", "http://g/"), named_graphs=("http://h/",)) == dataset(asked, _DATA)


def test_a_union_wins_over_the_text() -> None:
    """With the union of all graphs asked for, FROM is not looked at, and named graphs of the request stay."""
    asked = Operation(query=f"ASK FROM <{_DATA}> {{}}", named_graphs=("http://h/",), union=True)
    assert Dataset(named_graphs=("http://h/",), union=True) == dataset(asked, _DATA)


@pytest.mark.parametrize(
    "query",
    [
        f"ASK FROM <{_DATA}> FROM NAMED <http://h/> {{ ?s ?p ?o }}",
        f"CONSTRUCT {{ ?s ?p ?o }} FROM <{_DATA}> FROM NAMED <http://h/> WHERE {{ ?s ?p ?o }}",
        "BASE <https://w3id.org/partnergraph/> PREFIX h: <http://h/>\nASK FROM <graph/data> FROM NAMED h: {}",
        "PREFIX g: <https://w3id.org/partnergraph/graph/> # FROM\nASK from g:data from#c\nnamed <http://h/> {}",
        r"ASK FROM <https://w3id.org/partnergraph/graph/d\u0061ta> FROM NAMED <http://h/> {}",
    ],
)
def test_the_data_graph_is_understood_in_from(query: str) -> None:
    """FROM may name the default graph as IRI, relative IRI, prefixed name or with escapes."""
    expected = Dataset(default_graphs=("",), named_graphs=("http://h/",))
    assert expected == dataset(Operation(query=query), _DATA)


@pytest.mark.parametrize("query", ["ASK FROM FROM 'x' NAMED {}", "FROM", "BASE <http://[> ASK FROM <//[x> {}"])
def test_broken_clauses_are_left_to_the_engine(query: str) -> None:
    """What makes no sense is passed over here; the engine will complain."""
    assert Dataset() == dataset(Operation(query=query), _DATA)
