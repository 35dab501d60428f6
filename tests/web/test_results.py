"""Tests of results as people see them: the views that fit, what each shows, and the ways on from it."""

import io
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import openpyxl  # type: ignore[import-untyped]  # its stubs are a package of their own
import pytest
from flask import Flask

from .conftest import Reply, Server

_PG = "PREFIX pg: <https://w3id.org/partnergraph/ns#> PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> "
_PAIRS = _PG + "SELECT ?partnership ?partner { ?partnership pg:partner ?partner } ORDER BY ?partnership ?partner"
_COUNTS = _PG + "SELECT ?partner (COUNT(*) AS ?n) { ?partnership pg:partner ?partner } GROUP BY ?partner ORDER BY ?n"
_YEARS = "SELECT ?year ?n { VALUES (?year ?n) { ('2019'^^<http://www.w3.org/2001/XMLSchema#gYear> 2) } }"
_PLACES = _PG + "SELECT ?t ?latitude ?longitude { ?t wgs:lat ?latitude ; wgs:long ?longitude }"
_WKT = "SELECT ?p { BIND('POINT(16.5 59.6)'^^<http://www.opengis.net/ont/geosparql#wktLiteral> AS ?p) }"
_TEXT = "SELECT ?a { BIND('x' AS ?a) }"


def _page(server: Server, query: str, **more: str) -> Reply:
    return server.ask("/sparql?" + urlencode({"query": query, "format": "html", **more}), Accept="text/html")


def _views(page: str) -> dict[str, bool]:
    """Return the views that a page offers, and whether each is the one that is shown."""
    found = re.findall(r'<a href="[^"]*[?&;]view=([a-z]+)#result" rel="nofollow"( aria-current="page")?', page)
    return {name: bool(current) for name, current in found}


def _current(page: str) -> str:
    return next((name for name, current in _views(page).items() if current), "table")


@pytest.mark.parametrize(
    ("query", "views"),
    [
        (_PAIRS, ["table", "map", "network", "raw"]),
        (_COUNTS, ["table", "map", "chart", "raw"]),
        (_YEARS, ["table", "chart", "timeline", "raw"]),
        (_PLACES, ["table", "map", "raw"]),
        (_WKT, ["table", "map", "raw"]),
        (_TEXT, ["table", "raw"]),
        ("SELECT ?a { BIND(-1 AS ?a) BIND('x' AS ?b) }", ["table", "raw"]),
        (_PG + "SELECT ?a { ?a a pg:Nothing }", ["table", "raw"]),
        (_PG + "DESCRIBE <https://w3id.org/partnergraph/id/body/se-vasteras>", ["table", "map", "network", "raw"]),
        ("ASK {}", []),
    ],
)
def test_the_views_that_fit_are_offered(server: Server, query: str, views: list[str]) -> None:
    """What stands in the columns decides which views there are, and each of them answers and is marked."""
    page = _page(server, query)
    assert (200, views) == (page.status, list(_views(page.text)))
    for view in views:
        shown = _page(server, query, view=view)
        assert (200, view) == (shown.status, _current(shown.text))


def test_a_picture_has_its_rows_below(server: Server) -> None:
    """Map, network, chart and timeline are drawn on the server, with every row in a table."""
    for query, view, mark in (
        (_PAIRS, "network", "Västerås – Tamale"),
        (_PAIRS, "map", "Västerås"),
        (_COUNTS, "chart", "Shatsk"),
        (_YEARS, "timeline", "2019"),
        (_PLACES, "map", "Västerås"),
    ):
        page = _page(server, query, view=view).text
        assert '<figure class="picture' in page, view
        drawn, below = page.split("<details>")[:2]
        assert mark in drawn[drawn.index("<figure") :], view
        assert "<table>" in below


def test_a_query_says_how_it_is_best_seen(server: Server) -> None:
    """A comment chooses the view, an address goes before it, and what does not fit is passed over."""
    assert "map" == _current(_page(server, f"#view:map\n{_PAIRS}").text)
    assert "map" == _current(_page(server, f"{_PAIRS}\n  # defaultView: Map\n").text)
    assert "raw" == _current(_page(server, f"#view:map\n{_PAIRS}", view="raw").text)
    assert "network" == _current(_page(server, f"#view:network ?partner\n{_PAIRS}", view="nonsense").text)
    for passed_over in (f"#view:timeline\n{_PAIRS}", f"#view:nonsense\n{_PAIRS}", f"# the view:map\n{_PAIRS}"):
        assert "table" == _current(_page(server, passed_over).text)


def test_a_hint_names_the_columns_of_the_picture(server: Server) -> None:
    """Of two numbers the one that is named makes the bars."""
    query = "SELECT ?t ?n ?m { VALUES (?t ?n ?m) { ('one' 3 41) } }"
    assert "41" not in _figure(_page(server, f"#view:chart\n{query}").text)
    assert "41" in _figure(_page(server, f"#view:chart ?t ?m\n{query}").text)


def _figure(page: str) -> str:
    return re.sub(r"<[^>]*>", " ", page[page.index("<figure") : page.index("</figure>")])


def test_a_graph_is_a_table_a_network_and_turtle(server: Server) -> None:
    """Statements stand under labels, and the raw view is the text that programs get."""
    query = "DESCRIBE <https://w3id.org/partnergraph/id/body/se-vasteras>"
    assert "svensk" not in _page(server, query).text
    assert '<th scope="col">predicate</th>' in _page(server, query).text
    assert "a pg:LocalGovernment" in _page(server, query, view="raw").text


def test_an_answer_without_rows_leads_to_the_reason(server: Server) -> None:
    """An empty answer and a no lead to the explanation of the same query."""
    for query in (_PG + "SELECT ?a { ?a pg:countri ?b }", _PG + "ASK { ?a pg:countri ?b }"):
        page = _page(server, query).text
        (address,) = re.findall(r'href="([^"]*explain=true)"', page)
        told = server.ask("/sparql" + unescape(address), Accept="text/html")
        assert (200, True) == (told.status, "pg:country" in told.text)


def test_the_page_says_how_whole_the_answer_is(server: Server) -> None:
    """Rows, seconds, release and whether that is all stand above the result."""
    page = _page(server, _PAIRS).text
    status = re.sub(r"<[^>]*>|\s+", " ", page[page.index('<p class="status"') :].split("</p>")[0])
    for words in ("Complete", "4 rows", "seconds", "0123456789abcdef"):
        assert words in status


def test_the_answer_to_any_query_comes_as_a_spreadsheet(server: Server) -> None:
    """The page leads to a workbook with names beside identifiers, which says what it is and how to cite it."""
    page = _page(server, _PAIRS).text
    (address,) = re.findall(r'href="([^"]*format=xlsx[^"]*)"', page)
    reply = server.ask("/sparql" + unescape(address))
    assert "attachment; filename=" in reply.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(reply.body))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert ("partnership", "partnershipLabel", "partner", "partnerLabel") == rows[0]
    assert (5, "Tamale <Metropolitan>") == (len(rows), rows[1][3])
    notes = {row[0]: row[1] for row in book.worksheets[1].iter_rows(values_only=True)}
    assert {"0123456789abcdef", "yes", _PAIRS} <= set(notes.values())


def test_names_stand_beside_identifiers_where_that_is_asked(server: Server) -> None:
    """CSV has the columns of the protocol, and more where labels are asked for; programs get no surprise."""
    plain = server.ask("/sparql?" + urlencode({"query": _PAIRS, "format": "csv"}))
    named = server.ask("/sparql?" + urlencode({"query": _PAIRS, "format": "csv", "labels": "sv"}))
    assert "partnership,partner" == plain.text.splitlines()[0]
    assert "partnership,partnershipLabel,partner,partnerLabel" == named.text.splitlines()[0]
    assert "Västerås kommun" in named.text
    assert plain.headers["ETag"] != named.headers["ETag"]
    unknown = server.ask("/sparql?" + urlencode({"query": _PAIRS, "format": "csv", "labels": "xx"}))
    assert 400 == unknown.status
    for query in ("ASK {}", "DESCRIBE <a:b>"):
        assert 406 == server.ask("/sparql?" + urlencode({"query": query, "format": "xlsx"})).status


def test_a_result_has_a_lasting_address(server: Server) -> None:
    """The permanent address names the release and the view, and answers with the same rows."""
    page = _page(server, _PAIRS, view="network").text
    (address,) = re.findall(r'rel="bookmark nofollow" href="([^"]*)"', page)
    parts = urlsplit(unescape(address))
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert {"query": _PAIRS, "version": "0123456789abcdef", "format": "html", "view": "network"} == asked
    again = server.ask(f"{parts.path}?{parts.query}")
    assert (200, "network") == (again.status, _current(again.text))
    assert f"{unescape(address)}. Licence" in unescape(page)


def test_only_a_bare_result_may_be_framed(server: Server) -> None:
    """A frame holds the result and no form or navigation; every other page refuses to be framed."""
    page = _page(server, _PAIRS)
    (snippet,) = re.findall(r"<code>(&lt;iframe .*?)</code>", page.text)
    (address,) = re.findall(r'src="([^"]*)"', unescape(snippet))
    parts = urlsplit(unescape(address))
    assert "version" not in parse_qs(parts.query)
    for path in (f"{parts.path}?{parts.query}", "/queries/goals-by-count?embed=true"):
        frame = server.ask(path)
        assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
        assert "form-action 'none'" in frame.headers["Content-Security-Policy"]
        assert not re.findall(r"<(?:form|input|textarea|button|nav|header)", frame.text)
        assert "<table>" in frame.text
    for path in ("/sparql", "/sparql?" + urlencode({"query": "SELECT {", "embed": "true", "format": "html"}), "/"):
        reply = server.ask(path, Accept="text/html")
        assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"], path


def test_a_canned_query_is_put_into_the_form(server: Server, app: Flask) -> None:
    """Every canned query is offered once beside the form, and its text comes without what is said to programs."""
    catalogue = app.extensions["partnergraph"].catalogue
    form = server.ask("/sparql", Accept="text/html").text
    assert sorted(catalogue) == sorted(re.findall(r'href="/sparql\?canned=([a-z-]+)"', form))
    page = server.ask("/sparql?canned=goals-by-country", Accept="text/html").text
    text = unescape(page[page.index("<textarea") :].split(">", 1)[1].split("</textarea>")[0]).strip()
    assert text.startswith("# Goals by country\n#view:matrix\n\nPREFIX")
    assert "#+" not in text
    assert 200 == _page(server, text).status
    assert 404 == server.ask("/sparql?canned=nothing", Accept="text/html").status


def test_the_query_of_a_canned_page_opens_in_the_form_with_its_values(server: Server) -> None:
    """What one sees on the page of a canned query is what one goes on with."""
    page = server.ask("/queries/partnerships-of-municipality?municipality=Mj%C3%B6lby").text
    (address,) = re.findall(r'<a role="button"[^>]* href="(/sparql[^"]*)"', page)
    query = parse_qs(urlsplit(unescape(address)).query)["query"][0]
    assert "VALUES ?municipality { <https://w3id.org/partnergraph/id/body/se-mjolby> }" in query
    assert "#view:network" in query
    assert 200 == server.ask(unescape(address)).status


class _Elements(HTMLParser):
    """Every element of a page with its attributes, and the text in blocks of code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


_MARKUP = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ('{_MARKUP}' AS ?x) {{}}",
        f"SELECT ('x' AS ?{_MARKUP}) {{}}",
        f"SELECT ?x {{ }} # {_MARKUP} </textarea><script>alert(1)</script>",
        f"SELECT ('\"><script>alert(1)</script>'@en AS ?x) {{}} # '{_MARKUP}",
        "SELECT (<javascript:alert(1)> AS ?x) (<data:text/html,alert(1)> AS ?y) (2 AS ?n) {}",
        "SELECT (<http://example.org/'onmouseover='alert(1)> AS ?x) (<vbscript:x> AS ?y) {}",
        "CONSTRUCT { <javascript:alert(1)> <javascript:alert(2)> '</pre><script>alert(1)</script>' } {}",
        f"#view:chart ?x {_MARKUP}\nSELECT ('</svg><script>alert(1)</script>' AS ?x) (3 AS ?n) {{}}",
        "SELECT ?ẋ̈ ?variabel_å { BIND('javascript:alert(1)' AS ?variabel_å) }",
    ],
)
@pytest.mark.parametrize("view", ["table", "network", "chart", _MARKUP])
def test_nothing_that_is_asked_or_found_becomes_part_of_the_page(server: Server, query: str, view: str) -> None:
    """Names of columns, values, IRIs, comments, views and errors are text, whichever view shows them.

    These are the ways in which scripts came into another editor (TriplyDB/Yasgui issues 220, 221 and 227).
    """
    for more in ({"view": view}, {"view": view, "embed": "true"}, {"explain": "true"}):
        elements = _Elements()
        elements.feed(_page(server, query, **more).text)
        for tag, attributes in elements.found:
            assert not (tag == "script" and not attributes.get("src", "").startswith("/static/")) or (
                attributes.get("type") in {"application/json", "application/ld+json"}
            ), (tag, attributes)
            assert not [name for name in attributes if name.startswith("on")], attributes
            assert "img" != tag
            for name in ("href", "src", "action", "xlink:href"):
                address = attributes.get(name, "").strip().lower()
                assert not address.startswith(("javascript:", "data:", "vbscript:")), attributes


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>', "../../etc", "goals-by-count#<b>"])
def test_a_name_in_the_address_is_only_text(server: Server, name: str) -> None:
    """A canned query that is none is not found, and its name is no part of the page."""
    page = server.ask(f"/sparql?canned={quote(name)}", Accept="text/html")
    assert 404 == page.status
    assert "<img" not in page.text
    assert "<script>" not in page.text


def test_a_program_holds_only_an_address(server: Server) -> None:
    """A query with quotes and lines cannot leave the quotes of a command that somebody copies."""
    query = "SELECT ?x { BIND('a' AS ?x) }\n# '; rm -rf ~; `reboot` $(reboot) \"\nSPARQL\n"
    page = _page(server, query.replace("\nSPARQL\n", "")).text
    programs = [unescape(each) for each in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)]
    assert len(programs) >= 4
    for text in programs[:4]:
        for address in re.findall(r"'(http[^']*)'", text):
            assert re.fullmatch(r"[A-Za-z0-9:/.?=&%+_*~-]+", address)
        assert "rm -rf" not in text
