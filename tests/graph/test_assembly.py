"""The graph as a whole: what the Västerås listing gives, the same bytes each time, and nothing without a source."""

import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef

from partnergraph import rdf, resources
from partnergraph.errors import UnreadableInput
from partnergraph.graph.assembly import Assembled, Knowledge, assemble
from partnergraph.iris import Minter
from partnergraph.namespaces import DCTERMS, PG, PROV, RDF, RDFS, SDG

MINTER = Minter()
SHATSK = MINTER.id("partnership", "se-vasteras--ua-shatsk")

EXPECTED = {
    "projects": 6,
    "partnerships": 14,
    "swedish_partners": 12,
    "international_partners": 14,
    "goals_stated": 4,
    "project_areas": 4,
    "themes": 2,
    "records": 7,
    "sources": 1,
    "bodies": 365,
}


def _numbers(assembled: Assembled) -> dict[str, int]:
    return {name: assembled.counts[name] for name in EXPECTED}


def test_vasteras_listing_as_shipped_gives_the_known_numbers(vasteras: Assembled) -> None:
    """The shipped copy holds 6 projects, 14 pairs, 12 and 14 bodies, 4 goals, 4 areas and 2 themes."""
    assert EXPECTED == _numbers(vasteras)


def test_vasteras_listing_as_received_gives_the_same_numbers(received: Assembled) -> None:
    """The listing as it was received holds exactly the same."""
    assert EXPECTED == _numbers(received)


def test_vasteras_listing_states_goals_11_12_16_and_17(vasteras: Assembled) -> None:
    """The goals are those of the listing and no others."""
    assert {SDG["11"], SDG["12"], SDG["16"], SDG["17"]} == set(vasteras.data.objects(None, PG.goal))


def test_one_relation_told_twice_is_one_partnership_with_two_sources(vasteras: Assembled) -> None:
    """Västerås–Shatsk stands in a project post and in the article, and is one partnership derived from both."""
    sources = set(vasteras.data.objects(SHATSK, PROV.wasDerivedFrom))

    assert {
        MINTER.id("record", "vasteras-stad-sv", 1),
        MINTER.id("record", "vasteras-stad-sv", 2),
    } == sources


def test_every_partnership_and_project_knows_its_record_and_page(shipped: Assembled) -> None:
    """Nothing is published without the post it was read from, and the page where that stood."""
    for kind in (PG.Partnership, PG.Project):
        for subject in shipped.data.subjects(RDF.type, kind):
            records = list(shipped.data.objects(subject, PROV.wasDerivedFrom))

            assert records
            assert all((record, RDF.type, PG.SourceRecord) in shipped.data for record in records)
            assert list(shipped.data.objects(subject, DCTERMS.source))


def test_no_blank_node_and_a_label_for_everything(shipped: Assembled) -> None:
    """Blank nodes never enter the graph, and every resource of ours is called something."""
    for graph in (shipped.data, shipped.findings):
        ours = {s for s in graph.subjects() if isinstance(s, URIRef) and MINTER.parse(str(s))}

        assert not any(isinstance(term, BNode) for triple in graph for term in triple)
        assert [] == sorted(s for s in ours if (s, RDFS.label, None) not in graph)


def test_order_of_the_sources_does_not_matter(knowledge: Knowledge, shipped: Assembled) -> None:
    """The same files in another order give the same bytes."""
    paths = sorted((resources.folder("data") / "sources").glob("*.txt"), reverse=True)
    again = assemble(paths, knowledge, MINTER)

    assert rdf.nquads({None: shipped.data}) == rdf.nquads({None: again.data})
    assert rdf.nquads({None: shipped.findings}) == rdf.nquads({None: again.findings})


@pytest.mark.parametrize("seed", ["0", "1"])
def test_mapping_is_deterministic_across_processes(shipped: Assembled, seed: str) -> None:
    """Whatever order Python keeps its sets in, the bytes are the same."""
    program = (
        "import hashlib; from partnergraph import rdf; from partnergraph.cli.knowledge import *;"
        "from partnergraph.graph.assembly import assemble; from partnergraph.iris import Minter;"
        "a = assemble(shipped_sources(), read_knowledge(), Minter());"
        "print(hashlib.sha256(rdf.nquads({None: a.data})).hexdigest())"
    )
    import hashlib

    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
    )

    assert hashlib.sha256(rdf.nquads({None: shipped.data})).hexdigest() == done.stdout.strip()


def test_every_slug_of_the_shipped_data_is_registered(shipped: Assembled) -> None:
    """Every slug that is minted from the shipped listings is a row of data/identifiers.csv."""
    assert () == shipped.minted


def test_two_different_sources_of_one_name_are_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    """Records are named after their source, so two sources may not share a name."""
    one, other = tmp_path / "a" / "page.txt", tmp_path / "b" / "page.txt"
    for path, text in ((one, "Ale and Ghanzi, Botswana\n"), (other, "Höör och Kopychyntsi\n")):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")

    with pytest.raises(UnreadableInput, match="Two different sources") as caught:
        assemble([one, other], knowledge, MINTER)

    assert 3 == caught.value.exit_code


def test_the_same_source_twice_is_read_once(knowledge: Knowledge, vasteras: Assembled) -> None:
    """Naming a file twice changes nothing."""
    path = resources.folder("data") / "sources" / "vasteras-stad-sv.txt"

    assert vasteras.counts == assemble([path, path], knowledge, MINTER).counts


def test_harvest_date_is_the_latest_of_the_sources(shipped: Assembled) -> None:
    """The date in the graph is that of the harvest, never that of the build."""
    assert shipped.harvested == "2026-11-23"


def test_people_named_in_articles_do_not_enter_the_graph(received: Assembled) -> None:
    """An article gives facets, pairs and its title; its prose, which names people, stays out."""
    texts = " ".join(str(term) for _, _, term in received.data if isinstance(term, Literal))

    assert "Enström" not in texts
    assert "Ciardi" not in texts


def test_a_broken_table_names_file_and_line(tmp_path: Path, knowledge: Knowledge) -> None:
    """A row that contradicts itself stops the build with its place."""
    data = resources.folder("data")
    for path in data.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    table = tmp_path / "identifiers.csv"
    table.write_text("kind,slug,key,status,replaced_by,since\nproject,a,a,lost,,\n", encoding="utf-8")

    with pytest.raises(UnreadableInput) as caught:
        Knowledge.read(tmp_path, resources.folder("ontology"))

    assert (str(table), 2) == (caught.value.source, caught.value.line)
    assert knowledge.identifiers


def test_ontology_schemes_and_goals_are_part_of_the_data(shipped: Assembled) -> None:
    """Tools that ask without GRAPH find the vocabulary, the schemes and the goals."""
    graph: Graph = shipped.data

    assert (PG.Partnership, RDFS.label, Literal("Partnerskap", lang="sv")) in graph
    assert (SDG["16.7"], None, None) in graph
    assert (MINTER.id("theme", "human-rights"), None, None) in graph
