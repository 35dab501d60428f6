"""Folders of releases that hold no more than a dump and a manifest, which is all that is read of them here."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from partnergraph.manifest import FileEntry, Manifest

Publish = Callable[..., Path]


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    """Return a function that keeps a release of some lines of N-Quads below the folder of the test."""

    def publish_it(version: str, *lines: str, created: str) -> Path:
        folder = tmp_path / "releases" / version
        folder.mkdir(parents=True)
        dump = "".join(sorted(f"{line}\n" for line in lines)).encode()
        (folder / "data.nq").write_bytes(dump)
        Manifest(
            version=version,
            created=created,
            tool="tests",
            triples=len(lines),
            quads=len(lines),
            digest=hashlib.sha256(dump).hexdigest(),
            counts={},
            files={"data.nq": FileEntry.of(folder / "data.nq")},
            inputs=(),
            harvested="",
        ).write(folder)
        return folder

    return publish_it
