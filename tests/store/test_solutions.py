"""Tests of parts of an answer: cut at any row, in any format, and gone on with."""

import io

import pyoxigraph as ox
import pytest

from partnergraph.errors import CursorStale
from partnergraph.formats import CSV, GRAPHS, JSON, NTRIPLES, RESULTS, TSV, XML, Format
from partnergraph.store import Window
from partnergraph.store.evaluation import evaluate
from partnergraph.store.solutions import Written

_ODD = (
    "SELECT ?n ?t ?none { VALUES (?n ?t) { (1 'a,\"b\\n\\r\\tc') (2 '},{},{') (3 '</result><result>'@en) "
    "(4 <http://x/ä>) (UNDEF '1'^^<http://www.w3.org/2001/XMLSchema#double>) (6 '\\\\n') (7 '') } }"
)
_TEN = "SELECT ?n { VALUES ?n { 0 1 2 3 4 5 6 7 8 9 } }"


def _evaluated(query: str, wanted: Format, window: Window, store: ox.Store | None = None) -> tuple[bytes, Written]:
    output = io.BytesIO()
    written = evaluate(store or ox.Store(), query, output, answer_format=wanted, window=window)
    assert output.tell() == len(output.getvalue())
    return output.getvalue(), written


def _graph() -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(ox.NamedNode(f"http://x/{n}"), ox.NamedNode("http://x/p"), ox.Literal(n)) for n in range(10))
    return store


def _rows(body: bytes, wanted: Format) -> list[str]:
    results = ox.parse_query_results(body, ox.QueryResultsFormat.from_media_type(wanted.media_type))
    assert isinstance(results, ox.QuerySolutions)
    return [str(row) for row in results]


@pytest.mark.parametrize("wanted", [JSON, XML, TSV])
@pytest.mark.parametrize("rows", [1, 2, 3, 6, 7, 8])
def test_parts_put_together_are_the_whole(wanted: Format, rows: int) -> None:
    """Whatever the terms hold, the parts of an answer have its rows, in its order, each once."""
    whole, _ = _evaluated(_ODD, wanted, Window())
    found: list[str] = []
    window = Window(rows=rows)
    while True:
        body, written = _evaluated(_ODD, wanted, window)
        found += _rows(body, wanted)
        if not written.more:
            break
        window = Window(rows=rows, skip=window.skip + rows, mark=written.mark)
    assert _rows(whole, wanted) == found
    assert 7 == len(found)


@pytest.mark.parametrize("wanted", RESULTS)
def test_an_answer_that_fits_is_what_it_would_be_without_a_limit(wanted: Format) -> None:
    """As many rows as are allowed make a whole answer; one more row does not."""
    whole, _ = _evaluated(_ODD, wanted, Window())
    assert (whole, Written()) == _evaluated(_ODD, wanted, Window(rows=7))
    body, written = _evaluated(_ODD, wanted, Window(rows=6))
    assert written.more
    assert len(body) < len(whole)


def test_rows_without_columns_are_counted_too() -> None:
    """A row may be empty and is a row all the same."""
    query = "SELECT * { VALUES () { () () () } }"
    for wanted in (JSON, XML, TSV):
        body, written = _evaluated(query, wanted, Window(rows=2))
        assert (2, True) == (len(_rows(body, wanted)), written.more)


def test_csv_is_cut_between_rows() -> None:
    """A part of CSV has its header and whole rows."""
    body, written = _evaluated(_TEN, CSV, Window(rows=3))
    assert b"n\r\n0\r\n1\r\n2\r\n" == body
    assert b"n\r\n3\r\n4\r\n5\r\n" == _evaluated(_TEN, CSV, Window(rows=3, skip=3, mark=written.mark))[0]
    assert b"n\r\n3\r\n" == _evaluated(_TEN, CSV, Window(rows=1, skip=3, mark=written.mark))[0]
    rest, last = _evaluated(_TEN, CSV, Window(skip=3, mark=written.mark))
    assert (7, False) == (len(rest.splitlines()) - 1, last.more)


@pytest.mark.parametrize("wanted", GRAPHS)
def test_graphs_are_cut_between_statements(wanted: Format) -> None:
    """A graph comes in parts as rows do."""
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    found: set[str] = set()
    window = Window(rows=4)
    sizes = []
    while True:
        body, written = _evaluated(query, wanted, window, _graph())
        part = {str(quad.triple) for quad in ox.parse(body, format=ox.RdfFormat.from_media_type(wanted.media_type))}
        sizes.append(len(part))
        found |= part
        if not written.more:
            break
        window = Window(rows=4, skip=window.skip + 4, mark=written.mark)
    assert ([4, 4, 2], 10) == (sizes, len(found))


@pytest.mark.parametrize(("query", "wanted"), [(_TEN, JSON), (_TEN, CSV), ("CONSTRUCT WHERE { ?s ?p ?o }", NTRIPLES)])
def test_rows_in_another_order_are_never_a_wrong_page(query: str, wanted: Format) -> None:
    """Where the rows to be skipped are not those that were given, or too few, one cannot go on."""
    for window in (Window(rows=2, skip=2, mark="0" * 16), Window(rows=2, skip=99, mark="0" * 16)):
        with pytest.raises(CursorStale):
            _evaluated(query, wanted, window, _graph())


def test_a_truth_has_no_parts() -> None:
    """ASK is answered whole whatever the limit."""
    assert (b"true", Written()) == _evaluated("ASK {}", CSV, Window(rows=1))


def test_a_long_answer_is_stopped_early() -> None:
    """A product of a thousand million rows is cut without being made."""
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(ox.NamedNode(f"http://x/{n}"), ox.NamedNode("http://x/p"), ox.Literal(n)) for n in range(1_000)
    )
    for wanted in RESULTS:
        query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        assert _evaluated(query, wanted, Window(rows=5_000), store)[1].more
