"""Tests of the manifest: what a release says of itself, and whether it still holds."""

import dataclasses
import json
import os
import re
from pathlib import Path

import pytest

from partnergraph import manifest
from partnergraph.errors import ReleaseDamaged
from partnergraph.manifest import FileEntry, InputEntry, Manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a release directory with one file and its manifest."""
    (tmp_path / "data.nq").write_bytes(b"<a:s> <a:p> <a:o> .\n")
    _manifest(tmp_path).write(tmp_path)
    return tmp_path


def _manifest(folder: Path) -> Manifest:
    return Manifest(
        version="0123456789abcdef",
        created="2026-11-23T12:00:00Z",
        tool="tests",
        triples=1,
        quads=1,
        digest="d" * 64,
        counts={"partnerships": 0},
        files={"data.nq": FileEntry.of(folder / "data.nq")},
        inputs=(InputEntry(name="vasteras.txt", sha256="e" * 64, lines=3),),
        harvested="2026-11-01",
    )


def test_what_is_written_is_read_back(folder: Path) -> None:
    """A manifest survives the way to disk and back, and leaves no other file behind."""
    assert _manifest(folder) == Manifest.read(folder)
    assert ["data.nq", "manifest.json"] == sorted(path.name for path in folder.iterdir())


def test_members_of_a_newer_program_are_passed_over(folder: Path) -> None:
    """A manifest with a member this program does not know is still read."""
    members = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | {"colour": "blue"}
    (folder / "manifest.json").write_text(json.dumps(members), encoding="utf-8")
    assert _manifest(folder) == Manifest.read(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is not a manifest"),
        ("[]", "is not a manifest"),
        ('{"layout": 1}', "is not a manifest"),
        ('{"layout": 99}', "has layout 99; this program reads 1 to 3"),
    ],
)
def test_a_broken_manifest_is_refused_with_the_way_out(folder: Path, text: str, words: str) -> None:
    """What is no manifest, or one of another layout, is damage that a rebuild mends."""
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseDamaged, match=words) as caught:
        Manifest.read(folder)
    assert "partnergraph build" in caught.value.hint


def test_a_missing_manifest_is_damage(tmp_path: Path) -> None:
    """A directory without a manifest is no release."""
    with pytest.raises(ReleaseDamaged, match="cannot be read: No such file"):
        Manifest.read(tmp_path)


def test_verify_passes_an_untouched_release(folder: Path) -> None:
    """An untouched release verifies, and its manifest comes back."""
    assert "0123456789abcdef" == manifest.verify(folder).version


def test_verify_finds_a_changed_byte(folder: Path) -> None:
    """One changed byte of the same length is found and named."""
    (folder / "data.nq").write_bytes(b"<a:s> <a:p> <a:x> .\n")
    with pytest.raises(ReleaseDamaged, match=r"data\.nq is not what the manifest says"):
        manifest.verify(folder)


def test_verify_finds_a_missing_file(folder: Path) -> None:
    """A file that is gone is found and named."""
    (folder / "data.nq").unlink()
    with pytest.raises(ReleaseDamaged, match=r"data\.nq cannot be read"):
        manifest.verify(folder)


def test_verify_of_named_files_looks_at_no_other(folder: Path) -> None:
    """Only the named files are compared, and naming one that is not listed is damage."""
    (folder / "data.nq").unlink()
    assert 1 == manifest.verify(folder, only=[]).quads
    with pytest.raises(ReleaseDamaged, match=r"does not list void\.ttl"):
        manifest.verify(folder, only=["void.ttl"])


def test_there_is_no_current_release_before_the_first(tmp_path: Path) -> None:
    """An empty or absent folder of releases has no current release."""
    assert manifest.current(tmp_path) is None
    assert manifest.current(tmp_path / "nowhere") is None


def test_current_is_resolved_once(tmp_path: Path) -> None:
    """The current release is returned as its own directory, which a later switch does not change."""
    (tmp_path / "releases" / "a").mkdir(parents=True)
    (tmp_path / "current").symlink_to(Path("releases") / "a")
    assert (tmp_path / "releases" / "a").resolve() == manifest.current(tmp_path)


def test_a_dangling_current_is_damage(tmp_path: Path) -> None:
    """A `current` that points at nothing is reported, not taken for an empty folder."""
    (tmp_path / "current").symlink_to("releases/gone")
    with pytest.raises(ReleaseDamaged, match=re.escape("which is not there")):
        manifest.current(tmp_path)


def test_a_checkout_keeps_its_releases_at_its_root(root: Path) -> None:
    """In a checkout releases lie in `release/`."""
    assert root / "release" == manifest.default_folder()


def test_a_failed_write_leaves_the_old_manifest(folder: Path) -> None:
    """When the manifest cannot be written, the one before stays whole."""
    changed = dataclasses.replace(_manifest(folder), version="f" * 16)
    (folder / f"manifest.json.{os.getpid()}").mkdir()
    with pytest.raises(OSError, match="Is a directory"):
        changed.write(folder)
    assert "0123456789abcdef" == Manifest.read(folder).version
