"""Tests of what things are called: one thing has one name on every page of a language."""

import html
import re
from urllib.parse import quote, urlencode

import pytest
from flask import Flask

from partnergraph.settings import Settings
from partnergraph.web import create_app

from .conftest import Server

_EVERYTHING = "SELECT DISTINCT ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER(isIRI(?o)) }"
_NAMED = re.compile(r'<(?:a href="[^"]*"|span) title="([^"]*)">(.*?)</(?:a|span)>')
_HEADING = re.compile(
    r"<h1[^>]*>(?:<span[^>]*>[^<]*</span>)?(.*?)</h1>.*?<code(?: class=\"iri\")?>(https?:[^<]*)</code>", re.DOTALL
)
_BASE = "https://w3id.org/partnergraph/"


def named(page: str) -> list[tuple[str, str]]:
    """Return every IRI on a page with what it is called there."""
    pairs = [*_NAMED.findall(page), *((iri, text) for text, iri in _HEADING.findall(page))]
    return [(html.unescape(iri), html.unescape(text)) for iri, text in pairs]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_thing_is_called_the_same_on_every_page(server: Server, language: str) -> None:
    """Front page, results, goals, documents, the vocabulary: wherever an IRI stands, it has the same name."""
    table = server.ask("/sparql?" + urlencode({"query": _EVERYTHING, "format": "html", "lang": language}))
    assert 200 == table.status
    called: dict[str, set[str]] = {}
    for iri, text in named(table.text):
        called.setdefault(iri, set()).add(text)
    ours = sorted(iri.removeprefix(f"{_BASE}id/") for iri in called if iri.startswith(f"{_BASE}id/"))
    pages = ["/", "/goals", "/goals/11", "/goals/16", "/ns.html", *(f"/doc/{quote(path)}" for path in ours)]
    seen = 0
    for path in pages:
        reply = server.ask(f"{path}?lang={language}", Accept="text/html")
        assert reply.status in {200, 404}, path
        for iri, text in named(reply.text) if reply.status == 200 else ():
            called.setdefault(iri, set()).add(text.strip())
            seen += 1
    assert seen > 200
    assert {} == {iri: texts for iri, texts in called.items() if len(texts) > 1}
    assert {"Västerås Municipality" if language == "en" else "Västerås kommun"} == called[f"{_BASE}id/body/se-vasteras"]


def test_the_site_may_speak_swedish(app: Flask) -> None:
    """The setting decides on pages and labels for who asks for no language of ours."""
    swedish = create_app(Settings(language="sv", cache_mb=0), app.extensions["partnergraph"].release)
    try:
        client = swedish.test_client()
        for headers in ({}, {"Accept-Language": "de"}):
            page = client.get("/doc/body/se-vasteras.html", headers=headers)
            assert "<h1>Västerås kommun</h1>" in page.text
            assert "sv" == page.headers["Content-Language"]
        assert "<h1>Västerås Municipality</h1>" in client.get("/doc/body/se-vasteras.html?lang=en").text
    finally:
        swedish.extensions["partnergraph"].close()
