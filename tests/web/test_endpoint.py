"""Tests of `/sparql` over a real connection."""

import json
import threading
import time
from urllib.parse import quote, urlencode

import pytest
from rdflib import Graph

from partnergraph.formats import GRAPHS, RESULTS, Format

from .conftest import Server

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_ROWS = "SELECT ?s ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?s ?label"
_BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_BODY = "https://w3id.org/partnergraph/id/body/se-vasteras"


def _path(query: str, **parameters: str) -> str:
    return "/sparql?" + urlencode({"query": query, **parameters})


@pytest.mark.parametrize("wanted", RESULTS)
def test_rows_come_in_the_format_asked_for(server: Server, wanted: Format) -> None:
    """Accept and `?format=` give the same body under the media type of that format, and vary by Accept."""
    by_header = server.ask(_path(_ROWS), Accept=wanted.media_type)
    by_name = server.ask(_path(_ROWS, format=wanted.name), Accept="image/png")
    assert 200 == by_header.status
    assert wanted.content_type == by_header.headers["Content-Type"]
    assert "Accept" in by_header.headers["Vary"]
    assert by_header.body == by_name.body
    assert "Västerås kommun" in by_header.text


@pytest.mark.parametrize("wanted", GRAPHS)
@pytest.mark.parametrize("query", [f"DESCRIBE <{_BODY}>", "CONSTRUCT WHERE { ?s a ?o }"])
def test_graphs_come_in_the_format_asked_for(server: Server, wanted: Format, query: str) -> None:
    """DESCRIBE and CONSTRUCT are answered in each format of graphs."""
    reply = server.ask(_path(query), Accept=wanted.media_type)
    assert (200, wanted.content_type) == (reply.status, reply.headers["Content-Type"])
    assert "se-vasteras" in reply.text


def test_a_plain_request_gets_json_or_turtle(server: Server) -> None:
    """Without an Accept header rows come as JSON and graphs as Turtle with our prefixes."""
    assert json.loads(server.ask(_path("ASK {}")).body)["boolean"] is True
    turtle = server.ask(_path(f"DESCRIBE <{_BODY}>"))
    assert "text/turtle; charset=utf-8" == turtle.headers["Content-Type"]
    assert "a pg:LocalGovernment" in turtle.text


def test_a_percent_encoded_iri_means_the_same_by_every_route(server: Server) -> None:
    """An IRI that holds `%C3%A4` itself is not decoded a second time by GET, form or direct POST."""
    query = "SELECT (STR(<http://x/V%C3%A4ster%C3%A5s>) AS ?iri) ('Västerås +%41' AS ?text) {}"
    replies = [
        server.ask(_path(query, format="csv")),
        server.ask("/sparql?format=csv&query=" + quote(query, safe="")),
        server.ask("/sparql?format=csv", "POST", urlencode({"query": query}).encode(), Content_Type=_FORM),
        server.ask("/sparql?format=csv", "POST", query.encode(), Content_Type=_DIRECT),
    ]
    assert ["iri,text\r\nhttp://x/V%C3%A4ster%C3%A5s,Västerås +%41\r\n"] * 4 == [reply.text for reply in replies]


def test_every_answer_names_the_release_and_may_be_read_by_any_page(server: Server) -> None:
    """Answers, errors and pages carry the release, CORS without credentials, and the security headers."""
    for reply in (server.ask(_path("ASK {}")), server.ask(_path("ASK {")), server.ask("/"), server.ask("/nowhere")):
        assert "0123456789abcdef" == reply.headers["PG-Release"]
        assert "*" == reply.headers["Access-Control-Allow-Origin"]
        assert reply.headers["Access-Control-Allow-Credentials"] is None
        assert "nosniff" == reply.headers["X-Content-Type-Options"]
        assert "default-src 'self'" in reply.headers["Content-Security-Policy"]


def test_a_preflight_is_answered(server: Server) -> None:
    """A browser may ask whether it may post a query."""
    reply = server.ask("/sparql", "OPTIONS", Origin="https://example.org", Access_Control_Request_Method="POST")
    assert 200 == reply.status
    assert {"GET", "HEAD", "POST", "QUERY", "OPTIONS"} == set(reply.headers["Allow"].replace(" ", "").split(","))
    assert "Content-Type" in reply.headers["Access-Control-Allow-Headers"]


def test_head_has_the_headers_of_get(server: Server) -> None:
    """HEAD answers like GET without the body."""
    got, head = server.ask(_path("ASK {}")), server.ask(_path("ASK {}"), "HEAD")
    assert (200, b"") == (head.status, head.body)
    assert got.headers["Content-Length"] == head.headers["Content-Length"]
    assert got.headers["Content-Type"] == head.headers["Content-Type"]


@pytest.mark.parametrize(
    ("path", "method", "body", "headers", "expected"),
    [
        (_path("SELECT *\n{"), "GET", None, {}, (400, "A `}` is missing")),
        (_path("ASK { SERVICE <http://127.0.0.1/> {} }"), "GET", None, {}, (403, "SERVICE is refused")),
        (_path("LOAD <http://127.0.0.1/>"), "GET", None, {}, (403, "LOAD is an update")),
        (_path("INSERT DATA { <a:s> <a:p> 1 }"), "GET", None, {}, (403, "INSERT is an update")),
        ("/sparql?update=CLEAR+ALL", "GET", None, {}, (403, "Updates are refused")),
        ("/sparql", "POST", b"CLEAR ALL", {"Content_Type": "application/sparql-update"}, (403, "Updates are refused")),
        ("/sparql", "POST", b"update=CLEAR+ALL", {"Content_Type": _FORM}, (403, "Updates are refused")),
        (_path("ASK { GRAPH ?g { VALUES ?x { 1 } } }"), "GET", None, {}, (400, "answered wrongly")),
        (_path("ASK " + "{" * 3000), "GET", None, {}, (400, "More than 100 brackets")),
        ("/sparql?query=ASK{}&query=ASK{}", "GET", None, {}, (400, "2 values")),
        ("/sparql?query=%E5", "GET", None, {}, (400, "not UTF-8")),
        (_path("ASK {}"), "GET", None, {"Accept": "image/png"}, (406, "does not come in a format")),
        (_path("ASK {}", format="ttl"), "GET", None, {}, (406, "does not come in a format")),
        ("/sparql", "GET", None, {"Accept": "image/png"}, (406, "does not come in a format")),
        ("/sparql", "POST", b"ASK {}", {"Content_Type": "text/plain"}, (415, "text/plain")),
        ("/sparql", "POST", b"ASK {}", {}, (415, "no media type")),
        ("/sparql", "POST", b"#" * 70_000, {"Content_Type": _DIRECT}, (413, "70,000 bytes")),
        ("/sparql", "POST", b"query=" + b"#" * 70_000, {"Content_Type": _FORM}, (413, "70,000 bytes")),
        ("/sparql", "PUT", b"ASK {}", {"Content_Type": _DIRECT}, (405, "method")),
        (_path(_BOMB, timeout="0.5"), "GET", None, {}, (504, "stopped after 0.5 seconds")),
        (_path("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"), "GET", None, {}, (413, "longer than this service")),
        (_path("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f"), "GET", None, {}, (507, "more memory")),
        (_path("ASK { FILTER(<http://x/f>(1)) }"), "GET", None, {}, (400, "no function")),
    ],
)  # fmt: skip
def test_what_fails_has_its_status_and_a_problem_document(
    server: Server, path: str, method: str, body: bytes | None, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    """Each failure has its own status, a problem document for machines and a page for people, never a trace."""
    status, words = expected
    reply = server.ask(path, method, body, **headers)
    problem = json.loads(reply.body)
    assert (status, "application/problem+json") == (reply.status, reply.headers["Content-Type"])
    assert status == problem["status"]
    assert words in problem["detail"]
    page = server.ask(path, method, body, **({"Accept": "text/html"} | headers))
    assert status == page.status
    assert "Traceback" not in reply.text + page.text


def test_a_syntax_error_is_told_with_line_and_column(server: Server) -> None:
    """The problem document says where the query is wrong, and so does the page."""
    problem = json.loads(server.ask(_path("SELECT *\n{ ?s ?p")).body)
    assert (2, 8) == (problem["line"], problem["column"])
    page = server.ask(_path("SELECT *\n{ ?s ?p"), Accept="text/html", Accept_Language="sv")
    assert "Rad 2, kolumn 8" in page.text
    assert "{ ?s ?p</textarea>" in page.text


def test_an_unacceptable_request_learns_what_there_is(server: Server) -> None:
    """A 406 lists the formats that exist for this query."""
    hint = json.loads(server.ask(_path("ASK {}"), Accept="image/png").body)["hint"]
    assert all(each.media_type in hint for each in RESULTS)
    assert "turtle" not in hint


def test_other_clients_are_served_while_a_bomb_is_running(server: Server) -> None:
    """A cartesian product is killed at its deadline with 504, and meanwhile others are answered at once."""
    replies: list[int] = []

    def attack() -> None:
        replies.append(server.ask(_path(_BOMB, timeout="1")).status)

    attacker = threading.Thread(target=attack)
    started = time.monotonic()
    attacker.start()
    times = []
    while attacker.is_alive():
        before = time.monotonic()
        assert 200 == server.ask(_path("ASK {}")).status
        times.append(time.monotonic() - before)
    assert [504] == replies
    assert 1 <= time.monotonic() - started < 1 + 5 * 0.5  # a time fails only at five times what is promised
    assert max(times) < 0.2


def test_a_timeout_is_capped(server: Server) -> None:
    """A client may ask for more time than usual, up to the cap."""
    assert 200 == server.ask(_path("ASK {}", timeout="100000")).status


def test_the_graph_of_the_data_has_a_name(server: Server) -> None:
    """`{base}graph/data` is the default graph in the request and in FROM; findings are apart."""
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    data, findings = (f"https://w3id.org/partnergraph/graph/{name}" for name in ("data", "findings"))

    def ask(query: str, **parameters: str) -> int:
        return int(server.ask(_path(query, format="csv", **parameters)).text.split()[1])

    plain = ask(count.format(""))
    assert plain == ask(count.format(""), **{"default-graph-uri": data}) == ask(count.format(f"FROM <{data}>"))
    found = ask(count.format(f"FROM <{findings}>"))
    assert plain + found == ask(count.format(f"FROM <{data}> FROM <{findings}>"))
    assert 0 < found < plain


def test_a_long_answer_comes_whole_with_its_length(server: Server) -> None:
    """An answer above a megabyte is sent from its file, with its length, and is complete."""
    query = "SELECT * { ?a ?b ?c . ?d a ?f } LIMIT 7000"
    reply = server.ask(_path(query, format="json"))
    assert int(reply.headers["Content-Length"]) == len(reply.body) > 1_048_576
    assert 7000 > len(json.loads(reply.body)["results"]["bindings"]) > 4000


def test_the_bare_address_describes_the_service(server: Server) -> None:
    """Without a query the endpoint describes itself in RDF under its own address."""
    for accept, name in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("*/*", "turtle")):
        reply = server.ask("/sparql", Accept=accept)
        graph = Graph().parse(data=reply.body, format=name)
        assert 200 == reply.status
        assert f"<{server.url}sparql>" in {str(term.n3()) for term in graph.objects()}
    assert "@id" in server.ask("/sparql?format=jsonld").text


def test_people_get_a_form_and_their_answers_as_pages(server: Server) -> None:
    """A browser sees a form without a query, and tables, words and Turtle with one."""
    form = server.ask("/sparql", Accept="text/html")
    assert '<textarea id="query" name="query"' in form.text
    rows = server.ask(_path(f"SELECT ?p ?o ?none {{ <{_BODY}> ?p ?o }}"), Accept="text/html")
    assert '<a href="/id/country/se" title="https://w3id.org/partnergraph/id/country/se">Sweden</a>' in rows.text
    assert '<span lang="sv">Västerås kommun</span>' in rows.text
    truth = server.ask(_path("ASK {}"), Accept="text/html", Accept_Language="sv")
    assert '<p class="truth">Ja</p>' in truth.text
    graph = server.ask(_path(f"DESCRIBE <{_BODY}>", view="raw"), Accept="text/html")
    assert "a pg:LocalGovernment" in graph.text


def test_text_from_the_data_and_the_query_is_never_markup(server: Server) -> None:
    """Script in a query, a literal or an IRI reaches the page as text, and odd schemes are no links."""
    query = "SELECT ('<script>alert(1)</script>' AS ?x) (<javascript:alert(2)> AS ?y) {}"
    page = server.ask(_path(query), Accept="text/html").text
    assert "<script>" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_answer_too_long_for_a_page_says_how_to_get_it(server: Server) -> None:
    """A page shows at most what a browser can bear."""
    reply = server.ask(_path("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 12000"), Accept="text/html")
    assert 413 == reply.status
    assert "format=csv" in reply.text
