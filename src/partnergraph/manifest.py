"""The manifest of a release: what the release directory holds, and whether it still holds it.

The door between the wing that builds releases and the wing that serves them; both read only this.

```
RELEASES/
  current -> releases/<version>
  releases/<version>/manifest.json, data.nq, dumps/, …
```
"""

import dataclasses
import hashlib
import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from partnergraph import resources
from partnergraph.errors import ReleaseDamaged

__all__ = [
    "DUMP",
    "LAYOUT",
    "NAME",
    "UNKNOWN",
    "FileEntry",
    "InputEntry",
    "Manifest",
    "current",
    "default_folder",
    "verify",
]

LAYOUT: Final = 3
"""The number of this directory layout; it is part of every version, so a new layout makes new versions.

2 added the search index and the dumps, 3 the answers of canned queries.
"""

_READ: Final = (1, 2, LAYOUT)
"""The layouts that this program reads; a release of an older one is served without what it lacks."""

NAME: Final = "manifest.json"

DUMP: Final = "data.nq"
"""The file of a release with every quad as a line of N-Quads, sorted by bytes."""

_REBUILD: Final = "Build the release anew with `partnergraph build`, or point `current` at an older release."


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One file of a release: `sha256` in hexadecimal, length in `bytes`."""

    sha256: str
    bytes: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """Measure the file at `path`; raise OSError when it cannot be read."""
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return cls(sha256=digest, bytes=stream.tell())


@dataclass(frozen=True, slots=True, kw_only=True)
class InputEntry:
    """One file a release was built from: its `name`, `sha256` in hexadecimal and number of `lines`."""

    name: str
    sha256: str
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a release is.

    `version` names it: the first 16 hexadecimal digits of the SHA-256 over layout and data.
    `created` is an ISO 8601 time, `harvested` the latest harvest date of the inputs (ISO 8601, or empty).
    `triples` counts the default graph, `quads` all graphs together, as a store counts them after
    loading `data.nq`; `digest` is the SHA-256 of all quads as sorted lines of N-Quads.
    `files` is keyed by path below the release, written with `/`, and leaves out the manifest itself.
    """

    version: str
    layout: int = LAYOUT
    created: str
    tool: str
    triples: int
    quads: int
    digest: str
    counts: Mapping[str, int]
    files: Mapping[str, FileEntry]
    inputs: tuple[InputEntry, ...]
    harvested: str

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the manifest in `folder`; raise ReleaseDamaged when it is missing, broken or of an unknown layout.

        Members of a newer program that this one does not know are passed over.
        """
        path = folder / NAME
        try:
            members = json.loads(path.read_text(encoding="utf-8"))
            if members["layout"] in _READ:
                return cls._of(members)
        except OSError as error:
            raise ReleaseDamaged(f"{path} cannot be read: {error.strerror}", hint=_REBUILD) from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ReleaseDamaged(f"{path} is not a manifest: {error!r}", hint=_REBUILD) from error
        found = members["layout"]
        raise ReleaseDamaged(f"{path} has layout {found}; this program reads {_READ[0]} to {_READ[-1]}", hint=_REBUILD)

    @classmethod
    def _of(cls, members: dict[str, Any]) -> Self:
        known = {field.name: members[field.name] for field in dataclasses.fields(cls)}
        files = {str(name): FileEntry(**entry) for name, entry in members["files"].items()}
        inputs = tuple(InputEntry(**entry) for entry in members["inputs"])
        counts = {str(name): int(count) for name, count in members["counts"].items()}
        return cls(**{**known, "files": files, "inputs": inputs, "counts": counts})

    def write(self, folder: Path) -> None:
        """Write the manifest into `folder` whole or not at all, flushed to disk; raise OSError on failure."""
        text = json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=2, sort_keys=True)
        aside = folder / f"{NAME}.{os.getpid()}"
        with aside.open("w", encoding="utf-8") as stream:
            stream.write(f"{text}\n")
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(folder / NAME)


UNKNOWN: Final = Manifest(
    version="unknown", created="", tool="", triples=0, quads=0, digest="", counts={}, files={}, inputs=(), harvested=""
)
"""The manifest of data of which nobody says what it is."""


def verify(folder: Path, *, only: Collection[str] | None = None) -> Manifest:
    """Compare the files of a release with its manifest and return the manifest.

    `only` limits the check to the named files, for a reader that opens no others.
    Raises ReleaseDamaged naming the first file that is missing, unlisted or changed.
    """
    manifest = Manifest.read(folder)
    for name in sorted(manifest.files if only is None else only):
        expected = manifest.files.get(name)
        if expected is None:
            raise ReleaseDamaged(f"The manifest in {folder} does not list {name}", hint=_REBUILD)
        try:
            actual = FileEntry.of(folder / name)
        except OSError as error:
            reason = f"{folder / name} cannot be read: {error.strerror}"
            raise ReleaseDamaged(reason, hint=_REBUILD) from error
        if actual != expected:
            raise ReleaseDamaged(f"{folder / name} is not what the manifest says", hint=_REBUILD)
    return manifest


def current(releases: Path) -> Path | None:
    """Return the directory of the current release below `releases`, or None when there is no release yet.

    The symlink is resolved once, so that a reader keeps to one release while another is published.
    Raises ReleaseDamaged when `current` points at nothing.
    """
    link = releases / "current"
    if not link.is_symlink() and not link.exists():
        return None
    folder = link.resolve()
    if not folder.is_dir():
        raise ReleaseDamaged(f"{link} points at {folder}, which is not there", hint=_REBUILD)
    return folder


def default_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return where releases live unless told otherwise.

    That is `release/` at the root of a checkout, else `partnergraph/` below `$XDG_DATA_HOME`, which is
    `~/.local/share` where it is not set.
    """
    root = resources.checkout()
    if root is not None:
        return root / "release"
    home = (os.environ if environment is None else environment).get("XDG_DATA_HOME", "")
    return (Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "share") / "partnergraph"
