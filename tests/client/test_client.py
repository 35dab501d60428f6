"""The client asks a live server: canned queries by name, rows with types, frames with labels, and never a part."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from rdflib import Literal, URIRef

from partnergraph.client import PartnerGraph, Table
from partnergraph.errors import (
    AnswerTooLarge,
    Busy,
    DeadlineExceeded,
    NotFound,
    PartialAnswer,
    PartnerGraphError,
    StoreFailure,
    UnsuitableValue,
    WrongUsage,
)
from partnergraph.manifest import current
from partnergraph.namespaces import BASE, PG, RDF
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import CannedQuery, catalogue_of
from tests.store.misbehaving import BUSY, LARGE, PARTIAL, SLOW, WAYS, Misbehaving

_CATALOGUE: Final = catalogue_of(Settings())
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def graph(address: str) -> PartnerGraph:
    """Return the client of the server."""
    return PartnerGraph(f"{address}sparql")


@pytest.mark.parametrize("canned", _CATALOGUE.values(), ids=list(_CATALOGUE))
def test_every_canned_query_is_asked_by_its_name(graph: PartnerGraph, canned: CannedQuery) -> None:
    """With the values that stand in their files as examples, all queries have an answer of their kind."""
    examples = {name: each.default for name, each in canned.parameters.items() if each.required}
    if canned.makes_graph:
        assert len(graph.graph(canned.name, **examples)) > 0
    else:
        rows = graph.rows(canned.name, **examples)
        assert rows.columns == tuple(canned.columns)
        assert all(set(row) == set(canned.columns) for row in rows)


@pytest.mark.parametrize("named", ["Västerås", "1980", "se-vasteras", f"{BASE}id/body/se-vasteras"])
def test_things_are_given_as_people_name_them(graph: PartnerGraph, named: str) -> None:
    """A name, a code, a slug and an IRI lead to the same rows."""
    rows = graph.rows("partnerships-of-municipality", municipality=named)

    assert {"Botswana", "China", "Ukraine"} == {row["countryName"] for row in rows}


def test_values_may_be_several_and_of_any_type(graph: PartnerGraph) -> None:
    """A number stands for its text, and a list for several values."""
    both = graph.text("projects-of-goal", goal=16)
    several = graph.text("goals-by-count", evidence=["stated", "inherited"], language="sv")

    assert "VALUES ?goal { <http://metadata.un.org/sdg/16> }" in both
    assert f"VALUES ?evidence {{ <{PG.Stated}> <{PG.Inherited}> }}" in several
    assert 'VALUES ?language { "sv" }' in several


def test_a_frame_has_types_and_labels(graph: PartnerGraph) -> None:
    """Numbers are numbers in a frame, and beside each IRI stands what it is called in the language asked for."""
    frame = graph.frame("goals-by-count", labels="sv")

    assert list(frame.columns) == ["goal", "goalLabel", "number", "name", "projects", "partnerships"]
    assert [str(kind) for kind in frame.dtypes] == ["string", "string", "string", "string", "Int64", "Int64"]
    assert frame["goalLabel"].iloc[0] == "Jämställdhet"
    assert frame["projects"].is_monotonic_decreasing


def test_a_frame_without_labels_has_the_columns_of_the_query(graph: PartnerGraph) -> None:
    """With no language for labels, nothing is added."""
    assert list(graph.frame("goals-by-count", labels="").columns) == list(_CATALOGUE["goals-by-count"].columns)


def test_texts_of_sparql_are_asked_too(graph: PartnerGraph) -> None:
    """A SELECT gives rows, an ASK a truth, a CONSTRUCT a graph; a truth is no rows, and the other way round."""
    assert [{"n": 22}] == list(graph.rows(f"SELECT (COUNT(*) AS ?n) {{ ?s a <{PG.Partnership}> }}"))
    assert graph.truth("ASK { ?s ?p ?o }") is True
    made = graph.graph(f"CONSTRUCT {{ ?s a ?c }} WHERE {{ ?s a ?c FILTER(?c = <{PG.Network}>) }}")
    assert set(made.objects(None, RDF.type)) == {PG.Network}
    with pytest.raises(WrongUsage, match="`truth`"):
        graph.rows("ASK { ?s ?p ?o }")
    with pytest.raises(WrongUsage, match="`rows`"):
        graph.truth("SELECT * { ?s ?p ?o } LIMIT 1")


def test_a_long_query_is_sent_as_well(graph: PartnerGraph) -> None:
    """A text that fits no address is posted."""
    text = f"ASK {{ ?s ?p ?o }} # {'x' * 10_000}"

    assert graph.truth(text) is True


def test_a_part_of_an_answer_is_never_handed_on(cutting: str) -> None:
    """Where the server cuts an answer, the client raises; an answer that fits is whole."""
    graph = PartnerGraph(cutting)

    with pytest.raises(PartialAnswer, match="a part of the answer"):
        graph.rows("SELECT ?s { ?s ?p ?o }")
    assert len(graph.rows("SELECT ?s { ?s ?p ?o } LIMIT 5")) == 5
    with pytest.raises(AnswerTooLarge):
        graph.graph("CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_kept_release_is_asked_by_its_version(address: str, shipped_releases: Path) -> None:
    """The version that is current answers under its own name, and one that is not kept is not there."""
    kept = current(shipped_releases)

    assert kept is not None
    assert PartnerGraph(f"{address}sparql", version=kept.name).truth("ASK { ?s ?p ?o }")
    with pytest.raises(NotFound, match="no release 0000"):
        PartnerGraph(f"{address}sparql", version="0000").truth("ASK { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("what", "values", "error", "said"),
    [
        ("SELEC ?s", {}, WrongUsage, "Did you mean `SELECT`"),
        ("goals-by-counts", {}, WrongUsage, "no canned query"),
        ("goals-by-count", {"language": "de"}, UnsuitableValue, "one of en, sv"),
        ("goals-by-count", {"lang": "sv"}, WrongUsage, "Did you mean language"),
        ("ASK {}", {"goal": 16}, WrongUsage, "takes no values"),
        ("projects-of-goal", {"goal": "18"}, UnsuitableValue, "cannot be '18'"),
        ("projects-of-goal", {}, UnsuitableValue, "missing"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", {}, DeadlineExceeded, "stopped"),
    ],
)
def test_errors_say_what_is_wrong(
    address: str, what: str, values: dict[str, object], error: type[PartnerGraphError], said: str
) -> None:
    """What the catalogue or the server says is wrong comes as an error of ours in the same words."""
    with pytest.raises(error, match=said):
        PartnerGraph(f"{address}sparql").rows(what, **values)


@pytest.mark.parametrize("path", ["", "nothing-here"])
def test_an_address_that_is_no_endpoint_is_told(address: str, path: str) -> None:
    """Whoever gives the address of a page is told what is wanted."""
    with pytest.raises(NotFound, match="/sparql"):
        PartnerGraph(f"{address}{path}").rows("goals-by-count")


def test_a_server_that_is_not_there_is_told() -> None:
    """Nobody listens on port 1."""
    with pytest.raises(StoreFailure, match="cannot be reached"):
        PartnerGraph("http://127.0.0.1:1/sparql").rows("goals-by-count")


@pytest.mark.parametrize("way", [way for way, (kind, _) in WAYS.items() if kind not in {SLOW, LARGE}])
def test_an_endpoint_that_misbehaves_is_never_believed(way: str) -> None:
    """What is no whole answer of the kind that was asked for is an error, and the next question is answered."""
    kind, _ = WAYS[way]
    with Misbehaving() as endpoint:
        graph = PartnerGraph(endpoint.address, timeout=5)
        with pytest.raises({PARTIAL: PartialAnswer, BUSY: Busy}.get(kind, (StoreFailure, WrongUsage))):
            (graph.graph if way.startswith("graph") else graph.rows)(f"SELECT * {{ ?s ?p ?o }} # {way}")

        assert list(graph.rows("SELECT * { ?s ?p ?o } # good")) == [{"a": "good"}]


def test_silence_ends() -> None:
    """An endpoint that says nothing is left when the time is over, and one that ran out of time is told as such."""
    with Misbehaving() as endpoint:
        for way in ("hang", "timeout"):
            with pytest.raises(DeadlineExceeded):
                PartnerGraph(endpoint.address, timeout=1).rows(f"SELECT * {{ ?s ?p ?o }} # {way}")


def _table(*cells: tuple[str, str]) -> Table:
    """Return the row of literals, each a text and the local name of its datatype."""
    row = {
        f"c{place}": {"type": "literal", "value": text, "datatype": f"{_XSD}{datatype}"}
        for place, (text, datatype) in enumerate(cells)
    }
    return Table.read(json.dumps({"head": {"vars": [*row]}, "results": {"bindings": [row]}}).encode())


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("007", "integer", 7),
        ("2015", "gYear", 2015),
        ("1.50", "decimal", Decimal("1.50")),
        ("1e3", "double", 1000.0),
        ("1", "boolean", True),
        ("2026-11-25", "date", dt.date(2026, 11, 25)),
        ("2026-11-25T10:00:00Z", "dateTime", dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)),
        ("many", "integer", "many"),
        ("perhaps", "boolean", "perhaps"),
        ("--11-25", "gMonthDay", "--11-25"),
    ],
)
def test_values_have_the_types_of_python(text: str, datatype: str, value: object) -> None:
    """A literal becomes the value of its datatype, or stays text; its term keeps what was written."""
    table = _table((text, datatype))

    assert [{"c0": value}] == list(table)
    assert type(table[0]["c0"]) is type(value)
    assert table.terms[0][0] == Literal(text, datatype=URIRef(f"{_XSD}{datatype}"), normalize=False)


def test_empty_cells_are_missing_and_not_text() -> None:
    """A cell that has no term is None in rows, and missing in a frame whose column keeps its type."""
    body = (
        b'{"head":{"vars":["a","b"]},"results":{"bindings":['
        b'{"a":{"type":"literal","value":"1","datatype":"http://www.w3.org/2001/XMLSchema#integer"}},'
        b'{"b":{"type":"uri","value":"https://example.org/b"}}]}}'
    )
    table = Table.read(body)

    assert [{"a": 1, "b": None}, {"a": None, "b": "https://example.org/b"}] == list(table)
    assert table[-1:] == [{"a": None, "b": "https://example.org/b"}]
    assert [str(kind) for kind in table.frame().dtypes] == ["Int64", "string"]
    assert table.frame()["a"].isna().tolist() == [False, True]
