"""Tests of the goals: documents under the UN's IRIs, in which stated, inherited and suggested links are told apart."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from partnergraph.settings import Settings
from partnergraph.web import create_app
from tests.serving import make_release

from .conftest import ADDED, Server, serving_app

_BASE = "https://w3id.org/partnergraph/"
_PREFIXES = f"@prefix pg: <{_BASE}ns#> . @prefix id: <{_BASE}id/> . @prefix sdg: <http://metadata.un.org/sdg/> . "
_LINKS = """
@prefix sdgo: <http://metadata.un.org/sdg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix l: <https://w3id.org/partnergraph/id/goal-link/> .
@prefix partnership: <https://w3id.org/partnergraph/id/partnership/> .
@prefix project: <https://w3id.org/partnergraph/id/project/> .
l:a pg:linkedGoal sdg:16 ; pg:evidence pg:Inherited ;
    pg:subject partnership:se-vasteras--ua-shatsk ; pg:rule "of-article" .
l:b pg:linkedGoal sdg:16 ; pg:evidence pg:Suggested ;
    pg:subject project:water-in-tamale ; pg:rule "of-theme" ; pg:confidence 0.75 .
sdg:16 skos:exactMatch <http://www.wikidata.org/entity/Q53581248> ; sdgo:hasTarget sdg:16.10 , sdg:16.2 , sdg:16.a .
sdg:16.10 a sdgo:Target ; rdfs:label "Ten"@en ; skos:broader sdg:16 .
sdg:16.2 a sdgo:Target ; rdfs:label "Two"@en ; skos:broader sdg:16 .
sdg:16.a a sdgo:Target ; rdfs:label "Letter"@en ; skos:broader sdg:16 .
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Server]:
    """Return a real server of a small release with links of each kind of evidence."""
    data = root / "tests" / "data" / "serving" / "tiny.ttl"
    links = "".join(f"{quad} .\n" for quad in ox.parse(_PREFIXES + _LINKS, ox.RdfFormat.TURTLE))
    release = make_release(tmp_path_factory.mktemp("releases"), data, batches=[ADDED, links])
    yield from serving_app(create_app(Settings(workers=1, cache_mb=0), release))


def sections(page: str) -> dict[str, tuple[int, list[str]]]:
    """Return the sections of a page about a goal: kind of evidence → the count it says, and what it lists."""
    found = {}
    for heading, body in re.findall(r"<h2>(.*?)</h2>(.*?)</section>", page, re.DOTALL):
        bare = re.fullmatch(r"(?:<a[^>]*>)?([^<]*)(?:</a>)? \((\d+)\)", heading)
        if bare:
            found[bare[1]] = (
                int(bare[2]),
                [re.sub("<[^>]*>", "", each) for each in re.findall("<li>(.*?)</li>", body)],
            )
    return found


def test_the_evidence_for_a_goal_is_told_apart(server: Server) -> None:
    """What is stated, inherited and suggested stands in sections of its own, counted by itself, with its rule."""
    page = server.ask("/goals/16", Accept="text/html").text
    assert re.search(r'<h1[^>]*><span class="goal-number" data-goal="16">16</span> Peace, justice', page)
    assert '<code class="iri">http://metadata.un.org/sdg/16</code>' in page
    assert {
        "Stated": (1, ["Open Shatsk"]),
        "Inherited": (1, ["Västerås – Shatsk – by the rule of-article"]),
        "Suggested": (1, ["Water in Tamale – by the rule of-theme, confidence 0.75"]),
    } == sections(page)
    assert 'href="http://www.wikidata.org/entity/Q53581248"' in page
    swedish = sections(server.ask("/goals/16.html?lang=sv").text)
    assert (1, ["Öppna Shatsk"]) == swedish["Angivet"]
    assert (0, []) == sections(server.ask("/goals/11.html").text)["Suggested"]


def test_targets_stand_in_the_order_of_their_numbers(server: Server) -> None:
    """2 comes before 10, letters come last, and a target leads to its goal."""
    page = server.ask("/goals/16", Accept="text/html").text
    assert ["16.2", "16.10", "16.a"] == re.findall(r'<li><span class="goal-number">(16\.\w+)</span>', page)
    target = server.ask("/goals/16.10", Accept="text/html").text
    assert re.search(r'A target of goal 16 <a href="/goals/16"', target)


def test_the_goals_are_listed_with_their_counts(server: Server) -> None:
    """Each goal of the data has a row with a count for each kind of evidence."""
    page = server.ask("/goals", Accept="text/html").text
    count = r'<td class="number">(\d+)</td>'
    rows = re.findall(rf"<tr><td>(\d+)</td><td>.*?</td>{count * 3}</tr>", page)
    assert [("11", "1", "0", "0"), ("16", "1", "1", "1")] == rows


def test_goals_keep_the_names_of_the_un(server: Server) -> None:
    """The RDF speaks of the UN's IRI and never of the address of the document."""
    for path, iri in (("/goals/16", "http://metadata.un.org/sdg/16"), ("/goals", "http://metadata.un.org/sdg")):
        triples = list(ox.parse(server.ask(f"{path}.nt").body, ox.RdfFormat.N_TRIPLES))
        assert ox.NamedNode(iri) in {triple.subject for triple in triples}
        assert not [each for each in triples if str(server.port) in str(each)]
