"""Tests of the pages about one resource: facts in groups, goals by evidence, and the lines behind each fact."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from partnergraph.namespaces import PG
from partnergraph.settings import Settings
from partnergraph.web import create_app
from tests.serving import make_release

from .conftest import ADDED, Server, serving_app

_ID = "https://w3id.org/partnergraph/id"
_MORE = f"""
@prefix pg: <{PG._NS}> . @prefix sdg: <http://metadata.un.org/sdg/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix sssom: <https://w3id.org/sssom/> .
<{_ID}/goal-link/a> pg:linkedGoal sdg:16 ; pg:evidence pg:Inherited ;
    pg:subject <{_ID}/partnership/se-vasteras--gh-tamale> ; pg:rule "of-article" .
<{_ID}/goal-link/b> pg:linkedGoal sdg:11 ; pg:evidence pg:Suggested ;
    pg:subject <{_ID}/project/water-in-tamale> ; pg:rule "of-theme" ; pg:confidence 0.75 .
<{_ID}/field/vasteras-stad/1/7-pair> rdfs:label "pair, line 7"@en ; pg:line 7 ; pg:asWritten "Mjölby  <och> Tamale" ;
    pg:value "Mjölby" ; pg:states pg:partner ; pg:inRecord <{_ID}/record/vasteras-stad/1> ; a pg:Field .
<{_ID}/finding/x> a pg:Finding ; rdfs:label "odd, line 5"@en ; rdfs:comment "It is odd."@en , "Det är udda."@sv ;
    pg:inRecord <{_ID}/record/vasteras-stad/1> ; pg:line 5 ; pg:severity sh:Warning .
<{_ID}/finding/y> a pg:Finding ; rdfs:label "odd, line 7"@en ; rdfs:comment "Not about Shatsk."@en ;
    pg:inRecord <{_ID}/record/vasteras-stad/1> ; pg:line 7 ; pg:severity sh:Info .
<{_ID}/theme/democracy> skos:closeMatch <http://codes.example.org/x/15150> ; skos:definition "Om makt."@sv ,
    "On power."@en .
<{_ID}/mapping/m> a pg:Mapping ; rdfs:label "democracy – Taking part"@en ; owl:annotatedSource <{_ID}/theme/democracy> ;
    owl:annotatedProperty skos:closeMatch ; owl:annotatedTarget <http://codes.example.org/x/15150> ;
    sssom:object_label "Taking part" ; sssom:confidence 0.8 .
"""
_MANY = 120
_PAGES = (
    "/doc/partnership/se-vasteras--ua-shatsk",
    "/doc/partnership/se-vasteras--gh-tamale",
    "/doc/project/open-shatsk",
    "/doc/body/se-vasteras",
    "/doc/body/ua-shatsk",
    "/doc/territory/se-vasteras",
    "/doc/country/ua",
    "/doc/area/environment",
    "/doc/theme/democracy",
    "/doc/record/vasteras-stad/1",
    "/doc/source/vasteras-stad",
    "/doc/field/vasteras-stad/1/5-swedish-partners",
    "/doc/finding/vasteras-stad/12-blank-value",
    "/doc/goal-link/a",
    "/doc/network/big",
    "/goals/16",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Server]:
    """Return a real server of a small release with goals of each evidence, findings and a mapping."""
    data = root / "tests" / "data" / "serving" / "tiny.ttl"
    many = f'<{_ID}/network/big> a pg:Network ; rdfs:label "Big"@en .\n' + "".join(
        f'<{_ID}/partnership/p{n:03}> pg:inNetwork <{_ID}/network/big> ; rdfs:label "Partnership {n:03}"@en .\n'
        for n in range(_MANY)
    )
    more = "".join(f"{quad} .\n" for quad in ox.parse(_MORE + many, ox.RdfFormat.TURTLE))
    release = make_release(tmp_path_factory.mktemp("releases"), data, batches=[ADDED, more])
    yield from serving_app(create_app(Settings(workers=2, cache_mb=0), release))


def page(server: Server, path: str, language: str = "en") -> str:
    """Return a page, which must be there."""
    reply = server.ask(f"{path}?lang={language}", Accept="text/html")
    assert 200 == reply.status, path
    return reply.text


def section(text: str, heading: str) -> str:
    """Return the section of a page under a heading, without its tags."""
    found = re.search(rf"<h[123][^>]*>(?:<[^>]*>)*{heading}.*?</section>", text, re.DOTALL)
    assert found, heading
    return bare(found[0])


def bare(text: str) -> str:
    """Return what a person reads of HTML, with single spaces."""
    return unescape(" ".join(re.sub("<[^>]*>", " ", text).split()))


def test_a_partnership_says_who_works_together_on_what(server: Server) -> None:
    """Both sides stand with their countries, and projects with what they are about, in the reader's language."""
    text = page(server, _PAGES[0])
    who = section(text, "Who works together")
    assert "Swedish side Västerås Municipality , Sweden Partner side Shatsk , Ukraine" in who
    projects = section(text, r"Projects <span class=\"muted\">\(1\)")
    assert "Open Shatsk 2023–2025 On openness. environment · democracy" in projects
    swedish = page(server, _PAGES[0], "sv")
    assert "Om öppenhet." in swedish
    assert "On openness." not in swedish


def test_goals_are_shown_by_the_evidence_for_them(server: Server) -> None:
    """Stated, inherited and suggested goals stand apart, those of projects with the name of the project."""
    text = page(server, _PAGES[1])
    groups = re.findall(r'<div class="evidence">.*?</div>', text, re.DOTALL)
    assert [
        "Inherited 16 Peace, justice and strong institutions – by the rule of-article",
        "Suggested 11 Sustainable cities and communities ( Water in Tamale ) – by the rule of-theme, confidence 0.75",
    ] == [bare(each) for each in groups]
    assert 'data-evidence="inherited"' in groups[0]
    assert "Stated" not in bare(groups[0] + groups[1])


def test_each_fact_says_how_we_know_it(server: Server) -> None:
    """Beside a fact stand the lines that state it, exactly as written, with their document and number."""
    how = re.search(r"Who works together.*?(<details class=\"how\">.*?</details>)", page(server, _PAGES[0]), re.DOTALL)
    assert how
    assert "Lines 3–9 of Västerås stad ( published page ):" in bare(how[1])
    written = re.findall(r"Line (\d+): <q class=\"written\"[^>]*>(.*?)</q>", how[1])
    assert [("5", "Svensk partner: Västerås stad"), ("6", "Internationell partner: Shatsk")] == written
    assert "read as “Shatsk”" in how[1]


def test_lines_about_others_are_left_out_but_not_on_the_page_of_the_record(server: Server) -> None:
    """An article names many pairs: a partnership shows its own lines and what was odd about those."""
    partnership, record = page(server, _PAGES[0]), page(server, "/doc/record/vasteras-stad/1")
    assert "Warning odd, line 5 : It is odd." in bare(partnership)
    assert "Not about Shatsk." not in partnership
    assert "Mjölby  &lt;och&gt; Tamale" not in partnership
    assert '<q class="written">Mjölby  &lt;och&gt; Tamale</q>' in record
    assert "Note odd, line 7 : Not about Shatsk." in bare(record)
    assert "Det är udda." in page(server, "/doc/record/vasteras-stad/1", "sv")


def test_a_body_shows_whom_it_works_with(server: Server) -> None:
    """The page of a body lists its partnerships with the other side, their projects, and the queries behind it."""
    text = page(server, "/doc/body/se-vasteras")
    listed = section(text, "Partnerships")
    assert "(2)" in listed
    assert "Västerås – Shatsk Shatsk , Ukraine" in listed
    assert "Water in Tamale" in text
    assert 'href="https://www.wikidata.org/wiki/Q500217"' in text
    queries = re.findall(r'href="(/queries/[^"]*)"', text)
    assert "/queries/partnerships-of-municipality?municipality=se-vasteras" in queries
    assert "/queries/goals-of-municipality?municipality=se-vasteras" in queries
    for each in queries:
        assert 200 == server.ask(unescape(each), Accept="text/html").status, each
    assert "who-else-works-with-partner?partner=ua-shatsk" in page(server, "/doc/body/ua-shatsk")


def test_a_resource_leads_to_the_lists_that_can_be_narrowed_to_it(server: Server) -> None:
    """Beside each list stands how many things it has, and that many stand there."""
    lists = re.findall(
        r'<a class="chip" rel="nofollow" href="([^"]*)">(.*?) <span class="count">(\d+)</span>',
        page(server, "/doc/country/ua"),
    )
    assert ("/partnerships?country=ua", "Partnerships", "1") in lists
    assert len(lists) > 2
    for address, name, count in lists:
        listed = server.ask(unescape(address), Accept="text/html")
        assert 200 == listed.status
        assert re.search(rf"\b{count}\b", bare(listed.text)), name


def test_a_map_shows_both_sides(server: Server) -> None:
    """What has a known place is a mark on the map, and what has none is left out."""
    text = page(server, _PAGES[0])
    (picture,) = re.findall(r'<figure class="picture map".*?</figure>', text, re.DOTALL)
    assert 'aria-label="Västerås Municipality"' in picture
    assert 'aria-label="Shatsk"' not in picture
    assert "Crimea shown as part of Ukraine" in picture
    assert '<figure class="picture map"' not in page(server, "/doc/territory/ua-shatsk")


def test_a_mapping_gives_the_link_its_name_and_reason(server: Server) -> None:
    """What others call the same thing is a link under their name, with how near it is and how sure."""
    text = page(server, "/doc/theme/democracy")
    assert '<a href="http://codes.example.org/x/15150">Taking part</a>' in text
    near = section(text, "The same, or nearly the same, elsewhere")
    assert "nearly the same Taking part codes.example.org democracy – Taking part (confidence 0.8)" in near
    assert '<p class="lead">On power.</p>' in text
    assert "Open Shatsk" in section(text, "Projects")


def test_who_refers_is_counted_and_all_are_listed_page_by_page(server: Server) -> None:
    """A page names the first of many and leads to all of them, each once."""
    text = page(server, "/doc/network/big")
    assert f"The first 50 of {_MANY} are shown." in text
    (following,) = re.findall(r'href="(/pointing\?[^"]*)" rel="nofollow"', text)
    named, listed = list[str](), ""
    while following:
        listed = page_at(server, unescape(following))
        named += re.findall(r"<li><a [^>]*>(Partnership \d+)</a></li>", listed)
        following = next(iter(re.findall(r'rel="next" href="([^"]*)"', listed)), "")
    assert [f"Partnership {n:03}" for n in range(_MANY)] == named
    assert 'name="robots" content="noindex' in listed


def page_at(server: Server, address: str) -> str:
    """Return the page at an address, which must be there."""
    reply = server.ask(address)
    assert (200, "en") == (reply.status, reply.headers["Content-Language"]), address
    return reply.text


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"page": "3"}, 404),
        ({"page": "x"}, 400),
        ({"property": ""}, 400),
        ({"iri": ""}, 400),
        ({"iri": "<>"}, 404),
        ({"property": "a b"}, 404),
    ],
)
def test_a_list_that_is_not_there_is_a_problem(server: Server, more: dict[str, str], status: int) -> None:
    """A page beyond the end, a number that is none and a missing name are problems of the client."""
    asked = {"iri": f"{_ID}/network/big", "property": str(PG.inNetwork), **more}
    assert status == server.ask(f"/pointing?{urlencode(asked)}").status


def test_every_kind_of_page_is_for_people(server: Server) -> None:
    """Each has one main heading, no heading skips a level, no prefixed name stands for one, and one can cite it."""
    for path in _PAGES:
        text = page(server, path)
        levels = [int(each) for each in re.findall(r"<h([1-6])", text)]
        assert 1 == levels.count(1), path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert not re.findall(r">(?:rdfs?|skos|dcterms|prov|pg|sdgo?|owl|wgs|geo):\w+<", text), path
        assert '<code class="iri">http' in text
        assert re.search(r'<blockquote class="citation"><p>PartnerGraph contributors \(2026\)\. .*version=0123', text)
        assert "@misc{partnergraph-" in text
        assert not re.findall(r"<script(?! type=\"(?:application/(?:ld\+)?json|module)\")| style=", text), path


def test_pages_over_a_store_elsewhere_say_the_same(server: Server) -> None:
    """What a page says does not depend on where the data lies."""
    app = create_app(Settings(store=f"{server.url}sparql", store_kind="generic", workers=2), None)
    try:
        for path in _PAGES:
            there = app.test_client().get(path, headers={"Accept": "text/html"})
            assert 200 == there.status_code, path
            assert _about(page(server, path)) == _about(there.text), path
    finally:
        app.extensions["partnergraph"].close()


def _about(text: str) -> str:
    """Return what a page says about its resource, without how to cite it and the lists of which there is an index."""
    found = re.search(r'<div class="about">(.*?)<section class="about-cite">', text, re.DOTALL)
    assert found
    return bare(re.sub(r'<ul class="chips".*?</ul>', "", found[1], flags=re.DOTALL))
