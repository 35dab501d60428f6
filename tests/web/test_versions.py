"""Tests of kept releases over a real connection: the list, the differences, the feed, and requests of an older one."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from flask import Flask, redirect
from rdflib import Graph, URIRef

from partnergraph.iris import KINDS
from partnergraph.namespaces import BASE, DCAT
from partnergraph.settings import Settings
from partnergraph.store.releases import OpenReleases
from partnergraph.web import create_app
from partnergraph.web.wording import table
from tests.serving import VERSION, make_release

from .conftest import Reply, Server, serving_app

OLD, MIDDLE, LATER, BROKEN = "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccc", "dddddddddddddddd"
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_GONE = "https://w3id.org/partnergraph/id/body/se-lostad"
_ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return the current one of five releases: it has two before it, one after it, and one that is damaged."""
    releases, data = tmp_path_factory.mktemp("kept"), tmp_path_factory.mktemp("data")
    serving = root / "tests" / "data" / "serving"
    shutil.copy(serving / "findings.ttl", data)
    now = (serving / "tiny.ttl").read_text(encoding="utf-8")
    gone = f'\n<{_GONE}> a pg:LocalGovernment ; rdfs:label "Löstad <b>"@sv , "Lostad"@en ; pg:country country:se .\n'
    for version, text, created in (
        (LATER, now + gone, "2026-11-24T12:00:00Z"),
        (OLD, now.replace('"1980"', '"1979"') + gone, "2026-09-01T12:00:00Z"),
        (MIDDLE, now + gone, "2026-10-01T12:00:00+02:00"),
        (BROKEN, now, "2026-08-01T12:00:00Z"),
        (VERSION, now, "2026-11-23T12:00:00Z"),
    ):
        (data / "data.ttl").write_text(text, encoding="utf-8")
        make_release(releases, data / "data.ttl", version=version, created=created)
    (releases / "releases" / BROKEN / "manifest.json").write_text("{", encoding="utf-8")
    return releases / "releases" / VERSION


@pytest.fixture(scope="module")
def app(kept: Path) -> Iterator[Flask]:
    """Return an application over these releases."""
    app = create_app(Settings(workers=2, deadline=5, result_rows=50, cache_mb=16, queue_seconds=2), kept)
    yield app
    app.extensions["partnergraph"].close()


@pytest.fixture(scope="module")
def server(app: Flask) -> Iterator[Server]:
    """Return a server of it."""
    yield from serving_app(app)


def _led(server: Server, path: str, **headers: str) -> Reply:
    """Ask as a browser or a linked-data client does, which goes where it is led."""
    reply = server.ask(path, "GET", None, **headers)
    if reply.status not in {301, 303}:
        return reply
    return _led(server, reply.headers["Location"].removeprefix(server.url.rstrip("/")), **headers)


def _count(reply: Reply) -> int:
    return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


def _sparql(server: Server, query: str, **parameters: str) -> Reply:
    return server.ask("/sparql?" + urlencode({"query": query, "format": "json", **parameters}))


def test_releases_are_listed_the_newest_first(server: Server) -> None:
    """JSON names each release, which one is current though it is not the newest, and one that is damaged."""
    found = json.loads(server.ask("/versions").body)
    assert VERSION == found["current"]
    assert [LATER, VERSION, MIDDLE, OLD, BROKEN] == [each["version"] for each in found["versions"]]
    assert [VERSION] == [each["version"] for each in found["versions"] if each.get("current")]
    assert "manifest" in found["versions"][-1]["damaged"]
    assert [f"/versions/{MIDDLE}..{VERSION}"] == [
        each["difference"] for each in found["versions"] if each.get("current")
    ]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_link_of_the_pages_about_releases_leads_somewhere(server: Server, language: str) -> None:
    """The list, a release, a difference and a resource's history are pages whose links all work."""
    pages = ["/versions", f"/versions/{MIDDLE}", f"/versions/{OLD}..{VERSION}", "/versions/of?iri=" + quote(_GONE)]
    for path in pages:
        page = server.ask(path, Accept="text/html", Accept_Language=language)
        assert (200, language) == (page.status, page.headers["Content-Language"])
        for link in set(re.findall(r'href="(/[^"#]*)"', page.text)):
            assert 200 == _led(server, link.replace("&amp;", "&"), Accept="text/html, */*;q=0.1").status, (path, link)


def test_releases_are_rdf(server: Server) -> None:
    """In DCAT's words each release is a version of the dataset, and the IRI of a release leads to it."""
    graph = Graph().parse(data=server.ask("/versions", Accept="text/turtle").text, format="turtle")
    dataset, name = URIRef(f"{BASE}dataset"), f"{BASE}versions/"
    assert 4 == len(set(graph.objects(dataset, DCAT.hasVersion)))
    assert [URIRef(name + VERSION)] == list(graph.objects(dataset, DCAT.hasCurrentVersion))
    assert [URIRef(name + MIDDLE)] == list(graph.objects(URIRef(name + VERSION), DCAT.previousVersion))
    one = list(ox.parse(server.ask(f"/versions/{OLD}", Accept="application/ld+json").body, ox.RdfFormat.JSON_LD))
    said = {(str(each.subject), str(each.predicate), str(each.object)) for each in one}
    assert (f"<{name}{OLD}>", f"<{DCAT.version}>", f'"{OLD}"') in said


def test_a_release_says_what_it_is(server: Server) -> None:
    """Counts, inputs and files with their checksums, which can be fetched from that release."""
    one = json.loads(server.ask(f"/versions/{OLD}").body)
    assert (2, "data.ttl") == (one["counts"]["partnerships"], one["inputs"][0]["name"])
    address = next(each["address"] for each in one["files"] if each["name"] == "data.ttl")
    assert '"1979"' in server.ask(address).text
    assert one["results"] is None


def test_names_that_move_lead_to_where_they_mean(server: Server) -> None:
    """`current` and `previous` redirect to the versions they mean now, and are asked for again each time."""
    reply = server.ask("/versions/previous..current?format=patch")
    assert (302, f"/versions/{MIDDLE}..{VERSION}?format=patch") == (reply.status, reply.headers["Location"])
    assert "no-cache" == reply.headers["Cache-Control"]
    odd = server.ask("/versions/current?name=x&endpoint=y&_external=1&_scheme=evil&_anchor=z&lang=sv")
    assert (302, f"/versions/{VERSION}?lang=sv") == (odd.status, odd.headers["Location"])


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "..",
        "%2e%2e",
        "..%2f..%2fcurrent",
        ".",
        "a..b",
        f"{OLD}..",
        f"{OLD}..{OLD}..{OLD}",
        f"{OLD}..nothing",
    ],
)
def test_unknown_releases_are_404(server: Server, path: str) -> None:
    """What is not kept is not found, whatever is asked of it."""
    reply = server.ask(f"/versions/{path}")
    assert (404, "application/problem+json") == (reply.status, reply.headers["Content-Type"])


def test_a_damaged_release_is_a_problem_without_paths(server: Server, kept: Path) -> None:
    """It is told in words, in a difference, in a page and in a query, and no path of the machine."""
    for path in (f"/versions/{BROKEN}", f"/versions/{BROKEN}..{VERSION}", f"/?version={BROKEN}"):
        reply = server.ask(path)
        assert 500 == reply.status
        assert "is damaged" in json.loads(reply.body)["detail"]
        assert str(kept.parents[2]) not in reply.text


def test_a_difference_says_how_much_changed(server: Server) -> None:
    """JSON counts by graph, and leads to the rest."""
    found = json.loads(server.ask(f"/versions/{OLD}..{VERSION}").body)
    assert (1, 5, 2) == (found["added"], found["removed"], found["resources"])
    assert {f"{BASE}graph/data": {"added": 1, "removed": 5}} == found["graphs"]
    assert 1 == len(server.ask(found["parts"]["added"]).text.splitlines())
    assert 5 == len(list(ox.parse(server.ask(found["parts"]["removed"]).body, ox.RdfFormat.N_QUADS)))


def test_a_difference_is_a_page_by_resource(server: Server) -> None:
    """Changed resources stand under their labels with what is gone and what is new; text of the data is no markup."""
    page = server.ask(f"/versions/{OLD}..{VERSION}", Accept="text/html", Accept_Language="sv").text
    assert re.search(r"<h2><a [^>]*>Västerås kommun</a> <small>ändrad</small></h2>", page)
    assert "<ins>1980</ins>" in page
    assert "<del>1979</del>" in page
    assert f'href="/id/body/se-lostad?version={OLD}"' in page
    assert "<small>borta</small>" in page
    assert "Löstad &lt;b&gt;" in page
    for number, status in (("2", 404), ("0", 404), ("x", 400), ("²", 400), ("9" * 5_000, 400)):
        path = f"/versions/{OLD}..{VERSION}?page={quote(number)}"
        assert status == server.ask(path, Accept="text/html").status, number


def test_the_patch_makes_the_later_release_of_the_earlier(server: Server, kept: Path) -> None:
    """The RDF Patch, applied to the dump of one release, gives that of the other to the byte."""
    reply = server.ask(f"/versions/{OLD}..{VERSION}", Accept="application/rdf-patch")
    assert "application/rdf-patch" == reply.headers["Content-Type"]
    head, *rows, end = reply.body.splitlines(keepends=True)
    assert f"H id <{BASE}versions/{VERSION}> .\n".encode() == head
    assert b"TC .\n" == end
    lines = set((kept.parent / OLD / "data.nq").read_bytes().splitlines(keepends=True))
    lines -= {row[2:] for row in rows if row.startswith(b"D ")}
    lines |= {row[2:] for row in rows if row.startswith(b"A ")}
    assert (kept / "data.nq").read_bytes() == b"".join(sorted(lines))


@pytest.mark.parametrize("accept", ["application/json", "application/rdf-patch", "text/html"])
def test_a_difference_is_known_again(server: Server, accept: str) -> None:
    """Two releases never change, so a client that has their difference is told so, and HEAD says what GET does."""
    path = f"/versions/{OLD}..{VERSION}"
    first = server.ask(path, Accept=accept)
    again = server.ask(path, Accept=accept, If_None_Match=first.headers["ETag"])
    assert (304, b"") == (again.status, again.body)
    head = server.ask(path, "HEAD", Accept=accept)
    assert (200, b"", first.headers["ETag"]) == (head.status, head.body, head.headers["ETag"])
    other = server.ask(
        path, Accept="application/json, text/html;q=0.1" if accept != "application/json" else "text/html"
    )
    assert other.headers["ETag"] != first.headers["ETag"]


def test_a_difference_in_no_wanted_format_is_406(server: Server) -> None:
    """A client that takes only Turtle learns what there is."""
    reply = server.ask(f"/versions/{OLD}..{VERSION}", Accept="text/turtle")
    assert 406 == reply.status
    assert "application/rdf-patch" in json.loads(reply.body)["hint"]


@pytest.mark.parametrize(("language", "words"), [("en", "compared with"), ("sv", "jämfört med")])
def test_the_feed_is_atom(server: Server, language: str, words: str) -> None:
    """Every whole release has an entry with what RFC 4287 asks for, the newest first, in the reader's language."""
    reply = server.ask("/versions/feed.atom", Accept_Language=language)
    feed = ET.fromstring(reply.body)  # noqa: S314 - our own server's
    assert "application/atom+xml" == reply.headers["Content-Type"]
    entries = feed.findall("a:entry", _ATOM)
    assert [LATER, VERSION, MIDDLE, OLD] == [str(each.findtext("a:id", None, _ATOM))[-16:] for each in entries]
    assert feed.findtext("a:updated", None, _ATOM) == entries[0].findtext("a:updated", None, _ATOM)
    assert feed.findtext("a:author/a:name", None, _ATOM)
    for part in (feed, *entries):
        assert re.fullmatch(r"tag:w3id\.org,2026:partnergraph/\S+", str(part.findtext("a:id", None, _ATOM)))
        assert part.findtext("a:title", None, _ATOM)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+\d\d:\d\d", str(part.findtext("a:updated", None, _ATOM)))
    assert words in str(entries[0].findtext("a:summary", None, _ATOM))
    for link in feed.iterfind(".//a:link", _ATOM):
        assert 200 == server.ask(link.attrib["href"].removeprefix(server.url.rstrip("/"))).status
    assert 304 == server.ask("/versions/feed.atom?lang=" + language, If_None_Match=reply.headers["ETag"]).status


def test_pages_name_the_feed(server: Server) -> None:
    """A reader of feeds finds it from any page."""
    page = server.ask("/", Accept="text/html").text
    link = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]*)"', page)
    assert link is not None
    assert 200 == server.ask(link[1]).status


def test_a_query_is_asked_of_any_kept_release(server: Server, app: Flask) -> None:
    """By GET, form and direct POST the older release answers, says so, and leads to the current one."""
    sums = {
        version: app.extensions["partnergraph"].versions.find(version).manifest.triples for version in (OLD, VERSION)
    }
    assert sums[OLD] == sums[VERSION] + 4
    body = urlencode({"query": _COUNT, "version": OLD}).encode()
    replies = [
        _sparql(server, _COUNT, version=OLD),
        server.ask("/sparql", "POST", body, content_type="application/x-www-form-urlencoded"),
        server.ask(f"/sparql?version={OLD}", "POST", _COUNT.encode(), content_type="application/sparql-query"),
    ]
    for reply in replies:
        assert (200, sums[OLD], OLD) == (reply.status, _count(reply), reply.headers["PG-Release"])
        assert 'rel="original latest-version"' in ", ".join(reply.headers.get_all("Link", []))
        assert "Tue, 01 Sep 2026 12:00:00 GMT" == reply.headers["Memento-Datetime"]
    latest = re.search(r'<(/sparql\?[^>]*)>; rel="original', str(replies[0].headers["Link"]))
    assert latest is not None
    now = server.ask(latest[1])
    assert (sums[VERSION], VERSION) == (_count(now), now.headers["PG-Release"])
    assert "Memento-Datetime" not in now.headers


def test_the_current_release_may_be_named_too(server: Server) -> None:
    """A permalink to what is current answers from it, and leads nowhere else."""
    reply = _sparql(server, _COUNT, version=VERSION)
    assert (200, VERSION) == (reply.status, reply.headers["PG-Release"])
    assert "original" not in str(reply.headers["Link"])


def test_answers_of_releases_are_never_mixed_up(server: Server) -> None:
    """The same query has other entity tags in other releases, also when it comes from memory."""
    query = f"SELECT ?c {{ <{BASE}id/body/se-vasteras> <{BASE}ns#scbCode> ?c }}"
    for _ in range(2):
        found = {version: _sparql(server, query, **version_of(version)) for version in ("", OLD, MIDDLE)}
        assert ['"1980"', '"1979"', '"1980"'] == [
            f'"{json.loads(each.body)["results"]["bindings"][0]["c"]["value"]}"' for each in found.values()
        ]
        assert 3 == len({each.headers["ETag"] for each in found.values()})


def version_of(version: str) -> dict[str, str]:
    """Return the parameter that names a version, or none."""
    return {"version": version} if version else {}


def test_parts_of_an_answer_stay_in_their_release(server: Server) -> None:
    """The link to the next part of a cut answer names the release that the first one is of."""
    rows, reply = 0, _sparql(server, "SELECT * { ?s ?p ?o }", version=OLD)
    for _ in range(20):
        assert OLD == reply.headers["PG-Release"]
        rows += len(json.loads(reply.body)["results"]["bindings"])
        following = re.search(r'<([^>]*)>; rel="next"', ", ".join(reply.headers.get_all("Link", [])))
        if following is None:
            break
        reply = server.ask(following[1].removeprefix(server.url.rstrip("/")))
    assert rows == _count(_sparql(server, _COUNT, version=OLD))


def test_an_explanation_is_of_the_release_asked(server: Server) -> None:
    """Why an answer is what it is depends on the release, and is told of the one asked."""
    query = 'SELECT ?s { ?s <https://w3id.org/partnergraph/ns#scbCode> "1979" }'
    found = [json.loads(_sparql(server, query, explain="true", **version_of(each)).body) for each in ("", OLD)]
    assert [(VERSION, 0), (OLD, 1)] == [(each["release"], each["answers"]["count"]) for each in found]


def test_a_page_of_an_older_release_stays_there(server: Server) -> None:
    """It says that it is old, leads to what is now, keeps its links in its release, and is not for search engines."""
    page = _led(server, f"/id/body/se-vasteras?version={OLD}", Accept="text/html", Accept_Language="sv")
    assert (200, OLD) == (page.status, page.headers["PG-Release"])
    assert "inte den gällande utgåvan" in page.text
    assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert f'href="/id/country/se?version={OLD}"' in page.text
    assert re.search(r'rel="nofollow" href="/(?:id|doc)/body/se-vasteras"', page.text)
    assert f'href="?version={OLD}&amp;lang=en"' in page.text
    alternates = [link for link in page.headers.get_all("Link", []) if "alternate" in link]
    assert alternates
    assert all(f"?version={OLD}>" in link for link in alternates)
    turtle = _led(server, f"/id/body/se-vasteras.ttl?version={OLD}")
    assert '"1979"' in turtle.text
    assert "not the current release" not in _led(server, "/id/body/se-vasteras", Accept="text/html").text


def test_a_redirect_stays_in_its_release(app: Flask) -> None:
    """Whatever view leads on within the server, a pinned request is led to the same release."""
    with app.test_request_context(f"/id/body/se-vasteras?version={OLD}"):
        app.preprocess_request()
        for led, expected in (("/doc/x", f"/doc/x?version={OLD}"), ("/x?lang=sv#y", f"/x?lang=sv&version={OLD}#y")):
            assert expected == app.process_response(app.make_response(redirect(led))).headers["Location"]
        stays = app.process_response(app.make_response(redirect(f"/x?version={MIDDLE}"))).headers["Location"]
        assert (f"/x?version={MIDDLE}", "https://example.org/") == (
            stays,
            app.process_response(app.make_response(redirect("https://example.org/"))).headers["Location"],
        )


def test_each_kind_of_resource_has_a_name() -> None:
    """The table of words about releases names them all."""
    assert {f"kind_{kind}" for kind in KINDS} <= set(table("versions", "en"))


def test_the_start_page_and_files_of_an_older_release(server: Server, kept: Path) -> None:
    """The start page, the form of the endpoint and the files are those of the release that is named."""
    start = server.ask(f"/?version={OLD}", Accept="text/html").text
    assert f"<code>{OLD}</code>" in start
    assert f'href="/download/data.ttl?version={OLD}"' in start
    dump = server.ask(f"/download/data.nq?version={OLD}")
    assert (kept.parent / OLD / "data.nq").read_bytes() == dump.body
    assert f'name="version" value="{OLD}"' in server.ask(f"/sparql?version={OLD}", Accept="text/html").text


@pytest.mark.parametrize("path", ["/", "/id/body/se-vasteras", "/sparql", "/sparql?query=ASK+{}"])
def test_a_version_that_is_not_kept_is_404(server: Server, path: str) -> None:
    """The problem names those that are, and no other release answers in its place."""
    reply = server.ask(f"{path}{'&' if '?' in path else '?'}version=nothing")
    assert 404 == reply.status
    assert f"{LATER}, {VERSION}, {MIDDLE}, {OLD}" in json.loads(reply.body)["hint"]


def test_two_versions_at_once_are_refused(server: Server) -> None:
    """A query names one release."""
    assert 400 == server.ask(f"/sparql?query=ASK+{{}}&version={OLD}&version={MIDDLE}").status


def test_a_stranger_in_an_older_release_meets_the_same_walls(server: Server) -> None:
    """SERVICE is refused there too, and a query that runs too long is stopped."""
    assert 403 == _sparql(server, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", version=OLD).status
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(8)) + " }"
    late = _sparql(server, endless, version=OLD, timeout="0.5")
    assert (504, OLD) == (late.status, late.headers["PG-Release"])


def test_the_history_of_a_resource(server: Server) -> None:
    """The releases in which something else was said are told, and the one in which nothing was said any more."""
    found = json.loads(server.ask("/versions/of?iri=" + quote(_GONE)).body)
    assert [(LATER, True), (VERSION, False), (OLD, True)] == [
        (each["version"], each["there"]) for each in found["changes"]
    ]
    assert 200 == _led(server, found["changes"][-1]["address"]).status
    never = server.ask("/versions/of?iri=urn:x:never", Accept="text/html", Accept_Language="sv")
    assert "Ingen sparad utgåva" in never.text
    assert 400 == server.ask("/versions/of").status
    for odd in ("a b", "http://[", "<>", "\ud83d", "x" * 5_000):
        reply = server.ask("/versions/of?iri=" + quote(odd, errors="surrogatepass"), Accept="text/html")
        assert 200 == reply.status, odd
    links = ", ".join(_led(server, "/id/body/se-vasteras").headers.get_all("Link", []))
    address = re.search(r'<([^>]*)>; rel="version-history"', links)
    assert address is not None
    assert VERSION not in {each["version"] for each in json.loads(server.ask(address[1]).body)["changes"][1:]}


def test_what_is_gone_is_found_where_it_was(app: Flask) -> None:
    """The last release before the served one that held a resource is known; one that was made later is not meant."""
    versions = app.extensions["partnergraph"].versions
    assert MIDDLE == versions.last_holding(_GONE)
    assert versions.last_holding("https://w3id.org/partnergraph/id/body/never") is None


@pytest.mark.parametrize("suffix", ["", ".ttl", "?lang=sv"])
def test_a_resource_that_disappeared_is_410_and_leads_to_where_it_was(server: Server, suffix: str) -> None:
    """The problem names the last release that had it, and its address there; what never was is 404."""
    reply = server.ask(f"/id/body/se-lostad{suffix}", Accept="*/*")
    problem = json.loads(reply.body)
    assert (410, MIDDLE) == (reply.status, problem["last_release"])
    assert f'<{problem["address"]}>; rel="predecessor-version"' in reply.headers.get_all("Link", [])
    there = _led(server, problem["address"], Accept="text/turtle")
    assert (200, MIDDLE) == (there.status, there.headers["PG-Release"])
    page = server.ask(f"/id/body/se-lostad{suffix}", Accept="text/html", Accept_Language="sv")
    assert (410, True) == (page.status, "den sista utgåvan som hade den" in page.text)
    assert 404 == server.ask("/id/body/se-never").status


def test_few_releases_are_open_at_once(app: Flask, server: Server) -> None:
    """However many are asked in turn, no more than two stay open."""
    earlier: OpenReleases = app.extensions["partnergraph"].earlier
    for number, version in enumerate((OLD, MIDDLE, LATER, OLD), start=1):
        assert 200 == _sparql(server, f"SELECT * {{ ?s ?p ?o }} LIMIT {number}", version=version).status
    assert (LATER, OLD) == earlier.open_now()


def test_a_release_that_comes_while_the_server_runs_is_listed(server: Server, kept: Path, root: Path) -> None:
    """The list is read anew; what is served stays what was opened."""
    new = "eeeeeeeeeeeeeeee"
    current = kept.parents[1] / "current"
    make_release(
        kept.parents[1], root / "tests" / "data" / "serving" / "tiny.ttl", version=new, created="2026-12-01T00:00:00Z"
    )
    found = json.loads(server.ask("/versions").body)
    assert (new, VERSION) == (found["versions"][0]["version"], found["current"])
    shutil.rmtree(kept.parent / new)
    assert new not in server.ask("/versions").text
    current.unlink()


def test_a_crowd_in_several_releases_is_never_mixed_up(server: Server, app: Flask) -> None:
    """Many clients at once in three kept releases get the answer of the one they named, or are told to come again."""
    versions = app.extensions["partnergraph"].versions
    sums = {version: versions.find(version).manifest.triples for version in (OLD, MIDDLE, LATER)}
    wrong: list[tuple[str, int]] = []

    def ask(number: int) -> None:
        for turn in range(4):
            version = (OLD, MIDDLE, LATER)[(number + turn) % 3]
            reply = _sparql(server, f"{_COUNT} # {number} {turn}\n LIMIT {number * 10 + turn + 1}", version=version)
            right = reply.status == 200 and (_count(reply), reply.headers["PG-Release"]) == (sums[version], version)
            if not right and (reply.status, reply.headers["Retry-After"]) != (503, "5"):
                wrong.append((version, reply.status))

    threads = [threading.Thread(target=ask, args=[number]) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert [] == wrong


def test_the_description_and_citation_of_an_older_release(server: Server) -> None:
    """With `version=` the dataset is described and cited as that release, and a file is kept under its name."""
    cited = json.loads(server.ask(f"/dataset/citation.json?version={OLD}").body)[0]
    file = server.ask(f"/download/data.nq?version={OLD}")

    assert (OLD, f"{server.url}dataset?version={OLD}") == (cited["version"], cited["URL"])
    assert 200 == server.ask(f"/dataset?version={OLD}", Accept="text/html").status
    assert f"/download/data.nq?version={OLD}" in server.ask(f"/dataset?version={OLD}", Accept="text/turtle").text
    assert f"inline; filename=partnergraph-{OLD}.nq" == file.headers["Content-Disposition"]


@pytest.mark.parametrize("ending", ["", ".csv", ".json", ".xlsx"])
def test_a_permalink_says_whether_todays_answer_differs(server: Server, ending: str) -> None:
    """A canned query pinned to a release is asked of it, and its rows are compared with those of the current one."""
    address = "/queries/describe-by-identifier.nt?identifier=1979"
    assert (None, b"") == (server.ask(address).headers["PG-Today"], server.ask(address).body)
    then = server.ask(f"{address}&version={OLD}")
    assert ("differs", True) == (then.headers["PG-Today"], b"se-vasteras" in then.body)
    assert "same" == server.ask(f"/queries/goals-by-count{ending}?version={OLD}").headers["PG-Today"]


@pytest.mark.parametrize(("language", "words"), [("en", "answer differs from"), ("sv", "är svaret ett annat")])
def test_a_page_says_whether_todays_answer_differs(server: Server, language: str, words: str) -> None:
    """The page of a pinned query says in words that the answer is another one today, and its links stay pinned."""
    page = server.ask(f"/queries/describe-by-identifier?identifier=1979&version={OLD}&lang={language}").text
    assert words in page
    assert re.search(rf'href="/queries/describe-by-identifier.nt\?[^"]*version={OLD}"', page)
