"""Tests of `explain=true`: a document for programs, a page for people, and a way from an empty answer to both."""

import html
import json
import time
from urllib.parse import urlencode

import pytest

from .conftest import Server

_PG = "PREFIX pg: <https://w3id.org/partnergraph/ns#>\n"
_EMPTY = _PG + "SELECT * { ?s a pg:Project ; pg:countri ?c . FILTER(?c != '<b>') }"
_BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?n"


def _path(query: str, **parameters: str) -> str:
    return "/sparql?" + urlencode({"query": query, "explain": "true", **parameters})


def test_an_empty_answer_is_explained_to_programs(server: Server) -> None:
    """The document has counts for each part, the first empty one, unknown terms with labels, and hints."""
    reply = server.ask(_path(_EMPTY), Accept="text/csv")
    told = json.loads(reply.body)
    assert (200, "application/json") == (reply.status, reply.headers["Content-Type"])
    assert "Accept" in reply.headers["Vary"]
    assert (_EMPTY, "0123456789abcdef", True) == (told["query"], told["release"], told["complete"])
    assert {"count": 0, "more": False} == told["answers"]
    assert 1 == told["first_empty"]
    assert {
        "kind": "triple",
        "pattern": "?s pg:countri ?c",
        "line": 2,
        "column": 30,
        "depth": 0,
        "alone": {"count": 0, "more": False},
        "joined": {"count": 0, "more": False},
    } == told["steps"][1]
    unknown = told["unknown_terms"][0]
    assert ("pg:countri", False) == (unknown["term"], unknown["in_ontology"])
    assert {"iri": "https://w3id.org/partnergraph/ns#country", "name": "pg:country", "label": "country"} == (
        unknown["near"][0]
    )
    assert {"text": "`pg:countri` is not in the ontology; did you mean `pg:country`?", "line": 2, "column": 30} == (
        told["hints"][0]
    )


def test_a_literal_in_another_language_is_explained(server: Server) -> None:
    """What the data has in place of a literal comes with its language and datatype."""
    query = _PG + 'SELECT * { ?s pg:shortName "Västerås" }'
    told = json.loads(server.ask(_path(query), Accept_Language="sv").body)
    literal = told["literals"][0]
    assert ('"Västerås"', "language", "sv") == (
        literal["literal"],
        literal["mismatch"],
        literal["found"][0]["language"],
    )
    assert "på grund av sin språktagg" in told["hints"][0]["text"]


def test_an_answer_is_explained_to_people(server: Server) -> None:
    """The page is in the reader's language, shows the parts as a table, and nothing of the query is markup."""
    reply = server.ask(_path(_EMPTY), Accept="text/html", Accept_Language="sv")
    assert (200, "sv") == (reply.status, reply.headers["Content-Language"])
    assert "<h1>Varför detta svar</h1>" in reply.text
    assert "<td>0</td>" in reply.text
    assert "Härifrån finns inget kvar." in reply.text
    assert html.escape("`pg:countri` finns inte i ontologin; menade du `pg:country`?") in reply.text
    assert "<code>pg:country</code> land" in reply.text
    assert "<b>" not in reply.text
    assert reply.text == server.ask(_path(_EMPTY, format="html"), Accept_Language="sv").text


def test_an_answer_without_oddities_says_so(server: Server) -> None:
    """Where every part finds something, the page says that nothing stands out."""
    page = server.ask(_path(_PG + "SELECT * { ?s a pg:Project OPTIONAL { ?s pg:goal ?g } }"), Accept="text/html").text
    assert "Nothing stands out" in page
    assert "not counted" in page


def test_an_empty_page_of_results_leads_to_the_explanation(server: Server) -> None:
    """A page without rows, or with a no, has a link; one with rows has none."""
    empty = server.ask("/sparql?" + urlencode({"query": "ASK { <a:s> ?p ?o }"}), Accept="text/html").text
    assert "explain=true" in empty
    full = server.ask("/sparql?" + urlencode({"query": "ASK {}"}), Accept="text/html").text
    assert "explain=true" not in full


def test_a_slow_query_is_explained_as_far_as_time_allows(server: Server) -> None:
    """At the deadline the counts made by then are the answer, with a status that is no error."""
    started = time.monotonic()
    reply = server.ask(_path(_BOMB, timeout="1.5"))
    assert time.monotonic() - started < 4
    told = json.loads(reply.body)
    assert (200, False, None) == (reply.status, told["complete"], told["answers"]["count"])
    assert {"count": 100_000, "more": True} == told["steps"][2]["joined"]
    assert "The time was over" in told["hints"][-1]["text"]
    page = server.ask(_path(_BOMB, timeout="1.5"), Accept="text/html").text
    assert "more than 100,000" in page


@pytest.mark.parametrize(
    ("query", "status", "kind"),
    [
        ("SELECT * { ?s ?p }", 400, "query-syntax"),
        ("ASK { SERVICE <http://x/> { ?s ?p ?o } }", 403, "query-refused"),
    ],
)
def test_what_is_no_query_is_a_problem(server: Server, query: str, status: int, kind: str) -> None:
    """The scan and the parser come before every explanation."""
    reply = server.ask(_path(query))
    assert (status, f"/problems/{kind}") == (reply.status, json.loads(reply.body)["type"])


def test_only_true_explains(server: Server) -> None:
    """The switch is on, off, or a mistake."""
    assert "boolean" in json.loads(server.ask(_path("ASK {}", explain="false")).body)
    assert 400 == server.ask(_path("ASK {}", explain="perhaps")).status
