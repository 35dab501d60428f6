"""Making a folder of files current, whole or not at all.

A release is written into a folder aside, flushed, renamed to its place, and then `current` is swapped by renaming
a new symlink over the old one: both renames are atomic, so no reader ever sees half a release.
"""

import os
import secrets
import shutil
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Final

from partnergraph import manifest
from partnergraph.errors import WrongUsage
from partnergraph.versions import kept, versions_folder

__all__ = [
    "current_name", "is_current", "make_aside", "place", "point_to", "remove_leftovers", "remove_old", "seal", "switch",
    "versions_folder",
]  # fmt: skip

_PREFIX: Final = "building-"
_LINK: Final = "current"


def make_aside(releases: Path) -> Path:
    """Make an empty folder for a release that is being built; raise OSError when that fails."""
    folder = _aside(releases)
    folder.mkdir()
    return folder


def _aside(releases: Path) -> Path:
    """Return a new name for what is not yet, or no longer, part of the releases."""
    return releases / f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}"


def remove_leftovers(releases: Path) -> tuple[str, ...]:
    """Remove what killed builders left below `releases` and return the names, sorted.

    To be called with the builders' lock held: a living builder holds it, so nothing here belongs to one.
    Process ids do not tell, because they are given out again.
    """
    leftovers = sorted(path for path in releases.iterdir() if path.name.startswith(_PREFIX))
    for path in leftovers:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return tuple(path.name for path in leftovers)


def remove_old(releases: Path, keep: int, *, spared: Collection[str]) -> tuple[str, ...]:
    """Remove the releases that were made first until `keep` are left, and return their versions; 0 removes none.

    Those that are `spared` count, but stay.  Each one goes whole: it is renamed away before its files are removed.
    To be called with the builders' lock held.
    """
    listed = kept(releases)
    surplus = max(0, len(listed) - keep) if keep else 0
    gone = [each for each in listed if each.version not in spared][:surplus]
    for each in gone:
        aside = _aside(releases)
        each.folder.rename(aside)
        shutil.rmtree(aside)
    return tuple(each.version for each in gone)


def seal(folder: Path) -> None:
    """Make every file below `folder` read-only and flush files and folders to disk.

    Folders stay writable for their owner, so that a release can still be deleted.
    """
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(parent, name)
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)
            _flush(path)
        _flush(Path(parent))


def place(aside: Path, releases: Path, version: str) -> Path:
    """Rename the folder `aside` to its place below `releases` and return that place.

    A damaged release of the same version is moved out of the way first, and then removed.
    """
    folder = versions_folder(releases) / version
    damaged = _aside(releases)
    if folder.exists():
        folder.rename(damaged)
    aside.rename(folder)
    _flush(folder.parent)
    shutil.rmtree(damaged, ignore_errors=True)
    return folder


def current_name(releases: Path) -> str:
    """Return the version that `current` names, or "" where there is none."""
    link = releases / _LINK
    return link.readlink().name if link.is_symlink() else ""


def is_current(releases: Path, version: str) -> bool:
    """Tell whether `current` names this version."""
    link = releases / _LINK
    return link.is_symlink() and link.resolve() == (versions_folder(releases) / version).resolve()


def switch(releases: Path, version: str) -> None:
    """Let `current` name a version, in one atomic step."""
    link = _aside(releases)
    link.symlink_to(Path(versions_folder(releases).name) / version)
    try:
        link.replace(releases / _LINK)
    except OSError:
        link.unlink()
        raise
    _flush(releases)


def point_to(releases: Path, version: str) -> Path:
    """Make a kept version current again, after checking that it is whole; return its folder.

    Raises WrongUsage for a version that is not kept, ReleaseDamaged for one that is not whole.
    """
    listed = sorted(path.name for path in versions_folder(releases).glob("*"))
    if version not in listed:
        raise WrongUsage(f"There is no version {version} in {releases}", hint=f"Kept versions: {', '.join(listed)}")
    folder = versions_folder(releases) / version
    manifest.verify(folder)
    switch(releases, version)
    return folder


def _flush(path: Path) -> None:
    """Force a file, or the entries of a folder, to disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
