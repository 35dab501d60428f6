"""Vocabularies of others beside our data: a graph of their own, in a release that is as true as any other."""

import dataclasses
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef

from partnergraph import manifest, release
from partnergraph.errors import NotFound, ReleaseDamaged, UnreadableInput, WrongUsage
from partnergraph.graph.assembly import Assembled
from partnergraph.manifest import Manifest
from partnergraph.namespaces import DCTERMS
from partnergraph.release.vocabularies import Change, added, added_before, read
from tests.release import synthetic
from tests.release.reader import ask_current

THESAURUS = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/water> a skos:Concept ; skos:prefLabel "Water"@en ; skos:note [ skos:value "wet" ] ;
    skos:related <earth> .
"""
GRAPH = "https://w3id.org/partnergraph/graph/vocabulary/thesaurus"


@pytest.fixture
def thesaurus(tmp_path: Path) -> Path:
    """Write a small vocabulary with a blank node and a relative IRI."""
    path = tmp_path / "Thesaurus.ttl"
    path.write_text(THESAURUS, encoding="utf-8")
    return path


def _build(releases: Path, wanted: Assembled | Change) -> release.BuildResult:
    return release.build(wanted, synthetic.shapes(), releases, minter=synthetic.MINT)


def _add(releases: Path, file: Path, name: str = "") -> release.BuildResult:
    return _build(releases, Change(vocabulary=read(file, synthetic.MINT, name)))


def _ask(folder: Path, query: str) -> list[list[str]]:
    answer = ox.Store.read_only(str(folder / "store")).query(query)
    assert isinstance(answer, ox.QuerySolutions)
    return [[str(term) for term in row] for row in answer]


def _labels(folder: Path) -> list[list[str]]:
    """Return the texts that the vocabulary's graph has."""
    return _ask(
        folder, f"SELECT ?l WHERE {{ GRAPH <{GRAPH}> {{ ?c <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }} }}"
    )


def test_an_added_vocabulary_is_a_graph_of_a_new_release(tmp_path: Path, thesaurus: Path) -> None:
    """Its texts are answered by its graph, the default graph is as it was, and the manifest names the file."""
    before = _build(tmp_path / "r", synthetic.assembled())
    after = _add(tmp_path / "r", thesaurus)

    assert after.version == ask_current(tmp_path / "r") != before.version
    assert [['"Water"@en']] == _labels(after.folder)
    assert before.manifest.triples == after.manifest.triples
    assert before.manifest.quads + 5 == after.manifest.quads
    assert before.manifest.counts == after.manifest.counts
    assert before.manifest.inputs == after.manifest.inputs[:-1]
    assert "vocabulary/thesaurus/Thesaurus.ttl" == after.manifest.inputs[-1].name
    assert 3 == after.manifest.inputs[-1].lines


def test_what_had_no_name_gets_one_below_the_graph(tmp_path: Path, thesaurus: Path) -> None:
    """Blank nodes and relative IRIs become IRIs below the graph's: none of them tells where the file lay."""
    found = b"".join(sorted(read(thesaurus, synthetic.MINT).quads)).decode()

    assert f"<{GRAPH}#b0>" in found
    assert "<https://w3id.org/partnergraph/graph/vocabulary/earth>" in found
    assert "_:" not in found
    assert str(tmp_path) not in found


def test_the_same_file_gives_the_same_release_and_none_gives_the_one_before(tmp_path: Path, thesaurus: Path) -> None:
    """Adding, removing and adding again come back to the same two versions, whatever the path of the file."""
    before = _build(tmp_path / "r", synthetic.assembled())
    first = _add(tmp_path / "r", thesaurus)
    without = _build(tmp_path / "r", Change(without="thesaurus"))
    elsewhere = tmp_path / "elsewhere" / "Thesaurus.ttl"
    elsewhere.parent.mkdir()
    thesaurus.rename(elsewhere)
    again = _add(tmp_path / "r", elsewhere)

    assert (before.version, True) == (without.version, without.existed)
    assert (first.version, True) == (again.version, again.existed)
    assert before.manifest.digest == without.manifest.digest


def test_later_builds_keep_what_was_added(tmp_path: Path, thesaurus: Path) -> None:
    """New data is published with the vocabulary beside it, and with its file among the inputs."""
    _build(tmp_path / "r", synthetic.assembled())
    _add(tmp_path / "r", thesaurus)
    later = _build(tmp_path / "r", synthetic.assembled(5))

    assert [['"Water"@en']] == _labels(later.folder)
    assert ["thesaurus"] == list(added(later.manifest))
    assert 5 == later.manifest.counts["partnerships"]


def test_only_what_is_in_a_graph_of_a_vocabulary_is_carried(tmp_path: Path, thesaurus: Path) -> None:
    """Data that names such a graph, as a thing or in a text, stays with the data it was in and is not carried over."""
    first = synthetic.assembled()
    this = synthetic.MINT.id("project", "vatten-0")
    first.data.add((this, DCTERMS.references, URIRef(GRAPH)))
    first.data.add((this, DCTERMS.description, Literal(f"See <{GRAPH}> .")))
    _build(tmp_path / "r", first)
    _add(tmp_path / "r", thesaurus)
    later = _build(tmp_path / "r", synthetic.assembled())

    assert 5 == (later.folder / "data.nq").read_text(encoding="utf-8").count(f"<{GRAPH}> .\n")
    assert "See <" not in (later.folder / "data.nq").read_text(encoding="utf-8")


def test_a_name_is_given_once(tmp_path: Path, thesaurus: Path) -> None:
    """A second file under one name replaces the first; under another it stands beside it."""
    _build(tmp_path / "r", synthetic.assembled())
    _add(tmp_path / "r", thesaurus)
    thesaurus.write_text(THESAURUS.replace('"Water"', '"Agua"'), encoding="utf-8")
    second = _add(tmp_path / "r", thesaurus)
    third = _add(tmp_path / "r", thesaurus, "waters")

    assert [['"Agua"@en']] == _labels(second.folder)
    assert ["thesaurus"] == list(added(second.manifest))
    assert ["thesaurus", "waters"] == list(added(third.manifest))


def test_the_gate_does_not_judge_what_is_of_others(tmp_path: Path) -> None:
    """A vocabulary may say of partnerships what our own data may not."""
    file = tmp_path / "odd.ttl"
    file.write_text("<https://example.org/p> a <https://w3id.org/partnergraph/ns#Partnership> .", encoding="utf-8")
    before = _build(tmp_path / "r", synthetic.assembled())
    after = _add(tmp_path / "r", file)

    assert before.report.counts() == after.report.counts()


def test_what_cannot_be_added_leaves_the_release_as_it_was(tmp_path: Path, thesaurus: Path) -> None:
    """A file that is not RDF, one that says nothing, a name that is no slug and an unknown name are refused."""
    before = _build(tmp_path / "r", synthetic.assembled())
    (tmp_path / "broken.ttl").write_text("<a> <b", encoding="utf-8")
    (tmp_path / "empty.ttl").write_text("# nothing\n", encoding="utf-8")

    with pytest.raises(UnreadableInput, match="not valid Turtle"):
        read(tmp_path / "broken.ttl", synthetic.MINT)
    with pytest.raises(UnreadableInput, match="no triple"):
        read(tmp_path / "empty.ttl", synthetic.MINT)
    with pytest.raises(UnreadableInput, match="opened"):
        read(tmp_path / "absent.ttl", synthetic.MINT)
    with pytest.raises(WrongUsage, match="cannot name a graph"):
        read(thesaurus, synthetic.MINT, "Not/A slug")
    with pytest.raises(NotFound, match="no vocabulary"):
        _build(tmp_path / "r", Change(without="thesaurus"))
    assert before.version == ask_current(tmp_path / "r")


def test_there_must_be_a_release_to_add_to(tmp_path: Path, thesaurus: Path) -> None:
    """Without a release there is nothing to build on, and the error says how to get one."""
    with pytest.raises(NotFound, match="no release") as caught:
        _add(tmp_path / "r", thesaurus)

    assert "partnergraph build" in caught.value.hint
    assert frozenset() == added_before(tmp_path / "r")


def test_a_damaged_release_is_not_built_on(tmp_path: Path, thesaurus: Path) -> None:
    """Nothing is added to a damaged release; a build of new data mends it, without the vocabularies it cannot trust."""
    _build(tmp_path / "r", synthetic.assembled())
    damaged = _add(tmp_path / "r", thesaurus)
    dump = damaged.folder / "data.nq"
    dump.chmod(0o644)
    dump.write_bytes(dump.read_bytes().replace(b"Water", b"Vatten"))

    with pytest.raises(ReleaseDamaged):
        _add(tmp_path / "r", thesaurus)
    mended = _build(tmp_path / "r", synthetic.assembled(5))
    assert {} == added(mended.manifest)
    assert ask_current(tmp_path / "r") == mended.version


def test_a_release_that_does_not_say_what_it_stands_for_is_not_built_on(tmp_path: Path, thesaurus: Path) -> None:
    """Graphs that do not give the version are never published under a new one."""
    built = _build(tmp_path / "r", synthetic.assembled())
    other = dataclasses.replace(Manifest.read(built.folder), version="0" * 16)
    (built.folder / manifest.NAME).chmod(0o644)
    other.write(built.folder)

    with pytest.raises(ReleaseDamaged, match="stands for"):
        _add(tmp_path / "r", thesaurus)
