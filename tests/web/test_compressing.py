"""Tests of compressed answers: the same words in fewer bytes, for those who take them."""

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from partnergraph.settings import Settings
from partnergraph.web import create_app

from .conftest import Reply, Server, serving_app

_ROWS = "/sparql?query=" + quote("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o")
_PATHS = (
    "/",
    "/doc/body/se-vasteras.ttl",
    "/ns",
    _ROWS + "&format=json",
    _ROWS + "&format=csv",
    "/nowhere",
    "/openapi.json",
)
_AS_A_BROWSER = {"Accept": "text/html, */*", "X_Request_ID": "number-9876"}
_OWN = {"date", "server-timing"}
_OF_THE_BYTES = {"content-length", "content-encoding", "etag", "accept-ranges"}


@pytest.fixture(scope="module")
def remembering(release: Path) -> Iterator[Server]:
    """Return a server that keeps whole responses in memory."""
    yield from serving_app(create_app(Settings(workers=2, deadline=5), release))


def _built(server: Server) -> str:
    """Return the address of the styles, which are a file."""
    sheet: str = next(part for part in server.ask("/").text.split('"') if part.endswith(".css"))
    return sheet


def _stable(reply: Reply, without: set[str]) -> dict[str, list[str]]:
    names = {name.lower() for name in reply.headers} - _OWN - without
    return {name: reply.headers.get_all(name, []) for name in names}


@pytest.mark.parametrize("path", [*_PATHS, "styles"])
@pytest.mark.parametrize("kept", [False, True], ids=["made", "remembered"])
def test_the_words_are_the_same(server: Server, remembering: Server, path: str, kept: bool) -> None:  # noqa: FBT001 - a case
    """Unpacked, the body is the plain one; only headers that speak of bytes differ, and HEAD says what GET does."""
    asked = remembering if kept else server
    path = _built(asked) if path == "styles" else path
    for _ in range(2):
        plain = asked.ask(path, "GET", None, **_AS_A_BROWSER)
        packed = asked.ask(path, "GET", None, Accept_Encoding="gzip, deflate, br", **_AS_A_BROWSER)
        head = asked.ask(path, "HEAD", None, Accept_Encoding="gzip, deflate, br", **_AS_A_BROWSER)

        assert plain.body == gzip.decompress(packed.body)
        assert (None, "gzip") == (plain.headers["Content-Encoding"], packed.headers["Content-Encoding"])
        assert len(packed.body) < len(plain.body) / 1.5
        assert str(len(packed.body)) == packed.headers["Content-Length"]
        assert _stable(plain, _OF_THE_BYTES) == _stable(packed, _OF_THE_BYTES)
        assert _stable(packed, set()) == _stable(head, set())
        assert "Accept-Encoding" in ", ".join(plain.headers.get_all("Vary", []))
        if tag := plain.headers["ETag"]:
            assert f"W/{tag.removeprefix('W/')}" == packed.headers["ETag"]


@pytest.mark.parametrize("path", ["/", "/doc/body/se-vasteras.ttl", _ROWS, "styles"])
def test_who_has_it_packed_is_not_sent_it_again(server: Server, remembering: Server, path: str) -> None:
    """The tag of packed bytes is answered 304 under the same tag, and so is that of plain ones."""
    for asked in (server, remembering):
        place = _built(asked) if path == "styles" else path
        for encoding in ("gzip", "identity"):
            tag = asked.ask(place, Accept_Encoding=encoding).headers["ETag"]
            for _ in range(2):
                again = asked.ask(place, Accept_Encoding="gzip", If_None_Match=tag)
                assert (304, b"", tag) == (again.status, again.body, again.headers["ETag"])
                assert "Accept-Encoding" in again.headers["Vary"]
                assert again.headers["Content-Encoding"] is None


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True), ("GZIP", True), ("br, gzip;q=0.1", True), ("*", True), ("gzip, identity", True),
        ("identity;q=0.2, gzip;q=0.3", True), ("identity;q=0, *", True),
        ("", False), ("identity", False), ("br", False), ("gzip;q=0", False), ("gzip;q=0, *", False), ("*;q=0", False),
        ("identity, gzip;q=0.5", False), ("gzipped", False), (";;,=", False),
    ],
)  # fmt: skip
def test_a_client_chooses(server: Server, accepted: str, packed: bool) -> None:  # noqa: FBT001 - a case
    """Only who says so gets packed bytes, and who likes plain ones better gets those."""
    reply = server.ask("/ns", Accept="text/turtle", Accept_Encoding=accepted)

    assert ("gzip" if packed else None) == reply.headers["Content-Encoding"]


@pytest.mark.parametrize(
    "path",
    ["/download/data.ttl", "/download/data.nq.gz", "/sparql?query=" + quote("ASK {}"), "/queries/partnerships.xlsx"],
)
def test_what_is_left_as_it_is(server: Server, path: str) -> None:
    """Files of the release, what is packed already and what is short come in the same bytes to everyone."""
    plain, asked = server.ask(path), server.ask(path, Accept_Encoding="gzip")

    assert 200 == asked.status
    assert plain.body == asked.body
    assert asked.headers["Content-Encoding"] is None
    assert plain.headers["ETag"] == asked.headers["ETag"]


def test_parts_are_of_plain_bytes(server: Server) -> None:
    """A part of a file is cut from its plain bytes, never from packed ones."""
    sheet = _built(server)
    whole = server.ask(sheet)
    part = server.ask(sheet, Range="bytes=10-19", Accept_Encoding="gzip", If_Range=whole.headers["ETag"])
    assert (206, whole.body[10:20]) == (part.status, part.body)
    assert part.headers["Content-Encoding"] is None

    packed = server.ask(sheet, Accept_Encoding="gzip")
    assert packed.headers["Accept-Ranges"] is None
    other = server.ask(sheet, Range="bytes=10-19", Accept_Encoding="gzip", If_Range=packed.headers["ETag"])
    assert (200, whole.body) == (other.status, gzip.decompress(other.body))


def test_a_long_answer_is_sent_from_its_file(server: Server) -> None:
    """Nobody waits for some megabytes to be packed, and a middling answer from its file is packed like a short one."""
    pairs = quote("SELECT ?s ?p ?o ?t { ?s ?p ?o . ?t ?q ?u } LIMIT ")
    for rows, packed in ((40_000, None), (9_000, "gzip")):
        reply = server.ask(f"/sparql?query={pairs}{rows}&format=csv&truncate=allow", Accept_Encoding="gzip")
        text = gzip.decompress(reply.body) if packed else reply.body
        assert (200, packed) == (reply.status, reply.headers["Content-Encoding"])
        assert (packed is None) == (len(text) > 4 * 1_024 * 1_024)
        assert len(text) > 1_024 * 1_024
        assert text.endswith(b"\r\n")


def test_a_connection_lasts_over_packed_answers(server: Server) -> None:
    """The length of packed bytes is known before they are sent, so the connection stays."""
    connection = HTTPConnection(server.host, server.port, timeout=10)
    connection.connect()
    line = connection.sock
    for method in ("GET", "HEAD", "GET"):
        connection.request(method, "/ns", headers={"Accept-Encoding": "gzip", "Accept": "text/turtle"})
        reply = connection.getresponse()
        assert ("gzip", line) == (reply.headers["Content-Encoding"], connection.sock)
        _ = reply.read()
    connection.close()
