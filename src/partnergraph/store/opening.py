"""Opening the data of a release, and refusing one that is not what its manifest says."""

from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from partnergraph import manifest
from partnergraph.errors import ReleaseDamaged
from partnergraph.manifest import DUMP, Manifest

__all__ = ["ANSWERS", "DUMP", "ON_DISK", "check", "in_memory", "on_disk", "open_release"]

ON_DISK: Final = "store"

ANSWERS: Final = "answers"
"""The folder of the answers that a release has ready."""

_REBUILD: Final = "Build the release anew with `partnergraph build`."


def check(folder: Path, most_quads: int) -> tuple[Manifest, bool]:
    """Compare what would be opened with the manifest; return the manifest and whether memory shall hold the data.

    Raises ReleaseDamaged.
    """
    listed = Manifest.read(folder)
    small = listed.quads <= most_quads
    opened = [DUMP] if small else _below(ON_DISK, listed)
    if not opened:
        raise ReleaseDamaged(f"{folder} is large and lists no files of {ON_DISK}/", hint=_REBUILD)
    return manifest.verify(folder, only=[*opened, *_below(ANSWERS, listed)]), small


def _below(folder: str, listed: Manifest) -> list[str]:
    return [name for name in listed.files if name.startswith(f"{folder}/")]


def open_release(folder: Path, most_quads: int) -> tuple[Manifest, Store]:
    """Open a release read-only: in memory up to `most_quads` quads, else its store on disk.

    Raises ReleaseDamaged when a file, or the number of quads, is not what the manifest says.
    """
    listed, small = check(folder, most_quads)
    store = in_memory(folder) if small else on_disk(folder)
    if (found := len(store)) != listed.quads:
        raise ReleaseDamaged(f"{folder} holds {found} quads; the manifest says {listed.quads}", hint=_REBUILD)
    return listed, store


def in_memory(folder: Path) -> Store:
    """Load the dump of a release into memory; raise ReleaseDamaged when it cannot be read whole."""
    store = Store()
    try:
        store.bulk_load(path=str(folder / DUMP), format=RdfFormat.N_QUADS)
    except (SyntaxError, OSError) as error:
        raise ReleaseDamaged(f"{folder / DUMP} cannot be loaded: {error}", hint=_REBUILD) from error
    return store


def on_disk(folder: Path) -> Store:
    """Open the store of a release on disk, read-only; raise ReleaseDamaged when that fails.

    A damaged store can open without an error: `check` its files first.
    """
    try:
        return Store.read_only(str(folder / ON_DISK))
    except (OSError, RuntimeError) as error:
        raise ReleaseDamaged(f"{folder / ON_DISK} cannot be opened: {error}", hint=_REBUILD) from error
