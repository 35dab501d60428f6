"""Releases of generated data, so that what is measured can be of any size."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import RdfFormat, Store

from partnergraph.cli.knowledge import shipped_questions
from partnergraph.manifest import DUMP, FileEntry, Manifest
from partnergraph.store.materialised import materialise

__all__ = ["write_release"]


def write_release(releases: Path, partnerships: int, write: Callable[[BinaryIO], object]) -> Path:
    """Write a release of so many partnerships, make it current, and return its folder.

    `write` is handed a file for the data as N-Quads.
    """
    version = f"{partnerships:016d}"
    folder = releases / "releases" / version
    folder.mkdir(parents=True)
    dump = folder / DUMP
    with dump.open("wb") as stream:
        write(stream)
    store = Store(str(releases / "loading"))
    store.bulk_load(path=str(dump), format=RdfFormat.N_QUADS)
    store.flush()
    store.backup(str(folder / "store"))
    number = len(store)
    del store
    materialise(shipped_questions, folder)
    with dump.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    Manifest(
        version=version,
        created="2026-11-23T12:00:00Z",
        tool="benchmarks",
        triples=number,
        quads=number,
        digest=digest,
        counts={"partnerships": partnerships},
        files={path.relative_to(folder).as_posix(): FileEntry.of(path) for path in files},
        inputs=(),
        harvested="2026-11-01",
    ).write(folder)
    (releases / "current").symlink_to(Path("releases") / version)
    return folder
