"""Tests of the methods of HTTP: HEAD and OPTIONS work everywhere, and QUERY asks a query."""

import json
from urllib.parse import urlencode

import pytest
from flask import Flask

from .conftest import Server

_DIRECT = "application/sparql-query"
_VALUES = {
    "path": "body/se-vasteras", "filename": "dist/assets.json", "kind": "not-found", "part": "added",
    "number": "1", "thing": "partnership", "terms": "ns", "suffix": "ttl",
    "parameter": "language",
}  # fmt: skip


def addresses_of_routes(app: Flask) -> list[str]:
    """Return an address of every route, and of nothing at all."""
    here = app.extensions["partnergraph"]
    names = {"queries": next(iter(here.catalogue)), "download": "manifest.json", "charts": "countries"}
    names["versions"] = f"{here.version}..{here.version}"
    with app.test_request_context():
        adapter = app.url_map.bind("")
        return [
            adapter.build(rule.endpoint, {**_VALUES, "name": names.get(rule.rule.split("/")[1], "x")})
            .partition("?")[0]
            for rule in app.url_map.iter_rules()
        ] + ["/nowhere"]  # fmt: skip


def test_head_is_get_without_a_body_everywhere(app: Flask, server: Server) -> None:
    """Every route answers HEAD as it answers GET, with its length and type and no body."""
    addresses = [*addresses_of_routes(app), "/sparql?" + urlencode({"query": "ASK {"})]
    assert len(addresses) > 8
    for address in addresses:
        got, head = server.ask(address), server.ask(address, "HEAD")
        assert (got.status, b"") == (head.status, head.body), address
        assert got.headers["Content-Type"] == head.headers["Content-Type"]
        assert str(len(got.body)) == got.headers["Content-Length"] == head.headers["Content-Length"], address


def test_options_says_what_is_allowed_everywhere(app: Flask, server: Server) -> None:
    """Every route answers OPTIONS with its methods, readable from any page."""
    for address in addresses_of_routes(app)[:-1]:
        reply = server.ask(address, "OPTIONS", Origin="https://example.org", Access_Control_Request_Method="GET")
        assert 200 == reply.status, address
        assert {"GET", "HEAD", "OPTIONS"} <= set(reply.headers["Allow"].split(", "))
        assert "*" == reply.headers["Access-Control-Allow-Origin"]
        assert "QUERY" in reply.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("body", ["ASK { 'Västerås' ?p 'V%C3%A4' } ", "SELECT (1 AS ?x) {}"])
def test_query_asks_as_post_does(server: Server, body: str) -> None:
    """HTTP QUERY carries a query in its body and has the answer that POST has, also at the address with a slash."""
    text = body.replace("'Västerås' ?p", "?s ?p").encode()
    replies = [
        server.ask(path, method, text, Content_Type=_DIRECT)
        for path, method in (("/sparql", "POST"), ("/sparql", "QUERY"), ("/sparql/", "QUERY"))
    ]
    assert [200] * 3 == [reply.status for reply in replies]
    assert 1 == len({reply.body for reply in replies})


def test_what_query_may_carry_is_said(server: Server) -> None:
    """The endpoint names the media types that QUERY takes, and refuses others."""
    assert _DIRECT in server.ask("/sparql", "OPTIONS").headers["Accept-Query"]
    assert 415 == server.ask("/sparql", "QUERY", b"ASK {}", Content_Type="text/plain").status


def test_the_union_of_all_graphs_may_be_asked(server: Server) -> None:
    """With `union-default-graph` a pattern without GRAPH meets all graphs."""
    query = "SELECT (COUNT(*) AS ?n) {}{{ ?s ?p ?o }}"

    def count(text: str, **parameters: str) -> int:
        reply = server.ask("/sparql?" + urlencode({"query": text, **parameters}))
        return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])

    plain, union = count(query.format("")), count(query.format(""), **{"union-default-graph": "true"})
    findings = "https://w3id.org/partnergraph/graph/findings"
    assert union == plain + count(query.format(""), **{"default-graph-uri": findings})
    assert union == count(query.format(f"FROM <{findings}> "), **{"union-default-graph": ""})
    assert plain == count(query.format(""), **{"union-default-graph": "false"})
