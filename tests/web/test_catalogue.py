"""Tests of the canned queries over HTTP, on the data that ships: every query in every format, whole."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import openpyxl  # type: ignore[import-untyped]  # its stubs are a package of their own
import pyoxigraph as ox
import pytest
from flask import Flask

from partnergraph.formats import GEOJSON, GRAPHS, NDJSON, XLSX, Format
from partnergraph.settings import Settings
from partnergraph.sparql.catalogue import catalogue_of
from partnergraph.web import create_app
from partnergraph.web.canned import offered
from tests.catalogue.golden import FOLDER, cases

from .conftest import Reply, Server, serving_app

_CATALOGUE = catalogue_of(Settings())
_UKRAINE = "/queries/municipalities-working-with-country"
_EVERY = [(name, each) for name, canned in _CATALOGUE.items() for each in offered(canned)]


@pytest.fixture(scope="module")
def site(shipped_release: Path) -> Iterator[Server]:
    """Return a server of the data that ships, whose answers may have no more than five rows at the endpoint."""
    app = create_app(Settings(workers=2, deadline=10, result_rows=5), shipped_release)
    yield from serving_app(app)
    app.extensions["partnergraph"].close()


def _address(name: str, ending: str = "", **more: str) -> str:
    given = next(cases(_CATALOGUE[name]))
    rest = [*((key, value) for key, some in given.items() for value in some), *more.items()]
    return f"/queries/{name}{ending}" + (f"?{urlencode(rest)}" if rest else "")


def _links(reply: Reply) -> dict[str, str]:
    """Return relation → target of the links of an answer."""
    found = re.findall(r'<([^>]*)>; rel="([a-z-]+)"', ", ".join(reply.headers.get_all("Link", [])))
    return {relation: target for target, relation in found}


def _size(reply: Reply, wanted: Format) -> int:
    """Return how many rows or statements an answer has, read by somebody else's reader where there is one."""
    match wanted.name:
        case "csv":
            return len(list(csv.reader(io.StringIO(reply.text)))) - 1
        case "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(reply.body)).worksheets[0]
            return (sheet.max_row or 1) - 1
        case "ndjson":
            return len([json.loads(line) for line in reply.text.splitlines()])
        case "geojson":
            return len(json.loads(reply.body)["features"])
        case _ if wanted in GRAPHS:
            return len({quad.triple for quad in ox.parse(reply.body, ox.RdfFormat.from_media_type(wanted.media_type))})
        case _:
            found = ox.parse_query_results(reply.body, ox.QueryResultsFormat.from_media_type(wanted.media_type))
            assert isinstance(found, ox.QuerySolutions)
            return sum(1 for _ in found)


@pytest.mark.parametrize(("name", "wanted"), _EVERY, ids=[f"{name}.{each.name}" for name, each in _EVERY])
def test_every_query_comes_in_every_format_whole(site: Server, name: str, wanted: Format) -> None:
    """Each format has as many rows as the golden answer, whatever cap the endpoint has."""
    golden = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))[0]
    reply = site.ask(_address(name, f".{wanted.name}"))
    assert (200, wanted.content_type) == (reply.status, reply.headers["Content-Type"]), reply.text[:500]
    assert "complete" == reply.headers["PG-Result"]
    assert len(golden.get("rows", golden.get("triples", []))) == _size(reply, wanted)
    version = reply.headers["PG-Release"]
    assert f'filename="{name}_{version}.{wanted.name}"' in reply.headers["Content-Disposition"]


@pytest.mark.parametrize("name", _CATALOGUE)
def test_every_query_has_a_page_with_its_result(site: Server, name: str) -> None:
    """A page in each language shows form, result, files and the query; its links to files work as they stand."""
    pages = {language: site.ask(_address(name, lang=language)) for language in ("en", "sv")}
    for language, page in pages.items():
        assert (200, language) == (page.status, page.headers["Content-Language"])
        assert page.text.count('<label for="parameter-') == len(_CATALOGUE[name].parameters)
    for link in re.findall(r'href="(/queries/[^"/]*\.(?:csv|nt|xlsx)[^"]*)"', pages["sv"].text)[:2]:
        assert 200 == site.ask(unescape(link)).status


def test_labels_stand_beside_identifiers(site: Server) -> None:
    """`labels=sv` gives a column of names after each column of identifiers, in CSV and on a sheet."""
    rows = list(csv.DictReader(io.StringIO(site.ask(f"{_UKRAINE}.csv?country=Ukraina&labels=sv").text)))
    assert ["municipality", "municipalityLabel", "municipalityName", "partner", "partnerLabel"] == list(rows[0])[:5]
    assert "Jönköpings kommun" in {row["municipalityLabel"] for row in rows}
    book = openpyxl.load_workbook(io.BytesIO(site.ask(f"{_UKRAINE}.xlsx?country=Ukraina&labels=sv").body))
    assert "Kommun eller region" == book.worksheets[0]["A1"].value
    assert rows[0]["municipalityLabel"] in [row[1] for row in book.worksheets[0].iter_rows(values_only=True)]


def test_a_spreadsheet_says_what_it_is(site: Server) -> None:
    """The second sheet has query, values, version, licence, citation and the text of the query."""
    book = openpyxl.load_workbook(io.BytesIO(site.ask(f"{_UKRAINE}.xlsx?country=Ukraina&lang=en").body))
    assert ["Result", "About"] == book.sheetnames
    said = {name: str(text) for name, text in book["About"].iter_rows(values_only=True) if name}
    assert "Ukraine" == said["Country"]
    assert f"version {said['Version']}" in said["Cite this result"]
    assert said["Permanent address, which asks this release again"].endswith(f"version={said['Version']}")
    assert "creativecommons.org/licenses/by/4.0" in said["Licence"]
    assert "SPARQL" in said


def test_numbers_are_numbers(site: Server) -> None:
    """Counts are numbers on a sheet and in JSON, and identifiers are text."""
    sheet = openpyxl.load_workbook(io.BytesIO(site.ask("/queries/goals-by-count.xlsx").body)).worksheets[0]
    assert ["http://metadata.un.org/sdg/5", "5", 3] == [sheet.cell(2, column).value for column in (1, 2, 4)]
    found = json.loads(site.ask("/queries/goals-by-count.json?shape=arrays").body)
    assert found["columns"] == ["goal", "number", "name", "projects", "partnerships"]
    assert ["http://metadata.un.org/sdg/5", "5", "Gender equality", 3, 3] == found["rows"][0]
    assert found["complete"]
    assert found["next"] is None
    (first, *_) = json.loads(site.ask("/queries/goals-by-count.json?shape=objects&labels=sv").body)["rows"]
    assert ("Jämställdhet", 3) == (first["goalLabel"], first["projects"])


def test_rows_are_joined_when_that_is_wanted(site: Server) -> None:
    """`multi=join` has one row for each value of the first column with all others, `multi=first` with the first."""

    def rows(how: str) -> list[dict[str, str]]:
        text = site.ask(f"{_UKRAINE}.csv?country=Ukraina&multi={how}&evidence=stated&evidence=inherited").text
        return list(csv.DictReader(io.StringIO(text)))

    plain, joined, first = rows("rows"), rows("join"), rows("first")
    assert len(plain) > len(joined) == len(first) == len({row["municipality"] for row in plain})
    for row, one in zip(joined, first, strict=True):
        goals = [each["goal"] for each in plain if each["municipality"] == row["municipality"] and each["goal"]]
        assert "; ".join(dict.fromkeys(goals)) == row["goal"]
        assert (goals[0] if goals else "") == one["goal"]


@pytest.mark.parametrize("ending", [".csv", ".json", ".ndjson", ".tsv", ".geojson"])
def test_pages_together_are_the_whole(site: Server, ending: str) -> None:
    """Following `next` gives each row once, in order; the last part names none, and no part names a last."""
    wanted = next(each for each in offered(_CATALOGUE["places-with-coordinates"]) if f".{each.name}" == ending)
    whole = _size(site.ask(f"/queries/places-with-coordinates{ending}"), wanted)
    path, sizes = f"/queries/places-with-coordinates{ending}?page_size=7", []
    for _ in range(50):
        reply = site.ask(path)
        sizes.append(_size(reply, wanted))
        links = _links(reply)
        assert "last" not in links
        assert ("prev" in links) == (len(sizes) == 2)
        if "next" not in links:
            break
        path = links["next"].removeprefix(site.url.rstrip("/"))
    assert whole == sum(sizes)
    assert {7} == set(sizes[:-1])


def test_a_person_gets_the_answer_without_sparql(site: Server) -> None:
    """The form offers countries by name with counts; choosing one shows the rows under labels, and a spreadsheet."""
    page = site.ask("/queries/goals-never-worked-on-with-country?lang=en&country=Botswana").text
    assert re.search(r'<option value="[^"]*country/bw" selected>Botswana \(\d+\)</option>', page)
    assert "Climate action" in page
    assert "/queries/goals-never-worked-on-with-country.xlsx?country=" in page


def test_choices_are_found_by_any_spelling(site: Server) -> None:
    """Choices have labels in the language asked for and counts; `q` finds names in any spelling, and codes."""
    address = "/queries/partnerships-of-municipality/parameters/municipality/choices"
    found = json.loads(site.ask(f"{address}?q=vasteras&lang=sv").body)
    (only,) = found["choices"]
    assert ("Västerås stad", True, 1) == (only["label"], found["complete"], found["total"])
    assert only["count"] > 0
    assert [only["value"]] == [each["value"] for each in json.loads(site.ask(f"{address}?q=1980").body)["choices"]]
    short = json.loads(site.ask(f"{address}?limit=1").body)
    assert (1, False) == (len(short["choices"]), short["complete"])
    assert 404 == site.ask(address.replace("municipality/choices", "nothing/choices")).status
    languages = site.ask("/queries/goals-by-count/parameters/language/choices?q=sv")
    assert ["sv"] == [each["value"] for each in json.loads(languages.body)["choices"]]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("goals-by-count.csv?labels=de", 400, "It is one of en, sv, uk."),
        ("goals-by-count.tsv?labels=sv", 400, "does not go with tsv"),
        ("goals-by-count.xlsx?shape=arrays", 400, "does not go with xlsx"),
        ("goals-by-count.csv?multi=join&page_size=3", 400, "do not come in parts"),
        ("goals-by-count.csv?page_size=0", 400, "whole number"),
        ("goals-by-count.csv?cursor=x", 400, "no cursor"),
        ("goals-by-count.csv?excel=perhaps", 400, "It is 1 or 0."),
        ("goals-by-count.csv%3B%0D%0AX-Y:%20z?page_size=1", 404, "does not come as"),
        ("goals-by-count.geojson", 404, "does not come as .geojson"),
        ("goals-of-municipality.csv", 422, "is missing"),
        ("goals-by-count.csv?evidnce=stated", 400, "Did you mean evidence?"),
        ("nothing.csv", 404, "There is no canned query"),
        ("goals-by-count/citation.ris", 404, "There are bib, json."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_problem(site: Server, path: str, status: int, words: str) -> None:
    """What does not fit together is refused, saying why."""
    reply = site.ask(f"/queries/{path}")
    assert (status, "application/problem+json") == (reply.status, reply.headers["Content-Type"])
    assert words in reply.text


def test_a_result_is_cited_and_known_again(site: Server) -> None:
    """A result names its permalink (RFC 8574), which works; citations have it; a tag saves sending it twice."""
    reply = site.ask(f"{_UKRAINE}.csv?country=Ukraina")
    parts = urlsplit(_links(reply)["cite-as"])
    page = site.ask(f"{parts.path}?{parts.query}")
    assert 200 == page.status
    assert reply.headers["PG-Release"] in parts.query
    bibtex = site.ask(f"{_UKRAINE}/citation.bib?country=Ukraina").text
    assert bibtex.startswith("@misc{partnergraph-municipalities-working-with-country-")
    (item,) = json.loads(site.ask(f"{_UKRAINE}/citation.json?country=Ukraina").body)
    assert "country: Ukraine" in item["title"]
    assert item["container-title"].startswith("PartnerGraph")
    assert reply.headers["PG-Release"] in item["URL"]
    tag = reply.headers["ETag"]
    assert 304 == site.ask(f"{_UKRAINE}.csv?country=Ukraina", If_None_Match=tag).status
    assert 200 == site.ask(f"{_UKRAINE}.csv?country=Ukraina&labels=sv", If_None_Match=tag).status


def test_negotiation_gives_rows_at_the_bare_address(site: Server) -> None:
    """Accept or `format=` at the address of the query give its rows; formats of graphs describe it."""
    for wanted in (XLSX, NDJSON):
        assert (
            wanted.media_type == site.ask("/queries/goals-by-count", Accept=wanted.media_type).headers["Content-Type"]
        )
    assert "goal,number" in site.ask("/queries/goals-by-count?format=csv").text
    assert GEOJSON.media_type == site.ask("/queries/places-with-coordinates?format=geojson").headers["Content-Type"]
    assert "SPARQLSelectExecutable" in site.ask("/queries/goals-by-count", Accept="text/turtle").text


def test_a_part_that_is_kept_is_not_taken_for_the_whole(shipped_release: Path) -> None:
    """Parts are kept in memory like whole answers, each under its own size."""
    app: Flask = create_app(Settings(workers=1), shipped_release)
    client = app.test_client()
    try:
        for _ in range(2):
            part = client.get("/queries/goals-by-count.json?page_size=2").get_json(force=True)
            whole = client.get("/queries/goals-by-count.json").get_json(force=True)
            assert [2, 10] == [len(each["results"]["bindings"]) for each in (part, whole)]
            assert [False, True] == [each.get("partnergraph", {}).get("complete", True) for each in (part, whole)]
    finally:
        app.extensions["partnergraph"].close()
