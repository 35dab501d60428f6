"""Tests of the pages for people and of the linked data, over a real connection."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from flask import Flask

from partnergraph.formats import GRAPHS, Format
from partnergraph.manifest import verify

from .conftest import Server

_BODY = "/doc/body/se-vasteras"


def test_the_front_page_shows_what_is_in_the_graph_and_leads_on(server: Server) -> None:
    """Numbers with the questions behind them, goals by what is stated, the release, and three ways to go on."""
    page = server.ask("/").text
    assert "<code>0123456789abcdef</code> · sources read on 1 November 2026" in page
    numbers = dict(re.findall(r'<dt>(.*?)</dt><dd><a href="/queries/([^"]*)">', page))
    for said, query in numbers.items():
        rows = json.loads(server.ask(f"/queries/{query}.json").body)["results"]["bindings"]
        count = len({next(iter(row.values()))["value"] for row in rows})
        assert f'<dt>{said}</dt><dd><a href="/queries/{query}">{count}</a></dd>' in page
    assert "partnerships" == numbers["partnerships"]
    for address in ("/sparql", "/queries", "/partnerships", "/goals/11", "/download/data.ttl", "/dataset.html"):
        assert f'href="{address}"' in page


def test_pages_speak_the_readers_language(server: Server) -> None:
    """`?lang=` wins over Accept-Language, and the page says its language."""
    assert '<html lang="en">' in server.ask("/").text
    swedish = server.ask("/", Accept_Language="sv-SE,sv;q=0.9")
    assert '<html lang="sv">' in swedish.text
    assert "Svenska kommuner" in swedish.text
    assert "sv" == swedish.headers["Content-Language"]
    assert "Accept-Language" in swedish.headers["Vary"]
    assert '<html lang="en">' in server.ask("/?lang=en", Accept_Language="sv").text


def test_another_language_keeps_the_page(server: Server) -> None:
    """The links to other languages stay with what is shown, an answer to a query too."""
    page = server.ask("/sparql?query=ASK%7B%7D&view=raw", Accept="text/html").text
    link = next(each for each in re.findall(r'<a href="([^"]*)" lang="uk"', page))
    other = server.ask(f"/sparql{unescape(link)}", Accept="text/html")
    assert '<html lang="uk">' in other.text
    assert "ASK{}" in other.text


def test_every_local_link_of_the_pages_leads_somewhere(server: Server) -> None:
    """From the front page, each link within the server is followed, and none is broken.

    Those that robots are not to follow, such as the views of a result, lead to ever more of their kind; a few of each
    kind are followed where pages are crawled.
    """
    todo, seen = ["/"], set()
    while todo:
        path = todo.pop()
        reply = server.follow(path, Accept="text/html")
        assert 200 == reply.status, path
        seen.add(path)
        tags = re.findall(r"<[^>]*>", reply.text if "html" in reply.headers["Content-Type"] else "")
        links = " ".join(tag for tag in tags if "nofollow" not in tag)
        found = re.findall(r'(?:href|src)="(/[^"]*)', links)
        todo += {unescape(each).partition("#")[0] for each in found} - seen - set(todo)
    assert {"/", "/queries", "/sparql", "/id/body/se-vasteras", f"{_BODY}.ttl", "/ns"} <= seen
    assert any(path.startswith("/static/dist/site-") for path in seen)
    assert len(seen) > 40


def test_pages_ask_no_other_origin(server: Server) -> None:
    """No page loads anything from elsewhere, and none holds script or inline style; blocks of data are no script."""
    for path in ("/", "/queries", "/queries/goals-by-count", "/sparql", _BODY):
        page = server.ask(path, Accept="text/html").text
        script = r'<script(?! type="application/(?:ld\+)?json">| type="module" src="/static/)'
        foreign = script + r'|<(?:img|iframe)|<link[^>]*href="http'
        assert not re.findall(foreign + "|style=", page)


@pytest.mark.parametrize("wanted", GRAPHS)
def test_a_resource_is_linked_data(server: Server, wanted: Format) -> None:
    """Accept, `?format=` and suffix give the same document, which names its alternates."""
    replies = [
        server.ask(_BODY, Accept=wanted.media_type),
        server.ask(f"{_BODY}?format={wanted.name}", Accept="text/html"),
        server.ask(f"{_BODY}.{wanted.extension}", Accept="text/html"),
    ]
    assert [200] * 3 == [reply.status for reply in replies]
    assert {wanted.content_type} == {reply.headers["Content-Type"] for reply in replies}
    assert 1 == len({reply.body for reply in replies})
    assert 36 == len(
        {quad.triple for quad in ox.parse(replies[0].body, ox.RdfFormat.from_media_type(wanted.media_type))}
    )
    links = ", ".join(replies[0].headers.get_all("Link", []))
    assert '</doc/body/se-vasteras.ttl>; rel="alternate"; type="text/turtle"' in links
    assert {"Accept", "Accept-Language", "Accept-Encoding"} == set(replies[0].headers["Vary"].split(", "))


def test_a_resource_is_a_page_of_labels(server: Server) -> None:
    """A browser sees labels instead of IRIs, facts and inverse facts, and its language first."""
    page = server.ask(_BODY, Accept="text/html", Accept_Language="sv").text
    assert "<h1>Västerås kommun</h1>" in page
    assert '<a href="/id/country/se" title="https://w3id.org/partnergraph/id/country/se">Sverige</a>' in page
    assert '<a href="/ns#country" title="https://w3id.org/partnergraph/ns#country">land</a>' in page
    assert "Västerås – Tamale</a>" in page
    assert page.index("Västerås kommun</span>") < page.index("Västerås Municipality</span>")
    assert '<code class="iri">https://w3id.org/partnergraph/id/body/se-vasteras</code>' in page
    assert "rdfs:label" not in page


def test_text_of_the_data_is_never_markup(server: Server) -> None:
    """A label with angle brackets is text on the page."""
    page = server.ask("/doc/body/gh-tamale", Accept="text/html").text
    assert "<h1>Tamale &lt;Metropolitan&gt;</h1>" in page


@pytest.mark.parametrize(
    "path",
    ["/id/body/nowhere", "/id/body/", "/id/x", "/id/body/a%20b%3C%3E", "/id/body/%E5", "/id/body/..%2f..", "/ids"],
)
def test_what_does_not_exist_is_404(server: Server, path: str) -> None:
    """Unknown resources, and names that cannot be, are not found, in both kinds of answer."""
    reply = server.ask(path)
    assert (404, "application/problem+json") == (reply.status, reply.headers["Content-Type"])
    assert "<h1>" in server.ask(path, Accept="text/html").text


def test_a_resource_in_no_wanted_format_is_406(server: Server) -> None:
    """A client that takes only pictures learns what there is."""
    reply = server.ask(_BODY, Accept="image/png")
    assert 406 == reply.status
    assert "text/turtle" in json.loads(reply.body)["hint"]


def test_canned_queries_run_from_their_pages(server: Server, app: Flask) -> None:
    """Each canned query has a page in both languages, and its result link answers with its columns or a graph."""
    catalogue = app.extensions["partnergraph"].catalogue
    assert sorted(catalogue) == sorted(re.findall(r'href="/queries/([a-z-]+)"', server.ask("/queries").text))
    for name, canned in catalogue.items():
        page = server.ask(f"/queries/{name}?lang=sv").text
        link = re.search(rf'href="(/queries/{name}.(?:csv|nt)(?:\?[^"]*)?)" rel="nofollow">(?:csv|nt)<', page)
        if link is None:
            assert any(each.required for each in canned.parameters.values()), name
            continue
        reply = server.ask(unescape(link[1]))
        assert 200 == reply.status
        assert canned.makes_graph or ",".join(canned.columns) == reply.text.splitlines()[0]
    assert 404 == server.ask("/queries/nothing").status


def test_serving_changes_nothing_in_the_release(server: Server, release: Path) -> None:
    """After requests of each kind the files of the release are what the manifest says."""
    for path in ("/", _BODY, "/download/data.nq", "/sparql?query=ASK+{}"):
        assert 200 == server.ask(path).status
    assert "0123456789abcdef" == verify(release).version


def test_a_canned_query_takes_values_from_its_address(server: Server) -> None:
    """Values that the address names are bound in the text that is shown and linked; without any, the file's stand."""
    bound = server.ask(
        "/queries/partnerships-of-municipality?municipality=Mj%C3%B6lby&language=sv", Accept_Language="sv"
    )
    plain = server.ask("/queries/partnerships-of-municipality?lang=en")

    assert "VALUES ?municipality { &lt;https://w3id.org/partnergraph/id/body/se-mjolby&gt; }" in bound.text
    assert "VALUES ?language { &#34;sv&#34; }" in bound.text
    assert '<option value="https://w3id.org/partnergraph/id/body/se-mjolby" selected>Mjölby' in bound.text
    assert "body/se-vasteras&gt; }" in plain.text
    assert "Municipality or region" in plain.text
    assert '<input type="hidden" name="lang" value="en">' in plain.text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("municipality=Nowhere", 422, '"parameter":"municipality"'),
        ("language=sv", 422, "is missing"),
        ("municipalty=Mj%C3%B6lby", 400, "Did you mean municipality?"),
        ("municipality=a&municipality=b", 422, "It takes 1."),
    ],
)
def test_a_value_that_does_not_fit_is_a_problem(server: Server, query: str, status: int, words: str) -> None:
    """A value that is none of its parameter's is 422 with the parameter's name; a parameter that is none is 400."""
    reply = server.ask(f"/queries/partnerships-of-municipality?{query}", Accept="application/json")

    assert status == reply.status
    assert words in reply.text


@pytest.mark.parametrize(
    "value",
    [
        '" } SERVICE <http://127.0.0.1:9/> { "',
        "<script>alert(1)</script>",
        "'\\",
        "}\n#",
        "{{7*7*191}}",
        "\0",
        "\u202e",
    ],
)
def test_a_nasty_value_stays_a_value(server: Server, value: str) -> None:
    """Whatever stands in the address is shown as text inside the block, and the links ask for just that."""
    reply = server.ask(f"/queries/describe-by-identifier?identifier={quote(value)}", Accept="text/html")

    assert 200 == reply.status
    assert "<script>alert" not in reply.text
    assert "1337" not in reply.text
    (address,) = re.findall(r'href="(/queries/describe-by-identifier.nt[^"]*)"', reply.text)
    answer = server.ask(unescape(address))
    assert (200, b"") == (answer.status, answer.body)
