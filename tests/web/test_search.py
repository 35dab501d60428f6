"""`/search` and its suggestions, over HTTP."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest

from partnergraph.manifest import FileEntry, Manifest
from partnergraph.search import FILE, KINDS, Match
from partnergraph.settings import Settings
from partnergraph.web import create_app
from partnergraph.web.wording import table
from tests.serving import make_release

from .conftest import Server, serving_app

_OLD = "aaaaaaaaaaaaaaaa"
_ID = "https://w3id.org/partnergraph/id/"


def _search(server: Server, path: str = "/search", **parameters: str) -> Any:
    reply = server.ask(f"{path}?{urlencode(parameters)}")
    assert 200 == reply.status, reply.text
    return json.loads(reply.body)


def test_a_search_says_what_how_and_where(server: Server) -> None:
    """Each result has a label in the reader's language, what matched and how, and an address."""
    first = _search(server, q="västerås kommun", type="body", lang="en")["results"][0]
    assert {
        "iri": f"{_ID}body/se-vasteras",
        "label": "Västerås Municipality",
        "type": "body",
        "description": "local government, Sweden",
        "match": "exact-name",
        "matched": "Västerås kommun",
        "matched_language": "sv",
        "address": "/id/body/se-vasteras",
    }.items() <= first.items()
    assert "Västerås kommun" == _search(server, q="1980", lang="sv")["results"][0]["label"]


def test_texts_are_searched_too(server: Server) -> None:
    """A word of a description finds its project."""
    (found,) = _search(server, q="oppenhet")["results"]
    assert (f"{_ID}project/open-shatsk", "text", "Om öppenhet.") == (found["iri"], found["match"], found["matched"])


def test_pages_of_results_follow_each_other(server: Server) -> None:
    """Each page names the next, and together they are the whole."""
    whole = _search(server, q="v", size="100")
    seen, address = [], "/search?q=v&size=2"
    while address:
        part = json.loads(server.ask(address).body)
        seen += [each["iri"] for each in part["results"]]
        address = part["next"]
    assert len(seen) == whole["total"] > 4
    assert [each["iri"] for each in whole["results"]] == seen


def test_the_page_is_for_people(server: Server) -> None:
    """A browser gets a form, results with links, and what was typed comes back as text alone."""
    page = server.ask("/search?q=" + quote("Tamale <b>"), Accept="text/html", Accept_Language="sv").text
    assert 'value="Tamale &lt;b&gt;"' in page
    assert "<b>" not in page
    found = server.ask("/search?q=tamale&type=body", Accept="text/html", Accept_Language="sv").text
    assert '<a href="/id/body/gh-tamale"' in found
    assert "kommun eller region" in found
    assert 'name="q"' in server.ask("/search", Accept="text/html").text


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({}, 400, "parameter q"),
        ({"q": "a", "type": "thing"}, 400, "There are goal"),
        ({"q": "a", "size": "0"}, 400, "from 1 to 100"),
        ({"q": "a", "page": "-1"}, 400, "from 1 to 1000"),
        ({"q": "a", "page": "9" * 5_000}, 400, "from 1 to 1000"),
        ({"q": "a" * 201}, 413, "few words"),
        ({"q": "a", "format": "csv"}, 406, "application/json"),
    ],
)
def test_a_wrong_search_is_told_plainly(server: Server, parameters: dict[str, str], status: int, words: str) -> None:
    """What a parameter may be is said."""
    reply = server.ask(f"/search?{urlencode(parameters)}")
    assert status == reply.status
    assert words in json.loads(reply.body)["hint"]


def test_suggestions_begin_as_what_is_typed(server: Server) -> None:
    """A beginning in any spelling suggests names, of the kinds asked for, and nothing near or from texts."""
    found = _search(server, "/search/suggest", q="vaest", limit="3")["suggestions"]
    assert {"Västerås Municipality", "Västerås"} <= {each["label"] for each in found}
    assert 3 == len(found)
    assert {"goal"} == {e["type"] for e in _search(server, "/search/suggest", q="1", type="goal")["suggestions"]}
    assert [] == _search(server, "/search/suggest", q="oppenhet")["suggestions"]
    assert [] == _search(server, "/search/suggest", q="")["suggestions"]


def test_browsers_can_add_the_search(server: Server) -> None:
    """The description names addresses that answer, and completions are what browsers read."""
    reply = server.ask("/opensearch.xml")
    assert "application/opensearchdescription+xml" == reply.headers["Content-Type"]
    described = ET.fromstring(reply.text)  # noqa: S314 - our own
    templates = {each.get("type"): each.get("template", "") for each in described.iter() if each.get("type")}
    completions = templates["application/x-suggestions+json"].replace("{searchTerms}", "mjo")
    query, names, descriptions = json.loads(server.ask(completions.removeprefix(server.url.rstrip("/"))).body)
    assert ("mjo", len(names)) == (query, len(descriptions))
    assert "Mjölby Municipality" in names
    assert "/opensearch.xml" in server.ask("/", Accept="text/html").text


def test_an_answer_is_known_again(server: Server) -> None:
    """The same search has the same tag, and is not sent twice."""
    tag = server.ask("/search?q=shatsk").headers["ETag"]
    again = server.ask("/search?q=shatsk", If_None_Match=tag)
    assert (304, b"") == (again.status, again.body)
    assert {"Accept", "Accept-Language"} <= set(again.headers["Vary"].split(", "))
    assert tag != server.ask("/search?q=shatsk&lang=sv").headers["ETag"]


@pytest.fixture
def without_index(tmp_path: Path, root: Path) -> Iterator[Server]:
    """Serve a release of the first layout, which has no search index."""
    release = make_release(tmp_path, root / "tests" / "data" / "serving" / "tiny.ttl")
    (release / FILE).unlink()
    members = json.loads((release / "manifest.json").read_text("utf-8"))
    del members["files"][FILE]
    (release / "manifest.json").write_text(json.dumps(members | {"layout": 1}), "utf-8")
    app = create_app(Settings(workers=1, cache_mb=0), release)
    yield from serving_app(app)


def test_an_older_release_is_served_without_search(without_index: Server) -> None:
    """A release that was built before there was an index answers everything else, and says what it lacks."""
    assert without_index.ask("/id/body/se-vasteras").status < 400
    for path in ("/search?q=a", "/search/suggest?q=a", "/resolve?q=a"):
        reply = without_index.ask(path)
        problem = json.loads(reply.body)
        assert (501, "/problems/not-offered") == (reply.status, problem["type"])
        assert "no search index" in problem["detail"]


@pytest.fixture
def two_releases(tmp_path: Path, root: Path) -> Iterator[Server]:
    """Serve a release beside which an older one is kept, in which Västerås had another code."""
    serving = root / "tests" / "data" / "serving"
    shutil.copytree(serving, tmp_path / "data")
    old = (serving / "tiny.ttl").read_text("utf-8").replace('"1980"', '"1979"')
    (tmp_path / "data" / "tiny.ttl").write_text(old, "utf-8")
    _ = make_release(tmp_path, tmp_path / "data" / "tiny.ttl", version=_OLD, created="2026-10-01T12:00:00Z")
    app = create_app(Settings(workers=1, cache_mb=0), make_release(tmp_path, serving / "tiny.ttl"))
    yield from serving_app(app)


def test_a_kept_release_is_searched_as_it_was(two_releases: Server) -> None:
    """With `version=` the index of that release is asked, and every address of the answer stays in it."""
    assert [] == _search(two_releases, q="1979", type="body")["results"]
    (found,) = _search(two_releases, q="1979", type="body", version=_OLD)["results"]
    assert (f"{_ID}body/se-vasteras", f"/id/body/se-vasteras?version={_OLD}") == (found["iri"], found["address"])
    part = _search(two_releases, q="v", size="1", version=_OLD)
    assert 1 == part["next"].count("?")
    assert 200 == two_releases.ask(part["next"]).status
    led = two_releases.ask(f"/resolve?q=1979&lang=sv&version={_OLD}", Accept="text/html").headers["Location"]
    assert f"/id/body/se-vasteras?version={_OLD}&lang=sv" == led
    page = two_releases.ask(f"/search?q=mj&version={_OLD}", Accept="text/html").text
    assert f'<input type="hidden" name="version" value="{_OLD}">' in page
    assert f"search?version={_OLD}&amp;q={{searchTerms}}" in two_releases.ask(f"/opensearch.xml?version={_OLD}").text


def test_a_damaged_index_is_refused(tmp_path: Path, root: Path) -> None:
    """An index that is not what the manifest says is damage, found before anything is served."""
    from partnergraph.errors import ReleaseDamaged
    from partnergraph.search import Index

    release = make_release(tmp_path, root / "tests" / "data" / "serving" / "tiny.ttl")
    assert FileEntry.of(release / FILE) == Manifest.read(release).files[FILE]
    (release / FILE).write_bytes((release / FILE).read_bytes()[:-1])
    with pytest.raises(ReleaseDamaged, match=FILE):
        Index.open(release)


def test_every_kind_and_every_match_has_a_name() -> None:
    """The table of words about searching names them all."""
    words = table("search", "en")
    assert set(KINDS) == set(words["kinds"])
    assert {match.value for match in Match} == set(words["matches"])


def test_the_index_can_be_downloaded(server: Server) -> None:
    """The index is a file of the release like the dumps, and is called what it is."""
    reply = server.ask(f"/download/{FILE}")
    assert (200, "application/vnd.sqlite3") == (reply.status, reply.headers["Content-Type"])
    assert reply.body.startswith(b"SQLite format 3")
