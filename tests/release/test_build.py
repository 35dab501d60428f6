"""Building a release: what it holds, when it is published, and when it is not."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode

import partnergraph
from partnergraph import manifest, rdf, release
from partnergraph.errors import EngineFailure, NonConformance
from partnergraph.graph.assembly import Assembled
from partnergraph.namespaces import OWL, PG, RDF, SH, VOID
from partnergraph.validation import Report
from tests.release import synthetic
from tests.release.reader import ask_current, leftovers

NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)


def build(
    releases: Path,
    assembled: Assembled | None = None,
    *,
    progress: release.Progress | None = None,
    dry_run: bool = False,
) -> release.BuildResult:
    """Build a small release below `releases`."""
    return release.build(
        assembled or synthetic.assembled(),
        synthetic.shapes(),
        releases,
        minter=synthetic.MINT,
        progress=progress,
        dry_run=dry_run,
        now=NOW,
    )


def test_release_holds_what_it_should(tmp_path: Path) -> None:
    """A release is a folder of dumps, report, description, manifest and store, and it is current."""
    built = build(tmp_path)

    assert tmp_path / "releases" / built.version == built.folder
    assert built.version == ask_current(tmp_path)
    assert Path("releases", built.version) == (tmp_path / "current").readlink()
    assert {
        "data.nq",
        "data.ttl",
        "dumps",
        "manifest.json",
        "report.json",
        "report.ttl",
        "search.sqlite",
        "store",
        "void.ttl",
    } == {path.name for path in built.folder.iterdir()}
    assert {"current", "lock", "releases"} == {path.name for path in tmp_path.iterdir()}
    assert not built.existed
    assert built.cleaned == ()


def test_manifest_says_what_was_built(tmp_path: Path) -> None:
    """The manifest names version, time, tool, inputs and counts, and lists every other file."""
    built = build(tmp_path)

    said = manifest.verify(built.folder)

    assert built.manifest == said
    assert built.version == said.version
    assert said.created == "2026-05-06T07:08:09+00:00"
    assert f"partnergraph {partnergraph.__version__}" == said.tool
    assert said.harvested == "2026-05-04"
    assert said.counts == {"partnerships": 3, "projects": 3}
    assert (manifest.InputEntry(name="listing.txt", sha256="0" * 64, lines=30),) == said.inputs
    files = {path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*") if path.is_file()}
    assert files - {"manifest.json"} == said.files.keys()


def test_dump_store_and_manifest_agree(tmp_path: Path) -> None:
    """The dump is sorted, and it is what the store gives back; the manifest counts and digests just that."""
    built = build(tmp_path)
    dump = (built.folder / "data.nq").read_bytes()
    store = ox.Store.read_only(str(built.folder / "store"))
    reloaded = ox.Store()
    reloaded.bulk_load(dump, ox.RdfFormat.N_QUADS)

    assert sorted(dump.splitlines()) == dump.splitlines()
    assert set(reloaded) == set(store)
    assert len(store) == built.manifest.quads == len(dump.splitlines())
    assert built.manifest.files["data.nq"].sha256 == built.manifest.digest
    assert {ox.NamedNode(synthetic.MINT.graph(name)) for name in ("findings", "report")} == set(store.named_graphs())


def test_default_graph_is_the_turtle_dump(tmp_path: Path) -> None:
    """data.ttl states what the default graph holds: the data and its description, literals by value."""
    built = build(tmp_path)

    turtle = rdf.parse_file(built.folder / "data.ttl")
    default = rdf.parse_dataset(built.folder / "data.nq")[None]
    description = rdf.parse_file(built.folder / "void.ttl")

    assert set(default) == set(turtle)
    assert set(description) < set(turtle)
    assert {"0.5"} == {str(value) for value in turtle.objects(None, PG.confidence)}
    assert str(len(turtle)) == str(description.value(synthetic.MINT.dataset(), VOID.triples))
    assert built.version == str(description.value(synthetic.MINT.dataset(), OWL.versionInfo))


def test_warnings_are_published(tmp_path: Path) -> None:
    """What the gate only warns of is in the release, as RDF and JSON, for people to see."""
    built = build(tmp_path)
    report = rdf.parse_file(built.folder / "report.ttl")
    named = rdf.parse_dataset(built.folder / "data.nq")[synthetic.MINT.graph("report")]

    assert built.report.conforms
    assert len(list(report.subjects(SH.resultSeverity, SH.Warning))) == 1
    assert set(report) == set(named)
    assert built.report.as_json() == json.loads((built.folder / "report.json").read_text(encoding="utf-8"))


def test_violation_publishes_nothing(tmp_path: Path) -> None:
    """A violation stops the build with the report, and the previous release stays current."""
    before = build(tmp_path)

    with pytest.raises(NonConformance) as refused:
        build(tmp_path, synthetic.assembled(partners=1))

    assert isinstance(refused.value.report, Report)
    assert not refused.value.report.conforms
    assert before.version == ask_current(tmp_path)
    assert [before.folder] == list((tmp_path / "releases").iterdir())
    assert leftovers(tmp_path) == []


def test_blank_node_publishes_nothing(tmp_path: Path) -> None:
    """A blank node has no name that stays, so it is refused like a violation."""
    assembled = synthetic.assembled()
    assembled.data.add((BNode(), RDF.type, PG.Network))

    with pytest.raises(NonConformance, match="blank node"):
        build(tmp_path, assembled)

    assert not (tmp_path / "current").exists()


def test_same_input_changes_nothing(tmp_path: Path) -> None:
    """Building what is there already says so, and touches nothing."""
    first = build(tmp_path)
    before = {path: path.lstat().st_mtime_ns for path in (tmp_path, *tmp_path.rglob("*")) if path.name != "lock"}

    second = build(tmp_path)

    assert second.existed
    assert (first.version, first.folder, first.manifest) == (second.version, second.folder, second.manifest)
    assert before == {
        path: path.lstat().st_mtime_ns for path in (tmp_path, *tmp_path.rglob("*")) if path.name != "lock"
    }


def test_building_an_older_version_makes_it_current_again(tmp_path: Path) -> None:
    """A version that exists but is not current becomes current when it is built."""
    first = build(tmp_path)
    build(tmp_path, synthetic.assembled(note="new"))

    again = build(tmp_path)

    assert again.existed
    assert first.version == ask_current(tmp_path)


def test_damaged_release_is_built_anew(tmp_path: Path) -> None:
    """A release of the same version that is not what its manifest says is replaced by a whole one."""
    first = build(tmp_path)
    (first.folder / "data.ttl").unlink()

    second = build(tmp_path)

    assert not second.existed
    assert first.version == ask_current(tmp_path)
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("existed", [False, True])
def test_dry_run_writes_nothing(tmp_path: Path, *, existed: bool) -> None:
    """A dry run checks and counts, says whether the version is there, and leaves the disk as it was."""
    releases = tmp_path / "releases"
    built = build(releases if existed else tmp_path / "elsewhere")
    before = sorted(tmp_path.rglob("*"))

    dry = build(releases, dry_run=True)

    assert existed == dry.existed
    assert (built.version, built.manifest.digest) == (dry.version, dry.manifest.digest)
    assert releases / "releases" / built.version == dry.folder
    assert before == sorted(tmp_path.rglob("*"))


def test_dry_run_finds_violations(tmp_path: Path) -> None:
    """A dry run goes through the same gate."""
    with pytest.raises(NonConformance):
        build(tmp_path, synthetic.assembled(partners=1), dry_run=True)


def test_progress_names_every_step(tmp_path: Path) -> None:
    """A build tells each step as it begins, with a share of the work that only grows."""
    told: list[tuple[str, float]] = []

    build(tmp_path, progress=lambda step, share: told.append((step, share)))

    assert [step for step in release.STEPS if step != "waiting"] == [step for step, _ in told]
    assert sorted(share for _, share in told) == [share for _, share in told]
    assert told[-1] == ("done", 1.0)


def test_stopped_build_leaves_nothing(tmp_path: Path) -> None:
    """A build that is interrupted in the middle removes what it had written."""
    before = build(tmp_path)

    def interrupt(step: str, _: float) -> None:
        if step == "verifying":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, synthetic.assembled(note="new"), progress=interrupt)

    assert before.version == ask_current(tmp_path)
    assert leftovers(tmp_path) == []


def test_store_that_differs_is_not_published(tmp_path: Path) -> None:
    """A store that does not hold what was written, as on a failing disk, is never made current."""
    before = build(tmp_path)

    def spoil(step: str, _: float) -> None:
        if step == "verifying":
            [aside] = leftovers(tmp_path)
            other = ox.Store(str(tmp_path / aside / "other"))
            other.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c")))
            shutil.rmtree(tmp_path / aside / "store")
            other.backup(str(tmp_path / aside / "store"))

    with pytest.raises(EngineFailure, match="The store holds 1 quads"):
        build(tmp_path, synthetic.assembled(note="new"), progress=spoil)

    assert before.version == ask_current(tmp_path)
    assert leftovers(tmp_path) == []


def test_leftovers_are_named_and_removed(tmp_path: Path) -> None:
    """What killed builders left is removed, and the result says what it was."""
    (tmp_path / "building-1-ab" / "store").mkdir(parents=True)
    (tmp_path / "building-1-ab" / "store" / "000001.sst").touch()
    (tmp_path / "building-2-cd").symlink_to("releases/gone")

    built = build(tmp_path)

    assert built.cleaned == ("building-1-ab", "building-2-cd")
    assert leftovers(tmp_path) == []


def test_files_are_read_only_but_releases_can_be_deleted(tmp_path: Path) -> None:
    """No file of a release can be written, yet the folder can be pruned with ordinary means."""
    built = build(tmp_path)

    assert [path for path in built.folder.rglob("*") if path.is_file() and path.stat().st_mode & 0o222] == []

    shutil.rmtree(built.folder)

    assert not built.folder.exists()


def test_time_is_not_part_of_the_content(tmp_path: Path) -> None:
    """Without a time given, the clock's is in the manifest, and version and dump are the same."""
    first = build(tmp_path / "a")
    second = release.build(synthetic.assembled(), synthetic.shapes(), tmp_path / "b", minter=synthetic.MINT)

    assert first.manifest.created < second.manifest.created
    assert (first.version, first.manifest.digest) == (second.version, second.manifest.digest)


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_same_bytes_in_every_process(tmp_path: Path, root: Path, seed: str) -> None:
    """Another process, hashing in another order, writes the same bytes; only the store's files may differ."""
    here = build(tmp_path / "here")

    subprocess.run(
        [sys.executable, "-m", "tests.release.driver"],
        cwd=root,
        env={**os.environ, "PYTHONHASHSEED": seed},
        input=json.dumps({"releases": str(tmp_path / "there")}) + "\n",
        text=True,
        capture_output=True,
        check=True,
    )
    there = manifest.current(tmp_path / "there")

    assert there is not None
    assert here.version == there.name
    dumped = [path.relative_to(here.folder).as_posix() for path in (here.folder / "dumps").iterdir()]
    for name in ("data.nq", "data.ttl", "void.ttl", "report.ttl", "report.json", *dumped):
        assert (here.folder / name).read_bytes() == (there / name).read_bytes()
