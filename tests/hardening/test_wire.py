"""Tests of HTTP as strangers send it: malformed requests, headers made to be injected, and who may read answers."""

import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from .live import Live, running

_GET = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n"
_HOST = b"Host: localhost\r\n"
_POST = b"POST /sparql HTTP/1.1\r\n" + _HOST + b"Content-Type: application/sparql-query\r\n"
_CLOSE = b"Connection: close\r\n\r\n"
_CHUNKED = b"Transfer-Encoding: chunked\r\n"

_REQUESTS = {
    "two lengths": (_POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}", [400]),
    "negative length": (_POST + b"Content-Length: -5\r\n\r\nASK{}", [400]),
    "signed length": (_POST + b"Content-Length: +5\r\n\r\nASK{}", [400]),
    "huge length": (_POST + b"Content-Length: 99999999999999999999\r\n\r\nASK{}", [413]),
    "long body announced": (_POST + b"Expect: 100-continue\r\nContent-Length: 33000000\r\n\r\n", [413]),
    "length and chunks": (_POST + _CHUNKED + b"Content-Length: 5\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n", [400]),
    "chunks": (_POST + _CHUNKED + _CLOSE + b"5\r\nASK{}\r\n0\r\n\r\n", [200]),
    "bad chunk": (_POST + _CHUNKED + b"\r\nzz\r\nASK{}\r\n0\r\n\r\n", [400]),
    "other coding": (_POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", [501]),
    "odd coding": (_POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", [501]),
    "no host": (_GET + _CLOSE, [400]),
    "two hosts": (_GET + _HOST + b"Host: other\r\n" + _CLOSE, [400]),
    "host with markup": (_GET + b'Host: "><script>\r\n' + _CLOSE, [400]),
    "host with a space": (_GET + b"Host: a b\r\n" + _CLOSE, [400]),
    "IPv6 host": (_GET + b"Host: [::1]:8000\r\n" + _CLOSE, [200]),
    "long header": (_GET + _HOST + b"X: " + b"y" * 131_072 + b"\r\n" + _CLOSE, [431]),
    "5,000 headers": (_GET + _HOST + b"".join(b"X%d: y\r\n" % n for n in range(5_000)) + _CLOSE, [431]),
    "long address": (b"GET /sparql?query=" + b"a" * 40_000 + b" HTTP/1.1\r\n" + _HOST + _CLOSE, [414]),
    "endless address": (b"GET /sparql?query=" + b"a" * 1_000_000, [414]),
    "garbage": (b"\x00\xff\x16\x03\x01garbage\r\n\r\n", [400]),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 50 + b"\r\n\r\n", [400]),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [404]),
    "absolute target": (b"GET http://evil.example/sparql?query=ASK%7B%7D HTTP/1.1\r\n" + _HOST + _CLOSE, [200]),
    "tunnel": (b"CONNECT evil.example:443 HTTP/1.1\r\n" + _HOST + _CLOSE, [404]),
    "trace": (b"TRACE /sparql HTTP/1.1\r\nX-Secret: 1\r\n" + _HOST + _CLOSE, [405]),
    "method in small letters": (b"get / HTTP/1.1\r\n" + _HOST + _CLOSE, [400]),
    "pipeline": ((_GET + _HOST + b"\r\n") * 3 + _GET + _HOST + _CLOSE, [200] * 4),
    "second request in a body": (
        _POST + b"Content-Length: 5\r\n\r\nASK{}" + b"GET /nowhere HTTP/1.1\r\n" + _HOST + _CLOSE,
        [200, 404],
    ),
    "expectation": (_POST + b"Expect: 100-continue\r\nContent-Length: 5\r\n" + _CLOSE + b"ASK{}", [100, 200]),
    "HTTP/1.0": (b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n", [200]),
    "space before colon": (_GET + _HOST + b"X : a\r\n" + _CLOSE, [400]),
    "NUL in a header": (_GET + _HOST + b"X: a\x00b\r\n" + _CLOSE, [400]),
    "underscore for hyphen": (_POST + b"Content_Length: 5\r\nContent-Length: 0\r\n" + _CLOSE, [400]),
}


@pytest.mark.parametrize("name", _REQUESTS)
def test_a_request_off_the_wire_has_its_status(live: Live, name: str) -> None:
    """Each request, well-formed or not, is answered at once with the right statuses, and the server lives on."""
    request, statuses = _REQUESTS[name]
    said = live.said(request)
    found = [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", said)]
    assert statuses == found, said[:300]
    assert b"Traceback" not in said
    assert b"X-Secret" not in said
    assert live.alive()


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\u010d\u010a", "%0d%0a", "\u2028"])
def test_no_parameter_becomes_a_header(live: Live, ending: str) -> None:
    """A line end in any parameter never begins a header of the answer."""
    evil = f"x{ending}X-Injected: yes"
    replies = [
        live.ask("/sparql?" + urlencode({"query": "ASK {}", name: evil}))
        for name in ("format", "timeout", "default-graph-uri", "named-graph-uri", "lang")
    ]
    replies.append(live.query(f"ASK {{}} #{evil}"))
    replies.append(live.query(f'SELECT ("{evil.encode("unicode_escape").decode()}" AS ?x) {{}}'))
    replies.append(live.ask("/id/body/x%0d%0aX-Injected:%20yes"))
    replies.append(live.ask("/nowhere%0d%0aX-Injected:%20yes?a=%0d%0aX-Injected:%20yes"))
    for reply in replies:
        assert reply.headers["X-Injected"] is None
        assert reply.status < 500


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "//evil.example/%2f..", "/\\evil.example", "/%2f%2fevil.example", "/http://evil.example"],
)
def test_no_request_is_sent_elsewhere(live: Live, path: str) -> None:
    """Odd paths lead nowhere, and never to another host."""
    reply = live.ask(path)
    assert "evil" not in (reply.headers["Location"] or "")
    assert reply.status in {200, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/static/../../../etc/passwd",
        "/static/..%2f..%2f..%2fetc/passwd",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static/..%5c..%5capp.py",
        "/static//etc/passwd",
        "/static/%252e%252e/app.py",
        "/download/../manifest.json",
        "/download/..%2fcurrent%2fmanifest.json",
        "/download/%2fetc%2fpasswd",
        "/download/store%2fCURRENT",
        "/id/..%2f..%2fmanifest.json",
        "/.git/config",
        "/.env",
        "/console",
        "/static/",
        "/download/",
    ],
)
def test_nothing_but_what_is_offered_is_sent(live: Live, path: str) -> None:
    """No spelling of a path reaches a file of the machine, of the code or of the store."""
    reply = live.ask(path)
    assert 404 == reply.status
    assert "root:" not in reply.text
    assert "import " not in reply.text


def test_nobody_forges_the_address_of_the_server(live: Live) -> None:
    """Headers of proxies are not believed, and no redirect or answer names the host they say."""
    for path in ("/sparql", "/", "/id/country/se", "/sparql/"):
        reply = live.ask(
            path,
            Accept="text/turtle, text/html;q=0.5",
            Forwarded="host=evil.example",
            X_Forwarded_Host="evil.example",
            X_Forwarded_Server="evil.example",
            X_Forwarded_Prefix="/evil",
            X_Forwarded_For="evil.example",
        )
        assert "evil" not in reply.text + str(reply.headers)


def test_the_public_address_wins_over_the_host_header(shipped_releases: Path, tmp_path: Path) -> None:
    """With a public URL the description names it whatever the client says."""
    with running(shipped_releases, tmp_path / "log", public_url="https://graph.example/pg") as live:
        said = live.ask("/sparql", Accept="text/turtle", Host="evil.example").text
    assert "<https://graph.example/pg/sparql>" in said
    assert "evil" not in said


def test_headers_of_a_trusted_proxy_are_believed(shipped_releases: Path, tmp_path: Path) -> None:
    """As many proxies as are set are believed, and what a client wrote before them is not."""
    with running(shipped_releases, tmp_path / "log", trusted_proxies="1") as live:
        said = live.ask(
            "/sparql",
            Accept="text/turtle",
            X_Forwarded_Host="evil.example, graph.example",
            X_Forwarded_Proto="https",
            X_Forwarded_Prefix="/pg",
        ).text
    assert "<https://graph.example/pg/sparql>" in said
    assert "evil" not in said


def test_any_page_may_read_and_none_with_credentials(live: Live) -> None:
    """Every answer may be read from any origin, none is reflected, and no credentials are allowed."""
    for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=ASK", "/", "/id/country/se", "/nowhere"):
        reply = live.ask(path, Origin="https://evil.example", Cookie="session=1")
        assert "*" == reply.headers["Access-Control-Allow-Origin"]
        assert reply.headers["Access-Control-Allow-Credentials"] is None
        assert reply.headers["Set-Cookie"] is None
        assert "evil" not in str(reply.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_preflight_allows_questions_and_nothing_else(live: Live, method: str) -> None:
    """A browser is told that it may post a query, and learns of no method that writes."""
    reply = live.ask(
        "/sparql",
        "OPTIONS",
        Origin="https://evil.example",
        Access_Control_Request_Method=method,
        Access_Control_Request_Headers="content-type",
    )
    allowed = {each.strip() for each in reply.headers["Access-Control-Allow-Methods"].split(",")}
    assert (method in allowed) == (method == "POST")
    assert "content-type" in reply.headers["Access-Control-Allow-Headers"].lower()
    assert int(reply.headers["Access-Control-Max-Age"]) > 0


def test_a_form_of_another_site_changes_nothing(live: Live) -> None:
    """An update that a foreign page posts as a form is refused."""
    before = live.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body
    for kind, body in (("application/x-www-form-urlencoded", b"update=CLEAR+ALL"), ("text/plain", b"update=CLEAR ALL")):
        reply = live.ask("/sparql", "POST", body, Content_Type=kind, Origin="https://evil.example")
        assert reply.status in {403, 415}
    assert before == live.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body


@pytest.mark.parametrize(
    ("path", "kind", "body", "statuses"),
    [
        ("/sparql?query=", "", b"", {400}),
        ("/sparql?query=SELECT", "", b"", {400}),
        ("/sparql?query=ASK%7B%FF%7D", "", b"", {400}),
        ("/sparql?query=ASK%7B%00%7D", "", b"", {400}),
        ("/sparql?query=ASK%7B%7D&timeout=-1", "", b"", {400}),
        ("/sparql?query=ASK%7B%7D&timeout=nan", "", b"", {400}),
        ("/sparql?query=ASK%7B%7D&timeout=1e999", "", b"", {400}),
        ("/sparql?query=ASK%7B%7D&format=../../x", "", b"", {406}),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=%3Cx%3E", "", b"", {400}),
        ("/sparql?" + "&".join(f"x{n}=1" for n in range(500)) + "&query=ASK%7B%7D", "", b"", {400}),
        ("/sparql", "application/sparql-query", "ASK {}".encode("utf-16"), {400}),
        ("/sparql", "application/sparql-query; charset=utf-16", "ASK {}".encode("utf-16"), {415}),
        ("/sparql", "application/sparql-query; charset=latin-1", b'ASK { ?s ?p "\xe5" }', {415}),
        ("/sparql", "application/sparql-query", b'ASK { ?s ?p "\xed\xa0\x80" }', {400}),
        ("/sparql", "application/sparql-query", b"", {400}),
        ("/sparql", "multipart/form-data; boundary=x", b"--x\r\n\r\nASK{}\r\n--x--", {415}),
        ("/sparql", "application/json", b'{"query": "ASK {}"}', {415}),
        ("/sparql", "application/x-www-form-urlencoded", b"query=ASK%7B%7D&query=ASK%7B%7D", {400}),
    ],
)
def test_a_wrong_request_is_told_plainly(live: Live, path: str, kind: str, body: bytes, statuses: set[int]) -> None:
    """Each is answered with its 4xx as a problem document, without a trace or a path of the machine."""
    reply = live.ask(path, "POST", body, Content_Type=kind) if kind else live.ask(path)
    assert reply.status in statuses, reply.text
    assert "application/problem+json" == reply.headers["Content-Type"]
    assert reply.status == json.loads(reply.body)["status"]
    assert not re.search(r"Traceback|\.py\b|site-packages|/home/|/tmp/", reply.text)
