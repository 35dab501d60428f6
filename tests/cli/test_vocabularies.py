"""`vocabulary` as a command: add, list and remove, and a query that asks the graph."""

import shutil
from pathlib import Path

import pytest

from partnergraph import manifest

from .conftest import Run

WATER = '<https://example.org/water> <http://www.w3.org/2004/02/skos/core#prefLabel> "Water"@en .\n'


@pytest.fixture
def release(shipped_releases: Path, tmp_path: Path) -> Path:
    """Return a folder of one's own with the release of the data that ships."""
    return Path(shutil.copytree(shipped_releases, tmp_path / "r", symlinks=True))


def test_a_vocabulary_is_added_listed_and_removed(run: Run, tmp_path: Path, release: Path) -> None:
    """Each command says what it did, and a later build keeps what was added."""
    (tmp_path / "water.nt").write_text(WATER, encoding="utf-8")
    before = manifest.verify(release / "current").version
    done = run("vocabulary", "add", "water.nt", "--out", "r")
    listed = run("vocabulary", "list", "--out", "r").stdout
    kept = run("build", "--out", "r")
    removed = run("vocabulary", "remove", "water", "--out", "r")

    assert "1 triples of water.nt in <https://w3id.org/partnergraph/graph/vocabulary/water>" in done.stdout
    assert "water  water.nt  <https://w3id.org/partnergraph/graph/vocabulary/water>\n" == listed
    assert "nothing changed" in kept.stdout
    assert f"Release {before} was there already" in removed.stdout
    assert "" == run("vocabulary", "list", "--out", "r").stdout


def test_a_lost_vocabulary_is_named(run: Run, tmp_path: Path, release: Path) -> None:
    """A build that replaces a damaged release says which vocabularies went with it."""
    (tmp_path / "water.nt").write_text(WATER, encoding="utf-8")
    run("vocabulary", "add", "water.nt", "--out", "r")
    dump = release / "current" / "data.nq"
    dump.chmod(0o644)
    dump.write_bytes(dump.read_bytes() + WATER.encode())

    assert "its vocabulary water is lost" in run("build", "--out", "r").stderr


def test_the_uns_own_texts_are_answered_by_their_graph(run: Run, tmp_path: Path, release: Path, shared: Path) -> None:
    """With the UN's file beside the data, the official text of a target a project's goal has is one query away."""
    file = shared / "vocab" / "un-sdg-goals-targets-indicators.ttl"
    added = run("vocabulary", "add", file, "--name", "un-sdg", "--out", "r")
    (tmp_path / "official.rq").write_text(
        "PREFIX sdg: <http://metadata.un.org/sdg/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?ours ?official WHERE { sdg:16.7 skos:prefLabel ?ours . FILTER(LANG(?ours) = 'en') "
        "GRAPH <https://w3id.org/partnergraph/graph/vocabulary/un-sdg> { sdg:16.7 skos:prefLabel ?official "
        "FILTER(LANG(?official) = 'en') } }",
        encoding="utf-8",
    )
    lines = run("query", "official.rq", "--release", "r", "--format", "csv").stdout.splitlines()

    assert "7624 triples" in added.stdout
    assert 2 == len(lines)
    assert "decision-making at all levels" in lines[1]
    assert manifest.verify(release / "current").inputs[-1].name.startswith("vocabulary/un-sdg/")
