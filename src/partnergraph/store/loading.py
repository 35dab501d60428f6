"""Any RDF files as a release of their own, so that data which is not ours is served through the same doors.

Such a release is made aside, is judged by no shapes, and is gone when whoever asked for it is done with it.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from partnergraph.errors import WrongUsage
from partnergraph.manifest import LAYOUT, FileEntry, InputEntry, Manifest
from partnergraph.rdf import parse_quads

from .opening import DUMP, ON_DISK

__all__ = ["RdfFile", "release_of"]

_DIGITS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class RdfFile:
    """A file of RDF, its syntax known by its suffix; `graph` is the IRI its default graph goes into, or empty."""

    path: Path
    graph: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `FILE` or `IRI=FILE`; raise WrongUsage when there is no such file, or the IRI is none.

        A name that is a file as it stands is one, whatever `=` it holds.
        """
        if Path(text).is_file():
            return cls(path=Path(text))
        graph, equals, name = text.rpartition("=")
        if not equals or not Path(name).is_file():
            raise WrongUsage(f"There is no file {name}", hint="Name a file of RDF, or IRI=FILE for a named graph.")
        try:
            NamedNode(graph)
        except ValueError as error:
            raise WrongUsage(f"{graph!r} is not an absolute IRI", hint="Write IRI=FILE for a named graph.") from error
        return cls(path=Path(name), graph=graph)


@contextmanager
def release_of(files: Sequence[RdfFile]) -> Iterator[Path]:
    """Make a release of these files for as long as the context lasts, and yield its folder.

    Raises UnreadableInput with file, line and column for the first file that is not RDF; nothing is left behind then.
    """
    with tempfile.TemporaryDirectory(prefix="partnergraph-rdf-") as folder:
        _make(Path(folder), files)
        yield Path(folder)


def _make(folder: Path, files: Sequence[RdfFile]) -> None:
    store = Store(str(folder / ON_DISK))
    for file in files:
        store.bulk_extend(_in_graph(quad, file.graph) for quad in parse_quads(file.path))
    store.flush()
    quads, triples = len(store), sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    lines = sorted((store.dump(format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    del store  # its files are measured below and must not change any more
    (folder / DUMP).write_bytes(b"".join(lines))
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    made = sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in {"LOG", "LOCK"})
    Manifest(
        version=hashlib.sha256(f"{LAYOUT}\n{digest}".encode()).hexdigest()[:_DIGITS],
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        tool="partnergraph serve --rdf",
        triples=triples,
        quads=quads,
        digest=digest,
        counts={},
        files={path.relative_to(folder).as_posix(): FileEntry.of(path) for path in made},
        inputs=tuple(_input(file.path) for file in files),
        harvested="",
    ).write(folder)


def _input(path: Path) -> InputEntry:
    return InputEntry(name=path.name, sha256=FileEntry.of(path).sha256, lines=path.read_bytes().count(b"\n"))


def _in_graph(quad: Quad, graph: str) -> Quad:
    """Put a statement of the default graph into `graph`; one that names a graph of its own stays there."""
    if graph and isinstance(quad.graph_name, DefaultGraph):
        return Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph))
    return quad
