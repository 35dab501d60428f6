"""The page with the map: what is on it, what is only in the table, and that it is whole without a script."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from partnergraph.settings import Settings
from partnergraph.web import create_app
from tests.serving import make_release

from .conftest import ADDED, Server, serving_app

_SVG = "{http://www.w3.org/2000/svg}"
_ID = "https://w3id.org/partnergraph/id"
_LIES = """\
<{id}/territory/{name}> <http://www.w3.org/2003/01/geo/wgs84_pos#lat> "{latitude}"^^<{decimal}> .
<{id}/territory/{name}> <http://www.w3.org/2003/01/geo/wgs84_pos#long> "{longitude}"^^<{decimal}> .
<{id}/territory/{name}> <http://www.opengis.net/ont/geosparql#hasGeometry> <{id}/territory/{name}/point> .
<{id}/territory/{name}/point> <http://www.opengis.net/ont/geosparql#asWKT> "POINT ({longitude} {latitude})" .
"""


def _lies(name: str, latitude: float, longitude: float) -> str:
    """Return where a territory lies, as a build says it."""
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    return _LIES.format(id=_ID, name=name, latitude=latitude, longitude=longitude, decimal=decimal)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Server]:
    """Return a server of the small release, in which two of three partners have a position."""
    data = root / "tests" / "data" / "serving" / "tiny.ttl"
    where = _lies("se-vasteras", 59.61, 16.55) + _lies("ua-shatsk", 51.49, 23.93)
    release = make_release(tmp_path_factory.mktemp("releases"), data, batches=[ADDED, where])
    yield from serving_app(create_app(Settings(workers=1, cache_mb=0), release))


def _picture(text: str) -> str:
    return text.partition('<figure class="picture map"')[2].partition("</figure>")[0]


def test_partners_are_where_they_are(server: Server) -> None:
    """Partners with a position have a mark with a name that leads to them, and a line for their partnership."""
    picture = _picture(server.ask("/map?lang=sv").text)
    marks = re.findall(r'<a class="dot (ours|theirs)" href="([^"]*)" aria-label="([^"]*)">', picture)

    assert marks == [
        ("ours", "/id/body/se-vasteras", "Västerås kommun"),
        ("theirs", "/id/body/ua-shatsk", "Shatsk"),
    ]
    assert ['href="/id/partnership/se-vasteras--ua-shatsk"'] == re.findall(r'class="arc" (href="[^"]*")', picture)
    assert {"Västerås kommun", "Shatsk"} <= set(re.findall(r">([^<]*)</text>", picture))


def test_what_has_no_position_is_in_the_table(server: Server) -> None:
    """A pair that cannot be shown on the map is counted beside it, and stands in the table like the others."""
    page = server.ask("/map").text

    assert "1 pair is only in the table" in page
    assert ">Tamale &lt;Metropolitan&gt;</a></td>" in page
    assert "Tamale" not in _picture(page)
    assert server.ask("/map?country=gh").text.count("<figure") == 0
    assert "is only in the table" not in server.ask("/map?country=ua").text


def test_the_map_tells_what_it_shows(server: Server) -> None:
    """The caption names the policy about borders, and the positions lead to the question and to files of the same."""
    page = unescape(server.ask("/map?country=ua").text)

    assert "Crimea shown as part of Ukraine" in _picture(page)
    assert 'href="/queries/places-with-coordinates?language=en"' in page
    (address,) = re.findall(r'href="(/queries/places-with-coordinates\.geojson[^"]*)"', page)
    found = json.loads(server.ask(address).body)["features"]
    assert [[23.93, 51.49]] == [each["geometry"]["coordinates"] for each in found]


def test_a_script_has_the_same_data_as_the_picture(server: Server) -> None:
    """The block of data holds each mark and each line; a name in it cannot end the block."""
    data = json.loads(re.findall(r'<script type="application/json">(.*?)</script>', server.ask("/map").text)[0])

    assert [(each["label"], each["ours"]) for each in data["places"]] == [
        ("Västerås Municipality", True),
        ("Shatsk", False),
    ]
    assert [[0, 1]] == [arc[:2] for arc in data["arcs"]]
    assert ["SE", "UA"] == data["marked"]
    assert ["Sweden", "Ukraine"] == [name[0] for name in data["names"]]


@pytest.mark.parametrize("asked", ["", "?country=ua&lang=sv", "?country=gh"])
def test_the_map_is_a_file_that_needs_nothing_else(server: Server, asked: str) -> None:
    """The file is well-formed, has the land in it, refers to nothing but pages of ours, and may be kept."""
    reply = server.ask(f"/map.svg{asked}")
    root = ET.fromstring(reply.text)  # noqa: S314 - ours

    assert (200, "image/svg+xml; charset=utf-8") == (reply.status, reply.headers["Content-Type"])
    assert not {each.tag for each in root.iter()} & {f"{_SVG}use", f"{_SVG}script", f"{_SVG}style"}
    assert sum(len(each.get("d", "")) for each in root.iter(f"{_SVG}path")) > 100_000
    assert all(each.get("href", server.url).startswith(server.url) for each in root.iter())
    assert 304 == server.ask(f"/map.svg{asked}", If_None_Match=reply.headers["ETag"]).status


def test_a_place_that_there_is_not_is_a_mistake(server: Server) -> None:
    """What no country or goal is called is refused, and never shown as an empty map."""
    assert 422 == server.ask("/map?country=Atlantis").status
    assert 422 == server.ask("/map.svg?goal=99").status


def test_a_map_stays_in_the_release_that_is_asked(server: Server) -> None:
    """Links of a map of a kept release are pinned to it, those in the data for the script too."""
    page = server.ask("/map?version=0123456789abcdef").text.partition("<main")[2]
    inside = re.findall(r'"(/(?:queries|map|id)[^"#]*)"', page)
    assert len(inside) > 8
    assert not [each for each in inside if "version=0123456789abcdef" not in each]
