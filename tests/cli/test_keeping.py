"""`versions`, `rollback` and `query --version` as commands, over releases of the shipped data."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from partnergraph import manifest, resources

from .conftest import Run


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build two releases of different listings, once, by the command."""
    folder = tmp_path_factory.mktemp("releases")
    for name in ("vasteras-stad-sv", "falkenberg-sv"):
        source = resources.folder("data") / "sources" / f"{name}.txt"
        command = [sys.executable, "-m", "partnergraph", "build", str(source), "--out", str(folder)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    return folder


def _listed(run: Run, releases: Path) -> list[str]:
    rows = json.loads(run("versions", "--json", "--release", releases).stdout)
    return [row["version"] for row in rows]


def test_releases_are_listed_with_a_mark_at_the_current_one(run: Run, releases: Path) -> None:
    """For people a line each, the newest first; for programs JSON with the same facts."""
    new, old = _listed(run, releases)
    lines = run("versions", "--release", releases).stdout.splitlines()
    assert [f"* {new}", f"  {old}"] == [line[:18] for line in lines]
    assert all("partnerships" in line for line in lines)


def test_a_difference_is_an_rdf_patch(run: Run, releases: Path) -> None:
    """The patch printed makes one dump of the other, and the numbers are those of its rows."""
    new, old = _listed(run, releases)
    rows = run("versions", "previous..current", "--release", releases).stdout.encode().splitlines(keepends=True)
    quads = set((releases / "releases" / old / "data.nq").read_bytes().splitlines(keepends=True))
    added, removed = ({row[2:] for row in rows if row.startswith(sign)} for sign in (b"A ", b"D "))
    assert removed <= quads
    assert (releases / "releases" / new / "data.nq").read_bytes() == b"".join(sorted(quads - removed | added))
    numbers = json.loads(run("versions", f"{old}..{new}", "--json", "--release", releases).stdout)
    assert (len(added), len(removed)) == (numbers["added"], numbers["removed"])
    assert {"default"} < set(numbers["graphs"])


@pytest.mark.parametrize("what", ["current", "..", "current..", "current..previous..current", "nothing..current"])
def test_what_names_no_two_releases_is_wrong_usage(run: Run, releases: Path, what: str) -> None:
    """It exits 2 and says what to write."""
    done = run("versions", what, "--release", releases)
    assert 2 == done.returncode
    assert "previous..current" in done.stderr or "There are" in done.stderr


def test_an_older_release_is_asked(run: Run, releases: Path) -> None:
    """The same query has the answer of the release that is named."""
    query = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/partnergraph/ns#Partnership> }"
    found = [
        run("query", "-", "--format", "csv", "--release", releases, *more, stdin=query).stdout.split()[1]
        for more in ([], ["--version", "previous"], ["--version", _listed(run, releases)[1]])
    ]
    assert found[0] != found[1] == found[2]
    assert 2 == run("query", "-", "--release", releases, "--version", "nothing", stdin=query).returncode


def test_the_way_back_and_forth(run: Run, releases: Path) -> None:
    """The one before becomes current, the list keeps its order, and the newer one can become current again."""
    new, old = _listed(run, releases)
    assert f"Release {old} is current" in run("rollback", "--release", releases).stdout
    assert old == manifest.verify(releases / "current").version
    assert [new, old] == _listed(run, releases)
    assert 2 == run("rollback", "--release", releases).returncode
    run("rollback", new, "--release", releases)
    assert new == manifest.verify(releases / "current").version


def test_a_damaged_release_is_listed(run: Run, releases: Path) -> None:
    """The list says of a folder without a manifest that it is damaged, and goes on."""
    folder = releases / "releases" / "0000000000000000"
    folder.mkdir()
    done = run("versions", "--release", releases)
    folder.rmdir()
    assert "0000000000000000  damaged: its manifest" in done.stdout
    assert 3 == len(done.stdout.splitlines())


def test_without_releases_there_is_a_way_out(run: Run, tmp_path: Path) -> None:
    """Where nothing was built yet, the commands say how to build."""
    for command in (["versions"], ["versions", "previous..current"], ["rollback"]):
        done = run(*command, "--release", tmp_path / "none")
        assert 2 == done.returncode
        assert "partnergraph build" in done.stderr
