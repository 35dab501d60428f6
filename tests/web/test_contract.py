"""Tests of the contract of documents: every route, in every format, with every header it promises."""

import re
from http.client import HTTPConnection
from urllib.parse import urljoin

import pytest
from flask import Flask

from partnergraph.formats import GRAPHS, HTML, Format
from partnergraph.namespaces import PROV
from partnergraph.settings import Settings
from partnergraph.web import create_app

from .conftest import Reply, Server
from .test_methods import addresses_of_routes

_BASE = "https://w3id.org/partnergraph/"
_ABOUT = {
    "/doc/body/se-vasteras": f"{_BASE}id/body/se-vasteras",
    "/doc/project/open-shatsk": f"{_BASE}id/project/open-shatsk",
    "/doc/record/vasteras-stad/1": f"{_BASE}id/record/vasteras-stad/1",
    "/doc/finding/vasteras-stad/12-blank-value": f"{_BASE}id/finding/vasteras-stad/12-blank-value",
    "/graph/findings": f"{_BASE}graph/findings",
    "/ns": f"{_BASE}ns",
    "/shapes": f"{_BASE}shapes",
    "/goals": "http://metadata.un.org/sdg",
    "/goals/16": "http://metadata.un.org/sdg/16",
}
"""Document → the IRI of what it is about."""

_PAGES = ("/", "/quality", "/quality/validation", "/queries", "/problems", "/problems/not-found")
_NO_DOCUMENTS = (
    "/sparql",
    "/id/",
    "/pointing",
    "/versions",
    "/validate",
    "/search",
    "/suggest",
    "/resolve",
    "/reconcile",
    "/opensearch",
    "/robots.txt",
)
"""Beginnings of addresses that answer questions, lead on, say how to ask, or speak of more than one release."""

_CASES = [(path, each) for path in _ABOUT for each in (*GRAPHS, HTML)]


def links(reply: Reply) -> dict[str, list[tuple[str, str]]]:
    """Return the links of an answer: relation → target and media type of each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for value in reply.headers.get_all("Link", []):
        match = re.fullmatch(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', value)
        assert match, value
        found.setdefault(match[2], []).append((match[1], match[3] or ""))
    return found


@pytest.mark.parametrize(("path", "wanted"), _CASES, ids=lambda each: getattr(each, "name", each))
def test_every_document_keeps_the_contract_in_every_format(server: Server, path: str, wanted: Format) -> None:
    """Type, tag, date, lifetime, dependencies and links stand on each answer, by suffix, parameter and Accept."""
    by_accept = server.ask(path, Accept=wanted.media_type)
    by_suffix = server.ask(f"{path}.{wanted.extension}", Accept="image/png")
    by_parameter = server.ask(f"{path}?format={wanted.name}")
    for reply in (by_accept, by_suffix, by_parameter):
        assert (200, wanted.content_type) == (reply.status, reply.headers["Content-Type"])
        assert by_accept.body == reply.body
        assert by_accept.headers["ETag"] == reply.headers["ETag"]
        assert re.fullmatch('"[0-9a-f]{32}"', reply.headers["ETag"])
        assert "Mon, 23 Nov 2026 12:00:00 GMT" == reply.headers["Last-Modified"]
        assert "public, no-cache" == reply.headers["Cache-Control"]
        spoken = "?lang=en" if wanted is HTML else ""
        assert f"{path}.{wanted.extension}{spoken}" == reply.headers["Content-Location"]
        found = links(reply)
        assert [(path, "")] == found["canonical"]
        assert [(_ABOUT[path], "")] == found["describes"]
        assert [(f"{path}.{each.extension}", each.media_type) for each in (*GRAPHS, HTML)] == found["alternate"]
        assert [("https://creativecommons.org/licenses/by/4.0/", "")] == found["license"]
        exposed = reply.headers["Access-Control-Expose-Headers"].split(", ")
        assert {"ETag", "Last-Modified", "Link", "Content-Location", "PG-Release", "Vary"} <= set(exposed)
        assert "*" == reply.headers["Access-Control-Allow-Origin"]
    assert {"Accept", "Accept-Language", "Accept-Encoding"} == set(by_accept.headers["Vary"].split(", "))
    assert ("Accept-Language, " if wanted is HTML else "") + "Accept-Encoding" == by_suffix.headers["Vary"]
    assert (by_accept.headers["Content-Language"] == "en") if wanted is HTML else True


@pytest.mark.parametrize(("path", "wanted"), _CASES, ids=lambda each: getattr(each, "name", each))
def test_who_has_a_document_is_not_sent_it_again(server: Server, path: str, wanted: Format) -> None:
    """A tag, a list with the tag, `*` and the date of the release all answer 304, and another tag does not."""
    whole = server.ask(path, Accept=wanted.media_type)
    tag, date = whole.headers["ETag"], whole.headers["Last-Modified"]
    for condition in (
        {"If_None_Match": tag},
        {"If_None_Match": f'W/{tag}, "other"'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": date},
        {"If_None_Match": tag, "If_Modified_Since": "Sun, 01 Jan 2023 00:00:00 GMT"},
    ):
        for method in ("GET", "HEAD"):
            reply = server.ask(path, method, None, Accept=wanted.media_type, **condition)
            assert (304, b"") == (reply.status, reply.body), condition
            for name in ("ETag", "Cache-Control", "Vary", "Content-Location"):
                assert whole.headers[name] == reply.headers[name], name
    for changed in (
        {"If_None_Match": '"other"'},
        {"If_Modified_Since": "Sun, 01 Jan 2023 00:00:00 GMT"},
        {"If_None_Match": '"other"', "If_Modified_Since": date},
    ):
        assert 200 == server.ask(path, "GET", None, Accept=wanted.media_type, **changed).status, changed


@pytest.mark.parametrize("path", _PAGES)
def test_pages_keep_the_contract_too(server: Server, path: str) -> None:
    """A page has a tag for each language, names its licence, and is not sent again to who has it."""
    english, swedish = server.ask(path), server.ask(path, Accept_Language="sv")
    assert english.headers["ETag"] != swedish.headers["ETag"]
    assert ("Accept-Language, Accept-Encoding", "sv") == (swedish.headers["Vary"], swedish.headers["Content-Language"])
    assert [(path, "")] == links(swedish)["canonical"]
    assert 304 == server.ask(path, If_None_Match=english.headers["ETag"]).status
    assert 200 == server.ask(path, If_None_Match=english.headers["ETag"], Accept_Language="sv").status
    assert "Accept-Encoding" == server.ask(f"{path}?lang=sv").headers["Vary"]


def test_no_route_forgets_the_contract(app: Flask, server: Server) -> None:
    """Whatever is answered with 200 has a tag and a date, may be kept, and is not sent again to who has it."""
    documents = {path for path in addresses_of_routes(app) if not path.startswith(_NO_DOCUMENTS)}
    found = {path: server.ask(path) for path in documents}
    there = {path: reply for path, reply in found.items() if reply.status == 200}
    assert len(there) > 8
    for path, reply in there.items():
        for name in ("ETag", "Last-Modified", "Cache-Control"):
            assert reply.headers[name], (path, name)
        assert 304 == server.ask(path, If_None_Match=reply.headers["ETag"]).status, path


def test_every_form_of_a_document_has_a_tag_of_its_own(server: Server) -> None:
    """Formats, languages and resources never share a tag."""
    tags = [
        server.ask(f"{path}.{each.extension}?lang={tongue}").headers["ETag"]
        for path in _ABOUT
        for each in (*GRAPHS, HTML)
        for tongue in (("en", "sv") if each is HTML else ("en",))
    ]
    assert len(tags) == len(set(tags))


def test_links_name_the_shape_and_the_source(server: Server) -> None:
    """A project leads to the shape of projects and to its source record, and both are there."""
    found = links(server.ask("/doc/project/open-shatsk.ttl"))
    assert [("/shapes#Project", "text/turtle")] == found["describedby"]
    assert [("/id/record/vasteras-stad/1", "")] == found[str(PROV.has_provenance)]
    assert "shape:Project a" in server.ask("/shapes", Accept="text/turtle").text
    assert 200 == server.follow("/id/record/vasteras-stad/1").status
    assert [("/id/source/vasteras-stad", "")] == links(server.ask("/doc/record/vasteras-stad/1"))[
        str(PROV.has_provenance)
    ]


def test_a_connection_lasts_over_unchanged_documents(server: Server) -> None:
    """An answer without a body does not end the connection, unless the client wants it to end."""
    tag = server.ask("/doc/body/se-vasteras.ttl").headers["ETag"]
    connection = HTTPConnection(server.host, server.port, timeout=10)
    connection.connect()
    line = connection.sock
    for _ in range(3):
        connection.request("GET", "/doc/body/se-vasteras.ttl", headers={"If-None-Match": tag})
        reply = connection.getresponse()
        assert (304, None, b"") == (reply.status, reply.headers["Connection"], reply.read())
        assert line is connection.sock
    connection.request("GET", "/doc/body/se-vasteras.ttl", headers={"If-None-Match": tag, "Connection": "close"})
    reply = connection.getresponse()
    assert (304, "close") == (reply.status, reply.headers["Connection"])
    connection.close()


def test_what_is_not_there_is_never_unchanged(server: Server) -> None:
    """A condition on an address without a document is 404, whatever it says."""
    for condition in ({"If_None_Match": "*"}, {"If_Modified_Since": "Mon, 23 Nov 2026 12:00:00 GMT"}):
        assert 404 == server.ask("/doc/body/nowhere", "GET", None, **condition).status
        assert server.ask("/doc/body/nowhere", "GET", None, **condition).headers["ETag"] is None


def test_a_public_address_is_canonical_and_links_stay_on_the_server(app: Flask) -> None:
    """Behind another name the canonical address is the public one, the IRIs are ours, and links go below the root."""
    settings = Settings(public_url="https://graph.example.org/pg", cache_mb=0)
    other = create_app(settings, app.extensions["partnergraph"].release)
    try:
        client = other.test_client()
        reply = client.get("/doc/body/se-vasteras.html", base_url="http://staging.example.net/pg")
        assert '<https://graph.example.org/pg/doc/body/se-vasteras>; rel="canonical"' in reply.headers.getlist("Link")
        assert f'<{_BASE}id/body/se-vasteras>; rel="describes"' in reply.headers.getlist("Link")
        assert 'href="/pg/id/country/se"' in reply.text
        assert "staging.example.net" not in reply.text + str(reply.headers)
        turtle = client.get("/doc/body/se-vasteras.ttl", base_url="http://staging.example.net/pg")
        assert "staging" not in turtle.text + str(turtle.headers)
        moved = client.get("/id/body/se-vasteras", base_url="http://staging.example.net/pg")
        assert (303, "/pg/doc/body/se-vasteras") == (moved.status_code, moved.headers["Location"])
        assert urljoin("http://staging.example.net/pg/id/body/x", moved.headers["Location"]).startswith(
            "http://staging.example.net/pg/doc/"
        )
    finally:
        other.extensions["partnergraph"].close()
