"""The dumps of a release: everything at once, in formats that other tools load.

`data.nt.gz` and `data.ttl.gz` hold the default graph, `data.trig.gz` and `data.jsonld.gz` every graph, and
`data.csv.zip` tables for people.  The same content gives the same bytes: no time and no file name is written.
"""

import gzip
import io
import zipfile
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import Graph

from partnergraph.namespaces import PREFIXES

from .tables import tables

__all__ = ["FOLDER", "write"]

FOLDER: Final = "dumps"
"""The folder of the dumps below a release."""

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP archive can state."""

_READABLE_BY_ALL: Final = 0o644 << 16


def write(
    folder: Path, *, default: AbstractSet[bytes], nquads: bytes, turtle: bytes, data: Graph, notes: Mapping[str, str]
) -> None:
    """Write the dumps below the release in `folder`; raise OSError when they cannot be written.

    `nquads` are all quads as lines of N-Quads and `default` those of the default graph, which `turtle` holds too;
    `data` is what the tables are made from, `notes` are texts that go with the tables, by file name.
    """
    (folder / FOLDER).mkdir()
    triples = b"".join(sorted(default))
    named = sorted(set(nquads.splitlines(keepends=True)) - default, key=_by_graph)
    quads = list(ox.parse(triples + b"".join(named), format=ox.RdfFormat.N_QUADS))
    compressed = {
        "data.nt": triples,
        "data.ttl": turtle,
        "data.trig": _trig(quads),
        "data.jsonld": ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b"",
    }
    for name, content in compressed.items():
        (folder / FOLDER / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
    (folder / FOLDER / "data.csv.zip").write_bytes(_archive({**notes, **tables(data)}))


def _by_graph(line: bytes) -> tuple[bytes, bytes]:
    """Order lines of named graphs by the graph, which is the last term of each."""
    return line.rsplit(b" ", 2)[1], line


def _trig(quads: list[ox.Quad]) -> bytes:
    """Return TriG with those of our prefixes that occur, declared in the order of the alphabet."""
    occurring = "\n".join(map(str, quads))
    used = {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in occurring}
    lines = (ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=used) or b"").splitlines(keepends=True)
    return b"".join([*sorted(lines[: len(used)]), *lines[len(used) :]])


def _archive(files: Mapping[str, str]) -> bytes:
    """Return a ZIP archive of texts by file name, the same bytes for the same texts."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writer:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, _READABLE_BY_ALL
            writer.writestr(entry, files[name])
    return archive.getvalue()
