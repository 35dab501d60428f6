"""The list of releases that are kept, in the order in which they were made.

Which one is current is told by a symlink and not by this order: an older one can be made current again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Final

from partnergraph import manifest
from partnergraph.errors import NotFound, ReleaseDamaged
from partnergraph.manifest import DUMP, Manifest

from .lookup import lines_about

__all__ = ["CURRENT", "PREVIOUS", "Kept", "Versions", "kept", "versions_folder"]

CURRENT: Final = "current"
PREVIOUS: Final = "previous"

_FOLDER: Final = "releases"
_LONGEST_LIST: Final = 20
"""Versions that an error names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A release that is kept in `folder`; where it is damaged, `damage` says how, and it may have no manifest."""

    version: str
    folder: Path
    manifest: Manifest | None = None
    created: datetime | None = None
    damage: str = ""

    @property
    def dump(self) -> Path:
        """Return the path of its sorted N-Quads."""
        return self.folder / DUMP

    def about(self, iri: str) -> tuple[bytes, ...]:
        """Return the lines of N-Quads that it says about a resource; none where it was removed meanwhile."""
        try:
            return tuple(lines_about(self.dump, iri))
        except OSError:
            return ()

    def holds(self, iri: str) -> bool:
        """Tell whether it says anything about a resource."""
        try:
            return next(lines_about(self.dump, iri), None) is not None
        except OSError:
            return False


def versions_folder(releases: Path) -> Path:
    """Return the folder that holds one folder for each version."""
    return releases / _FOLDER


def kept(releases: Path) -> tuple[Kept, ...]:
    """Return the releases below `releases` as they were made, the oldest first; damaged ones without a time lead.

    Two of the same second stand in the order of their versions.
    """
    return tuple(sorted((_looked_at(folder) for folder in _folders(versions_folder(releases))), key=_order))


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The releases kept beside the one that is served, whose manifest is `current`.

    `folder` is that of the served one, or None where it has no files here, as in a remote store.
    What was read of a manifest is remembered in `seen` until the file changes.
    """

    folder: Path | None
    current: Manifest
    seen: dict[tuple[Path, int], Kept] = field(default_factory=dict, repr=False, compare=False)

    def all(self) -> tuple[Kept, ...]:
        """Return every release that is kept, the oldest first; damaged ones are among them."""
        if self.folder is None:
            return (Kept(version=self.current.version, folder=Path(), manifest=self.current),)
        beside = self.folder.parent.name == _FOLDER and self.folder.name == self.current.version
        return tuple(sorted(map(self._seen, _folders(self.folder.parent) if beside else [self.folder]), key=_order))

    def find(self, version: str) -> Kept:
        """Return a kept release; raise NotFound naming those there are, or ReleaseDamaged."""
        listed = self.all()
        found = next((each for each in listed if each.version == version), None)
        if found is None:
            whole = [each.version for each in reversed(listed) if not each.damage][:_LONGEST_LIST]
            others = "A remote store keeps no earlier releases." if self.folder is None else "/versions lists them all."
            raise NotFound(f"There is no release {version[:100]}", hint=f"There are {', '.join(whole)}. {others}")
        if found.damage:
            raise ReleaseDamaged(f"The kept release {version} is damaged: {found.damage}", hint="Ask another release.")
        return found

    def named(self, name: str) -> str:
        """Return the version that is meant by `current` or `previous`, and any other name as it is.

        Raises NotFound when there is none before the current one.
        """
        if name not in {CURRENT, PREVIOUS}:
            return name
        if name == CURRENT:
            return self.current.version
        before = self.before(self.current.version)
        if before is None:
            raise NotFound("No release is kept from before the current one", hint="/versions lists those there are.")
        return before.version

    def before(self, version: str) -> Kept | None:
        """Return the last whole release that was made before this one, or None."""
        earlier: Kept | None = None
        for each in self.all():
            if each.version == version:
                return earlier
            earlier = earlier if each.damage else each
        return None

    def last_holding(self, iri: str) -> str | None:
        """Return the version of the last release made before the served one that says something of a resource.

        None means that none does.  This costs one binary search in a file for each release that is kept.
        """
        earlier = [*takewhile(lambda each: each.version != self.current.version, self.all())]
        return next((each.version for each in reversed(earlier) if not each.damage and each.holds(iri)), None)

    def changes(self, iri: str) -> tuple[tuple[Kept, bool], ...]:
        """Return the releases in which what is said of a resource changed, the oldest first.

        With each stands whether it was there at all.  Releases before its first mention are left out.
        """
        found: list[tuple[Kept, bool]] = []
        said: tuple[bytes, ...] = ()
        for each in self.all():
            if each.damage or self.folder is None:
                continue
            now = each.about(iri)
            if now != said:
                found.append((each, bool(now)))
                said = now
        return tuple(found)

    def _seen(self, folder: Path) -> Kept:
        try:
            key = folder, (folder / manifest.NAME).stat().st_mtime_ns
        except OSError:
            return _looked_at(folder)
        if key not in self.seen:
            self.seen[key] = _looked_at(folder)
        return self.seen[key]


def _folders(parent: Path) -> Iterator[Path]:
    return (path for path in parent.glob("*") if path.is_dir())


def _order(each: Kept) -> tuple[datetime, str]:
    return each.created or datetime.min.replace(tzinfo=UTC), each.version


def _looked_at(folder: Path) -> Kept:
    """Say what a folder holds, by its manifest and the sizes of its files; checksums are compared when it is opened."""
    try:
        listed = Manifest.read(folder)
    except ReleaseDamaged:
        return Kept(version=folder.name, folder=folder, damage="its manifest is missing, or cannot be read")
    try:
        created = datetime.fromisoformat(listed.created)
    except ValueError:
        created = None
    damage = "" if created else "its manifest does not say when it was made"
    if created and created.tzinfo is None:
        created = created.replace(tzinfo=UTC)
    if listed.version != folder.name and folder.parent.name == _FOLDER:
        damage = f"its manifest is that of {listed.version}"
    wrong = next((name for name, entry in listed.files.items() if _size(folder / name) != entry.bytes), "")
    return Kept(
        version=folder.name if folder.parent.name == _FOLDER else listed.version,
        folder=folder,
        manifest=listed,
        created=created,
        damage=damage or (f"{wrong} is not what its manifest says" if wrong else ""),
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
