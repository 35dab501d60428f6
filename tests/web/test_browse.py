"""Tests of the pages that list things by facets: what fits is what SPARQL says, whole, in each form, on each page."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnergraph.settings import Settings
from partnergraph.store.facets import FACETS
from partnergraph.web import create_app
from tests.catalogue.synthetic import quads
from tests.serving import make_release

from .conftest import ADDED, Server, serving_app

_KINDS = {
    "partnerships": "partnership",
    "projects": "project",
    "municipalities": "municipality",
    "partners": "partner",
    "areas": "area",
    "themes": "theme",
    "networks": "network",
}
_VALUES = {
    "municipality": ("se-vasteras", "se-vaxjo", "se-x3", "se-x7"),
    "country": ("ua", "bw", "za", "ke"),
    "partner": ("ua-x0", "za-jb-marks", "ke-x3", "ua-x10", "gh-tamale"),
    "goal": ("1", "2", "5", "16", "17"),
    "evidence": ("stated", "inherited", "suggested", "notstated", "unknown"),
    "area": ("0", "3", "environment"),
    "theme": ("0", "2", "democracy"),
    "network": ("0", "1"),
    "year": ("2000", "2004", "2023"),
    "type": ("municipality",),
    "paired": ("yes", "no"),
}
_MANY = 130


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return a release with enough partnerships for three pages, beside those of the small one."""
    data = root / "tests" / "data" / "serving" / "tiny.ttl"
    many = "".join(f"{quad} .\n" for quad in quads(_MANY))
    return make_release(tmp_path_factory.mktemp("releases"), data, batches=[ADDED, many])


@pytest.fixture(scope="module")
def server(release: Path) -> Iterator[Server]:
    """Return a real server of that release."""
    yield from serving_app(create_app(Settings(workers=1, cache_mb=0), release))


@pytest.fixture(scope="module")
def store(release: Path) -> ox.Store:
    """Return the data of that release."""
    store = ox.Store()
    store.bulk_load(path=str(release / "data.nq"), format=ox.RdfFormat.N_QUADS)
    return store


def behind(page: str) -> str:
    """Return the query behind a page."""
    found = re.search(r"<pre tabindex=\"0\"><code>(.*?)</code></pre>", page, re.DOTALL)
    assert found
    return unescape(found[1])


def answers(store: ox.Store, query: str) -> list[str]:
    """Return what a query finds, each thing once."""
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return sorted({str(row[0]).strip("<>") for row in found})  # a body with two names has two rows


def listed(server: Server, address: str) -> list[str]:
    """Return the IRIs of all that is in the file of a selection."""
    things, _, query = address.partition("?")
    reply = server.ask(f"{things}.csv?{query}")
    assert 200 == reply.status, reply.text
    return [row["iri"] for row in csv.DictReader(io.StringIO(reply.text))]


def total(page: str) -> int:
    """Return how many results a page says there are."""
    found = re.search(r'role="status">\s*([0-9,]+) result', page)
    assert found
    return int(found[1].replace(",", ""))


def options(page: str) -> dict[str, int]:
    """Return where each value that is not chosen leads, with its count."""
    found = re.findall(
        r'<a class="chip" rel="nofollow" href="([^"]*)"(?! aria-current)[^>]*>[^<]*<span class="count">([0-9,]+)', page
    )
    return {unescape(address): int(count.replace(",", "")) for address, count in found}


@st.composite
def selections(draw: st.DrawFn) -> tuple[str, dict[str, list[str]]]:
    """Draw things and values of some of their facets."""
    things = draw(st.sampled_from(sorted(_KINDS)))
    facets = draw(st.lists(st.sampled_from(FACETS[_KINDS[things]]), max_size=3, unique=True))
    return things, {
        facet: draw(st.lists(st.sampled_from(_VALUES[facet]), min_size=1, max_size=3, unique=True)) for facet in facets
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(selection=selections(), pick=st.integers(0, 999))
def test_what_fits_and_what_is_counted_is_what_sparql_says(
    server: Server, store: ox.Store, selection: tuple[str, dict[str, list[str]]], pick: int
) -> None:
    """The file of a selection holds what the query behind its page finds, and so do the counts beside other values.

    A machine that is busy may leave counts out, so which of them is looked at is picked from those that are there.
    """
    things, chosen = selection
    address = f"/{things}?{urlencode(chosen, doseq=True)}"
    page = server.ask(address, Accept="text/html").text
    found = answers(store, behind(page))
    assert found == sorted(listed(server, address))
    assert len(found) == total(page)
    there = options(page)
    if there:
        other = sorted(there)[pick % len(there)]
        after = parse_qs(urlsplit(other).query)
        added = next(name for name, some in after.items() if set(some) != set(chosen.get(name, [])))
        alone = set(after[added]) - set(chosen.get(added, ()))
        narrowed = f"/{things}?{urlencode({**chosen, added: sorted(alone)}, doseq=True)}"
        assert there[other] == len(answers(store, behind(server.ask(narrowed, Accept="text/html").text)))


def test_goal_and_evidence_belong_together(server: Server, store: ox.Store) -> None:
    """With both chosen a thing has the goal on that ground; what is inherited is never taken for stated."""
    for ground in ("Stated", "Inherited", "Suggested"):
        found = listed(server, f"/partnerships?goal=5&evidence={ground.lower()}")
        linked = "?s pg:goal <http://metadata.un.org/sdg/5> . FILTER NOT EXISTS { ?s a pg:SourceRecord }"
        if ground != "Stated":
            linked = f"?l pg:subject ?s ; pg:evidence pg:{ground} ; pg:linkedGoal <http://metadata.un.org/sdg/5> ."
        query = f"""PREFIX pg: <https://w3id.org/partnergraph/ns#> SELECT DISTINCT ?p {{ {linked}
            {{ ?s pg:inPartnership ?p }} UNION {{ ?s a pg:Partnership BIND(?s AS ?p) }} }}"""
        assert found
        assert answers(store, query) == sorted(found)


@pytest.mark.parametrize("things", sorted(_KINDS))
def test_pages_show_everything_once(server: Server, things: str) -> None:
    """The pages of a result, by its links, hold each thing once; none is empty, and beyond the last is nothing."""
    address, shown, pages, page = f"/{things}?view=table", list[str](), 0, ""
    while address:
        reply = server.ask(address, Accept="text/html")
        page = reply.text
        rows = re.findall(r'<tr><th scope="row"><a href="([^"]*)"', page)
        assert rows
        shown += rows
        pages += 1
        said = ", ".join(reply.headers.get_all("Link", []))
        links = {relation: target for target, relation in re.findall(r'<([^>]*)>; rel="(\w+)"', said)}
        assert ("prev" in links) == ("first" in links) == (pages > 1)
        address = links.get("next", "").removeprefix(server.url.rstrip("/"))
    assert len(shown) == len(set(shown)) == total(page) == len(listed(server, f"/{things}"))
    assert 404 == server.ask(f"/{things}?page={pages + 1}", Accept="text/html").status
    assert 404 == server.ask(f"/{things}.foo").status


def test_files_hold_exactly_what_is_shown(server: Server) -> None:
    """CSV, spreadsheet, GeoJSON and RDF of a selection name the same things as its page."""
    query = "country=ua&goal=5&goal=16"
    wanted = set(listed(server, f"/partnerships?{query}"))
    assert wanted
    places = json.loads(server.ask(f"/partnerships.geojson?{query}").body)
    assert wanted == {each["id"] for each in places["features"]}
    for suffix, syntax in (
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ):
        reply = server.ask(f"/partnerships.{suffix}?{query}")
        assert wanted == {quad.subject.value for quad in ox.parse(reply.body, syntax)}
    assert b"PK" == server.ask(f"/partnerships.xlsx?{query}").body[:2]
    assert "text/turtle" in server.ask(f"/partnerships?{query}", Accept="text/turtle").headers["Content-Type"]
    assert "text/html" in server.ask(f"/partnerships?{query}").headers["Content-Type"]


def test_lines_of_a_map_lead_from_sweden_abroad(server: Server) -> None:
    """A partnership is the lines between its partners, longitude first; a body is a point, or nowhere."""
    found = json.loads(server.ask("/municipalities.geojson").body)["features"]
    at = {each["id"].rpartition("/")[2]: each["geometry"] for each in found}
    assert {"type": "Point", "coordinates": [3, 3]} == at["se-x3"]
    assert at["se-mjolby"] is None
    lines = json.loads(server.ask("/partnerships.geojson?municipality=se-x3").body)["features"]
    assert lines
    assert all([3, 3] == line[0] for each in lines for line in each["geometry"]["coordinates"])


def test_names_codes_and_iris_are_values(server: Server) -> None:
    """A value may be what our links say, a code, a name in any spelling, or an IRI."""
    iri = "https://w3id.org/partnergraph/id/body/se-mjolby"
    wanted = server.ask("/partnerships.csv?country=gh").text
    assert "se-vasteras--gh-tamale" in wanted
    for value in ("GH", "Ghana", "ghana", "https://w3id.org/partnergraph/id/country/gh"):
        assert wanted == server.ask(f"/partnerships.csv?{urlencode({'country': value})}").text
    for value in ("se-mjolby", "0586", "Mjölby", "mjolby kommun", iri):
        page = server.ask(f"/partnerships?{urlencode({'municipality': value})}", Accept="text/html")
        assert (200, 0) == (page.status, total(page.text))


@pytest.mark.parametrize(
    ("query", "status", "hint"),
    [
        ("municipalty=x", 400, "municipality"),
        ("year=2000", 400, "municipality"),
        ("country=Atlantis", 422, "pg:Country"),
        ("evidence=rumour", 422, "pg:Stated"),
        ("view=globe", 400, "map"),
        ("page=0", 400, "whole number"),
        (f"q={'x' * 300}", 400, "few words"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_hint(server: Server, query: str, status: int, hint: str) -> None:
    """An unknown filter, value or view is an error that says what there is."""
    reply = server.ask(f"/partnerships?{query}", Accept="application/json")
    assert status == reply.status
    assert hint in json.loads(reply.body)["hint"]


def test_words_find_names_in_any_spelling(server: Server) -> None:
    """Words narrow what is chosen, whatever their spelling, and the query behind the page names what they found."""
    page = server.ask("/partnerships?q=vasteras+SHATSK", Accept="text/html").text
    assert 1 == total(page)
    assert "partnership/se-vasteras--ua-shatsk" in behind(page)
    assert ["https://w3id.org/partnergraph/id/body/ua-shatsk"] == listed(
        server, f"/partners?{urlencode({'q': 'Шацьк'})}"
    )
    assert [] == listed(server, "/partnerships?q=zzzz")
    assert "Nothing fits" in server.ask("/partnerships?q=zzzz", Accept="text/html").text
    assert "too many things" in server.ask("/partnerships?q=partnership", Accept="text/html").text


def test_crawlers_are_led_to_the_files(server: Server) -> None:
    """Filters are not followed and chosen pages not indexed; robots.txt names the files with all of it."""
    page = server.ask("/partnerships", Accept="text/html").text
    assert 'name="robots"' not in page
    assert all('rel="nofollow"' in link for link in re.findall(r'<a class="chip"[^>]*>', page))
    chosen = server.ask("/partnerships?country=ua", Accept="text/html").text
    assert '<meta name="robots" content="noindex, follow">' in chosen
    robots = server.ask("/robots.txt").text
    assert "Disallow: /partnerships?" in robots
    assert "Disallow: /sparql?" in robots
    assert f"{server.url}download/data.nq" in robots


def test_a_selection_stays_in_its_release_and_language(server: Server, release: Path) -> None:
    """Links of a page that names a release and a language keep both."""
    page = server.ask(f"/partnerships?version={release.name}&lang=sv&country=ua", Accept="text/html").text
    for address in re.findall(r'href="(/partnerships[^"]*)"', page.partition("<main")[2].partition("</main")[0]):
        assert f"version={release.name}" in address
        assert "lang=sv" in address
    assert "Ukraina" in page


def test_a_page_about_a_selection_is_its_own_document(server: Server) -> None:
    """Each selection has a tag and a canonical address of its own, in the one order that we write."""
    one = server.ask("/partnerships?goal=5&country=ua", Accept="text/html")
    other = server.ask("/partnerships?country=UA&goal=5", Accept="text/html")
    assert '</partnerships?country=ua&goal=5>; rel="canonical"' in one.headers.get_all("Link", [])
    assert (
        one.headers["ETag"] == other.headers["ETag"] != server.ask("/partnerships", Accept="text/html").headers["ETag"]
    )
    again = server.ask(
        "/partnerships?country=ua&goal=5", "GET", None, Accept="text/html", If_None_Match=one.headers["ETag"]
    )
    assert 304 == again.status
    assert '</partnerships.csv?country=ua&goal=5>; rel="alternate"; type="text/csv"' in one.headers.get_all("Link", [])


@pytest.mark.parametrize("things", ["partnerships", "projects", "municipalities", "partners"])
def test_a_map_shows_the_result_above_its_table(server: Server, things: str) -> None:
    """The map of a result has its places and lines, and the same rows stand below it."""
    page = server.ask(f"/{things}?view=map&country=ua", Accept="text/html").text
    figure = page.partition("<figure")[2].partition("</figure>")[0]
    data = json.loads(figure.partition('<script type="application/json">')[2].partition("</script>")[0])
    assert data["places"]
    assert data["arcs"]
    assert '<th scope="row">' in page.partition("</figure>")[2]
    assert 400 == server.ask("/areas?view=map").status


@pytest.mark.parametrize("things", ["municipalities", "partners", "areas", "themes", "networks"])
def test_numbers_lead_to_as_many_things(server: Server, things: str) -> None:
    """Each number of partnerships and projects in a table leads to a list of just so many."""
    page = server.ask(f"/{things}?view=table", Accept="text/html").text
    found = re.findall(r'<td class="number"><a href="([^"]*)" rel="nofollow">([0-9,]+)</a>', page)
    assert found
    for address, count in found[:10]:
        assert int(count.replace(",", "")) == total(server.ask(unescape(address), Accept="text/html").text), address
