"""Tests of answers that are kept: by what they are known again, and what is never kept."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from partnergraph.settings import Settings
from partnergraph.sparql.dataset import Dataset
from partnergraph.web import create_app
from partnergraph.web.cache import Cache, Kept, Key

from .conftest import Reply, Server, serving_app

_ROWS = "SELECT ?s { ?s a ?c } ORDER BY ?s # rows\nLIMIT 5"


@pytest.fixture
def fresh(release: Path) -> Iterator[Server]:
    """Return a server whose cache is its own."""
    app = create_app(Settings(workers=2, deadline=5, result_rows=1_000), release)
    yield from serving_app(app)


def _ask(server: Server, query: str, method: str = "GET", accept: str = "*/*", **headers: str) -> Reply:
    return server.ask("/sparql?" + urlencode({"query": query}), method, None, Accept=accept, **headers)


def _hit(reply: Reply) -> bool:
    return "desc=hit" in reply.headers["Server-Timing"]


def _key(name: str) -> Key:
    return Key(release="r", query=name, dataset=Dataset(), base="", format="json")


def test_those_used_last_are_kept_within_the_bound() -> None:
    """A cache holds no more bytes than it may; what was not used for longest goes first."""
    cache: Cache[Key, Kept] = Cache(most=10_000)
    for name in "abc":
        cache.put(_key(name), Kept(body=b"x" * 2_000, seconds=1))
    assert cache.get(_key("a")) is not None
    cache.put(_key("d"), Kept(body=b"x" * 2_000, seconds=1))
    assert [True, False, True, True] == [cache.get(_key(name)) is not None for name in "abcd"]
    assert 9_000 <= cache.size <= 10_000
    cache.put(_key("d"), Kept(body=b"", seconds=1))
    assert 7_000 <= cache.size < 8_000
    assert cache.takes(1_250)
    assert not cache.takes(1_251)


def test_threads_share_a_cache() -> None:
    """Many threads at once leave the cache within its bound and its count right."""
    cache: Cache[Key, Kept] = Cache(most=20_000)

    def use(number: int) -> None:
        for n in range(200):
            cache.put(_key(f"{(n * number) % 17}"), Kept(body=b"x" * 900, seconds=1, asked=1 + number % 2))
            cache.get(_key(f"{n % 17}"))

    threads = [threading.Thread(target=use, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = [name for name in map(str, range(17)) if cache.get(_key(name))]
    assert cache.size == sum(kept.weight for name in left if (kept := cache.get(_key(name))))
    assert 5 < len(left) < 17


def test_the_same_question_is_answered_from_memory(fresh: Server) -> None:
    """A question asked before has the same body at once, also when its space and comments differ, by any method."""
    first = _ask(fresh, _ROWS)
    again = _ask(fresh, f"# other\n{_ROWS.replace(' ', '   ')}")
    posted = fresh.ask("/sparql", "POST", _ROWS.encode(), Content_Type="application/sparql-query")
    assert [False, True, True] == [_hit(each) for each in (first, again, posted)]
    assert first.body == again.body == posted.body
    assert first.headers["ETag"] == again.headers["ETag"]
    assert "engine;dur=" in first.headers["Server-Timing"]
    assert "engine;dur=" not in again.headers["Server-Timing"]
    assert "complete" == again.headers["PG-Result"]
    assert "public, no-cache" == first.headers["Cache-Control"]


def test_a_client_that_has_the_answer_gets_none(fresh: Server) -> None:
    """If-None-Match with the tag of the answer is answered 304 without a body, by GET, HEAD and QUERY."""
    tag = _ask(fresh, _ROWS).headers["ETag"]
    assert not tag.startswith("W/")
    for method in ("GET", "HEAD", "QUERY"):
        query = _ROWS.encode() if method == "QUERY" else None
        path = "/sparql" if query else "/sparql?" + urlencode({"query": _ROWS})
        headers = {"If_None_Match": f'"other", {tag}', "Content_Type": "application/sparql-query"}
        reply = fresh.ask(path, method, query, **headers)
        assert (304, b"", tag) == (reply.status, reply.body, reply.headers["ETag"])
        assert "Accept" in reply.headers["Vary"]
    assert 200 == _ask(fresh, _ROWS, If_None_Match='"other"').status


def test_a_tag_tells_apart_what_is_different(fresh: Server) -> None:
    """Format, language of a page, dataset and query each have tags of their own."""
    dataset = fresh.ask("/sparql?" + urlencode({"query": _ROWS, "union-default-graph": "true"}))
    replies = [
        _ask(fresh, _ROWS),
        _ask(fresh, _ROWS, accept="text/csv"),
        _ask(fresh, _ROWS, accept="text/html", Accept_Language="sv"),
        _ask(fresh, _ROWS, accept="text/html", Accept_Language="en"),
        _ask(fresh, f"{_ROWS}0"),
        dataset,
    ]
    tags = [reply.headers["ETag"] for reply in replies]
    assert len(tags) == len(set(tags))
    assert [False, False, True, True, False, False] == [tag.startswith("W/") for tag in tags]


def test_a_page_is_made_of_the_rows_that_are_kept(fresh: Server) -> None:
    """People and machines who ask the same share one answer."""
    _ask(fresh, _ROWS)
    assert _hit(_ask(fresh, _ROWS, accept="text/html"))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT (NOW() AS ?t) {}", 200),
        ("SELECT * { ?s ?p ?o BIND(UUID() AS ?u) }", 200),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 200),
        ("SELECT * {", 400),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", 504),
    ],
)
def test_what_is_fresh_cut_or_failed_is_never_kept(fresh: Server, query: str, status: int) -> None:
    """Answers that differ each time, parts, and errors are made anew each time and have no tag."""
    path = "/sparql?" + urlencode({"query": query, "timeout": "0.5"} if status == 504 else {"query": query})
    replies = [fresh.ask(path), fresh.ask(path)]
    assert [status, status] == [reply.status for reply in replies]
    assert all(reply.headers["ETag"] is None for reply in replies)
    assert all("hit" not in reply.headers.get("Server-Timing", "") for reply in replies)
    if status != 200:
        assert ["no-store", "no-store"] == [reply.headers["Cache-Control"] for reply in replies]


def test_relative_iris_are_not_shared_between_addresses(fresh: Server) -> None:
    """A query that means something else at another address is another question there."""
    query = "SELECT (STR(<x>) AS ?iri) {}"
    here = _ask(fresh, query)
    there = _ask(fresh, query, Host="other.example")
    assert [f"{fresh.url}x", "http://other.example/x"] == [
        json.loads(reply.body)["results"]["bindings"][0]["iri"]["value"] for reply in (here, there)
    ]
    assert not _hit(there)
    absolute = "SELECT (STR(<http://x/>) AS ?iri) {}"
    assert [False, True] == [_hit(_ask(fresh, absolute)), _hit(_ask(fresh, absolute, Host="other.example"))]


def test_canned_queries_are_answered_ahead(release: Path) -> None:
    """Soon after the start each canned query that needs no value is answered from memory; the start waits for none."""
    app = create_app(Settings(workers=2), release)
    for server in serving_app(app):
        catalogue = app.extensions["partnergraph"].catalogue
        until = time.monotonic() + 20
        while time.monotonic() < until and not _kept(app):
            time.sleep(0.05)
        assert all(_hit(_ask(server, canned.text)) == canned.runs_alone for canned in catalogue.values())


def test_without_room_nothing_is_kept(release: Path) -> None:
    """With a cache of no bytes each question is asked of the data; tags still save the sending."""
    for server in serving_app(create_app(Settings(workers=2, cache_mb=0), release)):
        first, again = _ask(server, _ROWS), _ask(server, _ROWS)
        assert [False, False] == [_hit(first), _hit(again)]
        assert 304 == _ask(server, _ROWS, If_None_Match=first.headers["ETag"]).status


def _kept(app: Flask) -> bool:
    here = app.extensions["partnergraph"]
    return bool(len(here.cache) >= sum(canned.runs_alone for canned in here.catalogue.values()))
