"""Tests of the pages about quality, validation and the vocabulary: numbers, filters, parts, words and places."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from partnergraph.ingest.findings import CODES
from partnergraph.settings import Settings
from partnergraph.store.vocabulary import Vocabulary
from partnergraph.web import create_app
from partnergraph.web.pages.finding_kinds import finding_kinds
from tests.serving import make_release

from .conftest import Server, serving_app

_COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"
_GRAPH = "<https://w3id.org/partnergraph/graph/findings>"
_PG = "https://w3id.org/partnergraph/ns#"
_MANY = 120
_LINE = (
    "<https://w3id.org/partnergraph/id/finding/vasteras-stad/{0}-cut-text> <{1}{2}> {3} " + _GRAPH + " .\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def site(shipped_release: Path) -> Iterator[Server]:
    """Return a server of the data that ships."""
    app = create_app(Settings(workers=2, deadline=10), shipped_release)
    yield from serving_app(app)
    app.extensions["partnergraph"].close()


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Server]:
    """Return a server of a release with more findings than fit on a page, made after another one."""
    folder = tmp_path_factory.mktemp("long")
    tiny = root / "tests" / "data" / "serving" / "tiny.ttl"
    make_release(folder, tiny, version="0" * 16, created="2026-11-22T12:00:00Z")
    said = {
        "inDocument": "<https://w3id.org/partnergraph/id/source/vasteras-stad>",
        "line": '"{0}"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "code": '"cut-text"',
        "severity": "<http://www.w3.org/ns/shacl#Info>",
    }
    batch = "".join(
        _LINE.format(number, _PG, name, value.format(number))
        for number in range(20, 20 + _MANY)
        for name, value in said.items()
    )
    current = make_release(folder, tiny, batches=[batch])
    for release, notes in ((current, _MANY), (current.parent / ("0" * 16), 7)):
        counts = {"violation": 0, "warning": 1, "info": notes}
        (release / "report.json").write_text(json.dumps({"counts": counts}), encoding="utf-8")
    app = create_app(Settings(workers=2, deadline=10), current)
    yield from serving_app(app)
    app.extensions["partnergraph"].close()


@pytest.fixture
def elsewhere(server: Server) -> Iterator[FlaskClient]:
    """Return a client of a server whose data lies in another store."""
    app = create_app(Settings(store=f"{server.url}sparql", store_kind="generic", workers=2), None)
    yield app.test_client()
    app.extensions["partnergraph"].close()


def _rows(page: str, section: str) -> list[list[str]]:
    """Return the cells of the table in a section of a page, as texts."""
    found = page.partition(f'<section id="{section}"')[2].partition("</section>")[0]
    return [
        [
            unescape(re.sub("<[^>]*>", "", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall("<tr>(.*?)</tr>", found.partition("<tbody>")[2], re.DOTALL)
    ]


def _answer(site: Server, name: str, query: str = "") -> list[dict[str, Any]]:
    """Return the rows of a canned query."""
    found = json.loads(site.ask(f"/queries/{name}.json{query}").body)["results"]["bindings"]
    return [{column: term["value"] for column, term in row.items()} for row in found]


def test_every_number_is_that_of_the_query_behind_it(site: Server) -> None:
    """Kinds, sources and totals add up to what the canned queries say, and each number leads to as many lines."""
    page = site.ask("/quality").text
    counted = _answer(site, "findings-by-source")
    kinds, sources = Counter[str](), Counter[str]()
    for row in counted:
        kinds[row["code"]] += int(row["findings"])
        sources[row["sourceName"]] += int(row["findings"])

    assert sorted(kinds.values()) == sorted(int(row[2]) for row in _rows(page, "kinds"))
    assert sources == {row[0]: int(row[2]) + int(row[3]) for row in _rows(page, "sources")}
    assert (
        len(_answer(site, "findings"))
        == sum(kinds.values())
        == len(_rows(site.ask("/quality?page_size=200").text, "findings"))
    )
    links = re.findall(r'<td class="number"><a href="(/quality\?[^"]*)" rel="nofollow">(\d+)</a>', page)
    assert len(links) > 15
    for address, number in links:
        path = unescape(address).partition("#")[0]
        lines = site.ask(f"{path}&page_size=200").text
        assert int(number) == len(_rows(lines, "findings")), path
        assert f"<p>Findings 1 to {number} of {number}</p>" in lines, path


def test_results_of_rules_are_those_of_the_query(site: Server) -> None:
    """Each shape stands with its number of results, which leads to the results one by one."""
    page = site.ask("/quality").text
    counted = Counter[str]()
    for row in _answer(site, "validation-results-by-shape"):
        counted[row["shape"].rpartition("#")[2]] += int(row["results"])
    found = re.findall(r'href="/queries/validation-results\?rule=([^"&]*)" rel="nofollow">(\d+)</a>', page)

    assert counted == {name: int(number) for name, number in found}
    for name, number in counted.items():
        assert number == len(_answer(site, "validation-results", f"?rule={name}"))


def test_a_finding_stands_with_its_line_and_what_to_do(site: Server) -> None:
    """Source, record, line, words, the string as written and an advice stand beside each other, with links."""
    page = site.ask("/quality?source=ale-en&code=partner-from-title").text
    source, line, level, said, written, advice = _rows(page, "findings")[0]

    assert source.startswith("ale-en.txt")
    assert ("4", "warning") == (line, level)
    assert "The partner “Ale kommun” is taken from the title" in said
    assert "Ale and Ghanzi, Botswana and Budesti, Moldova" in written
    assert "Ask the publisher" in advice
    for address in ("/id/record/ale-en/1", "/id/source/ale-en", "/id/finding/ale-en/4-partner-from-title"):
        assert f'href="{address}"' in page


def test_the_file_is_exactly_what_is_shown(site: Server) -> None:
    """The CSV of a choice has its lines, in the same order, in the language of the page."""
    page = site.ask("/quality?severity=warning&source=ale-en&lang=sv").text
    address = unescape(re.findall(r'href="(/queries/findings\.csv\?[^"]*)"', page)[0])
    rows = list(csv.DictReader(io.StringIO(site.ask(address).text)))

    assert [row["line"] for row in rows] == [row[1] for row in _rows(page, "findings")]
    assert all(row["words"] in shown[3] for row, shown in zip(rows, _rows(page, "findings"), strict=True))
    assert "tagen ur rubriken" in rows[0]["words"]


def test_what_cannot_be_chosen_is_said(site: Server) -> None:
    """A kind that does not occur finds nothing, and a severity or source that there is not is refused."""
    assert "No finding fits what is chosen." in site.ask("/quality?code=utf-16").text
    assert 422 == site.ask("/quality?severity=loud").status
    assert 422 == site.ask("/quality?source=nowhere").status
    assert 400 == site.ask("/quality?page_size=0").status
    assert 400 == site.ask("/quality?cursor=x").status


def test_a_choice_is_not_for_crawlers(site: Server) -> None:
    """The page is found by search engines, and none of its many choices."""
    assert '<meta name="robots"' not in site.ask("/quality").text
    assert '<meta name="robots" content="noindex, nofollow">' in site.ask("/quality?severity=info").text


def test_a_long_list_comes_in_parts(long: Server) -> None:
    """Parts follow each other without a gap or a line twice, keep the choice, and say where they are."""
    path, seen, ways = "/quality?severity=info&page_size=50", list[str](), dict[str, SplitResult]()
    for first, last in ((1, 50), (51, 100), (101, 120)):
        page = long.ask(path).text
        assert f"Findings {first} to {last} of {_MANY}" in page
        seen += [row[1] for row in _rows(page, "findings")]
        ways = {
            rel: urlsplit(unescape(to)) for rel, to in re.findall(r'rel="(first|next) nofollow" href="([^"]*)"', page)
        }
        assert {"first"} & set(ways) == ({"first"} if first > 1 else set())
        if "next" in ways:
            path = f"{ways['next'].path}?{ways['next'].query}"
    assert "next" not in ways
    assert [str(number) for number in range(20, 20 + _MANY)] == seen


def test_the_trend_tells_the_releases_up_to_the_one_that_is_shown(long: Server) -> None:
    """The newest release comes first, and a page of an older one knows nothing of what came after."""
    page = long.ask("/quality").text
    assert [["0123456789abcdef", "1", str(_MANY)], ["0" * 16, "1", "7"]] == [
        [row[0].split()[0], row[3], row[4]] for row in _rows(page, "trend")
    ]
    picture = re.sub("<[^>]*>", " ", page.partition('<figure class="picture bars"')[2].partition("</figure>")[0])
    assert "23 November 2026 1 to look at 120 notes 22 November 2026 1 to look at 7 notes" in " ".join(picture.split())
    older = long.ask(f"/quality?version={'0' * 16}").text
    assert [f"{'0' * 16} shown here"] == [row[0] for row in _rows(older, "trend")]
    assert f'href="/quality/validation?version={"0" * 16}"' in older


def test_every_kind_of_finding_has_a_name_and_an_advice(app: Flask) -> None:
    """What can be done is said of each code that a source may be given, and of no other."""
    with app.test_request_context("/"):
        said = finding_kinds()

    assert set(CODES) == set(said)
    assert all(each.name and each.advice.endswith(".") for each in said.values())
    assert len(said) == len({each.name for each in said.values()})


def test_rules_are_shown_in_words(server: Server) -> None:
    """How many values, of which class, how severe, and what it says, in the reader's language."""
    page = server.ask("/quality/validation").text
    part = page.partition('<section id="rules-Partnership">')[2].partition("</section>")[0]
    for words in ("everything of the class", "at least 2", "each of the class", "violation", "never what fits"):
        assert words in part
    assert 'href="/ns#LocalGovernment"' in part
    assert 'href="/shapes#Partnership-partner"' in part
    assert "Name at least one Swedish partner." in part
    assert "Ange minst en svensk part." in server.ask("/quality/validation?lang=sv").text


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_term_stands_on_the_page_with_its_definition(server: Server, language: str) -> None:
    """Each term of the vocabulary has its place, its label and its definition in the reader's language."""
    page = unescape(server.ask(f"/ns.html?lang={language}").text)
    terms = Vocabulary.shipped()["ns"].terms
    assert len(terms) > 70
    for term in terms:
        section = page.partition(f'<section id="{term.iri.rpartition("#")[2]}"')[2].partition("</section>")[0]
        definition = next(value.text for value in term.facts[_COMMENT] if value.language == language)
        assert definition in section, term.iri


def test_every_shape_has_its_place(server: Server) -> None:
    """Each term of the shapes has its place on their page, and no place has two."""
    ids = re.findall(r'\bid="([^"]*)"', server.ask("/shapes.html").text)
    assert {term.iri.rpartition("#")[2] for term in Vocabulary.shipped()["shapes"].terms} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_term_shows_what_it_hangs_together_with(site: Server) -> None:
    """Domain, range, examples from the data and rules stand with the term, and the diagram leads there."""
    page = site.ask("/ns.html").text
    section = page.partition('<section id="swedishPartner"')[2].partition("</section>")[0]
    for target in ("/ns#Partnership", "/ns#LocalGovernment", "/ns#partner", "/shapes#Partnership-swedishPartner"):
        assert f'href="{target}"' in section
    examples = re.findall(r'<dd><a href="/id/partnership/[^"]*"[^>]*>[^<]*</a> → <a href="/id/body/se-', section)
    assert 3 == len(examples)
    assert re.search(r'<a href="/ns#swedishPartner"><title>Swedish partner → Local government</title>', page)
    stated = page.partition('<section id="Inherited"')[2].partition("</section>")[0]
    assert 'href="/id/' in stated


def test_a_store_elsewhere_is_shown_without_what_it_cannot_give(elsewhere: FlaskClient) -> None:
    """Findings are asked of the store; there is no trend, and examples are not asked for, and the pages say so."""
    page = elsewhere.get("/quality").text
    assert [["Label without a value", "warning", "1"]] == [row[:3] for row in _rows(page, "kinds")]
    assert "so there is no trend to show" in page
    terms = elsewhere.get("/ns.html").text
    assert "is not asked for examples" in terms
    assert "<dt>For example</dt>" not in terms
