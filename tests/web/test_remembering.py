"""Tests of whole responses that are kept: the same request has the same response, and nothing else ever has it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from partnergraph.settings import Settings
from partnergraph.web import create_app

from .conftest import Reply, Server, serving_app

_ROWS = "/sparql?query=" + quote("SELECT ?s { ?s a ?c } ORDER BY ?s LIMIT 5")
_JSON = "application/sparql-results+json"
_OF_ITS_OWN = {"date", "server-timing", "x-request-id"}


@pytest.fixture
def fresh(release: Path) -> Iterator[Server]:
    """Return a server that has answered nothing yet."""
    yield from serving_app(create_app(Settings(workers=2, deadline=5), release))


def _same(one: Reply, other: Reply) -> bool:
    heads = [{(name.lower(), value) for name, value in each.headers.items()} for each in (one, other)]
    stable = [{pair for pair in head if pair[0] not in _OF_ITS_OWN} for head in heads]
    return (one.status, one.body, stable[0]) == (other.status, other.body, stable[1])


def _kept(reply: Reply) -> bool:
    """Return whether a response was kept whole: it then does not say how long it took."""
    return reply.headers["Server-Timing"] == "cache;desc=hit"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("accept", [_JSON, "text/csv", "text/html"])
def test_the_same_request_has_the_same_response(fresh: Server, method: str, accept: str) -> None:
    """Status, body and all headers are the same, but for those that are each request's own."""
    first, second = (fresh.ask(_ROWS, method, Accept=accept) for _ in range(2))

    assert not _kept(first)
    assert _kept(second)
    assert _same(first, second)
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    assert "number-9876" == fresh.ask(_ROWS, method, Accept=accept, X_Request_ID="number-9876").headers["X-Request-ID"]


def test_what_a_response_depends_on_tells_requests_apart(fresh: Server) -> None:
    """Another format, language, host or address is another request; so is a condition."""
    plain = fresh.ask(_ROWS, Accept="text/html", Accept_Language="en")
    tag = plain.headers["ETag"]
    others = [
        fresh.ask(_ROWS, Accept="text/csv", Accept_Language="en"),
        fresh.ask(_ROWS, Accept="text/html", Accept_Language="sv"),
        fresh.ask(_ROWS, Accept="text/html", Accept_Language="en", Host="other.example"),
        fresh.ask(_ROWS + "&format=json", Accept="text/html", Accept_Language="en"),
        fresh.ask(_ROWS, Accept="text/html", Accept_Language="en", If_None_Match=tag),
    ]

    assert not any(map(_kept, others))
    assert "sv" in others[1].headers["Content-Language"]
    assert [200, 200, 200, 200, 304] == [each.status for each in others]


def test_a_condition_is_answered_the_same_again(fresh: Server) -> None:
    """304 comes from memory too, for answers and for documents, and never for another tag."""
    for path, accept in ((_ROWS, _JSON), ("/doc/body/se-vasteras", "text/turtle")):
        tag = fresh.ask(path, Accept=accept).headers["ETag"]
        first, second = (fresh.ask(path, Accept=accept, If_None_Match=tag) for _ in range(2))
        other = fresh.ask(path, Accept=accept, If_None_Match='"other"')

        assert [304, 304, 200] == [first.status, second.status, other.status]
        assert _same(first, second)
        assert _kept(second)
        assert b"" == second.body


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=" + quote("SELECT (RAND() AS ?n) {}"),
        "/sparql?query=" + quote("SELECT ?s { ?s a ?c } LIMIT"),
        "/sparql?query=" + quote("SELECT * { ?s ?p ?o }") + "&timeout=0",
        "/nowhere",
    ],
)
def test_what_may_not_be_kept_is_not(fresh: Server, path: str) -> None:
    """An answer that is another each time, and an error, are made anew each time."""
    replies = [fresh.ask(path, Accept=_JSON) for _ in range(3)]

    assert not any(reply.headers.get("Server-Timing") == "cache;desc=hit" for reply in replies)
    assert 3 == len({reply.headers["X-Request-ID"] for reply in replies})


def test_a_posted_query_is_not_taken_for_an_address(fresh: Server) -> None:
    """Two queries posted to one address have their own answers."""
    sent = {"Content_Type": "application/sparql-query", "Accept": "text/csv"}
    answers = [fresh.ask("/sparql", "POST", f"SELECT ({n} AS ?n) {{}}".encode(), **sent).text for n in (1, 2)]

    assert ["n\r\n1\r\n", "n\r\n2\r\n"] == answers


def test_many_requests_leave_memory_within_its_bound(release: Path) -> None:
    """Beyond the bound what was asked longest ago is made anew, and answered as before."""
    for server in serving_app(create_app(Settings(workers=2, deadline=5, cache_mb=1), release)):
        first = server.ask(_ROWS, Accept=_JSON)
        for number in range(700):
            assert 200 == server.ask(f"{_ROWS}&format=json&unused={number}").status
        again = server.ask(_ROWS, Accept=_JSON)
        assert not _kept(again)
        assert first.body == again.body
