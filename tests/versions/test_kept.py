"""Tests of the list of kept releases, and of what it says about one resource."""

import json
from pathlib import Path

import pytest

from partnergraph.errors import NotFound, ReleaseDamaged
from partnergraph.manifest import Manifest
from partnergraph.versions import Versions, kept

from .conftest import Publish

_A, _B = "<https://example.org/a>", "<https://example.org/b>"


def _says(subject: str, text: str) -> str:
    return f'{subject} <https://example.org/says> "{text}" .'


@pytest.fixture
def three(publish: Publish) -> Path:
    """Return the newest of three releases, whose names do not stand in the order of their times."""
    publish("cc", _says(_A, "one"), _says(_B, "here"), created="2026-03-01T00:30:00+01:00")
    publish("aa", _says(_A, "one"), _says(_B, "here"), created="2026-03-01T00:00:00Z")
    return publish("bb", _says(_A, "two"), created="2026-03-02T00:00:00Z")


def _versions(folder: Path) -> Versions:
    return Versions(folder=folder, current=Manifest.read(folder))


def test_releases_are_listed_as_they_were_made(tmp_path: Path, three: Path) -> None:
    """The instant of the build counts, whatever its time zone and whatever the version is called."""
    assert ["cc", "aa", "bb"] == [each.version for each in kept(tmp_path)]
    assert ["cc", "aa", "bb"] == [each.version for each in _versions(three).all()]


def test_an_older_release_that_is_current_again_keeps_its_place(tmp_path: Path, three: Path) -> None:
    """After a step back the list is the same, and what came before is what was made before."""
    back = _versions(three.parent / "aa")
    assert ["cc", "aa", "bb"] == [each.version for each in back.all()]
    assert ("aa", "cc") == (back.named("current"), back.named("previous"))
    assert "bb" == Manifest.read(three).version
    assert kept(tmp_path)[-1].folder == three


def test_releases_of_one_moment_have_an_order(publish: Publish) -> None:
    """Two that were made at the same time stand by their versions, always the same way."""
    folder = publish("b", created="2026-03-01T00:00:00Z")
    publish("a", created="2026-03-01T00:00:00+00:00")
    assert ["a", "b"] == [each.version for each in _versions(folder).all()]


@pytest.mark.parametrize("harm", ["no manifest", "no json", "no time", "another name", "a shorter file", "no file"])
def test_a_damaged_release_is_listed_as_damaged(publish: Publish, three: Path, harm: str) -> None:
    """Whatever is wrong with one, the list is there, says so, and the others can be had."""
    broken = publish("dd", _says(_A, "one"), created="2026-03-03T00:00:00Z")
    members = json.loads((broken / "manifest.json").read_text(encoding="utf-8"))
    match harm:
        case "no manifest":
            (broken / "manifest.json").unlink()
        case "no json":
            (broken / "manifest.json").write_text("{")
        case "no time":
            (broken / "manifest.json").write_text(json.dumps(members | {"created": "yesterday"}))
        case "another name":
            (broken / "manifest.json").write_text(json.dumps(members | {"version": "ee"}))
        case "a shorter file":
            (broken / "data.nq").write_bytes(b"")
        case _:
            (broken / "data.nq").unlink()
    versions = _versions(three)
    assert {"dd"} == {each.version for each in versions.all() if each.damage}
    with pytest.raises(ReleaseDamaged, match="dd is damaged") as caught:
        versions.find("dd")
    assert str(three.parent) not in str(caught.value)
    assert "bb" == versions.find("bb").version
    assert "aa" == versions.named("previous")


def test_an_unknown_version_is_not_found(three: Path) -> None:
    """The error names those that there are, the newest first."""
    with pytest.raises(NotFound, match="no release 00") as caught:
        _versions(three).find("00")
    assert "bb, aa, cc" in caught.value.hint


def test_there_is_nothing_before_the_first(publish: Publish) -> None:
    """Where one release is kept, none is the previous one."""
    with pytest.raises(NotFound, match="before the current one"):
        _versions(publish("a", created="2026-03-01T00:00:00Z")).named("previous")


def test_a_release_outside_of_a_folder_of_releases_is_alone(tmp_path: Path, publish: Publish) -> None:
    """What lies beside a release made for the moment is none of its business."""
    folder = publish("a", created="2026-03-01T00:00:00Z")
    moved = tmp_path / "elsewhere" / "of-the-moment"
    moved.parent.mkdir()
    folder.rename(moved)
    (tmp_path / "elsewhere" / "other").mkdir()
    assert [("a", "")] == [(each.version, each.damage) for each in _versions(moved).all()]


def test_a_remote_store_has_its_current_release_only(three: Path) -> None:
    """Without files there is one release, and no other can be found."""
    remote = Versions(folder=None, current=Manifest.read(three))
    assert ["bb"] == [each.version for each in remote.all()]
    assert remote.last_holding("https://example.org/b") is None
    with pytest.raises(NotFound) as caught:
        remote.find("aa")
    assert "remote store keeps no earlier" in caught.value.hint


def test_what_disappeared_is_found_where_it_was_last(three: Path) -> None:
    """The last release that held a resource is told; what was never there, or is no IRI, is in none."""
    versions = _versions(three)
    assert "aa" == versions.last_holding("https://example.org/b")
    assert versions.last_holding("https://example.org/") is None
    assert versions.last_holding('https://example.org/b> <https://example.org/says> "here') is None


def test_what_came_later_is_not_gone(three: Path) -> None:
    """Of a release that is current again, what only later releases hold has not disappeared."""
    assert _versions(three.parent / "cc").last_holding("https://example.org/b") is None


def test_every_subject_of_a_dump_is_found(publish: Publish) -> None:
    """The search finds each subject of lines of all lengths, and nothing between, before and after them."""
    subjects = [f"https://example.org/{'x' * (n % 40)}{n}" for n in range(300)]
    held = publish("a", *(_says(f"<{each}>", "ö" * (n % 17)) for n, each in enumerate(subjects)), created="2026-03-01")
    versions = _versions(publish("b", created="2026-03-02"))
    assert {"a"} == {versions.last_holding(each) for each in subjects}
    assert {None} == {versions.last_holding(f"{each}-") for each in subjects}
    assert versions.last_holding("https://a.example/") is None
    assert versions.last_holding("https://z.example/") is None
    assert held.is_dir()


def test_changes_of_a_resource_are_told(three: Path) -> None:
    """The releases in which something else is said stand in order, and the one in which it was gone."""
    versions = _versions(three)
    assert [("cc", True), ("bb", True)] == [(each.version, there) for each, there in versions.changes(_A.strip("<>"))]
    assert [("cc", True), ("bb", False)] == [(each.version, there) for each, there in versions.changes(_B.strip("<>"))]
    assert () == versions.changes("https://example.org/never")
