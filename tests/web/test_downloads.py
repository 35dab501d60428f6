"""Tests of the files of a release over a real connection: whole, in ranges, and known again."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from .conftest import Server

_DUMP = "/download/data.nq.gz"


def test_the_files_of_the_release_are_sent_as_they_lie(server: Server, release: Path) -> None:
    """Downloads have their media type and an ETag; nothing outside the list is sent."""
    turtle = server.ask("/download/data.ttl")
    assert (200, "text/turtle; charset=utf-8") == (turtle.status, turtle.headers["Content-Type"])
    assert (release / "data.ttl").read_bytes() == turtle.body
    listed = json.loads(server.ask("/download/manifest.json").body)
    assert "0123456789abcdef" == listed["version"]
    for path in (
        "/download/store",
        "/download/store/CURRENT",
        "/download/CURRENT",
        "/download/dumps",
        "/download/dumps/data.nq.gz",
        "/download/..%2fdata.nq",
        "/download/LOCK",
    ):
        assert 404 == server.ask(path).status, path


def test_a_dump_is_sent_compressed_once_under_a_name_that_tells_the_version(server: Server) -> None:
    """A dump is an archive to keep, not a text in a coding of the way: no Content-Encoding, and a name of its own."""
    dump = server.ask(_DUMP, Accept_Encoding="gzip")

    assert (200, "application/gzip") == (dump.status, dump.headers["Content-Type"])
    assert "Content-Encoding" not in dump.headers
    assert server.ask("/download/data.nq").body == gzip.decompress(dump.body)
    assert dump.headers["Content-Disposition"].startswith("attachment; filename=partnergraph-0123456789abcdef.nq.gz")
    assert (
        "inline; filename=partnergraph-0123456789abcdef-manifest.json"
        == (server.ask("/download/manifest.json").headers["Content-Disposition"])
    )


@pytest.mark.parametrize("path", [_DUMP, "/download/data.ttl", "/download/manifest.json"])
def test_a_file_is_known_again(server: Server, path: str) -> None:
    """The ETag is strong and is the checksum of the bytes; with it, or a date, nothing is sent a second time."""
    whole = server.ask(path)
    tag = whole.headers["ETag"]

    assert f'"{hashlib.sha256(whole.body).hexdigest()}"' == tag
    assert "public, no-cache" == whole.headers["Cache-Control"]
    assert "Mon, 23 Nov 2026 12:00:00 GMT" == whole.headers["Last-Modified"]
    again = server.ask(path, If_None_Match=tag)
    assert (304, b"", tag) == (again.status, again.body, again.headers["ETag"])
    assert 304 == server.ask(path, If_Modified_Since=whole.headers["Last-Modified"]).status


def test_head_tells_length_and_nothing_else(server: Server) -> None:
    """HEAD has the headers of GET and no body."""
    whole, head = server.ask(_DUMP), server.ask(_DUMP, "HEAD")

    assert (200, b"") == (head.status, head.body)
    for name in ("Content-Length", "Content-Type", "ETag", "Accept-Ranges", "Content-Disposition"):
        assert whole.headers[name] == head.headers[name]
    assert str(len(whole.body)) == head.headers["Content-Length"]


@pytest.mark.parametrize(
    ("asked", "start", "stop"), [("bytes=0-9", 0, 10), ("bytes=10-", 10, None), ("bytes=-7", -7, None)]
)
def test_a_part_of_a_file(server: Server, asked: str, start: int, stop: int | None) -> None:
    """A range is answered 206 with just those bytes, and says which of how many they are."""
    whole = server.ask(_DUMP)
    part = server.ask(_DUMP, Range=asked)
    expected = whole.body[start:stop]
    first = start if start >= 0 else len(whole.body) + start

    assert (206, expected) == (part.status, part.body)
    assert f"bytes {first}-{first + len(expected) - 1}/{len(whole.body)}" == part.headers["Content-Range"]
    assert whole.headers["ETag"] == part.headers["ETag"]


def test_a_range_beyond_the_file(server: Server) -> None:
    """A range that the file does not have is refused with its length, as a problem."""
    length = len(server.ask(_DUMP).body)
    beyond = server.ask(_DUMP, Range=f"bytes={length}-")

    assert (416, f"bytes */{length}") == (beyond.status, beyond.headers["Content-Range"])
    assert "application/problem+json" == beyond.headers["Content-Type"]


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=0-9", "bytes=nine", "bytes=9-5", "bytes", ""])
def test_what_is_no_range_of_bytes_is_passed_over(server: Server, asked: str) -> None:
    """Several ranges, another unit and a slip are answered with the whole file; so is HEAD, which has no parts."""
    whole = server.ask(_DUMP)
    reply = server.ask(_DUMP, Range=asked)
    head = server.ask(_DUMP, "HEAD", Range="bytes=0-9")

    assert (200, whole.body) == (reply.status, reply.body)
    assert (200, whole.headers["Content-Length"]) == (head.status, head.headers["Content-Length"])


def test_going_on_only_in_the_same_file(server: Server) -> None:
    """If-Range with the tag of the file goes on; with that of another release it starts anew."""
    tag = server.ask(_DUMP).headers["ETag"]

    assert 206 == server.ask(_DUMP, Range="bytes=5-", If_Range=tag).status
    assert 200 == server.ask(_DUMP, Range="bytes=5-", If_Range='"another"').status
