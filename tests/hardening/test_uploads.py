"""Tests that what is sent for validation ends in time and alone, fetches nothing, is kept nowhere and is no markup."""

import gzip
import json
import re
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from .conftest import ROOM, SECONDS, Canary
from .live import Live, Reply
from .uploads import MARKER, UPLOADS, Upload

_VALID = b"<https://e.org/a> <https://e.org/b> <https://e.org/c> ."
_SLACK = 5
"""A measured time fails a test only at so many times what is promised."""


@pytest.fixture(scope="module")
def judging(live: Live) -> Live:
    """Return the server once its workers that validate are there, so that they do not count as growth."""
    assert 200 == _post(live, _VALID).status
    return live


def _post(live: Live, body: bytes, kind: str = "text/turtle", path: str = "", **headers: str) -> Reply:
    return live.ask(f"/validate{path}", "POST", body, Content_Type=kind, **headers)


def _aimed(upload: Upload, canary: Canary) -> bytes:
    """Return the body with the addresses of the canary in it."""
    url = f"http://127.0.0.1:{canary.port}/secret"
    return upload.body.replace(b"{url}", url.encode()).replace(b"{file}", canary.file.as_uri().encode())


@pytest.mark.parametrize("upload", UPLOADS, ids=lambda upload: upload.name)
def test_a_hostile_upload_ends_in_time_and_alone(judging: Live, canary: Canary, upload: Upload) -> None:
    """It is answered or stopped within its limit, others are served meanwhile, nothing is fetched and nothing stays."""
    memory = judging.resident()
    replies: list[Reply] = []
    body = _aimed(upload, canary)
    thread = threading.Thread(target=lambda: replies.append(_post(judging, body, upload.kind)))
    thread.start()
    slowest = 0.0
    while thread.is_alive():
        asked = judging.query("ASK {}")
        assert 200 == asked.status
        slowest = max(slowest, asked.seconds)
        time.sleep(0.02)
    assert replies
    assert replies[0].status in upload.right, replies[0].text[:300]
    assert replies[0].seconds < SECONDS + 0.5 * _SLACK
    assert slowest < 0.2 * _SLACK
    assert canary.marker not in replies[0].text
    assert not re.search(r"Traceback|\.py\b|site-packages|/home/|/tmp/", replies[0].text)
    assert [] == canary.notes
    assert judging.idle_within(3) is not None
    assert judging.resident() < memory + ROOM
    assert judging.alive()


def test_nothing_that_was_uploaded_is_kept(judging: Live) -> None:
    """The store holds as many statements as before, and none of what was sent."""
    before = judging.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body
    text = f'<https://e.org/{MARKER}> <https://e.org/p> "{MARKER}" .'
    assert 200 == _post(judging, text.encode()).status
    assert before == judging.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body
    found = judging.query(f'ASK {{ ?s ?p ?o FILTER(CONTAINS(CONCAT(STR(?s), STR(?o)), "{MARKER}")) }}')
    assert not json.loads(found.body)["boolean"]
    assert MARKER not in judging.log.read_text("utf-8", "replace")


@pytest.mark.parametrize("packed", [b"x" * 200_000_000, b""], ids=["bomb", "corrupt"])
def test_nothing_compressed_is_unpacked(judging: Live, packed: bytes) -> None:
    """A bomb and what is no archive are refused alike."""
    body = gzip.compress(packed, 1) if packed else b"\x1f\x8b\x08 no archive"
    for coding in ("gzip", "x-gzip", "deflate", "br", "gzip, gzip"):
        reply = _post(judging, body, Content_Encoding=coding)
        assert reply.status in {413, 415}
    assert judging.alive()


def test_a_crowd_of_validations_leaves_queries_alone(judging: Live) -> None:
    """Of twenty long ones at once some are stopped and others sent away with Retry-After, and queries are answered."""
    body = next(upload.body for upload in UPLOADS if upload.name == "many_projects")
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(_post(judging, body))) for _ in range(20)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    light = [judging.query("ASK { ?s ?p ?o }") for _ in range(10)]
    for thread in threads:
        thread.join()
    assert {200} == {reply.status for reply in light}
    assert {reply.status for reply in replies} <= {503, 504, 507}
    assert all(reply.headers["Retry-After"] for reply in replies if reply.status == 503)
    assert 200 == _post(judging, _VALID).status


_MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</textarea><script>alert(1)</script>",
    "{{7*7*191}}",
    "${7*7*191}",
    "<svg/onload=alert(1)>",
)


@pytest.mark.parametrize("evil", _MARKUP)
def test_nothing_that_was_sent_becomes_markup(judging: Live, evil: str) -> None:
    """In labels, values, names of files, parameters and broken data it is text, on reports and on problems."""
    written = evil.replace("\\", "\\\\").replace('"', '\\"')
    data = (
        f"<javascript:alert(1)> a <https://w3id.org/partnergraph/ns#Project> ; "
        f'<http://www.w3.org/2000/01/rdf-schema#label> "{written}"@en ; '
        f'<https://w3id.org/partnergraph/ns#goalStatement> "{written}" .'
    )
    table = (
        f'title,swedish_partners,international_partners\n"{evil.replace(chr(34), chr(34) * 2)}",x,"<i>{MARKER}</i>"\n'
    )
    named = evil.replace('"', "%22")
    form = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{named}.ttl"\r\n\r\n{data}\r\n--x--\r\n'
    pages = [
        _post(judging, data.encode(), Accept="text/html"),
        _post(judging, table.encode(), "text/csv", Accept="text/html"),
        _post(judging, form.encode(), "multipart/form-data; boundary=x", Accept="text/html"),
        _post(judging, evil.encode(), Accept="text/html"),
        _post(judging, _VALID, "image/png", f"?syntax={quote(evil)}", Accept="text/html"),
        _post(judging, _VALID, path=f"?lang={quote(evil)}", Accept="text/html"),
        judging.ask(f"/validate?lang={quote(evil)}&text={quote(evil)}", Accept="text/html"),
    ]
    assert [200, 200, 200, 400, 415, 200, 200] == [page.status for page in pages]
    for page in pages:
        assert evil not in page.text or not re.search(r"[<>\"']", evil)
        assert not re.search(r'<script(?! type="module" src="/static/)', page.text)
        assert "<i>" not in page.text
        assert "9359" not in page.text
        assert 'href="javascript' not in page.text
        assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert "nosniff" == page.headers["X-Content-Type-Options"]
        assert "same-origin" == page.headers["Referrer-Policy"]
        assert "text/html; charset=utf-8" == page.headers["Content-Type"]


def test_the_name_of_a_file_leads_nowhere(judging: Live, tmp_path: Path) -> None:
    """A path in the name of a file is cut off, whatever it is written with, and no file is written or read."""
    for name in (
        "../../etc/passwd.ttl",
        "..\\\\..\\\\x.ttl",
        "/etc/passwd.ttl",
        str(tmp_path / "x.ttl"),
        "C:\\\\x.ttl",
    ):
        form = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n<a\r\n--x--\r\n'
        reply = _post(judging, form.encode(), "multipart/form-data; boundary=x")
        assert 400 == reply.status
        assert ".." not in reply.text
        assert "etc" not in reply.text
    assert [] == list(tmp_path.iterdir())
