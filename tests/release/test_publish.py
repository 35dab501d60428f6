"""Pointing back to a release that is kept."""

from pathlib import Path

import pytest

from partnergraph import release
from partnergraph.errors import ReleaseDamaged, WrongUsage
from partnergraph.versions import kept
from tests.release import synthetic
from tests.release.reader import ask_current


@pytest.fixture
def versions(tmp_path: Path) -> list[str]:
    """Return two versions that were published one after the other."""
    built = [synthetic.assembled(note=note) for note in ("old", "new")]
    return [release.build(one, synthetic.shapes(), tmp_path, minter=synthetic.MINT).version for one in built]


def test_point_back(tmp_path: Path, versions: list[str]) -> None:
    """An older version becomes current again, whole as it was."""
    old, new = versions

    assert new == ask_current(tmp_path)
    assert tmp_path / "releases" / old == release.point_to(tmp_path, old)
    assert old == ask_current(tmp_path)


@pytest.mark.parametrize("version", ["0123456789abcdef", "..", ""])
def test_unknown_version(tmp_path: Path, versions: list[str], version: str) -> None:
    """A version that is not kept is refused, and those that are kept are named."""
    with pytest.raises(WrongUsage, match="There is no version") as refused:
        release.point_to(tmp_path, version)

    assert all(kept in refused.value.hint for kept in versions)
    assert versions[1] == ask_current(tmp_path)


def test_damaged_version(tmp_path: Path, versions: list[str]) -> None:
    """A version that is not whole does not become current."""
    dump = tmp_path / "releases" / versions[0] / "data.nq"
    dump.chmod(0o644)
    dump.write_bytes(b"")

    with pytest.raises(ReleaseDamaged, match=r"data\.nq"):
        release.point_to(tmp_path, versions[0])

    assert versions[1] == ask_current(tmp_path)


def test_nothing_published_yet(tmp_path: Path) -> None:
    """Where nothing was published there is nothing to point to, and that is said."""
    with pytest.raises(WrongUsage, match="There is no version"):
        release.point_to(tmp_path, "0123456789abcdef")


def _build(releases: Path, note: str, *, keep: int) -> release.BuildResult:
    return release.build(synthetic.assembled(note=note), synthetic.shapes(), releases, minter=synthetic.MINT, keep=keep)


def _kept(releases: Path) -> list[str]:
    return [each.version for each in kept(releases)]


def test_old_releases_go_when_more_are_kept_than_wanted(tmp_path: Path) -> None:
    """The oldest go first, and the build says which; what is left is whole, and nothing half removed lies about."""
    built = [_build(tmp_path, note, keep=0).version for note in ("1", "2", "3")]
    last = _build(tmp_path, "4", keep=2)

    assert tuple(built[:2]) == last.cleaned
    assert [built[2], last.version] == _kept(tmp_path)
    assert {"current", "lock", "releases"} == {path.name for path in tmp_path.iterdir()}


def test_what_is_current_and_what_was_before_stay(tmp_path: Path) -> None:
    """However few shall be kept, readers of the release that was current do not lose it, even if it is the oldest."""
    old, middle = (_build(tmp_path, note, keep=0).version for note in ("1", "2"))
    release.point_to(tmp_path, old)
    new = _build(tmp_path, "3", keep=1)

    assert (middle,) == new.cleaned
    assert [old, new.version] == _kept(tmp_path)


def test_all_are_kept_unless_told_otherwise(tmp_path: Path, versions: list[str]) -> None:
    """Zero keeps every release, in the order in which they were built."""
    assert versions == _kept(tmp_path)
    assert () == _build(tmp_path, "newer", keep=0).cleaned
    assert 3 == len(_kept(tmp_path))
