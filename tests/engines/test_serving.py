"""The web in front of a remote store: the same answers as over the release itself, and right errors when it fails."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from partnergraph.release.upload import upload
from partnergraph.settings import Settings
from partnergraph.store.remote import RemoteStore
from partnergraph.web import create_app

_SETTINGS = Settings(workers=2, deadline=5, deadline_max=8, memory_mb=128, result_mb=8)
_GRAPHS = "https://w3id.org/partnergraph/graph/"
_PATHS = (
    "/",
    "/id/body/se-vasteras",
    "/id/body/SE-Västerås/",
    "/id/body/nowhere",
    "/doc/body/se-vasteras",
    "/doc/body/se-vasteras?lang=sv",
    "/doc/body/se-vasteras.ttl",
    "/doc/body/se-vasteras.nt",
    "/doc/body/se-vasteras.jsonld",
    "/doc/finding/vasteras-stad/12-blank-value.ttl",
    "/doc/country/se",
    "/doc/country/se.jsonld",
    "/doc/partnership/se-vasteras--ua-shatsk.nt",
    "/doc/partnership/se-vasteras--ua-shatsk.jsonld",
    "/goals",
    "/goals/16",
    "/goals/16.jsonld",
    "/ns.ttl",
    "/queries",
    "/queries/goals-by-count",
    "/queries/partnerships-of-municipality?municipality=Mj%C3%B6lby",
    "/queries/partnerships-of-municipality?municipality=0586",
    "/queries/partnerships-of-municipality?municipality=vasteras",
    "/queries/partnerships-of-municipality?municipality=Nowhere",
    "/sparql?query=SELECT+*+{+?s+<urn:none>+?o+}&format=csv",
)


_VERSION = re.compile(r"(?:&amp;|&)version=[0-9a-f]{16}(?=[^\n]*rel=\"cite-as\"|[^0-9a-f])")


_TAKEN = re.compile(r"[0-9.]+ seconds")
"""How long an answer took."""

_CITATION = re.compile(r"<p>PartnerGraph contributors \([^<]*</p>|<pre[^>]*>@misc.*?</pre>", re.DOTALL)

_LISTS = re.compile(r'\s*<ul class="chips".*?</ul>\s*|\s+', re.DOTALL)
"""Links to lists that only a release has, because there is no index of a store elsewhere; and blanks."""


def _closing(app: Flask) -> Iterator[FlaskClient]:
    yield app.test_client()
    app.extensions["partnergraph"].close()


@pytest.fixture(scope="module")
def near(release: Path) -> Iterator[FlaskClient]:
    """Return a client of the release on this machine."""
    yield from _closing(create_app(_SETTINGS, release))


@pytest.fixture(scope="module")
def far(release: Path, oxigraph_server: RemoteStore) -> Iterator[FlaskClient]:
    """Return a client of the same release in another store."""
    upload(release, oxigraph_server)
    yield from _closing(create_app(replace(_SETTINGS, store=oxigraph_server.address), None))


@pytest.fixture(scope="module")
def nowhere() -> Iterator[FlaskClient]:
    """Return a client of a store that is not there."""
    yield from _closing(create_app(replace(_SETTINGS, store="http://127.0.0.1:9/sparql"), None))


@pytest.mark.parametrize("path", _PATHS)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_a_page_does_not_depend_on_where_the_data_lies(
    near: FlaskClient, far: FlaskClient, path: str, accept: str
) -> None:
    """Status, media type, links and release are the same, and so is all that a resource says.

    But for the permalinks of answers, which name no release of a remote store, and their date, which it may not know.
    """
    here, there = (each.get(path, headers={"Accept": accept}) for each in (near, far))

    assert (here.status_code, here.content_type) == (there.status_code, there.content_type)
    assert here.headers["PG-Release"] == there.headers["PG-Release"]
    assert [_VERSION.sub("", link) for link in here.headers.getlist("Link")] == there.headers.getlist("Link")
    if here.status_code == 200 and path.startswith(("/doc/", "/goals", "/queries/")):
        pages = [
            _TAKEN.sub("", _CITATION.sub("", _VERSION.sub("", each.text.partition("<footer")[0])))
            for each in (here, there)
        ]
        assert _LISTS.sub(" ", pages[0]) == _LISTS.sub(" ", pages[1])


def test_an_answer_can_be_cited_where_its_date_is_not_known(far: FlaskClient) -> None:
    """A store that does not say when its data was harvested has citations without a date in each form."""
    path = "/queries/goals-by-count"
    assert "(s.d.)" in far.get(path, headers={"Accept": "text/html"}).text
    assert "issued" not in far.get(f"{path}/citation.json").get_json(force=True)[0]
    assert "year" not in far.get(f"{path}/citation.bib").text


def test_what_is_not_there_is_not_there(far: FlaskClient) -> None:
    """Unknown resources and files are 404; a remote store has no files to offer."""
    for path in ("/id/body/se-atlantis", "/id/body/no{thing}", "/download/data.nq", "/queries/none"):
        assert 404 == far.get(path).status_code


def test_a_remote_store_has_one_release_and_says_so(near: FlaskClient, far: FlaskClient, nowhere: FlaskClient) -> None:
    """The list has the release that is in the store; any other one is not found, and the reason is told."""
    version = near.get("/").headers["PG-Release"]
    found = far.get("/versions").get_json()
    assert (version, [version]) == (found["current"], [each["version"] for each in found["versions"]])
    for path in (f"/versions/{version}", "/versions/feed.atom", f"/id/body/se-vasteras?version={version}"):
        assert 200 == far.get(path, headers={"Accept": "*/*"}, follow_redirects=True).status_code, path
    for path in (
        "/versions/other",
        f"/versions/other..{version}",
        f"/versions/{version}..{version}",
        "/?version=other",
        "/sparql?query=ASK+{}&version=other",
    ):
        reply = far.get(path)
        assert 404 == reply.status_code
        assert "A remote store keeps no earlier releases" in reply.get_json()["hint"]
    assert "sparar" in far.get("/versions?lang=sv", headers={"Accept": "text/html"}).text
    assert [] == far.get("/versions/of?iri=urn:x").get_json()["changes"]
    assert 200 == nowhere.get("/versions").status_code


def test_a_mistake_in_a_query_is_the_clients(far: FlaskClient) -> None:
    """A syntax error has its line, whichever store found it."""
    answer = far.post("/sparql", data={"query": "SELECT * {\n ?s ?p }"})

    assert (400, 2) == (answer.status_code, json.loads(answer.text)["line"])


@pytest.mark.parametrize(
    ("dataset", "number"),
    [
        ("", 1),
        (f"FROM <{_GRAPHS}data>", 1),
        (f"FROM <{_GRAPHS}findings>", 0),
    ],
)
def test_the_default_graph_has_its_other_name(far: FlaskClient, dataset: str, number: int) -> None:
    """FROM means the same as over a release, the name of the default graph too."""
    query = f"SELECT (COUNT(*) AS ?n) {dataset} {{ <https://w3id.org/partnergraph/id/country/se> a ?c }}"

    assert f"n\r\n{number}\r\n" == far.post("/sparql", data={"query": query, "format": "csv"}).text


def test_the_cap_of_rows_holds_for_any_store(release: Path, oxigraph_server: RemoteStore) -> None:
    """Over the cap an answer says so, CSV is refused, and following the links gives every row once."""
    upload(release, oxigraph_server)
    capped = replace(_SETTINGS, store=oxigraph_server.address, result_rows=5)
    for far in _closing(create_app(capped, None)):
        question = {"query": "SELECT DISTINCT ?c { ?c ?p ?o } ORDER BY ?c"}
        assert 413 == far.get("/sparql", query_string={**question, "format": "csv"}).status_code
        rows: list[str] = []
        answer = far.get("/sparql", query_string={**question, "format": "json"})
        while True:
            rows += [row["c"]["value"] for row in answer.get_json(force=True)["results"]["bindings"]]
            if not answer.headers["PG-Result"].startswith("truncated"):
                break
            answer = far.get(re.findall(r'<([^>]*)>; rel="next"', answer.headers["Link"])[0])
        whole = far.get(
            "/sparql",
            query_string={
                "query": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c ?p ?o }",
                "format": "csv",
            },
        )
        assert f"n\r\n{len(rows)}\r\n" == whole.text
        assert len(rows) == len(set(rows)) > 5


@pytest.mark.parametrize(
    "path", ["/", "/id/country/se", "/doc/country/se", "/doc/country/se.ttl", "/goals/16", "/sparql?query=ASK{}"]
)
def test_a_store_that_is_not_there_is_a_bad_gateway(nowhere: FlaskClient, path: str) -> None:
    """The problem says so, names no address, and does not depend on the store itself."""
    answer = nowhere.get(path)

    assert 502 == answer.status_code
    assert "127.0.0.1:9" not in answer.text
    assert "unknown" == answer.headers["PG-Release"]


def test_what_needs_no_store_is_there_without_one(nowhere: FlaskClient) -> None:
    """Queries can be read while the store is away."""
    assert 200 == nowhere.get("/queries").status_code
