"""Tests of evaluation in process: the formats, the dataset, and our error for each of the engine's."""

import errno
import io
from typing import Any

import pyoxigraph as ox
import pytest

from partnergraph.errors import AnswerTooLarge, EngineFailure, MemoryExceeded, PartnerGraphError, QuerySyntax
from partnergraph.formats import CSV, JSON, NTRIPLES, TURTLE, Format
from partnergraph.store.evaluation import evaluate, translated


@pytest.fixture
def store() -> ox.Store:
    """Return a store with one statement in the default graph and one in a named graph."""
    subject, predicate = ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p")
    store = ox.Store()
    store.add(ox.Quad(subject, predicate, ox.Literal("default"), ox.DefaultGraph()))
    store.add(ox.Quad(subject, predicate, ox.Literal("named"), ox.NamedNode("http://g/")))
    return store


def _evaluated(store: ox.Store, query: str, answer_format: Format, **dataset: Any) -> str:
    output = io.BytesIO()
    evaluate(store, query, output, answer_format=answer_format, prefixes={"x": "http://x/"}, **dataset)
    return output.getvalue().decode()


def test_rows_truths_and_graphs_are_written(store: ox.Store) -> None:
    """Each kind of result is serialised by the engine, Turtle with the prefixes given."""
    assert "o\r\ndefault\r\n" == _evaluated(store, "SELECT ?o { ?s ?p ?o }", CSV)
    assert '{"head":{},"boolean":true}' == _evaluated(store, "ASK {}", JSON)
    assert '@prefix x: <http://x/> .\nx:s x:p "default" .\n' == _evaluated(
        store, "CONSTRUCT WHERE { ?s ?p ?o }", TURTLE
    )
    assert '<http://x/s> <http://x/p> "default" .\n' == _evaluated(store, "DESCRIBE <http://x/s>", NTRIPLES)


def test_the_dataset_is_that_of_the_protocol(store: ox.Store) -> None:
    """A named default graph replaces the store's own, and "" is the store's own."""
    query = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
    assert "o\r\nnamed\r\n" == _evaluated(store, query, CSV, default_graphs=("http://g/",))
    assert "o\r\ndefault\r\nnamed\r\n" == _evaluated(store, query, CSV, default_graphs=("", "http://g/"))
    assert "o\r\n" == _evaluated(store, query, CSV, named_graphs=("http://g/",))


def test_the_default_graph_may_be_all_graphs_together(store: ox.Store) -> None:
    """A union holds the default graph and the named ones, whatever FROM says; named graphs are limited as before."""
    query = "SELECT ?o {} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }} ORDER BY ?o"
    rows = "o\r\ndefault\r\nnamed\r\n"
    assert f"{rows}named\r\n" == _evaluated(store, query.format(""), CSV, union=True)
    assert rows == _evaluated(store, query.format("FROM <http://g/>"), CSV, union=True)
    assert rows == _evaluated(store, query.format(""), CSV, union=True, named_graphs=("http://none/",))


def test_relative_iris_count_from_the_base(store: ox.Store) -> None:
    """An IRI without a scheme is read against the base, and is a mistake without one."""
    query = "CONSTRUCT { <s> <#p> <> } WHERE {}"
    expected = "<http://x/s> <http://x/sparql#p> <http://x/sparql> .\n"
    assert expected == _evaluated(store, query, NTRIPLES, base="http://x/sparql")
    with pytest.raises(QuerySyntax):
        _evaluated(store, query, NTRIPLES)


@pytest.mark.parametrize(
    ("query", "answer_format", "error"),
    [
        ("SELECT * {", JSON, QuerySyntax),
        ("ASK { FILTER(<http://x/f>()) }", JSON, QuerySyntax),
        ("ASK {}", TURTLE, EngineFailure),
        ("DESCRIBE <http://x/s>", JSON, EngineFailure),
        ("SELECT ('\ud800' AS ?x) {}", JSON, QuerySyntax),
    ],
)
def test_what_fails_raises_our_errors(
    store: ox.Store, query: str, answer_format: Format, error: type[PartnerGraphError]
) -> None:
    """No error of the engine passes untranslated."""
    with pytest.raises(error):
        _evaluated(store, query, answer_format)


@pytest.mark.parametrize(
    ("raised", "expected", "words"),
    [
        (SyntaxError("error at 2:7: expected x"), QuerySyntax, "2:7: The query is not well-formed: expected x"),
        (SyntaxError("strange"), QuerySyntax, "not well-formed: strange"),
        (MemoryError(), MemoryExceeded, "more memory"),
        (OSError(errno.EFBIG, "File too large"), AnswerTooLarge, "longer than this service"),
        (OSError(errno.ENOSPC, "No space left"), EngineFailure, "No space left"),
        (RuntimeError("odd"), EngineFailure, "The engine failed: odd"),
        (EngineFailure("ours"), EngineFailure, "ours"),
    ],
)
def test_each_error_of_the_engine_has_one_of_ours(
    raised: Exception, expected: type[PartnerGraphError], words: str
) -> None:
    """The table of translation, row by row."""
    found = translated(raised)
    assert expected is type(found)
    assert words in str(found)
