"""Tests of problems as people and programs read them: kinds, places, carets, languages and numbers of requests."""

import html
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask, abort, redirect

from partnergraph import errors
from partnergraph.errors import PartnerGraphError
from partnergraph.language import OFFERED
from partnergraph.settings import Settings
from partnergraph.web import create_app
from partnergraph.web.kinds import STATUS, kind_of, kinds, statuses
from partnergraph.web.request_ids import request_id

from .conftest import Server

_WRONG = "SELECT *\n{ ?s pgx:goal ?o . <script>alert(1)</script> }"


def _path(query: str, **parameters: str) -> str:
    return "/sparql?" + urlencode({"query": query, **parameters})


def test_a_mistake_has_all_its_members(server: Server) -> None:
    """The document says what kind, where, shows the line with a caret, and how to mend it."""
    reply = server.ask(_path(_WRONG))
    problem = json.loads(reply.body)
    number = problem.pop("request_id")
    assert number == reply.headers["X-Request-ID"]
    assert {
        "type": "/problems/query-syntax",
        "title": "The query is not SPARQL",
        "status": 400,
        "detail": "Prefix `pgx:` is not declared.",
        "hint": "Did you mean `pg:`? Then add the line `PREFIX pg: <https://w3id.org/partnergraph/ns#>` at the top.",
        "mistake": "unknown-prefix",
        "line": 2,
        "column": 6,
        "source": "{ ?s pgx:goal ?o . <script>alert(1)</script> }",
        "caret": "     ^",
    } == problem


def test_a_page_shows_the_caret_and_escapes_the_query(server: Server) -> None:
    """The line and its caret stand in a block of code, and nothing of the query is markup."""
    page = server.ask(_path(_WRONG), Accept="text/html").text
    assert "<script>" not in page
    block = re.search(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    assert block is not None
    assert "{ ?s pgx:goal ?o . <script>alert(1)</script> }\n     ^" == html.unescape(block[1])


def test_a_mistake_is_told_in_the_readers_language(server: Server) -> None:
    """Title, sentence and hint are in the language that the client reads, for people and programs."""
    reply = server.ask(_path("SELECT * { ?s ?p ?o FILTR(1) }"), Accept_Language="sv")
    problem = json.loads(reply.body)
    assert "sv" == reply.headers["Content-Language"]
    assert ("Frågan är inte SPARQL", "`FILTR` är inget ord i SPARQL.", "Menade du `FILTER`?") == (
        problem["title"],
        problem["detail"],
        problem["hint"],
    )
    page = server.ask(_path("SELECT * { ?s ?p ?o FILTR(1) }"), Accept="text/html", Accept_Language="sv").text
    assert "<h1>Frågan är inte SPARQL</h1>" in page
    assert "Rad 1, kolumn 21" in page
    assert html.escape("Menade du `FILTER`?") in page


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        (_path("ASK { SERVICE <http://x/> { ?s ?p ?o } }"), "query-refused", 403),
        (_path("ASK " + "{" * 500), "query-too-complex", 400),
        ("/sparql?query=ASK{}&query=ASK{}", "wrong-usage", 400),
        (_path("ASK {}", format="png"), "not-acceptable", 406),
        ("/queries/nothing", "not-found", 404),
        ("/nowhere", "not-found", 404),
        ("/problems/nothing", "not-found", 404),
    ],
)
def test_a_kind_leads_to_a_page_about_it(server: Server, path: str, kind: str, status: int) -> None:
    """The type of a problem is an address of this server, where a page in each language says how to mend it."""
    problem = json.loads(server.ask(path).body)
    assert (f"/problems/{kind}", status) == (problem["type"], problem["status"])
    for language in OFFERED:
        page = server.ask(problem["type"], Accept_Language=language)
        assert (200, language) == (page.status, page.headers["Content-Language"])
        assert html.escape(kinds(language)[kind]["mend"]) in page.text
        assert str(status) in page.text


def test_all_kinds_are_listed(server: Server) -> None:
    """One page lists every kind, and that of SPARQL mistakes lists those too."""
    index = server.ask("/problems").text
    for kind, words in kinds("en").items():
        assert f'href="/problems/{kind}"' in index
        assert html.escape(words["title"]) in index
    page = server.ask("/problems/query-syntax").text
    assert 'id="unknown-prefix"' in page
    assert "Prefix `…:` is not declared." in page


def test_every_error_has_a_kind_with_words_in_each_language() -> None:
    """Every row of the table of errors has its kind, and every kind is that of some status."""
    english = kinds("en")
    for language in OFFERED:
        assert list(english) == list(kinds(language))
        assert all(set(words) == {"title", "meaning", "mend"} for words in kinds(language).values())
    assert {kind_of(error("x")) for error in STATUS} <= set(english)
    assert [PartnerGraphError] == [error for error in STATUS if kind_of(error("x")) == "unforeseen"]
    assert all(statuses(kind) for kind in english)
    assert "query-syntax" == kind_of(errors.QuerySyntax("x"))
    assert "engine-failure" == kind_of(errors.ReleaseDamaged("x"))
    assert "unforeseen" == kind_of(errors.NonConformance("x"))
    assert ("method-not-allowed", "") == (kind_of(405), kind_of(418))


def test_a_clients_number_is_kept_when_it_is_well_formed(server: Server) -> None:
    """A proxy's number goes through to the answer; anything else gets a number of ours."""
    assert "abc-123_DEF.456" == server.ask("/", X_Request_ID="abc-123_DEF.456").headers["X-Request-ID"]
    for odd in ("short", "x" * 65, "with blank 123", "<script>123", ".leading-dot", 'quote"12345', "å" * 8):
        made = server.ask("/", X_Request_ID=odd.encode().decode("latin-1")).headers["X-Request-ID"]
        assert re.fullmatch(r"[0-9a-f]{32}", made), odd
    assert server.ask("/").headers["X-Request-ID"] != server.ask("/").headers["X-Request-ID"]


def test_there_is_a_number_even_before_the_first_question(app: Flask) -> None:
    """Whatever asks for the number first gets it, and all get the same."""
    with app.test_request_context("/", headers={"X-Request-ID": "from-outside"}):
        assert "from-outside" == request_id()
        assert request_id() == request_id()


def test_any_page_may_read_the_number(server: Server) -> None:
    """The header is among those that a script of another origin may send and see."""
    headers = server.ask(_path("ASK {}")).headers
    assert "X-Request-ID" in headers["Access-Control-Expose-Headers"]
    assert "X-Request-ID" in headers["Access-Control-Allow-Headers"]


@pytest.fixture
def failing(release: Path) -> Iterator[Flask]:
    """Return an application behind a public address, with pages that fail in several ways."""
    app = create_app(Settings(workers=1, public_url="https://example.org/graph"), release)

    def fail() -> str:
        raise ZeroDivisionError("/secret/path")

    def break_down() -> str:
        raise errors.EngineFailure("The engine broke")

    app.add_url_rule("/fail", view_func=fail)

    def unreadable() -> str:
        raise errors.UnreadableInput("This cannot be read", line=3, column=4)

    app.add_url_rule("/break", view_func=break_down)
    app.add_url_rule("/unreadable", view_func=unreadable)
    app.add_url_rule("/conflict", "conflict", view_func=lambda: abort(409))
    app.add_url_rule("/away", "away", view_func=lambda: abort(redirect("/")))
    yield app
    app.extensions["partnergraph"].close()


def test_what_nobody_foresaw_can_be_found_by_its_number(failing: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """The log has the number that the client got, and the client gets nothing else."""
    with caplog.at_level(logging.INFO):
        reply = failing.test_client().get("/fail", headers={"X-Request-ID": "from-the-proxy-1"})
        broken = failing.test_client().get("/break", headers={"X-Request-ID": "from-the-proxy-2"})
    assert ("from-the-proxy-1", "unforeseen") == (
        reply.get_json(force=True)["request_id"],
        reply.get_json(force=True)["type"].rpartition("/")[2],
    )
    assert "secret" not in reply.text
    assert "Request from-the-proxy-1 to '/fail' failed" in caplog.text
    assert "Request from-the-proxy-2 to '/break' was answered 500: The engine broke" in caplog.text
    assert 500 == broken.status_code


def test_what_has_no_kind_is_told_all_the_same(failing: Flask) -> None:
    """A status that says all by itself has no page about it; a place without a mistake is told; a redirect is none."""
    client = failing.test_client()
    conflict = client.get("/conflict").get_json(force=True)
    assert ("about:blank", "Conflict", 409) == (conflict["type"], conflict["title"], conflict["status"])
    unreadable = client.get("/unreadable").get_json(force=True)
    assert ("This cannot be read", 3, 4) == (unreadable["detail"], unreadable["line"], unreadable["column"])
    assert "Line 3, column 4" in client.get("/unreadable", headers={"Accept": "text/html"}).text
    assert "Conflict" in client.get("/conflict", headers={"Accept": "text/html"}).text
    assert 302 == client.get("/away").status_code


def test_behind_a_proxy_the_type_has_the_public_address(failing: Flask) -> None:
    """Where the world knows the server by an address, the kinds of problems have it too."""
    problem = failing.test_client().get("/nowhere").get_json(force=True)
    assert "https://example.org/graph/problems/not-found" == problem["type"]


def test_a_page_says_which_words_are_english(server: Server) -> None:
    """A detail that only exists in English is marked so on a Swedish page."""
    page = server.ask("/queries/nothing", Accept="text/html", Accept_Language="sv").text
    assert "<h1>Här finns inget</h1>" in page
    assert '<p lang="en"><strong>There is no canned query nothing</strong></p>' in page
