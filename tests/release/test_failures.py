"""A disk that is full, limited or read-only stops a build in plain words and leaves the current release alone."""

import os
from pathlib import Path

import pytest

from partnergraph import release
from partnergraph.errors import EngineFailure
from partnergraph.release.failures import plain_words
from tests.release import synthetic
from tests.release.conftest import Driver, Mounter
from tests.release.reader import ask_current, leftovers

NOBODY = 65534


def build(releases: Path, *, note: str = "") -> release.BuildResult:
    """Build a small release below `releases`."""
    return release.build(synthetic.assembled(note=note), synthetic.shapes(), releases, minter=synthetic.MINT)


@pytest.mark.parametrize(("partnerships", "limit"), [(200, 1_000), (200, 200_000), (3, 60_000)])
def test_file_size_limit(tmp_path: Path, driver: Driver, partnerships: int, limit: int) -> None:
    """Where a file (of ours, or of the store) may not grow as it must, nothing is published or left behind."""
    before = build(tmp_path)

    failed = driver.run(tmp_path, partnerships=partnerships, note="new", file_limit=limit)

    assert failed["error"] == "EngineFailure"
    assert "a file grew past the limit for files" in failed["message"]
    assert "still is" in failed["hint"]
    assert before.version == ask_current(tmp_path)
    assert leftovers(tmp_path) == []


def test_full_disk(tmp_path: Path, mounted: Mounter) -> None:
    """On a full disk the previous release stays current, and the next build succeeds once there is room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted.small(disk, "3m") as driver:
        first = driver.run(disk)
        failed = driver.run(disk, partnerships=1_000)
        kept = driver.run(disk, ask=True)
        second = driver.run(disk, note="smaller")

    assert failed["error"] == "EngineFailure"
    assert "the disk is full" in failed["message"]
    assert first["version"] == kept["current"] != second["version"]
    assert second["cleaned"] == []


def test_read_only_file_system(tmp_path: Path, mounted: Mounter) -> None:
    """On a read-only file system a build fails in plain words, and the release there answers."""
    before = build(tmp_path)

    with mounted.read_only(tmp_path) as driver:
        failed = driver.run(tmp_path, note="new")
        kept = driver.run(tmp_path, ask=True)

    assert failed["error"] == "EngineFailure"
    assert "the file system is read-only" in failed["message"]
    assert before.version == kept["current"]


def test_folder_of_somebody_else(tmp_path: Path, driver: Driver) -> None:
    """Where this user may not write, a build says so and changes nothing."""
    before = build(tmp_path)
    (tmp_path / "lock").chmod(0o444)
    tmp_path.chmod(0o555)

    failed = driver.run(tmp_path, note="new", user=NOBODY if os.geteuid() == 0 else 0)
    tmp_path.chmod(0o755)

    assert failed["error"] == "EngineFailure"
    assert "this user may not write there" in failed["message"]
    assert before.version == ask_current(tmp_path)


@pytest.mark.parametrize(("file", "folder"), [("out", "out"), ("out/releases", "out"), ("out", "out/below")])
def test_file_instead_of_folder(tmp_path: Path, file: str, folder: str) -> None:
    """A file where a folder should be is said to be in the way."""
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).touch()

    with pytest.raises(EngineFailure, match="a file stands where a folder should be"):
        build(tmp_path / folder)


def test_folder_instead_of_link(tmp_path: Path) -> None:
    """A folder named `current` is left alone, and said to be in the way."""
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "mine").touch()

    with pytest.raises(EngineFailure, match="a folder stands where a file or link should be"):
        build(tmp_path)

    assert (tmp_path / "current" / "mine").exists()
    assert leftovers(tmp_path) == []


def test_failure_told_in_words_only(tmp_path: Path) -> None:
    """The store's engine tells a failure without a number; its words are understood."""
    with pytest.raises(EngineFailure, match="the disk is full"), plain_words(tmp_path):
        raise OSError("IO error: No space left on device: While appending to file")


def test_failure_without_name(tmp_path: Path) -> None:
    """A failure that has no words of its own is told in those of the system."""
    with pytest.raises(EngineFailure, match="File name too long"):
        build(tmp_path / ("x" * 300))
