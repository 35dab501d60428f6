"""`/resolve`: from any name to the thing, and never by a guess."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from .conftest import Reply, Server

_ID = "https://w3id.org/partnergraph/id/"


def _resolve(server: Server, accept: str = "text/html", **parameters: str) -> Reply:
    return server.ask(f"/resolve?{urlencode(parameters)}", Accept=accept)


def _members(server: Server, **parameters: str) -> Any:
    return json.loads(_resolve(server, "application/json", **parameters).body)


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "Shatsk"},
        {"q": "Шацьк"},
        {"q": "sjatsk"},
        {"iri": f"{_ID}body/ua-shatsk"},
        {"iri": f"{_ID}body/UA-Shatsk/"},
        {"iri": "https://w3id.org/partnergraph/doc/body/ua-shatsk.ttl"},
    ],
)
def test_every_name_leads_to_the_same_place(server: Server, parameters: dict[str, str]) -> None:
    """A browser and an RDF client are led to the resource, within this server."""
    for accept in ("text/html", "text/turtle", "*/*"):
        reply = _resolve(server, accept, **parameters)
        assert (303, "/id/body/ua-shatsk") == (reply.status, reply.headers["Location"])


def test_addresses_of_this_server_are_resolved(server: Server) -> None:
    """An address below this server names what it is about."""
    assert "/id/body/gh-tamale" == _resolve(server, iri=f"{server.url}id/body/gh-tamale.html").headers["Location"]
    assert "http://metadata.un.org/sdg/16" == _members(server, iri=f"{server.url}goals/16")["iri"]


def test_what_is_not_searched_for_is_resolved_by_its_iri(server: Server) -> None:
    """A record leads to itself."""
    iri = f"{_ID}record/vasteras-stad/1"
    assert "/id/record/vasteras-stad/1" == _resolve(server, iri=iri).headers["Location"]


def test_format_and_language_are_kept(server: Server) -> None:
    """What the client chose holds behind the redirect too."""
    reply = _resolve(server, q="1980", format="ttl", lang="sv")
    assert "/id/body/se-vasteras?format=ttl&lang=sv" == reply.headers["Location"]
    assert server.ask(reply.headers["Location"]).status < 400


def test_json_says_how_it_was_found(server: Server) -> None:
    """JSON names the resource, the kind of match in code and in words, and the territory of the same name."""
    found = _members(server, q="1980")
    assert (f"{_ID}body/se-vasteras", "exact-code", "its code") == (found["iri"], found["match"], found["reason"])
    assert "folded" == _members(server, q="mjolby")["match"]
    assert [f"{_ID}territory/se-mjolby"] == [each["iri"] for each in _members(server, q="Mjölby")["also"]]
    assert "/id/territory/se-mjolby" in _resolve(server, q="Mjölby").headers["Link"]
    assert f"{_ID}territory/se-mjolby" == _members(server, q="Mjölby", type="territory")["iri"]


def test_goals_are_resolved_by_number_and_name(server: Server) -> None:
    """16, SDG 16, its names and the UN's IRI all mean the goal."""
    for query in ("16", "SDG 16", "Mål 16", "peace, justice and strong institutions", "http://metadata.un.org/sdg/16"):
        assert "http://metadata.un.org/sdg/16" == _members(server, q=query)["iri"], query


def test_what_may_mean_several_things_is_not_chosen(server: Server) -> None:
    """Several things are all named with the reason, to programs and to people, and nobody is led on."""
    query = "Västerås – Shatsk"
    assert 303 == _resolve(server, q=query).status
    found = _resolve(server, "application/json", q="environment")
    assert 200 == found.status
    reply = _resolve(server, q="Ghana", type="country,body")
    assert 303 == reply.status


def test_nothing_is_guessed(server: Server) -> None:
    """A name that nothing has is 404 with near ones, to programs and on a page."""
    reply = _resolve(server, "application/json", q="Mjolbi")
    problem = json.loads(reply.body)
    assert (404, "/problems/not-found") == (reply.status, problem["type"])
    assert {"iri": f"{_ID}body/se-mjolby", "label": "Mjölby Municipality"} in problem["suggestions"]
    assert "Mjölby" in problem["hint"]
    assert 'id/body/se-mjolby">Mjölby Municipality</a>' in _resolve(server, q="Mjolbi").text
    assert "suggestions" not in _members(server, q="Zzzzz")
    assert 404 == _resolve(server, iri="https://example.org/").status


@pytest.mark.parametrize("parameters", [{}, {"q": "a", "iri": "b"}, {"q": " "}])
def test_one_thing_is_asked(server: Server, parameters: dict[str, str]) -> None:
    """Either `q` or `iri` says what to resolve."""
    assert 400 == _resolve(server, **parameters).status


@pytest.mark.parametrize("query", ["//example.org/", "https://example.org/x", "/\\example.org", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(server: Server, query: str) -> None:
    """No text becomes a redirect to another host."""
    for name in ("q", "iri"):
        assert 404 == _resolve(server, **{name: query}).status
