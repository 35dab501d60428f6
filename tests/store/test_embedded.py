"""Tests of the trusted store: bounded answers about one resource, the same from memory and from disk."""

import dataclasses
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from partnergraph.errors import ReleaseDamaged
from partnergraph.formats import GRAPHS, TURTLE, Format
from partnergraph.manifest import UNKNOWN, FileEntry, Manifest
from partnergraph.namespaces import PG, RDFS
from partnergraph.store.embedded import Embedded, Tombstone, Value
from partnergraph.store.goals import GoalLink
from partnergraph.store.pointing import Pointing
from partnergraph.store.remote import query_text
from tests.serving import make_release

_BASE = "https://w3id.org/partnergraph/id/"
_VASTERAS = f"{_BASE}body/se-vasteras"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return the directory of a small release in which some things are gone."""
    data = root / "tests" / "data" / "serving" / "tiny.ttl"
    return make_release(tmp_path_factory.mktemp("releases"), data, named=("findings", "history"))


@pytest.fixture(scope="module", params=[0, 1_000_000], ids=["disk", "memory"])
def trusted(release: Path, request: pytest.FixtureRequest) -> Embedded:
    """Return the trusted store of the small release, on disk and in memory."""
    return Embedded.open(release, request.param)


def test_an_entity_has_its_facts_and_what_points_at_it(trusted: Embedded) -> None:
    """Values are typed and sorted, and inverse facts are listed by property."""
    entity = trusted.entity(_VASTERAS)
    assert entity is not None
    assert entity.facts[str(RDFS.label)] == (
        Value(
            text="Västerås Municipality",
            is_iri=False,
            language="en",
            datatype=entity.facts[str(RDFS.label)][0].datatype,
        ),
        Value(text="Västerås kommun", is_iri=False, language="sv", datatype=entity.facts[str(RDFS.label)][1].datatype),
    )
    assert (Value(text=f"{_BASE}country/se", is_iri=True),) == entity.facts[str(PG.country)]
    assert (f"{_BASE}partnership/se-vasteras--gh-tamale", f"{_BASE}partnership/se-vasteras--ua-shatsk") == (
        entity.inverse[str(PG.partner)]
    )
    assert not entity.more
    assert {_VASTERAS, str(PG.partner), f"{_BASE}country/se"} <= entity.iris()


def test_a_finding_is_found_in_its_named_graph(trusted: Embedded) -> None:
    """Resources of named graphs are entities too."""
    entity = trusted.entity(f"{_BASE}finding/vasteras-stad/12-blank-value")
    assert entity is not None
    graphs = f"{_BASE.removesuffix('id/')}graph/"
    assert (f"{graphs}findings", f"{graphs}history") == trusted.graphs()


@pytest.mark.parametrize("iri", [f"{_BASE}body/nowhere", "not an IRI", "http://x/<>", ""])
def test_what_is_unknown_is_none(trusted: Embedded, iri: str) -> None:
    """An IRI that is no subject, or no IRI, is no entity and no document."""
    assert trusted.entity(iri) is None
    assert trusted.document(iri, TURTLE) is None


@pytest.mark.parametrize("wanted", GRAPHS)
def test_a_document_says_the_same_in_every_format(trusted: Embedded, wanted: Format) -> None:
    """Each format carries the facts, what points at the resource and the names around it, the same bytes each time."""
    document = trusted.document(_VASTERAS, wanted)
    assert document is not None
    assert document == trusted.document(_VASTERAS, wanted)
    triples = {quad.triple for quad in ox.parse(document, ox.RdfFormat.from_media_type(wanted.media_type))}
    partnership, partner = (ox.NamedNode(iri) for iri in (f"{_BASE}partnership/se-vasteras--ua-shatsk", PG.partner))
    assert 36 == len(triples)
    assert ox.Triple(partnership, partner, ox.NamedNode(_VASTERAS)) in triples


def test_turtle_has_only_the_prefixes_it_uses(trusted: Embedded) -> None:
    """Prefixes stand in order, and none stands idle."""
    head = [line for line in (trusted.document(_VASTERAS, TURTLE) or b"").decode().splitlines() if line[0] == "@"]
    assert ["body:", "country:", "partnership:", "pg:", "rdf:", "rdfs:", "skos:", "territory:"] == [
        line.split()[1] for line in head
    ]


def test_labels_are_in_the_language_asked_for(trusted: Embedded) -> None:
    """Each resource gets one label, in the language where there is one; those without have none."""
    iris = [_VASTERAS, str(PG.partner), f"{_BASE}body/nowhere", "http://metadata.un.org/sdg/16"]
    assert {
        _VASTERAS: "Västerås kommun",
        str(PG.partner): "part",
        "http://metadata.un.org/sdg/16": "Fredliga och inkluderande samhällen",
    } == trusted.labels(iris, "sv")
    assert "Västerås Municipality" == trusted.labels(iris, "en")[_VASTERAS]


def test_instances_and_values_are_sorted_and_bounded(trusted: Embedded) -> None:
    """A class gives at most as many members as asked for."""
    assert 2 == len(trusted.instances(str(PG.Partnership), 10))
    assert 1 == len(trusted.instances(str(PG.Partnership), 1))
    project = f"{_BASE}project/open-shatsk"
    assert ["http://metadata.un.org/sdg/11", "http://metadata.un.org/sdg/16"] == [
        value.text for value in trusted.values(project, str(PG.goal))
    ]


@pytest.fixture
def copied(release: Path, tmp_path: Path) -> Path:
    """Return a copy of the release that may be damaged."""
    return shutil.copytree(release, tmp_path / "copy")


def test_a_truncated_store_is_refused(copied: Path) -> None:
    """A store whose own manifest was cut can open without an error; ours finds it."""
    for path in (copied / "store").glob("MANIFEST-*"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(ReleaseDamaged, match="not what the manifest says"):
        Embedded.open(copied, 0)


def test_a_count_that_differs_is_refused(copied: Path) -> None:
    """The number of quads is that of the manifest, or the release is not opened."""
    listed = Manifest.read(copied)
    dataclasses.replace(listed, quads=1).write(copied)
    with pytest.raises(ReleaseDamaged, match=f"holds {listed.quads} quads; the manifest says 1"):
        Embedded.open(copied)


def test_a_dump_that_is_no_rdf_is_refused(copied: Path) -> None:
    """A dump that cannot be parsed is damage even when its checksum is right."""
    (copied / "data.nq").write_text("nonsense\n", encoding="utf-8")
    listed = Manifest.read(copied)
    files = {**listed.files, "data.nq": FileEntry.of(copied / "data.nq")}
    dataclasses.replace(listed, files=files).write(copied)
    with pytest.raises(ReleaseDamaged, match=r"data\.nq cannot be loaded"):
        Embedded.open(copied)


def test_a_large_release_without_a_store_is_refused(copied: Path) -> None:
    """A release above the size for memory must hold a store, and one that opens."""
    listed = Manifest.read(copied)
    dataclasses.replace(listed, files={"data.nq": listed.files["data.nq"]}).write(copied)
    with pytest.raises(ReleaseDamaged, match="lists no files of store/"):
        Embedded.open(copied, 0)


def test_a_store_that_does_not_open_is_refused(copied: Path) -> None:
    """A store the engine cannot open is damage with the engine's words."""
    listed = Manifest.read(copied)
    current = FileEntry.of(copied / "store" / "IDENTITY")
    dataclasses.replace(listed, files={"store/IDENTITY": current}).write(copied)
    (copied / "store" / "CURRENT").unlink()
    with pytest.raises(ReleaseDamaged, match="store cannot be opened"):
        Embedded.open(copied, 0)


def test_what_is_gone_has_a_tombstone(trusted: Embedded) -> None:
    """A tombstone says since when, and where to; what is there has none."""
    withdrawn, merged = trusted.entity(f"{_BASE}project/withdrawn"), trusted.entity(f"{_BASE}project/shatsk", most=0)
    there = trusted.entity(_VASTERAS, most=0)
    assert withdrawn
    assert merged
    assert there
    assert Tombstone(replaced_by="", since="2026-10-01") == withdrawn.tombstone
    assert Tombstone(replaced_by=f"{_BASE}project/open-shatsk", since="") == merged.tombstone
    assert there.tombstone is None
    assert (True, {}) == (there.more, there.inverse)


def test_links_to_a_goal_are_told_apart_by_their_evidence(trusted: Embedded) -> None:
    """What is stated is listed and counted as stated, and a goal without links has none."""
    stated = GoalLink(evidence=str(PG.Stated), subject=f"{_BASE}project/open-shatsk")
    assert (stated,) == trusted.goal_links("http://metadata.un.org/sdg/16", 10)
    assert () == trusted.goal_links("http://metadata.un.org/sdg/1", 10)
    counts = trusted.goal_counts()
    assert {str(PG.Stated): 1} == counts["http://metadata.un.org/sdg/16"] == counts["http://metadata.un.org/sdg/11"]


def test_inherited_and_suggested_links_keep_apart(tmp_path: Path) -> None:
    """A link's evidence, rule and confidence come with it, and a thing linked twice counts once; queries agree."""
    goal, said = "http://metadata.un.org/sdg/16", tmp_path / "links.ttl"
    links = [("a", "Inherited", "x", ""), ("b", "Inherited", "x", ""), ("c", "Suggested", "y", "0.75")]
    said.write_text(
        f"@prefix pg: <{PG._NS}> .\n"
        + "".join(
            f'<urn:{name}> pg:linkedGoal <{goal}> ; pg:evidence pg:{kind} ; pg:subject <urn:{of}> ; pg:rule "r"'
            + (f" ; pg:confidence {confidence}" if confidence else "")
            + " .\n"
            for name, kind, of, confidence in links
        )
        + f"<urn:x> pg:goal <{goal}> . <urn:z> pg:target <{goal}> .",
        encoding="utf-8",
    )
    store = ox.Store()
    store.load(path=str(said), format=ox.RdfFormat.TURTLE)
    asked = Embedded(UNKNOWN, store)
    stated, inherited, suggested = (str(each) for each in (PG.Stated, PG.Inherited, PG.Suggested))
    assert {stated: 2, inherited: 1, suggested: 1} == asked.goal_counts()[goal]
    assert asked.goal_links(goal, 1) == (
        GoalLink(evidence=inherited, subject="urn:x", rule="r"),
        GoalLink(evidence=stated, subject="urn:x"),
        GoalLink(evidence=suggested, subject="urn:y", rule="r", confidence="0.75"),
    )
    part = ox.Store()
    part.extend(ox.Quad(*triple) for triple in store.query(query_text("goal-links", GOAL=f"<{goal}>")))  # type: ignore[union-attr]  # triples
    assert asked.goal_links(goal, 10) == Embedded(UNKNOWN, part).goal_links(goal, 10)
    rows = store.query(query_text("goal-counts"))
    assert {(kind, str(size)) for kind, size in asked.goal_counts()[goal].items()} == {
        (row["evidence"].value, row["size"].value)
        for row in rows  # type: ignore[union-attr]  # solutions
    }


def test_things_are_where_their_territory_or_their_partners_are(trusted: Embedded) -> None:
    """A place, a body and a partnership lead to positions, and a part fetched from a store far away says the same."""
    store = trusted._store
    partnership = f"{_BASE}partnership/se-vasteras--ua-shatsk"
    project = f"{_BASE}project/open-shatsk"
    asked = [
        f"{_BASE}territory/se-vasteras",
        _VASTERAS,
        partnership,
        project,
        f"{_BASE}body/se-mjolby",
        "no iri",
        "a:b",
    ]
    found = trusted.positions(asked)
    assert set(asked[:4]) == set(found)
    for iri in (_VASTERAS, partnership, project):
        (position,) = found[iri]
        assert (_VASTERAS, 59.61, 16.55) == (position.iri, position.latitude, position.longitude)
        assert f"{_BASE}country/se" == position.country
    part = ox.Store()
    iris = " ".join(f"<{iri}>" for iri in asked if iri != "no iri")
    part.extend(ox.Quad(*triple) for triple in store.query(query_text("positions", IRIS=iris)))  # type: ignore[union-attr]  # triples
    assert found == Embedded(UNKNOWN, part).positions(asked)


def test_neighbours_are_read_in_sets(trusted: Embedded) -> None:
    """Of some resources only the properties asked for come back, and nothing for what is not there."""
    asked = [_VASTERAS, f"{_BASE}nothing", "no IRI"]
    found = trusted.details(asked, [str(PG.scbCode), str(PG.country)])
    assert [_VASTERAS] == list(found)
    assert {str(PG.scbCode), str(PG.country)} == set(found[_VASTERAS])
    assert ["1980"] == [value.text for value in found[_VASTERAS][str(PG.scbCode)]]


def test_who_points_at_a_resource_is_counted_and_named_in_parts(trusted: Embedded) -> None:
    """The count is of all, whatever part of them is named, and a text that is no IRI is pointed at by nobody."""
    name = str(PG.partner)
    partnerships = [f"{_BASE}partnership/se-vasteras--{each}" for each in ("gh-tamale", "ua-shatsk")]
    for skipped in range(3):
        found = trusted.pointing([_VASTERAS, "no IRI"], [name, "nor this"], 1, skipped)
        assert {(_VASTERAS, name): Pointing(subjects=tuple(partnerships[skipped : skipped + 1]), count=2)} == found
    assert {} == trusted.pointing([f"{_BASE}nothing"], [name], 5)


def test_who_works_on_a_goal_and_who_does_not(trusted: Embedded) -> None:
    """Bodies come with their country; those of a partnership without the goal are parties and do not work on it."""
    work = trusted.goal_work("http://metadata.un.org/sdg/16")
    assert {str(PG.Stated): {_VASTERAS, f"{_BASE}body/ua-shatsk"}} == dict(work.by_evidence)
    assert {_VASTERAS: f"{_BASE}country/se"} == work.parties.ours
    assert {f"{_BASE}body/gh-tamale", f"{_BASE}body/ua-shatsk"} == set(work.parties.theirs)
    assert {} == trusted.goal_work("http://metadata.un.org/sdg/1").by_evidence
