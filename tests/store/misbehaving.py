"""A store that misbehaves on command: the query names the way in a comment, `# drip`.

It is a real server on the loopback, written to the socket itself, because no library of servers sends such answers.
"""

import gzip
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import MappingProxyType
from typing import Final, Self, cast
from urllib.parse import parse_qs, unquote_plus

__all__ = ["GOOD", "SOUND", "WAYS", "Misbehaving"]

ROWS: Final = "application/sparql-results+json"
ROWS_XML: Final = "application/sparql-results+xml"
TRIPLES: Final = "application/n-triples"

GOOD: Final = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"good"}}]}}'
_NOTHING: Final = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
_ENTITIES: Final = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_XML: Final = b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>true</boolean></sparql>'

Way = Callable[[socket.socket, "Misbehaving"], None]


def _answer(
    body: bytes,
    media_type: str = ROWS,
    *,
    status: str = "200 OK",
    length: int | None = -1,
    headers: tuple[str, ...] = (),
) -> bytes:
    """Return an answer; a `length` of -1 is the true one, None leaves the header out."""
    lines = [f"HTTP/1.1 {status}", *headers, "Connection: close"]
    lines += [f"Content-Type: {media_type}"] if media_type else []
    lines += [] if length is None else [f"Content-Length: {len(body) if length < 0 else length}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _says(body: bytes, media_type: str = ROWS, **more: object) -> Way:
    said = _answer(body, media_type, **more)  # type: ignore[arg-type]  # handed through
    return lambda line, _: line.sendall(said)


def _status(status: str, *headers: str) -> Way:
    return _says(GOOD, status=status, headers=headers)


def _drip(line: socket.socket, store: "Misbehaving") -> None:
    line.sendall(_answer(b"", length=1_000_000))
    while not store.stopping.wait(0.05):
        line.sendall(b" ")


def _drip_head(line: socket.socket, store: "Misbehaving") -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not store.stopping.wait(0.05):
        line.sendall(b"x")


def _continue(line: socket.socket, store: "Misbehaving") -> None:
    while not store.stopping.wait(0.02):
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")


def _hang(_: socket.socket, store: "Misbehaving") -> None:
    store.stopping.wait(60)


def _hang_after_head(line: socket.socket, store: "Misbehaving") -> None:
    line.sendall(_answer(b"", length=100))
    store.stopping.wait(60)


def _reset(line: socket.socket, _: "Misbehaving") -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _reset_in_body(line: socket.socket, store: "Misbehaving") -> None:
    line.sendall(_answer(GOOD[:40], length=len(GOOD)))
    time.sleep(0.1)
    _reset(line, store)


def _endless(line: socket.socket, store: "Misbehaving") -> None:
    line.sendall(_answer(b'{"head":{"vars":["a"]},"results":{"bindings":[', length=None))
    while not store.stopping.is_set():
        line.sendall(b" " * 65_536)


def _endless_chunks(line: socket.socket, store: "Misbehaving") -> None:
    line.sendall(_answer(b"", length=None, headers=("Transfer-Encoding: chunked",)))
    while not store.stopping.is_set():
        line.sendall(b"10000\r\n" + b" " * 65_536 + b"\r\n")


def _endless_head(line: socket.socket, store: "Misbehaving") -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while not store.stopping.is_set():
        line.sendall(b"X-More: and more\r\n" * 100)


def _chunked(*chunks: bytes, media_type: str = ROWS) -> Way:
    return _says(b"".join(chunks), media_type, length=None, headers=("Transfer-Encoding: chunked",))


SLOW, LARGE, BAD, PARTIAL, BUSY = "slow", "large", "bad", "partial", "busy"

WAYS: Final = MappingProxyType(
    {
        "drip": (SLOW, _drip),
        "drip-head": (SLOW, _drip_head),
        "continue-for-ever": (SLOW, _continue),
        "hang": (SLOW, _hang),
        "hang-after-head": (SLOW, _hang_after_head),
        "timeout": (SLOW, _status("504 Gateway Timeout")),
        "endless": (LARGE, _endless),
        "endless-chunks": (LARGE, _endless_chunks),
        "endless-head": (BAD, _endless_head),
        "reset": (BAD, _reset),
        "reset-in-body": (BAD, _reset_in_body),
        "close": (BAD, lambda *_: None),
        "not-http": (BAD, lambda line, _: line.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")),
        "page": (BAD, _says(b"<html><body>Welcome</body></html>", "text/html")),
        "page-that-lies": (BAD, _says(b"<html><body>Welcome</body></html>")),
        "plain-error": (BAD, _says(b"Virtuoso 42000 Error", "text/plain")),
        "no-type": (BAD, _says(GOOD, "")),
        "other-type": (BAD, _says(b"<urn:a> <urn:b> <urn:c> .\n", TRIPLES)),
        "charset": (BAD, _says(GOOD.decode().encode("utf-16"), f"{ROWS}; charset=utf-16")),
        "other-json": (BAD, _says(b'{"a":1}')),
        "undeclared-variable": (BAD, _says(GOOD.replace(b'["a"]', b'["b"]'))),
        "bad-iri": (BAD, _says(GOOD.replace(b'"literal"', b'"uri"'))),
        "cut": (BAD, _says(GOOD[:-20])),
        "cut-chunk": (BAD, _chunked(b"40\r\n", GOOD[:20])),
        "no-last-chunk": (BAD, _chunked(b"%x\r\n" % len(GOOD), GOOD, b"\r\n")),
        "bad-chunk": (BAD, _chunked(b"zz\r\n", GOOD, b"\r\n0\r\n\r\n")),
        "length-too-long": (BAD, _says(GOOD, length=len(GOOD) + 100)),
        "length-too-short": (BAD, _says(GOOD, length=len(GOOD) - 10)),
        "more-behind": (BAD, _says(GOOD + b'{"a":1}')),
        "nothing": (BAD, _says(b"")),
        "no-content": (BAD, _says(b"", status="204 No Content")),
        "error-inside": (BAD, _says(GOOD[:50] + b"The SPARQL operation has been cancelled")),
        "not-utf-8": (BAD, _says(GOOD.replace(b"good", b"\xff\xfe"))),
        "deep": (BAD, _says(b'{"head":' + b"[" * 200_000)),
        "gzip": (BAD, _says(gzip.compress(b" " * 10_000_000), headers=("Content-Encoding: gzip",))),
        "not-xml": (BAD, _says(b"<sparql><head>", ROWS_XML)),
        "other-xml": (BAD, _says(b"<a><b/></a>", ROWS_XML)),
        "entities": (BAD, _says(_ENTITIES + _XML.replace(b"true", b"&b;"), ROWS_XML)),
        "server-error": (BAD, _status("500 Internal Server Error")),
        "unavailable": (BUSY, _status("503 Service Unavailable")),
        "too-many": (BUSY, _status("429 Too Many Requests")),
        "unauthorised": (BAD, _status("401 Unauthorized", 'WWW-Authenticate: Basic realm="x"')),
        "forbidden": (BAD, _status("403 Forbidden")),
        "not-found": (BAD, _status("404 Not Found")),
        "refused": (BAD, _status("400 Bad Request")),
        "teapot": (BAD, _status("418 I'm a teapot")),
        "partial": (PARTIAL, _status("206 Partial Content")),
        "partial-in-time": (PARTIAL, _status("200 OK", "X-SQL-State: S1TAT")),
        "partial-in-rows": (PARTIAL, _status("200 OK", "X-SPARQL-MaxRows: 10000")),
        "partial-as-we-say": (PARTIAL, _status("200 OK", "PG-Result: truncated; rows=1; limit=1")),
        "partial-inside": (PARTIAL, _says(b'{"partnergraph":{"complete":false,"rows":1},' + GOOD[1:])),
        "graph-cut": (BAD, _says(b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn", TRIPLES)),
        "graph-without-end": (BAD, _says(b"<urn:a> <urn:b> <urn:c> .\n", TRIPLES, length=None)),
        "graph-not-turtle": (BAD, _says(b"@prefix", "text/turtle")),
        "graph-entities": (BAD, _says(_ENTITIES + b"<a/>", "application/rdf+xml")),
        "graph-of-rows": (BAD, _says(GOOD)),
        "graph-relative": (BAD, _says(b"<a> <b> <c> .\n", TRIPLES)),
    }
)
"""Each way to misbehave: what the asker shall make of it, and what the store does."""


def _redirect(status: str) -> Way:
    def way(line: socket.socket, store: "Misbehaving") -> None:
        line.sendall(_answer(b"", status=status, headers=(f"Location: {store.elsewhere}",)))

    return way


REDIRECTS: Final = MappingProxyType(
    {f"redirect-{n}": (BAD, _redirect(f"{n} Look There")) for n in (301, 302, 307, 308)}
)

SOUND: Final = MappingProxyType(
    {
        "good": _says(GOOD),
        "good-chunks": _chunked(b"%x\r\n" % len(GOOD), GOOD, b"\r\n0\r\n\r\n"),
        "good-to-the-end": _says(GOOD, length=None),
        "good-xml": _says(_XML, ROWS_XML),
    }
)
"""Ways to answer that are right."""


class _Handler(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        """Read a request and answer it in the way its query names."""
        line: socket.socket = self.request
        store = cast("_Server", self.server).store
        head, body = _request(line)
        query = _query(head, body)
        name = query.rpartition("# ")[2]
        store.heard.append(head.decode("latin-1"))
        if "graph/current" in query:
            return line.sendall(_answer(_NOTHING))
        _, way = (WAYS | REDIRECTS).get(name, ("", SOUND.get(name, _says(GOOD))))
        with suppress(OSError):  # who asked may be killed meanwhile
            way(line, store)
        return None


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 100
    store: "Misbehaving"


class Misbehaving:
    """A running store at `address`; `heard` are the heads of the requests it got, `elsewhere` where it redirects to."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.heard: list[str] = []
        self.elsewhere = ""
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.store = self
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        """Return where it takes queries."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/sparql"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()


def _request(line: socket.socket) -> tuple[bytes, bytes]:
    """Read one request: head and body."""
    said = b""
    while b"\r\n\r\n" not in said and (piece := line.recv(65_536)):
        said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    length = next(_numbers(head), 0)
    while len(body) < length and (piece := line.recv(65_536)):
        body += piece
    return head, body


def _numbers(head: bytes) -> Iterator[int]:
    for each in head.lower().split(b"\r\n"):
        if each.startswith(b"content-length:"):
            yield int(each.partition(b":")[2])


def _query(head: bytes, body: bytes) -> str:
    if body:
        return parse_qs(body.decode())["query"][0]
    target = head.split(b" ")[1].decode()
    return unquote_plus(target.partition("query=")[2].partition("&")[0])
