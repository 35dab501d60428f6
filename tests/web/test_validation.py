"""Tests of `/validate`: every way to hand data in, every format of the report, and every limit."""

import gzip
import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from partnergraph.formats import GRAPHS, Format
from partnergraph.namespaces import RDF, SH
from partnergraph.rdf import parse_text
from partnergraph.settings import Settings
from partnergraph.validation import check_files
from partnergraph.web import create_app

from .conftest import Reply, Server, serving_app

_SCRIPT = r'<script(?! type="module" src="/static/)'
"""The beginning of a script that is not ours."""

_PREFIXES = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix pg: <https://w3id.org/partnergraph/ns#> .
@prefix project: <https://w3id.org/partnergraph/id/project/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sdg: <http://metadata.un.org/sdg/> .
"""
_INVALID = f"""{_PREFIXES}
project:yards a pg:Project ;
    rdfs:label "Yards"@en ;
    dcterms:title "Yards"@en ;
    pg:goal sdg:4 ;
    pg:goalStatement pg:NotStated .
"""
_VALID = "<https://e.org/a> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <https://e.org/b> .\n"
_TABLE = """title,swedish_partners,international_partners,goals,page
School yards,Västerås stad,Shatsk,16|4,https://example.org/p
Water,Ale kommun,Nowhere,,https://example.org/p
"""
_CONTRADICTION = {
    "en": "Goals and goal statement contradict: pg:Stated needs at least one pg:goal, pg:NotStated none.",
    "sv": "Mål och målangivelse motsäger varandra: pg:Stated kräver minst ett pg:goal, pg:NotStated inget.",
}


@pytest.fixture(scope="module")
def judging(release: Path) -> Iterator[Server]:
    """Return a server that reads short data only."""
    yield from serving_app(
        create_app(Settings(workers=1, cache_mb=0, validation_bytes=300_000, validation_memory_mb=256), release)
    )


def _post(server: Server, body: str | bytes, kind: str = "text/turtle", path: str = "", **headers: str) -> Reply:
    data = body.encode() if isinstance(body, str) else body
    return server.ask(f"/validate{path}", "POST", data, Content_Type=kind, **headers)


def _multipart(**parts: tuple[str, bytes]) -> tuple[bytes, str]:
    """Return a form of parts, each with the name of a file (or "") and its content, and its media type."""
    lines = b""
    for name, (file, content) in parts.items():
        named = f'; filename="{file}"' if file else ""
        lines += f'--x\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"
    return lines + b"--x--\r\n", "multipart/form-data; boundary=x"


def test_the_report_is_that_of_the_command_line(judging: Server, tmp_path: Path) -> None:
    """A file of RDF and a table have the same report here as from `partnergraph validate`, lines and all."""
    for name, text, kind in (("a.ttl", _INVALID, "text/turtle"), ("rows.csv", _TABLE, "text/csv")):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        body, form = _multipart(file=(name, text.encode()))
        expected = check_files([path]).as_json()

        assert expected == json.loads(_post(judging, body, form).body)
        assert len(expected["results"]) == len(json.loads(_post(judging, text, kind).body)["results"])


def test_a_finding_says_what_where_and_how_to_mend_it(judging: Server) -> None:
    """Each result carries node, label, path, value, shape, line and words in both languages."""
    reply = _post(judging, _INVALID)
    report = json.loads(reply.body)
    results = {result["messages"]["en"]: result for result in report["results"]}
    found = results[_CONTRADICTION["en"]]

    assert 200 == reply.status
    assert "application/json" == reply.headers["Content-Type"]
    assert report["conforms"] is False
    assert _CONTRADICTION == found["messages"]
    assert "violation" == found["severity"]
    assert "https://w3id.org/partnergraph/id/project/yards" == found["focus_node"]
    assert {"en": "Yards"} == found["label"]
    assert 7 == found["line"]
    assert found["source_shape"].endswith("#ProjectGoals")
    assert {"pg:inPartnership", "prov:wasDerivedFrom", None} == {result["path"] for result in report["results"]}


def test_what_conforms_is_said_to(judging: Server) -> None:
    """Valid data is answered with a report that has no result."""
    report = json.loads(_post(judging, _VALID, "application/n-triples").body)

    assert report["conforms"]
    assert report["w3c_conforms"]
    assert [] == report["results"]


def test_bodies_and_goals_are_known(judging: Server) -> None:
    """A partnership of bodies that we know lacks nothing of theirs, and a code that is taken is noticed."""
    text = f"""{_PREFIXES}@prefix body: <https://w3id.org/partnergraph/id/body/> .
<https://e.org/p> a pg:Partnership ; rdfs:label "p"@en ; pg:goal sdg:16 ;
    pg:partner body:se-vasteras, body:ua-shatsk ;
    pg:swedishPartner body:se-vasteras ; pg:internationalPartner body:ua-shatsk .
<https://e.org/b> pg:scbCode "1980" .
"""
    results = json.loads(_post(judging, text).body)["results"]

    assert {"prov:wasDerivedFrom", "^pg:scbCode"} == {result["path"] for result in results if result["path"]}
    assert {"https://e.org/p", "https://e.org/b", "1980"} >= {result["focus_node"] for result in results}


@pytest.mark.parametrize("wanted", GRAPHS, ids=lambda wanted: wanted.name)
def test_the_report_comes_in_every_format_of_rdf(judging: Server, wanted: Format) -> None:
    """It is a SHACL report with the same results in each."""
    reply = _post(judging, _INVALID, Accept=wanted.media_type)
    graph = parse_text(reply.body, f".{wanted.extension}")

    assert wanted.content_type == reply.headers["Content-Type"]
    assert 1 == len(list(graph.subjects(RDF.type, SH.ValidationReport)))
    assert 3 == len(list(graph.subjects(RDF.type, SH.ValidationResult)))


@pytest.mark.parametrize(("language", "says"), [("sv", "Följer inte reglerna: 3 fel"), ("en", "Does not conform: 3 v")])
def test_text_and_page_have_a_sentence_for_each_finding(judging: Server, language: str, says: str) -> None:
    """Both speak the reader's language, by Accept-Language and by `lang`."""
    text = _post(judging, _INVALID, Accept="text/plain", Accept_Language=language)
    page = _post(judging, _INVALID, path=f"?lang={language}", Accept="text/html")

    assert text.text.startswith(says)
    assert "text/plain; charset=utf-8" == text.headers["Content-Type"]
    assert _CONTRADICTION[language] in text.text
    assert _CONTRADICTION[language] in page.text
    assert f'<html lang="{language}">' in page.text
    assert language == text.headers["Content-Language"] == page.headers["Content-Language"]
    assert 'href="/id/project/yards"' in page.text


def test_a_form_takes_a_file_or_a_text(judging: Server) -> None:
    """The name of the file, or the syntax that is chosen, says what it is; a plain form will do for a text."""
    results = []
    for parts in (
        {"file": ("a.ttl", _INVALID.encode())},
        {"file": ("a.unknown", _INVALID.encode()), "syntax": ("", b"ttl")},
        {"file": ("", b""), "text": ("", _INVALID.encode()), "syntax": ("", b"")},
    ):
        body, kind = _multipart(**parts)
        results.append(_post(judging, body, kind))
    form = urlencode({"text": _INVALID}).encode()
    results.append(_post(judging, form, "application/x-www-form-urlencoded"))

    assert [200] * 4 == [reply.status for reply in results]
    assert {3} == {len(json.loads(reply.body)["results"]) for reply in results}


@pytest.mark.parametrize(
    ("parts", "status", "says"),
    [
        ({"file": ("a.ttl", b"x"), "text": ("", b"x")}, 400, "both a `file` and a `text`"),
        ({"file": ("a.docx", b"x")}, 415, "“docx”"),
        ({"file": ("a.ttl", b"x"), "syntax": ("", b"docx")}, 415, "“docx”"),
        ({"text": ("", b"x"), "syntax": ("", b"docx")}, 415, "“docx”"),
        ({"file": ("a.ttl", b"")}, 400, "nothing to validate"),
        ({"syntax": ("", b"")}, 400, "nothing to validate"),
    ],
)
def test_a_form_that_cannot_be_meant_is_refused(
    judging: Server, parts: dict[str, tuple[str, bytes]], status: int, says: str
) -> None:
    """The problem says what was expected instead."""
    body, kind = _multipart(**parts)
    reply = _post(judging, body, kind)
    problem = json.loads(reply.body)

    assert status == reply.status
    assert says in problem["detail"].replace("a.docx", "docx")
    assert problem["hint"]


def test_the_syntax_may_stand_in_the_address(judging: Server) -> None:
    """`?syntax=` wins over the media type, by name, ending or media type."""
    for syntax in ("nt", "text/turtle", "ttl"):
        assert 200 == _post(judging, _VALID, "application/octet-stream", f"?syntax={syntax}").status


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_form_works_without_a_script(judging: Server, language: str) -> None:
    """It posts a file or a text to this address, in the language of the page, and names every syntax."""
    page = judging.ask(f"/validate?lang={language}")

    assert 200 == page.status
    assert f'action="/validate?lang={language}" method="post" enctype="multipart/form-data"' in page.text
    assert not re.findall(_SCRIPT, page.text)
    assert '<option value="csv">csv (text/csv)</option>' in page.text
    assert {"en": "300,000", "sv": "300\N{NO-BREAK SPACE}000"}[language] in page.text


def test_a_table_is_read_as_a_listing_is(judging: Server) -> None:
    """A row whose partners are known conforms; a name that nobody knows is a warning with its line."""
    report = json.loads(_post(judging, _TABLE, "text/csv").body)
    said = {result["messages"]["sv"]: result.get("line") for result in report["results"]}

    assert report["conforms"]
    assert {
        "Rad 3 i request.csv: Ingen kommun eller region är känd som ”Nowhere”.": 3,
        "Rad 3 i request.csv: Posten nämner färre än två kända parter, så inget partnerskap görs av den.": 3,
    } == said


@pytest.mark.parametrize(
    ("body", "kind", "status", "line", "column"),
    [
        ("<https://e.org/a> <https://e.org/b>\n", "text/turtle", 400, 2, 1),
        ('<https://e.org/a> <https://e.org/b> "x" .\n<b>', "application/n-triples", 400, 2, 1),
        ("title,goals\n", "text/csv", 400, 1, None),
        ("title,swedish_partners,international_partners\na,b\n", "text/csv", 400, 2, None),
        ("", "text/turtle", 400, None, None),
        ("<a> <b> <c> .", "text/turtle", 400, 1, 1),
        ("x", "image/png", 415, None, None),
        ("x", "", 415, None, None),
        (b"\xff\xfe", "text/turtle; charset=utf-16", 415, None, None),
        ("x=1", "application/x-www-form-urlencoded", 400, None, None),
        ("x" * 300_001, "text/turtle", 413, None, None),
        ("x" * 2_000_000, "text/turtle", 413, None, None),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(
    judging: Server, body: str | bytes, kind: str, status: int, line: int | None, column: int | None
) -> None:
    """A problem document names the line and column, where there is one, and how to mend it."""
    reply = _post(judging, body, kind)
    assert status == reply.status, reply.text
    if "problem" in reply.headers["Content-Type"]:
        problem = json.loads(reply.body)
        assert (line, column or problem.get("column")) == (problem.get("line"), problem.get("column"))
        assert problem["detail"]


def test_a_compressed_request_is_not_unpacked(judging: Server) -> None:
    """It is refused whatever is in it, so no bomb goes off."""
    reply = _post(judging, gzip.compress(_INVALID.encode()), Content_Encoding="gzip")
    assert 415 == reply.status


def test_a_report_in_no_format_is_refused(judging: Server) -> None:
    """What is not offered is answered with what is."""
    reply = _post(judging, _VALID, Accept="image/png")
    assert 406 == reply.status
    assert "text/turtle" in reply.text


def test_markup_in_data_is_text_on_the_page(judging: Server) -> None:
    """Neither labels nor values nor names of files become markup, and no odd address becomes a link."""
    evil = "<script>alert(1)</script>"
    text = f'{_PREFIXES}<javascript:alert(1)> a pg:Project ; rdfs:label "{evil}"@en ; pg:goalStatement "{evil}" .'
    body, kind = _multipart(file=(f"{evil}.ttl", text.encode()))
    page = _post(judging, body, kind, Accept="text/html")

    assert 200 == page.status
    assert not re.findall(_SCRIPT, page.text)
    assert 'href="javascript' not in page.text
    assert "&lt;script&gt;" in page.text


def test_a_validation_that_takes_too_long_is_stopped(release: Path) -> None:
    """It is killed at its deadline, the next one is answered, and both speak of validations."""
    app = create_app(Settings(workers=1, cache_mb=0, validation_seconds=0.5), release)
    many = "".join(f"<https://e.org/{n}> a <https://w3id.org/partnergraph/ns#Project> .\n" for n in range(20_000))
    for server in serving_app(app):
        assert 200 == _post(server, _VALID).status
        late = _post(server, many)
        assert 504 == late.status
        assert "The validation was stopped after 0.5 seconds" == json.loads(late.body)["detail"]
        assert 200 == _post(server, _VALID).status


def test_a_validation_that_grows_too_large_is_stopped(release: Path) -> None:
    """It ends at its limit of memory without a trace in the next one."""
    app = create_app(Settings(workers=1, cache_mb=0, validation_memory_mb=64), release)
    many = "".join(f"<https://e.org/{n}> <https://e.org/p{n}> <https://e.org/{n + 1}> .\n" for n in range(25_000))
    for server in serving_app(app):
        large = _post(server, many)
        assert 507 == large.status
        assert "validation" in json.loads(large.body)["detail"]
        assert 200 == _post(server, _VALID).status


def test_a_report_that_grows_too_long_is_refused(release: Path) -> None:
    """It is never cut: the client is told to send less."""
    app = create_app(Settings(workers=1, cache_mb=0, result_mb=1), release)
    many = "".join(f"<https://e.org/{n}> a <https://w3id.org/partnergraph/ns#Project> .\n" for n in range(500))
    for server in serving_app(app):
        long = _post(server, many)
        assert 413 == long.status
        assert "The report is longer than this service gives" == json.loads(long.body)["detail"]


def test_a_page_with_many_findings_says_how_many_it_leaves_out(judging: Server) -> None:
    """It shows the first ones, and names the format that has them all."""
    many = "".join(f"<https://e.org/{n}> a <https://w3id.org/partnergraph/ns#Project> .\n" for n in range(120))
    page = _post(judging, many, Accept="text/html")
    assert 500 == page.text.count("<li>\n    <p>")
    assert "100 more are not shown here" in page.text


@pytest.fixture
def narrow(release: Path) -> Iterator[Server]:
    """Return a server on which one validation runs at once, a second one if it is short, and nobody may wait."""
    settings = Settings(workers=1, cache_mb=0, validation_seconds=3, validation_queue=0)
    yield from serving_app(create_app(settings, release))


def test_who_comes_when_all_is_taken_is_told_to_come_again(narrow: Server) -> None:
    """Some are answered 503 with Retry-After, and queries are answered meanwhile."""
    many = "".join(f"<https://e.org/{n}> a <https://w3id.org/partnergraph/ns#Project> .\n" for n in range(20_000))
    assert 200 == _post(narrow, _VALID).status
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(_post(narrow, many))) for _ in range(5)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    assert 200 == narrow.ask("/sparql?query=ASK%7B%7D").status
    for thread in threads:
        thread.join()
    assert {503, 504} == {reply.status for reply in replies}
    assert all(reply.headers["Retry-After"] for reply in replies if reply.status == 503)
