"""Tests of the contract of completeness: every answer says whether it is whole, and where it goes on."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from flask import Flask

from partnergraph.formats import CSV, GRAPHS, JSON, RESULTS, TSV, XML, Format
from partnergraph.settings import Settings
from partnergraph.web import create_app

from .conftest import Reply, Server, serving_app

_LIMIT = 10
_ROWS = "SELECT * { ?s ?p ?o }"
_GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"
_SPARQL = "{http://www.w3.org/2005/sparql-results#}"


@pytest.fixture(scope="module")
def capped(release: Path) -> Iterator[Flask]:
    """Return an application that gives ten rows at once."""
    app = create_app(Settings(workers=2, result_rows=_LIMIT), release)
    yield app
    app.extensions["partnergraph"].close()


@pytest.fixture(scope="module")
def cut(capped: Flask) -> Iterator[Server]:
    """Return a real server that gives ten rows at once."""
    yield from serving_app(capped)


def _ask(server: Server, query: str, **parameters: str) -> Reply:
    return server.ask("/sparql?" + urlencode({"query": query, **parameters}))


def _following(reply: Reply) -> str:
    links = re.findall(r'<([^>]*)>; rel="next"', reply.headers.get("Link", ""))
    return links[0].partition("/sparql")[2] if links else ""


@pytest.mark.parametrize("wanted", [*RESULTS, *GRAPHS])
def test_the_cap_is_never_silent(cut: Server, wanted: Format) -> None:
    """The same data beyond the cap: each format says that it is cut, inside or by failing, and so do the headers."""
    query = _ROWS if wanted in RESULTS else _GRAPH
    reply = _ask(cut, query, format=wanted.name)
    if wanted in {JSON, XML}:
        assert (200, "truncated; rows=10; limit=10") == (reply.status, reply.headers["PG-Result"])
        assert wanted.media_type == reply.headers["Content-Type"]
        assert _following(reply)
    else:
        assert (413, None) == (reply.status, reply.headers["PG-Result"])
        assert "truncate=allow" in json.loads(reply.body)["hint"]
        allowed = _ask(cut, query, format=wanted.name, truncate="allow")
        assert (200, "truncated; rows=10; limit=10") == (allowed.status, allowed.headers["PG-Result"])
        assert wanted.content_type == allowed.headers["Content-Type"]
        assert _following(allowed)
    assert "0123456789abcdef" == reply.headers["PG-Release"]
    assert reply.headers["ETag"] is None


@pytest.mark.parametrize("wanted", [*RESULTS, *GRAPHS])
def test_what_is_whole_says_so(cut: Server, wanted: Format) -> None:
    """Exactly as many rows as the cap are a whole answer, which names its release and goes on nowhere."""
    reply = _ask(
        cut, f"{_ROWS if wanted in RESULTS else 'CONSTRUCT { ?s ?p ?o } ' + _ROWS[8:]} LIMIT 10", format=wanted.name
    )
    assert (200, "complete", None) == (reply.status, reply.headers["PG-Result"], reply.headers["Link"])
    assert "0123456789abcdef" == reply.headers["PG-Release"]


def test_json_says_it_in_a_member_that_readers_pass_over(cut: Server) -> None:
    """JSON has a member of ours and a link in its head, and is read as results all the same."""
    reply = _ask(cut, _ROWS, format="json")
    found = json.loads(reply.body)
    following = _following(reply)
    assert {"complete": False, "rows": 10, "limit": 10} == {
        name: found["partnergraph"][name] for name in ("complete", "rows", "limit")
    }
    assert found["partnergraph"]["next"].endswith(following)
    assert [found["partnergraph"]["next"]] == found["head"]["link"]
    assert 10 == len(_read(reply.body, JSON))
    assert "partnergraph" not in json.loads(_ask(cut, f"{_ROWS} LIMIT 3").body)


def test_xml_says_it_in_its_head(cut: Server) -> None:
    """XML has a link in its head, after the columns as its schema asks, and is read as results all the same."""
    reply = _ask(cut, _ROWS, format="xml")
    head = ET.fromstring(reply.body).find(f"{_SPARQL}head")  # noqa: S314 - our own server's
    assert head is not None
    assert ["variable"] * 3 + ["link"] == [each.tag.removeprefix(_SPARQL) for each in head]
    assert head[3].attrib["href"].endswith(_following(reply))
    assert 10 == len(_read(reply.body, XML))


def test_a_page_says_it_in_words(cut: Server) -> None:
    """People read that they see a part, in their language, and find a link that goes on."""
    page = cut.ask("/sparql?" + urlencode({"query": _ROWS}), Accept="text/html", Accept_Language="sv")
    assert "Detta är en del av svaret" in page.text
    (address,) = re.findall(r'rel="next nofollow" href="[^"]*/sparql([^"]*)"', page.text)
    second = cut.ask("/sparql" + address.replace("&amp;", "&"), Accept_Language="sv")
    assert "text/html; charset=utf-8" == second.headers["Content-Type"]
    assert 200 == cut.ask("/sparql?" + urlencode({"query": _GRAPH, "format": "html"})).status


@pytest.mark.parametrize("wanted", [JSON, XML, TSV, CSV])
def test_the_links_lead_through_all_rows(cut: Server, server: Server, wanted: Format) -> None:
    """Following the links gives each row of the whole answer once and in order, whatever the format."""
    query = f"{_ROWS} ORDER BY ?p"
    whole = _read(_ask(server, query, format=wanted.name).body, wanted)
    reply = _ask(cut, query, format=wanted.name, truncate="allow")
    found = _read(reply.body, wanted)
    while following := _following(reply):
        reply = cut.ask("/sparql" + following)
        assert 200 == reply.status
        found += _read(reply.body, wanted)
    assert whole == found
    assert re.fullmatch(r"rest; skip=\d+0", reply.headers["PG-Result"])
    assert len(whole) > 3 * _LIMIT


def test_the_link_keeps_the_dataset(cut: Server) -> None:
    """Parameters of the dataset go on with the link."""
    reply = _ask(cut, _ROWS, **{"union-default-graph": "true", "timeout": "7"})
    following = _following(reply)
    assert "union-default-graph=true" in following
    assert "timeout=7" in following
    graph = "https://w3id.org/partnergraph/graph/data"
    assert urlencode({"default-graph-uri": graph}) in _following(_ask(cut, _ROWS, **{"default-graph-uri": graph}))


def test_a_long_query_goes_on_by_the_same_request(cut: Server) -> None:
    """Where the query is too long for an address, the link is what to add to the request that was sent."""
    query = f"{_ROWS} # {'x' * 9_000}"
    headers = {"Content_Type": "application/sparql-query"}
    first = cut.ask("/sparql", "POST", query.encode(), **headers)
    following = _following(first)
    assert "query=" not in following
    second = cut.ask("/sparql" + following, "POST", query.encode(), **headers)
    assert (200, "truncated; rows=10; limit=10; skip=10") == (second.status, second.headers["PG-Result"])
    assert not set(_read(first.body, JSON)) & set(_read(second.body, JSON))


def test_what_is_fresh_each_time_cannot_be_gone_on_with(cut: Server) -> None:
    """An answer that would be another the next time is cut without a link."""
    reply = _ask(cut, "SELECT * { ?s ?p ?o BIND(RAND() AS ?r) }")
    assert (200, None) == (reply.status, reply.headers["Link"])
    assert "truncated; rows=10; limit=10" == reply.headers["PG-Result"]
    assert json.loads(reply.body)["partnergraph"]["next"] is None
    assert b"<link" not in _ask(cut, "SELECT * { ?s ?p ?o BIND(RAND() AS ?r) }", format="xml").body


@pytest.mark.parametrize(
    ("cursor", "status"),
    [
        ("fedcba9876543210~10~0123456789abcdef", 410),
        ("0123456789abcdef~10~0123456789abcdef", 410),
        ("0123456789abcdef~99999~0123456789abcdef", 410),
        ("0123456789abcdef~0~0123456789abcdef", 400),
        ("nonsense", 400),
        ("", 400),
    ],
)
def test_a_cursor_that_does_not_fit_is_refused(cut: Server, cursor: str, status: int) -> None:
    """A cursor of another release or another answer is gone, and a made-up one is a mistake."""
    assert status == _ask(cut, _ROWS, cursor=cursor).status


@pytest.mark.parametrize("value", ["", "yes", "true"])
def test_truncate_has_one_value(cut: Server, value: str) -> None:
    """Only `truncate=allow` means something."""
    assert 400 == _ask(cut, _ROWS, truncate=value).status


def _read(body: bytes, wanted: Format) -> list[str]:
    """Return rows as texts."""
    if wanted is CSV:
        return [str(row) for row in csv.reader(io.StringIO(body.decode(), newline=""))][1:]
    results = ox.parse_query_results(body, ox.QueryResultsFormat.from_media_type(wanted.media_type))
    assert isinstance(results, ox.QuerySolutions)
    return [str([row[name] for name in results.variables]) for row in results]
