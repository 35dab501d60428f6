"""Tests of the charts and the network: their numbers are those of the queries behind them, and they can be saved."""

import json
import re
from collections.abc import Callable, Mapping
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from .conftest import Server

Row = Mapping[str, str]

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBERS: Mapping[str, tuple[str, Callable[[Row], list[str]]]] = {
    "goals-and-areas": ("goals-by-area", lambda row: [row["projects"]]),
    "goals": ("goals-by-evidence", lambda row: [row["stated"], row["inherited"], row["suggested"]]),
    "countries": ("partners-by-country", lambda row: [row["partners"], row["partnerships"]]),
    "municipalities": (
        "municipalities-by-partnerships",
        lambda row: [row["partnerships"], row["partners"], row["countries"]],
    ),
    "years": ("projects-by-start-year", lambda row: [row["projects"]]),
}
"""Chart → its query, and which of its columns are the numbers of the table."""


def rows_of(server: Server, address: str) -> list[Row]:
    """Return the answer of a canned query as its file has it."""
    found = json.loads(server.ask(address).body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def section(page: str, name: str) -> str:
    """Return the part of a page about one chart."""
    return page.partition(f'<section id="{name}"')[2].partition("</section>")[0]


def texts(svg: str) -> list[str]:
    """Return what is written in a picture."""
    return ["".join(each.itertext()).strip() for each in ET.fromstring(svg).iter(f"{_SVG}text")]  # noqa: S314 - ours


@pytest.mark.parametrize("name", _NUMBERS)
def test_numbers_of_a_chart_are_the_answer_of_its_query(server: Server, name: str) -> None:
    """The table has the rows of the query in its order, the picture has its numbers, and a link leads to it."""
    query, numbers = _NUMBERS[name]
    rows = rows_of(server, f"/queries/{query}.json")
    shown = section(server.ask("/charts").text, name)

    cells = [re.findall(r'<td class="number">([^<]*)</td>', row) for row in re.findall(r"<tr>(.*?)</tr>", shown)]
    assert rows
    assert [numbers(row) for row in rows] == cells[1:]
    assert re.search(rf'href="/queries/{query}["?]', shown)
    picture = texts(server.ask(f"/charts/{name}.svg").text)
    for row in rows:
        assert numbers(row)[-1] in {text.split(" ")[0] for text in picture} or "0" == numbers(row)[-1]


def test_a_chart_of_years_says_how_many_state_one(server: Server) -> None:
    """One of the two projects says when it began."""
    assert "A year is stated for 1 of 2 projects." in section(server.ask("/charts").text, "years")
    assert "2023" in texts(server.ask("/charts/years.svg").text)


def test_a_cell_leads_to_the_projects_that_it_counts(server: Server) -> None:
    """Each cell of the matrix has as many projects behind it as it says."""
    shown = section(server.ask("/charts").text, "goals-and-areas")
    cells = re.findall(r'<a href="(/projects[^"]*)" aria-label="[^"]*: (\d+)">', shown)

    assert 2 == len(cells)
    assert all("evidence=stated" in address for address, _ in cells)
    for address, count in cells:
        path, _, rest = unescape(address).partition("?")
        lines = server.ask(f"{path}.csv?{rest}").text.splitlines()
        assert int(count) == len(lines) - 1


def test_pictures_are_named_by_labels_and_lead_on(server: Server) -> None:
    """Bars lead to the things they are about, and cells to what they count; no IRI is written."""
    page = server.ask("/charts?lang=sv").text
    for words in ("Ukraina", "Västerås kommun", "11 Hållbara städer och samhällen", "miljö"):
        assert f">{words}</text>" in page or f">{words}</tspan>" in page, words
    for address in ("/network?country=ua", "/id/body/se-vasteras", "/goals/16"):
        assert f'href="{address}"' in page
    assert not re.findall(r">\s*https?://", page)


@pytest.mark.parametrize("path", [*(f"/charts/{name}.svg" for name in _NUMBERS), "/network.svg"])
def test_pictures_are_files_that_say_where_they_are_from(server: Server, path: str) -> None:
    """A file is well-formed, holds no script and no style, names release and licence, and has absolute links."""
    reply = server.ask(path, Accept="image/*")
    root = ET.fromstring(reply.text)  # noqa: S314 - ours

    assert (200, "image/svg+xml; charset=utf-8") == (reply.status, reply.headers["Content-Type"])
    assert f"{_SVG}svg" == root.tag
    assert "release 0123456789abcdef. CC BY 4.0. http" in root.findtext(f"{_SVG}desc", "")
    assert root.findtext(f"{_SVG}title")
    assert not {each.tag for each in root.iter()} & {f"{_SVG}script", f"{_SVG}style", f"{_SVG}foreignObject"}
    for each in root.iter():
        assert each.get("href", server.url).startswith(server.url)
        assert not [name for name in each.attrib if name.startswith("on") or name == "style"]
    assert re.fullmatch(r'inline; filename="partnergraph-[a-z-]+\.svg"', reply.headers["Content-Disposition"])
    assert 304 == server.ask(path, If_None_Match=reply.headers["ETag"]).status


def test_there_is_no_chart_of_everything(server: Server) -> None:
    """A chart that there is not is missing, and the answer says which there are."""
    reply = server.ask("/charts/happiness.svg")

    assert 404 == reply.status
    assert "goals-and-areas, goals, countries, municipalities, years" in json.loads(reply.body)["hint"]


@pytest.mark.parametrize(
    ("asked", "pairs"),
    [
        ("", {("Västerås kommun", "Shatsk"), ("Västerås kommun", "Tamale")}),
        ("&country=ua", {("Västerås kommun", "Shatsk")}),
        ("&country=Ghana", {("Västerås kommun", "Tamale")}),
        ("&goal=16", {("Västerås kommun", "Shatsk")}),
        ("&country=&goal=", {("Västerås kommun", "Shatsk"), ("Västerås kommun", "Tamale")}),
        ("&country=gh&goal=16", set()),
    ],
)
def test_the_network_shows_the_pairs_that_are_asked_for(
    server: Server, asked: str, pairs: set[tuple[str, str]]
) -> None:
    """Rows and nodes are those of the partnerships that fit, in the page and in the file."""
    page = server.ask(f"/network?lang=sv{asked}").text
    rows = [re.findall(r"<td><a[^>]*>([^<]*)</a></td>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]

    assert pairs == {(row[0], row[1]) for row in rows[1:]}
    nodes = {name for pair in pairs for name in pair}
    assert nodes == set(texts(server.ask(f"/network.svg?lang=sv{asked}").text))
    assert len(pairs) == page.count("<path d=")
    assert ("<figure" in page) == bool(pairs)


def test_the_network_leads_to_the_queries_behind_it(server: Server) -> None:
    """The form keeps what was chosen, and links ask the queries with the same values."""
    page = server.ask("/network?country=UA&goal=16").text

    assert '<option value="ua" selected>' in page
    assert '<option value="16" selected>' in page
    for name, count in (("partnerships", 1), ("projects-of-goal", 1)):
        (address,) = {unescape(each) for each in re.findall(rf'href="(/queries/{name}\?[^"]*)"', page)}
        path, _, rest = address.partition("?")
        assert count == len(rows_of(server, f"{path}.json?{rest}"))
    assert 'href="/network.svg?country=UA&amp;goal=16"' in page


def test_a_country_that_there_is_not_is_a_mistake(server: Server) -> None:
    """What no country is called is refused, and never shown as an empty picture."""
    assert 422 == server.ask("/network?country=Atlantis").status
    assert 422 == server.ask("/network.svg?goal=99").status


def test_pictures_stay_in_the_release_that_is_asked(server: Server) -> None:
    """Links of a page of a kept release are pinned to it."""
    version = "0123456789abcdef"
    for path in ("/charts", "/network"):
        page = server.ask(f"{path}?version={version}").text
        inside = re.findall(r'href="(/(?:queries|network|charts|id|goals)[^"#]*)"', page.partition("<main")[2])
        assert len(inside) > 5
        assert not [each for each in inside if f"version={version}" not in each]


def test_pictures_can_be_read_without_a_script(server: Server) -> None:
    """Each is named by its caption, its links are in it, and what is too wide can be scrolled to with the keyboard."""
    page = server.ask("/charts").text + server.ask("/network").text
    pictures = re.findall(r'<svg role="([a-z-]+)" aria-labelledby="([^"]*)"', page)

    assert 6 == len(pictures) == len(set(pictures))
    assert {"graphics-document", "img"} == {role for role, _ in pictures}
    for _, caption in pictures:
        assert re.search(rf'<figcaption>\s*<span id="{caption}">', page)
    assert page.count('<div class="scroll"') == page.count(
        '<div class="scroll" tabindex="0" role="region" aria-label="'
    )
